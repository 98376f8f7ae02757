"""The report on one account, put in the order in which it is read. Judges nothing; formats nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from auditor.result import AuditResult, Finding, JudgedConnection, Outcome, Severity
from auditor.roster import model as roster
from auditor.verdict import Category, Verdict, VerdictKind
from connectors.model import STANDING, Message, RecordType, Setting, State

T = TypeVar("T")

SHOWN_FIRST = 20
"""Cards that stand open; the others wait behind a click."""
PUBLIC = "public"
_NOBODY = "reason.nobody_fits"
"""What the classifier says of somebody it did not find: the check has said so already."""
_VERY, _FAIRLY = 0.95, 0.8
_WORTH_SAYING = 0.05
_SEVERITIES = tuple(Severity)
_VERDICT_ORDER = (
    VerdictKind.NOT_IN_ROSTER,
    VerdictKind.UNCERTAIN,
    VerdictKind.CANNOT_TELL,
    VerdictKind.COMMUNITY,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One person to look at, with every finding about them."""

    judged: JudgedConnection
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> Severity:
        """The highest of the findings'."""
        return max((finding.severity for finding in self.findings), key=_SEVERITIES.index)

    @property
    def reasons(self) -> tuple[Message, ...]:
        """What the checks say, then what the classifier saw."""
        told = tuple(finding.message for finding in self.findings)
        not_found = any("not_found" in message.id for message in told)
        seen = (r for r in self.judged.verdict.reasons if not (not_found and r.id == _NOBODY))
        return (*told, *seen)

    @property
    def remedies(self) -> tuple[Message, ...]:
        """What the owner can do, each once."""
        return unique(finding.remedy for finding in self.findings if finding.remedy)


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one check."""

    check: str
    cards: tuple[Card, ...]

    @property
    def shared(self) -> tuple[Message, ...]:
        """What can be done about most of these people, to be said once, before the cards."""
        if len(self.cards) == 1:
            return ()
        remedies = unique(remedy for card in self.cards for remedy in card.remedies)
        return tuple(r for r in remedies if 2 * sum(r in card.remedies for card in self.cards) > len(self.cards))


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as it was read, and what the checks say of it (None: the policy does not ask)."""

    setting: Setting
    outcome: Outcome | None


