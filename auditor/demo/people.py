"""The people of the invented district: homes with children, the schools' staff, and who is in whose class.

Everybody the story needs is made here, also those the roster will not hold (guardians a school never entered),
so that the truth about each connection is known.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from anyascii import anyascii

from auditor.demo import names
from auditor.demo.chance import stream

NAME = "Harbor Falls Public Schools"
DOMAIN = "harborfalls.example"
DISTRICT_ID = "org-district"


@dataclass(frozen=True, slots=True)
class School:
    """A school: how many pupils and classes it has, and how many pupils' guardians its office has entered."""

    id: str
    name: str
    grades: tuple[str, ...]
    pupils: int
    teachers: int
    rounds: int
    """Classes each pupil is in."""
    guardian_coverage: float


SCHOOLS = (
    School("org-elm", "Tidewater Elementary School", ("KG", "01", "02", "03", "04", "05"), 460, 24, 1, 0.80),
    School("org-mid", "Mill Pond Middle School", ("06", "07", "08"), 360, 24, 2, 0.80),
    School("org-high", "Harbor Falls High School", ("09", "10", "11", "12"), 480, 32, 2, 0.35),
)
_SCHOOL_OF_GRADE = {grade: school for school in SCHOOLS for grade in school.grades}
GRADUATION = {grade: 2027 + 12 - number for number, grade in enumerate(g for s in SCHOOLS for g in s.grades)}
"""Grade → the year in which its pupils leave school, which many put into their handles."""

_ADULTS = (
    ("administrator", "principal", 1),
    ("administrator", "siteAdministrator", 2),
    ("staff", "counselor", 3),
    ("staff", "aide", 7),
    ("staff", "ext:nurse", 1),
    ("staff", "ext:officeStaff", 3),
    ("volunteer", "ext:volunteer", 6),
)
"""Adults of each school besides its teachers: true role, the roster's word, how many."""
_CENTRAL = (
    ("administrator", "districtAdministrator", 4),
    ("administrator", "systemAdministrator", 2),
    ("staff", "ext:officeStaff", 4),
)


@dataclass(slots=True)
class Human:
    """One person; `role` is the truth, `raw` the roster's word for it."""

    id: str
    given: str
    family: str
    role: str
    raw: str
    org: str
    email: str
    middle: str = ""
    preferred_given: str = ""
    preferred_family: str = ""
    former_family: str = ""
    grade: str = ""
    guardians: list[str] = field(default_factory=list)
    children: list[str] = field(default_factory=list)
    listed: bool = True
    """Whether the roster holds this person at all."""
    linked: set[str] = field(default_factory=set)
    """Guardians the roster links this pupil with (a school's guardian list may be thin)."""
    left: bool = False
    parent_row: str = ""
    """The id of a second row: staff whose children are pupils stand in the roster twice."""

    @property
    def called(self) -> str:
        """The given name the person goes by."""
        return self.preferred_given or self.given

    @property
    def surname(self) -> str:
        """The family name the person goes by."""
        return self.preferred_family or self.family


@dataclass(slots=True)
class Classroom:
    """One class list: a teacher and the pupils."""

    id: str
    title: str
    school: School
    teacher: str
    grade: str
    pupils: list[str] = field(default_factory=list)


@dataclass(slots=True)
class District:
    """Everybody, by id, and the classes by their teacher's id."""

    people: dict[str, Human]
    classes: dict[str, Classroom]
    homonyms: tuple[str, ...]
    """Two guardians of different homes with one name."""

    def of(self, role: str, org: str | None = None) -> list[Human]:
        """The people of a role, in the order in which they were made; of one school or department, if asked."""
        return [p for p in self.people.values() if p.role == role and org in (None, p.org)]


def letters(text: str) -> str:
    """The ASCII letters and digits of a name in lower case: what fits into addresses and handles."""
    return "".join(c for c in anyascii(text).lower() if c.isalnum())


