"""Reading a table of any length, CSV or Parquet, in batches of text columns.

Arrow reads CSV, many times faster than anything else. What it is stricter about than people are (rows that end early,
a quotation mark that never closes) is left to pandas, which also says in which row it gave up.
"""

from __future__ import annotations

import codecs
import io
import re
import warnings
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from auditor.errors import AuditorError

_BLOCK = 1 << 22
"""Bytes of CSV that are parsed at a time."""
_LAST = b"\n\x1eend\n"
"""A row of one cell behind the last one: it is not seen where a quotation mark was left open."""
_MOST_COLUMNS = 256


def suffix_of(path: Path) -> str:
    """`.csv` or `.parquet`. Raises `AuditorError` for anything else."""
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise AuditorError(f"{path.name}: only .csv and .parquet can be read and written here. Give such a file.")
    return suffix


def row_count(source: Path) -> int | None:
    """The number of rows, where it can be had without reading the file."""
    if suffix_of(source) == ".csv":
        return None
    import pyarrow.parquet as pq

    with _readable(source), pq.ParquetFile(source) as file:
        return int(file.metadata.num_rows)


def batches(
    path: Path, known: Collection[str], required: Collection[str], rows: int, wanted: Collection[str] | None = None
) -> Iterator[pa.Table]:
    """The table in batches of `rows` (the last has fewer; at least one), every cell a string, empty for nothing.

    Columns are those of the file, of `wanted` only where that is given. Raises `AuditorError` naming the file and the
    column that is unknown, twice there or missing, or the row that cannot be read.
    """
    with _readable(path):
        pieces = _csv(path, rows) if suffix_of(path) == ".csv" else _parquet(path, rows)
        for number, piece in enumerate(_even(pieces, rows)):
            names = [str(name).strip().casefold() for name in piece.column_names]
            if not number:
                _check_columns(path, names, known, required)
            whole = piece.rename_columns(names)
            yield whole.select([name for name in names if wanted is None or name in wanted])


def _even(pieces: Iterator[pa.Table], rows: int) -> Iterator[pa.Table]:
    """The same rows in tables of the same length."""
    rest = next(pieces)
    for piece in pieces:
        while rest.num_rows >= rows:
            yield rest.slice(0, rows)
            rest = rest.slice(rows)
        rest = pa.concat_tables((rest, piece)) if rest.num_rows else piece
    while rest.num_rows > rows:
        yield rest.slice(0, rows)
        rest = rest.slice(rows)
    yield rest


class _ForPandas(Exception):
    """Arrow cannot tell whether the last quotation mark was closed, or it was not."""


def _csv(path: Path, rows: int) -> Iterator[pa.Table]:
    encoding, done = _encoding(path), 0
    try:
        for piece in _by_arrow(path, encoding):
            yield piece
            done += piece.num_rows
        return
    except (pa.ArrowInvalid, _ForPandas):
        pass  # a row is shorter or longer than the first, or larger than a block
    for piece in _by_pandas(path, encoding, rows):
        known = min(done, piece.num_rows)
        done -= known
        yield piece.slice(known)


def _by_arrow(path: Path, encoding: str) -> Iterator[pa.Table]:
    """The rows below the first, which has the names."""
    from pyarrow import csv

    closed = []

    def other_length(row: csv.InvalidRow) -> str:
        if row.text != _LAST.decode().strip("\n"):
            return "error"
        closed.append(row)
        return "skip"

    names: list[str] = []
    options = (
        csv.ReadOptions(autogenerate_column_names=True, block_size=_BLOCK),
        csv.ParseOptions(newlines_in_values=True, invalid_row_handler=other_length),
        csv.ConvertOptions(column_types={f"f{i}": pa.string() for i in range(_MOST_COLUMNS)}, null_values=[]),
    )
    with path.open("rb") as file, csv.open_csv(pa.PythonFile(_Text(file, encoding), mode="r"), *options) as reader:
        for batch in reader:
            piece = pa.Table.from_batches([batch])
            if not names:
                names = [str(column[0]) for column in piece.columns]
                if len(names) == 1:
                    raise _ForPandas
                piece = piece.slice(1)
            yield piece.rename_columns(names)
    if not closed:
        raise _ForPandas


class _Text(io.RawIOBase):
    """A text file as UTF-8, with `_LAST` behind it."""

    def __init__(self, file: io.BufferedReader, encoding: str) -> None:
        self._file = file if encoding == "utf-8-sig" else codecs.EncodedFile(file, "utf-8", encoding)
        self._ended = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._file.read(size)
        if not block and not self._ended:
            self._ended = True
            return _LAST
        return block


