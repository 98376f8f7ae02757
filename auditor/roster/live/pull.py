"""`auditor roster pull`: fetch every list to its end, look whether the roster shrank, and store it.

A fetch that is cut stores nothing but its pages, and goes on with them; an incomplete one never becomes a roster.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from auditor.errors import RosterError
from auditor.roster.live import changes as changing
from auditor.roster.live import guard, stage, store
from auditor.roster.live.auth import auth_for, refused
from auditor.roster.live.clever import CleverReader
from auditor.roster.live.google import GoogleReader
from auditor.roster.live.oneroster import OneRosterReader
from auditor.roster.live.reading import SMALLEST, Listing, Reader, TooMuch
from auditor.roster.live.source import Source, SourceKind
from auditor.roster.live.stage import Stage
from auditor.roster.model import Group
from connectors.addresses import Hosts
from connectors.http import SYSTEM, Clock, Http
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status, refusal

Step = Callable[[str, int, int], None]
"""Told the label of a list (message `roster_live.list.<label>`), how many entries came, and how many there are (0: not
known; the same as came: the list is over)."""
FRESH = timedelta(hours=24)
"""How old a cut fetch may be to be gone on with: of an older one, the first pages no longer hold."""
_BAD_REQUEST = 400
_PASSES = 3
"""How often a list that changes while it is read is read in all."""
_WORDED = frozenset({"signed_out", "forbidden", "not_found", "unreachable", "server_error", "elsewhere", "not_json"})
"""Reasons that are told in words of our own: there is no account to connect again."""


class NotPulled(RosterError):
    """No roster was stored. `message` says why and what to do next."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.id)
        self.message = message


@dataclass(frozen=True, slots=True)
class Pulled:
    """A stored roster."""

    folder: Path
    people: Mapping[Group, int]
    rows: Mapping[str, int]
    absent: tuple[str, ...]
    """Labels of the lists that the server does not have, and that a roster can do without."""
    changes: bool = False
    """Whether only changes were asked for."""


def reader_for(source: Source, http: Http, clock: Clock = SYSTEM) -> Reader:
    """What reads this kind of server."""
    auth = auth_for(source, http, clock)
    if source.kind is SourceKind.CLEVER:
        return CleverReader(source, auth)
    return GoogleReader(source, auth) if source.kind is SourceKind.GOOGLE else OneRosterReader(source, auth)


def pull(
    source: Source,
    target: Path,
    step: Step = lambda *_: None,
    *,
    accept_shrink: bool = False,
    changes: bool = False,
    http: Http | None = None,
    clock: Clock = SYSTEM,
    waiting: Callable[[float], None] = lambda _: None,
) -> Pulled:
    """Fetch the roster and store it in the folder; with `changes`, only what is other than in the stored one, if sound.

    Raises `NotPulled` where the server does not give all of it or a group shrank, and `RosterError` where the folder
    cannot be written or holds something else.
    """
    target = target.resolve()
    try:
        return _pull(source, target, step, accept_shrink, changes, http, clock, waiting)
    except sqlite3.Error as e:
        raise RosterError(
            f"{store.stage_folder(target)}: what was read cannot be kept there ({e}). Free some space, or delete that "
            "folder, and run the same command again."
        ) from e


def _pull(
    source: Source,
    target: Path,
    step: Step,
    accept_shrink: bool,
    changes: bool,
    http: Http | None,
    clock: Clock,
    waiting: Callable[[float], None],
) -> Pulled:
    folder = store.stage_folder(target)
    _begin(folder, source, accept_shrink)
    store.recover(target)
    before = store.stored(target)
    with nullcontext(http) if http else Http(Hosts.of(source.hosts), clock=clock, waiting=waiting) as requests:
        reader = reader_for(source, requests, clock)
        changed = changes and _changes(reader, before, target, folder, source)
        with Stage(folder) as pages:
            # A stage of changes is never gone on with: a list read into it would keep what is no longer there.
            pages.remember("source", "" if changed else _identity(source))
            if changed and before:
                absent, read_whole = tuple(before.body["absent"]), str(before.body["read_whole"])
            else:
                absent, read_whole = _fetch(reader, pages, step), pages.about("started")
            people = _looked_at(pages, None if accept_shrink else before)
            about = {
                "source": {"kind": source.kind.value, "base_url": source.base_url},
                "identity": _identity(source),
                "started": pages.about("started"),
                "read_whole": read_whole,
                "finished": datetime.now(UTC).isoformat(),
                "absent": list(absent),
            }
            store.write(pages, target, about, {group.value: count for group, count in people.items()})
            rows = {file: pages.count(file) for file in ("orgs", "classes", "users", "enrollments")}
    stage.discard(folder)
    return Pulled(target, people, rows, absent, changed)


def _changes(reader: Reader, before: store.Stored | None, target: Path, folder: Path, source: Source) -> bool:
    """Whether the changes since the stored roster are in the stage, and it is as good as one that was read whole."""
    if before is None or not isinstance(reader, OneRosterReader) or folder.exists():
        return False
    return changing.apply(reader, before, target, folder, _identity(source))