class _Maker:
    """Builds the district step by step; each step has a stream of its own."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.people: dict[str, Human] = {}
        self.classes: dict[str, Classroom] = {}
        self.homonyms: tuple[str, ...] = ()
        self._counts: dict[str, int] = {}
        self._emails: set[str] = set()

    def chance(self, purpose: str) -> random.Random:
        return stream(self.seed, "people", purpose)

    def add(self, prefix: str, given: str, family: str, role: str, raw: str, org: str, domain: str) -> Human:
        number = self._counts[prefix] = self._counts.get(prefix, 0) + 1
        address = base = f"{letters(given)}.{letters(family)}"
        copy = 1
        while f"{address}@{domain}" in self._emails:
            copy += 1
            address = f"{base}{copy}"
        self._emails.add(f"{address}@{domain}")
        human = Human(f"{prefix}-{number:05d}", given, family, role, raw, org, f"{address}@{domain}")
        self.people[human.id] = human
        return human

    def staff(self) -> None:
        chance = self.chance("staff")
        plan: list[tuple[str, str, str]] = []
        for school in SCHOOLS:
            plan += [("teacher", "teacher", school.id)] * school.teachers
            plan += [(role, raw, school.id) for role, raw, count in _ADULTS for _ in range(count)]
        plan += [(role, raw, DISTRICT_ID) for role, raw, count in _CENTRAL for _ in range(count)]
        for role, raw, org in plan:
            pool = names.pool(chance)
            prefix, domain = ("vol", "harbormail.example") if role == "volunteer" else ("stf", DOMAIN)
            human = self.add(prefix, pool.first(chance), pool.last(chance), role, raw, org, domain)
            self._vary(human, pool, chance)

    def _vary(self, human: Human, pool: names.Pool, chance: random.Random) -> None:
        roll = chance.random()
        if roll < 0.05:
            human.preferred_given = next(iter(names.nicknames(human.given)), pool.first(chance))
        elif roll < 0.08:
            human.former_family, human.family = human.family, pool.last(chance)
        elif roll < 0.10:
            human.preferred_family = pool.last(chance)
        if chance.random() < 0.3:
            human.middle = pool.first(chance)

    def homes(self) -> None:
        """Homes until every school has its pupils: one to four children, one or two guardians."""
        chance = self.chance("homes")
        room = {school.id: school.pupils for school in SCHOOLS}
        while any(room.values()):
            adults = self._adults(chance)
            pool = names.pool(chance) if chance.random() < 0.12 else adults[0][1]
            surname = self._surname([human for human, _ in adults], adults[0][1].name, chance)
            grades = list(GRADUATION)
            grade = chance.choice([g for g in grades if room[_SCHOOL_OF_GRADE[g].id]])
            for _ in range(chance.choices((1, 2, 3, 4), (46, 37, 14, 3))[0]):
                school = _SCHOOL_OF_GRADE[grade]
                if room[school.id]:
                    room[school.id] -= 1
                    own = chance.choice([h.family for h, _ in adults]) if chance.random() < 0.04 else surname
                    self._pupil(pool.first(chance), own, grade, school, pool, [h for h, _ in adults], chance)
                step = chance.choice((1, 2, 2, 3))
                below = grades.index(grade) - step
                if below < 0:
                    break
                grade = grades[below]

    def _adults(self, chance: random.Random) -> list[tuple[Human, names.Pool]]:
        pool = names.pool(chance)
        first = self._guardian(pool, chance, pool.last(chance))
        adults = [(first, pool)]
        if chance.random() < 0.62:
            other = pool if chance.random() < 0.8 else names.pool(chance)
            double = pool.name in ("hispanic", "portuguese")
            same = not double and chance.random() < 0.62
            adults.append((self._guardian(other, chance, first.family if same else other.last(chance)), other))
        return adults

    def _guardian(self, pool: names.Pool, chance: random.Random, family: str) -> Human:
        human = self.add("par", pool.first(chance), family, "parent", "guardian", "", "familymail.example")
        if chance.random() < 0.25:
            human.middle = pool.first(chance)
        return human

    def _surname(self, adults: list[Human], pool: str, chance: random.Random) -> str:
        families = list(dict.fromkeys(adult.family for adult in adults))
        if len(families) == 1:
            return families[0]
        roll = chance.random()
        if pool == "hispanic":
            return " ".join(families) if roll < 0.7 else families[0]
        if roll < 0.28:
            return "-".join(part.split()[-1] for part in families)
        return families[0] if roll < 0.75 else families[1]

    def _pupil(
        self,
        given: str,
        family: str,
        grade: str,
        school: School,
        pool: names.Pool,
        adults: list[Human],
        chance: random.Random,
    ) -> None:
        pupil = self.add("stu", given, family, "student", "student", school.id, f"students.{DOMAIN}")
        pupil.grade = grade
        if chance.random() < 0.05:
            pupil.preferred_given = next(iter(names.nicknames(given)), pool.first(chance))
        if chance.random() < 0.35:
            pupil.middle = pool.first(chance)
        known = chance.random() < school.guardian_coverage
        for adult in adults:
            pupil.guardians.append(adult.id)
            adult.children.append(pupil.id)
            adult.org = adult.org or school.id
            if known:
                pupil.linked.add(adult.id)

    def name_alike(self) -> None:
        """Two guardians called Maria Garcia in different homes, one written with accents, as rosters have it."""
        homes = [p for p in self.people.values() if p.role == "parent" and p.children]
        chosen = [
            next(p for p in homes if p.org == org and all(p.id in self.people[c].linked for c in p.children))
            for org in ("org-elm", "org-mid")
        ]
        self.homonyms = tuple(human.id for human in chosen)
        names_as_entered = (("Maria", "Garcia"), ("María", "García"))
        for number, (human, name) in enumerate(zip(chosen, names_as_entered, strict=True), 1):
            human.given, human.family, human.middle = *name, ""
            human.email = f"mgarcia.{number}@familymail.example"

    def staff_families(self) -> None:
        """Some staff are parents: the roster holds them once as staff and once as guardian, with one e-mail."""
        chance = self.chance("staff families")
        grown = [p for p in self.people.values() if p.role in ("teacher", "staff", "administrator")]
        parents = [p for p in self.people.values() if p.role == "parent" and p.id not in self.homonyms]
        for worker, parent in zip(chance.sample(grown, 22), chance.sample(parents, 22), strict=True):
            worker.parent_row, worker.children = parent.id, parent.children
            for child in (self.people[c] for c in parent.children):
                child.guardians = [worker.id if g == parent.id else g for g in child.guardians]
                child.linked = {worker.id if g == parent.id else g for g in child.linked} | {worker.id}
                if worker.family != child.family and len(child.guardians) == 1:
                    child.family = worker.family
            del self.people[parent.id]

    def lists(self) -> None:
        """What the roster holds of all this: guardians nobody linked are not in it; a few people have left."""
        for human in self.people.values():
            if human.role == "parent":
                human.listed = any(human.id in self.people[child].linked for child in human.children)
        chance = self.chance("left")
        for role, count in (("student", 12), ("parent", 6), ("teacher", 3), ("staff", 2)):
            for human in chance.sample(list(self.of(role, self._may_leave)), count):
                human.left = True

    def _may_leave(self, human: Human) -> bool:
        """Nobody whose leaving would take a class or an account along."""
        stays = human.id in (*self.classes, *self.homonyms) or human.raw in ("counselor", "aide")
        return human.listed and not human.parent_row and not stays

    def of(self, role: str, test: Callable[[Human], bool]) -> Iterable[Human]:
        return (p for p in self.people.values() if p.role == role and test(p))

    def rooms(self) -> None:
        """One class list for each teacher but a few; upper schools deal their pupils out twice."""
        chance = self.chance("rooms")
        for school in SCHOOLS:
            teachers = [p for p in self.people.values() if p.role == "teacher" and p.org == school.id][:-2]
            subjects = ("English", "Mathematics", "Science", "History", "Art", "Music", "Spanish", "Health")
            for number, teacher in enumerate(teachers):
                grade = school.grades[number % len(school.grades)]
                title = f"Homeroom {100 + number}" if school.rounds == 1 else f"{subjects[number % 8]} {grade}"
                self.classes[teacher.id] = Classroom(
                    f"cls-{len(self.classes) + 1:04d}", title, school, teacher.id, grade
                )
            for grade in school.grades:
                rooms = [r for r in self.classes.values() if r.school is school and r.grade == grade]
                pupils = [p for p in self.people.values() if p.role == "student" and p.grade == grade]
                chance.shuffle(pupils)
                for turn in range(school.rounds):
                    for number, pupil in enumerate(pupils):
                        rooms[(number // (turn + 1) + turn) % len(rooms)].pupils.append(pupil.id)
        for room in self.classes.values():
            room.pupils = sorted(dict.fromkeys(room.pupils))


def make(seed: int) -> District:
    """The district of this seed: about 2,500 people in the roster, and the guardians it lacks."""
    maker = _Maker(seed)
    maker.staff()
    maker.homes()
    maker.name_alike()
    maker.staff_families()
    maker.rooms()
    maker.lists()
    return District(maker.people, maker.classes, maker.homonyms)
