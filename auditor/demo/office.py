"""What the district office keeps: the register of accounts, the owners' declarations, and the configuration."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from auditor.demo.account import NOT_ON_ROSTER, Account
from auditor.demo.chance import stream
from auditor.demo.people import DOMAIN, NAME, District, letters
from auditor.demo.plan import Spec
from auditor.demo.truth import identity
from auditor.register import Registration

_RELATIONS = {
    "gap": "family_of_student",
    "kin": "family_of_student",
    "left": "student",
    "educator": "professional",
    "organisation": "organisation",
    "common": "dont_know",
    "other": "will_remove",
}
_FIRST_OTHER = "own_family"
"""What the owner says of the first person the roster cannot know."""
_NOTES = {"family_of_student": "Comes to every concert", "professional": "Met at the summer institute"}
_KINDS = {"facebook": "page", "instagram": "profile", "discord": "group", "other": "group", "pinterest": "profile"}
_URLS = {
    "facebook": "https://www.facebook.com/{}",
    "instagram": "https://www.instagram.com/{}/",
    "threads": "https://www.threads.net/@{}",
    "x": "https://x.com/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "tiktok": "https://www.tiktok.com/@{}",
    "bluesky": "https://bsky.app/profile/{}",
}
_PURPOSES = ("News and photographs of the class", "Homework and reminders", "Events and rehearsals", "Club meetings")


@dataclass(frozen=True, slots=True)
class Row:
    """One registered account with its files on disk."""

    spec: Spec
    account: Account
    inputs: tuple[Path, ...]
    declarations: Path | None


def write_declarations(account: Account, path: Path) -> Path:
    """What the owner said of some of the people who may not be found, at least one of each sort."""
    chance = stream(account.seed, account.key, "declarations")
    rows: list[tuple[str, str, str]] = []
    said: set[str] = set()
    for link in account.links:
        relation = _RELATIONS.get(link.note, "")
        if link.note == "other" and _FIRST_OTHER not in said:
            relation = _FIRST_OTHER
        if link.role == NOT_ON_ROSTER and relation and (relation not in said or chance.random() < 0.4):
            said.add(relation)
            rows.append((identity(account, link), relation, _NOTES.get(relation, "")))
    path.parent.mkdir(parents=True, exist_ok=True)
    _save(path, ("connection", "relation", "note"), rows)
    return path


def write_register(district: District, rows: Sequence[Row], path: Path, seed: int) -> Path:
    """The register, filled in as registers are: some rows in full, some with the least."""
    header = [field.name for field in fields(Registration)]
    chance = stream(seed, "register")
    colleagues = [p for p in district.of("teacher") if not p.left]
    lines: list[list[str]] = []
    for number, row in enumerate(rows):
        spec, account = row.spec, row.account
        day = account.taken.date()
        consent = date(2026, 9, 8) + timedelta(days=number)
        full = spec.careful or number % 3 == 0
        kind = _KINDS.get(account.platform, "additional_profile")
        cells = {
            "account": account.handle,
            "platform": account.platform,
            "owner": account.owner.email if number % 2 else account.owner.id,
            "audience": spec.audience,
            "consent_on": "" if spec.state == "no_consent" else consent.isoformat(),
            "inputs": "|".join(p.relative_to(path.parent).as_posix() for p in row.inputs),
            "declarations": row.declarations.relative_to(path.parent).as_posix() if row.declarations else "",
            "url": _URLS.get(account.platform, "").format(account.handle),
            "purpose": chance.choice(_PURPOSES),
            "contact_email": account.owner.email if full else f"{letters(account.owner.given)}@mailbox.example",
            "account_kind": kind,
            "mixed_use": "no" if full else chance.choice(("yes", "no", "")),
            "logo_used": "yes" if number % 4 == 0 else "no",
            "logo_permission_on": "2026-08-28" if number % 8 == 0 else "",
            "retention_route": "exports" if full else "",
            "archived_on": day.isoformat() if row.inputs else "",
            "settings_reviewed_on": "2026-10-05" if full else "",
            "aup_acknowledged_on": "2026-09-02" if number % 5 else "",
            "policies_acknowledged_on": "2026-09-02" if number % 6 else "",
            "training_on": "2026-08-27" if full else "",
            "house_rules_url": f"https://www.{DOMAIN}/house-rules" if full else "",
            "shown_connections": str(account.shown or ""),
        }
        if full:
            others = [p for p in colleagues if p.org == account.owner.org and p is not account.owner]
            cells["second_moderator"] = chance.choice(others).email
        lines.append([cells.get(name, "") for name in header])
    _save(path, header, lines)
    return path


def _save(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([header, *rows])
    path.write_text(text.getvalue(), encoding="utf-8")


def write_config(path: Path) -> Path:
    """The configuration of the yearly run; its paths are relative to its own folder."""
    path.write_text(
        f"""\
[district]
name = "{NAME}"
email_domains = ["{DOMAIN}", "students.{DOMAIN}"]

[roster]
path = "roster"

[policy]
pack = "melrose-2011"

[register]
path = "register.csv"

[output]
folder = "audit"
formats = ["html", "json", "csv"]
language = "en"

[run]
year = "2026"
""",
        encoding="utf-8",
    )
    return path
