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
    """One roster, made ready. Pure: the order and grouping of calls change no verdict."""

    def classify(self, subjects: Iterable[Subject], owner: Person | None) -> Iterator[Verdict]:
        """One verdict per subject, in order. `owner` is the staff member whose account it is, if known."""
