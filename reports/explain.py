"""How one answer was reached, made ready for a page or a terminal. Judges nothing."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from babel.numbers import format_decimal

from auditor.classify.explanation import Change, Explanation, Hypothesis, Kind, Step
from auditor.verdict import Category, Subject, VerdictKind
from connectors.model import Message
from reports import charts
from reports.catalog import Catalog
from reports.display import safe_text
from reports.view import how_likely
from reports.words import Words

_NOTHING, _LITTLE, _MUCH = 0.15, 1.0, 20.0
"""Bits: below the first a step is said to change nothing, below the second little, above the third very much."""
_SHOWN_FROM = 0.0005
"""People who are less likely would stand there with 0.0."""
_LABEL, _NUMBER, _NARROW = 24, 7, 48
_FULL, _EMPTY, _SUM = "█", "░", "▓"


@dataclass(frozen=True, slots=True)
class WeightRow:
    """One weight of the model."""

    name: str
    amount: str
    bits: str


@dataclass(frozen=True, slots=True)
class Row:
    """One step: what was compared, what it does, and how the sum stands after it."""

    label: str
    told: tuple[Message, ...]
    effect: Message
    bits: str
    sum: str
    weights: tuple[WeightRow, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person it could be."""

    who: Message
    in_100: str
    bits: str


@dataclass(frozen=True, slots=True)
class View:
    """What `explain_parts.html` shows."""

    title: str
    subject: Subject
    answer: Message
    sure: Message | None
    reasons: tuple[Message, ...]
    nearest: Message | None
    size: Message
    waterfall: charts.Waterfall
    rows: tuple[Row, ...]
    together: Message
    model: str
    shares: list[charts.Bar]
    people: tuple[PersonRow, ...]
    thresholds: Message
    changes: tuple[Message, ...]


def view(e: Explanation, words: Words) -> View:
    """An explanation, put in the order in which it is read."""
    locale = words.catalog.locale
    total = sum(step.bits for step in e.steps)
    labels = [words.plain(f"explain.step.{step.key}") for step in e.steps]
    sums = accumulate(step.bits for step in e.steps)
    falls = [(label, step.bits, signed(step.bits, locale)) for label, step in zip(labels, e.steps, strict=True)]
    return View(
        title=_title(e.subject, words),
        subject=e.subject,
        answer=_answer(e),
        sure=how_likely(e.verdict),
        reasons=e.verdict.reasons,
        nearest=_who(e.nearest) if e.nearest else None,
        size=Message("explain.list_size", {"n": e.connections}),
        waterfall=charts.waterfall(falls, words.plain("explain.step.together"), signed(total, locale)),
        rows=tuple(
            _row(label, step, so_far, locale) for label, step, so_far in zip(labels, e.steps, sums, strict=True)
        ),
        together=together(total),
        model=e.model,
        shares=charts.bars(((words.start(f"explain.share.{name}"), share, "") for name, share in _shares(e)), 100),
        people=tuple(
            PersonRow(_who(each), format_decimal(100 * each.p, "#,##0.0", locale), signed(each.bits, locale))
            for each in e.hypotheses
            if each.person_id and each.p >= _SHOWN_FROM
        ),
        thresholds=_thresholds(e),
        changes=tuple(map(_change, e.changes)),
    )


def lines(e: Explanation, lang: str, width: int) -> list[str]:
    """The same for a terminal of this width."""
    words = Words(Catalog(lang))
    v, say, plain = view(e, words), words.catalog.text, words.plain
    sure = f", {say(v.sure)}" if v.sure else ""
    out = [
        *_wrapped(plain("explain.title", name=v.title), width),
        *_wrapped(f"{plain('explain.answer')}: {say(v.answer)}{sure}", width),
    ]
    out += _points(map(say, v.reasons), width)
    if v.nearest:
        out += _wrapped(f"{plain('explain.nearest')}: {say(v.nearest)}", width)
    out += ["", plain("explain.steps.title")]
    out += _wrapped(plain("explain.steps.intro" if v.rows else "explain.nobody_near"), width)
    for row, fall in zip(v.rows, v.waterfall.falls, strict=False):
        out.append(_drawn(fall, v.waterfall.zero, width))
        out += _wrapped(" ".join([*map(say, row.told), say(row.effect)]), width, "    ")
    if v.rows:
        out += [_drawn(v.waterfall.falls[-1], v.waterfall.zero, width), *_wrapped(say(v.together), width, "    ")]
    out += ["", plain("explain.shares.title")]
    for share in v.shares:
        out += _wrapped(f"{share.value:>4} % {share.label}", width, "  ")
    for person in v.people:
        out += _wrapped(f"{person.in_100:>5} % {say(person.who)}", width, "         ")
    out += _wrapped(say(v.thresholds), width)
    out += ["", plain("explain.changes.title")]
    out += _points(map(say, v.changes), width) if v.changes else _wrapped(plain("explain.changes.none"), width)
    return [*out, "", *_wrapped(plain("explain.never"), width)]


