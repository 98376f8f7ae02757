"""The result of one audit: everything a report shows, and nothing that has to be looked up again.

Stored as `findings.json` (schema id `auditor/findings/1`); see `auditor.result_json`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from auditor.roster.model import GroupCoverage
from auditor.verdict import Verdict
from connectors.model import Connection, Coverage, Message, Profile, RecordType, Setting, Unreadable


class Outcome(StrEnum):
    """What a check concluded. The engine, not the check, turns a pass on partial data into not_assessed."""

    PASS = "pass"  # noqa: S105 - not a password
    ATTENTION = "attention"
    MANUAL = "manual"
    NOT_ASSESSED = "not_assessed"
    NOT_APPLICABLE = "not_applicable"


class Severity(StrEnum):
    """How much an `attention` matters, lowest first."""

    INFO = "info"
    SUGGESTION = "suggestion"
    REVIEW = "review"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: where it was read and what stood there."""

    source: str
    pointer: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class FindingSubject:
    """What a finding is about: `account`, `connection`, `setting`, `roster` or `district`, and its id."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class ExceptionGrant:
    """An exception on file: a decision with a reason, an approver and an end date."""

    reason: str
    approver: str
    until: date


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer concluded of a finding (`fine`, `ask_owner`, `roster_wrong`, `exception`, `district`)."""

    decision: str
    by: str = ""
    on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the owner said of a connection. Stated, not verified."""

    relation: str
    """`colleague`, `family_of_student`, `student`, `organisation`, `own_family`, `professional`, `will_remove`
    or `dont_know`."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check's outcome on one subject. Outcome, exception and decision are three fields; none overwrites another."""

    fingerprint: str
    """Stable across runs: check, account, subject."""
    check: str
    clauses: tuple[str, ...]
    outcome: Outcome
    severity: Severity
    subject: FindingSubject
    evidence: tuple[Evidence, ...]
    message: Message
    remedy: Message | None
    exception: ExceptionGrant | None = None
    decision: Decision | None = None


@dataclass(frozen=True, slots=True)
class JudgedConnection:
    """A connection with its verdict and what the owner declared."""

    connection: Connection
    verdict: Verdict
    declared: Declaration | None = None


@dataclass(frozen=True, slots=True)
class PolicyRef:
    """Which pack judged."""

    id: str
    sha256: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class RosterRef:
    """Which roster was compared with, and what it does not cover."""

    sha256: str
    as_of: date | None
    people: int = 0
    groups: tuple[GroupCoverage, ...] = ()
    students: int = 0
    students_with_guardian: int = 0


@dataclass(frozen=True, slots=True)
class Run:
    """When and with what an audit ran."""

    id: str
    at: datetime
    policy: PolicyRef
    roster: RosterRef
    version: str


@dataclass(frozen=True, slots=True)
class AccountRef:
    """The registered account that was audited."""

    platform: str
    handle: str
    staff_id: str
    audience: str
    """`community` or `public`."""
    staff_name: str = ""
    school: str = ""


@dataclass(frozen=True, slots=True)
class NotAutomated:
    """A clause the program does not judge, and why: shown, never hidden."""

    clause: str
    demand: Message
    why: Message


@dataclass(frozen=True, slots=True)
class AuditResult:
    """One account, audited. What is rendered is rendered from this alone."""

    run: Run
    account: AccountRef
    profile: Profile
    coverage: Mapping[RecordType, Coverage]
    connections: tuple[JudgedConnection, ...]
    settings: tuple[Setting, ...]
    findings: tuple[Finding, ...]
    unreadable: tuple[Unreadable, ...] = ()
    inputs: tuple[str, ...] = ()
    taken_at: datetime | None = None
    opened: tuple[str, ...] = ()
    unopened: int = 0
    unknown: tuple[str, ...] = ()
    not_automated: tuple[NotAutomated, ...] = ()
    errors: tuple[Message, ...] = field(default=())
    """Checks that broke down (each is also a `not_assessed` finding): the run's exit status is 1."""
