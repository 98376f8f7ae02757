"""X archives by era. All accounts are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.sample import Sample

ANA, BEN, CARA = "1843270000000000123", "98765001", "1500000000000000777"
FOLLOWER, FOLLOWING, BLOCKED, BOTH = ("follower",), ("following",), ("blocked",), ("follower", "following")


def js(name: str, rows: object, part: int = 0, *, break_line: bool = True) -> bytes:
    """A member as X writes it: since 2021 with a line end behind the bracket, before without."""
    text = json.dumps(rows, indent=2)
    return f"window.YTD.{name}.part{part} = {text if break_line else text.replace('[', '[ ', 1)}".encode()


def ids(wrapper: str, *accounts: str, links: bool = True) -> list[object]:
    link = "https://twitter.com/intent/user?user_id="
    return [{wrapper: {"accountId": i, **({"userLink": link + i} if links else {})}} for i in accounts]


def manifest(partial: bool = False, **counts: dict[str, int]) -> bytes:
    """`manifest(follower={"follower.js": 2})` counts two followers in one file."""
    types = {
        name: {"files": [{"fileName": f"data/{f}", "globalName": f"YTD.{name}", "count": str(n)} for f, n in c.items()]}
        for name, c in counts.items()
    }
    content = {
        "userInfo": {"accountId": "42", "userName": "ms_rivera_room12", "displayName": "Ms. Rivera"},
        "archiveInfo": {
            "sizeBytes": "1000",
            "generationDate": "2024-11-02T08:15:00.000Z",
            "isPartialArchive": partial,
            "maxPartSizeBytes": "53687091200",
        },
        "dataTypes": types,
    }
    return f"window.__THAR_CONFIG = {json.dumps(content, indent=2)}".encode()


def account(created: str = "2019-08-01T10:00:00.000Z") -> bytes:
    content = {
        "account": {
            "email": "rivera@school.example",
            "username": "ms_rivera_room12",
            "accountId": "42",
            "createdAt": created,
            "accountDisplayName": "Ms. Rivera",
        }
    }
    return js("account", [content])


def post(number: str, mentions: list[tuple[str, str, str]], reply: tuple[str, str] | None = None) -> dict[str, object]:
    content: dict[str, object] = {
        "id_str": number,
        "full_text": "a class trip",
        "entities": {"user_mentions": [{"id_str": i, "id": i, "screen_name": h, "name": n} for i, h, n in mentions]},
    }
    if reply:
        content |= {"in_reply_to_user_id_str": reply[0], "in_reply_to_screen_name": reply[1]}
    return content


POSTS = [
    {"tweet": post("1800000000000000001", [(ANA, "ana_reads", "Ana Duarte")])},
    {"tweet": post("1800000000000000002", [], (BEN, "coach_ben"))},
    {"tweet": post("1800000000000000003", [("555", "somebody_else", "Somebody Else")])},
]

SAMPLES = [
    Sample(
        "x",
        "2020-js",
        {
            "data/account.js": account(),
            "data/follower.js": js("follower", ids("follower", ANA, BEN, links=False), break_line=False),
            "data/following.js": js("following", ids("following", BEN, links=False), break_line=False),
            "data/tweet.js": js("tweet", [post("1200000000000000001", [(BEN, "coach_ben", "Ben Okafor")])]),
        },
        ((FOLLOWER, ANA), (BOTH, "coach_ben")),
        handle="ms_rivera_room12",
        list_members=("data/follower.js", "data/following.js"),
    ),
    Sample(
        "x",
        "2024-js",
        {
            "Your archive.html": b"<!DOCTYPE html><html><head></head></html>",
            "data/manifest.js": manifest(
                follower={"follower.js": 2}, following={"following.js": 2}, block={"block.js": 1}, mute={"mute.js": 1}
            ),
            "data/account.js": account(),
            "data/profile.js": js("profile", [{"profile": {"description": {"bio": "Grade 4", "website": ""}}}]),
            "data/follower.js": js("follower", ids("follower", ANA, BEN)),
            "data/following.js": js("following", ids("following", ANA, CARA)),
            "data/block.js": js("block", ids("blocking", "700700")),
            "data/mute.js": js("mute", ids("muting", "800800")),
            "data/protected-history.js": js(
                "protected_history",
                [
                    {"protectedHistory": {"protectedAt": "2024-08-01T00:00:00.000Z", "action": "Unprotect"}},
                    {"protectedHistory": {"protectedAt": "2024-09-01T00:00:00.000Z", "action": "Protect"}},
                ],
            ),
            "data/tweets.js": js("tweets", POSTS),
            "data/direct-messages.js": js("direct_messages", []),
        },
        ((BOTH, "ana_reads"), (FOLLOWER, "coach_ben"), (FOLLOWING, CARA), (BLOCKED, "700700")),
        handle="ms_rivera_room12",
        settings={"profile.visibility": "private"},
        list_members=("data/follower.js", "data/following.js", "data/block.js"),
    ),
    Sample(
        "x",
        "2024-js-parts",
        {
            "data/manifest.js": manifest(
                follower={"follower.js": 1, "follower-part1.js": 1, "follower-part2.js": 1},
                following={"following.js": 0},
            ),
            "data/follower.js": js("follower", ids("follower", ANA)),
            "data/follower-part1.js": js("follower", ids("follower", BEN), 1),
            "data/follower-part2.js": js("follower", ids("follower", CARA), 2),
            "data/following.js": b"window.YTD.following.part0 = [ ]",
        },
        ((FOLLOWER, ANA), (FOLLOWER, BEN), (FOLLOWER, CARA)),
        handle="ms_rivera_room12",
        list_members=("data/follower.js", "data/follower-part1.js", "data/follower-part2.js", "data/following.js"),
    ),
    Sample(
        "x",
        "2024-js-loose",
        {"follower.js": js("follower", ids("follower", ANA)), "following.js": js("following", [])},
        ((FOLLOWER, ANA),),
    ),
    Sample(
        "x",
        "2016-no-lists",
        {
            "data/js/user_details.js": b'var user_details =  {\n  "screen_name" : "ms_rivera_room12", "id" : "42"\n}',
            "data/js/tweets/2016_01.js": b"Grailbird.data.tweets_2016_01 = [ ]",
            "tweets.csv": b'"tweet_id","text"\n',
        },
        (),
        handle="ms_rivera_room12",
        connections=State.NONE,
    ),
]
