"""`auditor classify`: a table of connections in, a table of verdicts out, one row per row and in the same order.

The table is gone through twice. First every row is scored, in batches and anywhere (`engines`), and what is left of it
on disk is numbers. Once all rows of an account are there it is settled and judged, and the verdicts are written in the
order of the table. Memory depends on the roster and the accounts, not on the number of rows.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from auditor.classify import account, model, owners, scored, settling, spill
from auditor.classify.decide import KINDS
from auditor.classify.engines import Batch, Engine, Local
from auditor.classify.index import Index
from auditor.classify.people import CATEGORIES
from auditor.classify.reading import COLUMNS
from auditor.classify.sentences import Sentences
from auditor.classify.spill import Partitions, Records
from auditor.classify.table_in import batches, row_count, suffix_of
from auditor.classify.table_out import (
    CANDIDATE_COLUMNS,
    OUT_COLUMNS,
    WHOLE,
    Cells,
    Numbers,
    Shares,
    Text,
    Words,
    Writer,
)
from auditor.errors import AuditorError
from auditor.writing import whole
from connectors.model import Message

CONNECTION_COLUMNS = (
    "connection_id", "account_id", "platform", "kind", "display_name", "handle", "url", "email", "bio",
)  # fmt: skip
ACCOUNT_COLUMNS = ("account_id", "staff_id")
_IDENTITY = ("display_name", "handle", "url", "email")
_ROWS = 20_000
"""Rows of a batch: more cost memory and save no time."""
_BYTES_PER_ROW = 50
"""About; of a CSV file."""

Progress = Callable[[int, int | None], None]


class Counts(NamedTuple):
    """How many rows a table has, and for how many of them somebody on the roster was found at all."""

    rows: int
    listed: int
    """Rows with people who were compared one by one."""
    grouped: int
    """Rows with nobody to compare by themselves, only a group counted as a whole (everybody of a first name, say)."""

    def __str__(self) -> str:
        """A line for the terminal."""
        nobody = self.rows - self.listed - self.grouped
        return (
            f"Compared with people in the roster one by one: {self.listed:,}. With only a group of them, counted as a "
            f"whole: {self.grouped:,}. With nobody: {nobody:,}."
        )


def classify_table(
    source: Path, index: Index, accounts: Path | None, out: Path, text: Callable[[Message], str],
    progress: Progress | None, engine: Engine | None = None, candidates: Path | None = None,
) -> Counts:  # fmt: skip
    """Classify a table (CSV or Parquet by suffix) into another; returns what there was to compare.

    `accounts` says whose account each `account_id` is; without it, or for an account that is not in it, nobody is
    nearer than anybody else. `text` puts a reason into words; `progress` is told the rows done and, where it is known,
    the rows there are. `engine`: where rows are scored, by default in this process. `candidates`: a second table, of
    everybody who was weighed, in the order of the rows, the best first; who fits equally well has the same rank. Raises
    `AuditorError` naming the file and the column or row that is wrong; `out` is then untouched.
    """
    for each in filter(None, (out, candidates)):
        suffix_of(each)
    owner = _owners(accounts, index) if accounts else {}
    total, expected = row_count(source), about_rows(source)
    engine = engine or Local(index)
    with (
        _table(out, OUT_COLUMNS) as writer,
        _table(candidates, CANDIDATE_COLUMNS) if candidates else nullcontext() as more,
        Partitions(out.parent, expected) as parts,
    ):
        counts, ways = np.zeros(1, np.int64), np.zeros(2, np.int64)
        for answer in engine.map(_batches(source, owner)):
            parts.add(answer.records)
            counts = counts + answer.counts
            ways += np.bincount(scored.ways(spill.scored(answer.records)), minlength=3)[:2]
            if progress:
                progress(parts.rows, total)
        verdicts = settling.judge(parts, account.share_of(counts), index, model.load(), out.parent, engine.settle)
        try:
            _write(source, writer, more, verdicts, parts.rows, index, text)
        finally:
            for file in verdicts:
                file.close()
        return Counts(parts.rows, *ways.tolist())


def about_rows(source: Path) -> int:
    """About how many rows a table has, without reading it."""
    known = row_count(source)
    try:
        return source.stat().st_size // _BYTES_PER_ROW if known is None else known
    except OSError:
        return 0  # whoever reads it says what is wrong


def _batches(source: Path, owner: Mapping[str, int]) -> Iterator[Batch]:
    for table in batches(source, CONNECTION_COLUMNS, ("connection_id",), _ROWS):
        if not any(column in table.column_names for column in _IDENTITY):
            raise AuditorError(
                f"{source.name}: none of the columns {', '.join(_IDENTITY)} is there, so nobody can be looked up. "
                "Add at least one."
            )
        if not table.num_rows:
            return
        if "account_id" in table.column_names:
            coded = table["account_id"].combine_chunks().dictionary_encode()
            which, names = coded.indices.to_numpy().astype(np.int64), coded.dictionary.to_pylist()
        else:
            which, names = np.zeros(table.num_rows, np.int64), [""]
        yield Batch(
            table.select([column for column in COLUMNS if column in table.column_names]),
            which,
            np.array([_digest(name) for name in names], np.uint64),
            np.array([owner.get(name, -1) for name in names], np.int32),
        )


def _digest(account_id: str) -> int:
    return int.from_bytes(hashlib.blake2b(account_id.encode(), digest_size=8).digest(), "little")


def _owners(accounts: Path, index: Index) -> dict[str, int]:
    """The owner's position in the index, by account."""
    found: dict[str, int] = {}
    for table in batches(accounts, ACCOUNT_COLUMNS, ACCOUNT_COLUMNS, _ROWS):
        people = owners.positions(table["staff_id"].to_pylist(), index).tolist()
        pairs = zip(table["account_id"].to_pylist(), people, strict=True)
        found.update((account_id, person) for account_id, person in pairs if person >= 0)
    return found


