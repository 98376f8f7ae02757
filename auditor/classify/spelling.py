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

HEAD = 8
"""Letters that fit into one number."""
_ONE, _LETTER, _TWO_LETTERS, _FIRST, _FIRST_TWO = (np.uint64(n) for n in (1, 8, 16, 0xFF, 0xFFFF))
_RUNS = re.compile(r"(.)\1+")
_VALUES = np.zeros(256, np.uint64)
_VALUES[ord("a") : ord("z") + 1] = np.arange(1, 27)
_VALUES[ord("0") : ord("9") + 1] = np.arange(27, 37)
_BITS = np.where(_VALUES > 0, np.uint64(1) << _VALUES, np.uint64(0))


@lru_cache(maxsize=1 << 16)
def squeezed(word: str) -> str:
    """A word with every run of one letter written once: `Harrrison` and `Harrison` are `harison`."""
    return _RUNS.sub(r"\1", word)


def letters(words: Sequence[str]) -> NDArray[np.uint8]:
    """Words (a to z and digits) as a matrix of bytes, a row per word, filled up with 0."""
    if not words:
        return np.zeros((0, 1), np.uint8)
    width = min(LONGEST, max(1, max(map(len, words))))
    packed = np.array("\n".join(words).encode("ascii", "replace").split(b"\n"), f"S{width}")
    return packed.view(np.uint8).reshape(len(words), width)


def matrix(words: NDArray[np.bytes_]) -> NDArray[np.uint8]:
    """The letters of words, a row per word, filled up with 0; no wider than the longest."""
    if not len(words):
        return np.zeros((0, 1), np.uint8)
    found = np.ascontiguousarray(words).view(np.uint8).reshape(len(words), -1)
    return found[:, : max(1, int(np.flatnonzero(found.any(0)).max(initial=0)) + 1)]


def squeezed_letters(matrix: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The letters with 0 in the place of each that is as the one before it (`squeezed`)."""
    found = matrix.copy()
    found[:, 1:][matrix[:, 1:] == matrix[:, :-1]] = 0
    return found


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


def occurring(matrix: NDArray[np.uint8]) -> U64:
    """Which letters occur in every row, as bits."""
    found = np.zeros(len(matrix), np.uint64)
    for column in matrix.T:
        has = np.flatnonzero(column)
        if not len(has):
            break
        found[has] |= _BITS[column[has]]
    return found


def ends(matrix: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """The first three letters of every row, and in the highest byte the last letter."""
    size = np.count_nonzero(matrix, axis=1)
    found = np.zeros(len(matrix), np.uint32)
    for at, column in enumerate(matrix.T[:3]):
        found |= column.astype(np.uint32) << np.uint32(8 * at)
    last = matrix[np.arange(len(matrix)), np.maximum(size - 1, 0)]
    return found | last.astype(np.uint32) << np.uint32(24)


def heads(matrix: NDArray[np.uint8]) -> U64:
    """The first eight letters of every row as one number, the first letter lowest."""
    found = np.zeros((len(matrix), HEAD), np.uint8)
    found[:, : matrix.shape[1]] = matrix[:, :HEAD]
    return found.view("<u8")[:, 0].astype(np.uint64)


def one_apart(a: U64, b: U64) -> NDArray[np.bool_]:
    """Whether words of eight letters at most (`heads`) are the same but for one letter, or two that changed places.

    Words are compared from their first different letter on: with it left out of one of them, of both, or with it and
    the next one in the other order, the rest is the same.
    """
    differing = a ^ b
    lowest = differing & (~differing + _ONE)
    same = (np.bitwise_count(lowest - _ONE) & np.uint8(0xF8)).astype(np.uint64)
    same[differing == 0] = 0
    a, b = a >> same, b >> same
    found = (a >> _LETTER == b >> _LETTER) | (a >> _LETTER == b) | (a == b >> _LETTER)
    turned = (a & _FIRST) << _LETTER | (a >> _LETTER & _FIRST)
    return found | (turned == b & _FIRST_TWO) & (a >> _TWO_LETTERS == b >> _TWO_LETTERS)


def one_left_out(matrix: NDArray[np.uint8]) -> tuple[NDArray[np.int64], U64]:
    """Every word with one of its letters left out, hashed: the row, and the mixed hash."""
    values = _VALUES[matrix]
    ahead = [np.zeros(len(matrix), np.uint64)]
    for column in values.T:
        ahead.append(np.where(column > 0, ahead[-1] * BASE + column, ahead[-1]))
    power = np.ones(len(matrix), np.uint64)
    rows, found = [], []
    for gap in reversed(range(matrix.shape[1])):
        # What stands before the letter moves one place on, and the letter goes.
        total = ahead[-1] + (ahead[gap] - ahead[gap + 1]) * power
        has = np.flatnonzero(values[:, gap])
        rows.append(has)
        found.append(total[has])
        power[has] *= BASE
    return np.concatenate(rows[::-1]), mixed(np.concatenate(found[::-1]))
