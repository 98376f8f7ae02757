"""Instagram's JSON export as of 2026: handles in `title`, the optional lists as `label_values`."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports import meta
from auditor.demo.exports.packing import dump_meta, pack_zip

_LISTS = "connections/followers_and_following"


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP; cut in half where the account's `truncated` option says so."""
    members: dict[str, str | bytes] = {
        f"{_LISTS}/followers_1.json": dump_meta([_follower(x) for x in account.of("follower")]),
        f"{_LISTS}/following.json": dump_meta(
            {"relationships_following": [_following(x) for x in account.of("following")]}
        ),
        **_optional(account),
        "personal_information/personal_information/personal_information.json": dump_meta(_profile(account)),
        "preferences/settings/comments_allowed_from.json": dump_meta(_comments(account)),
        "security_and_login_information/login_and_profile_creation/profile_privacy_changes.json": dump_meta(
            _privacy_changes(account)
        ),
        **meta.closed_members(account, "your_instagram_activity"),
    }
    path = pack_zip(folder / f"{meta.folder_name(account, 'instagram')}.zip", members, account.taken)
    if "truncated" in account.options:
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])
    return [path]


def _follower(link: Link) -> dict[str, object]:
    entry = {"href": f"https://www.instagram.com/{link.handle}", "value": link.handle, "timestamp": seconds(link.since)}
    return {"title": "", "media_list_data": [], "string_list_data": [entry]}


def _following(link: Link) -> dict[str, object]:
    entry = {"href": f"https://www.instagram.com/_u/{link.handle}", "timestamp": seconds(link.since)}
    return {"title": link.handle, "string_list_data": [entry]}


def _optional(account: Account) -> dict[str, str]:
    files = {
        "request_received": "follow_requests_you've_received",
        "request_sent": "pending_follow_requests",
        "blocked": "blocked_profiles",
    }
    out = {}
    for kind, name in files.items():
        rows = [_labelled(link) for link in account.of(kind)]
        if rows:
            # A list of one is written as the bare object.
            out[f"{_LISTS}/{name}.json"] = dump_meta(rows if len(rows) > 1 else rows[0])
    return out


def _labelled(link: Link) -> dict[str, object]:
    url = f"https://www.instagram.com/{link.handle}"
    values = meta.labels({"URL": url, "Name": link.shown, "Username": link.handle})
    return {"timestamp": seconds(link.since), "media": [], "label_values": values, "fbid": link.number}


def _profile(account: Account) -> dict[str, object]:
    values = {
        "Email address": account.owner.email,
        "Username": account.handle,
        "Name": account.name,
        "Bio": account.bio,
        "Private Account": str(account.careful),
    }
    return {"profile_user": [{"title": "", "string_map_data": meta.string_map(values)}]}


def _comments(account: Account) -> dict[str, object]:
    values = {"Comments allowed from": "Your followers" if account.careful else "Everyone"}
    return {"settings_allow_comments_from": [{"title": "", "string_map_data": meta.string_map(values)}]}


def _privacy_changes(account: Account) -> dict[str, object]:
    when = {"Time": {"href": "", "value": "", "timestamp": seconds(account.taken) - 40_000_000}}
    title = "Switched to private" if account.careful else "Switched to public"
    return {"account_history_account_privacy_history": [{"title": title, "string_map_data": when}]}
