"""What holds for every name."""

from __future__ import annotations

import random
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.classify import build, lexicon
from auditor.roster.model import Group
from auditor.verdict import Subject, Verdict, VerdictKind
from tests.auditor.classify.district import ELM, TEACHER, judge, people, person, roster

GIVEN = st.sampled_from(
    ["Maria", "José", "Wei", "Nguyen", "Fatima", "Siobhán", "Ludmila", "Kwame", "Ana-Sofía", "Bob", "Jo", "Xochitl"]
)
RARE = st.sampled_from(
    [
        "Thistlewood",
        "Brathwaite",
        "Strathclyde",
        "Vandersloot",
        "Zubizarreta",
        "Nguyễn-Pemberthy",
        "Løvenskiold",
        "Øksendalsson",
        "Chukwuemekadike",
        "Papadimitrakopoulou",
        "Grzegorzewska",
        "Tłuściak",
        "Hakobyanian",
        "Šimůnková",
        "O'Shaughnessyton",
    ]
)
STAFF_OR_FAMILY = st.sampled_from([Group.TEACHER, Group.STAFF, Group.PARENT, Group.STUDENT])
DISTRICT = build(roster(people()))
TEXT = st.text(max_size=60) | st.text(alphabet=".'’-_@, ()/#9\u202e\u200d\x00AéЖ王ا", max_size=40)
FEW = settings(max_examples=60, deadline=None)


def one(name: str, handle: str | None = None) -> Verdict:
    return next(iter(DISTRICT.classify([Subject(name, handle)], TEACHER)))


def mixed_case(seed: int) -> Callable[[str], str]:
    """Each letter in either case."""
    return lambda name: "".join(random.Random(f"{seed} {i}").choice((c.upper(), c.lower())) for i, c in enumerate(name))


@FEW
@given(GIVEN, RARE, STAFF_OR_FAMILY, st.booleans())
def test_a_listed_rare_name_is_never_called_missing(first: str, last: str, group: Group, known_owner: bool) -> None:
    listed = roster([*people(), person("x", first, last, group)])
    verdict = judge(f"{first} {last}", of=listed, owner=TEACHER if known_owner else None)
    assert verdict.kind is VerdictKind.COMMUNITY
    assert any(c.person_id == "x" for c in verdict.candidates)


WORDS = sorted(
    lexicon.EVERYDAY_WORDS | lexicon.EITHER_WORDS | lexicon.ORGANISATION_WORDS | lexicon.CLASS_WORDS
    | lexicon.LINKING_WORDS | lexicon.LEARNING_WORDS
)  # fmt: skip


WRITTEN = ("{0} {1}", "{1}, {0}", "{1} {0}", "Mrs. {0} {1}", "{0[0]}. {1}", "{0} Ottilie {1}", "{0} O. {1}")


@FEW
@given(GIVEN | st.sampled_from(WORDS), st.sampled_from(WORDS), STAFF_OR_FAMILY, st.sampled_from(WRITTEN))
def test_a_listed_name_is_never_called_missing_whatever_else_its_words_mean(
    first: str, last: str, group: Group, written: str
) -> None:
    """Loja is a shop, High a school, Fox an animal."""
    listed = roster([*people(), person("x", first.title(), last.title(), group, ELM, middle="Ottilie")])
    assert judge(written.format(first.title(), last.title()), of=listed).kind is not VerdictKind.NOT_IN_ROSTER


@FEW
@given(
    st.sampled_from(
        ["Rosalind Pemberthy", "Maria Garcia", "Ms. Rivera", "Dustin Rutherford", "Imogen", "Bob Thornquist"]
    ),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]) | st.integers(0, 1 << 30).map(mixed_case),
    st.sampled_from(["", "🍎", " ✨📚", "❤️", "👩🏽‍🏫"]),
    st.booleans(),
)
def test_casing_emoji_and_width_change_nothing(name: str, case: object, emoji: str, wide: bool) -> None:
    changed = case(name)  # type: ignore[operator]
    if wide:
        changed = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else c for c in changed)
    assert one(f"{emoji}{changed} {emoji}") == one(name)


@FEW
@given(st.sampled_from(["Rosalind Pemberthy", "Bob Thornquist", "Ms. Rivera", "Ana Zubizarreta"]), STAFF_OR_FAMILY)
def test_an_unrelated_person_more_changes_no_match(name: str, group: Group) -> None:
    more = judge(name, of=roster([*people(), person("x", "Zebulon", "Quartermaine", group)]))
    before = one(name)
    assert (more.kind, more.person_id, more.category) == (before.kind, before.person_id, before.category)


@settings(max_examples=100, deadline=None)
@given(TEXT, TEXT, TEXT, TEXT, TEXT)
def test_any_text_ends_in_a_verdict(name: str, handle: str, url: str, email: str, bio: str) -> None:
    verdict = next(iter(DISTRICT.classify([Subject(name, handle, url, email, bio)], TEACHER)))
    assert 0 <= verdict.p_community <= 1
    assert verdict.reasons
    assert (verdict.person_id is None) == (verdict.p_person is None)
    assert sum(c.p for c in verdict.candidates) <= 1.001


@FEW
@given(TEXT, TEXT)
def test_any_name_can_be_in_a_roster(first: str, last: str) -> None:
    odd = roster([*people(), person("x", first, last, preferred_given=last, middle=first, former_family=first)])
    assert judge("Rosalind Pemberthy", of=odd).kind is VerdictKind.COMMUNITY
    assert judge(f"{first} {last}", of=odd).reasons


@FEW
@given(st.randoms(use_true_random=False))
def test_the_order_of_a_list_changes_nothing(shuffle: random.Random) -> None:
    names = ["Rosalind Pemberthy", "Maria Garcia", "Ms. Rivera", "Imogen", "Dustin Rutherford", "x", "Odell Marcus"]
    expected = dict(zip(names, DISTRICT.classify(map(Subject, names), TEACHER), strict=True))
    shuffle.shuffle(names)
    assert list(DISTRICT.classify(map(Subject, names), TEACHER)) == [expected[name] for name in names]


def test_a_list_full_of_members_makes_members_likelier() -> None:
    """The share of members in an account is estimated from the list itself."""
    unclear = Subject("John Smith")
    members = [Subject(f"{p.given} {p.family}") for p in people() if not p.left]
    strangers = [Subject(f"Zebulon{c} Quartermaine{c}") for c in "bcdfghjklmnpqrst"]
    among = [next(iter(DISTRICT.classify([unclear, *others], None))).p_community for others in (members, strangers)]
    assert among[0] > among[1]
