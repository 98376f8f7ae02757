"""Which roster people a connection could be at all: look-ups only, spelling slips where those find nobody.

A block of people too large to weigh one by one (every M. Garcia of a large district) is not dropped: whoever is near
the owner is weighed, and the rest is kept as a number, by role.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import distant, initials, slips
from auditor.classify.circles import Circles
from auditor.classify.crowds import MANY, Crowds, borders
from auditor.classify.handles import aligned
from auditor.classify.index import (
    ADDRESS,
    AS_FAMILY,
    AS_GIVEN,
    FAMILY,
    FULL,
    GIVEN,
    GIVEN_INITIAL,
    GRADE_GIVEN,
    INITIAL_FAMILY,
    ORG_FAMILY,
    ORG_GIVEN,
    SLIP_FAMILY,
    SLIP_GIVEN,
    Index,
)
from auditor.classify.lookup import I32, I64, Postings, distinct, key, spread
from auditor.classify.mentions import Mentions, filling
from auditor.classify.people import ROLES, STAFF
from auditor.classify.reading import Reading
from auditor.classify.vocabulary import family_forms

MANY_FULL = 500
"""Of more people of one full name, so many are weighed, and whoever is near: that the name is here is not lost."""
FEW = 8
"""Of a role, so many people may have a given name that leads to them all by itself."""
_LITTLE = 3
_MENTIONS = 8
_RARE_GIVEN = 3_000
"""Bearers of a given name below which it may be a slip of another."""
_AFFIX = 2
"""Letters behind a short surname that leave it one: `keithvazmp`."""


@dataclass(slots=True)
class Candidates:
    """Pairs of a connection and a person, and crowds: people of one role who fit alike, counted only."""

    row: I64
    person: I64
    crowd_row: I64
    crowd_role: NDArray[np.uint8]
    crowd_kind: NDArray[np.uint8]
    crowd_size: I64
    crowd_word: I32
    """The name the people of a crowd share, as a token; -1 where they share first letters only."""
    unknown: NDArray[np.bool_]
    """Per connection: a whole name is shown that nobody bears."""
    distant: NDArray[np.bool_]
    """Per connection: nobody was found by what is shown as it is, and names like it were looked for."""


class Finder:
    """Finds the candidates of one batch."""

    def __init__(self, index: Index, reading: Reading, owner: I64, circles: Circles) -> None:
        self.index, self.reading, self.owner, self.circles = index, reading, owner, circles
        self.words, self.count = reading.names.words, reading.names.count
        nameless = reading.names.organisation | reading.names.everyday
        self.named = (self.count > 0) & ~nameless
        self.titled = reading.names.title > 0
        self.alone = self.named & ((self.count == 1) | reading.names.surname_only)
        self.last = self.words[np.arange(len(self.words)), np.maximum(self.count - 1, 0)]
        self.whole = self.named & ~self.alone & ~self.is_letter(self.words[:, 0]) & ~self.is_letter(self.last)
        """A given name and a surname are written out."""
        self._twice = (self.count > 1) & (self.words[:, 0] == self.last)
        self._found: list[tuple[I64, I64]] = []
        self.found_whole = np.zeros(len(self.words), bool)
        """Connections for which somebody was found whose given name and surname are both shown."""

    def find(self) -> Candidates:
        """The candidates, by connection, each once."""
        given, family = self._given(), self._family()
        self.full(given, family)
        self.found_whole = self.found_somebody()
        open_ = self._unknown()
        self._initial_family(family, open_)
        self._by_family()
        self._first_name_alone()
        self._near(given)
        initials.find(self, given)
        self._address()
        self._slips(open_)
        looked = distant.find(self, given.only(given.start >= 0))
        row, person = self._pairs()
        return Candidates(row, person, *Crowds(self.index, self.reading, self.named).beside(row, person), open_, looked)

    def add(self, row: I64, person: NDArray[np.integer]) -> None:
        """Take some people."""
        self._found.append((row, person.astype(np.int64)))

    def found_somebody(self) -> NDArray[np.bool_]:
        """Per connection: whether there is a candidate already."""
        some = np.zeros(len(self.words), bool)
        for rows, _ in self._found:
            some[rows] = True
        return some

    def _pairs(self) -> tuple[I64, I64]:
        flat = [rows << 32 | people for rows, people in self._found]
        pairs = distinct(np.concatenate(flat)) if flat else np.zeros(0, np.int64)
        return pairs >> 32, pairs & 0xFFFFFFFF

    def take(
        self, row: I64, keys: NDArray[np.uint64], most: int, postings: Postings | None = None, *, staff: bool = False
    ) -> None:
        """Take the people (or the `staff`) under some keys, unless they are too many."""
        postings = postings or self.index.postings
        start, size = postings.blocks(keys)
        few = np.flatnonzero((size > 0) & (size <= most))
        which, person = postings.expand(start[few], size[few])
        if staff:
            here = self.index.people.role[person] == STAFF
            which, person = which[here], person[here]
        self._found.append((row[few[which]], person.astype(np.int64)))

    def _take_full(self, row: I64, keys: NDArray[np.uint64]) -> None:
        """Take the people under full names."""
        start, size = self.index.postings.blocks(keys)
        which, person = self.index.postings.expand(start, np.minimum(size, MANY_FULL))
        self._found.append((row[which], person.astype(np.int64)))

    def take_near(self, row: I64, kind: int, token: NDArray[np.integer], *, staff: bool = False) -> None:
        """Take the people (or the `staff`) near the owner, or at the school that is named, under some names."""
        columns = [column[self.owner[row]] for column in self.circles.orgs.T if (column >= 0).any()]
        for org in (*columns, self.reading.school_number[row]):
            there = np.flatnonzero(org >= 0)
            if len(there):
                self.take(row[there], key(kind, org[there], token[there]), 1 << 30, staff=staff)
        if len(self.circles.extra.values):
            self.take(row, key(kind, self.owner[row], token), 1 << 30, self.circles.extra, staff=staff)

    def _given(self) -> Mentions:
        """Given names that are shown, and their other forms; those of the display name first."""
        several = self.named & ~self.alone
        plain = self.named & ~(self.titled & self.alone)
        row, token = self._shown((plain, self.words[:, 0]), (several & ~self.reading.names.ordered, self.last))
        self._plain_given = Mentions.shown(row, token, _MENTIONS)
        hits, _ = self._hits(AS_GIVEN)
        good = np.flatnonzero((hits.length > 2) | (hits.start == 0) & (hits.length == 2))
        good = good[np.argsort(-hits.length[good], kind="stable")]
        in_handle = Mentions.joined([hits.only(good)], _MENTIONS)
        return Mentions.joined(
            (self._plain_given, self._forms(self._plain_given), in_handle, self._forms(in_handle)), 6 * _MENTIONS
        )

    def _forms(self, names: Mentions) -> Mentions:
        """Other forms of given names that somebody on the roster is called."""
        which, form = self.index.vocabulary.related(names.token)
        here = self.index.given_names[form]
        which, form = which[here], form[here]
        found = names.only(which)
        found.token = form
        return found

    def _shown(self, *words: tuple[NDArray[np.bool_], I32]) -> tuple[I64, I32]:
        """Words of display names that the vocabulary knows: row, token."""
        rows = [np.flatnonzero(where & (token >= 0)) for where, token in words]
        tokens = [token[row] for (_, token), row in zip(words, rows, strict=True)]
        return np.concatenate(rows), np.concatenate(tokens)

    def _family(self) -> Mentions:
        """Surnames that are shown."""
        w, names = self.words, self.reading.names
        several = self.named & (self.count > 1)
        row, token = self._shown(
            (several, self.last),
            (several & ~names.ordered, w[:, 0]),
            (self.named & (self.count == 1), w[:, 0]),
            *((several & (self.count > c + 1), w[:, c]) for c in (1, 2, 3)),
            (self.named, names.joined),
        )
        hits, as_words = self._hits(AS_FAMILY)
        good = (hits.length > 3) | (hits.start < 2) | (hits.start + hits.length >= hits.total - _AFFIX) | as_words
        order = np.flatnonzero(good)[np.argsort(-hits.length[good], kind="stable")]
        shown = Mentions.shown(row, token, 12)
        return Mentions.joined((shown, self._spellings(shown), hits.only(order)), 16)

    def _spellings(self, names: Mentions) -> Mentions:
        """Other spellings of surnames that somebody on the roster has."""
        which, form = family_forms().expand(names.token)
        here = self.index.surnames[form]
        found = names.only(which[here])
        found.token = form[here]
        return found

    def _hits(self, use: int) -> tuple[Mentions, NDArray[np.bool_]]:
        """Names found in handles that are of use as given names, or as surnames; and which are written as words."""
        h = self.reading.handles
        total = h.length[h.hit_row]
        row = h.hit_row
        if len(h.length) > self.reading.rows:
            first = np.arange(len(h.length))
            has = np.flatnonzero(self.reading.second >= 0)
            first[self.reading.second[has]] = has
            row = first[row]
        keep = self.index.useful[h.hit_token] & use > 0
        start, length = h.hit_start.astype(np.int64), h.hit_length.astype(np.int64)
        as_words = aligned(h.breaks[h.hit_row[keep]], start[keep], (start + length)[keep]) == 2
        return Mentions(row, h.hit_token, start, length, total).only(keep), as_words

    def full(self, given: Mentions, family: Mentions) -> None:
        """Everybody with a given name and a surname that are both shown.

        Where a whole name is written out, the handle adds only names that it is made of from end to end.
        """
        given, family = (
            given.only(self.index.first_names[given.token]),
            family.only(self.index.last_names[family.token]),
        )
        whole, of_whole = self.whole[given.row], self.whole[family.row]
        shown, family_shown = given.start < 0, family.start < 0
        end = family.start + family.length
        edge = (family.length > 1) & ((family.start == 0) | (end == family.total))
        # What can be said of either name by itself is said before there are pairs, of which there are many more.
        self._take_both(given.only(shown), family.only(family_shown | edge | ~of_whole))
        self._take_both(given.only(~shown & ~whole), family.only(family_shown))
        given, family = filling(given.only(~shown), family.only(~family_shown), self.whole, _LITTLE)
        self._take_both(given, family, in_handle=True)

    def _take_both(self, given: Mentions, family: Mentions, *, in_handle: bool = False) -> None:
        """Take the people with a given name and a surname of one connection; `in_handle`: both stand in the handle."""
        number = np.bincount(family.row, minlength=len(self.whole))
        which, at = spread((np.cumsum(number) - number)[given.row], number[given.row])
        fits = (given.token[which] != family.token[at]) | self._twice[given.row[which]]
        if in_handle:
            # Small numbers, for there are many pairs of names: less to carry from and to memory.
            begin, size = (each.astype(np.int8)[which] for each in (given.start, given.length))
            other, length, total = (each.astype(np.int8)[at] for each in (family.start, family.length, family.total))
            fits &= (begin + size <= other) | (other + length <= begin)
            fits &= ~self.whole[given.row[which]] | (size + length >= total - _LITTLE)
        good = np.flatnonzero(fits)
        which, at = which[good], at[good]
        self._take_full(given.row[which], key(FULL, given.token[which], family.token[at]))

    def _unknown(self) -> NDArray[np.bool_]:
        """Whole names that nobody on the roster bears as they are written."""
        several = self.named & ~self.alone
        exact = np.flatnonzero(several & (self.words[:, 0] >= 0) & (self.last >= 0))
        which, form = self.index.vocabulary.related(self.words[exact, 0])
        rows, tokens = np.append(exact, exact[which]), np.append(self.words[exact, 0], form)
        known = np.zeros(len(several), bool)
        known[rows[self.index.postings.blocks(key(FULL, tokens, self.last[rows]))[1] > 0]] = True
        return several & ~known

    def _initial_family(self, family: Mentions, open_: NDArray[np.bool_]) -> None:
        """Everybody with a surname and a first letter that are shown."""
        names, w = self.reading.names, self.words
        shown = family.only(family.start < 0)
        first, last = self.first_letter(w[:, 0]), self.first_letter(self.last)
        first = np.where(open_, first, 0)
        turned = np.where(open_ & ~names.ordered, last, 0)
        matrix, (hits, _) = self.reading.handles.letters, self._hits(AS_FAMILY)
        first_handle = self.reading.handles.hit_row[self.index.useful[self.reading.handles.hit_token] & AS_FAMILY > 0]
        good = (hits.length > 2) | (hits.length >= hits.total - 1)
        good &= (first_handle < self.reading.rows) & (~self.whole[hits.row] | (hits.length >= hits.total - 1))
        hits = hits.only(good)
        row, token, start, end, size = hits.row, hits.token, hits.start, hits.start + hits.length, hits.total
        before = np.where(start > 0, matrix[row, np.maximum(start - 1, 0)], 0).astype(np.int64)
        after = np.where(end < size, matrix[row, np.minimum(end, matrix.shape[1] - 1)], 0).astype(np.int64)
        rows = np.concatenate((shown.row, shown.row, row, row))
        tokens = np.concatenate((shown.token, shown.token, token, token))
        letters = np.concatenate((first[shown.row], turned[shown.row], before, after))
        has = np.flatnonzero(letters > 0)
        self.take(rows[has], key(INITIAL_FAMILY, letters[has], tokens[has] + 1), MANY)
        near = has[~self.whole[rows[has]]]
        self.take_near(rows[near], ORG_FAMILY, tokens[near])
        titled = has[self.reading.titled[rows[has]]]
        self._take_staff(rows[titled], key(INITIAL_FAMILY, letters[titled], tokens[titled] + 1))

    def first_letter(self, refs: I32) -> NDArray[np.int64]:
        """The first letters of words (references): 1 for a; 0 for none."""
        wording = self.reading.wording
        return wording.first_of(refs).astype(np.int64)

    def _by_family(self) -> None:
        """Where no given name is shown beside it: everybody with a surname."""
        w, names = self.words, self.reading.names
        row, token = self._shown(
            (self.alone, w[:, 0]), (names.surname_only, w[:, 1]), (names.surname_only, names.joined)
        )
        hits, _ = self._hits(AS_FAMILY)
        ends = (hits.length == hits.total) | (hits.start + hits.length == hits.total)
        good = (hits.length > 3) & ((hits.length >= 5) | ends) & (~self.named | self.alone)[hits.row]
        rows, tokens = np.append(row, hits.row[good]), np.append(token, hits.token[good])
        self.take(rows, key(FAMILY, tokens, tokens), MANY)
        self.take_near(rows, ORG_FAMILY, tokens)
        titled = self.reading.titled[rows]
        self._take_staff(rows[titled], key(FAMILY, tokens[titled], tokens[titled]))

    def _take_staff(self, row: I64, keys: NDArray[np.uint64]) -> None:
        """Of a block that is too large, the staff: they are the ones known by title and surname."""
        start, size = self.index.postings.blocks(keys)
        large = np.flatnonzero(size > MANY)
        self._take_roles(row[large], start[large], size[large], (STAFF,), MANY)

    def _take_roles(self, row: I64, start: I64, size: I64, roles: Sequence[int], most: int) -> None:
        """Of some blocks of people, those of each role that has few enough."""
        ends = borders(self.index, start, size)
        for role in roles:
            number = ends[role + 1] - ends[role]
            few = np.flatnonzero((number > 0) & (number <= most))
            which, person = self.index.postings.expand(ends[role][few], number[few])
            self._found.append((row[few[which]], person.astype(np.int64)))

    def _first_name_alone(self) -> None:
        names = self._plain_given.only((self.alone & ~self.found_whole)[self._plain_given.row])
        self.by_given(Mentions.joined((names, self._forms(names)), 2 * _MENTIONS))

    def by_given(self, names: Mentions) -> None:
        """Everybody with a given name that few have, or that few have in the year that is shown."""
        start, size = self.index.postings.blocks(key(GIVEN, names.token, names.token))
        self._take_roles(names.row, start, size, range(ROLES), FEW)
        grade = self.reading.grade(self.index.facts.year_offset)[names.row]
        names, grade = names.only(grade >= 0), grade[grade >= 0]
        self.take(names.row, key(GRADE_GIVEN, grade, names.token), MANY)

    def _near(self, given: Mentions) -> None:
        """People near the owner with a given name that is shown: the surname may be hidden, or another now."""
        self.take_near(self._plain_given.row, ORG_GIVEN, self._plain_given.token)
        more = ~self.whole[given.row]
        self.take_near(given.row[more], ORG_GIVEN, given.token[more])

    def is_letter(self, refs: I32) -> NDArray[np.bool_]:
        """Which words (references) are a single letter."""
        return self.reading.wording.length_of(refs) == 1

    def _address(self) -> None:
        row = np.flatnonzero(self.reading.address)
        address = self.reading.address[row]
        keys = key(ADDRESS, (address >> np.uint64(33)).astype(np.int64), address & np.uint64(2**31 - 1))
        self.take(row, keys, MANY)

    def _slips(self, unknown: NDArray[np.bool_]) -> None:
        """People whose name is spelled nearly as shown, for whole names that nobody bears exactly so."""
        w, last = self.words, self.last
        open_ = np.flatnonzero(unknown)
        for given, family in ((w[:, 0], last), (last, w[:, 0])):
            rows = open_ if given is not last else open_[~self.reading.names.ordered[open_]]
            at, near = slips.similar(self.index, self.reading.wording, family[rows], SLIP_FAMILY)
            self._both(rows[at], given[rows[at]], near)
            at, near = slips.similar(self.index, self.reading.wording, given[rows], SLIP_GIVEN)
            right = family[rows[at]] >= 0
            self._take_full(rows[at][right], key(FULL, near[right], family[rows[at]][right]))
        single = np.flatnonzero(self.named & self.titled & (self.count == 1) & (w[:, 0] != -1))
        single = single[(w[single, 0] < 0) | ~self.index.surnames[np.maximum(w[single, 0], 0)]]
        at, near = slips.similar(self.index, self.reading.wording, w[single, 0], SLIP_FAMILY)
        self.take(single[at], key(FAMILY, near, near), MANY)
        self.take_near(single[at], ORG_FAMILY, near)
        odd = self.named & ~self.titled & self._nobodys(w[:, 0])
        lone = np.flatnonzero(odd & (self.count == 1))
        at, near = slips.similar(self.index, self.reading.wording, w[lone, 0], SLIP_GIVEN)
        self.take_near(lone[at], ORG_GIVEN, near)
        cut = np.flatnonzero(odd & (self.count == 2) & self.is_letter(last) & ~self.is_letter(w[:, 0]))
        at, near = slips.similar(self.index, self.reading.wording, w[cut, 0], SLIP_GIVEN)
        self.take(cut[at], key(GIVEN_INITIAL, self.first_letter(last[cut[at]]), near + 1), MANY)

    def _nobodys(self, refs: I32) -> NDArray[np.bool_]:
        """Words that are nobody's given name here, and hardly anybody's elsewhere."""
        known, word = self.index.vocabulary, np.maximum(refs, 0)
        return (refs < -1) | (refs >= 0) & ~self.index.given_names[word] & (known.given_bearers[word] < _RARE_GIVEN)

    def _both(self, row: I64, given: I32, family: I32) -> None:
        letter = self.first_letter(given)
        has = letter > 0
        self.take(row[has], key(INITIAL_FAMILY, letter[has], family[has] + 1), MANY)
        lone = self.is_letter(given)
        self.take_near(row[lone], ORG_FAMILY, family[lone])
        word = given >= 0
        row, given, family = row[word], given[word], family[word]
        which, form = self.index.vocabulary.related(given)
        rows = np.append(row, row[which])
        self._take_full(rows, key(FULL, np.append(given, form), np.append(family, family[which])))
