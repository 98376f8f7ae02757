"""What the checks of group mail share: the numbers of a mailbox, and what may be said where not all of it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, Observation
from auditor.policy.observe import account
from auditor.result import Evidence, Outcome
from connectors.model import GroupMail, Message, Platform, Profile, SourceKind, State, Traffic


def unjudged(facts: AccountFacts) -> Observation | None:
    """Why mail to groups cannot be judged: another platform, or no numbers of it. None where there are some."""
    if facts.snapshot.platform != Platform.EMAIL:
        return Observation(Outcome.NOT_APPLICABLE, Message("email.groups.other_platform"), account(facts))
    traffic = facts.snapshot.traffic
    if traffic is None or traffic.groups is None:
        return Observation(Outcome.NOT_ASSESSED, Message("email.groups.no_numbers"), account(facts))
    return None


def numbers(facts: AccountFacts) -> GroupMail:
    """The numbers of mail to groups; call it where `unjudged` says None."""
    traffic = facts.snapshot.traffic
    return traffic.groups if traffic is not None and traffic.groups is not None else GroupMail()


def evidence(value: str) -> tuple[Evidence, ...]:
    """What was counted, with nothing of any single message."""
    return (Evidence("Sent", "headers", value),)


def calm(check: str, facts: AccountFacts, *, sent: int) -> Observation:
    """Nothing stood out: a pass where all mail was seen and some went to groups."""
    traffic = facts.snapshot.traffic
    if traffic is None or traffic.state is not State.COMPLETE:
        live = facts.snapshot.source_kind is SourceKind.LIVE
        remedy = Message("email.groups.part_live_remedy" if live else "email.groups.part_remedy")
        return Observation(Outcome.NOT_ASSESSED, Message("email.groups.part"), account(facts), remedy=remedy)
    if not sent:
        return Observation(Outcome.NOT_APPLICABLE, Message("email.groups.none"), account(facts))
    return Observation(Outcome.PASS, Message(f"check.{check}.pass", {"n": sent}), account(facts))


def mailbox(
    messages: int = 12,
    *,
    listed: int = 0,
    shown: Mapping[int, int] | None = None,
    part: int = 0,
    copied: Mapping[str, int] | None = None,
    state: State = State.COMPLETE,
    **changes: Any,
) -> AccountFacts:
    """An invented mailbox, for examples."""
    base = example(platform="email", profile=Profile("lokafor@schools.example", email="lokafor@schools.example"))
    groups = GroupMail(messages, listed, shown or {}, part, copied or {})
    snapshot = replace(base.snapshot, traffic=Traffic(state, 200, groups=groups))
    return replace(base, snapshot=snapshot, **changes)
