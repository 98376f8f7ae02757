"""Threads' part of an Instagram export: the folder `your_instagram_activity/threads/`, as JSON or as HTML.

Its lists bear the names of Instagram's (`followers.json`), so they are told by their folder, never by their name.
The rows hold the handle in `value` and the display name in `title`. Threads keeps a `Private Account` flag of its
own. The keys of the request lists are not published: any key of Threads' is taken, since the file's name says what
the list is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive
from connectors.base import Export, Recognition, note
from connectors.meta_format import download, first_value, fold
from connectors.meta_handles import NAMES, HandleRows, username
from connectors.meta_lists import ListName, Lists
from connectors.meta_recognise import by_path
from connectors.meta_settings import PRIVATE, PRIVATE_ACCOUNT, Pages, setting
from connectors.model import Kind, Platform, Profile, Record, RecordType, SettingKey, SourceKind

_FOLDER = "your_instagram_activity/threads/"
_KEYS = (r"text_post_app_\w+",)
_PERSONAL = (f"{_FOLDER}personal_information",)


def _list(kind: Kind, title: str, *files: str, absent: str = "threads.absent") -> ListName:
    return ListName(kind, title, tuple(_FOLDER + file for file in files), _KEYS, absent)


_LISTS = (
    _list(Kind.FOLLOWER, "threads.list.followers", "followers"),
    _list(Kind.FOLLOWING, "threads.list.following", "following"),
    _list(Kind.REQUEST_RECEIVED, "threads.list.requests_received", "follow_requests_you*ve_received"),
    _list(Kind.REQUEST_SENT, "threads.list.requests_sent", "pending_follow_requests"),
    _list(Kind.BLOCKED, "threads.list.blocked", "blocked_profiles", absent=""),
)
_SIGNS = tuple(pattern for name in _LISTS for pattern in name.patterns("json", "html"))
_OTHER = (
    "recent_follow_requests",
    "recently_unfollowed_",
    "restricted_",
    "threads_and_replies",
    "threads_viewed",
    "liked_threads",
    "saved_threads",
    "archived_threads",
    "your_threads_interests",
    "interest_feeds_on_threads",
)


def address(handle: str) -> str:
    """The page of an account."""
    return f"https://www.threads.com/@{handle}"


_ROWS = HandleRows(address, title_is_name=True)


class ThreadsExport:
    """Reads followers, followed and blocked accounts, follow requests, the private flag and the profile."""

    platform: ClassVar[str] = Platform.THREADS
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset(RecordType)
    opens: ClassVar[tuple[str, ...]] = (*_SIGNS, *(f"{stem}.{s}" for stem in _PERSONAL for s in ("json", "html")))
    ignores: ClassVar[tuple[str, ...]] = (
        *(f"{_FOLDER}{name}*.{suffix}" for name in _OTHER for suffix in ("json", "html")),
        f"{_FOLDER}no-data.txt",
    )
    lists: ClassVar[tuple[str, ...]] = (f"{_FOLDER}*",)

    def recognise(self, archive: Archive) -> list[Recognition]:
        """By the folder. Instagram's own lists in the same ZIP count for more."""
        return by_path(archive, self, 80, (f"{_FOLDER}*.json", f"{_FOLDER}*.html"))

    def read(self, export: Export) -> Iterator[Record]:
        """The lists, then settings and profile."""
        named_by = download(export.inputs, export.root)
        export.taken_at = named_by.made
        lists, pages = Lists(export, Platform.THREADS, _ROWS.from_row, _ROWS.from_block), Pages(export)
        for name in _LISTS:
            yield from lists.read(name)
        personal = pages.pairs(*_PERSONAL)
        # When somebody joined Threads is not in its folder, so a range of dates cannot be seen.
        lists.settle_range(named_by.made, None, "threads.range_unsaid")
        yield lists.coverage(RecordType.CONNECTIONS, _LISTS)
        yield lists.coverage(RecordType.REQUESTS, _LISTS)
        flags = [pair for pair in personal if pair.value and fold(pair.label) in PRIVATE_ACCOUNT]
        found = [setting(SettingKey.PROFILE_VISIBILITY, PRIVATE, pair) for pair in flags[:1]]
        yield from pages.settings(found, note("threads.settings_absent"), note("threads.settings_partial"))
        handle = username(personal) or named_by.handle
        profile = Profile(
            handle=handle,
            display_name=first_value(personal, *NAMES),
            url=address(handle) if handle else None,
            bio=first_value(personal, "bio"),
            place=personal[0].place if personal else None,
        )
        yield from pages.profile(profile, note("threads.profile_absent"))
        yield from pages.unreadable()