@contextmanager
def _table(path: Path, columns: Sequence[str]) -> Iterator[Writer]:
    """A table to write to; the file has its name when all went well."""
    with whole(path) as file, closing(Writer(file, suffix_of(path), columns)) as writer:
        yield writer


def _write(
    source: Path, writer: Writer, more: Writer | None, verdicts: list[Records], rows: int, index: Index,
    text: Callable[[Message], str],
) -> None:  # fmt: skip
    """Write the verdicts (and candidates to `more`) beside the ids, which are read once more from the table."""
    sentences = Sentences(text, index.facts.missing)
    kinds, categories = [str(kind) for kind in KINDS], [str(each) for each in CATEGORIES]
    ids = batches(source, CONNECTION_COLUMNS, ("connection_id",), _ROWS, ("connection_id",))
    for block in settling.in_order(verdicts, rows, _ROWS):
        table = next(ids, None)
        if table is None or table.num_rows != len(block):
            raise AuditorError(f"{source.name}: the table was changed while it was read. Run the command again.")
        nobody = block["person"] < 0
        known = table["connection_id"]
        cells: list[Cells] = [
            Text(known),
            Words(kinds, block["kind"]),
            Words(categories, block["category"]),
            Text(pc.if_else(pa.array(nobody), "", _people(index, block["person"]))),
            Shares(block["p_community"]),
            Shares(block["p_person"], nobody),
            Words(*sentences.of(block["why"])),
        ]
        writer.write(cells)
        if more:
            row, at = np.nonzero(block["candidates"] >= 0)
            person, p = block["candidates"][row, at], block["p_candidates"]
            better = (p[row] > p[row, at][:, None]).sum(1)
            category = index.people.category[person] if index.size else np.zeros(len(person), np.uint8)
            more.write(
                [
                    Text(known.take(pa.array(row))),
                    Numbers(better + 1),
                    Text(_people(index, person)),
                    Words(categories, category),
                    Shares(np.rint(p[row, at] * WHOLE)),
                ]
            )


def _people(index: Index, positions: NDArray[np.integer]) -> pa.Array:
    """The ids of people."""
    return pa.array(index.people.ids[positions] if index.size else np.zeros(len(positions), "S1")).cast(pa.string())
