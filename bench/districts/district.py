"""A whole district: roster, accounts, the lists of their connections, and who everybody is."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from auditor.roster.model import Roster
from bench.districts import families, members, profiles, roster, schools, spelling, strangers, words
from bench.districts.names import Names
from bench.districts.people import ORG, STAFF, STUDENT, Human, Maker
from bench.districts.persona import Setting
from bench.districts.rates import Rates

CONNECTION_COLUMNS = (
    "connection_id", "account_id", "platform", "kind", "display_name", "handle", "url", "email", "bio",
)  # fmt: skip
TRUTH_COLUMNS = (
    "connection_id", "person_id", "role", "tier", "kind", "display_style", "handle_style", "shows",
)  # fmt: skip
_PLATFORMS = {
    "mixed": (("instagram", "follower"), ("x", "follower"), ("threads", "follower"), ("tiktok", "follower")),
    "handle_only": (("instagram", "follower"),),
    "display_only": (("facebook", "friend"),),
}


@dataclass(frozen=True, slots=True)
class District:
    """One synthetic district. All columns of the frames are strings.

    `truth` has one row per row of `connections`, in its order. Its `person_id` is empty for who is not in the
    community; `role` is then `stranger`, `relative` (of a family on the roster, unlisted), `left` (on the roster as
    having left) or `org`. `tier` is empty for them too. `classes` has class_id, title and school_id.
    """

    rates: Rates
    roster: Roster
    connections: pd.DataFrame
    accounts: pd.DataFrame
    truth: pd.DataFrame
    classes: pd.DataFrame


_TITLED = frozenset({"teacher", "principal"})
_TEACH = 0.5
"""Share of staff elsewhere who teach or lead."""


def make(*, seed: int, people: int, connections: int, rates: Rates, accounts: int | None = None) -> District:
    """A district of about so many people, and exactly so many connections of (if given) so many accounts.

    The same arguments give the same district, byte for byte.
    """
    chance = random.Random(f"{seed} {rates.seed}")
    maker = Maker(Names(rates, seed), rates, chance)
    # Staff who are parents are in the families already.
    staff = (rates.teachers + rates.administrators + rates.other_staff) * (1 - rates.staff_parents)
    households = families.make(maker, max(60, round(people * (1 - staff))))
    places = schools.make(maker, households, people)
    town = chance.choice(schools.TOWNS)
    abbreviation = f"{town[0].lower()}{chance.choice(('sd', 'ps', 'isd', 'usd'))}"
    known = roster.build(maker, households, places, town, f"{abbreviation}.example")
    lists = _Lists(maker, households, places, known, abbreviation)
    lists.fill(_owners(maker, places, known, connections, accounts))
    rows = [(roster.class_id(n), s.title, roster.org_id(s.place)) for n, s in enumerate(places.sections)]
    return District(
        rates,
        known,
        pd.DataFrame(lists.rows, columns=list(CONNECTION_COLUMNS), dtype=str),
        pd.DataFrame(lists.accounts, columns=["account_id", "staff_id"], dtype=str),
        pd.DataFrame(lists.truth, columns=list(TRUTH_COLUMNS), dtype=str),
        pd.DataFrame(rows, columns=["class_id", "title", "school_id"], dtype=str),
    )


def _owners(
    maker: Maker, places: schools.Schools, known: Roster, connections: int, accounts: int | None
) -> list[tuple[int, int]]:
    """The owners of the accounts with the number of connections of each; the numbers sum to `connections`."""
    chance, mean = maker.chance, maker.rates.account_size
    sizes: list[int] = []
    left = connections
    while left > 0 if accounts is None else len(sizes) < accounts:
        wanted = int(min(max(chance.gauss(mean, mean * 0.5), 20), 1000))
        sizes.append(wanted if accounts is not None else min(wanted, left))
        left -= sizes[-1]
    if accounts is not None:
        total, done = sum(sizes), 0
        scaled = []
        for number, size in enumerate(sizes):
            share = connections - done if number == accounts - 1 else min(connections * size // total, connections)
            scaled.append(share)
            done += share
        sizes = scaled
    able = [n for n in places.jobs if not known.people[roster.person_id(n)].left]
    teachers = [n for n in able if places.jobs[n] == "teacher"]
    others = [n for n in able if places.jobs[n] != "teacher"]
    # Nobody has two accounts while there are colleagues without one.
    waiting: dict[bool, list[int]] = {True: [], False: []}
    owners: list[int] = []
    for _ in sizes:
        teacher = chance.random() < maker.rates.teacher_accounts
        if not waiting[teacher]:
            who = (teachers if teacher else others) or able
            waiting[teacher] = chance.sample(who, len(who))
        owners.append(waiting[teacher].pop())
    return list(zip(owners, sizes, strict=True))


class _Lists:
    """Fills the lists of connections and writes down the truth."""

    def __init__(
        self,
        maker: Maker,
        households: families.Households,
        places: schools.Schools,
        known: Roster,
        abbreviation: str,
    ) -> None:
        self._maker, self._households, self._places = maker, households, places
        self._known, self._abbreviation = known, abbreviation
        gone = [n for n in range(len(households.humans)) if known.people[roster.person_id(n)].left]
        self._community = members.Community(households, places, set(gone), maker.rates)
        self._strangers = strangers.Strangers(maker, households, gone)
        self.rows: list[tuple[str, ...]] = []
        self.truth: list[tuple[str, ...]] = []
        self.accounts: list[tuple[str, str]] = []

    def fill(self, owners: Sequence[tuple[int, int]]) -> None:
        """The list of each owner, with so many connections."""
        rates, chance = self._maker.rates, self._maker.chance
        for number, (owner, size) in enumerate(owners):
            account_id = f"a{number + 1}"
            self.accounts.append((account_id, roster.person_id(owner)))
            share = min(max(chance.gauss(rates.community, rates.community_spread), 0.03), 0.98)
            source = chance.choice(_PLATFORMS[rates.mode])
            account = members.Account(self._community, owner, chance)
            for _ in range(size):
                if chance.random() < share:
                    self._member(account, account_id, source)
                else:
                    self._stranger(account, account_id, source)

    def _member(self, account: members.Account, account_id: str, source: tuple[str, str]) -> None:
        rates, chance = self._maker.rates, self._maker.chance
        number = account.draw()
        human = self._households.humans[number]
        person = self._known.people[roster.person_id(number)]
        kind = members.kind_of(self._community, number)
        address = person.emails[0] if person.emails else ""
        bio = ""
        if chance.random() < rates.bio:
            place = self._places.workplace.get(number, human.place)
            school = self._places.names[place] if place >= 0 else self._known.orgs["d1"].name
            bio = _bio(kind, human, school, chance)
        shown = address if chance.random() < rates.email_member else ""
        # Who has no address on file has one all the same, and may have made the handle of it.
        own = address or _address(human, self._abbreviation, chance)
        titled = self._places.jobs.get(number, "teacher") in _TITLED
        setting = Setting(self._abbreviation, own.partition("@")[0], titled)
        truth = (person.person_id, roster.role_word(person), account.tier(number))
        self._add(account_id, source, profiles.render(human, kind, setting, rates, chance), kind, shown, bio, truth)

    def _stranger(self, account: members.Account, account_id: str, source: tuple[str, str]) -> None:
        rates, chance = self._maker.rates, self._maker.chance
        human, role = self._strangers.draw(account.listed)
        elsewhere = chance.choice(words.OTHER_DISTRICTS)
        address = "" if human.kind == ORG else _address(human, elsewhere, chance)
        bio = ""
        if human.kind != ORG and chance.random() < rates.bio:
            school = f"{chance.choice(words.PLACES)} {chance.choice(('Elementary', 'Middle School', 'High', 'ISD'))}"
            bio = _bio(human.kind, human, school, chance)
        shown = address if chance.random() < rates.email_stranger else ""
        setting = Setting(elsewhere, address.partition("@")[0], chance.random() < _TEACH)
        profile = profiles.render(human, human.kind, setting, rates, chance)
        truth = ("", "org" if human.kind == ORG else role, "")
        self._add(account_id, source, profile, human.kind, shown, bio, truth)

    def _add(
        self,
        account_id: str,
        source: tuple[str, str],
        profile: profiles.Profile,
        kind: str,
        email: str,
        bio: str,
        truth: tuple[str, str, str],
    ) -> None:
        own = f"n{len(self.rows) + 1}"
        self.rows.append((own, account_id, *source, profile.display, profile.handle, "", email, bio))
        self.truth.append((own, *truth, kind, profile.display_style, profile.handle_style, profile.shows))


def _bio(kind: str, human: Human, school: str, chance: random.Random) -> str:
    """What somebody writes about themselves and their school; many bios say nothing of a school."""
    if chance.random() < 0.3:
        return chance.choice(_BIOS)
    if kind == STAFF:
        return chance.choice(("Educator @ {s}", "Teacher at {s}", "{s} staff", "Proud to teach at {s} 🍎")).format(
            s=school
        )
    if kind == STUDENT:
        return chance.choice(("Class of {y} @ {s}", "{s} '{z}", "{s} | c/o {y}", "co {y}")).format(
            s=school, y=human.graduates, z=f"{human.graduates % 100:02d}"
        )
    return chance.choice(("{s} parent", "PTA @ {s}", "mom of two at {s}", "{s} volunteer")).format(s=school)


_BIOS = (
    "Coffee lover ☕", "Wife, mother, runner", "just vibes", "Go Cowboys!", "Blessed", "love my dogs", "she/her",
    "Opinions are my own", "Lifelong learner", "sc: ask", "Reader. Hiker. Baker.", "⚽ 🏀 🎮", "Living in TX",
)  # fmt: skip


def _address(human: Human, elsewhere: str, chance: random.Random) -> str:
    given, family = spelling.letters(human.given) or "x", spelling.letters(human.family) or "x"
    if human.kind == STAFF and chance.random() < 0.6:
        return f"{given[0]}{family}@{elsewhere.rstrip('0123456789')}.example"
    local = chance.choice((f"{given}.{family}", f"{given}{family}{chance.randint(1, 99)}", f"{given[0]}{family}"))
    return f"{local}@{chance.choice(('mail.example', 'post.example', 'webmail.example'))}"
