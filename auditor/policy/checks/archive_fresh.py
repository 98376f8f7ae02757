"""What the account holds was handed in for the archive not long ago."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from auditor.policy.examples import REGISTRATION, registered
from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account, judge_date
from auditor.policy.steps import steps
from auditor.result import Evidence, Outcome, Severity
from connectors.model import Message, SourceKind

META = CheckMeta(
    id="archive_fresh",
    title="The account's archive is up to date",
    why="What staff write and receive at work is a public record, wherever it stands.",
    severity=Severity.REVIEW,
    needs=frozenset(),
    params={"archive_max_age_days": Param(int, 90, "Days between two archives.", looser="higher")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation: on the archive date in the register, else on the age of the export given.

    A new export alone never passes: it may hold nothing but the connection lists.
    """
    days: int = params["archive_max_age_days"]
    recorded_on = facts.registration.archived_on if facts.registration else None
    taken_at = facts.snapshot.taken_at
    remedy = steps(facts.snapshot.platform, "archive")
    if recorded_on is not None:
        observation = judge_date(META.id, facts, recorded_on, days)
        yield replace(observation, remedy=remedy) if observation.outcome is Outcome.ATTENTION else observation
    elif taken_at is not None and facts.snapshot.source_kind is not SourceKind.LIVE:  # which holds nothing written
        day = taken_at.date()
        fresh = facts.as_of - day <= timedelta(days=days)
        yield Observation(
            Outcome.MANUAL if fresh else Outcome.ATTENTION,
            Message(f"check.{META.id}.{'export_new' if fresh else 'export_old'}", {"d_date": day.isoformat()}),
            account(facts),
            (Evidence(", ".join(facts.snapshot.inputs) or "export", "", day.isoformat()),),
            remedy,
        )
    else:
        outcome = Outcome.MANUAL if facts.registration is None else Outcome.ATTENTION
        yield Observation(outcome, Message(f"check.{META.id}.none"), account(facts), remedy=remedy)


def _live(facts: AccountFacts) -> AccountFacts:
    return replace(facts, snapshot=replace(facts.snapshot, source_kind=SourceKind.LIVE))


EXAMPLES = (
    Example("in October", lambda: registered(archived_on=date(2026, 10, 1)), (Outcome.PASS,)),
    Example("last year", lambda: registered(archived_on=date(2025, 10, 1)), (Outcome.ATTENTION,)),
    Example("not recorded, with a new export", registered, (Outcome.MANUAL,)),
    Example(
        "not recorded, with an old export",
        lambda: example(taken_at=datetime(2025, 11, 1, tzinfo=UTC)),
        (Outcome.ATTENTION,),
    ),
    Example(
        "not recorded at all",
        lambda: replace(example(taken_at=None), registration=REGISTRATION),
        (Outcome.ATTENTION,),
    ),
    Example("read live", lambda: _live(registered()), (Outcome.ATTENTION,)),
    Example("not registered, no date", lambda: example(taken_at=None), (Outcome.MANUAL,)),
)
