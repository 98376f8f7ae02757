"""What is said of a connection, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from auditor.classify import build
from auditor.roster.model import Group, Person
from auditor.verdict import Category, Subject, VerdictKind
from tests.auditor.classify.district import ELM, TEACHER, english, ids, judge, people, person, roster

COMMUNITY, UNCERTAIN = VerdictKind.COMMUNITY, VerdictKind.UNCERTAIN
NOT_IN_ROSTER, CANNOT_TELL = VerdictKind.NOT_IN_ROSTER, VerdictKind.CANNOT_TELL


def test_a_school_without_its_families_says_of_nobody_that_they_are_missing() -> None:
    """The district has most guardians on file, this school has not: a name it lacks may be a parent's."""
    elm = person("t9", "Ottilie", "Brackenridge", Group.TEACHER, org=ELM)
    without = [person(f"x{n}", "Quill", f"Underhay{n}", Group.STUDENT) for n in range(4)]
    thin = roster([*people(), elm, *without])
    here = judge("Zebulon Quackenbush", of=thin)
    assert (here.kind, ids(here)) == (CANNOT_TELL, {"group_missing"})
    assert judge("Zebulon Quackenbush", of=thin, owner=elm).kind is NOT_IN_ROSTER
    assert judge("Zebulon Quackenbush").kind is NOT_IN_ROSTER


@pytest.mark.parametrize(
    ("name", "person_id", "category"),
    [
        ("Rosalind Pemberthy", "p1", Category.PARENT),
        ("Pemberthy, Rosalind", "p1", Category.PARENT),
        ("Mrs. Rosalind Pemberthy 🍎", "p1", Category.PARENT),
        ("Rosalind Achterberg", "p1", Category.PARENT),  # former family name
        ("Rosalind Thistlewood", "p1", Category.PARENT),  # her child's
        ("Siobhan StJohn", "p9", Category.PARENT),  # on the roster as St.John
        ("Bob Thornquist", "c1", Category.STAFF),
        ("Bobby Thornquist", "c1", Category.STAFF),
        ("R. Thornquist", "c1", Category.STAFF),
        ("Lucinda Farquarson", "a1", Category.ADMINISTRATOR),  # one letter short
        ("Ana Zubizarreta", "p3", Category.PARENT),
        ("Ana García-Zubizarreta", "p3", Category.PARENT),
        ("Beatriz de la Cruz", "p4", Category.PARENT),
        ("Наталья Кузнецова", "p2", Category.PARENT),
        ("Grace Okonkwo", "t1", Category.TEACHER),
        ("Ms. Rivera", "t3", Category.TEACHER),
        ("Ms. Rivera's 4th Grade", "t3", Category.TEACHER),
        ("Coach Thornquist", "c1", Category.STAFF),
        ("Imogen T.", "s1", Category.STUDENT),
        ("Imogne T.", "s1", Category.STUDENT),  # two letters turned
        ("Rosalnd P.", "p1", Category.PARENT),  # a letter left out, and a surname cut to one
    ],
)
def test_a_person_in_the_lists_is_found(name: str, person_id: str, category: Category) -> None:
    verdict = judge(name)
    assert (verdict.kind, verdict.person_id, verdict.category) == (COMMUNITY, person_id, category)
    assert verdict.p_person is not None
    assert 0.5 < verdict.p_person <= verdict.p_community <= 1
    assert verdict.candidates[0].person_id == person_id


@pytest.mark.parametrize(
    ("handle", "person_id"),
    [
        ("tomasz.wisniewski", "t2"),
        ("tomaszwisniewski88", "t2"),
        ("twisniewski", "t2"),
        ("wisniewskit", "t2"),
        ("TomaszWisniewski", "t2"),
        ("beatrizdelacruz", "p4"),
        ("rosalind_pemberthy_xo", "p1"),
        ("coachthornquist", "c1"),
    ],
)
def test_a_handle_alone_is_enough(handle: str, person_id: str) -> None:
    verdict = judge(handle=handle)
    assert (verdict.kind, verdict.person_id) == (COMMUNITY, person_id)


