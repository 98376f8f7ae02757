"""OneRoster 1.1 and 1.2 over REST (1EdTech, final specifications of 2017 and 2022): the rostering lists.

Demographics, results and passwords are never asked for or kept. Pages are asked for by offset, which goes on by the
number of entries *received*: servers give fewer than they were asked for without saying so. The list is over at an
empty page, for the headers that could say so (`X-Total-Count`, `Link`) are missing on many servers; where the count is
there, fewer entries than it says are not a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from auditor.roster.live.auth import Auth, refused
from auditor.roster.live.reading import Ask, Listing, entries
from auditor.roster.live.rows import Cells, Page, RoleCell, Row, cell, cells, items, mapping, ref, refs
from auditor.roster.live.source import Source, SourceKind
from auditor.roster.live.stage import Stage
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json
from connectors.http import Answer
from connectors.model import Gap

PAGE = 1000
_PATHS = {SourceKind.ONEROSTER_11: "/ims/oneroster/v1p1", SourceKind.ONEROSTER_12: "/ims/oneroster/rostering/v1p2"}
_ROOT = "/ims/oneroster"
_CODES: Mapping[str, tuple[Gap, str, bool]] = {
    "unauthorisedrequest": (Gap.PERMISSION_MISSING, "signed_out", True),
    "unauthorizedrequest": (Gap.PERMISSION_MISSING, "signed_out", True),
    "unauthorized": (Gap.PERMISSION_MISSING, "signed_out", True),
    "forbidden": (Gap.PERMISSION_MISSING, "forbidden", False),
    "server_busy": (Gap.RATE_LIMITED, "busy", False),
}
"""`imsx_codeMinor` (1.1) or its field value (1.2) → what it says; looked at for an error status only."""


class OneRosterReader:
    """A OneRoster server of either version."""

    def __init__(self, source: Source, auth: Auth) -> None:
        base = source.base_url
        self._base = base if _ROOT in base else base + _PATHS[source.kind]
        self._auth = auth
        self._sorted = True

    def listings(self, stage: Stage) -> Iterator[Listing]:
        """See `Reader`."""
        del stage  # no list depends on another
        for name, _, optional in LISTS:
            yield Listing(name, self._ask(name), PAGE, name, optional=optional)

    def _ask(self, name: str) -> Ask:
        return lambda cursor, size: self.page(name, int(cursor or 0), size, "")

    def page(self, name: str, offset: int, size: int, condition: str) -> Page:
        """A page of a list, of the entries that fulfil the condition (`dateLastModified>'2026-11-20'`; "": all).

        Raises `Refusal` where the server does not give it, `TooMuch` where it may give fewer at once.
        """
        answer = self._get(name, offset, size, condition)
        _own_code(answer)
        found, _ = entries(answer, name)
        rows = [_ROWS[name](mapping(one)) for one in found]
        onward = str(offset + len(found)) if found else None
        return Page(list(rows), len(found), onward, _total(answer), tuple(one.key for one in rows))

    def _get(self, name: str, offset: int, size: int, condition: str) -> Answer:
        url = f"{self._base}/{name}"
        params: dict[str, Any] = {"limit": size, "offset": offset}
        params |= {"filter": condition} if condition else {}
        if self._sorted:  # else entries that are added while we read would move others to pages we have read
            answer = self._auth.get(url, {**params, "sort": "sourcedId", "orderBy": "asc"})
            if answer.status != 400 or offset:  # behind the first page, a change of order would skip people
                return answer
            self._sorted = False
        return self._auth.get(url, params)


def _total(answer: Answer) -> int | None:
    text = answer.headers.get("x-total-count", "").strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _own_code(answer: Answer) -> None:
    """Raises the `Refusal` that the server's own error code stands for, where it says more than the status."""
    if answer.status < 400:
        return
    try:
        body = parse_json(answer.content, "")
    except MemberDamaged:
        return
    for code in _codes(body):
        if code in _CODES:
            gap, what, final = _CODES[code]
            raise refused(what, gap, final=final)


def _codes(body: Json) -> Iterator[str]:
    for status in (mapping(body), *items(mapping(body).get("statusInfoSet"))):
        minor = status.get("imsx_codeMinor", status.get("imsx_CodeMinor"))
        fields = items(mapping(minor).get("imsx_codeMinorField"))
        for value in (minor, *(field.get("imsx_codeMinorFieldValue") for field in fields)):
            if isinstance(value, str):
                yield value.casefold()


