"""Instagram's export ("Download your information"): JSON or HTML, 2019 to 2026.

Followers, followed and blocked accounts and open follow requests, by handle; the profile, whether the account is
private, who may comment. The folder of Threads inside the same ZIP is another platform's and stays closed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.instagram import settings
from connectors.instagram.lists import FOLDERS, LISTS, NOT_CONNECTIONS, OLD_FILE, ROWS, read_old_file
from connectors.meta_format import download, is_schema, owner
from connectors.meta_html import MARKS
from connectors.meta_lists import Lists
from connectors.meta_recognise import by_content, by_path
from connectors.meta_settings import Pages
from connectors.model import Platform, Record, RecordType, SourceKind

_SETTING_FILES = tuple(f"{stem}.{suffix}" for stem in settings.PAGES for suffix in ("json", "html"))
_SIGNS = tuple(f"{folder}*" for folder in FOLDERS)
_WEAK_SIGNS = tuple(f"{stem}.{suffix}" for stem in settings.PERSONAL for suffix in ("json", "html"))
_LOOSE = re.compile(
    r"(?:followers(?:_.+)?|following(?:_\d+)?|pending_follow_requests|follow_requests_you.+ve_received"
    r"|blocked_(?:profiles|accounts))\.(?:json|html)|connections\.json"
)
_OLD_LISTS = re.compile(
    r'\s*\{\s*"(?:followers|following|blocked_users|restricted_users|close_friends|follow_requests_sent'
    r'|permanent_follow_requests|dismissed_suggested_users|following_hashtags)"\s*:\s*\{'
)

_PROFILE_LINK = re.compile(r'href="https?://(?:www\.)?instagram\.com/(?:_u/)?[\w.]+/?"', re.IGNORECASE)
"""A link to somebody's page, which links in the foot of a page (log in, help) are not."""


class InstagramExport:
    """Reads followers, followed and blocked accounts, follow requests, privacy settings and the profile."""

    platform: ClassVar[str] = Platform.INSTAGRAM
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(RecordType)
    opens: ClassVar[tuple[str, ...]] = (
        *(pattern for name in LISTS for pattern in name.patterns("json", "html")),
        *_SETTING_FILES,
        OLD_FILE,
        *(f"{stem}.json" for stem in settings.OLD_FILES),
    )
    ignores: ClassVar[tuple[str, ...]] = (*NOT_CONNECTIONS, "**/no-data.txt")
    lists: ClassVar[tuple[str, ...]] = _SIGNS

    def recognise(self, archive: Archive) -> list[Recognition]:
        """By the folders of the lists, else loose list files by content, else by the profile file.

        That last counts for less than the lists of Threads: an export of Threads alone has it too.
        """
        found = by_path(archive, self, 95, _SIGNS) or by_content(archive, self, _LOOSE, _fits)
        return found or by_path(archive, self, 70, _WEAK_SIGNS)

    def read(self, export: Export) -> Iterator[Record]:
        """The lists, then settings and profile."""
        named_by = download(export.inputs, export.root)
        export.taken_at = named_by.made
        lists, pages = Lists(export, Platform.INSTAGRAM, ROWS.from_row, ROWS.from_block), Pages(export)
        for name in LISTS:
            yield from lists.read(name)
        old = export.members(OLD_FILE)
        for member in old:
            yield from read_old_file(export, member, lists)
        personal = pages.pairs(*settings.PERSONAL) or (settings.old_pairs(pages) if old else [])
        created = settings.created_at(pages, personal)
        lists.settle_range(named_by.made, created, "instagram.range_unsaid")
        yield lists.coverage(RecordType.CONNECTIONS, LISTS)
        yield lists.coverage(RecordType.REQUESTS, LISTS)
        found = settings.settings(pages, personal)
        yield from pages.settings(found, note("instagram.settings_absent"), note("instagram.settings_partial"))
        profile = settings.profile(personal, created, named_by)
        yield from pages.profile(profile, note("instagram.profile_absent"))
        yield from pages.unreadable()


def _fits(member: Member, head: str) -> bool:
    """A list of Instagram's by its key or, in a bare array, by its rows; a page by its marks and addresses."""
    if member.basename.casefold() == OLD_FILE:
        return bool(_OLD_LISTS.match(head))
    if "threads/" in member.name.casefold():
        return False
    if member.name.casefold().endswith(".html"):
        return bool(MARKS.search(head) and _PROFILE_LINK.search(head))
    whose = owner(head)
    rows = '"string_list_data"' in head or '"label_values"' in head
    return whose is Platform.INSTAGRAM or (whose is None and rows and not is_schema(head))
