"""How one roster person fits a display name of one word, or of a title and a surname, which may be a compound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.classify import people
from auditor.classify.levels import (
    DIFFERS,
    EXACT,
    FORMER,
    INITIAL,
    IS_NAME,
    NICKNAME,
    NONE,
    OTHER_PART,
    PART,
    SURNAME_ONLY,
    TITLE_FIRST,
    USUAL,
    Comparer,
    Fit,
)
from auditor.classify.lookup import I32, I64, among
from auditor.classify.wording import NOTHING


def fit(comparer: Comparer, found: Fit, row: I64, person: I64) -> None:
    """Fill in how they fit, pair by pair; other pairs stay as they are `found`."""
    names, wording = comparer.reading.names, comparer.reading.wording
    shown = (names.count > 0) & ~names.organisation & ~names.everyday
    at = np.flatnonzero((shown & ((names.count == 1) | names.surname_only))[row])
    row, who = row[at], person[at]
    word, titled = names.words[row, 0], names.title[row] > 0
    family, given = comparer.family_level(word, who), comparer.given_level(word, who)
    compound = other = np.flatnonzero(names.count[row] > 1)
    if len(compound):
        word = word.copy()
        words, joined = names.words[row[compound]], names.joined[row[compound]]
        _compound(comparer, word, family, words, joined, who, compound)
        given[compound] = DIFFERS
        other = compound[_not_all_theirs(comparer, words, word[compound], joined, who[compound])]
    family = comparer.closer_family(word, who, family, titled)
    given = comparer.closer_given(word, who, given, ~titled)
    first = titled & (family == DIFFERS) & ((given == EXACT) | (given == NICKNAME))
    only = ~titled & (given == DIFFERS) & np.isin(family, (EXACT, PART, FORMER))
    as_family = (titled & ~first) | only
    found.given[at] = np.where(as_family, NONE, given)
    found.family[at] = np.where(as_family, family, NONE)
    found.order[at] = np.where(first, TITLE_FIRST, np.where(only, SURNAME_ONLY, USUAL))
    found.order[at[other]] = OTHER_PART
    found.given_word[at] = np.where(as_family, -1, word)
    found.family_word[at] = np.where(as_family, word, -1)
    two = np.flatnonzero(~titled & (given == DIFFERS) & ~only & (wording.length_of(word) == 2))
    both = at[two[_initials(comparer, word[two], who[two])]]
    found.given[both] = found.family[both] = INITIAL


def _compound(
    comparer: Comparer, word: I32, family: NDArray[np.uint8], words: I32, joined: I32, who: I64, at: I64
) -> None:
    """A surname of several parts: the whole, or else one of them."""
    for other in (joined, words[:, 2], words[:, 1]):
        level = comparer.family_level(other, who[at])
        fits = (other != NOTHING) & IS_NAME[level] & ((other == joined) | ~IS_NAME[family[at]])
        family[at[fits]], word[at[fits]] = level[fits], other[fits]


def _not_all_theirs(comparer: Comparer, words: I32, word: I32, joined: I32, who: I64) -> NDArray[np.bool_]:
    """Whether a part of a compound surname is no surname of theirs: `Tucker-Clayton` is not Ms. Clayton Garcia."""
    family, found = comparer.index.people.family.take(who, axis=0), np.zeros(len(who), bool)
    for column in words.T:
        found |= (column != NOTHING) & ~among(column, family)
    return found & (word != joined)


def _initials(comparer: Comparer, word: I32, who: I64) -> NDArray[np.bool_]:
    """Whether words of two letters, names or not, are first letters of a given name and a surname: `al`."""
    letters, wording = comparer.index.glance, comparer.reading.wording
    first, second = wording.first_of(word), wording.second_of(word)
    fits = (first > 0) & among(first, letters.given_letters.take(who, axis=0)[:, : people.JOINED])
    return fits & among(second, letters.family_letters.take(who, axis=0)[:, [people.WHOLE, people.PART_B]])
