"""OneRoster 1.1 and 1.2 CSV, and Microsoft School Data Sync v2 and v2.1, which are made of the same tables.

Only the columns named here are picked out of a row; passwords, demographics and results never are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from sys import intern

from auditor.roster.draft import Draft, Links, RoleSet, add_roles, has_left, split_name
from auditor.roster.model import Group, Org, Person
from auditor.roster.problems import ERROR, INFO, WARNING
from auditor.roster.readers.detect import Kind
from auditor.roster.readers.tables import Table

_ROW = {"status": (), "dateLastModified": ("datalastmodified", "lastmodified")}
_USERS: Mapping[str, Sequence[str]] = {
    "sourcedId": (),
    **_ROW,
    "enabledUser": (),
    "role": (),
    "orgSourcedIds": ("orgSourcedId", "primaryOrgSourcedId", "orgs"),
    "username": (),
    "givenName": ("firstname",),
    "familyName": ("lastname",),
    "middleName": (),
    "identifier": (),
    "email": (),
    "sms": (),
    "phone": (),
    "agentSourcedIds": ("agents", "agentsourcedid"),
    "grades": ("grade",),
    "preferredGivenName": ("prefferedgivenname", "preferedgivenname", "preferredfirstname"),
    "preferredFamilyName": ("prefferedfamilyname", "preferedfamilyname", "preferredlastname"),
    "formerFamilyName": (),
}
_ROLES: Mapping[str, Sequence[str]] = {
    "userSourcedId": (),
    **_ROW,
    "role": (),
    "orgSourcedId": (),
    "roleType": ("isPrimary",),
    "endDate": ("roleEndDate",),
    "grade": (),
}
_ENROLLMENTS: Mapping[str, Sequence[str]] = {
    "userSourcedId": (),
    "classSourcedId": (),
    "status": (),
    "role": (),
    "schoolSourcedId": (),
}
_RELATIONSHIPS: Mapping[str, Sequence[str]] = {
    "userSourcedId": (),
    "relationshipUserSourcedId": (),
    "relationshipRole": (),
}
_ORGS: Mapping[str, Sequence[str]] = {"sourcedId": (), "name": (), "type": (), "parentSourcedId": ()}
_CLASSES: Mapping[str, Sequence[str]] = {"sourcedId": (), "status": ()}
_MANIFEST: Mapping[str, Sequence[str]] = {"propertyName": (), "value": ()}
_PRIMARY = frozenset({"primary", "true", "1", "yes"})
_SWITCH = frozenset({"", "true", "false", "True", "False", "TRUE", "FALSE", "1", "0"})


def manifest(table: Table, draft: Draft) -> dict[str, str]:
    """The properties of a manifest, in lower case; an empty value is noted and left out."""
    found: dict[str, str] = {}
    for row, (name, value) in table.rows(table.columns(_MANIFEST, draft.problems), draft.problems):
        if value:
            found[name.casefold()] = value.casefold()
        elif name:
            draft.problems.add(INFO, "manifest_value", table.name, row)
    return found


def read(tables: Mapping[Kind, Sequence[Table]], draft: Draft) -> str:
    """Read the tables into the draft, in the order their references need; the name of the format."""
    for table in tables.get(Kind.ORGS, ()):
        _orgs(table, draft)
    for table in tables.get(Kind.CLASSES, ()):
        _classes(table, draft)
    for table in tables.get(Kind.USERS, ()):
        _users(table, draft)
    for kind in (Kind.ROLES, Kind.SDS_ROLES):
        for table in tables.get(kind, ()):
            _roles(table, draft)
    for table in tables.get(Kind.RELATIONSHIPS, ()):
        _relationships(table, draft)
    for table in tables.get(Kind.ENROLLMENTS, ()):
        _enrollments(table, draft)
    if tables.get(Kind.SDS_ROLES) or tables.get(Kind.RELATIONSHIPS):
        return "sds-2.1"
    if tables.get(Kind.ROLES):
        return "oneroster-1.2"
    row_status = any("status" in table.keys or "datelastmodified" in table.keys for table in tables[Kind.USERS])
    return "oneroster-1.1" if row_status else "sds-2"


def _orgs(table: Table, draft: Draft) -> None:
    places: dict[str, int] = {}
    for row, cells in table.rows(table.columns(_ORGS, draft.problems), draft.problems):
        org_id, name, kind, parent = cells
        if not org_id:
            table.missing(row, cells, draft.problems)
        elif org_id in draft.orgs:
            draft.problems.add(ERROR, "duplicate_id", table.name, row, id=org_id)
        else:
            draft.orgs[org_id] = Org(intern(org_id), name, kind, parent)
            places[org_id] = row
    for org_id, row in places.items():
        parent = draft.orgs[org_id].parent_id
        if parent and parent not in draft.orgs:
            draft.problems.add(INFO, "unknown_parent_org", table.name, row, id=org_id)


def _classes(table: Table, draft: Draft) -> None:
    draft.classes_listed = True
    for row, cells in table.rows(table.columns(_CLASSES, draft.problems), draft.problems):
        class_id, status = cells
        if not class_id:
            table.missing(row, cells, draft.problems)
            continue
        draft.class_ids[class_id] = class_id
        if status and draft.gone(status, table.name, row):
            draft.closed_classes.add(class_id)


def _users(table: Table, draft: Draft) -> None:
    file, problems = table.name, draft.problems
    links = Links(file)
    seen: dict[tuple[str, str], RoleSet] = {}
    picks = table.columns(_USERS, problems)
    for row, cells in table.rows(picks, problems):
        (
            person_id, status, modified, enabled, role, orgs, username, given, family, middle,
            identifier, email, sms, phone, agents, grades, called, called_family, former,
        ) = cells  # fmt: skip
        if not person_id:
            table.missing(row, cells, problems)
            continue
        if not given and " " in family:
            given, family = split_name(family)
            problems.add(INFO, "name_split", file, row, id=person_id)
        roles = seen.get((role, orgs))
        if roles is None:
            roles = seen[role, orgs] = draft.roles(role, orgs)
        person = Person(
            person_id,
            intern(given),
            intern(family),
            middle and intern(middle),
            called and intern(called),
            called_family,
            former,
            draft.emails(email, username, file, row) if email or "@" in username else (),
            person_id if username == person_id else username,
            identifier,
            roles.roles,
            draft.grades(grades),
            (),
            (),
            False,
            None,
            (person_id,),
        )
        if not draft.add(person, file, row):
            continue
        if sms:
            draft.phone(sms, person_id)
        if phone:
            draft.phone(phone, person_id)
        if agents:
            links.add(person_id, agents, row)
        if not (roles.known and roles.orgs_known):
            draft.note_roles(roles, person_id, file, row)
        if enabled not in _SWITCH:
            problems.add(INFO, "switch_word", file, row)
        day = draft.changed(modified, file, row) if modified else None
        if roles.left or (status and draft.gone(status, file, row)):
            has_left(person, day)
    if links.who:
        draft.links.append(links)


def _roles(table: Table, draft: Draft) -> None:
    file, problems, people = table.name, draft.problems, draft.people
    seen: dict[tuple[str, str, str], RoleSet] = {}
    for row, cells in table.rows(table.columns(_ROLES, problems), problems):
        person_id, status, modified, role, org, primary, end, grade = cells
        person = people.get(person_id)
        if person is None:
            if person_id:
                problems.add(WARNING, "unknown_user", file, row, id=person_id)
            else:
                table.missing(row, cells, problems)
            continue
        if not role:
            problems.add(WARNING, "no_role_word", file, row, id=person_id)
            continue
        roles = seen.get((role, org, primary))
        if roles is None:
            roles = seen[role, org, primary] = draft.roles(role, org, primary=primary.casefold() in _PRIMARY)
        if not (roles.known and roles.orgs_known):
            draft.note_roles(roles, person_id, file, row)
        if grade and not person.grades and roles.roles[0].group is Group.STUDENT:
            person.grades = draft.grades(grade)
        day = draft.changed(modified, file, row) if modified else None
        if roles.left or (status and draft.gone(status, file, row)):
            draft.ended.append((person, roles.roles, day))
        elif end and (last := draft.day(end, file, row)):
            draft.ending.append((person, roles.roles, last))
        else:
            add_roles(person, roles.roles)


def _relationships(table: Table, draft: Draft) -> None:
    links = Links(table.name)
    for row, cells in table.rows(table.columns(_RELATIONSHIPS, draft.problems), draft.problems):
        student, other, role = cells
        if student and other:
            links.add(student, other, row, role)
        else:
            table.missing(row, cells, draft.problems)
    draft.links.append(links)


def _enrollments(table: Table, draft: Draft) -> None:
    file, problems, people, classes = table.name, draft.problems, draft.people, draft.classes
    class_ids, closed = draft.class_ids, draft.closed_classes
    for row, cells in table.rows(table.columns(_ENROLLMENTS, problems), problems):
        person_id, class_id, status, role, school = cells
        person = people.get(person_id)
        if person is None or not class_id:
            if person_id and class_id:
                problems.add(WARNING, "unknown_user", file, row, id=person_id)
            else:
                table.missing(row, cells, problems)
            continue
        class_id = class_ids.get(class_id) or draft.class_id(class_id, file, row)
        if (status and draft.gone(status, file, row)) or (closed and class_id in closed):
            continue
        mine = classes.get(person_id)
        if mine is None:
            classes[person.person_id] = [class_id]
        else:
            mine.append(class_id)
        if role and not person.roles[0].raw:
            draft.enrolled.setdefault(person_id, (draft.roles(role, school or person.roles[0].org_id), file, row))
