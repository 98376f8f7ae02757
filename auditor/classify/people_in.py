"""A roster's people made into columns. Of those who are the same as in an older index, the columns are taken over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from auditor.classify import forms, spelling, vocabulary
from auditor.classify.facts import grade_of
from auditor.classify.fingerprints import fingerprints
from auditor.classify.forms import Column
from auditor.classify.kept import Kept
from auditor.classify.lookup import I32, I64, U64, distinct, ranked, spread
from auditor.classify.people import (
    CATEGORIES,
    CHILD_A,
    FAMILY_COLUMNS,
    FORMER,
    FORMER_PART,
    GIVEN_COLUMNS,
    MIDDLE_COLUMNS,
    ORG_COLUMNS,
    PARENT,
    PART_C,
    PREFERRED_FAMILY,
    STAFF,
    STUDENT,
    WHOLE,
    People,
    as_bytes,
    email_hash,
    nobody,
)  # fmt: skip
from auditor.classify.vocabulary import Vocabulary, Words
from auditor.roster.model import STAFF_GROUPS, Group, Person, Role, Roster
from auditor.verdict import Category

WIDE = frozenset({"district", "state", "national", "local"})
"""Kinds of organisations that are no place of work in particular."""
_RANK = {group: rank for rank, group in enumerate(Group)}


@dataclass(frozen=True, slots=True)
class Older:
    """What is read of an older index; of none, where nothing is given."""

    people: People = field(default_factory=nobody)
    known: Vocabulary = field(default_factory=lambda: Vocabulary(vocabulary.words([])))
    schools: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The people of a roster, and what of an older index still holds."""

    people: People
    known: Vocabulary
    schools: tuple[str, ...]
    """Ids by number."""
    staff: list[Person]
    moved: I32
    """Per person of the older index: where one whose columns say the same stands now; -1 for others."""
    fresh: I64
    """Positions of everybody else, ascending."""
    token: I32
    """Per token of the older index, and for -1 at the end: the same word's token now, or -1."""


def read(roster: Roster, older: Older | None = None) -> Enrolled:
    """The people of a roster. People who are the same in an older index are not read again."""
    everyone = list(roster.people.values())
    marks, roles = fingerprints(everyone, roster.classes_of)
    schools = _schools(roster, roles.values())
    if older is None or older.schools != schools:
        older = Older()
    before = older.people
    code = {which: _codes(some) for which, some in roles.items()}
    kept = Kept(everyone, lambda p: code[id(p.roles)][0], marks, before)
    names = _Names(kept.fresh)
    known = Vocabulary(names.own(older, kept.rows))
    token = known.renumbered(older.known)
    given = kept.taken_over(before.given, names.given.tokens(known, GIVEN_COLUMNS), token)
    middle = kept.taken_over(before.middle, names.middle.tokens(known, MIDDLE_COLUMNS), token)
    family = kept.taken_over(before.family, names.families(known), token)
    links, fresh, loose = _links(kept, before)
    family[fresh, CHILD_A:] = -1
    _add_children(family, links[fresh[links[:, 1]]])
    emails, email_people = _emails(kept, before)
    classes, class_marks = _classes(roster, kept, before)
    fingerprint = kept.in_order(marks)
    fingerprint[loose] = 0
    fingerprint[kept.fresh_at[_cut(known, given, middle, family, kept.fresh_at)]] = 0
    others = sorted(other for other, stays in roster.alias.items() if stays in roster.people)
    found = People(
        ids=_trimmed(kept.taken_over(before.ids, as_bytes([p.person_id for p in kept.fresh]))),
        other_ids=as_bytes(others),
        other_id_people=kept.find([roster.alias[other] for other in others]),
        fingerprint=fingerprint,
        role=kept.role,
        category=kept.taken_over(before.category, np.array([code[id(p.roles)][1] for p in kept.fresh], np.uint8)),
        grade=kept.taken_over(before.grade, np.array([_grade(p) for p in kept.fresh], np.int8)),
        left=kept.taken_over(before.left, np.array([p.left for p in kept.fresh], bool)),
        given=given,
        middle=middle,
        family=family,
        orgs=_orgs(kept, before, links, fresh, {org_id: i for i, org_id in enumerate(schools)}),
        household=_households(len(everyone), links),
        links=links,
        classes=classes,
        class_marks=class_marks,
        emails=emails,
        email_people=email_people,
    )
    moved = np.where(np.append(fresh, True)[kept.moved] | _renamed(before, token), -1, kept.moved).astype(np.int32)
    fresh[:] = True
    fresh[moved[moved >= 0]] = False
    staff = kept.some(np.flatnonzero(kept.role == STAFF))
    return Enrolled(found, known, schools, staff, moved, np.flatnonzero(fresh), token)


