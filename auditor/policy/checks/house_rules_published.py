"""The rules for comments are published."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.examples import registered
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import messages_alone, not_registered, recorded
from auditor.result import Outcome, Severity

META = CheckMeta(
    id="house_rules_published",
    title="The rules for comments are published",
    why="Comments are treated by rules everybody could read before, not by whether somebody likes them.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the address in the register."""
    if (other := messages_alone(facts)) is not None:
        yield other
        return
    if facts.registration is None:
        yield not_registered(facts)
        return
    url = facts.registration.house_rules_url.strip()
    yield recorded(META.id, facts, url, ok=bool(url))


EXAMPLES = (
    Example("published", lambda: registered(house_rules_url="https://schools.example/rules"), (Outcome.PASS,)),
    Example("not published", registered, (Outcome.ATTENTION,)),
    Example("a mailbox", lambda: example(platform="email"), (Outcome.NOT_APPLICABLE,)),
    Example("not registered", example, (Outcome.MANUAL,)),
)
