"""What counts as mail to a part of a group, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.email.groups import Tally
from connectors.files import Json
from connectors.model import State


def told(*people: str, shown: int = 0, id: str = "", inside: tuple[str, ...] = ()) -> dict[str, Json]:
    return {"to": sorted(people), "in": list(inside), "shown": shown, "all": [], "id": id}


def part(*sent: str) -> int:
    """Each message as the letters of those it went to."""
    tally = Tally()
    for people in sent:
        tally.fact(told(*people))
    traffic, _ = tally.result(whole=True)
    assert traffic.groups is not None
    return traffic.groups.part


@pytest.mark.parametrize(
    ("sent", "partial"),
    [
        (["abcdefghij", "abcdefghij"], 0),
        (["abcdefghij", "abc"], 1),
        (["abcdefghij", "abc", "def"], 2),
        (["abcdefghij", "ab"], 0),  # two are no group
        (["abcdefghij", "abcdefgh"], 0),  # two families have left
        (["abcdefghij", "abcdefg"], 1),
        (["abc", "abcdefghij"], 0),  # the group grew
        (["abcdefghij", "abc", "abc"], 0),  # a group of its own: the chess club
        (["abcdefghij", "abcxyz"], 0),  # others, too
        (["abcdefghij", "klmnopqrst", "abc", "klm"], 2),
        ([], 0),
    ],
)
def test_a_part_of_a_group_is_told_from_another_group(sent: list[str], partial: int) -> None:
    assert part(*sent) == partial


@given(st.lists(st.text("abcdefgh", min_size=3, max_size=8).map(lambda t: "".join(sorted(set(t)))), max_size=12))
def test_no_more_is_counted_than_was_sent(sent: list[str]) -> None:
    groups = [people for people in sent if len(people) >= 3]
    assert part(*sent) <= max(len(groups) - 1, 0)


def test_ten_thousand_different_groups_take_no_time() -> None:
    tally = Tally()
    for number in range(10_000):
        tally.fact(told(*(f"p{(number * 7 + step) % 900}" for step in range(3 + number % 25)), id=str(number)))
    traffic, _ = tally.result(whole=False)
    assert traffic.state is State.PARTIAL
    assert traffic.groups is not None
    assert traffic.groups.messages == 10_000


def test_facts_of_an_earlier_numbering_do_not_count() -> None:
    tally = Tally()
    page = {"messages": 5, "first": None, "last": "2026-03-02T08:30:00+00:00"}
    tally.folder(
        [
            {**page, "validity": 1},
            {**told("a", "b", "c"), "validity": 1},
            {**page, "validity": 2},
            {**told("a", "b", "c", "d", shown=4), "validity": 2},
            {"lists": 1, "validity": 2},
        ]
    )
    tally.folder([])
    traffic, notes = tally.result(whole=True)
    assert traffic.messages == 5
    assert traffic.groups is not None
    assert (traffic.groups.messages, dict(traffic.groups.shown)) == (1, {4: 1})
    assert [note.params for note in notes] == [{"n": 1}]
