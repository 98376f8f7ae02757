"""The texts of an event are handed in, up to its end.

That the thread lies before us says that it was handed in; who wrote what in it is nobody's concern here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from auditor.policy.examples import REGISTRATION
from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account
from auditor.result import Evidence, Outcome, Severity
from connectors.model import Coverage, Gap, Message, Platform, RecordType, State, Traffic

META = CheckMeta(
    id="text_log_handed_in",
    title="The texts of an event are handed in",
    why="Texts about school are public records like any letter, and a phone is easily lost.",
    severity=Severity.REVIEW,
    needs=frozenset(),
    params={"quiet_days": Param(int, 2, "Days at the end of an event that may be without a text.", looser="higher")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation on the thread: whether it is of the event, whole, and reaches to its end."""
    traffic = facts.snapshot.traffic
    if facts.snapshot.platform not in (Platform.SMS, Platform.WHATSAPP):
        yield Observation(Outcome.NOT_APPLICABLE, Message(f"check.{META.id}.other_platform"), account(facts))
        return
    if traffic is None or not traffic.messages:
        remedy = Message(f"check.{META.id}.remedy")
        yield Observation(Outcome.ATTENTION, Message(f"check.{META.id}.none"), account(facts), remedy=remedy)
        return
    if traffic.first is None or traffic.last is None:
        remedy = Message(f"check.{META.id}.remedy_period")
        yield Observation(Outcome.MANUAL, Message(f"check.{META.id}.undated"), account(facts), remedy=remedy)
        return
    first, last = traffic.first.date(), traffic.last.date()
    period: dict[str, str | int] = {"d_first": first.isoformat(), "d_last": last.isoformat(), "n": traffic.messages}
    seen = (Evidence(", ".join(facts.snapshot.inputs) or "thread", "", f"{first} / {last}"),)
    ended = facts.registration.event_ended_on if facts.registration else None
    if ended is None:
        message, remedy = Message(f"check.{META.id}.no_event", period), Message(f"check.{META.id}.remedy_event")
        yield Observation(Outcome.MANUAL, message, account(facts), seen, remedy)
        return
    event: dict[str, str | int] = {**period, "d_event": ended.isoformat()}
    if facts.as_of < ended:
        message = Message(f"check.{META.id}.going_on", event)
        yield Observation(Outcome.NOT_ASSESSED, message, account(facts), seen)
    elif first > ended + _ONE_DAY:
        message, remedy = Message(f"check.{META.id}.after", event), Message(f"check.{META.id}.remedy_after")
        yield Observation(Outcome.MANUAL, message, account(facts), seen, remedy)
    elif last < ended - timedelta(days=params["quiet_days"]):
        message = Message(f"check.{META.id}.attention", event)
        remedy = Message(f"check.{META.id}.remedy")
        yield Observation(Outcome.ATTENTION, message, account(facts), seen, remedy)
    elif _damaged(facts):
        remedy = Message(f"check.{META.id}.remedy")
        yield Observation(Outcome.MANUAL, Message(f"check.{META.id}.damaged", period), account(facts), seen, remedy)
    else:
        yield Observation(Outcome.PASS, Message(f"check.{META.id}.pass", period), account(facts), seen)


_ONE_DAY = timedelta(days=1)
"""Times are in UTC: an evening is the next day there."""


def _damaged(facts: AccountFacts) -> bool:
    coverage = facts.snapshot.coverage.get(RecordType.CONNECTIONS)
    return coverage is not None and coverage.reason is Gap.DAMAGED


_FIRST, _LAST = datetime(2026, 10, 2, 6, tzinfo=UTC), datetime(2026, 10, 4, 21, tzinfo=UTC)


def _thread(
    ended: date | None, messages: int = 40, *, dated: bool = True, damaged: bool = False, as_of: date | None = None
) -> AccountFacts:
    first, last = (_FIRST, _LAST) if dated else (None, None)
    base = example(platform="whatsapp")
    snapshot = replace(base.snapshot, traffic=Traffic(State.PARTIAL, messages, first, last))
    if damaged:
        broken = Coverage(RecordType.CONNECTIONS, State.PARTIAL, Gap.DAMAGED)
        snapshot = replace(snapshot, coverage={**snapshot.coverage, RecordType.CONNECTIONS: broken})
    registration = replace(REGISTRATION, platform="whatsapp", event_ended_on=ended)
    return replace(base, snapshot=snapshot, registration=registration, as_of=as_of or base.as_of)


_NOT_YET = (Outcome.NOT_ASSESSED,)
EXAMPLES = (
    Example("up to the event's last day", lambda: _thread(date(2026, 10, 4)), (Outcome.PASS,)),
    Example("quiet on the way home", lambda: _thread(date(2026, 10, 6)), (Outcome.PASS,)),
    Example("it stops long before", lambda: _thread(date(2026, 10, 7)), (Outcome.ATTENTION,)),
    Example("of another event, later", lambda: _thread(date(2026, 6, 1)), (Outcome.MANUAL,)),
    Example("an evening's texts, in UTC", lambda: _thread(date(2026, 10, 1)), (Outcome.PASS,)),
    Example("before the event is over", lambda: _thread(date(2026, 10, 9), as_of=date(2026, 10, 5)), _NOT_YET),
    Example("the file breaks off", lambda: _thread(date(2026, 10, 4), damaged=True), (Outcome.MANUAL,)),
    Example("no message in it", lambda: _thread(date(2026, 10, 4), 0), (Outcome.ATTENTION,)),
    Example("dates that can be read in two ways", lambda: _thread(None, dated=False), (Outcome.MANUAL,)),
    Example("no event on record", lambda: _thread(None), (Outcome.MANUAL,)),
    Example("another platform", example, (Outcome.NOT_APPLICABLE,)),
)
