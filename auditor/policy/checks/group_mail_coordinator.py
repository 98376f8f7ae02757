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
    counted = [found.copied.get(address_key(address), 0) for address in addresses]
    on = max(counted)
    if on < found.messages and (sum(counted) >= found.messages or _elsewhere(facts, addresses)):
        message = Message(f"check.{META.id}.unsure", {"n": found.messages})
        remedy = Message(f"check.{META.id}.remedy")
        yield Observation(Outcome.MANUAL, message, account(facts), remedy=remedy)
    elif on < found.messages:
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


def _elsewhere(facts: AccountFacts, addresses: frozenset[str]) -> bool:
    """Whether an address is of another domain than the account's: how many messages it was on is not kept."""
    home = (facts.snapshot.profile.email or "").rpartition("@")[2].casefold()
    return any(address.rpartition("@")[2] != home for address in addresses)


_SAM = "sruiz@schools.example"


def _with(named: str, messages: int = 12, on: int = 12, **more: object) -> AccountFacts:
    registration = replace(REGISTRATION, platform="email", coordinator=named)
    return mailbox(messages, copied={address_key(_SAM): on}, registration=registration, **more)  # type: ignore[arg-type]


def _by_two(first: int, second: int) -> AccountFacts:
    other = "sam.ruiz@schools.example"
    facts = _with("t2")
    sam = replace(facts.staff["t2"], emails=(_SAM, other))
    box = mailbox(copied={address_key(_SAM): first, address_key(other): second}, registration=facts.registration)
    return replace(box, staff={**facts.staff, "t2": sam})


EXAMPLES = (
    Example("on all of them", lambda: _with("t2"), (Outcome.PASS,)),
    Example("named by address", lambda: _with("SRuiz@schools.example"), (Outcome.PASS,)),
    Example("named by the pack", lambda: _with(""), (Outcome.PASS,), {"coordinator": _SAM}),
    Example("on some", lambda: _with("t2", on=9), (Outcome.ATTENTION,)),
    Example("at another domain", lambda: _with("office@parents.example", on=0), (Outcome.MANUAL,)),
    Example("now by one address, now by the other", lambda: _by_two(7, 5), (Outcome.MANUAL,)),
    Example("on too few, by both addresses", lambda: _by_two(7, 4), (Outcome.ATTENTION,)),
    Example("the owner", lambda: _with("t1", on=0), (Outcome.PASS,)),
    Example("nobody is named", lambda: _with(""), (Outcome.NOT_ASSESSED,)),
    Example("through the class list alone", lambda: _with("t2", 0, 0, listed=3), (Outcome.MANUAL,)),
    Example("only a part was seen", lambda: _with("t2", state=State.PARTIAL), (Outcome.NOT_ASSESSED,)),
    Example("no mail to groups", lambda: _with("t2", 0, 0), (Outcome.NOT_APPLICABLE,)),
    Example("another platform", example, (Outcome.NOT_APPLICABLE,)),
)
