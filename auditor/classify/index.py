"""The roster made ready to be asked: who bears this name, who has this address, who is near this owner.

All of it is arrays: built once per roster, they are written to a file that any number of processes map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from math import log

import numpy as np
from numpy.typing import NDArray

from auditor.classify import people, people_in, population, roster_facts, sounds, spelling
from auditor.classify.glance import Glance
from auditor.classify.lookup import I32, U64, Arrays, Postings, distinct, key, mixed
from auditor.classify.people import ROLES, People
from auditor.classify.people_in import Enrolled, Older
from auditor.classify.roster_facts import Facts
from auditor.classify.vocabulary import Vocabulary, Words
from auditor.roster.coverage import GUARDIANS_ENOUGH
from auditor.roster.model import Roster

(
    FULL, INITIAL_FAMILY, FAMILY, GIVEN_INITIAL, ORG_GIVEN, ORG_FAMILY, ORG_INITIALS, ADDRESS, SLIP_FAMILY, SLIP_GIVEN,
    SOUND_FAMILY, SOUND_GIVEN, BEGINS, GIVEN, GRADE_GIVEN,
) = range(15)  # fmt: skip
"""Kinds of keys: given name and surname (or middle name); first letter and surname; surname; given name and first
letter of the surname; given name, surname, both first letters within a school; an address; a spelling with a letter
left out; what a name sounds like; how a surname begins; given name; grade of a student and given name."""
BEGINS_LETTERS = 4
"""Letters of a surname that a handle may be content with."""
AS_GIVEN, AS_FAMILY = 1, 2
_SLIPS_FROM = 3
_ADULTS = 0.8
"""Share of adults among strangers."""
_LOCAL = 0.6
"""How much of "how common is this name" the roster itself says, once it is large."""
_LARGE = 2_000
"""Households from which on a roster says half of what it can say."""
_SMALL = 400
"""Below so many households (of first names: people) it says less still: a second family is no sign of a common name."""


@dataclass(frozen=True)
class Index:
    """One roster, ready."""

    facts: Facts
    people: People
    vocabulary: Vocabulary
    postings: Postings
    slips: Postings
    """A spelling with a letter left out → tokens of the roster's names."""
    given_people: I32
    """Tokens × roles: how many people are called so."""
    family_people: I32
    given_surprisal: NDArray[np.float32]
    """Per token: minus the logarithm of the share of all people who are called so, here and in the population."""
    family_surprisal: NDArray[np.float32]
    initials: I32
    """27 × 27 × roles: how many people have these first letters."""
    useful: NDArray[np.uint8]
    """Per token, as bits: AS_GIVEN, somebody on the roster may be called so (forms of given names included);
    AS_FAMILY, somebody may have the surname."""
    children: NDArray[np.float32]
    """Per person and school, as `People.orgs`: the children there whose guardian they are, each shared among its
    guardians."""
    lacking: NDArray[np.bool_]
    """Per school: most of its students have no guardian on file."""

    @property
    def size(self) -> int:
        """How many people."""
        return len(self.people.role)

    @cached_property
    def glance(self) -> Glance:
        """Everybody's names and schools at a glance. This and what follows is not stored."""
        everyone = self.people
        return Glance.of(everyone.given, everyone.middle, everyone.family, everyone.orgs, self.vocabulary.first)

    @cached_property
    def categories_by_role(self) -> NDArray[np.float64]:
        """Roles × categories: what the people of a role are, as shares. Where there is nobody, the role's own word."""
        flat = self.people.role.astype(np.int64) * len(people.CATEGORIES) + self.people.category
        counts = np.bincount(flat, minlength=people.ROLES * len(people.CATEGORIES)).reshape(people.ROLES, -1)
        plain = np.array([[each == word for each in people.CATEGORIES] for word in people.WORDS])
        some = counts.sum(1, keepdims=True)
        return np.where(some > 0, counts / np.maximum(some, 1), plain)

    @cached_property
    def given_names(self) -> NDArray[np.bool_]:
        """Per token: somebody is called so."""
        return np.logical_or.reduce(self.given_people > 0, axis=1)

    @cached_property
    def surnames(self) -> NDArray[np.bool_]:
        """Per token: somebody's surname."""
        return np.logical_or.reduce(self.family_people > 0, axis=1)

    @cached_property
    def first_names(self) -> NDArray[np.bool_]:
        """Per token: stands first in a key of the kind FULL."""
        return self._used(self.people.given, self.people.middle)

    @cached_property
    def last_names(self) -> NDArray[np.bool_]:
        """Per token: stands second in a key of the kind FULL."""
        return self._used(self.people.family, self.people.middle)

    def _used(self, *columns: I32) -> NDArray[np.bool_]:
        used = np.zeros(self.vocabulary.size + 1, bool)
        for tokens in columns:
            used[tokens] = True
        return used[:-1]

    def positions(self) -> dict[str, int]:
        """Person id → position."""
        return {each.decode("utf-8", "surrogatepass"): i for i, each in enumerate(self.people.ids.tolist())}

    def person_id(self, person: int) -> str:
        """The roster's id of a person."""
        return bytes(self.people.ids[person]).decode("utf-8", "surrogatepass")

    def lacks_families(self, owner: I32) -> NDArray[np.bool_]:
        """Per owner: whether most students of a school of theirs have no guardian on file."""
        if not self.size:
            return np.zeros(len(owner), bool)
        orgs = np.where((owner >= 0)[:, None], self.people.orgs[np.maximum(owner, 0)], -1)
        return ((orgs >= 0) & np.append(self.lacking, False)[orgs]).any(1)

    def arrays(self) -> Arrays:
        """Everything but the facts, to store."""
        found: Arrays = {f"people.{f.name}": getattr(self.people, f.name) for f in fields(People)}
        found |= self.vocabulary.own.arrays("words") | self.postings.arrays("postings") | self.slips.arrays("slips")
        return found | {name: getattr(self, name) for name in _PLAIN}

    @classmethod
    def of(cls, facts: Facts, arrays: Mapping[str, NDArray[np.generic]]) -> Index:
        """The index that was stored."""
        return cls(
            facts,
            People(**{f.name: arrays[f"people.{f.name}"] for f in fields(People)}),  # type: ignore[arg-type]
            Vocabulary(Words.of(arrays, "words")),
            Postings.of(arrays, "postings"),
            Postings.of(arrays, "slips"),
            **{name: arrays[name] for name in _PLAIN},  # type: ignore[arg-type]
        )


