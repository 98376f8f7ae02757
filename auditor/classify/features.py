"""What speaks for and against each hypothesis about a connection, as cells of tables and amounts.

A hypothesis is one person, a crowd of people who fit alike, or a member nobody can pick out; somebody else is the
yardstick with score 0. The score of a hypothesis is the sum of one weight per table and of amounts times their weights
(Fellegi and Sunter 1969, with the surprisal of names as amounts), so every part of it can be shown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import amounts as weigh
from auditor.classify import fitting, handle_fit, levels
from auditor.classify.candidates import Candidates
from auditor.classify.circles import CLASS, DISTRICT, SCHOOL, Circles
from auditor.classify.evidence import (
    AGAIN,
    AMOUNTS,
    DIGITS,
    DISPLAY_CLASSES,
    JOBS,
    READS,
    REFERENCE,
    SHAPES,
    SUFFIXES,
    TABLES,
    YEARS,
    cell,
)
from auditor.classify.handle_fit import HandleFit
from auditor.classify.index import Index
from auditor.classify.levels import Fit
from auditor.classify.lookup import I32, I64, spread
from auditor.classify.people import CATEGORIES, PART_A, PART_B, PREFERRED, ROLES, STAFF, STUDENT, WHOLE
from auditor.classify.reading import Reading
from auditor.classify.vocabulary import family_forms

MASS = np.array([0.40, 0.35, 0.25])
"""How the members in a teacher's account spread over class, school and district, roughly."""
FEWEST = np.array([[8, 30, 15], [20, 80, 60], [200, 900, 800]])
"""Tiers × roles: fewer people are treated as if there were so many; nobody is a likely connection beforehand."""

_COUNTING = {
    table: np.where(REFERENCE[cell(table, at)], -1, cell(table, at)).astype(np.int16)
    for table, at in ((table, np.arange(len(names))) for table, names in TABLES.items())
}
"""By table, per cell: its number among all cells, or -1 for one that is the yardstick of its table."""


_JOB = np.array([JOBS.index(str(each) if str(each) in JOBS else "other") for each in CATEGORIES])
"""By category."""


@dataclass(slots=True)
class Hypotheses:
    """The hypotheses of a batch, in order of connection: persons, then crowds, then a member unseen of every role.

    Parallel arrays over hypotheses.
    """

    row: I64
    person: I64
    """-1 for crowds and members unseen."""
    role: NDArray[np.uint8]
    """STAFF, PARENT or STUDENT."""
    offset: NDArray[np.float32]
    """Log prior of this person among the members of their circle and role (of a crowd: of anybody in it)."""
    cells: NDArray[np.int16]
    """Hypotheses × tables: cells that count; -1 for none."""
    amounts: NDArray[np.float32]
    """Hypotheses × AMOUNTS."""
    fit: Fit
    """Of the persons only."""
    handle: HandleFit
    tier: NDArray[np.uint8]
    year: NDArray[np.uint8]
    given_word: I32
    """Of the persons: reference of the given name that fits; -1 for none."""
    family_word: I32

    @property
    def persons(self) -> int:
        """How many hypotheses are persons."""
        return len(self.tier)


