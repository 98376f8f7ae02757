"""Facebook's JSON export in the layout of 2023 to 2026: display names only, letters as single bytes."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports import meta
from auditor.demo.exports.packing import dump_meta, pack_zip

_FRIENDS = "connections/friends"
_PROFILE = "personal_information/profile_information"


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP. The follower list has no dates; people removed as friends are in a list of their own."""
    removed = [{"name": "Former Neighbour", "timestamp": seconds(account.taken) - 30_000_000}]
    content = {
        f"{_FRIENDS}/your_friends": {"friends_v2": _dated(account.of("friend"))},
        f"{_FRIENDS}/removed_friends": {"deleted_friends_v2": removed},
        f"{_FRIENDS}/received_friend_requests": {"received_requests_v2": _dated(account.of("request_received"))},
        f"{_FRIENDS}/sent_friend_requests": {"sent_requests_v2": _dated(account.of("request_sent"))},
        f"{_FRIENDS}/people_you_may_know": {"label_values": [], "media": [], "fbid": "0"},
        "connections/followers/who_you've_followed": {"following_v3": _dated(account.of("following"))},
        "connections/followers/people_who_followed_you": {
            "followers_v3": [{"name": x.shown} for x in account.of("follower")]
        },
        f"{_PROFILE}/profile_information": {"profile_v2": _profile(account)},
        f"{_PROFILE}/contacts_sync_settings": _labelled({"Contact uploading": "Off" if account.careful else "On"}),
        "preferences/preferences/privacy_settings": _privacy(account),
        "security_and_login_information/two-factor_authentication": _labelled(
            {"Two-factor authentication": "On" if account.careful else "Off"}
        ),
    }
    members: dict[str, str | bytes] = {f"{name}.json": dump_meta(value) for name, value in content.items()}
    members |= meta.closed_members(account, "your_facebook_activity")
    return [pack_zip(folder / f"{meta.folder_name(account, 'facebook')}.zip", members, account.taken)]


def _dated(links: list[Link]) -> list[dict[str, object]]:
    return [{"name": x.shown, "timestamp": seconds(x.since)} for x in links]


def _labelled(values: dict[str, str]) -> dict[str, object]:
    return {"media": [], "label_values": meta.labels(values), "fbid": "100200300"}


def _profile(account: Account) -> dict[str, object]:
    owner = account.owner
    return {
        "name": {"full_name": account.name, "first_name": owner.called, "last_name": owner.surname},
        "emails": {"emails": [owner.email], "previous_emails": [], "pending_emails": []},
        "username": account.handle,
        "profile_uri": f"https://www.facebook.com/{account.handle}",
        "intro_bio": {"name": account.bio},
        "registration_timestamp": seconds(account.taken) - 200_000_000,
    }


def _privacy(account: Account) -> dict[str, object]:
    values = {
        "Who can see your future posts?": "Friends" if account.careful else "Public",
        "Who can send you friend requests?": "Friends of friends" if account.careful else "Everyone",
        "Who can see your friends list?": "Only me" if account.careful else "Public",
    }
    section = {"label": "Your activity", "dict": meta.labels(values)}
    return {"media": [], "label_values": [section], "fbid": "100200301"}
