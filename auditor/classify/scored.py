"""What is kept of a batch once it is scored: a few numbers per connection, no name, ready to be settled by account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.classify import candidates, crowds, features, levels, schools
from auditor.classify.circles import Circles, Neighbours
from auditor.classify.evidence import CROWDS, SHAPES, TABLES, cell
from auditor.classify.features import Hypotheses, shapes
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64, ranked
from auditor.classify.model import Model
from auditor.classify.people import ROLES
from auditor.classify.reading import DISTRICT_MAIL, Reading, read

TOP = 6
"""People who are kept of each connection."""
OUR_SCHOOL, OUR_MAIL, SCHOOL_PAGE, OPEN_PAGE, OTHER_SCRIPT, ANOTHER_SCHOOL, NAMED, SURNAME_HERE = (
    1 << n for n in range(8)
)
"""What else is shown, as bits: a school of the district, an address there, a page of a school of the district, a page
that is about learning or has the name of somebody on the roster, letters other than Latin ones, another school, words
that are known as names, only a surname, which somebody on the roster has."""
_SURNAMES = np.isin(np.arange(len(levels.FAMILY_LEVELS)), (levels.EXACT, levels.PART, levels.FORMER, levels.CHILD))
_SHOW_SURNAME = np.isin(SHAPES, ("titled_surname", "class_page", "initial_surname"))
_BY_SURNAME = np.isin(np.arange(len(CROWDS)), (crowds.CROWD_FAMILY, crowds.CROWD_INITIAL_FAMILY))
LISTED, GROUPED, NOBODY = range(3)
"""What there was to compare: people one by one; only a group that is counted as a whole; nobody."""
_NEVER = -60.0
_MOSTLY_FIRST = 50
"""So many times as many bear a word as a first name as bear it as a surname: then it is no surname behind a title."""
_USUAL = 1_000
"""Bearers from which on a last word is a surname by itself; behind a title, any listed one is."""


@dataclass(slots=True)
class Scored:
    """`n` connections, scored. Scores are log-odds against somebody else, at equal shares of members and others."""

    shape: NDArray[np.uint8]
    """n: position in SHAPES."""
    reads: NDArray[np.uint8]
    """n: how the handle reads."""
    flags: NDArray[np.uint8]
    unseen: NDArray[np.float32]
    """n × roles: a member nobody can pick out."""
    rest: NDArray[np.float32]
    """n × roles: members who are in a crowd, or fit too little to be kept."""
    person: I32
    """n × TOP: positions of people, best first; -1 for none."""
    score: NDArray[np.float32]
    """n × TOP."""
    evidence: NDArray[np.uint32]
    """n × TOP: how each fits (`pack`)."""

    def take(self, rows: NDArray[np.integer] | slice) -> Scored:
        """Some of the connections."""
        return Scored(*(getattr(self, f.name)[rows] for f in fields(self)))

    @classmethod
    def joined(cls, parts: Sequence[Scored]) -> Scored:
        """Several batches as one."""
        return cls(*(np.concatenate([getattr(part, f.name) for part in parts]) for f in fields(cls)))


_BITS = (("given", 4), ("family", 4), ("order", 3), ("middle", 3), ("handle", 5), ("handle_given", 3),
         ("handle_family", 3), ("year", 3), ("tier", 2), ("address", 1), ("titled", 1))  # fmt: skip


def pack(h: Hypotheses, address: NDArray[np.integer]) -> NDArray[np.uint32]:
    """How each person fits, as one number."""
    parts: tuple[NDArray[Any], ...] = (
        h.fit.given, h.fit.family, h.fit.order, h.fit.middle, h.handle.level, h.handle.given, h.handle.family,
        h.year, h.tier, address, h.handle.titled,
    )  # fmt: skip
    return packed(dict(zip((name for name, _ in _BITS), parts, strict=True)))


def packed(levels: Mapping[str, NDArray[Any]]) -> NDArray[np.uint32]:
    """The numbers of `pack` from the levels by name; 0 for those that are left out."""
    found, at = np.zeros(len(next(iter(levels.values()))), np.uint32), 0
    for name, bits in _BITS:
        if name in levels:
            found |= levels[name].astype(np.uint32) << np.uint32(at)
        at += bits
    return found


def unpack(packed: int) -> dict[str, int]:
    """The levels behind a number of `pack`."""
    found, at = {}, 0
    for name, bits in _BITS:
        found[name] = packed >> at & ((1 << bits) - 1)
        at += bits
    return found


def tiers(packed: NDArray[np.uint32]) -> I64:
    """How near the people are, of many numbers of `pack`."""
    at = sum(bits for _, bits in _BITS[: [name for name, _ in _BITS].index("tier")])
    return (packed >> np.uint32(at) & np.uint32(3)).astype(np.int64)


def ways(scored: Scored) -> I64:
    """Per connection: LISTED, GROUPED or NOBODY."""
    grouped = (scored.rest > _NEVER).any(1)
    return np.where(scored.person[:, 0] >= 0, LISTED, np.where(grouped, GROUPED, NOBODY))


def score(
    columns: Mapping[str, Sequence[str]], owner: I64, owners: I32, index: Index, neighbours: Neighbours, model: Model
) -> Scored:
    """Score a batch. `owner`: per connection, a number in `owners`; `owners`: positions of people, -1 for unknown."""
    reading = read(columns, index)
    circles = Circles.of(owners, neighbours)
    found = candidates.Finder(index, reading, owner, circles).find()
    hypotheses = features.of(index, reading, found, owner, circles)
    return keep(reading, hypotheses, model.scores(hypotheses))


def keep(reading: Reading, h: Hypotheses, scores: NDArray[np.float64]) -> Scored:
    """What is kept of scored hypotheses."""
    n, persons = reading.rows, h.persons
    row = h.row[:persons]
    order = _best_first(row, h.person[:persons], scores[:persons])
    rank = ranked(row[order])
    best = rank < TOP
    at, where = order[best], (row[order][best], rank[best])
    person, score_ = np.full((n, TOP), -1, np.int32), np.full((n, TOP), _NEVER, np.float32)
    evidence = np.zeros((n, TOP), np.uint32)
    address = h.cells[:persons, list(TABLES).index("address")] == cell("address", 1)
    person[where], score_[where], evidence[where] = h.person[at], scores[at], pack(h, address)[at]
    first = len(h.row) - n * ROLES
    others = np.concatenate((order[~best], np.arange(persons, first)))
    mass = np.bincount(
        h.row[others] * ROLES + h.role[others], np.exp(np.minimum(scores[others], -_NEVER)), minlength=n * ROLES
    )
    with np.errstate(divide="ignore"):
        rest = np.maximum(np.log(mass), _NEVER).reshape(n, ROLES)
    return Scored(
        shapes(reading).astype(np.uint8),
        reading.handles.reads[:n],
        _flags(reading) | _surname_here(reading, h) * np.uint8(SURNAME_HERE),
        scores[first:].reshape(n, ROLES).astype(np.float32),
        rest.astype(np.float32),
        person,
        score_,
        evidence,
    )


def _best_first(row: I64, person: I64, score: NDArray[np.float64]) -> I64:
    """By connection, then by score, then by person. `row` and `person` are in ascending order."""
    place = ranked(row)
    bits = int(place.max(initial=0)).bit_length()
    if not len(row) or int(row[-1]).bit_length() + bits > 32:
        return np.lexsort((person, -score, row))
    # In one number: the connection, the score to 32 digits in descending order, and the place within the connection.
    digits = (0.0 - score).astype(np.float32).view(np.uint32)
    digits ^= np.where(digits >> np.uint32(31), np.uint32(0xFFFFFFFF), np.uint32(0x80000000))
    packed = row.astype(np.uint64) << np.uint64(32 + bits) | digits.astype(np.uint64) << np.uint64(bits)
    packed = np.sort(packed | place.astype(np.uint64), kind="stable")
    order = np.arange(len(row)) - place + (packed & np.uint64((1 << bits) - 1)).astype(np.int64)
    # Scores that differ by less may stand in the wrong order: the connections concerned are sorted again.
    worse = (row[order][1:] == row[order][:-1]) & (score[order][1:] > score[order][:-1])
    if worse.any():
        wrong = np.zeros(int(row[-1]) + 1, bool)
        wrong[row[order][1:][worse]] = True
        at = np.flatnonzero(wrong[row])
        order[at] = at[np.lexsort((person[at], -score[at], row[at]))]
    return order


def _surname_here(reading: Reading, h: Hypotheses) -> NDArray[np.bool_]:
    """Whether a surname without a first name is shown, and somebody who is weighed, or in a group, has it."""
    found = np.zeros(reading.rows, bool)
    found[h.row[: h.persons][_SURNAMES[h.fit.family]]] = True
    group = h.cells[h.persons : len(h.row) - reading.rows * ROLES, list(TABLES).index("crowd")]
    kind = (group - int(cell("crowd", 0))) // ROLES
    found[h.row[h.persons : h.persons + len(group)][(group >= 0) & _BY_SURNAME[np.maximum(kind, 0)]]] = True
    return found & _SHOW_SURNAME[shapes(reading)]


def _named(reading: Reading) -> NDArray[np.bool_]:
    """Whether the first word is somebody's given name, or the last a surname: `fuzzy koala` is nobody's name.

    Behind a title, a word that next to nobody has as a surname is a first name: `Miss Emily` says no surname.
    """
    names, known = reading.names, reading.wording.known
    first = names.words[:, 0]
    last = names.words[np.arange(len(first)), np.maximum(names.count - 1, 0)]
    given = (first >= 0) & (known.given_bearers[np.maximum(first, 0)] > 0) & (names.count > 1) & ~names.surname_only
    bearers = np.where(last >= 0, known.family_bearers[np.maximum(last, 0)], 0)
    firsts = np.where(last >= 0, known.given_bearers[np.maximum(last, 0)], 0)
    behind_title = (bearers > 0) & ((names.count > 1) | (firsts <= _MOSTLY_FIRST * bearers))
    return given | np.where(names.title > 0, behind_title, bearers >= _USUAL)


def _flags(reading: Reading) -> NDArray[np.uint8]:
    ours = reading.school == schools.OURS
    page = reading.names.organisation
    return (
        ours * OUR_SCHOOL
        | (reading.mail == DISTRICT_MAIL) * OUR_MAIL
        | (ours & page) * SCHOOL_PAGE
        | (page & (reading.names.learning | reading.somebodys)) * OPEN_PAGE
        | reading.names.other_script * OTHER_SCRIPT
        | (reading.school == schools.ANOTHER) * ANOTHER_SCHOOL
        | (_named(reading) & ~reading.somebodys) * NAMED
    ).astype(np.uint8)
