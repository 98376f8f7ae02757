"""LinkedIn's export: `Connections.csv` and `Invitations.csv`, by whichever name the ZIP was delivered.

First-degree connections are mutual, so they are friends. LinkedIn puts no privacy setting into the export.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import ClassVar, TypeAlias

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note, roots
from connectors.dates import from_text
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import decode
from connectors.linkedin.people import COLUMNS, connected, invitation, own_handle, owner
from connectors.linkedin.table import HeaderUnknown, Row, Table, cell, read_table
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Message,
    Place,
    Platform,
    Record,
    RecordType,
    SourceKind,
    State,
    Unreadable,
)

_CONNECTIONS, _INVITATIONS, _PROFILE, _EMAILS = (
    "connections.csv",
    "invitations.csv",
    "profile.csv",
    "email addresses.csv",
)
_CLOSED = (
    "messages.csv",
    "rich_media.csv",
    "company follows.csv",
    "member_follows.csv",
    "importedcontacts.csv",
    "phonenumbers.csv",
    "endorsement_received_info.csv",
    "endorsement_given_info.csv",
    "ad_targeting.csv",
)
"""Names that only LinkedIn uses; they tell whose export this is and stay closed."""
_HEADER = {
    _CONNECTIONS: COLUMNS["CONNECTIONS"],
    _INVITATIONS: COLUMNS["INVITATIONS"],
    _PROFILE: COLUMNS["PROFILE"],
    _EMAILS: ("email address", "confirmed"),
}
_MADE_ON = re.compile(r"LinkedInDataExport_(\d\d)-(\d\d)-(\d{4})", re.IGNORECASE)
Person: TypeAlias = Callable[[Row, Place], Connection | None]
"""Makes a connection of one row; None where the row names nobody."""
_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT)


class LinkedInExport:
    """Reads first-degree connections, invitations and the owner's profile."""

    platform: ClassVar[str] = Platform.LINKEDIN
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.REQUESTS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = tuple(_HEADER)
    ignores: ClassVar[tuple[str, ...]] = (*_CLOSED, "contacts.csv", "hashtag_follows.csv")
    lists: ClassVar[tuple[str, ...]] = ("*connection*.csv", "*invitation*.csv", "*follow*.csv", "*contact*.csv")

    def recognise(self, archive: Archive) -> list[Recognition]:
        """By the header of a file it may open, else by the name of one that only LinkedIn writes."""
        found = []
        for root in roots(archive, *self.opens, *_CLOSED):
            export = Export(archive, self, root)
            headed = [m.basename.lower() for m in export.members(*self.opens) if _has_header(archive, m)]
            if headed:
                lists = _CONNECTIONS in headed or _INVITATIONS in headed
                found.append(Recognition(self.platform, 95 if lists else 60, root))
            elif root.count("/") <= 1 and export.members(*_CLOSED):
                found.append(Recognition(self.platform, 40, root))
            elif export.members(_CONNECTIONS):
                found.append(Recognition(self.platform, 30, root))
        return found

    def read(self, export: Export) -> Iterator[Record]:
        """Connections, then invitations, then the profile."""
        made = next((found for name in (*export.inputs, export.root) if (found := _MADE_ON.search(name))), None)
        if made:
            export.taken_at = from_text("{2}-{0}-{1}".format(*made.groups()))
        yield from _connections(export)
        own_urls: list[str] = []
        yield from _invitations(export, own_urls)
        yield from _profile(export, own_urls)


def _has_header(archive: Archive, member: Member) -> bool:
    try:
        text = decode(archive.peek(member), member.name).casefold()
    except (DamagedInput, MemberDamaged):
        return False
    return all(column in text for column in _HEADER[member.basename.lower()])


