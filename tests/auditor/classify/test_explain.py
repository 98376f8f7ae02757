"""How a verdict was reached: the numbers add up, and what would change the answer does."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from auditor.classify import evidence, index, model
from auditor.classify.classifier import IndexClassifier
from auditor.classify.explain import explain
from auditor.classify.explanation import STEPS, Explanation, Kind
from auditor.roster.model import Group
from auditor.verdict import Category, Costs, Subject, VerdictKind
from connectors.plain import plain
from reports.catalog import Catalog
from tests.auditor.classify.district import ELM, TEACHER, people, person, roster

FAMILY = Subject("Imogen Thistlewood")
SUBJECTS = [
    Subject("Rosalind Pemberthy"),
    Subject("R. Thornquist", "bobthornquist"),
    Subject("Maria Garcia"),
    Subject("Maria G.", "mgarcia29"),
    Subject("Zebulon Quackenbush"),
    Subject("John Smith", "the_garden"),
    Subject(None, "twisniewski"),
    Subject("Hortensia Vandersloot"),
    Subject("Ms. Rivera's 4th Grade", bio="Teacher at Oakview Elementary School"),
    Subject("Ana Rivera", "larivera"),
    Subject("tw 📚", email="Tomasz.Wisniewski@oak.example"),
    Subject("Beatriz de la Cruz '29", url="https://social.example/beatriz.delacruz"),
    Subject("Happy Turtle"),
    Subject("Imogen"),
    Subject("Ms. Rivera", "happyturtle"),
    Subject(),
]


def corrected() -> model.Model:
    """The weights, with a correction and a say for relatives, whether the shipped file has them or not."""
    known = model.load()
    return replace(known, calibration=np.full(known.calibration.shape, 0.9), joint={**known.joint, "relative": 2.0})


@pytest.fixture(scope="module")
def oak() -> IndexClassifier:
    return IndexClassifier(index.build(roster(people())), corrected())


def explained(oak: IndexClassifier, subject: Subject) -> Explanation:
    return explain(oak, [FAMILY, subject, Subject("Rosalind Pemberthy")], TEACHER, 1)


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_the_steps_add_up_to_the_odds_of_the_nearest_person(oak: IndexClassifier, subject: Subject) -> None:
    e = explained(oak, subject)
    assert [step.key for step in e.steps] == [key for key in STEPS if key in {step.key for step in e.steps}]
    for step in e.steps:
        assert step.bits == pytest.approx(sum(weight.bits for weight in step.weights))
        assert step.told, step.key
    if e.nearest is not None:
        assert sum(step.bits for step in e.steps) == pytest.approx(e.nearest.bits, abs=1e-4)


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
def test_the_probabilities_follow_from_the_totals_and_are_the_verdicts(oak: IndexClassifier, subject: Subject) -> None:
    e = explained(oak, subject)
    whole = sum(2**each.bits for each in e.hypotheses)
    for each in e.hypotheses:
        assert each.p == pytest.approx(2**each.bits / whole, rel=1e-6)
    assert e.share(Kind.SOMEBODY_ELSE) == pytest.approx(1 / whole, rel=1e-6)
    listed = e.share(Kind.PERSON) + e.share(Kind.CROWD) + e.share(Kind.UNSEEN)
    assert min(listed, 0.9999) == pytest.approx(e.verdict.p_community, abs=1e-4)
    by_id = {each.person_id: each.p for each in e.hypotheses}
    for candidate in e.verdict.candidates:
        assert by_id[candidate.person_id] == pytest.approx(candidate.p, abs=1e-4)


@pytest.mark.parametrize("subject", SUBJECTS, ids=str)
@pytest.mark.parametrize("fields", [("display_name",), ("handle", "url"), ("email",), ("bio",)], ids=str)
def test_what_would_change_the_answer_does(oak: IndexClassifier, subject: Subject, fields: tuple[str, ...]) -> None:
    others = [f for f in ("display_name", "handle", "url", "email", "bio") if f not in fields]
    if not any(getattr(subject, f) for f in fields) or not any(getattr(subject, f) for f in others):
        return
    e = explained(oak, subject)
    without = replace(subject, **dict.fromkeys(fields))
    again = list(oak.classify([FAMILY, without, Subject("Rosalind Pemberthy")], TEACHER))[1]
    told = [change for change in e.changes if change.what.id == f"explain.change.without_{fields[0]}"]
    assert bool(told) == ((again.kind, again.category) != (e.verdict.kind, e.verdict.category))
    for change in told:
        assert (change.verdict, change.category) == (again.kind, again.category)


def test_lists_without_the_person_would_give_the_answer_they_give(oak: IndexClassifier) -> None:
    e = explained(oak, Subject("Bob Thornquist"))
    assert e.nearest is not None
    assert e.nearest.person_id == e.verdict.person_id == "c1"
    without = IndexClassifier(index.build(roster([p for p in people() if p.person_id != "c1"])), corrected())
    again = list(without.classify([FAMILY, Subject("Bob Thornquist"), Subject("Rosalind Pemberthy")], TEACHER))[1]
    assert again.kind is not VerdictKind.COMMUNITY
    assert answer(e, "without_person") == (again.kind, again.category)


def test_without_an_owner_nobody_is_nearer(oak: IndexClassifier) -> None:
    unknown = explain(oak, [Subject("Rosalind Pemberthy")], None, 0)
    assert unknown.steps[0].told[0].id == "explain.near.unknown"
    assert answer(unknown, "without_owner") is None


def test_lists_that_lack_a_group_are_named_as_what_holds_the_answer_back() -> None:
    shown = Subject("Zebulon Quackenbush")
    thin = IndexClassifier(index.build(roster(people(), covered=set(Group) - {Group.PARENT})))
    e = explain(thin, [shown], TEACHER, 0)
    assert e.verdict.kind is VerdictKind.CANNOT_TELL
    covered = next(IndexClassifier(index.build(roster(people()))).classify([shown], TEACHER))
    assert answer(e, "lists_covered") == (covered.kind, covered.category)
    assert e.nearest is None
    assert e.steps == ()


def test_a_whole_name_would_settle_what_shows_a_part_of_one() -> None:
    """Where a district wants to be very sure before it says "in the lists"."""
    strict = Costs(missed_stranger=1000)
    miller = person("x", "Jennifer", "Millerton", Group.STAFF, ELM)
    oak = IndexClassifier(index.build(roster([*people(), miller])))
    e = explain(oak, [Subject("Jennifer M.")], None, 0, strict)
    whole = next(oak.classify([Subject("Jennifer Millerton")], None, strict))
    assert e.verdict.kind is VerdictKind.UNCERTAIN
    assert answer(e, "whole_name") == (whole.kind, whole.category) == (VerdictKind.COMMUNITY, Category.STAFF)
    assert answer(explain(oak, [Subject("Jennifer Millerton")], None, 0, strict), "whole_name") is None


def test_who_left_is_explained_as_somebody_who_left(oak: IndexClassifier) -> None:
    e = explained(oak, Subject("Hortensia Vandersloot"))
    assert e.nearest is not None
    assert (e.nearest.kind, e.nearest.person_id) == (Kind.GONE, "v1")
    assert e.share(Kind.GONE) > 0.5


def test_relatives_in_the_same_list_are_a_reason(oak: IndexClassifier) -> None:
    step = next(step for step in explained(oak, Subject("Rosalind Pemberthy")).steps if step.key == "list")
    assert "explain.list.relatives" in [message.id for message in step.told]
    assert "relatives" in [weight.name for weight in step.weights]


@pytest.mark.parametrize(
    ("subject", "sentence"),
    [
        (Subject("Tomasz Wisniewski"), "The last name Wisniewski is the same. It is rare: about 1 in 23,000 people"),
        (Subject("Bob Thornquist"), "The first name Bob is another form of the one in the lists."),
        (Subject("Ana García-Zubizarreta"), "The last name García-Zubizarreta is the same."),
        (Subject("Beatriz De la Cruz"), "The last name Cruz is the same."),
        (Subject("Rosalind Thistlewood"), "The last name Thistlewood is that of this person's child."),
        (Subject("Lucinda Farquarson"), "The last name Farquarson is spelled nearly like the one in the lists."),
        (Subject(None, "twisniewski"), "The user name holds the last name Wisniewski."),
        (Subject("T. W.", "the_garden", email="tomasz.wisniewski@home.example"), "was read as a user name too."),
        (Subject("Maria Garcia"), "2 people in the school lists have this first and last name."),
    ],
    ids=str,
)
def test_a_name_is_told_as_it_is_written_and_how_rare_it_is(
    oak: IndexClassifier, subject: Subject, sentence: str
) -> None:
    assert sentence in told(explained(oak, subject))


@pytest.mark.parametrize(
    ("subject", "label", "weight", "sentence"),
    [
        (Subject("Rosalind Pemberthy", "happyturtle"), "both.other_words", 4.0, "more often than others."),
        (Subject("Rosalind Pemberthy", "rosalindpemberthy"), "both.full", -9.0, "Others who show this name"),
        (Subject("Rosalind Pemberthy", "happyturtle"), "both.other_words", -4.0, None),
        (Subject("Rosalind Pemberthy", "rosalindpemberthy"), "both.full", 9.0, None),
    ],
    ids=str,
)
def test_a_user_name_that_counts_the_other_way_is_explained(
    oak: IndexClassifier, subject: Subject, label: str, weight: float, sentence: str | None
) -> None:
    cells = oak.model.cells.copy()
    cells[int(evidence.cell("handle", evidence.TABLES["handle"].index(label)))] = weight
    e = explain(IndexClassifier(oak.index, replace(oak.model, cells=cells)), [subject], TEACHER, 0)
    step = next(step for step in e.steps if step.key == "handle")
    assert (step.bits > 0) == (weight > 0)
    said = " ".join(map(Catalog("en").text, step.told))
    assert sentence in said if sentence else "often" not in said


def test_how_near_somebody_is_counts_under_nearness_only(oak: IndexClassifier) -> None:
    for step in explained(oak, Subject("Imogen")).steps:
        assert step.key == "near" or not any(weight.name.startswith("prior") for weight in step.weights)


def test_only_what_is_shown_is_told(oak: IndexClassifier) -> None:
    """The roster's own names stay in the roster."""
    said = told(explained(oak, Subject("Bob Thornquist"))) + told(explained(oak, Subject("R. Achterberg")))
    assert "Robert" not in said
    assert "Rosalind" not in said
    assert "Pemberthy" not in said


