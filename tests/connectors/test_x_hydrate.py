"""Names for the numbers of an X archive: nobody is lost, nobody is added, nobody is paid for twice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors import snapshot_json
from connectors.journal import Journal
from connectors.live import Access
from connectors.model import Connection, Coverage, Gap, Kind, Message, Place, RecordType, Snapshot, SourceKind, State
from connectors.snapshot import assemble
from connectors.x.api import BATCH
from connectors.x.export import XExport
from connectors.x.hydrate import Hydrated, hydrate, nameless
from connectors.x.live import XLive
from tests.connectors.faults import CUT, HOSTILE
from tests.connectors.pulling import FakeClock, http_to
from tests.connectors.reading import read
from tests.connectors.x_samples import ANA, BEN, CARA, SAMPLES
from tests.emulators.base import Reply
from tests.emulators.x import XEmulator

SOURCE = XLive()


def archive(*ids: str, kind: Kind = Kind.FOLLOWER) -> Snapshot:
    rows = [Connection((kind,), (Place("data/follower.js", f"/{n}"),), platform_id=i) for n, i in enumerate(ids)]
    listed = Coverage(RecordType.CONNECTIONS, State.COMPLETE, received=len(ids))
    return assemble("x", SourceKind.EXPORT, frozenset({RecordType.CONNECTIONS}), [*rows, listed])


def run(snapshot: Snapshot, x: XEmulator, folder: Path, *, keep: bool = False, **options: Any) -> Hydrated:
    access = Access("ms_rivera_room12", {"token": x.issue("users.read", "tweet.read")})
    clock = FakeClock(x.clock())
    with http_to(x, SOURCE.hosts(access), clock=clock) as http, Journal(folder / "names.journal") as journal:
        done = hydrate(snapshot, access, http, journal, **options)
        if not keep:
            journal.discard()
    return done


def number(n: int) -> str:
    return str(10_000 + n)


@pytest.fixture
def x():
    with XEmulator(FakeClock().now) as emulator:
        for n in range(250):
            emulator.people[number(n)] = {
                "id": number(n),
                "username": f"quimbleton_{n}",
                "name": f"Imelda Quimbleton {n}",
                "description": "Reads",
            }
        yield emulator


def test_an_archive_gets_names_and_keeps_what_it_has(x, tmp_path):
    before = read(XExport(), next(s for s in SAMPLES if s.name == "2024-js").write(tmp_path)).snapshot
    people = ((ANA, "ana_now", "Ana D."), (BEN, "coach_ben", "Ben Okafor"), ("700700", "spam", "Thorp"))
    x.people = {i: {"id": i, "username": u, "name": n} for i, u, n in people}
    done = run(before, x, tmp_path)
    found = {c.platform_id: (c.handle, c.display_name) for c in done.snapshot.connections}
    # Ana's name stands in the archive already, so she is not paid for; Cara is gone.
    assert found == {
        ANA: ("ana_reads", "Ana Duarte"),
        BEN: ("coach_ben", "Ben Okafor"),
        CARA: (None, None),
        "700700": ("spam", "Thorp"),
    }
    assert [c.id for c in done.snapshot.connections] == [c.id for c in before.connections]
    assert (done.named, done.gone, done.left) == (2, 1, 0)
    notes = [note.id for note in done.snapshot.coverage[RecordType.CONNECTIONS].notes]
    assert notes[-2:] == ["x.hydrate_named", "x.hydrate_gone"]
    assert "x.names_joined" not in notes
    ben = next(c for c in done.snapshot.connections if c.platform_id == BEN)
    assert ben.places[-1] == Place("users", BEN)
    assert ben.places[0].source == "data/follower.js"
    snapshot_json.dump(done.snapshot)


def test_people_are_looked_up_in_hundreds_and_the_cost_is_asked_for(x, tmp_path):
    asked: list[Message] = []
    steps: list[tuple[str, int, int]] = []
    snapshot = archive(*map(number, range(250)))
    done = run(snapshot, x, tmp_path, agree=lambda m: not asked.append(m), step=lambda *s: steps.append(s))
    assert [len(a.query["ids"].split(",")) for a in x.asked] == [BATCH, BATCH, 50]
    assert asked == [
        Message("x.hydrate_cost", {"n": 250, "dollars": "2.50", "price": "0.010", "d_prices": "2026-08-22"})
    ]
    assert x.spent == 2500
    assert steps == [("names", 0, 250), ("names", 100, 250), ("names", 200, 250), ("names", 250, 250)]
    assert all(c.handle and c.display_name and c.bio == "Reads" for c in done.snapshot.connections)
    assert done.snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_not_agreed_changes_nothing_but_a_note(x, tmp_path):
    snapshot = archive(number(0))
    done = run(snapshot, x, tmp_path, agree=lambda _: False)
    assert done.snapshot.connections == snapshot.connections
    assert [n.id for n in done.snapshot.coverage[RecordType.CONNECTIONS].notes] == ["live.not_agreed", "x.hydrate_left"]
    assert not x.asked
    assert not done.unfinished


@pytest.mark.parametrize(
    ("reply", "said", "again"),
    [
        (lambda x: x.refuse(401), "live.signed_out", True),
        (lambda x: x.refuse(402), "x.live_no_credit", True),
        (lambda x: x.refuse(403), "live.forbidden", False),
        (lambda x: x.refuse(429), "live.rate_limited", True),
        (lambda x: x.refuse(500), "live.server_error", True),
        (lambda x: Reply.html(), "live.not_json", False),
        (lambda x: CUT, "live.unreachable", True),
    ],
)
def test_what_x_refuses_leaves_numbers_and_another_run_goes_on(x, tmp_path, reply, said, again):
    snapshot = archive(*map(number, range(250)))
    x.fail(reply(x), when=lambda a: a.query.get("ids", "").startswith(number(100)))
    first = run(snapshot, x, tmp_path, keep=True)
    assert (first.named, first.left, first.unfinished) == (100, 150, again)
    assert first.snapshot.coverage[RecordType.CONNECTIONS].notes[0].id == said
    assert len(first.snapshot.connections) == 250
    x.heal()
    asked: list[Message] = []
    second = run(snapshot, x, tmp_path, agree=lambda m: not asked.append(m))
    assert (second.named, second.gone, second.left) == (250, 0, 0)
    assert asked[0].params["n"] == 150
    assert x.spent == 2500


def test_another_archive_starts_anew(x, tmp_path):
    x.fail(x.refuse(429), when=lambda a: a.query.get("ids", "").startswith(number(100)))
    run(archive(*map(number, range(250))), x, tmp_path, keep=True)
    x.heal()
    done = run(archive(*map(number, range(10, 30))), x, tmp_path)
    assert (done.named, done.left) == (20, 0)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(x, tmp_path, name):
    x.people[number(0)]["name"] = name
    done = run(archive(number(0)), x, tmp_path)
    assert done.snapshot.connections[0].display_name == name.replace("\x00", "").strip()


def test_a_stranger_in_the_answer_is_nobody_s_name(x, tmp_path):
    x.fail(Reply.json({"data": [{"id": "999", "name": "Stranger", "username": "s"}, "junk", {"id": None}]}))
    done = run(archive(number(0)), x, tmp_path)
    assert (done.named, done.gone) == (0, 1)
    assert done.snapshot.connections[0].display_name is None


def test_only_x_has_numbers_to_look_up(x, tmp_path):
    with pytest.raises(ValueError, match="of X"):
        run(replace(archive(number(0)), platform="mastodon"), x, tmp_path)
    assert nameless(archive("not a number", "12")) == ("12",)


def test_nothing_to_look_up_asks_nothing(x, tmp_path):
    done = run(archive(), x, tmp_path)
    assert (done.named, done.gone, done.left, done.refused) == (0, 0, 0, None)
    assert not x.asked


PERSON = st.tuples(
    st.integers(1, 400),
    st.sampled_from([Kind.FOLLOWER, Kind.FOLLOWING, Kind.BLOCKED]),
    st.sampled_from([None, "kept_handle"]),
    st.sampled_from([None, "Kept Name"]),
)


@given(
    st.lists(PERSON, max_size=260, unique_by=lambda p: (p[0], p[1])),
    st.sets(st.integers(1, 400), max_size=200),
    st.integers(0, 4),
)
def test_nothing_is_lost_whoever_is_gone_and_wherever_it_is_cut(tmp_path_factory, people, gone, cut):
    rows = [
        Connection((kind,), (Place("data/x.js", f"/{n}"),), name, handle, str(i))
        for n, (i, kind, handle, name) in enumerate(people)
    ]
    listed = Coverage(RecordType.CONNECTIONS, State.COMPLETE, received=len(rows))
    before = assemble("x", SourceKind.EXPORT, frozenset({RecordType.CONNECTIONS}), [*rows, listed])
    folder = tmp_path_factory.mktemp("names")

    class Killed(BaseException):
        pass

    with XEmulator(FakeClock().now) as x:
        x.people = {
            str(i): {"id": str(i), "username": f"u{i}", "name": f"N {i}"} for i in range(1, 401) if i not in gone
        }
        count = 0

        def step(*_: object) -> None:
            nonlocal count
            count += 1
            if count == cut:
                raise Killed

        with suppress(Killed):
            run(before, x, folder, keep=True, step=step)
        done = run(before, x, folder)
        spent = x.spent
    after = done.snapshot
    assert [(c.id, c.kinds, c.platform_id) for c in after.connections] == [
        (c.id, c.kinds, c.platform_id) for c in before.connections
    ]
    for old, new in zip(before.connections, after.connections, strict=True):
        assert set(old.places) <= set(new.places)
        complete = bool(old.handle and old.display_name)
        known = not complete and int(old.platform_id or 0) not in gone
        expected = (f"u{old.platform_id}", f"N {old.platform_id}") if known else (old.handle, old.display_name)
        assert (new.handle, new.display_name) == expected
    assert (done.named + done.gone, done.left) == (len(nameless(before)), 0)
    assert spent == done.named * 10
    coverage = after.coverage[RecordType.CONNECTIONS]
    assert replace(coverage, notes=()) == replace(before.coverage[RecordType.CONNECTIONS], notes=())
    assert Gap.PLAN_TIER not in [r.reason for r in after.coverage.values()]
