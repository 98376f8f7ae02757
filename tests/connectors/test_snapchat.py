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
from connectors.snapchat.export import SnapchatExport
from connectors.snapshot import assemble
from tests.connectors.sample import Sample
from tests.connectors.snapchat_samples import SAMPLES, friends, page, row


def read(*paths: Path, expect_score: int | None = None) -> Snapshot:
    source = SnapchatExport()
    with Archive(paths) as archive:
        (recognition,) = source.recognise(archive)
        assert expect_score in (None, recognition.score)
        export = Export(archive, source, recognition.root)
        snapshot = assemble(source.platform, source.kind, source.yields, source.read(export))
        assert not any("chat" in member.name or "memories" in member.name for member in archive.opened)
        return snapshot


def read_files(folder: Path, files: dict[str, bytes], expect_score: int | None = None) -> Snapshot:
    return read(Sample("snapchat", "", files, ()).write(folder), expect_score=expect_score)


def read_json(folder: Path, document: object) -> Snapshot:
    return read_files(folder, {"json/friends.json": json.dumps(document).encode()})


def gap(snapshot: Snapshot, record: RecordType = RecordType.CONNECTIONS) -> tuple[State, Gap | None]:
    coverage = snapshot.coverage[record]
    return coverage.state, coverage.reason


def notes(snapshot: Snapshot, record: RecordType = RecordType.CONNECTIONS) -> list[str]:
    return [note.id for note in snapshot.coverage[record].notes]


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_form_gives_exactly_its_people(sample, tmp_path):
    snapshot = read(sample.write(tmp_path))
    assert [(c.kinds, c.handle) for c in snapshot.connections] == list(sample.people)
    assert gap(snapshot)[0] is sample.connections
    assert snapshot.profile.handle == sample.handle


@pytest.mark.parametrize("name", ["2024-json", "2025-html"])
def test_friends_have_both_names_and_a_place(name, tmp_path):
    (sample,) = (s for s in SAMPLES if s.name == name)
    _, ben, *_ = read(sample.write(tmp_path)).connections
    assert (ben.handle, ben.display_name) == ("coach_ben", "Ben Okafor 🏀")
    assert ben.places[0].source == f"{name[-4:]}/friends.{name[-4:]}"
    assert ben.places[0].pointer == "/Friends/1"
    assert ben.since is not None
    assert ben.since.isoformat() == "2024-10-10T11:00:00+00:00"


@pytest.mark.parametrize(
    "since",
    ["2024-10-10 11:00:00 UTC", "2024-10-10T11:00:00Z", 1728558000, "1728558000000", "Thu Oct 10 11:00:00 2024",
     "Thu Oct 10 11:00:00 UTC 2024"],
)  # fmt: skip
def test_every_style_of_time(since, tmp_path):
    friend, *_ = read_json(tmp_path, friends(Friends=[row("a", "A", since)])).connections
    assert friend.since is not None
    assert friend.since.isoformat() == "2024-10-10T11:00:00+00:00"


def test_gotcha_4_the_platform_s_own_count_is_compared(tmp_path):
    ranking = b'{"Statistics": {"Your Total Friends": "5"}}'
    files = {"json/friends.json": json.dumps(friends()).encode(), "json/ranking.json": ranking}
    snapshot = read_files(tmp_path, files)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert gap(snapshot) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert (coverage.expected, coverage.received) == (5, 2)


def test_gotcha_4_a_second_part_alone_holds_no_list_and_says_so(tmp_path):
    part = packed(tmp_path / "mydata~1730534400000-2.zip", {"memories/2024-01-01_a-main.jpg": b"\xff\xd8"})
    snapshot = read(part, expect_score=40)
    assert gap(snapshot) == (State.NONE, Gap.FILE_ABSENT)
    assert notes(snapshot) == ["snapchat.friends_absent"]


def test_all_parts_together_are_one_export_with_its_date(tmp_path):
    one = packed(tmp_path / "mydata~1730534400000.zip", {"json/friends.json": json.dumps(friends()).encode()})
    two = packed(tmp_path / "mydata~1730534400000-2.zip", {"memories/2024-01-01_a-main.jpg": b"\xff\xd8"})
    assert gap(read(one, two)) == (State.COMPLETE, None)
    source = SnapchatExport()
    with Archive([one, two]) as archive:
        export = Export(archive, source)
        list(source.read(export))
    assert export.taken_at is not None
    assert export.taken_at.isoformat() == "2024-11-02T08:00:00+00:00"


def test_a_download_without_the_json_files_says_what_to_ask_for(tmp_path):
    path = packed(tmp_path / "mydata~1730534400000.zip", {"index.html": b"<html></html>"})
    snapshot = read(path, expect_score=40)
    assert notes(snapshot) == ["snapchat.friends_absent"]


