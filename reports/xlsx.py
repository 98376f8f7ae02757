"""The report as a workbook. Every cell is text or a number; none is a formula or a link."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pandas as pd

from auditor.result import AuditResult, Finding
from auditor.verdict import VerdictKind
from connectors.model import Message, Param
from reports.catalog import Catalog
from reports.display import CELL_LIMIT, safe_text
from reports.tables import kinds, sentences
from reports.view import Report, how_sure
from reports.words import start

Cell = str | int
Sheet = tuple[tuple[str, ...], list[tuple[Cell, ...]]]
"""Message ids of the headings, and the rows."""

_OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_WIDTH = {"sheet.message": 60, "sheet.remedy": 60, "sheet.why": 60, "report.all.why": 60, "sheet.value": 60}
_NARROW = 22
_LONG = 30_000
"""Characters of a cell, below what a spreadsheet program takes."""


def xlsx(result: AuditResult, lang: str) -> bytes:
    """The workbook: summary, connections, findings, settings, what was not seen."""
    words = _Words(Catalog(lang))
    report = Report(result)
    sheets = {
        "sheet.summary": _summary(report, words),
        "sheet.connections": _connections(report, words),
        "sheet.findings": _findings(report, words),
        "sheet.settings": _settings(report, words),
        "sheet.unseen": _unseen(report, words),
    }
    out = io.BytesIO()
    with pd.ExcelWriter(out, engine="xlsxwriter", engine_kwargs={"options": _OPTIONS}) as writer:
        book = writer.book
        book.set_properties({"created": result.run.at.replace(tzinfo=None), "title": words("report.service")})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8F2F4", "bottom": 1})
        cell = book.add_format({"text_wrap": True, "valign": "top"})
        for id, (columns, rows) in sheets.items():
            name = words(id)[:31]
            frame = pd.DataFrame([[_cell(c) for c in row] for row in rows], columns=list(columns), dtype=object)
            frame.to_excel(writer, sheet_name=name, index=False, header=False, startrow=1)
            sheet = writer.sheets[name]
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(frame), 1), len(columns) - 1)
            for position, column in enumerate(columns):
                sheet.write_string(0, position, words(column), head)
                sheet.set_column(position, position, _WIDTH.get(column, _NARROW), cell)
    return out.getvalue()


class _Words:
    """The catalogue, called with an id or a message."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __call__(self, id: str, **params: Param) -> str:
        return self.tell(Message(id, params))

    def tell(self, message: Message | None) -> str:
        return self.catalog.text(message)[:_LONG] if message else ""


def _summary(report: Report, words: _Words) -> Sheet:
    result = report.result
    roster_day = result.run.roster.as_of
    lines: list[tuple[Cell, ...]] = [
        (words("report.account"), f"{result.account.handle} ({words(f'platform.{result.account.platform}')})"),
        (words("report.owner"), result.account.staff_name or result.account.staff_id),
        (words("report.school"), result.account.school),
        (words("report.date"), words.catalog.date(result.run.at)),
        (words("report.roster_date"), words.catalog.date(roster_day) if roster_day else words("words.not_recorded")),
        (words("report.policy"), result.run.policy.title or result.run.policy.id),
        (words("report.answer"), sentences(report.lead, words.catalog)),
        *((words("report.gap.title"), words.tell(gap)) for gap in report.gaps),
        *((words(f"verdict.{kind}"), report.count(kind)) for kind in VerdictKind),
        *((words(f"category.{category}"), n) for category, n in report.categories()),
        (words("report.figure.people"), len(report.cards)),
        (words("report.figure.settings"), len(report.asks)),
        (words("report.figure.unseen"), len(report.not_assessed)),
        (words("report.footer.run"), result.run.id),
        (words("report.footer.version"), result.run.version),
        (words("report.footer.policy"), result.run.policy.sha256),
        (words("report.footer.roster"), result.run.roster.sha256),
    ]
    return ("sheet.item", "sheet.value"), lines


