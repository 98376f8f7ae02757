"""Families do not see one another's addresses in mail of the account."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account
from auditor.policy.traffic import calm, evidence, mailbox, numbers, unjudged
from auditor.result import Outcome, Severity
from connectors.model import Message, State

META = CheckMeta(
    id="email_recipients_hidden",
    title="Families do not see one another's addresses",
    why="An address that is shown to a whole class cannot be taken back.",
    severity=Severity.FIX,
    needs=frozenset(),
    params={
        "addresses_together": Param(
            int, 2, "So many addresses outside the school may stand together: often a child's parents.", looser="higher"
        )
    },
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation on all mail that was sent."""
    if (other := unjudged(facts)) is not None:
        yield other
        return
    found, allowed = numbers(facts), params["addresses_together"]
    shown = {together: n for together, n in found.shown.items() if together > allowed}
    if shown:
        count, most = sum(shown.values()), max(shown)
        yield Observation(
            Outcome.ATTENTION,
            Message(f"check.{META.id}.attention", {"n": count, "most": most}),
            account(facts),
            evidence("; ".join(f"To, Cc: {together} (× {n})" for together, n in sorted(shown.items()))),
            Message(f"check.{META.id}.remedy"),
        )
    else:
        yield calm(META.id, facts, sent=found.messages + found.listed)


EXAMPLES = (
    Example("in Bcc", mailbox, (Outcome.PASS,)),
    Example("a child's parents together", lambda: mailbox(shown={2: 5}), (Outcome.PASS,)),
    Example("through the class list", lambda: mailbox(0, listed=4), (Outcome.PASS,)),
    Example("a class in To", lambda: mailbox(shown={24: 2}), (Outcome.ATTENTION,)),
    Example("a class in To, in a part", lambda: mailbox(shown={24: 2}, state=State.PARTIAL), (Outcome.ATTENTION,)),
    Example("only a part was seen", lambda: mailbox(state=State.PARTIAL), (Outcome.NOT_ASSESSED,)),
    Example("no mail to groups", lambda: mailbox(0), (Outcome.NOT_APPLICABLE,)),
    Example("no numbers", lambda: example(platform="email"), (Outcome.NOT_ASSESSED,)),
    Example("another platform", example, (Outcome.NOT_APPLICABLE,)),
)