def shapes(reading: Reading) -> NDArray[np.int64]:
    """What each display name shows: positions in SHAPES."""
    names, wording = reading.names, reading.wording
    w, count = names.words, names.count
    n = np.arange(len(w))
    last = w[n, np.maximum(count - 1, 0)]
    short, short_last = wording.length_of(w[:, 0]) == 1, wording.length_of(last) == 1
    titled = names.title > 0
    one, several = count == 1, count > 1
    known = reading.wording.known
    listed = np.maximum(w[:, 0], 0)
    surname = (w[:, 0] >= 0) & (known.family_bearers[listed] > 3 * known.given_bearers[listed])
    found = np.zeros(len(w), np.int64)

    def put(where: NDArray[np.bool_], shape: str) -> None:
        found[where] = SHAPES.index(shape)

    put(several, "full")
    put(several & (count > 2), "long")
    put(several & short & ~short_last, "initial_surname")
    put(several & ~short & short_last, "first_initial")
    put(several & short & short_last, "initials")
    put(several & titled, "titled_full")
    put(one & ~titled, "first")
    put(one & ~titled & surname, "surname")
    put(one & ~titled & (names.year >= 0), "first_year")
    put((one & titled) | names.surname_only, "titled_surname")
    put(one & titled & short, "titled_initial")
    put(titled & names.class_page & (count > 0), "class_page")
    put(names.other_script, "other_script")
    put(names.unlisted, "unlisted")
    put(names.everyday, "everyday")
    put(names.organisation, "organisation")
    put(count == 0, "nothing")
    return found


def of(index: Index, reading: Reading, found: Candidates, owner: I64, circles: Circles) -> Hypotheses:
    """The hypotheses about every connection of a batch, with what speaks for and against each."""
    n = reading.rows
    fit, handle = fitting.fit(index, reading, found)
    persons, crowds = len(found.row), len(found.crowd_row)
    total = persons + crowds + n * ROLES
    p, c, u = slice(0, persons), slice(persons, persons + crowds), slice(persons + crowds, total)
    row = np.concatenate((found.row, found.crowd_row, np.repeat(np.arange(n), ROLES)))
    role = np.concatenate(
        (index.people.role[found.person], found.crowd_role, np.tile(np.arange(ROLES, dtype=np.uint8), n))
    )
    tier = circles.tier(owner[found.row], found.person)
    shape, reads = shapes(reading), reading.handles.reads[:n].astype(np.int64)
    digits = _digits(index, reading)
    cells = np.full((total, len(TABLES)), -1, np.int16, order="F")
    column = {name: i for i, name in enumerate(TABLES)}

    def put(where: slice, table: str, number: NDArray[np.integer]) -> None:
        cells[where, column[table]] = _COUNTING[table].take(number)

    everyone, member = slice(0, total), slice(0, persons + crowds)
    who = role.astype(np.int64)
    all_tiers = np.concatenate((tier, np.full(crowds, DISTRICT))).astype(np.int64)
    put(member, "near", all_tiers * 3 + who[member])
    put(everyone, "shape", who * len(SHAPES) + shape[row])
    put(everyone, "title", who * 3 + reading.names.title[row])
    put(everyone, "handle_reads", who * len(READS) + reads[row])
    put(everyone, "digits", who * len(DIGITS) + digits[row])
    classes = fitting.display_class(fit)
    given_word, family_word = fitting.matched(fit, handle)
    put(p, "name", fit.given.astype(np.int64) * len(levels.FAMILY_LEVELS) + fit.family)
    put(p, "name_role", who[p] * len(DISPLAY_CLASSES) + classes)
    put(p, "called", _called(index, found.person, given_word))
    put(p, "slip", _slip(index, found.person, fit))
    put(p, "job", _JOB[index.people.category[found.person]] * 2 + reading.titled[found.row])
    cells[p, column["job"]][who[p] != STAFF] = -1
    put(p, "order", fit.order)
    put(p, "middle", fit.middle)
    put(p, "handle", classes * len(handle_fit.LEVELS) + handle.level)
    put(p, "handle_role", who[p] * len(handle_fit.LEVELS) + handle.level)
    put(p, "handle_given", handle.given)
    put(p, "handle_family", handle.family)
    put(p, "handle_title", who[p] * 2 + handle.titled)
    in_handle = (handle.letters > 0) & (classes != DISPLAY_CLASSES.index("both"))
    put(p, "handle_letters", handle.letters * in_handle)
    reading_ = 1 + (handle.level.astype(np.int64) - 1) * len(READS) + reads[found.row]
    put(p, "handle_reading", reading_ * in_handle)
    put(p, "handle_left", handle.left)
    put(p, "again", _again(index, reading, found.row, found.person, fit))
    year = _years(index, reading, found.row, found.person)
    put(p, "year", year)
    put(p, "address", _same_address(index, reading, found))
    put(c, "crowd", found.crowd_kind.astype(np.int64) * 3 + found.crowd_role)
    put(u, "unseen", np.repeat(shape * len(READS) + reads, ROLES))
    put(u, "unseen_role", who[u])
    school = reading.school[row].astype(np.int64)
    named = np.flatnonzero(reading.school_number[found.row] >= 0)
    at_home = (index.people.orgs[found.person[named]] == reading.school_number[found.row[named], None]).any(1)
    school[named] = np.where(at_home, 3, 4)
    school[c][reading.school_number[found.crowd_row] >= 0] = 4
    put(everyone, "school", school)
    put(everyone, "educator", who * 2 + reading.educator[row])
    put(everyone, "mail", reading.mail[row])
    put(everyone, "suffix", who * len(SUFFIXES) + reading.handles.suffix[row])
    amounts = np.zeros((total, len(AMOUNTS)), np.float32, order="F")
    weigh.of_names(index, found.person, fit, handle, given_word, family_word, amounts[p])
    amounts[p, AMOUNTS.index("children")] = np.log(circles.children(owner[found.row], found.person, tier))
    weigh.of_crowds(index, found, amounts[c])
    amounts[u] = np.repeat(weigh.of_unseen(index, reading, shape), ROLES, axis=0)
    offset = np.zeros(total, np.float32)
    offset[member] = _prior(circles)[owner[row[member]], all_tiers, who[member]]
    amounts[p, AMOUNTS.index("given_alone_student")] = amounts[p, AMOUNTS.index("given_alone")] * (who[p] == STUDENT)
    amounts[p, AMOUNTS.index("given_both_student")] = amounts[p, AMOUNTS.index("given_both")] * (who[p] == STUDENT)
    offset[c] += np.log(found.crowd_size)
    return Hypotheses(
        row,
        np.append(found.person, np.full(crowds + n * ROLES, -1)),
        role,
        offset,
        cells,
        amounts,
        fit,
        handle,
        tier,
        year,
        given_word,
        family_word,
    )


