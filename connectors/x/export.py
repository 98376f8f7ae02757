"""The archive of X: `data/*.js` (since 2018), the loose files of one, and the list-less archive of before 2018.

The lists hold ids only. Handles and names are added from the owner's own posts, where they mention or answer
the account; everybody else stays an id, and the coverage says how many. Whether the account is protected is
written down only where it changed in the six months before the archive was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, matches, note, roots
from connectors.dates import from_text
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import Json, text_of
from connectors.model import (
    UNKNOWN,
    Coverage,
    Gap,
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
from connectors.x.archive_js import first, manifest, parse, records
from connectors.x.lists import BEFORE_2018, BLOCKED, POSTS, STANDING, Lists, anywhere

_MANIFEST = anywhere("manifest.js")
_ACCOUNT = anywhere("account.js")
_PROFILE = anywhere("profile.js")
_PROTECTED = anywhere("protected-history.js")
_LISTS = tuple(pattern for part in STANDING for pattern in part.patterns)
_SIGNS = (*_MANIFEST, *_ACCOUNT, *_LISTS, *BLOCKED.patterns, *BEFORE_2018)
_SIGNATURE = re.compile(rb"window\.(YTD\.|__THAR_CONFIG)|var\s+user_details\s*=")
_PROTECTION = {"protect": "private", "unprotect": "public"}
_NEVER = datetime.min.replace(tzinfo=UTC)


class XExport:
    """Reads follower, following and blocked lists, the owner's profile, and a recent change of protection."""

    platform: ClassVar[str] = Platform.X
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = (*_SIGNS, *_PROFILE, *_PROTECTED, *POSTS)
    ignores: ClassVar[tuple[str, ...]] = ("data/smartblock.js",)
    lists: ClassVar[tuple[str, ...]] = ("data/*follow*.js", "data/*friend*.js", "data/*block*.js")

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Archives and loose files by their JavaScript prefix; a list without it by its name alone."""
        found = []
        for root in roots(archive, *_SIGNS):
            members = Export(archive, self, root).members(*_SIGNS)
            if any(_SIGNATURE.search(_peek(archive, member)) for member in members):
                reading = _Reading(Export(archive, self, root))
                found.append(Recognition(self.platform, 95, root, reading.profile().handle))
            elif any(matches(member.name.removeprefix(root), _LISTS) for member in members):
                found.append(Recognition(self.platform, 30, root))
        return found

    def read(self, export: Export) -> Iterator[Record]:
        """Profile, settings, then the lists."""
        return _Reading(export).records()


def _peek(archive: Archive, member: Member) -> bytes:
    try:
        return archive.peek(member)
    except DamagedInput:
        return b""


class _Reading:
    """One pass over one archive."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._members = export.members(*XExport.opens)
        self._damaged: dict[str, MemberDamaged] = {}
        self._owner = manifest(self._one(_MANIFEST))

    def records(self) -> Iterator[Record]:
        profile = self.profile()
        self._export.taken_at = self._owner.made_at
        yield profile
        known = profile.place is not None
        yield Coverage(
            RecordType.PROFILE,
            State.COMPLETE if known else State.NONE,
            None if known else Gap.DAMAGED if self._damaged else Gap.FILE_ABSENT,
            int(known),
        )
        yield from self._settings()
        yield from (
            Unreadable(Place(e.member, e.place), note("x.member_damaged", member=e.member))
            for e in self._damaged.values()
        )
        yield from Lists(self._export, self._members, self._owner).records()

    def profile(self) -> Profile:
        """The owner, from whichever of the files is there; without `place` where none is."""
        owner, account = self._owner, first(self._one(_ACCOUNT), "account")
        about = first(self._one(_PROFILE), "profile").get("description")
        before = self._one(BEFORE_2018)
        before = before if isinstance(before, dict) else {}
        handle = text_of(account.get("username")) or owner.handle or text_of(before.get("screen_name"))
        source = next(iter(self._of((*_ACCOUNT, *_MANIFEST, *BEFORE_2018))), None)
        return Profile(
            handle=handle,
            display_name=text_of(account.get("accountDisplayName"))
            or owner.display_name
            or text_of(before.get("full_name")),
            account_id=text_of(account.get("accountId")) or owner.account_id or text_of(before.get("id")),
            url=f"https://x.com/{handle}" if handle and re.fullmatch(r"\w{1,50}", handle, re.ASCII) else None,
            bio=text_of(about.get("bio")) if isinstance(about, dict) else text_of(before.get("bio")),
            email=text_of(account.get("email")),
            created_at=from_text(account.get("createdAt")),
            place=Place(self._export.name(source)) if source and handle else None,
        )

    def _settings(self) -> Iterator[Record]:
        changes = [
            (from_text(change.get("protectedAt")) or _NEVER, pointer, text_of(change.get("action")) or "")
            for pointer, change in records(self._one(_PROTECTED), "protectedHistory")
            if isinstance(change, dict)
        ]
        if changes:
            _, pointer, action = max(changes)
            source = self._export.name(self._of(_PROTECTED)[0])
            value = _PROTECTION.get(action.casefold(), UNKNOWN)
            yield Setting(SettingKey.PROFILE_VISIBILITY, value, {"action": action}, Place(source, pointer))
            state, said = State.PARTIAL, note("x.settings_only_protection")
        else:
            state, said = State.NONE, note("x.settings_not_in_archive")
        yield Coverage(RecordType.SETTINGS, state, Gap.NOT_OFFERED, len(changes[:1]), notes=(said,))

    def _of(self, patterns: tuple[str, ...]) -> list[Member]:
        return [member for member in self._members if matches(self._export.name(member), patterns)]

    def _one(self, patterns: tuple[str, ...]) -> Json:
        """The first member of these as JSON; None where it is absent or damaged."""
        for member in self._of(patterns)[:1]:
            try:
                return parse(self._export.read(member), self._export.name(member))
            except MemberDamaged as e:
                self._damaged[e.member] = e
        return None
