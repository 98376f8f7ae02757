"""TikTok's data download: `user_data.json` (to 2023), `user_data_tiktok.json` (since), or a folder of text files.

TikTok moves its sections nearly every year (`Activity` to `Your Activity` to `Profile And Settings`), so a list
is looked for by its own name in every section. `null` and `[]` are an empty list; a list that is not there at
all was not asked for. Accounts are known by their user name only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note, roots
from connectors.dates import from_epoch
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import decode, text_of
from connectors.model import Coverage, Gap, Platform, Profile, Record, RecordType, SourceKind, State
from connectors.tiktok import txt
from connectors.tiktok.lists import Content, Lists, address
from connectors.tiktok.txt import read_txt
from connectors.tiktok.user_data import read_json
from connectors.tiktok.words import settings

_JSON = ("user_data.json", "*user_data_tiktok*.json")
_SECTION = re.compile(
    rb'"(?:(?:Your )?Activity|Profile And Settings|App Settings|Ads and data|Direct Messages?|Likes and Favorites|'
    rb'TikTok (?:Live|Shop\w*)|Comment|Post)"\s*:\s*\{',
    re.IGNORECASE,
)
_USER_NAME = re.compile(rb'"userName"\s*:\s*("(?:[^"\\\n]|\\.){1,200}")')
_PEEK_FOR_NAME = 16 * 1024 * 1024
_MADE_AT = re.compile(r"TikTok_Data_(\d{9,13})", re.IGNORECASE)


class TikTokExport:
    """Reads follower, following and blocked lists, the privacy settings and the profile, as JSON or as text."""

    platform: ClassVar[str] = Platform.TIKTOK
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    opens: ClassVar[tuple[str, ...]] = (*_JSON, *txt.ALL)
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ("*follow*.txt", "*/*follow*.txt", "*block*.txt", "*/*block*.txt")

    def recognise(self, archive: Archive) -> list[Recognition]:
        """The JSON file by its sections, text files by the shape of their blocks, else by name alone."""
        found = [self._json(archive, root) for root in roots(archive, *_JSON)]
        for root in () if found else roots(archive, *txt.LISTS):
            members = Export(archive, self, root).members(*txt.LISTS)
            shaped = any(txt.is_list(_text(archive, member)) for member in members)
            found.append(Recognition(self.platform, 60 if shaped else 30, root))
        return found

    def _json(self, archive: Archive, root: str) -> Recognition:
        members = Export(archive, self, root).members(*_JSON)
        known = [member for member in members if _SECTION.search(_peek(archive, member))]
        handle = next((name for member in known if (name := _owner(archive, member))), None)
        named = any("tiktok" in member.basename.casefold() for member in members)
        return Recognition(self.platform, 95 if known or named else 30, root, handle)

    def read(self, export: Export) -> Iterator[Record]:
        """The lists, then the settings, then the profile."""
        made = next((found for name in (*export.inputs, export.root) if (found := _MADE_AT.search(name))), None)
        export.taken_at = from_epoch(made.group(1)) if made else None
        lists, content = Lists(), Content()
        members = export.members(*_JSON)
        for member in members:
            yield from read_json(export, member, lists, content)
        for member in () if members else export.members(*txt.ALL):
            yield from read_txt(export, member, lists, content)
        yield lists.coverage(content.profile)
        lost = Gap.DAMAGED if any(gap is Gap.DAMAGED for gap, _ in lists.gaps) else Gap.FILE_ABSENT
        yield from _settings(content, lost)
        yield from _profile(content, lost)


def _settings(content: Content, lost: Gap) -> Iterator[Record]:
    found = {setting.key: setting for pairs in content.settings for setting in settings(*pairs)}
    yield from found.values()
    if not content.settings:
        yield Coverage(RecordType.SETTINGS, State.NONE, lost, notes=(note("tiktok.settings_absent"),))
        return
    state = State.PARTIAL if found else State.NONE
    yield Coverage(RecordType.SETTINGS, state, Gap.NOT_OFFERED, len(found), notes=(note("tiktok.settings_some"),))


def _profile(content: Content, lost: Gap) -> Iterator[Record]:
    handle = text_of(content.profile.get("username"))
    yield Profile(
        handle=handle,
        display_name=text_of(content.profile.get("displayname")),
        url=address(handle) if handle else None,
        bio=text_of(content.profile.get("biodescription")),
        email=text_of(content.profile.get("emailaddress")),
        place=content.profile_place,
    )
    if handle:
        yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
    else:
        yield Coverage(RecordType.PROFILE, State.NONE, lost)


def _peek(archive: Archive, member: Member) -> bytes:
    try:
        return archive.peek(member)
    except DamagedInput:
        return b""


def _text(archive: Archive, member: Member) -> str:
    try:
        return decode(_peek(archive, member), member.name)
    except MemberDamaged:
        return ""


def _owner(archive: Archive, member: Member) -> str | None:
    """The account's name, looked for without building the whole document; not in a file too large to look at."""
    if member.size > _PEEK_FOR_NAME:
        return None
    try:
        found = _USER_NAME.search(archive.read(member))
        return text_of(json.loads(found.group(1))) if found else None
    except (DamagedInput, ValueError):
        return None
