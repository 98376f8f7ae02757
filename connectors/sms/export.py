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


_FIRST = rb"&#(?:x0{0,4}[dD][89abAB][0-9a-fA-F]{2}|0{0,4}(?:55(?:29[6-9]|[3-9]\d\d)|56(?:[0-2]\d\d|3[01]\d)));"
_SECOND = (
    rb"&#(?:x0{0,4}[dD][c-fC-F][0-9a-fA-F]{2}|0{0,4}(?:56(?:3[2-9]\d|[4-9]\d\d)|57(?:[0-2]\d\d|3[0-3]\d|34[0-3])));"
)
_HALVES = re.compile(_FIRST + rb"(?:" + _SECOND + rb")?|" + _SECOND)
"""References to the two halves of a letter beyond the first 65,536, from D800 and DC00 on, or to one half alone."""
_ENDS_IN_FIRST = re.compile(_FIRST + rb"\Z")
_LONGEST = 16
"""Bytes of a reference."""
_NUMBERS = re.compile(rb"#x?([0-9a-fA-F]+)")


class _Mended:
    """The file as XML allows it: halves of letters joined, or replaced where the other half is missing.

    It remembers its end, since a parser that goes on behind what is broken does not say that a file breaks off.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._kept, self.last = stream, b"", b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes, perhaps more or fewer than asked for; none at the end alone."""
        while True:
            data = self._stream.read(size)
            self.last = (self.last + data)[-64:]
            whole = self._kept + data
            at = whole.rfind(b"&", -_LONGEST)
            if at < 0 or b";" in whole[at:]:
                at = len(whole)
            if first := _ENDS_IN_FIRST.search(whole[max(0, at - _LONGEST) : at]):
                at -= len(first[0])
            at = at if data else len(whole)
            whole, self._kept = whole[:at], whole[at:]
            if whole or not data:
                return _HALVES.sub(_joined, whole)


def _joined(found: re.Match[bytes]) -> bytes:
    halves = [int(match[1], 16 if b"x" in match[0] else 10) for match in _NUMBERS.finditer(found[0])]
    text = b"".join(half.to_bytes(2, "little") for half in halves)
    return text.decode("utf-16-le", "replace").encode()


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
                mended = _Mended(stream)
                elements = etree.iterparse(
                    mended,
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
                        count = _said(element, "count")
                        self._declared = int(count) if count.isdecimal() and len(count) < 10 else None
                    elif element.tag in ("sms", "mms"):
                        yield from self._message(element)
            broken = not _ENDS.search(mended.last)
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
        if _said(element, "type" if element.tag == "sms" else "msg_box") == _DRAFT:
            return
        numbers = [number for part in _said(element, "address").split("~") if (number := text_of(part))]
        numbers = [number for number in numbers if number.casefold() not in _NO_NAME]
        place = Place(self._source, f"item {self._seen}")
        if not numbers:
            self._lost += 1
            yield Unreadable(place, note("thread.entry_unreadable"))
            return
        self._messages += 1
        when = from_epoch(_said(element, "date"))
        if when is not None:
            self._times.append(when)
        names = _names(_said(element, "contact_name"), len(numbers))
        thread = self._threads.setdefault(frozenset(map(handed_in.number_key, numbers)), {})
        for number, name in zip(numbers, names, strict=True):
            known = thread.setdefault(handed_in.number_key(number), Participant(place, name, number, when))
            known.name = known.name or name
            if when is not None and (known.since is None or when < known.since):
                known.since = when


def _said(element: etree._Element, name: str) -> str:
    """An attribute; "" where it is missing or no text."""
    try:
        return str(element.get(name) or "")
    except UnicodeDecodeError:
        return ""


def _names(text: str, count: int) -> list[str | None]:
    """The name of each number; none where the file does not say whose is whose."""
    parts = [text] if count == 1 else text.split(",")
    names = [name if name and name.casefold() not in _NO_NAME else None for name in map(text_of, parts)]
    return names if len(names) == count else [None] * count
