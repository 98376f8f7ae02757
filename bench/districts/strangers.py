"""People and organisations who are not on the roster, drawn from names like the district's and the nation's."""

from __future__ import annotations

import random
from collections.abc import Sequence

from bench.districts import words
from bench.districts.families import Family, Households
from bench.districts.people import GUARDIAN, ORG, STAFF, STUDENT, YEAR_END, Human, Maker
from bench.districts.rates import Rates
from bench.districts.schools import educator


class Strangers:
    """Draws them. `listed` of a draw are the members already in the account's list."""

    def __init__(self, maker: Maker, households: Households, left: Sequence[int]) -> None:
        self._maker, self._households, self._left = maker, households, left
        rates = maker.rates
        self._circles = range(len(rates.circle_weights))
        self._kinds = [kind for kind, _ in rates.stranger_kinds]
        self._shares = [share for _, share in rates.stranger_kinds]

    def draw(self, listed: Sequence[int]) -> tuple[Human, str]:
        """One stranger and the role for the truth: `left`, `relative` or `stranger`."""
        chance, rates = self._maker.chance, self._maker.rates
        if self._left and chance.random() < rates.left_among_strangers:
            return self._households.humans[chance.choice(self._left)], "left"
        if chance.random() < rates.relatives:
            return self._relative(listed), "relative"
        kind = chance.choices(self._kinds, self._shares)[0]
        circle = self._circle(rates, chance)
        if kind == STAFF:
            return educator(self._maker, circle), "stranger"
        if kind == ORG:
            return organisation(self._maker, circle), "stranger"
        return (self._teenager(circle) if kind == STUDENT else self._adult(circle)), "stranger"

    def _circle(self, rates: Rates, chance: random.Random) -> int:
        local = chance.random() < rates.local_share
        return chance.choices(self._circles, rates.circle_weights if local else rates.national_weights)[0]

    def _adult(self, circle: int, family: str = "") -> Human:
        maker, chance = self._maker, self._maker.chance
        side = "a" if chance.random() < 0.55 else "b"
        own, maiden = family or maker.surname(circle), ""
        if side == "a" and chance.random() < 0.6:
            own, maiden = (own, maker.surname(circle)) if family else maker.married(own, maker.surname(circle))
        elif maker.rates.double_circles[circle] > 0.1 and chance.random() < maker.rates.father_double / 2:
            own = maker.double(own, circle)
        return maker.human(GUARDIAN, own, side, circle, chance.randint(1952, 2005), maiden=maiden)

    def _teenager(self, circle: int, family: str = "") -> Human:
        maker, chance = self._maker, self._maker.chance
        side = "a" if chance.random() < 0.5 else "b"
        own = family or maker.surname(circle)
        if not family and chance.random() < maker.rates.double_circles[circle]:
            own = maker.double(own, circle)
        grade = chance.randint(4, 12) if chance.random() < maker.rates.local_graduation else -1
        born = YEAR_END - 6 - grade if grade >= 0 else chance.randint(2004, 2014)
        return maker.human(STUDENT, own, side, circle, born, grade=grade)

    def _relative(self, listed: Sequence[int]) -> Human:
        """An aunt, cousin or grown-up sibling who bears a surname of a family on the roster."""
        chance = self._maker.chance
        family: Family | None = None
        if listed and chance.random() < self._maker.rates.relatives_of_listed:
            number = self._households.family_of.get(chance.choice(listed))
            family = None if number is None else self._households.families[number]
        if family is None:
            family = chance.choice(self._households.families)
        name = family.surname if chance.random() < 0.75 else family.other_surname
        young = chance.random() < 0.3
        return self._teenager(family.circle, name) if young else self._adult(family.circle, name)


def organisation(maker: Maker, circle: int) -> Human:
    """A shop, club, blog or charity; its name is in `given`."""
    chance = maker.chance
    first = chance.choice(
        (
            maker.surname(circle),
            f"{maker.given('a', circle, 1985)}'s",
            chance.choice(words.PLACES),
            chance.choice(words.ADJECTIVES).title(),
            f"The {chance.choice(words.NOUNS).title()}",
        )
    )
    return Human(ORG, f"{first} {chance.choice(words.ORGANISATIONS)}", "", "", "", "", "a", circle, 0)
