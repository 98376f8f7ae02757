"""Comments of others show only after approval."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="comments_moderated",
    title="Comments of others show only after approval",
    why="What others write under a class account should be read by staff before students see it.",
    severity=Severity.REVIEW,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(facts, META.id, SettingKey.COMMENTS_MODERATION, ("held", "off"), "comment_moderation")


EXAMPLES = setting_examples(SettingKey.COMMENTS_MODERATION, good="held", bad="open")
