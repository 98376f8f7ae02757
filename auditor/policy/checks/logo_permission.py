"""The school's logo and pictures are used with permission, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from auditor.policy.examples import facts as example
from auditor.policy.examples import registered
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import account, not_registered, recorded
from auditor.result import Outcome, Severity
from connectors.model import Message

META = CheckMeta(
    id="logo_permission",
    title="The school's logo is used with permission, or not at all",
    why="The logo makes an account look official.",
    severity=Severity.REVIEW,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on what the owner said in the register. No picture is looked at."""
    registration = facts.registration
    if registration is None:
        yield not_registered(facts)
    elif registration.logo_used is None:
        remedy = Message(f"check.{META.id}.remedy_say")
        yield Observation(Outcome.MANUAL, Message(f"check.{META.id}.not_said"), account(facts), remedy=remedy)
    else:
        given = registration.logo_permission_on
        permitted = given is not None and given <= facts.as_of
        value = given.isoformat() if given else "logo_used"
        yield recorded(META.id, facts, value, ok=not registration.logo_used or permitted)


EXAMPLES = (
    Example("no logo", lambda: registered(logo_used=False), (Outcome.PASS,)),
    Example(
        "with permission",
        lambda: registered(logo_used=True, logo_permission_on=date(2026, 9, 1)),
        (Outcome.PASS,),
    ),
    Example("without", lambda: registered(logo_used=True), (Outcome.ATTENTION,)),
    Example("nobody said", registered, (Outcome.MANUAL,)),
    Example("not registered", example, (Outcome.MANUAL,)),
)
