"""One thread that an owner exported in WhatsApp ("Export chat"): a text file, alone or in a ZIP with attachments.

Who wrote or joined and on which days is read; nothing of what was written is kept, and attachments stay closed. The
owner's own name is among the participants, since the file does not say which one it is. Names are those in the owner's
address book.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from typing import ClassVar

from connectors import handed_in
from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, matches, note
from connectors.errors import ConnectorError, MemberDamaged
from connectors.files import decode
from connectors.handed_in import Participant
from connectors.model import Connection, Kind, Message, Place, Platform, Record, RecordType, SourceKind
from connectors.whatsapp import lines
from connectors.whatsapp.lines import Line

_NAMED = ("**/_chat.txt", "**/*whatsapp*.txt")
_LOOSE = ("*.txt",)
_HEAD = 8_192
_FEW = 3
"""Lines at the beginning, the first of which must be a message's."""


class WhatsAppExport:
    """Reads participants and period of one thread."""

    platform: ClassVar[str] = Platform.WHATSAPP
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS})
    opens: ClassVar[tuple[str, ...]] = (*_NAMED, *_LOOSE)
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()

    def recognise(self, archive: Archive) -> list[Recognition]:
        """A text file whose first line is a message's."""
        export = Export(archive, self)
        return [Recognition(self.platform, score) for _, score in _chats(export)[:1]]

    def read(self, export: Export) -> Iterator[Record]:
        """The participants. Raises `ConnectorError` for several threads: one is handed in at a time."""
        chats = [member for member, _ in _chats(export)]
        if len(chats) > 1:
            raise ConnectorError(
                f"{', '.join(export.inputs)}: this holds {len(chats)} threads. Hand in one at a time, the one of the "
                "event; other threads are nobody's concern."
            )
        return _Reading(export, chats[0]).records()


def _chats(export: Export) -> list[tuple[Member, int]]:
    """The files that hold a thread. Where one is named as WhatsApp names them, other texts are attachments."""
    named = [(member, 95) for member in export.members(*_NAMED) if _looks_like_chat(export, member)]
    if named:
        return named
    loose = [member for member in export.members(*_LOOSE) if not matches(export.name(member), _NAMED)]
    return [(member, 70) for member in loose if _looks_like_chat(export, member)]


def _looks_like_chat(export: Export, member: Member) -> bool:
    with export.open(member) as stream:
        head = stream.read(_HEAD)
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig", "ignore")
    first = [line for line in text.splitlines() if line.strip()][:_FEW]
    return bool(first) and lines.read(first[0]) is not None


class _Reading:
    """One pass over a thread."""

    def __init__(self, export: Export, member: Member) -> None:
        self._export, self._member = export, member
        self._source = export.name(member)
        self._people: dict[str, Participant] = {}
        self._first_seen: dict[str, int] = {}
        self._days: list[Line] = []
        self._messages = 0

    def records(self) -> Iterator[Record]:
        damaged = False
        try:
            text = decode(self._export.read(self._member), self._source)
        except MemberDamaged:
            text, damaged = "", True
        for number, row in enumerate(io.StringIO(text), 1):
            if (line := lines.read(row)) is not None:
                self._line(line, number)
        day_first = _day_first(self._days)
        notes: list[Message] = []
        first = last = None
        if day_first is None:
            notes.append(note("thread.dates_unsure"))
        else:
            days = [day for line in self._days if (day := _moment(line, day_first=day_first)) is not None]
            first, last = min(days, default=None), max(days, default=None)
            for key, place in self._first_seen.items():
                self._people[key].since = _moment(self._days[place], day_first=day_first)
        traffic, said = handed_in.told(self._messages, first, last)
        yield from self._connections()
        yield traffic
        notes = [*said, *notes, note("thread.silent")]
        yield handed_in.coverage(len(self._people), self._messages, notes, damaged=damaged)

    def _line(self, line: Line, number: int) -> None:
        self._messages += line.sender is not None
        self._days.append(line)
        for name in (line.sender,) if line.sender else line.people or ():
            is_number = handed_in.is_number(name)
            key = handed_in.number_key(name)
            if key not in self._people:
                place = Place(self._source, f"row {number}")
                named, dialled = (None, name) if is_number else (name, None)
                self._people[key] = Participant(place, named, dialled, None)
                self._first_seen[key] = len(self._days) - 1

    def _connections(self) -> Iterator[Connection]:
        for person in handed_in.connections(self._people.values()):
            if Kind.CONTACT in person.kinds and any(line.people is not None for line in self._days):
                yield Connection((Kind.MEMBER,), person.places, person.display_name, person.handle, since=person.since)
            else:
                yield person


def _moment(line: Line, *, day_first: bool) -> datetime | None:
    found = lines.in_order(line.parts, day_first=day_first)
    try:
        return datetime(*found, tzinfo=UTC) if found else None
    except ValueError:
        return None


def _day_first(days: list[Line]) -> bool | None:
    """Whether dates are written with the day before the month; None where the file leaves it open.

    A number above 12 tells; else the order does, for messages stand in order of time; else dots and dashes do.
    """
    written = [line for line in days if line.parts[0] <= 31]
    if not written:
        return True  # years first, which is always year, month, day
    as_day = [lines.in_order(line.parts, day_first=True) for line in written]
    as_month = [lines.in_order(line.parts, day_first=False) for line in written]
    if None in as_day or None in as_month:
        return as_day.count(None) <= as_month.count(None)
    backward = [sum(b < a for a, b in pairwise(read) if a and b) for read in (as_day, as_month)]
    if backward[0] != backward[1]:
        return backward[0] < backward[1]
    if written[0].dots or as_day == as_month:
        return True
    return None
