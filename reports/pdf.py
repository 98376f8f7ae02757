"""The report on paper: a print of the HTML page, nothing more."""

from __future__ import annotations

import hashlib

from weasyprint import HTML
from weasyprint.urls import URLFetcher


def pdf(html: str) -> bytes:
    """The page as a tagged PDF. Nothing is fetched, from disk or network; same page, same bytes."""
    page = HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=["data"], allow_redirects=False))
    identifier = hashlib.sha256(html.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    document: bytes = page.write_pdf(pdf_identifier=identifier.encode(), pdf_tags=True)
    return document
