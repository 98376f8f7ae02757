"""Where a table is scored: in this process, in several, or on the workers of a Dask cluster.

All of them call one pure function on one batch at a time, and hand the answers back in the batches' order: which engine
it was, and how many workers it had, changes no byte.
"""

from __future__ import annotations

import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cached_property, lru_cache
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from auditor.classify import account, model, scored, settling, spill, store
from auditor.classify.circles import Neighbours
from auditor.classify.district import District
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64, U64
from auditor.classify.reading import COLUMNS
from auditor.errors import AuditorError
from connectors.memory import rare_collection

_T = TypeVar("_T")
_R = TypeVar("_R", covariant=True)
LOCAL, DASK = "local", "dask"
POOL_FROM = 20_000
"""Rows from which on several processes are worth their start."""
_AHEAD = 2
"""Batches per worker that are on their way at most: a slow worker makes the reading wait, not the memory grow."""


class Batch(NamedTuple):
    """Some rows of a table."""

    columns: pa.Table
    """The columns of `auditor.classify.reading.COLUMNS` that are there, as text."""
    account: I64
    """Per row, a number in `keys` and `owners`."""
    keys: U64
    """Per account, a digest of its id."""
    owners: I32
    """Per account, the position of its owner in the index; -1 for nobody."""

    def __repr__(self) -> str:
        """Without a name: Dask writes what it could not compute into its log."""
        return f"Batch of {self.columns.num_rows} rows"


class Answer(NamedTuple):
    """A batch, scored."""

    records: NDArray[np.void]
    """`auditor.classify.spill.records`."""
    counts: I64
    """How the log-odds of a member are distributed (`auditor.classify.account.counted`)."""


class Engine(Protocol):
    """Scores batches, and settles accounts once all are scored."""

    def map(self, batches: Iterable[Batch]) -> Iterator[Answer]:
        """An answer per batch, in order; only a few batches are taken ahead."""

    def settle(self, wholes: Iterable[NDArray[np.void]], district: District) -> Iterator[NDArray[np.void]]:
        """See `auditor.classify.settling.Settle`."""


@dataclass(frozen=True)
class Scorer:
    """An index with what is made of it in memory."""

    index: Index
    neighbours: Neighbours
    weights: model.Model

    @classmethod
    def over(cls, index: Index) -> Scorer:
        """The scorer over an index, with the weights that come with the program."""
        return cls(index, Neighbours(index), model.load())

    def __call__(self, batch: Batch) -> Answer:
        """Score a batch: the pure function that every engine calls."""
        n = batch.columns.num_rows
        there = set(batch.columns.column_names)
        columns = {c: batch.columns[c].to_pylist() if c in there else [""] * n for c in COLUMNS}
        with rare_collection():
            found = scored.score(columns, batch.account, batch.owners, self.index, self.neighbours, self.weights)
        counts = account.counted(account.log_odds(found, self.index))
        return Answer(spill.records(found, batch.keys[batch.account], batch.owners[batch.account]), counts)


class Local:
    """In this process."""

    def __init__(self, index: Index) -> None:
        self._score = Scorer.over(index)

    def map(self, batches: Iterable[Batch]) -> Iterator[Answer]:
        """See `Engine`."""
        return map(self._score, batches)

    def settle(self, wholes: Iterable[NDArray[np.void]], district: District) -> Iterator[NDArray[np.void]]:
        """See `Engine`."""
        index, weights = self._score.index, self._score.weights
        return (settling.together(whole, district, index, weights) for whole in wholes)


class Pool:
    """In several processes of this computer, which share the pages of one index file. Use `close` at the end."""

    def __init__(self, file: Path, roster: str, jobs: int) -> None:
        self._file, self._roster, self._jobs = file, roster, jobs

    @cached_property
    def _pool(self) -> ProcessPoolExecutor:
        # A process that is forked from this one could inherit a lock that one of Arrow's threads holds.
        method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
        return ProcessPoolExecutor(self._jobs, get_context(method))

    def map(self, batches: Iterable[Batch]) -> Iterator[Answer]:
        """See `Engine`. Raises `AuditorError` when a process is ended from outside."""
        return self._each(lambda batch: self._pool.submit(score_from, self._file, self._roster, batch), batches)

    def settle(self, wholes: Iterable[NDArray[np.void]], district: District) -> Iterator[NDArray[np.void]]:
        """See `Engine` and `map`."""
        return self._each(
            lambda whole: self._pool.submit(settle_from, self._file, self._roster, whole, district), wholes
        )

    def _each(self, submit: Callable[[_T], Future[_R]], items: Iterable[_T]) -> Iterator[_R]:
        try:
            yield from ahead(submit, items, _AHEAD * self._jobs)
        except BrokenProcessPool as e:
            raise AuditorError(
                "A process that compared connections was ended from outside, most often because the computer ran "
                "out of memory. Close other programs, or run it again with --jobs 1."
            ) from e

    def close(self) -> None:
        """End the processes; what they have not begun is left."""
        if "_pool" in self.__dict__:
            self._pool.shutdown(cancel_futures=True)


class _Promise(Protocol[_R]):
    def result(self) -> _R: ...


def ahead(submit: Callable[[_T], _Promise[_R]], items: Iterable[_T], most: int) -> Iterator[_R]:
    """Results in order, with so many items on their way at most."""
    waiting: deque[_Promise[_R]] = deque()
    for item in items:
        waiting.append(submit(item))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def score_from(file: Path, roster: str, batch: Batch) -> Answer:
    """Score a batch over an index file, from any process. `roster`: the digest of the roster it has to be of."""
    return _scorer(file, roster)(batch)


def settle_from(file: Path, roster: str, whole: NDArray[np.void], district: District) -> NDArray[np.void]:
    """`auditor.classify.settling.together` over an index file, from any process (`score_from`)."""
    scorer = _scorer(file, roster)
    return settling.together(whole, district, scorer.index, scorer.weights)


@lru_cache(maxsize=1)
def _scorer(file: Path, roster: str) -> Scorer:
    try:
        index = store.open(file)
    except OSError as e:
        raise AuditorError(
            f"{file.name}: a worker cannot read this index ({e.strerror}). Put the roster into a folder that every "
            "worker sees under the same path."
        ) from e
    if index.facts.sha256 != roster:
        raise AuditorError(f"{file.name}: the roster was changed meanwhile. Run the same command again.")
    return Scorer.over(index)


@contextmanager
def started(kind: str, index: Index, jobs: int | None, rows: int | None, scheduler: str | None) -> Iterator[Engine]:
    """An engine over an index. `jobs`: processes, by default one per core for a table that is large enough.

    `rows`: about how many there are, None where nobody knows. `scheduler`: the address of a Dask scheduler.
    """
    number = jobs or (cores() if rows is None or rows >= POOL_FROM else 1)
    if kind == LOCAL and number == 1:
        yield Local(index)
        return
    with _filed(index) as file:
        if kind == LOCAL:
            with closing(Pool(file, index.facts.sha256, number)) as pool:
                yield pool
            return
        from auditor.classify.on_dask import Dask

        yield Dask(file, index.facts.sha256, jobs or cores(), scheduler)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _filed(index: Index) -> Iterator[Path]:
    """The file of an index; one for the time being where it has none."""
    file = store.file_of(index)
    if file is not None:
        yield file
        return
    with tempfile.TemporaryDirectory(prefix="auditor-") as folder:
        file = Path(folder, f"roster{store.SUFFIX}")
        store.save(index, file)
        yield file
