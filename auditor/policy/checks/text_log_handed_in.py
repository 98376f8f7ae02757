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
from connectors.model import Message, Platform, State, Traffic

META = CheckMeta(
    id="text_log_handed_in",
    title="The texts of an event are handed in",
    why="Texts about school are public records like any letter, and a phone is easily lost.",
    severity=Severity.REVIEW,
    needs=frozenset(),
    params={"quiet_days": Param(int, 2, "Days at the end of an event that may be without a text.", looser="higher")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation on the thread: whether it reaches to the end of the event."""
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
    elif last < ended - timedelta(days=params["quiet_days"]):
        message = Message(f"check.{META.id}.attention", {**period, "d_event": ended.isoformat()})
        remedy = Message(f"check.{META.id}.remedy")
        yield Observation(Outcome.ATTENTION, message, account(facts), seen, remedy)
    else:
        yield Observation(Outcome.PASS, Message(f"check.{META.id}.pass", period), account(facts), seen)


_FIRST, _LAST = datetime(2026, 10, 2, 6, tzinfo=UTC), datetime(2026, 10, 4, 21, tzinfo=UTC)


def _thread(ended: date | None, messages: int = 40, *, dated: bool = True) -> AccountFacts:
    first, last = (_FIRST, _LAST) if dated else (None, None)
    base = example(platform="whatsapp")
    snapshot = replace(base.snapshot, traffic=Traffic(State.PARTIAL, messages, first, last))
    registration = replace(REGISTRATION, platform="whatsapp", event_ended_on=ended)
    return replace(base, snapshot=snapshot, registration=registration)


EXAMPLES = (
    Example("up to the event's last day", lambda: _thread(date(2026, 10, 4)), (Outcome.PASS,)),
    Example("quiet on the way home", lambda: _thread(date(2026, 10, 6)), (Outcome.PASS,)),
    Example("it stops long before", lambda: _thread(date(2026, 10, 7)), (Outcome.ATTENTION,)),
    Example("no message in it", lambda: _thread(date(2026, 10, 4), 0), (Outcome.ATTENTION,)),
    Example("dates that can be read in two ways", lambda: _thread(None, dated=False), (Outcome.MANUAL,)),
    Example("no event on record", lambda: _thread(None), (Outcome.MANUAL,)),
    Example("another platform", example, (Outcome.NOT_APPLICABLE,)),
)
