"""Facebook's HTML export with the sections of late 2025: names in `h2`, local dates in the foot."""

from __future__ import annotations

from html import escape
from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports import meta
from auditor.demo.exports.packing import pack_zip


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP; the lists that would be empty are absent."""
    lists = {
        "connections/friends/your_friends": ("Your friends", "friend"),
        "connections/friends/received_friend_requests": ("Received friend requests", "request_received"),
        "connections/friends/sent_friend_requests": ("Sent friend requests", "request_sent"),
        "connections/followers/who_you_ve_followed": ("Who you've followed", "following"),
    }
    members: dict[str, str | bytes] = {"start_here.html": meta.page("Facebook data", [])}
    for name, (title, kind) in lists.items():
        if account.of(kind):
            members[f"{name}.html"] = meta.page(title, [_person(n, x) for n, x in enumerate(account.of(kind))])
    who = {"Name": account.name, "Email": account.owner.email, "Username": account.handle}
    rows = "".join(meta.table_row(label, value) for label, value in who.items())
    members["personal_information/profile_information/profile_information.html"] = meta.page(
        "Profile information", [f'<div class="_a6-p"><table>{rows}</table></div>']
    )
    members |= meta.closed_members(account, "your_facebook_activity")
    return [pack_zip(folder / f"{meta.folder_name(account, 'facebook')}.zip", members, account.taken)]


def _person(number: int, link: Link) -> str:
    when = meta.day_and_time(link.since)
    clock, half = when[:-3], when[-2:]
    return (
        f'<section class="_3-95 _a6-g" aria-labelledby="u_{number}"><h2 class="_2ph_ _a6-h _a6-i" id="u_{number}">'
        f'{escape(link.shown)}</h2><footer class="_3-94 _a6-o"><div class="_a72d">{clock}:{link.since:%S} {half}'
        "</div></footer></section>"
    )
