"""The lists of Meta's exports: which files make one up, reading them, and saying how much of them was there.

One reader for Facebook, Instagram and Threads. A platform brings its list names and two functions that make people
of a JSON row and of an HTML record. Coverage follows these rules:

- complete: every list the platform writes is there, in all its numbered parts, each read to its end, every row
  understood, and no sign that a range of dates was chosen;
- a list that is not there is `file_absent`, never "empty": Meta leaves out empty lists and unasked ones alike (a
  `no-data.txt` in the list's folder does say that it is empty);
- a page or file that breaks off is `damaged`; one of which no row is understood is `format_unknown`, for that is what
  a change of the layout looks like;
- rows that name nobody (closed accounts) are listed as unreadable and noted; they do not make a list partial.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from connectors.archive import Member
from connectors.base import Export, matches, note
from connectors.errors import MemberDamaged
from connectors.files import Json, decode
from connectors.meta_format import load, owner, step
from connectors.meta_html import Block, page
from connectors.model import (
    REQUESTS,
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Record,
    RecordType,
    State,
    Unreadable,
)

_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT, Gap.DATE_RANGE)
_PART = re.compile(r"_(\d{1,3})\.\w+$", re.ASCII)
_SPANS = (7, 31, 92, 183, 366, 1096)
"""Days in the ranges Meta offers: week, month, three months, six months, year, three years."""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody in a row; nobody, where neither name nor handle is set."""

    display_name: str | None = None
    handle: str | None = None
    url: str | None = None
    email: str | None = None
    since: datetime | None = None

    @property
    def named(self) -> bool:
        """Whether the row says who it is."""
        return bool(self.display_name or self.handle)


Rows: TypeAlias = Iterable[tuple[str, list[Found] | None]]
"""(pointer, the people of the row), with None for a row that is not understood."""


@dataclass(frozen=True, slots=True)
class ListName:
    """One list under its names of all years.

    `files` are paths relative to the export without suffix; parts are numbered `_1`, `_2`. `keys` are patterns of
    the JSON key the rows stand under. `absent` is the message for an export without the list; a list without one
    is not missed (blocked accounts).
    """

    kind: Kind
    title: str
    files: tuple[str, ...]
    keys: tuple[str, ...]
    absent: str = ""

    @property
    def record(self) -> RecordType:
        """The coverage this list counts for."""
        return RecordType.REQUESTS if self.kind in REQUESTS else RecordType.CONNECTIONS

    def patterns(self, *suffixes: str) -> tuple[str, ...]:
        """The members that may hold it."""
        parts = ("", "_?", "_??", "_???")
        return tuple(f"{file}{part}.{suffix}" for file in self.files for part in parts for suffix in suffixes)


