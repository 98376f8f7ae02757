"""Candidates for names that are cut to a letter: `Sarah T.`, `J. T.`, `Mr. T`, `jt29`, and `Sanvi` with `sd93`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from auditor.classify.crowds import MANY
from auditor.classify.index import GIVEN_INITIAL, ORG_INITIALS
from auditor.classify.lookup import key
from auditor.classify.mentions import Mentions

if TYPE_CHECKING:
    from auditor.classify.candidates import Finder


def find(finder: Finder, given: Mentions) -> None:
    """Take them; `given`: given names that are shown, and their other forms."""
    w, pair, h = finder.words, finder.named & (finder.count == 2), finder.reading.handles
    first, second = finder.first_letter(w[:, 0]), finder.first_letter(w[:, 1])
    short, short_2 = finder.is_letter(w[:, 0]), finder.is_letter(w[:, 1])
    row = np.flatnonzero(pair & ~short & short_2 & (w[:, 0] >= 0))
    which, form = finder.index.vocabulary.related(w[row, 0])
    rows, tokens = np.append(row, row[which]), np.append(w[row, 0], form)
    finder.take(rows, key(GIVEN_INITIAL, second[rows], tokens + 1), MANY)
    both = pair & short & short_2
    row = np.flatnonzero(both)
    finder.take_near(row, ORG_INITIALS, first[row] * 32 + second[row])
    word = finder.named & ~finder.titled & (finder.count == 1) & (finder.reading.wording.length_of(w[:, 0]) == 2)
    row = np.flatnonzero(word)
    finder.take_near(row, ORG_INITIALS, first[row] * 32 + finder.reading.wording.second_of(w[row, 0]))
    two = h.length[: finder.reading.rows] == 2
    row = np.flatnonzero(two)
    finder.take_near(row, ORG_INITIALS, h.letters[row, 0].astype(np.int64) * 32 + h.letters[row, 1])
    _with_a_letter(finder, given.only(given.start >= 0), np.where(both, second, 0))
    alone = two & finder.alone & ~finder.titled
    _with_a_letter(finder, given.only(given.start < 0), np.where(alone, h.letters[: len(alone), 1], 0))
    row = np.flatnonzero(finder.named & finder.titled & (finder.count == 1) & short)
    row, letter = np.repeat(row, 26), np.tile(np.arange(1, 27), len(row))
    finder.take_near(row, ORG_INITIALS, letter * 32 + first[row], staff=True)


def _with_a_letter(finder: Finder, given: Mentions, letter: NDArray[np.integer]) -> None:
    """People with a given name of which one of name and handle shows the whole, and the other the letter of the
    surname (per connection; 0 for none)."""
    given = given.only(letter[given.row] > 0)
    finder.take(given.row, key(GIVEN_INITIAL, letter[given.row].astype(np.int64), given.token + 1), MANY)
