"""It is recorded how the account's messages and posts are kept."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.examples import registered
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import not_registered, recorded
from auditor.result import Outcome, Severity

META = CheckMeta(
    id="retention_route_recorded",
    title="It is recorded how the account's records are kept",
    why="The records law holds wherever a record stands, and outside school systems the owner has to see to it.",
    severity=Severity.REVIEW,
    needs=frozenset(),
)

_ROUTES = frozenset({"archive_tool", "exports", "forwarded"})


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the route in the register."""
    if facts.registration is None:
        yield not_registered(facts)
        return
    route = facts.registration.retention_route.strip().casefold()
    yield recorded(META.id, facts, route, ok=route in _ROUTES)


EXAMPLES = (
    Example("by exports", lambda: registered(retention_route="exports"), (Outcome.PASS,)),
    Example("not recorded", registered, (Outcome.ATTENTION,)),
    Example("in words we do not know", lambda: registered(retention_route="somehow"), (Outcome.ATTENTION,)),
    Example("not registered", example, (Outcome.MANUAL,)),
)
