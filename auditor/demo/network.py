"""Who is connected with an account: its own school's people, and the others every account gathers."""

from __future__ import annotations

import base64
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from auditor.demo import names, styles
from auditor.demo.account import NOT_ON_ROSTER, Link
from auditor.demo.chance import stream
from auditor.demo.people import NAME, SCHOOLS, District, Human, letters
from auditor.demo.plan import Mix, Spec

_PLACES = (
    "Harbor Falls Public Library",
    "Tidewater Youth Soccer",
    "Mill Pond Dental Care",
    "Harbor Falls Bakery",
    "Friends of the Mill Pond",
    "Lighthouse Music Lessons",
    "Harbor Falls Little Theatre",
    "Saltmarsh Nature Center",
    "The Paper Boat Bookshop",
    "North Shore Science Fair",
    "Harbor Falls Parent Teacher Organization",
    "Cove Street Pizza",
    "Classroom Ideas Daily",
    "Old Mill Museum",
    "Tidewater Swim Club",
    "Falls Hardware",
)
_COMMON = (
    ("John", "Smith"),
    ("Jennifer", "Johnson"),
    ("Michael", "Brown"),
    ("Ana", "Silva"),
    ("Kevin", "Murphy"),
    ("David", "Kim"),
    ("Sarah", "Miller"),
    ("Luis", "Hernández"),
    ("Grace", "Wang"),
    ("Linda", "Nguyễn"),
)
_ELSEWHERE = ("Easton Public Schools", "Port Alder Regional Schools", "Granite Valley Academy", "Westbrook Schools")
_SUBJECTS = ("4th Grade", "Music", "Science", "Art", "Robotics", "Literacy", "Spanish", "Kindergarten", "History")
_FIRMS = ("Alder Insurance", "Beacon Print Shop", "Falls Credit Union", "Seabright Design", "Compass Travel")
HOSTILE = ("<script>alert(1)</script>", '=HYPERLINK("http://example.invalid","x")', "\u202eenO yppaH")
"""Names that would do harm in a page, a spreadsheet or a line of text, if they were not shown harmless."""

_HOMONYM = "Maria Garcia"

_START = datetime.fromisoformat("2022-09-01T12:00:00+00:00")


class _Crowd:
    """Draws people without drawing anybody twice."""

    def __init__(self, district: District, owner: Human, chance: random.Random) -> None:
        self.district, self.owner, self.chance = district, owner, chance
        self._taken = {owner.id, *district.homonyms}
        room = district.classes.get(owner.id)
        self.pupils = room.pupils if room else [p.id for p in district.of("student", owner.org)]

    def _draw(self, count: int, test: Callable[[Human], bool], among: Sequence[str] = ()) -> list[Human]:
        people = self.district.people
        fitting = [p for p in (among or people) if p not in self._taken and test(people[p])]
        chosen = self.chance.sample(fitting, min(count, len(fitting)))
        self._taken.update(chosen)
        return [people[p] for p in chosen]

    def people(self, mix: Mix) -> Iterator[tuple[Human, str]]:
        """Everybody of the mix, with the note of what is special about them."""
        guardians = sorted({g for p in self.pupils for g in self.district.people[p].guardians})
        school = self.owner.org
        here: list[tuple[list[Human], str]] = [
            (self._draw(mix.own, _standing, self.pupils), ""),
            (self._draw(mix.families, _standing, guardians), ""),
            (self._draw(mix.gaps, lambda p: not p.listed, guardians), "gap"),
            (self._draw(mix.colleagues, lambda p: _standing(p) and _works(p) and p.org == school), ""),
            (self._draw(mix.school, lambda p: _online(p) and p.org == school), ""),
            (self._draw(mix.district, lambda p: _online(p) and p.org != school), ""),
            (self._draw(mix.left, lambda p: p.left and p.grade not in SCHOOLS[0].grades), "left"),
        ]
        for humans, note in here:
            yield from ((human, note) for human in humans)
        for _ in range(mix.educators):
            yield self._unknown("educator"), "educator"
        for _ in range(mix.kin):
            pupil = self.district.people[self.chance.choice(self.pupils)]
            yield replace(self._unknown("kin"), family=pupil.family), "kin"
        for given, family in self.chance.sample(_COMMON, mix.common):
            yield replace(self._unknown("other"), given=given, family=family), "common"
        for _ in range(mix.others):
            yield self._unknown("other"), "other"

    def _unknown(self, role: str) -> Human:
        """Somebody of another town: most families there are not those of this one."""
        pool, elsewhere = names.pool(self.chance), names.named("elsewhere")
        given = (elsewhere if self.chance.random() < 0.5 else pool).first(self.chance)
        family = (elsewhere if self.chance.random() < 0.85 else pool).last(self.chance)
        return Human("", given, family, role, "", "", "")


