"""The owner has had the training."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import date_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Param, Params
from auditor.policy.observe import judge_date, not_registered
from auditor.result import Severity

META = CheckMeta(
    id="training_current",
    title="The owner has had the training",
    why="Settings and rules change from year to year.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={"training_max_age_days": Param(int, 366, "Days a training counts.", looser="higher")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation, on the date in the register."""
    if facts.registration is None:
        yield not_registered(facts)
        return
    yield judge_date(META.id, facts, facts.registration.training_on, params["training_max_age_days"])


EXAMPLES = date_examples("training_on")
