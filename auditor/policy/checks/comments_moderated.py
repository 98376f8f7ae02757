"""Comments of others show only after approval; on a wiki, what others write shows only where moderators let it.

A blog may not tell whether comments wait, though some wait just now. That some do is no proof that all do (WordPress
also holds the first comment of a stranger only), so it is for a person to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from auditor.policy.examples import facts as example
from auditor.policy.examples import setting_examples
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import judge_setting, kind_of_account
from auditor.result import Outcome, Severity
from connectors.model import Message, Place, Platform, Setting, SettingKey, SourceKind
from connectors.moderation import EXTENSIONS, WAITING

META = CheckMeta(
    id="comments_moderated",
    title="Comments of others show only after approval",
    why="What others write under a class account should be read by staff before students see it.",
    severity=Severity.REVIEW,
    needs=frozenset(),
)


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation, on the setting."""
    wiki = facts.snapshot.platform == Platform.MEDIAWIKI or kind_of_account(facts) == "wiki"
    key = SettingKey.COMMENTS_MODERATION
    found = judge_setting(
        facts, META.id, key, ("held", "off"), "comment_moderation", detail="wiki" if wiki else ""
    )  # fmt: skip
    if wiki and found.remedy is not None:
        found = replace(found, remedy=Message(f"check.{META.id}.wiki.remedy"))
    yield replace(found, message=_explained(facts, found))


def _explained(facts: AccountFacts, found: Observation) -> Message:
    """What is known beside the setting, where the setting alone does not settle it."""
    setting = next((s for s in facts.snapshot.settings if s.key == SettingKey.COMMENTS_MODERATION), None)
    raw = setting.raw if setting is not None else {}
    if found.outcome is Outcome.MANUAL and EXTENSIONS in raw:
        return Message(f"check.{META.id}.extension", {"name": raw[EXTENSIONS]})
    if found.outcome is Outcome.MANUAL and raw.get(WAITING, "").isdecimal():
        return Message(f"check.{META.id}.waiting", {"n": int(raw[WAITING])})
    if found.outcome is Outcome.NOT_ASSESSED and facts.snapshot.source_kind is SourceKind.LIVE:
        return Message(f"check.{META.id}.not_told")
    return found.message


def _live(platform: str, value: str, **raw: str) -> AccountFacts:
    facts = example(platform=platform)
    key = SettingKey.COMMENTS_MODERATION
    settings = (Setting(key, value, raw, Place("settings", "/comment_moderation")),) if value else ()
    return replace(facts, snapshot=replace(facts.snapshot, source_kind=SourceKind.LIVE, settings=settings))


EXAMPLES = (
    *setting_examples(SettingKey.COMMENTS_MODERATION, good="held", bad="open"),
    Example("a wiki only moderators write", lambda: _live("mediawiki", "off", edit="sysop"), (Outcome.PASS,)),
    Example("a wiki everybody writes", lambda: _live("mediawiki", "open", edit="*"), (Outcome.ATTENTION,)),
    Example("edits can wait", lambda: _live("mediawiki", "unknown", extensions="FlaggedRevs"), (Outcome.MANUAL,)),
    Example("a mailbox", lambda: example(platform="email"), (Outcome.NOT_APPLICABLE,)),
    Example("some wait", lambda: _live("wordpress", "unknown", **{WAITING: "3"}), (Outcome.MANUAL,)),
    Example("the blog does not tell", lambda: _live("wordpress", ""), (Outcome.NOT_ASSESSED,)),
)
