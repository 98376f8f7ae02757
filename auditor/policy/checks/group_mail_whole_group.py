"""Mail to a group goes to all of it.

Matters of privacy are the exception, and no header says what a message is about: this can only ask.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import account
from auditor.policy.traffic import calm, evidence, mailbox, numbers, unjudged
from auditor.result import Outcome, Severity
from connectors.model import Message, State

META = CheckMeta(
    id="group_mail_whole_group",
    title="Mail to a group goes to the whole group",
    why="No family learns less than the others.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation on all mail to groups."""
    if (other := unjudged(facts)) is not None:
        yield other
        return
    found = numbers(facts)
    if found.part:
        message = Message(f"check.{META.id}.attention", {"n": found.part})
        remedy = Message(f"check.{META.id}.remedy")
        value = evidence(f"{found.part} / {found.messages}")
        yield Observation(Outcome.ATTENTION, message, account(facts), value, remedy)
    else:
        yield calm(META.id, facts, sent=found.messages + found.listed)


EXAMPLES = (
    Example("to all", mailbox, (Outcome.PASS,)),
    Example("through the class list", lambda: mailbox(0, listed=4), (Outcome.PASS,)),
    Example("once to some", lambda: mailbox(part=1), (Outcome.ATTENTION,)),
    Example("only a part was seen", lambda: mailbox(state=State.PARTIAL), (Outcome.NOT_ASSESSED,)),
    Example("no mail to groups", lambda: mailbox(0), (Outcome.NOT_APPLICABLE,)),
    Example("another platform", example, (Outcome.NOT_APPLICABLE,)),
)
