"""An AT Protocol repository inside a CAR file: a signed commit over a search tree (MST) of records.

Keys are `collection/record key` in sorted order, so the parts of the tree that cannot hold a wanted collection are
never decoded: posts, likes and reposts stay closed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from connectors.bluesky.car import Car, Cid, link
from connectors.errors import MemberDamaged

_KEY = re.compile(rb"[A-Za-z0-9.-]+/[A-Za-z0-9._:~-]+")
_KEY_BYTES = 1024
_END = b"\xff"


@dataclass
class Walk:
    """What one walk over the tree met besides records."""

    missing: int = 0
    """Branches of the tree that the file does not hold."""
    broken: list[MemberDamaged] = field(default_factory=list)

    @property
    def whole(self) -> bool:
        """Whether nothing was missing or broken."""
        return not self.missing and not self.broken


def commit(car: Car, member: str) -> dict[str, Any] | None:
    """The commit: whose repository (`did`) and where its tree starts (`data`).

    None where the file holds something else than a repository. Raises `MemberDamaged` where the commit itself is
    missing or broken.
    """
    for root in car.roots[:1]:
        try:
            found = car.get(root)
        except KeyError as e:
            raise MemberDamaged(member, "its first block (the commit) is missing") from e
        if isinstance(found, dict) and isinstance(found.get("did"), str) and link(found.get("data")):
            return found
    return None


def records(car: Car, top: Cid, wanted: Sequence[str], walk: Walk, member: str) -> Iterator[tuple[str, Any]]:
    """Path (`collection/key`) and content of every record whose path starts with one of `wanted`, in path order.

    The content is None where its block is missing or broken; damage to the tree itself is noted in `walk`, and the
    rest goes on. A node is visited once, so a crafted tree cannot run in circles or grow without end.
    """
    prefixes = [prefix.encode() for prefix in wanted]
    seen: set[Cid] = set()
    # A step is a subtree (no key) between two keys, or a record with its key.
    steps: list[tuple[bytes | None, Cid, bytes, bytes]] = [(None, top, b"", _END)]
    while steps:
        key, cid, low, high = steps.pop()
        if key is None and cid in seen:
            walk.broken.append(MemberDamaged(member, "its tree leads back to itself"))
            continue
        if key is not None:
            yield key.decode("ascii"), _content(car, cid)
            continue
        seen.add(cid)
        try:
            below = list(_node(car.get(cid), low, high, member))
        except KeyError:
            walk.missing += 1
        except MemberDamaged as e:
            walk.broken.append(e)
        else:
            steps += [step for step in reversed(below) if _may_hold(step, prefixes)]


def _content(car: Car, cid: Cid) -> Any:
    try:
        return car.get(cid)
    except (KeyError, MemberDamaged):
        return None


def _node(block: Any, low: bytes, high: bytes, member: str) -> Iterator[tuple[bytes | None, Cid, bytes, bytes]]:
    """The steps of one node in key order; keys are stored without what they share with the key before."""
    entries = block.get("e") if isinstance(block, dict) else None
    if not isinstance(entries, list):
        raise MemberDamaged(member, "a part of its tree is not readable")
    subtree, before, key = block.get("l"), low, b""
    for entry in entries:
        shared, rest = (entry.get("p"), entry.get("k")) if isinstance(entry, dict) else (None, None)
        value = link(entry.get("v")) if isinstance(entry, dict) else None
        if type(shared) is not int or not 0 <= shared <= len(key) or not isinstance(rest, bytes) or value is None:
            raise MemberDamaged(member, "an entry of its tree is not readable")
        key = key[:shared] + rest
        if len(key) > _KEY_BYTES or not _KEY.fullmatch(key) or not before < key < high:
            raise MemberDamaged(member, "a key of its tree is out of order")
        if subtree is not None:
            yield None, _linked(subtree, member), before, key
        yield key, value, key, key
        subtree, before = entry.get("t"), key
    if subtree is not None:
        yield None, _linked(subtree, member), before, high


def _linked(value: Any, member: str) -> Cid:
    cid = link(value)
    if cid is None:
        raise MemberDamaged(member, "a branch of its tree is not readable")
    return cid


def _may_hold(step: tuple[bytes | None, Cid, bytes, bytes], prefixes: Sequence[bytes]) -> bool:
    key, _, low, high = step
    if key is not None:
        return key.startswith(tuple(prefixes))
    return any(low < prefix + _END and prefix < high for prefix in prefixes)