def _standing(human: Human) -> bool:
    return human.listed and not human.left


def _online(human: Human) -> bool:
    """Whether a person met by chance could be on a platform: platforms take nobody under thirteen."""
    return _standing(human) and human.grade not in SCHOOLS[0].grades


def _works(human: Human) -> bool:
    return human.role in ("teacher", "staff", "administrator")


def links(district: District, owner: Human, spec: Spec, seed: int) -> tuple[Link, ...]:
    """The people of one account, their names as that platform shows them, no two of them alike."""
    chance = stream(seed, spec.key, "people")
    crowd = _Crowd(district, owner, chance)
    number = partial(_number, spec.platform, chance)
    seen = {_plain(_HOMONYM)}
    out: list[Link] = []

    def add(human: Human, note: str, lists: tuple[str, ...]) -> None:
        known = not note  # whoever has a note is somebody the roster does not hold, or no longer
        display, handle = _written(human, note, chance, seen)
        start = min(_START, spec.taken - timedelta(days=700))
        since = start + timedelta(seconds=chance.randrange(int((spec.taken - start).total_seconds()) - 86_400))
        role = human.role if known else NOT_ON_ROSTER
        out.append(
            Link(
                role,
                note or display.style,
                human.id if known or note == "left" else "",
                display.text,
                handle.text,
                number(),
                lists,
                since,
                human.email,
                _job(human, chance),
            )
        )

    def drawn() -> tuple[str, ...]:
        return chance.choices(list(spec.kinds), list(spec.kinds.values()))[0]

    for human, note in crowd.people(spec.mix):
        add(human, note, drawn())
    for place in chance.sample(_PLACES, spec.mix.places):
        add(Human("", place, "", "place", "", "", ""), "organisation", drawn())
    for hostile in HOSTILE[: spec.mix.hostile]:
        add(Human("", hostile, "", "place", "", "", ""), "hostile", drawn())
    for kind, count in spec.pending.items():
        near = Mix(families=count // 2, others=count - count // 2)
        for human, note in crowd.people(near):
            add(human, note, (kind,))
    return tuple(out)


def homonyms(district: District, spec: Spec, seed: int) -> tuple[Link, ...]:
    """The district's two Maria Garcias, both friends of one account under one and the same name."""
    chance = stream(seed, spec.key, "homonyms")
    both = [district.people[id] for id in district.homonyms]
    return tuple(
        Link(
            "parent",
            "homonym",
            human.id,
            _HOMONYM,
            f"maria.garcia{place}",
            _number(spec.platform, chance),
            ("friend",),
            _START + timedelta(days=100 + 40 * place),
        )
        for place, human in enumerate(both, 1)
    )


def _written(human: Human, note: str, chance: random.Random, seen: set[str]) -> tuple[styles.Written, styles.Written]:
    if note == "hostile":
        return styles.Written(human.given, note), styles.Written(f"user{chance.randint(10_000, 99_999)}", note)
    if note == "organisation":
        plain = styles.Written(human.given, note)
        return plain, styles.Written(letters(human.given)[:28], note)
    display = styles.shown(human, chance)
    if note == "educator" and chance.random() < 0.4:
        display = styles.Written(f"{display.text} | {chance.choice(_SUBJECTS)}", display.style)
    while _plain(display.text) in seen:
        display = styles.Written(f"{display.text} {chance.choice('ABCDEFGHJKLMNPRSTW')}.", display.style)
    handle = styles.handle(human, chance)
    while _plain(handle.text) in seen:
        handle = styles.Written(f"{handle.text[:26]}{chance.randint(2, 99)}", handle.style)
    seen.update((_plain(display.text), _plain(handle.text)))
    return display, handle


def _plain(text: str) -> str:
    """What two names must differ in: platforms fold letter case, and some allow no dots."""
    return text.casefold().replace(".", "_")


def _job(human: Human, chance: random.Random) -> tuple[str, str]:
    if _works(human):
        return NAME, human.role.capitalize()
    if human.role == "educator":
        return chance.choice(_ELSEWHERE), f"{chance.choice(_SUBJECTS)} Teacher"
    return chance.choice(_FIRMS), chance.choice(("Manager", "Analyst", "Owner", "Engineer"))


def _number(platform: str, chance: random.Random) -> str:
    """An id as the platform writes it."""
    raw = chance.randbytes(16)
    match platform:
        case "youtube":
            return "UC" + base64.urlsafe_b64encode(raw)[:22].decode()
        case "bluesky":
            return "did:plc:" + base64.b32encode(raw)[:24].decode().lower()
        case _:
            return str(10**17 + int.from_bytes(raw[:8]) % (9 * 10**17))
