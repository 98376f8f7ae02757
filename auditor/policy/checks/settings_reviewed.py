"""The owner has looked through the account's settings."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import date_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Param, Params
from auditor.policy.observe import judge_date, not_registered
from auditor.result import Severity

META = CheckMeta(
    id="settings_reviewed",
    title="The owner has looked through the account's settings",
    why="Platforms add settings and change them, and an export shows only a few.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={
        "settings_reviewed_max_age_days": Param(int, 366, "Days a look through the settings counts.", looser="higher")
    },
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation, on the date in the register."""
    if facts.registration is None:
        yield not_registered(facts)
        return
    yield judge_date(META.id, facts, facts.registration.settings_reviewed_on, params["settings_reviewed_max_age_days"])


EXAMPLES = date_examples("settings_reviewed_on")
