"""A district as files: a OneRoster 1.2 set, the lists of connections, and the truth beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from auditor.roster.model import STAFF_GROUPS, Person
from bench.districts.district import District


def _words(text: str) -> list[str]:
    return text.split()


_USERS = _words(
    "sourcedId status dateLastModified enabledUser username userIds givenName familyName middleName identifier "
    "email sms phone agentSourcedIds grades password userMasterIdentifier preferredGivenName preferredMiddleName "
    "preferredFamilyName primaryOrgSourcedId pronouns metadata.formerFamilyName"
)
_ROLES = _words(
    "sourcedId status dateLastModified userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId"
)
_ORGS = _words("sourcedId status dateLastModified name type identifier parentSourcedId")
_CLASSES = _words(
    "sourcedId status dateLastModified title grades courseSourcedId classCode classType location schoolSourcedId "
    "termSourcedIds subjects subjectCodes periods"
)
_ENROLLMENTS = _words(
    "sourcedId status dateLastModified classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate"
)
_ABSENT = _words(
    "academicSessions categories classResources courses courseResources demographics lineItems "
    "lineItemLearningObjectiveIds lineItemScoreScales resources resultLearningObjectiveIds results resultScoreScales "
    "scoreScales userProfiles userResources"
)
_FILES = ("users", "roles", "orgs", "classes", "enrollments")
_Row = dict[str, str]


def write(district: District, folder: Path) -> Path:
    """Write roster/*.csv, connections.csv, accounts.csv and truth.parquet into the folder; returns it."""
    target = folder / "roster"
    target.mkdir(parents=True, exist_ok=True)
    people = district.roster.people
    _table(target, "users", _USERS, map(_user, people.values()))
    _table(target, "roles", _ROLES, (row for person in people.values() for row in _roles(person)))
    _table(target, "orgs", _ORGS, _orgs(district))
    _table(target, "classes", _CLASSES, _classes(district))
    _table(target, "enrollments", _ENROLLMENTS, _enrollments(district))
    _table(target, "manifest", ("propertyName", "value"), _manifest())
    district.connections.to_csv(folder / "connections.csv", index=False)
    district.accounts.to_csv(folder / "accounts.csv", index=False)
    district.truth.to_parquet(folder / "truth.parquet", index=False)
    return folder


def _table(folder: Path, name: str, header: Sequence[str], rows: Iterable[_Row]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _manifest() -> Iterable[_Row]:
    values = {"manifest.version": "1.0", "oneroster.version": "1.2"}
    values |= {f"file.{name}": "bulk" for name in _FILES} | {f"file.{name}": "absent" for name in _ABSENT}
    return ({"propertyName": name, "value": value} for name, value in values.items())


def _day(day: date) -> str:
    return f"{day.isoformat()}T08:00:00.000Z"


def _state(person: Person) -> _Row:
    """Status cells of somebody who has left; empty otherwise, as a bulk file has them."""
    return {"status": "tobedeleted", "dateLastModified": _day(person.left_on)} if person.left and person.left_on else {}


def _user(person: Person) -> _Row:
    return _state(person) | {
        "sourcedId": person.person_id,
        "enabledUser": "false" if person.left else "true",
        "username": person.person_id,
        "givenName": person.given,
        "familyName": person.family,
        "middleName": person.middle,
        "email": person.emails[0] if person.emails else "",
        "agentSourcedIds": ",".join(person.guardians),
        "grades": ",".join(person.grades),
        "preferredGivenName": person.preferred_given,
        "primaryOrgSourcedId": person.roles[0].org_id,
        "metadata.formerFamilyName": person.former_family,
    }


def _roles(person: Person) -> Iterable[_Row]:
    for number, role in enumerate(person.roles):
        yield _state(person) | {
            "sourcedId": f"r{person.person_id}_{number}",
            "userSourcedId": person.person_id,
            "roleType": "primary" if role.primary else "secondary",
            "role": role.raw,
            "orgSourcedId": role.org_id,
        }


def _orgs(district: District) -> Iterable[_Row]:
    for org in district.roster.orgs.values():
        yield {"sourcedId": org.org_id, "name": org.name, "type": org.kind, "parentSourcedId": org.parent_id}


def _classes(district: District) -> Iterable[_Row]:
    for class_id, title, school in district.classes.itertuples(index=False):
        yield {"sourcedId": class_id, "title": title, "classType": "scheduled", "schoolSourcedId": school}


def _enrollments(district: District) -> Iterable[_Row]:
    school = dict(zip(district.classes.class_id, district.classes.school_id, strict=True))
    people, number = district.roster.people, 0
    for person_id, classes in district.roster.classes_of.items():
        role = "teacher" if people[person_id].group in STAFF_GROUPS else "student"
        for class_id in classes:
            number += 1
            yield {
                "sourcedId": f"e{number}",
                "classSourcedId": class_id,
                "schoolSourcedId": school[class_id],
                "userSourcedId": person_id,
                "role": role,
            }
