"""Writing one account's reports: all of them rendered first, then each file put in place whole."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from auditor import result_json
from auditor.result import AuditResult
from auditor.writing import write
from reports import render, tables
from reports.catalog import Catalog

FORMATS = {
    "html": "report.html",
    "json": "findings.json",
    "csv": "connections.csv",
    "xlsx": "report.xlsx",
    "pdf": "report.pdf",
}
"""Format → file name."""


def write_reports(result: AuditResult, folder: Path, formats: Iterable[str], lang: str) -> list[Path]:
    """Write the reports of one account; `report.html` and `findings.json` always come first and always come.

    Nothing is written if any of them cannot be made.
    """
    wanted = ["json", "html", *(f for f in FORMATS if f in set(formats) - {"json", "html"})]
    page = render.html(result, lang)
    ready: dict[str, str | bytes] = {}
    for name in wanted:
        match name:
            case "json":
                ready[name] = result_json.dump(result, Catalog(lang).text)
            case "html":
                ready[name] = page
            case "csv":
                ready[name] = tables.csv(result, lang)
            case "xlsx":
                from reports.xlsx import xlsx  # heavy: only where asked for

                ready[name] = xlsx(result, lang)
            case "pdf":
                from reports.pdf import pdf  # heavy: only where asked for

                ready[name] = pdf(page)
    return [write(folder / FORMATS[name], content) for name, content in ready.items()]
