"""Invented accounts for the examples that every check carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from auditor.policy.model import AccountFacts, Example
from auditor.register import Registration
from auditor.result import Declaration, JudgedConnection, Outcome
from auditor.roster.model import Group, GroupCoverage, Person, Role, RosterCoverage
from auditor.verdict import Category, Verdict, VerdictKind
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Place,
    Profile,
    RecordType,
    Setting,
    SettingKey,
    Snapshot,
    SourceKind,
    State,
)

AS_OF = date(2026, 11, 20)
OWNER = Person(
    "t1", "Lena", "Okafor", emails=("lokafor@schools.example",), roles=(Role(Group.TEACHER, "s1", "teacher"),)
)
COLLEAGUE = Person(
    "t2", "Sam", "Ruiz", emails=("sruiz@schools.example",), roles=(Role(Group.ADMINISTRATOR, "s1", "principal"),)
)
STAFF: Mapping[str, Person] = {key: p for p in (OWNER, COLLEAGUE) for key in (p.person_id, *p.emails)}
REGISTRATION = Registration("okafor_room12", "instagram", "t1", consent_on=date(2026, 9, 1))
PROFILE = Profile("okafor_room12", "Ms. Okafor, Room 12", bio="Teacher at Hillside School", place=Place("profile.json"))


def roster(*, students_with_guardian: int = 95, **states: str) -> RosterCoverage:
    """A roster of 100 students that covers every group, but for `parent="missing"` and the like."""
    groups = {group: GroupCoverage(group, 10, states.get(group, "covered")) for group in Group}
    return RosterCoverage(groups, 100, students_with_guardian)


def facts(
    *people: JudgedConnection,
    platform: str = "instagram",
    settings: Mapping[SettingKey, str] | None = None,
    incomplete: Mapping[RecordType, Gap] | None = None,
    profile: Profile = PROFILE,
    taken_at: datetime | None = datetime(2026, 11, 18, tzinfo=UTC),
    **changes: Any,
) -> AccountFacts:
    """A closed Instagram account, seen in full, unregistered; `changes` go into the `AccountFacts`."""
    gaps = incomplete or {}
    snapshot = Snapshot(
        platform=platform,
        source_kind=SourceKind.EXPORT,
        profile=profile,
        connections=tuple(person.connection for person in people),
        settings=tuple(
            Setting(key, value, {"as shown": value}, Place("settings.json", f"/{key}"))
            for key, value in (settings or {}).items()
        ),
        coverage={
            record: Coverage(record, State.PARTIAL if record in gaps else State.COMPLETE, gaps.get(record))
            for record in RecordType
        },
        taken_at=taken_at,
    )
    base = AccountFacts(
        snapshot=snapshot,
        connections=people,
        owner=OWNER,
        registration=None,
        roster=roster(),
        as_of=AS_OF,
        audience="community",
        staff=STAFF,
        email_domains=("schools.example",),
        schools=("Hillside Elementary School",),
    )
    return replace(base, **changes)


def registered(platform: str = "instagram", **fields: Any) -> AccountFacts:
    """The same account with its registration, some fields of which are recorded."""
    return facts(platform=platform, registration=replace(REGISTRATION, platform=platform, **fields))


def person(
    name: str,
    verdict: VerdictKind = VerdictKind.COMMUNITY,
    category: Category = Category.NONE,
    *kinds: Kind,
    since: datetime | None = None,
    declared: str | None = None,
) -> JudgedConnection:
    """A connection (a follower, unless `kinds` says otherwise) with its verdict."""
    known = 0.97 if verdict is VerdictKind.COMMUNITY else 0.02
    return JudgedConnection(
        Connection(
            kinds=kinds or (Kind.FOLLOWER,),
            places=(Place("followers_1.json", f"/{name}"),),
            display_name=name,
            since=since,
            id="c-" + name.casefold().replace(" ", "-"),
        ),
        Verdict(verdict, category, known),
        Declaration(declared) if declared else None,
    )


def setting_examples(key: SettingKey, good: str, bad: str) -> tuple[Example, ...]:
    """What every check of one setting is shown with."""
    return (
        Example("safe", lambda: facts(settings={key: good}), (Outcome.PASS,)),
        Example("open", lambda: facts(settings={key: bad}), (Outcome.ATTENTION,)),
        Example("a word we do not know", lambda: facts(settings={key: "unknown"}), (Outcome.MANUAL,)),
        Example("the export does not say", facts, (Outcome.NOT_ASSESSED,)),
    )


def date_examples(field: str) -> tuple[Example, ...]:
    """What every check of one date in the register is shown with: a year is its longest age."""

    def on(day: date | None) -> AccountFacts:
        return facts(registration=replace(REGISTRATION, **{field: day}))  # type: ignore[arg-type]

    return (
        Example("recent", lambda: on(date(2026, 9, 2)), (Outcome.PASS,)),
        Example("two years ago", lambda: on(date(2024, 9, 2)), (Outcome.ATTENTION,)),
        Example("no date recorded", lambda: on(None), (Outcome.ATTENTION,)),
        Example("a date still to come", lambda: on(date(2027, 1, 1)), (Outcome.MANUAL,)),
        Example("not registered", facts, (Outcome.MANUAL,)),
    )
