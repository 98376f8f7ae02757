"""The roster made ready to be asked: who bears this name, who has this address, who is near this owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TypeAlias

from auditor.classify import lexicon, population
from auditor.classify.text import key
from auditor.roster.model import STAFF_GROUPS, Group, Person, Roster

Postings: TypeAlias = dict[str, "int | list[int]"]
"""Key → positions of people; a bare int where there is one, which spares half the memory."""

_ENOUGH = 500
"""Students whose addresses are looked at to learn how leaving years are written."""


def words(name: str) -> tuple[str, ...]:
    """The keys of the words of a name: `De la Cruz-Ortiz` → `de la cruz ortiz`."""
    if name.isascii() and name.isalpha():
        return (name.lower(),)
    return tuple(k for part in name.replace("-", " ").replace(".", " ").split() if (k := key(part)))


@lru_cache(maxsize=1 << 17)
def family_parts(name: str) -> tuple[str, ...]:
    """The surnames in a surname, particles and suffixes left out: `De la Cruz-Ortiz Jr` → `cruz ortiz`."""
    every = words(name)
    while len(every) > 1 and every[-1] in lexicon.SUFFIXES:
        every = every[:-1]
    kept = tuple(w for i, w in enumerate(every) if i == len(every) - 1 or w not in lexicon.PARTICLES)
    return kept or every


@lru_cache(maxsize=1 << 15)
def glued(name: str) -> str:
    """A name without its gaps, as handles have it: `De la Cruz` → `delacruz`."""
    return "".join(w for w in words(name) if w not in lexicon.SUFFIXES)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one person may be called, as comparison keys."""

    given: frozenset[str]
    nicknames: frozenset[str]
    middle: frozenset[str]
    family: frozenset[str]
    """Whole surnames, glued where they have several words."""
    parts: frozenset[str]
    """The single surnames of a double one."""
    former: frozenset[str]
    children: frozenset[str]
    """Surnames of this person's children that are not the person's own on file."""
    initials: frozenset[str]
    family_initials: frozenset[str]
    role: str
    grade: int | None


