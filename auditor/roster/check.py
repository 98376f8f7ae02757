"""`auditor roster check`: what is in a roster, what it does not cover, and what is odd about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from auditor.roster.coverage import alike, counts
from auditor.roster.model import Group, GroupCoverage, Problem, Roster, RosterCoverage
from connectors.model import Message, Param

SCHEMA = "auditor/roster-check/1"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """People of one group; somebody with two roles is counted in two groups."""

    group: Group
    current: int
    left: int


@dataclass(frozen=True, slots=True)
class SchoolCount:
    """Current people of one organisation by group. `org_id` is empty for roles without one."""

    org_id: str
    name: str
    groups: dict[Group, int]


@dataclass(frozen=True, slots=True)
class RosterReport:
    """The answer of the check. Holds counts, ids and rows, and nobody's name."""

    format: str
    as_of: date | None
    sha256: str
    current: int
    left: int
    merged: int
    """Rows that were joined with another row of the same person."""
    groups: tuple[GroupCount, ...]
    schools: tuple[SchoolCount, ...]
    coverage: RosterCoverage
    problems: tuple[Problem, ...]

    def as_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return {
            "schema": SCHEMA,
            "format": self.format,
            "as_of": self.as_of and self.as_of.isoformat(),
            "sha256": self.sha256,
            "people": {"current": self.current, "left": self.left, "merged": self.merged},
            "groups": {count.group.value: {"current": count.current, "left": count.left} for count in self.groups},
            "schools": [
                {"id": school.org_id, "name": school.name, "groups": {g.value: n for g, n in school.groups.items()}}
                for school in self.schools
            ],
            "coverage": {
                "students": self.coverage.students,
                "students_with_guardian": self.coverage.students_with_guardian,
                "groups": {group.value: _coverage(found) for group, found in self.coverage.groups.items()},
            },
            "problems": [
                {"severity": p.severity, "file": p.file, "row": p.row, "message": _message(p.message)}
                for p in self.problems
            ],
        }


def _coverage(found: GroupCoverage) -> dict[str, Any]:
    return {"people": found.people, "state": found.state, "note": found.note and _message(found.note)}


def _message(message: Message) -> dict[str, Any]:
    return {"id": message.id, "params": dict(message.params)}


def report(roster: Roster) -> RosterReport:
    """Count and gather. Schools come in the order of the files, organisations without people left out."""
    people = roster.people.values()
    current, left = counts(people), counts(people, left=True)
    schools: dict[str, dict[Group, int]] = {}
    for person, number in alike(people):
        for org_id, group in {(role.org_id, role.group) for role in person.roles}:
            groups = schools.setdefault(org_id, dict.fromkeys(Group, 0))
            groups[group] += number
    known = [org_id for org_id in roster.orgs if org_id in schools]
    unknown = sorted(schools.keys() - roster.orgs.keys())
    gone = sum(person.left for person in people)
    return RosterReport(
        roster.format,
        roster.as_of,
        roster.sha256,
        len(roster.people) - gone,
        gone,
        len(roster.alias),
        tuple(GroupCount(group, current[group], left[group]) for group in Group),
        tuple(
            SchoolCount(org_id, roster.orgs[org_id].name if org_id in roster.orgs else org_id, schools[org_id])
            for org_id in [*known, *unknown]
        ),
        roster.coverage,
        tuple(roster.problems),
    )


def lines(found: RosterReport, text: Callable[[Message], str]) -> Iterator[str]:
    """The report for a terminal, in the words that `text` finds for each message."""

    def say(message_id: str, **params: Param) -> str:
        return text(Message(f"roster.check.{message_id}", params))

    yield say("title", format=found.format)
    yield say("as_of", d_as_of=found.as_of.isoformat()) if found.as_of else say("as_of_unknown")
    yield say("people", n=found.current)
    if found.left:
        yield say("left", n=found.left)
    if found.merged:
        yield say("merged", n=found.merged)
    yield ""
    yield say("groups")
    for count in found.groups:
        state = found.coverage.groups[count.group]
        yield "  " + say(
            "group", t_group=f"roster.group.{count.group}", n=count.current, t_state=f"roster.state.{state.state}"
        )
        if state.note is not None:
            yield "    " + text(state.note)
    if len(found.schools) > 1:
        yield ""
        yield say("schools")
        for school in found.schools:
            yield "  " + say("school", school=school.name or school.org_id or "–", people=_groups(school, text))
    yield ""
    if not found.problems:
        yield say("no_problems")
        return
    yield say("problems", n=len(found.problems))
    for problem in found.problems:
        place = [problem.file] if problem.file else []
        if problem.row:
            place.append(say("row", row=problem.row))
        where = f"{', '.join(place)}: " if place else ""
        yield f"  {text(Message(f'roster.severity.{problem.severity}'))}: {where}{text(problem.message)}"


def _groups(school: SchoolCount, text: Callable[[Message], str]) -> str:
    return ", ".join(
        f"{text(Message(f'roster.group.{group}'))} {number:,}" for group, number in school.groups.items() if number
    )
