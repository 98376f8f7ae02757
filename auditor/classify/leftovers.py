"""What is left of a handle beside the names that fit: nothing, a word people add, somebody else's name, or letters.

`trudypittman` has the surname of William Pittman and another given name; `itsjack` and `pittmanreads` have words that
anybody adds. Which is which does not depend on the person: what stands before and behind every place of a handle is
looked at once.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import I32, I64
from auditor.classify.vocabulary import (
    CLASS_WORD,
    EVERYDAY,
    LEARNING,
    NOISE,
    ORGANISATION,
    PARTICLE,
    SCHOOL_PART,
    SUFFIX,
    TITLE,
    Vocabulary,
)

KINDS = ("nothing", "added", "word", "letters", "letter", "unknown", "surname", "given")
(NOTHING, ADDED, WORD, LETTERS, LETTER, UNKNOWN, SURNAME, GIVEN) = range(8)
"""What a piece is: nothing; what is added to find a free handle (`its`, `xo`, `teaches`); another word; two or three
letters; one letter; a longer piece that is no word we know; a surname; a given name. The later tells more."""
_ADDED = NOISE | SCHOOL_PART | CLASS_WORD | ORGANISATION | LEARNING | TITLE | SUFFIX
_FEW = 3
_BORNE = 300
"""Bearers from which on a piece is a name."""
_X = 24
"""The letter x, which many add behind a name."""


def around(
    letters: NDArray[np.uint8], length: I64, title: I64, row: I64, start: I64, size: I64, token: I32, known: Vocabulary
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """What stands before and what behind every place of some handles: two tables, handles × (places + 1), of KINDS.

    `letters`: handles × places, 1 for a; `title`: letters of a title in front, which are not counted; `row`, `start`,
    `size`, `token`: the words found.
    """
    place = np.arange(letters.shape[1] + 1)
    before = _unread(np.maximum(place - title[:, None], 0))
    behind = _unread(np.maximum(length[:, None] - place, 0))
    kind = kinds(token, known)
    at = np.flatnonzero(start == title[row])
    before[row[at], start[at] + size[at]] = kind[at]
    at = np.flatnonzero(start + size == length[row])
    behind[row[at], start[at]] = kind[at]
    ends_in_x = np.flatnonzero((length > _FEW) & (letters[np.arange(len(length)), length - 1] == _X))
    behind[ends_in_x, length[ends_in_x] - 1] = ADDED
    return before, behind


def kinds(token: I32, known: Vocabulary) -> NDArray[np.uint8]:
    """What words are, by their tokens."""
    given, family, bits = known.given_bearers[token], known.family_bearers[token], known.bits[token]
    found = np.where(family > given, SURNAME, GIVEN)
    found[np.maximum(given, family) < _BORNE] = UNKNOWN
    found[(known.length[token] < _FEW) | (found == UNKNOWN) & (known.length[token] == _FEW)] = LETTERS
    found[bits & (EVERYDAY | PARTICLE) > 0] = WORD
    found[bits & _ADDED > 0] = ADDED
    return found.astype(np.uint8)


def _unread(size: NDArray[np.integer]) -> NDArray[np.uint8]:
    """What pieces of so many letters are if they are no words."""
    return np.select([size == 0, size == 1, size <= _FEW], [NOTHING, LETTER, LETTERS], UNKNOWN).astype(np.uint8)
