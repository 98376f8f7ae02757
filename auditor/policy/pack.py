"""What a policy pack holds once the loader has accepted it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

from auditor.policy.model import Check, Verb
from auditor.result import Severity
from auditor.verdict import Costs
from connectors.model import Message

CheckParams: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Check id → parameter → value."""

LANGUAGES = ("en", "es", "pt")
"""The languages a sentence of a pack may be written in; English is always there."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence of the district's document. It has `checks`, or `why` nothing is judged, or both."""

    id: str
    source: str
    """Where it stands in the document."""
    demand: Message
    """What it asks, in plain words (`pack.text`)."""
    verb: Verb
    audiences: frozenset[str]
    checks: tuple[str, ...] = ()
    params: CheckParams = field(default_factory=dict)
    floor: CheckParams = field(default_factory=dict)
    """The loosest values with which a pass still counts for this clause."""
    severity: Severity | None = None
    """Instead of the checks' own; never above what the verb allows."""
    guard: str = ""
    """The guard that keeps this clause from ever being judged by software."""
    why: Message | None = None
    """Why it, or the rest of it, is not judged."""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """Something the document leaves open: what the pack assumes until the district decides, and why."""

    clauses: tuple[str, ...]
    question: Message
    default: Message
    reason: Message


@dataclass(frozen=True, slots=True)
class Guard:
    """Something that is never checked, listed so that nobody adds it by accident."""

    id: str
    reason: Message


@dataclass(frozen=True)
class Pack:
    """A district's policy, ready to be evaluated."""

    id: str
    title: str
    district: str
    version: str
    status: str
    """`draft` or `adopted`."""
    source_document: str
    source_sha256: str
    audience_mode: str
    """`community` (closed accounts) or `public`: what holds for an account that does not say."""
    clauses: tuple[Clause, ...]
    checks: Mapping[str, Check]
    """Every check a clause names."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """`[community]` and `[thresholds]`: they set the parameter of the same name in every check that has it."""
    costs: Costs = field(default_factory=Costs)
    """`[verdicts]`: what a wrong verdict costs, where having a person look costs 1."""
    questions: tuple[OpenQuestion, ...] = ()
    guards: tuple[Guard, ...] = ()
    effective: date | None = None
    contact: str = ""
    email_domains: tuple[str, ...] = ()
    sha256: str = ""

    @cached_property
    def by_check(self) -> Mapping[str, tuple[Clause, ...]]:
        """Check id → the clauses it serves, both in the order of the document."""
        served: dict[str, tuple[Clause, ...]] = {}
        for clause in self.clauses:
            for check in clause.checks:
                served[check] = (*served.get(check, ()), clause)
        return served

    @property
    def open_question_messages(self) -> tuple[Message, ...]:
        """What the district still has to settle, as questions."""
        return tuple(question.question for question in self.questions)

    def params(self, check: str) -> dict[str, Any]:
        """What the check runs with: its defaults, under the pack's settings, under the clauses' parameters."""
        values = {name: param.default for name, param in self.checks[check].meta.params.items()}
        values.update({name: value for name, value in self.settings.items() if name in values})
        for clause in self.by_check.get(check, ()):
            values.update(clause.params.get(check, {}))
        return values
