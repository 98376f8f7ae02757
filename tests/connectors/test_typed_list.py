from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.model import Gap, Kind, SourceKind, State
from connectors.typed_list import lines
from connectors.typed_list.export import TypedList
from connectors.typed_list.lines import Person, person
from connectors.typed_list.words import columns, kind_of
from tests.connectors.reading import Reading, read, read_all, write
from tests.connectors.sample import Sample
from tests.connectors.typed_list_samples import ENGLISH, PLAIN, SAMPLES

SOURCE = TypedList()


def read_text(folder: Path, text: str, name: str = "people.csv") -> Reading:
    return read(SOURCE, write(folder, {name: text.encode()}))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_each_list_gives_its_people(sample: Sample, tmp_path: Path) -> None:
    found = read(SOURCE, sample.write(tmp_path))
    assert tuple(found.people) == sample.people
    assert found.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert found.coverage().received == len(sample.people)
    assert "typed_list.as_typed" in found.notes()
    assert 10 <= found.recognition.score <= 30
    assert (found.snapshot.platform, found.snapshot.source_kind) == ("other", SourceKind.TYPED)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Ana Ruiz", Person("Ana Ruiz")),
        ("1. Ana Ruiz", Person("Ana Ruiz")),
        ("(2) Ana Ruiz", Person("Ana Ruiz")),
        ("* Ana Ruiz", Person("Ana Ruiz")),
        ("12\tAna Ruiz", Person("Ana Ruiz")),
        ("Ruiz, Ana", Person("Ruiz, Ana")),
        ("Ana Ruiz (@ana.ruiz)", Person("Ana Ruiz", "ana.ruiz")),
        ("Ana Ruiz - @ana.ruiz", Person("Ana Ruiz", "ana.ruiz")),
        ("@ana@town.example", Person(None, "ana@town.example")),
        ("ana_ruiz99", Person(None, "ana_ruiz99")),
        ("ana.bsky.example", Person(None, "ana.bsky.example")),
        ("Madonna", Person("Madonna")),
        ("Ana Ruiz <ana@home.example>", Person("Ana Ruiz", None, None, "ana@home.example")),
        ("ana@home.example", Person(None, None, None, "ana@home.example")),
        ("Ana https://x.example/ana", Person("Ana", None, "https://x.example/ana")),
        ("Ana-María O'Neil-Sánchez", Person("Ana-María O'Neil-Sánchez")),
        ("王小明", Person("王小明")),
        ("3 boys", Person("3 boys")),
        ("42", Person()),
        ("---", Person()),
    ],
)
def test_what_a_line_names(line: str, expected: Person) -> None:
    assert person(line) == expected


def test_comments_are_counted_and_sections_give_the_kind(tmp_path: Path) -> None:
    found = read_text(tmp_path, PLAIN, "list.txt")
    [comments] = [note for note in found.coverage().notes if note.id == "typed_list.comments_left_out"]
    assert comments.params == {"n": 1}
    assert found.snapshot.connections[-1].kinds == (Kind.FOLLOWER,)
    assert found.snapshot.connections[-1].places[0].pointer == "row 9"


def test_dates_addresses_and_words_for_kinds(tmp_path: Path) -> None:
    text = "Name,Profile URL,Since,Type\nAna,https://x.example/ana,2024-03-01,buddy\nBo,,soon,blocked\n"
    ana, bo = (found := read_text(tmp_path, text)).snapshot.connections
    assert ana.since is not None
    assert (ana.since.date().isoformat(), ana.url, ana.kinds) == (
        "2024-03-01",
        "https://x.example/ana",
        (Kind.CONTACT,),
    )
    assert (bo.since, bo.kinds) == (None, (Kind.BLOCKED,))
    assert "typed_list.kinds_unknown" in found.notes()
    assert found.coverage().received == 1


def test_rows_that_name_nobody_are_listed(tmp_path: Path) -> None:
    text = ENGLISH + "# not a person,,,\n,,,follower\nRuiz, Eva,@eva,eva@home.example,friend\n\n"
    found = read_text(tmp_path, text)
    assert [u.place.pointer for u in found.snapshot.unreadable] == ["row 6", "row 7"]
    assert (found.coverage().reason, found.coverage().received) == (Gap.DAMAGED, 3)


def test_lines_that_name_nobody_are_listed(tmp_path: Path) -> None:
    found = read_text(tmp_path, "Ana Ruiz\nBo Chen\nCy Wren\n12345\n", "list.txt")
    assert [u.place.pointer for u in found.snapshot.unreadable] == ["row 4"]


HOSTILE = ["<script>alert(1)</script>", '=HYPERLINK("x","y")', "\u202egnp.exe", "x" * 10_000, "A\x00na"]


