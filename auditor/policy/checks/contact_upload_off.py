"""The phone's address book is not uploaded."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Observation, Params
from auditor.policy.observe import judge_setting
from auditor.result import Severity
from connectors.model import SettingKey

META = CheckMeta(
    id="contact_upload_off",
    title="The phone's address book is not uploaded",
    why="An address book holds numbers of students and families, who did not agree to be uploaded.",
    severity=Severity.FIX,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    yield judge_setting(facts, META.id, SettingKey.CONTACTS_UPLOAD, ("off",), "contact_upload")


EXAMPLES = setting_examples(SettingKey.CONTACTS_UPLOAD, good="off", bad="on")
