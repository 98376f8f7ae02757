"""The roster made ready to be asked: who bears this name, who has this address, who is near this owner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import TypeAlias

from auditor.classify import lexicon
from auditor.classify.facts import Facts, facts_of, family_parts, first_names, grade_of, role_of, surnames, words
from auditor.roster.model import Person, Roster

Postings: TypeAlias = dict[str, "int | list[int]"]
"""Key → positions of people; a bare int where there is one, which spares half the memory."""

_ENOUGH = 500
"""Students whose addresses are looked at to learn how leaving years are written."""


class RosterIndex:
    """Hash look-ups over one roster. Building it touches every person once; the rest is worked out when asked for."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster
        self.people: list[Person] = list(roster.people.values())
        self.position = {person.person_id: i for i, person in enumerate(self.people)}
        firsts = Counter(person.given for person in self.people)
        self.given_counts: dict[str, int] = {}
        for given, count in firsts.items():
            for name in words(given)[:1]:
                self.given_counts[name] = self.given_counts.get(name, 0) + count
        self.by_family: Postings = {}
        for i, person in enumerate(self.people):
            for family in self.families(person):
                _add(self.by_family, family, i)
        self._initials: dict[str, dict[str, list[int]]] = {}
        self._facts: dict[int, Facts] = {}

    @cached_property
    def by_address(self) -> Postings:
        """Address → its people."""
        found: Postings = {}
        for i, person in enumerate(self.people):
            for email in person.emails:
                _add(found, email.casefold(), i)
        return found

    def with_initial(self, family: str, initial: str) -> list[int]:
        """People with a surname and the first letter of a given or middle name."""
        found = self._initials.get(family)
        if found is None:
            people = positions(self.by_family, family)
            if not people:
                return []
            found = self._initials[family] = {}
            for i in people:
                for each in first_names(self.people[i]).initials:
                    found.setdefault(each, []).append(i)
        return found.get(initial, [])

    def families(self, person: Person) -> Iterable[str]:
        """Every surname the person may be found under, once each."""
        family, children = person.family, person.children
        others = [name for name in (person.preferred_family, person.former_family) if name]
        if not (others or children) and family.isalpha():
            return family_parts(family)
        more = [surnames(name) for name in others]
        for child in children:
            known = self.roster.people.get(child)
            if known is not None and known.family != family:
                more.append(family_parts(known.family))
        own = surnames(family)
        return dict.fromkeys(chain(own, *more)) if more else own

    def facts(self, i: int) -> Facts:
        """What person `i` may be called."""
        found = self._facts.get(i)
        if found is None:
            found = self._facts[i] = facts_of(self.people[i], self.roster.people)
        return found

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
            for role in person.roles:
                if role.org_id:
                    there = members.setdefault(role.org_id, [])
                    if not there or there[-1] != i:
                        there.append(i)
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
            grade = grade_of(person)
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