@pytest.mark.parametrize("name", HOSTILE, ids=["script", "formula", "turned", "long", "nul"])
def test_hostile_names_are_kept(name: str, tmp_path: Path) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    found = read_text(tmp_path, f"Name,Username\nAna,ana\n{quoted},bo\n")
    assert found.snapshot.connections[1].display_name == name.replace("\x00", "")


def test_lists_beside_each_other_are_read_together(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"a.csv": b"Name\nAna\n", "b.txt": b"# friends\nBo Chen\n"}))
    assert found.people == [(("contact",), "Ana"), (("friend",), "Bo Chen")]


def test_a_text_that_breaks_off_is_damaged(tmp_path: Path) -> None:
    data = ENGLISH.encode("utf-16")
    found = read(SOURCE, write(tmp_path, {"people.csv": data[:-3]}))
    assert found.gap() == (State.NONE, Gap.DAMAGED)


CHAT = "30/12/2023, 14:30 - Ana: Are you coming?\n30/12/2023, 14:31 - Bo: Yes. I am on my way\n"
PROSE = "Dear all,\nWe will meet on Tuesday at the gate. Bring a coat!\nBest wishes from the whole team: Ana\n"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("users.csv", b"sourcedId,status,username,givenName,familyName\n1,active,ana,Ana,Ruiz\n"),
        ("student.csv", b"SIS ID,School SIS ID,Username,First Name,Last Name\n1,2,ana,Ana,Ruiz\n"),
        ("names.csv", b"Ana Ruiz\nBo Chen\n"),
        ("prices.csv", b"Item,Price\nPen,3\n"),
        ("subscriptions.csv", b"Channel Id,Channel Url,Channel Title\nUCx,http://x,Y\n"),
        ("data.txt", b'{"followers": ["ana"]}'),
        ("data.csv", b"[1, 2]"),
        ("page.txt", b"<!DOCTYPE html><html><body>Ana Ruiz</body></html>"),
        ("page.csv", b"<html>\nAna\n</html>"),
        ("photo.txt", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4),
        ("card.txt", b"BEGIN:VCARD\nFN:Ana\nEND:VCARD\n"),
        ("_chat.txt", CHAT.encode()),
        ("letter.txt", PROSE.encode()),
        ("Following.txt", b"Date: 2024-03-01 08:15:00\nUsername: ana\n\nDate: 2024-03-01 08:15:00\nUsername: bo\n"),
        ("people.json", b"Ana Ruiz\n"),
    ],
)
def test_other_files_are_declined(name: str, data: bytes, tmp_path: Path) -> None:
    assert read_all(SOURCE, write(tmp_path, {name: data})) == []


def test_a_folder_with_anything_else_is_declined(tmp_path: Path) -> None:
    assert read_all(SOURCE, write(tmp_path, {"people.csv": ENGLISH.encode(), "photo.jpg": b"x"})) == []
    assert read_all(SOURCE, write(tmp_path / "x", {"a/p.csv": ENGLISH.encode(), "b/p.csv": ENGLISH.encode()})) == []


def test_headers_in_any_order_and_with_accents() -> None:
    assert columns(["Correo electrónico", "Teléfono", "Nombre"]) == {"email": 0, "name": 2}
    assert columns(["Apellidos", "Nombre"]) == {"last": 0, "first": 1}
    assert columns(["E-Mail", "Link"]) is None


CELLS = st.sampled_from(
    ["Name", "Usuario", "kind", "Ana", "@bo", '"', ",", ";", "\t", "\n", "#", "friends", "<a@b.cd>", "\x00"]
)


@given(parts=st.lists(CELLS | st.text(max_size=6), max_size=25), name=st.sampled_from(["a.csv", "a.txt", "a.tsv"]))
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_ends_in_coverage_or_is_declined(parts: list[str], name: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {name: "".join(parts).encode("utf-8", "replace")})
    for found in read_all(SOURCE, folder):
        assert found.coverage().state is not State.COMPLETE
    (folder / name).unlink()


@given(data=st.binary(max_size=200))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_end_in_coverage_or_are_declined(data: bytes, tmp_path: Path) -> None:
    for found in read_all(SOURCE, write(tmp_path, {"a.csv": data})):
        assert found.coverage().state is not State.COMPLETE


@given(st.lists(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=12), max_size=12))
@settings(deadline=None, max_examples=100)
def test_no_line_is_lost(typed: list[str]) -> None:
    """Every line is a person, or somebody unreadable, or a comment; only the heads of sections are neither."""
    heads = [n for n, line in enumerate(typed, 1) if line.startswith("#") and kind_of(line)]
    read_lines = [line.number for line in lines.read("\n".join(typed))]
    assert sorted([*heads, *read_lines]) == list(range(1, len(typed) + 1))
