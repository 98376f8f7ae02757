"""What a CSV file holds, told by its header: names of files mislead (SDS has a roles.csv of its own)."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from auditor.roster.readers import plain
from auditor.roster.readers.tables import Table, key, words
from connectors.archive import Member


class Kind(StrEnum):
    """The files we read."""

    MANIFEST = "manifest"
    USERS = "users"
    ORGS = "orgs"
    CLASSES = "classes"
    ROLES = "roles"
    SDS_ROLES = "sds_roles"
    RELATIONSHIPS = "relationships"
    ENROLLMENTS = "enrollments"
    SDS1_SCHOOL = "sds1_school"
    SDS1_SECTION = "sds1_section"
    SDS1_PERSON = "sds1_person"
    SDS1_MEMBERSHIP = "sds1_membership"
    PLAIN = "plain"


_CLOSED = words(
    "academicSessions categories classResources courses courseResources demographics lineItems "
    "lineItemLearningObjectiveIds lineItemScoreScales resources results resultLearningObjectiveIds "
    "resultScoreScales scoreScales userResources userFlags"
)
_PRIVATE = re.compile(
    r"demographic|result|score|health|medical|disciplin|attendance|password|allerg|immuni|ethnic|lunch"
)
_SUFFIX = re.compile(r"\.(csv|tsv|txt)$", re.IGNORECASE)


def may_open(member: Member) -> bool:
    """Whether a member may be looked into: a text table, and by its name nothing about health, marks or the like."""
    stem = key(_SUFFIX.sub("", member.basename))
    return bool(_SUFFIX.search(member.basename)) and stem not in _CLOSED and not _PRIVATE.search(stem)


def kind_of(table: Table) -> Kind | None:
    """What the header says the table is; None for a header we do not know."""
    keys = frozenset(table.keys)
    kind = next((kind for kind, needs, excludes in _HEADERS if needs(keys) and not keys & excludes), None)
    return kind or (Kind.PLAIN if plain.is_people(table) else None)


def _needs(*groups: str) -> Callable[[frozenset[str]], bool]:
    """A test that one key of each group (`"sisid|id"`) is in the header."""
    choices = [frozenset(group.split("|")) for group in groups]
    return lambda keys: all(keys & choice for choice in choices)


_HEADERS: tuple[tuple[Kind, Callable[[frozenset[str]], bool], frozenset[str]], ...] = (
    (Kind.MANIFEST, _needs("propertyname", "value"), frozenset()),
    (Kind.RELATIONSHIPS, _needs("usersourcedid", "relationshipusersourcedid"), frozenset()),
    (Kind.ENROLLMENTS, _needs("usersourcedid", "classsourcedid"), frozenset({"lineitemsourcedid", "score"})),
    (Kind.ROLES, _needs("usersourcedid", "role", "orgsourcedid", "sourcedid|roletype"), frozenset()),
    (Kind.SDS_ROLES, _needs("usersourcedid", "role", "orgsourcedid"), frozenset()),
    (
        Kind.USERS,
        _needs("sourcedid", "givenname|familyname|username|firstname|lastname"),
        frozenset({"usersourcedid", "vendorid", "credentialtype"}),
    ),
    (Kind.ORGS, _needs("sourcedid", "name", "type|parentsourcedid|identifier"), frozenset()),
    (
        Kind.CLASSES,
        _needs("sourcedid", "title", "orgsourcedid|schoolsourcedid|classtype"),
        frozenset({"coursecode", "code", "schoolyearsourcedid", "startdate"}),
    ),
    (Kind.SDS1_MEMBERSHIP, _needs("sectionsisid|sectionid", "sisid|id"), frozenset({"username", "lastname", "name"})),
    (Kind.SDS1_SECTION, _needs("sisid|id", "schoolsisid|schooldfenumber", "sectionname"), frozenset()),
    (Kind.SDS1_PERSON, _needs("sisid|id", "schoolsisid|schooldfenumber", "username"), frozenset()),
    (Kind.SDS1_SCHOOL, _needs("sisid|dfenumber", "name"), frozenset({"schoolsisid", "schooldfenumber", "role"})),
)

ONEROSTER = (Kind.USERS, Kind.ORGS, Kind.CLASSES, Kind.ROLES, Kind.SDS_ROLES, Kind.RELATIONSHIPS, Kind.ENROLLMENTS)
"""The kinds of files a manifest speaks of."""
SDS1 = (Kind.SDS1_SCHOOL, Kind.SDS1_SECTION, Kind.SDS1_PERSON, Kind.SDS1_MEMBERSHIP)
