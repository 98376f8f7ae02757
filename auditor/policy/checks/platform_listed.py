"""The account is registered, on the platform the data is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.policy.examples import REGISTRATION, registered
from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import not_registered, recorded
from auditor.result import Outcome, Severity

META = CheckMeta(
    id="platform_listed",
    title="The account is registered, with its platform",
    why="The policy is for every means of communication, also those that nobody had heard of when it was written.",
    severity=Severity.INFO,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the platform in the register."""
    if facts.registration is None:
        yield not_registered(facts)
        return
    platform = facts.registration.platform.strip().casefold()
    yield recorded(META.id, facts, platform, ok=platform == facts.snapshot.platform)


EXAMPLES = (
    Example("registered", registered, (Outcome.PASS,)),
    Example(
        "registered elsewhere", lambda: replace(example(platform="x"), registration=REGISTRATION), (Outcome.ATTENTION,)
    ),
    Example("not registered", example, (Outcome.MANUAL,)),
)
