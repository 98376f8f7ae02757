from __future__ import annotations

import json
import os
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.archive import Archive
from connectors.base import Export
from connectors.model import Connection, Gap, RecordType, Snapshot, State
from connectors.snapshot import assemble
from connectors.x.archive_js import Name, mentioned
from connectors.x.export import XExport
from tests.connectors.x_samples import ANA, BEN, CARA, SAMPLES, account, ids, js, manifest, post

LOOSE = {"follower.js": js("follower", ids("follower", ANA)), "following.js": js("following", ids("following", BEN))}


def write(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def read(path: Path, expect_score: int | None = None) -> tuple[Snapshot, list[str]]:
    """The snapshot, and the names of the members that were opened."""
    source = XExport()
    with Archive([path]) as archive:
        (recognition,) = source.recognise(archive)
        assert expect_score in (None, recognition.score)
        export = Export(archive, source, recognition.root)
        snapshot = assemble(source.platform, source.kind, source.yields, source.read(export))
        return snapshot, [member.name for member in archive.opened]


def connections(snapshot: Snapshot) -> tuple[State, Gap | None]:
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    return coverage.state, coverage.reason


def notes(snapshot: Snapshot) -> dict[str, dict[str, object]]:
    return {note.id: dict(note.params) for note in snapshot.coverage[RecordType.CONNECTIONS].notes}


def by_id(snapshot: Snapshot) -> dict[str | None, Connection]:
    return {c.platform_id: c for c in snapshot.connections}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_every_era_gives_exactly_its_people(sample, tmp_path):
    snapshot, _ = read(sample.write(tmp_path))
    assert [(c.kinds, c.handle or c.platform_id) for c in snapshot.connections] == list(sample.people)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is sample.connections
    assert {s.key: s.value for s in snapshot.settings} == sample.settings
    assert snapshot.profile.handle == sample.handle


def test_gotcha_3_x_gives_ids_only_and_the_coverage_says_how_many_stay_unknown(tmp_path):
    (sample,) = (s for s in SAMPLES if s.name == "2024-js")
    snapshot, _ = read(sample.write(tmp_path))
    people = by_id(snapshot)
    assert (people[ANA].handle, people[ANA].display_name) == ("ana_reads", "Ana Duarte")
    assert (people[BEN].handle, people[BEN].display_name) == ("coach_ben", None)
    assert (people[CARA].handle, people[CARA].display_name) == (None, None)
    assert people[CARA].url == f"https://x.com/i/user/{CARA}"
    assert notes(snapshot)["x.names_joined"] == {"n": 4, "named": 2, "unnamed": 2}


def test_gotcha_3_without_a_recent_change_nothing_is_said_of_protection(tmp_path):
    snapshot, _ = read(write(tmp_path, {**LOOSE, "protected-history.js": js("protected_history", [])}))
    assert snapshot.settings == ()
    coverage = snapshot.coverage[RecordType.SETTINGS]
    assert (coverage.state, coverage.reason) == (State.NONE, Gap.NOT_OFFERED)
    assert [note.id for note in coverage.notes] == ["x.settings_not_in_archive"]


def test_an_unknown_word_for_protection_is_never_taken_for_safe(tmp_path):
    history = js("protected_history", [{"protectedHistory": {"protectedAt": "2024-01-01", "action": "Shielded"}}])
    snapshot, _ = read(write(tmp_path, {**LOOSE, "protected-history.js": history}))
    assert [(s.value, s.raw) for s in snapshot.settings] == [("unknown", {"action": "Shielded"})]


def test_ids_beyond_what_a_float_holds_stay_exact(tmp_path):
    big = [str(2**53 + 1), str(2**63 - 1)]
    rows = [{"follower": {"accountId": big[0]}}, {"follower": {"accountId": int(big[1])}}]
    snapshot, _ = read(write(tmp_path, {**LOOSE, "follower.js": js("follower", rows)}))
    assert [c.platform_id for c in snapshot.connections][:2] == big


def test_the_newest_post_decides_what_an_account_is_called(tmp_path):
    posts = [
        {"tweet": post("20", [(ANA, "new_handle", "Ana D.")])},
        {"tweet": post("9", [(ANA, "old_handle", "Ana")])},
    ]
    snapshot, _ = read(write(tmp_path, {**LOOSE, "tweets.js": js("tweets", posts)}))
    assert (by_id(snapshot)[ANA].handle, by_id(snapshot)[ANA].display_name) == ("new_handle", "Ana D.")


def test_only_ids_and_names_leave_the_posts(tmp_path):
    write(tmp_path, {**LOOSE, "tweets.js": js("tweets", [{"tweet": post("1", [(ANA, "ana_reads", "Ana")])}])})
    names: dict[str, Name] = {}
    with Archive([tmp_path]) as archive:
        export = Export(archive, XExport())
        (member,) = export.members("tweets.js")
        mentioned(export, member, {ANA}, names)
    assert names == {ANA: Name(1, "ana_reads", "Ana")}


def test_messages_and_mutes_stay_closed(tmp_path):
    (sample,) = (s for s in SAMPLES if s.name == "2024-js")
    _, opened = read(sample.write(tmp_path))
    assert "data/follower.js" in opened
    assert not {"data/direct-messages.js", "data/mute.js", "Your archive.html"} & set(opened)


def test_broken_posts_cost_names_but_no_list(tmp_path):
    posts = js("tweets", [{"tweet": post("1", [(ANA, "ana_reads", "Ana")])}, {"tweet": post("2", [])}])
    snapshot, _ = read(write(tmp_path, {**LOOSE, "tweets.js": posts[:-20]}))
    assert connections(snapshot) == (State.COMPLETE, None)
    assert by_id(snapshot)[ANA].handle == "ana_reads"
    assert [u.reason.id for u in snapshot.unreadable] == ["x.posts_damaged"]


@pytest.mark.parametrize(
    ("change", "state", "reason", "said"),
    [
        ({"following.js": None}, State.PARTIAL, Gap.FILE_ABSENT, "x.list_absent"),
        ({"follower.js": None, "following.js": None}, State.NONE, Gap.FILE_ABSENT, "x.list_absent"),
        ({"follower-part2.js": js("follower", [], 2)}, State.PARTIAL, Gap.FILE_ABSENT, "x.parts_absent"),
        ({"follower.js": None, "follower-part1.js": js("follower", [], 1)}, State.PARTIAL, Gap.FILE_ABSENT,
         "x.parts_absent"),
        ({"manifest.js": manifest(follower={"follower.js": 1, "follower-part1.js": 3}, following={"following.js": 1})},
         State.PARTIAL, Gap.FILE_ABSENT, "x.parts_absent"),
        ({"manifest.js": manifest(partial=True, follower={"follower.js": 1}, following={"following.js": 1})},
         State.PARTIAL, Gap.FILE_ABSENT, "x.partial_archive"),
        ({"manifest.js": manifest(follower={"follower.js": 7}, following={"following.js": 1})},
         State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS, "x.count_differs"),
        ({"follower.js": b"window.YTD.follower.part0 = [ {"}, State.PARTIAL, Gap.DAMAGED, "x.member_damaged"),
        ({"follower.js": b'window.YTD.follower.part0 = {}'}, State.PARTIAL, Gap.FORMAT_UNKNOWN, "x.member_unknown"),
        ({"follower.js": js("follower", [*ids("follower", ANA), "1", None, {"follower": {"accountId": True}}])},
         State.PARTIAL, Gap.DAMAGED, "x.rows_unreadable"),
        ({"block.js": b"window.YTD.block.part0 = ["}, State.PARTIAL, Gap.DAMAGED, "x.member_damaged"),
    ],
)  # fmt: skip
def test_what_is_missing_is_said(change, state, reason, said, tmp_path):
    files = {name: data for name, data in {**LOOSE, "account.js": account(), **change}.items() if data is not None}
    snapshot, _ = read(write(tmp_path, files))
    assert connections(snapshot) == (state, reason)
    assert said in notes(snapshot)


def test_differing_counts_are_given_as_numbers(tmp_path):
    files = {**LOOSE, "manifest.js": manifest(follower={"follower.js": 7}, following={"following.js": 1})}
    coverage = read(write(tmp_path, files))[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.expected, coverage.received) == (8, 2)


def test_a_list_that_the_manifest_counts_as_empty_need_not_be_there(tmp_path):
    files = {
        "data/manifest.js": manifest(follower={"follower.js": 1}, following={"following.js": 0}),
        "data/follower.js": LOOSE["follower.js"],
    }
    assert connections(read(write(tmp_path, files))[0]) == (State.COMPLETE, None)


def test_unreadable_rows_have_their_place(tmp_path):
    rows = [*ids("follower", ANA), {"follower": {}}]
    snapshot, _ = read(write(tmp_path, {**LOOSE, "follower.js": js("follower", rows)}))
    assert [(u.place.source, u.place.pointer) for u in snapshot.unreadable] == [("follower.js", "/1")]
    assert by_id(snapshot)[ANA].places[0].pointer == "/0"


def test_the_manifest_says_when_and_whose(tmp_path):
    source = XExport()
    with Archive([write(tmp_path, {"data/manifest.js": manifest(), **LOOSE})]) as archive:
        found = source.recognise(archive)
        export = Export(archive, source)
        list(source.read(export))
    assert [(r.handle, r.score) for r in found] == [("ms_rivera_room12", 95)]
    assert export.taken_at is not None
    assert export.taken_at.isoformat() == "2024-11-02T08:15:00+00:00"


@pytest.mark.parametrize(
    "files",
    [
        {"data/manifest.js": b"module.exports = {}"},
        {"account.js": b"export const account = 1"},
        {"followers.json": b"[]"},
        {"connections/followers_and_following/following.json": b"{}"},
    ],
)
def test_foreign_files_are_declined(files, tmp_path):
    with Archive([write(tmp_path, files)]) as archive:
        assert XExport().recognise(archive) == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(
        st.sampled_from(
            ["follower", "accountId", "userLink", "tweet", "entities", "user_mentions", "id_str", "screen_name", "name",
             "userInfo", "dataTypes", "files", "fileName", "count", "archiveInfo", "protectedHistory", "description"]
        ),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


EXAMPLES = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
MEMBERS = st.sampled_from(["follower", "manifest", "account", "profile", "protected-history", "tweets"])


@EXAMPLES
@given(document=JSON, name=MEMBERS)
def test_any_json_ends_in_coverage(document, name, tmp_path):
    data = b"window.YTD.x.part0 = " + json.dumps(document).encode()
    snapshot, _ = read(write(Path(mkdtemp(dir=tmp_path)), {**LOOSE, f"{name}.js": data}))
    assert set(snapshot.coverage) == set(RecordType)


@EXAMPLES
@given(data=st.binary(max_size=60), name=MEMBERS)
def test_any_bytes_end_in_coverage(data, name, tmp_path):
    snapshot, _ = read(write(Path(mkdtemp(dir=tmp_path)), {**LOOSE, f"{name}.js": data}))
    assert set(snapshot.coverage) == set(RecordType)


PEER = Path(os.environ.get("AUDITOR_PEER_DATA", "."), "exports", "x")
peer = pytest.mark.skipif("AUDITOR_PEER_DATA" not in os.environ, reason="AUDITOR_PEER_DATA is not set")


@pytest.mark.peer
@peer
def test_peer_loose_lists():
    """Counted by hand: 5 followers, 8 followed, 3 of them both; 10 people."""
    snapshot, _ = read(PEER / "RobinOehler__unfollowtool-export-parsers/tests/fixtures/x/loose")
    assert [(len(c.kinds), c.kinds[0].value, c.platform_id) for c in snapshot.connections] == [
        (1, "follower", "1432874569021935616"),
        (1, "follower", "98765432"),
        (2, "follower", "1203000000000000017"),
        (2, "follower", "1511223344556677889"),
        (2, "follower", "3141592653"),
        (1, "following", "1788990011223344556"),
        (1, "following", "271828182"),
        (1, "following", "1600000000000000042"),
        (1, "following", "1111111111111111111"),
        (1, "following", "1234567"),
    ]
    assert connections(snapshot) == (State.COMPLETE, None)


@pytest.mark.peer
@peer
def test_peer_early_archive():
    """Counted by hand: 2 followers, 2 followed, nobody both; an owner without secrets."""
    snapshot, _ = read(PEER / "dogsheep__twitter-to-sqlite/tests/zip_contents")
    assert sorted((c.kinds[0].value, c.platform_id) for c in snapshot.connections) == [
        ("follower", "386025404"),
        ("follower", "73747798"),
        ("following", "12158"),
        ("following", "547842573"),
    ]
    assert snapshot.profile.account_id == "12497"
