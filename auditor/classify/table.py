"""`auditor classify`: a table of connections in, a table of verdicts out, one row per row and in the same order."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from auditor.classify import build
from auditor.errors import AuditorError
from auditor.roster.model import Person, Roster
from auditor.verdict import Classifier, Subject, Verdict
from auditor.writing import whole
from connectors.model import Message

if TYPE_CHECKING:
    import pandas as pd

CONNECTION_COLUMNS = (
    "connection_id", "account_id", "platform", "kind", "display_name", "handle", "url", "email", "bio",
)  # fmt: skip
ACCOUNT_COLUMNS = ("account_id", "staff_id")
OUT_COLUMNS = ("connection_id", "verdict", "category", "person_id", "p_community", "p_person", "reasons")
_IDENTITY = ("display_name", "handle", "url", "email")
_ROWS = 20_000
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")

Progress = Callable[[int, int | None], None]


def classify_table(
    source: Path,
    roster: Roster,
    accounts: Path | None,
    out: Path,
    text: Callable[[Message], str],
    progress: Progress | None,
) -> int:
    """Classify a table (CSV or Parquet by suffix) into another; returns the number of rows.

    `accounts` says whose account each `account_id` is; without it, or for an account that is not in it, nobody is
    nearer than anybody else. `text` puts a reason into words; `progress` is told the rows done and, where it is known,
    the rows there are. Raises `AuditorError` naming the file and the column or row that is wrong; `out` is then
    untouched.
    """
    _suffix(out)
    owners = _owners(accounts, roster) if accounts else {}
    classifier = build(roster)
    total = _row_count(source)
    done = 0
    with whole(out) as temporary, closing(_Writer(temporary, _suffix(out))) as writer:
        for chunk in _chunks(source, CONNECTION_COLUMNS, ("connection_id",)):
            if not any(column in chunk for column in _IDENTITY):
                raise AuditorError(
                    f"{source.name}: none of the columns {', '.join(_IDENTITY)} is there, so nobody can be looked up. "
                    "Add at least one."
                )
            writer.write(_classified(chunk, classifier, owners, text))
            done += len(chunk)
            if progress:
                progress(done, total)
    return done


def _classified(
    chunk: pd.DataFrame, classifier: Classifier, owners: dict[str, Person], text: Callable[[Message], str]
) -> pd.DataFrame:
    import pandas as pd

    blank = [""] * len(chunk)
    columns = {name: chunk[name].tolist() if name in chunk else blank for name in CONNECTION_COLUMNS}
    by_owner: dict[str, list[int]] = {}
    for row, account in enumerate(columns["account_id"]):
        by_owner.setdefault(account, []).append(row)
    verdicts: dict[int, Verdict] = {}
    for account, rows in by_owner.items():
        subjects = (_subject(columns, row) for row in rows)
        verdicts.update(zip(rows, classifier.classify(subjects, owners.get(account)), strict=True))
    ordered = [verdicts[row] for row in range(len(chunk))]
    return pd.DataFrame(
        {
            "connection_id": columns["connection_id"],
            "verdict": [v.kind.value for v in ordered],
            "category": [v.category.value for v in ordered],
            "person_id": [v.person_id or "" for v in ordered],
            "p_community": [v.p_community for v in ordered],
            "p_person": pd.array([v.p_person for v in ordered], dtype="Float64"),
            "reasons": [" ".join(map(text, v.reasons)) for v in ordered],
        },
        columns=list(OUT_COLUMNS),
    )


def _subject(columns: dict[str, list[str]], row: int) -> Subject:
    def value(name: str) -> str | None:
        return columns[name][row] or None

    return Subject(
        value("display_name"),
        value("handle"),
        value("url"),
        value("email"),
        value("bio"),
        value("platform"),
        value("kind"),
    )


def _owners(accounts: Path, roster: Roster) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for chunk in _chunks(accounts, ACCOUNT_COLUMNS, ACCOUNT_COLUMNS):
        for account, staff in zip(chunk["account_id"].tolist(), chunk["staff_id"].tolist(), strict=True):
            person = roster.find(staff)
            if person is not None:
                found[account] = person
    return found


def _suffix(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in (".csv", ".parquet"):
        raise AuditorError(f"{path.name}: only .csv and .parquet can be read and written here. Give such a file.")
    return suffix


def _row_count(source: Path) -> int | None:
    """The number of rows, where it can be had without reading the file."""
    if _suffix(source) == ".csv":
        return None
    import pyarrow.parquet as pq

    with _readable(source), pq.ParquetFile(source) as file:
        return int(file.metadata.num_rows)


def _chunks(path: Path, known: tuple[str, ...], required: tuple[str, ...]) -> Iterator[pd.DataFrame]:
    """The table in pieces of text columns, at least one piece, every cell a string."""
    with _readable(path):
        pieces = _csv_chunks(path) if _suffix(path) == ".csv" else _parquet_chunks(path)
        for piece in pieces:
            piece.columns = [str(column).strip() for column in piece.columns]
            _check_columns(path, list(piece.columns), known, required)
            yield piece


def _csv_chunks(path: Path) -> Iterator[pd.DataFrame]:
    import pandas as pd

    options = {"dtype": str, "keep_default_na": False, "encoding": _encoding(path), "index_col": False}
    with pd.read_csv(path, chunksize=_ROWS, **options) as reader:  # type: ignore[call-overload]
        for chunk in reader:
            yield chunk.fillna("")


def _parquet_chunks(path: Path) -> Iterator[pd.DataFrame]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        if not file.metadata.num_rows:
            yield file.schema_arrow.empty_table().to_pandas()
        for batch in file.iter_batches(batch_size=_ROWS):
            frame = batch.to_pandas(integer_object_nulls=True)
            yield frame.astype(object).where(frame.notna(), "").map(str)


def _check_columns(path: Path, columns: list[str], known: tuple[str, ...], required: tuple[str, ...]) -> None:
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
        if file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
            return "utf-16"
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
    except (ValueError, ArithmeticError) as e:
        reason = str(e).strip().splitlines()
        raise AuditorError(
            f"{path.name}: this is not a readable table ({reason[-1] if reason else 'empty'}). "
            "Save it again as CSV (UTF-8) or Parquet."
        ) from e


class _Writer:
    """Appends chunks to a CSV or Parquet file."""

    def __init__(self, file: IO[bytes], suffix: str) -> None:
        self._file, self._csv, self._first = file, suffix == ".csv", True
        self._parquet: Any = None

    def write(self, frame: pd.DataFrame) -> None:
        """Add the rows of one chunk."""
        if self._csv:
            for column in ("connection_id", "person_id"):
                frame[column] = frame[column].map(as_text)
            frame.to_csv(self._file, index=False, header=self._first, lineterminator="\n", encoding="utf-8")
            self._first = False
            return
        import pyarrow as pa
        import pyarrow.parquet as pq

        schema = pa.schema([(name, pa.float64() if name.startswith("p_") else pa.string()) for name in OUT_COLUMNS])
        if self._parquet is None:
            self._parquet = pq.ParquetWriter(self._file, schema)
        self._parquet.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False))

    def close(self) -> None:
        """Finish the file."""
        if self._parquet is not None:
            self._parquet.close()


def as_text(cell: str) -> str:
    """A cell that a spreadsheet shows and does not run; numbers stay numbers."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NUMBER.fullmatch(cell) else cell
