"""A second member of staff can moderate the account, and still works here; whoever else can moderate is staff.

The register names somebody. Where the platform itself says who may moderate (a blog, a wiki), it is asked too: it may
show a colleague nobody recorded, and it may show somebody who is not staff.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from auditor.policy.examples import OWNER, REGISTRATION, registered
from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.observe import REGISTER, account, connection, kind_of_account, not_registered, shown_name
from auditor.result import Evidence, JudgedConnection, Outcome, Severity
from auditor.roster.model import Person
from auditor.verdict import Category, Verdict, VerdictKind
from connectors.model import Connection, Coverage, Gap, Kind, Message, Place, RecordType, SourceKind, State
from connectors.moderation import TELL_ROLES, moderating_places

META = CheckMeta(
    id="staff_moderator_named",
    title="A second member of staff can moderate the account",
    why="Somebody has to be able to step in when the owner is ill or has left.",
    severity=Severity.FIX,
    needs=frozenset(),
    params={
        "moderated_kinds": Param(
            list, ["blog", "group", "page", "website", "wiki"], "Kinds of account that need a moderator."
        )
    },
)

_STAFF = frozenset({Category.ADMINISTRATOR, Category.TEACHER, Category.STAFF})


@dataclass(frozen=True, slots=True)
class _Moderator:
    """Somebody the platform lets moderate. `person`: who of the staff, where that is certain enough."""

    judged: JudgedConnection
    person: Person | None
    stranger: bool
    """Whether they are known not to be staff. With no `person` either, nobody can tell yet."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        name = shown_name(self.judged.connection)
        return tuple(Evidence(p.source, p.pointer, name) for p in moderating_places(self.judged.connection))


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation on the second moderator, and one on each moderator who is not, or may not be, staff."""
    moderators = [_moderator(p, facts) for p in facts.connections if moderating_places(p.connection)]
    yield _second(facts, params, moderators)
    if facts.staff:
        yield from (_other(each) for each in moderators if each.person is None)


def _second(facts: AccountFacts, params: Params, moderators: list[_Moderator]) -> Observation:
    registration = facts.registration
    named = registration.second_moderator.strip().lower() if registration else ""
    colleagues = [m for m in moderators if m.person is not None and m.person.person_id != facts.owner.person_id]
    if not named and registration is not None and kind_of_account(facts) not in params["moderated_kinds"]:
        return Observation(Outcome.NOT_APPLICABLE, Message(f"check.{META.id}.other_kind"), account(facts))
    if not named and colleagues:
        evidence = tuple(e for m in colleagues for e in m.evidence)
        return Observation(Outcome.PASS, Message(f"check.{META.id}.seen"), account(facts), evidence)
    if registration is None:
        return not_registered(facts)
    outcome, which = _recorded(facts, named) if named else _nobody(facts, moderators)
    if outcome is Outcome.PASS and _all_seen(facts):
        outcome, which = _with_role(facts, named, moderators)
    evidence = (Evidence(REGISTER, "second_moderator", named),) if named else ()
    remedy = Message(f"check.{META.id}.remedy") if outcome in (Outcome.ATTENTION, Outcome.MANUAL) else None
    return Observation(outcome, Message(f"check.{META.id}.{which}"), account(facts), evidence, remedy)


def _recorded(facts: AccountFacts, named: str) -> tuple[Outcome, str]:
    """Whether the person on record is still on the staff."""
    moderator = _staff(facts, named)
    if not facts.staff:
        return Outcome.NOT_ASSESSED, "no_staff"
    if moderator is None:
        return Outcome.ATTENTION, "left"
    return (Outcome.ATTENTION, "owner") if moderator.person_id == facts.owner.person_id else (Outcome.PASS, "pass")


def _nobody(facts: AccountFacts, moderators: list[_Moderator]) -> tuple[Outcome, str]:
    """Nobody is on record, and no colleague was seen among those who may moderate."""
    if not _tells_roles(facts):
        return Outcome.ATTENTION, "none"
    if not _all_seen(facts):
        return Outcome.NOT_ASSESSED, "not_all_seen"
    if not facts.staff:
        return Outcome.NOT_ASSESSED, "no_staff"
    return (Outcome.MANUAL, "unclear") if _unclear(moderators) else (Outcome.ATTENTION, "none_seen")


def _with_role(facts: AccountFacts, named: str, moderators: list[_Moderator]) -> tuple[Outcome, str]:
    """Whether the platform, which says who may moderate, has the person on record among them."""
    person = _staff(facts, named)
    if any(m.person is not None and person is not None and m.person.person_id == person.person_id for m in moderators):
        return Outcome.PASS, "pass_seen"
    return (Outcome.MANUAL, "unclear") if _unclear(moderators) else (Outcome.ATTENTION, "no_role")


def _other(moderator: _Moderator) -> Observation:
    """Somebody who may moderate and is not among the staff, or of whom nobody can tell."""
    outcome, which = (Outcome.ATTENTION, "not_staff") if moderator.stranger else (Outcome.MANUAL, "who")
    message = Message(f"check.{META.id}.{which}", {"name": shown_name(moderator.judged.connection)})
    remedy = Message(f"check.{META.id}.remedy_{which}")
    # A name that is in no list is a reason to look, not a proof.
    subject = connection(moderator.judged.connection)
    return Observation(outcome, message, subject, moderator.evidence, remedy, Severity.REVIEW)


def _moderator(judged: JudgedConnection, facts: AccountFacts) -> _Moderator:
    """Known by the e-mail the platform shows, else by the classifier's word."""
    verdict = judged.verdict
    person = _staff(facts, judged.connection.email or "")
    if person is None and verdict.kind is VerdictKind.COMMUNITY and verdict.person_id is not None:
        person = _staff(facts, verdict.person_id)
    known = verdict.kind is VerdictKind.COMMUNITY and verdict.category not in (*_STAFF, Category.NONE)
    absent = verdict.kind is VerdictKind.NOT_IN_ROSTER and judged.declared is None
    return _Moderator(judged, person, person is None and (known or absent))


