"""Writing tables of verdicts: the same bytes for the same verdicts, whatever pieces they come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any, NamedTuple, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

OUT_COLUMNS = ("connection_id", "verdict", "category", "person_id", "p_community", "p_person", "reasons")
CANDIDATE_COLUMNS = ("connection_id", "rank", "person_id", "category", "p_person")
WHOLE = 10_000
"""Probabilities have four digits: they are counted in ten-thousandths."""
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SPECIAL = r'[",\n]|^[=+\-@\t\r]'
_ROW_GROUP = 50_000
_DIGITS = pa.array([str(n / WHOLE) for n in range(WHOLE + 1)])


class Cells(Protocol):
    """Some cells of a column."""

    def values(self) -> Any:
        """As an array of its type."""

    def written(self) -> Any:
        """As texts of a CSV file."""


class Text(NamedTuple):
    """Texts of any content."""

    texts: Any

    def values(self) -> Any:
        """Texts."""
        return self.texts

    def written(self) -> Any:
        """Harmless in a spreadsheet; nearly none has to be touched."""
        special = pc.match_substring_regex(self.texts, _SPECIAL)
        if not pc.any(special).as_py():
            return self.texts
        return pa.array([quoted(as_text(cell)) if touched else cell for cell, touched in
                         zip(self.texts.to_pylist(), special.to_pylist(), strict=True)], pa.string())  # fmt: skip


class Words(NamedTuple):
    """Texts of which there are few different ones: `texts`, and which of them each cell has."""

    texts: Sequence[str]
    which: NDArray[np.integer]

    def values(self) -> Any:
        """Texts."""
        return pa.array(self.texts, pa.string()).take(pa.array(self.which))

    def written(self) -> Any:
        """Every different text is quoted once."""
        return pa.array([quoted(text) for text in self.texts], pa.string()).take(pa.array(self.which))


class Shares(NamedTuple):
    """Probabilities in units of 1 / `WHOLE`; there is none where `absent` holds."""

    units: NDArray[np.integer]
    absent: NDArray[np.bool_] | None = None

    def values(self) -> Any:
        """Numbers."""
        return pa.array(self.units / WHOLE, mask=self.absent)

    def written(self) -> Any:
        """Four digits at most, empty for none."""
        return pc.fill_null(_DIGITS.take(pa.array(self.units.astype(np.int32), mask=self.absent)), "")


class Numbers(NamedTuple):
    """Whole numbers."""

    numbers: NDArray[np.integer]

    def values(self) -> Any:
        """Small numbers."""
        return pa.array(self.numbers, pa.int8())

    def written(self) -> Any:
        """Their digits."""
        return self.values().cast(pa.string())


class Writer:
    """Appends rows to a CSV or Parquet file. Use `close` at the end."""

    def __init__(self, file: IO[bytes], suffix: str, columns: Sequence[str]) -> None:
        self._file, self._csv = file, suffix == ".csv"
        self._parquet: Any = None
        self._schema = pa.schema([(name, _type(name)) for name in columns])
        self._waiting = self._schema.empty_table()
        if self._csv:
            file.write(",".join(columns).encode() + b"\n")
        else:
            import pyarrow.parquet as pq

            self._parquet = pq.ParquetWriter(file, self._schema)

    def write(self, cells: Sequence[Cells]) -> None:
        """Add some rows: the cells of every column."""
        if not self._csv:
            self._waiting = pa.concat_tables(
                (self._waiting, pa.table([each.values() for each in cells], schema=self._schema))
            )
            self._groups(_ROW_GROUP)
            return
        lines = pc.binary_join_element_wise(*(each.written() for each in cells), ",")
        lines = pc.binary_join_element_wise(lines, "", "\n")
        for piece in lines.chunks if isinstance(lines, pa.ChunkedArray) else [lines]:
            self._file.write(_bytes_of(piece))

    def _groups(self, size: int) -> None:
        """Write what fills a group of rows: it has always the same size, or the bytes would depend on the pieces."""
        while self._waiting.num_rows >= max(size, 1):
            self._parquet.write_table(self._waiting.slice(0, _ROW_GROUP))
            self._waiting = self._waiting.slice(_ROW_GROUP)

    def close(self) -> None:
        """Finish the file."""
        if self._parquet is not None:
            self._groups(1)
            self._parquet.close()


def _type(column: str) -> pa.DataType:
    return pa.int8() if column == "rank" else pa.float64() if column.startswith("p_") else pa.string()


def _bytes_of(lines: pa.StringArray) -> Any:
    """Texts written one behind the other: they lie in memory that way."""
    _, offsets, data = lines.buffers()
    ends = np.frombuffer(offsets, np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(data)[ends[0] : ends[-1]] if len(lines) else b""


def quoted(cell: str) -> str:
    """A cell of a CSV file."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '",\n') else cell


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run; numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
