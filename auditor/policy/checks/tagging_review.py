"""The owner reviews tags before they show."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="tagging_review",
    title="The owner reviews tags before they show",
    why="A tag can put a student's name or picture on the account without anybody having looked.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(facts, META.id, SettingKey.TAGS_REVIEW, ("on",), "tag_review")


EXAMPLES = setting_examples(SettingKey.TAGS_REVIEW, good="on", bad="off")