_PLAIN = (
    "given_people", "family_people", "given_surprisal", "family_surprisal", "initials", "useful", "children", "lacking",
)  # fmt: skip


def build(roster: Roster, older: Index | None = None) -> Index:
    """The index of a roster. About twenty seconds of computing per million people.

    What an `older` index says of people who have not changed is taken over, in about an eighth of the time; the result
    is the same to the byte.
    """
    before = Older(older.people, older.vocabulary, older.facts.schools) if older else None
    enrolled = people_in.read(roster, before)
    everyone, known = enrolled.people, enrolled.known
    if not len(enrolled.moved):  # no older index, or one of a roster with other schools
        older = None
    given_people = _counts(known.size, everyone.given[:, : people.JOINED], everyone.role)
    family_people = _counts(known.size, everyone.family[:, : people.PREFERRED_FAMILY + 1], everyone.role)
    households = _households(known.size, everyone)
    total = max(1, int(_among(everyone.household, everyone.role.size).sum()))
    first = _first_letters(everyone, known)
    return Index(
        roster_facts.of(roster, enrolled.schools, enrolled.staff),
        everyone,
        known,
        _postings(enrolled, older),
        _slips(enrolled, older),
        given_people,
        family_people,
        _surprisal(known.shown_as, population.given_names().total, *_as_strangers(given_people, everyone.role)),
        _surprisal(known.family_bearers, population.surnames().total, np.maximum(households - 1, 0), total),
        _initials(everyone, *first),
        _useful(everyone, known),
        _children(everyone),
        _lacking(everyone, len(enrolled.schools)),
    )


def _counts(tokens: int, columns: I32, role: NDArray[np.uint8]) -> I32:
    """How many people of each role have a token in any of the columns."""
    found = np.zeros(tokens * ROLES, np.int64)
    for at, column in enumerate(columns.T):
        new = column >= 0
        for other in columns.T[:at]:
            new &= column != other
        found += np.bincount(column[new].astype(np.int64) * ROLES + role[new], minlength=len(found))
    return found.reshape(-1, ROLES).astype(np.int32)