class Report:
    """What the page on one account shows, part by part."""

    def __init__(self, result: AuditResult) -> None:
        self.result = result
        self.public = result.account.audience == PUBLIC
        self._judged = {judged.connection.id: judged for judged in result.connections}

    def count(self, kind: VerdictKind) -> int:
        """How many connections got this answer."""
        return sum(judged.verdict.kind is kind for judged in self.result.connections)

    @property
    def community(self) -> int:
        """How many connections are in the school lists."""
        return self.count(VerdictKind.COMMUNITY)

    @property
    def total(self) -> int:
        """How many connections there are."""
        return len(self.result.connections)

    @property
    def cannot_tell(self) -> int:
        """How many connections nothing can be said of."""
        return self.count(VerdictKind.CANNOT_TELL)

    @property
    def connections_complete(self) -> bool:
        """Whether the whole connection list was seen."""
        return self.result.coverage[RecordType.CONNECTIONS].state is State.COMPLETE

    @cached_property
    def lead(self) -> tuple[Message, ...]:
        """The answer in one paragraph, sentence by sentence."""
        return (self._who(), *self._others(), *self._to_do())

    def _who(self) -> Message:
        if self.public:
            return Message("report.lead.public")
        if not self.total:
            return Message("report.lead.nobody" if self.connections_complete else "report.lead.unseen")
        if self.community == self.total:
            return Message("report.lead.all", {"n": self.total})
        return Message("report.lead.some", {"n": self.total, "community": self.community})

    def _others(self) -> list[Message]:
        """That some of the people counted are not connected today."""
        others = sum(not STANDING & set(judged.connection.kinds) for judged in self.result.connections)
        return [Message("report.lead.others", {"n": others})] if others else []

    def _to_do(self) -> list[Message]:
        people, settings = len(self.cards), len(self.asks)
        unseen = self.not_assessed or self.cannot_tell or not self.connections_complete
        if not people and not settings and not unseen:
            return [Message("report.lead.nothing")]
        told = []
        if self.cannot_tell:
            told.append(Message("report.lead.cannot_tell", {"n": self.cannot_tell}))
        if people or (self.total and not self.public):
            told.append(Message("report.lead.look" if people else "report.lead.look_none", {"n": people}))
        if settings:
            told.append(Message("report.lead.settings", {"n": settings}))
        elif self.result.settings:
            told.append(Message("report.lead.settings_none"))
        return told

    @cached_property
    def gaps(self) -> tuple[Message, ...]:
        """What has to stand on page one because it was incomplete."""
        told = []
        coverage = self.result.coverage[RecordType.CONNECTIONS]
        if coverage.state is State.NONE:
            told.append(Message("report.gap.none"))
        elif coverage.state is State.PARTIAL:
            counts = {"received": coverage.received, "expected": coverage.expected}
            told.append(Message("report.gap.partial" if coverage.expected is None else "report.gap.partial_of", counts))
        if coverage.state is not State.COMPLETE:
            told += coverage.notes
            if coverage.reason and not coverage.notes:
                told.append(Message(f"policy.gap.{coverage.reason}.remedy"))
        if self.result.unreadable:
            told.append(Message("report.gap.unreadable", {"n": len(self.result.unreadable)}))
        if self.result.errors:
            told.append(Message("report.gap.broken", {"n": len(self.result.errors)}))
        return unique(told)

    @cached_property
    def cards(self) -> tuple[Card, ...]:
        """The people to look at: one card each, in the order of the findings."""
        found: dict[str, list[Finding]] = {}
        for finding in self._open:
            if finding.subject.type == "connection" and finding.subject.id in self._judged:
                found.setdefault(finding.subject.id, []).append(finding)
        return tuple(Card(self._judged[id], tuple(findings)) for id, findings in found.items())

    def groups(self, cards: Sequence[Card]) -> tuple[Group, ...]:
        """Cards put together by the check that asks to look, in the order of the first of each."""
        by_check: dict[str, list[Card]] = {}
        for card in cards:
            by_check.setdefault(card.findings[0].check, []).append(card)
        return tuple(Group(check, tuple(members)) for check, members in by_check.items())

    @cached_property
    def asks(self) -> tuple[Finding, ...]:
        """Everything to look at that is not a person."""
        return tuple(f for f in self._open if f.subject.type != "connection" or f.subject.id not in self._judged)

    @cached_property
    def _open(self) -> tuple[Finding, ...]:
        return tuple(
            f for f in self.result.findings if f.outcome in (Outcome.ATTENTION, Outcome.MANUAL) and not settled(f)
        )

    @cached_property
    def fine(self) -> tuple[Finding, ...]:
        """What passed."""
        return self._with(Outcome.PASS)

    @cached_property
    def not_assessed(self) -> tuple[Finding, ...]:
        """What could not be judged; what two findings of a check say alike stands once."""
        told: dict[tuple[str, str], Finding] = {}
        for finding in self._with(Outcome.NOT_ASSESSED):
            told.setdefault((finding.check, repr((finding.message, finding.remedy))), finding)
        return tuple(told.values())

    @cached_property
    def not_applicable(self) -> tuple[str, ...]:
        """The checks that do not apply, by id."""
        return unique(finding.check for finding in self._with(Outcome.NOT_APPLICABLE))

    def _with(self, outcome: Outcome) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.result.findings if finding.outcome is outcome)

    @cached_property
    def settled(self) -> tuple[Finding, ...]:
        """Every finding with an exception or a decision."""
        return tuple(f for f in self.result.findings if f.exception is not None or f.decision is not None)

    def judged(self, finding: Finding) -> JudgedConnection | None:
        """The connection a finding is about, if it is about one."""
        return self._judged.get(finding.subject.id) if finding.subject.type == "connection" else None

    @cached_property
    def settings(self) -> tuple[SettingRow, ...]:
        """Every setting that was read."""
        outcomes = {f.subject.id: f.outcome for f in reversed(self.result.findings) if f.subject.type == "setting"}
        return tuple(SettingRow(setting, outcomes.get(setting.key)) for setting in self.result.settings)

    @cached_property
    def value_of(self) -> dict[str, Setting]:
        """Setting key → the setting as it was read."""
        return {str(setting.key): setting for setting in self.result.settings}

    @cached_property
    def roster_gaps(self) -> tuple[Message, ...]:
        """What the school lists do not cover."""
        return roster_gaps(
            self.result.run.roster.groups,
            self.result.run.roster.students,
            self.result.run.roster.students_with_guardian,
        )

    @cached_property
    def connections(self) -> tuple[JudgedConnection, ...]:
        """All connections, those to look at first; within an answer in the order they were read."""
        return tuple(sorted(self.result.connections, key=lambda j: _VERDICT_ORDER.index(j.verdict.kind)))

    def categories(self) -> list[tuple[Category, int]]:
        """How many people in the school lists have each role; only roles that occur."""
        counts = [(c, self._in_category(c)) for c in Category if c is not Category.NONE]
        return [(category, count) for category, count in counts if count]

    def _in_category(self, category: Category) -> int:
        return sum(
            j.verdict.category is category and j.verdict.kind is VerdictKind.COMMUNITY for j in self.result.connections
        )