class Lists:
    """Reads the lists of one export and keeps the account of them."""

    def __init__(
        self,
        export: Export,
        platform: Platform,
        from_row: Callable[[Json], list[Found] | None],
        from_block: Callable[[Block], list[Found] | None],
    ) -> None:
        self._export, self._platform = export, platform
        self._from_row, self._from_block = from_row, from_block
        # One pass over what may be a hundred thousand photos, then only the few members left are looked at.
        self._members = export.members("**/*.json", "**/*.html", "**/no-data.txt")
        self._gaps: list[tuple[RecordType, Gap, Message]] = []
        self._notes: list[tuple[RecordType, Message]] = []
        self._seen: set[Kind] = set()
        self._received: Counter[RecordType] = Counter()
        self._oldest: datetime | None = None

    def read(self, name: ListName) -> Iterator[Record]:
        """The people of one list. Where it comes as JSON and as HTML, the JSON is read."""
        members = self._matching(name.patterns("json")) or self._matching(name.patterns("html"))
        folders = sorted({file.rpartition("/")[0] for file in name.files} - {""})
        if not members and self._matching([f"{folder}/no-data.txt" for folder in folders]):
            self._seen.add(name.kind)
        self._look_for_parts(name, members)
        earlier = _Earlier() if len(members) > 1 else None
        for member in members:
            source = self._export.name(member)
            try:
                data = self._export.read(member)
                if stranger := self._stranger(data, source):
                    yield Unreadable(Place(source), note("meta.file_foreign", platform=stranger.value.title()))
                else:
                    yield from self._member(name, source, data, earlier)
            except MemberDamaged as e:
                yield self.damaged(name, e)

    def _matching(self, patterns: Sequence[str]) -> list[Member]:
        return [member for member in self._members if matches(self._export.name(member), tuple(patterns))]

    def _stranger(self, data: bytes, source: str) -> Platform | None:
        """Another platform's list under a name that fits ours: loose files get mixed up."""
        whose = owner(decode(data[:4096], source)) if source.casefold().endswith(".json") else None
        return whose if whose is not self._platform else None

    def _member(self, name: ListName, source: str, data: bytes, earlier: _Earlier | None) -> Iterator[Record]:
        if source.casefold().endswith(".json"):
            listed = _rows(load(data, source), name.keys)
            if listed is None:
                yield self.unknown(name, source)
            else:
                yield from self.take(name, source, ((at, self._from_row(row)) for at, row in listed), earlier)
            return
        found = page(data, source)
        blocks = found.blocks()
        if not found.whole:
            yield self.damaged(name, MemberDamaged(source, "the page ends too early"))
        elif not blocks and found.says_more():
            yield self.unknown(name, source)
            return
        rows = ((f"item {number}", self._from_block(block)) for number, block in enumerate(blocks, 1))
        yield from self.take(name, source, rows, earlier)

    def take(self, name: ListName, source: str, rows: Rows, earlier: _Earlier | None = None) -> Iterator[Record]:
        """The records of rows that were read, counted for the list's coverage."""
        self._seen.add(name.kind)
        people = broken = nameless = repeated = 0
        here: list[Found] = []
        for pointer, found in rows:
            place = Place(source, pointer or "item 1")
            if found is None:
                broken += 1
                yield Unreadable(place, note("meta.row_unreadable"))
            for one in found or ():
                if not one.named:
                    nameless += 1
                    yield Unreadable(place, note("meta.row_without_name"))
                    continue
                people += 1
                if earlier is not None:
                    here.append(one)
                    if earlier.holds(one, first=people == 1):
                        repeated += 1
                        continue
                if one.since and (self._oldest is None or one.since < self._oldest):
                    self._oldest = one.since
                yield Connection(
                    (name.kind,),
                    (place,),
                    display_name=one.display_name,
                    handle=one.handle,
                    url=one.url,
                    email=one.email,
                    since=one.since,
                )
        if earlier is not None:
            earlier.add(here)
        if name.kind is not Kind.BLOCKED:
            self._received[name.record] += people - repeated
        if not people and (broken or nameless > 1):
            self._gap(name, Gap.FORMAT_UNKNOWN, note("meta.member_unknown", member=source))
        elif broken:
            self._gap(name, Gap.DAMAGED, note("meta.rows_unreadable", n=broken, member=source))
        if nameless:
            self._notes.append((name.record, note("meta.rows_without_name", n=nameless, member=source)))
        if repeated:
            self._notes.append((name.record, note("meta.rows_repeated", n=repeated, member=source)))

    def damaged(self, name: ListName, error: MemberDamaged) -> Unreadable:
        """Note a member that cannot be read to its end."""
        self._seen.add(name.kind)
        message = note("meta.member_damaged", member=error.member)
        self._gap(name, Gap.DAMAGED, message)
        return Unreadable(Place(error.member, error.place), message)

    def unknown(self, name: ListName, source: str) -> Unreadable:
        """Note a member that is read but not understood: a new layout, perhaps."""
        self._seen.add(name.kind)
        message = note("meta.member_unknown", member=source)
        self._gap(name, Gap.FORMAT_UNKNOWN, message)
        return Unreadable(Place(source), message)

    def _look_for_parts(self, name: ListName, members: list[Member]) -> None:
        found = [_PART.search(member.name) for member in members]
        numbers = {int(part.group(1)) for part in found if part} - {0}
        if None in found:
            numbers.add(1)  # the first part bears no number
        missing = [number for number in range(1, max(numbers, default=0)) if number not in numbers]
        if missing:
            message = note("meta.parts_absent", n=len(missing), t_list=name.title, part=missing[0])
            self._gap(name, Gap.FILE_ABSENT, message)

    def _gap(self, name: ListName, gap: Gap, message: Message) -> None:
        self._gaps.append((name.record, gap, message))

    def settle_range(self, made: datetime | None, created: datetime | None, unsaid: str) -> None:
        """Look for a range of dates once all lists are read; see `suspected_range`. `unsaid` is the note otherwise."""
        if made and created and self._oldest and suspected_range(made, created, self._oldest):
            oldest, since = self._oldest.date().isoformat(), created.date().isoformat()
            message = note("meta.date_range", d_oldest=oldest, d_created=since)
            self._gaps += [(record, Gap.DATE_RANGE, message) for record in self._received if self._received[record]]
        elif self._seen - REQUESTS:
            self._notes.append((RecordType.CONNECTIONS, note(unsaid)))

    def coverage(self, record: RecordType, names: Sequence[ListName]) -> Coverage:
        """How much of the lists of one record type was there."""
        wanted = [name for name in names if name.record is record and name.absent]
        gaps = [(gap, message) for of, gap, message in self._gaps if of is record]
        gaps += [(Gap.FILE_ABSENT, note(n.absent, t_list=n.title)) for n in wanted if n.kind not in self._seen]
        seen = any(name.kind in self._seen for name in wanted)
        return Coverage(
            record,
            State.COMPLETE if not gaps else State.PARTIAL if seen else State.NONE,
            min((gap for gap, _ in gaps), key=_WORST_FIRST.index, default=None),
            self._received[record],
            notes=(*(message for _, message in gaps), *(message for of, message in self._notes if of is record)),
        )


