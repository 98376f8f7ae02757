"""How people write their own names: in full, short, with a title, with a flower, or not at all."""

from __future__ import annotations

import random
from dataclasses import dataclass

from auditor.demo import names
from auditor.demo.people import GRADUATION, Human, letters

_MARKS = ("🌻", "💛", "✨", "🎵", "📚", "⚽", "🌊", "🦋", "☕", "🏀")
_NAMELESS = {
    "student": ("goalkeeper07", "notyourpencil", "midnightcereal", "sk8.tide", "pixelotter", "cleats_and_beats"),
    "adult": ("proudmamaof3", "coffee.then.carpool", "gardening_dad", "saltywindowsill", "weekend.baker", "lakehouse"),
}
_NAMELESS_SHOWN = {
    "student": ("goalie 🧤", "not your pencil", "cereal at midnight", "otter", "⚡️⚡️", "tbh"),
    "adult": ("Proud mama of 3 💛", "Carpool Crew", "Gardening Dad", "L. & family", "Weekend Baker", "Mom of twins"),
}
_STUDENT_SHOWN = {"full": 46, "nickname": 12, "initial": 14, "marked": 12, "lower": 10, "given": 4, "nameless": 2}
_ADULT_SHOWN = {
    "full": 50,
    "nickname": 14,
    "initial": 8,
    "marked": 8,
    "middle": 8,
    "initials": 4,
    "lower": 4,
    "plain": 2,
    "nameless": 2,
}
_STAFF_SHOWN = {"full": 44, "nickname": 12, "title": 20, "initial": 8, "marked": 8, "former": 6, "coach": 2}
_STUDENT_HANDLES = {"dotted": 20, "joined": 16, "graduation": 26, "short": 14, "surname_first": 8, "nameless": 16}
_ADULT_HANDLES = {"dotted": 26, "joined": 22, "short": 18, "digits": 16, "surname_first": 8, "nameless": 10}
_STAFF_HANDLES = {"title": 30, "dotted": 22, "joined": 18, "short": 18, "digits": 12}
_STAFF = ("teacher", "staff", "administrator", "educator")


@dataclass(frozen=True, slots=True)
class Written:
    """A name as written, and the style it is in."""

    text: str
    style: str


def _pick(chance: random.Random, weights: dict[str, int]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]


def _by_role(role: str, student: dict[str, int], staff: dict[str, int], adult: dict[str, int]) -> dict[str, int]:
    return student if role == "student" else staff if role in _STAFF else adult


def shown(human: Human, chance: random.Random, style: str = "") -> Written:
    """A display name. A style the name has no material for (no nickname, no middle name) becomes the full name."""
    style = style or _pick(chance, _by_role(human.role, _STUDENT_SHOWN, _STAFF_SHOWN, _ADULT_SHOWN))
    given, family = human.called, human.surname
    full = f"{given} {family}"
    short = names.nicknames(human.given)
    group = "student" if human.role == "student" else "adult"
    missing = {"nickname": not short, "middle": not human.middle, "former": not human.former_family}
    if missing.get(style):
        style = "full"
    text = {
        "nickname": lambda: f"{chance.choice(short)} {family}",
        "initial": lambda: f"{given} {family[0]}.",
        "marked": lambda: f"{given} {family} {chance.choice(_MARKS)}",
        "middle": lambda: f"{given} {human.middle} {family}",
        "initials": lambda: f"{given[0]}. {family}",
        "lower": lambda: full.lower(),
        "plain": lambda: f"{_plain(given)} {_plain(family)}",
        "given": lambda: f"{given} {chance.choice(_MARKS)}",
        "title": lambda: f"{names.title(human.given)} {family}",
        "coach": lambda: f"Coach {family[0]}",
        "former": lambda: f"{given} {human.former_family}",
        "nameless": lambda: chance.choice(_NAMELESS_SHOWN[group]),
    }.get(style, lambda: full)()
    return Written(text, style)


def _plain(name: str) -> str:
    return "-".join(letters(part).capitalize() for part in name.split("-"))


def handle(human: Human, chance: random.Random, style: str = "") -> Written:
    """A handle in lower-case ASCII letters, digits, `.` and `_`."""
    style = style or _pick(chance, _by_role(human.role, _STUDENT_HANDLES, _STAFF_HANDLES, _ADULT_HANDLES))
    given, family = letters(human.called), letters(human.surname)
    year = f"{GRADUATION.get(human.grade, 2030) % 100:02d}"
    text = {
        "dotted": lambda: f"{given}{chance.choice('._')}{family}",
        "joined": lambda: f"{given}{family}",
        "graduation": lambda: chance.choice(
            (f"{given}.{family}{year}", f"{given}{family[0]}_{year}", f"{given}_{year}")
        ),
        "short": lambda: f"{given[0]}{family}",
        "digits": lambda: f"{given}{family}{chance.randint(1, 99)}",
        "surname_first": lambda: f"{family}.{given}",
        "title": lambda: f"{letters(names.title(human.given))}{chance.choice(('', '.', '_'))}{family}",
        "nameless": lambda: (
            chance.choice(_NAMELESS["student" if human.role == "student" else "adult"]) + str(chance.randint(1, 99))
        ),
    }[style]()
    return Written(text[:30].strip("._"), style)
