from __future__ import annotations

import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.base import matches
from connectors.errors import ConnectorError
from connectors.model import Gap, State
from connectors.youtube import takeout
from connectors.youtube.export import YouTubeExport
from connectors.youtube.tables import Table, subscriptions, table_of
from tests.connectors.reading import read, read_all, write
from tests.connectors.sample import Sample
from tests.connectors.youtube_samples import DELTA, ENGLISH, OTTER, OWNER, PINE, ROWS, SAMPLES, row, table

SOURCE = YouTubeExport()
LISTED = f"{ENGLISH}/subscriptions/subscriptions.csv"
HEADER = "Channel Id,Channel Url,Channel Title"
by_name = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return path


@by_name
def test_each_takeout_gives_its_channels_and_settings(sample: Sample, tmp_path: Path) -> None:
    found = read(SOURCE, sample.write(tmp_path))
    assert tuple(found.people) == sample.people
    assert found.settings == sample.settings
    assert found.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert found.coverage().received == len(sample.people)
    assert "youtube.subscribers_not_exported" in found.notes()


def test_titles_and_addresses_are_kept(tmp_path: Path) -> None:
    found = read(SOURCE, SAMPLES[0].write(tmp_path))
    assert found.recognition.score == 95
    snapshot = found.snapshot
    assert [c.display_name for c in snapshot.connections] == ["Pine Hill Band", "Otter, reads aloud", "Matemática João"]
    assert snapshot.connections[0].url == f"https://www.youtube.com/channel/{PINE}"
    assert snapshot.connections[1].places[0].pointer == "row 3"
    assert (snapshot.profile.account_id, snapshot.profile.display_name) == (OWNER, "Ms Lindqvist Reads")
    assert [dict(s.raw) for s in snapshot.settings] == [
        {"Video Default Allowed Comments Type": "Approved"},
        {"Channel Visibility": "Public"},
    ]


def test_comments_playlists_and_history_stay_closed(tmp_path: Path) -> None:
    archive = read(SOURCE, SAMPLES[0].write(tmp_path)).archive
    assert {m.basename for m in archive.opened} == {"subscriptions.csv", "channel.csv", "channel feature data.csv"}
    assert all(matches(m.name.removeprefix("Takeout/"), SOURCE.opens) for m in archive.opened)


def test_dates_of_the_old_json_list(tmp_path: Path) -> None:
    sample = next(s for s in SAMPLES if s.name == "2019-json")
    snapshot = read(SOURCE, sample.write(tmp_path)).snapshot
    assert snapshot.connections[0].since == datetime(2015, 3, 2, 10, 11, 12, tzinfo=UTC)


def test_list_absent_is_not_an_empty_list(tmp_path: Path) -> None:
    absent = read(SOURCE, write(tmp_path / "a", {f"{ENGLISH}/history/watch-history.html": b"<html></html>"}))
    empty = read(SOURCE, write(tmp_path / "b", {LISTED: b""}))
    assert absent.gap() == (State.NONE, Gap.FILE_ABSENT)
    assert empty.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert "youtube.list_empty" in empty.notes()


def test_missing_part_of_a_takeout_is_said(tmp_path: Path) -> None:
    first = zipped(tmp_path / "takeout-20260102T030405Z-001.zip", {LISTED: table(HEADER, *ROWS)})
    third = zipped(tmp_path / "takeout-20260102T030405Z-003.zip", {f"{ENGLISH}/channels/channel.csv": b""})
    found = read(SOURCE, first, third)
    assert found.gap() == (State.PARTIAL, Gap.FILE_ABSENT)
    assert found.coverage().received == 3
    assert found.coverage().notes[0].params["parts"] == "-002"
    assert found.export.taken_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_parts_in_one_folder_are_one_takeout(tmp_path: Path) -> None:
    zipped(tmp_path / "takeout-20260102T030405Z-1-001.zip", {LISTED: table(HEADER, *ROWS)})
    about = table("Channel ID,Channel Visibility", f"{OWNER},Private")
    zipped(tmp_path / "takeout-20260102T030405Z-1-002.zip", {f"{ENGLISH}/channels/channel.csv": about})
    found = read(SOURCE, tmp_path)
    assert len(found.people) == 3
    assert found.settings == {"profile.visibility": "private"}
    assert found.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert found.export.taken_at is not None


