"""From a live source to a snapshot: list by list, page by page, and always an honest word on what was not seen.

A list is complete when its last page was seen and the platform's own count, where it gives one, is not larger. Whatever
ends a list earlier (a rate limit, a cut connection, a missing permission) becomes coverage. The pages that were read
are in the journal, so that the next pull goes on where this one ended.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from connectors import snapshot_json
from connectors.journal import Journal
from connectors.live import About, Gathers, Listing, LiveSession, LiveSource
from connectors.model import Coverage, Gap, Kind, Message, Profile, RecordType, Snapshot, SourceKind, State, Traffic
from connectors.refusal import Refusal, refusal
from connectors.snapshot import join
from connectors.snapshot_json import Text

Step = Callable[[str, int, int], None]
"""Told the list, how many people of it were read, and how many there are (0: not known)."""
_WORST_FIRST = (
    Gap.PERMISSION_MISSING, Gap.PLAN_TIER, Gap.DAMAGED, Gap.PAGINATION_STOPPED, Gap.RATE_LIMITED, Gap.NOT_OFFERED,
    Gap.FORMAT_UNKNOWN, Gap.PLATFORM_LIMIT, Gap.DECLARED_COUNT_DIFFERS, Gap.FILE_ABSENT, Gap.DATE_RANGE,
)  # fmt: skip
MENDED = frozenset({Gap.PERMISSION_MISSING, Gap.PLAN_TIER})
"""Why a reading ends for good until the owner or the district does something; then it can be gone on with."""
_IDLE = 25
"""So many pages in a row with nobody and nothing new: the platform goes round in circles."""


@dataclass(frozen=True, slots=True)
class Pulled:
    """What a pull learned but the people themselves, who are in the journal."""

    about: About
    coverage: dict[RecordType, Coverage]
    refused: tuple[Refusal, ...]
    """What was refused; where any of it is passing, another pull later gets further."""
    traffic: Traffic | None = None
    begun: bool = False
    """Whether pages are in the journal."""

    @property
    def unfinished(self) -> bool:
        """Whether another pull could go on where this one ended: also where the owner has to agree anew before."""
        ended = any(each.final and each.gap in MENDED for each in self.refused)
        return any(each.passing for each in self.refused) or (ended and self.begun)


@dataclass(frozen=True, slots=True)
class _Read:
    """How one list ended."""

    listing: Listing
    received: int
    expected: int | None
    ended: bool
    missing: int
    refused: Refusal | None = None


def pull(
    source: LiveSource,
    session: LiveSession,
    journal: Journal,
    step: Step,
    agree: Callable[[Message], bool] = lambda _: True,
) -> Pulled:
    """Read an account. `agree` is asked before anything that costs money; False leaves the lists unread.

    Never raises `Refusal`: what is refused is in the coverage. Any other exception, and Ctrl-C, leaves whole pages.
    """
    refused: list[Refusal] = []
    try:
        about = session.about()
    except Refusal as e:
        refused.append(e)
        about = About(Profile(), coverage=tuple(_none(record, e) for record in source.yields))
    stop = refused[0] if refused and refused[0].final else None
    if stop is None and about.cost is not None and not agree(about.cost):
        begun = any(journal.progress(listing.name).pages for listing in source.listings)
        stop = refusal(Gap.PLAN_TIER, "not_agreed", final=True, passing=begun)
    reads = []
    for order, listing in enumerate(source.listings):
        if listing.name in about.absent:
            continue
        read = _list(listing, order, session, journal, about.counts.get(listing.name), step, stop)
        reads.append(read)
        if read.refused is not None:
            refused.append(read.refused)
            if read.refused.final:
                stop = read.refused
    coverage = {each.record: each for each in about.coverage}
    for record in (RecordType.CONNECTIONS, RecordType.REQUESTS):
        mine = [read for read in reads if read.listing.record is record]
        if mine:
            coverage[record] = _coverage(record, mine, coverage.get(record))
    gone = {listing.record for listing in source.listings if listing.name in about.absent}
    for record in source.yields - coverage.keys() - gone:
        raise ValueError(f"the {source.platform} source gave no coverage for {record}")
    for record in RecordType:
        coverage.setdefault(record, Coverage(record, State.NONE, Gap.NOT_OFFERED))
    traffic = None
    if isinstance(source, Gathers) and any(read.received or read.ended for read in reads):
        facts = {listing.name: journal.facts(listing.name) for listing in source.listings}
        traffic, notes = source.gather(facts, all(read.ended for read in reads))
        listed = coverage[RecordType.CONNECTIONS]
        coverage[RecordType.CONNECTIONS] = replace(listed, notes=(*listed.notes, *notes))
    return Pulled(
        about,
        {record: coverage[record] for record in RecordType},
        tuple(dict.fromkeys(refused)),
        traffic,
        any(journal.progress(listing.name).pages for listing in source.listings),
    )


def _none(record: RecordType, why: Refusal) -> Coverage:
    return Coverage(record, State.NONE, why.gap, notes=(why.note,))


def _list(
    listing: Listing, order: int, session: LiveSession, journal: Journal, expected: int | None, step: Step,
    stop: Refusal | None,
) -> _Read:  # fmt: skip
    """Read one list to its end, or as far as it goes."""
    name, idle = listing.name, 0
    while stop is None and not (done := journal.progress(name)).ended:
        step(name, done.people, expected or 0)
        try:
            page = session.page(listing, done.cursor)
        except Refusal as e:
            stop = e
            break
        again = page.next is not None and journal.seen(name, page.next)
        new = journal.store(name, order, list(page.records), page.next, page.missing, page.facts)
        idle = 0 if new else idle + 1
        if again or idle > _IDLE:
            stop = refusal(Gap.PAGINATION_STOPPED, "cursor_repeats", t_list=f"live.list.{name}")
    done = journal.progress(name)
    step(name, done.people, done.people if done.ended else expected or 0)
    return _Read(listing, done.people, expected, done.ended, done.missing, stop)


def _coverage(record: RecordType, reads: list[_Read], said: Coverage | None) -> Coverage:
    """The coverage of several lists together: as good as the worst of them, and a note on each that is not whole."""
    gaps: list[tuple[Gap, Message]] = []
    for read in reads:
        gaps += _gaps(read)
    if said is not None and said.reason is not None:
        gaps += [(said.reason, note) for note in said.notes]
    counted = [read for read in reads if read.listing.kind is not Kind.BLOCKED]
    received = sum(read.received for read in counted)
    known = [read.expected for read in counted if read.expected is not None]
    expected = sum(known) if known and len(known) == len(counted) else None
    if not gaps:
        return Coverage(record, State.COMPLETE, None, received, expected)
    reason = min((gap for gap, _ in gaps), key=_WORST_FIRST.index)
    notes = {(note.id, *map(str, note.params.items())): note for _, note in gaps}
    seen = any(read.received or read.ended for read in reads)
    return Coverage(record, State.PARTIAL if seen else State.NONE, reason, received, expected, tuple(notes.values()))


def _gaps(read: _Read) -> list[tuple[Gap, Message]]:
    """What is not whole about one list, and why."""
    found: list[tuple[Gap, Message]] = []
    listed = f"live.list.{read.listing.name}"
    if read.refused is not None and not read.ended:
        found.append((read.refused.gap, read.refused.note))
        if read.received:
            found.append((read.refused.gap, Message("live.read_so_far", {"n": read.received, "t_list": listed})))
    if read.listing.limit is not None:
        found.append((Gap.PLATFORM_LIMIT, read.listing.limit))
    if read.ended and read.missing:
        found.append((Gap.PLATFORM_LIMIT, Message("live.not_shown", {"n": read.missing, "t_list": listed})))
    if read.ended and read.expected is not None and read.received + read.missing < read.expected:
        n = read.expected - read.received - read.missing
        found.append((Gap.DECLARED_COUNT_DIFFERS, Message("live.count_differs", {"n": n, "t_list": listed})))
        if read.listing.gap is not None:
            found.append((Gap.DECLARED_COUNT_DIFFERS, read.listing.gap))
    return found


def write(source: LiveSource, pulled: Pulled, journal: Journal, file: Text) -> None:
    """Write the snapshot (`auditor/snapshot/1`) of what is in the journal, person by person."""
    snapshot = Snapshot(
        platform=source.platform,
        source_kind=SourceKind.LIVE,
        profile=pulled.about.profile,
        connections=(),
        settings=tuple(sorted(pulled.about.settings, key=lambda setting: setting.key)),
        coverage=pulled.coverage,
        unreadable=journal.unreadable(),
        taken_at=journal.started,
        traffic=pulled.traffic,
    )
    people = (person for rows in journal.people() for person in join(rows, source.platform))
    snapshot_json.write(snapshot, people, file)
