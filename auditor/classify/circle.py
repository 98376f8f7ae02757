"""Who is near the owner of an account, and how likely one of them is to be a connection before any name is read."""

from __future__ import annotations

from collections import Counter, OrderedDict
from functools import cached_property
from math import log

from auditor.classify import population
from auditor.classify.facts import role_of, words
from auditor.classify.index import RosterIndex
from auditor.classify.weights import WEIGHTS
from auditor.roster.coverage import GUARDIANS_ENOUGH
from auditor.roster.model import Group, Person

_MASS = {"class": 0.40, "school": 0.35, "district": 0.25}
"""How the community connections of a teacher's account spread, roughly."""
_SHARE = {
    "class": {"staff": 0.10, "parent": 0.45, "student": 0.45},
    "school": {"staff": 0.45, "parent": 0.40, "student": 0.15},
    "district": {"staff": 0.55, "parent": 0.27, "student": 0.18},
}
_FEWEST = {"class": 30, "school": 60, "district": 600}
"""A tier with fewer people of a role is treated as if it had so many: nobody is a likely connection beforehand."""
_SMALL = 1_000
"""The same for a whole roster, where a first name is looked up in it."""
_KEPT = 256
"""Owners whose circles are kept."""
_WIDE = frozenset({"district", "state", "national", "local"})
"""Kinds of organisations that are no place of work in particular."""


class Names:
    """First names and surnames of a small set of people, for names that say nothing in a whole district."""

    def __init__(self, index: RosterIndex, people: list[int]) -> None:
        self.people = frozenset(people)
        self.by_given: dict[str, list[int]] = {}
        self.by_family: dict[str, list[int]] = {}
        for i in people:
            person = index.people[i]
            for name in dict.fromkeys((*words(person.given), *words(person.preferred_given))):
                self.by_given.setdefault(name, []).append(i)
            for name in index.families(person):
                self.by_family.setdefault(name, []).append(i)


class Circles:
    """The circles of one roster: schools are shared by their owners."""

    def __init__(self, index: RosterIndex) -> None:
        self._index = index
        self._schools: dict[str, Names] = {}
        self._lacking: dict[str, bool] = {}
        self._circles: OrderedDict[str, Circle] = OrderedDict()

    def of(self, owner: Person | None) -> Circle:
        """The circle of an owner; without one, everybody is equally far."""
        owner_id = owner.person_id if owner else ""
        circle = self._circles.pop(owner_id, None) or self._make(owner)
        self._circles[owner_id] = circle
        if len(self._circles) > _KEPT:
            self._circles.popitem(last=False)
        return circle

    def _make(self, owner: Person | None) -> Circle:
        index = self._index
        if owner is None:
            return Circle(index, Names(index, []), [])
        mine = index.position.get(owner.person_id)
        classmates = [i for each in index.roster.classes_of.get(owner.person_id, ()) for i in index.by_class[each]]
        own_class = [i for i in index.with_guardians(classmates) if i != mine]
        orgs = [org for org in sorted(owner.orgs) if self._is_school(org)]
        schools = [self._school(org) for org in orgs]
        return Circle(index, Names(index, own_class), schools, any(map(self._lacks_families, orgs)))

    def _lacks_families(self, org_id: str) -> bool:
        """Whether most students of a school have no guardian on file, whatever the district as a whole has."""
        known = self._lacking.get(org_id)
        if known is None:
            people = [self._index.people[i] for i in self._index.by_org.get(org_id, ())]
            students = [p for p in people if not p.left and Group.STUDENT in p.groups]
            linked = sum(bool(student.guardians) for student in students)
            known = self._lacking[org_id] = linked < GUARDIANS_ENOUGH * len(students)
        return known

    def _is_school(self, org_id: str) -> bool:
        org = self._index.roster.orgs.get(org_id)
        return org is None or org.kind.casefold() not in _WIDE

    def _school(self, org_id: str) -> Names:
        if org_id not in self._schools:
            index = self._index
            self._schools[org_id] = Names(index, index.with_guardians(index.by_org.get(org_id, ())))
        return self._schools[org_id]


class Circle:
    """One owner's class, schools and district."""

    def __init__(
        self, index: RosterIndex, own_class: Names, schools: list[Names], lacks_families: bool = False
    ) -> None:
        self._index = index
        self.lacks_families = lacks_families
        """The roster lacks most guardians of a school of the owner's."""
        self.own_class = own_class
        self.schools = schools

    @cached_property
    def _weights(self) -> dict[tuple[str, str], float]:
        """Log prior of one person by (tier, role); a tier that is empty leaves its mass to the next."""
        index = self._index
        school = frozenset[int]().union(*(names.people for names in self.schools))
        members = {"class": self.own_class.people, "school": school, "district": range(len(index.people))}
        found, mass = {}, 0.0
        for tier, people in members.items():
            mass += _MASS[tier]
            if not people:
                continue
            counts = index.role_counts if tier == "district" else Counter(role_of(index.people[i]) for i in people)
            for role, share in _SHARE[tier].items():
                found[tier, role] = log(mass * share / max(counts[role], _FEWEST[tier]))
            mass = 0.0
        return found

    @property
    def _elsewhere(self) -> float:
        """Log of the share of community connections who are not near the owner."""
        near = self.own_class.people or any(school.people for school in self.schools)
        return log(_MASS["district"]) if near else 0.0

    def tier(self, i: int) -> str:
        """`class`, `school` or `district`: the nearest circle person `i` is in."""
        if i in self.own_class.people:
            return "class"
        for school in self.schools:
            if i in school.people:
                return "school"
        return "district"

    def prior(self, tier: str, role: str) -> float:
        """Log probability that a community connection is one certain person of this tier and role."""
        return self._weights[tier, role]

    def elsewhere_with_given(self, name: str) -> float:
        """Log-odds that a bearer of a first name is a community member who is not near the owner."""
        index = self._index
        far = index.given_counts.get(name, 0) - len(self.with_given(name))
        if far <= 0:
            return -99.0
        share = far / max(len(index.people), _SMALL)
        rarity = population.given_names().surprisal(name)
        weight = WEIGHTS["near.district"] + WEIGHTS["given.exact"] + WEIGHTS["given.rarity"] * rarity
        return self._elsewhere + log(share) + weight

    def with_given(self, name: str) -> list[int]:
        """People of the class and the schools with this first name."""
        return _gather(self.own_class.by_given.get(name, ()), *(s.by_given.get(name, ()) for s in self.schools))

    def with_family(self, name: str) -> list[int]:
        """People of the class and the schools with this surname."""
        return _gather(self.own_class.by_family.get(name, ()), *(s.by_family.get(name, ()) for s in self.schools))


def _gather(*lists: list[int] | tuple[int, ...]) -> list[int]:
    return list(dict.fromkeys(i for each in lists for i in each))
