"""One profile of one human: display name and handle together. Knows nothing of rosters."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bench.districts import displays, handles, spelling
from bench.districts.people import ORG, STAFF, Human
from bench.districts.persona import Setting, Shown, choose, pick
from bench.districts.rates import Rates


@dataclass(frozen=True, slots=True)
class Profile:
    """What a list shows of somebody, and (for the truth) in which styles and how much of the name."""

    display: str
    handle: str
    display_style: str
    handle_style: str
    shows: str


def render(human: Human, kind: str, setting: Setting, rates: Rates, chance: random.Random) -> Profile:
    """A profile of this kind (staff, guardian, student, org), as the district's export shows it."""
    if kind == ORG:
        shown, handle = _organisation(human, rates, chance)
        return Profile(shown.text, handle.text, shown.style, handle.style, "org")
    persona = choose(human, setting, rates, chance)
    plain = kind == STAFF and not setting.titled and chance.random() < rates.without_titles
    style = "empty" if rates.mode == "handle_only" else pick(rates.displays[kind], chance)
    if rates.mode == "display_only":
        # Without a handle the name is all there is; a list has no row without either.
        while style == "empty":
            style = pick(rates.displays[kind], chance)
        handle_style = "none"
    else:
        handle_style = pick(rates.handles[kind], chance)
        while style == "empty" and handle_style == "none":
            handle_style = pick(rates.handles[kind], chance)
    if plain:
        style, handle_style = _PLAIN.get(style, style), _PLAIN.get(handle_style, handle_style)
    shown = displays.write(persona, style, rates, chance)
    handle = handles.write(persona, handle_style, rates, chance)
    return Profile(shown.text, handle.text, shown.style, handle.style, _shows(shown, handle))


_PLAIN = {
    "honorific_last": "first_last", "honorific_first_last": "first_last", "honorific_initial": "first_l",
    "class_page": "first_last", "title_last": "first_last", "title_f_last": "f_last", "title_first_last": "first_last",
}  # fmt: skip
"""Styles with a title → the same without."""


def _shows(one: Shown, two: Shown) -> str:
    given, surname = max(one.given, two.given), max(one.surname, two.surname)
    return _SHOWS[given][surname]


_SHOWS = (
    ("nothing", "initials", "surname"),
    ("initials", "initials", "initial_surname"),
    ("given", "given_initial", "full"),
)


def _organisation(human: Human, rates: Rates, chance: random.Random) -> tuple[Shown, Shown]:
    name = human.given
    words = [spelling.letters(word) for word in name.split()]
    digits = str(chance.randint(1, 99)) if chance.random() < 0.2 else ""
    handle = chance.choice(("", "", "_", ".")).join(words) + digits
    if chance.random() < 0.15:
        handle = f"{words[0]}{chance.choice(('hq', 'official', 'usa', 'online', 'tx', 'shop'))}"
    style = "org"
    if rates.mode == "display_only" or (rates.mode == "mixed" and chance.random() < 0.2):
        handle, style = "", "none"
    text = "" if rates.mode == "handle_only" else name
    if text and chance.random() < 0.15:
        text = displays.decorated(text, chance)
    return Shown(text, "org" if text else "empty"), Shown(handle[:30], style)
