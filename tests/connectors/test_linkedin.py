from __future__ import annotations

import os
import zipfile
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.archive import Archive
from connectors.base import Export
from connectors.linkedin.export import LinkedInExport
from connectors.model import Coverage, Gap, RecordType, Snapshot, State
from connectors.snapshot import assemble
from tests.connectors.linkedin_samples import COLUMNS, INVITATIONS, NOTES, ROWS, SAMPLES
from tests.connectors.sample import Sample


def read(path: Path, expect_score: int | None = None) -> Snapshot:
    source = LinkedInExport()
    with Archive([path]) as archive:
        (recognition,) = source.recognise(archive)
        assert expect_score in (None, recognition.score)
        export = Export(archive, source, recognition.root)
        snapshot = assemble(source.platform, source.kind, source.yields, source.read(export))
        assert not any(member.basename == "messages.csv" for member in archive.opened)
        return snapshot


def read_text(folder: Path, text: str | bytes, name: str = "Connections.csv") -> Snapshot:
    data = text if isinstance(text, bytes) else text.encode()
    return read(Sample("linkedin", "", {name: data}, ()).write(folder))


def gap(snapshot: Snapshot, record: RecordType = RecordType.CONNECTIONS) -> tuple[State, Gap | None]:
    coverage = snapshot.coverage[record]
    return coverage.state, coverage.reason


def notes(coverage: Coverage) -> list[str]:
    return [note.id for note in coverage.notes]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_era_gives_exactly_its_people(sample, tmp_path):
    snapshot = read(sample.write(tmp_path))
    assert [(c.kinds, c.handle or c.display_name) for c in snapshot.connections] == list(sample.people)
    assert gap(snapshot)[0] is sample.connections


def test_gotcha_7_the_preamble_is_not_the_header(tmp_path):
    ana, ben = read_text(tmp_path, "\ufeff" + NOTES + COLUMNS + ROWS).connections
    assert (ana.display_name, ana.places[0].pointer) == ("Ana Duarte", "row 5")
    assert ana.since is not None
    assert ana.since.date().isoformat() == "2024-01-15"
    assert (ben.handle, ben.url) == ("benoît-lémieux", "https://www.linkedin.com/in/beno%C3%AEt-l%C3%A9mieux")
    assert ben.email == "ben@school.example"


def test_gotcha_7_dates_saved_by_a_spreadsheet(tmp_path):
    (sample,) = (s for s in SAMPLES if "spreadsheet" in s.name)
    ana, zoe = read(sample.write(tmp_path)).connections
    assert ana.since is not None
    assert ana.since.date().isoformat() == "2026-02-06"
    assert zoe.display_name == "Zoë Núñez"


def test_gotcha_7_rows_of_closed_accounts_are_listed_and_do_not_make_it_partial(tmp_path):
    snapshot = read_text(tmp_path, NOTES + COLUMNS + ROWS + ",,,,,,01 Mar 2024\r\n,,,,,,\r\n\r\n")
    assert len(snapshot.connections) == 2
    assert gap(snapshot) == (State.COMPLETE, None)
    assert [u.place.pointer for u in snapshot.unreadable] == ["row 7", "row 8"]
    (said,) = snapshot.coverage[RecordType.CONNECTIONS].notes
    assert (said.id, said.params["n"]) == ("linkedin.rows_without_name", 2)


def test_gotcha_7_a_header_we_do_not_know_is_never_nobody(tmp_path):
    snapshot = read_text(tmp_path, "Notes:\r\n\r\nVorname,Nachname,URL,Verbunden am\r\nAna,Duarte,,1. Jan.\r\n")
    assert gap(snapshot) == (State.NONE, Gap.FORMAT_UNKNOWN)
    (unreadable,) = snapshot.unreadable
    assert (unreadable.place.pointer, unreadable.reason.id) == ("row 1", "linkedin.header_unknown")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheets(encoding, delimiter, tmp_path):
    rows = [
        ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"],
        ["Zoë", "Núñez", "https://www.linkedin.com/in/zoe-n", "", "", "", "6-Feb-26"],
    ]
    text = "".join(delimiter.join(row) + "\r\n" for row in rows)
    snapshot = read_text(tmp_path, text.encode(encoding))
    assert [(c.display_name, c.handle) for c in snapshot.connections] == [("Zoë Núñez", "zoe-n")]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (NOTES + COLUMNS + ROWS + "Cara,Ng", Gap.DAMAGED),
        (NOTES + COLUMNS + ROWS + "Cara,Ngo,,,,,03 Feb 202", Gap.DAMAGED),
        (NOTES + COLUMNS.strip(), Gap.DAMAGED),
        (NOTES + COLUMNS[:30], Gap.FORMAT_UNKNOWN),
        ("", Gap.FORMAT_UNKNOWN),
    ],
)
def test_a_file_that_breaks_off_is_never_complete(text, reason, tmp_path):
    state, why = gap(read_text(tmp_path, text))
    assert state is not State.COMPLETE
    assert why is reason


def test_a_last_row_without_line_end_is_whole_when_its_date_is(tmp_path):
    assert gap(read_text(tmp_path, COLUMNS + ROWS.strip())) == (State.COMPLETE, None)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://evil.example/in/ana", "https://[", "/in/ana", "x"])
