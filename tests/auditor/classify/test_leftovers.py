"""What a handle shows besides a person's names."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.classify import handles, index, leftovers
from auditor.roster.model import Group
from tests.auditor.classify.district import judge, people, person, roster

KNOWN = index.build(roster(people()))


@pytest.mark.parametrize(
    ("handle", "place", "before", "behind"),
    [
        ("pemberthy", 0, "nothing", "unknown"),
        ("trudypemberthy", 5, "given", "unknown"),
        ("itspemberthy", 3, "added", "unknown"),
        ("rosalindsmith", 8, "given", "surname"),
        ("rosalindteaches", 8, "given", "added"),
        ("rosalindx", 8, "given", "added"),
        ("kpemberthy", 1, "letter", "unknown"),
        ("mrstrudypemberthy", 8, "given", "unknown"),
        ("happyrosalind", 5, "word", "given"),
        ("djrosalind", 2, "letters", "given"),
    ],
)
def test_what_stands_around_a_place(handle: str, place: int, before: str, behind: str) -> None:
    read = handles.read([handle], KNOWN)
    found = leftovers.KINDS[read.before[0, place]], leftovers.KINDS[read.behind[0, place]]
    assert found == (before, behind)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_no_handle_is_too_odd(texts: list[str]) -> None:
    read = handles.read(texts, KNOWN)
    assert read.before.shape == read.behind.shape == (len(texts), read.letters.shape[1] + 1)
    assert max(int(read.before.max()), int(read.behind.max())) < len(leftovers.KINDS)
    assert (read.behind[np.arange(len(texts)), read.length] == leftovers.NOTHING).all()
    assert (read.before[:, 0] == leftovers.NOTHING).all()


def p_of(person_id: str, name: str | None, handle: str) -> float:
    found = {each.person_id: each.p for each in judge(name, handle, of=HERE).candidates}
    return found.get(person_id, 0.0)


HERE = roster(
    [*people(), person("w1", "William", "Brathwaite", Group.STAFF), person("q1", "Quentin", "Brathwaite", Group.STAFF)]
)


def test_another_first_name_in_the_handle_speaks_against_somebody() -> None:
    assert p_of("p1", "Mrs. Pemberthy", "rosalindpemberthy") > p_of("p1", "Mrs. Pemberthy", "pemberthy")
    assert p_of("p1", "Mrs. Pemberthy", "pemberthy") > p_of("p1", "Mrs. Pemberthy", "trudypemberthy")


def test_words_that_anybody_adds_do_not() -> None:
    assert p_of("s1", None, "itsimogenx") > p_of("s1", None, "imogenkowalski")
    assert p_of("p1", None, "pemberthyreads") > p_of("p1", None, "trudypemberthy")


def test_the_handle_may_begin_as_people_call_themselves() -> None:
    """Bill for William: `bbrathwaite` is his, and says nothing for Quentin."""
    assert p_of("w1", "Bill B.", "bbrathwaite") > 0.8
    assert p_of("w1", "Bill B.", "bbrathwaite") > p_of("w1", "Bill B.", "kbrathwaite")


def test_a_name_that_is_not_theirs_twice_is_no_slip() -> None:
    once, twice = p_of("p1", "Rosalind Kowalski", "rosalind.p"), p_of("p1", "Rosalind Kowalski", "rosalind.kowalski")
    assert once > twice


def test_one_connection_alone_and_among_many() -> None:
    """What stands around names is looked up for a whole batch; nobody's handle speaks for somebody else's."""
    alone = [handles.read([handle], KNOWN) for handle in ("trudypemberthy", "", "itsimogen")]
    together = handles.read(["trudypemberthy", "", "itsimogen"], KNOWN)
    for row, each in enumerate(alone):
        assert (together.before[row] == each.before[0]).all()
        assert (together.behind[row] == each.behind[0]).all()
