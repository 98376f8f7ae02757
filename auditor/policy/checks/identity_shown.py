"""The profile says whose account it is and of which school."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.profile_words import family_words, judge, names_any, school_words, shown
from auditor.result import Outcome, Severity
from connectors.model import Gap, Profile, RecordType

META = CheckMeta(
    id="identity_shown",
    title="The profile names its owner and the school",
    why="Families should be able to tell the real class account from an imitation.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={"organisation_words": Param(list, [], "More words that name the school or the district.")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation on the owner's name; one on the school, where we know what it is called."""
    text = shown(facts)
    yield judge(META.id, facts, "name", found=names_any(text, family_words(facts.owner)))
    wanted = school_words(facts, params["organisation_words"])
    if wanted:
        yield judge(META.id, facts, "school", found=names_any(text, wanted))


def _profile(name: str, bio: str) -> AccountFacts:
    return example(profile=Profile("room12", name, bio=bio))


EXAMPLES = (
    Example("name and school", lambda: _profile("Ms. Okafor", "Hillside, grade 4"), (Outcome.PASS, Outcome.PASS)),
    Example("run together", lambda: _profile("MsOkafor Hillside", ""), (Outcome.PASS, Outcome.PASS)),
    Example("neither", lambda: _profile("Room 12", "Fun with maths"), (Outcome.ATTENTION, Outcome.ATTENTION)),
    Example(
        "neither, in an incomplete export",
        lambda: example(profile=Profile("room12"), incomplete={RecordType.PROFILE: Gap.FILE_ABSENT}),
        (Outcome.NOT_ASSESSED, Outcome.NOT_ASSESSED),
    ),
)