def _households(tokens: int, everyone: People) -> NDArray[np.int64]:
    columns = everyone.family[:, : people.PREFERRED_FAMILY + 1]
    person, column = np.nonzero(columns >= 0)
    token, household = columns[person, column].astype(np.int64), everyone.household[person].astype(np.int64)
    pairs = distinct(token * max(1, len(everyone.role)) + household)
    return np.bincount(pairs // max(1, len(everyone.role)), minlength=tokens)


def _as_strangers(given_people: I32, role: NDArray[np.uint8]) -> tuple[NDArray[np.float64], int]:
    """How many of the roster's people would be called so if they were as old as strangers are, and of how many.

    Half of a roster are children, of the strangers few are. One bearer each is left out: the person in question.
    """
    number = np.maximum(np.bincount(role, minlength=ROLES), 1)
    others = np.maximum(given_people - 1, 0)
    adults = others[:, : people.STUDENT].sum(1) / number[: people.STUDENT].sum()
    children = others[:, people.STUDENT] / number[people.STUDENT]
    return (_ADULTS * adults + (1 - _ADULTS) * children) * len(role), len(role)


def _surprisal(bearers: I32, total: int, here: NDArray[np.number], of: int) -> NDArray[np.float32]:
    """Minus the logarithm of a name's share: of the population's, and of the roster's."""
    weight = _LOCAL * of / (of + _LARGE) * min(1.0, of / _SMALL)
    share = (1 - weight) * np.maximum(bearers, population.UNLISTED) / total + weight * here / max(of, 1)
    return (-np.log(share)).astype(np.float32)


def rarest(of_family: bool) -> float:
    """The surprisal of a name that nobody listed bears."""
    table = population.surnames() if of_family else population.given_names()
    return log(table.total / population.UNLISTED)


def _first_letters(everyone: People, known: Vocabulary) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """First letters of given names (first and preferred) and of surnames (whole, last part); 0 for none."""
    letters = np.append(known.first, np.uint8(0))
    return letters[everyone.given[:, : people.JOINED]], letters[everyone.family[:, [people.WHOLE, people.PART_B]]]


def _useful(everyone: People, known: Vocabulary) -> NDArray[np.uint8]:
    useful = _called(everyone, known.size) | _among(everyone.middle, known.size) * np.uint8(AS_GIVEN)
    given = np.flatnonzero(_among(everyone.given, known.size)).astype(np.int32)
    useful[known.related(given)[1]] |= AS_GIVEN
    return useful


def _children(everyone: People) -> NDArray[np.float32]:
    """Who has two children at a school meets its teachers twice as often; two guardians share the meetings."""
    n, (student, guardian) = len(everyone.role), everyone.links.T
    share = 1 / np.maximum(np.bincount(student, minlength=n)[student], 1)
    there = everyone.orgs.take(student, axis=0)
    found = np.zeros(everyone.orgs.shape, np.float32)
    for column, org in enumerate(everyone.orgs.T):
        theirs = org[guardian]
        same = ((there == theirs[:, None]) & (theirs >= 0)[:, None]).any(1)
        found[:, column] = np.bincount(guardian[same], share[same], minlength=n)
    return found


def _initials(everyone: People, given: NDArray[np.uint8], family: NDArray[np.uint8]) -> I32:
    flat = (given[:, 0].astype(np.int64) * 27 + family[:, 0]) * ROLES + everyone.role
    return np.bincount(flat, minlength=27 * 27 * ROLES).reshape(27, 27, ROLES).astype(np.int32)


def _postings(enrolled: Enrolled, older: Index | None) -> Postings:
    """Every key of every person; those of people who are the same, from the older index."""
    n, known, everyone = enrolled.fresh, enrolled.known, enrolled.people.some(enrolled.fresh)
    given_letters, family_letters = _first_letters(everyone, known)
    keys: list[U64] = []
    found: list[NDArray[np.integer]] = []

    def add(kind: int, a: NDArray[np.integer], b: NDArray[np.integer], who: NDArray[np.integer], empty: int) -> None:
        keep = (a >= empty) & (b >= empty)
        keys.append(key(kind, a[keep], b[keep]))
        found.append(who[keep])

    firsts = [*everyone.given.T, *everyone.middle.T]
    lasts = list(everyone.family.T)
    for first in firsts:
        for last in lasts:
            add(FULL, first, last, n, 0)
    for first in everyone.given.T:
        for middle in everyone.middle.T:
            add(FULL, first, middle, n, 0)
    middle_letters = np.append(known.first, np.uint8(0))[everyone.middle[:, :1]]
    for letter in (*given_letters.T, *middle_letters.T):
        for last in lasts:
            lettered = np.where(last >= 0, letter.astype(np.int32), 0)
            add(INITIAL_FAMILY, lettered, np.maximum(last, 0) + 1, n, 1)
    for last in lasts:
        add(FAMILY, last, last, n, 0)
    for first in everyone.given.T:
        add(GIVEN, first, first, n, 0)
        add(GRADE_GIVEN, everyone.grade.astype(np.int32), first, n, 0)
    for first in everyone.given.T[: people.JOINED]:
        for letter in family_letters.T:
            add(GIVEN_INITIAL, np.where(first >= 0, letter.astype(np.int32), 0), first + 1, n, 1)
    for org in everyone.orgs.T:
        for first in everyone.given.T:
            add(ORG_GIVEN, org, first, n, 0)
        for last in lasts:
            add(ORG_FAMILY, org, last, n, 0)
        for letter in given_letters.T:
            for other in family_letters.T:
                both = np.where((letter > 0) & (other > 0), letter.astype(np.int32) * 32 + other, -1)
                add(ORG_INITIALS, org, both, n, 0)
    keys.append(
        key(ADDRESS, (everyone.emails >> np.uint64(33)).astype(np.int64), everyone.emails & np.uint64(2**31 - 1))
    )
    found.append(everyone.email_people)
    made = Postings.build(np.concatenate(keys), np.concatenate(found).astype(np.int32))
    return older.postings.updated(enrolled.moved, made) if older else made


def _slips(enrolled: Enrolled, older: Index | None) -> Postings:
    """Names with a letter left out, and as they are, to find misspelt ones."""
    known, called, before = enrolled.known, _called(enrolled.people, enrolled.known.size), enrolled.token[:-1]
    same = np.zeros(known.size, bool)
    if older:
        before = np.where(called[before] == _called(older.people, len(before)), before, -1)
        same[before[before >= 0]] = True
    keys, tokens = [], []
    for kind, which in ((SLIP_FAMILY, AS_FAMILY), (SLIP_GIVEN, AS_GIVEN)):
        different = np.flatnonzero((called & which > 0) & ~same).astype(np.int32)
        different = different[known.length[different] >= _SLIPS_FROM]
        for rows, hashed in _spellings(known.text[different]):
            keys.append(slip_key(kind, hashed))
            tokens.append(different[rows])
        squeezed = [spelling.squeezed(known.word(token)) for token in different.tolist()]
        keys.append(slip_key(kind, spelling.hashes(squeezed)))
        tokens.append(different)
        sounding = [(token, code) for token in different.tolist() for code in sounds.codes(known.word(token))]
        sound = SOUND_FAMILY if kind == SLIP_FAMILY else SOUND_GIVEN
        keys.append(slip_key(sound, spelling.hashes([code for _, code in sounding])))
        tokens.append(np.array([token for token, _ in sounding], np.int32))
        if kind == SLIP_FAMILY:
            long = different[known.length[different] > BEGINS_LETTERS]
            beginnings = [known.word(token)[:BEGINS_LETTERS] for token in long.tolist()]
            keys.append(slip_key(BEGINS, spelling.hashes(beginnings)))
            tokens.append(long)
    made = Postings.build(np.concatenate(keys), np.concatenate(tokens))
    return older.slips.updated(before, made) if older else made


def _called(everyone: People, tokens: int) -> NDArray[np.uint8]:
    """Per token, as bits: AS_GIVEN, somebody is called so; AS_FAMILY, somebody has the surname."""
    given, family = _among(everyone.given, tokens), _among(everyone.family, tokens)
    return given * np.uint8(AS_GIVEN) | family * np.uint8(AS_FAMILY)


def _among(numbers: I32, of: int) -> NDArray[np.bool_]:
    """Which of so many numbers are among some, where -1 is none."""
    found = np.zeros(of + 1, bool)
    found[numbers] = True
    return found[:-1]


def _spellings(text: NDArray[np.bytes_]) -> list[tuple[NDArray[np.int64], U64]]:
    if not len(text):
        return [(np.zeros(0, np.int64), np.zeros(0, np.uint64))]
    matrix = np.ascontiguousarray(text).view(np.uint8).reshape(len(text), -1)
    matrix = matrix[:, : max(1, int((matrix > 0).sum(1).max()))]
    whole = mixed(spelling.raw_hashes(matrix))
    return [(np.arange(len(text)), whole), spelling.one_left_out(matrix)]


def slip_key(kind: int, hashed: U64) -> U64:
    """The key of a spelling."""
    return key(kind, (hashed >> np.uint64(33)).astype(np.int64), hashed & np.uint64(2**32 - 1))


def _lacking(everyone: People, schools: int) -> NDArray[np.bool_]:
    """Schools most of whose students have no guardian on file, whatever the district as a whole has."""
    student = (everyone.role == people.STUDENT) & ~everyone.left
    linked = np.zeros(len(student), bool)
    linked[everyone.links[:, 0]] = True
    person, column = np.nonzero((everyone.orgs >= 0) & student[:, None])
    org = everyone.orgs[person, column]
    students = np.bincount(org, minlength=schools)
    with_guardian = np.bincount(org[linked[person]], minlength=schools)
    return with_guardian < GUARDIANS_ENOUGH * students
