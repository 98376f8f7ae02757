"""Who of the district is connected to an account: the owner's classes and their families, the school, others."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bench.districts.families import Households
from bench.districts.people import STAFF, STUDENT
from bench.districts.rates import Rates
from bench.districts.schools import Schools


class Community:
    """The people of a district by where they are; `left` holds the numbers of those who are there no more."""

    def __init__(self, households: Households, schools: Schools, left: set[int], rates: Rates) -> None:
        self.households, self.schools, self.rates = households, schools, rates
        here = [n for n in range(len(households.humans)) if n not in left]
        self._left = left
        self.staff = [n for n in here if n in schools.jobs]
        self._students = [n for n in here if households.humans[n].kind == STUDENT]
        self._guardians = [
            n for n in here if n in households.family_of and households.humans[n].kind != STUDENT
        ] or self.staff
        self._staff_of = {place: [n for n in who if n not in left] for place, who in schools.staff.items()}
        self._students_of: dict[int, list[int]] = {}
        for one in self._students:
            self._students_of.setdefault(households.humans[one].place, []).append(one)
        self._class: dict[int, list[int]] = {}
        for section in schools.sections:
            for teacher in section.teachers:
                self._class.setdefault(teacher, []).extend(n for n in section.students if n not in left)

    def students_of(self, owner: int) -> list[int]:
        """The students in the owner's classes."""
        return self._class.get(owner, [])

    def guardian(self, student: int, chance: random.Random) -> int:
        """A guardian of the student; the student where none is on the roster any more."""
        family = self.households.families[self.households.family_of[student]]
        guardians = [n for n in family.guardians if n not in self._left]
        return chance.choice(guardians) if guardians else student

    def relatives(self, number: int) -> list[int]:
        """The others of the person's family."""
        where = self.households.family_of.get(number)
        if where is None:
            return []
        family = self.households.families[where]
        return [n for n in (*family.guardians, *family.children) if n != number and n not in self._left]

    def places(self, number: int) -> set[int]:
        """The schools the person has to do with: works or learns there, or has a child there."""
        human = self.households.humans[number]
        if human.kind == STUDENT:
            return {human.place}
        found = {self.schools.workplace[number]} if number in self.schools.workplace else set()
        where = self.households.family_of.get(number)
        if where is not None:
            found.update(self.households.humans[n].place for n in self.households.families[where].children)
        return found

    def anybody(self, chance: random.Random) -> int:
        """Somebody of the district, of any school."""
        rates = self.rates
        draw = chance.random()
        if draw < rates.elsewhere_staff:
            return chance.choice(self.staff)
        if draw < rates.elsewhere_staff + (1 - rates.elsewhere_staff) * 0.6:
            return chance.choice(self._guardians)
        return self._or_guardian(chance.choice(self._students), chance)

    def of_school(self, place: int, chance: random.Random) -> int | None:
        """Somebody of this school; None for one without students."""
        students = self._students_of.get(place)
        if not students:
            return None
        draw = chance.random()
        if draw < self.rates.school_staff and self._staff_of[place]:
            return chance.choice(self._staff_of[place])
        student = chance.choice(students)
        if draw < self.rates.school_staff + (1 - self.rates.school_staff) * 0.6:
            return self.guardian(student, chance)
        return self._or_guardian(student, chance)

    def of_class(self, students: Sequence[int], chance: random.Random) -> int:
        """A student of the class or a guardian of one."""
        student = chance.choice(students)
        if chance.random() < self.rates.class_guardians:
            return self.guardian(student, chance)
        return self._or_guardian(student, chance)

    def _or_guardian(self, student: int, chance: random.Random) -> int:
        young = self.households.humans[student].grade <= 5
        return self.guardian(student, chance) if young and chance.random() < self.rates.young_offline else student


class Account:
    """One owner's list while it grows."""

    def __init__(self, community: Community, owner: int, chance: random.Random) -> None:
        self._community, self._owner, self._chance = community, owner, chance
        self._students = community.students_of(owner)
        own = set(self._students)
        guardians = (g for s in own for g in community.relatives(s) if community.households.humans[g].kind != STUDENT)
        self._class = own | set(guardians)
        self._place = community.schools.workplace[owner]
        self.listed: list[int] = []
        self._seen = {owner}
        self._next: int | None = None

    def draw(self) -> int:
        """The number of one more member."""
        chance, rates = self._chance, self._community.rates
        number = self._owner
        if self._next is not None:
            number, self._next = self._next, None
        else:
            # Small schools run dry: then somebody is there twice, or from elsewhere.
            for _ in range(12):
                number = self._any()
                if number not in self._seen or (number != self._owner and chance.random() < rates.repeats):
                    break
            if number == self._owner:
                number = next(n for n in self._community.staff if n != self._owner)
        self._seen.add(number)
        self.listed.append(number)
        if chance.random() < rates.family_follows:
            others = [n for n in self._community.relatives(number) if n not in self._seen]
            self._next = chance.choice(others) if others else None
        return number

    def _any(self) -> int:
        community, chance, rates = self._community, self._chance, self._community.rates
        draw = chance.random()
        if draw < rates.own_class and self._students:
            return community.of_class(self._students, chance)
        if draw < rates.own_class + rates.own_school:
            found = community.of_school(self._place, chance)
            if found is not None:
                return found
        return community.anybody(chance)

    def tier(self, number: int) -> str:
        """How near a member is to the owner: class, school or district."""
        if number in self._class:
            return "class"
        return "school" if self._place >= 0 and self._place in self._community.places(number) else "district"


def kind_of(community: Community, number: int) -> str:
    """The kind of profile the person has: staff, guardian or student."""
    return STAFF if number in community.schools.jobs else community.households.humans[number].kind
