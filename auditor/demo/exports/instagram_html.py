"""Instagram's HTML export with the classes of late 2025; one of three follower files may be missing."""

from __future__ import annotations

from html import escape
from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports import meta
from auditor.demo.exports.packing import Members, pack_zip

_LISTS = "connections/followers_and_following"
_PARTS = (1, 2, 3)


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP. The followers are spread over the parts that are not missing."""
    there = [part for part in _PARTS if str(part) != account.options.get("missing_part")]
    followers = account.of("follower")
    members: dict[str, str | bytes] = {"start_here.html": meta.page("Instagram data", [])}
    for place, part in enumerate(there):
        rows = followers[place * len(followers) // len(there) : (place + 1) * len(followers) // len(there)]
        members[f"{_LISTS}/followers_{part}.html"] = meta.page("Followers", map(_follower, rows))
    members[f"{_LISTS}/following.html"] = meta.page("Following", map(_titled, account.of("following")))
    members[f"{_LISTS}/blocked_profiles.html"] = meta.page("Blocked profiles", map(_titled, account.of("blocked")))
    members |= _settings(account)
    members |= meta.closed_members(account, "your_instagram_activity")
    return [pack_zip(folder / f"{meta.folder_name(account, 'instagram')}.zip", members, account.taken)]


def _block(heading: str, link: Link, url: str) -> str:
    return (
        f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">{heading}<div class="_a6-p"><div>'
        f'<div><a target="_blank" href="{escape(url)}">{escape(url if heading else link.handle)}</a></div>'
        f"<div>{meta.day_and_time(link.since)}</div></div></div></div>"
    )


def _follower(link: Link) -> str:
    return _block("", link, f"https://www.instagram.com/{link.handle}")


def _titled(link: Link) -> str:
    heading = f'<h2 class="_3-95 _2pim _a6-h _a6-i">{escape(link.handle)}</h2>'
    return _block(heading, link, f"https://www.instagram.com/_u/{link.handle}")


def _settings(account: Account) -> Members:
    who = {
        "Email address": account.owner.email,
        "Username": account.handle,
        "Name": account.name,
        "Bio": account.bio,
        "Private Account": str(account.careful),
    }
    comments = {"Comments allowed from": "Your followers" if account.careful else "Everyone"}
    return {
        "personal_information/personal_information/personal_information.html": _table("Profile", who),
        "preferences/settings/comments_allowed_from.html": _table("Comments allowed from", comments),
    }


def _table(title: str, values: dict[str, str]) -> str:
    rows = "".join(meta.table_row(label, value) for label, value in values.items())
    box = f'<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder"><div class="_a6-p"><table>{rows}</table></div></div>'
    return meta.page(title, [box])
