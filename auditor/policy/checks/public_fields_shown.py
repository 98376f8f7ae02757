"""What everybody can see of the account is known to its owner, and no more than the account is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import account, judge_setting, profile_evidence
from auditor.result import Evidence, Outcome, Severity
from connectors.model import Message, SettingKey

META = CheckMeta(
    id="public_fields_shown",
    title="Only the school community sees what the account shows",
    why="Staff answer for what they make public, so it helps to know what everybody can see.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on who sees the profile; where everybody does, with the fields they see."""
    if facts.audience == "public":
        message, remedy = Message(f"check.{META.id}.public"), Message(f"check.{META.id}.remedy_public")
        yield Observation(Outcome.MANUAL, message, account(facts), _shown(facts), remedy)
        return
    key, safe = SettingKey.PROFILE_VISIBILITY, ("connections", "private")
    observation = judge_setting(facts, META.id, key, safe, "private_account")
    if observation.outcome is Outcome.ATTENTION:
        observation = replace(observation, evidence=observation.evidence + _shown(facts))
    yield observation


def _shown(facts: AccountFacts) -> tuple[Evidence, ...]:
    """The fields that a visitor reads at the top of a profile. The sign-in e-mail is not among them."""
    profile = facts.snapshot.profile
    fields = (("display_name", profile.display_name), ("handle", profile.handle), ("bio", profile.bio))
    return tuple(e for field, value in fields if value for e in profile_evidence(facts, field, value))


_KEY = SettingKey.PROFILE_VISIBILITY

EXAMPLES = (
    Example("closed", lambda: example(settings={_KEY: "connections"}), (Outcome.PASS,)),
    Example("open to everybody", lambda: example(settings={_KEY: "public"}), (Outcome.ATTENTION,)),
    Example("a word we do not know", lambda: example(settings={_KEY: "unknown"}), (Outcome.MANUAL,)),
    Example("the export does not say", example, (Outcome.NOT_ASSESSED,)),
    Example("public on purpose", lambda: example(audience="public"), (Outcome.MANUAL,)),
)
