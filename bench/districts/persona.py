"""Under which of their names somebody goes on the net: the choices a display name and a handle are made from."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache

from bench.districts import spelling, words
from bench.districts.people import Human
from bench.districts.rates import Rates

_BOTH_NAMES = 1 / 3
_SUFFIX = re.compile(r" (Jr\.?|II|III)$")
_PARTICLES = frozenset(words.listed("de la las los del da do dos di van von der den st. le san du"))


@dataclass(slots=True)
class Shown:
    """Text, its style, and how much it shows of given name and surname: 0 nothing, 1 a part or initial, 2 all."""

    text: str
    style: str
    given: int = 0
    surname: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What is around a person: the short name of their district, the local part of their e-mail address, their work."""

    abbreviation: str = ""
    local: str = ""
    titled: bool = True
    """Of staff: teachers and leaders, whom everybody calls by a title."""


@dataclass(slots=True)
class Persona:
    """The parts of names one profile is made of, as its bearer writes them; `maiden` may be empty."""

    human: Human
    given: str
    middle: str
    family: str
    maiden: str
    honorific: str
    setting: Setting


def choose(human: Human, setting: Setting, rates: Rates, chance: random.Random) -> Persona:
    """The names somebody chooses for a profile; whether they are on a roster plays no part in it."""
    draw = chance.random
    given, family, maiden = human.given, human.family, human.maiden
    if human.called and draw() < rates.called:
        given = human.called
    elif draw() < rates.nickname:
        forms = spelling.short_forms(human.given)
        given = chance.choice(forms) if forms else given
    if family.endswith(("Jr", "Jr.", "II")) and draw() < 0.7:
        family = _SUFFIX.sub("", family)
    if ("-" in family or " " in family) and draw() < rates.half_surname:
        parts = halves(family)
        # The first surname of two is the one that is kept, mostly.
        family = parts[0] if draw() < 0.65 else parts[-1]
    if draw() < rates.variant:
        given = spelling.another(given, chance)
    if draw() < rates.variant:
        family = spelling.another(family, chance)
    if draw() < rates.romanised:
        family = spelling.romanised(family, chance)
        given = spelling.romanised(given, chance) if draw() < _BOTH_NAMES else given
    if draw() < rates.plain:
        given, family, maiden = spelling.plain(given), spelling.plain(family), spelling.plain(maiden)
    elif draw() < rates.accents:
        given, family = spelling.accented(given), spelling.accented(family)
    titles = words.OTHER_TITLES if draw() < 0.12 else words.HONORIFICS
    return Persona(human, given, human.middle, family, maiden, chance.choice(titles[human.side]), setting)


@lru_cache(maxsize=1 << 14)
def halves(family: str) -> tuple[str, ...]:
    """The surnames in a double surname; a particle stays with its name (`De La Cruz` is one)."""
    parts: list[str] = []
    held: list[str] = []
    for word in _SUFFIX.sub("", family).replace("-", " ").split():
        held.append(word)
        if word.lower() not in _PARTICLES:
            parts.append(" ".join(held))
            held = []
    return tuple(parts) or (family,)


def pick(table: tuple[tuple[str, float], ...], chance: random.Random) -> str:
    """A style of a table that sums to 1."""
    left = chance.random()
    for style, share in table:
        left -= share
        if left < 0:
            return style
    return table[-1][0]
