"""Display names: the styles people write their name in, and what they hang around it."""

from __future__ import annotations

import random
from collections.abc import Callable

from bench.districts import spelling, words
from bench.districts.people import GUARDIAN, STUDENT
from bench.districts.persona import Persona, Shown
from bench.districts.rates import Rates


def write(persona: Persona, style: str, rates: Rates, chance: random.Random) -> Shown:
    """A display name in this style; one for which the names are missing becomes a plainer style."""
    if not persona.middle and style in ("first_middle_last", "first_m_last"):
        style = "first_last"
    elif not persona.middle and style == "first_middle":
        style = "first"
    elif not persona.maiden and style in ("first_maiden_last", "maiden_in_brackets", "first_maiden"):
        style = "first_last"
    text, given, surname = _WRITERS[style](persona, chance)
    return Shown(_dressed(text, persona, style, rates, chance), style, given, surname)


_Written = tuple[str, int, int]


def _first_last(p: Persona, _: random.Random) -> _Written:
    return f"{p.given} {p.family}", 2, 2


def _honorific_last(p: Persona, _: random.Random) -> _Written:
    return f"{p.honorific} {p.family}", 0, 2


def _honorific_first_last(p: Persona, _: random.Random) -> _Written:
    return f"{p.honorific} {p.given} {p.family}", 2, 2


def _honorific_initial(p: Persona, chance: random.Random) -> _Written:
    return f"{p.honorific} {p.family[:1].upper()}{chance.choice(('', '', '.'))}", 0, 1


def _class_page(p: Persona, chance: random.Random) -> _Written:
    subject = chance.choice(words.SUBJECTS)
    forms = (
        f"{p.honorific} {p.family}'s {subject} Class",
        f"{p.honorific} {p.family} {subject}",
        f"{p.honorific} {p.family}'s Class",
        f"{subject} with {p.honorific} {p.family}",
        f"{p.honorific} {p.family} - {subject}",
    )
    return chance.choice(forms), 0, 2


def _first_middle_last(p: Persona, _: random.Random) -> _Written:
    return f"{p.given} {p.middle} {p.family}", 2, 2


def _first_m_last(p: Persona, chance: random.Random) -> _Written:
    return f"{p.given} {p.middle[0]}{chance.choice(('.', '.', ''))} {p.family}", 2, 2


def _f_last(p: Persona, chance: random.Random) -> _Written:
    return f"{p.given[0]}{chance.choice(('.', '.', ''))} {p.family}", 1, 2


def _first(p: Persona, _: random.Random) -> _Written:
    return p.given, 2, 0


def _first_middle(p: Persona, _: random.Random) -> _Written:
    return f"{p.given} {p.middle}", 2, 0


def _first_maiden_last(p: Persona, _: random.Random) -> _Written:
    return f"{p.given} {p.maiden} {p.family}", 2, 2


def _maiden_in_brackets(p: Persona, chance: random.Random) -> _Written:
    return f"{p.given} ({chance.choice(('', '', 'née '))}{p.maiden}) {p.family}", 2, 2


def _first_maiden(p: Persona, _: random.Random) -> _Written:
    return f"{p.given} {p.maiden}", 2, 0


def _first_l(p: Persona, chance: random.Random) -> _Written:
    return f"{p.given} {p.family[:1].upper()}{chance.choice(('', '.'))}", 2, 1


def _last_first(p: Persona, _: random.Random) -> _Written:
    return f"{p.family}, {p.given}", 2, 2


def _caps_last_first(p: Persona, _: random.Random) -> _Written:
    return f"{p.family.upper()} {p.given}", 2, 2


def _first_year(p: Persona, chance: random.Random) -> _Written:
    year = p.human.graduates
    short = f"{year % 100:02d}"
    after = chance.choice((f"'{short}", f"co {year}", f"c/o {short}", str(year), short))
    return f"{p.given} {after}", 2, 0


def _initials(p: Persona, chance: random.Random) -> _Written:
    one, two = p.given[0], p.family[:1]
    return chance.choice((f"{one}.{two}.", f"{one}{two}".lower(), f"{one}{two}", f"{one}. {two}.")), 1, 1


def _pseudonym(p: Persona, chance: random.Random) -> _Written:
    if chance.random() < (0.6 if p.human.kind == GUARDIAN else 0.25):
        return chance.choice(words.PHRASES).format(n=chance.randint(2, 5)), 0, 0
    gap = chance.choice((" ", "", " "))
    return f"{chance.choice(words.ADJECTIVES)}{gap}{chance.choice(words.NOUNS)}", 0, 0


def _empty(_: Persona, __: random.Random) -> _Written:
    return "", 0, 0


_WRITERS: dict[str, Callable[[Persona, random.Random], _Written]] = {
    "first_last": _first_last,
    "honorific_last": _honorific_last,
    "honorific_first_last": _honorific_first_last,
    "honorific_initial": _honorific_initial,
    "class_page": _class_page,
    "first_middle_last": _first_middle_last,
    "first_m_last": _first_m_last,
    "f_last": _f_last,
    "first": _first,
    "first_middle": _first_middle,
    "first_maiden_last": _first_maiden_last,
    "maiden_in_brackets": _maiden_in_brackets,
    "first_maiden": _first_maiden,
    "first_l": _first_l,
    "last_first": _last_first,
    "caps_last_first": _caps_last_first,
    "first_year": _first_year,
    "initials": _initials,
    "pseudonym": _pseudonym,
    "empty": _empty,
}
_BARE = frozenset({"first", "first_l", "first_middle", "initials", "pseudonym", "first_year"})


def _dressed(text: str, persona: Persona, style: str, rates: Rates, chance: random.Random) -> str:
    """The text with slips, another case, other letters and decoration."""
    if not text:
        return ""
    human = persona.human
    draw = chance.random
    young = human.kind == STUDENT
    case = draw()
    if style != "caps_last_first":
        if case < (rates.lower_student if young else rates.lower_adult):
            text = text.lower()
        elif case > 1 - rates.upper:
            text = text.upper()
    if draw() < rates.typo:
        text = spelling.slip(text, chance)
    if young and style in _BARE and draw() < rates.typo:
        text += text[-1] * chance.randint(1, 3)
    if style not in _BARE and draw() < rates.credentials * (1 if human.kind == "staff" else 0.3) and not young:
        text += chance.choice(words.CREDENTIALS)
    if draw() < rates.fancy * (1 if young else 0.3):
        text = spelling.fancy(text, chance)
    if draw() < rates.pronouns:
        text += f" {chance.choice(words.PRONOUNS[human.side])}"
    if draw() < (rates.emoji_student if young else rates.emoji_adult):
        text = decorated(text, chance)
    return text


def decorated(text: str, chance: random.Random) -> str:
    """The text with an emoji or two."""
    mark = chance.choice(words.EMOJI)
    return chance.choice((f"{text} {mark}", f"{mark} {text}", f"{text}{mark}", f"{mark}{text}{mark}"))