def _looked_at(pages: Stage, before: store.Stored | None) -> dict[Group, int]:
    """People by group. Raises `NotPulled` where there is nobody, or many fewer than `before`."""
    people = guard.people_by_group(pages)
    if not any(people.values()):
        raise NotPulled(Message("roster_live.nobody"))
    if before is not None and (lost := guard.shrunk(before.counts, people)):
        pages.remember("whole", "1")
        group, had, has = max(lost, key=lambda entry: entry[1] - entry[2])
        raise NotPulled(Message("roster_live.shrunk", {"t_group": f"roster.group.{group}", "before": had, "n": has}))
    return people


def _begin(folder: Path, source: Source, accept_shrink: bool) -> None:
    """Leave what an earlier run kept if it can be gone on with, else throw it away."""
    if not folder.exists():
        return
    try:
        with Stage(folder) as pages:
            age = datetime.now(UTC) - datetime.fromisoformat(pages.about("started"))
            # A whole one was refused for having shrunk: asked for again, the server may say something else by now.
            of_use = age < FRESH and (accept_shrink or not pages.about("whole"))
            keep = of_use and pages.about("source") == _identity(source)
    except sqlite3.OperationalError:
        raise  # a full disk, say: the pages are as good as they were
    except sqlite3.DatabaseError:
        keep = False  # damaged
    if not keep:
        stage.discard(folder)


def _identity(source: Source) -> str:
    """A digest of everything that decides which rows come, and not of the secret, which may change meanwhile."""
    parts = [source.kind, source.base_url, source.client_id, source.classroom_url, source.guardians]
    parts += [source.subject] if source.subject else []
    text = json.dumps([*map(str, parts), sorted(source.org_units.items())])
    return hashlib.sha256(text.encode()).hexdigest()


def _fetch(reader: Reader, pages: Stage, step: Step) -> tuple[str, ...]:
    absent: dict[str, None] = {}
    came: dict[str, int] = {}
    label = ""
    for listing in reader.listings(pages):
        if label not in ("", listing.label):
            step(label, came.get(label, 0), came.get(label, 0))
        label = listing.label
        earlier = came.get(label, 0)

        def told(received: int, total: int | None, label: str = label, earlier: int = earlier) -> None:
            came[label] = earlier + received
            step(label, came[label], max((total or 0) + earlier, came[label] + 1) if total else 0)

        try:
            if not _list(listing, pages, told):
                absent[label] = None
        except Refusal as failed:
            if failed.gap is Gap.DECLARED_COUNT_DIFFERS or failed.note.id == "live.cursor_repeats":
                pages.remember("source", "")  # to go on would be to say the same without asking again
            raise NotPulled(_message(label, failed)) from None
    if label:
        step(label, came.get(label, 0), came.get(label, 0))
    return tuple(absent)


def _list(listing: Listing, pages: Stage, told: Callable[[int, int | None], None]) -> bool:
    """Read a list to its end; False where the server has no such list and need not have one."""
    name, restarted = listing.name, False
    while True:
        progress = pages.progress(name)
        told(progress.received, progress.total)
        if progress.ended:
            if _whole(name, pages):
                return progress.pages > 0 or listing.vanishes
            pages.again(name)
            continue
        size = progress.size or listing.size
        try:
            page = listing.ask(progress.cursor, size)
        except TooMuch as too_much:
            if size <= SMALLEST:
                raise of_status(too_much.status) from None
            pages.smaller(name, max(SMALLEST, size // 2))
            continue
        except Refusal as failed:
            if progress.pages and not restarted and failed.note.params.get("status") == _BAD_REQUEST:
                pages.again(name)  # cursors of an earlier run may have expired
                restarted = True
                continue
            if not _may_end(listing, failed, progress, pages):
                raise
            pages.end(name)
            continue
        if not pages.store(name, page, progress.size):
            if page.total is None or pages.count(name) < page.total:
                raise refusal(Gap.PAGINATION_STOPPED, "cursor_repeats", t_list=f"roster_live.list.{listing.label}")
            pages.end(name)  # a server that knows no offset gives all of it each time


def _may_end(listing: Listing, failed: Refusal, progress: stage.Progress, pages: Stage) -> bool:
    """Whether a list may be taken to be over, or not to be there, for this answer."""
    missing = failed.gap is Gap.NOT_OFFERED
    if progress.pages:  # "no such page" behind the last one, where the server's count says that it was the last
        return missing and progress.total is not None and pages.count(listing.name) >= progress.total
    forbidden = failed.gap is Gap.PERMISSION_MISSING and not failed.final
    return (listing.vanishes and missing) or (listing.optional and (missing or forbidden))


def _whole(name: str, pages: Stage) -> bool:
    """Whether a list that is over has all the server counts. Raises `Refusal` where reading again does not help."""
    progress = pages.progress(name)
    if progress.total is None:
        return True
    there = pages.count(name) >= progress.total
    if there and not progress.moved:
        return True
    # Some servers list an id twice and count it twice: then as many came as were promised, twice in a row.
    came = progress.received >= progress.total and not progress.moved
    if progress.passes >= _PASSES:
        if there or came:
            return True
        raise refused("short", Gap.DECLARED_COUNT_DIFFERS)
    return came and progress.passes > 1


def _message(label: str, failed: Refusal) -> Message:
    name = failed.note.id.rpartition(".")[2]
    if failed.note.id.startswith("live.") and name in _WORDED:
        why = f"roster_live.{name}"
    elif name == "cursor_repeats":
        why = "roster_live.repeats"
    else:
        why = failed.note.id
    return Message("roster_live.not_read", {"t_list": f"roster_live.list.{label}", "t_why": why})