def test_a_name_inside_a_word_of_a_handle_is_no_name() -> None:
    """`Nor` stands in `norman` and `Stevens` in `stevenson` by chance; a name that is a word of its own does not."""
    more = person("x", "Anselm", "Nor", Group.TEACHER), person("y", "Jocasta", "Stevens", Group.TEACHER)
    everybody = roster([*people(), *more])
    for handle in ("jesse.norman.hereford", "JohnStevenson", "tobias_stevenson"):
        assert judge(handle=handle, of=everybody).p_community < 0.5
    assert judge(handle="anselm.nor.1", of=everybody).person_id == "x"
    assert judge(handle="JocastaStevensMP", of=everybody).person_id == "y"


def test_a_surname_that_is_a_given_name_as_well_says_no_more_than_that_name() -> None:
    both = person("x", "Bartek", "Elisabeth", Group.TEACHER), person("y", "Anselm", "Quackenbush", Group.TEACHER)
    everybody = roster([*people(), *both])
    given, plain = (judge(handle=f"{name}guigou", of=everybody, owner=None) for name in ("elisabeth", "quackenbush"))
    assert given.p_community < plain.p_community
    assert judge(handle="bartekelisabeth", of=everybody).person_id == "x"


def test_the_last_part_of_a_profile_address_is_a_handle() -> None:
    assert judge(url="https://social.example/tomasz.wisniewski/").person_id == "t2"
    assert judge(url="https://social.example/profile.php?id=100012345").kind is CANNOT_TELL


def test_an_address_of_the_lists_is_the_person() -> None:
    verdict = judge("tw 📚", email="Tomasz.Wisniewski@oak.example")
    assert (verdict.kind, verdict.person_id) == (COMMUNITY, "t2")
    assert "same_email" in ids(verdict)


def test_two_people_of_one_name_are_community_without_a_choice() -> None:
    verdict = judge("Maria Garcia")
    assert verdict.kind is COMMUNITY
    assert verdict.person_id is verdict.p_person is None
    assert {c.person_id for c in verdict.candidates} == {"s2", "s3"}
    assert verdict.category is Category.STUDENT
    assert ids(verdict) == {"several_fit", "common_name"}


@pytest.mark.parametrize("owner", [None, TEACHER])
def test_a_common_name_alone_is_never_certain(owner: Person | None) -> None:
    verdict = judge("John Smith", owner=owner)
    assert verdict.p_community < 0.95
    assert "common_name" in ids(verdict)
    assert judge("Robert Thornquist", owner=owner).p_community > 0.95


def test_the_owners_school_counts() -> None:
    near, far = (
        judge("Jennifer", of=roster([*people(), person("x", "Jennifer", "Vantongeren", Group.STAFF, org)]))
        for org in ("s1", ELM)
    )
    assert near.p_community > far.p_community
    assert near.candidates[0].person_id == "x"
    assert far.kind is CANNOT_TELL


def test_the_owners_class_counts_more_than_the_school() -> None:
    family = person("s9", "Juniper", "Vale", Group.STUDENT, guardians=("p9",)), person("p9", "Laura", "Miller")
    everybody = [*people(), *family]
    school = judge("Laura", of=roster(everybody))
    own_class = judge("Laura", of=roster([replace(p) for p in everybody], classes={"t1": ("c",), "s9": ("c",)}))
    assert own_class.p_community >= school.p_community
    assert "near_class" in ids(judge("Laura Miller", of=roster(everybody, classes={"t1": ("c",), "s9": ("c",)})))


def test_preferred_and_middle_names_are_names() -> None:
    extra = person("x", "Wilhelmina", "Strathclyde", preferred_given="Juno", middle="Perpetua")
    for given in ("Wilhelmina", "Juno", "Perpetua", "Billie"):
        assert judge(f"{given} Strathclyde", of=roster([*people(), extra])).person_id == "x"


def test_a_leaving_year_tells_two_students_apart() -> None:
    verdict = judge("Maria Garcia 2035")  # grade 4 in 2026/27
    assert verdict.person_id == "s2"
    assert "year_fits" in ids(verdict)
    assert judge("Maria Garcia '37").person_id == "s3"