def _staff(facts: AccountFacts, key: str) -> Person | None:
    wanted = key.strip().lower()
    return next((person for id, person in facts.staff.items() if id.lower() == wanted), None) if wanted else None


def _unclear(moderators: list[_Moderator]) -> bool:
    return any(m.person is None and not m.stranger for m in moderators)


def _tells_roles(facts: AccountFacts) -> bool:
    return facts.snapshot.source_kind is SourceKind.LIVE and facts.snapshot.platform in TELL_ROLES


def _all_seen(facts: AccountFacts) -> bool:
    coverage = facts.snapshot.coverage.get(RecordType.CONNECTIONS)
    return _tells_roles(facts) and coverage is not None and coverage.state is State.COMPLETE


def _group(moderator: str) -> AccountFacts:
    return registered("facebook", account_kind="group", second_moderator=moderator)


def _member(
    name: str,
    email: str = "",
    kind: VerdictKind = VerdictKind.CANNOT_TELL,
    category: Category = Category.NONE,
    role: str = "moderators/administrator",
) -> JudgedConnection:
    found = Connection(
        (Kind.MEMBER,), (Place(role, "/1"),), name, email=email or None, id=f"c-{name.casefold().replace(' ', '-')}"
    )
    return JudgedConnection(found, Verdict(kind, category, 0.5))


_ME = _member("Lena Okafor", OWNER.emails[0])
_COLLEAGUE = _member("Sam Ruiz", "sruiz@schools.example", role="moderators/editor")
_STUDENT = _member("Ana Thorp", "", VerdictKind.COMMUNITY, Category.STUDENT, "moderators/editor")
_UNKNOWN = _member("newsroom", "newsroom@x.example")


def _blog(*people: JudgedConnection, named: str = "", whole: bool = True, known: bool = True) -> AccountFacts:
    registration = replace(REGISTRATION, platform="wordpress", account_kind="blog", second_moderator=named)
    facts = example(*people, platform="wordpress", registration=registration if known else None)
    snapshot = replace(facts.snapshot, source_kind=SourceKind.LIVE)
    if not whole:
        gap = Coverage(RecordType.CONNECTIONS, State.PARTIAL, Gap.PERMISSION_MISSING)
        snapshot = replace(snapshot, coverage={**snapshot.coverage, RecordType.CONNECTIONS: gap})
    return replace(facts, snapshot=snapshot)


EXAMPLES = (
    Example("a colleague", lambda: _group("t2"), (Outcome.PASS,)),
    Example("a colleague, by e-mail", lambda: _group("SRuiz@schools.example"), (Outcome.PASS,)),
    Example("somebody who has left", lambda: _group("t9"), (Outcome.ATTENTION,)),
    Example("the owner once more", lambda: _group("t1"), (Outcome.ATTENTION,)),
    Example("nobody", lambda: _group(""), (Outcome.ATTENTION,)),
    Example("a plain class account", registered, (Outcome.NOT_APPLICABLE,)),
    Example("not registered", example, (Outcome.MANUAL,)),
    Example("a blog shows a colleague", lambda: _blog(_ME, _COLLEAGUE), (Outcome.PASS,)),
    Example("also unregistered", lambda: _blog(_ME, _COLLEAGUE, known=False), (Outcome.PASS,)),
    Example("on record and on the blog", lambda: _blog(_ME, _COLLEAGUE, named="t2"), (Outcome.PASS,)),
    Example("on record, without a role", lambda: _blog(_ME, named="t2"), (Outcome.ATTENTION,)),
    Example("on record, not all seen", lambda: _blog(_ME, named="t2", whole=False), (Outcome.PASS,)),
    Example("the owner alone", lambda: _blog(_ME), (Outcome.ATTENTION,)),
    Example("the owner, not all seen", lambda: _blog(_ME, whole=False), (Outcome.NOT_ASSESSED,)),
    Example("a student may moderate", lambda: _blog(_ME, _COLLEAGUE, _STUDENT), (Outcome.ATTENTION, Outcome.PASS)),
    Example("nobody can tell who", lambda: _blog(_ME, _UNKNOWN), (Outcome.MANUAL, Outcome.MANUAL)),
)
