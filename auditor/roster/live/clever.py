"""Clever's Data API 3.1 with a district's token (dev.clever.com: Data model, Pagination, Contacts and Guardians).

A user has one id and any of the roles student, teacher, staff, district_admin and contact. Contacts are families: the
whole name stands in the last name, and who they are to which student in `student_relationships`. Birth dates, ethnicity
and the other personal data of students are not kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from auditor.roster.live.auth import Auth
from auditor.roster.live.reading import Ask, Listing, entries
from auditor.roster.live.rows import Cells, Page, RoleCell, Row, Tie, cell, items, mapping
from auditor.roster.live.source import Source
from auditor.roster.live.stage import Stage
from auditor.roster.model import Group
from auditor.roster.readers.vocabulary import role_of_title
from connectors.files import Json
from connectors.model import Gap
from connectors.refusal import refusal

PAGE = 1000
_VERSION = "/v3.1"
_GRADES = {
    "infanttoddler": "IT", "preschool": "PR", "prekindergarten": "PK", "transitionalkindergarten": "TK",
    "kindergarten": "KG", "postgraduate": "PS", "ungraded": "UG", "other": "Other",
}  # fmt: skip
"""Clever's words for grades → those of OneRoster (CEDS)."""
_KIN = frozenset({"grandparent", "aunt/uncle", "sibling"})
_FAMILY_TYPES = frozenset({"family", "secondary"})


class CleverReader:
    """A district in Clever."""

    def __init__(self, source: Source, auth: Auth) -> None:
        base = source.base_url
        self._base = base if re.search(r"/v3\.\d+$", base) else base + _VERSION
        self._auth = auth

    def listings(self, stage: Stage) -> Iterator[Listing]:
        """See `Reader`."""
        del stage  # no list depends on another
        yield Listing("districts", self._ask("districts", _district), PAGE, "orgs")
        yield Listing("schools", self._ask("schools", _school), PAGE, "orgs")
        yield Listing("users", self._ask("users", _user), PAGE, "users")
        yield Listing("sections", self._ask("sections", _section), PAGE, "classes")

    def _ask(self, name: str, rows: Callable[[Mapping[str, Any]], list[Row | Tie]]) -> Ask:
        def ask(cursor: str | None, size: int) -> Page:
            params: dict[str, Any] = {"limit": size} | ({"starting_after": cursor} if cursor else {})
            found, body = entries(self._auth.get(f"{self._base}/{name}", params), "data")
            data = [mapping(mapping(one).get("data")) for one in found]
            made = [row for one in data for row in rows(one)]
            return Page(made, len(found), _onward(body.get("links")), None, tuple(cell(one.get("id")) for one in data))

        return ask


def _onward(links: Json) -> str | None:
    """The cursor in the link to the next page. The link is not followed itself: the address stays ours.

    Raises `Refusal` for a link without a cursor: there is more, and no way to it.
    """
    for link in items(links):
        if link.get("rel") == "next":
            try:
                return parse_qs(urlsplit(cell(link.get("uri"))).query)["starting_after"][0]
            except (ValueError, KeyError):
                raise refusal(Gap.DAMAGED, "not_json") from None
    return None


def _row(file: str, one: Mapping[str, Any], found: Cells, roles: tuple[RoleCell, ...] = ()) -> Row:
    cells_ = {"sourcedId": cell(one.get("id")), "dateLastModified": cell(one.get("last_modified")), **found}
    return Row(file, cells_["sourcedId"], {name: value for name, value in cells_.items() if value}, roles)


def _district(one: Mapping[str, Any]) -> list[Row | Tie]:
    return [_row("orgs", one, {"name": cell(one.get("name")), "type": "district"})]


def _school(one: Mapping[str, Any]) -> list[Row | Tie]:
    found = {
        "name": cell(one.get("name")),
        "type": "school",
        "identifier": cell(one.get("sis_id")) or cell(one.get("school_number")),
        "parentSourcedId": cell(one.get("district")),
    }
    return [_row("orgs", one, found)]


