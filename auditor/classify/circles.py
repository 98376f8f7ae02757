"""Who is near the owners of some accounts, and how likely one of them is to be a connection before any name is read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from auditor.classify import people
from auditor.classify.glance import rows
from auditor.classify.index import ORG_FAMILY, ORG_GIVEN, ORG_INITIALS, Index
from auditor.classify.lookup import I32, I64, U64, Lookup, Postings, key, mixed, spread
from auditor.classify.people import ORG_COLUMNS, ROLES

CLASS, SCHOOL, DISTRICT = range(3)
TIERS = 3


class Neighbours:
    """A roster's classes and schools, ready to be asked from either side."""

    def __init__(self, index: Index) -> None:
        everyone = index.people
        self.index = index
        by_person = np.lexsort((everyone.classes[:, 0], everyone.classes[:, 1]))
        self._classes_of = everyone.classes[by_person, 0]
        self._class_starts = np.searchsorted(everyone.classes[by_person, 1], np.arange(index.size + 1))
        self._members = everyone.classes[:, 1]
        number = int(everyone.classes[:, 0].max(initial=-1)) + 1
        self._member_starts = np.searchsorted(everyone.classes[:, 0], np.arange(number + 1))
        order = np.argsort(everyone.links[:, 0], kind="stable")
        self._guardians = everyone.links[order, 1]
        self._guardian_starts = np.searchsorted(everyone.links[order, 0], np.arange(index.size + 1))

    @cached_property
    def school_counts(self) -> NDArray[np.int64]:
        """Schools × roles: how many people."""
        everyone = self.index.people
        person, column = np.nonzero(everyone.orgs >= 0)
        schools = len(self.index.facts.schools)
        flat = everyone.orgs[person, column].astype(np.int64) * ROLES + everyone.role[person]
        return np.bincount(flat, minlength=schools * ROLES).reshape(-1, ROLES)

    def own_class(self, owner: I32) -> tuple[I64, I64, NDArray[np.float64]]:
        """For some owners: everybody in their classes, and guardians of the students there.

        Owner, person, and the children there whose guardian the person is, each shared among its guardians; sorted.
        """
        size = max(1, self.index.size)
        at, classes = self._follow(np.arange(len(owner)), owner, self._class_starts, self._classes_of)
        at, members = self._follow(at, classes, self._member_starts, self._members)
        pairs = np.unique(at * size + members)
        by, guardians = self._follow(pairs, pairs % size, self._guardian_starts, self._guardians)
        _, first, many = np.unique(by, return_inverse=True, return_counts=True)
        both, where = np.unique(np.append(pairs, by // size * size + guardians), return_inverse=True)
        children = np.bincount(where[len(pairs) :], 1 / many[first], minlength=len(both))
        at, who = both // size, both % size
        others = who != owner[at]
        return at[others], who[others], children[others]

    @staticmethod
    def _follow(at: I64, who: NDArray[np.integer], starts: I64, values: I32) -> tuple[I64, I64]:
        inside = who >= 0
        at, who = at[inside], who[inside].astype(np.int64)
        which, position = spread(starts[who], starts[who + 1] - starts[who])
        return at[which], values[position].astype(np.int64)


@dataclass(frozen=True)
class Circles:
    """The circles of the owners in one batch. Owners are numbered within the batch."""

    index: Index
    owner: I32
    """Position of every owner; -1 for somebody the roster does not know."""
    orgs: I32
    """Owners × 6: their schools; -1 for none."""
    near: Lookup
    """Of (owner, person) pairs: everybody in the owner's classes."""
    children_near: NDArray[np.float64]
    """Of the same pairs: the children there whose guardian the person is, each shared among its guardians."""
    counts: NDArray[np.int64]
    """Owners × tiers × roles: how many people there are. A tier that is empty is 0."""
    extra: Postings
    """Names of people in the owner's classes who are at none of the owner's schools."""
    scattered: NDArray[np.bool_]
    """Whether an owner has such people."""
    orgs_at_a_glance: U64
    """The schools of every owner at a glance."""

    @classmethod
    def of(cls, owner: I32, neighbours: Neighbours) -> Circles:
        """The circles of some owners."""
        index = neighbours.index
        everyone = index.people
        known = owner >= 0
        orgs = (
            np.where(known[:, None], everyone.orgs[np.maximum(owner, 0)], -1)
            if index.size
            else np.full((len(owner), ORG_COLUMNS), -1, np.int32)
        )
        at, who, children = neighbours.own_class(owner)
        counts = np.zeros((len(owner), TIERS, ROLES), np.int64)
        flat = np.bincount(at * ROLES + everyone.role[who], minlength=len(owner) * ROLES)
        counts[:, CLASS] = flat.reshape(-1, ROLES)
        for column in orgs.T:
            counts[:, SCHOOL] += (
                np.where((column >= 0)[:, None], neighbours.school_counts[np.maximum(column, 0)], 0)
                if (len(neighbours.school_counts))
                else 0
            )
        counts[:, DISTRICT] = np.bincount(everyone.role, minlength=ROLES)
        strange = ~_share(everyone.orgs.take(who, axis=0), orgs.take(at, axis=0))
        pairs = _pair(at, who)
        order = np.argsort(pairs)
        near = Lookup.build(pairs[order])
        scattered = np.bincount(at[strange], minlength=len(owner)) > 0
        extra = _extra(index, at[strange], who[strange])
        return cls(index, owner, orgs, near, children[order], counts, extra, scattered, rows(orgs))

    def tier(self, owner: I64, person: I64) -> NDArray[np.uint8]:
        """CLASS, SCHOOL or DISTRICT, pair by pair: the nearest circle the person is in."""
        tier = np.full(len(person), DISTRICT, np.uint8)
        at = np.flatnonzero(self.orgs_at_a_glance[owner] & self.index.glance.orgs[person] > 0)
        theirs, ours = self.index.people.orgs.take(person[at], axis=0), self.orgs.take(owner[at], axis=0)
        at = at[np.flatnonzero(_share(theirs, ours))]
        tier[at] = SCHOOL
        if len(self.near.keys):
            at = np.flatnonzero((tier == SCHOOL) | self.scattered[owner])
            tier[at[self.near.find(_pair(owner[at], person[at])) >= 0]] = CLASS
        return tier

    def children(self, owner: I64, person: I64, tier: NDArray[np.uint8]) -> NDArray[np.float32]:
        """How many children a guardian has in the circle, each shared among its guardians, pair by pair.

        1 for everybody who is no guardian near the owner: of those, who has more children is no likelier.
        """
        found = np.ones(len(person), np.float32)
        parent = self.index.people.role[person] == people.PARENT
        at = np.flatnonzero(parent & (tier == SCHOOL))
        theirs, ours = self.index.people.orgs.take(person[at], axis=0), self.orgs.take(owner[at], axis=0)
        there, children = np.zeros(len(at), np.float32), self.index.children.take(person[at], axis=0)
        for column in ours.T:
            if (column >= 0).any():
                here = (theirs == column[:, None]) & (column >= 0)[:, None]
                np.maximum(there, np.where(here, children, 0).max(1, initial=0), out=there)
        found[at] = there
        at = np.flatnonzero(parent & (tier == CLASS))
        if len(at):
            found[at] = self.children_near[self.near.find(_pair(owner[at], person[at]))]
        return np.where(found > 0, found, 1)


def _pair(owner: NDArray[np.integer], person: NDArray[np.integer]) -> NDArray[np.uint64]:
    return mixed((owner.astype(np.uint64) << np.uint64(32)) | person.astype(np.uint64))


def _share(a: I32, b: I32) -> NDArray[np.bool_]:
    """Whether two rows of schools have one in common."""
    found = np.zeros(len(a), bool)
    for column in b.T:
        if (column >= 0).any():
            found |= ((a == column[:, None]) & (column >= 0)[:, None]).any(1)
    return found


def _extra(index: Index, owner: I64, person: I64) -> Postings:
    everyone = index.people
    keys, found = [np.zeros(0, np.uint64)], [np.zeros(0, np.int64)]
    letters = np.append(index.vocabulary.first, np.uint8(0)).astype(np.int32)
    for kind, columns in ((ORG_GIVEN, everyone.given), (ORG_FAMILY, everyone.family)):
        for column in columns[person].T:
            has = column >= 0
            keys.append(key(kind, owner[has], column[has]))
            found.append(person[has])
    both = letters[everyone.given[person, 0]] * 32 + letters[everyone.family[person, people.WHOLE]]
    keys.append(key(ORG_INITIALS, owner, both))
    found.append(person)
    return Postings.build(np.concatenate(keys), np.concatenate(found).astype(np.int32))
