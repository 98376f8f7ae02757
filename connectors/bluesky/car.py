"""A reader of CAR version 1 files: content-addressed blocks, one after the other.

The file has to be read through to know where each block lies, but a block is decoded only when somebody asks for
it, and only if its bytes give the hash it is named by. Nothing in here trusts a length, a count or a link.
"""

from __future__ import annotations

import hashlib
from typing import Any, TypeAlias

import cbor2

from connectors.errors import MemberDamaged

Cid: TypeAlias = bytes
"""A content id in binary: version 1, codec, SHA-256 of the block."""

_RAW, _DAG_CBOR = 0x55, 0x71
_CID_BYTES = 36
_LINK_TAG = 42
_HEADER_BYTES = 64 * 1024
_BLOCK_BYTES = 4 * 1024 * 1024
_DEPTH = 64


class Car:
    """The blocks of one CAR file.

    `roots` are the ids the header names. `truncated` says that the file breaks off: the blocks before that point can
    still be read. Raises `MemberDamaged` where there is no CAR header at all.
    """

    def __init__(self, data: bytes, member: str) -> None:
        self._data, self._member = data, member
        self.roots, at = _header(data, member)
        self.truncated = False
        self._blocks: dict[Cid, tuple[int, int]] = {}
        while at < len(data):
            try:
                size, at = _varint(data, at)
            except ValueError:
                self.truncated = True
                return
            start, at = at + _CID_BYTES, at + size
            if size < _CID_BYTES or at > len(data) or not is_cid(data[start - _CID_BYTES : start]):
                self.truncated = True
                return
            self._blocks.setdefault(data[start - _CID_BYTES : start], (start, at))

    def __len__(self) -> int:
        return len(self._blocks)

    def get(self, cid: Cid) -> Any:
        """The decoded block of this id; `link` reads the ids in it.

        Raises `KeyError` where the file does not hold it and `MemberDamaged` where its bytes are not those it is
        named by, or are not what a block holds.
        """
        start, end = self._blocks[cid]
        block = self._data[start:end]
        if hashlib.sha256(block).digest() != cid[4:]:
            raise MemberDamaged(self._member, "a block is not the one its name promises", f"byte {start}")
        if len(block) > _BLOCK_BYTES:
            raise MemberDamaged(self._member, "a block is larger than any record can be", f"byte {start}")
        return _decode(block, self._member, start)


def is_car(head: bytes) -> bool:
    """Whether a file that begins like this is a CAR file."""
    try:
        _header(head, "")
    except MemberDamaged:
        return False
    return True


def is_cid(value: bytes) -> bool:
    """Whether these bytes are a version 1 id with a SHA-256 hash, the only kind that repositories use."""
    return len(value) == _CID_BYTES and value[0] == 1 and value[1] in (_RAW, _DAG_CBOR) and value[2:4] == b"\x12\x20"


def link(value: Any) -> Cid | None:
    """The id that a decoded value links to; None where it is no link."""
    if isinstance(value, cbor2.CBORTag) and value.tag == _LINK_TAG and isinstance(value.value, bytes):
        cid = value.value[1:]
        return cid if value.value[:1] == b"\x00" and is_cid(cid) else None
    return None


def _header(data: bytes, member: str) -> tuple[list[Cid], int]:
    try:
        size, at = _varint(data, 0)
    except ValueError as e:
        raise MemberDamaged(member, "it is not a repository file (CAR)") from e
    if not 0 < size <= _HEADER_BYTES or at + size > len(data):
        raise MemberDamaged(member, "it is not a repository file (CAR)")
    header = _decode(data[at : at + size], member, at)
    if not isinstance(header, dict) or header.get("version") != 1 or not isinstance(header.get("roots"), list):
        raise MemberDamaged(member, "it is not a repository file (CAR version 1)")
    return [cid for cid in map(link, header["roots"]) if cid is not None], at + size


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number of at most 63 bits and the position behind it; `ValueError` where it breaks off."""
    value = 0
    for shift, byte in zip(range(0, 63, 7), data[at : at + 9], strict=False):
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at + shift // 7 + 1
    raise ValueError(at)


def _decode(block: bytes, member: str, at: int) -> Any:
    try:
        return cbor2.loads(
            block, max_depth=_DEPTH, allow_indefinite=False, allow_duplicate_keys=False, strict_hashable_types=True
        )
    except (cbor2.CBORError, ValueError, RecursionError) as e:
        raise MemberDamaged(member, "a block cannot be decoded", f"byte {at}") from e
