"""One account: a snapshot, the roster and a policy pack in, a result out. Judges; reads and writes nothing."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import auditor
from auditor import policy
from auditor.declarations import Declarations
from auditor.errors import AuditorError
from auditor.policy.model import AccountFacts
from auditor.policy.observe import in_domains
from auditor.policy.pack import Pack
from auditor.register import Registration
from auditor.result import (
    AccountRef,
    AuditResult,
    Decision,
    ExceptionGrant,
    JudgedConnection,
    PolicyRef,
    RosterRef,
    Run,
)
from auditor.result_json import needs_attention
from auditor.roster.model import STAFF_GROUPS, Person, Roster
from auditor.verdict import Classifier, Subject
from connectors.memory import keep
from connectors.model import Connection, Coverage, Gap, Kind, Message, Platform, RecordType, Snapshot, State

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class District:
    """What every audit of one run shares: made once, used for each account."""

    roster: Roster
    classifier: Classifier
    pack: Pack
    run: Run
    as_of: date
    staff: Mapping[str, Person]
    """Current staff by id and by e-mail in lower case."""
    email_domains: tuple[str, ...] = ()
    exceptions: Mapping[str, ExceptionGrant] = field(default_factory=dict)
    """By fingerprint of the finding."""
    decisions: Mapping[str, Decision] = field(default_factory=dict)


def prepare(
    roster: Roster,
    classifier: Classifier,
    pack: Pack,
    *,
    as_of: date,
    run_id: str | None = None,
    at: datetime | None = None,
    email_domains: tuple[str, ...] = (),
    exceptions: Mapping[str, ExceptionGrant] | None = None,
    decisions: Mapping[str, Decision] | None = None,
) -> District:
    """Gather what the audits of one run share. Run id and time may be given, to make the same bytes again.

    Called once the roster is loaded: it and its classifier are kept for the rest of the program.
    """
    keep()
    coverage = roster.coverage
    reference = RosterRef(
        roster.sha256,
        roster.as_of,
        sum(not person.left for person in roster.people.values()),
        tuple(coverage.groups.values()),
        coverage.students,
        coverage.students_with_guardian,
    )
    staff: dict[str, Person] = {}
    for person in roster.people.values():
        if not person.left and person.groups & STAFF_GROUPS:
            staff[person.person_id] = person
            staff.update((email.lower(), person) for email in person.emails)
    return District(
        roster,
        classifier,
        pack,
        Run(
            run_id or uuid.uuid4().hex,
            at or datetime.now(UTC).replace(microsecond=0),
            PolicyRef(pack.id, pack.sha256, pack.title),
            reference,
            auditor.__version__,
        ),
        as_of,
        staff,
        email_domains or pack.email_domains,
        exceptions or {},
        decisions or {},
    )


def find_owner(roster: Roster, staff: str) -> Person:
    """The staff member with this roster id or e-mail. Raises `AuditorError` if there is none, or it is no staff."""
    person = roster.find(staff)
    if person is None:
        raise AuditorError(
            f"{staff}: no staff member with this id or e-mail is in the roster. "
            "Look the id up in the roster's users file, or ask the data office."
        )
    if not person.groups & STAFF_GROUPS:
        raise AuditorError(
            f"{staff}: this id belongs to nobody on the staff. Give the account owner's own id or e-mail."
        )
    return person


def audit(
    snapshot: Snapshot,
    owner: Person,
    district: District,
    *,
    handle: str | None = None,
    audience: str | None = None,
    registration: Registration | None = None,
    declarations: Declarations | None = None,
) -> AuditResult:
    """Judge one account.

    Of a public account no connection is classified or listed: only its numbers and settings are looked at.
    Raises `AuditorError` if the snapshot is of another account than `handle`.
    """
    _same_account(snapshot, handle)
    _school_mailbox(snapshot, district.email_domains)
    if declarations is not None:
        declarations.settle(snapshot.connections)
    audience = audience or (registration.audience if registration else None) or district.pack.audience_mode
    judged = () if audience == PUBLIC else _judge(snapshot, owner, district, declarations)
    snapshot = _compared_with_shown_count(snapshot, registration)
    orgs = district.roster.orgs
    schools = tuple(dict.fromkeys(orgs[role.org_id].name for role in owner.roles if role.org_id in orgs))
    facts = AccountFacts(
        snapshot=snapshot,
        connections=judged,
        owner=owner,
        registration=registration,
        roster=district.roster.coverage,
        as_of=district.as_of,
        audience=audience,
        staff=district.staff,
        email_domains=district.email_domains,
        handle=handle or "",
        schools=schools,
    )
    evaluation = policy.evaluate(district.pack, facts, exceptions=district.exceptions, decisions=district.decisions)
    profile = snapshot.profile
    name = handle or profile.handle or profile.display_name or profile.account_id or ""
    return AuditResult(
        run=district.run,
        account=AccountRef(
            snapshot.platform,
            name,
            owner.person_id,
            audience,
            f"{owner.preferred_given or owner.given} {owner.preferred_family or owner.family}".strip(),
            schools[0] if schools else "",
        ),
        profile=profile,
        coverage=snapshot.coverage,
        connections=judged,
        settings=snapshot.settings,
        findings=evaluation.findings,
        unreadable=snapshot.unreadable,
        inputs=snapshot.inputs,
        taken_at=snapshot.taken_at,
        opened=snapshot.opened,
        unopened=snapshot.unopened,
        unknown=snapshot.unknown,
        not_automated=policy.not_automated(district.pack),
        errors=evaluation.errors,
    )


def nothing_to_audit(snapshot: Snapshot) -> bool:
    """Whether the input held neither a connection list nor a setting: no report is made of that."""
    seen = (RecordType.CONNECTIONS, RecordType.SETTINGS)
    return not snapshot.connections and all(snapshot.coverage[record].state is State.NONE for record in seen)


def exit_status(result: AuditResult) -> int:
    """0 all is well, 1 a check broke down, 4 the connection list was incomplete, 10 findings need attention."""
    if result.errors:
        return 1
    if any(needs_attention(finding) for finding in result.findings):
        return 10
    return 0 if result.coverage[RecordType.CONNECTIONS].state is State.COMPLETE else 4


def _judge(
    snapshot: Snapshot, owner: Person, district: District, declarations: Declarations | None
) -> tuple[JudgedConnection, ...]:
    subjects = (_subject(connection, snapshot.platform) for connection in snapshot.connections)
    verdicts = district.classifier.classify(subjects, owner, district.pack.costs)
    return tuple(
        JudgedConnection(connection, verdict, declarations.match(connection) if declarations else None)
        for connection, verdict in zip(snapshot.connections, verdicts, strict=True)
    )


def _subject(c: Connection, platform: str) -> Subject:
    return Subject(c.display_name, c.handle, c.url, c.email, c.bio, platform, c.kinds[0] if c.kinds else None)


def _same_account(snapshot: Snapshot, handle: str | None) -> None:
    profile = snapshot.profile
    if not handle or not profile.handle:
        return
    names = {_bare(name) for name in (profile.handle, profile.display_name, profile.account_id) if name}
    if _bare(handle) not in names:
        raise AuditorError(
            f"This export belongs to {profile.handle}, not to {handle}. Give the export of {handle}, or correct the "
            "account's name."
        )


def _school_mailbox(snapshot: Snapshot, domains: tuple[str, ...]) -> None:
    """A mailbox is audited only where it is the school's; which domains are, the district says."""
    if snapshot.platform != Platform.EMAIL or not domains:
        return
    address = snapshot.profile.email or snapshot.profile.handle or ""
    if not in_domains(address, domains):
        raise AuditorError(
            f"This mailbox (@{address.rpartition('@')[2]}) is in none of the district's mail domains, and private "
            "mailboxes are never audited. Give the export of a school mailbox, or correct email_domains."
        )


def _bare(handle: str) -> str:
    return handle.strip().lstrip("@").casefold()


_COUNTED = frozenset({Kind.FRIEND, Kind.FOLLOWER, Kind.SUBSCRIBER, Kind.MEMBER})


def _compared_with_shown_count(snapshot: Snapshot, registration: Registration | None) -> Snapshot:
    """Hold a complete list against the count the owner read on the profile.

    People come and go between two days, so up to five, or one in twenty, may be missing.
    """
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    shown = registration.shown_connections if registration else None
    if shown is None or coverage.state is not State.COMPLETE:
        return snapshot
    listed = sum(bool(_COUNTED & set(connection.kinds)) for connection in snapshot.connections)
    if shown - listed <= max(5, shown // 20):
        return snapshot
    note = Message("coverage.shown_count_differs", {"listed": listed, "shown": shown})
    changed = Coverage(
        RecordType.CONNECTIONS,
        State.PARTIAL,
        Gap.DECLARED_COUNT_DIFFERS,
        coverage.received,
        shown,
        (*coverage.notes, note),
    )
    return replace(snapshot, coverage={**snapshot.coverage, RecordType.CONNECTIONS: changed})
