"""Lists of one's own, and SDS v1 where it is as free as they are."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from auditor.roster import load
from auditor.roster.model import Group, Person, Roster
from tests.auditor.roster import sets


def read(folder: Path, files: dict[str, str], as_of: date | None = None) -> Roster:
    return load(sets.write(folder, files), as_of=as_of)


def guardians(roster: Roster, student: str) -> list[Person]:
    return [roster.people[person_id] for person_id in roster.people[student].guardians]


def test_contacts_on_the_students_row(tmp_path: Path) -> None:
    text = (
        "student_id,first name,last name,grade,Mother,Mother's E-mail,father_first_name,father_last_name,"
        "guardian 1 name,guardian1_email,guardian1_relationship,emergency contact 1 name,emergency_contact_1_phone\n"
        "k1,Noor,Abadi,3,Dina Abadi,dina@mail.example,Samir,Abadi,Ida Berg,ida@mail.example,"
        "Grandmother,Jo Ray,5550100\n"
        "k2,Lea,Abadi,5,Dina Abadi,dina@mail.example,,,,,,,\n"
    )
    roster = read(tmp_path, {"students.csv": text})
    assert {(p.given, p.family, p.group.value) for p in roster.people.values()} == {
        ("Noor", "Abadi", "student"),
        ("Lea", "Abadi", "student"),
        ("Dina", "Abadi", "parent"),
        ("Samir", "Abadi", "parent"),
        ("Ida", "Berg", "relative"),
    }
    (mother,) = guardians(roster, "k2")
    assert mother.children == ("k1", "k2")
    assert {p.given for p in guardians(roster, "k1")} == {"Dina", "Samir"}
    assert roster.coverage.students_with_guardian == 2


def test_one_row_per_contact_the_student_repeated(tmp_path: Path) -> None:
    """Full names in the last-name column, an emergency contact, and the student as own contact."""
    text = (
        "Student_id,School_id,Last_name,First_name,Grade,Contact_relationship,Contact_type,Contact_last_name,Contact_email\n"
        "k1,s1,Abadi,Noor,3,Parent,Primary,Samir Abadi,samir@mail.example\n"
        "k1,s1,Abadi,Noor,3,Mother,Secondary,Dina Abadi,dina@mail.example\n"
        "k1,s1,Abadi,Noor,3,Other,Emergency,Jo Ray,jo@mail.example\n"
        "k2,s1,Oda,Kim,12,Self,Primary,Kim Oda,kim@mail.example\n"
    )
    roster = read(tmp_path, {"students.csv": text})
    assert sorted((p.given, p.family) for p in guardians(roster, "k1")) == [("Dina", "Abadi"), ("Samir", "Abadi")]
    assert not guardians(roster, "k2")
    assert len(roster.people) == 4


def test_a_contact_with_many_students_filled_down(tmp_path: Path) -> None:
    text = (
        "Contact ID,First Name,Last Name,Email,Student ID\n"
        "c1,Samir,Abadi,s@mail.example,k1\n,Samir,Abadi,,k2\nc2,Ida,Berg,,\n"
    )
    students = 'student_id,name\nk1,Noor Abadi\nk2,"Abadi, Lea"\n'
    roster = read(tmp_path, {"parents.csv": text, "students.csv": students})
    assert roster.people["c1"].children == ("k1", "k2")
    assert roster.people["k2"].given == "Lea"
    assert roster.people["c2"].group is Group.PARENT


def test_lists_that_each_count_from_one(tmp_path: Path) -> None:
    files = {
        "staff.csv": "id,first name,last name,job title,email\n"
        "1,Rosa,Quint,Principal,r@harbor.example\n2,Jo,Ray,School Nurse,\n3,Uma,Lind,Grade 4 Teacher,\n",
        "students.csv": "id,first name,last name,grade\n1,Noor,Abadi,4\n2,Lea,Abadi,5\n",
        "parents.csv": "id,first name,last name,student id\n1,Samir,Abadi,1\n",
    }
    roster = read(tmp_path, files)
    assert {p.person_id: p.group.value for p in roster.people.values()} == {
        "1": "administrator",
        "2": "staff",
        "3": "teacher",
        "students:1": "student",
        "students:2": "student",
        "parents:1": "parent",
    }
    assert roster.people["parents:1"].children == ("students:1",)


def test_portuguese_headers_and_roles(tmp_path: Path) -> None:
    text = (
        "Nome;Sobrenome;Matrícula;Função;Escola;Turma;Nome da mãe;E-mail da mãe;Situação\n"
        "João;Araújo;1;Aluno;Escola Mar;5A;Inês Araújo;ines@mail.example;ativo\n"
        "Marta;Reis;2;Professora;Escola Mar;;;;inativo\n"
    )
    roster = read(tmp_path, {"lista.csv": text})
    assert roster.people["1"].group is Group.STUDENT
    (mother,) = guardians(roster, "1")
    assert (mother.given, mother.family) == ("Inês", "Araújo")
    assert roster.people["2"].group is Group.TEACHER
    assert roster.people["2"].left
    assert roster.orgs["Escola Mar"].name == "Escola Mar"
    assert roster.classes_of == {"1": ("5A",)}


def test_nombre_is_the_whole_name_where_no_family_column_is(tmp_path: Path) -> None:
    alone = read(tmp_path / "a", {"docentes.csv": "nombre,correo\nRosa Quint,r@harbor.example\n"})
    (person,) = alone.people.values()
    assert (person.person_id, person.given, person.family) == ("r@harbor.example", "Rosa", "Quint")
    assert person.group is Group.TEACHER
    two = read(tmp_path / "b", {"docentes.csv": "nombre,primer apellido,segundo apellido,id\nRosa,Quint,Dahl,1\n"})
    assert (two.people["1"].given, two.people["1"].family) == ("Rosa", "Quint Dahl")


def test_ended_employment_is_leaving(tmp_path: Path) -> None:
    rows = "".join(f"{n},Rosa,Quint{n},{'2026-01-31' if n == 1 else ''}\n" for n in range(1, 5))
    text = "employee id,first name,last name,termination date\n" + rows
    roster = read(tmp_path, {"hr.csv": text}, as_of=date(2026, 5, 1))
    assert {p.person_id: p.left_on for p in roster.people.values() if p.left} == {"1": date(2026, 1, 31)}
    assert roster.people["1"].group is Group.STAFF
    assert roster.people["2"].group is Group.STAFF


def test_same_id_for_another_name_is_left_out_and_said(tmp_path: Path) -> None:
    roster = read(tmp_path, {"staff.csv": "id,first name,last name\n1,Rosa,Quint\n1,Jo,Ray\n,Uma,Lind\n"})
    assert [p.given for p in roster.people.values()] == ["Rosa"]
    said = [(p.message.id, p.row) for p in roster.problems if p.severity == "error"]
    assert said == [("roster.problem.duplicate_id", 3), ("roster.problem.no_id", 4)]


def test_unknown_role_words_of_a_list(tmp_path: Path) -> None:
    roster = read(tmp_path, {"people.csv": "id,name,role\n1,Rosa Quint,wizard\n2,Jo Ray,Parent/Guardian\n"})
    assert roster.people["1"].group is Group.STAFF
    assert roster.people["2"].group is Group.PARENT
    assert [p.row for p in roster.problems if p.message.id == "roster.problem.unknown_role"] == [2]


def test_two_roles_in_one_cell(tmp_path: Path) -> None:
    roster = read(tmp_path, {"people.csv": "id,name,role\n1,Rosa Quint,Teacher / Parent\n"})
    assert roster.people["1"].groups == {Group.TEACHER, Group.PARENT}
    assert not [p for p in roster.problems if p.severity != "info"]


def test_list_without_roles_counts_as_unmapped_staff(tmp_path: Path) -> None:
    roster = read(tmp_path, {"people.csv": "id,name\n1,Rosa Quint\n"})
    assert [(r.group, r.raw) for r in roster.people["1"].roles] == [(Group.STAFF, "unmapped")]
    assert "roster.problem.no_role" in {p.message.id for p in roster.problems}


@pytest.mark.parametrize("teachers", ["Teacher.csv", "export_Teacher.csv"])
def test_sds_ids_are_counted_separately(teachers: str, tmp_path: Path) -> None:
    files = dict(sets.SDS_1)
    files[teachers] = files.pop("Teacher.csv").replace("t1,", "1,")
    files["Student.csv"] = files["Student.csv"].replace("k1,", "1,")
    files["TeacherRoster.csv"] = "Section SIS ID,SIS ID\nc1,1\n"
    files["StudentEnrollment.csv"] = "Section SIS ID,SIS ID\nc1,1\nc9,1\nc1,404\n"
    roster = read(tmp_path, files)
    assert roster.people["1"].group is Group.TEACHER
    assert roster.people["student:1"].group is Group.STUDENT
    assert roster.classes_of == {"1": ("c1",), "student:1": ("c1", "c9")}
    said = {p.message.id.rpartition(".")[2] for p in roster.problems}
    assert {"id_twice", "unknown_class", "unknown_user"} <= said


def test_sds_principals_come_from_the_list_of_schools(tmp_path: Path) -> None:
    files = dict(sets.SDS_1)
    files["School.csv"] = (
        "SIS ID,Name,Principal SIS ID,Principal Name,Principal Secondary Email\n"
        "s1,Harbor School,p1,Ida Berg,ida@harbor.example\ns2,Hill School,t1,Rosa Quint,\n"
    )
    roster = read(tmp_path, files)
    assert roster.people["p1"].group is Group.ADMINISTRATOR
    assert roster.people["p1"].emails == ("ida@harbor.example",)
    assert roster.people["t1"].groups == {Group.ADMINISTRATOR, Group.TEACHER}


def test_sds_without_names(tmp_path: Path) -> None:
    files = dict(sets.SDS_1)
    files["Student.csv"] = "SIS ID,School SIS ID,Username\nk1,s1,nabadi\n"
    roster = read(tmp_path, files)
    assert roster.people["k1"].username == "nabadi"
    assert [p.row for p in roster.problems if p.message.id == "roster.problem.no_name"] == [2]


def test_two_colleagues_with_one_address_by_mistake_stay_two_where_their_middle_names_differ(tmp_path: Path) -> None:
    text = (
        "id,first name,middle name,last name,role,email\n"
        "t1,Michael,Craig,Lewis,teacher,mlewis@sd.example\n"
        "t2,Michael,Timothy,Lewis,teacher,mlewis@sd.example\n"
        "t3,Michael,,Lewis,parent,mlewis@sd.example\n"
        "t4,Ana,B.,Ruiz,teacher,aruiz@sd.example\n"
        "t5,Ana,Belen,Ruiz,parent,aruiz@sd.example\n"
    )
    roster = read(tmp_path, {"people.csv": text})
    assert set(roster.people) == {"t1", "t2", "t3", "t4"}
    assert roster.people["t4"].ids == ("t4", "t5")


def test_addresses_of_initials_join_no_colleagues(tmp_path: Path) -> None:
    """`mlewis` is everybody whose first name begins with M. A colleague who is a parent is one person all the same."""
    rows = [
        (f"{i}{n}", given, ["Lewis", "Ruiz", "Ono", "Berg", "Sato"][i], "teacher")
        for i in range(5)
        for n, given in enumerate(("Mary", "Michael", "Michael"))
    ]
    text = "id,first name,last name,role,email\n" + "".join(
        f"{number},{given},{family},{role},m{family.lower()}@sd.example\n"
        for number, given, family, role in [*rows, ("p", "Mary", "Ono", "parent")]
    )
    roster = read(tmp_path, {"people.csv": text})
    assert len(roster.people) == len(rows)
    assert roster.people["20"].ids == ("20", "p")
