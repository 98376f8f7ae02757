"""The pages of a yearly run: review lists, district page, and the index that links everything."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from auditor.annual_result import AccountOutcome, AccountState, DistrictResult, SchoolReview
from auditor.outputs import FORMATS
from auditor.writing import write
from connectors.model import Message
from reports import render, tables
from reports.catalog import Catalog
from reports.render import IndexEntry


def write_pages(
    folder: Path,
    district: DistrictResult,
    reviews: Sequence[SchoolReview],
    outcomes: Iterable[AccountOutcome],
    formats: Iterable[str],
    lang: str,
) -> Path:
    """Write all pages below `folder`; the path of the index."""
    catalog = Catalog(lang)
    entries = [IndexEntry(catalog.text(Message("index.district")), district.district, "district.html", district.year)]
    write(folder / "district.html", render.district_html(district, lang))
    for review in reviews:
        name = f"schools/{_slug(review)}"
        write(folder / name / "review.html", render.review_html(review, lang))
        write(folder / name / "review.csv", tables.review_csv(review, lang))
        note = Message("index.open", {"n": sum(len(account.items) for account in review.accounts)})
        section = catalog.text(Message("index.reviews"))
        table = ("review.csv", f"{name}/review.csv")
        entries.append(IndexEntry(section, review.school, f"{name}/review.html", catalog.text(note), (table,)))
    others = [FORMATS[f] for f in FORMATS if f in set(formats) - {"html"}]
    for outcome in sorted(outcomes, key=lambda o: (o.account.school, o.account.platform, o.account.handle)):
        account = outcome.account
        section = account.school or catalog.text(Message("index.other"))
        title = f"{catalog.text(Message(f'platform.{account.platform}'))} · {account.handle}"
        if outcome.state is AccountState.AUDITED:
            counts = {"n": outcome.connections, "community": outcome.community}
            note = Message("index.public" if account.audience == "public" else "index.audited", counts)
            files = tuple((name, f"{outcome.folder}/{name}") for name in others)
            page = f"{outcome.folder}/{FORMATS['html']}"
            entries.append(IndexEntry(section, title, page, catalog.text(note), files))
        else:
            state = catalog.text(Message(f"state.{outcome.state.value}"))
            entries.append(IndexEntry(section, title, "", f"{state} {outcome.error}".strip()))
    title = catalog.text(Message("index.title", {"district": district.district, "year": district.year}))
    return write(folder / "index.html", render.index_html(entries, lang, title))


def _slug(review: SchoolReview) -> str:
    readable = re.sub(r"[^a-z0-9]+", "-", review.school.lower()).strip("-")[:40]
    return f"{readable or 'school'}-{hashlib.sha256(review.school_id.encode()).hexdigest()[:6]}"