def _prior(circles: Circles) -> NDArray[np.float64]:
    """Owners × tiers × roles: log prior of one person among the members in an account, but for what is learned.

    What a tier that is empty would have had goes to the next one: who teaches no class knows the school all the better.
    """
    empty = circles.counts.sum(2) == 0
    mass = np.tile(MASS, (len(empty), 1))
    for tier in (CLASS, SCHOOL):
        mass[:, tier + 1] += np.where(empty[:, tier], mass[:, tier], 0)
    return np.log(mass / MASS)[:, :, None] - np.log(np.maximum(circles.counts, FEWEST))


def _called(index: Index, person: I64, given_word: I32) -> NDArray[np.int64]:
    """Whether the given name that fits is the one the roster says somebody prefers."""
    preferred = index.people.given[person, PREFERRED]
    has = (preferred >= 0) & (given_word != -1)
    return np.where(has, np.where(preferred == given_word, 1, 2), 0)


def _again(index: Index, reading: Reading, row: I64, person: I64, fit: Fit) -> NDArray[np.int64]:
    """Whether the handle repeats names of the display name that this person does not have: positions in AGAIN."""
    found = np.zeros(len(row), np.int64)
    words, everyone, more = reading.names.words, index.people, reading.names.count > 2
    repeated: NDArray[np.bool_] = np.logical_or.reduce(reading.repeated, axis=1)
    at = np.flatnonzero(repeated[row])
    for column in np.flatnonzero(reading.repeated.any(0)).tolist():
        here = at[reading.repeated[:, column][row[at]]]
        word = words[row[here], column]
        given, family = fit.given_word[here] == word, fit.family_word[here] == word
        found[here] |= given & (fit.given[here] == levels.DIFFERS)
        found[here] |= (family & (fit.family[here] == levels.DIFFERS)) << 1
        other = np.flatnonzero(~given & ~family & more[row[here]])
        word, here = word[other], here[other]
        for names in (everyone.given, everyone.middle, everyone.family):
            new = np.flatnonzero(~(names.take(person[here], axis=0) == word[:, None]).any(1))
            word, here = word[new], here[new]
        found[here] |= AGAIN.index("between")
    return np.where(found > 3, AGAIN.index("between"), found)


