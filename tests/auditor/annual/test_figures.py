"""Counts that could point at one person are hidden, also where a total would give them away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.annual.figures import hidden, hidden_row


@given(st.dictionaries(st.text("abc", min_size=1, max_size=3), st.integers(0, 40), max_size=6))
def test_no_small_count_can_be_worked_out(counts: dict[str, int]) -> None:
    total, parts = hidden_row(counts)
    assert all(part is None or part == 0 or part >= 5 for part in parts.values())
    unknown = [name for name, part in parts.items() if part is None]
    if total is not None:
        assert len(unknown) != 1, "the total less the shown parts is the hidden one"


def test_nothing_is_not_a_person() -> None:
    assert [hidden(count) for count in (0, 1, 4, 5)] == [0, None, None, 5]
