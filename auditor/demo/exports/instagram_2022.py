"""Instagram's JSON export as of 2021-22: wrapped lists, handles in `value`; Threads' lists where there are any."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports import meta, threads
from auditor.demo.exports.packing import dump_meta, pack_zip


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP, which holds the companion account's Threads lists as well."""
    members: dict[str, str | bytes] = {
        "followers_and_following/followers.json": dump_meta(
            {"relationships_followers": [_person(x) for x in account.of("follower")]}
        ),
        "followers_and_following/following.json": dump_meta(
            {"relationships_following": [_person(x) for x in account.of("following")]}
        ),
        "personal_information/personal_information.json": dump_meta(_profile(account)),
        "comments_settings/comments_allowed_from.json": dump_meta(_comments()),
    }
    if account.companion:
        members |= threads.members(account.companion)
    members |= meta.closed_members(account, "your_instagram_activity" if account.companion else "content")
    return [pack_zip(folder / f"{meta.folder_name(account, 'instagram')}.zip", members, account.taken)]


def _person(link: Link) -> dict[str, object]:
    entry = {"href": f"https://www.instagram.com/{link.handle}", "value": link.handle, "timestamp": seconds(link.since)}
    return {"title": "", "media_list_data": [], "string_list_data": [entry]}


def _profile(account: Account) -> dict[str, object]:
    values = {
        "Email": account.owner.email,
        "Username": account.handle,
        "Name": account.name,
        "Bio": account.bio,
        "Private Account": str(account.careful),
    }
    return {"profile_user": [{"title": "", "media_map_data": {}, "string_map_data": meta.string_map(values)}]}


def _comments() -> dict[str, object]:
    values = {"Comments Allowed From": "Everyone"}
    return {"settings_allow_comments_from": [{"title": "", "string_map_data": meta.string_map(values)}]}
