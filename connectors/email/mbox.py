"""The header blocks of stored messages: an mbox of many, or one message in a file. What follows them is passed over.

mbox as in RFC 4155 and as programs write it: a line `From ` with a date behind an empty line begins a message; such a
line in a text stands there as `>From `, or is taken for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

_LINE = 65_536
_LARGEST = 4 << 20
"""Bytes of one header block; what is longer is cut, and its last field with it."""
_BEGINS = re.compile(rb"From \S+.*\d{4}\s*$|From \S+.*\d{2}:\d{2}", re.DOTALL)
_TELLING = re.compile(
    rb"^(?:from|to|date|message-id|received|delivered-to|return-path)\s*:", re.IGNORECASE | re.MULTILINE
)


def looks_like_mbox(head: bytes) -> bool:
    """Whether the first bytes of a file are those of an mbox."""
    first, _, rest = head.lstrip(b"\r\n\xef\xbb\xbf").partition(b"\n")
    return _BEGINS.match(first) is not None and looks_like_message(rest)


def looks_like_message(head: bytes) -> bool:
    """Whether the first bytes of a file are the header of a message: two of the fields that all of them have."""
    block = re.split(rb"\r?\n\r?\n", head.lstrip(b"\r\n\xef\xbb\xbf"), maxsplit=1)[0]
    first = block.partition(b"\n")[0]
    named = {found.lower().rstrip(b": \t") for found in _TELLING.findall(block)}
    return re.match(rb"[!-9;-~]{1,80}\s*:", first) is not None and len(named) > 1


def messages(stream: BinaryIO, *, many: bool) -> Iterator[bytes]:
    """The header block of each message, in order; of one message where `many` is false."""
    block: list[bytes] | None = None if many else []
    size, blank, fresh = 0, True, True
    while line := stream.readline(_LINE):
        begins, fresh = fresh, line.endswith(b"\n")
        if many and begins and blank and line.startswith(b"From ") and _BEGINS.match(line):
            if block is not None:
                yield b"".join(block)
            block, size, blank = [], 0, False
            continue
        blank = begins and not line.strip(b"\r\n")
        if block is None:
            continue
        if blank:
            yield b"".join(block)
            if not many:
                return
            block = None
        elif size < _LARGEST:
            size += len(line)
            block.append(line)
    if block:
        yield b"".join(block)
