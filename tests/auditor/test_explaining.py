"""`auditor explain` as its users meet it."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from tests.auditor import district
from tests.auditor.test_cli import AT, FAMILY, Done, run


@pytest.fixture(scope="module")
def oak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district.roster(tmp_path_factory.mktemp("oak") / "roster")


@pytest.fixture(scope="module")
def audited(oak: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("audited")
    export = district.facebook(folder / "fb", [*FAMILY, "Zebulon Quackenbush", "Maria Garcia", "Maria Garcia "])
    run("audit", export, "--staff", district.TEACHER, "--roster", oak, "-o", folder / "out", *AT)
    return folder / "out" / "findings.json"


def stored(oak: Path, audited: Path, connection: str, *more: object) -> Done:
    return run("explain", "--roster", oak, "--in", audited, "--connection", connection, *more)


def test_a_stored_connection_is_explained_with_its_whole_list(oak: Path, audited: Path) -> None:
    done = stored(oak, audited, "tomasz wisniewski")
    assert done.returncode == 0, done.stderr
    assert "How we reached our answer on Tomasz Wisniewski" in done.stdout
    assert "Our answer: In the school lists (Teacher)" in done.stdout
    assert "from the owner's school" in done.stdout
    assert "Note" not in done.stderr
    assert "usual" not in done.stdout, "the other connections of the list count too"


def test_the_page_is_written_for_its_owners_eyes_only(oak: Path, audited: Path, tmp_path: Path) -> None:
    done = stored(oak, audited, "Rosalind Thistlewood", "-o", tmp_path / "why.html", "--lang", "pt")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == str(tmp_path / "why.html")
    assert stat.S_IMODE((tmp_path / "why.html").stat().st_mode) == 0o600
    assert 'lang="pt-BR"' in (tmp_path / "why.html").read_text(encoding="utf-8")
    assert "Como chegamos" in done.stdout


def test_one_profile_alone_can_be_asked_about(oak: Path) -> None:
    done = run("explain", "--roster", oak, "--name", "R. Thistlewood", "--handle", "rosalindt", "--staff", "t1")
    assert done.returncode == 0, done.stderr
    assert "Step by step" in done.stdout
    assert "bits" in done.stdout
    unknown = run("explain", "--roster", oak, "--name", "Rosalind Thistlewood")
    assert "Whose account it is we do not know" in " ".join(unknown.stdout.split())


@pytest.mark.parametrize("connection", ["nobody", "", "@"])
def test_a_connection_that_is_not_there_is_said_without_repeating_a_name(
    oak: Path, audited: Path, connection: str
) -> None:
    done = stored(oak, audited, connection)
    assert done.returncode == 1
    assert "has that id, handle or name. Copy the id of one" in done.stderr
    assert "nobody" not in done.stderr
    assert "defect" not in done.stderr


def test_of_two_of_one_name_the_id_decides(oak: Path, audited: Path) -> None:
    done = stored(oak, audited, "Maria Garcia")
    assert done.returncode == 1
    assert "2 connections fit. Give one of these ids" in done.stderr
    id = done.stderr.rstrip(".\n").split()[-1]
    assert stored(oak, audited, id).returncode == 0


def test_another_roster_is_noted_and_used(audited: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("id,role,first name,last name,school\nx1,parent,Ana,Lind,Elm\nx2,student,Bo,Lind,Elm\n")
    done = stored(other, audited, "Tomasz Wisniewski")
    assert done.returncode == 0, done.stderr
    assert "was made with other school lists than these" in done.stderr
    assert "the account's owner is not in these school lists" in done.stderr
    assert "Note: the stored result says: In the school lists." in done.stderr


@pytest.mark.parametrize(("staff", "said"), [("nobody", "no staff member"), ("s1", "belongs to nobody on the staff")])
def test_an_owner_who_is_not_staff_is_said(oak: Path, audited: Path, staff: str, said: str) -> None:
    done = stored(oak, audited, "Tomasz Wisniewski", "--staff", staff)
    assert done.returncode == 1
    assert said in done.stderr


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--connection", "x"),
        ("--in", "findings.json"),
        ("--name", "Ana", "--connection", "x"),
        ("--name", "Ana", "--in", "findings.json", "--connection", "x"),
    ],
)
def test_what_is_asked_has_to_be_one_thing(oak: Path, asked: tuple[str, ...]) -> None:
    done = run("explain", "--roster", oak, *asked)
    assert done.returncode == 2
    assert "or else any of" in " ".join(done.stderr.replace("│", " ").split())


def test_help_has_an_example() -> None:
    assert "auditor explain --roster roster/ --in" in " ".join(run("explain", "--help").stdout.split())
