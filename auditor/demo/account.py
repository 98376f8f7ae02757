"""One account of the invented district, as its platform knows it: what the writers of exports are given."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from auditor.demo.chance import stream
from auditor.demo.people import Human

NOT_ON_ROSTER = "not on roster"


@dataclass(frozen=True, slots=True)
class Link:
    """One person the account is connected with, and the truth about them.

    `role` is `administrator, teacher, staff, volunteer, student, parent` or `NOT_ON_ROSTER`; `note` says what is
    special (`left`, `gap`, `homonym`, `organisation`, ...). The platform shows `shown`, `handle` or `number`.
    """

    role: str
    note: str
    person_id: str
    shown: str
    handle: str
    number: str
    kinds: tuple[str, ...]
    since: datetime
    email: str = ""
    job: tuple[str, str] = ("", "")
    """Company and position, where the platform has them."""


@dataclass(frozen=True, slots=True)
class Account:
    """One account with everybody in it, on the day its owner asked for the export."""

    key: str
    """Folder name, unique: `01-instagram`."""
    platform: str
    layout: str
    handle: str
    name: str
    bio: str
    owner: Human
    number: str
    taken: datetime
    links: tuple[Link, ...]
    careful: bool
    """Whether the owner has set the account's privacy well."""
    seed: int
    shown: int = 0
    """The followers the owner reads on the profile, where that is written down; 0 where it is not."""
    companion: Account | None = None
    """A second account whose lists lie in the same export (Threads in Instagram's)."""
    options: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str) -> list[Link]:
        """The people of one list, newest first, as platforms write them."""
        return sorted((x for x in self.links if kind in x.kinds), key=lambda x: (x.since, x.number), reverse=True)

    def chance(self, purpose: str) -> random.Random:
        """Chance for one purpose of this account's export."""
        return stream(self.seed, self.key, purpose)


def seconds(moment: datetime) -> int:
    """Seconds since 1970."""
    return int(moment.timestamp())
