"""The district's people as plain records, whatever file they came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from connectors.model import Message


class Group(StrEnum):
    """The groups of a school community, best role first: a person with several counts as the first."""

    ADMINISTRATOR = "administrator"
    TEACHER = "teacher"
    STAFF = "staff"
    VOLUNTEER = "volunteer"
    STUDENT = "student"
    PARENT = "parent"
    RELATIVE = "relative"
    """Family without custody or guardianship on file: the pack decides whether they are community."""


STAFF_GROUPS = frozenset({Group.ADMINISTRATOR, Group.TEACHER, Group.STAFF, Group.VOLUNTEER})


@dataclass(slots=True)
class Role:
    """One role of a person at one organisation; `raw` is the word in the file ("ext:coach")."""

    group: Group
    org_id: str
    raw: str
    primary: bool = False


@dataclass(slots=True)
class Person:
    """One human being. Rows that are the same person (staff who are parents) are one record with two roles.

    `ids` are every source id that stands for this person, `person_id` the first of them. `left_on` is set for
    people the roster says have left (`tobedeleted`, ended roles): recently in the roster, not in it.
    """

    person_id: str
    given: str
    family: str
    middle: str = ""
    preferred_given: str = ""
    preferred_family: str = ""
    former_family: str = ""
    emails: tuple[str, ...] = ()
    username: str = ""
    identifier: str = ""
    roles: tuple[Role, ...] = ()
    grades: tuple[str, ...] = ()
    guardians: tuple[str, ...] = ()
    """Person ids of this student's guardians."""
    children: tuple[str, ...] = ()
    """Person ids of the students this person is a guardian of."""
    left: bool = False
    left_on: date | None = None
    ids: tuple[str, ...] = ()

    @property
    def group(self) -> Group:
        """The best role (the order of `Group`)."""
        return min((role.group for role in self.roles), key=_RANK.__getitem__)

    @property
    def groups(self) -> frozenset[Group]:
        """Every group this person is in."""
        return frozenset(role.group for role in self.roles)

    @property
    def orgs(self) -> frozenset[str]:
        """The organisations (schools, mostly) of all roles."""
        return frozenset(role.org_id for role in self.roles if role.org_id)


_RANK = {group: rank for rank, group in enumerate(Group)}


@dataclass(frozen=True, slots=True)
class Org:
    """A school, department or district. `kind` is a hint only: some systems export departments as schools."""

    org_id: str
    name: str
    kind: str = ""
    parent_id: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about the roster a data office should know.

    `row` is 1-based with the header as row 1; 0 is the whole file.
    """

    severity: str
    """`error` (a row was left out), `warning` (a row was used, with a doubt) or `info`."""
    file: str
    row: int
    message: Message


@dataclass(frozen=True, slots=True)
class GroupCoverage:
    """How well one group is covered. `state` is `covered`, `thin` or `missing`."""

    group: Group
    people: int
    state: str
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class RosterCoverage:
    """What the roster cannot answer for: the reason why "not found" is not "outsider"."""

    groups: Mapping[Group, GroupCoverage]
    students: int
    students_with_guardian: int

    def covers(self, group: Group) -> bool:
        """Whether absence from the roster says anything about somebody who would be in this group."""
        return self.groups[group].state == "covered"


@dataclass(slots=True)
class Roster:
    """All people of a district, current and recently left."""

    format: str
    """`oneroster-1.1`, `oneroster-1.2`, `sds-2.1`, `sds-1` or `csv`."""
    people: dict[str, Person]
    orgs: dict[str, Org]
    classes_of: dict[str, tuple[str, ...]]
    """person_id → ids of the classes the person teaches or attends (empty where the roster has none)."""
    coverage: RosterCoverage
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""
    as_of: date | None = None
    """The date the roster speaks for: newest change or file date in it; None where it says nothing."""
    alias: dict[str, str] = field(default_factory=dict)
    """Other source ids of merged people → person_id."""

    def find(self, who: str) -> Person | None:
        """The person with this id, or the only one with this e-mail (letter case aside)."""
        person = self.people.get(self.alias.get(who, who))
        if person is not None or "@" not in who:
            return person
        wanted = who.casefold()
        hits = [p for p in self.people.values() if wanted in p.emails]
        return hits[0] if len(hits) == 1 else None
