"""Names of a roster that are one slip of the pen away from words that are shown."""

from __future__ import annotations

import numpy as np

from auditor.classify import alike, spelling
from auditor.classify.index import Index, slip_key
from auditor.classify.lookup import I32, I64, distinct, mixed, spread
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
    which, token = index.slips.expand(*index.slips.blocks(slip_key(kind, hashed)))
    pairs = distinct(at[which] << 32 | token.astype(np.int64))
    at, token = pairs >> 32, (pairs & 0xFFFFFFFF).astype(np.int32)
    same = alike.one_slip(different[long[at]], token, wording)
    at, token = at[same], token[same]
    start = np.searchsorted(long[at], back, "left")
    which, position = spread(start, np.searchsorted(long[at], back, "right") - start)
    return which, token[position]
