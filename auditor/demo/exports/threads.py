"""Threads' lists, which lie inside Instagram's export."""

from __future__ import annotations

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports import meta
from auditor.demo.exports.packing import dump_meta

_FOLDER = "your_instagram_activity/threads"


def members(account: Account) -> dict[str, str]:
    """The members for Instagram's ZIP."""
    values = {"Username": account.handle, "Name": account.name, "Bio": account.bio}
    values["Private Account"] = str(account.careful)
    files = {
        "followers": {"text_post_app_text_post_app_followers": [_person(x) for x in account.of("follower")]},
        "following": {"text_post_app_text_post_app_following": [_person(x) for x in account.of("following")]},
        "personal_information": {
            "text_post_app_text_post_app_profile": [{"title": "", "string_map_data": meta.string_map(values)}]
        },
        "threads_and_replies": {
            "text_post_app_text_posts": [
                {
                    "media": [
                        {
                            "uri": "",
                            "creation_timestamp": seconds(account.taken) - 86_400,
                            "title": "Concert on Friday at seven 🎵",
                            "text_app_post": {"reply_control": "everyone", "is_reply": False},
                        }
                    ]
                }
            ]
        },
    }
    return {f"{_FOLDER}/{name}.json": dump_meta(content) for name, content in files.items()}


def _person(link: Link) -> dict[str, object]:
    entry = {"href": f"https://www.threads.net/{link.handle}", "value": link.handle, "timestamp": seconds(link.since)}
    return {"title": link.shown, "string_list_data": [entry]}
