"""The people of a roster as columns: what each may be called, as tokens, and where each belongs.

A person is a position. Positions go by role, then by id, so that the order of the roster's rows changes nothing and
every block of people is staff first, then guardians, then students.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from auditor.classify import forms, spelling
from auditor.classify.facts import grade_of
from auditor.classify.forms import Column
from auditor.classify.lookup import I32, I64, U64, distinct, ranked, spread
from auditor.classify.vocabulary import Vocabulary, Words
from auditor.roster.model import STAFF_GROUPS, Group, Person, Role, Roster
from auditor.verdict import Category

STAFF, PARENT, STUDENT = range(3)
ROLES = 3
CATEGORIES = tuple(Category)
GIVEN, PREFERRED, JOINED = range(3)
"""Columns of `given`: the first name, the preferred one, and a first name of several words written as one."""
WHOLE, PART_A, PART_B, PART_C, PREFERRED_FAMILY, FORMER, FORMER_PART, CHILD_A, CHILD_B = range(9)
"""Columns of `family`."""
GIVEN_COLUMNS, MIDDLE_COLUMNS, FAMILY_COLUMNS, ORG_COLUMNS = 3, 2, 9, 6
WIDE = frozenset({"district", "state", "national", "local"})
"""Kinds of organisations that are no place of work in particular."""


@dataclass(frozen=True, slots=True)
class People:
    """One row per person; -1 stands for nothing. `n` people, `o` schools."""

    ids: NDArray[np.bytes_]
    """n: the roster's ids, in UTF-8."""
    other_ids: NDArray[np.bytes_]
    """Further ids of merged people, sorted, and in `other_id_people` whose they are."""
    other_id_people: I32
    fingerprint: U64
    """n: a digest of a person's id, names and addresses, to see who is called as before."""
    role: NDArray[np.uint8]
    """n: STAFF, PARENT or STUDENT."""
    category: NDArray[np.uint8]
    """n: position in CATEGORIES."""
    grade: NDArray[np.int8]
    left: NDArray[np.bool_]
    given: I32
    """n × 3 tokens."""
    middle: I32
    """n × 2 tokens."""
    family: I32
    """n × 9 tokens."""
    orgs: I32
    """n × 6: schools a person is at, or has a child at."""
    household: I32
    """n: a number that children and their guardians share."""
    links: I32
    """m × 2: positions of a student and a guardian."""
    classes: I32
    """k × 2: number of a class, position of a person who is in it."""
    emails: U64
    """e addresses, hashed, and in `email_people` their people."""
    email_people: I32


def email_hash(address: str) -> int:
    """An address as a number; letter case aside."""
    return int.from_bytes(hashlib.blake2b(address.strip().casefold().encode(), digest_size=8).digest(), "little")


def as_bytes(ids: Sequence[str]) -> NDArray[np.bytes_]:
    """Ids as an index holds them: in UTF-8, which sorts as the text does."""
    return np.array([each.encode("utf-8", "surrogatepass") for each in ids], dtype=bytes)


def read(roster: Roster, older: tuple[People, Vocabulary] | None = None) -> tuple[People, Words, list[str]]:
    """The people of a roster, its own words, and the ids of its schools in the order of their numbers.

    Names and addresses of people who are the same in an `older` index are taken from there.
    """
    code: dict[int, tuple[int, int]] = {}
    by_role: list[list[Person]] = [[] for _ in range(ROLES)]
    for person in roster.people.values():
        by_role[_role(person, code)[0]].append(person)
    everyone = [person for some in by_role for person in sorted(some, key=attrgetter("person_id"))]
    position = {person.person_id: i for i, person in enumerate(everyone)}
    schools = sorted(org_id for org_id, org in roster.orgs.items() if org.kind.casefold() not in WIDE)
    named = {role.org_id for p in everyone for role in p.roles if role.org_id and role.org_id not in roster.orgs}
    schools += sorted(named)
    number = {org_id: i for i, org_id in enumerate(schools)}
    ids = as_bytes([p.person_id for p in everyone])
    names = _names(everyone, ids, _fingerprints(everyone), older)
    links = np.array(
        [
            (position[p.person_id], position[g])
            for p in everyone
            if p.guardians
            for g in p.guardians
            if g in position
        ],
        np.int32,
    ).reshape(-1, 2)  # fmt: skip
    _add_children(names.family, links)
    orgs = _orgs(everyone, links, number)
    others = sorted(other for other, stays in roster.alias.items() if stays in position)
    people = People(
        ids=ids,
        other_ids=as_bytes(others),
        other_id_people=np.array([position[roster.alias[other]] for other in others], np.int32),
        fingerprint=names.fingerprint,
        role=np.repeat(np.arange(ROLES, dtype=np.uint8), [len(some) for some in by_role]),
        category=np.array([code[id(p.roles)][1] for p in everyone], np.uint8),
        grade=np.array([_grade(p) for p in everyone], np.int8),
        left=np.array([p.left for p in everyone], bool),
        given=names.given,
        middle=names.middle,
        family=names.family,
        orgs=orgs,
        household=_households(len(everyone), links),
        links=links,
        classes=_classes(roster, position),
        emails=names.emails,
        email_people=names.email_people,
    )
    return people, names.own, schools