def signed(bits: float, locale: str) -> str:
    """Bits with their sign, to one digit behind the point; nothing has none."""
    bits = round(bits, 1) or 0.0
    return format_decimal(bits, "+#,##0.0;−#,##0.0" if bits else "0.0", locale)


def effect(bits: float) -> Message:
    """What a step does to the odds, in words."""
    if abs(bits) < _NOTHING:
        return Message("explain.times.same")
    way = "more" if bits > 0 else "less"
    if abs(bits) < _LITTLE:
        return Message(f"explain.times.little_{way}")
    return Message(f"explain.times.much_{way}") if abs(bits) >= _MUCH else Message(f"explain.times.{way}", _times(bits))


def together(bits: float) -> Message:
    """What all steps come to, as odds."""
    if abs(bits) < _LITTLE / 2:
        return Message("explain.together.even")
    way = "more" if bits > 0 else "less"
    much = abs(bits) >= _MUCH
    return Message(f"explain.together.much_{way}") if much else Message(f"explain.together.{way}", _times(bits))


def _times(bits: float) -> dict[str, int]:
    """The factor, rounded to two digits."""
    factor = max(2, round(2 ** abs(bits)))
    digits = 10 ** max(len(str(factor)) - 2, 0)
    return {"n": round(factor / digits) * digits}


def _title(subject: Subject, words: Words) -> str:
    known = (subject.display_name, subject.handle, subject.email, subject.url)
    return next((text for text in map(safe_text, known) if text), words.plain("words.no_name"))


def _answer(e: Explanation) -> Message:
    known = {"t_verdict": f"verdict.{e.verdict.kind}", "t_category": f"category.{e.verdict.category}"}
    told = e.verdict.category and e.verdict.kind is not VerdictKind.CANNOT_TELL
    return Message("explain.is_as" if told else "explain.is", known)


def _who(hypothesis: Hypothesis) -> Message:
    category = hypothesis.category or Category.OTHER_COMMUNITY
    return Message("explain.person", {"id": hypothesis.person_id, "t_as": f"reason.as.{category}"})


def _row(label: str, step: Step, so_far: float, locale: str) -> Row:
    weights = tuple(
        WeightRow(
            weight.name,
            "" if weight.amount is None else format_decimal(weight.amount, "#,##0.00;−#,##0.00", locale),
            format_decimal(weight.bits, "+#,##0.00;−#,##0.00", locale),
        )
        for weight in step.weights
    )
    return Row(label, step.told, effect(step.bits), signed(step.bits, locale), signed(so_far, locale), weights)


def _shares(e: Explanation) -> list[tuple[str, int]]:
    """The kinds of possibility that there are, in 100."""
    this = e.nearest.p if e.nearest and e.nearest.kind is Kind.PERSON else 0.0
    shares = {
        "this": this,
        "others": e.share(Kind.PERSON) + e.share(Kind.CROWD) - this,
        "unseen": e.share(Kind.UNSEEN),
        "gone": e.share(Kind.GONE),
        "somebody_else": e.share(Kind.SOMEBODY_ELSE),
    }
    return [(name, round(100 * share)) for name, share in shares.items() if share >= 0.005 or name == "somebody_else"]


def _thresholds(e: Explanation) -> Message:
    if any(reason.id == "reason.school_page" for reason in e.verdict.reasons):
        return Message("explain.school_page")
    high, low = e.costs.community_at, e.costs.not_in_roster_at
    return Message("explain.thresholds", {"high": round(100 * high), "low": round(100 * low, 1)})


def _change(change: Change) -> Message:
    known = {
        "t_what": change.what.id,
        "t_verdict": f"verdict.{change.verdict}",
        "t_category": f"category.{change.category}",
    }
    listed = change.category and change.verdict in (VerdictKind.COMMUNITY, VerdictKind.UNCERTAIN)
    return Message("explain.becomes_as" if listed else "explain.becomes", known)


def _wrapped(text: str, width: int, indent: str = "") -> list[str]:
    return textwrap.wrap(text, max(width, 20), initial_indent=indent, subsequent_indent=indent)


def _points(texts: Iterable[str], width: int) -> list[str]:
    found: list[str] = []
    for text in texts:
        found += textwrap.wrap(text, max(width, 20), initial_indent="  - ", subsequent_indent="    ")
    return found


def _drawn(fall: charts.Fall, zero: float, width: int) -> str:
    """A bar of the waterfall in characters; only its words and number where the terminal is narrow."""
    head = f"{fall.label[:_LABEL]:<{_LABEL}}{fall.said:>{_NUMBER}}"
    room = width - len(head) - 2
    if width < _NARROW:
        return head
    start = round(fall.x * (room - 1) / 100)
    size = max(1, round(fall.width * (room - 1) / 100))
    cells = [" "] * room
    cells[round(zero * (room - 1) / 100)] = "|"
    mark = {"plus": _FULL, "minus": _EMPTY, "sum": _SUM}[fall.tone]
    cells[start : start + size] = mark * size
    return f"{head}  {''.join(cells[:room])}".rstrip()
