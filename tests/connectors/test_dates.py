"""Points in time: what can be read comes out in UTC, what cannot is None, and nothing hangs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.dates import from_epoch, from_text


@pytest.mark.parametrize(
    "value", [float("inf"), float("-inf"), float("nan"), "inf", "1e999", 10**400, "", "soon", None, True, 0, -5]
)
def test_what_is_no_moment_is_none(value: object) -> None:
    assert from_epoch(value) is None


@pytest.mark.parametrize("value", [1_700_000_000, "1700000000", 1_700_000_000_000, 1.7e15, 1_700_000_000.9])
def test_seconds_milliseconds_and_microseconds_are_one_moment(value: object) -> None:
    assert from_epoch(value) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["2024-11-27 07:12:41", "2024-11-27 07:12:41 UTC", "2024-11-27T07:12:41Z", "2024-11-27T09:12:41.5+02:00"]
)
def test_text_comes_out_in_utc(text: str) -> None:
    assert from_text(text) == datetime(2024, 11, 27, 7, 12, 41, tzinfo=UTC)


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none()))
def test_nothing_else_ever_happens(value: object) -> None:
    for moment in (from_epoch(value), from_text(value)):
        assert moment is None or moment.tzinfo is UTC
