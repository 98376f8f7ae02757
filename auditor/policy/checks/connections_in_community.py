"""Every connection is a member of the school community.

A connection that is in no school list is a reason to look, never a proof: lists have holes. What the owner says of
people counts, but is shown as stated and not verified.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from auditor.policy.examples import facts as example
from auditor.policy.examples import person, roster
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import account, connection, read_at, shown_name
from auditor.result import FindingSubject, JudgedConnection, Outcome, Severity
from auditor.roster.model import Group
from auditor.verdict import Category, VerdictKind
from connectors.model import STANDING, Gap, Kind, Message, RecordType
from connectors.model import Param as MessageParam

_ANSWERS = ("yes", "no", "ask")


def _group(default: str, doc: str) -> Param:
    return Param(str, default, f"Whether {doc} belong to the community (yes, no or ask).", _ANSWERS)


META = CheckMeta(
    id="connections_in_community",
    title="Every connection is a member of the school community",
    why="People connected with a class account can see the names and the work of students.",
    severity=Severity.SUGGESTION,
    needs=frozenset({RecordType.CONNECTIONS}),
    audiences=frozenset({"community"}),
    params={
        "staff": _group("yes", "administrators, teachers and other staff"),
        "volunteer": _group("yes", "volunteers"),
        "student": _group("yes", "students"),
        "parent": _group("yes", "parents and guardians"),
        "other_community": _group("ask", "relatives and others the school lists know without one of those roles"),
        "organisation": _group("ask", "organisations"),
        "colleague_elsewhere": _group("yes", "professional colleagues of other schools and districts"),
        "own_family": _group("yes", "members of the owner's own family"),
        "review_above_count": Param(
            int, 0, "With more open connections than this, each is a review, not a suggestion (0: never).", (), "higher"
        ),
        "review_above_share": Param(
            float, 0.0, "The same, as a share of all connections: 0.1 is one in ten (0: never).", (), "higher"
        ),
    },
)

_BY_CATEGORY = {
    Category.ADMINISTRATOR: "staff",
    Category.TEACHER: "staff",
    Category.STAFF: "staff",
    Category.VOLUNTEER: "volunteer",
    Category.STUDENT: "student",
    Category.PARENT: "parent",
}
_BY_RELATION = {
    "colleague": "staff",
    "family_of_student": "parent",
    "student": "student",
    "organisation": "organisation",
    "own_family": "own_family",
    "professional": "colleague_elsewhere",
}


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation per connection that is open, one for all that cannot be told, or one pass for the account."""
    standing = [person for person in facts.connections if STANDING & set(person.connection.kinds)]
    unclear = [person for person in standing if _kind(person, facts) is VerdictKind.CANNOT_TELL and not person.declared]
    judged = [_judge(person, facts, params) for person in standing]
    open_ = [observation for observation in judged if observation is not None]
    to_look_at = sum(observation.outcome is Outcome.ATTENTION for observation in open_)
    if _many(to_look_at, len(standing), params):
        open_ = [replace(o, severity=Severity.REVIEW if o.outcome is Outcome.ATTENTION else None) for o in open_]
    yield from open_
    yield from _cannot_tell(unclear, facts)
    if not open_ and not unclear:
        stated = sum(_kind(person, facts) is not VerdictKind.COMMUNITY for person in standing)
        which = "pass_stated" if stated else "pass" if standing else "pass_empty"
        yield Observation(Outcome.PASS, _message(which, n=len(standing), stated=stated), account(facts))


def _kind(person: JudgedConnection, facts: AccountFacts) -> VerdictKind:
    """The verdict's kind; without a single family in the roster, "not found" says nothing of an adult."""
    kind = person.verdict.kind
    if kind is VerdictKind.NOT_IN_ROSTER and facts.roster.groups[Group.PARENT].state == "missing":
        return VerdictKind.CANNOT_TELL
    return kind


def _judge(person: JudgedConnection, facts: AccountFacts, params: Params) -> Observation | None:
    """What has to be looked at in one connection; None for nothing, or where the summary speaks of it."""
    kind = _kind(person, facts)
    relation = person.declared.relation if person.declared else ""
    if kind is VerdictKind.COMMUNITY:
        answer = params[_BY_CATEGORY.get(person.verdict.category, "other_community")]
        if answer == "yes" or relation not in _BY_RELATION:
            return _by_answer(person, answer, "known")
    if relation == "will_remove":
        return _observe(Outcome.ATTENTION, person, "will_remove", "remedy_will_remove")
    if relation in _BY_RELATION:
        return _by_answer(person, params[_BY_RELATION[relation]], "stated")
    if kind is VerdictKind.NOT_IN_ROSTER:
        thin = facts.roster.students and not facts.roster.covers(Group.PARENT)
        return _observe(Outcome.ATTENTION, person, "not_found_thin" if thin else "not_found", "remedy", facts)
    if kind is VerdictKind.UNCERTAIN or relation:
        return _observe(Outcome.MANUAL, person, "uncertain", "remedy")
    return None


