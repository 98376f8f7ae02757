"""Snapchat downloads, as JSON and as HTML. All people are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.sample import Sample

FRIEND, BLOCKED = ("friend",), ("blocked",)
ACCOUNT = {
    "Basic Information": {
        "Username": "ms_rivera_r12",
        "Name": "Ms. Rivera",
        "Creation Date": "2019-08-01 10:00:00 UTC",
    },
    "Device Information": {},
}


def row(username: str, name: str, since: object = "2024-10-10 11:00:00 UTC") -> dict[str, object]:
    return {
        "Username": username,
        "Display Name": name,
        "Creation Timestamp": since,
        "Last Modified Timestamp": since,
        "Source": "Added By Username",
    }


def friends(**changes: object) -> dict[str, object]:
    """`json/friends.json`; `changes` with underscores for blanks (`Blocked_Users=[]`)."""
    return {
        "Friends": [row("ana.reads", "Ana Duarte"), row("coach_ben", "Ben Okafor 🏀")],
        "Friend Requests Sent": [row("cara_ngo", "Cara Ngo")],
        "Blocked Users": [row("dropped_1", "")],
        "Deleted Friends": [row("gone_2", "Gone Two")],
        "Hidden Friend Suggestions": [row("hidden_3", "Hidden Three")],
        "Ignored Snapchatters": [row("ignored_4", "Ignored Four")],
        "Pending Requests": [row("dev_patel", "Dev Patel")],
        "Shortcuts": [],
        **{key.replace("_", " "): value for key, value in changes.items()},
    }


def page(lists: dict[str, list[dict[str, object]]]) -> bytes:
    """An HTML page of headings and tables, our reading of Snapchat's own."""
    tables = "".join(
        f"<h3>{title}</h3><table><tr>{''.join(f'<th>{key}</th>' for key in row('', ''))}</tr>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in person.values())}</tr>" for person in people)
        + "</table>"
        for title, people in lists.items()
    )
    return (
        f"<!DOCTYPE html><html><head><title>Friends</title></head><body><h1>Friends</h1>{tables}</body></html>".encode()
    )


PEOPLE = (
    (FRIEND, "ana.reads"),
    (FRIEND, "coach_ben"),
    (BLOCKED, "dropped_1"),
    (("request_sent",), "cara_ngo"),
    (("request_received",), "dev_patel"),
)

SAMPLES = [
    Sample(
        "snapchat",
        "2024-json",
        {
            "json/friends.json": json.dumps(friends()).encode(),
            "json/account.json": json.dumps(ACCOUNT).encode(),
            "json/ranking.json": b'{"Statistics": {"Snapscore": "1200", "Your Total Friends": "2"}}',
            "json/chat_history.json": b'{"ana.reads": [{"Content": "private"}]}',
            "html/friends.html": page({"Friends": []}),
            "index.html": b"<html></html>",
        },
        PEOPLE,
        handle="ms_rivera_r12",
        list_members=("json/friends.json",),
    ),
    Sample(
        "snapchat",
        "2025-html",
        {
            "html/friends.html": page({key: value for key, value in friends().items() if isinstance(value, list)}),
            "html/account.html": (
                b"<html><body><h3>Basic Information</h3><table><tr><td>Username</td><td>ms_rivera_r12</td></tr>"
                b"<tr><td>Name</td><td>Ms. Rivera</td></tr></table></body></html>"
            ),
            "html/chat_history.html": b"<html>private</html>",
        },
        PEOPLE,
        handle="ms_rivera_r12",
        list_members=("html/friends.html",),
    ),
    Sample("snapchat", "2024-json-loose", {"friends.json": json.dumps(friends()).encode()}, PEOPLE),
    Sample(
        "snapchat",
        "2025-media-part",
        {"mydata~1730534400000/memories/2024-01-01_a-main.jpg": b"\xff\xd8"},
        (),
        connections=State.NONE,
    ),
]