def _by_pandas(path: Path, encoding: str, rows: int) -> Iterator[pa.Table]:
    import pandas as pd

    options = {"dtype": str, "keep_default_na": False, "encoding": encoding, "index_col": False}
    with pd.read_csv(path, chunksize=rows, **options) as reader:  # type: ignore[call-overload]
        while (chunk := _next(reader)) is not None:
            texts = [pa.array(chunk.iloc[:, i].fillna(""), pa.string()) for i in range(chunk.shape[1])]
            yield pa.table(texts, names=[str(column) for column in chunk.columns])


def _next(reader: Any) -> Any:
    """The next rows, None behind the last; a row with too many cells is an error: pandas would drop some of them."""
    import pandas as pd

    with warnings.catch_warnings():
        warnings.simplefilter("error", pd.errors.ParserWarning)
        return next(reader, None)


def _parquet(path: Path, rows: int) -> Iterator[pa.Table]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        yield _texts(file.schema_arrow.empty_table())
        for batch in file.iter_batches(batch_size=rows):
            yield _texts(pa.Table.from_batches([batch]))


def _texts(table: pa.Table) -> pa.Table:
    columns = [_text(column) for column in table.columns]
    return pa.table(columns, names=table.column_names)


def _text(column: pa.ChunkedArray) -> Any:
    """A column as text; whole numbers stay whole where some are missing."""
    if pa.types.is_string(column.type):
        return pc.fill_null(column, "")
    if pa.types.is_nested(column.type):
        raise ValueError("a column holds lists or records, not text")
    if pa.types.is_binary(column.type) or pa.types.is_large_binary(column.type):
        return pc.fill_null(column.cast(pa.string()), "")
    if pa.types.is_null(column.type):
        return pa.array([""] * len(column), pa.string())
    values = column.to_pandas(integer_object_nulls=True)
    return pa.array(values.astype(object).where(values.notna(), "").map(str), pa.string())


def _check_columns(path: Path, columns: list[str], known: Collection[str], required: Collection[str]) -> None:
    for sign, name in ((";", "semicolons"), ("\t", "tabs")):
        if len(columns) == 1 and sign in columns[0]:
            raise AuditorError(
                f"{path.name}: the cells are set apart by {name}. Save it again with commas (CSV UTF-8)."
            )
    for column in required:
        if column not in columns:
            raise AuditorError(f"{path.name}: the column {column} is missing. Add it, or correct its heading.")
    for column in columns:
        if column not in known or columns.count(column) > 1:
            what = "stands there twice" if columns.count(column) > 1 else "is not known"
            raise AuditorError(
                f"{path.name}: the column {column!r} {what}. Known columns are {', '.join(known)}; "
                "rename it or take it out."
            )


def _encoding(path: Path) -> str:
    """UTF-8 or UTF-16 (with BOM) where the whole file is that, else cp1252, as for every other list we read."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        first = file.readline(_BLOCK)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if first.startswith(b"PK\x03\x04"):
            raise ValueError("it is a workbook or a ZIP file")
        if b"\0" in first:
            raise ValueError("it is not text, or in a coding that we do not know")
        file.seek(0)
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
        except UnicodeDecodeError:
            return "cp1252"
    return "utf-8-sig"


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what pandas and Arrow say of a bad file into a sentence."""
    try:
        yield
    except OSError as e:
        raise AuditorError(f"{path.name}: cannot be read ({e.strerror or 'not a table'}). Check the file.") from e
    except (ValueError, ArithmeticError, Warning) as e:
        raise AuditorError(
            f"{path.name}: this is not a readable table ({_reason(e)}). Save it again as CSV (UTF-8) or Parquet."
        ) from e


def _reason(error: Exception) -> str:
    """What is wrong, with the row where it is known; the heading is row 1."""
    said = (str(error).strip().splitlines() or ["it is empty"])[-1]
    if isinstance(error, UnicodeError):
        return "it is not text, or in a coding that we do not know"
    if isinstance(error, Warning):
        return "a row has more cells than the heading; a name with a comma needs quotation marks"
    if "No columns to parse" in said:
        return "it is empty"
    if found := re.search(r"EOF inside string starting at row (\d+)", said):
        return f"a quotation mark that opens in row {int(found[1]) + 1} is never closed"
    if found := re.search(r"Expected (\d+) fields in line (\d+), saw (\d+)", said):
        return (
            f"row {found[2]} has {found[3]} cells and the heading {found[1]}; a name with a comma needs quotation marks"
        )
    return said