def _by_answer(person: JudgedConnection, answer: str, how: str) -> Observation | None:
    """What the pack answers for the group: `how` the group is known, from the lists or from the owner."""
    if answer == "yes":
        return None
    outcome = Outcome.MANUAL if answer == "ask" else Outcome.ATTENTION
    return _observe(outcome, person, f"{how}_{answer}", f"remedy_{answer}")


def _observe(
    outcome: Outcome, person: JudgedConnection, message: str, remedy: str, facts: AccountFacts | None = None
) -> Observation:
    told: dict[str, MessageParam] = {"name": shown_name(person.connection)}
    if person.declared is not None:
        told["t_relation"] = f"policy.relation.{person.declared.relation}"
    if facts is not None and facts.roster.students:
        told["percent"] = 100 * facts.roster.students_with_guardian // facts.roster.students
    subject = connection(person.connection)
    return Observation(
        outcome, Message(f"check.{META.id}.{message}", told), subject, read_at(person.connection), _message(remedy)
    )


def _cannot_tell(unclear: Sequence[JudgedConnection], facts: AccountFacts) -> Iterator[Observation]:
    """One observation for all connections without a name, one for all that a hole in the roster hides."""
    named = [p for p in unclear if p.connection.display_name or p.connection.handle or p.connection.email]
    nameless = len(unclear) - len(named)
    if nameless:
        said, remedy = _message("no_name", n=nameless), _message("remedy_no_name", n=nameless)
        yield Observation(Outcome.NOT_ASSESSED, said, account(facts), remedy=remedy)
    if named:
        said, remedy = _message("roster_gap", n=len(named)), _message("remedy_roster_gap")
        yield Observation(Outcome.NOT_ASSESSED, said, FindingSubject("roster", "coverage"), remedy=remedy)


def _many(to_look_at: int, standing: int, params: Params) -> bool:
    count, share = params["review_above_count"], params["review_above_share"]
    return bool((count and to_look_at > count) or (share and to_look_at > share * standing))


def _message(which: str, **told: MessageParam) -> Message:
    return Message(f"check.{META.id}.{which}", told)


_FOUND, _NOT_FOUND, _UNCERTAIN = VerdictKind.COMMUNITY, VerdictKind.NOT_IN_ROSTER, VerdictKind.UNCERTAIN
_STUDENT = person("Ada Pires", _FOUND, Category.STUDENT)
_PARENT = person("Noor Haddad", _FOUND, Category.PARENT, Kind.FOLLOWER, Kind.FOLLOWING)
_NOBODY = person("Kit Marlow", _NOT_FOUND)

EXAMPLES = (
    Example("all in the school lists", lambda: example(_STUDENT, _PARENT), (Outcome.PASS,)),
    Example("one not found", lambda: example(_STUDENT, _NOBODY), (Outcome.ATTENTION,)),
    Example("one who could be", lambda: example(person("J. Silva", _UNCERTAIN)), (Outcome.MANUAL,)),
    Example("nobody can be told", lambda: example(person("Kit", VerdictKind.CANNOT_TELL)), (Outcome.NOT_ASSESSED,)),
    Example(
        "not found, but the roster has no families",
        lambda: example(_NOBODY, roster=roster(parent="missing")),
        (Outcome.NOT_ASSESSED,),
    ),
    Example(
        "the owner's own child",
        lambda: example(person("Ivo Okafor", _NOT_FOUND, declared="own_family")),
        (Outcome.PASS,),
    ),
    Example(
        "a partner organisation",
        lambda: example(person("City Library", _NOT_FOUND, declared="organisation")),
        (Outcome.MANUAL,),
    ),
    Example(
        "blocked, or only asking",
        lambda: example(
            person("Kit Marlow", _NOT_FOUND, Category.NONE, Kind.BLOCKED),
            person("Bo Lund", _NOT_FOUND, Category.NONE, Kind.REQUEST_RECEIVED),
        ),
        (Outcome.PASS,),
    ),
    Example(
        "one not found in half a list",
        lambda: example(_NOBODY, incomplete={RecordType.CONNECTIONS: Gap.DATE_RANGE}),
        (Outcome.ATTENTION,),
    ),
    Example(
        "all found in half a list",
        lambda: example(_STUDENT, incomplete={RecordType.CONNECTIONS: Gap.DATE_RANGE}),
        (Outcome.NOT_ASSESSED,),
    ),
    Example("public accounts are not asked", lambda: example(_NOBODY, audience="public"), (Outcome.NOT_APPLICABLE,)),
)
