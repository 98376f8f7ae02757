"""Which step lists there are: for one topic on one platform, else the general one.

The words are in `reports/messages/steps.py`; a test keeps the two in step.
"""

from __future__ import annotations

from connectors.model import Message, Platform

STEPS = {
    "any": "private_account friend_list post_audience tag_review contact_upload location comments_from messages_from "
    "search_indexing discovery two_factor comment_moderation pending separate archive",
    "facebook": "private_account friend_list post_audience tag_review contact_upload location comments_from "
    "messages_from search_indexing discovery two_factor comment_moderation pending separate archive",
    "instagram": "private_account tag_review contact_upload location comments_from "
    "messages_from search_indexing two_factor comment_moderation pending separate archive",
    "threads": "private_account tag_review comments_from two_factor pending archive",
    "x": "private_account tag_review contact_upload location messages_from discovery two_factor pending archive",
    "linkedin": "friend_list tag_review contact_upload comments_from messages_from search_indexing discovery "
    "two_factor pending archive",
    "tiktok": "private_account tag_review contact_upload location comments_from "
    "messages_from discovery two_factor comment_moderation pending archive",
    "snapchat": "contact_upload location messages_from discovery two_factor pending archive",
    "youtube": "friend_list post_audience comment_moderation two_factor separate archive",
    "mastodon": "private_account friend_list post_audience search_indexing discovery two_factor pending archive",
    "bluesky": "messages_from search_indexing two_factor archive",
    "discord": "messages_from discovery contact_upload two_factor pending archive",
    "pinterest": "private_account search_indexing comments_from messages_from two_factor archive",
    "wordpress": "comments_from search_indexing comment_moderation archive",
    "email": "archive",
}
"""Platform → its topics."""


ONE_SWITCH = frozenset({Platform.INSTAGRAM, Platform.THREADS, Platform.X, Platform.TIKTOK})
"""Platforms with one switch for a closed account: it also closes requests, the follower list and the posts."""


def steps(platform: str, topic: str) -> Message:
    """The steps for one topic on this platform."""
    if platform in ONE_SWITCH and topic in ("friend_list", "post_audience"):
        topic = "private_account"
    known = platform if topic in STEPS.get(platform, "").split() else "any"
    return Message(f"steps.{known}.{topic}")
