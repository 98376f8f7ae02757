"""From humans to what the district's office knows of them: an `auditor` roster."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from auditor.roster import coverage
from auditor.roster.model import Group, Org, Person, Role, Roster
from auditor.roster.problems import Problems
from bench.districts import spelling
from bench.districts.families import Households
from bench.districts.people import STAFF, STUDENT, Human, Maker
from bench.districts.schools import Schools

AS_OF = date(2026, 11, 20)
LEFT_ON = date(2026, 9, 30)
_GROUPS = {"teacher": Group.TEACHER, "principal": Group.ADMINISTRATOR}
_HOSTS = ("mail.example", "mail.example", "post.example", "webmail.example")


def person_id(number: int) -> str:
    """The roster id of the person with this number."""
    return f"p{number}"


def org_id(place: int) -> str:
    """The roster id of the school with this number; -1 is the district."""
    return "d1" if place < 0 else f"s{place + 1}"


def class_id(number: int) -> str:
    """The roster id of the class with this number."""
    return f"c{number + 1}"


def build(maker: Maker, households: Households, schools: Schools, town: str, domain: str) -> Roster:
    """The roster. A person's number in `households.humans` is the number in the id."""
    writer = _Writer(maker, households, schools, domain)
    people = {person_id(n): writer.person(n, human) for n, human in enumerate(households.humans)}
    orgs = {"d1": Org("d1", f"{town} School District", "district")}
    for place, name in enumerate(schools.names):
        orgs[org_id(place)] = Org(org_id(place), name, "school", "d1")
    classes: dict[str, list[str]] = {}
    for number, section in enumerate(schools.sections):
        for one in (*section.teachers, *section.students):
            classes.setdefault(person_id(one), []).append(class_id(number))
    problems = Problems()
    return Roster(
        format="oneroster-1.2",
        people=people,
        orgs=orgs,
        classes_of={one: tuple(dict.fromkeys(ids)) for one, ids in classes.items()},
        coverage=coverage.assess(people, None, problems),
        problems=problems.result(),
        as_of=AS_OF,
    )


class _Writer:
    """Makes `Person` records, with everything a district knows or happens not to know."""

    def __init__(self, maker: Maker, households: Households, schools: Schools, domain: str) -> None:
        self._maker, self._households, self._schools, self._domain = maker, households, schools, domain
        self._roles: dict[tuple[tuple[Group, int, str], ...], tuple[Role, ...]] = {}
        self._addresses: dict[str, int] = {}
        self._kindergarten = maker.chance.choice(("KG", "00"))

    def person(self, number: int, human: Human) -> Person:
        """The record of one person."""
        chance, rates = self._maker.chance, self._maker.rates
        middle = human.middle if chance.random() < rates.middle_on_file else ""
        if middle and chance.random() < rates.middle_initial_on_file:
            middle = middle[0]
        former = human.maiden if human.maiden and chance.random() < rates.former_on_file else ""
        guardians: tuple[str, ...] = ()
        children: tuple[str, ...] = ()
        family = self._households.family_of.get(number)
        if family is not None:
            if human.kind == STUDENT:
                guardians = tuple(map(person_id, self._households.families[family].guardians))
            else:
                children = tuple(map(person_id, self._households.families[family].children))
        left = chance.random() < rates.left
        address = self._address(human)
        own = person_id(number)
        return Person(
            own,
            human.given,
            human.family,
            middle=middle,
            preferred_given=human.called if human.called and chance.random() < rates.other_given_on_file else "",
            former_family=former,
            emails=(address,) if address else (),
            roles=self._roles_of(number, human, bool(children)),
            grades=((f"{human.grade:02d}" if human.grade else self._kindergarten),) if human.kind == STUDENT else (),
            guardians=guardians,
            children=children,
            left=left,
            left_on=LEFT_ON if left else None,
            ids=(own,),
        )

    def _roles_of(self, number: int, human: Human, parent: bool) -> tuple[Role, ...]:
        """The roles; people with the same ones share the tuple, as they do in a roster that is read."""
        wanted: list[tuple[Group, int, str]] = []
        job = self._schools.jobs.get(number)
        if job is not None:
            wanted.append((_GROUPS.get(job, Group.STAFF), self._schools.workplace[number], job))
        if human.kind == STUDENT:
            wanted.append((Group.STUDENT, human.place, "student"))
        elif parent:
            wanted.append((Group.PARENT, human.place, "guardian"))
        key = tuple(wanted)
        roles = self._roles.get(key)
        if roles is None:
            roles = tuple(Role(group, org_id(place), raw, n == 0) for n, (group, place, raw) in enumerate(key))
            self._roles[key] = roles
        return roles

    def _address(self, human: Human) -> str:
        """An address nobody else has: `jsmith2@…` for the second J. Smith."""
        chance, rates = self._maker.chance, self._maker.rates
        given, family = spelling.letters(human.given) or "x", spelling.letters(human.family) or "x"
        if human.kind == STUDENT:
            if rates.student_email == 0.0:
                return ""
            local, host = f"{given[0]}{family}{human.graduates % 100:02d}", f"stu.{self._domain}"
        elif human.kind == STAFF:
            local, host = f"{given[0]}{family}", self._domain
        elif chance.random() < rates.guardian_email:
            host = chance.choice(_HOSTS)
            local = chance.choice(
                (
                    f"{given}.{family}",
                    f"{given}{family}{chance.randint(1, 99)}",
                    f"{given[0]}{family}",
                    f"{given}_{family}",
                    f"{given}{human.born % 100:02d}",
                )
            )
        else:
            return ""
        count = self._addresses.get(f"{local}@{host}", 0)
        self._addresses[f"{local}@{host}"] = count + 1
        return f"{local}{count + 1}@{host}" if count else f"{local}@{host}"


def role_word(person: Person) -> str:
    """The role as truth has it: administrator, teacher, staff, student or guardian."""
    return _WORDS[person.group]


_WORDS: Mapping[Group, str] = {
    Group.ADMINISTRATOR: "administrator",
    Group.TEACHER: "teacher",
    Group.STAFF: "staff",
    Group.STUDENT: "student",
    Group.PARENT: "guardian",
}
