"""Snapchat's JSON export: handle and display name of everybody."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports.packing import dump, pack_zip, photo


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP; pictures and chats lie beside the lists."""
    friends = account.of("friend")
    lists = {
        "Friends": friends,
        "Friend Requests Sent": account.of("request_sent"),
        "Blocked Users": account.of("blocked"),
        "Deleted Friends": [],
        "Hidden Friend Suggestions": [],
        "Ignored Snapchatters": [],
        "Pending Requests": account.of("request_received"),
        "Shortcuts": [],
    }
    basic = {"Username": account.handle, "Name": account.name, "Creation Date": "2021-09-02 16:00:00 UTC"}
    content: dict[str, object] = {
        "account": {"Basic Information": basic},
        "friends": {name: [_person(x) for x in links] for name, links in lists.items()},
        "ranking": {"Statistics": {"Snapscore": "20410", "Your Total Friends": str(len(friends))}},
        "user_profile": {"App Profile": {"Country": "US"}},
        "chat_history": {friends[0].handle: [{"From": friends[0].handle, "Media Type": "TEXT", "Content": "ok!"}]},
    }
    members: dict[str, str | bytes] = {f"json/{name}.json": dump(value) for name, value in content.items()}
    chance = account.chance("pictures")
    for number in range(5):
        members[f"chat_media/2026-10-{number + 10}_{chance.randrange(10**9)}.jpg"] = photo(chance)
    return [pack_zip(folder / f"mydata~{seconds(account.taken) * 1000}.zip", members, account.taken)]


def _person(link: Link) -> dict[str, str]:
    when = f"{link.since:%Y-%m-%d %H:%M:%S} UTC"
    return {
        "Username": link.handle,
        "Display Name": link.shown,
        "Creation Timestamp": when,
        "Last Modified Timestamp": when,
        "Source": "Added By Username",
    }
