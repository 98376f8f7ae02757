"""Reviewers' decisions: read from the review lists they filled in, kept in one ledger over the years."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from auditor.result import Decision, ExceptionGrant
from auditor.roster.draft import Dates
from auditor.writing import write
from connectors.errors import MemberDamaged
from connectors.files import decode

LEDGER = "decisions.csv"
COLUMNS = ("fingerprint", "account", "platform", "decision", "decision_note", "decided_by", "decided_on", "until")
CHOICES = ("fine", "ask_owner", "roster_wrong", "exception", "district")


@dataclass(slots=True)
class Ledger:
    """Every decision ever read, by fingerprint (the newest counts), and what could not be taken over."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def decisions(self) -> dict[str, Decision]:
        """Fingerprint → decision."""
        return {
            fingerprint: Decision(row["decision"], row["decided_by"], _date(row["decided_on"]), row["decision_note"])
            for fingerprint, row in self.rows.items()
        }

    def exceptions(self, as_of: date) -> dict[str, ExceptionGrant]:
        """Fingerprint → exception, of those that have not ended."""
        grants = {}
        for fingerprint, row in self.rows.items():
            until = _date(row["until"])
            if row["decision"] == "exception" and until is not None and until >= as_of:
                grants[fingerprint] = ExceptionGrant(row["decision_note"], row["decided_by"], until)
        return grants

    def save(self, path: Path) -> None:
        """Write the ledger."""
        out = io.StringIO(newline="")
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows[fingerprint] for fingerprint in sorted(self.rows))
        write(path, out.getvalue())


def read(ledger: Path, review_lists: Iterable[Path]) -> Ledger:
    """The ledger, brought up to date with the review lists that were filled in since.

    A row that cannot be taken over (an unknown decision, an exception without reason, approver or end) is named in
    `problems` and stays as it was.
    """
    result = Ledger()
    for path in (ledger, *review_lists):
        if not path.is_file():
            continue
        try:
            text = decode(path.read_bytes(), path.name)
        except MemberDamaged as e:
            result.problems.append(f"{path.name}: this list cannot be read ({e.why}). Save it again as CSV.")
            continue
        delimiter = max(",;\t", key=text.partition("\n")[0].count)
        rows = csv.DictReader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter, restval="")
        if not {"fingerprint", "decision"} <= set(rows.fieldnames or ()):
            result.problems.append(
                f"{path.name} row 1: the columns “fingerprint” and “decision” are missing, so no decision was taken "
                "over. Keep the columns of the review list as they were."
            )
            continue
        for number, row in enumerate(rows, 2):
            cells = {name: (row.get(name) or "").strip().lstrip("'") for name in COLUMNS}
            cells["decision"] = cells["decision"].lower()
            if not cells["decision"] or not cells["fingerprint"]:
                continue
            problem = _problem(cells)
            if problem:
                result.problems.append(f"{path.name} row {number}: {problem}")
            else:
                result.rows[cells["fingerprint"]] = cells
    return result


def _problem(cells: dict[str, str]) -> str:
    if cells["decision"] not in CHOICES:
        return f"“{cells['decision'][:20]}” is no decision. Write one of: {', '.join(CHOICES)}."
    if cells["until"] and _date(cells["until"]) is None:
        return f"the date “{cells['until'][:20]}” in until cannot be read. Write it as 2026-11-20."
    if cells["decision"] == "exception" and not (cells["until"] and cells["decided_by"] and cells["decision_note"]):
        return "an exception needs a reason (decision_note), who approved it (decided_by) and an end date (until)."
    return ""


def _date(text: str) -> date | None:
    """ISO 8601, or what a spreadsheet makes of it, where day and month cannot be mistaken for each other."""
    return _DATES.read(text)


_DATES = Dates()
