"""What Instagram's, Threads' and Facebook's exports share: how they wrap values, and their HTML pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from html import escape

from auditor.demo.account import Account
from auditor.demo.exports.packing import dump_meta, photo


def string_map(values: Mapping[str, str]) -> dict[str, object]:
    """Named values as `string_map_data`."""
    return {key: {"href": "", "value": value, "timestamp": 0} for key, value in values.items()}


def labels(values: Mapping[str, str]) -> list[dict[str, object]]:
    """Named values as `label_values`."""
    return [{"label": key, "value": value} for key, value in values.items()]


def folder_name(account: Account, platform: str) -> str:
    """`instagram-ms_rivera-2026-11-14-a1B2c3D4`, the name Meta gives a download."""
    tail = "".join(account.chance("name").choices("ABCDEFGHabcdefgh23456789", k=8))
    return f"{platform}-{account.handle}-{account.taken:%Y-%m-%d}-{tail}"


def closed_members(account: Account, activity: str) -> dict[str, str | bytes]:
    """Messages, posts and pictures: in every export, and never to be opened."""
    chance = account.chance("closed members")
    people = [x for x in account.links if x.shown][:3]
    out: dict[str, str | bytes] = {}
    for number, link in enumerate(people):
        talk = [{"sender_name": link.shown, "timestamp_ms": 1_760_000_000_000 + number, "content": "Thank you!"}]
        out[f"{activity}/messages/inbox/chat_{link.number}/message_1.json"] = dump_meta(
            {"participants": [{"name": link.shown}, {"name": account.name}], "messages": talk}
        )
    out[f"{activity}/comments/post_comments_1.json"] = dump_meta(
        [{"string_map_data": string_map({"Comment": "Great work, everyone!", "Media Owner": account.handle})}]
    )
    for number in range(6):
        out[f"media/posts/{account.taken:%Y}{number + 4:02d}/{chance.randrange(10**15)}.jpg"] = photo(chance)
    return out


def page(title: str, blocks: Iterable[str]) -> str:
    """A page of an HTML export, with the links in its foot that are not people."""
    return (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8" />'
        f"<title>{escape(title)}</title><style>._a6-g{{margin:0}}</style></head>"
        '<body class="_5vb_ _2yq _a7o5"><div class="clearfix _ikh"><div class="_4bl9"><div class="_li">'
        f'<div class="_a705"><header class="_3-8y _3-95 _a70a"><h1 class="_a70e">{escape(title)}</h1></header>'
        f'<main class="_a706" role="main">{"".join(blocks)}</main></div></div></div></div></body></html>'
    )


def table_row(label: str, value: str) -> str:
    """A named value in a table of an HTML export."""
    return f'<tr><td colspan="2" class="_2pin _a6_q">{escape(label)}<div><div>{escape(value)}</div></div></td></tr>'


def day_and_time(moment: datetime) -> str:
    """`Oct 19, 2025 1:47 pm`: local time in words, without a zone."""
    half = "pm" if moment.hour > 11 else "am"
    return f"{moment:%b %d, %Y} {moment.hour % 12 or 12}:{moment:%M} {half}"
