"""Whatever an entry holds, it becomes rows of text or nothing: no server can make a reader fail on one."""

from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from auditor.roster.live import clever, google, oneroster
from auditor.roster.live.rows import COLUMNS, Row, mapping
from connectors.http import Answer
from connectors.refusal import Refusal
from tests.auditor.roster import live_district as district
from tests.auditor.roster.live import GOOGLE

LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
ANYTHING = st.recursive(
    LEAVES, lambda of: st.lists(of, max_size=3) | st.dictionaries(st.text(max_size=5), of, max_size=3)
)


def like(real: object) -> st.SearchStrategy[object]:
    """An entry of the same shape in which any part may be something else."""
    if isinstance(real, dict):
        keys = {key: like(value) for key, value in real.items()}
        return st.one_of(st.fixed_dictionaries({}, optional=keys), st.fixed_dictionaries(keys), ANYTHING)
    if isinstance(real, list):
        return st.lists(st.one_of(*map(like, real[:2]), ANYTHING), max_size=3) | ANYTHING
    return st.just(real) | ANYTHING


def check(rows: list) -> None:
    for row in rows:
        if isinstance(row, Row):
            assert row.cells.keys() <= set(COLUMNS[row.file])
            assert all(isinstance(value, str) and "\x00" not in value for value in row.cells.values())
            assert all(value.encode() is not None for value in row.cells.values())
            assert all(isinstance(role.role, str) and isinstance(role.org, str) for role in row.roles)


ONEROSTER = st.one_of(
    *(
        like(entry).map(lambda value, name=name: (name, value))
        for version in ("1.1", "1.2")
        for name, rows in district.oneroster(version).items()
        if name != "demographics"
        for entry in rows[:1]
    )
)


@given(ONEROSTER)
def test_any_entry_of_oneroster(entry):
    name, value = entry
    check([oneroster._ROWS[name](mapping(value))])


@given(st.one_of(*(like(row) for rows in district.clever().values() for row in rows[:2])))
def test_any_entry_of_clever(value):
    for rows in (clever._user, clever._school, clever._section, clever._district):
        check(rows(mapping(value)))


@given(like(district.google()["users"][0]) | like(district.google()["guardians"][0]))
def test_any_entry_of_google(value):
    reader = google.GoogleReader(GOOGLE, None)
    check(reader._user(mapping(value)))
    check(google._guardian(mapping(value)))
    check(google._course(mapping(value)))


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode), st.sampled_from([200, 400, 403, 500, 204]))
def test_any_body_is_a_page_or_a_refusal(body, status):
    answer = Answer(status, {"x-total-count": "²"}, body)
    for ask in (
        lambda: google._page(answer, "users", google._course),
        lambda: oneroster._own_code(answer),
        lambda: oneroster._total(answer),
    ):
        with suppress(Refusal):
            ask()
