"""Writing the verdicts on a table: the same bytes for the same verdicts, whatever pieces they come in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

OUT_COLUMNS = ("connection_id", "verdict", "category", "person_id", "p_community", "p_person", "reasons")
WHOLE = 10_000
"""Probabilities have four digits: they are counted in ten-thousandths."""
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SPECIAL = r'[",\n]|^[=+\-@\t\r]'
_ROW_GROUP = 50_000
_SCHEMA = pa.schema([(name, pa.float64() if name.startswith("p_") else pa.string()) for name in OUT_COLUMNS])
_DIGITS = pa.array([str(n / WHOLE) for n in range(WHOLE + 1)])


class Writer:
    """Appends verdicts to a CSV or Parquet file. Use `close` at the end."""

    def __init__(self, file: IO[bytes], suffix: str) -> None:
        self._file, self._csv = file, suffix == ".csv"
        self._parquet: Any = None
        self._waiting = _SCHEMA.empty_table()
        if self._csv:
            file.write(",".join(OUT_COLUMNS).encode() + b"\n")
        else:
            import pyarrow.parquet as pq

            self._parquet = pq.ParquetWriter(file, _SCHEMA)

    def write(
        self, ids: pa.ChunkedArray, named: Sequence[pa.Array], p_community: NDArray[np.integer],
        p_person: NDArray[np.integer], nobody: NDArray[np.bool_], reasons: tuple[Sequence[str], NDArray[np.integer]],
    ) -> None:  # fmt: skip
        """Add some rows. `named`: verdict, category and person's id; probabilities in units of 1 / `WHOLE`.

        `p_person` says nothing where `nobody` holds. `reasons`: different ones, and which of them each row has.
        """
        verdict, category, person = named
        texts, which = reasons
        if not self._csv:
            said = pa.array(texts, pa.string()).take(pa.array(which))
            p_values = pa.array(p_community / WHOLE), pa.array(p_person / WHOLE, mask=nobody)
            rows = pa.table([ids, verdict, category, person, *p_values, said], schema=_SCHEMA)
            self._waiting = pa.concat_tables((self._waiting, rows))
            self._groups(_ROW_GROUP)
            return
        said = pa.array([f"{quoted(text)}\n" for text in texts], pa.string()).take(pa.array(which))
        p_shown = pc.fill_null(_DIGITS.take(pa.array(p_person.astype(np.int32), mask=nobody)), "")
        cells = [_escaped(ids), verdict, category, _escaped(person), _DIGITS.take(pa.array(p_community)), p_shown, said]
        lines = pc.binary_join_element_wise(*cells, ",")
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


def _bytes_of(lines: pa.StringArray) -> Any:
    """Texts written one behind the other: they lie in memory that way."""
    _, offsets, data = lines.buffers()
    ends = np.frombuffer(offsets, np.int32)[lines.offset : lines.offset + len(lines) + 1]
    return memoryview(data)[ends[0] : ends[-1]] if len(lines) else b""


def _escaped(cells: Any) -> Any:
    """Cells as CSV has them, harmless in a spreadsheet; nearly none has to be touched."""
    special = pc.match_substring_regex(cells, _SPECIAL)
    if not pc.any(special).as_py():
        return cells
    return pa.array([quoted(as_text(cell)) if touched else cell for cell, touched in
                     zip(cells.to_pylist(), special.to_pylist(), strict=True)], pa.string())  # fmt: skip


def quoted(cell: str) -> str:
    """A cell of a CSV file."""
    return '"' + cell.replace('"', '""') + '"' if any(c in cell for c in '",\n') else cell


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run; numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
