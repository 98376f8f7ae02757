"""Looking for the owner's name, school and role in what the profile itself says. Never in a post."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from auditor.policy.model import AccountFacts, Observation
from auditor.policy.observe import account, messages_alone, profile_evidence
from auditor.result import Evidence, FindingSubject, Outcome
from auditor.roster.model import Person
from connectors.model import Message, Platform, RecordType, State

_SHORT = 4
"""Words shorter than this count only as whole words: "Li" is not in "Elizabeth"."""

_TELL_NO_WORDS = frozenset({Platform.MEDIAWIKI})
"""Platforms that tell what an account is called and not what it says of itself, however whole the rest is."""
_COMMON = frozenset(
    {"and", "the", "elementary", "middle", "high", "primary", "secondary", "public", "school", "schools"}
    | {"escola", "escuela", "colegio", "de", "la", "el", "do", "da", "of", "at"}
)
"""Words in names of schools that tell no school from another."""


def fold(text: str) -> str:
    """Lower case, without accents, words kept apart by one space."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", plain.replace("_", " ")))


def shown(facts: AccountFacts) -> str:
    """Name, handle and bio, folded."""
    profile = facts.snapshot.profile
    return fold(" ".join(text for text in (profile.display_name, profile.handle, profile.bio) if text))


def names_any(text: str, wanted: Iterable[str]) -> bool:
    """Whether a folded text has one of these words or phrases. Long ones are also found run together (`msokafor`)."""
    words, run_together = f" {text} ", text.replace(" ", "")
    for phrase in filter(None, map(fold, wanted)):
        glued = phrase.replace(" ", "")
        if f" {phrase} " in words or (len(glued) >= _SHORT and glued in run_together):
            return True
    return False


def family_words(person: Person) -> list[str]:
    """The family names in full, and the longer words of each: of two family names people often show one."""
    names = [person.family, person.preferred_family]
    return [*names, *(word for name in names for word in fold(name).split() if len(word) >= _SHORT)]


def school_words(facts: AccountFacts, more: Iterable[str]) -> list[str]:
    """What would name the owner's school: the words of its name that only it has, and the pack's own."""
    own = [word for school in facts.schools for word in fold(school).split() if word not in _COMMON]
    return [*own, *more]


def judge(check: str, facts: AccountFacts, aspect: str, *, found: bool) -> Observation:
    """Whether one thing stands in the profile.

    What is there is there; what is missing may only be missing from an incomplete export, which is not assessed.
    """
    subject: FindingSubject = account(facts, aspect)
    base, remedy = f"check.{check}.{aspect}", Message(f"check.{check}.remedy")
    evidence: tuple[Evidence, ...] = profile_evidence(facts, "display_name, handle, bio", shown(facts))
    if (other := messages_alone(facts, aspect)) is not None:
        return other
    if found:
        return Observation(Outcome.PASS, Message(f"{base}.pass"), subject, evidence)
    coverage = facts.snapshot.coverage.get(RecordType.PROFILE)
    untold = facts.snapshot.platform in _TELL_NO_WORDS and facts.snapshot.profile.bio is None
    if untold or coverage is None or coverage.state is not State.COMPLETE:
        return Observation(Outcome.NOT_ASSESSED, Message("policy.profile_absent"), subject, remedy=remedy)
    return Observation(Outcome.ATTENTION, Message(f"{base}.attention"), subject, evidence, remedy)
