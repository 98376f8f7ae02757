"""The owner has read the Code of Conduct and the Privacy Policy."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import date_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Param, Params
from auditor.policy.observe import judge_date, not_registered
from auditor.result import Severity

META = CheckMeta(
    id="policies_acknowledged",
    title="The owner has read the Code of Conduct and the Privacy Policy",
    why="The procedures ask staff to know both.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={"acknowledged_max_age_days": Param(int, 366, "Days an acknowledgement counts.", looser="higher")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation, on the date in the register."""
    if facts.registration is None:
        yield not_registered(facts)
        return
    yield judge_date(META.id, facts, facts.registration.policies_acknowledged_on, params["acknowledged_max_age_days"])


EXAMPLES = date_examples("policies_acknowledged_on")
