"""Mastodon's CSV lists and archive, as its servers write them. All people are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.sample import Sample

NEW = b"Account address,Show boosts,Notify on new posts,Languages\n"
OLD = b"Account address,Show boosts\n"
FOLLOWING = b"ana.ruiz@school.example,true,false,\nBo_Chen@Other.Example,false,true,en\n"
BLOCKED = b"spam@bad.example\n"
ACTOR = {
    "@context": ["https://www.w3.org/ns/activitystreams"],
    "id": "https://town.example/users/ms_okoye",
    "type": "Person",
    "inbox": "https://town.example/users/ms_okoye/inbox",
    "preferredUsername": "ms_okoye",
    "name": "Ms Okoye 🦉",
    "summary": "<p>Room 12.<br>Science &amp; more</p>",
    "url": "https://town.example/@ms_okoye",
    "manuallyApprovesFollowers": True,
    "discoverable": False,
    "indexable": False,
    "published": "2022-11-05T00:00:00Z",
}
PEOPLE = ((("following",), "ana.ruiz@school.example"), (("following",), "Bo_Chen@other.example"))
SPAM = (("blocked",), "spam@bad.example")
LOCKED = {"requests.approval": "required", "search.indexing": "off"}


def actor(**changes: object) -> bytes:
    """The archive's `actor.json`; a field that is changed to Ellipsis is left out."""
    return json.dumps({key: value for key, value in {**ACTOR, **changes}.items() if value is not ...}).encode()


def sample(name: str, files: dict[str, bytes], people: tuple, settings: dict[str, str], state: State) -> Sample:
    handle = "ms_okoye@town.example" if any(path.endswith("actor.json") for path in files) else None
    lists = tuple(path for path in files if path.endswith("_accounts.csv"))
    return Sample("mastodon", name, files, people, handle, settings, state, lists)


SAMPLES: list[Sample] = [
    sample("csv-new", {"following_accounts.csv": NEW + FOLLOWING}, PEOPLE, {}, State.PARTIAL),
    sample("csv-old", {"following_accounts.csv": OLD + FOLLOWING}, PEOPLE, {}, State.PARTIAL),
    sample(
        "csv-all",
        {
            "following_accounts.csv": NEW + FOLLOWING,
            "blocked_accounts.csv": BLOCKED,
            "muted_accounts.csv": b"Account address,Hide notifications\nloud@other.example,true\n",
            "lists.csv": b"Teachers,ana.ruiz@school.example\n",
            "blocked_domains.csv": b"bad.example\n",
            "bookmarks.csv": b"https://other.example/1\n",
        },
        (*PEOPLE, SPAM),
        {},
        State.PARTIAL,
    ),
    sample("archive", {"actor.json": actor(), "outbox.json": b"{}"}, (), LOCKED, State.NONE),
    sample(
        "archive-open-before-2023",
        {"actor.json": actor(manuallyApprovesFollowers=False, discoverable=True, indexable=...)},
        (),
        {"requests.approval": "open", "search.indexing": "on"},
        State.NONE,
    ),
    sample(
        "archive-and-csv",
        {
            "archive-20260102030405-0a1b2c/actor.json": actor(),
            "archive-20260102030405-0a1b2c/outbox.json": b"{}",
            "following_accounts.csv": NEW + b"dee,true,false,\n" + FOLLOWING,
        },
        ((("following",), "dee@town.example"), *PEOPLE),
        LOCKED,
        State.PARTIAL,
    ),
]
