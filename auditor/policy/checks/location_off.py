"""The account does not share its location."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="location_off",
    title="The account does not share its location",
    why="A location shows where a class is.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(facts, META.id, SettingKey.LOCATION_SHARING, ("off",), "location")


EXAMPLES = setting_examples(SettingKey.LOCATION_SHARING, good="off", bad="on")
