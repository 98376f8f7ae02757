"""The account follows no student's own profile.

Students following a class account is what the account is for; this looks at the other direction only.
"""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.examples import person, roster
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Params
from auditor.policy.observe import account, connection, messages_alone, read_at, shown_name
from auditor.result import Outcome, Severity
from auditor.roster.model import Group
from auditor.verdict import Category, Verdict, VerdictKind
from connectors.model import Kind, Message, Platform, RecordType

META = CheckMeta(
    id="follows_student_profiles",
    title="The account follows no student's own profile",
    why="Following a student's private profile shows staff a side of their life that school has no part in.",
    severity=Severity.SUGGESTION,
    needs=frozenset({RecordType.CONNECTIONS}),
    audiences=frozenset({"community"}),
)

_FOLLOWS_NOBODY = frozenset({Platform.BLOGGER, Platform.MEDIAWIKI, Platform.WORDPRESS})
"""Platforms whose accounts are sites: people come to them."""
_OUTBOUND = frozenset({Kind.FOLLOWING, Kind.SUBSCRIPTION})


def evaluate(facts: AccountFacts, _: Params) -> Iterator[Observation]:
    """One observation per student followed, one for all who could not be told, or one pass for the account."""
    if (other := messages_alone(facts)) is not None:
        yield other
        return
    if facts.snapshot.platform in _FOLLOWS_NOBODY:
        yield Observation(Outcome.NOT_APPLICABLE, Message(f"check.{META.id}.nobody"), account(facts))
        return
    followed = [
        person
        for person in facts.connections
        if _OUTBOUND & set(person.connection.kinds)
        and not (person.declared and person.declared.relation == "own_family")
    ]
    students = [person for person in followed if _is_student(person.verdict)]
    for student in students:
        yield Observation(
            Outcome.ATTENTION,
            Message(f"check.{META.id}.attention", {"name": shown_name(student.connection)}),
            connection(student.connection),
            read_at(student.connection),
            Message(f"check.{META.id}.remedy"),
        )
    open_ = sum(p.verdict.kind in (VerdictKind.UNCERTAIN, VerdictKind.CANNOT_TELL) for p in followed)
    if not facts.roster.covers(Group.STUDENT):
        yield Observation(Outcome.NOT_ASSESSED, Message(f"check.{META.id}.no_students"), account(facts))
    elif open_:
        yield Observation(Outcome.NOT_ASSESSED, Message(f"check.{META.id}.open", {"n": open_}), account(facts))
    elif not students:
        yield Observation(Outcome.PASS, Message(f"check.{META.id}.pass"), account(facts))


def _is_student(verdict: Verdict) -> bool:
    return verdict.kind is VerdictKind.COMMUNITY and verdict.category is Category.STUDENT


def _student(*kinds: Kind, declared: str | None = None) -> AccountFacts:
    return example(person("Ada Pires", VerdictKind.COMMUNITY, Category.STUDENT, *kinds, declared=declared))


EXAMPLES = (
    Example("a student follows the class", lambda: _student(Kind.FOLLOWER), (Outcome.PASS,)),
    Example("the class follows a student", lambda: _student(Kind.FOLLOWER, Kind.FOLLOWING), (Outcome.ATTENTION,)),
    Example("the owner's own child", lambda: _student(Kind.FOLLOWING, declared="own_family"), (Outcome.PASS,)),
    Example(
        "somebody who could be a student",
        lambda: example(person("A. Pires", VerdictKind.UNCERTAIN, Category.NONE, Kind.FOLLOWING)),
        (Outcome.NOT_ASSESSED,),
    ),
    Example("a blog", lambda: example(platform="wordpress"), (Outcome.NOT_APPLICABLE,)),
    Example("a mailbox", lambda: example(platform="email"), (Outcome.NOT_APPLICABLE,)),
    Example("no students in the roster", lambda: example(roster=roster(student="missing")), (Outcome.NOT_ASSESSED,)),
)
