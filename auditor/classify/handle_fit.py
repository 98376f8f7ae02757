"""How handles fit roster people, pair by pair: which of a person's names stand in the handle, and what is left over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import people
from auditor.classify.glance import united
from auditor.classify.handles import Handles
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64

LEVELS = (
    "none", "full", "full_rest", "initial_family", "initial_family_rest", "family", "family_rest", "family_long_rest",
    "given_initial", "given", "given_rest", "initials", "given_middle",
    "other_full", "other_initial", "other_given", "other_family", "other_words", "other_nothing", "other_short",
)  # fmt: skip
"""What of a person's name is in the handle, and whether letters are left over. `other_…`: nothing is; how the
handle reads otherwise."""
(
    NO_HANDLE, FULL, FULL_REST, INITIAL_FAMILY, INITIAL_FAMILY_REST, FAMILY, FAMILY_REST, FAMILY_LONG_REST,
    GIVEN_INITIAL, GIVEN, GIVEN_REST, INITIALS, GIVEN_MIDDLE, OTHER_FULL,
) = range(14)  # fmt: skip
KINDS = ("none", "own", "nickname", "middle", "former", "child")
(NO_NAME, OWN, NICKNAME, MIDDLE, FORMER, CHILD) = range(6)
"""Which name of the person it is."""
_OTHER_BY_READING = np.array([NO_HANDLE, 13, 14, 15, 16, 17, 18, 19], np.uint8)
_RANK = np.array([0, 13, 12, 11, 9, 8, 6, 3, 7, 5, 4, 2, 10, 1, 1, 1, 1, 1, 1, 1])
_LITTLE = 3
_FEW = 3
"""Letters of a handle that may be somebody's initials."""
_GIVEN_SLOTS = ((people.GIVEN, OWN), (people.PREFERRED, OWN), (people.JOINED, OWN))
_FAMILY_SLOTS = (
    (people.WHOLE, OWN), (people.PART_A, OWN), (people.PART_B, OWN), (people.PART_C, OWN),
    (people.PREFERRED_FAMILY, OWN), (people.FORMER, FORMER), (people.FORMER_PART, FORMER),
    (people.CHILD_A, CHILD), (people.CHILD_B, CHILD),
)  # fmt: skip


@dataclass(slots=True)
class HandleFit:
    """How the handles of some pairs fit: parallel arrays."""

    level: NDArray[np.uint8]
    given: NDArray[np.uint8]
    """Which given name was found: one of KINDS."""
    family: NDArray[np.uint8]
    given_word: I32
    """Token of the name that stands in the handle; -1 for none."""
    family_word: I32
    titled: NDArray[np.bool_]
    """A title stands before the name."""

    def better(self, other: HandleFit, at: I64) -> None:
        """Take what another handle says of the pairs `at`, where that is more."""
        more = _RANK[other.level] > _RANK[self.level[at]]
        for name in HandleFit.__slots__:
            getattr(self, name)[at[more]] = getattr(other, name)[more]


