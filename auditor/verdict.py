"""What the classifier says of one connection, and the seam behind which classifiers are exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from auditor.roster.model import Person
from connectors.model import Message


class VerdictKind(StrEnum):
    """The four answers."""

    COMMUNITY = "community"
    UNCERTAIN = "uncertain"
    NOT_IN_ROSTER = "not_in_roster"
    CANNOT_TELL = "cannot_tell"


class Category(StrEnum):
    """The role in the community, where there is one; `NONE` is written as an empty string."""

    ADMINISTRATOR = "administrator"
    TEACHER = "teacher"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    STUDENT = "student"
    PARENT = "parent"
    OTHER_COMMUNITY = "other_community"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Costs:
    """What a wrong word costs, where having a person look costs 1.

    A verdict is given when it is expected to cost less than asking: "not in the roster" where the probability of being
    on it is at most 1 / `false_accusation`, "community" where that of not being on it is at most 1 / `missed_stranger`.
    """

    false_accusation: float = 20.0
    missed_stranger: float = 20 / 3

    @property
    def not_in_roster_at(self) -> float:
        """The highest probability of being on the roster at which a verdict says "not in the roster"."""
        return 1 / self.false_accusation

    @property
    def community_at(self) -> float:
        """The lowest at which it says "community"."""
        return 1 - 1 / self.missed_stranger


@dataclass(frozen=True, slots=True)
class Subject:
    """What is known of one connection when it is classified. At least one field is set, mostly only one."""

    display_name: str | None = None
    handle: str | None = None
    url: str | None = None
    email: str | None = None
    bio: str | None = None
    platform: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A roster person the connection could be, with the probability that it is they."""

    person_id: str
    category: Category
    p: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """The classifier's answer on one connection.

    `p_community` and `p_person` are calibrated: of 1,000 answers at 0.9, 900 are right. `p_person` belongs to
    `person_id` and is None with it. `candidates` are the roster people in question, best first (at most five),
    the one that stands out included.
    """

    kind: VerdictKind
    category: Category
    p_community: float
    person_id: str | None = None
    p_person: float | None = None
    candidates: tuple[Candidate, ...] = ()
    reasons: tuple[Message, ...] = ()


class Classifier(Protocol):
    """One roster, made ready. Pure: the order of connections changes no verdict."""

    def classify(self, subjects: Iterable[Subject], owner: Person | None, costs: Costs = Costs()) -> Iterator[Verdict]:
        """One verdict per subject, in order.

        A call is one account: how many of its connections are members, and which families are among them, has a say
        in every verdict. `owner` is the staff member whose account it is, if known.
        """
