"""Tiny rosters in every format, as files; the people in them are invented.

All of `FORMATS` hold the same family and school, so one test can ask the same of each.
"""

from __future__ import annotations

import gc
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SECRET = "hunter2-never-kept"

_OR_USERS_11 = (
    "sourcedId,status,dateLastModified,enabledUser,orgSourcedIds,role,username,userIds,givenName,familyName,"
    "middleName,identifier,email,sms,phone,agentSourcedIds,grades,password\n"
)
_OR_USERS_12 = (
    "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,identifier,email,"
    "sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns\n"
)
ORGS = (
    "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\n"
    "d1,,,Harbor District,district,,\ns1,,,Harbor School,school,,d1\n"
)
CLASSES = (
    "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,schoolSourcedId,"
    "termSourcedIds,subjects,subjectCodes,periods\nc1,,,Art,,,,scheduled,,s1,,,,\n"
)
ENROLLMENTS = (
    "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,beginDate,endDate\n"
    "e1,,,c1,s1,t1,teacher,true,,\ne2,,,c1,s1,k1,student,,,\n"
)


def users11(*rows: str) -> str:
    """A OneRoster 1.1 users.csv."""
    return _OR_USERS_11 + "".join(row + "\n" for row in rows)


def users12(*rows: str) -> str:
    """A OneRoster 1.2 users.csv."""
    return _OR_USERS_12 + "".join(row + "\n" for row in rows)


def user11(person: str, role: str, given: str, family: str, **cells: str) -> str:
    """One row of it; other columns by name."""
    values = {"sourcedId": person, "enabledUser": "true", "orgSourcedIds": "s1", "role": role, "username": person}
    values |= {"givenName": given, "familyName": family, "password": SECRET} | cells
    return ",".join(f'"{values[n]}"' if n in values else "" for n in _OR_USERS_11.strip().split(","))


def user12(person: str, given: str, family: str, **cells: str) -> str:
    """One row of a 1.2 users.csv; other columns by name."""
    values = {"sourcedId": person, "enabledUser": "true", "username": person, "primaryOrgSourcedId": "s1"}
    values |= {"givenName": given, "familyName": family, "password": SECRET} | cells
    return ",".join(f'"{values[n]}"' if n in values else "" for n in _OR_USERS_12.strip().split(","))


def roles12(*rows: tuple[str, str]) -> str:
    """A OneRoster 1.2 roles.csv from (user, role); a third cell is the end date, a fourth the status."""
    head = (
        "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
        "userProfileSourcedId\n"
    )
    lines = []
    for number, (user, role, *rest) in enumerate(rows):
        end, status = [*rest, "", ""][:2]
        lines.append(f"r{number},{status},,{user},primary,{role},,{end},s1,\n")
    return head + "".join(lines)


def manifest(version: str = "1.2", mode: str = "bulk", *names: str) -> str:
    """A manifest in which the named files (users by default) have this mode."""
    rows = [f"file.{name},{mode}" for name in names or ("users",)]
    return "\n".join(["propertyName,value", "manifest.version,1.0", f"oneroster.version,{version}", *rows]) + "\n"