def _schools(roster: Roster, roles: Iterable[tuple[Role, ...]]) -> tuple[str, ...]:
    """Ids of schools: those on the list of organisations, then those that are only named."""
    listed = sorted(org_id for org_id, org in roster.orgs.items() if org.kind.casefold() not in WIDE)
    named = {role.org_id for some in roles for role in some if role.org_id and role.org_id not in roster.orgs}
    return (*listed, *sorted(named))


class _Names:
    """What people are called: the part that takes long to read."""

    def __init__(self, everyone: Sequence[Person]) -> None:
        self.given = Column(((p.given, p.preferred_given) for p in everyone), forms.of_given)
        self.middle = Column(((p.middle, p.given) for p in everyone), forms.of_middle)
        self.family = Column(((p.family,) for p in everyone), forms.of_family)
        self.preferred = Column(((p.preferred_family,) for p in everyone), forms.of_preferred)
        self.former = Column(((p.former_family,) for p in everyone), forms.of_former)

    def own(self, older: Older, rows: I64) -> Words:
        """The words of these people and of those rows of an older index that not every roster shares."""
        used = np.zeros(older.known.size + 1, bool)
        for table in (older.people.given, older.people.middle, older.people.family[:, :CHILD_A]):
            used[table[rows]] = True
        fresh = forms.own_words((self.given, self.middle, self.family, self.preferred, self.former))
        return older.known.own.joined(older.known.own_among(used), fresh)

    def families(self, known: Vocabulary) -> I32:
        """The surnames, but for those of children."""
        family = self.family.tokens(known, 4)
        found = np.full((len(family), FAMILY_COLUMNS), -1, np.int32)
        found[:, WHOLE : PART_C + 1] = family
        found[:, PREFERRED_FAMILY] = self.preferred.tokens(known, 1)[:, 0]
        found[:, FORMER : FORMER_PART + 1] = self.former.tokens(known, 2)
        return found


def _cut(known: Vocabulary, given: I32, middle: I32, family: I32, at: I64) -> NDArray[np.bool_]:
    """Who has a word too long to be kept whole: what else it is can only be told by reading it anew."""
    long: NDArray[np.bool_] = np.append(known.length >= spelling.LONGEST, False)
    found: NDArray[np.bool_] = np.logical_or.reduce(
        [long[table[at]].any(1) for table in (given, middle, family[:, :CHILD_A])], axis=0
    )
    return found


def _renamed(before: People, token: I32) -> NDArray[np.bool_]:
    """Whose names have other tokens than they had."""
    other = np.append(token[:-1] != np.arange(len(token) - 1), False)
    if not other.any():
        return np.zeros(len(before.role), bool)
    found: NDArray[np.bool_] = np.logical_or.reduce(
        [other[column] for table in (before.given, before.middle, before.family) for column in table.T], axis=0
    )
    return found


def _trimmed(ids: NDArray[np.bytes_]) -> NDArray[np.bytes_]:
    """Ids in as many bytes as the longest needs."""
    letters = ids.view(np.uint8).reshape(len(ids), ids.dtype.itemsize)
    width = letters.shape[1]
    while width > 1 and not letters[:, width - 1].any():
        width -= 1
    return ids.astype(f"S{width}") if width < letters.shape[1] else ids


def _codes(roles: tuple[Role, ...]) -> tuple[int, int]:
    """Role and category."""
    groups = {role.group for role in roles}
    group = min(groups, key=_RANK.__getitem__)
    role = STAFF if groups & STAFF_GROUPS else STUDENT if Group.STUDENT in groups else PARENT
    category = Category.OTHER_COMMUNITY if group is Group.RELATIVE else Category(group.value)
    return role, CATEGORIES.index(category)


def _grade(person: Person) -> int:
    grade = grade_of(person)
    return -1 if grade is None or grade > 99 else grade


