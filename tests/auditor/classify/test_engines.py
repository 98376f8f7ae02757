"""Engines: the same bytes wherever a table is scored, and a sentence where it cannot be."""

from __future__ import annotations

import builtins
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from auditor.classify import engines, index, owners, store
from auditor.classify.index import Index
from auditor.classify.sentences import Sentences
from auditor.classify.table import classify_table
from auditor.errors import AuditorError
from tests.auditor.classify.district import english, people, roster
from tests.auditor.classify.test_table import accounts, many, table

ROWS = many(60)
Told = Callable[[int, int | None], None]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.classify.table._ROWS", 3)


@pytest.fixture
def stored(tmp_path: Path) -> Index:
    store.save(index.build(roster(people())), tmp_path / "roster.auditor-index")
    return store.open(tmp_path / "roster.auditor-index")


def run(folder: Path, of: Index, engine: engines.Engine | None = None, told: Told | None = None) -> bytes:
    source = table(folder / "in.csv", rows=ROWS)
    classify_table(source, of, accounts(folder), folder / "out.csv", english, told, engine)
    return (folder / "out.csv").read_bytes()


def once(what: Callable[[], object]) -> Told:
    """Do something when the first batch is done, while the others are on their way or wait."""
    calls = iter([what])

    def told(_done: int, _total: int | None) -> None:
        for call in calls:
            call()

    return told


def test_a_stored_index_says_the_same(tmp_path: Path, stored: Index) -> None:
    assert run(tmp_path, stored) == run(tmp_path, index.build(roster(people())))


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_write_the_same_bytes(tmp_path: Path, stored: Index, jobs: int) -> None:
    with engines.started(engines.LOCAL, stored, jobs, None, None) as pool:
        assert isinstance(pool, engines.Pool)
        assert run(tmp_path, stored, pool) == run(tmp_path, stored)


@pytest.mark.slow
def test_an_index_that_could_not_be_stored_is_shared_all_the_same(tmp_path: Path, stored: Index) -> None:
    in_memory = index.build(roster(people()))
    with engines.started(engines.LOCAL, in_memory, 2, None, None) as pool:
        assert run(tmp_path, in_memory, pool) == run(tmp_path, stored)


@pytest.mark.slow
def test_a_process_that_is_ended_from_outside_ends_in_a_sentence(tmp_path: Path, stored: Index) -> None:
    def kill() -> None:
        for child in multiprocessing.active_children():
            child.kill()

    with engines.started(engines.LOCAL, stored, 2, None, None) as pool, pytest.raises(AuditorError, match="--jobs 1"):
        run(tmp_path, stored, pool, once(kill))
    assert not (tmp_path / "out.csv").exists()


@pytest.mark.slow
def test_an_index_that_was_replaced_meanwhile_ends_in_a_sentence(tmp_path: Path, stored: Index) -> None:
    with (
        closing(engines.Pool(tmp_path / "roster.auditor-index", "0" * 64, 2)) as another,
        pytest.raises(AuditorError, match=r"^roster\.auditor-index: the roster was changed meanwhile"),
    ):
        run(tmp_path, stored, another)


def test_processes_by_size_of_the_table(stored: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "cores", lambda: 4)
    for rows, jobs, kind in ((100, None, engines.Local), (10**6, None, engines.Pool), (10**6, 1, engines.Local)):
        with engines.started(engines.LOCAL, stored, jobs, rows, None) as engine:
            assert type(engine) is kind


def test_few_batches_are_taken_ahead() -> None:
    taken: list[int] = []

    class Done:
        def result(self) -> int:
            return len(taken)

    def batches() -> Iterator[int]:
        for number in range(20):
            taken.append(number)
            yield number

    seen = list(engines.ahead(lambda _: Done(), batches(), 4))  # type: ignore[arg-type]
    assert len(seen) == 20
    assert seen[0] == 4  # four were on their way when the first was asked for
    assert all(now - before <= 4 for before, now in enumerate(seen))


@pytest.mark.slow
def test_a_dask_cluster_writes_the_same_bytes(tmp_path: Path, stored: Index) -> None:
    with engines.started(engines.DASK, stored, 2, None, None) as dask:
        assert run(tmp_path, stored, dask) == run(tmp_path, stored)


@pytest.mark.slow
def test_a_dask_worker_that_is_killed_costs_only_time(tmp_path: Path, stored: Index) -> None:
    distributed = pytest.importorskip("distributed")
    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0", "host": "127.0.0.1"}
    with distributed.LocalCluster(**options) as cluster, distributed.Client(cluster, set_as_default=False) as client:
        first, _ = client.run(os.getpid).values()
        address = cluster.scheduler_address
        with engines.started(engines.DASK, stored, 2, None, address) as dask:
            written = run(tmp_path, stored, dask, once(lambda: os.kill(first, signal.SIGKILL)))
    assert written == run(tmp_path, stored)


