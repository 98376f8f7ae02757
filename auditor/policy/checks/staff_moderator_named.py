"""A second member of staff can moderate the account, and still works here."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.examples import registered
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import REGISTER, account, kind_of_account, not_registered
from auditor.result import Evidence, Outcome, Severity
from connectors.model import Message

META = CheckMeta(
    id="staff_moderator_named",
    title="A second member of staff can moderate the account",
    why="Somebody has to be able to step in when the owner is ill or has left.",
    severity=Severity.FIX,
    needs=frozenset(),
    params={
        "moderated_kinds": Param(
            list, ["blog", "group", "page", "website", "wiki"], "Kinds of account that need a moderator."
        )
    },
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation, on the person named in the register."""
    registration = facts.registration
    if registration is None:
        yield not_registered(facts)
        return
    named = registration.second_moderator.strip().lower()
    if not named and kind_of_account(facts) not in params["moderated_kinds"]:
        yield Observation(Outcome.NOT_APPLICABLE, Message(f"check.{META.id}.other_kind"), account(facts))
        return
    staff = {key.lower(): person for key, person in facts.staff.items()}
    moderator = staff.get(named)
    if not named:
        outcome, which = Outcome.ATTENTION, "none"
    elif not staff:
        outcome, which = Outcome.NOT_ASSESSED, "no_staff"
    elif moderator is None:
        outcome, which = Outcome.ATTENTION, "left"
    elif moderator.person_id == facts.owner.person_id:
        outcome, which = Outcome.ATTENTION, "owner"
    else:
        outcome, which = Outcome.PASS, "pass"
    evidence = (Evidence(REGISTER, "second_moderator", named),) if named else ()
    remedy = Message(f"check.{META.id}.remedy") if outcome is Outcome.ATTENTION else None
    yield Observation(outcome, Message(f"check.{META.id}.{which}"), account(facts), evidence, remedy)


def _group(moderator: str) -> AccountFacts:
    return registered("facebook", account_kind="group", second_moderator=moderator)


EXAMPLES = (
    Example("a colleague", lambda: _group("t2"), (Outcome.PASS,)),
    Example("a colleague, by e-mail", lambda: _group("SRuiz@schools.example"), (Outcome.PASS,)),
    Example("somebody who has left", lambda: _group("t9"), (Outcome.ATTENTION,)),
    Example("the owner once more", lambda: _group("t1"), (Outcome.ATTENTION,)),
    Example("nobody", lambda: _group(""), (Outcome.ATTENTION,)),
    Example("a plain class account", registered, (Outcome.NOT_APPLICABLE,)),
    Example("not registered", example, (Outcome.MANUAL,)),
)
