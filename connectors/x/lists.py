"""Follower, following and blocked lists of an X archive, with the names that the owner's posts give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from connectors.archive import Member
from connectors.base import Export, matches, note
from connectors.errors import MemberDamaged
from connectors.files import Json, text_of
from connectors.model import Connection, Coverage, Gap, Kind, Message, Place, Record, RecordType, State, Unreadable
from connectors.x.archive_js import Manifest, Name, mentioned, parse, records

_USER_LINK = re.compile(r"[?&]user_id=(\d{1,20})\b")
_PART = re.compile(r"-part(\d{1,4})\.js$", re.IGNORECASE)
_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT, Gap.DECLARED_COUNT_DIFFERS)


def anywhere(*names: str) -> tuple[str, ...]:
    """Patterns for members in the archive's `data` folder and for loose files beside each other."""
    return tuple(f"{folder}{name}" for name in names for folder in ("data/", ""))


@dataclass(frozen=True, slots=True)
class ListFile:
    """One list: the kind of its people, its base name and manifest key, the wrapper of its records."""

    kind: Kind
    name: str
    wrapper: str

    @property
    def patterns(self) -> tuple[str, ...]:
        """Its members: `follower.js`, and `follower-part1.js` and so on for long lists."""
        return anywhere(f"{self.name}.js", f"{self.name}-part*.js")


STANDING = (ListFile(Kind.FOLLOWER, "follower", "follower"), ListFile(Kind.FOLLOWING, "following", "following"))
BLOCKED = ListFile(Kind.BLOCKED, "block", "blocking")
POSTS = anywhere("tweet.js", "tweet-part*.js", "tweets.js", "tweets-part*.js")
BEFORE_2018 = ("data/js/user_details.js",)
"""The archives of those years hold posts and the owner, and no list."""


class Lists:
    """The lists of one archive: their people, and what is missing from them."""

    def __init__(self, export: Export, members: Sequence[Member], owner: Manifest) -> None:
        self._export, self._members, self._owner = export, members, owner
        self._gaps: list[tuple[Gap, Message]] = []
        self._received = self._listed = 0
        self._seen = False

    def records(self) -> Iterator[Record]:
        """Connections and unreadable rows in list order, and last the coverage."""
        rows: list[Connection] = []
        for part in (*STANDING, BLOCKED):
            for record in self._list(part):
                if isinstance(record, Connection):
                    rows.append(record)
                else:
                    yield record
        wanted = {row.platform_id for row in rows if row.platform_id}
        names: dict[str, Name] = {}
        for member in self._of(POSTS) if wanted else ():
            try:
                mentioned(self._export, member, wanted, names)
            except MemberDamaged as e:
                yield Unreadable(Place(e.member), note("x.posts_damaged", member=e.member))
        for row in rows:
            name = names.get(row.platform_id or "")
            yield replace(row, handle=name.handle, display_name=name.display_name) if name else row
        yield self._coverage(len(names), len(wanted))

    def _of(self, patterns: tuple[str, ...]) -> list[Member]:
        return [member for member in self._members if matches(self._export.name(member), patterns)]

    def _list(self, part: ListFile) -> Iterator[Record]:
        members = sorted(self._of(part.patterns), key=lambda member: _number(member.basename))
        if part is not BLOCKED:
            self._look_for_parts(part, members)
        for member in members:
            yield from self._member(part, member)

    def _member(self, part: ListFile, member: Member) -> Iterator[Record]:
        source, standing = self._export.name(member), part is not BLOCKED
        try:
            document = parse(self._export.read(member), source)
        except MemberDamaged as e:
            yield self._gap(Gap.DAMAGED, Place(source, e.place), note("x.member_damaged", member=source))
            return
        if not isinstance(document, list):
            yield self._gap(Gap.FORMAT_UNKNOWN, Place(source), note("x.member_unknown", member=source))
            return
        self._seen |= standing
        damaged = 0
        for pointer, row in records(document, part.wrapper):
            place, account = Place(source, pointer), _account_id(row)
            self._listed += standing
            if account is None:
                damaged += 1
                yield Unreadable(place, note("x.row_without_id"))
                continue
            self._received += standing
            url = f"https://x.com/i/user/{account}"
            yield Connection((part.kind,), (place,), platform_id=account, url=url)
        if damaged:
            self._gaps.append((Gap.DAMAGED, note("x.rows_unreadable", n=damaged, member=source)))

    def _gap(self, reason: Gap, place: Place, message: Message) -> Unreadable:
        self._gaps.append((reason, message))
        return Unreadable(place, message)

    def _look_for_parts(self, part: ListFile, members: list[Member]) -> None:
        present = {member.basename.lower() for member in members}
        declared = self._owner.parts.get(part.name, {})
        expected = {name for name, count in declared.items() if count != 0}
        if present:
            last = max(_number(name) for name in present)
            expected |= {f"{part.name}.js", *(f"{part.name}-part{number}.js" for number in range(1, last))}
        missing = sorted(expected - present)
        if missing and present:
            self._gaps.append((Gap.FILE_ABSENT, note("x.parts_absent", n=len(missing), member=missing[0])))
        elif not present and (missing or not declared):
            self._gaps.append((Gap.FILE_ABSENT, note("x.list_absent", t_list=f"x.list.{part.name}")))
        elif not present:
            self._seen = True  # the manifest itself says that this list is empty

    def _coverage(self, named: int, people: int) -> Coverage:
        declared = [count for part in STANDING for count in (self._owner.parts.get(part.name) or {"": None}).values()]
        expected = None if None in declared else sum(count or 0 for count in declared)
        if self._owner.partial:
            self._gaps.append((Gap.FILE_ABSENT, note("x.partial_archive")))
        if expected not in (None, self._listed):
            differs = note("x.count_differs", expected=expected, received=self._listed)
            self._gaps.append((Gap.DECLARED_COUNT_DIFFERS, differs))
        notes = [message for _, message in self._gaps]
        if self._of(BEFORE_2018):
            notes.append(note("x.before_2018"))
        if people:
            notes.append(note("x.names_joined", n=people, named=named, unnamed=people - named))
        state = State.COMPLETE if not self._gaps else State.PARTIAL if self._seen else State.NONE
        reason = min((gap for gap, _ in self._gaps), key=_WORST_FIRST.index, default=None)
        return Coverage(RecordType.CONNECTIONS, state, reason, self._received, expected, tuple(notes))


def _number(basename: str) -> int:
    """Which part of its list a member is: 0 for `follower.js`, 2 for `follower-part2.js`."""
    found = _PART.search(basename)
    return int(found.group(1)) if found else 0


def _account_id(row: Json) -> str | None:
    """The account's number as a string; ids are larger than a float holds, so they never become numbers."""
    if not isinstance(row, dict):
        return None
    text = text_of(row.get("accountId")) or ""
    if text.isascii() and text.isdigit() and len(text) <= 20:
        return text
    link = _USER_LINK.search(text_of(row.get("userLink")) or "")
    return link.group(1) if link else None