def _section(one: Mapping[str, Any]) -> list[Row | Tie]:
    school, section = cell(one.get("school")), cell(one.get("id"))
    found = {"title": cell(one.get("name")), "classType": "scheduled", "schoolSourcedId": school}
    made: list[Row | Tie] = [_row("classes", one, found)]
    people = [("teacher", cell(one.get("teacher"))), *(("teacher", user) for user in _ids(one.get("teachers")))]
    people += [("student", user) for user in _ids(one.get("students"))]
    for role, user in people:
        if user and section:
            cells_ = {"sourcedId": f"{section}/{user}", "classSourcedId": section, "schoolSourcedId": school}
            cells_ |= {"userSourcedId": user, "role": role}
            made.append(Row("enrollments", cells_["sourcedId"], cells_))
    return made


def _ids(value: Json) -> list[str]:
    return [found for found in map(cell, value) if found] if isinstance(value, list) else []


def _user(one: Mapping[str, Any]) -> list[Row | Tie]:
    roles, name = mapping(one.get("roles")), mapping(one.get("name"))
    user, district = cell(one.get("id")), cell(one.get("district"))
    made: list[RoleCell] = []
    ties: list[Row | Tie] = []
    found: Cells = {
        "enabledUser": "true",
        "givenName": cell(name.get("first")),
        "middleName": cell(name.get("middle")),
        "familyName": cell(name.get("last")),
        "email": cell(one.get("email")),
    }
    for kind, role in roles.items():
        role = mapping(role)
        found.setdefault("username", "")
        found["username"] = found["username"] or cell(mapping(role.get("credentials")).get("district_username"))
        found["identifier"] = found.get("identifier", "") or _number(role)
        if kind == "student":
            found["grades"] = _grade(cell(role.get("grade")))
            made += _at(role, "student")
        elif kind == "teacher":
            made += _at(role, "teacher")
        elif kind == "staff":
            leads = role_of_title(cell(role.get("title"))) is Group.ADMINISTRATOR
            made += _at(role, "siteAdministrator" if leads else "ext:staff")
        elif kind == "district_admin":
            made.append(RoleCell("districtAdministrator", district))
        elif kind == "contact":
            found["sms" if cell(role.get("phone_type")).casefold() == "cell" else "phone"] = cell(role.get("phone"))
            ties += _ties(user, items(role.get("student_relationships")))
            made += [RoleCell("guardian" if tie.guardian else "relative") for tie in ties if isinstance(tie, Tie)]
    if not made and roles.keys() == {"contact"}:
        return []  # a doctor, a neighbor, or the student's own number: nobody of a family
    return [_row("users", one, found, tuple(dict.fromkeys(made))), *ties]


def _number(role: Mapping[str, Any]) -> str:
    return next(filter(None, (cell(role.get(name)) for name in ("sis_id", "staff_id"))), "")


def _at(role: Mapping[str, Any], word: str) -> list[RoleCell]:
    """A role at each of its schools; the main one is the primary role."""
    main = cell(role.get("school"))
    schools = list(dict.fromkeys(filter(None, [main, *_ids(role.get("schools"))])))
    return [RoleCell(word, school, school == main if main else None) for school in schools] or [RoleCell(word)]


def _ties(user: str, relationships: list[Mapping[str, Any]]) -> list[Row | Tie]:
    found: list[Row | Tie] = []
    for one in relationships:
        relation, kind = cell(one.get("relationship")).casefold(), cell(one.get("type")).casefold()
        student = cell(one.get("student"))
        if not student or relation == "self":
            continue
        if relation == "parent" or kind == "parent/guardian" or (kind == "primary" and relation not in _KIN):
            found.append(Tie(student, user))
        elif relation in _KIN or kind in _FAMILY_TYPES:  # else an emergency contact, who may be anybody
            found.append(Tie(student, user, guardian=False))
    return found


def _grade(text: str) -> str:
    word = text.replace(" ", "").casefold()
    return _GRADES.get(word, f"{int(text):02d}" if text.isdecimal() and len(text) < 3 else text)
