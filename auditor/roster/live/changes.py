"""What changed on a OneRoster server since the stored roster was read, in place of reading all of it again.

`filter=dateLastModified>'...'` brings entries that are new or other than before, those with the status `tobedeleted`
among them. It cannot bring what a server deleted without a trace. So the result is taken only where every list
afterwards has exactly as many entries as the server counts in all, and all of it is read again after a week at the
latest. Whenever anything is not as it should be, the answer is no, and all of it is read.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

from auditor.roster.live.oneroster import LISTS, OneRosterReader
from auditor.roster.live.reading import TooMuch
from auditor.roster.live.rows import COLUMNS, Page, RoleCell, Row
from auditor.roster.live.stage import Stage, discard
from auditor.roster.live.store import Stored
from connectors.refusal import Refusal

AT_MOST = timedelta(days=7)
"""How long ago all of it was read."""
OVERLAP = timedelta(days=1)
"""Changes are asked for from so long before: servers' clocks and time zones are not ours."""
_MANY = 1000
_MOST = 50_000
"""Changes of a list. Of more, reading all of it is as good, and needs no memory for their ids."""


def apply(reader: OneRosterReader, stored: Stored, target: Path, folder: Path, identity: str) -> bool:
    """Make a stage of the stored roster and its changes; False (and no stage) where that would not be sound."""
    try:
        whole = datetime.fromisoformat(stored.body["read_whole"])
        since = datetime.fromisoformat(stored.body["started"]) - OVERLAP
        if stored.body["identity"] != identity or datetime.now(UTC) - whole > AT_MOST:
            return False
        absent = frozenset(stored.body["absent"])
    except (KeyError, TypeError, ValueError):
        return False
    names = [name for name, _, _ in LISTS if name not in absent]
    with Stage(folder) as pages:
        try:
            sound = all(_stored(name, target, stored.body["files"], pages) for name in names)
            sound = sound and all(_changed(reader, name, since, pages) for name in names)
        except (Refusal, TooMuch, OSError, KeyError, ValueError, csv.Error):
            sound = False
        except BaseException:
            discard(folder)  # of a list that was cut here, nobody knows which changes are still to come
            raise
    if not sound:
        discard(folder)
    return sound


def _changed(reader: OneRosterReader, name: str, since: datetime, pages: Stage) -> bool:
    """Take the changes of a list over; whether they came whole and the list has as many entries as the server says."""
    condition = f"dateLastModified>'{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S.000Z}'"
    received, promised, ids = 0, None, set[str]()
    while True:
        page = reader.page(name, received, _MANY, condition)
        if page.total is None or promised not in (None, page.total):
            return False
        promised = page.total
        if promised > _MOST:
            return False
        if not page.received:
            break
        ids.update(page.ids)
        received += page.received
        if received > promised:
            return False
        pages.put(name, page)
    total = reader.page(name, 0, 1, "").total
    return received == promised == len(ids) and "" not in ids and total == pages.count(name)


def _stored(name: str, target: Path, files: Mapping[str, Any], pages: Stage) -> bool:
    """Put the stored rows of a file into the stage; whether each has an id of its own."""
    for file in (name, "roles") if name == "users" else (name,):
        with (target / f"{file}.csv").open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != files[file]["sha256"]:
                return False  # somebody has worked on it
    rows: list[Row] = []
    with _rows(target, name) as found, _rows(target, "roles") as roles:
        groups = groupby(roles if name == "users" else (), key=lambda row: row["userSourcedId"])
        group = next(groups, None)
        for cells in found:
            own: tuple[RoleCell, ...] = ()
            if group is not None and group[0] == cells["sourcedId"]:  # in the order of the users
                own = tuple(map(_role, group[1]))
                group = next(groups, None)
            kept = {column: value for column, value in cells.items() if value}
            rows.append(Row(name, cells["sourcedId"], kept, own))
            if not cells["sourcedId"]:
                return False
            if len(rows) == _MANY:
                pages.put(name, Page([*rows], 0, None))
                rows.clear()
    pages.put(name, Page([*rows], 0, None))
    return group is None


def _role(row: dict[str, str]) -> RoleCell:
    kind = row["roleType"]
    primary = None if not kind else kind == "primary"
    return RoleCell(row["role"], row["orgSourcedId"], primary, row["beginDate"], row["endDate"])


@contextmanager
def _rows(target: Path, name: str) -> Iterator[Iterator[dict[str, str]]]:
    with (target / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        reader: Any = csv.reader(file, strict=True)
        next(reader)
        yield (dict(zip(COLUMNS[name], row, strict=True)) for row in reader)
