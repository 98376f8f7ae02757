"""Families, people in several rows, and people of an earlier roster."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from auditor.roster import load
from auditor.roster.model import Group, Roster
from tests.auditor.roster import sets
from tests.auditor.roster.sets import roles12, strings, user11, user12, users11, users12


def read(folder: Path, *rows: str, previous: Roster | None = None, as_of: date | None = None) -> Roster:
    return load(sets.write(folder, {"users.csv": users11(*rows)}), previous=previous, as_of=as_of)


def links(roster: Roster) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    return {p.person_id: (p.guardians, p.children) for p in roster.people.values()}


def messages(roster: Roster) -> set[str]:
    return {p.message.id.rpartition(".")[2] for p in roster.problems}


def family(on_child: str, on_parent: str) -> list[str]:
    return [
        user11("k1", "student", "Noor", "Abadi", agentSourcedIds=on_child),
        user11("k2", "student", "Lea", "Abadi", agentSourcedIds=on_child),
        user11("g1", "guardian", "Samir", "Abadi", agentSourcedIds=on_parent),
        user11("g2", "parent", "Dina", "Abadi", agentSourcedIds=on_parent),
    ]


def test_guardian_links_from_either_side_are_the_same(tmp_path: Path) -> None:
    child = read(tmp_path / "child", *family("g2, g1", ""))
    parent = read(tmp_path / "parent", *family("", "k1,k2"))
    both = read(tmp_path / "both", *family("g1,g2", "k2,k1"))
    assert links(child) == links(parent) == links(both)
    assert links(child)["k1"] == (("g1", "g2"), ())
    assert links(child)["g2"] == ((), ("k1", "k2"))
    assert child.coverage.students_with_guardian == 2


def test_a_teacher_named_by_a_student_is_a_parent_too(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        user11("k1", "student", "Noor", "Abadi", agentSourcedIds="t1,a1,k2,r1,gone"),
        user11("k2", "student", "Lea", "Abadi"),
        user11("t1", "teacher", "Rosa", "Quint"),
        user11("a1", "aide", "Jo", "Ray"),
        user11("r1", "relative", "Ida", "Abadi"),
    )
    assert roster.people["t1"].groups == {Group.TEACHER, Group.PARENT}
    assert roster.people["t1"].group is Group.TEACHER
    assert roster.people["k1"].guardians == ("t1",)
    assert roster.people["a1"].groups == {Group.STAFF}
    assert roster.people["r1"].groups == {Group.RELATIVE}
    assert {"staff_is_parent", "link_not_family", "unknown_agent"} <= messages(roster)


def test_relatives_of_sds_are_kin_and_no_guardians(tmp_path: Path) -> None:
    files = dict(sets.SDS_21)
    files["relationships.csv"] += "k1,t1,relative\n"
    roster = load(sets.write(tmp_path, files))
    assert roster.people["k1"].guardians == ("g1",)
    assert roster.people["t1"].groups == {Group.TEACHER, Group.RELATIVE}


def test_parents_without_a_link_stay_parents(tmp_path: Path) -> None:
    roster = read(tmp_path, user11("k1", "student", "Noor", "Abadi"), user11("g1", "parent", "Samir", "Abadi"))
    assert roster.people["g1"].group is Group.PARENT
    assert "parents_unlinked" in messages(roster)
    assert not roster.coverage.covers(Group.PARENT)


def test_staff_who_are_parents_are_one_person_with_two_roles(tmp_path: Path) -> None:
    rows = [
        user11("par-9", "guardian", "Rosa", "Quínt", email="rosa@mail.example", sms="+1 (617) 555-0142"),
        user11("sta-9", "teacher", "ROSA", "Quint", phone="617.555.0142", email="rq@harbor.example"),
        user11("k1", "student", "Lea", "Quint", agentSourcedIds="par-9"),
    ]
    for order in (rows, rows[::-1]):
        roster = read(tmp_path, *order)
        person = roster.people["sta-9"]
        assert person.groups == {Group.TEACHER, Group.PARENT}
        assert person.ids == ("sta-9", "par-9")
        assert roster.alias == {"par-9": "sta-9"}
        assert roster.find("par-9") is person
        assert set(person.emails) == {"rosa@mail.example", "rq@harbor.example"}
        assert roster.people["k1"].guardians == ("sta-9",)
        assert person.children == ("k1",)
        assert set(roster.people) == {"sta-9", "k1"}
        assert not [text for text in strings(roster) if "5550142" in text or "555-0142" in text]


def test_neither_a_name_nor_an_address_alone_makes_one_person(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        user11("t1", "teacher", "Maria", "Garcia", email="m1@harbor.example"),
        user11("g1", "guardian", "Maria", "Garcia", email="m2@mail.example"),
        user11("g2", "guardian", "Luis", "Garcia", email="m2@mail.example"),
        user11("k1", "student", "Luis", "Garcia", email="m2@mail.example"),
        user11("k2", "student", "Luis", "Garcia", email="m2@mail.example"),
    )
    assert len(roster.people) == 5
    assert not roster.alias


def test_the_number_of_the_school_makes_nobody_the_same(tmp_path: Path) -> None:
    rows = [user11(f"g{n}", "guardian", "Maria", "Garcia", phone="617-555-0100") for n in range(11)]
    assert len(read(tmp_path, *rows).people) == 11
    rows = [user11(f"g{n}", "guardian", "Maria", "Garcia", phone="000-000-0000") for n in range(2)]
    assert len(read(tmp_path, *rows).people) == 2


def test_a_row_that_left_does_not_take_the_person_along(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        user11("g1", "guardian", "Rosa", "Quint", email="r@mail.example", status="tobedeleted"),
        user11("t1", "teacher", "Rosa", "Quint", email="r@mail.example"),
    )
    assert not roster.people["t1"].left
    assert roster.people["t1"].groups == {Group.TEACHER}
    assert roster.alias == {"g1": "t1"}


def test_a_guardian_who_left_is_remembered_and_not_counted(tmp_path: Path) -> None:
    roster = read(
        tmp_path,
        user11("k1", "student", "Noor", "Abadi", agentSourcedIds="g1"),
        user11("g1", "guardian", "Samir", "Abadi", status="tobedeleted", dateLastModified="2026-03-04"),
    )
    assert roster.people["g1"].left
    assert roster.people["g1"].left_on == date(2026, 3, 4)
    assert roster.coverage.students_with_guardian == 0
    assert roster.coverage.groups[Group.PARENT].state == "missing"


def test_people_of_the_previous_roster_are_recently_there(tmp_path: Path) -> None:
    before = read(
        tmp_path / "before",
        user11("t1", "teacher", "Rosa", "Quint"),
        user11("t2", "teacher", "Jo", "Ray", dateLastModified="2025-09-01"),
        user11("old-1", "guardian", "Samir", "Abadi", email="s@mail.example"),
    )
    now = read(
        tmp_path / "now",
        user11("t1", "teacher", "Rosa", "Quint"),
        user11("new-1", "guardian", "Samir", "Abadi", email="s@mail.example"),
        previous=before,
        as_of=date(2026, 9, 1),
    )
    assert {p.person_id for p in now.people.values() if not p.left} == {"t1", "new-1"}
    assert now.people["t2"].left
    assert now.people["t2"].left_on == date(2026, 9, 1)
    assert now.alias == {"old-1": "new-1"}
    assert not before.people["t2"].left
    assert now.coverage.groups[Group.TEACHER].people == 1
    again = read(tmp_path / "now", user11("t1", "teacher", "Rosa", "Quint"), previous=now, as_of=date(2027, 9, 1))
    assert again.people["t2"].left_on == date(2026, 9, 1)


def test_new_ids_for_everybody_make_nobody_leave(tmp_path: Path) -> None:
    def school(prefix: str) -> list[str]:
        return [
            user11(f"{prefix}1", "teacher", "Rosa", "Quint", email="r@harbor.example"),
            user11(f"{prefix}2", "student", "Noor", "Abadi", email="n@harbor.example", grades=prefix),
        ]

    before = read(tmp_path / "before", *school("3"))
    now = read(tmp_path / "now", *school("4"), previous=before)
    assert {p.person_id: p.left for p in now.people.values()} == {"41": False, "42": False}
    assert now.people["42"].grades == ("4",)
    assert now.find("31") is now.people["41"]


def test_a_group_that_shrank_is_said_and_thin(tmp_path: Path) -> None:
    students = [user11(f"k{n}", "student", "Noor", f"Abadi{n}") for n in range(20)]
    before = read(tmp_path / "before", *students)
    same = read(tmp_path / "same", *students[:18], previous=before)
    assert "shrunk" not in messages(same)
    assert same.coverage.covers(Group.STUDENT)
    fewer = read(tmp_path / "fewer", *students[:17], previous=before)
    (params,) = (p.message.params for p in fewer.problems if p.message.id == "roster.problem.shrunk")
    assert params == {"t_group": "roster.group.student", "n": 17, "before": 20}
    assert not fewer.coverage.covers(Group.STUDENT)


def test_coverage_says_what_is_missing_and_thin(tmp_path: Path) -> None:
    rows = [user11(f"k{n}", "student", "Noor", f"Abadi{n}", agentSourcedIds="g1" if n < 4 else "") for n in range(10)]
    roster = read(tmp_path, *rows, user11("g1", "guardian", "Ida", "Berg"), user11("t1", "teacher", "Jo", "Ray"))
    states = {group.value: found.state for group, found in roster.coverage.groups.items()}
    assert states == {
        "administrator": "missing",
        "teacher": "covered",
        "staff": "thin",
        "volunteer": "missing",
        "student": "covered",
        "parent": "thin",
        "relative": "missing",
    }
    note = roster.coverage.groups[Group.PARENT].note
    assert note is not None
    assert note.params == {"n": 4, "students": 10, "percent": 40}


def test_roster_without_guardians_does_not_cover_parents(tmp_path: Path) -> None:
    roster = read(tmp_path, user11("k1", "student", "Noor", "Abadi"))
    assert roster.coverage.groups[Group.PARENT].state == "missing"
    assert not roster.coverage.covers(Group.PARENT)


def test_two_roles_in_one_set(tmp_path: Path) -> None:
    files = {
        "users.csv": users12(user12("p", "Rosa", "Quint")),
        "roles.csv": roles12(("p", "guardian"), ("p", "teacher")),
    }
    person = load(sets.write(tmp_path, files)).people["p"]
    assert [role.group for role in person.roles] == [Group.TEACHER, Group.PARENT]
