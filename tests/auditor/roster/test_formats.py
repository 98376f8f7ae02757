"""Every format gives the same school: who is there, in which class, whose guardian; and nothing else."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from auditor.errors import RosterError
from auditor.roster import load
from auditor.roster.model import Group, Roster
from connectors.archive import Archive
from tests.auditor.roster import sets
from tests.auditor.roster.sets import strings


def people(roster: Roster) -> list[tuple[str, str, str, tuple[str, ...], str]]:
    return sorted((p.given, p.family, p.group.value, p.emails, "".join(sorted(p.orgs))) for p in roster.people.values())


@pytest.mark.parametrize("name", sets.FORMATS)
def test_every_format_gives_the_same_people(name: str, tmp_path: Path) -> None:
    expected, files, has_guardian = sets.FORMATS[name]
    roster = load(sets.write(tmp_path, files))
    assert roster.format == expected
    teacher, student = roster.people["t1"], roster.people["k1"]
    assert (teacher.given, teacher.family, teacher.group) == ("Rosa", "Quint", Group.TEACHER)
    assert teacher.emails == ("rquint@harbor.example",)
    assert roster.find("RQuint@harbor.example") is teacher
    assert (student.given, student.family, student.group) == ("Noor", "Abadi", Group.STUDENT)
    assert student.grades == ("03",)
    assert roster.classes_of == {"t1": ("c1",), "k1": ("c1",)}
    assert roster.orgs["s1"].name in ("Harbor School", "s1")
    assert teacher.orgs == student.orgs == {"s1"}
    assert not [problem for problem in roster.problems if problem.severity != "info"]
    if has_guardian:
        (guardian,) = (roster.people[person_id] for person_id in student.guardians)
        assert (guardian.given, guardian.family, guardian.group) == ("Samir", "Abadi", Group.PARENT)
        assert guardian.children == ("k1",)
        assert guardian.emails == ("sabadi@mail.example",)
        assert roster.coverage.students_with_guardian == 1
    assert len(roster.people) == 2 + has_guardian


@pytest.mark.parametrize("prefix", ["", "export/", "a/b/", "Harbor Roster 2026/"])
@pytest.mark.parametrize("name", sets.FORMATS)
def test_zip_is_folder(name: str, prefix: str, tmp_path: Path) -> None:
    _, files, _ = sets.FORMATS[name]
    folder = load(sets.write(tmp_path / "folder", files))
    junk = {"__MACOSX/._users.csv": b"\x00\x05\x16\x07", ".DS_Store": b"\x00"}
    zipped = load(sets.pack(tmp_path / "roster.zip", {**files, **junk}, prefix))
    assert zipped.people == folder.people
    assert zipped.classes_of == folder.classes_of
    assert zipped.format == folder.format
    if not prefix:
        assert zipped.sha256 == folder.sha256


def test_zip_in_zip(tmp_path: Path) -> None:
    inner = sets.pack(tmp_path / "inner.zip", sets.ONEROSTER_12)
    outer = sets.pack(tmp_path / "outer.zip", {"roster.zip": inner.read_bytes()})
    assert people(load(outer)) == people(load(inner))


@pytest.mark.parametrize("name", sets.FORMATS)
def test_no_secret_is_reachable_and_private_files_stay_closed(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    close = Archive.close

    def spy(archive: Archive) -> None:
        opened.extend(member.name for member in archive.opened)
        close(archive)

    monkeypatch.setattr(Archive, "close", spy)
    roster = load(sets.write(tmp_path, sets.FORMATS[name][1]))
    assert opened
    assert not {"demographics.csv", "results.csv", "userFlags.csv"} & set(opened)
    assert not [text for text in strings(roster) if sets.SECRET in text]


def test_the_proof_of_no_secret_can_fail(tmp_path: Path) -> None:
    roster = load(sets.write(tmp_path, sets.ONEROSTER_12))
    roster.people["k1"].middle = sets.SECRET
    assert [text for text in strings(roster) if sets.SECRET in text]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_delimiters(encoding: str, delimiter: str, newline: str, tmp_path: Path) -> None:
    rows = [
        ["apellidos", "nombre", "id", "rol", "correo electrónico"],
        ["Núñez Ibáñez", "José", "7", "docente", "jose@harbor.example"],
        ["Å“Söder, the elder" if delimiter == "," else "Söder", "Zoë", "8", "aluno", ""],
    ]
    text = newline.join(delimiter.join(f'"{cell}"' for cell in row) for row in rows) + newline
    if encoding == "cp1252":
        text = text.replace("Å“", "")
    path = tmp_path / "liste.csv"
    path.write_bytes(text.encode(encoding))
    roster = load(path)
    person = roster.people["7"]
    assert (person.given, person.family, person.group) == ("José", "Núñez Ibáñez", Group.TEACHER)
    assert roster.people["8"].given == "Zoë"
    assert roster.people["8"].group is Group.STUDENT


def test_excel_hint_line_above_the_header(tmp_path: Path) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(codecs.BOM_UTF8 + b"sep=;\r\nid;first name;last name\r\n1;Rosa;Quint\r\n")
    assert people(load(path)) == [("Rosa", "Quint", "staff", (), "")]


@pytest.mark.parametrize(
    ("files", "words"),
    [
        (
            {"staff.csv": "Maria,Lopez,teacher,maria@mail.example\nJo,Ray,aide,jo@mail.example\n"},
            ["staff.csv", "row 1"],
        ),
        ({"people.csv": "Foo,Email\nx,y\n"}, ["people.csv", "row 1", "email", "sourcedId"]),
        ({"orgs.csv": sets.ORGS}, ["orgs.csv", "users.csv"]),
        ({"users.csv": sets.users11()}, ["users.csv", "nobody"]),
        ({"empty.csv": ""}, ["no list of people"]),
        ({"xl/workbook.xml": "<a/>"}, ["Excel"]),
        ({"demographics.csv": "sourcedId,givenName,familyName\n1,Rosa,Quint\n"}, ["no list of people"]),
        ({"users.csv": b"\x00\xff\xfe\x01" * 40}, ["users.csv"]),
    ],
)
def test_what_is_no_roster_ends_in_one_sentence(
    files: dict[str, str | bytes], words: list[str], tmp_path: Path
) -> None:
    with pytest.raises(RosterError) as caught:
        load(sets.write(tmp_path / "roster", files))
    assert all(word in str(caught.value) for word in words), caught.value
    assert "Lopez" not in str(caught.value)
    assert "Maria" not in str(caught.value)


def test_missing_path_and_damaged_zip(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="no such file"):
        load(tmp_path / "nowhere")
    whole = sets.pack(tmp_path / "whole.zip", sets.ONEROSTER_12).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(RosterError, match="damaged"):
        load(tmp_path / "cut.zip")


def test_broken_quotes_name_file_and_row(tmp_path: Path) -> None:
    text = sets.users11(sets.user11("t1", "teacher", "Rosa", "Quint"), 't2,,,"true,s1,teacher,never closed')
    with pytest.raises(RosterError, match=r"users\.csv: row 3"):
        load(sets.write(tmp_path, {"users.csv": text}))


def test_same_input_same_roster(tmp_path: Path) -> None:
    folder = sets.write(tmp_path, sets.ONEROSTER_12)
    assert load(folder) == load(folder)


def test_another_kind_of_roster_beside_is_said(tmp_path: Path) -> None:
    roster = load(sets.write(tmp_path, {**sets.ONEROSTER_12, **{f"sds/{k}": v for k, v in sets.SDS_1.items()}}))
    said = {p.file for p in roster.problems if p.message.id == "roster.problem.other_format"}
    assert said == {f"sds/{name}" for name in sets.SDS_1}


def test_own_list_beside_a_standard_set_is_read(tmp_path: Path) -> None:
    own = {"volunteers.csv": "id,first name,last name,email\nv1,Ines,Falk,ines@mail.example\n"}
    roster = load(sets.write(tmp_path, {**sets.ONEROSTER_12, **own}))
    assert roster.people["v1"].group is Group.VOLUNTEER
    assert roster.coverage.covers(Group.VOLUNTEER)