@dataclass(slots=True)
class _Names:
    """What `n` people are called: the part of `People` that takes long to read."""

    fingerprint: U64
    own: Words
    given: I32
    middle: I32
    family: I32
    emails: U64
    email_people: I32


def _fingerprints(everyone: Sequence[Person]) -> U64:
    """A digest of all that `_names` reads of each."""
    names = attrgetter("person_id", "given", "preferred_given", "middle", "family", "preferred_family", "former_family")
    told = ("\x1f".join((*names(p), *p.emails)).encode("utf-8", "surrogatepass") for p in everyone)
    digests = (hashlib.blake2b(each, digest_size=8).digest() for each in told)
    return np.frombuffer(b"".join(digests), "<u8").astype(np.uint64)


def _names(
    everyone: Sequence[Person], ids: NDArray[np.bytes_], fingerprint: U64, older: tuple[People, Vocabulary] | None
) -> _Names:
    if older is None:
        return _read_names(everyone, fingerprint, ())
    before, known = older
    same = _unchanged(ids, fingerprint, before, known)
    kept, fresh = np.flatnonzero(same >= 0), np.flatnonzero(same < 0)
    rows = same[kept]
    tables = before.given[rows], before.middle[rows], before.family[rows, :CHILD_A]
    used = np.unique(np.concatenate([table.ravel() for table in tables]))
    still = [known.word(token) for token in used[used >= known.shared_size].tolist()]
    new = _read_names([everyone[i] for i in fresh.tolist()], fingerprint[fresh], still)
    token = np.append(np.arange(known.size, dtype=np.int32), np.int32(-1))
    token[known.shared_size : -1] = new.own.lookup.find(known.own.lookup.keys) + known.shared_size
    found = []
    for old, read_ in zip(tables, (new.given, new.middle, new.family[:, :CHILD_A]), strict=True):
        table = np.empty((len(everyone), old.shape[1]), np.int32)
        table[kept], table[fresh] = token[old], read_
        found.append(table)
    family = np.full((len(everyone), FAMILY_COLUMNS), -1, np.int32)
    family[:, :CHILD_A] = found[2]
    starts = np.searchsorted(before.email_people, np.arange(len(before.role) + 1))
    which, at = spread(starts[rows], starts[rows + 1] - starts[rows])
    whose = np.concatenate((kept[which], fresh[new.email_people])).astype(np.int32)
    order = np.argsort(whose, kind="stable")
    emails = np.concatenate((before.emails[at], new.emails))[order]
    return _Names(fingerprint, new.own, found[0], found[1], family, emails, whose[order])


def _unchanged(ids: NDArray[np.bytes_], fingerprint: U64, before: People, known: Vocabulary) -> I64:
    """Where each person stands in an older index with the very same names; -1 for others.

    A word too long to be kept whole has to be read anew to know what else it is.
    """
    same = np.full(len(fingerprint), -1, np.int64)
    if not len(before.fingerprint):
        return same
    order = np.argsort(before.fingerprint, kind="stable")
    found = np.searchsorted(before.fingerprint[order], fingerprint)
    at = order[np.minimum(found, len(order) - 1)]
    long: NDArray[np.bool_] = np.append(known.length >= spelling.LONGEST, False)
    cut = np.logical_or.reduce(long[np.concatenate((before.given, before.middle, before.family), 1)], axis=1)
    good: NDArray[np.bool_] = (before.fingerprint[at] == fingerprint) & (before.ids[at] == ids) & ~cut[at]
    same[good] = at[good]
    return same


