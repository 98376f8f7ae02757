"""The register of educational accounts: who registered what, for whom, and with which consent."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

from auditor.errors import ConfigError
from connectors.errors import MemberDamaged
from connectors.files import decode


@dataclass(frozen=True, slots=True)
class Registration:
    """One registered account, as its owner and the office wrote it down. Empty means "not recorded"."""

    account: str
    """The handle or profile name."""
    platform: str
    owner: str
    """Roster id or e-mail of the staff member."""
    audience: str = "community"
    """`community` (closed) or `public`."""
    consent_on: date | None = None
    inputs: tuple[str, ...] = ()
    """Latest export or snapshot: paths relative to the register."""
    declarations: str = ""
    """Path of the owner's declarations, relative to the register."""
    url: str = ""
    purpose: str = ""
    contact_email: str = ""
    account_kind: str = ""
    """`page`, `group`, `additional_profile`, `profile`, `blog`, ...: what the platform calls the account."""
    mixed_use: bool | None = None
    """True where the owner says that it is also used privately."""
    second_moderator: str = ""
    """Roster id or e-mail."""
    coordinator: str = ""
    """Roster id or e-mail of whom mail to groups goes through."""
    event_ended_on: date | None = None
    """Of a handed-in thread of texts: the last day of the event it was for."""
    logo_used: bool | None = None
    logo_permission_on: date | None = None
    retention_route: str = ""
    """`archive_tool`, `exports`, `forwarded` or empty."""
    archived_on: date | None = None
    settings_reviewed_on: date | None = None
    aup_acknowledged_on: date | None = None
    policies_acknowledged_on: date | None = None
    training_on: date | None = None
    house_rules_url: str = ""
    shown_connections: int | None = None
    """The count the platform shows on the profile, as the owner read it: tells whether an export is complete."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row of the register that could not be used, so that it is reported and not lost."""

    row: int
    account: str
    platform: str
    owner: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Register:
    """The registered accounts in file order, and the rows that could not be read."""

    path: Path
    registrations: tuple[Registration, ...]
    problems: tuple[RowProblem, ...]


def read(path: Path) -> Register:
    """The register's rows. Raises `ConfigError` where the file as a whole cannot be used.

    A row with a mistake (an unreadable date, a missing owner, a platform twice) becomes a `RowProblem`: the others
    are audited all the same. A column for passwords is refused outright.
    """
    try:
        text = decode(path.read_bytes(), path.name)
    except (OSError, MemberDamaged) as e:
        raise ConfigError(f"{path}: the register cannot be read ({e}). Check [register] path.") from e
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    rows = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    header = [cell.strip().lower().replace(" ", "_") for cell in next(rows, [])]
    known = {field.name for field in fields(Registration)}
    secret = [name for name in header if "password" in name or "passwort" in name or "contrase" in name]
    if secret:
        raise ConfigError(
            f"{path.name}: the column “{secret[0]}” must not be here. This program never takes passwords; "
            "delete the column and change those passwords."
        )
    missing = [name for name in ("account", "platform", "owner") if name not in header]
    if missing:
        raise ConfigError(
            f"{path.name} row 1: the column “{missing[0]}” is missing. The first row names the columns: "
            "account, platform, owner and any others of config.example.toml."
        )
    unknown = [name for name in header if name and name not in known]
    if unknown:
        raise ConfigError(
            f"{path.name} row 1: there is no column “{unknown[0]}” in a register. Correct its name or take it out; "
            "config.example.toml lists them all."
        )
    registrations: list[Registration] = []
    problems: list[RowProblem] = []
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows, 2):
        cells = dict(zip(header, (cell.strip() for cell in row), strict=False))
        if not any(cells.values()):
            continue
        try:
            registration = _registration(cells)
            key = (registration.platform, registration.account.casefold())
            if key in seen:
                raise ValueError(f"this account is already registered in row {seen[key]}; keep one of the two")
            seen[key] = number
            registrations.append(registration)
        except ValueError as e:
            problems.append(
                RowProblem(
                    number,
                    cells.get("account", ""),
                    cells.get("platform", ""),
                    cells.get("owner", ""),
                    f"{path.name} row {number}: {e}.",
                )
            )
    return Register(path, tuple(registrations), tuple(problems))


_WORDS = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}


def _registration(cells: dict[str, str]) -> Registration:
    values: dict[str, Any] = {}
    for field in fields(Registration):
        text = cells.get(field.name, "")
        if not text:
            continue
        kind = str(field.type)
        if field.name == "inputs":
            values[field.name] = tuple(part.strip() for part in text.split("|") if part.strip())
        elif kind.startswith("date"):
            try:
                values[field.name] = date.fromisoformat(text)
            except ValueError:
                raise ValueError(
                    f"the date “{text[:20]}” in {field.name} cannot be read; write it as 2026-11-20"
                ) from None
        elif kind.startswith("bool"):
            if text.lower() not in _WORDS:
                raise ValueError(f"“{text[:20]}” in {field.name} is neither yes nor no")
            values[field.name] = _WORDS[text.lower()]
        elif kind.startswith("int"):
            if not text.isdecimal():
                raise ValueError(f"“{text[:20]}” in {field.name} is not a whole number")
            values[field.name] = int(text)
        else:
            values[field.name] = text
    for name in ("account", "platform", "owner"):
        if name not in values:
            raise ValueError(f"{name} is empty")
    values["platform"] = values["platform"].lower()
    if values.get("audience", "community") not in ("community", "public"):
        raise ValueError(f"the audience “{values['audience'][:20]}” is neither community nor public")
    return Registration(**values)
