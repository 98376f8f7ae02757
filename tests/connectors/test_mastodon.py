from __future__ import annotations

import io
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.mastodon.export import MastodonExport
from connectors.model import Gap, RecordType, State
from tests.connectors.mastodon_samples import FOLLOWING, LOCKED, NEW, PEOPLE, SAMPLES, actor
from tests.connectors.reading import read, read_all, write
from tests.connectors.sample import Sample

SOURCE = MastodonExport()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_each_export_gives_its_people_and_settings(sample: Sample, tmp_path: Path) -> None:
    found = read(SOURCE, sample.write(tmp_path))
    assert tuple(found.people) == sample.people
    assert found.settings == sample.settings
    assert found.recognition.handle == sample.handle == found.snapshot.profile.handle
    assert "mastodon.followers_not_exported" in found.notes()
    opened = {member.basename for member in found.archive.opened}
    assert opened <= {"actor.json", "following_accounts.csv", "blocked_accounts.csv"}


@pytest.mark.parametrize("form", ["tar.gz", "zip"])
def test_archive_file_and_lists_given_together_are_one_export(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"archive-20260102030405-0a1b2c.{form}"
    data = actor()
    if form == "zip":
        with zipfile.ZipFile(path, "w") as packed:
            packed.writestr("actor.json", data)
    else:
        with tarfile.open(path, "w:gz") as packed:
            info = tarfile.TarInfo("actor.json")
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
    listed = write(tmp_path / "lists", {"following_accounts.csv": NEW + FOLLOWING}) / "following_accounts.csv"
    found = read(SOURCE, path, listed)
    assert (tuple(found.people), found.settings) == (PEOPLE, LOCKED)
    assert found.export.taken_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)


def test_what_the_profile_says(tmp_path: Path) -> None:
    profile = read(SOURCE, write(tmp_path, {"actor.json": actor()})).snapshot.profile
    assert (profile.display_name, profile.bio) == ("Ms Okoye 🦉", "Room 12. Science & more")
    assert profile.created_at == datetime(2022, 11, 5, tzinfo=UTC)
    assert profile.url == "https://town.example/@ms_okoye"


def test_archive_alone_tells_how_to_get_the_lists(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"actor.json": actor()}))
    assert found.gap() == (State.NONE, Gap.FILE_ABSENT)
    assert "mastodon.list_absent" in found.notes()


def test_empty_list_is_not_an_absent_one(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"following_accounts.csv": NEW}))
    assert (found.gap(), found.people) == ((State.PARTIAL, Gap.PLATFORM_LIMIT), [])


def test_blocked_people_alone_are_not_the_list(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"blocked_accounts.csv": b"spam@bad.example\n"}))
    assert found.people == [(("blocked",), "spam@bad.example")]
    assert found.gap() == (State.NONE, Gap.FILE_ABSENT)


def test_two_accounts_stay_apart(tmp_path: Path) -> None:
    files = {"a/actor.json": actor(), "b/actor.json": actor(preferredUsername="chess_club")}
    found = read_all(SOURCE, write(tmp_path, files))
    assert [f.recognition.root for f in found] == ["a/", "b/"]
    assert [f.snapshot.profile.handle for f in found] == ["ms_okoye@town.example", "chess_club@town.example"]


def test_rows_that_are_no_address_are_listed(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"following_accounts.csv": NEW + b"not an address,true\n,\n" + FOLLOWING}))
    assert [u.place.pointer for u in found.snapshot.unreadable] == ["row 2"]
    assert (found.coverage().reason, found.coverage().received) == (Gap.DAMAGED, 2)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"manuallyApprovesFollowers": "yes", "discoverable": 1},
            {"requests.approval": "unknown", "search.indexing": "unknown"},
        ),
        ({"discoverable": None, "indexable": True}, {"requests.approval": "required", "search.indexing": "on"}),
        ({"manuallyApprovesFollowers": ..., "discoverable": ..., "indexable": ...}, {}),
    ],
)  # fmt: skip
def test_words_we_do_not_know_are_never_safe(
    changes: dict[str, object], expected: dict[str, str], tmp_path: Path
) -> None:
    assert read(SOURCE, write(tmp_path, {"actor.json": actor(**changes)})).settings == expected


@pytest.mark.parametrize(
    "changes", [{"id": 7, "url": []}, {"id": "https://[", "url": None}, {"name": {}, "summary": 3}]
)
def test_wrong_types_in_the_actor(changes: dict[str, object], tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"actor.json": actor(**changes)}))
    assert str(found.snapshot.profile.handle).startswith("ms_okoye")


def test_actor_cut_short_is_damaged(tmp_path: Path) -> None:
    data = actor()
    found = read(SOURCE, write(tmp_path, {"actor.json": data[: len(data) // 2 + 60]}))
    assert found.gap(RecordType.PROFILE) == (State.NONE, Gap.DAMAGED)
    assert found.snapshot.unreadable


@pytest.mark.parametrize(
    "files",
    [
        {"actor.json": b'{"name": "Jo", "films": []}'},
        {"following_accounts.csv": b"a film,1999\n"},
        {"following.csv": NEW},
    ],
)
def test_foreign_files_are_declined(files: dict[str, bytes], tmp_path: Path) -> None:
    assert read_all(SOURCE, write(tmp_path, files)) == []


@given(
    data=st.binary(max_size=300), path=st.sampled_from(["actor.json", "following_accounts.csv", "blocked_accounts.csv"])
)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_random_bytes_end_in_coverage(data: bytes, path: str, tmp_path: Path) -> None:
    folder = write(tmp_path, {path: data, "x/actor.json": actor()})
    assert all(found.coverage().state is not State.COMPLETE for found in read_all(SOURCE, folder))
    (folder / path).unlink()
