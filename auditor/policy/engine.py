"""Running a pack's checks over one account.

The order is fixed: coverage gate, floor, severity cap, then exceptions and decisions. Checks only observe; what an
observation may claim is settled here, so that no check can pass what was not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from auditor.policy.model import MOST_SEVERE, AccountFacts, Check, Observation
from auditor.policy.observe import account
from auditor.policy.pack import Clause, Pack
from auditor.result import Decision, ExceptionGrant, Finding, FindingSubject, Outcome, Severity
from connectors.model import Coverage, Message, State

_OUTCOMES = (Outcome.ATTENTION, Outcome.MANUAL, Outcome.NOT_ASSESSED, Outcome.PASS, Outcome.NOT_APPLICABLE)
_SEVERITIES = tuple(Severity)
_NO_EXCEPTIONS: Mapping[str, ExceptionGrant] = MappingProxyType({})
_NO_DECISIONS: Mapping[str, Decision] = MappingProxyType({})
_FINGERPRINT = 16
"""Hexadecimal digits: 64 bits, enough that two findings of a district never share one."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What the checks found, the most pressing first, and which of them broke down."""

    findings: tuple[Finding, ...]
    errors: tuple[Message, ...]


def evaluate(
    pack: Pack,
    facts: AccountFacts,
    *,
    exceptions: Mapping[str, ExceptionGrant] = _NO_EXCEPTIONS,
    decisions: Mapping[str, Decision] = _NO_DECISIONS,
) -> Evaluation:
    """Run every check of the pack.

    `exceptions` and `decisions` are by fingerprint of the finding. An exception whose end date has passed is left
    out. A check that several clauses name runs once, and its findings carry all their ids.
    """
    findings: list[Finding] = []
    errors: list[Message] = []
    if pack.audience_mode == "public":
        facts = replace(facts, audience="public")
    for check_id, clauses in pack.by_check.items():
        check = pack.checks[check_id]
        serving = tuple(c for c in clauses if facts.audience in c.audiences & check.meta.audiences)
        for observation in _observe(pack, check, facts, serving, errors):
            finding = _finding(check, observation, serving or clauses, facts)
            granted = exceptions.get(finding.fingerprint)
            findings.append(
                replace(
                    finding,
                    exception=granted if granted is not None and granted.until >= facts.as_of else None,
                    decision=decisions.get(finding.fingerprint),
                )
            )
    return Evaluation(tuple(sorted(findings, key=_order)), tuple(errors))


def fingerprint(check: str, facts: AccountFacts, subject: FindingSubject) -> str:
    """Stable from run to run: the check, the account (letter case and `@` aside) and what the finding is about."""
    parts = (check, facts.snapshot.platform, account(facts).id, subject.type, subject.id)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT]


def _observe(
    pack: Pack,
    check: Check,
    facts: AccountFacts,
    serving: tuple[Clause, ...],
    errors: list[Message],
) -> Iterator[Observation]:
    if not serving:
        term = {"t_audience": f"policy.audience.{facts.audience}"}
        yield Observation(Outcome.NOT_APPLICABLE, Message("policy.other_audience", term), account(facts))
        return
    params = pack.params(check.meta.id)
    try:
        observations = tuple(check.evaluate(facts, MappingProxyType(params)))
    except Exception as e:  # a broken check must not take the others with it; it is reported and sets the exit status
        broke = Message("policy.check_broke", {"check": check.meta.id, "error": type(e).__name__})
        errors.append(broke)
        yield Observation(Outcome.NOT_ASSESSED, broke, account(facts))
        return
    if not observations:
        yield Observation(Outcome.NOT_ASSESSED, Message("policy.no_answer"), account(facts))
    for observation in observations:
        yield _under_floor(_gated(observation, check, facts), check, params, serving)


def _gated(observation: Observation, check: Check, facts: AccountFacts) -> Observation:
    if observation.outcome is not Outcome.PASS:
        return observation
    for record in sorted(check.meta.needs):
        coverage = facts.snapshot.coverage.get(record, Coverage(record, State.NONE))
        if coverage.state is not State.COMPLETE:
            gap = coverage.reason or "unknown"
            return replace(
                observation,
                outcome=Outcome.NOT_ASSESSED,
                message=Message(
                    f"policy.gate.{coverage.state}",
                    {"t_record": f"policy.record.{record}", "t_gap": f"policy.gap.{gap}"},
                ),
                remedy=Message(f"policy.gap.{gap}.remedy"),
            )
    return observation


def _under_floor(
    observation: Observation, check: Check, params: Mapping[str, Any], serving: tuple[Clause, ...]
) -> Observation:
    """A pass with parameters looser than a clause's floor does not count."""
    if observation.outcome is not Outcome.PASS:
        return observation
    for clause in serving:
        for name, loosest in clause.floor.get(check.meta.id, {}).items():
            used = params[name]
            if used > loosest if check.meta.params[name].looser == "higher" else used < loosest:
                told = {"clause": clause.id, "name": name, "used": used, "loosest": loosest}
                return replace(
                    observation, outcome=Outcome.NOT_ASSESSED, message=Message("policy.under_floor", told), remedy=None
                )
    return observation


def _finding(check: Check, observation: Observation, clauses: tuple[Clause, ...], facts: AccountFacts) -> Finding:
    calm = observation.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)
    return Finding(
        fingerprint=fingerprint(check.meta.id, facts, observation.subject),
        check=check.meta.id,
        clauses=tuple(clause.id for clause in clauses),
        outcome=observation.outcome,
        severity=Severity.INFO if calm else _severity(check, observation, clauses),
        subject=observation.subject,
        evidence=observation.evidence,
        message=observation.message,
        remedy=observation.remedy,
    )


def _severity(check: Check, observation: Observation, clauses: tuple[Clause, ...]) -> Severity:
    """The most any of the clauses asks for, none of them beyond what its verb allows."""
    asked = (
        min(observation.severity or c.severity or check.meta.severity, MOST_SEVERE[c.verb], key=_SEVERITIES.index)
        for c in clauses
    )
    return max(asked, key=_SEVERITIES.index)


def _order(finding: Finding) -> tuple[int, int, str, str, str]:
    outcome, severity = _OUTCOMES.index(finding.outcome), -_SEVERITIES.index(finding.severity)
    return outcome, severity, finding.check, finding.subject.type, finding.subject.id
