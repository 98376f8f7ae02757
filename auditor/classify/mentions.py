"""Names that a connection shows, from its display name and its handle alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import I32, I64, ranked


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
        _, first = np.unique(row << 32 | token.astype(np.int64), return_index=True)
        first = np.sort(first)
        first = first[np.argsort(row[first], kind="stable")]
        first = first[ranked(row[first]) < limit]
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
        return Mentions(*(getattr(self, name)[keep] for name in Mentions.__slots__))