def _slip(index: Index, person: I64, fit: Fit) -> NDArray[np.int64]:
    """Whether a slip of the pen makes a name that others bear: who bears it explains it better.

    Another spelling of a surname (Müller, Mueller) is none.
    """
    known = index.vocabulary
    found = np.zeros(len(fit.given), np.int64)
    spelling = np.zeros(len(person), bool)
    at = np.flatnonzero(fit.family == levels.CLOSE)
    for column in (WHOLE, PART_A, PART_B):
        spelling[at] |= family_forms().related(fit.family_word[at], index.people.family[person[at], column])
    for close, word, bearers, first in (
        (fit.given == levels.CLOSE, fit.given_word, known.given_bearers, 2),
        ((fit.family == levels.CLOSE) & ~spelling, fit.family_word, known.family_bearers, 4),
    ):
        at = np.flatnonzero(close)
        found[at] = first + ((word[at] >= 0) & (bearers[np.maximum(word[at], 0)] > 0))
    return found


def _digits(index: Index, reading: Reading) -> NDArray[np.int64]:
    """What kind of number the handle ends in: positions in DIGITS."""
    year, offset = reading.handles.year[: reading.rows], index.facts.year_offset
    found = reading.handles.digits[: reading.rows].astype(np.int64)
    if offset is not None:
        full = np.where(year > 99, year, 2000 + year)
        inside = (year >= 0) & (full >= offset - 12) & (full <= offset)
        found = np.where(inside, np.where(year > 99, 6, 5), found)
    return found


def _years(index: Index, reading: Reading, row: I64, person: I64) -> NDArray[np.uint8]:
    """Leaving years: positions in YEARS."""
    offset = index.facts.year_offset
    found = np.zeros(len(row), np.uint8)
    if offset is None:
        return found
    at = np.flatnonzero(((reading.year >= 0) | (reading.loose_year >= 0))[row])
    row, person = row[at], person[at]
    clear, loose = reading.year[row], reading.loose_year[row]
    grade = index.people.grade[person].astype(np.int64)
    student = (index.people.role[person] == STUDENT) & (grade >= 0)
    leaves = offset - grade
    full = np.where(clear > 99, clear, 2000 + clear)
    in_school = (clear >= 0) & (full >= offset - 12) & (full <= offset)
    loose_in = (loose >= 0) & (2000 + loose >= offset - 12) & (2000 + loose <= offset)
    found[at[student & loose_in]] = YEARS.index("other_digits")
    found[at[student & (loose == leaves % 100)]] = YEARS.index("same_digits")
    found[at[student & (clear >= 0)]] = YEARS.index("differs")
    found[at[student & (full == leaves)]] = YEARS.index("same")
    found[at[~student & in_school]] = YEARS.index("not_a_student")
    return found


def _same_address(index: Index, reading: Reading, found: Candidates) -> NDArray[np.int64]:
    same = np.zeros(len(found.row), np.int64)
    at = np.flatnonzero((reading.address > 0)[found.row])
    if len(at):
        everyone, person, wanted = index.people, found.person[at], reading.address[found.row[at]]
        start = np.searchsorted(everyone.email_people, person, "left")
        which, place = spread(start, np.searchsorted(everyone.email_people, person, "right") - start)
        same[at[which[everyone.emails[place] == wanted[which]]]] = 1
    return same