@pytest.mark.slow
def test_a_worker_that_does_not_see_the_index_ends_in_a_sentence(tmp_path: Path, stored: Index) -> None:
    gone = tmp_path / "elsewhere" / "roster.auditor-index"
    with engines.started(engines.DASK, stored, 1, None, None) as dask:
        dask._file = gone  # type: ignore[attr-defined] # what another machine would look for
        with pytest.raises(AuditorError, match="every worker sees") as told:
            run(tmp_path, stored, dask)
    assert str(tmp_path) not in str(told.value)


def test_a_scheduler_that_does_not_answer_ends_in_a_sentence(
    tmp_path: Path, stored: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("auditor.classify.on_dask._PATIENCE", "100ms")
    address = "tcp://127.0.0.1:1"
    with (
        engines.started(engines.DASK, stored, 1, None, address) as dask,
        pytest.raises(AuditorError, match=f"{address} cannot be reached"),
    ):
        run(tmp_path, stored, dask)


def test_dask_that_is_not_installed_ends_in_a_sentence(
    tmp_path: Path, stored: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *args: object) -> object:
        if name == "distributed":
            raise ImportError(name)
        return real(name, *args)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", without)
    with (
        engines.started(engines.DASK, stored, 1, None, None) as dask,
        pytest.raises(AuditorError, match="pip install"),
    ):
        run(tmp_path, stored, dask)


def test_what_a_log_may_say_of_a_batch_holds_no_name(tmp_path: Path, stored: Index) -> None:
    from auditor.classify.table import _batches

    batch = next(_batches(table(tmp_path / "in.csv", rows=ROWS), {}))
    assert repr(batch) == "Batch of 3 rows"


def test_owners_are_found_whatever_they_are_called(stored: Index) -> None:
    found = owners.positions(
        ["t1", "s3", "p9", "", "t", "x" * 90, "TOMASZ.wisniewski@oak.example", "a@b.example"], stored
    )
    named = [stored.person_id(i) if i >= 0 else None for i in found.tolist()]
    assert named == ["t1", "s3", "p9", None, None, None, "t2", None]


def test_reasons_of_many_rows_are_those_of_each(stored: Index) -> None:
    from auditor.classify import account, decide, model, reasons, scored
    from auditor.classify.circles import Neighbours
    from auditor.verdict import Costs

    columns = {name: [row[i] for row in ROWS] for i, name in ((4, "display_name"), (5, "handle"))}
    columns |= {name: [""] * len(ROWS) for name in ("url", "email", "bio")}
    one, owner = owners.positions(["t1"], stored)[[0] * len(ROWS)].astype("int64") * 0, owners.positions(["t1"], stored)
    found = scored.score(columns, one, owner, stored, Neighbours(stored), model.load())
    settled = account.settle(found, one, 1, account.USUAL_SHARE, stored, model.load())
    judged = decide.judge(found, settled, stored.lacks_families(owner)[one], stored, Costs())
    found = reasons.whys(judged, stored)
    texts, which = Sentences(english, stored.facts.missing).of(found)
    each = [reasons.messages(reasons.of_row(row), stored.facts.missing) for row in found]
    assert len(set(texts)) > 5
    assert [texts[i] for i in which.tolist()] == [" ".join(map(english, some)) for some in each]


def test_what_is_left_out_of_reasons_makes_no_difference() -> None:
    from auditor.classify import evidence, handle_fit, levels, reasons, scored
    from auditor.classify.sentences import essential

    draw = np.random.default_rng(5).integers
    kinds = len(handle_fit.KINDS)
    sizes = {"given": len(levels.GIVEN_LEVELS), "family": len(levels.FAMILY_LEVELS), "order": len(levels.ORDER_LEVELS),
             "middle": len(levels.MIDDLE_LEVELS), "handle": len(handle_fit.LEVELS), "handle_given": kinds,
             "handle_family": kinds, "year": len(evidence.YEARS), "tier": 3, "address": 2, "titled": 2}  # fmt: skip
    found = np.zeros(3_000, reasons.WHY)
    for name, (low, high) in {"alike": (0, 4), "category": (0, 4), "flags": (0, 256), "common": (0, 2),
                              "staff": (0, 2)}.items():  # fmt: skip
        found[name] = draw(low, high, len(found))
    found["rule"] = reasons.RULES.index("match")
    found["one_in"] = draw(0, 100, len(found)) * 10.0 ** draw(0, 6, len(found))
    found["evidence"] = scored.packed({name: draw(0, size, len(found)) for name, size in sizes.items()})
    same = essential(found)
    assert len(np.unique(same)) < len(np.unique(found))
    for before, after in zip(found.tolist(), same.tolist(), strict=True):
        why, less = reasons.Why._make(before[:-1]), reasons.Why._make(after[:-1])
        assert reasons.messages(why, ()) == reasons.messages(less, ())
