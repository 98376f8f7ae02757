"""The roster is OneRoster 1.2, every reference in it leads somewhere, and it has the flaws it should have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from auditor.demo.district import DemoDistrict
from tests.auditor.demo.conftest import Table

HEADERS = {
    "academicSessions": "sourcedId,status,dateLastModified,title,type,startDate,endDate,parentSourcedId,schoolYear",
    "classes": "sourcedId,status,dateLastModified,title,grades,courseSourcedId,classCode,classType,location,"
    "schoolSourcedId,termSourcedIds,subjects,subjectCodes,periods",
    "courses": "sourcedId,status,dateLastModified,schoolYearSourcedId,title,courseCode,grades,orgSourcedId,subjects,"
    "subjectCodes",
    "enrollments": "sourcedId,status,dateLastModified,classSourcedId,schoolSourcedId,userSourcedId,role,primary,"
    "beginDate,endDate",
    "manifest": "propertyName,value",
    "orgs": "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId",
    "roles": "sourcedId,status,dateLastModified,userSourcedId,roleType,role,beginDate,endDate,orgSourcedId,"
    "userProfileSourcedId",
    "users": "sourcedId,status,dateLastModified,enabledUser,username,userIds,givenName,familyName,middleName,"
    "identifier,email,sms,phone,agentSourcedIds,grades,password,userMasterIdentifier,preferredGivenName,preferredMiddleName,"
    "preferredFamilyName,primaryOrgSourcedId,pronouns",
}
Read = Callable[[str], Table]


def ids(rows: Table) -> set[str]:
    return {row["sourcedId"] for row in rows}


@pytest.mark.parametrize("name", HEADERS)
def test_headers_stand_in_the_order_of_the_standard(demo: DemoDistrict, name: str) -> None:
    assert (demo.roster / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] == HEADERS[name]


def test_the_manifest_names_exactly_the_files_there(demo: DemoDistrict, roster_table: Read) -> None:
    manifest = {row["propertyName"]: row["value"] for row in roster_table("manifest")}
    assert manifest["oneroster.version"] == "1.2"
    there = {path.stem for path in demo.roster.glob("*.csv")} - {"manifest"}
    assert {key.removeprefix("file.") for key, value in manifest.items() if value == "bulk"} == there


def test_every_reference_leads_somewhere(roster_table: Read) -> None:
    users, orgs, classes = roster_table("users"), roster_table("orgs"), roster_table("classes")
    people, schools, rooms = ids(users), ids(orgs), ids(classes)
    sessions, courses = roster_table("academicSessions"), roster_table("courses")
    assert {o["parentSourcedId"] for o in orgs} <= schools | {""}
    assert {u["primaryOrgSourcedId"] for u in users} <= schools | {""}
    assert {agent for u in users for agent in u["agentSourcedIds"].split(",")} <= people | {""}
    for row in roster_table("roles"):
        assert row["userSourcedId"] in people
        assert row["orgSourcedId"] in schools
    for row in classes:
        assert row["courseSourcedId"] in ids(courses)
        assert row["schoolSourcedId"] in schools
        assert row["termSourcedIds"] in ids(sessions)
    for row in courses:
        assert row["schoolYearSourcedId"] in ids(sessions)
        assert row["orgSourcedId"] in schools
    for row in roster_table("enrollments"):
        assert row["userSourcedId"] in people
        assert row["classSourcedId"] in rooms
        assert row["schoolSourcedId"] in schools


@pytest.mark.parametrize("name", set(HEADERS) - {"manifest"})
def test_ids_are_unique(roster_table: Read, name: str) -> None:
    rows = roster_table(name)
    assert len(ids(rows)) == len(rows)


def test_the_district_has_its_size(roster_table: Read) -> None:
    roles = Counter(row["role"] for row in roster_table("roles"))
    assert 2_300 <= sum(roles.values()) <= 2_700
    assert roles["student"] == 1_300
    assert 800 <= roles["guardian"] <= 1_100
    assert roles["teacher"] == 80
    assert roles["ext:volunteer"] == 18
    assert roles["principal"] == 3
    assert Counter(row["type"] for row in roster_table("orgs")) == {"district": 1, "school": 3}


def test_one_class_list_per_teacher(roster_table: Read) -> None:
    enrollments = roster_table("enrollments")
    teachers = Counter(row["userSourcedId"] for row in enrollments if row["role"] == "teacher")
    assert set(teachers.values()) == {1}
    assert len(teachers) == len(roster_table("classes"))
    sizes = Counter(row["classSourcedId"] for row in enrollments if row["role"] == "student")
    assert min(sizes.values()) >= 10
    assert max(sizes.values()) <= 40


def test_guardians_are_linked_from_either_side_and_thin_at_the_high_school(roster_table: Read) -> None:
    users = {u["sourcedId"]: u for u in roster_table("users")}
    role = {row["userSourcedId"]: row["role"] for row in roster_table("roles")}
    guardians: dict[str, set[str]] = {id: set() for id in users if role[id] == "student"}
    sides: Counter[str] = Counter()
    for id, user in users.items():
        for agent in filter(None, user["agentSourcedIds"].split(",")):
            sides[role[id]] += 1
            child, adult = (id, agent) if role[id] == "student" else (agent, id)
            guardians[child].add(adult)
    assert sides["student"] > 100
    assert sides["guardian"] > 100
    shares = {}
    for school in ("org-elm", "org-mid", "org-high"):
        pupils = [id for id in guardians if users[id]["primaryOrgSourcedId"] == school]
        shares[school] = sum(bool(guardians[id]) for id in pupils) / len(pupils)
    assert shares["org-elm"] == pytest.approx(0.80, abs=0.06)
    assert shares["org-mid"] == pytest.approx(0.80, abs=0.06)
    assert shares["org-high"] == pytest.approx(0.35, abs=0.06)
    homes = Counter(len(adults) for adults in guardians.values())
    assert homes[1] > 100
    assert homes[2] > 100
    assert max(homes) == 2
    children = Counter(adult for adults in guardians.values() for adult in adults)
    assert sum(n > 1 for n in children.values()) > 50, "siblings"


def test_the_roster_has_the_flaws_of_real_ones(roster_table: Read) -> None:
    users = roster_table("users")
    twice = Counter((u["givenName"], u["familyName"], u["email"]) for u in users)
    assert sum(n == 2 for n in twice.values()) == 22, "staff who are parents stand in two rows"
    garcias = [u for u in users if (u["givenName"], u["familyName"]) in (("Maria", "Garcia"), ("María", "García"))]
    assert len({u["email"] for u in garcias}) >= 2
    assert sum(bool(u["preferredGivenName"]) for u in users) > 30
    assert any(u["preferredFamilyName"] for u in users)
    assert any("-" in u["familyName"] for u in users if u["grades"])
    assert any(" " in u["familyName"] for u in users if u["grades"])
    assert any(not u["familyName"].isascii() for u in users)
    left = [u for u in users if u["status"] == "tobedeleted"]
    assert 15 <= len(left) <= 30
    assert all(u["enabledUser"] == "false" for u in left)
    assert not any(u["password"] for u in users)
