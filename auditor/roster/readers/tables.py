"""CSV files as they come: any usual encoding and delimiter, columns in any order and spelling, streamed."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import BinaryIO

from auditor.errors import RosterError
from auditor.roster.problems import ERROR, INFO, WARNING, Problems
from connectors.archive import Archive, Member

_PEEK = 64 * 1024
_BUFFER = 256 * 1024
_BATCH = 256
"""Rows looked at together: few enough to stay in the processor's cache."""
_DELIMITERS = ",;\t|"
_FALLBACK = "auditor.cp1252"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Decode what is not UTF-8 as cp1252: right for a whole file in it, and for a stray cell pasted from one."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_FALLBACK, _as_cp1252)


def key(header: str) -> str:
    """A header cell without case, accents, space and punctuation: `Given Name`, `given_name` → `givenname`."""
    text = unicodedata.normalize("NFKD", header[:200].casefold())
    return "".join(c for c in text if c.isalnum())


def words(text: str) -> frozenset[str]:
    """The keys of words with spaces between them."""
    return frozenset(map(key, text.split()))


@dataclass(slots=True)
class Table:
    """One CSV member with its header read; its rows are streamed by `rows`."""

    archive: Archive
    member: Member
    encoding: str
    delimiter: str
    header: list[str]
    header_row: int
    """1-based, as a spreadsheet counts."""
    keys: list[str]
    """`key` of each header cell; a vendor's `metadata.` or `ext_` in front is left out."""

    @property
    def name(self) -> str:
        """The member's path, for messages."""
        return self.member.name

    @property
    def stem(self) -> str:
        """`key` of the file name without folder and suffix."""
        return key(self.member.basename.rpartition(".")[0] or self.member.basename)

    def column(self, *names: str) -> int | None:
        """The index of the first of these keys that the header holds."""
        return next((self.keys.index(name) for name in names if name in self.keys), None)

    def columns(self, wanted: Mapping[str, Sequence[str]], problems: Problems) -> list[int | None]:
        """An index per standard header name, by its own spelling or one of the others; notes what was misspelt.

        The others are other standards' spellings, letter for letter; a known misspelling is given in lower case
        so that it is found and noted.
        """
        found: list[int | None] = []
        for standard, others in wanted.items():
            index = self.column(key(standard), *map(key, others))
            found.append(index)
            if index is None:
                continue
            where, shown = (self.name, self.header_row), self.keys[index]
            if self.header[index].strip().rpartition(".")[2] not in (standard, *others):
                problems.add(INFO, "header_spelling", *where, header=shown, standard=standard)
            if self.keys.count(shown) > 1:
                problems.add(WARNING, "header_twice", *where, header=shown)
        return found

    def rows(self, picks: Sequence[int | None], problems: Problems) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Row number and the picked cells (stripped; `""` for a column that is None), one row at a time.

        Nothing else of a row is kept. Raises `RosterError` with file and row where the quotes of the file do not close.
        """
        return chain.from_iterable(self._batches(picks, problems))

    def _batches(
        self, picks: Sequence[int | None], problems: Problems
    ) -> Iterator[Iterator[tuple[int, tuple[str, ...]]]]:
        """The same by the batch, column-wise: most columns of a standard are empty, and need no look at each cell."""
        width = {len(self.keys)}
        first = self.header_row + 1
        rows: list[list[str]] = []
        with self._text() as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            try:
                for _ in range(self.header_row):
                    next(reader, None)
                while True:
                    rows.extend(islice(reader, _BATCH))  # keeps those before an error, whose row is told from them
                    if not rows:
                        return
                    if set(map(len, rows)) == width:
                        numbers: Sequence[int] = range(first, first + len(rows))
                        columns = list(zip(*rows, strict=True))
                    else:
                        numbers, even = self._even(rows, first, problems)
                        columns = list(zip(*even, strict=True)) or [()] * len(self.keys)
                    cells = [
                        map(str.strip, columns[index]) if index is not None and any(columns[index]) else repeat("")
                        for index in picks
                    ]
                    yield zip(numbers, zip(*cells, strict=False), strict=False)
                    first += len(rows)
                    rows = []
            except csv.Error as e:
                raise RosterError(
                    f"{self.name}: row {first + len(rows)} is not readable CSV ({e}). A quotation mark is probably "
                    "opened and not closed there. Correct the row, or export the list again."
                ) from e

    def _even(self, rows: list[list[str]], first: int, problems: Problems) -> tuple[list[int], list[list[str]]]:
        """Numbers and rows without the empty ones, each as wide as the header; notes what was too long or short."""
        width = len(self.keys)
        numbers, even = [], []
        for number, row in enumerate(rows, first):
            if len(row) != width:
                if not any(row):
                    continue
                if len(row) > width and any(map(str.strip, row[width:])):
                    problems.add(WARNING, "too_many_cells", self.name, number, n=len(row), expected=width)
                elif len(row) < width:
                    problems.add(WARNING, "too_few_cells", self.name, number, n=len(row), expected=width)
                row = [*row[:width], *[""] * (width - len(row))]
            numbers.append(number)
            even.append(row)
        return numbers, even

    def missing(self, row: int, cells: Sequence[str], problems: Problems, *, what: str = "no_id") -> None:
        """Note a row that was left out for want of a value; a row of empty cells is nothing to note."""
        if any(cells):
            problems.add(ERROR, what, self.name, row)

    def _text(self) -> io.TextIOWrapper:
        errors = _FALLBACK if self.encoding == "utf-8-sig" else "replace"
        stream = io.BufferedReader(
            _WithoutNul(self.archive.open(self.member), wide=self.encoding != "utf-8-sig"), _BUFFER
        )
        return io.TextIOWrapper(stream, encoding=self.encoding, errors=errors, newline="")


class _WithoutNul(io.RawIOBase):
    """A stream without NUL bytes, which some exports pad with (in UTF-16, `wide`, every other byte may be one)."""

    def __init__(self, stream: BinaryIO, *, wide: bool) -> None:
        self._stream, self._wide = stream, wide

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed asks for a wider buffer
        while data := self._stream.read(len(buffer)):
            kept = data if self._wide else data.replace(b"\x00", b"")
            if kept:
                buffer[: len(kept)] = kept
                return len(kept)
        return 0


def open_table(archive: Archive, member: Member) -> Table | None:
    """The member with its first row as header; None if it has none (empty, or not text)."""
    head = archive.peek(member, _PEEK)
    encoding = _encoding(head)
    errors = _FALLBACK if encoding == "utf-8-sig" else "replace"
    # Cut short inside a character, the last bytes are left to wait rather than decoded wrongly.
    text = codecs.getincrementaldecoder(encoding)(errors).decode(head).replace("\x00", "")
    lines = io.StringIO(text, newline="")
    before, delimiter = 0, ""
    for line in lines:
        before += 1
        told = re.fullmatch(r"sep=([,;\t|])\s*", line, re.IGNORECASE)
        if told and not delimiter:
            delimiter = told[1]  # Excel's own hint, a row above the header
        elif line.strip():
            break
    else:
        return None
    delimiter = delimiter or max(_DELIMITERS, key=line.count)
    try:
        header = next(csv.reader([line, *lines], delimiter=delimiter), [])
    except (csv.Error, TypeError):
        return None
    while header and not header[-1].strip():
        header.pop()  # unnamed columns at the end are a spreadsheet's leftovers
    keys = [key(re.sub(r"^\s*(metadata|ext)[._: ]", "", cell, flags=re.IGNORECASE)) for cell in header]
    return Table(archive, member, encoding, delimiter, header, before, keys) if any(keys) else None


def _encoding(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    sample = head[:512]
    if len(sample) >= 4:
        if sample[1::2].count(0) > len(sample) // 5:
            return "utf-16-le"
        if sample[0::2].count(0) > len(sample) // 5:
            return "utf-16-be"
    return "utf-8-sig"
