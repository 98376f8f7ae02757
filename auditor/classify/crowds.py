"""People who fit what is shown alike and are too many to be weighed one by one: counted, by role."""

from __future__ import annotations

from itertools import pairwise
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from auditor.classify.handles import READS_FAMILY, READS_GIVEN, READS_INITIAL
from auditor.classify.index import GIVEN_INITIAL, GRADE_GIVEN, INITIAL_FAMILY, Index
from auditor.classify.lookup import I32, I64, key
from auditor.classify.people import PARENT, ROLES, STAFF, STUDENT
from auditor.classify.reading import Reading

MANY = 24
"""A block of more people than this is not weighed one by one, unless they are near."""
CROWD_GIVEN, CROWD_FAMILY, CROWD_INITIAL_FAMILY, CROWD_GIVEN_INITIAL, CROWD_INITIALS, CROWD_FAMILY_INITIAL = range(6)
"""What the people of a crowd have in common with what is shown."""


class _Put(Protocol):
    def __call__(self, rows: I64, what: int, how_many: NDArray[np.integer], name: I32 | int = -1) -> None: ...


class Crowds:
    """Finds the crowds of one batch. `named`: per connection, whether the display name is a person's."""

    def __init__(self, index: Index, reading: Reading, named: NDArray[np.bool_]) -> None:
        self.index, self.reading, self.named = index, reading, named
        self.words, self.count = reading.names.words, reading.names.count
        self.titled = reading.names.title > 0

    def _first_letter(self, refs: I32) -> NDArray[np.int64]:
        return self.reading.wording.first_of(refs).astype(np.int64)

    def _short(self, refs: I32) -> NDArray[np.bool_]:
        return self.reading.wording.length_of(refs) == 1

    def beside(self, row: I64, person: I64) -> tuple[I64, NDArray[np.uint8], NDArray[np.uint8], I64, I32]:
        """Everybody else who fits what is shown, where that is no full name, but for the people already taken."""
        kind, counts, word = self._crowd_counts()
        role = self.index.people.role[person]
        taken = np.bincount(row * ROLES + role, minlength=self.reading.rows * ROLES).reshape(-1, ROLES)
        left = np.where((kind >= 0)[:, None], np.maximum(counts - taken, 0), 0)
        rows, roles = np.nonzero(left)
        return rows, roles.astype(np.uint8), kind[rows].astype(np.uint8), left[rows, roles], word[rows]

    def _crowd_counts(self) -> tuple[NDArray[np.int64], NDArray[np.int64], I32]:
        """Per connection: what a crowd has in common (-1 for no crowd), its people by role, and the name they share."""
        index, w, n = self.index, self.words, len(self.words)
        kind, counts, word = np.full(n, -1), np.zeros((n, ROLES), np.int64), np.full(n, -1, np.int32)
        first, second = self._first_letter(w[:, 0]), self._first_letter(w[:, 1])
        short, short_2 = self._short(w[:, 0]), self._short(w[:, 1])
        one, two = self.named & (self.count == 1), self.named & (self.count == 2)

        def put(rows: I64, what: int, how_many: NDArray[np.integer], name: I32 | int = -1) -> None:
            kind[rows], counts[rows], word[rows] = what, how_many, name

        rows = np.flatnonzero(one & ~self.titled & (w[:, 0] >= 0))
        put(rows, CROWD_GIVEN, index.given_people[w[rows, 0]], w[rows, 0])
        grade = self.reading.grade(index.facts.year_offset)[rows]
        leaving = np.flatnonzero(grade >= 0)
        of_that_year = index.postings.blocks(key(GRADE_GIVEN, grade[leaving], w[rows[leaving], 0]))[1]
        counts[rows[leaving], STUDENT] = of_that_year
        rows = np.flatnonzero(one & self.titled & ~short & (w[:, 0] >= 0))
        put(rows, CROWD_FAMILY, index.family_people[w[rows, 0]], w[rows, 0])
        rows = np.flatnonzero(one & self.titled & short)
        put(rows, CROWD_FAMILY_INITIAL, index.initials.sum(0)[first[rows]] * (np.arange(ROLES) == STAFF))
        rows = np.flatnonzero(two & short & ~short_2 & (w[:, 1] >= 0))
        put(
            rows,
            CROWD_INITIAL_FAMILY,
            by_role(self.index, key(INITIAL_FAMILY, first[rows], w[rows, 1] + 1)),
            w[rows, 1],
        )
        rows = np.flatnonzero(two & ~short & short_2 & (w[:, 0] >= 0))
        put(
            rows, CROWD_GIVEN_INITIAL, by_role(self.index, key(GIVEN_INITIAL, second[rows], w[rows, 0] + 1)), w[rows, 0]
        )
        rows = np.flatnonzero(two & short & short_2)
        put(rows, CROWD_INITIALS, index.initials[first[rows], second[rows]])
        self._handle_crowds(np.flatnonzero(~self.named & ~self.reading.names.organisation), put)
        return kind, counts, word

    def _handle_crowds(self, rows: I64, put: _Put) -> None:
        """The same where only a handle shows anything."""
        h, index = self.reading.handles, self.index
        reads, total = h.reads, h.length
        here = np.zeros(len(total), bool)
        here[rows] = True
        row, token = h.hit_row, h.hit_token
        start, end = h.hit_start.astype(np.int64), (h.hit_start + h.hit_length).astype(np.int64)
        whole = here[row] & (start == 0) & (end == total[row])
        hit = np.flatnonzero(whole & (reads[row] == READS_GIVEN))
        put(row[hit], CROWD_GIVEN, index.given_people[token[hit]], token[hit])
        titled = here[row] & (start == h.title[row]) & (end == total[row])
        hit = np.flatnonzero((whole | titled) & (reads[row] == READS_FAMILY))
        put(row[hit], CROWD_FAMILY, index.family_people[token[hit]], token[hit])
        initial = here[row] & (reads[row] == READS_INITIAL)
        for hit, at in (
            (np.flatnonzero(initial & (start == 0) & (end == total[row] - 1)), total - 1),
            (np.flatnonzero(initial & (start == 1) & (end == total[row])), np.zeros_like(total)),
        ):
            letter = h.letters[row[hit], at[row[hit]]].astype(np.int64)
            put(
                row[hit],
                CROWD_INITIAL_FAMILY,
                by_role(self.index, key(INITIAL_FAMILY, letter, token[hit] + 1)),
                token[hit],
            )


def by_role(index: Index, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """How many people of each role are under some keys; none where they are few enough to be weighed."""
    start, size = index.postings.blocks(keys)
    return np.stack([b - a for a, b in pairwise(borders(index, start, np.where(size > MANY, size, 0)))], 1)


def borders(index: Index, start: I64, size: I64) -> list[I64]:
    """Where the people of each role begin in some blocks of people, and where the blocks end."""
    ends = [start]
    for border in (PARENT, STUDENT):
        first = int(np.searchsorted(index.people.role, border))
        ends.append(_bisect(index.postings.values, start, start + size, first))
    return [*ends, start + size]


def _bisect(values: I32, low: I64, high: I64, wanted: int) -> I64:
    """The first place in every range of ascending numbers that is not below `wanted`."""
    low, high = low.copy(), high.copy()
    while (low < high).any():
        open_ = low < high
        middle = (low + high) // 2
        below = open_ & (values[np.minimum(middle, len(values) - 1)] < wanted)
        low = np.where(below, middle + 1, low)
        high = np.where(open_ & ~below, middle, high)
    return low
