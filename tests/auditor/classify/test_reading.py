"""What is read from names and handles, before any roster."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.classify import displays, handles, index, population, text, vocabulary
from auditor.classify.displays import Displays
from auditor.classify.handles import OTHER_SUFFIX, OUR_SUFFIX, READS_FULL, Handles
from auditor.classify.index import Index
from auditor.classify.wording import Wording
from auditor.roster.model import Group
from tests.auditor.classify.district import person, roster

KNOWN = vocabulary.Vocabulary(vocabulary.words([]))


def shown_as(name: str) -> tuple[Displays, tuple[str, ...]]:
    """What a display name shows, and its words."""
    wording = Wording(KNOWN)
    read = displays.read([name], wording)
    return read, tuple(wording.text(ref) for ref in read.words[0].tolist() if ref != -1)


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("Maria Garcia", ("maria", "garcia")),
        ("MARÍA GARCÍA 🍎", ("maria", "garcia")),
        ("Ｍａｒｉａ Ｇａｒｃｉａ", ("maria", "garcia")),
        ("𝓜𝓪𝓻𝓲𝓪 𝓖𝓪𝓻𝓬𝓲𝓪", ("maria", "garcia")),
        ("MarÃ\u00ada GarcÃ\u00ada", ("maria", "garcia")),
        ("Garcia, Maria", ("maria", "garcia")),
        ("Maria Garcia, M.Ed.", ("maria", "garcia")),
        ("Maria de la Garcia", ("maria", "garcia")),
        ("Maria Garcia-Lopez", ("maria", "garcia", "lopez")),
        ("Maria Garcia Jr.", ("maria", "garcia")),
        ("M. Garcia", ("m", "garcia")),
        ("Maria Garcia (she/her)", ("maria", "garcia")),
        ("Siobhan O’Brien", ("siobhan", "obrien")),
        ("Наталья Кузнецова", ("natalya", "kuznetsova")),
        ("王伟", ("wei", "wang")),
        ("Mrs. Garcia", ("garcia",)),
        ("Ms. Garcia's 4th Grade Class", ("garcia",)),
        ("Mr. Garcia Algebra", ("garcia",)),
        ("Señora García", ("garcia",)),
        ("Coach T", ("t",)),
        ("Coach", ()),
        ("😀🎉", ()),
        ("", ()),
        ("\x00\x00", ()),
    ],
)
def test_words_of_a_display_name(shown: str, words: tuple[str, ...]) -> None:
    assert shown_as(shown)[1] == words


def test_a_title_is_kept_as_evidence() -> None:
    titles = [int(shown_as(f"{title} Garcia")[0].title[0]) for title in ("Mrs.", "Dr", "Coach", "Profe", "Maria")]
    plain, school, none = displays.PLAIN_TITLE, displays.AT_SCHOOL, displays.NO_TITLE
    assert titles == [plain, plain, school, school, none]
    assert shown_as("Mrss. Garcia")[1] == ("garcia",)  # a slip of the pen


@pytest.mark.parametrize("shown", ["Mrs. Garcia-Lopez", "Mrs. Garcia Lopez", "Mrs. Garcia"])
def test_a_title_and_a_surname_of_two_words_show_no_first_name(shown: str) -> None:
    assert shown_as(shown)[0].surname_only[0]
    assert not shown_as("Mrs. Maria Garcia")[0].surname_only[0]


@pytest.mark.parametrize(("shown", "year"), [("Maria '27", 27), ("Maria 2031", 2031), ("class of 2030", 2030)])
def test_a_leaving_year_is_read(shown: str, year: int) -> None:
    assert shown_as(shown)[0].year[0] == year


def test_organisations_and_pseudonyms_are_told_from_people() -> None:
    def page(name: str) -> bool:
        return bool(shown_as(name)[0].organisation[0])

    def phrase(name: str) -> bool:
        return bool(shown_as(name)[0].everyday[0])

    assert all(map(page, ("Lincoln PTO", "Garcia Bakery", "Elm Elementary School")))
    people = ("Charlotte Church", "Coach Garcia Basketball", "Ana Garcia", "Charity Conover", "Theo Aronson Parks")
    assert not any(map(page, people))
    assert all(map(phrase, ("Proud mom of 3", "happy turtle", "sleepy")))
    assert not any(map(phrase, ("Grace Love", "Yohannes White")))


def test_a_batch_is_read_as_its_rows_are_read_alone() -> None:
    names = ["Maria Garcia", "", "Garcia, Maria", "😀", "Mrs. O'Brien's Class", "a\nb", "王伟", "x" * 10_000]
    wording = Wording(KNOWN)
    together = displays.read(names, wording)
    for row, name in enumerate(names):
        assert tuple(wording.text(r) for r in together.words[row].tolist() if r != -1) == shown_as(name)[1]


@pytest.fixture(scope="module")
def small() -> Index:
    staff = [
        person(f"t{n}", "Ana", family, Group.TEACHER, emails=(f"a{n}@oakdale.k12.us",))
        for n, family in enumerate(("Adeyemi", "Brathwaite", "Lam"))
    ]
    return index.build(
        roster([*staff, person("s", "Imogen", "Thistlewood", Group.STUDENT), person("p", "Maria", "Garcia")])
    )


def read(handle: str, of: Index) -> tuple[Handles, set[str]]:
    """A handle, read, and the names found in it."""
    found = handles.read([handle], of)
    return found, {of.vocabulary.word(int(token)) for token in found.hit_token}


@pytest.mark.parametrize(
    ("handle", "names"),
    [
        ("maria.garcia", {"maria", "garcia"}),
        ("maria_garcia_27", {"maria", "garcia"}),
        ("mariagarcia88", {"maria", "garcia"}),
        ("@MariaGarcia", {"maria", "garcia"}),
        ("mgarcia", {"garcia"}),
        ("garcia.m", {"garcia"}),
        ("imogenthistlewood", {"imogen", "thistlewood"}),
        ("the_real_maria_garcia", {"maria", "garcia"}),
        ("maria@social.example", {"maria"}),
        ("mrsgarcia", {"garcia"}),
        ("coach_thistlewood", {"thistlewood"}),
        ("itsimogenxo", {"imogen"}),
    ],
)
def test_names_in_a_handle(small: Index, handle: str, names: set[str]) -> None:
    assert names <= read(handle, small)[1]


def test_a_title_in_a_handle_is_seen(small: Index) -> None:
    assert read("mrsgarcia", small)[0].title[0] == len("mrs")
    assert read("coach_garcia", small)[0].title[0] == len("coach")
    assert read("maria.garcia", small)[0].title[0] == 0


def test_the_districts_own_sign_is_told_from_others(small: Index) -> None:
    assert read("mgarcia_oakdale", small)[0].suffix[0] == OUR_SUFFIX
    assert read("mgarcia_isd", small)[0].suffix[0] == OTHER_SUFFIX


def test_only_clear_handles_read_as_a_full_name(small: Index) -> None:
    assert all(read(h, small)[0].reads[0] == READS_FULL for h in ("janetquigley", "janet.quigley", "janet_quigley44"))
    unclear = ("jquigley", "janet", "tiny_storm171", "1234567", "xoxo", "")
    assert not any(read(h, small)[0].reads[0] == READS_FULL for h in unclear)


@pytest.mark.parametrize("handle", ["gabriellam_31", "gabrielab_27", "janderson", "annaw", "danielar04"])
def test_a_first_name_and_an_initial_are_not_taken_for_a_full_name(small: Index, handle: str) -> None:
    """Gabriella M. is no Gabriel Lam for certain, so nobody may be said to be missing from the roster."""
    assert read(handle, small)[0].reads[0] != READS_FULL


def test_nothing_is_read_from_nothing(small: Index) -> None:
    for handle in ("184467440737095516", "", "___", "😀"):
        found, names = read(handle, small)
        assert (found.reads[0], names) == (handles.NO_HANDLE, set())


def test_nicknames_go_both_ways_in_three_languages() -> None:
    pairs = [("robert", "bob"), ("francisco", "paco"), ("guadalupe", "lupita"), ("jose", "ze"), ("eduardo", "dudu")]
    assert all(b in population.related(a) and a in population.related(b) for a, b in pairs)
    assert "alfred" not in population.related("albert")


def test_mojibake_is_repaired_only_where_it_is_clear() -> None:
    assert text.repair("GarcÃ\u00ada") == "García"
    assert text.repair("Ñandú Âge") == "Ñandú Âge"


@pytest.mark.parametrize(
    ("handle", "ends"),
    [
        ("tobiasellwood", set()),
        ("TobiasEllwood", {0, 6, 13}),
        ("tobias.ellwood", {0, 6, 13}),
        ("JFEllwoodMP", {0, 2, 9, 11}),
        ("tobias4elm", {0, 6, 9}),
        ("TOBIASELLWOOD", set()),
        ("", set()),
    ],
)
def test_signs_digits_and_capitals_divide_a_handle_into_words(handle: str, ends: set[int], small: Index) -> None:
    breaks = int(read(handle, small)[0].breaks[0])
    assert {bit for bit in range(64) if breaks >> bit & 1} == ends


@given(st.lists(st.text("abcXYZ._7", max_size=12), min_size=1, max_size=6))
def test_pieces_end_where_words_end(texts: list[str]) -> None:
    whole = "_".join(texts)
    found = handles.read([whole], index.build(roster([person("p", "Maria", "Garcia")])))
    length = found.length[[0]]
    if found.breaks[0] and length[0] < 32:
        assert handles.aligned(found.breaks, np.zeros(1, np.int64), length).tolist() == [2]
