"""Follow requests wait for the owner's approval."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="requests_gated",
    title="Follow requests wait for the owner's approval",
    why="Only then can the owner decline requests from people who are not in the school community.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    audiences=frozenset({"community"}),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(facts, META.id, SettingKey.REQUESTS_APPROVAL, ("required",), "private_account")


EXAMPLES = setting_examples(SettingKey.REQUESTS_APPROVAL, good="required", bad="open")
