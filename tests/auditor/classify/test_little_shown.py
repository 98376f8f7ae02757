"""Who is found where little of a name is shown: a first name, letters, an everyday word, a school in the bio."""

from __future__ import annotations

from dataclasses import replace

import pytest

from auditor.classify import displays, index
from auditor.classify.wording import NOTHING, Wording
from auditor.roster.model import Group, Person
from auditor.verdict import VerdictKind
from tests.auditor.classify.district import ELM, OAK, TEACHER, judge, people, person, roster


def elsewhere(*more: Person) -> tuple[Person, ...]:
    """People far from the owner, and others with names of their own beside them."""
    return (*people(), *more)


def first(name: str | None, handle: str | None = None, *, of: tuple[Person, ...], **more: str) -> str | None:
    """The first of those in question."""
    verdict = judge(name, handle, of=roster(of), **more)
    return verdict.candidates[0].person_id if verdict.candidates else None


def pupil(person_id: str, given: str, family: str, grade: str = "05", org: str = ELM) -> Person:
    return person(person_id, given, family, Group.STUDENT, org, grades=(grade,))


def test_a_first_name_that_few_have_leads_to_them_wherever_they_are() -> None:
    everybody = elsewhere(pupil("x", "Sakari", "Vantongeren"))
    assert first("Sakari ☀️", of=everybody) == "x"
    assert first("Sakari", "sunny_bean42", of=everybody) == "x"


def test_of_a_first_name_that_many_have_nobody_is_picked_out_elsewhere() -> None:
    many = (pupil(f"x{n}", "Sakari", f"Vantongeren{n}") for n in range(9))
    assert first("Sakari", of=elsewhere(*many)) is None


@pytest.mark.parametrize("shown", ["Olivia '31", "olivia '31 🌻", "Olivia class of 2031"])
def test_the_leaving_year_leads_to_those_of_the_grade(shown: str) -> None:
    """It is November 2026: who leaves in 2031 is in grade 8."""
    many = [pupil(f"x{n}", "Olivia", f"Vantongeren{n}", f"{n % 6 + 1:02}") for n in range(60)]
    assert first(shown, "sunnybean85", of=elsewhere(*many, pupil("y", "Olivia", "Ashgrove", "08"))) == "y"


def test_a_letter_in_the_user_name_stands_for_the_last_name() -> None:
    many = [pupil(f"x{n}", "Olivia", f"Vantongeren{n}") for n in range(30)]
    everybody = elsewhere(*many, pupil("y", "Olivia", "Quackenbush"))
    assert first("Olivia", "oq2930", of=everybody) == "y"
    assert first("o.q", "itsolivia31", of=everybody) == "y"


def test_a_school_in_the_bio_leads_to_its_people() -> None:
    names = "Ada Bea Cal Dot Eve Fay Gus Hal Ian Joy Kim Lev Meg Ned Ola Pia Quin Roy Sue Tom Uma Val Wes Xia Yan Zoe"
    many = [person(f"x{n}", given, "Smith", Group.TEACHER, OAK) for n, given in enumerate(names.split())]
    everybody = [*people(), *many, person("y", "Devonte", "Smith", Group.TEACHER, ELM)]
    apart = replace(TEACHER, roles=())
    bio = "Educator @ Elm Street Middle School"
    verdict = judge(
        "Mr. Smith", of=roster([each for each in everybody if each.person_id != "t1"]), owner=apart, bio=bio
    )
    assert verdict.person_id == "y"


@pytest.mark.parametrize("word", ["bluefox", "ToxicTiger", "sleepycookie 🦋"])
def test_everyday_words_written_as_one_are_nobodys_first_name(word: str) -> None:
    """What the user name says is not contradicted by them."""
    pupils = [pupil("x", "Kellan", "Warren", org=OAK), pupil("y", "Odalys", "Fenwick", org=OAK)]
    everybody = [*people(), *pupils]
    assert first(word, "itskellanxo1", of=tuple(everybody)) == "x"
    alone = judge(word, of=roster(everybody))
    assert alone.kind is VerdictKind.CANNOT_TELL


def test_a_name_of_the_roster_is_no_phrase() -> None:
    everybody = roster([*people(), person("x", "Sparkle", "Quackenbush")])
    verdict = judge("Sparkle Quackenbush", of=everybody)
    assert (verdict.kind, verdict.person_id) == (VerdictKind.COMMUNITY, "x")


