"""Google Workspace: the people of the directory, and classes and guardians of Classroom where its address is given.

- Directory API, users.list (scope `admin.directory.user.readonly`), of the whole customer.
- Classroom API: courses.list, courses.teachers.list, courses.students.list (`classroom.courses.readonly`,
  `classroom.rosters.readonly`), userProfiles.guardians.list (`classroom.guardianlinks.students.readonly`).

The directory knows accounts, not roles: whose account it is follows from the configured organizational units, else from
the words in the unit's name, else from the job title; the classes settle what is left. Guardians' addresses are told to
domain administrators only (`invitedEmailAddress`), and guardians who were invited and have not accepted are not listed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

from auditor.roster.live.auth import Auth, refused
from auditor.roster.live.reading import Ask, Listing, entries
from auditor.roster.live.rows import Cells, Page, RoleCell, Row, Tie, cell, items, mapping
from auditor.roster.live.source import Source
from auditor.roster.live.stage import Stage
from auditor.roster.model import Group
from auditor.roster.readers.tables import key
from auditor.roster.readers.vocabulary import role_of_file, role_of_title
from connectors.http import Answer
from connectors.model import Gap
from connectors.refusal import Refusal

_USERS, _OTHERS = 500, 100
"""The most that users.list gives at once; the others give fewer than they are asked for where they must."""
_FIELDS = (
    "nextPageToken,users(id,primaryEmail,name(givenName,familyName),suspended,archived,orgUnitPath,emails,phones,"
    "externalIds,organizations)"
)
"""What is asked for of a user; never birth date, addresses or recovery data."""
_WORDS = {
    Group.STUDENT: "student",
    Group.TEACHER: "teacher",
    Group.ADMINISTRATOR: "siteAdministrator",
    Group.STAFF: "ext:staff",
    Group.VOLUNTEER: "ext:volunteer",
    Group.PARENT: "guardian",
}


class GoogleReader:
    """A Workspace domain."""

    def __init__(self, source: Source, auth: Auth) -> None:
        self._source, self._auth = source, auth
        units = sorted(source.org_units.items(), key=lambda unit: -len(unit[0]))
        self._units = [(f"{path.strip('/')}/".casefold(), role) for path, role in units]

    def listings(self, stage: Stage) -> Iterator[Listing]:
        """See `Reader`."""
        yield Listing("users", self._users, _USERS, "users")
        classroom = self._source.classroom_url
        if not classroom:
            return
        courses = f"{classroom}/v1/courses"
        yield Listing("courses", self._ask(courses, "courses", _course, courseStates="ACTIVE"), _OTHERS, "classes")
        for course in stage.keys("classes"):
            for what in ("teachers", "students"):
                url = f"{courses}/{quote(course, safe='')}/{what}"
                ask = self._ask(url, what, _member(course, what.removesuffix("s")))
                yield Listing(f"course/{course}/{what}", ask, _OTHERS, "enrollments", vanishes=True)
        if self._source.guardians:
            url = f"{classroom}/v1/userProfiles/-/guardians"
            yield Listing("guardians", self._guardians(url), _OTHERS, "guardians")

    def _ask(self, url: str, name: str, rows: Callable[[Mapping[str, Any]], list[Row | Tie]], **more: str) -> Ask:
        def ask(cursor: str | None, size: int) -> Page:
            params: dict[str, Any] = {"pageSize": size, **more} | ({"pageToken": cursor} if cursor else {})
            return _page(self._auth.get(url, params), name, rows)

        return ask

    def _users(self, cursor: str | None, size: int) -> Page:
        params: dict[str, Any] = {"customer": "my_customer", "maxResults": size, "orderBy": "email", "fields": _FIELDS}
        params |= {"pageToken": cursor} if cursor else {}
        answer = self._auth.get(f"{self._source.base_url}/admin/directory/v1/users", params)
        try:
            return _page(answer, "users", self._user)
        except Refusal as failed:
            if self._source.subject and failed.note.id == "live.forbidden":
                raise refused("no_admin") from None
            raise

    def _guardians(self, url: str) -> Ask:
        plain = self._ask(url, "guardians", _guardian)

        def ask(cursor: str | None, size: int) -> Page:
            try:
                return plain(cursor, size)
            except Refusal as failed:
                if failed.gap is Gap.PERMISSION_MISSING and not failed.final:
                    raise refused("no_guardians") from None
                raise

        return ask

    def _user(self, one: Mapping[str, Any]) -> list[Row | Tie]:
        path = cell(one.get("orgUnitPath")).rstrip("/")
        jobs = items(one.get("organizations"))
        job = next((job for job in jobs if job.get("primary") is True), jobs[0] if jobs else {})
        role = self._role(path, cell(job.get("title")))
        if role == "none":
            return []
        name, email = mapping(one.get("name")), cell(one.get("primaryEmail"))
        others = [cell(entry.get("address")) for entry in items(one.get("emails"))]
        phones = [cell(entry.get("value")) for entry in items(one.get("phones"))]
        numbers = [cell(entry.get("value")) for entry in items(one.get("externalIds"))]
        user = cell(one.get("id"))
        gone = one.get("suspended") is True or one.get("archived") is True
        found: Cells = {
            "sourcedId": user,
            "status": "tobedeleted" if gone else "",
            "enabledUser": "false" if gone else "true",
            "givenName": cell(name.get("givenName")),
            "familyName": cell(name.get("familyName")),
            "email": " ".join(dict.fromkeys(filter(None, [email, *others]))),
            "phone": next(filter(None, phones), ""),
            "identifier": next(filter(None, numbers), ""),
            "primaryOrgSourcedId": path,
        }
        roles = (RoleCell(role, path),) if role else ()
        return [*_units(path), Row("users", user, {k: v for k, v in found.items() if v}, roles)]

    def _role(self, path: str, title: str) -> str:
        """The role of an account in this unit; "" where nothing says it, "none" where it is nobody's."""
        below = f"{path.strip('/')}/".casefold()
        for unit, role in self._units:
            if below.startswith(unit) or unit == "/":
                return "none" if role == "none" else _WORDS[Group(role)]
        for part in reversed(path.strip("/").split("/")):
            group = role_of_file(key(part))
            if group is not None:
                return _WORDS[group]
        return _WORDS[role_of_title(title)] if title else ""


