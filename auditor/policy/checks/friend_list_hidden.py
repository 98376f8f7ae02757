"""Only the owner's own circle sees the friend or follower list."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="friend_list_hidden",
    title="Only the owner's own circle sees the friend or follower list",
    why="On a class account that list is a list of students.",
    severity=Severity.FIX,
    needs=frozenset(),
    audiences=frozenset({"community"}),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(facts, META.id, SettingKey.CONNECTIONS_VISIBILITY, ("connections", "only_me"), "friend_list")


EXAMPLES = setting_examples(SettingKey.CONNECTIONS_VISIBILITY, good="only_me", bad="public")