ONEROSTER_11 = {
    "manifest.csv": manifest("1.1"),
    "orgs.csv": ORGS,
    "classes.csv": CLASSES,
    "enrollments.csv": ENROLLMENTS,
    "users.csv": users11(
        user11("t1", "teacher", "Rosa", "Quint", email="rquint@harbor.example"),
        user11("k1", "student", "Noor", "Abadi", agentSourcedIds="g1", grades="03", middleName="Lea"),
        user11("g1", "guardian", "Samir", "Abadi", email="sabadi@mail.example"),
    ),
    "demographics.csv": f"sourcedId,birthDate\nk1,{SECRET}\n",
    "results.csv": f"sourcedId,score\nk1,{SECRET}\n",
}
ONEROSTER_12 = {
    "manifest.csv": manifest("1.2", "bulk", "users", "roles", "orgs", "enrollments"),
    "orgs.csv": ORGS,
    "classes.csv": CLASSES,
    "enrollments.csv": ENROLLMENTS,
    "users.csv": users12(
        user12("t1", "Rosa", "Quint", email="rquint@harbor.example"),
        user12("k1", "Noor", "Abadi", agentSourcedIds="g1", grades="03", middleName="Lea"),
        user12("g1", "Samir", "Abadi", email="sabadi@mail.example"),
    ),
    "roles.csv": roles12(("t1", "teacher"), ("k1", "student"), ("g1", "guardian")),
    "demographics.csv": f"sourcedId,birthDate\nk1,{SECRET}\n",
}
SDS_21 = {
    "orgs.csv": "sourcedId,name,type,parentSourcedId\ns1,Harbor School,school,\n",
    "classes.csv": "sourcedId,orgSourcedId,title,sessionSourcedIds,courseSourcedId\nc1,s1,Art,,\n",
    "users.csv": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId,email,phone,sms\n"
    f"t1,rquint,Rosa,Quint,{SECRET},,rquint@harbor.example,,\n"
    f"k1,nabadi,Noor,Abadi,{SECRET},,,,\n"
    f"g1,sabadi,Samir,Abadi,{SECRET},,sabadi@mail.example,,\n",
    "roles.csv": "userSourcedId,orgSourcedId,role,sessionSourcedId,grade,isPrimary,roleStartDate,roleEndDate\n"
    "t1,s1,professor,,,TRUE,,\nk1,s1,student,,03,TRUE,,\n",
    "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\nk1,g1,guardian\n",
    "enrollments.csv": "classSourcedId,userSourcedId,role\nc1,t1,teacher\nc1,k1,student\n",
    "userFlags.csv": f"userSourcedId,flag\nk1,{SECRET}\n",
}
SDS_2 = {
    "orgs.csv": SDS_21["orgs.csv"],
    "classes.csv": "sourcedId,orgSourcedId,title\nc1,s1,Art\n",
    "users.csv": "sourcedId,orgSourcedIds,givenName,familyName,username,password,role,grade\n"
    f"t1,s1,Rosa,Quint,rquint@harbor.example,{SECRET},Teacher,\nk1,s1,Noor,Abadi,nabadi,{SECRET},Student,03\n",
    "enrollments.csv": SDS_21["enrollments.csv"],
}
SDS_1 = {
    "School.csv": "SIS ID,Name\ns1,Harbor School\n",
    "Section.csv": "SIS ID,School SIS ID,Section Name\nc1,s1,Art\n",
    "Teacher.csv": "SIS ID,School SIS ID,First Name,Last Name,Username,Password\n"
    f"t1,s1,Rosa,Quint,rquint@harbor.example,{SECRET}\n",
    "Student.csv": "SIS ID,School SIS ID,First Name,Last Name,Username,Password,Grade\n"
    f"k1,s1,Noor,Abadi,nabadi,{SECRET},03\n",
    "TeacherRoster.csv": "Section SIS ID,SIS ID\nc1,t1\n",
    "StudentEnrollment.csv": "Section SIS ID,SIS ID\nc1,k1\n",
}
SDS_1_UK = {
    "School.csv": "DfE Number,Name\ns1,Harbor School\n",
    "Section.csv": "ID,School DfE Number,Section Name\nc1,s1,Art\n",
    "Teacher.csv": "ID,School DfE Number,First Name,Last Name,Username\nt1,s1,Rosa,Quint,rquint@harbor.example\n",
    "Student.csv": "ID,School DfE Number,First Name,Last Name,Username,Grade\nk1,s1,Noor,Abadi,nabadi,03\n",
    "TeacherRoster.csv": "Section ID,ID\nc1,t1\n",
    "StudentEnrollment.csv": "Section ID,ID\nc1,k1\n",
}
PLAIN_ONE = {
    "people.csv": "Last Name;First Name;ID;Role;School;E-Mail;Class;Grade;Guardian1 Name;Guardian1 Email;Password\n"
    f"Quint;Rosa;t1;teacher;s1;rquint@harbor.example;c1;;;;{SECRET}\n"
    f"Abadi;Noor;k1;student;s1;;c1;03;Samir Abadi;sabadi@mail.example;{SECRET}\n"
}
PLAIN_MANY = {
    "teachers.csv": "teacher_id,first_name,last_name,email,school,section\nt1,Rosa,Quint,rquint@harbor.example,s1,c1\n",
    "students.csv": "student_id,first_name,last_name,grade,school,section\nk1,Noor,Abadi,03,s1,c1\n",
    "parents.csv": "parent_id,first_name,last_name,email,student_id\ng1,Samir,Abadi,sabadi@mail.example,k1\n",
}

FORMATS: Mapping[str, tuple[str, Mapping[str, str], bool]] = {
    "oneroster-1.1": ("oneroster-1.1", ONEROSTER_11, True),
    "oneroster-1.2": ("oneroster-1.2", ONEROSTER_12, True),
    "sds-2.1": ("sds-2.1", SDS_21, True),
    "sds-2": ("sds-2", SDS_2, False),
    "sds-1": ("sds-1", SDS_1, False),
    "sds-1-uk": ("sds-1", SDS_1_UK, False),
    "csv-one": ("csv", PLAIN_ONE, True),
    "csv-many": ("csv", PLAIN_MANY, True),
}
"""Name → the format it must be recognised as, its files, and whether it has the guardian."""


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """The files in a folder."""
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def pack(path: Path, files: Mapping[str, str | bytes], prefix: str = "") -> Path:
    """The files in a ZIP."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(prefix + name, content)
    return path


def strings(thing: object) -> list[str]:
    """Every string that can be reached from an object."""
    seen: set[int] = set()
    todo: list[Any] = [thing]
    found: list[str] = []
    while todo:
        item = todo.pop()
        if id(item) in seen or isinstance(item, type):
            continue
        seen.add(id(item))
        if isinstance(item, str):
            found.append(item)
        elif not callable(item):
            todo.extend(gc.get_referents(item))
            # Slots and mappings are followed by hand as well: the collector does not track every holder.
            todo.extend(getattr(item, slot) for slot in getattr(item, "__slots__", ()) if hasattr(item, slot))
            if isinstance(item, dict):
                todo.extend([*item.keys(), *item.values()])
    return found
