"""Snapchat's "My Data": `json/friends.json`, which the user has to ask for, or `html/friends.html`.

The download comes as `mydata~<time>.zip` and, when large, `mydata~<time>-2.zip` and so on; only the first part
holds lists. Friends have both a user name and a display name. Deleted friends, ignored people and hidden
suggestions are no connections and are left out. No privacy setting is in the download.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar
from urllib.parse import quote

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note, roots
from connectors.dates import from_epoch, from_text
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import Json, decode, parse_html, text_of
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Profile,
    Record,
    RecordType,
    SourceKind,
    State,
    Unreadable,
)
from connectors.snapchat.pages import pairs, tables

_FRIENDS_JSON = ("json/friends.json", "friends.json")
_FRIENDS_HTML = ("html/friends.html", "friends.html")
_ACCOUNT = ("json/account.json", "account.json", "html/account.html", "account.html")
_RANKING = ("json/ranking.json", "ranking.json")
_FRIENDS = (*_FRIENDS_JSON, *_FRIENDS_HTML)
_IN_FOLDER = tuple(path for path in (*_FRIENDS, *_ACCOUNT, *_RANKING) if "/" in path)
_MEDIA = ("memories/*", "chat_media/*", "shared_story/*")
_SIGN = re.compile(
    rb"Creation Timestamp|Friend Requests Sent|Ignored Snapchatters|Hidden Friend Suggestions|Blocked Users"
)
_MADE_AT = re.compile(r"mydata~(\d{9,16})", re.IGNORECASE)
_CTIME = ("%a %b %d %H:%M:%S %Y", "%a %b %d %H:%M:%S UTC %Y", "%Y/%m/%d %H:%M:%S")
_CONNECTIONS = {"friends": Kind.FRIEND}
_REQUESTS = {"friend requests sent": Kind.REQUEST_SENT, "pending requests": Kind.REQUEST_RECEIVED}
_BLOCKED = {"blocked users": Kind.BLOCKED}
_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT, Gap.DECLARED_COUNT_DIFFERS)


class SnapchatExport:
    """Reads friends, requests sent and pending, blocked users, and the owner's name."""

    platform: ClassVar[str] = Platform.SNAPCHAT
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.REQUESTS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = (*_FRIENDS, *_ACCOUNT, *_RANKING)
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ("json/*friend*.json", "html/*friend*.html")

    def recognise(self, archive: Archive) -> list[Recognition]:
        """By the words of a friends file, else by its folder, else by the name of the download."""
        found = []
        for root in roots(archive, *self.opens):
            export = Export(archive, self, root)
            signed = any(_SIGN.search(_peek(archive, member)) for member in export.members(*_FRIENDS))
            placed = export.members(*_IN_FOLDER)
            if signed or placed or _made_at(export):
                score = (95 if placed else 90) if signed else 60 if _made_at(export) or len(placed) > 1 else 30
                found.append(Recognition(self.platform, score, root, _Reading(export).profile().handle))
        for root in () if found else roots(archive, *_MEDIA)[:1] or [""]:
            if _made_at(Export(archive, self, root)):
                found.append(Recognition(self.platform, 40, root))
        return found

    def read(self, export: Export) -> Iterator[Record]:
        """The lists, then the profile."""
        made = _made_at(export)
        export.taken_at = from_epoch(made) if made else None
        return _Reading(export).records()


def _made_at(export: Export) -> str | None:
    names = (*export.inputs, export.root)
    return next((found.group(1) for name in names if (found := _MADE_AT.search(name))), None)


def _peek(archive: Archive, member: Member) -> bytes:
    try:
        return archive.peek(member, 64 * 1024)
    except DamagedInput:
        return b""


