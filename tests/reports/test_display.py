"""Text from outside, made fit to be shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.display import LIMIT, csv_cell, safe_text
from tests.reports import cast


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        ("", ""),
        ("Ana  \n\t Ferreira ", "Ana Ferreira"),
        ("Nul\x00Byte", "NulByte"),
        ("half \ud800 half", "half half"),
        (cast.TURNED, "Anagnp.exe"),
        ("\u200fana\u200e", "ana"),
        ("👩‍🏫 Ms. Ode", "👩‍🏫 Ms. Ode"),
        ("محمد العلي", "محمد العلي"),
        ("\x00\u202e", ""),
    ],
)
def test_what_is_shown_of_a_name(value: str | None, shown: str) -> None:
    assert safe_text(value) == shown


def test_a_long_name_is_cut_with_a_mark() -> None:
    shown = safe_text(cast.LONG)
    assert len(shown) <= LIMIT
    assert shown.startswith("Ludovica Ludovica")
    assert shown.endswith("…")


def test_a_name_of_many_characters_that_go_is_cut_too() -> None:
    assert safe_text("\x00" * 1_000_000 + "Ana").endswith("…")


@given(st.text(st.characters(), max_size=300))
def test_any_text_can_be_written_and_stays_in_its_line(value: str) -> None:
    shown = safe_text(value)
    shown.encode("utf-8")
    assert len(shown) <= LIMIT
    assert shown == " ".join(shown.split())
    assert not any(unicodedata.category(character) in {"Cc", "Cs"} for character in shown)


@pytest.mark.parametrize("value", ["=1+1", "+1", "-1", "@me", cast.FORMULA, " =1", "\x00=1", "\t@x"])
def test_a_spreadsheet_takes_no_cell_for_a_formula(value: str) -> None:
    assert csv_cell(value).startswith("'")


def test_an_ordinary_cell_is_left_as_it_is() -> None:
    assert csv_cell("Ana = Ana") == "Ana = Ana"
