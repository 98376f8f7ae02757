"""`findings.json` (schema id `auditor/findings/1`): an audit's result as a file, and back.

Beside each sentence stands its message (`..._code`: id and parameters), so that a stored result can be shown in
another language without judging anything again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from auditor import result as r
from auditor.errors import AuditorError
from auditor.verdict import Candidate, Category, Verdict, VerdictKind
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Profile,
    RecordType,
    Setting,
    SettingKey,
    State,
    Unreadable,
)
from connectors.plain import plain

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "auditor/findings/1"
Words = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class CoverageDoc:
    """What was seen of one record type."""

    state: State
    reason: Gap | None
    expected: int | None
    received: int
    note: str
    note_codes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """The counts a reader looks for first."""

    connections: int
    by_verdict: Mapping[VerdictKind, int]
    by_category: Mapping[str, int]
    needs_attention: int


@dataclass(frozen=True, slots=True)
class ConnectionDoc:
    """One connection with its verdict."""

    id: str
    kinds: tuple[Kind, ...]
    display_name: str | None
    handle: str | None
    url: str | None
    since: datetime | None
    verdict: VerdictKind
    category: Category
    person_id: str | None
    p_community: float
    p_person: float | None
    reasons: tuple[str, ...]
    declared: r.Declaration | None
    platform_id: str | None = None
    email: str | None = None
    candidates: tuple[Candidate, ...] = ()
    reason_codes: tuple[Message, ...] = ()
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class SettingDoc:
    """One privacy setting as it was found."""

    key: SettingKey
    value: str
    raw: Mapping[str, str]
    source: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class FindingDoc:
    """One finding, in words and as messages."""

    fingerprint: str
    check: str
    clauses: tuple[str, ...]
    outcome: r.Outcome
    severity: r.Severity
    subject: r.FindingSubject
    evidence: tuple[r.Evidence, ...]
    message: str
    remedy: str | None
    exception: r.ExceptionGrant | None
    decision: r.Decision | None
    message_code: Message
    remedy_code: Message | None = None


@dataclass(frozen=True, slots=True)
class InputDoc:
    """What was given, what was opened of it, and what could not be read."""

    files: tuple[str, ...] = ()
    taken_at: datetime | None = None
    opened: tuple[str, ...] = ()
    unopened: int = 0
    unknown: tuple[str, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class FindingsFile:
    """The whole file."""

    run: r.Run
    account: r.AccountRef
    coverage: Mapping[RecordType, CoverageDoc]
    summary: Summary
    connections: tuple[ConnectionDoc, ...]
    settings: tuple[SettingDoc, ...]
    findings: tuple[FindingDoc, ...]
    profile: Profile
    input: InputDoc
    not_automated: tuple[r.NotAutomated, ...] = ()
    errors: tuple[Message, ...] = ()


@cache
def _adapter() -> TypeAdapter[FindingsFile]:
    from pydantic import TypeAdapter  # only where a file is read: it takes a while to load

    return TypeAdapter(FindingsFile)


def dump(result: r.AuditResult, words: Words) -> str:
    """The result as JSON text; the sentences in the language of `words`. Same result, same text."""
    return json.dumps({"schema": SCHEMA, **plain(_document(result, words))}, ensure_ascii=False, indent=1) + "\n"


def load(path: Path) -> r.AuditResult:
    """A stored result. Raises `AuditorError` naming the place that does not fit the schema."""
    from pydantic import ValidationError

    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
            raise AuditorError(f"{path.name}: this is not a findings file ({SCHEMA}).")
        return _result(_adapter().validate_python(data))
    except (OSError, ValueError, RecursionError) as e:
        where = "its JSON is not complete"
        if isinstance(e, ValidationError):
            where = "it does not fit its schema at " + "/".join(str(p) for p in e.errors()[0]["loc"])
        raise AuditorError(f"{path.name}: this findings file cannot be used: {where}. Run the audit again.") from e


def schema() -> dict[str, Any]:
    """The JSON Schema of `findings.json`."""
    body = _adapter().json_schema(mode="serialization")
    body["title"] = SCHEMA
    body["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    body["properties"] = {"schema": {"const": SCHEMA}, **body["properties"]}
    body["required"] = ["schema", *body.get("required", [])]
    return body


def summary(result: r.AuditResult) -> Summary:
    """Counts over the connections and findings of a result. `needs_attention` leaves out what was decided."""
    verdicts = Counter(judged.verdict.kind for judged in result.connections)
    told = (judged.verdict for judged in result.connections if judged.verdict.kind is not VerdictKind.CANNOT_TELL)
    categories = Counter(verdict.category for verdict in told if verdict.category)
    return Summary(
        connections=len(result.connections),
        by_verdict={kind: verdicts[kind] for kind in VerdictKind},
        by_category={category.value: categories[category] for category in Category if categories[category]},
        needs_attention=sum(needs_attention(finding) for finding in result.findings),
    )


def needs_attention(finding: r.Finding) -> bool:
    """Whether somebody still has to look: an attention without an exception in force and not decided as fine."""
    fine = finding.decision is not None and finding.decision.decision == "fine"
    return finding.outcome is r.Outcome.ATTENTION and finding.exception is None and not fine


def _document(result: r.AuditResult, words: Words) -> FindingsFile:
    return FindingsFile(
        run=result.run,
        account=result.account,
        coverage={
            record: CoverageDoc(c.state, c.reason, c.expected, c.received, " ".join(map(words, c.notes)), c.notes)
            for record, c in result.coverage.items()
        },
        summary=summary(result),
        connections=tuple(_connection(judged, words) for judged in result.connections),
        settings=tuple(SettingDoc(s.key, s.value, s.raw, s.place.source, s.place.pointer) for s in result.settings),
        findings=tuple(
            FindingDoc(
                f.fingerprint,
                f.check,
                f.clauses,
                f.outcome,
                f.severity,
                f.subject,
                f.evidence,
                words(f.message),
                words(f.remedy) if f.remedy else None,
                f.exception,
                f.decision,
                f.message,
                f.remedy,
            )
            for f in result.findings
        ),
        profile=result.profile,
        input=InputDoc(
            result.inputs, result.taken_at, result.opened, result.unopened, result.unknown, result.unreadable
        ),
        not_automated=result.not_automated,
        errors=result.errors,
    )


def _connection(judged: r.JudgedConnection, words: Words) -> ConnectionDoc:
    c, v = judged.connection, judged.verdict
    return ConnectionDoc(
        c.id,
        c.kinds,
        c.display_name,
        c.handle,
        c.url,
        c.since,
        v.kind,
        v.category,
        v.person_id,
        v.p_community,
        v.p_person,
        tuple(map(words, v.reasons)),
        judged.declared,
        c.platform_id,
        c.email,
        v.candidates,
        v.reasons,
        c.places,
    )


def _result(doc: FindingsFile) -> r.AuditResult:
    return r.AuditResult(
        run=doc.run,
        account=doc.account,
        profile=doc.profile,
        coverage={
            k: Coverage(k, c.state, c.reason, c.received, c.expected, c.note_codes) for k, c in doc.coverage.items()
        },
        connections=tuple(
            r.JudgedConnection(
                Connection(
                    c.kinds, c.places, c.display_name, c.handle, c.platform_id, c.url, c.email, None, c.since, c.id
                ),
                Verdict(c.verdict, c.category, c.p_community, c.person_id, c.p_person, c.candidates, c.reason_codes),
                c.declared,
            )
            for c in doc.connections
        ),
        settings=tuple(Setting(s.key, s.value, s.raw, Place(s.source, s.pointer)) for s in doc.settings),
        findings=tuple(
            r.Finding(
                f.fingerprint,
                f.check,
                f.clauses,
                f.outcome,
                f.severity,
                f.subject,
                f.evidence,
                f.message_code,
                f.remedy_code,
                f.exception,
                f.decision,
            )
            for f in doc.findings
        ),
        unreadable=doc.input.unreadable,
        inputs=doc.input.files,
        taken_at=doc.input.taken_at,
        opened=doc.input.opened,
        unopened=doc.input.unopened,
        unknown=doc.input.unknown,
        not_automated=doc.not_automated,
        errors=doc.errors,
    )