class _Reading:
    """One pass over one download."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._gaps: list[tuple[Gap, Message]] = []
        self._notes: list[Message] = []
        self._unreadable: list[Unreadable] = []

    def records(self) -> Iterator[Record]:
        """Everything, coverage included."""
        source, friends = self._document(*_FRIENDS)
        whole = list(self._gaps)
        connections = [*self._people(friends, source, _CONNECTIONS), *self._people(friends, source, _BLOCKED)]
        yield from connections
        yield self._coverage(RecordType.CONNECTIONS, friends, connections, _CONNECTIONS, self._declared())
        self._gaps, self._notes = whole, []
        requests = list(self._people(friends, source, _REQUESTS))
        yield from requests
        yield self._coverage(RecordType.REQUESTS, friends, requests, _REQUESTS)
        profile = self.profile()
        yield profile
        known = profile.place is not None
        lost = None if known else Gap.DAMAGED if self._export.members(*_ACCOUNT) else Gap.FILE_ABSENT
        yield Coverage(RecordType.PROFILE, State.COMPLETE if known else State.NONE, lost, int(known))
        yield from self._unreadable

    def profile(self) -> Profile:
        """The owner; without `place` where the download does not say."""
        source, document = self._document(*_ACCOUNT, lists=False)
        basic = (document or {}).get("Basic Information", document)
        basic = basic if isinstance(basic, dict) else {}
        handle = text_of(basic.get("Username"))
        return Profile(
            handle=handle,
            display_name=text_of(basic.get("Name")),
            url=_address(handle),
            created_at=_moment(basic.get("Creation Date")),
            place=Place(source) if handle else None,
        )

    def _declared(self) -> int | None:
        statistics = (self._document(*_RANKING, lists=False)[1] or {}).get("Statistics")
        count = text_of(statistics.get("Your Total Friends")) if isinstance(statistics, dict) else None
        found = re.fullmatch(r"(\d{1,9})(?:\.0+)?", count or "", re.ASCII)
        return int(found.group(1)) if found else None

    def _document(self, *patterns: str, lists: bool = True) -> tuple[str, dict[str, Json] | None]:
        """Name and content of the first member of these, JSON before HTML; what is wrong with it is noted."""
        for member in sorted(self._export.members(*patterns), key=lambda m: not m.name.lower().endswith(".json")):
            source = self._export.name(member)
            try:
                document = self._page(member, lists) if source.lower().endswith(".html") else self._export.json(member)
            except MemberDamaged as e:
                self._lost(Gap.DAMAGED, Place(source, e.place), note("snapchat.member_damaged", member=source), lists)
                return source, None
            if isinstance(document, dict):
                return source, document
            self._lost(Gap.FORMAT_UNKNOWN, Place(source), note("snapchat.member_unknown", member=source), lists)
            return source, None
        if lists:
            self._gaps.append((Gap.FILE_ABSENT, note("snapchat.friends_absent")))
        return "", None

    def _page(self, member: Member, lists: bool) -> dict[str, Json]:
        data = self._export.read(member)
        page = parse_html(data, self._export.name(member))
        if not lists:
            return pairs(page)
        if "</html>" not in decode(data, member.name).lower():
            self._gaps.append((Gap.DAMAGED, note("snapchat.page_cut", member=self._export.name(member))))
        return tables(page)

    def _lost(self, reason: Gap, place: Place, message: Message, counts: bool) -> None:
        self._unreadable.append(Unreadable(place, message))
        if counts:
            self._gaps.append((reason, message))

    def _people(self, document: dict[str, Json] | None, source: str, wanted: dict[str, Kind]) -> Iterator[Connection]:
        for title, rows in (document or {}).items():
            kind = wanted.get(title.casefold())
            if kind is None:
                continue
            if not isinstance(rows, list | None):
                message = note("snapchat.list_unknown", t_list=_title(title))
                self._lost(Gap.FORMAT_UNKNOWN, Place(source, f"/{title}"), message, counts=True)
                continue
            damaged = nameless = 0
            for position, row in enumerate(rows or []):
                place = Place(source, f"/{title}/{position}")
                cells = {key.casefold(): value for key, value in row.items()} if isinstance(row, dict) else {}
                if not isinstance(cells.get("username", 0), str | None):
                    damaged += 1
                    self._unreadable.append(Unreadable(place, note("snapchat.row_unreadable")))
                    continue
                handle, name = text_of(cells.get("username")), text_of(cells.get("display name"))
                if handle is None and name is None:
                    nameless += 1
                    self._unreadable.append(Unreadable(place, note("snapchat.row_without_name")))
                    continue
                since = _moment(cells.get("creation timestamp"))
                yield Connection((kind,), (place,), name, handle, url=_address(handle), since=since)
            if damaged:
                said = note("snapchat.rows_unreadable", n=damaged, t_list=_title(title))
                self._gaps.append((Gap.DAMAGED, said))
            if nameless:
                self._notes.append(note("snapchat.rows_without_name", n=nameless, t_list=_title(title)))

    def _coverage(
        self,
        record: RecordType,
        document: dict[str, Json] | None,
        people: list[Connection],
        wanted: dict[str, Kind],
        expected: int | None = None,
    ) -> Coverage:
        titles = {title.casefold(): rows for title, rows in (document or {}).items()}
        lists = {title: rows for title, rows in titles.items() if title in wanted and isinstance(rows, list | None)}
        received = sum(person.kinds[0] in wanted.values() for person in people)
        for title in wanted:
            if document is not None and title not in titles:
                self._gaps.append((Gap.FILE_ABSENT, note("snapchat.list_absent", t_list=_title(title))))
        listed = sum(len(rows or []) for rows in lists.values())
        if lists and expected not in (None, listed):
            differs = note("snapchat.count_differs", expected=expected, received=listed)
            self._gaps.append((Gap.DECLARED_COUNT_DIFFERS, differs))
        state = State.COMPLETE if not self._gaps else State.PARTIAL if lists else State.NONE
        reason = min((gap for gap, _ in self._gaps), key=_WORST_FIRST.index, default=None)
        notes = (*(message for _, message in self._gaps), *self._notes)
        return Coverage(record, state, reason, received, expected, notes)


def _title(title: str) -> str:
    return "snapchat.list." + title.casefold().replace(" ", "_")


def _moment(value: Json) -> datetime | None:
    """`2024-10-10 11:00:00 UTC`, ISO, seconds or milliseconds since 1970, or `Thu Oct 10 11:00:00 2024`."""
    return from_epoch(value) or from_text(value, *_CTIME)


def _address(handle: str | None) -> str | None:
    return f"https://www.snapchat.com/add/{quote(handle, safe='')}" if handle else None
