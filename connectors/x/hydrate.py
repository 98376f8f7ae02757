"""Names for the numbers in an X archive: the ids of its lists, looked up in batches of 100.

Only ids that stand in the account's own lists are looked up. Nobody is added and nobody lost: who has no name at X any
more stays a number. What was looked up is in the journal, so that a run that was cut goes on and pays for nobody twice.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from connectors.http import Http
from connectors.journal import Journal, Progress
from connectors.live import Access
from connectors.model import Connection, Gap, Kind, Message, Platform, RecordType, Snapshot
from connectors.pull import MENDED, Step
from connectors.refusal import Refusal, refusal
from connectors.x import prices
from connectors.x.api import BATCH, Api, rows
from connectors.x.users import OF_PEOPLE, id_of, person

_SOURCE = "users"
_BEFORE = "x.names_joined"
"""The archive reader's note of how many are numbers, which no longer holds."""


@dataclass(frozen=True, slots=True)
class Hydrated:
    """A snapshot with names, and how the look-up ended."""

    snapshot: Snapshot
    named: int
    gone: int
    """Looked up, and unknown to X."""
    left: int
    """Not looked up, because X refused or the cost was not agreed to."""
    refused: Refusal | None = None

    @property
    def unfinished(self) -> bool:
        """Whether another run could go on where this one ended: also where the owner has to agree anew before."""
        if self.refused is None or self.refused.passing:
            return self.refused is not None
        return self.named + self.gone > 0 and self.refused.final and self.refused.gap in MENDED


def nameless(snapshot: Snapshot) -> tuple[str, ...]:
    """The ids without handle or name, each once, in the order of their numbers."""
    found = {
        c.platform_id
        for c in snapshot.connections
        if c.platform_id is not None
        and id_of({"id": c.platform_id}) == c.platform_id
        and not (c.handle and c.display_name)
    }
    return tuple(sorted(found, key=lambda account: (int(account), account)))


def hydrate(
    snapshot: Snapshot,
    access: Access,
    http: Http,
    journal: Journal,
    step: Step = lambda *_: None,
    agree: Callable[[Message], bool] = lambda _: True,
) -> Hydrated:
    """Look the numbers of an X snapshot up.

    `http` reaches the hosts of `XLive`; `journal` is for this look-up alone, never that of a pull. `agree` is asked
    before money is spent; False leaves the snapshot as it is, with a note. Never raises `Refusal`: what is refused is
    noted. Raises `ValueError` for a snapshot of another platform.
    """
    if snapshot.platform != Platform.X:
        raise ValueError("only numbers of X can be looked up at X")
    wanted = nameless(snapshot)
    # The list in the journal is of these very ids: another archive starts anew instead of going on in the wrong place.
    name = f"names:{hashlib.sha256(' '.join(wanted).encode()).hexdigest()[:16]}"
    refused = None
    if wanted and not journal.progress(name).ended:
        rest = len(wanted) - _done(journal.progress(name), wanted)
        if agree(prices.of_names(rest)):
            refused = _look_up(wanted, name, Api(access, http), journal, step)
        else:
            refused = refusal(Gap.PLAN_TIER, "not_agreed", passing=rest < len(wanted))
    found = {row.platform_id: row for rows_ in journal.people() for row in rows_ if row.platform_id is not None}
    looked = _done(journal.progress(name), wanted)
    gone = sum(account not in found for account in wanted[:looked])
    connections = tuple(_named(c, found.get(c.platform_id or "")) for c in snapshot.connections)
    named, left = looked - gone, len(wanted) - looked
    notes = tuple(_notes(named, gone, left, refused))
    listed = snapshot.coverage[RecordType.CONNECTIONS]
    kept = tuple(note for note in listed.notes if note.id != _BEFORE or not looked)
    coverage = {**snapshot.coverage, RecordType.CONNECTIONS: replace(listed, notes=(*kept, *notes))}
    return Hydrated(replace(snapshot, connections=connections, coverage=coverage), named, gone, left, refused)


def _done(progress: Progress, wanted: tuple[str, ...]) -> int:
    """How many of the wanted were looked up: the cursor is the place of the next one."""
    return len(wanted) if progress.ended else int(progress.cursor or 0)


def _look_up(wanted: tuple[str, ...], name: str, api: Api, journal: Journal, step: Step) -> Refusal | None:
    while not (progress := journal.progress(name)).ended:
        start = _done(progress, wanted)
        step(name.partition(":")[0], start, len(wanted))
        batch = wanted[start : start + BATCH]
        try:
            answer = api.users(batch, OF_PEOPLE)
        except Refusal as e:
            return e
        asked = frozenset(batch)
        people = [person(row, Kind.CONTACT, _SOURCE, at) for at, row in enumerate(rows(answer)) if id_of(row) in asked]
        end, unknown = start + len(batch), len(asked - {id_of(row) for row in rows(answer)})
        journal.store(name, 0, people, str(end) if end < len(wanted) else None, unknown)
    step(name.partition(":")[0], len(wanted), len(wanted))
    return None


def _named(connection: Connection, found: Connection | None) -> Connection:
    """A connection with what X says today; what the archive said stays where X says nothing."""
    if found is None:
        return connection
    return replace(
        connection,
        handle=found.handle or connection.handle,
        display_name=found.display_name or connection.display_name,
        bio=found.bio or connection.bio,
        places=tuple(dict.fromkeys((*connection.places, *found.places))),
    )


def _notes(named: int, gone: int, left: int, refused: Refusal | None) -> Iterator[Message]:
    if refused is not None:
        yield refused.note
    for id, n in (("x.hydrate_named", named), ("x.hydrate_gone", gone), ("x.hydrate_left", left)):
        if n:
            yield Message(id, {"n": n})
