"""A roster's rows on their way from a server to the files: plain cells, whichever server they came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from connectors.files import Json, text_of

LONGEST = 20_000
"""Characters of a cell. No name is longer, and readers of CSV have limits."""

USER_CELLS = (
    "sourcedId", "status", "dateLastModified", "enabledUser", "username", "userIds", "givenName", "familyName",
    "middleName", "identifier", "email", "sms", "phone", "agentSourcedIds", "grades", "password",
    "userMasterIdentifier", "preferredGivenName", "preferredMiddleName", "preferredFamilyName", "primaryOrgSourcedId",
    "pronouns",
)  # fmt: skip
"""The columns of OneRoster 1.2's users.csv. What we have no use for stays empty: password, pronouns."""
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "orgs": ("sourcedId", "status", "dateLastModified", "name", "type", "identifier", "parentSourcedId"),
    "academicSessions": (
        "sourcedId", "status", "dateLastModified", "title", "type", "startDate", "endDate", "parentSourcedId",
        "schoolYear",
    ),
    "courses": (
        "sourcedId", "status", "dateLastModified", "schoolYearSourcedId", "title", "courseCode", "grades",
        "orgSourcedId", "subjects", "subjectCodes",
    ),
    "classes": (
        "sourcedId", "status", "dateLastModified", "title", "grades", "courseSourcedId", "classCode", "classType",
        "location", "schoolSourcedId", "termSourcedIds", "subjects", "subjectCodes", "periods",
    ),
    "users": USER_CELLS,
    "roles": (
        "sourcedId", "status", "dateLastModified", "userSourcedId", "roleType", "role", "beginDate", "endDate",
        "orgSourcedId", "userProfileSourcedId",
    ),
    "enrollments": (
        "sourcedId", "status", "dateLastModified", "classSourcedId", "schoolSourcedId", "userSourcedId", "role",
        "primary", "beginDate", "endDate",
    ),
}  # fmt: skip
"""File → its columns, in the order of OneRoster 1.2 (1.2.1) CSV."""

Cells: TypeAlias = dict[str, str]


@dataclass(frozen=True, slots=True)
class RoleCell:
    """One row of roles.csv to be. An empty `org` is filled with those of the children, for somebody's guardian."""

    role: str
    org: str = ""
    primary: bool | None = None
    begin: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file to be. `key` tells it apart from the others of its file; empty where the row has no id."""

    file: str
    key: str
    cells: Cells
    roles: tuple[RoleCell, ...] = ()
    """Of a user."""


@dataclass(frozen=True, slots=True)
class Tie:
    """A student and somebody of the family, where the server says it apart from both. `guardian`: or else only kin."""

    student: str
    other: str
    guardian: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought."""

    rows: list[Row | Tie]
    received: int
    """Entries the server sent, whatever became of them."""
    cursor: str | None
    """What to ask next; None: the list is over."""
    total: int | None = None
    """How many entries the server says the list has."""
    ids: tuple[str, ...] = field(default=())
    """Of the entries, in order: by these a page that repeats is known."""


def cell(value: Json) -> str:
    """A scalar as a cell: text, number or truth value; "" for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(value)[:40]
    return (text_of(value) or "")[:LONGEST]


def cells(value: Json) -> str:
    """A list of scalars, or one, as a cell with commas."""
    many = value if isinstance(value, list) else [value]
    return ",".join(filter(None, map(cell, many)))


def ref(value: Json) -> str:
    """The id a reference names: `{"sourcedId": "a1", "href": ...}`, or the id itself."""
    return cell(value.get("sourcedId")) if isinstance(value, Mapping) else cell(value)


def refs(value: Json) -> list[str]:
    """The ids of a list of references; one that is not in a list counts as well."""
    many = value if isinstance(value, list) else [value]
    return [found for found in map(ref, many) if found]


def mapping(value: Json) -> Mapping[str, Any]:
    """An object, or an empty one where the server has sent something else."""
    return value if isinstance(value, Mapping) else {}


def items(value: Json) -> list[Mapping[str, Any]]:
    """The objects of a list."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def joined(ids: Iterable[str]) -> str:
    """Ids as a cell, each once."""
    return ",".join(dict.fromkeys(filter(None, ids)))