def _links(kept: Kept, before: People) -> tuple[I32, NDArray[np.bool_], I32]:
    """Students and their guardians; whose columns have to be made anew; students with a guardian nobody knows.

    A guardian has names and schools of the children: who gains or loses a link, or has one to a child that is not as
    before, is not as before either.
    """
    student, guardian = kept.moved[before.links[:, 0]], kept.follows[before.links[:, 1]]
    stays = student >= 0
    fresh = ~kept.same
    lost = kept.moved[before.links[~stays, 1]]
    fresh[lost[lost >= 0]] = True
    ids = [guardian_id for p in kept.fresh for guardian_id in p.guardians]
    whose = np.repeat(kept.fresh_at, [len(p.guardians) for p in kept.fresh])
    found = kept.find(ids)
    fresh[found[found >= 0]] = True
    pairs = np.stack((np.append(student[stays], whose), np.append(guardian[stays], found)), 1).astype(np.int32)
    pairs = pairs[np.argsort(pairs[:, 0], kind="stable")]
    known = pairs[:, 1] >= 0
    return pairs[known], fresh, pairs[~known, 0]


def _emails(kept: Kept, before: People) -> tuple[U64, I32]:
    whose = kept.moved[before.email_people]
    emails = np.array([email_hash(e) for p in kept.fresh for e in p.emails], np.uint64)
    theirs = np.repeat(kept.fresh_at, [len(p.emails) for p in kept.fresh])
    people: I32 = np.append(whose[whose >= 0], theirs).astype(np.int32)
    order = np.argsort(people, kind="stable")
    return np.append(before.emails[whose >= 0], emails)[order], people[order]


def _orgs(kept: Kept, before: People, links: I32, fresh: NDArray[np.bool_], number: dict[str, int]) -> I32:
    """The schools of everybody: one's own, and those of one's children."""
    table = np.full((len(fresh), ORG_COLUMNS), -1, np.int32)
    table[kept.kept_at] = before.orgs[kept.rows]
    table[fresh] = -1
    links = links[fresh[links[:, 1]]]
    needed = fresh.copy()
    needed[links[:, 0]] = True
    at = np.flatnonzero(needed)
    known: dict[int, list[int]] = {}
    sizes: list[int] = []
    found: list[int] = []
    for person in kept.some(at):
        own = known.get(id(person.roles))
        if own is None:
            own = known[id(person.roles)] = sorted({number[r.org_id] for r in person.roles if r.org_id in number})
        sizes.append(len(own))
        found += own
    whose, orgs = np.repeat(at, sizes), np.array(found, np.int64)
    first = np.searchsorted(whose, links[:, 0], "left")
    which, child = spread(first, np.searchsorted(whose, links[:, 0], "right") - first)
    mine = fresh[whose]
    pairs = _pairs(np.append(whose[mine], links[which, 1]), np.append(orgs[mine], orgs[child]))
    rank = ranked(pairs[:, 0])
    fits = rank < ORG_COLUMNS
    table[pairs[fits, 0], rank[fits]] = pairs[fits, 1]
    return table


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


def _classes(roster: Roster, kept: Kept, before: People) -> tuple[I32, U64]:
    """Who is in which class, and a digest of every class: its place is the number."""
    some = [roster.classes_of.get(p.person_id, ()) for p in kept.fresh]
    digest = {each: _digest(each) for each in {each for ids in some for each in ids}}
    marks = np.array([digest[each] for ids in some for each in ids], np.uint64)
    people = np.repeat(kept.fresh_at, [len(ids) for ids in some])
    whose = kept.moved[before.classes[:, 1]]
    stays = whose >= 0
    old = before.classes[stays, 0]
    used = np.zeros(len(before.class_marks), bool)
    used[old] = True
    every = np.unique(np.append(before.class_marks[used], marks))
    number = np.searchsorted(every, before.class_marks)
    kept_pairs = _packed(number[old], whose[stays])
    more = distinct(_packed(np.searchsorted(every, marks), people))
    return _unpacked(np.insert(kept_pairs, np.searchsorted(kept_pairs, more), more)), every


def _digest(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def _pairs(a: NDArray[np.integer], b: NDArray[np.integer]) -> I32:
    """Pairs of numbers, sorted, each once."""
    return _unpacked(distinct(_packed(a, b)))


def _packed(a: NDArray[np.integer], b: NDArray[np.integer]) -> I64:
    return a.astype(np.int64) << 32 | b.astype(np.int64)


def _unpacked(pairs: I64) -> I32:
    return np.stack((pairs >> 32, pairs & 0xFFFFFFFF), 1).astype(np.int32)
