"""How all candidates of a batch fit, and which of them fit too little to be weighed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.classify import handle_fit, levels, single
from auditor.classify.candidates import Candidates
from auditor.classify.evidence import DISPLAY_CLASSES
from auditor.classify.handle_fit import HandleComparer, HandleFit
from auditor.classify.index import Index
from auditor.classify.levels import Comparer, Fit
from auditor.classify.lookup import I32
from auditor.classify.reading import Reading

_MATCHED_GIVEN = np.isin(
    np.arange(len(levels.GIVEN_LEVELS)),
    (levels.EXACT, levels.NICKNAME, levels.SHORT, levels.MIDDLE, levels.CLOSE, levels.SOUNDS, levels.STEM),
)
_MATCHED_FAMILY = np.isin(
    np.arange(len(levels.FAMILY_LEVELS)),
    (levels.EXACT, levels.PART, levels.FORMER, levels.CHILD, levels.CLOSE, levels.SOUNDS_FAMILY),
)
_OTHER_FORM = np.isin(np.arange(len(levels.GIVEN_LEVELS)), (levels.NICKNAME, levels.SHORT, levels.MIDDLE))
_WEAK = np.isin(
    np.arange(len(levels.GIVEN_LEVELS)), (levels.NONE, levels.INITIAL, levels.MIDDLE_LETTER, levels.FORM_LETTER)
)
_WEAK_FAMILY = np.isin(np.arange(len(levels.FAMILY_LEVELS)), (levels.NONE, levels.INITIAL, levels.INITIAL_OF_PART))
_HANDLE = np.isin(
    np.arange(len(handle_fit.LEVELS)),
    (
        handle_fit.FULL,
        handle_fit.FULL_REST,
        handle_fit.INITIAL_FAMILY,
        handle_fit.FAMILY,
        handle_fit.GIVEN_INITIAL,
        handle_fit.GIVEN_MIDDLE,
        handle_fit.GIVEN_PART,
    ),
)
_HANDLE = np.arange(len(handle_fit.LEVELS)) > 0
_HANDLE[handle_fit.OTHER_FULL : handle_fit.GIVEN_PART] = False


def fit(index: Index, reading: Reading, found: Candidates) -> tuple[Fit, HandleFit]:
    """How the candidates fit. Those who do not fit at all are dropped from `found`: they would only cost time."""
    comparer = Comparer(index, reading, found.unknown, found.distant)
    fit = comparer.fit(found.row, found.person)
    single.fit(comparer, fit, found.row, found.person)
    classes = display_class(fit)
    apart, address = _APART[classes], reading.address[found.row] > 0
    handle = _handles(index, reading, found, apart & ~address, fit)
    reads, second = reading.handles.reads[found.row], reading.second[found.row]
    strong = handle_fit.STRONG[handle.level] & ((reads > 0) | (second >= 0))
    shown = ~apart & ((classes != _NOTHING) | _HANDLE[handle.level])
    keep = np.flatnonzero(shown | (apart & strong) | address)
    found.row, found.person = found.row[keep], found.person[keep]
    return (
        Fit(*(getattr(fit, name)[keep] for name in Fit.__slots__)),
        HandleFit(*(getattr(handle, name)[keep] for name in HandleFit.__slots__)),
    )


def _handles(index: Index, reading: Reading, found: Candidates, apart: NDArray[np.bool_], names: Fit) -> HandleFit:
    """How the handles fit; of pairs whose display names are `apart`, whether they fit well."""
    called = np.where(_OTHER_FORM[names.given], reading.wording.first_of(names.given_word), 0).astype(np.uint8)
    comparer = HandleComparer(index, reading.handles)
    second = reading.second[found.row] >= 0
    # Where there are two handles, the better one has to be known before it is asked whether it is good enough.
    fit = comparer.fit(found.row, found.person, found.distant[found.row], apart & ~second, called)
    at = np.flatnonzero(second)
    if len(at):
        fit.better(comparer.fit(reading.second[found.row[at]].astype(np.int64), found.person[at]), at)
    return fit


def _classes() -> NDArray[np.int64]:
    """Levels of given names × levels of surnames: positions in DISPLAY_CLASSES."""
    given, family = (each.ravel() for each in np.indices((len(_MATCHED_GIVEN), len(_MATCHED_FAMILY))))
    has_given, has_family, weak_given, weak_family = (
        table[level]
        for table, level in ((_MATCHED_GIVEN, given), (_MATCHED_FAMILY, family), (_WEAK, given), (_WEAK_FAMILY, family))
    )
    found = np.full(len(given), DISPLAY_CLASSES.index("neither"))
    found[has_given & (family == levels.DIFFERS)] = DISPLAY_CLASSES.index("surname_differs")
    found[has_family & (given == levels.DIFFERS)] = DISPLAY_CLASSES.index("first_differs")
    found[weak_given & weak_family] = DISPLAY_CLASSES.index("letters")
    found[has_given & weak_family] = DISPLAY_CLASSES.index("given")
    found[has_family & weak_given] = DISPLAY_CLASSES.index("family")
    found[has_given & has_family] = DISPLAY_CLASSES.index("both")
    found[(given == levels.NONE) & (family == levels.NONE)] = DISPLAY_CLASSES.index("none")
    return found


_CLASSES = _classes()
_NOTHING = DISPLAY_CLASSES.index("none")
_APART = np.isin(np.arange(len(DISPLAY_CLASSES)), [DISPLAY_CLASSES.index(c) for c in ("first_differs", "neither")])


def display_class(fit: Fit) -> NDArray[np.int64]:
    """How much of a person the display name shows: positions in DISPLAY_CLASSES."""
    return _CLASSES[fit.given.astype(np.intp) * len(_MATCHED_FAMILY) + fit.family]


def matched(fit: Fit, handle: HandleFit) -> tuple[I32, I32]:
    """References of the given name and the surname that fit, of the display name or else of the handle."""
    given = np.where(_MATCHED_GIVEN[fit.given], fit.given_word, handle.given_word)
    family = np.where(_MATCHED_FAMILY[fit.family], fit.family_word, handle.family_word)
    return given, family