@pytest.mark.parametrize(
    ("document", "state", "reason"),
    [
        ({}, State.NONE, Gap.FILE_ABSENT),
        ([], State.NONE, Gap.FORMAT_UNKNOWN),
        ({"Blocked Users": []}, State.NONE, Gap.FILE_ABSENT),
        (friends(Friends={}), State.NONE, Gap.FORMAT_UNKNOWN),
        (friends(Friends=None), State.COMPLETE, None),
        (friends(Friends=[row("a", "A"), "b", None, {"Display Name": "x"}]), State.PARTIAL, Gap.DAMAGED),
        (friends(Blocked_Users=[1]), State.PARTIAL, Gap.DAMAGED),
        (friends(Friends=[row("a", "A"), row("", "")]), State.COMPLETE, None),
    ],
)
def test_wrong_types_and_missing_lists_are_said(document, state, reason, tmp_path):
    assert gap(read_json(tmp_path, document)) == (state, reason)


def test_unreadable_rows_have_their_place(tmp_path):
    snapshot = read_json(tmp_path, friends(Friends=[row("a", "A"), "b"]))
    assert [(u.place.source, u.place.pointer) for u in snapshot.unreadable] == [("json/friends.json", "/Friends/1")]


def test_requests_have_a_coverage_of_their_own(tmp_path):
    document = friends()
    del document["Pending Requests"]
    snapshot = read_json(tmp_path, document)
    assert gap(snapshot) == (State.COMPLETE, None)
    assert gap(snapshot, RecordType.REQUESTS) == (State.PARTIAL, Gap.FILE_ABSENT)
    assert gap(snapshot, RecordType.SETTINGS) == (State.NONE, Gap.NOT_OFFERED)


def test_damage_counts_for_friends_and_requests(tmp_path):
    snapshot = read_files(tmp_path, {"json/friends.json": b'{"Friends": [{"Username": "a"'})
    assert gap(snapshot) == gap(snapshot, RecordType.REQUESTS) == (State.NONE, Gap.DAMAGED)


def test_html_tables_of_unknown_columns_are_not_an_empty_list(tmp_path):
    html = b"<html><h2>Friends</h2><table><tr><td>Ana</td><td>2024</td></tr></table></html>"
    assert gap(read_files(tmp_path, {"html/friends.html": html})) == (State.NONE, Gap.FORMAT_UNKNOWN)


def test_html_lists_may_be_split_over_tables_and_named_by_captions(tmp_path):
    people = [row("ana.reads", "Ana"), row("coach_ben", "Ben")]
    first, second = (page({"Friends": [person]}).decode().partition("<table>")[2] for person in people)
    html = f"<html><h2>Friends</h2><table>{first}<table><caption>Friends</caption>{second}"
    snapshot = read_files(tmp_path, {"html/friends.html": html.encode()})
    assert [c.handle for c in snapshot.connections] == ["ana.reads", "coach_ben"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("friends/friends.json", b'{"friends_v2": [{"name": "Ana", "timestamp": 1}]}'),
        ("friends.json", b'{"friends": [{"name": "Ana", "timestamp": 1}]}'),
        ("friends.html", b"<html><div class='uiBoxWhite'>Ana</div></html>"),
        ("account/user.json", b"{}"),
        ("account.json", b"{}"),
    ],
)
def test_foreign_files_are_declined(name, data, tmp_path):
    with Archive([Sample("snapchat", "", {name: data}, ()).write(tmp_path)]) as archive:
        assert SnapchatExport().recognise(archive) == []


KEYS = "Friends,Blocked Users,Pending Requests,Username,Display Name,Creation Timestamp,Basic Information,Statistics"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS.split(",")), inner, max_size=4),
    max_leaves=20,
)
EXAMPLES = settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@EXAMPLES
@given(document=JSON, name=st.sampled_from(["friends", "account", "ranking"]))
def test_any_json_ends_in_coverage(document, name, tmp_path):
    files = {"json/friends.json": json.dumps(friends()).encode(), f"json/{name}.json": json.dumps(document).encode()}
    assert set(read_files(Path(mkdtemp(dir=tmp_path)), files).coverage) == set(RecordType)


MARKUP = st.lists(
    st.sampled_from(
        [
            "<h2>",
            "Friends",
            "</h2>",
            "<table>",
            "<tr>",
            "<th>",
            "Username",
            "<td>",
            "ana",
            "</td>",
            "</table>",
            "</html>",
        ]
    )
)


@EXAMPLES
@given(html=st.text(max_size=60) | MARKUP.map("".join))
def test_any_page_ends_in_coverage(html, tmp_path):
    files = {"html/friends.html": html.encode("utf-8", "replace")}
    assert set(read_files(Path(mkdtemp(dir=tmp_path)), files).coverage) == set(RecordType)


PEER = Path(os.environ.get("AUDITOR_PEER_DATA", "."), "exports")


@pytest.mark.peer
@pytest.mark.skipif("AUDITOR_PEER_DATA" not in os.environ, reason="AUDITOR_PEER_DATA is not set")
@pytest.mark.parametrize("name", ["facebook", "instagram", "x", "tiktok", "linkedin", "generic_gdpr"])
def test_peer_data_of_other_platforms_is_declined(name):
    with Archive([PEER / name]) as archive:
        assert SnapchatExport().recognise(archive) == []
