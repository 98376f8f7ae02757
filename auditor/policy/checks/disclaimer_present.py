"""A blog or site outside the district's own says that it gives its owner's views."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.examples import registered
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account, kind_of_account, not_registered
from auditor.policy.profile_words import judge, names_any, shown
from auditor.result import Outcome, Severity
from connectors.model import Message, Platform, Profile

META = CheckMeta(
    id="disclaimer_present",
    title="A site of the owner's own carries the disclaimer",
    why="Readers see that the owner, not the district, is speaking.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={
        "disclaimer_kinds": Param(list, ["blog", "website", "wiki"], "Kinds of account that need the disclaimer."),
        "disclaimer_accepted": Param(
            list,
            [
                *("don't necessarily represent", "do not necessarily represent", "don’t necessarily represent"),
                *("views are my own", "opinions are my own", "las opiniones son mías", "no representan necesariamente"),
                *("as opiniões são minhas", "não representam necessariamente"),
            ],
            "Wordings of the disclaimer, looked for in the profile.",
        ),
    },
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation; not applicable to a class account on a social network."""
    kind = kind_of_account(facts)
    if not kind and facts.snapshot.platform == Platform.OTHER:
        yield not_registered(facts)
    elif kind not in params["disclaimer_kinds"]:
        yield Observation(Outcome.NOT_APPLICABLE, Message(f"check.{META.id}.other_kind"), account(facts))
    else:
        yield judge(META.id, facts, "disclaimer", found=names_any(shown(facts), params["disclaimer_accepted"]))


def _blog(bio: str) -> AccountFacts:
    facts = registered("other", account_kind="blog")
    return example(platform="other", registration=facts.registration, profile=Profile("okafor-blog", bio=bio))


EXAMPLES = (
    Example("with it", lambda: _blog("Posts don't necessarily represent Hillside's positions."), (Outcome.PASS,)),
    Example("without it", lambda: _blog("Notes from room 12"), (Outcome.ATTENTION,)),
    Example(
        "a wiki, which does not tell its words",
        lambda: example(platform="mediawiki", profile=Profile("wiki.x.example", account_type="wiki")),
        (Outcome.NOT_ASSESSED,),
    ),
    Example("a class account", example, (Outcome.NOT_APPLICABLE,)),
    Example("nobody said what it is", lambda: example(platform="other"), (Outcome.MANUAL,)),
)
