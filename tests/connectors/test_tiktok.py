from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.archive import Archive
from connectors.base import Export
from connectors.model import Gap, RecordType, Snapshot, State
from connectors.snapshot import assemble
from connectors.tiktok.export import TikTokExport
from tests.connectors.sample import Sample
from tests.connectors.tiktok_samples import SAMPLES, blocks, rows, user_data_2024, user_data_2026


def read(path: Path, expect_score: int | None = None) -> Snapshot:
    source = TikTokExport()
    with Archive([path]) as archive:
        (recognition,) = source.recognise(archive)
        assert expect_score in (None, recognition.score)
        export = Export(archive, source, recognition.root)
        snapshot = assemble(source.platform, source.kind, source.yields, source.read(export))
        assert not any("Direct Messages" in member.name for member in archive.opened)
        return snapshot


def read_files(folder: Path, files: dict[str, bytes], expect_score: int | None = None) -> Snapshot:
    return read(Sample("tiktok", "", files, ()).write(folder), expect_score)


def read_json(folder: Path, document: object) -> Snapshot:
    return read_files(folder, {"user_data_tiktok.json": json.dumps(document).encode()})


def gap(snapshot: Snapshot, record: RecordType = RecordType.CONNECTIONS) -> tuple[State, Gap | None]:
    coverage = snapshot.coverage[record]
    return coverage.state, coverage.reason


def notes(snapshot: Snapshot) -> dict[str, dict[str, object]]:
    return {note.id: dict(note.params) for note in snapshot.coverage[RecordType.CONNECTIONS].notes}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_era_gives_exactly_its_people(sample, tmp_path):
    snapshot = read(sample.write(tmp_path))
    assert [(c.kinds, c.handle) for c in snapshot.connections] == list(sample.people)
    assert {s.key: s.value for s in snapshot.settings} == sample.settings
    assert gap(snapshot)[0] is sample.connections
    assert snapshot.profile.handle == sample.handle


@pytest.mark.parametrize("empty", [None, []])
def test_gotcha_8_null_and_empty_are_lists_of_nobody(empty, tmp_path):
    snapshot = read_json(tmp_path, user_data_2026(empty, empty))
    assert snapshot.connections == ()
    assert gap(snapshot) == (State.COMPLETE, None)


def test_gotcha_8_a_section_that_is_null_is_empty_as_well(tmp_path):
    snapshot = read_json(tmp_path, {"Your Activity": {"Follower": None, "Following": None}})
    assert gap(snapshot) == (State.COMPLETE, None)


@pytest.mark.parametrize("section", ["Activity", "Your Activity", "Profile And Settings", "A Section Of 2031"])
@pytest.mark.parametrize("name", ["Follower", "Follower List"])
def test_gotcha_8_lists_are_found_wherever_they_moved(section, name, tmp_path):
    document = {section: {name: {"FansList": rows("ana.reads")}, "Following": {"Following": None}}}
    snapshot = read_json(tmp_path, document)
    assert [c.handle for c in snapshot.connections] == ["ana.reads"]
    assert snapshot.connections[0].places[0].pointer == f"/{section}/{name}/FansList/0"
    assert gap(snapshot) == (State.COMPLETE, None)


def test_gotcha_4_a_category_that_was_not_ticked_is_not_an_empty_list(tmp_path):
    document = user_data_2026(rows("ana.reads"))
    del document["Profile And Settings"]["Following"]  # type: ignore[attr-defined]
    snapshot = read_json(tmp_path, document)
    assert gap(snapshot) == (State.PARTIAL, Gap.FILE_ABSENT)
    assert notes(snapshot) == {"tiktok.list_absent": {"t_list": "tiktok.list.following"}}


@pytest.mark.parametrize("count", [3, "3"])
def test_gotcha_4_counts_of_the_profile_are_compared(count, tmp_path):
    snapshot = read_json(tmp_path, user_data_2026(rows("a", "b"), None, followerCount=count, followingCount=0))
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert gap(snapshot) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert (coverage.expected, coverage.received) == (3, 2)
    assert notes(snapshot)["tiktok.count_differs"]["received"] == 2


