"""The platform's own count beside the list of an export.

Facebook, Instagram, Threads and TikTok let no program read the lists, but tell how many people are on them. A live
snapshot with such counts is held against the export of the same account: a list that is shorter than the platform's
count is not the whole list, whatever the export looks like.

A count is carried in a snapshot as a note of the coverage (`counted`), one for each list, so that it is shown and kept
like every other note.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from connectors.errors import ConnectorError
from connectors.model import STANDING, Coverage, Gap, Kind, Message, RecordType, Snapshot, SourceKind, State

COUNTED = "crosscheck.counted"
"""The id of the note that carries a count."""
_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "live.list.followers": Kind.FOLLOWER,
        "live.list.following": Kind.FOLLOWING,
        "live.list.friends": Kind.FRIEND,
        "live.list.subscribers": Kind.SUBSCRIBER,
        "live.list.subscriptions": Kind.SUBSCRIPTION,
        "live.list.members": Kind.MEMBER,
    }
)


def counted(listing: str, n: int) -> Message:
    """The note for a count of the platform's: `counted("followers", 210)`."""
    return Message(COUNTED, {"n": n, "t_list": f"live.list.{listing}"})


def count_of(value: object) -> int | None:
    """A count as platforms write it: a whole number, or digits; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**15 else None


def counts_only(counts: Mapping[str, int | None], limit: Message) -> Coverage:
    """Coverage of connections where the platform counts people and lists none.

    `expected` is the sum of the counts; None where the platform left one of them out. `limit` says that there is no
    list to be had.
    """
    known = {name: n for name, n in counts.items() if n is not None}
    expected = sum(known.values()) if known and len(known) == len(counts) else None
    notes = (limit, *(counted(name, n) for name, n in known.items()))
    return Coverage(RecordType.CONNECTIONS, State.NONE, Gap.PLATFORM_LIMIT, expected=expected, notes=notes)


def crosscheck(export: Snapshot, live: Snapshot) -> Snapshot:
    """The export's snapshot, with what the platform's own counts say of its lists.

    A list that differs from its count makes a complete coverage partial (`DECLARED_COUNT_DIFFERS`); one that agrees
    changes no state, since a count cannot tell who is on a list. `expected` is filled where every list of the export
    was counted, and `received` then counts list by list, as the platform does. People, settings and every other
    coverage stay as they are; done twice, it is as done once. Raises `ConnectorError` where the two are not of one
    account.
    """
    _check(export, live)
    counts = dict(_counts(live))
    if not counts:
        return export
    before = export.coverage[RecordType.CONNECTIONS]
    listed = {kind: sum(kind in person.kinds for person in export.connections) for kind in STANDING}
    notes: list[Message] = []
    differs = False
    for kind, (title, n) in counts.items():
        if before.state is State.NONE:
            notes.append(Message(COUNTED, {"n": n, "t_list": title}))
        elif listed[kind] == n:
            notes.append(Message("crosscheck.agrees", {"n": n, "t_list": title}))
        else:
            differs = True
            id = "crosscheck.fewer" if listed[kind] < n else "crosscheck.more"
            notes.append(Message(id, {"n": abs(n - listed[kind]), "expected": n, "t_list": title}))
    if differs:
        notes.append(_apart(export.taken_at, live.taken_at))
    after = replace(before, notes=tuple({repr(note): note for note in (*before.notes, *notes)}.values()))
    if differs and before.state is State.COMPLETE:
        after = replace(after, state=State.PARTIAL, reason=Gap.DECLARED_COUNT_DIFFERS)
    if before.expected is None and {kind for kind, n in listed.items() if n} <= counts.keys():
        received = before.received if before.state is State.NONE else sum(listed[kind] for kind in counts)
        after = replace(after, received=received, expected=sum(n for _, n in counts.values()))
    return replace(export, coverage={**export.coverage, RecordType.CONNECTIONS: after})


def _check(export: Snapshot, live: Snapshot) -> None:
    if live.source_kind is not SourceKind.LIVE or export.source_kind is SourceKind.LIVE:
        raise ConnectorError("A download is compared with what was read live, in that order. Give one of each.")
    if export.platform != live.platform:
        raise ConnectorError(
            f"The download is of {export.platform}, the live reading of {live.platform}. Give two of one account."
        )
    # Only handles are the same in both: Meta's and TikTok's interfaces number people anew for every program.
    names = {_bare(snapshot.profile.handle) for snapshot in (export, live) if snapshot.profile.handle}
    if len(names) > 1:
        raise ConnectorError("The download and the live reading are of two accounts. Give two of the same one.")


def _counts(live: Snapshot) -> Iterator[tuple[Kind, tuple[str, int]]]:
    """The kind, the title and the count of each list the platform counted."""
    for note in live.coverage[RecordType.CONNECTIONS].notes:
        title, n = note.params.get("t_list"), note.params.get("n")
        if note.id == COUNTED and isinstance(title, str) and isinstance(n, int) and title in _KINDS:
            yield _KINDS[title], (title, n)


def _apart(export: datetime | None, live: datetime | None) -> Message:
    """What the time between the two says of a difference."""
    if export is None or live is None:
        return Message("crosscheck.unknown_time")
    if export.date() == live.date():
        return Message("crosscheck.same_day", {"d_day": export.date().isoformat()})
    return Message("crosscheck.days_apart", {"d_export": export.date().isoformat(), "d_count": live.date().isoformat()})


def _bare(handle: str) -> str:
    return handle.strip().removeprefix("@").casefold()
