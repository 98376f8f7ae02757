"""New posts are shown to the account's own circle only."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="post_audience",
    title="New posts are shown to the account's own circle only",
    why="Work and pictures of students should reach the class, not everybody.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    audiences=frozenset({"community"}),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(
        facts, META.id, SettingKey.POSTS_AUDIENCE, ("connections", "custom", "only_me"), "post_audience"
    )


EXAMPLES = setting_examples(SettingKey.POSTS_AUDIENCE, good="connections", bad="public")
