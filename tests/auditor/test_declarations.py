"""What the owner says of people, as read from a file and matched with the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor import declarations
from auditor.declarations import RELATIONS, Declarations
from auditor.errors import AuditorError
from connectors.model import Connection, Kind, Place
from reports.messages.policy import MESSAGES


def read(tmp_path: Path, text: str | bytes) -> Declarations:
    path = tmp_path / "said.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return declarations.read(path)


def connection(id: str, **fields: str) -> Connection:
    return Connection((Kind.FOLLOWER,), (Place("followers.json"),), id=id, **fields)


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("@Kit.Marlow", {"handle": "kit.marlow"}),
        ("kit.marlow", {"handle": "Kit.Marlow"}),
        ("kit  marlow", {"display_name": "Kit Marlow"}),
        ("c0ffee", {}),
        ("https://www.example.com/Kit/", {"url": "http://example.com/kit"}),
        ("example.com/kit?lang=en", {"url": "https://m.example.com/kit"}),
        ("kit@mail.example", {"email": "Kit@mail.example"}),
        ("1234567890123456789", {"platform_id": "1234567890123456789"}),
    ],
)
def test_people_are_found_however_they_are_named(tmp_path: Path, typed: str, fields: dict[str, str]) -> None:
    said = read(tmp_path, f"connection,relation,note\n{typed},colleague,met at a course\n")
    person = connection("c0ffee", **fields)
    said.settle([person, connection("other", display_name="Bo Lund")])
    found = said.match(person)
    assert found is not None
    assert (found.relation, found.note) == ("colleague", "met at a course")
    assert said.match(connection("other", display_name="Bo Lund")) is None
    assert said.unused == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_files_of_spreadsheets_are_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = (("connection", "relation", "note"), ("Ana Muñoz", "own family", "mi hija"), ("", "", ""))
    text = "\r\n".join(delimiter.join(line) for line in lines)
    (row,) = read(tmp_path, text.encode(encoding)).rows
    assert (row.connection, row.declaration.relation, row.number) == ("Ana Muñoz", "own_family", 2)


@pytest.mark.parametrize(
    ("word", "relation"),
    [
        ("Colega", "colleague"),
        ("familia de estudiante", "family_of_student"),
        ("Aluna", "student"),
        ("organização", "organisation"),
        ("organization", "organisation"),
        ("mi familia", "own_family"),
        ("minha família", "own_family"),
        ("Profissional", "professional"),
        ("vou remover", "will_remove"),
        ("No sé", "dont_know"),
        ("don't know", "dont_know"),
        *((relation, relation) for relation in RELATIONS),
    ],
)
def test_relations_in_three_languages(tmp_path: Path, word: str, relation: str) -> None:
    (row,) = read(tmp_path, f"conexión;relación;nota\nKit;{word};\n").rows
    assert row.declaration.relation == relation


def test_a_name_of_two_people_is_nobodys(tmp_path: Path) -> None:
    said = read(tmp_path, "connection,relation\nMaria Garcia,student\n@mgarcia,colleague\n")
    first = connection("c1", display_name="Maria Garcia", handle="mgarcia")
    second = connection("c2", display_name="maria garcia")
    said.settle([first, second])
    found = said.match(first)
    assert found is not None
    assert found.relation == "colleague"
    assert said.match(second) is None
    (message,) = said.unused
    assert (message.id, message.params) == ("declarations.ambiguous", {"row": 2})


def test_a_user_name_goes_before_the_same_display_name(tmp_path: Path) -> None:
    said = read(tmp_path, "connection,relation\nkit,student\n")
    by_handle, by_name = connection("c1", handle="kit"), connection("c2", display_name="Kit")
    said.settle([by_name, by_handle])
    assert said.match(by_handle) is not None
    assert said.match(by_name) is None


def test_a_row_that_fits_nobody_is_told(tmp_path: Path) -> None:
    said = read(tmp_path, "connection,relation\nKit,student\n\nBo,student\n")
    said.settle([connection("c1", display_name="Bo")])
    said.match(connection("c1", display_name="Bo"))
    (message,) = said.unused
    assert message.params == {"row": 2}
    assert message.id in MESSAGES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("connection,relation\nKit Marlow,friend of mine\n", ["said.csv row 2", "own_family", "dont_know"]),
        ("connection,relation\n,student\n", ["said.csv row 2", "connection is empty"]),
        ("name,relation\nKit,student\n", ["said.csv row 1", "connection", "connection,relation,note"]),
        ("connection\nKit\n", ["said.csv row 1", "relation"]),
        ("", ["said.csv row 1"]),
        ("connection,relation\nKit,student\n@kit,colleague\n", ["said.csv row 3", "row 2"]),
    ],
)
def test_mistakes_are_told_with_row_and_remedy(tmp_path: Path, text: str, told: list[str]) -> None:
    with pytest.raises(AuditorError) as error:
        read(tmp_path, text)
    assert all(part in str(error.value) for part in told)
    assert "Marlow" not in str(error.value)


def test_the_same_said_twice_is_no_mistake(tmp_path: Path) -> None:
    assert len(read(tmp_path, "connection,relation\nKit,student\n@kit,student\n").rows) == 2


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match="cannot be read"):
        declarations.read(tmp_path / "none.csv")


@settings(deadline=None, max_examples=100)
@given(st.one_of(st.binary(max_size=80), st.text(max_size=60).map(lambda t: f"connection,relation\n{t}".encode())))
def test_any_bytes_are_rows_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("said") / "said.csv"
    path.write_bytes(data)
    try:
        said = declarations.read(path)
    except AuditorError as error:
        assert "said.csv" in str(error)
    else:
        said.settle([connection("c1", display_name="Kit", handle="kit")])
        assert all(row.declaration.relation in RELATIONS for row in said.rows)
        assert len(said.unused) == len(said.rows)
