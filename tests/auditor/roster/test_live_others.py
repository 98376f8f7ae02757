"""What is special to Clever and to Google Workspace: who is family, whose account it is, and what only some may see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.roster import load
from auditor.roster.live.clever import _grade, _onward
from auditor.roster.live.pull import NotPulled
from auditor.roster.model import Group
from connectors.refusal import Refusal
from tests.auditor.roster import live_district as district
from tests.auditor.roster.live import CLEVER, GOOGLE, fetch, why
from tests.emulators.clever import Clever
from tests.emulators.google_workspace import GoogleWorkspace

K1 = "1".rjust(24, "5")


def clever_with(*users: dict) -> Clever:
    school = {"id": "5a", "name": "Oak School", "district": "5d"}
    student = {
        "id": K1, "district": "5d", "name": {"first": "Noor", "last": "Abadi"}, "email": "",
        "roles": {"student": {"school": "5a", "schools": ["5a"], "grade": "3"}},
    }  # fmt: skip
    return Clever(
        {"districts": [{"id": "5d", "name": "Harbor Falls"}], "schools": [school], "users": [student, *users]}
    )


def contact(relationship: str, kind: str, student: str = K1, **more: object) -> dict:
    relation = {"student": student, "relationship": relationship, "type": kind}
    name = {"first": "", "middle": "", "last": "Samir Abadi"}
    role = {"phone": "+1 555 010 4477", "phone_type": "Home", "student_relationships": [relation]}
    return {"id": "2".rjust(24, "5"), "district": "5d", "name": name, "email": "", "roles": {"contact": role}, **more}


@pytest.mark.parametrize(
    ("relationship", "kind", "group"),
    [
        ("Parent", "Primary", Group.PARENT),
        ("Parent", "Emergency", Group.PARENT),
        ("Other", "Parent/Guardian", Group.PARENT),
        ("Grandparent", "Parent/Guardian", Group.PARENT),
        ("", "Primary", Group.PARENT),
        ("Grandparent", "Primary", Group.RELATIVE),
        ("Aunt/Uncle", "Emergency", Group.RELATIVE),
        ("Sibling", "", Group.RELATIVE),
        ("", "Family", Group.RELATIVE),
        ("", "Secondary", Group.RELATIVE),
        ("", "Emergency", None),
        ("Other", "Other", None),
        ("Self", "Primary", None),
    ],
)
def test_who_is_family_in_clever(relationship, kind, group, tmp_path):
    with clever_with(contact(relationship, kind)) as server:
        fetch(CLEVER, server, tmp_path / "r")
    roster = load(tmp_path / "r")
    found = [p for p in roster.people.values() if p.given == "Samir"]
    assert [p.group for p in found] == ([group] if group else [])
    assert roster.people[K1].guardians == ((found[0].person_id,) if group is Group.PARENT else ())
    if found:
        assert (found[0].given, found[0].family) == ("Samir", "Abadi")
        assert found[0].orgs == {"5a"}


def test_several_roles_of_one_clever_user_are_one_person(tmp_path):
    roles = {
        "teacher": {"school": "5a", "schools": ["5a"], "sis_id": "T9", "credentials": {"district_username": "ithorp"}},
        "staff": {"schools": ["5a"], "title": "Assistant Principal"},
        "district_admin": {"title": "Director"},
        "unheard_of": {"x": 1},
    }
    user = {"id": "59", "district": "5d", "name": {"first": "Ines", "last": "Thorp"}, "email": "i@x.example"}
    with clever_with({**user, "roles": roles}, {"id": "5f", "name": None, "roles": None}) as server:
        fetch(CLEVER, server, tmp_path / "r")
    roster = load(tmp_path / "r")
    ines = roster.people["59"]
    assert ines.groups == {Group.TEACHER, Group.STAFF, Group.ADMINISTRATOR}
    assert (ines.username, ines.identifier) == ("ithorp", "T9")
    assert roster.people["5f"].group is Group.STAFF


def test_a_contact_of_two_students_in_two_ways(tmp_path):
    other = {
        "id": "8".rjust(24, "5"), "district": "5d", "name": {"first": "Lea", "last": "Rivera"},
        "roles": {"student": {"school": "5b", "schools": ["5b"]}},
    }  # fmt: skip
    both = contact("Parent", "Primary")
    relations = both["roles"]["contact"]["student_relationships"]
    relations.append({"student": other["id"], "relationship": "Aunt/Uncle", "type": "Emergency"})
    relations.append({"student": "nobody", "relationship": "Parent", "type": "Primary"})
    with clever_with(both, other) as server:
        fetch(CLEVER, server, tmp_path / "r")
    roster = load(tmp_path / "r")
    samir = next(p for p in roster.people.values() if p.given == "Samir")
    assert samir.children == (K1,)
    assert {(r.group, r.org_id) for r in samir.roles} == {(Group.PARENT, "5a"), (Group.RELATIVE, "5b")}


def test_of_a_link_to_the_next_page_only_the_cursor_is_taken():
    evil = {"rel": "next", "uri": "https://elsewhere.example/v3.1/users?starting_after=5a&limit=1"}
    assert _onward([{"rel": "prev", "uri": "/v3.1/users?starting_after=1"}, evil]) == "5a"
    assert _onward([{"rel": "self", "uri": "/v3.1/users"}]) is None
    assert _onward("next") is None
    for uri in ("/v3.1/users", "https://[", None, "/v3.1/users?starting_after="):
        with pytest.raises(Refusal):
            _onward([{"rel": "next", "uri": uri}])


def test_an_address_with_a_version(tmp_path):
    with Clever(district.clever()) as server:
        fetch(replace(CLEVER, base_url="https://api.clever.com/v3.1"), server, tmp_path / "r")
    assert load(tmp_path / "r").people


@pytest.mark.parametrize(
    ("text", "grade"),
    [("3", "03"), ("12", "12"), ("Kindergarten", "KG"), ("PreKindergarten", "PK"), ("", ""), ("Year 9", "Year 9")],
)
def test_grades(text, grade):
    assert _grade(text) == grade


def user(id: str, unit: str, **more: object) -> dict:
    name = {"givenName": "Imelda", "familyName": f"Thorp {id}", "fullName": "x"}
    return {"id": id, "primaryEmail": f"{id}@x.example", "name": name, "orgUnitPath": unit, **more}


def roles_of(tmp_path, users, source=GOOGLE, **more):
    with GoogleWorkspace(users, **more) as server:
        fetch(source, server, tmp_path / "r")
    return load(tmp_path / "r").people


@pytest.mark.parametrize(
    ("unit", "title", "group"),
    [
        ("/Students/Oak", "", Group.STUDENT),
        ("/Oak/Alumnos 2027", "", Group.STUDENT),
        ("/Staff/Teachers", "Secretary", Group.TEACHER),
        ("/Oak", "Assistant Principal", Group.STAFF),
        ("/Oak", "Principal", Group.ADMINISTRATOR),
        ("/", "", Group.STAFF),
        ("", "", Group.STAFF),
        ("/Sixth form", "", Group.STUDENT),
        ("/sixth form/2026", "Teacher", Group.STUDENT),
    ],
)
def test_whose_account_it_is(unit, title, group, tmp_path):
    source = replace(GOOGLE, org_units={"/Sixth form": "student", "/Sixth form/Guests": "none"})
    person = roles_of(tmp_path, [user("1", unit, organizations=[{"title": title, "primary": True}])], source)["1"]
    assert person.group is group


def test_accounts_that_are_nobodys(tmp_path):
    source = replace(GOOGLE, org_units={"/": "staff", "/Devices": "none"})
    assert roles_of(tmp_path, [user("1", "/Devices/Carts"), user("2", "/Oak")], source).keys() == {"2"}


def test_classes_settle_whose_account_it_is(tmp_path):
    people = roles_of(
        tmp_path,
        [user("1", "/Oak"), user("2", "/Oak"), user("3", "/Oak")],
        courses=[{"id": "c", "name": "Art", "courseState": "ACTIVE"}, {"id": "d", "courseState": "ARCHIVED"}],
        members={("c", "teachers"): ["1"], ("c", "students"): ["2"], ("d", "teachers"): ["3"]},
    )
    assert [people[i].group for i in "123"] == [Group.TEACHER, Group.STUDENT, Group.STAFF]


def test_a_suspended_account_has_left(tmp_path):
    people = roles_of(
        tmp_path, [user("1", "/Students", suspended=True), user("2", "/Teachers", archived=True), user("3", "/Oak")]
    )
    assert [people[i].left for i in "123"] == [True, True, False]


def test_a_course_that_was_deleted_meanwhile_has_no_members(tmp_path):
    with GoogleWorkspace(**district.google()) as server:
        server.fail(server.refuse(404), when=lambda asked: asked.path == "/v1/courses/c2/students")
        fetch(GOOGLE, server, tmp_path / "r")
    assert load(tmp_path / "r").classes_of.keys() == {"1t1", "1t2", "1k1"}


@pytest.mark.parametrize("what", ["off", "no admin", "scope"])
def test_guardians_that_may_not_be_read_are_no_empty_list(what, tmp_path):
    with GoogleWorkspace(**district.google()) as server:
        if what == "off":
            server.guardians_on = False
        elif what == "no admin":
            server.is_admin = False
        else:
            server.scopes.remove("classroom.guardianlinks.students.readonly")
        with pytest.raises(NotPulled) as failed:
            fetch(GOOGLE, server, tmp_path / "r")
        assert why(failed.value) == "no_guardians"
        fetch(replace(GOOGLE, guardians=False), server, tmp_path / "r")
    assert not load(tmp_path / "r").coverage.covers(Group.PARENT)


@pytest.mark.parametrize("scope", ["admin.directory.user.readonly", "classroom.rosters.readonly"])
def test_a_scope_that_is_missing(scope, tmp_path):
    with GoogleWorkspace(**district.google()) as server:
        server.scopes.remove(scope)
        with pytest.raises(NotPulled) as failed:
            fetch(GOOGLE, server, tmp_path / "r")
    assert why(failed.value) == "forbidden"


def test_too_often_in_google_is_not_a_missing_permission(tmp_path):
    with GoogleWorkspace(**district.google()) as server:
        server.fail(server.refuse(403, "userRateLimitExceeded"))
        with pytest.raises(NotPulled) as failed:
            fetch(GOOGLE, server, tmp_path / "r")
    assert why(failed.value) == "busy"


def test_without_classroom_only_the_directory_is_asked(tmp_path):
    with GoogleWorkspace(**district.google()) as server:
        fetch(replace(GOOGLE, classroom_url=""), server, tmp_path / "r")
    assert {asked.path for asked in server.asked} == {"/admin/directory/v1/users"}


def test_a_guardian_without_an_account_is_known_by_the_address_alone(tmp_path):
    data = district.google()
    data["guardians"] = [{"studentId": "1k1", "guardianId": "9x", "invitedEmailAddress": "Samir@Mail.example"}]
    with GoogleWorkspace(**data) as server:
        fetch(GOOGLE, server, tmp_path / "r")
    roster = load(tmp_path / "r")
    assert roster.find("samir@mail.example").children == ("1k1",)
    assert "no_name" in {p.message.id.rpartition(".")[2] for p in roster.problems}
