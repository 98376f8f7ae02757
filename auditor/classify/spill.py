"""Scored connections on disk until every row of their account is there: numbers only, in files that have no name.

A file without a name is gone when the program ends, however it ends.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from types import TracebackType
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from auditor.classify.scored import Scored

_ROWS_EACH = 1 << 16
"""Rows that a partition is meant to have."""
_MOST = 128
"""Partitions; each is an open file."""


def records(scored: Scored, account: NDArray[np.uint64], owner: NDArray[np.integer]) -> NDArray[np.void]:
    """Scored connections as records, one each: `row` (not numbered yet), `account` (a digest), `owner`, scores."""
    columns: dict[str, NDArray[Any]] = {
        "row": np.zeros(len(account), np.int64),
        "account": account,
        "owner": owner.astype(np.int32),
    }
    columns |= {field.name: getattr(scored, field.name) for field in fields(Scored)}
    found = np.empty(len(account), [(name, each.dtype, each.shape[1:]) for name, each in columns.items()])
    for name, each in columns.items():
        found[name] = each
    return found


def scored(records: NDArray[np.void]) -> Scored:
    """The connections behind some records."""
    return Scored(*(np.ascontiguousarray(records[field.name]) for field in fields(Scored)))


class Records:
    """A file of records of one type that has no name and only its owner could read."""

    def __init__(self, folder: Path, dtype: np.dtype[np.void]) -> None:
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - closed by close()
        self.dtype, self.size = dtype, 0

    def append(self, records: NDArray[np.void]) -> None:
        """Add records at the end."""
        self.put(self.size, records)

    def put(self, start: int, records: NDArray[np.void]) -> None:
        """Write records from a position on."""
        self._file.seek(start * self.dtype.itemsize)
        rest = memoryview(records.tobytes())
        while rest:
            rest = rest[self._file.write(rest) :]
        self.size = max(self.size, start + len(records))

    def get(self, start: int, size: int) -> NDArray[np.void]:
        """Some of the records, as a copy."""
        size = max(0, min(size, self.size - start))
        found = np.empty(size, self.dtype)
        self._file.seek(start * self.dtype.itemsize)
        rest = memoryview(cast(Any, found.view(np.uint8)))
        while rest:
            rest = rest[self._file.readinto(rest) or len(rest) :]
        return found

    def blocks(self, size: int) -> Iterator[tuple[int, NDArray[np.void]]]:
        """All records in blocks: where each begins, and a copy."""
        for start in range(0, self.size, size):
            yield start, self.get(start, size)

    def close(self) -> None:
        """Give the space back."""
        self._file.close()


class Partitions:
    """The scored rows of a table, accounts kept together, in the order of the table. Use as a context manager."""

    def __init__(self, folder: Path, expected: int) -> None:
        number = 1
        while number < _MOST and number * _ROWS_EACH < expected:
            number *= 2
        self._folder, self._number = folder, number
        self.files: list[Records] = []
        self.rows = 0

    def add(self, records: NDArray[np.void]) -> None:
        """Add the next rows of the table."""
        if not self.files:
            self.files = [Records(self._folder, records.dtype) for _ in range(self._number)]
        records["row"] = np.arange(self.rows, self.rows + len(records))
        self.rows += len(records)
        part = records["account"] % np.uint64(len(self.files))
        order = np.argsort(part, kind="stable")
        ends = np.searchsorted(part[order], np.arange(len(self.files) + 1, dtype=np.uint64)).tolist()
        records = records[order]
        for file, start, end in zip(self.files, ends[:-1], ends[1:], strict=True):
            if start < end:
                file.append(records[start:end])

    def __enter__(self) -> Partitions:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in self.files:
            file.close()
