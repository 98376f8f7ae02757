"""CSV files: the connections of one account, and the review list of one school.

Column names are English in every language, so that programs can rely on them; sentences are in the reader's. The
files begin with a byte order mark, without which spreadsheet programs misread accents.
"""

from __future__ import annotations

import csv as csv_format
import io
from collections.abc import Iterable, Mapping, Sequence

from auditor.annual_result import ReviewAccount, ReviewItem, SchoolReview
from auditor.result import AuditResult, JudgedConnection
from connectors.model import Kind, Message
from reports.catalog import Catalog
from reports.display import csv_cell
from reports.view import Report, how_sure

CONNECTION_COLUMNS = (
    "connection_id",
    "display_name",
    "handle",
    "platform_id",
    "url",
    "email",
    "kinds",
    "since",
    "verdict",
    "category",
    "answer",
    "how_sure",
    "why",
    "declared",
    "declared_note",
    "source",
)
REVIEW_COLUMNS = (
    "account",
    "platform",
    "owner",
    "connection",
    "handle",
    "kinds",
    "since",
    "verdict",
    "why",
    "owner_says",
    "owner_note",
    "decision",
    "decision_note",
    "decided_by",
    "decided_on",
    "until",
    "fingerprint",
)


def csv(result: AuditResult, lang: str) -> bytes:
    """`connections.csv`: one row per connection, those to look at first."""
    catalog = Catalog(lang)
    rows = (_connection(judged, catalog) for judged in Report(result).connections)
    return _write(CONNECTION_COLUMNS, rows)


def review_csv(review: SchoolReview, lang: str) -> bytes:
    """The review list of one school, to be filled in and read back by the next run."""
    catalog = Catalog(lang)
    rows = (_review(account, item, catalog) for account in review.accounts for item in account.items)
    return _write(REVIEW_COLUMNS, rows)


def _connection(judged: JudgedConnection, catalog: Catalog) -> Mapping[str, str | None]:
    connection, verdict, said = judged.connection, judged.verdict, judged.declared
    return {
        "connection_id": connection.id,
        "display_name": connection.display_name,
        "handle": connection.handle,
        "platform_id": connection.platform_id,
        "url": connection.url,
        "email": connection.email,
        "kinds": " ".join(connection.kinds),
        "since": connection.since.date().isoformat() if connection.since else "",
        "verdict": verdict.kind,
        "category": verdict.category,
        "answer": catalog.text(Message(f"verdict.{verdict.kind}")),
        "how_sure": catalog.text(how_sure(verdict)),
        "why": sentences(verdict.reasons, catalog),
        "declared": said.relation if said else "",
        "declared_note": said.note if said else "",
        "source": " | ".join(f"{place.source} {place.pointer}".strip() for place in connection.places),
    }


def _review(account: ReviewAccount, item: ReviewItem, catalog: Catalog) -> Mapping[str, str | None]:
    said, made = item.declared, item.decision
    return {
        "account": account.account.handle,
        "platform": account.account.platform,
        "owner": account.account.staff_name or account.account.staff_id,
        "connection": item.display_name,
        "handle": item.handle,
        "kinds": kinds(item.kinds, catalog),
        "since": item.since.isoformat() if item.since else "",
        "verdict": catalog.text(Message(f"verdict.{item.verdict}")),
        "why": sentences(item.reasons, catalog),
        "owner_says": catalog.text(Message(f"policy.relation.{said.relation}")) if said else "",
        "owner_note": said.note if said else "",
        "decision": made.decision if made else "",
        "decision_note": made.note if made else "",
        "decided_by": made.by if made else "",
        "decided_on": made.on.isoformat() if made and made.on else "",
        "until": "",
        "fingerprint": item.fingerprint,
    }


def sentences(messages: Iterable[Message], catalog: Catalog) -> str:
    """Several messages in one cell."""
    return " ".join(catalog.text(message) for message in messages)


def kinds(values: Iterable[Kind], catalog: Catalog) -> str:
    """Kinds of connection in words."""
    return ", ".join(catalog.text(Message(f"kind.{kind}")) for kind in values)


def _write(columns: Sequence[str], rows: Iterable[Mapping[str, str | None]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv_format.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([csv_cell(row[column]) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8-sig")
