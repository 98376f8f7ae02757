"""Names of a roster that are one slip of the pen away from words that are shown."""

from __future__ import annotations

import numpy as np

from auditor.classify import alike, spelling
from auditor.classify.index import Index, slip_key
from auditor.classify.lookup import I32, I64, U64, distinct, mixed, spread
from auditor.classify.wording import Wording

_FROM = 3
"""Letters from which on a word may be a slip."""


def similar(index: Index, wording: Wording, refs: I32, kind: int) -> tuple[I64, I32]:
    """Names like some words (references): position in `refs`, and the token. `kind`: SLIP_GIVEN or SLIP_FAMILY."""
    different, back = np.unique(refs, return_inverse=True)
    long = np.flatnonzero((different != -1) & (wording.length_of(different) >= _FROM))
    matrix = spelling.matrix(wording.text_of(different[long]))
    at, hashed = spelling.one_left_out(matrix)
    whole = mixed(spelling.raw_hashes(matrix))
    squeezed = mixed(spelling.raw_hashes(spelling.squeezed_letters(matrix)))
    at = np.concatenate((at, np.arange(len(matrix)), np.arange(len(matrix))))
    hashed = np.concatenate((hashed, whole, squeezed))
    at, token = looked_up(index, kind, at, hashed)
    same = alike.one_slip(different[long[at]], token, wording)
    return for_each(long[at[same]], token[same], back)


def looked_up(index: Index, kind: int, at: I64, hashed: U64) -> tuple[I64, I32]:
    """Names of the roster under some hashes, each once per `at`, which says whose a hash is; in ascending order."""
    which, token = index.slips.expand(*index.slips.blocks(slip_key(kind, hashed)))
    pairs = distinct(at[which] << 32 | token.astype(np.int64))
    return pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)


def for_each(at: I64, token: I32, back: I64) -> tuple[I64, I32]:
    """Names found for different words (`at`, ascending), for every word of a list: its position, and the token.

    `back`: which of the different words each of the list is.
    """
    start = np.searchsorted(at, back, "left")
    which, position = spread(start, np.searchsorted(at, back, "right") - start)
    return which, token[position]
