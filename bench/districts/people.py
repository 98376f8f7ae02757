"""One invented human being, with what a roster never says (a maiden name, a birth year), and how one is made."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bench.districts import spelling
from bench.districts.names import Names
from bench.districts.rates import Rates

YEAR_END = 2027
"""The year in which the school year of every district ends."""
STAFF, GUARDIAN, STUDENT, ORG = "staff", "guardian", "student", "org"


@dataclass(slots=True)
class Human:
    """Somebody who may have a profile, on the roster or not. `kind` is staff, guardian, student or org."""

    kind: str
    given: str
    middle: str
    family: str
    called: str
    """Another given name they go by, or empty."""
    maiden: str
    """The surname before marriage, or empty."""
    side: str
    circle: int
    born: int
    grade: int = -1
    """0 (kindergarten) to 12; -1 for adults and for teenagers whose grade nobody knows."""
    place: int = -1
    """Number of the school; -1 for none."""

    @property
    def graduates(self) -> int:
        """The year they leave (or left) high school."""
        return YEAR_END + 12 - self.grade if self.grade >= 0 else self.born + 18


class Maker:
    """Draws the parts of which people are made, with one random source."""

    def __init__(self, names: Names, rates: Rates, chance: random.Random) -> None:
        self.names, self.rates, self.chance = names, rates, chance

    def surname(self, circle: int) -> str:
        """A surname as a family writes it."""
        name = spelling.surname(self.names.family(circle), self.chance, self.rates.solid_particles)
        return spelling.accented(name) if self.chance.random() < self.rates.diacritics else name

    def given(self, side: str, circle: int, born: int) -> str:
        """A given name, with its capital."""
        name = self.names.given(side, circle, born).title()
        return spelling.accented(name) if self.chance.random() < self.rates.diacritics else name

    def human(
        self, kind: str, family: str, side: str, circle: int, born: int, *, maiden: str = "", grade: int = -1
    ) -> Human:
        """Somebody with this surname; the given names are drawn."""
        chance, rates = self.chance, self.rates
        given = self.given(side, circle, born)
        # Middle names are the older, plainer ones: a generation behind.
        middle = self.given(side, circle, born - 25) if chance.random() < rates.middle else ""
        called = ""
        if chance.random() < rates.other_given:
            forms = spelling.short_forms(given)
            called = middle if middle and chance.random() < 0.2 else chance.choice(forms) if forms else ""
        return Human(kind, given, middle, family, called, maiden, side, circle, born, grade)

    def married(self, own: str, other: str) -> tuple[str, str]:
        """The surname of somebody born `own` who married somebody called `other`; and the maiden name."""
        draw = self.chance.random() - self.rates.mother_takes
        if draw < 0:
            return other, own
        if draw < self.rates.mother_hyphenates:
            return self.joined(own, other), own
        return own, ""

    def joined(self, one: str, other: str) -> str:
        """Both surnames, in either order, mostly with a hyphen."""
        if self.chance.random() < 0.4:
            one, other = other, one
        return f"{one}-{other}" if self.chance.random() < 0.75 else f"{one} {other}"

    def double(self, first: str, circle: int) -> str:
        """`first` and a second surname, as is usual in some circles."""
        return f"{first} {self.surname(circle)}"
