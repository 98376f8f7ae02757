"""Facebook's export ("Download your information"): JSON or HTML, 2018 to 2026.

Friends, followers, followed people and pages, and open friend requests come with a display name only. The account's
own name, address and birth come from `profile_information`. Blocked accounts are not in any export outside the
message folder, which stays closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.facebook import settings
from connectors.facebook.lists import FOLDERS, LISTS, NOT_CONNECTIONS, from_block, from_row
from connectors.facebook.profile import PROFILE, read_profile
from connectors.meta_format import download, owner
from connectors.meta_html import MARKS
from connectors.meta_lists import Lists
from connectors.meta_recognise import by_content, by_path
from connectors.meta_settings import Pages
from connectors.model import Platform, Record, RecordType, SourceKind

_PAGES = (*PROFILE, *settings.PRIVACY, *settings.CONTACTS, *settings.TWO_FACTOR)
_SETTING_FILES = tuple(f"{stem}.{suffix}" for stem in _PAGES for suffix in ("json", "html"))
# A folder named "friends" can be anybody's; the others are Facebook's alone.
_SIGNS = (
    *(f"{folder}*" for folder in FOLDERS if folder != "friends/"),
    "friends/*friend*.json",
    "friends/*friend*.html",
)
_WEAK_SIGNS = tuple(f"{stem}.{suffix}" for stem in (*PROFILE, *settings.PRIVACY) for suffix in ("json", "html"))
_DISTINCT = (
    r"(?:your_friends|who_you(?:.+ve_followed|_follow)|people_who_followed_you|(?:sent|received)_friend_requests)"
)
_LOOSE = re.compile(rf"(?:{_DISTINCT}(?:_\d+)?\.(?:json|html)|(?:friends|following|followers)(?:_\d+)?\.json)")


class FacebookExport:
    """Reads friends, followers, followed, friend requests, privacy settings and the profile."""

    platform: ClassVar[str] = Platform.FACEBOOK
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(RecordType)
    opens: ClassVar[tuple[str, ...]] = (
        *(pattern for name in LISTS for pattern in name.patterns("json", "html")),
        *_SETTING_FILES,
    )
    ignores: ClassVar[tuple[str, ...]] = (*NOT_CONNECTIONS, "**/no-data.txt")
    lists: ClassVar[tuple[str, ...]] = _SIGNS

    def recognise(self, archive: Archive) -> list[Recognition]:
        """By the folders of the lists, else by the profile and privacy files, else loose list files by content."""
        found = by_path(archive, self, 95, _SIGNS)
        found = found or by_path(archive, self, 70, _WEAK_SIGNS)
        return found or by_content(archive, self, _LOOSE, _fits)

    def read(self, export: Export) -> Iterator[Record]:
        """The lists, then settings and profile."""
        named_by = download(export.inputs, export.root)
        export.taken_at = named_by.made
        lists, pages = Lists(export, Platform.FACEBOOK, from_row, from_block), Pages(export)
        for name in LISTS:
            yield from lists.read(name)
        profile = read_profile(pages, named_by)
        lists.settle_range(named_by.made, profile.created_at, "facebook.range_unsaid")
        yield lists.coverage(RecordType.CONNECTIONS, LISTS)
        yield lists.coverage(RecordType.REQUESTS, LISTS)
        privacy = pages.pairs(*settings.PRIVACY)
        found = settings.settings(privacy, pages.pairs(*settings.CONTACTS), pages.pairs(*settings.TWO_FACTOR))
        absent = note("facebook.settings_unread" if privacy else "facebook.settings_absent")
        yield from pages.settings(found, absent, note("facebook.settings_partial"))
        yield from pages.profile(profile, note("facebook.profile_absent"))
        yield from pages.unreadable()


def _fits(member: Member, head: str) -> bool:
    """A JSON list of Facebook's by its first key, or by a name only Facebook gives; a page by its marks."""
    if member.name.casefold().endswith(".html"):
        return bool(MARKS.search(head))
    whose = owner(head)
    return whose is Platform.FACEBOOK or (
        whose is None and "people_who_followed_you" in member.name and '"string_list_data"' in head
    )