def test_addresses_elsewhere_are_no_handles(url, tmp_path):
    (person,) = read_text(tmp_path, COLUMNS + f"Ana,Duarte,{url},,,,15 Jan 2024\r\n").connections
    assert (person.handle, person.url, person.display_name) == (None, None, "Ana Duarte")


def test_invitations_have_a_direction_and_tell_the_owner(tmp_path):
    snapshot = read_text(tmp_path, INVITATIONS, "Invitations.csv")
    assert [(c.kinds[0].value, c.handle) for c in snapshot.connections] == [
        ("request_received", "cara-ngo"),
        ("request_sent", "devpatel"),
    ]
    assert snapshot.connections[0].since is not None
    assert snapshot.connections[0].since.isoformat() == "2024-02-14T10:12:00+00:00"
    assert snapshot.profile.handle == "maria-rivera-room12"
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)
    assert gap(snapshot, RecordType.REQUESTS) == (State.COMPLETE, None)
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.NOT_OFFERED)


def test_the_profile_names_the_owner_and_the_primary_address(tmp_path):
    profile = read(SAMPLES[0].write(tmp_path)).profile
    assert (profile.display_name, profile.bio, profile.email) == (
        "Maria Rivera",
        "Grade 4 teacher",
        "rivera@school.example",
    )


@pytest.mark.parametrize("name", ["Complete_LinkedInDataExport_11-02-2024.zip.zip", "inner"])
def test_doubly_packed_downloads_and_their_date(name, tmp_path):
    inner = tmp_path / "Complete_LinkedInDataExport_11-02-2024.zip.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("Complete_LinkedInDataExport_11-02-2024/Connections.csv", NOTES + COLUMNS + ROWS)
    path = inner
    if name == "inner":
        path = tmp_path / "again.zip"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(inner, inner.name)
    source = LinkedInExport()
    with Archive([path]) as archive:
        (recognition,) = source.recognise(archive)
        export = Export(archive, source, recognition.root)
        snapshot = assemble(source.platform, source.kind, source.yields, source.read(export))
    assert len(snapshot.connections) == 2
    assert export.taken_at is not None
    assert export.taken_at.date().isoformat() == "2024-11-02"


@pytest.mark.parametrize("name", ["messages.csv", "Rich_Media.csv"])
def test_files_without_connections_get_a_clear_answer(name, tmp_path):
    snapshot = read(Sample("linkedin", "", {name: b"a,b\r\n"}, ()).write(tmp_path), expect_score=40)
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)
    assert notes(snapshot.coverage[RecordType.CONNECTIONS]) == ["linkedin.connections_absent"]


@pytest.mark.parametrize("name", ["users.csv", "messages/c1/messages.csv", "profile.csv", "connections/friends.json"])
def test_foreign_files_are_declined(name, tmp_path):
    with Archive([Sample("linkedin", "", {name: b"id,name\r\n1,Ana\r\n"}, ()).write(tmp_path)]) as archive:
        assert LinkedInExport().recognise(archive) == []


EXAMPLES = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
CELLS = st.lists(st.lists(st.text(max_size=12), max_size=8), max_size=5)


@EXAMPLES
@given(text=st.text(max_size=80), rows=CELLS, header=st.sampled_from([NOTES + COLUMNS, INVITATIONS, ""]))
@pytest.mark.parametrize("name", ["Connections.csv", "Invitations.csv", "Profile.csv"])
def test_any_text_ends_in_coverage(name, text, rows, header, tmp_path):
    files = {
        "Connections.csv": (COLUMNS + ROWS).encode(),
        name: (header + "\r\n".join(",".join(row) for row in rows) + text).encode("utf-8", "replace"),
    }
    snapshot = read(Sample("linkedin", "", files, ()).write(Path(mkdtemp(dir=tmp_path))))
    assert set(snapshot.coverage) == set(RecordType)


PEER = Path(os.environ.get("AUDITOR_PEER_DATA", "."), "exports/linkedin/pedrofuentes__kawsay/tests/fixtures/linkedin")
peer = pytest.mark.skipif("AUDITOR_PEER_DATA" not in os.environ, reason="AUDITOR_PEER_DATA is not set")


@pytest.mark.peer
@peer
@pytest.mark.parametrize("path", [PEER, PEER / "Connections.csv"], ids=["folder", "file"])
def test_peer_connections(path):
    """Counted by hand: two people, with a byte order mark before the notes."""
    snapshot = read(path)
    assert [(c.kinds[0].value, c.handle, c.display_name, c.email) for c in snapshot.connections] == [
        ("friend", "josegarcia", "José García", None),
        ("friend", "aesop", "Æsop Fontaine", "aesop@example.com"),
    ]
    assert gap(snapshot) == (State.COMPLETE, None)


@pytest.mark.peer
@peer
@pytest.mark.parametrize("name", ["messages.csv", "Rich_Media.csv"])
def test_peer_files_without_connections(name):
    snapshot = read(PEER / name, expect_score=40)
    assert snapshot.connections == ()
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)
