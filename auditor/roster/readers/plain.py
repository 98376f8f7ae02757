"""One or several CSV files of a student information or personnel system, with recognised headers in any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from sys import intern

from auditor.roster.draft import Draft, Links, RoleSet, add_roles, has_left, split_name
from auditor.roster.model import Group, Org, Person
from auditor.roster.problems import ERROR, INFO
from auditor.roster.readers import contacts
from auditor.roster.readers.tables import Table
from auditor.roster.readers.vocabulary import role_of_file, role_of_title

_COLUMNS: Mapping[str, str] = {
    "id": "sourcedid personid userid id parentid guardianid contactid staffid employeeid employeenumber teacherid "
    "sisid uniqueid localid externalid codigo matricula idempleado idfuncionario idestudiante idalumno idaluno "
    "studentid studentnumber pupilid",
    "child": "studentid studentids studentnumber childid childids children idestudiante idalumno idaluno",
    "given": "givenname firstname first forename given nombre nombres primernombre nome primeironome legalfirstname",
    "family": "familyname lastname last surname apellido apellidos primerapellido sobrenome apelido ultimonome "
    "legallastname",
    "family2": "segundoapellido secondlastname apellidomaterno",
    "full": "fullname name displayname studentname employeename staffname teachername nombrecompleto nomecompleto "
    "nombreyapellidos nombre nome",
    "middle": "middlename middle middleinitial segundonombre nomedomeio",
    "called": "preferredgivenname prefferedgivenname preferredfirstname preferredname nickname knownas usualname "
    "goesby nombrepreferido nomesocial",
    "called_family": "preferredfamilyname preferredlastname",
    "former": "formerfamilyname formerlastname maidenname previouslastname apellidodesoltera nomedesolteira",
    "email": "email emailaddress mail schoolemail workemail studentemail staffemail teacheremail correo "
    "correoelectronico email1",
    "email2": "secondaryemail email2 personalemail homeemail alternateemail",
    "phone": "phone phonenumber sms mobile mobilephone cell cellphone homephone telefono telefone celular movil",
    "username": "username login userprincipalname usuario user",
    "role": "role roles usertype persontype rol perfil funcao papel",
    "title": "jobtitle title position cargo puesto",
    "org": "schoolid schoolsisid schoolcode orgsourcedids orgsourcedid school campus building site org schoolname "
    "escuela colegio escola centro",
    "org_name": "schoolname school escuela colegio escola centro",
    "grade": "grade grades gradelevel yeargroup grado serie anoescolar",
    "klass": "classid classids class classes section sectionid homeroom turma clase",
    "agents": "agentsourcedids agents guardianids parentids",
    "status": "status enrollmentstatus employmentstatus active situacao",
    "end": "enddate exitdate leavedate withdrawaldate terminationdate fechabaja datasaida",
    "modified": "datelastmodified datalastmodified lastmodified",
}
_NAMES = {field: tuple(words.split()) for field, words in _COLUMNS.items()}
_BETWEEN_ROLES = re.compile(r"[,;/|&+]| and | y | e ")
_RANK = {group: rank for rank, group in enumerate(Group)}


def is_people(table: Table) -> bool:
    """Whether the first row is a header of people: a name column, and no cell that only data can hold."""
    if any("@" in cell or name.isdigit() for cell, name in zip(table.header, table.keys, strict=True)):
        return False
    keys = set(table.keys)
    named = not keys.isdisjoint(_NAMES["full"]) or (
        not keys.isdisjoint(_NAMES["given"]) and not keys.isdisjoint(_NAMES["family"])
    )
    # "Name" alone is a header too, but of anything; with a school's word beside it, or a telling file, of people.
    beside = [field for field, words in _NAMES.items() if field != "org_name" and not keys.isdisjoint(words)]
    return named and (len(beside) >= 2 or role_of_file(table.stem) is not None)


def known_header(name: str) -> bool:
    """Whether this key is one of ours: only then may an error message repeat it."""
    return any(name in words for words in _NAMES.values())


@dataclass(frozen=True, slots=True)
class _Row:
    """The picked cells of a row by field."""

    id: str
    child: str
    given: str
    family: str
    family2: str
    full: str
    middle: str
    called: str
    called_family: str
    former: str
    email: str
    email2: str
    phone: str
    username: str
    role: str
    title: str
    org: str
    org_name: str
    grade: str
    klass: str
    agents: str
    status: str
    end: str
    modified: str

    def name(self) -> tuple[str, str]:
        """Given and family name, whatever columns they were in."""
        given, family = self.given, f"{self.family} {self.family2}".strip()
        if not given and (family or self.full):
            return split_name(self.full or family)
        return (given, family) if family else split_name(given)


def read(tables: Sequence[Table], draft: Draft) -> None:
    """Read the tables into the draft, staff before students before parents."""
    students: dict[str, str] = {}
    for table in sorted(tables, key=lambda t: _RANK.get(role_of_file(t.stem) or Group.STAFF, 0)):
        _Reader(table, draft, students).read()


class _Reader:
    """One file."""

    def __init__(self, table: Table, draft: Draft, students: dict[str, str]) -> None:
        self.table, self.draft, self.students = table, draft, students
        self.group = role_of_file(table.stem)
        self.contacts, self.contact_columns = contacts.find(table.keys)
        self.links, self.relations = Links(table.name), Links(table.name)
        self.own: dict[str, str] = {}
        """Id in this file → person id: another file may count from 1 as well."""
        self.last: tuple[str, tuple[str, str]] = ("", ("", ""))
        if self.group is None and self.contacts and table.column(*_NAMES["role"], *_NAMES["title"]) is None:
            self.group = Group.STUDENT

    def read(self) -> None:
        """All rows."""
        table, draft = self.table, self.draft
        picks = self._picks()
        if picks[0] is None:
            draft.problems.add(INFO, "no_id_column", table.name, table.header_row)
        for number, cells in table.rows([*picks, *self.contact_columns], draft.problems):
            if any(cells):
                row = _Row(*cells[: len(picks)])
                person = self._person(row, number, has_id=picks[0] is not None)
                if person is not None and self.contacts and self._roles(row).roles[0].group is Group.STUDENT:
                    self._family(person, cells[len(picks) :], number)
        draft.links += [links for links in (self.links, self.relations) if links.who]

    def _picks(self) -> list[int | None]:
        column = self.table.column
        picks = {field: column(*words) for field, words in _NAMES.items()}
        if picks["child"] == picks["id"]:
            picks["child"] = None
        if picks["full"] in (picks["given"], picks["family"]):
            # Spanish and Portuguese call both the given and the whole name "nombre", "nome".
            picks["given" if picks["family"] is None else "full"] = None
        if picks["org_name"] == picks["org"]:
            picks["org_name"] = None
        return list(picks.values())

    def _roles(self, row: _Row) -> RoleSet:
        roles, group, org = self.draft.roles, self.group, row.org.replace(",", " ")
        if row.role:
            return roles(row.role, org)
        if row.title and group in (None, Group.STAFF, Group.TEACHER):
            titled = role_of_title(row.title)
            if group is None or titled is Group.ADMINISTRATOR or (group is Group.STAFF and titled is Group.TEACHER):
                return roles(row.title, org, group=titled)
        return roles(group.value, org, group=group) if group else roles("", org)

    def _person(self, row: _Row, number: int, *, has_id: bool) -> Person | None:
        draft, file = self.draft, self.table.name
        name = row.name()
        raw = row.id
        if has_id and not raw and any(name) and name == self.last[1]:
            raw = self.last[0]  # a person's further rows repeat only the name in some exports
        elif not raw and has_id:
            self.table.missing(number, (file,), draft.problems)
            return None
        emails = draft.emails(f"{row.email} {row.email2}".strip(), row.username, file, number)
        roles = self._roles(row)
        end = draft.day(row.end, file, number)
        # A role with an end is given once it is known whether it is over (`joining.settle`).
        given = (draft.roles("", row.org.replace(",", " ")) if end else roles).roles
        known = draft.people.get(self.own.get(raw, "")) if raw else None
        if known is not None and name not in ((known.given, known.family), ("", "")):
            draft.problems.add(ERROR, "duplicate_id", file, number, id=raw)
            return None
        if known is None:
            person_id = self._new_id(raw, emails, number)
            person = Person(
                person_id, intern(name[0]),
                intern(name[1]), row.middle, row.called, row.called_family, row.former, emails,
                row.username, "", given, draft.grades(row.grade), ids=(person_id,),
            )  # fmt: skip
            draft.add(person, file, number)
            self.own[raw or person_id] = person_id
        else:
            person = known
            person.emails = tuple(dict.fromkeys((*known.emails, *emails)))
            for email in emails:
                draft.contact(email, person.person_id)
            add_roles(person, given)
        self.last = (raw, name)
        if not roles.known:
            self._several(person, row, roles, number)
        self._rest(person, row, roles, end, number)
        return person

    def _several(self, person: Person, row: _Row, roles: RoleSet, number: int) -> None:
        """A role that is not known as a whole: perhaps two in one cell ("Teacher / Parent")."""
        draft, org = self.draft, row.org.replace(",", " ")
        parts = [draft.roles(part.strip(), org) for part in _BETWEEN_ROLES.split(row.role) if part.strip()]
        if len(parts) > 1 and all(part.known for part in parts):
            person.roles = ()
            for part in parts:
                add_roles(person, part.roles)
        else:
            draft.note_roles(roles, person.person_id, self.table.name, number)

    def _new_id(self, raw: str, emails: tuple[str, ...], number: int) -> str:
        people = self.draft.people
        wanted = raw or (emails[0] if emails else f"{self.table.stem}:{number}")
        if wanted not in people:
            return wanted
        other = f"{self.table.stem}:{raw or number}"
        self.draft.problems.add(INFO, "id_twice", self.table.name, number, id=other)
        return other if other not in people else f"{self.table.name}:{number}"

    def _rest(self, person: Person, row: _Row, roles: RoleSet, end: date | None, number: int) -> None:
        draft, file = self.draft, self.table.name
        group = roles.roles[0].group
        if end:
            draft.ending.append((person, roles.roles, end))
        if row.phone:
            draft.phone(row.phone, person.person_id)
        for org in (role.org_id for role in roles.roles if role.org_id):
            draft.orgs.setdefault(org, Org(org, row.org_name or org, "school"))
        for class_id in (part.strip() for part in row.klass.split(",")):
            if class_id:
                draft.classes.setdefault(person.person_id, []).append(intern(class_id))
        if row.agents:
            self.links.add(person.person_id, row.agents, number)
        if group is Group.STUDENT:
            self.students.setdefault(row.id, person.person_id)
        elif group in (Group.PARENT, Group.RELATIVE) and row.child:
            ids = [self.students.get(part.strip(), part.strip()) for part in row.child.replace(";", ",").split(",")]
            self.links.add(person.person_id, ",".join(ids), number)
        day = draft.changed(row.modified, file, number) if row.modified else None
        if roles.left or (row.status and draft.gone(row.status, file, number)):
            has_left(person, end or day)

    def _family(self, student: Person, cells: Sequence[str], number: int) -> None:
        draft, file = self.draft, self.table.name
        for columns in self.contacts:
            contact = contacts.read(columns, cells)
            if contact is None:
                continue
            person_id = base = f"{student.person_id}/{contact.label}"
            count = 1
            while person_id in draft.people:  # one row per contact, the student repeated
                count += 1
                person_id = f"{base}-{count}"
            word = "relative" if contact.relative else "parent"
            roles = draft.roles(word, student.roles[0].org_id).roles
            emails = draft.emails(contact.email, "", file, number)
            person = Person(
                person_id, intern(contact.given), intern(contact.family), emails=emails, roles=roles, ids=(person_id,)
            )
            draft.add(person, file, number)
            for phone in contact.phones:
                draft.phone(phone, person_id)
            self.relations.add(student.person_id, person_id, number, word)
