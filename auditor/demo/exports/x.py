"""X's archive: JavaScript files of numeric ids; a few handles can be read off the owner's own posts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports.packing import pack_zip, photo

_NAMED_EVERY = 4
"""Every fourth connection has been mentioned in a post."""


def named(account: Account) -> list[Link]:
    """The people whose handle stands in a post of the owner's."""
    return list(account.links[::_NAMED_EVERY])


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP with the manifest that counts every file's entries."""
    data: dict[str, list[dict[str, object]]] = {
        "account": [{"account": _account(account)}],
        "profile": [{"profile": {"description": {"bio": account.bio, "website": "", "location": "Harbor Falls"}}}],
        "follower": _ids("follower", account.of("follower")),
        "following": _ids("following", account.of("following")),
        "block": _ids("blocking", account.of("blocked")),
        "protected-history": [],
        "tweets": [{"tweet": post} for post in _posts(account)],
        "direct-messages": [{"dmConversation": {"conversationId": f"1-{account.number}", "messages": []}}],
    }
    members: dict[str, str | bytes] = {"Your archive.html": "<html><body>Your archive</body></html>"}
    members["data/manifest.js"] = "window.__THAR_CONFIG = " + json.dumps(_manifest(account, data), indent=2)
    for name, rows in data.items():
        body = json.dumps(rows, indent=2, ensure_ascii=False) if rows else "[ ]"
        members[f"data/{name}.js"] = f"window.YTD.{name.replace('-', '_')}.part0 = {body}"
    chance = account.chance("pictures")
    for number in range(4):
        members[f"data/tweets_media/{number}-{chance.randrange(10**9)}.jpg"] = photo(chance)
    members["assets/images/favicon.ico"] = b"\x00\x00\x01\x00"
    digits = f"{account.chance('name').getrandbits(256):064x}"
    return [pack_zip(folder / f"twitter-{account.taken:%Y-%m-%d}-{digits}.zip", members, account.taken)]


def _ids(wrapper: str, links: Sequence[Link]) -> list[dict[str, object]]:
    url = "https://twitter.com/intent/user?user_id="
    return [{wrapper: {"accountId": x.number, "userLink": url + x.number}} for x in links]


def _account(account: Account) -> dict[str, str]:
    return {
        "email": account.owner.email,
        "createdVia": "web",
        "username": account.handle,
        "accountId": account.number,
        "createdAt": "2019-08-20T14:00:00.000Z",
        "accountDisplayName": account.name,
    }


def _posts(account: Account) -> list[dict[str, object]]:
    posts: list[dict[str, object]] = []
    for place, link in enumerate(named(account)):
        text = f"Thank you @{link.handle} for helping out today"
        mention = {
            "name": link.shown,
            "screen_name": link.handle,
            "indices": ["10", str(11 + len(link.handle))],
            "id_str": link.number,
            "id": link.number,
        }
        post: dict[str, object] = {
            "id_str": str(1_700_000_000_000_000_000 + place),
            "created_at": f"{account.taken - timedelta(days=place + 1):%a %b %d %H:%M:%S +0000 %Y}",
            "full_text": text,
            "lang": "en",
            "entities": {"hashtags": [], "user_mentions": [mention], "urls": []},
        }
        if place % 3 == 0:
            post |= {"in_reply_to_user_id_str": link.number, "in_reply_to_screen_name": link.handle}
        posts.append(post)
    return posts


def _manifest(account: Account, data: dict[str, list[dict[str, object]]]) -> dict[str, object]:
    types = {}
    for name, rows in data.items():
        words = name.split("-")
        variable = name.replace("-", "_")
        entry = {"fileName": f"data/{name}.js", "globalName": f"YTD.{variable}.part0", "count": str(len(rows))}
        types[words[0] + "".join(map(str.capitalize, words[1:]))] = {"files": [entry]}
    return {
        "userInfo": {"accountId": account.number, "userName": account.handle, "displayName": account.name},
        "archiveInfo": {
            "sizeBytes": "481516",
            "generationDate": f"{account.taken:%Y-%m-%dT%H:%M:%S.000Z}",
            "isPartialArchive": False,
            "maxPartSizeBytes": "53687091200",
        },
        "readmeInfo": {"fileName": "data/README.txt", "directory": "data/", "name": "README.txt"},
        "dataTypes": types,
    }