class RosterIndex:
    """Hash look-ups over one roster. Building it touches every person once; the rest is worked out when asked for."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.people: list[Person] = list(roster.people.values())
        self.position = {person.person_id: i for i, person in enumerate(self.people)}
        self.by_family: Postings = {}
        self.by_initial: Postings = {}
        """Key: surname, a blank, first letter of a given or middle name."""
        self.by_address: Postings = {}
        self.given_counts: dict[str, int] = {}
        for i, person in enumerate(self.people):
            self._enter(i, person)

    def _enter(self, i: int, person: Person) -> None:
        givens = words(person.given)
        for name in givens[:1]:
            self.given_counts[name] = self.given_counts.get(name, 0) + 1
        initials = {name[0]: None for name in givens}
        for other in (person.preferred_given, person.middle):
            if other:
                initials.update((name[0], None) for name in words(other))
        for family in self.families(person):
            _add(self.by_family, family, i)
            for initial in initials:
                _add(self.by_initial, f"{family} {initial}", i)
        for email in person.emails:
            _add(self.by_address, email.casefold(), i)

    def families(self, person: Person) -> Iterable[str]:
        """Every surname the person may be found under, once each."""
        parts = family_parts(person.family)
        others = [name for name in (person.preferred_family, person.former_family) if name]
        if len(parts) == 1 and not others and not person.children and " " not in person.family:
            return parts
        names = dict.fromkeys((*parts, glued(person.family)))
        for other in others:
            names.update(dict.fromkeys((*family_parts(other), glued(other))))
        for child in self._children(person):
            names.update(dict.fromkeys(family_parts(child.family)))
        return filter(None, names)

    def _children(self, person: Person) -> Iterator[Person]:
        people = self.roster.people
        return (people[child] for child in person.children if child in people)

    def facts(self, i: int) -> Facts:
        """What person `i` may be called."""
        found = self._facts.get(i)
        if found is None:
            found = self._facts[i] = self._make_facts(self.people[i])
        return found

    @cached_property
    def _facts(self) -> dict[int, Facts]:
        return {}

    def _make_facts(self, person: Person) -> Facts:
        givens = words(person.given)
        preferred = words(person.preferred_given)
        given = frozenset(name for name in (*givens[:1], "".join(givens), *preferred) if name)
        families = family_parts(person.family) + family_parts(person.preferred_family)
        whole = frozenset(n for n in (glued(person.family), glued(person.preferred_family)) if n)
        if len(family_parts(person.family)) == 1:
            whole |= frozenset(families[:1])
        own = whole.union(families)
        former = frozenset(family_parts(person.former_family)) | frozenset({glued(person.former_family)} - {""})
        children = frozenset(part for child in self._children(person) for part in family_parts(child.family))
        middle = frozenset(words(person.middle)).union(givens[1:])
        return Facts(
            given=given,
            nicknames=frozenset(form for name in given for form in population.related(name)) - given,
            middle=middle,
            family=whole,
            parts=frozenset(families) - whole,
            former=former - own,
            children=children - own - former,
            initials=frozenset(name[0] for name in given | middle),
            family_initials=frozenset(name[0] for name in own | former),
            role=role_of(person),
            grade=_grade(person),
        )

    @cached_property
    def role_counts(self) -> Counter[str]:
        """How many people count as staff, parents and students."""
        return Counter(map(role_of, self.people))

    @cached_property
    def family_buckets(self) -> dict[str, list[str]]:
        """Every surname of the roster by its first letter, for spelling mistakes."""
        buckets: dict[str, list[str]] = {}
        for family in self.by_family:
            buckets.setdefault(family[:1], []).append(family)
        return buckets

    @cached_property
    def by_class(self) -> dict[str, list[int]]:
        """Class → the people in it."""
        members: dict[str, list[int]] = {}
        for person_id, classes in self.roster.classes_of.items():
            i = self.position.get(person_id)
            if i is not None:
                for each in classes:
                    members.setdefault(each, []).append(i)
        return members

    @cached_property
    def by_org(self) -> dict[str, list[int]]:
        """Organisation → the people with a role there."""
        members: dict[str, list[int]] = {}
        for i, person in enumerate(self.people):
            for org in {role.org_id: None for role in person.roles if role.org_id}:
                members.setdefault(org, []).append(i)
        return members

    def with_guardians(self, positions: Iterable[int]) -> list[int]:
        """These people and the guardians of the students among them, each once."""
        found = dict.fromkeys(positions)
        for i in list(found):
            found.update((self.position[g], None) for g in self.people[i].guardians if g in self.position)
        return list(found)

    @cached_property
    def staff_domains(self) -> frozenset[str]:
        """Mail domains of the district: those that three or more staff have their address at."""
        domains = Counter(
            email.rpartition("@")[2].casefold()
            for person in self.people
            if role_of(person) == "staff"
            for email in person.emails
        )
        return frozenset(d for d, n in domains.items() if n >= 3 and d not in lexicon.FREE_MAIL)

    @cached_property
    def year_offset(self) -> int | None:
        """Leaving year plus grade, the same for all students of a school year (`grade 12` leaves this year).

        Taken from the date of the roster, or else from students' addresses that end in a year.
        """
        as_of = self.roster.as_of
        if as_of is not None:
            return as_of.year + (as_of.month >= 7) + 12
        sums: Counter[int] = Counter()
        for person in self.people:
            grade = _grade(person)
            for login in (person.username, *(email.partition("@")[0] for email in person.emails)):
                if grade is not None and login[-4:].isascii() and login[-4:].isdigit():
                    sums[int(login[-4:]) + grade] += 1
            if grade is not None and sums.total() >= _ENOUGH:
                break
        best = max(sums, key=lambda total: (sums[total], -total), default=None)
        return best if best is not None and 2 * sums[best] > sums.total() and 2000 < best < 2100 else None

    @cached_property
    def organisations(self) -> list[tuple[frozenset[str], str]]:
        """The roster's schools: their telling words (two, or one and a school word) and their whole name."""
        found = []
        for org in self.roster.orgs.values():
            whole = words(org.name)
            telling = frozenset(whole) - {"school", "schools", "district", "public", "of", "the"}
            if len(whole) > 1 and telling:
                found.append((telling, " ".join(whole)))
        return found

    def names_organisation(self, text: str, *, loosely: bool) -> bool:
        """Whether a text (comparison keys with blanks) names one of the roster's schools or the district."""
        if not text:
            return False
        padded, present = f" {text} ", frozenset(text.split())
        for telling, whole in self.organisations:
            if f" {whole} " in padded:
                return True
            if loosely and telling <= present and any(len(w) > 3 for w in telling):
                return True
        return False


def role_of(person: Person) -> str:
    """`staff`, `parent` or `student`; a person with several counts as the first."""
    found = "parent"
    for role in person.roles:
        if role.group in STAFF_GROUPS:
            return "staff"
        if role.group is Group.STUDENT:
            found = "student"
    return found


def positions(postings: Postings, wanted: str) -> list[int]:
    """The people under a key."""
    found = postings.get(wanted)
    return [] if found is None else [found] if isinstance(found, int) else found


def _add(postings: Postings, wanted: str, i: int) -> None:
    old = postings.setdefault(wanted, i)
    if isinstance(old, list):
        if old[-1] != i:
            old.append(i)
    elif old != i:
        postings[wanted] = [old, i]


def _grade(person: Person) -> int | None:
    for grade in person.grades:
        if grade.strip().lstrip("0").isdecimal():
            return int(grade)
        if grade.strip().upper() in {"KG", "K", "0", "00"}:
            return 0
    return None
