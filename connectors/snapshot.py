"""From the records of a source to one snapshot, and the snapshot's JSON (`auditor/snapshot/1`)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from connectors.model import (
    STANDING,
    Connection,
    Coverage,
    Gap,
    Kind,
    Profile,
    Record,
    RecordType,
    Setting,
    Snapshot,
    SourceKind,
    State,
    Traffic,
    Unreadable,
)

_ORDER = {kind: position for position, kind in enumerate(Kind)}


def assemble(
    platform: str, source_kind: SourceKind, yields: frozenset[RecordType], records: Iterable[Record]
) -> Snapshot:
    """Gather what a source yielded.

    Rows of one person become one connection with all its kinds (see `join`). A record type the source declares
    but gave no coverage for is a defect of the source and raises `ValueError`; a type it does not declare is
    `none`/`not_offered`.
    """
    profile = Profile()
    traffic: Traffic | None = None
    rows: list[Connection] = []
    settings: dict[str, Setting] = {}
    coverage: dict[RecordType, Coverage] = {}
    unreadable: list[Unreadable] = []
    for record in records:
        match record:
            case Connection():
                rows.append(record)
            case Setting():
                settings.setdefault(record.key, record)
            case Coverage():
                coverage[record.record] = record
            case Unreadable():
                unreadable.append(record)
            case Profile():
                profile = record
            case Traffic():
                traffic = record
    missing = yields - coverage.keys()
    if missing:
        raise ValueError(f"the {platform} source gave no coverage for {', '.join(sorted(missing))}")
    for kind in RecordType:
        coverage.setdefault(kind, Coverage(kind, State.NONE, Gap.NOT_OFFERED))
    connections = join(rows, platform)
    listed = coverage[RecordType.CONNECTIONS]
    if listed.expected is None and listed.received:
        # Readers count rows; where no count of the platform stands beside it, a reader of the report wants people.
        people = sum(not STANDING.isdisjoint(connection.kinds) for connection in connections)
        coverage[RecordType.CONNECTIONS] = replace(listed, received=people)
    return Snapshot(
        platform=platform,
        source_kind=source_kind,
        profile=profile,
        connections=connections,
        settings=tuple(settings[key] for key in sorted(settings)),
        coverage={kind: coverage[kind] for kind in RecordType},
        unreadable=tuple(unreadable),
        traffic=traffic,
    )


def join(rows: Iterable[Connection], platform: str) -> tuple[Connection, ...]:
    """One connection per person, in the order in which people first appear, each with a stable id.

    A platform id, handle, profile address or e-mail joins rows for certain. A bare display name does not: two
    rows "John Smith" of one list are two people. Rows of *different* lists that share a name are joined only
    when the name stands once in each of them (the friend one also follows).
    """
    people: dict[tuple[str, str], Connection] = {}
    named: dict[str, list[Connection]] = {}
    for row in rows:
        key = identity(row)
        if key is None:
            named.setdefault((row.display_name or "").casefold(), []).append(row)
            people[("row", f"{len(people)}")] = row
        elif key in people:
            people[key] = _merge(people[key], row)
        else:
            people[key] = row
    joined: list[Connection] = []
    done: set[int] = set()
    for row in people.values():
        if id(row) in done:
            continue
        if identity(row) is None:
            same = named[(row.display_name or "").casefold()]
            if len(same) > 1 and len({r.kinds for r in same}) == len(same):
                for other in same:
                    done.add(id(other))
                    row = row if other is row else _merge(row, other)
        joined.append(row)
    seen: dict[str, int] = {}
    out: list[Connection] = []
    for row in joined:
        base = "\x1f".join((platform, *(identity(row) or ("name", row.display_name or ""))))
        seen[base] = seen.get(base, 0) + 1
        digest = hashlib.sha256(f"{base}\x1f{seen[base]}".encode("utf-8", "surrogatepass")).hexdigest()
        out.append(_with_id(row, f"c{digest[:16]}"))
    return tuple(out)


def identity(row: Connection) -> tuple[str, str] | None:
    """What a platform knows a person by: which field, and its value; None for a bare name."""
    if row.platform_id:
        return "id", row.platform_id
    if row.handle:
        return "handle", row.handle.casefold()
    if row.url:
        return "url", row.url.casefold().rstrip("/")
    if row.email:
        return "email", row.email.casefold()
    return None


def _with_id(row: Connection, new_id: str) -> Connection:
    """`dataclasses.replace` by hand: lists of 100,000 people go through here."""
    return Connection(
        row.kinds,
        row.places,
        row.display_name,
        row.handle,
        row.platform_id,
        row.url,
        row.email,
        row.bio,
        row.since,
        new_id,
    )


def _merge(a: Connection, b: Connection) -> Connection:
    since = min((s for s in (a.since, b.since) if s is not None), default=None)
    return Connection(
        kinds=tuple(sorted({*a.kinds, *b.kinds}, key=_ORDER.__getitem__)),
        places=tuple(dict.fromkeys((*a.places, *b.places))),
        display_name=a.display_name or b.display_name,
        handle=a.handle or b.handle,
        platform_id=a.platform_id or b.platform_id,
        url=a.url or b.url,
        email=a.email or b.email,
        bio=a.bio or b.bio,
        since=since,
    )
