"""Names that a connection shows, from its display name and its handle alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import I32, I64, in_order, ranked


@dataclass(slots=True)
class Mentions:
    """Words that may be a given name, or a surname, of a connection. Each (row, token) once, by row."""

    row: I64
    token: I32
    start: I64
    """Where in the handle; -1 for words of the display name."""
    length: I64
    total: I64
    """Letters of the whole handle."""

    @classmethod
    def of(cls, row: I64, token: I32, start: I64, length: I64, total: I64, limit: int) -> Mentions:
        """The first `limit` different words of every row."""
        first = _first_of_each(row, token)
        first = first[np.flatnonzero(ranked(row[first]) < limit)]
        return cls(row[first], token[first].astype(np.int32), start[first], length[first], total[first])

    @classmethod
    def shown(cls, row: I64, token: I32, limit: int) -> Mentions:
        """Words of display names."""
        nothing = np.zeros(len(row), np.int64)
        return cls.of(row, token, nothing - 1, nothing, nothing, limit)

    @classmethod
    def joined(cls, parts: Sequence[Mentions], limit: int) -> Mentions:
        """Several lists as one; what comes first stays."""
        row, token, start, length, total = (np.concatenate([getattr(p, name) for p in parts]) for name in cls.__slots__)
        return cls.of(row, token, start, length, total, limit)

    def only(self, keep: NDArray[np.bool_] | I64) -> Mentions:
        """Some of them."""
        keep = np.flatnonzero(keep) if keep.dtype == bool else keep  # to take by places is several times faster
        return Mentions(*(getattr(self, name)[keep] for name in Mentions.__slots__))


def filling(
    given: Mentions, family: Mentions, where: NDArray[np.bool_], spare: int
) -> tuple[Mentions, Mentions]:  # fmt: skip
    """Names in handles without those that make up no handle together with any other, but for some letters to `spare`.

    `where`: the rows of which that is asked. A row may have two handles: it is the surname's that is made up.
    """
    longest, least = np.zeros(len(where), np.int64), np.full(len(where), 1 << 30)
    np.maximum.at(longest, given.row, given.length)
    family = family.only((family.total - family.length - spare <= longest[family.row]) | ~where[family.row])
    np.minimum.at(least, family.row, family.total - family.length - spare)
    return given.only((given.length >= least[given.row]) | ~where[given.row]), family


def _first_of_each(row: I64, token: I32) -> I64:
    """Where each (row, token) stands first, by row, then as they stand."""
    if not len(row):
        return np.zeros(0, np.int64)
    places, tokens = len(row).bit_length(), int(token.max()).bit_length()
    if int(row.max()).bit_length() + places + tokens > 63:
        _, first = np.unique(row << 32 | token.astype(np.int64), return_index=True)
        return first[np.lexsort((first, row[first]))]
    # The place in the same number: sorting numbers is many times faster than sorting places by numbers.
    packed = in_order((row << tokens | token.astype(np.int64)) << places | np.arange(len(row)))
    name = packed >> places
    new = np.ones(len(name), bool)
    new[1:] = name[1:] != name[:-1]
    packed = packed[np.flatnonzero(new)]
    packed = in_order(packed >> (places + tokens) << places | packed & ((1 << places) - 1))
    return packed & ((1 << places) - 1)
