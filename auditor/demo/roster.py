"""The district's roster as OneRoster 1.2 CSV, with the flaws real ones have (see `people`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.demo.people import DISTRICT_ID, GRADUATION, NAME, SCHOOLS, District, Human, letters

_CHANGED = "2026-08-24T05:00:00.000Z"
_LEFT_DAY = "2026-10-30"
_LEFT = f"{_LEFT_DAY}T05:00:00.000Z"
_YEAR = "ses-2026"
_HIGH = SCHOOLS[-1]
_FILES = (
    "academicSessions",
    "categories",
    "classes",
    "classResources",
    "courses",
    "courseResources",
    "demographics",
    "enrollments",
    "lineItemLearningObjectiveIds",
    "lineItems",
    "lineItemScoreScales",
    "orgs",
    "resources",
    "resultLearningObjectiveIds",
    "results",
    "resultScoreScales",
    "roles",
    "scoreScales",
    "userProfiles",
    "userResources",
    "users",
)
_HEADERS = {
    "academicSessions": "title,type,startDate,endDate,parentSourcedId,schoolYear",
    "classes": "title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,termSourcedIds,subjects,"
    "subjectCodes,periods",
    "courses": "schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,subjectCodes",
    "enrollments": "classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate",
    "orgs": "name,type,identifier,parentSourcedId",
    "roles": "userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,userProfileSourcedId",
    "users": "enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,sms,phone,agentSourcedIds,"
    "grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,preferredFamilyName,"
    "primaryOrgSourcedId,pronouns",
}
Row = dict[str, str]


def write(district: District, folder: Path) -> Path:
    """Write the files into `folder` (made if need be) and return it."""
    folder.mkdir(parents=True, exist_ok=True)
    tables: dict[str, Iterable[Row]] = {
        "academicSessions": _sessions(),
        "classes": _classes(district),
        "courses": _courses(district),
        "enrollments": _enrollments(district),
        "orgs": _orgs(),
        "roles": _roles(district),
        "users": _users(district),
    }
    manifest = {"manifest.version": "1.0", "oneroster.version": "1.2"}
    manifest |= {f"file.{name}": "bulk" if name in tables else "absent" for name in _FILES}
    manifest |= {"source.systemName": "Harbor Falls student information", "source.systemCode": "hfsis"}
    _save(folder / "manifest.csv", ["propertyName", "value"], [[k, v] for k, v in manifest.items()])
    for name, rows in tables.items():
        header = ["sourcedId", "status", "dateLastModified", *_HEADERS[name].split(",")]
        _save(folder / f"{name}.csv", header, [[row.get(column, "") for column in header] for row in rows])
    return folder


def _save(path: Path, header: list[str], rows: list[list[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8", newline="")


def _row(id: str, left: bool = False, **cells: str) -> Row:
    standing = {"status": "tobedeleted" if left else "active", "dateLastModified": _LEFT if left else _CHANGED}
    return {"sourcedId": id, **standing, **cells}


def _orgs() -> Iterator[Row]:
    yield _row(DISTRICT_ID, name=NAME, type="district", identifier="HF")
    for number, school in enumerate(SCHOOLS, 1):
        yield _row(school.id, name=school.name, type="school", identifier=f"HF{number}", parentSourcedId=DISTRICT_ID)


def _sessions() -> Iterator[Row]:
    for id, title, kind, start, end in (
        (_YEAR, "2026-27", "schoolYear", "2026-08-31", "2027-06-19"),
        ("ses-fall", "Fall 2026", "semester", "2026-08-31", "2027-01-22"),
        ("ses-spring", "Spring 2027", "semester", "2027-01-25", "2027-06-19"),
    ):
        yield _row(
            id,
            title=title,
            type=kind,
            startDate=start,
            endDate=end,
            parentSourcedId="" if id == _YEAR else _YEAR,
            schoolYear="2027",
        )


def _course_id(school: str, title: str, grade: str) -> str:
    return f"crs-{school.removeprefix('org-')}-{letters(title.split(' ')[0])}-{grade}"


def _courses(district: District) -> Iterator[Row]:
    seen: set[str] = set()
    for room in district.classes.values():
        id = _course_id(room.school.id, room.title, room.grade)
        if id not in seen:
            seen.add(id)
            title = f"{room.title.split(' ')[0]} {room.grade}"
            yield _row(
                id,
                schoolYearSourcedId=_YEAR,
                title=title,
                courseCode=id.removeprefix("crs-").upper(),
                grades=room.grade,
                orgSourcedId=room.school.id,
            )


def _classes(district: District) -> Iterator[Row]:
    for number, room in enumerate(district.classes.values(), 1):
        yield _row(
            room.id,
            title=room.title,
            grades=room.grade,
            courseSourcedId=_course_id(room.school.id, room.title, room.grade),
            classCode=f"{number:03d}",
            classType="homeroom" if room.title.startswith("Homeroom") else "scheduled",
            schoolSourcedId=room.school.id,
            termSourcedIds=_YEAR,
        )


def _enrollments(district: District) -> Iterator[Row]:
    number = 0
    for room in district.classes.values():
        for person, role in [(room.teacher, "teacher"), *((pupil, "student") for pupil in room.pupils)]:
            number += 1
            left = district.people[person].left
            yield _row(
                f"enr-{number:05d}",
                left,
                classSourcedId=room.id,
                schoolSourcedId=room.school.id,
                userSourcedId=person,
                role=role,
                primary="true" if role == "teacher" else "false",
                beginDate="2026-08-31",
                endDate=_LEFT_DAY if left else "",
            )


def _listed(district: District) -> Iterator[tuple[str, str, Human]]:
    """Every row of the roster: id, the roster's role word, person. Staff who are parents come twice."""
    for human in district.people.values():
        if human.listed:
            yield human.id, human.raw, human
            if human.parent_row:
                yield human.parent_row, "guardian", human


def _roles(district: District) -> Iterator[Row]:
    for number, (id, raw, human) in enumerate(_listed(district), 1):
        org = district.people[human.children[0]].org if raw == "guardian" else human.org
        yield _row(
            f"rol-{number:05d}",
            human.left,
            userSourcedId=id,
            roleType="primary",
            role=raw,
            beginDate="2026-08-31" if human.role == "student" else "",
            endDate=_LEFT_DAY if human.left else "",
            orgSourcedId=org,
        )


def _users(district: District) -> Iterator[Row]:
    for number, (id, raw, human) in enumerate(_listed(district), 1):
        yield _row(
            id,
            human.left,
            enabledUser="false" if human.left else "true",
            username=_username(human) if raw != "guardian" else "",
            userIds=f"{{HFSIS:{40_000 + number}}}",
            givenName=human.given,
            familyName=human.family,
            middleName=human.middle,
            identifier=str(40_000 + number),
            email=human.email,
            agentSourcedIds=",".join(_agents(district, human, raw)),
            grades=human.grade,
            preferredGivenName=human.preferred_given,
            preferredFamilyName=human.preferred_family,
            primaryOrgSourcedId=human.org if raw != "guardian" else "",
        )


def _username(human: Human) -> str:
    year = f"{GRADUATION[human.grade] % 100:02d}" if human.grade else ""
    return year + human.email.partition("@")[0]


def _agents(district: District, human: Human, raw: str) -> list[str]:
    """Links of guardians and pupils: the high school's system writes them at the guardian, the others at the pupil."""
    people = district.people
    if raw == "guardian":
        return [c for c in human.children if human.id in people[c].linked and people[c].org == _HIGH.id]
    if raw == "student" and human.org != _HIGH.id:
        return [people[g].parent_row or g for g in human.guardians if g in human.linked]
    return []
