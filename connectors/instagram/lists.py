"""Instagram's lists: which files hold them, and the one file of 2019-20 that held them all.

Followers and followed accounts come by handle, never with a display name. The folder has moved under `connections/`
in April 2024; follower files are numbered since 2023.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from connectors.archive import Member
from connectors.base import Export
from connectors.dates import from_text
from connectors.errors import MemberDamaged
from connectors.files import Json
from connectors.meta_format import load, step
from connectors.meta_handles import HandleRows
from connectors.meta_lists import Found, ListName, Lists
from connectors.model import Kind, Record

FOLDERS = ("connections/followers_and_following/", "followers_and_following/")
OLD_FILE = "connections.json"


def address(handle: str) -> str:
    """The page of an account."""
    return f"https://www.instagram.com/{handle}/"


ROWS = HandleRows(address)


def _files(*names: str) -> tuple[str, ...]:
    return tuple(folder + name for name, folder in product(names, (*FOLDERS, "")))


FOLLOWERS = ListName(
    Kind.FOLLOWER,
    "instagram.list.followers",
    _files("followers", "followers_*"),
    ("relationships_followers",),
    "instagram.absent",
)
FOLLOWING = ListName(
    Kind.FOLLOWING,
    "instagram.list.following",
    _files("following"),
    ("relationships_following",),
    "instagram.absent",
)
# `you*ve`: the apostrophe is written straight, curly, or as an underscore.
RECEIVED = ListName(
    Kind.REQUEST_RECEIVED,
    "instagram.list.requests_received",
    _files("follow_requests_you*ve_received"),
    ("relationships_follow_requests_received",),
    "instagram.absent",
)
SENT = ListName(
    Kind.REQUEST_SENT,
    "instagram.list.requests_sent",
    _files("pending_follow_requests"),
    ("relationships_follow_requests_sent",),
    "instagram.absent",
)
BLOCKED = ListName(
    Kind.BLOCKED,
    "instagram.list.blocked",
    _files("blocked_profiles", "blocked_accounts"),
    ("relationships_blocked_users",),
)
LISTS = (FOLLOWERS, FOLLOWING, RECEIVED, SENT, BLOCKED)

NOT_CONNECTIONS = tuple(
    f"{folder}{name}*.{suffix}"
    for folder in FOLDERS
    for name in (
        "recent_follow_requests",
        "recently_unfollowed_",
        "close_friends",
        "restricted_",
        "hide_story_from",
        "removed_suggestions",
        "*you*ve_favorited",
        "following_hashtags",
        "custom_lists",
    )
    for suffix in ("json", "html")
)
"""Sorted, hidden, unfollowed and suggested accounts, and the history of requests, are no connections."""

_OLD_KEYS = {
    "followers": FOLLOWERS,
    "following": FOLLOWING,
    "blocked_users": BLOCKED,
    "follow_requests_sent": SENT,
}


def read_old_file(export: Export, member: Member, lists: Lists) -> Iterator[Record]:
    """`connections.json` of 2019-20: `{"followers": {"<handle>": "<date>"}, ...}`. It has no requests received."""
    source = export.name(member)
    try:
        document = load(export.read(member), source)
    except MemberDamaged as e:
        yield lists.damaged(FOLLOWERS, e)
        return
    if not isinstance(document, dict):
        yield lists.unknown(FOLLOWERS, source)
        return
    for key, name in _OLD_KEYS.items():
        people = document.get(key)
        if isinstance(people, dict):
            rows = ((step(key) + step(handle), _old_row(handle, since)) for handle, since in people.items())
            yield from lists.take(name, source, rows)
        elif people is not None:
            yield from lists.take(name, source, [(step(key), None)])


def _old_row(handle: str, since: Json) -> list[Found]:
    return [ROWS.one(handle, None, None, from_text(since))]
