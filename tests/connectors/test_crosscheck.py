"""The platform's count beside an export's list: what it may change, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.crosscheck import count_of, counted, counts_only, crosscheck
from connectors.errors import ConnectorError
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Profile,
    RecordType,
    Snapshot,
    SourceKind,
    State,
)
from reports.catalog import Catalog

DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
LIMIT = Message("instagram.live_lists")
KINDS = {"followers": Kind.FOLLOWER, "following": Kind.FOLLOWING}


def snapshot(kind: SourceKind, connections: Coverage, people: list[Connection] | None = None, **more: object):
    coverage = {record: Coverage(record, State.COMPLETE) for record in RecordType}
    coverage[RecordType.CONNECTIONS] = connections
    given = {"platform": "instagram", "profile": Profile("ms.rivera"), "settings": (), "taken_at": DAY, **more}
    return Snapshot(source_kind=kind, connections=tuple(people or ()), coverage=coverage, **given)  # type: ignore[arg-type]


def exported(followers: int, following: int = 0, both: int = 0, **more: object):
    """An export with so many who follow, are followed, and both."""
    kinds = [("follower",)] * followers + [("following",)] * following + [("follower", "following")] * both
    people = [
        Connection(tuple(map(Kind, each)), (Place("x"),), f"Imelda Quimbleton {n}", platform_id=f"{n}")
        for n, each in enumerate(kinds)
    ]
    coverage = Coverage(
        RecordType.CONNECTIONS,
        more.pop("state", State.COMPLETE),  # type: ignore[arg-type]
        more.pop("reason", None),  # type: ignore[arg-type]
        received=len(people),
        expected=more.pop("expected", None),  # type: ignore[arg-type]
    )
    return snapshot(SourceKind.EXPORT, coverage, people, **more)


def live(counts: dict[str, int | None], **more: object):
    return snapshot(SourceKind.LIVE, counts_only(counts, LIMIT), **more)


def connections(snapshot: Snapshot) -> Coverage:
    return snapshot.coverage[RecordType.CONNECTIONS]


def ids(snapshot: Snapshot) -> list[str]:
    return [note.id for note in connections(snapshot).notes]


def test_a_count_that_agrees_is_evidence_and_fills_what_was_expected():
    found = crosscheck(exported(2, 1, 1), live({"followers": 3, "following": 2}))
    coverage = connections(found)
    assert (coverage.state, coverage.reason) == (State.COMPLETE, None)
    assert (coverage.received, coverage.expected) == (5, 5)  # list by list, as the platform counts
    assert ids(found) == ["crosscheck.agrees", "crosscheck.agrees"]


@pytest.mark.parametrize(("count", "id"), [(5, "crosscheck.fewer"), (1, "crosscheck.more")])
def test_a_count_that_differs_ends_complete_and_says_why_it_may(count, id):
    found = crosscheck(exported(3), live({"followers": count}))
    coverage = connections(found)
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert (coverage.received, coverage.expected) == (3, count)
    assert coverage.notes[0] == Message(id, {"n": 2, "expected": count, "t_list": "live.list.followers"})
    assert "one or two" in Catalog("en").text(coverage.notes[1])


@pytest.mark.parametrize(
    ("export", "count", "id"),
    [
        (DAY, DAY + timedelta(hours=10), "crosscheck.same_day"),
        (DAY - timedelta(days=9), DAY, "crosscheck.days_apart"),
        (None, DAY, "crosscheck.unknown_time"),
    ],
)
def test_the_time_between_the_two_is_part_of_the_note(export, count, id):
    found = crosscheck(exported(1, taken_at=export), live({"followers": 3}, taken_at=count))
    assert ids(found)[-1] == id


def test_a_partial_list_stays_partial_with_its_reason_even_where_the_count_agrees():
    before = exported(2, state=State.PARTIAL, reason=Gap.DATE_RANGE)
    for count in (2, 7):
        coverage = connections(crosscheck(before, live({"followers": count})))
        assert (coverage.state, coverage.reason, coverage.expected) == (State.PARTIAL, Gap.DATE_RANGE, count)


def test_without_a_list_the_count_alone_is_told():
    before = exported(0, state=State.NONE, reason=Gap.FILE_ABSENT)
    found = crosscheck(before, live({"followers": 12, "following": 4}))
    coverage = connections(found)
    assert (coverage.state, coverage.reason, coverage.expected) == (State.NONE, Gap.FILE_ABSENT, 16)
    assert ids(found) == ["crosscheck.counted", "crosscheck.counted"]


def test_a_list_nobody_counted_keeps_the_whole_unexpected():
    coverage = connections(crosscheck(exported(2, 3), live({"followers": 2})))  # Threads counts followers alone
    assert (coverage.state, coverage.received, coverage.expected) == (State.COMPLETE, 5, None)


def test_what_the_download_itself_declares_is_kept():
    coverage = connections(crosscheck(exported(2, expected=2), live({"followers": 3})))
    assert (coverage.state, coverage.expected) == (State.PARTIAL, 2)


def test_the_count_of_likes_is_no_list():
    notes = (counted("likes", 9),)
    shown = Coverage(RecordType.CONNECTIONS, State.NONE, Gap.PLATFORM_LIMIT, notes=notes)
    before = exported(2)
    assert crosscheck(before, snapshot(SourceKind.LIVE, shown)) is before


@pytest.mark.parametrize(
    "other",
    [
        live({"followers": 1}, platform="tiktok"),
        live({"followers": 1}, profile=Profile("somebody.else")),
        exported(1),
    ],
    ids=["platform", "account", "no live reading"],
)
def test_two_that_do_not_belong_together_are_refused_without_a_name(other):
    with pytest.raises(ConnectorError) as refused:
        crosscheck(exported(1), other)
    assert "rivera" not in str(refused.value)


@pytest.mark.parametrize("handle", ["@Ms.Rivera", "ms.rivera ", None])
def test_the_same_account_written_otherwise_is_the_same(handle):
    crosscheck(exported(1), live({"followers": 1}, profile=Profile(handle)))


@pytest.mark.parametrize(
    ("value", "count"),
    [(7, 7), ("007", 7), (0, 0), (-1, None), (True, None), ("٧", None), ("", None), (None, None), (10**20, None)],
)
def test_counts_are_whole_numbers(value, count):
    assert count_of(value) == count


numbers = st.integers(0, 6)
counts = st.dictionaries(st.sampled_from(sorted(KINDS)), st.none() | numbers)
gaps = st.sampled_from(Gap)
times = st.none() | st.datetimes(datetime(2020, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    numbers, numbers, numbers, st.sampled_from(State), gaps, st.none() | numbers, counts, times, times
)  # fmt: skip
def test_a_count_never_makes_a_list_more_whole_than_it_was(
    followers, following, both, state, gap, expected, told, made, read
):
    reason = None if state is State.COMPLETE else gap
    before = exported(followers, following, both, state=state, reason=reason, expected=expected, taken_at=made)
    reading = live(told, taken_at=read)
    after = crosscheck(before, reading)
    was, found = connections(before), connections(after)
    listed = {name: sum(kind in c.kinds for c in before.connections) for name, kind in KINDS.items()}
    agrees = all(n == listed[name] for name, n in told.items() if n is not None)
    order = [State.NONE, State.PARTIAL, State.COMPLETE]
    assert order.index(found.state) <= order.index(was.state)
    assert (found.state is State.COMPLETE) == (was.state is State.COMPLETE and agrees)
    assert found.state is was.state or found.reason is Gap.DECLARED_COUNT_DIFFERS
    assert found.reason == was.reason or was.state is State.COMPLETE
    assert found.notes[: len(was.notes)] == was.notes
    assert found.expected == was.expected or was.expected is None
    assert replace(after, coverage=before.coverage) == before
    assert all(after.coverage[r] == before.coverage[r] for r in RecordType if r is not RecordType.CONNECTIONS)
    assert crosscheck(after, reading) == after
    for note in found.notes:
        assert Catalog("en").text(note)
