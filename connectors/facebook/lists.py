"""Facebook's lists: which files hold them, and what a row says.

A row is a display name and mostly a date; there is no id, no user name and no address, so two rows of one name are two
people. Followers have no date. The folders moved in 2020 and in 2023 and the file names with them.
"""

from __future__ import annotations

from itertools import product

from connectors.files import Json, text_of
from connectors.meta_format import moment
from connectors.meta_html import Block
from connectors.meta_lists import Found, ListName
from connectors.model import Kind

FOLDERS = (
    "connections/friends/",
    "connections/followers/",
    "friends_and_followers/",
    "friends/",
    "following_and_followers/",
)


def _files(*names: str) -> tuple[str, ...]:
    return tuple(folder + name for name, folder in product(names, (*FOLDERS, "")))


# `you*ve`: the apostrophe is written straight, curly, or as an underscore.
FRIENDS = ListName(
    Kind.FRIEND, "facebook.list.friends", _files("friends", "your_friends"), (r"friends(_v\d+)?",), "facebook.absent"
)
FOLLOWING = ListName(
    Kind.FOLLOWING,
    "facebook.list.following",
    _files("following", "who_you_follow", "who_you*ve_followed"),
    (r"following(_v\d+)?",),
    "facebook.absent",
)
FOLLOWERS = ListName(
    Kind.FOLLOWER,
    "facebook.list.followers",
    _files("followers", "people_who_followed_you"),
    (r"followers(_v\d+)?",),
    "facebook.followers_absent",
)
SENT = ListName(
    Kind.REQUEST_SENT,
    "facebook.list.requests_sent",
    _files("sent_friend_requests", "friend_requests_sent"),
    (r"sent_requests(_v\d+)?",),
    "facebook.absent",
)
RECEIVED = ListName(
    Kind.REQUEST_RECEIVED,
    "facebook.list.requests_received",
    _files("received_friend_requests", "friend_requests_received"),
    (r"received_requests(_v\d+)?",),
    "facebook.absent",
)
LISTS = (FRIENDS, FOLLOWERS, FOLLOWING, RECEIVED, SENT)

NOT_CONNECTIONS = tuple(
    f"{file}*.{suffix}"
    for file in _files(
        "removed_friends",
        "rejected_friend_requests",
        "unfollowed_pages",
        "unfollowed_profiles",
        "your_post_audiences",
        "people_you_may_know",
        "suggested_friends",
        "friend_peer_group",
        "people_you*ve_met",
    )
    for suffix in ("json", "html")
)
"""Who was removed, rejected, suggested or sorted into an audience is no connection; these stay closed."""

_ROW = {"name", "timestamp", "contact_info"}
_CLOSED = "facebook user"
"""What Facebook writes in place of the name of a closed account."""


def from_row(row: Json) -> list[Found] | None:
    """The people of a JSON row.

    `{"name", "timestamp"}`; `contact_info` beside them in 2018-19. Parts of the follower list were also written in
    Instagram's shape, with the names in `string_list_data`.
    """
    if not isinstance(row, dict):
        return None
    entries = row.get("string_list_data")
    if isinstance(entries, list) and all(isinstance(one, dict) for one in entries):
        title = row.get("title") if len(entries) < 2 else None
        named = [(one.get("value") or title, one.get("timestamp")) for one in entries] or [(title, None)]
        return [_person(name, timestamp, None) for name, timestamp in named]
    if not row.keys() & _ROW or not isinstance(row.get("name", ""), str | int | None):
        return None
    return [_person(row.get("name"), row.get("timestamp"), row.get("contact_info"))]


def from_block(block: Block) -> list[Found] | None:
    """The people of an HTML record: its headings."""
    since = block.when if len(block.headings) == 1 else None
    return [Found(name, since=since) for name in block.headings if name.casefold() != _CLOSED] or (
        [Found()] if block.headings or block.when else None
    )


def _person(name: Json, timestamp: Json, contact: Json) -> Found:
    shown, contact = text_of(name), text_of(contact)
    if shown and shown.casefold() == _CLOSED:
        shown = None
    return Found(shown, email=contact if contact and "@" in contact else None, since=moment(timestamp))