def test_a_name_that_many_here_have_is_counted_as_commoner() -> None:
    clan = [person(f"k{n}", "Otto", "Quimbleton") for n in range(30)]
    oak = IndexClassifier(index.build(roster([*people(), *clan, person("y", "Zelda", "Quimbleton")])))
    said = told(explain(oak, [Subject("Zelda Quimbleton")], TEACHER, 0))
    assert "It is more frequent in these school lists, so we count it as 1 in" in said


def test_an_explanation_can_be_stored(oak: IndexClassifier) -> None:
    for subject in SUBJECTS:
        body = json.loads(json.dumps(plain(explained(oak, subject))))
        assert body["subject"]["display_name"] == subject.display_name


def test_an_empty_roster_is_explained_too() -> None:
    e = explain(IndexClassifier(index.build(roster([]))), [Subject("Ana Lind"), Subject()], None, 0)
    assert e.steps == ()
    assert e.share(Kind.PERSON) == 0


def answer(e: Explanation, what: str) -> tuple[VerdictKind, Category] | None:
    """The answer after a change; None where it is the same."""
    return next(((c.verdict, c.category) for c in e.changes if c.what.id == f"explain.change.{what}"), None)


def told(e: Explanation) -> str:
    return " ".join(Catalog("en").text(message) for step in e.steps for message in step.told)
