"""What a fetch has stored so far: one SQLite file, private to its owner, gone once the roster is whole.

Each page is stored in one transaction with the cursor that follows it: whenever a fetch is cut, what is there is whole
pages, and the next run goes on behind the last one. An entry that comes twice is kept once, in its newest form.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from auditor.errors import RosterError
from auditor.roster.live.rows import Page, RoleCell, Row, Tie
from auditor.writing import make_folder

FILE = "stage.sqlite"
_TABLES = """
pragma locking_mode = exclusive;
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists about (name text primary key, value text) without rowid;
create table if not exists list (
  name text primary key, cursor text, pages int default 0, received int default 0, ended int default 0,
  pass int default 1, total int, moved int default 0, size int default 0
) without rowid;
create table if not exists page (list text, digest blob, primary key (list, digest)) without rowid;
create table if not exists row (
  place integer primary key autoincrement, file text, key text, cells text, roles text, unique (file, key)
);
create index if not exists row_place on row (file, place);
create table if not exists tie (student text, other text, guardian int, primary key (student, other)) without rowid;
create index if not exists tie_other on tie (other);
"""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list was read. `total`: what the server says it holds; `moved`: it said different things."""

    cursor: str | None = None
    pages: int = 0
    received: int = 0
    ended: bool = False
    passes: int = 1
    total: int | None = None
    moved: bool = False
    size: int = 0
    """Entries asked for at once, where fewer than usual; 0: as many as usual."""


