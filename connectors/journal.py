"""What a pull has stored so far: one SQLite file, private to its owner, gone once the snapshot is written.

Each page is stored in one transaction with the cursor that follows it. Whenever a pull is cut, what is stored is whole
pages, and the next run goes on behind the last one. A person who comes twice in a list is kept once.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from connectors.errors import ConnectorError
from connectors.files import Json
from connectors.model import Connection, Unreadable
from connectors.plain import plain
from connectors.snapshot import identity

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_TABLES = """
pragma locking_mode = exclusive;
pragma journal_mode = wal;
pragma synchronous = normal;
create table if not exists list (name text primary key, pages int, cursor text, ended int, missing int, people int)
  without rowid;
create table if not exists cursor (list text, digest blob, primary key (list, digest)) without rowid;
create table if not exists row (list text, key text, place int, body text, primary key (list, key)) without rowid;
create table if not exists unreadable (place integer primary key, body text);
create table if not exists fact (list text, key text, body text, primary key (list, key));
create table if not exists started (at text);
create table if not exists opened (at text);
"""
_BESIDE = ("-journal", "-wal", "-shm")
_STRIDE = 1_000_000
"""Places of one page; more people are on none."""


def forget(path: Path) -> None:
    """Delete a journal that nobody has open, with the files SQLite keeps beside it: they hold names as well."""
    for suffix in ("", *_BESIDE):
        with suppress(FileNotFoundError):
            Path(f"{path}{suffix}").unlink()


def forget_old(folder: Path, age: timedelta) -> None:
    """Delete every journal of a folder that nobody has written to for so long."""
    for path in folder.glob("*"):
        with suppress(FileNotFoundError):
            if datetime.now(UTC) - datetime.fromtimestamp(path.stat().st_mtime, UTC) > age:
                forget(path)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a list was read."""

    pages: int = 0
    cursor: str | None = None
    ended: bool = False
    missing: int = 0
    people: int = 0
    """Different people stored."""


class Journal:
    """The pages of one pull. A context manager."""

    def __init__(self, path: Path) -> None:
        """Open or begin a journal. The file is readable by its owner only, and one pull at a time has it.

        One that is damaged is begun anew. Raises `ConnectorError` where another pull has it open, and `OSError` or
        `sqlite3.Error` where it cannot be kept.
        """
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = path
        try:
            self._db = _opened(path)
        except sqlite3.OperationalError as e:
            if "locked" not in str(e):
                raise
            raise ConnectorError(
                "This account is being read already. Wait until that has ended, then run the same command again."
            ) from None
        except sqlite3.DatabaseError:
            forget(path)
            self._db = _opened(path)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    @property
    def started(self) -> datetime:
        """When the first page of this pull was asked for."""
        return datetime.fromisoformat(self._db.execute("select at from started").fetchone()[0])

    def progress(self, name: str) -> Progress:
        """How far a list was read."""
        found = self._db.execute(
            "select pages, cursor, ended, missing, people from list where name = ?", (name,)
        ).fetchone()
        return Progress(found[0], found[1], bool(found[2]), found[3], found[4]) if found else Progress()

    def seen(self, name: str, cursor: str) -> bool:
        """Whether a page was asked for with this cursor before."""
        found = self._db.execute("select 1 from cursor where list = ? and digest = ?", (name, cursor)).fetchone()
        return found is not None

    def store(
        self,
        name: str,
        order: int,
        records: list[Connection | Unreadable],
        cursor: str | None,
        missing: int,
        facts: Mapping[str, Json] = MappingProxyType({}),
    ) -> int:
        """Keep a page, all of it or nothing; returns how many people and facts are new.

        `order`: of the list among the lists.
        """
        before = self.progress(name)
        base = (order * _STRIDE + before.pages) * _STRIDE
        people, lost = [], []
        for position, record in enumerate(records):
            body = json.dumps(plain(record), ensure_ascii=False)
            if isinstance(record, Connection):
                people.append((name, _key(record), base + position, body))
            else:
                lost.append((base + position, body))
        with self._db:
            changed = self._db.total_changes
            self._db.executemany("insert or ignore into row values (?, ?, ?, ?)", people)
            new = self._db.total_changes - changed
            self._db.executemany("insert or replace into unreadable values (?, ?)", lost)
            changed = self._db.total_changes
            told = ((name, key, json.dumps(fact)) for key, fact in facts.items())
            self._db.executemany("insert or ignore into fact values (?, ?, ?)", told)
            learned = self._db.total_changes - changed
            if cursor is not None:
                self._db.execute("insert or ignore into cursor values (?, ?)", (name, cursor))
            self._db.execute(
                "insert or replace into list values (?, ?, ?, ?, ?, ?)",
                (name, before.pages + 1, cursor, cursor is None, before.missing + missing, before.people + new),
            )
        return new + learned

    def facts(self, name: str) -> Iterator[Json]:
        """What the pages of a list told but people, in order."""
        for (body,) in self._db.execute("select body from fact where list = ? order by rowid", (name,)):
            yield json.loads(body)

    def people(self) -> Iterator[list[Connection]]:
        """Everybody, each with the rows of all lists they are on, in the order in which they first came."""
        rows = self._db.execute(
            "select min(place) over (partition by key) as first, body from row order by first, place"
        )
        for _, group in groupby(rows, key=lambda row: row[0]):
            yield [_adapter().validate_json(body) for _, body in group]

    def unreadable(self) -> tuple[Unreadable, ...]:
        """The rows that could not be made a record."""
        from pydantic import TypeAdapter

        read = TypeAdapter(Unreadable).validate_json
        return tuple(read(body) for (body,) in self._db.execute("select body from unreadable order by place"))

    def discard(self) -> None:
        """Close and delete the file."""
        self._db.close()
        forget(self.path)


def _opened(path: Path) -> sqlite3.Connection:
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = sqlite3.connect(path, timeout=0.5)
    try:
        db.executescript(_TABLES)
        now = datetime.now(UTC).isoformat()
        with db:  # what is written here keeps others out until it is closed
            db.execute("insert into started select ? where not exists (select 1 from started)", (now,))
            db.execute("delete from opened")
            db.execute("insert into opened values (?)", (now,))
    except BaseException:
        db.close()
        raise
    return db


@cache
def _adapter() -> TypeAdapter[Connection]:
    from pydantic import TypeAdapter

    return TypeAdapter(Connection)


def _key(person: Connection) -> str:
    """What tells two people of a list apart: the same as in `connectors.snapshot.join`."""
    what, value = identity(person) or ("name", person.display_name or "")
    return f"{what}:{value}"
