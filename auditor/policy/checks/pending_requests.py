"""No request to follow or befriend the account, or sent by it, has been waiting for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from auditor.policy.examples import facts as example
from auditor.policy.examples import person
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account, messages_alone
from auditor.policy.steps import steps
from auditor.result import JudgedConnection, Outcome, Severity
from auditor.verdict import Category, VerdictKind
from connectors.model import Kind, Message, RecordType

META = CheckMeta(
    id="pending_requests",
    title="No request has been waiting for long",
    why="An open request is easily accepted by mistake, and the person who asked gets no answer.",
    severity=Severity.SUGGESTION,
    needs=frozenset({RecordType.REQUESTS}),
    audiences=frozenset({"community"}),
    params={"pending_after_days": Param(int, 30, "Days a request may wait.", looser="higher")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation for the requests received, one for those sent."""
    if (other := messages_alone(facts)) is not None:
        yield other
        return
    days: int = params["pending_after_days"]
    oldest_allowed = facts.as_of - timedelta(days=days)
    for kind, direction in ((Kind.REQUEST_RECEIVED, "received"), (Kind.REQUEST_SENT, "sent")):
        asked = [_day(person) for person in facts.connections if kind in person.connection.kinds]
        old = sum(day is not None and day < oldest_allowed for day in asked)
        undated = asked.count(None)
        if old:
            outcome, which, n = Outcome.ATTENTION, "attention", old
        elif undated:
            outcome, which, n = Outcome.MANUAL, "undated", undated
        else:
            outcome, which, n = Outcome.PASS, "pass", len(asked)
        yield Observation(
            outcome,
            Message(f"check.{META.id}.{direction}.{which}", {"n": n, "days": days}),
            account(facts, f"requests_{direction}"),
            remedy=None if outcome is Outcome.PASS else steps(facts.snapshot.platform, "pending"),
        )


def _day(person: JudgedConnection) -> date | None:
    since = person.connection.since
    return since.date() if since is not None else None


def _asking(kind: Kind, since: datetime | None) -> AccountFacts:
    return example(person("Bo Lund", VerdictKind.NOT_IN_ROSTER, Category.NONE, kind, since=since))


_SPRING, _NOVEMBER = datetime(2026, 4, 2, tzinfo=UTC), datetime(2026, 11, 10, tzinfo=UTC)

EXAMPLES = (
    Example("none", example, (Outcome.PASS, Outcome.PASS)),
    Example("a new one", lambda: _asking(Kind.REQUEST_RECEIVED, _NOVEMBER), (Outcome.PASS, Outcome.PASS)),
    Example("one of last spring", lambda: _asking(Kind.REQUEST_RECEIVED, _SPRING), (Outcome.ATTENTION, Outcome.PASS)),
    Example("an old one sent", lambda: _asking(Kind.REQUEST_SENT, _SPRING), (Outcome.ATTENTION, Outcome.PASS)),
    Example("a mailbox", lambda: example(platform="email"), (Outcome.NOT_APPLICABLE,)),
    Example("one without a date", lambda: _asking(Kind.REQUEST_RECEIVED, None), (Outcome.MANUAL, Outcome.PASS)),
)
