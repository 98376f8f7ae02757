"""The remaining privacy settings are as the district asks: one observation for each."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import judge_setting
from auditor.result import Outcome, Severity
from connectors.model import SettingKey

_CIRCLE = ("connections", "nobody")
_BASELINE = {
    SettingKey.COMMENTS_ALLOWED_FROM: ("comments_from", _CIRCLE),
    SettingKey.MESSAGES_ALLOWED_FROM: ("messages_from", _CIRCLE),
    SettingKey.SEARCH_INDEXING: ("search_indexing", ("off",)),
    SettingKey.DISCOVERY_BY_CONTACT: ("discovery", ("off",)),
    SettingKey.SIGNIN_TWO_FACTOR: ("two_factor", ("on",)),
}
"""Setting → the topic of its steps and messages, and its safe values."""

_CLOSED_ONLY = frozenset({SettingKey.COMMENTS_ALLOWED_FROM, SettingKey.SEARCH_INDEXING})
"""Settings that a public account leaves open on purpose."""

META = CheckMeta(
    id="privacy_baseline",
    title="The other privacy settings are as the district asks",
    why="Each of them decides who can find the account, write to it, or take it over.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={
        "baseline_settings": Param(
            list, [str(key) for key in _BASELINE], "The settings to look at.", tuple(str(key) for key in _BASELINE)
        )
    },
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation per setting of the baseline that applies to the account's audience."""
    for key, (topic, safe) in _BASELINE.items():
        if key in params["baseline_settings"] and not (facts.audience == "public" and key in _CLOSED_ONLY):
            yield judge_setting(facts, META.id, key, safe, topic, detail=topic)


_ONLY_TWO_FACTOR = {"baseline_settings": ["signin.two_factor"]}

EXAMPLES = (
    Example(
        "all as asked",
        lambda: example(settings={key: safe[0] for key, (_, safe) in _BASELINE.items()}),
        (Outcome.PASS,) * 5,
    ),
    Example(
        "no second step at sign-in",
        lambda: example(settings={SettingKey.SIGNIN_TWO_FACTOR: "off"}),
        (Outcome.ATTENTION,),
        _ONLY_TWO_FACTOR,
    ),
    Example(
        "a public account may be found and commented on",
        lambda: example(audience="public", settings={SettingKey.COMMENTS_ALLOWED_FROM: "everyone"}),
        (Outcome.NOT_ASSESSED,) * 3,
    ),
    Example("the export does not say", example, (Outcome.NOT_ASSESSED,), _ONLY_TWO_FACTOR),
)
