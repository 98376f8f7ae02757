"""Names spelled by the rules of different languages, shortened, or filed elsewhere."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.classify import sounds
from auditor.roster.model import Group
from auditor.verdict import VerdictKind
from tests.auditor.classify.district import judge, people, person, roster

MORE = (
    person("k", "Vezhdi", "Rashidov", Group.TEACHER),
    person("m", "Ekaterina", "Mihailova", Group.TEACHER),
    person("q", "Carla", "Qualtrough", Group.TEACHER),
    person("l", "Linda Maricela Machuca", "Moscoso", Group.TEACHER),
    person("d", "Dr. Ottokar", "Vangelis", Group.TEACHER),
)
LISTED = roster([*people(), *MORE])


def alike(word: str, name: str) -> bool:
    return bool(sounds.alike([word], [name], np.array([0]), np.array([0]))[0])


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("raszidow", "rashidov"),
        ("michajlowa", "mihailova"),
        ("dschumblat", "jumblatt"),
        ("chosrow", "khosrov"),
        ("geghamjan", "gegamyan"),
        ("benyamin", "benjamin"),
        ("mustafah", "mustapha"),
    ],
)
def test_one_name_in_two_spellings_sounds_alike(a: str, b: str) -> None:
    assert alike(a, b)
    assert alike(b, a)
    assert set(sounds.codes(a)) & set(sounds.codes(b))


@pytest.mark.parametrize(("a", "b"), [("garcia", "gomez"), ("lopez", "lima"), ("peterson", "pittman")])
def test_other_names_do_not(a: str, b: str) -> None:
    assert not alike(a, b)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=20))
def test_every_word_sounds_like_itself(word: str) -> None:
    assert alike(word, word)
    assert 1 <= len(sounds.spoken(word)) <= 2


@pytest.mark.parametrize(
    ("name", "person_id"),
    [
        ("Weżdi Raszidow", "k"),
        ("Wejdi Rachidov", "k"),
        ("Jekaterina Michajłowa", "m"),
        ("Ottokar Vangelis", "d"),
    ],
)
def test_a_name_spelled_by_other_rules_is_found(name: str, person_id: str) -> None:
    assert judge(name, of=LISTED).candidates[0].person_id == person_id


@pytest.mark.parametrize(
    ("handle", "person_id"),
    [("CarlaQualt", "q"), ("cqualtro", "q"), ("linda.machuca", "l"), ("SenatorQualtrough", "q")],
)
def test_a_handle_may_cut_a_surname_short_or_have_one_that_is_filed_as_a_given_name(
    handle: str, person_id: str
) -> None:
    assert judge(handle=handle, of=LISTED).candidates[0].person_id == person_id


def test_a_name_that_is_nobodys_is_no_accusation() -> None:
    assert judge("Snorv Blipkwas", of=LISTED).kind is not VerdictKind.NOT_IN_ROSTER


def test_a_rank_behind_a_comma_is_no_name() -> None:
    assert judge("Robert Thornquist, Baron Thornquist").person_id == "c1"