class Stage:
    """The pages of one fetch. A context manager."""

    def __init__(self, folder: Path) -> None:
        """Open or begin the stage in a folder that only its owner can look into.

        Raises `RosterError` where another run has it open.
        """
        make_folder(folder)
        folder.chmod(0o700)
        path = folder / FILE
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self.folder = folder
        self._db = sqlite3.connect(path, timeout=0.5)
        try:
            self._db.executescript(_TABLES)
            self.remember("opened", datetime.now(UTC).isoformat())
        except sqlite3.Error as e:
            self._db.close()
            if "locked" in str(e):
                raise RosterError(
                    f"{folder}: another run is fetching this roster. Wait for it to end, or choose another folder "
                    "with -o."
                ) from e
            raise
        if not self.about("started"):
            self.remember("started", datetime.now(UTC).isoformat())

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def about(self, name: str) -> str:
        """A remembered value: `started`, `source`, `whole`; "" where there is none."""
        found = self._db.execute("select value from about where name = ?", (name,)).fetchone()
        return found[0] if found else ""

    def remember(self, name: str, value: str) -> None:
        """Remember a value."""
        with self._db:
            self._db.execute("insert or replace into about values (?, ?)", (name, value))

    def progress(self, name: str) -> Progress:
        """How far a list was read."""
        found = self._db.execute(
            "select cursor, pages, received, ended, pass, total, moved, size from list where name = ?", (name,)
        ).fetchone()
        if not found:
            return Progress()
        cursor, pages, received, ended, passes, total, moved, size = found
        return Progress(cursor, pages, received, bool(ended), passes, total, bool(moved), size)

    def store(self, name: str, page: Page, size: int = 0) -> bool:
        """Keep a page, all of it or nothing; False (and nothing kept) where the same page came before in this pass."""
        before = self.progress(name)
        with self._db:
            seen = ["\x1f".join(page.ids)] * bool(page.ids) + [f"\x00{page.cursor}"] * (page.cursor is not None)
            for text in seen:
                digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
                if self._db.execute("insert or ignore into page values (?, ?)", (name, digest)).rowcount == 0:
                    return False
            for number, row in enumerate(page.rows):
                self._put(row, f"\x00{name}/{before.passes}/{before.pages}/{number}")
            total = page.total if page.received else before.total  # on the empty page at the end some say 0
            moved = before.moved or (before.pages > 0 and total != before.total)
            self._db.execute(
                "insert or replace into list values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name, page.cursor, before.pages + 1, before.received + page.received, page.cursor is None,
                    before.passes, total, moved, size,
                ),
            )  # fmt: skip
        return True

    def put(self, name: str, page: Page) -> None:
        """Keep the rows of a page without remembering how far a list was read."""
        with self._db:
            for number, row in enumerate(page.rows):
                self._put(row, f"\x00{name}/{number}")

    def _put(self, row: Row | Tie, place: str) -> None:
        if isinstance(row, Tie):
            self._db.execute(
                "insert into tie values (?, ?, ?) "
                "on conflict do update set guardian = max(guardian, excluded.guardian)",
                (row.student, row.other, row.guardian),
            )
            return
        roles = json.dumps([asdict(role) for role in row.roles]) if row.roles else ""
        self._db.execute(
            "insert into row (file, key, cells, roles) values (?, ?, ?, ?) "
            "on conflict (file, key) do update set cells = excluded.cells, roles = excluded.roles",
            (row.file, row.key or place, json.dumps(row.cells, ensure_ascii=False), roles),
        )

    def smaller(self, name: str, size: int) -> None:
        """Ask for fewer entries at once from now on."""
        with self._db:
            self._db.execute("insert or ignore into list (name) values (?)", (name,))
            self._db.execute("update list set size = ? where name = ?", (size, name))

    def again(self, name: str) -> None:
        """Read a list once more from its beginning: it changed while it was read, or its cursor no longer holds."""
        before = self.progress(name)
        with self._db:
            self._db.execute("delete from page where list = ?", (name,))
            self._db.execute("delete from row where file = ?", (name,))  # else what is no longer there would count
            self._db.execute(
                "insert or replace into list values (?, null, 0, 0, 0, ?, null, 0, ?)",
                (name, before.passes + 1, before.size),
            )

    def end(self, name: str) -> None:
        """Say that a list is over: it has no more pages, or the server has no such list."""
        with self._db:
            self._db.execute("insert or ignore into list (name) values (?)", (name,))
            self._db.execute("update list set ended = 1 where name = ?", (name,))

    def count(self, file: str) -> int:
        """How many different rows a file has so far."""
        return int(self._db.execute("select count(*) from row where file = ?", (file,)).fetchone()[0])

    def rows(self, file: str) -> Iterator[Row]:
        """The rows of a file in the order in which they first came, a few at a time in memory."""
        found = self._db.execute("select key, cells, roles from row where file = ? order by place", (file,))
        for key, cells, roles in found:
            yield Row(file, key, json.loads(cells), _roles(roles))

    def row(self, file: str, key: str) -> Row | None:
        """One row by its id."""
        found = self._db.execute("select cells, roles from row where file = ? and key = ?", (file, key)).fetchone()
        return Row(file, key, json.loads(found[0]), _roles(found[1])) if found else None

    def keys(self, file: str) -> Iterator[str]:
        """The ids of a file's rows that have one."""
        last, ask = 0, "select place, key from row where file = ? and place > ? order by place limit 1000"
        while found := self._db.execute(ask, (file, last)).fetchall():  # others may be stored between two of them
            last = found[-1][0]
            yield from (key for _, key in found if not key.startswith("\x00"))

    def guardians(self, student: str) -> list[str]:
        """Ids of a student's guardians, where the server tells ties apart from people."""
        found = self._db.execute("select other from tie where student = ? and guardian = 1 order by other", (student,))
        return [other for (other,) in found]

    def children(self, other: str) -> list[tuple[str, bool]]:
        """Ids of the students somebody is tied to, each with whether as a guardian."""
        found = self._db.execute("select student, guardian from tie where other = ? order by student", (other,))
        return [(student, bool(guardian)) for student, guardian in found]


def _roles(text: str) -> tuple[RoleCell, ...]:
    return tuple(RoleCell(**role) for role in json.loads(text)) if text else ()


def discard(folder: Path) -> None:
    """Delete a stage."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        (folder / f"{FILE}{suffix}").unlink(missing_ok=True)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
