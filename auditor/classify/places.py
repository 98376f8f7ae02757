"""Where names stand in the handles of a batch."""

from __future__ import annotations

import numpy as np

from auditor.classify.lookup import I32, I64


class Places:
    """Where names stand in handles: a table of a few cells per handle, and behind each cell a chain of names."""

    def __init__(self, row: I64, token: I32, hit: I64, rows: int) -> None:
        self._cells = 8
        while self._cells * rows < 2 * len(row):
            self._cells *= 2
        self._token, self._hit = token, hit
        self._head = np.full(max(1, rows) * self._cells, -1, np.int32)
        self._next = np.full(len(row), -1, np.int32)
        cell, open_ = self._cell(row, token), np.arange(len(row))
        while len(open_):
            # Of those who want one cell the last gets it: chains begin with the first name.
            self._head[cell[open_]], before = open_, self._head[cell[open_]]
            first = self._head[cell[open_]] == open_
            self._next[open_[first]] = before[first]
            open_ = open_[~first]

    def _cell(self, row: I64, token: I32) -> I64:
        return row * self._cells + (token & (self._cells - 1))

    def find(self, row: I64, token: I32) -> I64:
        """The first of the hits of every name (a token; none is -1) in every handle; -1 for none."""
        found = np.full(len(row), -1, np.int64)
        at = self._head[self._cell(row, token)]
        open_ = np.flatnonzero(at >= 0)
        at, token = at[open_], token[open_]
        while len(open_):
            differs = self._token[at] != token
            same = np.flatnonzero(~differs)
            found[open_[same]] = self._hit[at[same]]
            at = self._next[at]
            going = np.flatnonzero(differs & (at >= 0))
            open_, at, token = open_[going], at[going], token[going]
        return found