def test_leaving_years_are_learned_from_addresses_where_the_roster_has_no_date() -> None:
    students = [
        person(f"x{grade}", "Ana", f"Vantongeren{c}", Group.STUDENT, grades=(f"{grade:02}",), emails=(mail,))
        for grade, c in zip(range(1, 6), "bcdfg", strict=True)
        for mail in [f"ana{2039 - grade}@stu.example"]
    ]
    assert judge("Maria Garcia 2035", of=roster([*people(), *students], as_of=None)).person_id == "s2"
    assert judge("Maria Garcia 2035", of=roster(people(), as_of=None)).person_id is None


def test_a_title_and_a_letter_point_to_the_only_colleague_who_fits() -> None:
    verdict = judge("Coach T")
    assert (verdict.kind, verdict.person_id) == (UNCERTAIN, "c1")
    assert judge("Coach T", owner=None).kind is CANNOT_TELL


@pytest.mark.parametrize("name", ["Wilhelmina Strathclyde", "Dustin Rutherford", "Mrs. Kowalczyk"])
def test_nobody_of_that_name(name: str) -> None:
    verdict = judge(name)
    assert (verdict.kind, verdict.category, verdict.person_id) == (NOT_IN_ROSTER, Category.NONE, None)
    assert verdict.p_community <= 0.05
    assert ids(verdict) == {"nobody_fits"}


def test_nobody_of_that_handle() -> None:
    assert judge(handle="dustin.rutherford").kind is NOT_IN_ROSTER
    assert judge(handle="dustinrutherford88").kind is NOT_IN_ROSTER


@pytest.mark.parametrize(
    ("name", "handle"),
    [
        (None, "1234567890"),
        ("😀", None),
        ("J.R.", None),
        ("Proud mom of 3", None),
        ("happy turtle", "savage_hoops374"),
        ("fuzzy koala", None),
        ("<script>alert(1)</script>", None),
        (None, "xx_dark_wolf_99"),
        ("Jennifer", None),
        ("a" * 10_000, None),
        ("\x00", None),
        ("", ""),
        (None, None),
    ],
)
def test_too_little_to_tell(name: str | None, handle: str | None) -> None:
    verdict = judge(name, handle)
    assert (verdict.kind, verdict.person_id) == (CANNOT_TELL, None)
    assert verdict.category is Category.NONE or verdict.p_community >= 0.5


@pytest.mark.parametrize("name", ["محمد الأحمد", "王小明", "Γιώργος Παπαδόπουλος"])
def test_a_name_in_another_script_that_is_not_found_proves_nothing(name: str) -> None:
    verdict = judge(name)
    assert verdict.kind is CANNOT_TELL
    assert ids(verdict) == {"other_script"}


def test_a_title_points_to_the_colleague_who_teaches() -> None:
    two = person("x", "Imelda", "Quimbleton", Group.TEACHER), person("y", "Ottilie", "Quimbleton", Group.STAFF)
    of = roster([*people(), *two])
    for shown in (("Ms. Quimbleton", None), (None, "msquimbleton")):
        verdict = judge(*shown, of=of)
        assert (verdict.kind, verdict.person_id) == (COMMUNITY, "x")
        assert {each.person_id for each in verdict.candidates} == {"x", "y"}
    assert judge("Quimbleton", of=of).person_id is None


def test_a_first_name_with_a_user_name_of_initial_and_surname_is_a_name() -> None:
    assert judge("Dustin").kind is CANNOT_TELL
    assert judge("Dustin", "drutherford").kind is NOT_IN_ROSTER
    assert judge("Rosalind", "rpemberthy").person_id == "p1"


def test_a_page_is_no_person_unless_it_is_the_schools() -> None:
    """What is about learning may belong to the school community, whatever the lists hold of people."""
    boosters, bakery = judge("Hillcrest Boosters"), judge("Main Street Bakery")
    assert (boosters.kind, ids(boosters)) == (CANNOT_TELL, {"organisation"})
    assert (bakery.kind, ids(bakery)) == (NOT_IN_ROSTER, {"page"})
    families = "L. & family", "The Quackenbush Family"
    for name in (*families, "Friends of the Millpond", "Maria G official", "Rivera Learning"):
        assert judge(name).kind is CANNOT_TELL
    for name in ("Elm Street Church", "Quackenbush Academy", "Quackenbush Learning", "Rivera Academy"):
        assert (judge(name).kind, ids(judge(name))) == (NOT_IN_ROSTER, {"page"})
    for name in ("Oakview Elementary School", "Oakview Elementary PTO", "Harrowgate Public Schools"):
        verdict = judge(name)
        assert (verdict.kind, verdict.category) == (COMMUNITY, Category.OTHER_COMMUNITY)
        assert verdict.person_id is None


