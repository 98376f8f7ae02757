"""What the yearly run found: per account, per school for the principal, and for the district page.

Counts that could point at one person are already hidden here (`None`), so that no page can show them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from auditor.result import AccountRef, Decision, Declaration, PolicyRef, RosterRef
from auditor.verdict import VerdictKind
from connectors.model import Kind, Message

HIDDEN_BELOW = 5
"""Cells with fewer people or accounts than this are hidden."""


class AccountState(StrEnum):
    """What became of one registered account in the run."""

    AUDITED = "audited"
    NO_EXPORT = "no_export"
    NO_CONSENT = "no_consent"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class AccountOutcome:
    """One line of the run. `folder` is where its reports are, relative to the run's folder."""

    account: AccountRef
    state: AccountState
    folder: str = ""
    error: str = ""
    """One sentence, for `FAILED`."""
    connections: int = 0
    community: int = 0
    open_items: int = 0
    coverage_complete: bool = False
    exit_status: int = 0


@dataclass(frozen=True, slots=True)
class ReviewItem:
    """One connection that stayed open, as the principal may see it: what the platform shows, never a roster name."""

    fingerprint: str
    display_name: str
    handle: str
    kinds: tuple[Kind, ...]
    since: date | None
    verdict: VerdictKind
    reasons: tuple[Message, ...]
    declared: Declaration | None = None
    decision: Decision | None = None
    """The decision of an earlier run, carried over."""


@dataclass(frozen=True, slots=True)
class ReviewAccount:
    """The open connections of one account. `withheld` are open ones that may be pupils: the owner alone sees them."""

    account: AccountRef
    connections: int
    community: int
    coverage_complete: bool
    items: tuple[ReviewItem, ...]
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class SchoolReview:
    """The review list of one school, for its principal."""

    school_id: str
    school: str
    at: datetime
    roster: RosterRef
    accounts: tuple[ReviewAccount, ...]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """Participation and coverage of one school; None is a hidden cell (fewer than five)."""

    school: str
    staff: int | None
    accounts: int | None
    audited: int | None
    complete: int | None
    connections: int | None
    open_items: int | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """How often a check asked for attention: `by_school` school → count (None: hidden), `total` over all."""

    check: str
    clauses: tuple[str, ...]
    total: int | None
    by_school: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class DistrictResult:
    """The district's year, in numbers that point at nobody."""

    district: str
    year: str
    at: datetime
    version: str
    policy: PolicyRef
    roster: RosterRef
    registered: int
    by_state: Mapping[AccountState, int]
    by_platform: Mapping[str, int | None]
    by_verdict: Mapping[VerdictKind, int]
    schools: tuple[SchoolRow, ...]
    checks: tuple[CheckRow, ...]
    failed: tuple[AccountOutcome, ...]
    """Accounts without an audit, for the office to help: ordered by school and account, never by result."""
    open_questions: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()
