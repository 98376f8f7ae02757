"""Mastodon's two exports, alone or together: `following_accounts.csv` and its siblings, and the archive.

No export lists who follows the account, so connections are never complete; the server's API gives them. Posts
(`outbox.json`), likes and bookmarks stay closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from posixpath import commonpath
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.dates import from_text
from connectors.errors import MemberDamaged
from connectors.files import parse_csv, parse_json
from connectors.mastodon import actor
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Record,
    RecordType,
    SourceKind,
    State,
    Unreadable,
)

_ACTOR = ("actor.json",)
_FOLLOWING = ("following_accounts.csv",)
_BLOCKED = ("blocked_accounts.csv",)
_HEADER = "account address"
_ACCOUNT = re.compile(r"@?([^\s@,/<>\"]{1,500})(?:@([^\s@,/<>\"]{1,253}))?")
_STAMP = re.compile(r"archive-(\d{14})-")
_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT)


def _anywhere(*names: str) -> tuple[str, ...]:
    return tuple(f"**/{name}" for name in names)


class MastodonExport:
    """Reads followed and blocked accounts from the CSV lists, and the owner and settings from `actor.json`."""

    platform: ClassVar[str] = Platform.MASTODON
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = _anywhere(*_ACTOR, *_FOLLOWING, *_BLOCKED)
    ignores: ClassVar[tuple[str, ...]] = _anywhere(
        "outbox.json", "likes.json", "bookmarks.json", "bookmarks.csv", "lists.csv", "muted_accounts.csv",
        "blocked_domains.csv",
    )  # fmt: skip
    lists: ClassVar[tuple[str, ...]] = _anywhere("*_accounts.csv", "follow*.csv", "follow*.json")

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Archives by the actor document, lists by name and header; both together are one export."""
        whole = Export(archive, self)
        actors: dict[str, str | None] = {}
        listed: dict[str, int] = {}
        for member in whole.members(*_anywhere(*_ACTOR)):
            with suppress(MemberDamaged):
                data = whole.read(member)
                if actor.SIGN in data:
                    actors[_folder(member)] = _handle_in(data)
        for member in whole.members(*_anywhere(*_FOLLOWING, *_BLOCKED)):
            if score := _list_score(whole, member):
                listed[_folder(member)] = max(score, listed.get(_folder(member), 0))
        if len(actors) == 1 and len(listed) == 1:
            root = commonpath(folder.rstrip("/") for folder in (*actors, *listed))
            return [Recognition(self.platform, 95, f"{root}/" if root else "", *actors.values())]
        scores = listed | dict.fromkeys(actors, 95)
        return [Recognition(self.platform, scores[root], root, actors.get(root)) for root in sorted(scores)]

    def read(self, export: Export) -> Iterator[Record]:
        """Profile and settings, then the lists."""
        return _Reading(export).records()


def _folder(member: Member) -> str:
    return "".join(member.name.rpartition("/")[:2])


def _handle_in(data: bytes) -> str | None:
    try:
        document = parse_json(data, "")
    except MemberDamaged:
        return None
    return actor.profile(document, "").handle if actor.is_actor(document) else None


def _list_score(export: Export, member: Member) -> int:
    try:
        first = next((row for _, row in parse_csv(export.read(member), export.name(member)) if row), [""])
    except MemberDamaged:
        return 0
    if first[0].strip().casefold() == _HEADER:
        return 90
    return 30 if _ACCOUNT.fullmatch(first[0].strip()) or first == [""] else 0


class _Reading:
    """One pass over one export."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._gaps: list[tuple[Gap, Message]] = []
        self._domain: str | None = None
        self._followed = 0
        self._listed = False

    def records(self) -> Iterator[Record]:
        stamps = (_STAMP.search(name) for name in (*self._export.inputs, *map(self._name, self._all(_ACTOR))))
        self._export.taken_at = next((from_text(s[1], "%Y%m%d%H%M%S") for s in stamps if s), None)
        yield from self._owner()
        for patterns, kind in ((_FOLLOWING, Kind.FOLLOWING), (_BLOCKED, Kind.BLOCKED)):
            for member in self._all(patterns):
                yield from self._list(member, kind)
        yield self._coverage()

    def _name(self, member: Member) -> str:
        return self._export.name(member)

    def _all(self, names: tuple[str, ...]) -> list[Member]:
        return self._export.members(*_anywhere(*names))

    def _owner(self) -> Iterator[Record]:
        reason, said, settings = Gap.FILE_ABSENT, note("mastodon.archive_absent"), 0
        for member in self._all(_ACTOR)[:1]:
            source = self._name(member)
            try:
                document = self._export.json(member)
                reason, said = Gap.FORMAT_UNKNOWN, note("mastodon.member_unknown", member=source)
            except MemberDamaged as e:
                document = None
                reason, said = Gap.DAMAGED, note("mastodon.member_damaged", member=source)
                yield Unreadable(Place(source, e.place), said)
            if not actor.is_actor(document):
                continue
            self._domain = actor.domain(document)
            yield actor.profile(document, source)
            yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
            for setting in actor.settings(document, source):
                settings += 1
                yield setting
            state = State.PARTIAL if settings else State.NONE
            limit = note("mastodon.settings_only_public")
            yield Coverage(RecordType.SETTINGS, state, Gap.NOT_OFFERED, settings, notes=(limit,))
            return
        yield Coverage(RecordType.PROFILE, State.NONE, reason, notes=(said,))
        yield Coverage(RecordType.SETTINGS, State.NONE, reason, notes=(said,))

    def _list(self, member: Member, kind: Kind) -> Iterator[Record]:
        source, damaged, rows = self._name(member), 0, 0
        try:
            for number, row in parse_csv(self._export.read(member), source):
                cell = row[0].strip() if row else ""
                if not any(c.strip() for c in row) or (number == 1 and cell.casefold() == _HEADER):
                    continue
                rows += 1
                place, account = Place(source, f"row {number}"), _ACCOUNT.fullmatch(cell)
                if account is None:
                    damaged += 1
                    yield Unreadable(place, note("mastodon.row_without_account"))
                    continue
                self._followed += kind is Kind.FOLLOWING
                yield Connection((kind,), (place,), handle=self._handle(account))
        except MemberDamaged as e:
            said = note("mastodon.member_damaged", member=source)
            self._gaps.append((Gap.DAMAGED, said))
            yield Unreadable(Place(source, e.place), said)
            return
        if rows and damaged == rows:
            self._gaps.append((Gap.FORMAT_UNKNOWN, note("mastodon.member_unknown", member=source)))
            return
        if damaged:
            self._gaps.append((Gap.DAMAGED, note("mastodon.rows_unreadable", n=damaged, member=source)))
        self._listed |= kind is Kind.FOLLOWING

    def _handle(self, account: re.Match[str]) -> str:
        """`name@server`; people of the owner's own server may be listed without it."""
        user, host = account.groups()
        host = host.lower() if host else self._domain
        return f"{user}@{host}" if host else str(user)

    def _coverage(self) -> Coverage:
        if not self._listed and not self._all(_FOLLOWING):
            self._gaps.append((Gap.FILE_ABSENT, note("mastodon.list_absent")))
        reason = min((gap for gap, _ in self._gaps), key=_WORST_FIRST.index, default=Gap.PLATFORM_LIMIT)
        state = State.PARTIAL if self._listed or self._followed else State.NONE
        notes = (*(message for _, message in self._gaps), note("mastodon.followers_not_exported"))
        return Coverage(RecordType.CONNECTIONS, state, reason, self._followed, notes=notes)
