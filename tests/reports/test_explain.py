"""How an answer was reached, as a page and in a terminal."""

from __future__ import annotations

import itertools
import re
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from auditor.classify import decide, evidence, handle_fit, levels, reasons, waterfall
from auditor.classify.explanation import STEPS, Hypothesis, Kind
from auditor.classify.people import CATEGORIES
from auditor.roster.model import Group
from auditor.verdict import Category
from connectors.model import Message
from reports import charts, explain, render
from reports.catalog import LANGUAGES
from reports.messages import MESSAGES
from tests.reports import cast, explained


def page(lang: str = "en") -> BeautifulSoup:
    return BeautifulSoup(render.explain_html(explained.found(), lang), "lxml")


def words(soup: BeautifulSoup) -> str:
    return " ".join(soup.body.get_text(" ").split())


def test_the_page_says_the_answer_then_how_it_was_reached() -> None:
    text = words(page())
    order = (
        "How we reached our answer on Thora Thorp",
        "In the school lists (Parent or guardian), about 97 in 100",
        "The name is the same as one person's in the school lists (a parent or guardian).",
        "p-17 (a parent or guardian)",
        "This account's list has 231 connections.",
        "The last name Thorp is the same. It is rare: about 1 in 24,000 people have it.",
        "This makes it about 25,000 times as likely.",
        "Together: about 32 to 1 for this person",
        "Another person in the school lists",
        "at least 85 of 100 cases",
        "Without the user name: Could be in the lists (Parent or guardian)",
        "If the nearest person were not in the school lists: Not found in the lists",
    )
    assert [text.find(part) for part in order] == sorted(text.find(part) for part in order)
    assert all(part in text for part in order)
    assert "If the nearest person were not in the school lists: Not found in the lists (" not in text


def test_the_picture_and_the_table_have_the_same_numbers() -> None:
    soup = page()
    drawn = soup.find(id="waterfall-title").find_parent("svg")
    texts = [text.get_text() for text in drawn("text")]
    rows = [[cell.get_text() for cell in row("td")] for row in soup.find("table", class_="steps").tbody("tr")]
    assert texts[1:12:2] == [bits for bits, _ in rows] == ["−8.2", "+1.4", "−4.6", "+14.6", "+0.1", "+1.7"]
    assert texts[12:14] == ["Together", "+5.0"]
    assert rows[-1][1] == "+5.0"
    assert [bar["class"][0] for bar in drawn("rect")] == ["minus", "plus", "minus", "plus", "plus", "plus", "sum"]


def test_each_bar_starts_where_the_one_before_ended() -> None:
    drawn = charts.waterfall([("a", -3.0, "−3"), ("b", 8.0, "+8"), ("c", -1.0, "−1")], "all", "+4")
    assert drawn.falls[0].x + drawn.falls[0].width == pytest.approx(drawn.zero)
    for before, after in itertools.pairwise(drawn.falls[:-1]):
        assert min(abs(after.x - before.end), abs(after.x + after.width - before.end)) < 0.02
    last = drawn.falls[-1]
    assert (last.x, last.end) == (pytest.approx(drawn.zero), pytest.approx(drawn.falls[-2].end))
    assert max(fall.x + fall.width for fall in drawn.falls) < 90, "the numbers on the right stay free"
    assert charts.waterfall([], "all", "0").falls[0].width == 0


def test_a_number_that_is_nothing_has_no_sign() -> None:
    assert [explain.signed(bits, "en") for bits in (-0.04, 0.0, 0.04, -0.06, 0.06)] == [
        "0.0",
        "0.0",
        "0.0",
        "−0.1",
        "+0.1",
    ]
    assert explain.signed(-0.01, "es") == "0,0"


def test_every_weight_is_listed() -> None:
    weights = page()("table", class_="steps")[1]
    assert "last.weight" in weights.get_text()
    assert len(weights.tbody("tr")) == len(explained.found().steps)
    assert "2026.1" in words(page())


def test_nobody_near_is_said_and_nothing_is_drawn() -> None:
    soup = BeautifulSoup(render.explain_html(explained.hostile(), "en"), "lxml")
    assert "Nobody in the school lists comes near enough" in words(soup)
    assert "more than 99 in 100" in words(soup)
    assert "Nothing that we tried by itself would change the answer." in words(soup)
    assert soup.find(id="waterfall-title") is None
    assert cast.SCRIPT in words(soup)
    assert not soup("script")
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]", str(soup))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [30, 60, 100, 200])
def test_a_terminal_of_any_width_shows_it(width: int, lang: str) -> None:
    lines = explain.lines(explained.found(), lang, width)
    assert max(map(len, lines)) <= max(width, 46)
    text = "\n".join(lines)
    assert ("+14,6" if lang == "pt" else "+14.6") in text
    assert ("█" in text) == (width >= 60)
    assert not re.search(r"\b(?:explain|reason|verdict|category|sure)\.[a-z]", text)


def test_bars_in_a_terminal_stand_where_the_sum_stands() -> None:
    lines = explain.lines(explained.found(), "en", 100)
    near, together = (next(line for line in lines if line.startswith(start)) for start in ("Nearness", "Together"))
    assert near.rstrip("|").endswith("░")
    assert together.index("▓") == pytest.approx(near.rindex("░") + 1, abs=1)


