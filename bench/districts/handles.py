"""Handles: the styles people make an account's name from their own, from words, or from anything."""

from __future__ import annotations

import random
import re

from bench.districts import spelling, words
from bench.districts.people import STUDENT
from bench.districts.persona import Persona, Shown
from bench.districts.rates import Rates

_VOWEL = re.compile("(?<=.)[aeiou]")
_LONGEST = 30
_PUBLIC = frozenset(
    words.listed(
        "title_last last_word word_last title_f_last last no_vowels first_las all_initials first_word f_las "
        "first_last_word title_first_last f_last_word"
    )
)


class _Parts:
    """The letters of a persona's names, and a separator that fits the district's habits."""

    def __init__(self, persona: Persona, rates: Rates, chance: random.Random) -> None:
        self.given = spelling.letters(persona.given) or "x"
        self.family = spelling.letters(persona.family) or "x"
        self.middle = spelling.letters(persona.middle)
        self.maiden = spelling.letters(persona.maiden)
        self.capital = rates.capitals > 0 and chance.random() < rates.capitals
        if self.capital:
            for name in ("given", "family", "middle", "maiden"):
                setattr(self, name, getattr(self, name).capitalize())
        self.initial = self.given[0]
        self.gap = chance.choice(("_", ".", "_", ".", "__")) if chance.random() < rates.separator else ""

    def word(self, text: str) -> str:
        """A word beside the names, with a capital where they have one."""
        return text.capitalize() if self.capital else text


def write(persona: Persona, style: str, rates: Rates, chance: random.Random) -> Shown:
    """A handle in this style; one for which the names are missing becomes a plainer style."""
    parts = _Parts(persona, rates, chance)
    if not parts.middle and style in ("first_middle", "first_m_last"):
        style = "first_last_digits"
    elif not parts.maiden and style == "first_maiden":
        style = "first_last"
    elif not persona.setting.local and style == "email_local":
        style = "f_last"
    text, given, surname = (_public if style in _PUBLIC else _plain)(style, persona, parts, chance)
    if text and style != "email_local" and len(text) > 5 and chance.random() < rates.typo / 2:
        text = spelling.slip(text, chance)
    if chance.random() < 0.02 and text:
        text = chance.choice((f"_{text}", f"{text}_", f"{text}__"))
    return Shown(text[:_LONGEST], style, given, surname)


def _plain(style: str, persona: Persona, p: _Parts, chance: random.Random) -> tuple[str, int, int]:
    """Handles as everybody has them; how much of given name and surname each shows (0 to 2)."""
    year = persona.human.graduates
    match style:
        case "none":
            return "", 0, 0
        case "first_last":
            return f"{p.given}{p.gap}{p.family}", 2, 2
        case "f_last":
            return f"{p.initial}{p.gap}{p.family}", 1, 2
        case "first_l":
            return f"{p.given}{p.gap}{p.family[0]}", 2, 1
        case "last_first":
            return f"{p.family}{p.gap}{p.given}", 2, 2
        case "last_f":
            return f"{p.family}{p.gap}{p.initial}", 1, 2
        case "honorific_last":
            title = spelling.letters(persona.honorific)
            after = chance.choice(("", "", "", chance.choice(words.HANDLE_SUBJECTS), str(chance.randint(1, 99))))
            return f"{title}{p.gap}{p.family}{p.gap if after else ''}{after}", 0, 2
        case "f_last_org":
            return f"{p.initial}{p.family}{chance.choice('__.')}{persona.setting.abbreviation}", 1, 2
        case "first_last_digits":
            return f"{p.given}{p.gap}{p.family}{_digits(persona, chance)}", 2, 2
        case "f_last_digits":
            return f"{p.initial}{p.gap}{p.family}{_digits(persona, chance)}", 1, 2
        case "first_middle":
            return f"{p.given}{p.gap}{p.middle}", 2, 0
        case "first_maiden":
            return f"{p.given}{p.gap}{p.maiden}", 2, 0
        case "first_m_last":
            return f"{p.given}{p.gap}{p.middle[0]}{p.gap}{p.family}", 2, 2
        case "initials_digits":
            middle = p.middle[:1] if chance.random() < 0.4 else ""
            return f"{p.initial}{middle}{p.family[0]}{p.gap}{chance.randint(0, 9999)}", 1, 1
        case "first_noise":
            return _noise(p, chance), 2, 0
        case "email_local":
            local = persona.setting.local
            return local, 2 if p.given.lower() in local else 1, 2 if p.family.lower() in local else 0
        case "first_last_year":
            return f"{p.given}{p.gap}{p.family}{_year(year, p, chance)}", 2, 2
        case "f_last_year":
            return f"{p.initial}{p.gap}{p.family}{_year(year, p, chance)}", 1, 2
        case "words":
            return _words(persona, chance), 0, 0
    raise ValueError(style)


