"""What a roster cannot answer for: groups that are missing or thin, and what shrank since the last one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditor.roster.model import Group, GroupCoverage, Person, Roster, RosterCoverage
from auditor.roster.problems import INFO, WARNING, Problems
from connectors.model import Message

COVERED, THIN, MISSING = "covered", "thin", "missing"
GUARDIANS_ENOUGH = 0.5
"""Share of students with a guardian on file below which "no such parent" says nothing."""
_OTHER_STAFF_ENOUGH = 0.05
_SHRINK = 0.10


def alike(people: Iterable[Person], *, left: bool = False) -> Iterator[tuple[Person, int]]:
    """One person for each set of roles, and how many have that set.

    Most people share their tuple of roles with many others, so a million people are a few thousand sets.
    """
    first: dict[int, Person] = {}
    number: dict[int, int] = {}
    for person in people:
        if person.left is left:
            which = id(person.roles)
            if which in number:
                number[which] += 1
            else:
                number[which] = 1
                first[which] = person
    return ((person, number[which]) for which, person in first.items())


def counts(people: Iterable[Person], *, left: bool = False) -> dict[Group, int]:
    """How many people are in each group (somebody with two roles is in two)."""
    total = dict.fromkeys(Group, 0)
    for person, count in alike(people, left=left):
        for group in person.groups:
            total[group] += count
    return total


def assess(people: Mapping[str, Person], previous: Roster | None, problems: Problems) -> RosterCoverage:
    """The coverage statement; a group that fell by more than a tenth since `previous` is noted and thin."""
    number = counts(people.values())
    students = number[Group.STUDENT]
    linked = with_child = 0
    for person in people.values():
        if person.left:
            continue
        if person.children:
            with_child += 1
        if person.guardians:
            linked += not people[person.guardians[0]].left or any(not people[one].left for one in person.guardians)
    if number[Group.PARENT] > with_child:
        problems.add(INFO, "parents_unlinked", n=number[Group.PARENT] - with_child)
    groups = {group: _group(group, number, linked) for group in Group}
    before = counts(previous.people.values()) if previous is not None else {}
    for group, earlier in before.items():
        now = number[group]
        if now < earlier * (1 - _SHRINK):
            params: dict[str, str | int] = {"t_group": f"roster.group.{group}", "n": now, "before": earlier}
            problems.add(WARNING, "shrunk", t_group=params["t_group"], n=now, before=earlier)
            if groups[group].state == COVERED:
                groups[group] = GroupCoverage(group, now, THIN, Message("roster.coverage.shrunk", params))
    return RosterCoverage(groups, students, linked)


def _group(group: Group, number: Mapping[Group, int], linked: int) -> GroupCoverage:
    people, students = number[group], number[Group.STUDENT]
    teaching = number[Group.TEACHER]
    if group is Group.PARENT and people:
        if not linked:
            return GroupCoverage(group, people, THIN, Message("roster.coverage.unlinked", {"n": people}))
        share = linked / students
        params = {"n": linked, "students": students, "percent": int(100 * share)}
        state = COVERED if share >= GUARDIANS_ENOUGH else THIN
        return GroupCoverage(group, people, state, Message("roster.coverage.guardians", params))
    if group is Group.STAFF and people < teaching * _OTHER_STAFF_ENOUGH:
        note = Message("roster.coverage.only_teachers", {"n": people, "teachers": teaching})
        return GroupCoverage(group, people, THIN, note)
    if people:
        return GroupCoverage(group, people, COVERED)
    return GroupCoverage(group, 0, MISSING, Message("roster.coverage.none", {"t_group": f"roster.group.{group}"}))