def test_rows_of_closed_accounts_count_but_name_nobody(tmp_path):
    followers = [*rows("ana.reads"), {"Date": "", "UserName": ""}, {"Date": "x", "UserName": "N/A"}]
    snapshot = read_json(tmp_path, user_data_2026(followers, None, followerCount=3, followingCount=0))
    assert gap(snapshot) == (State.COMPLETE, None)
    assert len(snapshot.unreadable) == 2
    assert notes(snapshot)["tiktok.rows_without_name"]["n"] == 2


@pytest.mark.parametrize(
    ("followers", "reason"),
    [
        ({"a": 1}, Gap.FORMAT_UNKNOWN),
        ("none", Gap.FORMAT_UNKNOWN),
        ([*rows("ana.reads"), "coach_ben"], Gap.DAMAGED),
        ([*rows("ana.reads"), {"Date": "2024-01-01 00:00:00"}], Gap.DAMAGED),
        ([*rows("ana.reads"), {"UserName": ["x"]}], Gap.DAMAGED),
    ],
)
def test_wrong_types_are_unreadable_rows_with_their_place(followers, reason, tmp_path):
    snapshot = read_json(tmp_path, user_data_2026(followers, []))
    assert gap(snapshot) == (State.PARTIAL, reason)
    assert snapshot.unreadable[0].place.pointer.startswith("/Profile And Settings/Follower")


@pytest.mark.parametrize(
    ("word", "value"),
    [("Enabled", "private"), ("on", "private"), ("Disabled", "public"), ("OFF", "public"), ("Sometimes", "unknown")],
)
def test_gotcha_8_words_drift_and_an_unknown_one_is_never_safe(word, value, tmp_path):
    document = user_data_2024(**{"App Settings": {"Settings": {"SettingsMap": {"Private Account": word}}}})
    (setting,) = read_json(tmp_path, document).settings
    assert (setting.value, setting.raw) == (value, {"Private Account": word})
    assert setting.place.pointer == "/App Settings/Settings/SettingsMap/Private Account"


@pytest.mark.parametrize("word", ["N/A", "", None, {}])
def test_what_tiktok_does_not_state_is_left_out(word, tmp_path):
    document = user_data_2024(**{"App Settings": {"Settings": {"SettingsMap": {"Private Account": word}}}})
    snapshot = read_json(tmp_path, document)
    assert snapshot.settings == ()
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.NOT_OFFERED)


def test_missing_settings_are_said(tmp_path):
    snapshot = read_json(tmp_path, {"Activity": {"Follower List": {"FansList": None}}})
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.FILE_ABSENT)


def test_text_labels_do_not_matter_and_numbers_are_names(tmp_path):
    files = {
        "Profil/Follower.txt": blocks("20240101", date="Datum", name="Nutzername"),
        "Profil/Folge ich.txt": ("\ufeff" + blocks("b").decode()).encode("utf-16"),
    }
    snapshot = read_files(tmp_path, files, expect_score=60)
    assert [(c.kinds[0].value, c.handle) for c in snapshot.connections] == [
        ("following", "b"),
        ("follower", "20240101"),
    ]
    assert snapshot.connections[0].since is not None
    assert snapshot.connections[0].since.isoformat() == "2023-08-01T06:18:18+00:00"
    assert gap(snapshot) == (State.COMPLETE, None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (blocks("a", "b")[:-4], Gap.DAMAGED),
        (blocks("a") + b"Date: 2023-08-01 06:18:18 UTC\n", Gap.DAMAGED),
        (b"", Gap.DAMAGED),
        (b"<html></html>\n", Gap.FORMAT_UNKNOWN),
    ],
)
def test_text_that_breaks_off_or_is_something_else_is_never_complete(text, reason, tmp_path):
    assert gap(read_files(tmp_path, {"Follower.txt": text, "Following.txt": blocks("c")})) == (State.PARTIAL, reason)


def test_one_list_alone_is_partial(tmp_path):
    assert gap(read_files(tmp_path, {"Follower.txt": blocks("a")})) == (State.PARTIAL, Gap.FILE_ABSENT)


