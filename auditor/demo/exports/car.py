"""A repository of the AT Protocol as a CAR v1 file: records, the Merkle search tree over them, a commit.

The signature of the commit is made up: nobody holds the key of an invented account.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

import cbor2

Record = Mapping[str, object]
_CID_HEAD = bytes((1, 0x71, 0x12, 32))  # version 1, DAG-CBOR, SHA-256 of 32 bytes
_TID_DIGITS = "234567abcdefghijklmnopqrstuvwxyz"


def tid(microseconds: int, clock: int) -> str:
    """A record key that sorts by time; `clock` (below 1024) keeps keys of one moment apart."""
    value = microseconds << 10 | clock
    return "".join(_TID_DIGITS[value >> shift & 31] for shift in range(60, -1, -5))


def pack(did: str, records: Mapping[str, Record], rev: str, signature: bytes) -> bytes:
    """The CAR file of a repository; `records` are by path (`app.bsky.graph.follow/3l...`)."""
    blocks = _Blocks()
    entries = [(path.encode(), blocks.add(record)) for path, record in sorted(records.items())]
    tree = _node(entries, max((_depth(key) for key, _ in entries), default=0), blocks)
    commit = {"did": did, "version": 3, "data": _link(tree), "rev": rev, "prev": None, "sig": signature}
    root = blocks.add(commit)
    header = cbor2.dumps({"roots": [_link(root)], "version": 1}, canonical=True)
    sections = [header, *(cid + data for cid, data in blocks.by_cid.items())]
    return b"".join(_varint(len(section)) + section for section in sections)


class _Blocks:
    """Blocks by content identifier, in the order in which they were added."""

    def __init__(self) -> None:
        self.by_cid: dict[bytes, bytes] = {}

    def add(self, value: object) -> bytes:
        data = cbor2.dumps(value, canonical=True)
        cid = _CID_HEAD + hashlib.sha256(data).digest()
        self.by_cid[cid] = data
        return cid


def _link(cid: bytes | None) -> cbor2.CBORTag | None:
    return None if cid is None else cbor2.CBORTag(42, b"\x00" + cid)


def _depth(key: bytes) -> int:
    """Leading zero bits of the key's SHA-256, in pairs: the layer of the tree that the key lies in."""
    return (256 - int.from_bytes(hashlib.sha256(key).digest()).bit_length()) // 2


def _node(entries: Sequence[tuple[bytes, bytes]], layer: int, blocks: _Blocks) -> bytes:
    """The tree over entries of this layer and below. Layers without a key of their own are kept as empty nodes."""
    left: bytes | None = None
    own: list[dict[str, object]] = []
    below: list[tuple[bytes, bytes]] = []
    previous = b""

    def hang() -> None:
        nonlocal left
        if below and own:
            own[-1]["t"] = _link(_node(below, layer - 1, blocks))
        elif below:
            left = _node(below, layer - 1, blocks)
        below.clear()

    for key, value in entries:
        if _depth(key) < layer:
            below.append((key, value))
            continue
        hang()
        shared = next((n for n, (a, b) in enumerate(zip(previous, key, strict=False)) if a != b), len(previous))
        own.append({"p": shared, "k": key[shared:], "v": _link(value), "t": None})
        previous = key
    hang()
    return blocks.add({"l": _link(left), "e": own})


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    return bytes((*out, number))