@pytest.mark.parametrize("shown", ["RosalindPemberthy", "rosalindpemberthy", "RosalindP emberthy"])
def test_a_space_that_is_missing_or_misplaced(shown: str) -> None:
    """Without a user name, too."""
    assert judge(shown).person_id == "p1"


@pytest.mark.parametrize("title", ["Mrsss.", "Missss", "Coachhh", "Principalll"])
def test_a_title_with_a_letter_several_times_is_a_title(title: str) -> None:
    assert judge(f"{title} Rivera").person_id == "t3"


def test_the_first_letter_of_another_form() -> None:
    """William goes by Bill: B. may be he, Q. is not."""
    everybody = roster([*people(), person("w", "William", "Quackenbush", Group.STAFF)])
    right, wrong = (judge(f"{letter}. Quackenbush", of=everybody) for letter in "BQ")
    assert right.person_id == "w"
    assert right.p_community > wrong.p_community


def test_a_part_of_a_compound_surname_that_is_not_theirs_speaks_against_somebody() -> None:
    one = person("x", "Nicole", "Clayton Garcia", Group.STAFF)
    whole, part = (
        judge(f"Miss {shown}", of=roster([*people(), one])).p_community for shown in ("Tucker-Clayton", "Clayton")
    )
    assert whole < part
    both = person("y", "Nadia", "Tucker-Clayton", Group.STAFF, ELM)
    assert judge("Miss Tucker-Clayton", of=roster([*people(), one, both])).person_id == "y"


def test_who_has_more_children_at_the_school_is_likelier() -> None:
    def family(parent: str, surname: str, orgs: tuple[str, ...]) -> list[Person]:
        children = [
            replace(pupil(f"{parent}{n}", f"Kid{parent}{n}", surname, org=org), guardians=(parent,))
            for n, org in enumerate(orgs)
        ]
        return [*children, person(parent, "Jennifer", surname, org="")]

    here = family("x", "Vantongeren", (OAK, OAK)), family("y", "Quackenbush", (OAK, ELM))
    assert first("Jennifer", of=(*people(), *here[0], *here[1])) == "x"
    assert (
        first(
            "Jennifer", of=(*people(), *family("x", "Vantongeren", (OAK, ELM)), *family("y", "Quackenbush", (OAK, OAK)))
        )
        == "y"
    )


def test_the_index_counts_children_by_school() -> None:
    pair = ("m", "f")
    children = [replace(pupil(f"k{org}", f"Kid{org}", "Vale", org=org), guardians=pair) for org in (OAK, ELM)]
    alone = replace(pupil("k3", "Kit", "Vale", org=OAK), guardians=("m",))
    known = index.build(
        roster([*children, alone, person("m", "Ada", "Vale", org=""), person("f", "Ben", "Vale", org="")])
    )
    schools = {org: n for n, org in enumerate(known.facts.schools)}
    at = known.positions()["m"]
    found = dict(zip(known.people.orgs[at].tolist(), known.children[at].tolist(), strict=True))
    assert found[schools[OAK]] == 1.5
    assert found[schools[ELM]] == 0.5


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        ("RosalindPemberthy", ["rosalind", "pemberthy"]),
        ("MissRivera", ["rivera"]),
        ("AnnaV", ["anna", "v"]),
        ("McDonald", ["mcdonald"]),
        ("LaToya", ["latoya"]),
        ("LaQuashika", ["laquashika"]),  # half of a first name is no first name
        ("ShaNiquella", ["shaniquella"]),
        ("DouG dowdY", ["doug", "dowdy"]),
        ("sAKARI", ["sakari"]),
        ("ÀÉ", ["ae"]),
    ],
)
def test_capitals_divide_two_names_and_nothing_else(shown: str, words: list[str]) -> None:
    known = Wording(index.build(roster(people())).vocabulary)
    read = displays.read([shown], known)
    assert [known.text(ref) for ref in read.words[0].tolist() if ref != NOTHING] == words


@pytest.mark.parametrize("shown", ["LaQuashika", "ShaNiquella", "KeVontae"])
def test_a_first_name_with_a_capital_inside_accuses_nobody(shown: str) -> None:
    assert judge(shown).kind is VerdictKind.CANNOT_TELL


def test_the_same_name_twice() -> None:
    everybody = roster([*people(), person("x", "Chavez", "Chavez", Group.STAFF, ELM)])
    assert judge("Chavez Chavez", of=everybody).person_id == "x"


def test_another_spelling_of_a_surname_is_no_slip() -> None:
    everybody = roster([*people(), person("x", "Brenda", "Mueller"), person("y", "Brenda", "Mullen")])
    verdict = judge("Brenda Müller", "brendamuller59", of=everybody)
    assert (verdict.kind, verdict.person_id) == (VerdictKind.COMMUNITY, "x")


