"""Whatever the files hold: a roster or a `RosterError`, and the order of the rows changes nobody."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.errors import RosterError
from auditor.roster import load
from auditor.roster.check import report
from tests.auditor.roster import sets
from tests.auditor.roster.sets import user11, users11

HEADERS = (
    sets.users11().strip(),
    sets.users12().strip(),
    "id;first name;last name;role;email;guardian1_name;guardian1_email;end date;status;phone",
    "SIS ID,School SIS ID,First Name,Last Name,Username,Status,Grade",
    "",
)
cells = st.one_of(
    st.sampled_from(
        ["", "t1", "k1", "g1", "student", "teacher", "guardian", "tobedeleted", "2026-01-01", "a@b.example"]
    ),
    st.text(max_size=12),
)
tables = st.builds(
    lambda header, rows, delimiter: "\n".join([header, *(delimiter.join(row) for row in rows)]),
    st.sampled_from(HEADERS),
    st.lists(st.lists(cells, max_size=20), max_size=8),
    st.sampled_from(",;\t"),
)


@settings(deadline=None, max_examples=100)
@given(text=st.one_of(tables, st.text(max_size=400)), data=st.one_of(st.none(), st.binary(max_size=300)))
def test_any_file_is_a_roster_or_an_error_with_a_sentence(text: str, data: bytes | None) -> None:
    with TemporaryDirectory() as folder:
        sets.write(Path(folder), {"users.csv": text.encode("utf-8", "surrogatepass") if data is None else data})
        try:
            roster = load(Path(folder))
        except RosterError as e:
            assert str(e).endswith(".") or "(" in str(e)
            return
        assert roster.people
        assert all(person.roles for person in roster.people.values())
        assert report(roster).as_dict()["people"]["current"] <= len(roster.people)


@settings(deadline=None, max_examples=60)
@given(text=tables, second=tables)
def test_any_files_together(text: str, second: str) -> None:
    names = ("roles.csv", "enrollments.csv", "relationships.csv", "manifest.csv")
    heads = (sets.roles12(), sets.ENROLLMENTS, sets.SDS_21["relationships.csv"], sets.manifest())
    for name, head in zip(names, heads, strict=True):
        files = {**sets.ONEROSTER_12, "students.csv": second, name: head + text.partition("\n")[2]}
        with TemporaryDirectory() as folder:
            try:
                assert load(sets.write(Path(folder), files)).people
            except RosterError:
                continue


people = st.lists(
    st.tuples(
        st.sampled_from(["student", "teacher", "guardian", "aide", "wizard"]),
        st.sampled_from(["Rosa", "Noor", "José", "Jose"]),
        st.sampled_from(["Quint", "Abadi"]),
        st.sampled_from(["", "a@mail.example", "b@mail.example"]),
        st.sampled_from(["", "617-555-0142", "6175550143"]),
        st.lists(st.integers(0, 9), max_size=3),
        st.sampled_from(["", "", "tobedeleted"]),
    ),
    min_size=1,
    max_size=10,
)


@settings(deadline=None, max_examples=100)
@given(people=people, seed=st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nobody(
    people: list[tuple[str, str, str, str, str, list[int], str]], seed: int
) -> None:
    rows = [
        user11(f"p{n}", role, given, family, email=email, sms=phone, status=status,
               agentSourcedIds=",".join(f"p{other}" for other in agents))
        for n, (role, given, family, email, phone, agents, status) in enumerate(people)
    ]  # fmt: skip
    shuffled = rows[:]
    random.Random(seed).shuffle(shuffled)
    with TemporaryDirectory() as folder:
        first = load(sets.write(Path(folder), {"users.csv": users11(*rows)}))
        second = load(sets.write(Path(folder), {"users.csv": users11(*shuffled)}))
    assert first.people == second.people
    assert first.alias == second.alias
    assert first.coverage == second.coverage