def test_a_shop_that_has_the_towns_name_is_no_page_of_a_school() -> None:
    for name in ("Harrowgate Drama Club", "Harrowgate Athletics"):
        assert judge(name).kind is COMMUNITY
    for name in ("Harrowgate Pizza", "First Baptist Church Harrowgate", "Harrowgate News"):
        assert judge(name).kind is not COMMUNITY
        assert "school_page" not in ids(judge(name))


def test_a_profile_that_names_the_school_is_not_ruled_out() -> None:
    verdict = judge("Dustin Rutherford", bio="5th grade @ Oakview Elementary School")
    assert verdict.kind is UNCERTAIN
    assert ids(verdict) == {"school_named"}


def test_an_unlisted_address_at_the_district_is_not_ruled_out() -> None:
    staff = [person(f"x{n}", "Odell", f"Brathwaite{n}", Group.STAFF, emails=(f"o{n}@oak.example",)) for n in "abc"]
    verdict = judge("Dustin Rutherford", email="drutherford@oak.example", of=roster([*people(), *staff]))
    assert (verdict.kind, ids(verdict)) == (UNCERTAIN, {"district_mail"})


def test_who_left_recently_is_never_missing() -> None:
    verdict = judge("Hortensia Vandersloot")
    assert verdict.kind is UNCERTAIN
    assert ids(verdict) == {"recently_left"}
    assert [c.person_id for c in verdict.candidates] == ["v1"]


def test_relatives_are_other_members_of_the_community() -> None:
    verdict = judge("Cornelius Hathersage")
    assert (verdict.kind, verdict.category) == (COMMUNITY, Category.OTHER_COMMUNITY)


def test_staff_who_are_parents_count_as_staff() -> None:
    both = person("x", "Wilhelmina", "Strathclyde", Group.PARENT)
    both.roles = (*both.roles, replace(both.roles[0], group=Group.TEACHER))
    assert judge("Wilhelmina Strathclyde", of=roster([*people(), both])).category is Category.TEACHER


@pytest.mark.parametrize("missing", [Group.PARENT, Group.STUDENT, Group.TEACHER])
def test_a_roster_with_a_hole_rules_nobody_out(missing: Group) -> None:
    thin = roster(people(), covered=[g for g in Group if g is not missing])
    for name in ("Wilhelmina Strathclyde", "Mr. Dustin Rutherford", "Dustin Rutherford 2030"):
        verdict = judge(name, of=thin)
        assert verdict.kind is CANNOT_TELL
        assert [r.params["t_group"] for r in verdict.reasons] == [f"reason.group.{missing}"]
    assert judge(handle="dustin.rutherford", of=thin).kind is CANNOT_TELL
    assert judge("Rosalind Pemberthy", of=thin).person_id == "p1"


def test_an_empty_roster_cannot_tell() -> None:
    empty = roster([], covered=[])
    assert judge("Rosalind Pemberthy", of=empty, owner=None).kind is CANNOT_TELL
    assert judge("Rosalind Pemberthy", "rosalind.p", of=empty).kind is CANNOT_TELL


def test_a_roster_of_one() -> None:
    one = roster([TEACHER])
    assert judge("Grace Okonkwo-Bell", of=one, owner=None).person_id == "t1"
    assert judge("Dustin Rutherford", of=one).kind is NOT_IN_ROSTER


def test_people_without_a_name_harm_nobody() -> None:
    nameless = [person("x", "", ""), person("y", "", "Strathclyde"), person("z", "Cher", "", Group.STUDENT)]
    assert judge("Rosalind Pemberthy", of=roster([*people(), *nameless])).person_id == "p1"
    assert judge("?", of=roster([*people(), *nameless])).kind is CANNOT_TELL


