from __future__ import annotations

import base64
import json
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.bluesky import repo
from connectors.bluesky.car import Car, is_car, link
from connectors.bluesky.export import BlueskyExport
from connectors.errors import ConnectorError, MemberDamaged
from connectors.model import Gap, RecordType, State
from connectors.registry import read_input
from tests.connectors import bluesky_samples as make
from tests.connectors.bluesky_samples import (
    ALL,
    ANA,
    BO,
    FOLLOW,
    FOLLOWS,
    OWNER,
    PEOPLE,
    POSTS,
    PROFILE,
    SAMPLES,
    Repo,
    answer,
    edge,
)
from tests.connectors.reading import Reading, read, read_all, write
from tests.connectors.sample import Sample

SOURCE = BlueskyExport()
WHOLE = Repo(OWNER, ALL)


def read_car(folder: Path, data: bytes) -> Reading:
    return read(SOURCE, write(folder, {"repo.car": data}) / "repo.car")


@pytest.mark.parametrize("sample", [s for s in SAMPLES if "repo.car" in s.files], ids=lambda s: s.name)
def test_each_repository_gives_its_people_and_settings(sample: Sample, tmp_path: Path) -> None:
    found = read(SOURCE, sample.write(tmp_path))
    assert tuple(found.people) == sample.people
    assert found.settings == sample.settings
    assert found.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert {"bluesky.followers_not_in_file", "bluesky.ids_only"} <= found.notes()
    assert found.snapshot.profile.account_id == OWNER
    assert not found.snapshot.unreadable


def test_what_is_known_of_a_followed_account(tmp_path: Path) -> None:
    found = read_car(tmp_path, WHOLE.car())
    ana = found.snapshot.connections[1]
    assert (ana.platform_id, ana.handle, ana.url) == (ANA, None, f"https://bsky.app/profile/{ANA}")
    assert ana.since is not None
    assert ana.since.isoformat() == "2024-03-02T08:15:00+00:00"
    assert ana.places[0].pointer == f"{FOLLOW}/3kaaaaaaaaa22"
    assert (found.snapshot.profile.display_name, found.snapshot.profile.bio) == ("Ms Okoye 🦉", "Room 12")
    assert found.gap(RecordType.PROFILE) == (State.COMPLETE, None)


def test_posts_are_never_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    posts = {WHOLE.by_path[path] for path in POSTS}
    decoded: list[bytes] = []
    get = Car.get
    monkeypatch.setattr(Car, "get", lambda self, cid: decoded.append(cid) or get(self, cid))
    assert tuple(read_car(tmp_path, WHOLE.car()).people) == PEOPLE
    assert decoded
    assert not posts.intersection(decoded)


def test_a_long_list_in_a_deep_tree(tmp_path: Path) -> None:
    many = {f"{FOLLOW}/3k{n:011}": edge(FOLLOW, f"did:plc:{n:024}") for n in range(2000)}
    found = read_car(tmp_path, Repo(OWNER, {**many, **POSTS}).car())
    assert [identity for _, identity in found.people] == [f"did:plc:{n:024}" for n in range(2000)]


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.9, 0.999])
def test_a_file_cut_short_says_so(share: float, tmp_path: Path) -> None:
    data = WHOLE.car()
    found = read_car(tmp_path, data[: int(len(data) * share)])
    assert found.coverage().state is not State.COMPLETE
    assert found.coverage().reason is Gap.DAMAGED
    assert set(found.people) <= set(PEOPLE)


def test_a_missing_record_is_listed_with_its_path(tmp_path: Path) -> None:
    path = next(iter(FOLLOWS))
    found = read_car(tmp_path, WHOLE.car(without=[WHOLE.by_path[path]]))
    assert [u.place.pointer for u in found.snapshot.unreadable] == [path]
    assert (found.gap(), found.coverage().received) == ((State.PARTIAL, Gap.DAMAGED), 2)


