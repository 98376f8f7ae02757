"""Pages: one HTML file each, without script or outside reference, rendered from a stored result alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor.annual_result import AccountState, DistrictResult, SchoolReview
from auditor.classify.explanation import Explanation
from auditor.result import AuditResult
from auditor.verdict import VerdictKind
from reports import charts, explain
from reports.catalog import Catalog
from reports.display import safe_text
from reports.view import SHOWN_FIRST, Report, how_likely, how_sure, roster_gaps
from reports.words import Words, start

DECISIONS = ("fine", "ask_owner", "roster_wrong", "exception", "district")
"""What a reviewer may write into the decision column."""
_TONES = {VerdictKind.COMMUNITY: "good", VerdictKind.NOT_IN_ROSTER: "look", VerdictKind.CANNOT_TELL: "quiet"}


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One line of the index page; without a `href` it is text only. `others` are further files: (name, href)."""

    section: str
    title: str
    href: str
    note: str
    others: tuple[tuple[str, str], ...] = ()


def html(result: AuditResult, lang: str) -> str:
    """The report on one account."""
    words = Words(Catalog(lang))
    report = Report(result)
    dated = [judged.connection.since.date() for judged in result.connections if judged.connection.since]
    return _render(
        "report.html",
        words,
        result.run.at,
        r=report,
        shown_first=SHOWN_FIRST,
        how_sure=how_sure,
        how_likely=how_likely,
        verdict_bars=_verdict_bars(words, {kind: report.count(kind) for kind in VerdictKind}),
        category_bars=charts.bars((words.plain(f"category.{c}"), n, "") for c, n in report.categories()),
        time_columns=charts.columns(dated, words.catalog.locale),
        undated=report.total - len(dated),
        marks=charts.MARKS,
    )


def explain_html(explanation: Explanation, lang: str) -> str:
    """The page that says how one answer was reached."""
    words = Words(Catalog(lang))
    return _render("explain.html", words, None, x=explain.view(explanation, words))


def waterfall_svg(drawn: charts.Waterfall, title: str, lang: str) -> str:
    """The picture of such a page (`View.waterfall`) as a file of its own."""
    return _render("waterfall.svg", Words(Catalog(lang)), None, drawn=drawn, title=title)


def review_html(review: SchoolReview, lang: str) -> str:
    """The review list of one school, for its principal: what is still open, and nothing else."""
    return _render(
        "review.html",
        Words(Catalog(lang)),
        review.at,
        review=review,
        choices=DECISIONS,
        some_open=any(account.items for account in review.accounts),
    )


def district_html(result: DistrictResult, lang: str) -> str:
    """The district's page: counts that point at nobody."""
    words = Words(Catalog(lang))
    states = ((words.plain(f"district.account.{s}"), result.by_state.get(s, 0), _STATE_TONES[s]) for s in AccountState)
    return _render(
        "district.html",
        words,
        result.at,
        d=result,
        audited=result.by_state.get(AccountState.AUDITED, 0),
        people=sum(result.by_verdict.values()),
        community=result.by_verdict.get(VerdictKind.COMMUNITY, 0),
        school_groups=_school_groups(words, result),
        school_names=list(dict.fromkeys(name for row in result.checks for name in row.by_school)),
        state_bars=charts.bars(states),
        platform_bars=charts.bars((words.start(f"platform.{p}"), n, "") for p, n in result.by_platform.items()),
        verdict_bars=_verdict_bars(words, result.by_verdict),
        check_bars=charts.bars((words.plain(f"check.{row.check}.title"), row.total, "look") for row in result.checks),
        roster_gaps=roster_gaps(result.roster.groups, result.roster.students, result.roster.students_with_guardian),
    )


_STATE_TONES = {
    AccountState.AUDITED: "good",
    AccountState.NO_EXPORT: "",
    AccountState.NO_CONSENT: "quiet",
    AccountState.FAILED: "look",
}


def _school_groups(words: Words, result: DistrictResult) -> list[charts.Group]:
    names = ("accounts", "audited", "complete")
    longest = max((getattr(row, name) or 0 for row in result.schools for name in names), default=0)
    return [
        charts.Group(
            safe_text(row.school),
            charts.bars(((words.plain(f"district.{name}"), getattr(row, name), "") for name in names), longest),
        )
        for row in result.schools
    ]


def index_html(entries: Sequence[IndexEntry], lang: str, title: str) -> str:
    """The page that links every report of a run, section by section in the order given."""
    sections: dict[str, list[IndexEntry]] = {}
    for entry in entries:
        sections.setdefault(entry.section, []).append(entry)
    return _render("index.html", Words(Catalog(lang)), None, title=title, sections=sections, start=start)


def _verdict_bars(words: Words, counts: Any) -> list[charts.Bar]:
    return charts.bars(
        (words.plain(f"verdict.{kind}"), counts.get(kind, 0), _TONES.get(kind, "")) for kind in VerdictKind
    )


def _render(template: str, words: Words, at: datetime | None, **context: Any) -> str:
    made_at = at.isoformat() if at else ""
    return _environment().get_template(template).render(w=words, made_at=made_at, **context)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