@pytest.mark.parametrize(
    ("bits", "said"),
    [
        (0.1, "next to nothing"),
        (-0.8, "a little less likely"),
        (1.0, "about 2 times as likely"),
        (14.6, "about 25,000 times as likely"),
        (-3.0, "about 8 times less likely"),
        (25.0, "more than a million times as likely"),
    ],
)
def test_bits_in_words(bits: float, said: str) -> None:
    text = MESSAGES[explain.effect(bits).id]
    assert isinstance(text, str)
    assert said in text.format(**{name: f"{value:,}" for name, value in explain.effect(bits).params.items()})


def test_even_odds_are_called_even() -> None:
    assert explain.together(0.2).id == "explain.together.even"
    assert explain.together(-30).id == "explain.together.much_less"


def test_everything_the_classifier_can_see_has_words() -> None:
    plain = (
        *(f"explain.step.{key}" for key in (*STEPS, "together")),
        *(f"explain.shape.{shape}" for shape in evidence.SHAPES),
        *(f"explain.first.{level}" for level in (*levels.GIVEN_LEVELS[1:], "in_handle")),
        *(f"explain.last.{level}" for level in (*levels.FAMILY_LEVELS[1:], "in_handle")),
        *(f"explain.middle.{level}" for level in levels.MIDDLE_LEVELS[1:]),
        *(f"explain.order.{level}" for level in levels.ORDER_LEVELS[1:]),
        *(f"explain.near.{tier}" for tier in (*evidence.TIER_NAMES, "unknown")),
        *(f"explain.role.{role}" for role in evidence.ROLE_NAMES),
        *(f"explain.year.{year}" for year in evidence.YEARS[1:]),
        *(f"explain.school.{label}" for label in evidence.TABLES["school"][1:]),
        *(f"explain.suffix.{label}" for label in evidence.SUFFIXES[1:]),
        *(f"explain.handle.left.{kind}" for kind in waterfall.LEFT),
        *(f"explain.address.{label}" for label in evidence.TABLES["address"]),
        *(f"explain.called.{label}" for label in evidence.TABLES["called"][1:]),
        *(f"explain.slip.{label}" for label in ("listed", "new_word")),
        *(f"explain.mail.{label}" for label in evidence.TABLES["mail"][1:]),
        *(f"explain.handle.{kind}" for kind in (*waterfall.HANDLES.values(), "nothing", "read_elsewhere", "read_both")),
        *(f"reason.as.{category}" for category in CATEGORIES if category),
    )
    assert [id for id in plain if id not in MESSAGES] == []
    assert waterfall.HANDLES.keys() <= set(handle_fit.LEVELS)
    told = waterfall.STEP_OF.keys() | waterfall.NAMES | {"crowd", "unseen", "unseen_role"}
    assert told == evidence.TABLES.keys(), "a table of the model that no step is named for"


def test_every_reason_there_can_be_has_words() -> None:
    found = set()
    for rule, name in enumerate(decide.RULES):
        why = reasons.Why(rule, 0, 0, 0, 0, False, False, 0, True)
        found |= {message.id for message in reasons.messages(why, tuple(map(str, Group)))} if name != "match" else set()
    sizes = (levels.GIVEN_LEVELS, levels.FAMILY_LEVELS, handle_fit.LEVELS, handle_fit.KINDS, handle_fit.KINDS, (0, 1))
    names = ("given", "family", "handle", "handle_given", "handle_family", "address")
    for values in itertools.product(*(range(len(size)) for size in sizes)):
        found.add(f"reason.{reasons.name_kind(dict(zip(names, values, strict=True)))}")
    assert sorted(found - MESSAGES.keys()) == []
    assert {"reason.several_unnamed", "reason.page", "reason.another_school"} <= MESSAGES.keys()


def test_a_step_without_a_bar_breaks_nothing() -> None:
    flat = replace(explained.found(), steps=(explained.step("list", 0.0),))
    assert "+0.0" in render.explain_html(flat, "en")


def test_every_connection_of_a_report_says_how_sure_and_why() -> None:
    soup = BeautifulSoup(render.html(cast.ordinary(), "en"), "lxml")
    rows = [" ".join(row.get_text(" ").split()) for row in soup.find(id="all").find_parent("section")("tr")]
    assert "In the school lists (about 97 in 100)" in next(row for row in rows if "Person No. 30" in row)
    assert "Not found in the lists (about 90 in 100)" in next(row for row in rows if "Maya Lindqvist 0" in row)
    assert "2 people in the school lists fit about equally well." in next(row for row in rows if "J. Silva" in row)
    nameless = next(row for row in rows if "user.5" in row)
    assert "We cannot tell" in nameless
    assert "in 100" not in nameless
    assert "How names are compared" in words(soup)
    assert "A rare name counts more than a common one" in words(soup)


@pytest.mark.parametrize("reason", ["school_page", "recently_left"])
def test_no_number_stands_beside_an_answer_that_it_is_not_of(reason: str) -> None:
    known = explained.found()
    ruled = replace(known, verdict=replace(known.verdict, reasons=(Message(f"reason.{reason}"),)))
    said = "\n".join(explain.lines(ruled, "en", 100))
    assert "Our answer: In the school lists (Parent or guardian)\n" in said
    assert ("known by its name" in said) == (reason == "school_page")


def test_people_who_are_out_of_the_question_are_not_listed() -> None:
    known = explained.found()
    far = Hypothesis(Kind.PERSON, Category.STUDENT, -20.0, 0.0001, "s-99")
    said = "\n".join(explain.lines(replace(known, hypotheses=(*known.hypotheses, far)), "en", 100))
    assert "p-17" in said
    assert "s-99" not in said