def test_a_missing_branch_is_damage(tmp_path: Path) -> None:
    tree = link(Car(WHOLE.car(), "").get(WHOLE.root)["data"])
    assert tree is not None
    found = read_car(tmp_path, WHOLE.car(without=[tree]))
    assert found.gap() == (State.NONE, Gap.DAMAGED)
    assert "bluesky.blocks_missing" in found.notes()


def test_a_block_that_is_not_what_its_name_promises(tmp_path: Path) -> None:
    data = WHOLE.car()
    found = read_car(tmp_path, data.replace(ANA.encode(), ANA[:-1].encode() + b"z"))
    assert ANA not in dict.fromkeys(identity for _, identity in found.people)
    assert len(found.snapshot.unreadable) == 1
    assert found.coverage().reason is Gap.DAMAGED


@pytest.mark.parametrize("subject", [None, 7, "", "did:plc:", "javascript:alert(1)", ["did:plc:x"], "did:plc:x\n"])
def test_a_follow_of_nobody_is_unreadable(subject: object, tmp_path: Path) -> None:
    found = read_car(tmp_path, Repo(OWNER, {**FOLLOWS, f"{FOLLOW}/3kzzzzzzzzz22": edge(FOLLOW, subject)}).car())
    assert [u.place.pointer for u in found.snapshot.unreadable] == [f"{FOLLOW}/3kzzzzzzzzz22"]
    assert found.coverage().reason is Gap.DAMAGED


@pytest.mark.parametrize(
    "about", [3, [], {"labels": 3}, {"labels": {"values": {}}}, {"displayName": {}, "createdAt": 9}]
)
def test_wrong_types_in_the_profile(about: object, tmp_path: Path) -> None:
    found = read_car(tmp_path, Repo(OWNER, {**FOLLOWS, f"{PROFILE}/self": about}).car())
    assert len(found.people) == 3
    assert found.settings["profile.visibility"] == "public"


def tree_of(node: object, *more: object) -> bytes:
    """A repository whose tree is this node; `more` are blocks it may name."""
    new = Repo(OWNER, {})
    top = new.add(node)
    for block in more:
        new.add(block)
    new.root = new.add({"did": OWNER, "version": 3, "data": make.link(top)})
    return new.car()


LEAF = make.link(make.cid(b"x"))
KEY = f"{FOLLOW}/3kaaaaaaaaa22".encode()


@pytest.mark.parametrize(
    "node",
    [
        3,
        {},
        {"e": [], "l": 3},
        {"e": [{"p": 0, "k": KEY, "v": LEAF, "t": b"x"}], "l": None},
        {"e": [{"p": 5, "k": KEY, "v": LEAF}]},
        {"e": [{"p": -1, "k": KEY, "v": LEAF}]},
        {"e": [{"p": True, "k": KEY, "v": LEAF}]},
        {"e": [{"p": 0, "k": "text", "v": LEAF}]},
        {"e": [{"p": 0, "k": KEY, "v": None}]},
        {"e": [{"p": 0, "k": b"\xff\xfe/x", "v": LEAF}]},
        {"e": [{"p": 0, "k": KEY * 40, "v": LEAF}]},
        {"e": [{"p": 0, "k": KEY, "v": LEAF}, {"p": 0, "k": KEY, "v": LEAF}]},
        {"e": [None, 3]},
    ],
)
def test_trees_of_wrong_shape_are_damage(node: object, tmp_path: Path) -> None:
    found = read_car(tmp_path, tree_of(node))
    assert found.gap() == (State.NONE, Gap.DAMAGED)
    assert found.snapshot.unreadable


def test_a_tree_that_names_one_branch_many_times_ends(tmp_path: Path) -> None:
    empty = {"l": None, "e": []}
    below = make.link(make.cid(make.cbor2.dumps(empty, canonical=True)))
    keys = [f"{FOLLOW}/3k{n:011}".encode() for n in range(500)]
    node = {"l": below, "e": [{"p": 0, "k": key, "v": LEAF, "t": below} for key in keys]}
    found = read_car(tmp_path, tree_of(node, empty))
    assert found.gap() == (State.NONE, Gap.DAMAGED)


