"""The schools of a district: their names, who works there, and which class has whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.districts.families import Households
from bench.districts.people import GUARDIAN, STAFF, STUDENT, Human, Maker
from bench.districts.words import listed

_CLASS_SIZE = 25
_SUBJECTS = (
    "English", "Mathematics", "Science", "History", "Spanish", "Art", "Physical Education", "Biology", "Algebra",
    "Chemistry", "Band", "Geography", "Health", "Reading",
)  # fmt: skip
_SPECIALS = ("Music", "Art", "Physical Education", "Library", "STEM", "Reading Support")
_PLACES = listed(
    "Oak Hill,Riverside,Lincoln,Washington,Maple Grove,Sunset,Lakeview,Jefferson,Pine Ridge,Cedar Creek,Highland,"
    "Franklin,Meadow Brook,Eagle Point,North Star,Roosevelt,Willow Springs,Harbor View,Madison,Orchard,Prairie View,"
    "Fairmont,Valley,Mountain View,Westfield,Eastwood,Stone Bridge,Clearwater,Horizon,Heritage,Canyon,Summit,"
    "Cottonwood,Birchwood,Liberty,Garfield,Monroe,Adams,Elm Street,Bay,Foxwood,Sycamore,Hawthorne,Kennedy,Glenwood",
    ",",
)
_LEVELS = {"E": "Elementary School", "M": "Middle School", "H": "High School"}
TOWNS = listed(
    "Harlow,Millbrook,Ashford,Clayton,Brookdale,Fairview,Marston,Pinehurst,Westbrook,Dunmore,Kingsley,Oakdale,"
    "Redfield,Stanton,Wexford,Alder,Lakeland,Norwood,Silverton,Granville",
    ",",
)
STAFF_WORDS = ("aide", "aide", "aide", "counselor", "ext:nurse", "ext:coach", "ext:officeStaff", "ext:librarian")


@dataclass(slots=True)
class Section:
    """One class: `teachers` and `students` are numbers of people."""

    title: str
    place: int
    teachers: tuple[int, ...]
    students: list[int]


@dataclass(slots=True)
class Schools:
    """Everything about the schools. Schools and people are numbered; -1 is the district's office."""

    names: list[str]
    teachers: dict[int, list[int]] = field(default_factory=dict)
    staff: dict[int, list[int]] = field(default_factory=dict)
    """Everybody who works at a school, teachers too."""
    jobs: dict[int, str] = field(default_factory=dict)
    """Number of a person → role word (`teacher`, `principal`, `aide` …)."""
    workplace: dict[int, int] = field(default_factory=dict)
    sections: list[Section] = field(default_factory=list)


def make(maker: Maker, households: Households, people: int) -> Schools:
    """Staff every school and make the classes; new staff is appended to `households.humans`."""
    names = _names(maker, households.levels)
    schools = Schools(names)
    pupils: dict[int, list[int]] = {n: [] for n in range(len(names))}
    for number, human in enumerate(households.humans):
        if human.kind == STUDENT:
            pupils[human.place].append(number)
    _hire(maker, households, schools, pupils, people)
    for place, level in enumerate(households.levels):
        by_grade: dict[int, list[int]] = {}
        for one in pupils[place]:
            by_grade.setdefault(households.humans[one].grade, []).append(one)
        groups = [by_grade[grade] for grade in sorted(by_grade)]
        teachers = schools.teachers[place]
        if level == "E":
            _elementary(maker, schools, place, groups, teachers)
        else:
            _secondary(maker, schools, place, groups, teachers)
    return schools


def _names(maker: Maker, levels: Sequence[str]) -> list[str]:
    order = list(_PLACES)
    maker.chance.shuffle(order)
    used: dict[str, int] = {}
    result = []
    for number, level in enumerate(levels):
        name = order[number % len(order)]
        if number >= len(order):
            name = f"{('New', 'North', 'South', 'East', 'West', 'Upper')[number // len(order) % 6]} {name}"
        used[name] = used.get(name, 0) + 1
        more = f" {used[name]}" if used[name] > 1 else ""
        result.append(f"{name} {_LEVELS[level]}{more}")
    return result


