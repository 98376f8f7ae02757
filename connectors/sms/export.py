"""One thread of texts, as "SMS Backup & Restore" writes it on Android: an XML file of `sms` and `mms` elements.

Who is on the thread and from when to when is read; texts and attachments are passed over. iPhones have no export of
texts; theirs are handed in as pictures, which is not read here.

Format: the app's page on its fields (synctech.com.au, 2024) and public fixtures. `address` holds the other number, or
all the others of a group joined by `~`; `type` (or `msg_box`) 3 is a draft. Emoji may stand as halves of a pair, which
no XML allows, so the file is read as far as it makes sense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, ClassVar

from lxml import etree

from connectors import handed_in
from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.dates import from_epoch
from connectors.errors import ConnectorError, DamagedInput
from connectors.files import text_of
from connectors.handed_in import Participant
from connectors.model import Place, Platform, Record, RecordType, SourceKind, Unreadable

_FILES = ("**/*.xml",)
_ROOT = re.compile(rb"<smses[\s>/]")
_ENDS = re.compile(rb"</smses\s*>\s*$|<smses[^>]*/>\s*$")
_HEAD = 4096
_DRAFT = "3"
_NO_NAME = frozenset({"", "null", "(unknown)", "unknown"})


class SmsExport:
    """Reads participants and period of one thread."""

    platform: ClassVar[str] = Platform.SMS
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS})
    opens: ClassVar[tuple[str, ...]] = _FILES
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()

    def recognise(self, archive: Archive) -> list[Recognition]:
        """An XML file of texts; a log of calls is none."""
        return [Recognition(self.platform, 90) for _ in _threads(Export(archive, self))[:1]]

    def read(self, export: Export) -> Iterator[Record]:
        """The participants. Raises `ConnectorError` for several threads: one is handed in at a time."""
        files = _threads(export)
        if len(files) > 1:
            raise _several(export, len(files), "files of threads")
        return _Reading(export, files[0]).records()


def _threads(export: Export) -> list[Member]:
    found = []
    for member in export.members(*_FILES):
        with export.open(member) as stream:
            if _ROOT.search(stream.read(_HEAD)):
                found.append(member)
    return found


def _several(export: Export, count: int, what: str) -> ConnectorError:
    return ConnectorError(
        f"{', '.join(export.inputs)}: this holds {count} {what}. Hand in one at a time, the one of the event: in the "
        "app's backup settings choose “selected conversations only”. Other threads are nobody's concern."
    )


class _Tail:
    """A stream that remembers its end: a parser that mends what is broken does not say that a file breaks off."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self.last = stream, b""

    def read(self, size: int = -1) -> bytes:
        data = self._stream.read(size)
        self.last = (self.last + data)[-64:]
        return data


class _Reading:
    """One pass over the file."""

    def __init__(self, export: Export, member: Member) -> None:
        self._export, self._member, self._source = export, member, export.name(member)
        self._threads: dict[frozenset[str], dict[str, Participant]] = {}
        self._times: list[datetime] = []
        self._messages = self._seen = self._lost = 0
        self._declared: int | None = None

    def records(self) -> Iterator[Record]:
        broken = False
        try:
            with self._export.open(self._member) as stream:
                tail = _Tail(stream)
                elements = etree.iterparse(
                    tail,
                    events=("start", "end"),
                    recover=True,
                    huge_tree=True,
                    resolve_entities=False,
                    load_dtd=False,
                    no_network=True,
                )
                for event, element in elements:
                    if event == "end":
                        element.clear()
                        if (parent := element.getparent()) is not None and element.tag in ("sms", "mms"):
                            parent.remove(element)
                    elif element.tag == "smses":
                        count = element.get("count", "")
                        self._declared = int(count) if count.isdecimal() and len(count) < 10 else None
                    elif element.tag in ("sms", "mms"):
                        yield from self._message(element)
            broken = not _ENDS.search(tail.last)
        except (etree.XMLSyntaxError, DamagedInput):
            broken = True
        if len(self._threads) > 1:
            raise _several(self._export, len(self._threads), "threads")
        damaged = broken or (self._declared is not None and self._seen < self._declared)
        people = next(iter(self._threads.values()), {})
        traffic, notes = handed_in.told(self._messages, min(self._times, default=None), max(self._times, default=None))
        yield from handed_in.connections(people.values())
        yield traffic
        if damaged:
            notes.append(note("thread.ends_early"))
        if self._lost:
            notes.append(note("thread.entries_unreadable", n=self._lost))
        yield handed_in.coverage(len(people), self._messages, notes, damaged=damaged or bool(self._lost))

    def _message(self, element: etree._Element) -> Iterator[Record]:
        self._seen += 1
        if (element.get("type") if element.tag == "sms" else element.get("msg_box")) == _DRAFT:
            return
        numbers = [number for part in (element.get("address") or "").split("~") if (number := text_of(part))]
        numbers = [number for number in numbers if number.casefold() not in _NO_NAME]
        place = Place(self._source, f"item {self._seen}")
        if not numbers:
            self._lost += 1
            yield Unreadable(place, note("thread.entry_unreadable"))
            return
        self._messages += 1
        when = from_epoch(element.get("date"))
        if when is not None:
            self._times.append(when)
        names = _names(element.get("contact_name") or "", len(numbers))
        thread = self._threads.setdefault(frozenset(map(handed_in.number_key, numbers)), {})
        for number, name in zip(numbers, names, strict=True):
            known = thread.setdefault(handed_in.number_key(number), Participant(place, name, number, when))
            known.name = known.name or name
            if when is not None and (known.since is None or when < known.since):
                known.since = when


def _names(text: str, count: int) -> list[str | None]:
    """The name of each number; none where the file does not say whose is whose."""
    parts = [text] if count == 1 else text.split(",")
    names = [name if name and name.casefold() not in _NO_NAME else None for name in map(text_of, parts)]
    return names if len(names) == count else [None] * count