class _Gaps:
    """What is missing from one record type, and the coverage that follows."""

    def __init__(self, record: RecordType) -> None:
        self.record, self.gaps = record, list[tuple[Gap, Message]]()
        self.notes: list[Message] = []
        self.received, self.seen = 0, False

    def add(self, reason: Gap, id: str, **params: str | int) -> Message:
        message = note(id, **params)
        self.gaps.append((reason, message))
        return message

    def coverage(self) -> Coverage:
        state = State.COMPLETE if not self.gaps else State.PARTIAL if self.seen else State.NONE
        reason = min((gap for gap, _ in self.gaps), key=_WORST_FIRST.index, default=None)
        notes = (*(message for _, message in self.gaps), *self.notes)
        return Coverage(self.record, state, reason, self.received, notes=notes)


def _tables(export: Export, gaps: _Gaps, name: str) -> Iterator[Table | Unreadable]:
    """The tables of one name (one per part of the export); what cannot be read is added to the gaps."""
    members = export.members(name)
    if not members:
        gaps.add(Gap.FILE_ABSENT, f"linkedin.{name.removesuffix('.csv').replace(' ', '_')}_absent")
    for member in members:
        try:
            table = read_table(export, member, *_HEADER[name])
        except MemberDamaged as e:
            yield Unreadable(
                Place(e.member, e.place), gaps.add(Gap.DAMAGED, "linkedin.member_damaged", member=e.member)
            )
        except HeaderUnknown as e:
            unknown = gaps.add(Gap.FORMAT_UNKNOWN, "linkedin.header_unknown", member=e.member, row=e.row)
            yield Unreadable(Place(e.member, f"row {e.row}"), unknown)
        else:
            gaps.seen = True
            yield table


def _people(table: Table, gaps: _Gaps, person: Person) -> Iterator[Record]:
    """The people of a table; rows that break off make the list partial, rows of closed accounts do not."""
    damaged = nameless = 0
    last: Connection | None = None
    for number, row in table.cells():
        place, last = Place(table.member, f"row {number}"), None
        if row is None:
            damaged += 1
            yield Unreadable(place, note("linkedin.row_broken"))
            continue
        last = person(row, place)
        if last is None:
            nameless += 1
            yield Unreadable(place, note("linkedin.row_without_name"))
            continue
        gaps.received += 1
        yield last
    if not table.ended and (last is None or last.since is None):
        gaps.add(Gap.DAMAGED, "linkedin.file_cut", member=table.member)
    if damaged:
        gaps.add(Gap.DAMAGED, "linkedin.rows_broken", n=damaged, member=table.member)
    if nameless:
        gaps.notes.append(note("linkedin.rows_without_name", n=nameless, member=table.member))


def _connections(export: Export) -> Iterator[Record]:
    gaps = _Gaps(RecordType.CONNECTIONS)
    for table in _tables(export, gaps, _CONNECTIONS):
        yield from [table] if isinstance(table, Unreadable) else _people(table, gaps, connected)
    yield gaps.coverage()


def _invitations(export: Export, own_urls: list[str]) -> Iterator[Record]:
    """Invitations; the owner's own address, which stands on the other side of each, goes into `own_urls`."""
    gaps = _Gaps(RecordType.REQUESTS)

    def invited(row: Row, place: Place) -> Connection | None:
        person, own = invitation(row, place)
        own_urls.extend([own] if own else [])
        return person

    for table in _tables(export, gaps, _INVITATIONS):
        yield from [table] if isinstance(table, Unreadable) else _people(table, gaps, invited)
    yield gaps.coverage()


def _profile(export: Export, own_urls: list[str]) -> Iterator[Record]:
    gaps = _Gaps(RecordType.PROFILE)
    rows: dict[str, list[Row]] = {_PROFILE: [], _EMAILS: []}
    for name, found in rows.items():
        for table in _tables(export, gaps, name) if name == _PROFILE or export.members(name) else ():
            if isinstance(table, Unreadable):
                yield table
            else:
                found.extend(row for _, row in table.cells() if row)
    about = rows[_PROFILE][0] if rows[_PROFILE] else {}
    emails = sorted(rows[_EMAILS], key=lambda row: cell(row, "primary") != "Yes")
    gaps.received = int(bool(about))
    yield owner(
        about,
        own_handle(own_urls),
        cell(emails[0], "email address") if emails else None,
        Place(export.name(export.members(_PROFILE)[0])) if about else None,
    )
    yield gaps.coverage()