def test_a_car_file_that_is_no_repository(tmp_path: Path) -> None:
    block = make.cbor2.dumps({"hello": "there"})
    found = read_car(tmp_path, make.car(make.cid(block), [(make.cid(block), block)]))
    assert {found.gap(record) for record in SOURCE.yields} == {(State.NONE, Gap.FORMAT_UNKNOWN)}


def test_two_repositories_at_once_are_refused(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a.car": WHOLE.car(), "b.car": Repo("did:plc:other", {}).car()})
    with pytest.raises(ConnectorError, match="exactly one"):
        read(SOURCE, folder)


@pytest.mark.parametrize("data", [b"", b"\x00", b"hello, no repository here", b"\x0a\xa0" + b"x" * 20, b"PK\x03\x04"])
def test_other_files_are_declined(data: bytes, tmp_path: Path) -> None:
    assert not is_car(data)
    if not data.startswith(b"PK"):
        assert read_all(SOURCE, write(tmp_path, {"x.car": data})) == []


@given(data=st.binary(max_size=300))
@settings(deadline=None, max_examples=100)
def test_random_bytes_into_the_reader(data: bytes) -> None:
    try:
        car = Car(data, "x.car")
        repo.commit(car, "x.car")
    except MemberDamaged as e:
        assert "x.car" in str(e)


@given(at=st.integers(0, len(WHOLE.car()) - 1), with_=st.binary(min_size=1, max_size=6), cut=st.booleans())
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changed_bytes_never_invent_anybody(at: int, with_: bytes, cut: bool, tmp_path: Path) -> None:
    data = WHOLE.car()
    changed = data[:at] + with_ + (b"" if cut else data[at + len(with_) :])
    for found in read_all(SOURCE, write(tmp_path, {"repo.car": changed})):
        assert found.coverage().state is not State.COMPLETE
        assert set(found.people) <= set(PEOPLE)


@pytest.mark.peer
def test_every_block_of_the_car_fixture_is_found(peer_data: Path) -> None:
    path = peer_data / "exports/bluesky/bluesky-social__atproto/packages/repo/tests/car-file-fixtures.json"
    [fixture] = json.loads(path.read_text())
    data = base64.b64decode(fixture["car"] + "==")
    car = Car(data, "fixture")
    assert not car.truncated
    names = [base64.b32decode(block["cid"][1:].upper() + "=" * 6) for block in fixture["blocks"]]
    blocks = [base64.b64decode(block["bytes"] + "==") for block in fixture["blocks"]]
    assert len(car) == len(names) == 5
    assert [car.get(name) for name in names] == [make.cbor2.loads(block) for block in blocks]
    assert "b" + base64.b32encode(car.roots[0]).decode().lower().rstrip("=") == fixture["root"]
    assert make.car(car.roots[0], list(zip(names, blocks, strict=True))) == data


@pytest.mark.peer
def test_the_car_fixture_is_not_an_account(peer_data: Path, tmp_path: Path) -> None:
    path = peer_data / "exports/bluesky/bluesky-social__atproto/packages/repo/tests/car-file-fixtures.json"
    [fixture] = json.loads(path.read_text())
    found = read_car(tmp_path, base64.b64decode(fixture["car"] + "=="))
    assert found.gap() == (State.NONE, Gap.FORMAT_UNKNOWN)


def test_a_page_of_an_answer_is_not_the_whole_list(tmp_path: Path) -> None:
    (tmp_path / "get_followers.json").write_bytes(answer("followers", ANA, cursor="3kx"))
    (tmp_path / "get_follows.json").write_bytes(answer("follows", BO))
    snapshot = read_input([tmp_path])
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PAGINATION_STOPPED)
    assert [c.handle for c in snapshot.connections] == ["ana-2.example", "ana-3.example"]


@pytest.mark.peer
def test_a_published_answer_gives_its_six_people() -> None:
    folder = Path(os.environ["AUDITOR_PEER_DATA"]) / "exports" / "bluesky" / "MarshalX__atproto"
    snapshot = read_input(sorted(folder.rglob("get_follows.json")))
    assert len(snapshot.connections) == 6
    assert all(c.handle and c.platform_id for c in snapshot.connections)
