"""Candidates for connections of which no key finds anybody: names spelled by other rules, shortened, or put elsewhere.

Such look-ups lead to many people who are not meant, so they are made where nothing else was found, and they end at few
people each. How well somebody fits after all is weighed like everything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auditor.classify import alike, slips, sounds, spelling
from auditor.classify.crowds import MANY
from auditor.classify.handles import aligned
from auditor.classify.index import (
    BEGINS,
    BEGINS_LETTERS,
    FAMILY,
    FULL,
    GIVEN_INITIAL,
    INITIAL_FAMILY,
    SOUND_FAMILY,
    SOUND_GIVEN,
    slip_key,
)
from auditor.classify.leftovers import ADDED
from auditor.classify.lookup import I32, I64, key
from auditor.classify.mentions import Mentions
from auditor.classify.people import PART_A, PART_B, WHOLE
from auditor.classify.wording import NOTHING

if TYPE_CHECKING:
    from auditor.classify.candidates import Finder

_RARE = 6
"""A surname that no more people bear leads to them by its beginning."""
_GIVEN_FROM, _LITTLE = 4, 4
_MANY_CUT = 200
"""A given name and a first letter that more people have lead to nobody, even if more of the surname is there."""
_HARDLY = 1_000
"""Bearers up to which a word is hardly anybody's name."""
_WORDS = 4
"""Words of a display name that are looked at."""


def find(finder: Finder, in_handle: Mentions) -> NDArray[np.bool_]:
    """Look further for every connection that has no candidate yet; `in_handle`: given names in handles.

    Returns per connection whether it was looked for.
    """
    reading = finder.reading
    several = finder.named & ~finder.alone
    only_handle = ~finder.named & ~reading.names.organisation & (reading.handles.length[: reading.rows] > 2)
    open_ = several & ~finder.found_somebody()
    rows = np.flatnonzero(open_)
    open_[rows] = _rare_words(finder, rows)
    _shown(finder, np.flatnonzero(open_))
    wanted = only_handle & ~finder.found_whole
    _handles(finder, wanted, in_handle)
    return open_ | wanted


def _rare_words(finder: Finder, rows: I64) -> NDArray[np.bool_]:
    """Connections that show a word which is hardly anybody's name: it may be a name spelled by other rules."""
    known, words = finder.index.vocabulary, finder.words[rows, :_WORDS]
    at = np.maximum(words, 0)
    bearers = np.where(words >= 0, np.maximum(known.given_bearers[at], known.family_bearers[at]), 0)
    return ((words != NOTHING) & (bearers <= _HARDLY)).any(1)


def _shown(finder: Finder, rows: I64) -> None:
    """People whose surname is shown, or sounds like a word that is, and whose given name may do so too."""
    words, count = finder.words, finder.count
    if not len(rows):
        return
    for column in range(_WORDS):
        at = rows[column < count[rows]]
        word = words[at, column]
        alone = finder.reading.names.ordered[at] & (column == 0)
        at, word = at[~alone], word[~alone]
        exact = word >= 0
        finder.take(at[exact], key(FAMILY, word[exact], word[exact]), MANY)
        which, family = _sounding(finder, word, SOUND_FAMILY)
        finder.take(at[which], key(FAMILY, family, family), MANY)
        for other in range(_WORDS):
            if other == column:
                continue
            there = other < count[at[which]]
            given = np.where(there, words[at[which], other], NOTHING)
            known = given >= 0
            finder.take(at[which][known], key(FULL, given[known], family[known]), MANY)
            near, like = _sounding(finder, given, SOUND_GIVEN)
            finder.take(at[which][near], key(FULL, like, family[near]), MANY)


def _sounding(finder: Finder, refs: I32, kind: int) -> tuple[I64, I32]:
    """Names of the roster that sound like words: position in `refs`, and the token."""
    different, back = np.unique(refs, return_inverse=True)
    texts = [finder.reading.wording.text(int(ref)) if ref != NOTHING else "" for ref in different.tolist()]
    said = [(i, code) for i, text in enumerate(texts) for code in sounds.codes(text)]
    at = np.array([i for i, _ in said], np.int64)
    at, token = slips.looked_up(finder.index, kind, at, spelling.hashes([code for _, code in said]))
    good = alike.by_sound(different[at], token, finder.reading.wording)
    return slips.for_each(at[good], token[good], back)


def _handles(finder: Finder, wanted: NDArray[np.bool_], in_handle: Mentions) -> None:
    """People whose given name stands in a handle before a part of the surname, beside a middle name, or is rare; or
    whose surname begins there."""
    h, index = finder.reading.handles, finder.index
    given = in_handle.only(wanted[in_handle.row])
    finder.full(given, given)
    end = given.start + given.length
    letter = h.letters[given.row, np.minimum(end, h.letters.shape[1] - 1)].astype(np.int64)
    more = (end < h.length[given.row]) & (letter > 0)
    row, token, end = given.row[more], given.token[more], end[more]
    start, size = index.postings.blocks(key(GIVEN_INITIAL, letter[more], token + 1))
    which, person = index.postings.expand(start, np.where(size <= _MANY_CUT, size, 0))
    cut = _begins(finder, row[which], end[which], person)
    finder.add(row[which][cut], person[cut])
    end = given.start + given.length
    begins = given.start <= h.title[given.row]
    word = begins | (aligned(h.breaks[given.row], given.start, end) == 2)
    little = word & (h.length[given.row] - given.length <= _LITTLE)
    little |= (h.before[given.row, given.start] <= ADDED) & (h.behind[given.row, end] <= ADDED)
    finder.by_given(given.only((given.length >= _GIVEN_FROM) & little))
    rows = np.flatnonzero(wanted)
    for first in (0, 1):
        at = rows[h.length[rows] >= first + BEGINS_LETTERS]
        begin = h.letters[at, first : first + BEGINS_LETTERS]
        hashed = spelling.hashes([bytes(each + 96).decode("ascii") for each in begin])
        which, token = index.slips.expand(*index.slips.blocks(slip_key(BEGINS, hashed)))
        if first:
            letter = h.letters[at[which], 0].astype(np.int64)
            finder.take(at[which], key(INITIAL_FAMILY, letter, token + 1), MANY)
        else:
            finder.take(at[which], key(FAMILY, token, token), _RARE)


def _begins(finder: Finder, row: I64, start: I64, person: I32) -> NDArray[np.bool_]:
    """Whether the surname of somebody begins with the two letters of a handle that stand at `start`, or the one."""
    h, index = finder.reading.handles, finder.index
    second = np.where(start + 1 < h.length[row], h.letters[row, np.minimum(start + 1, h.letters.shape[1] - 1)], 0)
    found = second == 0
    for slot in (WHOLE, PART_A, PART_B):
        token = index.people.family[person, slot]
        found |= (token >= 0) & (_second(index.vocabulary.text)[np.maximum(token, 0)] == second)
    return found


def _second(text: NDArray[np.bytes_]) -> NDArray[np.uint8]:
    """The second letter of every word: 1 for a."""
    return np.ascontiguousarray(text).view(np.uint8).reshape(len(text), -1)[:, 1] - np.uint8(96)