def test_many_identical_names_are_judged_alike() -> None:
    subjects = (Subject("Wilhelmina Strathclyde") for _ in range(100_000))
    verdicts = list(build(roster(people())).classify(subjects, TEACHER))
    assert len(verdicts) == 100_000
    assert len({(v.kind, v.p_community) for v in verdicts}) == 1


def test_an_owner_who_is_not_in_the_roster() -> None:
    guest = person("guest", "Zebulon", "Quartermaine", Group.TEACHER, "s99")
    assert judge("Rosalind Pemberthy", owner=guest).person_id == "p1"


def test_reasons_are_few_and_name_nobody() -> None:
    names = [
        "Maria Garcia",
        "Bob Thornquist",
        "Ms. Rivera",
        "Hortensia Vandersloot",
        "Dustin Rutherford",
        "J",
        "Elm PTA",
    ]
    for name in names:
        verdict = judge(name, "tomasz.wisniewski")
        told = [english(reason) for reason in verdict.reasons]
        assert 1 <= len(told) <= 5
        for each in people():
            assert not any(each.given in text or each.family in text for text in told)


def test_dates_around_the_turn_of_the_school_year() -> None:
    for day in (date(2026, 7, 1), date(2027, 6, 30)):
        assert judge("Maria Garcia 2035", of=roster(people(), as_of=day)).person_id == "s2"


def test_an_empty_list_has_no_verdicts() -> None:
    assert list(build(roster(people())).classify([], TEACHER)) == []


def test_nobody_is_said_to_be_missing_whose_name_is_in_the_lists() -> None:
    """However many bear the name elsewhere, and however few of the rest of a list are members."""
    strangers = [Subject(f"Zebulon{c} Quartermaine{c}") for c in "bcdfghjklmnpqrst"]
    crowd = [Subject("John Smith", "jsmith") for _ in range(2_000)]
    verdict = next(iter(build(roster(people())).classify([*crowd, *strangers], None)))
    assert verdict.kind in (UNCERTAIN, COMMUNITY)
    assert "nobody_fits" not in ids(verdict)


@pytest.mark.parametrize("number", [30, 70, 700])
@pytest.mark.parametrize("shown", [("Zelda Quimbleton", None), ("Zelda Quimbletom", None), (None, "zeldaquimbleton")])
def test_a_name_that_very_many_have_is_not_lost(number: int, shown: tuple[str | None, str | None]) -> None:
    of = roster([*people(), *(person(f"k{n}", "Zelda", "Quimbleton", org=ELM) for n in range(number))])
    for owner in (TEACHER, None):
        verdict = judge(*shown, of=of, owner=owner)
        assert verdict.kind in (COMMUNITY, UNCERTAIN)
        assert verdict.category is Category.PARENT
        assert verdict.person_id is None
        assert ids(verdict) & {"several_fit", "several_unnamed"}


@pytest.mark.parametrize("number", [1, 40])
def test_a_last_name_that_the_lists_have_is_not_said_to_be_missing(number: int) -> None:
    """Only a title and a last name are shown: it is the person who is not found, not the name."""
    smiths = [person(f"k{n}", f"Q{a}ora", "Smith", org=ELM) for n, a in enumerate("bcdfghjklmnpqrstvwxz" * 2)][:number]
    strangers = [Subject(f"Zebulon{c} Quartermaine{c}") for c in "bcdfghjklmnpqrst" * 4]
    of = build(roster([*people(), *smiths]))
    first, second, third, *_ = of.classify(
        [Subject("Mr. Smith", "wildbunny"), Subject("Mr. Wunderlich", "wildbunny"), Subject("Ida Smith"), *strangers],
        TEACHER,
    )
    assert first.kind in (NOT_IN_ROSTER, UNCERTAIN)
    assert second.kind is third.kind is NOT_IN_ROSTER
    assert (ids(first), ids(second), ids(third)) == ({"surname_elsewhere"}, {"nobody_fits"}, {"nobody_fits"})


def test_the_initial_of_the_first_of_two_surnames_says_more() -> None:
    """Ana Garcia Zubizarreta is `Ana G.` more often than `Ana Z.`; both are hers."""
    first, second = judge("Ana G."), judge("Ana Z.")
    assert first.candidates[0].person_id == second.candidates[0].person_id == "p3"
    assert first.candidates[0].p > second.candidates[0].p
