"""The review list of a school: what its principal may see of the accounts of its staff."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.annual_result import ReviewAccount, ReviewItem
from auditor.result import AuditResult, Finding, JudgedConnection, Outcome
from auditor.roster.model import Group, Person, Roster
from auditor.verdict import Category, VerdictKind
from connectors.model import RecordType, State

CHECK = "connections_in_community"
_PRIVATE = frozenset({"own_family", "student"})
"""What an owner declared of these people is between them and the owner."""


@dataclass(frozen=True, slots=True)
class School:
    """Where an account is reviewed. The district office reviews the accounts of administrators."""

    id: str
    name: str


DISTRICT_OFFICE = School("district-office", "District office")


def reviewed_at(owner: Person, roster: Roster) -> School:
    """The school whose principal reviews this owner's account: nobody reviews their own or their superior's."""
    if Group.ADMINISTRATOR in owner.groups:
        return DISTRICT_OFFICE
    return school_of(owner, roster) or DISTRICT_OFFICE


def school_of(person: Person, roster: Roster) -> School | None:
    """The first school among a person's organisations, primary roles first."""
    roles = sorted(person.roles, key=lambda role: not role.primary)
    orgs = [roster.orgs[role.org_id] for role in roles if role.org_id in roster.orgs]
    school = next((org for org in orgs if org.kind in ("school", "")), None)
    return School(school.org_id, school.name) if school else None


def open_connections(result: AuditResult) -> ReviewAccount:
    """The connections of one account that stayed open, less those that may be pupils or the owner's family."""
    judged = {j.connection.id: j for j in result.connections}
    items: list[ReviewItem] = []
    withheld = 0
    for finding in result.findings:
        if finding.check != CHECK or finding.subject.type != "connection" or not _is_open(finding):
            continue
        connection = judged[finding.subject.id]
        if _private(connection):
            withheld += 1
        else:
            items.append(_item(finding, connection))
    return ReviewAccount(
        account=result.account,
        connections=len(result.connections),
        community=sum(j.verdict.kind is VerdictKind.COMMUNITY for j in result.connections),
        coverage_complete=result.coverage[RecordType.CONNECTIONS].state is State.COMPLETE,
        items=tuple(items),
        withheld=withheld,
    )


def _is_open(finding: Finding) -> bool:
    fine = finding.decision is not None and finding.decision.decision == "fine"
    return finding.outcome in (Outcome.ATTENTION, Outcome.MANUAL) and finding.exception is None and not fine


def _private(judged: JudgedConnection) -> bool:
    """A list of pupils is never shown to a reviewer, nor is what somebody said of their family."""
    if judged.declared is not None and judged.declared.relation in _PRIVATE:
        return True
    verdict = judged.verdict
    if verdict.kind is VerdictKind.NOT_IN_ROSTER:
        return False
    categories = (verdict.category, *(candidate.category for candidate in verdict.candidates))
    return Category.STUDENT in categories


def _item(finding: Finding, judged: JudgedConnection) -> ReviewItem:
    connection = judged.connection
    return ReviewItem(
        fingerprint=finding.fingerprint,
        display_name=connection.display_name or "",
        handle=connection.handle or connection.platform_id or "",
        kinds=connection.kinds,
        since=connection.since.date() if connection.since else None,
        verdict=judged.verdict.kind,
        reasons=judged.verdict.reasons,
        declared=judged.declared,
        decision=finding.decision,
    )
