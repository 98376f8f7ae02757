"""Discord's `package.zip`: the account's `user.json`, whose folder is named in the account's language.

Servers, messages and activity stay closed. Other features of Discord keep a `user.json` too, so the right one is
known by its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note, roots
from connectors.dates import from_epoch
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json, text_of
from connectors.model import (
    UNKNOWN,
    Connection,
    Coverage,
    Gap,
    Kind,
    Place,
    Platform,
    Profile,
    Record,
    RecordType,
    Setting,
    SettingKey,
    SourceKind,
    State,
    Unreadable,
)

_KINDS = {1: Kind.FRIEND, 2: Kind.BLOCKED, 3: Kind.REQUEST_RECEIVED, 4: Kind.REQUEST_SENT}
_NO_RELATION = (0, 5, 6)
"""Nothing, “implicit” and “suggested”: Discord's own guesses, nobody's choice."""
_REQUESTS = (Kind.REQUEST_RECEIVED, Kind.REQUEST_SENT)
_EPOCH_MS = 1_420_070_400_000
"""Discord's ids count milliseconds from the start of 2015 above their lowest 22 bits."""
_LIST = b'"relationships"'
_OWNER = re.compile(rb'"username"\s*:')
_MARKS = re.compile(rb'"(relationships|discriminator|user_settings|guild_settings|user_sessions)"\s*:')


class DiscordExport:
    """Reads the relationships, the profile and the state of two-factor sign-in."""

    platform: ClassVar[str] = Platform.DISCORD
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(RecordType)
    opens: ClassVar[tuple[str, ...]] = ("*/user.json", "user.json")
    ignores: ClassVar[tuple[str, ...]] = ("*/avatar.*", "*/applications/**/*", "*/user-data-*.json")
    lists: ClassVar[tuple[str, ...]] = ("account/*.json",)

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Packages and loose files by a `user.json` with Discord's keys."""
        found = []
        for root in roots(archive, *self.opens):
            export = Export(archive, self, root)
            for member in export.members(*self.opens):
                data = _bytes(export, member)
                if _OWNER.search(data) and _MARKS.search(data):
                    score = 90 if _LIST in data else 60
                    found.append(Recognition(self.platform, score, root, _handle_in(data)))
                    break
        return found

    def read(self, export: Export) -> Iterator[Record]:
        """Profile, settings, then the relationships in the file's order."""
        source, document, damage = "user.json", None, None
        # Of several, the one with the list; else the first that is there.
        for member in sorted(export.members(*self.opens), key=lambda m: _LIST not in _bytes(export, m)):
            source = export.name(member)
            try:
                document = export.json(member)
            except MemberDamaged as e:
                damage = e
            break
        if isinstance(document, dict):
            yield from _owner(document, source)
            yield from _settings(document, source)
            yield from _relationships(document, source)
            return
        reason = Gap.DAMAGED if damage else Gap.FORMAT_UNKNOWN
        said = note("discord.member_damaged" if damage else "discord.member_unknown", member=source)
        yield Unreadable(Place(source, damage.place if damage else ""), said)
        for record in RecordType:
            yield Coverage(record, State.NONE, reason, notes=(said,))


def _bytes(export: Export, member: Member) -> bytes:
    try:
        return export.read(member)
    except MemberDamaged:
        return b""


def _handle_in(data: bytes) -> str | None:
    try:
        document = parse_json(data, "")
    except MemberDamaged:
        return None
    return _handle(document) if isinstance(document, dict) else None


def _handle(user: dict[str, Json]) -> str | None:
    """The user name, with the four digits that older accounts carry."""
    name, digits = text_of(user.get("username")), text_of(user.get("discriminator")) or "0"
    return f"{name}#{digits.zfill(4)}" if name and digits.strip("0") else name


def _owner(document: dict[str, Json], source: str) -> Iterator[Record]:
    identity = text_of(document.get("id"))
    yield Profile(
        handle=_handle(document),
        display_name=text_of(document.get("global_name")),
        account_id=identity,
        email=text_of(document.get("email")),
        created_at=_made(identity),
        place=Place(source),
    )
    yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)


def _made(identity: str | None) -> datetime | None:
    if identity is None or not (identity.isascii() and identity.isdigit()) or len(identity) > 20:
        return None
    return from_epoch((int(identity) >> 22) + _EPOCH_MS)


def _settings(document: dict[str, Json], source: str) -> Iterator[Record]:
    """Two-factor sign-in. Who may ask to be a friend and whom a server's members may write to are left out: what
    the package says of them (`friend_source_flags`, `default_guilds_restricted`) fits none of our words."""
    two_factor = document.get("mfa_enabled")
    if two_factor is not None:
        value = ("on" if two_factor else "off") if isinstance(two_factor, bool) else UNKNOWN
        raw = {"mfa_enabled": str(two_factor).lower() if isinstance(two_factor, bool) else type(two_factor).__name__}
        yield Setting(SettingKey.SIGNIN_TWO_FACTOR, value, raw, Place(source, "/mfa_enabled"))
    known = two_factor is not None
    state = State.PARTIAL if known else State.NONE
    yield Coverage(RecordType.SETTINGS, state, Gap.NOT_OFFERED, int(known), notes=(note("discord.settings_not_ours"),))


def _relationships(document: dict[str, Json], source: str) -> Iterator[Record]:
    rows = document.get("relationships")
    if not isinstance(rows, list):
        absent = rows is None
        reason = Gap.FILE_ABSENT if absent else Gap.FORMAT_UNKNOWN
        said = note("discord.list_absent") if absent else note("discord.member_unknown", member=source)
        for record in (RecordType.CONNECTIONS, RecordType.REQUESTS):
            yield Coverage(record, State.NONE, reason, notes=(said,))
        return
    friends = requests = damaged = guesses = 0
    for position, row in enumerate(rows):
        relation = row.get("type") if isinstance(row, dict) else None
        place = Place(source, f"/relationships/{position}")
        if type(relation) is int and relation in _NO_RELATION:
            guesses += 1
            continue
        found = _person(row, _KINDS.get(relation) if type(relation) is int else None, place)
        if found is None:
            damaged += 1
            yield Unreadable(place, note("discord.row_unreadable"))
            continue
        friends += Kind.FRIEND in found.kinds
        requests += found.kinds[0] in _REQUESTS
        yield found
    notes = [note("discord.rows_unreadable", n=damaged)] if damaged else []
    if guesses:
        notes.append(note("discord.guesses_left_out", n=guesses))
    state, reason_ = (State.PARTIAL, Gap.DAMAGED) if damaged else (State.COMPLETE, None)
    yield Coverage(RecordType.CONNECTIONS, state, reason_, friends, notes=(*notes, note("discord.servers_closed")))
    limit = Gap.DAMAGED if damaged else Gap.PLATFORM_LIMIT
    said = note("discord.requests_uncertain")
    yield Coverage(RecordType.REQUESTS, State.PARTIAL, limit, requests, notes=(said,))


def _person(row: Json, kind: Kind | None, place: Place) -> Connection | None:
    """One relationship; None where it names nobody or is of a type we do not know."""
    user = row.get("user") if isinstance(row, dict) else None
    user = user if isinstance(user, dict) else {}
    identity = text_of(user.get("id")) or (text_of(row.get("id")) if isinstance(row, dict) else None)
    handle = _handle(user)
    if kind is None or not (identity or handle):
        return None
    return Connection(
        (kind,),
        (place,),
        display_name=text_of(user.get("global_name")) or text_of(row.get("nickname")),
        handle=handle,
        platform_id=identity,
    )
