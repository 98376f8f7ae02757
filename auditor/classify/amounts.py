"""How much names say: the amounts of evidence."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.classify import crowds, handle_fit, levels
from auditor.classify.candidates import Candidates
from auditor.classify.evidence import AMOUNTS, SHAPES
from auditor.classify.handle_fit import HandleFit
from auditor.classify.index import FULL, Index, rarest
from auditor.classify.levels import Fit
from auditor.classify.lookup import I32, I64, key
from auditor.classify.reading import Reading

_OTHER_GIVEN = np.isin(
    np.arange(len(levels.GIVEN_LEVELS)),
    (levels.NICKNAME, levels.SHORT, levels.MIDDLE, levels.CLOSE, levels.SOUNDS, levels.STEM),
)
_OTHER_FAMILY = np.isin(
    np.arange(len(levels.FAMILY_LEVELS)),
    (levels.PART, levels.FORMER, levels.CHILD, levels.CLOSE, levels.SOUNDS_FAMILY),
)
"""Per level: a name in another form than the usual one."""


def surprisals(table: NDArray[np.float32], words: I32, *, of_family: bool) -> NDArray[np.float32]:
    """How much names say, by reference; 0 where there is none."""
    known = table[np.maximum(words, 0)]
    return np.where(words >= 0, known, np.where(words < -1, np.float32(rarest(of_family)), np.float32(0)))


def of_names(
    index: Index, person: I64, fit: Fit, handle: HandleFit, given_word: I32, family_word: I32, out: NDArray[np.float32]
) -> None:
    """How much the names say that fit a person. `out`: persons × AMOUNTS, filled in."""
    given = surprisals(index.given_surprisal, given_word, of_family=False)
    family = surprisals(index.family_surprisal, family_word, of_family=True)
    in_handle = fit.given_word != given_word
    given[in_handle] = np.minimum(given, handle.given_most)[in_handle]
    in_handle = fit.family_word != family_word
    either = surprisals(index.given_surprisal, family_word, of_family=False)
    family[in_handle] = np.minimum(np.minimum(family, either), handle.family_most)[in_handle]
    both = (given_word != -1) & (family_word != -1)
    column = AMOUNTS.index
    out[:, column("given_both")] = given * both
    out[:, column("given_both_5")] = np.maximum(given - 5, 0) * both
    out[:, column("given_both_8")] = np.maximum(given - 8, 0) * both
    out[:, column("given_alone")] = given * ~both
    out[:, column("given_other_form")] = given * _OTHER_GIVEN[fit.given]
    out[:, column("family_both")] = family * both
    for knot in (7, 10, 13):
        out[:, column(f"family_both_{knot}")] = np.maximum(family - knot, 0) * both
    out[:, column("family_alone")] = family * ~both
    out[:, column("family_other_form")] = family * _OTHER_FAMILY[fit.family]
    nick = np.flatnonzero((fit.given == levels.NICKNAME) | (handle.given == handle_fit.NICKNAME))
    out[nick, column("nickname_forms")] = np.log(
        np.maximum(index.vocabulary.forms(index.people.given[person[nick], 0]), 1)
    )
    full = np.flatnonzero(both & (given_word >= 0) & (family_word >= 0))
    _, size = index.postings.blocks(key(FULL, given_word[full], family_word[full]))
    out[full, column("namesakes")] = np.log(np.maximum(size, 1))
    middle = (fit.middle == levels.SAME_MIDDLE) | (fit.middle == levels.MIDDLE_ALONE)
    out[:, column("middle")] = middle
    for name, fits in (("middle_surprisal", middle), ("handle_middle", handle.level == handle_fit.GIVEN_MIDDLE)):
        at = np.flatnonzero(fits)
        out[at, column(name)] = surprisals(index.given_surprisal, index.people.middle[person[at], 0], of_family=False)


def of_crowds(index: Index, found: Candidates, out: NDArray[np.float32]) -> None:
    """How much the name says that a crowd shares. `out`: crowds × AMOUNTS, filled in."""
    kind, word = found.crowd_kind, found.crowd_word
    by_given = np.isin(kind, (crowds.CROWD_GIVEN, crowds.CROWD_GIVEN_INITIAL))
    family = np.where(by_given, -1, word)
    out[:, AMOUNTS.index("crowd_given")] = surprisals(
        index.given_surprisal, np.where(by_given, word, -1), of_family=False
    )
    out[:, AMOUNTS.index("crowd_family")] = surprisals(index.family_surprisal, family, of_family=True)


def of_unseen(index: Index, reading: Reading, shape: NDArray[np.int64]) -> NDArray[np.float32]:
    """How much a full name says that nobody bears: connections × AMOUNTS."""
    out = np.zeros((reading.rows, len(AMOUNTS)), np.float32)
    w, count = reading.names.words, reading.names.count
    last = w[np.arange(len(w)), np.maximum(count - 1, 0)]
    full = np.isin(shape, [SHAPES.index(s) for s in ("full", "long", "titled_full")])
    out[:, AMOUNTS.index("unseen_given")] = surprisals(
        index.given_surprisal, np.where(full, w[:, 0], -1), of_family=False
    )
    out[:, AMOUNTS.index("unseen_family")] = surprisals(
        index.family_surprisal, np.where(full, last, -1), of_family=True
    )
    return out