def test_damaged_json_says_where(tmp_path):
    snapshot = read_files(tmp_path, {"user_data_tiktok.json": b'{"Activity": {\n"Follower List"'})
    assert gap(snapshot) == (State.NONE, Gap.DAMAGED)
    assert snapshot.unreadable[0].place.pointer == "line 2 column 16"


def test_the_name_of_the_download_says_when(tmp_path):
    path = tmp_path / "TikTok_Data_1758000000.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("user_data_tiktok.json", json.dumps(user_data_2026()))
    source = TikTokExport()
    with Archive([path]) as archive:
        (recognition,) = source.recognise(archive)
        export = Export(archive, source, recognition.root)
        list(source.read(export))
    assert (recognition.handle, recognition.score) == ("ms_rivera_room12", 95)
    assert export.taken_at is not None
    assert export.taken_at.isoformat() == "2025-09-16T05:20:00+00:00"


@pytest.mark.parametrize("name", ["data.json", "followers_1.json", "messages.txt", "user_data.csv"])
def test_foreign_files_are_declined(name, tmp_path):
    with Archive([Sample("tiktok", "", {name: b"[]"}, ()).write(tmp_path)]) as archive:
        assert TikTokExport().recognise(archive) == []


KEYS = [
    "Activity",
    "Follower",
    "Follower List",
    "FansList",
    "Following",
    "Block List",
    "BlockList",
    "Settings",
    "{}{x}",
    "SettingsMap",
    "Private Account",
    "Profile Info",
    "ProfileMap",
    "userName",
    "UserName",
    "Date",
    "followerCount",
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=20,
)
EXAMPLES = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EXAMPLES
@given(document=JSON)
def test_any_json_ends_in_coverage(document, tmp_path):
    assert set(read_json(Path(mkdtemp(dir=tmp_path)), document).coverage) == set(RecordType)


LINES = st.lists(st.sampled_from(["Date: 2023-08-01 06:18:18 UTC", "Username: a", "", "x: ", "::"])).map("\n".join)


@EXAMPLES
@given(text=st.text(max_size=80) | LINES, name=st.sampled_from(["Follower", "Settings", "Profile Info"]))
def test_any_text_ends_in_coverage(text, name, tmp_path):
    files = {"Following.txt": blocks("a"), f"{name}.txt": text.encode("utf-8", "replace")}
    assert set(read_files(Path(mkdtemp(dir=tmp_path)), files).coverage) == set(RecordType)


PEER = Path(os.environ.get("AUDITOR_PEER_DATA", "."))
PEER /= "exports/tiktok/RobinOehler__unfollowtool-export-parsers/tests/fixtures/tiktok"
peer = pytest.mark.skipif("AUDITOR_PEER_DATA" not in os.environ, reason="AUDITOR_PEER_DATA is not set")
PEER_PEOPLE = [
    ("follower,following", "alice.m"),
    ("follower,following", "bob_22"),
    ("follower", "carol"),
    ("follower", "dave.k"),
    ("follower,following", "mia_fit"),
    ("following", "eve.cooks"),
    ("following", "frank__"),
    ("following", "grace.x"),
]


@pytest.mark.peer
@peer
@pytest.mark.parametrize("name", ["raw_user_data_tiktok (1).json", "raw_txt"])
def test_peer_lists(name):
    """Counted by hand: 5 followers, 6 followed, 3 of them both; 8 people, in both forms."""
    snapshot = read(PEER / name)
    found = [(",".join(c.kinds), (c.handle or "").casefold()) for c in snapshot.connections]
    assert sorted(found) == sorted(PEER_PEOPLE)
    assert gap(snapshot) == (State.COMPLETE, None)
    assert snapshot.settings == ()


@pytest.mark.peer
@peer
def test_peer_json_names_its_owner_and_counts():
    snapshot = read(PEER / "raw_user_data_tiktok (1).json", expect_score=95)
    assert snapshot.profile.handle == "me_myself"
    assert snapshot.coverage[RecordType.CONNECTIONS].expected == 11