def _base(one: Mapping[str, Any], **more: str) -> Cells:
    found = {"sourcedId": cell(one.get("sourcedId")), "status": cell(one.get("status"))}
    return {**found, "dateLastModified": cell(one.get("dateLastModified")), **more}


def _row(file: str, found: Cells, roles: tuple[RoleCell, ...] = ()) -> Row:
    return Row(file, found["sourcedId"], {name: value for name, value in found.items() if value}, roles)


def _org(one: Mapping[str, Any]) -> Row:
    plain = {name: cell(one.get(name)) for name in ("name", "type", "identifier")}
    return _row("orgs", _base(one, parentSourcedId=ref(one.get("parent")), **plain))


def _session(one: Mapping[str, Any]) -> Row:
    plain = {name: cell(one.get(name)) for name in ("title", "type", "startDate", "endDate", "schoolYear")}
    return _row("academicSessions", _base(one, parentSourcedId=ref(one.get("parent")), **plain))


def _course(one: Mapping[str, Any]) -> Row:
    return _row(
        "courses",
        _base(
            one,
            schoolYearSourcedId=ref(one.get("schoolYear")),
            title=cell(one.get("title")),
            courseCode=cell(one.get("courseCode")),
            grades=cells(one.get("grades")),
            orgSourcedId=ref(one.get("org")),
            subjects=cells(one.get("subjects")),
            subjectCodes=cells(one.get("subjectCodes")),
        ),
    )


def _class(one: Mapping[str, Any]) -> Row:
    plain = {name: cell(one.get(name)) for name in ("title", "classCode", "classType", "location")}
    lists = {name: cells(one.get(name)) for name in ("grades", "subjects", "subjectCodes", "periods")}
    refers = {
        "courseSourcedId": ref(one.get("course")),
        "schoolSourcedId": ref(one.get("school")),
        "termSourcedIds": ",".join(refs(one.get("terms"))),
    }
    return _row("classes", _base(one, **plain, **lists, **refers))


_OF_USERS = (
    "enabledUser", "username", "givenName", "familyName", "middleName", "identifier", "email", "sms", "phone",
    "userMasterIdentifier", "preferredGivenName", "preferredMiddleName", "preferredFamilyName",
)  # fmt: skip


def _user(one: Mapping[str, Any]) -> Row:
    """A user of 1.1 (one role, several orgs) or 1.2 (roles, each at its org); servers mix the two."""
    roles = tuple(map(_role, items(one.get("roles"))))
    orgs = refs(one.get("orgs"))
    word = cell(one.get("role"))
    if not roles and word:
        primary = True if len(orgs) == 1 else None
        roles = tuple(RoleCell(word, org, primary) for org in orgs or [""])
    found = _base(one, **{name: cell(one.get(name)) for name in _OF_USERS})
    found["agentSourcedIds"] = ",".join(refs(one.get("agents")))
    found["grades"] = cells(one.get("grades") or one.get("grade"))
    found["primaryOrgSourcedId"] = ref(one.get("primaryOrg")) or (orgs[0] if orgs and not roles else "")
    return _row("users", found, roles)


def _role(one: Mapping[str, Any]) -> RoleCell:
    kind = cell(one.get("roleType")).casefold()
    return RoleCell(
        cell(one.get("role")),
        ref(one.get("org")),
        None if kind not in ("primary", "secondary") else kind == "primary",
        cell(one.get("beginDate")),
        cell(one.get("endDate")),
    )


def _enrollment(one: Mapping[str, Any]) -> Row:
    plain = {name: cell(one.get(name)) for name in ("role", "primary", "beginDate", "endDate")}
    refers = {f"{name}SourcedId": ref(one.get(name)) for name in ("class", "school", "user")}
    return _row("enrollments", _base(one, **plain, **refers))


LISTS: tuple[tuple[str, Callable[[Mapping[str, Any]], Row], bool], ...] = (
    ("orgs", _org, False),
    ("academicSessions", _session, True),
    ("courses", _course, True),
    ("classes", _class, False),
    ("users", _user, False),
    ("enrollments", _enrollment, False),
)
"""Path and key of each list, how an entry becomes a row, and whether a server may do without it."""
_ROWS = {name: row for name, row, _ in LISTS}
