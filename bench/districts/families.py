"""Families with school-age children: who the guardians are, what everybody is called, which schools they go to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bench.districts.people import GUARDIAN, STUDENT, YEAR_END, Human, Maker

PER_SCHOOL = 650
_STUDENTS = 0.5
"""Share of students in families with children at school, about."""
_SUFFIXES = ("Jr", "Jr", "Jr.", "Jr.", "II", "III")


@dataclass(slots=True)
class Family:
    """One family; `guardians` and `children` are numbers of people in `Households.humans`."""

    circle: int
    surname: str
    other_surname: str
    guardians: tuple[int, ...]
    children: tuple[int, ...]


@dataclass(slots=True)
class Households:
    """All families of a district. A person's number is the place in `humans`."""

    humans: list[Human] = field(default_factory=list)
    families: list[Family] = field(default_factory=list)
    family_of: dict[int, int] = field(default_factory=dict)
    """Number of a guardian or student → number of the family."""
    levels: list[str] = field(default_factory=list)
    """The level of each school: `E` (grades 0 to 5), `M` (6 to 8) or `H`."""


def make(maker: Maker, people: int) -> Households:
    """Families until there are so many people in them."""
    result = Households(levels=_levels(people * _STUDENTS))
    schools = {level: [n for n, each in enumerate(result.levels) if each == level] for level in "EMH"}
    circles = _Circles(maker)
    while len(result.humans) < people:
        _family(maker, result, schools, circles)
    return result


def _levels(students: float) -> list[str]:
    schools = max(3, round(students / PER_SCHOOL))
    middle = max(1, round(schools * 3 / 13))
    high = max(1, round(schools * 4 / 13 * 0.8))  # high schools are larger
    return ["E"] * max(1, schools - middle - high) + ["M"] * middle + ["H"] * high


class _Circles:
    """Draws the circles of couples."""

    def __init__(self, maker: Maker) -> None:
        self._chance, self._rates = maker.chance, maker.rates
        self._numbers = range(len(self._rates.circle_weights))

    def one(self) -> int:
        return self._chance.choices(self._numbers, self._rates.circle_weights)[0]

    def couple(self) -> tuple[int, int]:
        first = self.one()
        return first, self.one() if self._chance.random() < self._rates.mixed_couple else first


def _family(maker: Maker, result: Households, schools: dict[str, list[int]], circles: _Circles) -> None:
    """Add one family."""
    chance, rates = maker.chance, maker.rates
    circle, other = circles.couple()
    surname, mothers = maker.surname(circle), maker.surname(other)
    doubles = rates.double_circles[circle] > 0.1
    humans, here = result.humans, len(result.families)
    start = len(humans)
    humans.extend(_guardians(maker, circle, other, surname, mothers, doubles))
    guardians = tuple(range(start, len(humans)))
    childrens = _childrens_name(maker, circle, surname, mothers, humans[start].family, doubles)
    number = 1
    while number < 4 and chance.random() < (rates.second_child, rates.third_child, 0.3)[number - 1]:
        number += 1
    places = _places(maker, schools)
    start = len(humans)
    grade = chance.randrange(13)
    for _ in range(number):
        side = "a" if chance.random() < 0.49 else "b"
        born = YEAR_END - 6 - grade - (chance.random() < 0.3)
        child = maker.human(STUDENT, childrens, side, circle, born, grade=grade)
        child.place = places["E" if grade <= 5 else "M" if grade <= 8 else "H"]
        if side == "b" and chance.random() < rates.suffix * 0.5:
            child.family += f" {chance.choice(_SUFFIXES)}"
        humans.append(child)
        # Siblings are a few years apart, and mostly all at school.
        grade = (grade + chance.choice((0, 1, 2, 2, 3, 3, 4, 5))) % 13
    children = tuple(range(start, len(humans)))
    for one in guardians:
        humans[one].place = humans[start].place
    result.families.append(Family(circle, surname, mothers, guardians, children))
    for one in (*guardians, *children):
        result.family_of[one] = here


def _guardians(maker: Maker, circle: int, other: int, surname: str, mothers: str, doubles: bool) -> Sequence[Human]:
    """One or two guardians, or a grandparent; the mother first where there is one."""
    chance, rates = maker.chance, maker.rates
    born = int(min(max(chance.gauss(1985, 6.5), 1968), 2003))
    two = chance.random() < rates.two_guardians
    single = "" if two else chance.choices(("mother", "father", "grandparent"), (78, 15, 7))[0]
    people: list[Human] = []
    if two or single == "mother":
        family, maiden = maker.married(mothers, surname) if two or chance.random() < 0.5 else (mothers, "")
        if not maiden and maker.rates.double_circles[other] > 0.1 and chance.random() < rates.father_double:
            family = maker.double(family, other)
        people.append(maker.human(GUARDIAN, family, "a", other, born, maiden=maiden))
    if two or single == "father":
        share = rates.father_double if doubles else 0.01
        family = maker.double(surname, circle) if chance.random() < share else surname
        if chance.random() < rates.suffix:
            family += f" {chance.choice(_SUFFIXES)}"
        # A few couples are two of a side.
        side = "a" if chance.random() < 0.03 else "b"
        people.append(maker.human(GUARDIAN, family, side, circle, born + chance.randint(-7, 3)))
    if single == "grandparent" or chance.random() < rates.grandparent:
        maternal = chance.random() < 0.65
        side = "a" if chance.random() < 0.75 else "b"
        name, home = (mothers, other) if maternal else (surname, circle)
        maiden = maker.surname(home) if side == "a" else ""
        people.append(maker.human(GUARDIAN, name, side, home, born - chance.randint(20, 32), maiden=maiden))
    return people


def _childrens_name(maker: Maker, circle: int, surname: str, mothers: str, first: str, doubles: bool) -> str:
    """The surname all children of a family bear: father's, mother's, what the mother is called now, or both."""
    chance, rates = maker.chance, maker.rates
    draw = chance.random()
    if doubles:
        if draw < rates.double_circles[circle]:
            return f"{surname} {mothers}"
    elif draw < rates.child_double:
        return maker.joined(surname, mothers)
    if chance.random() < rates.child_mother_name:
        return mothers
    return first if "-" in first and chance.random() < 0.5 else surname


def _places(maker: Maker, schools: dict[str, list[int]]) -> dict[str, int]:
    """The schools of a family: each elementary school feeds a middle school, and that a high school."""
    chance = maker.chance
    elementary = chance.randrange(len(schools["E"]))
    places = {"E": schools["E"][elementary]}
    for level in "MH":
        fed = elementary * len(schools[level]) // len(schools["E"])
        places[level] = schools[level][fed] if chance.random() < 0.9 else chance.choice(schools[level])
    return places