class _Earlier:
    """What the earlier parts of a list held: a later part repeats the last row of the one before."""

    def __init__(self) -> None:
        self._people: set[Found] = set()
        self._last: Found | None = None

    def holds(self, one: Found, *, first: bool) -> bool:
        """Whether this row is a repeated one. Without a date only the first row of a part can be known for one:
        two undated rows of one name are two people."""
        return one in self._people if one.since else first and one == self._last

    def add(self, people: list[Found]) -> None:
        """Remember a part that was read."""
        self._people.update(people)
        self._last = people[-1] if people else self._last


def suspected_range(made: datetime, created: datetime, oldest: datetime) -> bool:
    """Whether the lists look as if only a range of dates had been asked for.

    Meta does not write which dates were chosen. The sign: the oldest entry of all lists lies within one of the ranges
    on offer (a week to three years) before the export, and the account is more than twice as old as that range, and
    a month on top. An account that was not used in its first years looks the same, hence "suspected".
    """
    span = next((days for days in _SPANS if made - oldest <= timedelta(days=days + 1)), None)
    return span is not None and made - created > timedelta(days=2 * span + 30)


def _rows(document: Json, keys: tuple[str, ...]) -> list[tuple[str, Json]] | None:
    """(pointer, row) of a list, or None for a document of another shape.

    The rows stand at the top or under the list's key; a single one may stand there without the list around it.
    """
    if isinstance(document, list):
        return [(step(number), row) for number, row in enumerate(document)]
    if not isinstance(document, dict):
        return None
    out: list[tuple[str, Json]] = []
    held = [key for key in document if any(re.fullmatch(known, key) for known in keys)]
    for key in held:
        rows = document[key]
        at = step(key)
        if isinstance(rows, list):
            out += [(at + step(number), row) for number, row in enumerate(rows)]
        else:
            out.append((at, rows))
    alone = not held and bool({"string_list_data", "label_values", "name"} & document.keys())
    return [("", document)] if alone else out if held else None