class HandleComparer:
    """Compares the handles of one batch with people."""

    def __init__(self, index: Index, handles: Handles) -> None:
        self.index, self.handles = index, handles
        self._letters = np.append(index.vocabulary.first, np.uint8(0))
        rows = len(handles.length)
        self._names = _Places(handles.hit_row, handles.hit_token, np.arange(len(handles.hit_row)), rows)
        end = handles.hit_start + handles.hit_length
        edge = (handles.hit_start <= handles.title[handles.hit_row]) | (end == handles.length[handles.hit_row])
        long = np.flatnonzero((handles.hit_length > 2) & (edge | (handles.hit_length > 4)))
        long = long[np.argsort(-handles.hit_length[long], kind="stable")]
        which, form = index.vocabulary.related(handles.hit_token[long])
        hit = long[which]
        self._nicknames = _Places(handles.hit_row[hit], form, hit, rows)
        self._glance = united(handles.hit_row, handles.hit_token, rows)
        self._forms_glance = united(handles.hit_row[hit], form, rows)
        """The names in every handle, and their other forms, at a glance."""

    def fit(self, row: I64, person: I64) -> HandleFit:
        """How each handle fits; `row` counts handles."""
        n = len(row)
        h, everyone = self.handles, self.index.people
        found = HandleFit(
            _OTHER_BY_READING[h.reads[row]],
            np.zeros(n, np.uint8),
            np.zeros(n, np.uint8),
            np.full(n, -1, np.int32),
            np.full(n, -1, np.int32),
            np.zeros(n, bool),
        )
        has = np.flatnonzero(h.length[row] > 0)
        row, person = row[has], person[has]
        glance, everyones = self._glance[row], self.index.glance
        family, given = _Best(len(row)), _Best(len(row))
        at = np.flatnonzero(glance & everyones.family[person] > 0)
        names = everyone.family[person[at]]
        for slot, kind in _FAMILY_SLOTS:
            self._look(family, at, row[at], names[:, slot], kind)
        firsts = everyones.given[person]
        at = np.flatnonzero(glance & firsts > 0)
        names = everyone.given[person[at]]
        for slot, kind in _GIVEN_SLOTS:
            self._look(given, at, row[at], names[:, slot], kind, beside=family)
        open_ = np.flatnonzero((given.length == 0) & (self._forms_glance[row] & firsts > 0))
        for slot in (people.GIVEN, people.PREFERRED):
            self._look(given, open_, row[open_], everyone.given[person[open_], slot], NICKNAME, beside=family)
        at = at[given.length[at] == 0]
        self._look(given, at, row[at], everyone.middle[person[at], 0], MIDDLE, beside=family)
        some = np.flatnonzero((family.length > 0) | (given.length > 0) | (h.length[row] <= _FEW))
        has, row, person, family, given = has[some], row[some], person[some], family.only(some), given.only(some)
        level, titled = self._levels(row, person, given, family)
        good = np.flatnonzero(level)
        at = has[good]
        found.level[at], found.given[at], found.family[at] = level[good], given.kind[good], family.kind[good]
        found.given_word[at], found.family_word[at] = given.token[good], family.token[good]
        found.titled[at] = titled[good]
        return found

    def _look(
        self, best: _Best, at: I64, row: I64, token: I32, kind: int, beside: _Best | None = None
    ) -> None:  # fmt: skip
        """Keep the longest of the names of some pairs (`at`) that stands in the handle."""
        has = np.flatnonzero(token >= 0)
        at, row, token = at[has], row[has], token[has]
        places = self._nicknames if kind == NICKNAME else self._names
        hit = places.find(row, token)
        has = np.flatnonzero(hit >= 0)
        at, hit = at[has], hit[has]
        start = self.handles.hit_start[hit].astype(np.int64)
        length = self.handles.hit_length[hit].astype(np.int64)
        better = length > best.length[at]
        if beside is not None:
            apart = (start >= beside.start[at] + beside.length[at]) | (start + length <= beside.start[at])
            better &= apart | (beside.length[at] == 0)
            better &= (length > 2) | (beside.length[at] > 2)
        longer = np.flatnonzero(better)
        at, hit = at[longer], hit[longer]
        best.start[at], best.length[at], best.kind[at] = start[longer], length[longer], kind
        best.token[at] = self.handles.hit_token[hit]

    def _levels(
        self, row: I64, person: I64, given: _Best, family: _Best
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        h, everyone = self.handles, self.index.people
        total = h.length[row]

        def among(where: NDArray[np.bool_], at: I64 | int, *columns: I32) -> NDArray[np.bool_]:
            """Where the letter at a place of the handle is the first of one of a person's names."""
            found = np.zeros(len(row), bool)
            here = np.flatnonzero(where & (at >= 0) & (at < total))
            letter = h.letters[row[here], np.broadcast_to(at, len(row))[here]]
            for column in columns:
                found[here] |= letter == self._letters[column[person[here]]]
            found[here] &= letter > 0
            return found

        first, preferred = everyone.given[:, people.GIVEN], everyone.given[:, people.PREFERRED]
        middle = everyone.middle[:, 0]
        lasts = tuple(everyone.family[:, slot] for slot in (people.WHOLE, people.PART_B, people.FORMER))
        has_family, has_given = family.length > 0, given.length > 0
        initial = has_family & ~has_given
        before = among(initial, family.start - 1, first, preferred)
        after = among(initial & ~before, family.start + family.length, first, preferred)
        begin = np.where(has_family, family.start, 1 << 20)
        begin = np.where(has_given, np.minimum(begin, given.start), begin) - before
        title = h.title[row]
        titled = (title > 0) & (begin == title)
        rest = total - family.length - given.length - (before | after) - titled * title
        last = among(has_given & ~has_family & (rest == 1), given.start + given.length, *lasts)
        with_middle = has_given & ~has_family & self._middle_too(row, person, given)
        level = np.where(has_given, np.where(rest == 0, GIVEN, GIVEN_REST), NO_HANDLE).astype(np.uint8)
        level[np.flatnonzero(last)] = GIVEN_INITIAL
        level[np.flatnonzero(with_middle)] = GIVEN_MIDDLE
        alone = np.where(rest == 0, FAMILY, np.where(rest <= _LITTLE, FAMILY_REST, FAMILY_LONG_REST))
        one = before | after
        both = has_family & has_given
        level = np.where(has_family, alone, level)
        level = np.where(one, np.where(rest == 0, INITIAL_FAMILY, INITIAL_FAMILY_REST), level)
        level = np.where(both, np.where(rest == 0, FULL, FULL_REST), level).astype(np.uint8)
        weak = has_family & ~both & ~one & (family.length < 4) & (rest > 0)
        level[np.flatnonzero(weak)] = 0
        short = among(among((total == 2) | (total == 3), 0, first, preferred, middle), total - 1, *lasts)
        level[np.flatnonzero(short & (level == 0))] = INITIALS
        return level, titled & (level > 0)

    def _middle_too(self, row: I64, person: I64, given: _Best) -> NDArray[np.bool_]:
        """Whether the given name's neighbour is the middle name, and nothing else is left."""
        token = self.index.people.middle[person, 0]
        found = np.zeros(len(row), bool)
        at = np.flatnonzero((token >= 0) & (given.length > 0) & (given.kind != MIDDLE))
        hit = self._names.find(row[at], token[at])
        there = np.flatnonzero(hit >= 0)
        at, which = at[there], hit[there]
        whole = given.length[at] + self.handles.hit_length[which] == self.handles.length[row[at]]
        found[at] = whole & (self.handles.hit_start[which] != given.start[at])
        return found


class _Best:
    """The longest name found so far, per pair."""

    def __init__(self, n: int) -> None:
        self.start = np.zeros(n, np.int64)
        self.length = np.zeros(n, np.int64)
        self.kind = np.zeros(n, np.uint8)
        self.token = np.full(n, -1, np.int32)

    def only(self, keep: I64) -> _Best:
        """Some of the pairs."""
        found = _Best(0)
        for name, values in vars(self).items():
            setattr(found, name, values[keep])
        return found


class _Places:
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
