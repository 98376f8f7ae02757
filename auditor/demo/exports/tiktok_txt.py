"""TikTok's TXT export: one file per list, a block of lines per person."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports.packing import pack_zip

_FOLDER = "Profile and Settings"


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP."""
    members = {
        f"{_FOLDER}/Follower.txt": _blocks(account.of("follower")),
        f"{_FOLDER}/Following.txt": _blocks(account.of("following")),
        "Your Activity/Searches.txt": "Date: 2026-10-01 10:00:00 UTC\nSearch Term: relay race drills\n\n",
        "Direct Messages/Direct Messages.txt": ">>> Chat History with a_colleague::\nSee you at practice\n",
    }
    return [pack_zip(folder / f"TikTok_Data_{seconds(account.taken)}.zip", members, account.taken)]


def _blocks(links: list[Link]) -> str:
    return "".join(f"Date: {x.since:%Y-%m-%d %H:%M:%S} UTC\nUsername: {x.handle}\n\n" for x in links)
