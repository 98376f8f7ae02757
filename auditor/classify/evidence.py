"""The tables of the model: which pieces of evidence there are, by name, and where each has its weight."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.classify import handle_fit, leftovers, levels

ROLE_NAMES = ("staff", "parent", "student")
TIER_NAMES = ("class", "school", "district")
SHAPES = (
    "nothing", "full", "long", "titled_full", "titled_surname", "titled_initial", "class_page", "initial_surname",
    "first_initial", "initials", "first", "surname", "everyday", "organisation", "other_script", "first_year",
    "unlisted",
)  # fmt: skip
"""What a display name shows, whoever it may be."""
READS = ("none", "full", "initial", "given", "family", "words", "nothing", "short")
DIGITS = ("none", "one", "two", "three", "four", "leaving_two", "leaving_year")
YEARS = ("none", "same", "same_digits", "differs", "not_a_student", "other_digits")
DISPLAY_CLASSES = ("none", "both", "family", "given", "letters", "surname_differs", "first_differs", "neither")
CROWDS = ("first", "surname", "initial_surname", "first_initial", "initials", "surname_initial")
JOBS = ("teacher", "administrator", "other")
"""What somebody on the staff does."""
TITLES = ("none", "plain", "school")
SUFFIXES = ("none", "ours", "another")
"""Whose short name ends a handle."""
AGAIN = ("none", "first", "last", "both", "between")
"""Which names of the display name, none of them the person's, stand in the handle as well."""


def _product(*parts: tuple[str, ...]) -> tuple[str, ...]:
    names: tuple[str, ...] = ("",)
    for part in parts:
        names = tuple(f"{name}.{label}" if name else label for name in names for label in part)
    return names


TABLES: dict[str, tuple[str, ...]] = {
    "near": _product(TIER_NAMES, ROLE_NAMES),
    "shape": _product(ROLE_NAMES, SHAPES),
    "title": _product(ROLE_NAMES, TITLES),
    "handle_reads": _product(ROLE_NAMES, READS),
    "digits": _product(ROLE_NAMES, DIGITS),
    "name_role": _product(ROLE_NAMES, DISPLAY_CLASSES),
    "name": _product(levels.GIVEN_LEVELS, levels.FAMILY_LEVELS),
    "slip": ("none", "none_listed", "given", "given_listed", "surname", "surname_listed"),
    "order": levels.ORDER_LEVELS,
    "middle": levels.MIDDLE_LEVELS,
    "handle": _product(DISPLAY_CLASSES, handle_fit.LEVELS),
    "handle_role": _product(ROLE_NAMES, handle_fit.LEVELS),
    "handle_given": handle_fit.KINDS,
    "handle_family": handle_fit.KINDS,
    "handle_title": _product(ROLE_NAMES, ("none", "titled")),
    "year": YEARS,
    "address": ("none", "same"),
    "school": ("none", "ours", "another", "there", "elsewhere"),
    "educator": _product(ROLE_NAMES, ("none", "educator")),
    "mail": ("none", "other", "district"),
    "suffix": _product(ROLE_NAMES, SUFFIXES),
    "crowd": _product(CROWDS, ROLE_NAMES),
    "unseen": _product(SHAPES, READS),
    "unseen_role": ROLE_NAMES,
    "called": ("only_name", "preferred", "other_than_preferred"),
    "job": _product(JOBS, ("plain", "titled")),
    "handle_letters": ("none", *_product(handle_fit.LETTERS, handle_fit.RESTS, handle_fit.PLACES)),
    "handle_reading": ("none", *_product(handle_fit.LEVELS[1:], READS)),
    "handle_left": _product(handle_fit.BESIDE, leftovers.KINDS),
    "again": AGAIN,
}
"""Table → its cells."""
AMOUNTS = (
    "given_both", "given_both_5", "given_both_8", "given_alone", "given_other_form", "family_both", "family_both_7",
    "family_both_10", "family_both_13", "family_alone", "family_other_form", "nickname_forms", "namesakes", "middle",
    "middle_surprisal", "handle_middle",
    "crowd_given", "crowd_family", "unseen_family", "unseen_given", "children",
    "given_alone_student", "given_both_student",
)  # fmt: skip
"""Amounts: surprisal of the given name and the surname that fit (together, alone, in another form; `_5`: what is above
5 natural units), the logarithm of one more than the namesakes, and so on."""
_FIRST: dict[str, int] = {}
_at = 0
for _name, _cells in TABLES.items():
    _FIRST[_name] = _at
    _at += len(_cells)
CELLS = _at
"""How many cells all tables have."""
_PLAIN: dict[str, tuple[str, ...]] = {
    "near": (), "name": (), "name_role": (), "handle": (), "unseen": (), "unseen_role": (), "crowd": (),
    "handle_reading": (), "shape": ("full",), "order": ("usual",), "called": ("only_name",), "job": ("plain",),
    "handle_left": ("nothing",),
}  # fmt: skip
REFERENCE = np.zeros(CELLS, bool)
"""Cells that weigh nothing: the others of their table are compared with them."""
for _name, _cells in TABLES.items():
    for _i, _cell in enumerate(_cells):
        _last = _cell.rpartition(".")[2]
        REFERENCE[_FIRST[_name] + _i] = _last in _PLAIN.get(_name, ("none",))
REFERENCE[_FIRST["handle_reading"]] = True
REFERENCE[_FIRST["slip"] : _FIRST["slip"] + len(TABLES["slip"])] = [each.startswith("none") for each in TABLES["slip"]]


def cell(table: str, number: NDArray[np.integer] | int) -> NDArray[np.int64]:
    """The number of a cell among all tables' cells."""
    return np.asarray(number, np.int64) + _FIRST[table]
