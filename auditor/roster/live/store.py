"""The fetched roster as a folder of OneRoster 1.2 CSV files, private to its owner, whole or not at all.

The folder is written beside its place under another name and put there at the end; until then the old one stays. If
the computer stops between the two steps of that, `recover` puts the old one back.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from auditor.errors import RosterError
from auditor.roster.live.rows import COLUMNS, RoleCell, Row, joined
from auditor.roster.live.stage import Stage
from auditor.writing import make_folder

MANIFEST = "pull.json"
SCHEMA = "auditor/roster-pull/1"


@dataclass(frozen=True, slots=True)
class Stored:
    """What pull.json says of a stored roster."""

    counts: Mapping[str, int]
    """People by group, somebody with two roles in two; those who have left are not counted."""
    body: Mapping[str, Any]


def stage_folder(target: Path) -> Path:
    """Where a fetch for this folder keeps its pages."""
    return target.with_name(f".{target.name}.pull")


def recover(target: Path) -> None:
    """Put a roster back that was moved aside by a run that did not come to its end."""
    aside = _aside(target)
    if aside.is_dir() and not target.exists():
        aside.rename(target)
    elif aside.is_dir():
        shutil.rmtree(aside)
    for rest in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(rest)


def stored(target: Path) -> Stored | None:
    """The roster in the folder; None where there is none yet. Raises `RosterError` where something else is there."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return None
    try:
        body = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
        if body["schema"] != SCHEMA:
            raise ValueError
        return Stored({str(group): int(count) for group, count in body["people"].items()}, body)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise RosterError(
            f"{target}: there is something here that this command did not write, and it writes over nothing else. "
            "Choose another folder with -o."
        ) from None


def write(stage: Stage, target: Path, about: Mapping[str, Any], counts: Mapping[str, int]) -> Path:
    """Write what the stage holds, and put it in the place of the roster that is there."""
    make_folder(target.parent)
    new = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        new.mkdir(mode=0o700)
        files: dict[str, dict[str, Any]] = {}
        for file in COLUMNS:
            rows = _expanded(stage, file)
            files[file] = _csv(new / f"{file}.csv", file, rows)
        properties = {"manifest.version": "1.0", "oneroster.version": "1.2"}
        properties |= {f"file.{file}": "bulk" for file in COLUMNS} | {"file.demographics": "absent"}
        _private(new / "manifest.csv", "propertyName,value\n" + "".join(f"{k},{v}\n" for k, v in properties.items()))
        body = {"schema": SCHEMA, **about, "people": dict(counts), "files": files}
        _private(new / MANIFEST, json.dumps(body, ensure_ascii=False, indent=1) + "\n")
        _sync(new)
        aside = _aside(target)
        if target.exists():
            target.rename(aside)
        new.rename(target)
        _sync(target.parent)
        shutil.rmtree(aside, ignore_errors=True)
    except OSError as e:
        raise RosterError(
            f"{target}: the roster cannot be written ({e.strerror}). Free some space or choose another folder; "
            "what was read is kept for the next try."
        ) from e
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return target


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _expanded(stage: Stage, file: str) -> Iterator[Mapping[str, str]]:
    """The rows of a file; guardians' ids on their students, and roles.csv made of what the users' rows hold."""
    for row in stage.rows("users" if file == "roles" else file):
        if file == "roles":
            yield from _role_rows(row, stage)
        elif file == "users" and (ids := stage.guardians(row.key)):
            cells = dict(row.cells)
            cells["agentSourcedIds"] = joined([*cells.get("agentSourcedIds", "").split(","), *ids])
            yield cells
        else:
            yield row.cells


def roles_of(row: Row, stage: Stage) -> tuple[RoleCell, ...]:
    """The roles of a user. A guardian without a school is at the schools of the children."""
    if not any(role.org == "" for role in row.roles):
        return row.roles
    found: list[RoleCell] = []
    for role in row.roles:
        orgs = [role.org]
        if not role.org and role.role in ("guardian", "relative"):
            orgs = _schools(row.key, role.role == "guardian", stage) or [""]
        found += [RoleCell(role.role, org, role.primary, role.begin, role.end) for org in orgs]
    return tuple(found)


def _schools(user: str, guardian: bool, stage: Stage) -> list[str]:
    orgs: dict[str, None] = {}
    for student, as_guardian in stage.children(user):
        child = stage.row("users", student) if as_guardian is guardian else None
        for role in child.roles if child else ():
            if role.role == "student" and role.org:
                orgs[role.org] = None
    return list(orgs)


def _role_rows(row: Row, stage: Stage) -> Iterator[Mapping[str, str]]:
    user = row.cells.get("sourcedId", "")
    for number, role in enumerate(roles_of(row, stage) if user else ()):
        yield {
            "sourcedId": f"{user}/{number}",
            "userSourcedId": user,
            "roleType": "" if role.primary is None else "primary" if role.primary else "secondary",
            "role": role.role,
            "beginDate": role.begin,
            "endDate": role.end,
            "orgSourcedId": role.org,
        }


def _csv(path: Path, file: str, rows: Iterator[Mapping[str, str]]) -> dict[str, Any]:
    count, columns = 0, COLUMNS[file]
    with _opened(path) as raw:
        digest = _Digest(raw)
        with io.TextIOWrapper(io.BufferedWriter(digest), encoding="utf-8", newline="") as text:
            writer = csv.writer(text, lineterminator="\n")
            writer.writerow(columns)
            for row in rows:
                writer.writerow([row.get(column, "") for column in columns])
                count += 1
    return {"rows": count, "sha256": digest.sha256.hexdigest()}


class _Digest(io.RawIOBase):
    """A stream that counts what goes through it into a digest."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self.sha256 = stream, hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.sha256.update(data)
        return self._stream.write(data)


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())


def _private(path: Path, text: str) -> None:
    with _opened(path) as stream:
        stream.write(text.encode("utf-8"))


def _sync(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
