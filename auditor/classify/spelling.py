"""Words as numbers: a polynomial hash whose value for a piece of a word follows from the whole.

That is what lets every piece of a handle be looked up among 400,000 names without cutting a single string
(Karp and Rabin 1987), and every spelling with a letter left out without writing it (Garbe's symmetric delete, 2012).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import U64, mixed

LONGEST = 40
"""Letters of a word that count."""
BASE = np.uint64(0xD6E8FEB86659FD93)
"""Any large odd number does."""

_RUNS = re.compile(r"(.)\1+")
_VALUES = np.zeros(256, np.uint64)
_VALUES[ord("a") : ord("z") + 1] = np.arange(1, 27)
_VALUES[ord("0") : ord("9") + 1] = np.arange(27, 37)


@lru_cache(maxsize=1 << 16)
def squeezed(word: str) -> str:
    """A word with every run of one letter written once: `Harrrison` and `Harrison` are `harison`."""
    return _RUNS.sub(r"\1", word)


def letters(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words (a to z and digits) as a matrix of bytes, a row per word, filled up with 0."""
    if not words:
        return np.zeros((0, 1), np.uint8)
    width = min(LONGEST, max(1, max(map(len, words))))
    packed = np.array([word[:LONGEST].encode("ascii", "replace") for word in words], dtype=f"S{width}")
    return packed.view(np.uint8).reshape(len(words), width)


def raw_hashes(matrix: NDArray[np.uint8]) -> U64:
    """The polynomial of every row of letters, not yet mixed."""
    values = _VALUES[matrix]
    total = np.zeros(len(matrix), np.uint64)
    for column in values.T:
        total = np.where(column > 0, total * BASE + column, total)
    return total


def hashes(words: Sequence[str]) -> U64:
    """One mixed hash per word."""
    return mixed(raw_hashes(letters(words)))


def values(text: NDArray[np.uint8]) -> U64:
    """What each letter counts in the polynomial."""
    return _VALUES[text]


def one_left_out(matrix: NDArray[np.uint8]) -> tuple[NDArray[np.int64], U64]:
    """Every word with one of its letters left out, hashed: the row, and the mixed hash."""
    values = _VALUES[matrix]
    rows, found = [], []
    for gap in range(matrix.shape[1]):
        total = np.zeros(len(matrix), np.uint64)
        for at, column in enumerate(values.T):
            if at != gap:
                total = np.where(column > 0, total * BASE + column, total)
        has = np.flatnonzero(values[:, gap] > 0)
        rows.append(has)
        found.append(total[has])
    return np.concatenate(rows), mixed(np.concatenate(found))
