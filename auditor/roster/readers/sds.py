"""Microsoft School Data Sync v1: School, Section, Student, Teacher and two membership files, US and UK headers.

Student.csv and Teacher.csv may have the same header, so here the file name has to tell them apart; so do the
ids, which are counted separately for students and teachers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sys import intern

from auditor.roster.draft import Draft, add_roles, has_left, split_name
from auditor.roster.model import Group, Org, Person
from auditor.roster.problems import INFO, WARNING
from auditor.roster.readers.detect import Kind
from auditor.roster.readers.tables import Table
from auditor.roster.readers.vocabulary import role_of_file, role_of_title

_ID = ("sisid", "id", "dfenumber")
_ORG = ("schoolsisid", "schooldfenumber")
_PERSON = (
    _ID,
    _ORG,
    ("firstname",),
    ("lastname",),
    ("middlename",),
    ("username",),
    ("secondaryemail", "email"),
    ("grade",),
    ("status",),
    ("studentnumber", "teachernumber"),
    ("title",),
)
_SCHOOL = (_ID, ("name",), ("principalsisid", "principalid"), ("principalname",), ("principalsecondaryemail",))
_MEMBERSHIP = (("sectionsisid", "sectionid"), _ID)


def read(tables: Mapping[Kind, Sequence[Table]], draft: Draft) -> str:
    """Read the tables into the draft; the name of the format."""
    for table in tables.get(Kind.SDS1_SCHOOL, ()):
        _schools(table, draft)
    for table in tables.get(Kind.SDS1_SECTION, ()):
        draft.classes_listed = True
        for _, (class_id, _) in table.rows(_picks(table, (_ID, _ORG)), draft.problems):
            draft.class_ids[class_id] = class_id
    # Teachers first: their ids stay as they are, because accounts are registered under them.
    for table in sorted(tables[Kind.SDS1_PERSON], key=_is_students):
        _people(table, draft)
    for table in tables.get(Kind.SDS1_SCHOOL, ()):
        _principals(table, draft)
    for table in tables.get(Kind.SDS1_MEMBERSHIP, ()):
        _memberships(table, draft)
    return "sds-1"


def _picks(table: Table, columns: Sequence[Sequence[str]]) -> list[int | None]:
    return [table.column(*names) for names in columns]


def _is_students(table: Table) -> bool:
    said = role_of_file(table.stem)
    if said is not None:
        return said is Group.STUDENT
    return table.column("studentnumber", "grade", "graduationyear") is not None


def _student_id(raw: str, draft: Draft) -> str:
    """The id of a student: as in the file, unless a teacher has the same number."""
    person = draft.people.get(raw)
    return raw if person is None or person.roles[0].group is Group.STUDENT else f"student:{raw}"


def _schools(table: Table, draft: Draft) -> None:
    for row, cells in table.rows(_picks(table, _SCHOOL), draft.problems):
        if cells[0]:
            draft.orgs.setdefault(cells[0], Org(intern(cells[0]), cells[1], "school"))
        else:
            table.missing(row, cells, draft.problems)


def _principals(table: Table, draft: Draft) -> None:
    for row, (school, _, person_id, name, email) in table.rows(_picks(table, _SCHOOL), draft.problems):
        if not person_id:
            continue
        roles = draft.roles("principal", school).roles
        person = draft.people.get(person_id)
        if person is None:
            given, family = split_name(name)
            emails = draft.emails(email, "", table.name, row)
            draft.add(Person(person_id, given, family, emails=emails, roles=roles, ids=(person_id,)), table.name, row)
        elif person.roles[0].group is not Group.STUDENT:
            add_roles(person, roles)


def _people(table: Table, draft: Draft) -> None:
    file, students = table.name, _is_students(table)
    for row, cells in table.rows(_picks(table, _PERSON), draft.problems):
        person_id, org, given, family, middle, username, email, grade, status, number, title = cells
        if not person_id:
            table.missing(row, cells, draft.problems)
            continue
        word = "student" if students else "teacher"
        if students:
            person_id = _student_id(person_id, draft)
        elif title and role_of_title(title) is Group.ADMINISTRATOR:
            word = "administrator"
        roles = draft.roles(word, org)
        person = Person(
            person_id,
            intern(given),
            intern(family),
            middle,
            emails=draft.emails(email, username, file, row),
            username=username,
            identifier=number,
            roles=roles.roles,
            grades=draft.grades(grade),
            ids=(person_id,),
        )
        if not draft.add(person, file, row):
            continue
        if not roles.orgs_known:
            draft.note_roles(roles, person_id, file, row)
        if person_id.startswith("student:"):
            draft.problems.add(INFO, "id_twice", file, row, id=person_id)
        if status and draft.gone(status, file, row):
            has_left(person, None)


def _memberships(table: Table, draft: Draft) -> None:
    of_students = role_of_file(table.stem) is not Group.TEACHER
    for row, (class_id, raw) in table.rows(_picks(table, _MEMBERSHIP), draft.problems):
        person_id = raw
        if of_students and f"student:{raw}" in draft.people:
            person_id = f"student:{raw}"
        if not (class_id and raw):
            table.missing(row, (class_id, raw), draft.problems)
        elif person_id not in draft.people:
            draft.problems.add(WARNING, "unknown_user", table.name, row, id=raw)
        else:
            draft.classes.setdefault(person_id, []).append(draft.class_id(class_id, table.name, row))