def _hire(maker: Maker, households: Households, schools: Schools, pupils: dict[int, list[int]], people: int) -> None:
    """Teachers by the number of students, a principal for each school, and others, some in the district's office."""
    chance, rates = maker.chance, maker.rates
    parents = [n for n, human in enumerate(households.humans) if human.kind == GUARDIAN and human.born > 1964]
    chance.shuffle(parents)
    total = sum(map(len, pupils.values()))
    places = list(pupils)
    jobs: list[tuple[str, int]] = []
    for place in places:
        jobs += [("teacher", place)] * max(2, round(rates.teachers * people * len(pupils[place]) / total))
    leaders = max(2, round(rates.administrators * people))
    jobs += [("principal", places[n] if n < len(places) else -1) for n in range(leaders)]
    for _ in range(round(rates.other_staff * people)):
        jobs.append((chance.choice(STAFF_WORDS), -1 if chance.random() < 0.08 else chance.choice(places)))
    for place in (*places, -1):
        schools.teachers[place], schools.staff[place] = [], []
    circles = range(len(rates.circle_weights))
    for job, place in jobs:
        if parents and chance.random() < rates.staff_parents:
            number = parents.pop()
        else:
            circle = chance.choices(circles, _mixed(maker))[0]
            number = len(households.humans)
            households.humans.append(educator(maker, circle, leader=job == "principal"))
        human = households.humans[number]
        human.kind = STAFF
        schools.jobs[number] = job
        schools.workplace[number] = place
        schools.staff[place].append(number)
        if job == "teacher":
            schools.teachers[place].append(number)


def _mixed(maker: Maker) -> list[float]:
    share, rates = maker.rates.local_share, maker.rates
    return [
        share * here + (1 - share) * there
        for here, there in zip(rates.circle_weights, rates.national_weights, strict=True)
    ]


def educator(maker: Maker, circle: int, *, leader: bool = False) -> Human:
    """Somebody who works at a school, here or elsewhere."""
    chance = maker.chance
    side = "a" if chance.random() < (0.55 if leader else 0.75) else "b"
    born = chance.randint(1960, 1990 if leader else 2003)
    own = maker.surname(circle)
    family, maiden = own, ""
    if side == "a" and chance.random() < 0.65:
        family, maiden = maker.married(own, maker.surname(circle))
    if maker.rates.double_circles[circle] > 0.1 and not maiden and chance.random() < maker.rates.father_double / 2:
        family = maker.double(family, circle)
    return maker.human(STAFF, family, side, circle, born, maiden=maiden)


def _parts(people: list[int]) -> list[list[int]]:
    """The people in groups of about a class."""
    count = max(1, round(len(people) / _CLASS_SIZE))
    return [part for n in range(count) if (part := people[n::count])]


def _elementary(
    maker: Maker, schools: Schools, place: int, groups: Sequence[list[int]], teachers: Sequence[int]
) -> None:
    """A homeroom teacher for each class, and specials with the teachers who have none."""
    chance = maker.chance
    rooms: list[list[int]] = []
    for group in groups:
        chance.shuffle(group)
        rooms += _parts(group)
    for number, room in enumerate(rooms):
        schools.sections.append(Section("Homeroom", place, (teachers[number % len(teachers)],), room))
    special = teachers[len(rooms) :] or teachers[-1:]
    for room in rooms:
        for _ in range(2):
            title = chance.choice(_SPECIALS)
            schools.sections.append(Section(title, place, (chance.choice(special),), list(room)))


def _secondary(
    maker: Maker, schools: Schools, place: int, groups: Sequence[list[int]], teachers: Sequence[int]
) -> None:
    """Five periods; in each, every grade is split anew into sections."""
    chance = maker.chance
    turn = chance.randrange(len(teachers))
    for group in groups:
        for _ in range(5):
            chance.shuffle(group)
            for part in _parts(group):
                turn += 1
                who = teachers[turn % len(teachers)]
                schools.sections.append(Section(chance.choice(_SUBJECTS), place, (who,), part))
