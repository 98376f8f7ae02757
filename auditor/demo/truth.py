"""What is true of every connection in the exports, for tests to hold the verdicts against."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from auditor.demo.account import Account, Link
from auditor.demo.exports import mastodon, x


@dataclass(frozen=True, slots=True)
class Truth:
    """One connection: how the platform names it, how it is joined, who it is.

    `identity` is the handle, else the platform's id, else the display name: whatever the export shows. `role` is
    `administrator, teacher, staff, volunteer, student, parent` or `not on roster`. `note` says why or how: `left`
    (on the roster until last month), `gap` (a guardian the school never entered), `educator`, `kin`, `organisation`,
    `common` (a stranger with a very common name), `other`, `hostile`, `homonym` (two people of one name), and for
    everybody else the style in which the display name is written (`full`, `nickname`, `initial`, ...).
    """

    identity: str
    kinds: tuple[str, ...]
    role: str
    person_id: str
    note: str


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One registered account, with what must come of it."""

    key: str
    platform: str
    layout: str
    handle: str
    owner: str
    """Roster id."""
    audience: str
    state: str
    """What the yearly run must say: `audited`, `failed`, `no_export` or `no_consent`."""
    inputs: tuple[Path, ...]
    people: tuple[Truth, ...]

    def counts(self) -> Counter[str]:
        """How many connections have each true role."""
        return Counter(person.role for person in self.people)


def identity(account: Account, link: Link) -> str:
    """What the export shows of a person."""
    match account.layout:
        case "facebook" | "facebook_html" | "typed_list":
            return link.shown
        case "youtube" | "bluesky":
            return link.number
        case "x":
            return link.handle if link in x.named(account) else link.number
        case "mastodon":
            return mastodon.address(link)
        case _:
            return link.handle


def of(account: Account) -> tuple[Truth, ...]:
    """The truth about everybody in an account's export."""
    return tuple(Truth(identity(account, x), x.kinds, x.role, x.person_id, x.note) for x in account.links)
