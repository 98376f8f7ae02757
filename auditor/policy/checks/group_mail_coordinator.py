"""Mail to groups goes to the coordinator too, or comes from there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.policy.examples import REGISTRATION
from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account
from auditor.policy.traffic import calm, evidence, mailbox, numbers, unjudged
from auditor.result import Outcome, Severity
from connectors.model import Message, State, address_key

META = CheckMeta(
    id="group_mail_coordinator",
    title="The coordinator is on mail to groups",
    why="Somebody else at school knows what families were told.",
    severity=Severity.REVIEW,
    needs=frozenset(),
    params={"coordinator": Param(str, "", "E-mail of the coordinator of accounts whose registration names none.")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation on all mail to groups."""
    if (other := unjudged(facts)) is not None:
        yield other
        return
    addresses = _coordinator(facts, params["coordinator"])
    if not addresses:
        remedy = Message(f"check.{META.id}.remedy_name")
        yield Observation(Outcome.NOT_ASSESSED, Message(f"check.{META.id}.nobody"), account(facts), remedy=remedy)
        return
    found = numbers(facts)
    if addresses & {email.casefold() for email in facts.owner.emails}:
        yield Observation(Outcome.PASS, Message(f"check.{META.id}.owner"), account(facts))
        return
    on = max(found.copied.get(address_key(address), 0) for address in addresses)
    if on < found.messages:
        told = {"n": found.messages - on, "all": found.messages}
        remedy = Message(f"check.{META.id}.remedy")
        message = Message(f"check.{META.id}.attention", told)
        yield Observation(Outcome.ATTENTION, message, account(facts), evidence(f"{on} / {found.messages}"), remedy)
    elif found.listed and not found.messages:
        message = Message(f"check.{META.id}.listed", {"n": found.listed})
        remedy = Message(f"check.{META.id}.remedy_list")
        yield Observation(Outcome.MANUAL, message, account(facts), remedy=remedy)
    else:
        yield calm(META.id, facts, sent=found.messages)


def _coordinator(facts: AccountFacts, otherwise: str) -> frozenset[str]:
    """The coordinator's addresses: of the registration, else of the pack."""
    named = ((facts.registration.coordinator if facts.registration else "") or otherwise).strip()
    person = facts.staff.get(named) or facts.staff.get(named.lower())
    known = person.emails if person is not None else ((named,) if "@" in named else ())
    return frozenset(email.casefold() for email in known)


_SAM = "sruiz@schools.example"


def _with(named: str, messages: int = 12, on: int = 12, **more: object) -> AccountFacts:
    registration = replace(REGISTRATION, platform="email", coordinator=named)
    return mailbox(messages, copied={address_key(_SAM): on}, registration=registration, **more)  # type: ignore[arg-type]


EXAMPLES = (
    Example("on all of them", lambda: _with("t2"), (Outcome.PASS,)),
    Example("named by address", lambda: _with("SRuiz@schools.example"), (Outcome.PASS,)),
    Example("named by the pack", lambda: _with(""), (Outcome.PASS,), {"coordinator": _SAM}),
    Example("on some", lambda: _with("t2", on=9), (Outcome.ATTENTION,)),
    Example("the owner", lambda: _with("t1", on=0), (Outcome.PASS,)),
    Example("nobody is named", lambda: _with(""), (Outcome.NOT_ASSESSED,)),
    Example("through the class list alone", lambda: _with("t2", 0, 0, listed=3), (Outcome.MANUAL,)),
    Example("only a part was seen", lambda: _with("t2", state=State.PARTIAL), (Outcome.NOT_ASSESSED,)),
    Example("no mail to groups", lambda: _with("t2", 0, 0), (Outcome.NOT_APPLICABLE,)),
    Example("another platform", example, (Outcome.NOT_APPLICABLE,)),
)