@pytest.mark.parametrize(("shown", "person_id"), [("Mrs. Sheron Parks", "x"), ("Mrs. May Dominguez", "y")])
def test_behind_a_title_a_first_name_is_one_even_if_it_may_be_something_else(shown: str, person_id: str) -> None:
    """`Parks` may be an organisation, `May` a surname."""
    both = person("x", "Sheron", "Parks", Group.STAFF), person("y", "May", "Dominguez", Group.TEACHER)
    assert judge(shown, "blue_soccer835", of=roster([*people(), *both])).person_id == person_id


def test_two_letters_may_be_initials_even_if_they_are_a_name() -> None:
    """Nobody at the school is called Al, and one pupil's names begin so."""
    everybody = (*people(), pupil("x", "Adaline", "Lepage", org=OAK), pupil("y", "Beatrix", "Lepage", org=OAK))
    assert first("al", "al3907", of=everybody) == "x"


def test_a_short_form_of_two_letters_is_read_where_it_is_a_word() -> None:
    both = person("x", "Alan", "Quackenbush", Group.STAFF), person("y", "Odette", "Quackenbush", Group.STAFF)
    assert judge("Mr. Quackenbush", "al.quackenbush", of=roster([*people(), *both])).person_id == "x"


@pytest.mark.parametrize("shown", ["savage soccer", "lucky fox", "sunny bean 🌻", "Mo of 4", "tiny dance", "royal fox"])
def test_a_phrase_is_never_somebody_who_is_not_in_the_lists(shown: str) -> None:
    """Neither a stranger's name nor a page: anybody's nickname may read like that."""
    assert judge(shown).kind is VerdictKind.CANNOT_TELL


@pytest.mark.parametrize(("given", "family"), [("Jennifer", "Loja"), ("Reygan", "High"), ("Lucky", "Fox")])
def test_nobody_of_the_roster_is_taken_for_a_page_or_a_phrase(given: str, family: str) -> None:
    """`Loja` is a shop in Portuguese."""
    verdict = judge(f"{given} {family}", of=roster([*people(), person("x", given, family, org=ELM)]))
    assert (verdict.kind, verdict.person_id) == (VerdictKind.COMMUNITY, "x")


@pytest.mark.parametrize(
    "shown", ["Ana Garcia Loja", "Ana Sofia Loja", "Loja Ana", "A. Loja", "A. Sofia Loja", "Anita Garcia-Loja"]
)
def test_nobody_is_missing_whose_name_is_among_the_words_of_a_page(shown: str) -> None:
    listed = person("x", "Ana", "Garcia Loja", middle="Sofia", org=ELM)
    assert judge(shown, of=roster([*people(), listed])).kind is not VerdictKind.NOT_IN_ROSTER
    assert judge("Ottilie Loja").kind is VerdictKind.NOT_IN_ROSTER


@pytest.mark.parametrize("shown", ["Mrs. Wei Igreja", "Ms. W. Igreja", "Mrs. Igreja"])
def test_nobody_is_missing_whose_surname_is_a_word_for_something_else(shown: str) -> None:
    listed = person("x", "Wei", "Igreja", Group.TEACHER, ELM)
    assert judge(shown, of=roster([*people(), listed])).kind is not VerdictKind.NOT_IN_ROSTER


@pytest.mark.parametrize("shown", ["Miss Emily", "Mrs. Jennifer High", "Ms. Jennifer's 2nd Grade"])
def test_a_first_name_behind_a_title_is_too_little_to_be_missing(shown: str) -> None:
    assert judge(shown).kind is VerdictKind.CANNOT_TELL


def test_a_first_name_before_an_everyday_word_shows_no_surname() -> None:
    assert judge("Ashley 💙", "ashleybean31").kind is VerdictKind.CANNOT_TELL
    both = person("x", "Ashley", "Bean", org=ELM)
    assert judge("Ashley 💙", "ashleybean31", of=roster([*people(), both])).person_id == "x"


def test_the_first_letter_of_another_form_in_the_user_name() -> None:
    """Michelle goes by Shelly."""
    everybody = roster([*people(), person("x", "Michelle", "Estradavo", Group.TEACHER, ELM)])
    short, other = (judge("Mrs. Estradavo", f"{letter}estradavo", of=everybody) for letter in "sq")
    assert short.p_community > other.p_community
    assert short.kind is not VerdictKind.NOT_IN_ROSTER