def settled(finding: Finding) -> bool:
    """Whether an exception is in force or a reviewer found it fine."""
    return finding.exception is not None or (finding.decision is not None and finding.decision.decision == "fine")


def how_sure(verdict: Verdict) -> Message:
    """How sure the answer is, in words."""
    kind = verdict.kind
    if kind not in (VerdictKind.COMMUNITY, VerdictKind.NOT_IN_ROSTER):
        return Message(f"sure.{kind}")
    p = verdict.p_community if kind is VerdictKind.COMMUNITY else 1 - verdict.p_community
    return Message(f"sure.{kind}." + ("high" if p >= _VERY else "middle" if p >= _FAIRLY else "low"))


def in_100(p: float) -> Message:
    """A probability as people say it."""
    if p > 0.99 or p < 0.01:
        return Message("sure.over_99" if p > 0.5 else "sure.under_1")
    return Message("sure.in_100", {"n": round(100 * p)})


_BY_RULE = frozenset({"reason.school_page", "reason.recently_left"})
"""Reasons beside which a number would be about something else: who else in the lists it may be."""


def how_likely(verdict: Verdict, *, alone: bool = False) -> Message | None:
    """How sure the answer is, in a number; None where a number would say nothing.

    `alone`: the answer does not stand beside it, so an open one needs to say what the number is of.
    """
    kind, p = verdict.kind, verdict.p_community
    if any(reason.id in _BY_RULE for reason in verdict.reasons):
        return None
    if kind in (VerdictKind.COMMUNITY, VerdictKind.NOT_IN_ROSTER):
        return in_100(p if kind is VerdictKind.COMMUNITY else 1 - p)
    if kind is VerdictKind.UNCERTAIN and p >= _WORTH_SAYING:
        return Message("sure.listed", {"n": round(100 * p)}) if alone else in_100(p)
    return None


def roster_gaps(groups: Sequence[roster.GroupCoverage], students: int, with_guardian: int) -> tuple[Message, ...]:
    """Where the school lists are thin, in sentences."""
    told = [
        group.note or Message("report.unseen.group", {"t_group": f"roster.group.{group.group}"})
        for group in groups
        if group.state != "covered"
    ]
    if not students:
        told.append(Message("report.unseen.no_students"))
    elif with_guardian < students and not any(g.group is roster.Group.PARENT and g.note for g in groups):
        told.append(Message("report.unseen.guardians", {"percent": 100 * with_guardian // students}))
    return unique(told)


def unique(values: Iterable[T]) -> tuple[T, ...]:
    """Each value once, in order (messages have no hash, so this is for short lists)."""
    kept: list[T] = []
    for value in values:
        if value not in kept:
            kept.append(value)
    return tuple(kept)
