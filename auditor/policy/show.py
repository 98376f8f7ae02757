"""A pack in words: what it asks, what serves it, and what no program judges."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from auditor.policy.pack import Clause, Pack
from auditor.result import NotAutomated
from connectors.model import Message


def not_automated(pack: Pack) -> tuple[NotAutomated, ...]:
    """The clauses that are not judged, or not in full, each with the reason."""
    return tuple(NotAutomated(c.id, c.demand, c.why) for c in pack.clauses if c.why is not None)


def lines(pack: Pack, text: Callable[[Message], str]) -> Iterator[str]:
    """The whole pack, line by line; `text` puts a message into the reader's language."""

    def say(id: str, **params: str | int) -> str:
        return text(Message(f"policy.show.{id}", params))

    yield f"{pack.title} ({pack.id})"
    yield say("head", district=pack.district, version=pack.version, t_status=f"policy.status.{pack.status}")
    if pack.effective:
        yield say("effective", d_date=pack.effective.isoformat())
    yield say("source", document=pack.source_document, sha256=pack.source_sha256)
    if pack.contact:
        yield say("contact", contact=pack.contact)
    yield say("audience", t_audience=f"policy.audience.{pack.audience_mode}")
    not_judged = sum(not clause.checks for clause in pack.clauses)
    partly = len(not_automated(pack)) - not_judged
    yield say("counts", n=len(pack.clauses), checks=len(pack.checks), not_judged=not_judged, partly=partly)
    yield from ("", say("settings"))
    yield from (f"  {name} = {value}" for name, value in pack.settings.items())
    yield f"  false_accusation = {pack.costs.false_accusation:g}"
    yield f"  missed_stranger = {pack.costs.missed_stranger:g}"
    yield from ("", say("clauses"))
    for clause in pack.clauses:
        yield ""
        yield from _clause(clause, text)
    if pack.guards:
        yield from ("", say("guards"))
        yield from (f"  {guard.id}: {text(guard.reason)}" for guard in pack.guards)
    if pack.questions:
        yield from ("", say("questions"))
        for question in pack.questions:
            yield ""
            yield f"  {text(question.question)} [{', '.join(question.clauses)}]"
            yield f"    {say('default')} {text(question.default)}"
            yield f"    {say('reason')} {text(question.reason)}"


def _clause(clause: Clause, text: Callable[[Message], str]) -> Iterator[str]:
    def say(id: str, **params: str | int) -> str:
        return text(Message(f"policy.show.{id}", params))

    verb = text(Message(f"policy.verb.{clause.verb}"))
    yield f"{clause.id}  ({clause.source}; {verb})"
    yield f"  {text(clause.demand)}"
    if len(clause.audiences) == 1:
        (only,) = clause.audiences
        yield f"  {say('only_for', t_audience=f'policy.audience.{only}')}"
    for check in clause.checks:
        yield f"  → {check}: {text(Message(f'check.{check}.title'))}"
        yield from (f"      {name} = {value}" for name, value in clause.params.get(check, {}).items())
        yield from (f"      {say('floor')} {name} = {value}" for name, value in clause.floor.get(check, {}).items())
    if clause.why is not None:
        yield f"  {say('not_judged')} {text(clause.why)}"
