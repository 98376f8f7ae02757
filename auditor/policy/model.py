"""A policy pack, a check, and what a check is given to judge."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

from auditor.register import Registration
from auditor.result import Evidence, FindingSubject, JudgedConnection, Outcome, Severity
from auditor.roster.model import Person, RosterCoverage
from connectors.model import Message, RecordType, Snapshot

Params: TypeAlias = Mapping[str, Any]
"""A check's parameters after the loader has validated them against the check's `META.params`."""


class Verb(StrEnum):
    """How strongly a clause asks; it caps the severity (see `MOST_SEVERE`)."""

    MUST = "must"
    MAY_NOT = "may_not"
    WILL = "will"
    SHOULD = "should"
    STRONGLY_RECOMMENDED = "strongly_recommended"
    DISCOURAGED = "discouraged"
    INFORMS = "informs"


MOST_SEVERE: Mapping[Verb, Severity] = {
    Verb.MUST: Severity.FIX,
    Verb.MAY_NOT: Severity.FIX,
    Verb.WILL: Severity.FIX,
    Verb.SHOULD: Severity.REVIEW,
    Verb.STRONGLY_RECOMMENDED: Severity.REVIEW,
    Verb.DISCOURAGED: Severity.SUGGESTION,
    Verb.INFORMS: Severity.INFO,
}


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """Everything a check may look at, for one account. Checks are pure: no clock, no file, no network."""

    snapshot: Snapshot
    connections: tuple[JudgedConnection, ...]
    owner: Person
    registration: Registration | None
    """None where the account is audited outside the register (`auditor audit` on one export)."""
    roster: RosterCoverage
    as_of: date
    audience: str
    staff: Mapping[str, Person] = field(default_factory=dict)
    """Current staff by id and by e-mail in lower case, to see whether a named moderator is still there."""
    email_domains: tuple[str, ...] = ()
    """The district's own mail domains (from the pack or the configuration)."""
    handle: str = ""
    """What the run calls the account. Empty: the registration's name, else what the snapshot says."""
    schools: tuple[str, ...] = ()
    """Names of the schools the owner works at, to see whether the profile names one."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What a check says. The engine makes findings of it: it adds clauses, severity cap, coverage gate, fingerprint."""

    outcome: Outcome
    message: Message
    subject: FindingSubject
    evidence: tuple[Evidence, ...] = ()
    remedy: Message | None = None
    severity: Severity | None = None
    """None: the check's own severity. The engine never lets it above what the clause's verb allows."""


@dataclass(frozen=True, slots=True)
class Param:
    """A parameter of a check: its type (`int`, `float`, `str`, `bool`, or `list` for a list of strings)."""

    type: type
    default: Any
    doc: str
    choices: tuple[str, ...] = ()
    """The words allowed for a `str` or in a `list`; empty: any."""
    looser: str = ""
    """`higher` or `lower`: which way a number asks less. Only such a parameter may stand in a clause's `floor`."""


@dataclass(frozen=True, slots=True)
class CheckMeta:
    """A check's description. `id` is also the word of its file, test and messages."""

    id: str
    title: str
    """A state, not a command: "Follow requests wait for the owner's approval"."""
    why: str
    severity: Severity
    needs: frozenset[RecordType]
    """What must be complete before the engine lets a `pass` stand."""
    audiences: frozenset[str] = frozenset({"community", "public"})
    params: Mapping[str, Param] = field(default_factory=dict)


Evaluate: TypeAlias = Callable[[AccountFacts, Params], Iterable[Observation]]


@dataclass(frozen=True, slots=True)
class Example:
    """A case a check is shown with: the facts and the outcomes expected, in order."""

    name: str
    facts: Callable[[], AccountFacts]
    outcomes: tuple[Outcome, ...]
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Check:
    """A registered check."""

    meta: CheckMeta
    evaluate: Evaluate
    examples: tuple[Example, ...]