def _connections(report: Report, words: _Words) -> Sheet:
    columns = (
        *(f"report.all.{name}" for name in ("name", "handle", "kinds", "since", "verdict", "category")),
        *("sheet.sure", "report.all.why", "sheet.said", "sheet.address", "sheet.source"),
    )
    rows: list[tuple[Cell, ...]] = []
    for judged in report.connections:
        c, v, said = judged.connection, judged.verdict, judged.declared
        relation = f"{words(f'policy.relation.{said.relation}')} {said.note}".strip() if said else ""
        cells = (
            c.display_name or c.email or "",
            c.handle or c.platform_id or "",
            kinds(c.kinds, words.catalog),
            c.since.date().isoformat() if c.since else "",
            words(f"verdict.{v.kind}"),
            words(f"category.{v.category}") if v.category and v.kind is not VerdictKind.CANNOT_TELL else "",
            words.tell(how_sure(v)),
            sentences(v.reasons, words.catalog),
            relation,
            c.url or "",
            " | ".join(f"{place.source} {place.pointer}".strip() for place in c.places),
        )
        rows.append(cells)
    return columns, rows


def _findings(report: Report, words: _Words) -> Sheet:
    names = ("check", "clauses", "outcome", "severity", "subject", "message", "remedy", "evidence", "decision")
    columns = tuple(f"sheet.{name}" for name in names)
    rows: list[tuple[Cell, ...]] = []
    for f in report.result.findings:
        judged = report.judged(f)
        cells = (
            words(f"check.{f.check}.title"),
            ", ".join(f.clauses),
            words(f"outcome.{f.outcome}"),
            words(f"severity.{f.severity}"),
            (judged.connection.display_name or judged.connection.handle or "") if judged else "",
            words.tell(f.message),
            words.tell(f.remedy),
            " | ".join(f"{e.source} {e.pointer}".strip() for e in f.evidence),
            " ".join(_settled(f, words)),
        )
        rows.append(cells)
    return columns, rows


def _settled(finding: Finding, words: _Words) -> Iterator[str]:
    granted, made = finding.exception, finding.decision
    if granted is not None:
        yield words(
            "report.settled.exception",
            d_until=granted.until.isoformat(),
            approver=granted.approver,
            reason=granted.reason,
        )
    if made is not None:
        yield words("report.settled.decision", t_decision=f"decision.{made.decision}")
        if made.note:
            yield words("report.settled.note", note=made.note)


def _settings(report: Report, words: _Words) -> Sheet:
    columns = tuple(f"report.settings.{name}" for name in ("setting", "value", "raw", "result"))
    rows: list[tuple[Cell, ...]] = []
    for row in report.settings:
        raw = "; ".join(f"{name}: {value}" for name, value in sorted(row.setting.raw.items()))
        result = words(f"outcome.{row.outcome}") if row.outcome else words("report.settings.not_asked")
        cells = (start(words(f"policy.setting.{row.setting.key}")), words(f"value.{row.setting.value}"), raw, result)
        rows.append(cells)
    return columns, rows


def _unseen(report: Report, words: _Words) -> Sheet:
    result = report.result
    lines: list[tuple[Cell, ...]] = [("", words("report.unseen.never"))]
    for record, coverage in result.coverage.items():
        counted = words(f"state.{coverage.state}")
        why = words(f"policy.gap.{coverage.reason}") if coverage.reason else ""
        notes = sentences(coverage.notes, words.catalog)
        lines.append(
            (start(words(f"policy.record.{record}")), " ".join(part for part in (counted, why, notes) if part))
        )
    lines += [(words("report.unseen.judged"), words.tell(finding.message)) for finding in report.not_assessed]
    lines += [(words("report.unseen.broken"), words.tell(error)) for error in result.errors]
    lines += [(words("report.unseen.lists"), words.tell(gap)) for gap in report.roster_gaps]
    opened = words("report.unseen.opened", n=len(result.opened), unopened=result.unopened)
    lines.append((words("report.unseen.files"), opened))
    lines += [(words("report.unseen.opened_list"), name) for name in result.opened]
    lines += [(words("report.unseen.unknown", n=1), name) for name in result.unknown]
    for row in result.unreadable:
        place = f"{row.place.source} {row.place.pointer}".strip()
        lines.append((f"{words('report.unseen.unreadable')}: {place}", words.tell(row.reason)))
    for clause in result.not_automated:
        item = f"{words('report.unseen.clauses')}: {clause.clause}"
        lines.append((item, f"{words.tell(clause.demand)} {words.tell(clause.why)}"))
    return ("sheet.what", "sheet.why"), lines


def _cell(value: Cell) -> Cell:
    """Numbers as they are; text without characters that a workbook cannot hold."""
    return safe_text(value, 4 * CELL_LIMIT) if isinstance(value, str) else value
