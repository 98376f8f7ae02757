"""Bluesky's export: the account's own repository as a CAR file. It names people by DID, and holds no followers."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

from auditor.demo.account import Account
from auditor.demo.exports import car
from auditor.demo.exports.packing import save

_COLLECTIONS = {"following": "app.bsky.graph.follow", "blocked": "app.bsky.graph.block"}


def write(account: Account, folder: Path) -> list[Path]:
    """One CAR file."""
    records: dict[str, Mapping[str, object]] = {}
    clock = 0

    def add(collection: str, when: datetime, **fields: object) -> None:
        nonlocal clock
        clock += 1
        created = {"$type": collection, "createdAt": f"{when:%Y-%m-%dT%H:%M:%S}.000Z"}
        records[f"{collection}/{_tid(when, clock)}"] = created | fields

    for kind, collection in _COLLECTIONS.items():
        for link in account.of(kind):
            add(collection, link.since, subject=link.number)
    for day in range(5):
        add(
            "app.bsky.feed.post", account.taken - timedelta(days=day + 1), text="New on our shelves today", langs=["en"]
        )
    records["app.bsky.actor.profile/self"] = {
        "$type": "app.bsky.actor.profile",
        "displayName": account.name,
        "description": account.bio,
    }
    signature = account.chance("signature").randbytes(64)
    return [save(folder / "repo.car", car.pack(_did(account), records, _tid(account.taken, 0), signature))]


def _tid(when: datetime, clock: int) -> str:
    return car.tid(int(when.timestamp()) * 1_000_000, clock)


def _did(account: Account) -> str:
    digest = hashlib.sha256(account.number.encode()).digest()
    return "did:plc:" + base64.b32encode(digest)[:24].decode().lower()