def _read_names(everyone: Sequence[Person], fingerprint: U64, more: Iterable[str]) -> _Names:
    """Names as tokens; `more`: further words that the roster uses."""
    columns = (
        given := Column(((p.given, p.preferred_given) for p in everyone), forms.of_given),
        middle := Column(((p.middle, p.given) for p in everyone), forms.of_middle),
        family := Column(((p.family,) for p in everyone), forms.of_family),
        preferred := Column(((p.preferred_family,) for p in everyone), forms.of_preferred),
        former := Column(((p.former_family,) for p in everyone), forms.of_former),
    )
    own = forms.own_words(columns, more)
    known = Vocabulary(own)
    families = np.full((len(everyone), FAMILY_COLUMNS), -1, np.int32)
    families[:, WHOLE : PART_C + 1] = family.tokens(known, 4)
    families[:, PREFERRED_FAMILY] = preferred.tokens(known, 1)[:, 0]
    families[:, FORMER : FORMER_PART + 1] = former.tokens(known, 2)
    return _Names(
        fingerprint,
        own,
        given.tokens(known, GIVEN_COLUMNS),
        middle.tokens(known, MIDDLE_COLUMNS),
        families,
        np.array([email_hash(e) for p in everyone for e in p.emails], np.uint64),
        np.repeat(np.arange(len(everyone)), [len(p.emails) for p in everyone]).astype(np.int32),
    )


def _role(person: Person, code: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Role and category; most people share their tuple of roles with many others."""
    which = id(person.roles)
    found = code.get(which)
    if found is None:
        found = code[which] = _codes(person.roles, person.group)
    return found


def _codes(roles: tuple[Role, ...], group: Group) -> tuple[int, int]:
    groups = {role.group for role in roles}
    role = STAFF if groups & STAFF_GROUPS else STUDENT if Group.STUDENT in groups else PARENT
    category = Category.OTHER_COMMUNITY if group is Group.RELATIVE else Category(group.value)
    return role, CATEGORIES.index(category)


def _grade(person: Person) -> int:
    grade = grade_of(person)
    return -1 if grade is None or grade > 99 else grade


def _add_children(families: I32, links: I32) -> None:
    """Give every guardian the surnames of the children that are not the guardian's own on file (two at the most)."""
    if not len(links):
        return
    parent = np.repeat(links[:, 1], 4)
    name = families[links[:, 0], WHOLE : PART_C + 1].ravel()
    keep = (name >= 0) & ~(families[parent, :CHILD_A] == name[:, None]).any(1)
    pairs = _pairs(parent[keep], name[keep])
    if len(pairs):
        rank = ranked(pairs[:, 0])
        for column in range(2):
            here = rank == column
            families[pairs[here, 0], CHILD_A + column] = pairs[here, 1]


def _orgs(everyone: list[Person], links: I32, number: dict[str, int]) -> I32:
    known: dict[int, list[int]] = {}
    rows: list[int] = []
    found: list[int] = []
    for i, person in enumerate(everyone):
        own = known.get(id(person.roles))
        if own is None:
            own = known[id(person.roles)] = sorted({number[r.org_id] for r in person.roles if r.org_id in number})
        rows += [i] * len(own)
        found += own
    pairs = np.array([rows, found], np.int32).T.reshape(-1, 2)
    if len(links) and len(pairs):
        first = np.searchsorted(pairs[:, 0], links[:, 0], "left")
        size = np.searchsorted(pairs[:, 0], links[:, 0], "right") - first
        which, at = spread(first, size)
        pairs = np.concatenate((pairs, np.stack((links[which, 1], pairs[at, 1]), 1)))
    table = np.full((len(everyone), ORG_COLUMNS), -1, np.int32)
    pairs = _pairs(pairs[:, 0], pairs[:, 1])
    if len(pairs):
        rank = ranked(pairs[:, 0])
        fits = rank < ORG_COLUMNS
        table[pairs[fits, 0], rank[fits]] = pairs[fits, 1]
    return table


def _households(people: int, links: I32) -> I32:
    """Everybody's household: the lowest position among those they are linked with, step by step."""
    label = np.arange(people, dtype=np.int32)
    for _ in range(8):
        before = label.copy()
        np.minimum.at(label, links[:, 0], label[links[:, 1]])
        np.minimum.at(label, links[:, 1], label[links[:, 0]])
        if np.array_equal(before, label):
            break
    return label


def _classes(roster: Roster, position: dict[str, int]) -> I32:
    number = {each: i for i, each in enumerate(sorted(set(chain.from_iterable(roster.classes_of.values()))))}
    known = [(position[person], some) for person, some in roster.classes_of.items() if person in position]
    people = np.repeat(np.array([person for person, _ in known], np.int64), [len(some) for _, some in known])
    classes = np.array([number[each] for _, some in known for each in some], np.int64)
    return _pairs(classes, people)


def _pairs(a: NDArray[np.integer], b: NDArray[np.integer]) -> I32:
    """Pairs of numbers, sorted, each once."""
    packed = distinct(a.astype(np.int64) << 32 | b.astype(np.int64))
    return np.stack((packed >> 32, packed & 0xFFFFFFFF), 1).astype(np.int32)
