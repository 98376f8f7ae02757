"""The CAR file, taken apart by a small reader of its own: every block has its hash, the tree its shape."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.demo.exports import car
from auditor.demo.truth import DemoAccount

Blocks = dict[bytes, Any]


def varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def unpack(data: bytes) -> tuple[bytes, Blocks]:
    """The root and the decoded blocks; each is held against its own identifier."""
    size, at = varint(data, 0)
    header = cbor2.loads(data[at : at + size])
    assert header["version"] == 1
    at += size
    blocks: Blocks = {}
    while at < len(data):
        size, at = varint(data, at)
        cid, body = data[at : at + 36], data[at + 36 : at + size]
        assert cid[:4] == b"\x01\x71\x12\x20"
        assert cid[4:] == hashlib.sha256(body).digest()
        value = cbor2.loads(body)
        assert cbor2.dumps(value, canonical=True) == body
        blocks[cid] = value
        at += size
    (root,) = header["roots"]
    return link(root), blocks


def link(tag: Any) -> bytes:
    assert tag.tag == 42
    assert tag.value[:1] == b"\x00"
    cid: bytes = tag.value[1:]
    return cid


def layer(key: bytes) -> int:
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256(key).digest())
    return (len(bits) - len(bits.lstrip("0"))) // 2


def walk(blocks: Blocks, cid: bytes, depth: int) -> Iterator[tuple[bytes, Any]]:
    """Keys and records in order; every key must lie in the layer its hash asks for."""
    node = blocks[cid]
    assert set(node) == {"l", "e"}
    assert node["e"] or node["l"] or depth == 0
    if node["l"] is not None:
        yield from walk(blocks, link(node["l"]), depth - 1)
    key = b""
    for place, entry in enumerate(node["e"]):
        assert set(entry) == {"p", "k", "v", "t"}
        assert place or entry["p"] == 0
        previous, key = key, key[: entry["p"]] + entry["k"]
        if place:
            assert key[: entry["p"] + 1] != previous[: entry["p"] + 1], "no shared letter is written twice"
        assert layer(key) == depth
        yield key, blocks[link(entry["v"])]
        if entry["t"] is not None:
            yield from walk(blocks, link(entry["t"]), depth - 1)


def records(data: bytes) -> tuple[Any, dict[str, Any]]:
    root, blocks = unpack(data)
    commit = blocks[root]
    top = blocks[link(commit["data"])]
    depth = 0
    if top["e"]:
        depth = layer(top["e"][0]["k"])
    pairs = list(walk(blocks, link(commit["data"]), depth))
    assert [key for key, _ in pairs] == sorted(key for key, _ in pairs)
    return commit, {key.decode(): record for key, record in pairs}


def test_the_demo_repository_holds_exactly_its_people(account: Callable[[str], DemoAccount]) -> None:
    bluesky = account("14")
    commit, found = records(bluesky.inputs[0].read_bytes())
    assert commit["version"] == 3
    assert commit["prev"] is None
    assert len(commit["sig"]) == 64
    assert commit["did"].startswith("did:plc:")
    assert len(commit["rev"]) == 13
    for kind, collection in (("following", "app.bsky.graph.follow"), ("blocked", "app.bsky.graph.block")):
        subjects = [r["subject"] for key, r in found.items() if key.startswith(f"{collection}/")]
        assert sorted(subjects) == sorted(p.identity for p in bluesky.people if kind in p.kinds)
    assert found["app.bsky.actor.profile/self"]["$type"] == "app.bsky.actor.profile"
    assert any(key.startswith("app.bsky.feed.post/") for key in found)


@pytest.mark.parametrize(
    ("key", "depth"),
    [("2653ae71", 0), ("blue", 1), ("app.bsky.feed.post/454397e440ec", 4), ("app.bsky.feed.post/9adeb165882c", 8)],
)
def test_layers_are_those_of_the_specification(key: str, depth: int) -> None:
    assert layer(key.encode()) == depth
    _, found = records(car.pack("did:plc:x", {key: {"a": 1}}, "3k", b""))
    assert found == {key: {"a": 1}}


@given(st.dictionaries(st.text("abc/.", min_size=1, max_size=12), st.integers(0, 3), max_size=40))
@settings(deadline=None, max_examples=60)
def test_any_records_come_back(values: dict[str, int]) -> None:
    wanted = {key: {"v": value} for key, value in values.items()}
    assert records(car.pack("did:plc:x", wanted, "3k", b""))[1] == wanted


def test_record_keys_sort_by_time() -> None:
    keys = [car.tid(second * 1_000_000, clock) for second in (1, 1_700_000_000, 1_800_000_000) for clock in (0, 5)]
    assert keys == sorted(set(keys))
    assert {len(key) for key in keys} == {13}