def _page(answer: Answer, name: str, rows: Callable[[Mapping[str, Any]], list[Row | Tie]]) -> Page:
    """A page of any of the lists. Google leaves the list out where it is empty."""
    if 200 <= answer.status < 300:
        body = answer.json()
        if isinstance(body, dict) and name not in body and body.keys() <= {"nextPageToken", "kind", "etag"}:
            return Page([], 0, cell(body.get("nextPageToken")) or None)
    _own_code(answer)
    found, body = entries(answer, name)
    made = [row for one in found for row in rows(mapping(one))]
    ids = tuple(
        f"{cell(one.get('id'))}{cell(one.get('userId'))}{cell(one.get('guardianId'))}/{cell(one.get('studentId'))}"
        for one in map(mapping, found)
    )
    return Page(made, len(found), cell(body.get("nextPageToken")) or None, None, ids)


def _own_code(answer: Answer) -> None:
    """Google answers 403 to those who ask too often as well, and where its interface is off; its reasons tell."""
    if answer.status != 403:
        return
    try:
        body = mapping(Answer(200, {}, answer.content).json())
    except Refusal:
        return
    error = mapping(body.get("error"))
    reasons = {cell(one.get("reason")) for one in items(error.get("errors"))} | {cell(error.get("status"))}
    if reasons & {"rateLimitExceeded", "userRateLimitExceeded", "quotaExceeded", "RESOURCE_EXHAUSTED"}:
        raise refused("busy", Gap.RATE_LIMITED)
    reasons |= {cell(one.get("reason")) for one in items(error.get("details"))}
    if reasons & {"accessNotConfigured", "SERVICE_DISABLED"}:
        raise refused("api_off", final=True)


def _units(path: str) -> list[Row]:
    """The organizational unit and those above it, as departments."""
    made: list[Row] = []
    parts = path.strip("/").split("/") if path.strip("/") else []
    for depth in range(len(parts), 0, -1):
        unit, above = f"/{'/'.join(parts[:depth])}", f"/{'/'.join(parts[: depth - 1])}"
        cells_ = {"sourcedId": unit, "name": parts[depth - 1], "type": "department"}
        if depth > 1:
            cells_["parentSourcedId"] = above
        made.append(Row("orgs", unit, cells_))
    return made


def _course(one: Mapping[str, Any]) -> list[Row | Tie]:
    course = cell(one.get("id"))
    found = {"sourcedId": course, "title": cell(one.get("name")), "classType": "scheduled"}
    return [Row("classes", course, {name: value for name, value in found.items() if value})]


def _member(course: str, role: str) -> Callable[[Mapping[str, Any]], list[Row | Tie]]:
    def rows(one: Mapping[str, Any]) -> list[Row | Tie]:
        user = cell(one.get("userId"))
        found = {"sourcedId": f"{course}/{role}/{user}", "classSourcedId": course, "userSourcedId": user, "role": role}
        return [Row("enrollments", found["sourcedId"], found)]

    return rows


def _guardian(one: Mapping[str, Any]) -> list[Row | Tie]:
    profile = mapping(one.get("guardianProfile"))
    name = mapping(profile.get("name"))
    guardian = cell(one.get("guardianId"))
    email = [cell(profile.get("emailAddress")), cell(one.get("invitedEmailAddress"))]
    given, family = cell(name.get("givenName")), cell(name.get("familyName"))
    found = {
        "sourcedId": guardian,
        "enabledUser": "true",
        "givenName": given,
        "familyName": family or ("" if given else cell(name.get("fullName"))),
        "email": " ".join(dict.fromkeys(filter(None, email))),
    }
    row = Row("users", guardian, {k: v for k, v in found.items() if v}, (RoleCell("guardian"),))
    return [row, Tie(cell(one.get("studentId")), guardian)]
