"""The numbers behind the charts. They are drawn by the macros of `templates/charts.html`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from babel.dates import format_skeleton

_MONTHS = 24
"""Up to so many months are drawn one by one, a longer time by years."""
_YEARS = 60
"""Beyond so many years (a date is wrong, then) only those with connections are drawn."""
_PLOT = 84
"""Percent of the width that a waterfall's bars may take: its zero line keeps clear of the numbers on the right."""
MARKS = 5
"""Columns that carry their label on the axis."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: `share` of the longest in percent. `value` None is a hidden count, drawn without a bar."""

    label: str
    value: int | None
    share: float
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Several bars under one heading."""

    label: str
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a time chart: where it stands and how high it is, in percent of the drawing."""

    label: str
    value: int
    x: float
    width: float
    height: float
    marked: bool


@dataclass(frozen=True, slots=True)
class Fall:
    """One bar of a waterfall: from where the bar before it ended to where the sum stands now.

    `x`, `width` and `end` in percent of the drawing; `said` is the number in words; `tone` is `plus`, `minus` or `sum`.
    """

    label: str
    said: str
    x: float
    width: float
    end: float
    tone: str


@dataclass(frozen=True, slots=True)
class Waterfall:
    """A waterfall, its last bar the sum; `zero` is where nothing speaks either way, in percent of the drawing."""

    falls: list[Fall]
    zero: float


def waterfall(steps: Iterable[tuple[str, float, str]], label: str, said: str) -> Waterfall:
    """Steps as label, value and the value in words; `label` and `said` of the sum."""
    rows = list(steps)
    ends = list(accumulate(value for _, value, _ in rows))
    low, high = min(0.0, *ends, 0.0), max(0.0, *ends, 0.0)
    scale = _PLOT / (high - low or 1)

    def fall(name: str, words: str, start: float, end: float, tone: str) -> Fall:
        x, width = (min(start, end) - low) * scale, abs(end - start) * scale
        return Fall(name, words, round(x, 2), round(width, 2), round((end - low) * scale, 2), tone)

    falls = [
        fall(name, words, end - value, end, "plus" if value >= 0 else "minus")
        for (name, value, words), end in zip(rows, ends, strict=True)
    ]
    return Waterfall([*falls, fall(label, said, 0.0, ends[-1] if ends else 0.0, "sum")], round(-low * scale, 2))


def bars(counts: Iterable[tuple[str, int | None, str]], longest: int = 0) -> list[Bar]:
    """Bars for label, count and tone; `longest` (else the longest of them) fills the width."""
    rows = list(counts)
    longest = longest or max((value or 0 for _, value, _ in rows), default=0) or 1
    return [Bar(label, value, round(100 * (value or 0) / longest, 2), tone) for label, value, tone in rows]


def columns(days: Sequence[date], locale: str) -> list[Column]:
    """Connections per month where they span up to two years, else per year; empty periods in between count too."""
    if not days:
        return []
    first, last = min(days), max(days)
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    if months <= _MONTHS:
        counts: Mapping[date, int] = Counter(day.replace(day=1) for day in days)
        periods = [_month(first, step) for step in range(months)]
        labels = [format_skeleton("yMMM", period, locale=locale) for period in periods]
    else:
        counts = Counter(date(day.year, 1, 1) for day in days)
        years = range(first.year, last.year + 1)
        periods = [date(year, 1, 1) for year in years if len(years) <= _YEARS or date(year, 1, 1) in counts]
        labels = [str(period.year) for period in periods]
    highest, slot = max(counts.values()), 100 / len(periods)
    every = -(-len(periods) // MARKS)
    return [
        Column(
            label,
            counts[period],
            round(position * slot + slot * 0.1, 3),
            round(slot * 0.8, 3),
            round(100 * counts[period] / highest, 2),
            position % every == 0,
        )
        for position, (period, label) in enumerate(zip(periods, labels, strict=True))
    ]


def _month(first: date, step: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1)