def test_parts_of_two_takeouts_are_refused(tmp_path: Path) -> None:
    a = zipped(tmp_path / "takeout-20260102T030405Z-001.zip", {LISTED: table(HEADER, *ROWS)})
    b = zipped(tmp_path / "takeout-20250102T030405Z-001.zip", {f"{ENGLISH}/channels/channel.csv": b""})
    with pytest.raises(ConnectorError, match="different times"):
        read(SOURCE, a, b)


def test_names_of_parts() -> None:
    seen = takeout.parts(["takeout-20260102T030405Z-2-004.zip", "takeout-20260102T030405Z-2-001 (1).zip", "x.zip"])
    assert seen.missing == ("-2-002", "-2-003")
    assert takeout.parts(["takeout-20269902T030405Z-001.zip"]).made_at == ()


def test_damaged_rows_are_listed_with_their_place(tmp_path: Path) -> None:
    rows = (
        row(PINE, "Pine"),
        "UCshort,http://www.youtube.com/channel/UCshort,Gone",
        "",
        f"{DELTA},http",
        row(OTTER, "Otter"),
    )
    found = read(SOURCE, write(tmp_path, {LISTED: table(HEADER, *rows)}))
    assert [u.place.pointer for u in found.snapshot.unreadable] == ["row 3", "row 5"]
    assert (found.coverage().reason, found.coverage().received) == (Gap.DAMAGED, 2)


def test_another_table_under_the_name_of_the_list(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {LISTED: table("a,b", "1,2", "3,4")}))
    assert found.gap() == (State.NONE, Gap.FORMAT_UNKNOWN)


@pytest.mark.parametrize("text", [b"{}", b"null", b'[1, {}, {"snippet": 3}, {"snippet": {"resourceId": []}}]', b"[{"])
def test_wrong_types_in_the_old_list(text: bytes, tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"Takeout/YouTube/subscriptions/subscriptions.json": text}))
    assert found.coverage().reason in (Gap.DAMAGED, Gap.FORMAT_UNKNOWN)
    assert found.snapshot.unreadable


@pytest.mark.parametrize(
    "files",
    [
        {"Connections.csv": b"First Name,Last Name,URL\nAna,Lima,https://example.org\n"},
        {"youtube research/notes/data.csv": b"a,b\n1,2\n"},
        {"following_accounts.csv": b"Account address,Show boosts\nana@example.org,true\n"},
        {"subscriptions.json": b'{"news": true}'},
        {"data.csv": b""},
    ],
)
def test_foreign_files_are_declined(files: dict[str, bytes], tmp_path: Path) -> None:
    assert read_all(SOURCE, write(tmp_path, files)) == []


CELLS = st.one_of(st.text(max_size=20), st.sampled_from([PINE, f"http://www.youtube.com/channel/{PINE}", "Visibility"]))


@given(st.lists(st.lists(CELLS, max_size=4), max_size=8))
@settings(deadline=None, max_examples=60)
def test_any_rows_are_some_table(cells: list[list[str]]) -> None:
    rows = list(enumerate(cells, 1))
    assert table_of(rows) in Table
    assert len(list(subscriptions(rows, "x.csv"))) <= len(rows)


TEXTS = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=6).map(lambda rows: "\n".join(rows).encode())


@given(
    data=st.one_of(st.binary(max_size=400), TEXTS),
    path=st.sampled_from([LISTED, "subscriptions.csv", f"{ENGLISH}/channels/channel.csv"]),
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_end_in_coverage(data: bytes, path: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {path: data})
    assert all(found.coverage().state is not State.COMPLETE for found in read_all(SOURCE, folder))
    (folder / path).unlink()


@pytest.mark.peer
def test_three_channels_counted_by_hand(peer_data: Path) -> None:
    path = peer_data / "exports/youtube/TheAmericanMaker__Escape-the-algorithm/tests/fixtures/subscriptions.csv"
    found = read(SOURCE, path)
    assert [c.display_name for c in found.snapshot.connections] == ["Raycevick", "Joji", "TKOR"]
    assert found.coverage().received == 3


@pytest.mark.peer
@pytest.mark.parametrize("tree", ["RecentTakeout", "RecentTakeout_ger"])
def test_trees_of_empty_files_end_in_coverage(tree: str, peer_data: Path) -> None:
    found = read(SOURCE, peer_data / "exports/youtube/purarue__google_takeout_parser/tests/testdata" / tree)
    assert found.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert found.people == []
