from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.model import Gap, RecordType, State
from connectors.threads.export import ThreadsExport
from reports.messages.connectors_meta import MESSAGES
from tests.connectors.instagram_samples import FILES_2026, written
from tests.connectors.meta_pages import gap, meta_json, notes, page, people, read, read_files, scores
from tests.connectors.sample import Sample
from tests.connectors.threads_samples import FILES, FOLDER, SAMPLES, listed, personal, row

SOURCE = ThreadsExport()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_format_gives_exactly_its_people(sample, tmp_path):
    snapshot = read(SOURCE, sample.write(tmp_path), score=80)
    assert sorted(people(snapshot)) == sorted(sample.people)
    assert {s.key: s.value for s in snapshot.settings} == sample.settings
    assert gap(snapshot) == (State.COMPLETE, None)
    assert snapshot.profile.handle == sample.handle
    assert not snapshot.unreadable
    assert not snapshot.unknown


def test_gotcha_10_only_the_folder_makes_a_list_threads(tmp_path):
    loose = {Path(name).name: data for name, data in FILES.items()}
    assert scores(SOURCE, Sample("", "", loose, ()).write(tmp_path / "loose")) == []
    assert scores(SOURCE, Sample("", "", written(FILES_2026), ()).write(tmp_path / "instagram")) == []


def test_gotcha_10_instagrams_lists_in_the_same_export_are_not_threads(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {**written(FILES_2026), **FILES})
    assert sorted(people(snapshot)) == sorted(SAMPLES[0].people)
    assert [s.value for s in snapshot.settings] == ["public"]  # Instagram's own flag says private here


def test_the_title_is_a_display_name_and_the_value_the_handle(tmp_path):
    found = read(SOURCE, SAMPLES[0].write(tmp_path)).connections[0]
    assert (found.handle, found.display_name) == ("ana.ruiz", "Ana Ruíz")
    assert found.url == "https://www.threads.com/@ana.ruiz"


@pytest.mark.parametrize("address", ["https://www.threads.net/@bo_li", "https://www.threads.com/bo_li"])
def test_a_row_without_its_value_is_read_by_its_address(address, tmp_path):
    rows = [{"title": "Bo", "string_list_data": [{"href": address}]}]
    snapshot = read_files(SOURCE, tmp_path, {f"{FOLDER}/followers.json": listed("followers", *rows)})
    assert [(c.handle, c.display_name) for c in snapshot.connections] == [("bo_li", "Bo")]


def test_lists_that_are_absent_are_said_so(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {f"{FOLDER}/following.json": listed("following", row("bo_li"))})
    assert gap(snapshot) == (State.PARTIAL, Gap.FILE_ABSENT)
    assert gap(snapshot, RecordType.REQUESTS) == (State.NONE, Gap.FILE_ABSENT)
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.FILE_ABSENT)
    assert notes(snapshot) == ["threads.absent", "threads.range_unsaid"]


def test_posts_alone_are_an_export_without_lists(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {f"{FOLDER}/threads_and_replies.json": b"{}"})
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)


def test_the_handle_may_come_from_the_name_of_the_download(tmp_path):
    files = {f"instagram-room12.oakdale-2025-08-24-AbCdEfGh/{name}": data for name, data in FILES.items()}
    del files["instagram-room12.oakdale-2025-08-24-AbCdEfGh/" + f"{FOLDER}/personal_information.json"]
    snapshot = read_files(SOURCE, tmp_path, files)
    assert snapshot.profile.handle == "room12.oakdale"
    assert gap(snapshot, RecordType.PROFILE) == (State.PARTIAL, Gap.FILE_ABSENT)


@pytest.mark.parametrize(("word", "value"), [("True", "private"), ("False", "public"), ("Sí", "unknown")])
def test_its_own_private_flag(word, value, tmp_path):
    files = {**FILES, f"{FOLDER}/personal_information.json": personal(word)}
    (found,) = read_files(SOURCE, tmp_path, files).settings
    assert (found.key, found.value, dict(found.raw)) == ("profile.visibility", value, {"Private Account": word})


def test_instagrams_rows_in_a_threads_file_are_not_threads(tmp_path):
    stray = meta_json({"relationships_followers": [row("bo_li")]})
    snapshot = read_files(SOURCE, tmp_path, {**FILES, f"{FOLDER}/followers.json": stray})
    assert [u.reason.id for u in snapshot.unreadable] == ["meta.file_foreign"]
    assert gap(snapshot) == (State.PARTIAL, Gap.FILE_ABSENT)


def test_a_cut_page_is_damaged(tmp_path):
    files = {name: data for name, data in SAMPLES[1].files.items() if "following" not in name}
    whole = SAMPLES[1].files[f"{FOLDER}/following.html"]
    snapshot = read_files(SOURCE, tmp_path, {**files, f"{FOLDER}/following.html": whole[: len(whole) // 2]})
    assert gap(snapshot) == (State.PARTIAL, Gap.DAMAGED)


def test_an_empty_page_is_an_empty_list(tmp_path):
    snapshot = read_files(SOURCE, tmp_path, {**SAMPLES[1].files, f"{FOLDER}/following.html": page("Following")})
    assert gap(snapshot) == (State.COMPLETE, None)


ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["title", "string_list_data", "value", "href", "text_post_app_x", "string_map_data"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(ANY, st.sampled_from(sorted(FILES)))
@settings(deadline=None, max_examples=60)
def test_any_json_in_any_member_ends_in_coverage(content, member):
    with TemporaryDirectory() as folder:
        snapshot = read_files(SOURCE, Path(folder), {**FILES, member: json.dumps(content).encode()})
    assert set(snapshot.coverage) == set(RecordType)
    for coverage in snapshot.coverage.values():
        assert (coverage.reason is None) == (coverage.state is State.COMPLETE)
        assert all(note.id in MESSAGES for note in coverage.notes)


@pytest.mark.peer
def test_peer_no_sample_is_threads(peer_data):
    for folder in sorted((peer_data / "exports").iterdir()):
        if folder.is_dir():
            assert scores(SOURCE, folder) == [], folder.name