def _public(style: str, persona: Persona, p: _Parts, chance: random.Random) -> tuple[str, int, int]:
    """Shortened handles as people with a public role have them."""
    title = p.word(spelling.letters(persona.honorific) if chance.random() < 0.5 else chance.choice(words.PUBLIC_TITLES))
    match style:
        case "title_last":
            after = chance.choice(("", "", chance.choice(words.HANDLE_SUBJECTS), chance.choice(words.OTHER_DISTRICTS)))
            return f"{title}{p.gap}{p.family}{p.word(after)}", 0, 2
        case "title_first_last":
            return f"{title}{p.gap}{p.given}{p.gap}{p.family}", 2, 2
        case "first_last_word":
            return f"{p.given}{p.gap}{p.family}{p.gap}{p.word(_after(chance))}", 2, 2
        case "f_last_word":
            return f"{p.initial}{p.gap}{p.family}{p.word(_after(chance))}", 1, 2
        case "title_f_last":
            return f"{title}{p.gap}{p.initial}{p.family}", 1, 2
        case "word_last":
            first = p.given if chance.random() < 0.3 else ""
            return f"{p.word(chance.choice(words.VERBS))}{first}{p.family}", 2 if first else 0, 2
        case "last_word":
            return f"{p.family}{p.word(chance.choice(words.AFTER))}", 0, 2
        case "last":
            return p.family, 0, 2
        case "no_vowels":
            full = f"{p.given}{p.family}" if chance.random() < 0.5 else f"{p.initial}{p.family}"
            return _VOWEL.sub("", full), 1, 1
        case "first_las":
            return f"{p.given}{p.gap}{p.family[: chance.choice((2, 3, 3, 4))]}", 2, 1
        case "f_las":
            after = chance.choice(("", str(chance.randint(1, 99))))
            return f"{p.initial}{p.family[: chance.choice((3, 4, 5))]}{after}", 1, 1
        case "all_initials":
            return f"{p.initial}{p.middle[:1]}{p.family[0]}{chance.choice(('', *words.AFTER))}", 1, 1
        case "first_word":
            chosen = (*words.AFTER, *words.HANDLE_SUBJECTS, *words.OTHER_DISTRICTS)
            return f"{p.given}{p.gap}{p.word(chance.choice(chosen))}", 2, 0
    raise ValueError(style)


def _after(chance: random.Random) -> str:
    """What stands behind a name: an office, a cause, a place."""
    return chance.choice((*words.OFFICES, *words.OFFICES, *words.AFTER, chance.choice(words.PLACES).lower()))


def _digits(persona: Persona, chance: random.Random) -> str:
    """A year of birth, or any number."""
    kind = chance.random()
    if kind < 0.35:
        return f"{persona.human.born % 100:02d}"
    if kind < 0.42:
        return str(persona.human.born)
    return str(chance.randint(1, 99) if kind < 0.8 else chance.randint(100, 9999))


def _year(year: int, p: _Parts, chance: random.Random) -> str:
    gap = p.gap if chance.random() < 0.3 else ""
    return gap + (str(year) if chance.random() < 0.4 else f"{year % 100:02d}")


def _noise(p: _Parts, chance: random.Random) -> str:
    """The given name among words: `its.anna`, `annareads`, `happyanna7`, `annaturtle`."""
    kind = chance.randrange(5)
    number = str(chance.randint(0, 999)) if chance.random() < 0.4 else ""
    if kind == 0:
        return f"{chance.choice(words.PREFIXES)}{p.gap}{p.given}{number}"
    if kind == 1:
        return f"{p.given}{p.gap}{chance.choice(words.SUFFIXES)}"
    if kind == 2:
        return f"{chance.choice(words.ADJECTIVES)}{p.gap}{p.given}{number}"
    if kind == 3:
        return f"{p.given}{p.gap}{chance.choice(words.NOUNS)}{number}"
    return f"{p.given}{number or chance.randint(1, 99)}"


def _words(persona: Persona, chance: random.Random) -> str:
    gap = chance.choice(("", "", "_", "."))
    number = str(chance.randint(0, 999)) if chance.random() < (0.8 if persona.human.kind == STUDENT else 0.5) else ""
    if chance.random() < 0.2:
        return f"{chance.choice(words.NOUNS)}{gap}{chance.choice(words.NOUNS)}{number}"
    return f"{chance.choice(words.ADJECTIVES)}{gap}{chance.choice(words.NOUNS)}{number}"
