"""Repository files in the way a Bluesky server writes them, with a small CAR writer. All accounts are invented."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import cbor2

from connectors.model import State
from tests.connectors.sample import Sample

ANA, BO, CY, SPAM, OWNER = (f"did:plc:{name:a<24}" for name in ("ana", "bochen", "cywren", "spam", "msokoye"))
FOLLOW, BLOCK, POST, PROFILE = (
    f"app.bsky.{name}" for name in ("graph.follow", "graph.block", "feed.post", "actor.profile")
)


def cid(block: bytes) -> bytes:
    return b"\x01\x71\x12\x20" + hashlib.sha256(block).digest()


def link(of: bytes) -> cbor2.CBORTag:
    return cbor2.CBORTag(42, b"\x00" + of)


def varint(number: int) -> bytes:
    out = b""
    while number >= 0x80:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def car(root: bytes, blocks: Sequence[tuple[bytes, bytes]]) -> bytes:
    """A CAR file of (id, bytes) blocks."""
    header = cbor2.dumps({"version": 1, "roots": [link(root)]}, canonical=True)
    return varint(len(header)) + header + b"".join(varint(36 + len(data)) + name + data for name, data in blocks)


class Repo:
    """Builds the blocks of a repository: records, a tree of small nodes over their sorted paths, a commit."""

    def __init__(self, did: str, records: Mapping[str, Any]) -> None:
        self.blocks: list[tuple[bytes, bytes]] = []
        self.by_path = {path: self.add(record) for path, record in sorted(records.items())}
        tree = self._tree(list(self.by_path))
        commit = {"did": did, "version": 3, "data": link(tree), "rev": "3kaaaaaaaaaa2", "prev": None, "sig": b"x" * 64}
        self.root = self.add(commit)
        self.blocks.insert(0, self.blocks.pop())  # a server writes the commit first

    def add(self, value: Any) -> bytes:
        data = cbor2.dumps(value, canonical=True)
        self.blocks.append((cid(data), data))
        return self.blocks[-1][0]

    def _tree(self, paths: list[str]) -> bytes:
        """A node with a few paths, evenly spread; those between them stand in the nodes below."""
        step = len(paths) // 4 + 1 if len(paths) > 3 else 1
        here = paths[step - 1 :: step]
        inner = [paths[start : start + step - 1] for start in range(0, len(here) * step + 1, step)]
        below = [link(self._tree(part)) if part else None for part in inner]
        entries, before = [], b""
        for position, path in enumerate(here):
            key = path.encode()
            shared = next((i for i, (a, b) in enumerate(zip(before, key, strict=False)) if a != b), len(before))
            value = link(self.by_path[path])
            entries.append({"p": shared, "k": key[shared:], "v": value, "t": below[position + 1]})
            before = key
        return self.add({"l": below[0], "e": entries})

    def car(self, without: Sequence[bytes] = ()) -> bytes:
        return car(self.root, [block for block in self.blocks if block[0] not in without])


def edge(collection: str, did: Any, day: int = 1) -> dict[str, Any]:
    return {"$type": collection, "subject": did, "createdAt": f"2024-03-{day:02}T08:15:00.123Z"}


ABOUT = {"$type": PROFILE, "displayName": "Ms Okoye 🦉", "description": "Room 12", "createdAt": "2023-05-01T00:00:00Z"}
HIDDEN = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "!no-unauthenticated"}]}
FOLLOWS = {f"{FOLLOW}/3kaaaaaaaaa{n}2": edge(FOLLOW, did, n) for n, did in enumerate((ANA, BO, CY), 2)}
POSTS = {f"{POST}/3kbbbbbbbb{n:03}": {"$type": POST, "text": f"closed {n}"} for n in range(40)}
LIKES = {f"app.bsky.feed.like/3kcccccccc{n:03}": {"$type": "app.bsky.feed.like"} for n in range(10)}
ALL = {**FOLLOWS, **POSTS, **LIKES, f"{BLOCK}/3kddddddddd22": edge(BLOCK, SPAM), f"{PROFILE}/self": ABOUT}
PEOPLE = ((("blocked",), SPAM), (("following",), ANA), (("following",), BO), (("following",), CY))
OPEN = {"profile.visibility": "public", "search.indexing": "on"}


def sample(name: str, records: Mapping[str, Any], people: tuple, settings: dict[str, str]) -> Sample:
    files = {"repo.car": Repo(OWNER, records).car()}
    return Sample("bluesky", name, files, people, settings=settings, connections=State.PARTIAL)


def answer(name: str, *dids: str, cursor: str | None = None) -> bytes:
    """A page of the public API, with a handle and a display name per DID."""
    people = [
        {"did": did, "handle": f"ana-{2 + (ANA, BO, CY).index(did)}.example", "displayName": "Ana", "viewer": {}}
        for did in dids
    ]
    page = {name: people, "subject": {"did": OWNER, "handle": "okoye.example"}}
    return json.dumps(page | ({"cursor": cursor} if cursor else {})).encode()


SAMPLES: list[Sample] = [
    sample("repo", ALL, PEOPLE, OPEN),
    sample("hidden-from-visitors", {**ALL, f"{PROFILE}/self": {**ABOUT, "labels": HIDDEN}}, PEOPLE,
           {**OPEN, "search.indexing": "off"}),
    sample("follows-only", FOLLOWS, PEOPLE[1:], {"profile.visibility": "public"}),
    sample("nobody-followed", POSTS, (), {"profile.visibility": "public"}),
    sample("new-account", {}, (), {"profile.visibility": "public"}),
    Sample(
        "bluesky",
        "api-answers-json",
        {"get_followers.json": answer("followers", ANA, BO), "get_follows.json": answer("follows", ANA)},
        ((("follower", "following"), "ana-2.example"), (("follower",), "ana-3.example")),
        handle="okoye.example",
        wrappable=False,
    ),
]  # fmt: skip
