"""What `auditor explain` is asked: the account and the connection, given or out of a stored result."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from auditor import policy as policies
from auditor import result_json, writing
from auditor import roster as rosters
from auditor.audit import find_owner
from auditor.classify import explain as classifying
from auditor.classify import index, store
from auditor.classify.classifier import IndexClassifier
from auditor.classify.explanation import Explanation
from auditor.errors import AuditorError
from auditor.result import AuditResult, JudgedConnection
from auditor.roster.model import Person, Roster
from auditor.verdict import Subject
from connectors.memory import rare_collection
from connectors.model import Message


@dataclass(frozen=True, slots=True)
class Explained:
    """An explanation, and what a reader has to know besides."""

    explanation: Explanation
    notes: tuple[Message, ...]


def explain(
    roster: Path, staff: str | None, policy: str, shown: Subject, findings: Path | None, connection: str | None
) -> Explained:
    """Explain one connection: `connection` of a stored result, or what is `shown` alone.

    Raises `AuditorError` for an owner or a connection that is not there.
    """
    costs = policies.load(policy).costs
    stored = result_json.load(findings) if findings else None
    which = _which(stored, connection or "") if stored else 0
    people = rosters.load(roster)
    owner = find_owner(people, staff) if staff else _owner_of(stored, people)
    subjects = [subject_of(judged) for judged in stored.connections] if stored else [shown]
    with rare_collection():
        classifier = IndexClassifier(index.build(people, store.latest(roster)))
    explanation = classifying.explain(classifier, subjects, owner, which, costs)
    return Explained(explanation, tuple(_notes(stored, which, people, owner, explanation)) if stored else ())


def show(
    done: Explained, lang: str, output: Path | None, say: Callable[[str], None], note: Callable[[str], None]
) -> None:
    """Print an explanation as wide as the terminal is, and write its page where one is wanted."""
    from reports import explain as words
    from reports import render
    from reports.catalog import Catalog

    for message in done.notes:
        note(Catalog(lang).text(message))
    for line in words.lines(done.explanation, lang, shutil.get_terminal_size((100, 24)).columns):
        say(line)
    if output is not None:
        say(str(writing.write(output, render.explain_html(done.explanation, lang))))


def subject_of(judged: JudgedConnection) -> Subject:
    """A stored connection as it was classified; its bio is not stored."""
    c = judged.connection
    return Subject(c.display_name, c.handle, c.url, c.email, c.bio)


def _which(stored: AuditResult, wanted: str) -> int:
    """The place of a connection: by id, or else by handle, or else by name."""
    known = [judged.connection for judged in stored.connections]
    bare = wanted.strip().removeprefix("@").casefold()
    by_handle = [i for i, c in enumerate(known) if (c.handle or "").removeprefix("@").casefold() == bare]
    by_name = [i for i, c in enumerate(known) if (c.display_name or "").strip().casefold() == bare]
    fits = [i for i, c in enumerate(known) if c.id == wanted] or (by_handle or by_name if bare else [])
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise AuditorError(
            f"{len(fits)} connections fit. Give one of these ids with --connection: "
            f"{', '.join(known[i].id for i in fits[:10])}."
        )
    raise AuditorError(
        f"None of the {len(known)} connections in this file has that id, handle or name. Copy the id of one from the "
        "file's “connections”, or from the column connection_id of connections.csv."
    )


def _owner_of(stored: AuditResult | None, people: Roster) -> Person | None:
    return people.find(stored.account.staff_id) if stored else None


def _notes(
    stored: AuditResult, which: int, people: Roster, owner: Person | None, explanation: Explanation
) -> list[Message]:
    notes = []
    if stored.run.roster.sha256 != people.sha256:
        notes.append(Message("explain.note.other_roster"))
    if owner is None:
        notes.append(Message("explain.note.owner_unknown"))
    before = stored.connections[which].verdict.kind
    if before is not explanation.verdict.kind:
        notes.append(Message("explain.note.other_answer", {"t_verdict": f"verdict.{before}"}))
    return notes
