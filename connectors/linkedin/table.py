"""LinkedIn's CSV files as tables: the header found below the preamble, whatever the delimiter.

`Connections.csv` starts with `Notes:`, a long sentence and an empty line; a reader that takes the first line
for the header finds nobody and calls it a success. Once a spreadsheet has saved the file, the preamble may be
gone, the delimiter may be `;` and the dates look different.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from connectors.archive import Member
from connectors.base import Export
from connectors.files import parse_csv, text_of

_DELIMITERS = (",", ";", "\t")
_PREAMBLE_ROWS = 25

Row: TypeAlias = dict[str, str]
"""The cells of one row under their column names in lower case."""


class HeaderUnknown(Exception):
    """No row carries the columns that were looked for; `row` is the first one that is not empty."""

    def __init__(self, member: str, row: int) -> None:
        super().__init__(f"{member}: no known header, row {row}")
        self.member, self.row = member, row


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below a header, as they stand in the file."""

    member: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    ended: bool
    """Whether the last line has its line end; without one it may have been cut."""

    def cells(self) -> Iterator[tuple[int, Row | None]]:
        """Row number and cells; None for a row that breaks off before its last column."""
        for number, values in self.rows:
            if len(values) < len(self.columns):
                yield number, None
            else:
                yield number, dict(zip(self.columns, values, strict=False))


def read_table(export: Export, member: Member, *wanted: str) -> Table:
    """The table whose header has the wanted columns (lower case).

    Raises `HeaderUnknown` where no header is found and `MemberDamaged` where the file cannot be read.
    """
    source, data = export.name(member), export.read(member)
    first = 1
    for delimiter in _DELIMITERS:
        # A row of empty cells is a member who closed the account; a line without cells is only a blank line.
        rows = [
            (number, row) for number, row in parse_csv(data, source, delimiter) if len(row) > 1 or "".join(row).strip()
        ]
        first = next((number for number, row in rows if any(map(str.strip, row))), 1)
        for position, (_, row) in enumerate(rows[:_PREAMBLE_ROWS]):
            columns = tuple(cell.strip().casefold() for cell in row)
            if set(wanted) <= set(columns):
                body = tuple((number, tuple(cells)) for number, cells in rows[position + 1 :])
                return Table(source, columns, body, data.rstrip(b"\x00").endswith(b"\n"))
    raise HeaderUnknown(source, first)


def cell(row: Row, *columns: str) -> str | None:
    """The first of these columns that is filled."""
    return next((text for column in columns if (text := text_of(row.get(column)))), None)
