"""What is read from names and handles, before any roster."""

from __future__ import annotations

import pytest

from auditor.classify import display, handles, population, text
from auditor.classify.handles import HandleReader


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
    assert display.read(shown).words == words


def test_a_title_is_kept_as_evidence() -> None:
    assert [display.read(f"{title} Garcia").title for title in ("Mrs.", "Dr", "Coach", "Profe", "Maria")] == [
        "plain",
        "plain",
        "school",
        "school",
        "",
    ]


@pytest.mark.parametrize(("shown", "year"), [("Maria '27", 27), ("Maria 2031", 2031), ("class of 2030", 2030)])
def test_a_leaving_year_is_read(shown: str, year: int) -> None:
    assert display.read(shown).year == year


def test_organisations_and_pseudonyms_are_told_from_people() -> None:
    assert all(display.read(s).organisation for s in ("Lincoln PTO", "Garcia Bakery", "Elm Elementary School"))
    assert not any(display.read(s).organisation for s in ("Charlotte Church", "Coach Garcia Basketball", "Ana Garcia"))
    assert all(display.read(s).everyday for s in ("Proud mom of 3", "happy turtle", "sleepy"))
    assert not display.read("Grace Love").everyday


@pytest.fixture(scope="module")
def reader() -> HandleReader:
    return HandleReader({"imogen": 1}, {"thistlewood": 1})


@pytest.mark.parametrize(
    ("handle", "given", "family"),
    [
        ("maria.garcia", "maria", "garcia"),
        ("maria_garcia_27", "maria", "garcia"),
        ("mariagarcia88", "maria", "garcia"),
        ("@MariaGarcia", "maria", "garcia"),
        ("mgarcia", "m", "garcia"),
        ("garcia.m", "m", "garcia"),
        ("imogenthistlewood", "imogen", "thistlewood"),
        ("the_real_maria_garcia", "maria", "garcia"),
        ("maria@social.example", "maria", ""),
        ("mrsgarcia", "", "garcia"),
        ("coach_thistlewood", "", "thistlewood"),
        ("itsimogenxo", "imogen", ""),
    ],
)
def test_names_in_a_handle(reader: HandleReader, handle: str, given: str, family: str) -> None:
    assert (given, family) in [(cut.given, cut.family) for cut in reader.read(handle).cuts]


def test_a_title_in_a_handle_is_evidence(reader: HandleReader) -> None:
    assert reader.read("mrsgarcia").title
    assert reader.read("coach_garcia").title
    assert not reader.read("missyjones").title


def test_only_clear_handles_identify(reader: HandleReader) -> None:
    assert all(reader.read(h).identifying for h in ("janetquigley", "janet.quigley", "janet_quigley44"))
    assert not any(reader.read(h).identifying for h in ("jquigley", "janet", "tiny_storm171", "1234567", "xoxo", ""))


@pytest.mark.parametrize("handle", ["gabriellam_31", "gabrielab_27", "janderson", "annaw", "danielar04"])
def test_a_first_name_and_an_initial_are_not_taken_for_a_full_name(reader: HandleReader, handle: str) -> None:
    """Gabriella M. is no Gabriel Lam for certain, so nobody may be said to be missing from the roster."""
    assert not reader.read(handle).identifying


def test_nothing_is_read_from_nothing(reader: HandleReader) -> None:
    assert reader.read("184467440737095516") == handles.HandleReading(digits="184467440737095516")
    assert reader.read(None) == handles.NOTHING


def test_nicknames_go_both_ways_in_three_languages() -> None:
    pairs = [("robert", "bob"), ("francisco", "paco"), ("guadalupe", "lupita"), ("jose", "ze"), ("eduardo", "dudu")]
    assert all(b in population.related(a) and a in population.related(b) for a, b in pairs)
    assert "alfred" not in population.related("albert")


def test_mojibake_is_repaired_only_where_it_is_clear() -> None:
    assert text.repair("GarcÃ\u00ada") == "García"
    assert text.repair("Ñandú Âge") == "Ñandú Âge"
