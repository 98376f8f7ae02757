"""How one verdict was reached, as plain data: `connectors.plain.plain` makes JSON of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from auditor.verdict import Category, Costs, Subject, Verdict, VerdictKind
from connectors.model import Message

STEPS = ("near", "list", "shown", "first", "last", "between", "handle", "year", "profile", "corrected")


@dataclass(frozen=True, slots=True)
class Weight:
    """One weight of the model as it counts here: a cell of a table, or an amount times what it weighs."""

    name: str
    bits: float
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What one kind of evidence says, and how far it moves the odds: above 0 for this person, below 0 against."""

    key: str
    """One of STEPS."""
    told: tuple[Message, ...]
    bits: float
    weights: tuple[Weight, ...]


class Kind(StrEnum):
    """What a connection may be."""

    PERSON = "person"
    """One person on the roster."""
    CROWD = "crowd"
    """One of several people on the roster who fit alike, or fit little."""
    UNSEEN = "unseen"
    """A member nobody can pick out: listed under another name."""
    GONE = "gone"
    """Somebody who was on the roster."""
    SOMEBODY_ELSE = "somebody_else"


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One thing the connection may be. `bits` are the log-odds against somebody else, the yardstick with 0 bits."""

    kind: Kind
    category: Category
    bits: float
    p: float
    person_id: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that would lead to another answer, and the answer."""

    what: Message
    verdict: VerdictKind
    category: Category
    p_community: float


@dataclass(frozen=True, slots=True)
class Explanation:
    """How the verdict on one connection was reached."""

    subject: Subject
    verdict: Verdict
    connections: int
    """How many connections the account has."""
    nearest: Hypothesis | None
    """The person whom the steps are about; None where nobody comes near at all."""
    steps: tuple[Step, ...]
    """Their bits add up to those of `nearest`."""
    hypotheses: tuple[Hypothesis, ...]
    """Likeliest first; the probabilities add up to 1."""
    changes: tuple[Change, ...]
    costs: Costs
    model: str
    """Version of the weights."""

    def share(self, kind: Kind) -> float:
        """The probability of all hypotheses of one kind."""
        return sum(each.p for each in self.hypotheses if each.kind is kind)
