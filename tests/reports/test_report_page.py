"""The page on one account, as its reader finds it."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from syrupy.assertion import SnapshotAssertion

from auditor.annual_result import SchoolReview
from auditor.result import AuditResult
from auditor.roster.model import Group, GroupCoverage
from auditor.verdict import VerdictKind
from connectors.model import Coverage, Gap, Kind, Message, RecordType, State
from reports import render
from reports.catalog import LANGUAGES
from tests.reports import cast, explained, offices

PAGES = {
    "ordinary": lambda lang: render.html(cast.ordinary(), lang),
    "fine": lambda lang: render.html(cast.all_fine(), lang),
    "hostile": lambda lang: render.html(cast.hostile(), lang),
    "review": lambda lang: render.review_html(offices.review(), lang),
    "district": lambda lang: render.district_html(offices.district(), lang),
    "explain": lambda lang: render.explain_html(explained.found(), lang),
    "explain nobody": lambda lang: render.explain_html(explained.hostile(), lang),
    "index": lambda lang: render.index_html(INDEX, lang, f"{cast.SCRIPT} 2026"),
}
INDEX = (
    render.IndexEntry("District", "Fairhaven", "district.html", "2026"),
    render.IndexEntry(
        "Oakview",
        cast.SCRIPT,
        "accounts/a b/report.html",
        "3 connections",
        (("report.pdf", "accounts/a b/report.pdf"),),
    ),
    render.IndexEntry("Oakview", "no export yet", "", "No export has been handed in yet."),
)


def page(result: AuditResult, lang: str = "en") -> BeautifulSoup:
    return BeautifulSoup(render.html(result, lang), "lxml")


def words(soup: BeautifulSoup) -> str:
    """What the page says, in reading order."""
    return " ".join(soup.body.get_text(" ").split()) if soup.body else ""


def said(html: str) -> str:
    """What a page says, a line for each of its pieces."""
    soup = BeautifulSoup(html, "lxml")
    for hidden in soup(["style", "title", "desc"]):
        hidden.decompose()
    lines = (" ".join(line.split()) for line in soup.get_text("\n").splitlines())
    return "\n".join(line for line in lines if line)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_stands_alone(name: str, lang: str) -> None:
    html = PAGES[name](lang)
    soup = BeautifulSoup(html, "lxml")
    assert html == PAGES[name](lang)
    assert soup.html is not None
    assert soup.html["lang"] == LANGUAGES[lang][0]
    assert len(soup("h1")) == 1
    assert not soup(["script", "link", "iframe", "object", "embed", "form", "img", "base"])
    assert not re.search(r"url\(|@import|\son\w+=", soup.style.string or "" if soup.style else "")
    for tag in soup(True):
        assert not [name for name in tag.attrs if name.startswith("on") or name == "style"]
        for name_of in ("src", "href", "action", "xlink:href"):
            assert ":" not in str(tag.get(name_of, ""))
    policy = soup.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy is not None
    assert policy["content"] == "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_built_for_everybody(name: str, lang: str) -> None:
    soup = BeautifulSoup(PAGES[name](lang), "lxml")
    assert soup.title is not None
    assert soup.title.get_text(strip=True)
    assert len(soup("main")) == 1
    skip = soup.find("a")
    assert skip is not None
    assert skip["href"] == "#main"
    ids = [tag["id"] for tag in soup(id=True)]
    assert len(ids) == len(set(ids))
    for link in soup("a", href=re.compile("^#")):
        assert link["href"][1:] in ids
    for table in soup("table"):
        assert table.caption is not None
        assert all(cell.get("scope") in {"col", "row"} for cell in table("th"))
    for drawing in soup("svg"):
        assert drawing["role"] == "img"
        assert drawing.find("title").get_text(strip=True)
        assert drawing.find("desc").get_text(strip=True)
    levels = [int(heading.name[1]) for heading in soup(re.compile("^h[1-6]$"))]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_shows_the_name_of_a_message(name: str, lang: str) -> None:
    soup = BeautifulSoup(PAGES[name](lang), "lxml")
    assert not re.findall(
        r"\b(?:report|check|policy|steps|kind|verdict|district|review|roster|explain|reason|sure)\.(?!csv|pdf)[a-z_]+",
        words(soup),
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_report_says(lang: str, snapshot: SnapshotAssertion) -> None:
    assert said(render.html(cast.all_fine(), lang)) == snapshot


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_review_list_says(lang: str, snapshot: SnapshotAssertion) -> None:
    assert said(render.review_html(offices.review(), lang)) == snapshot


def test_the_order_of_the_page() -> None:
    soup = page(cast.ordinary())
    assert [heading.get_text(strip=True) for heading in soup("h2")] == [
        "This report does not show everything",
        "On this page",
        "What is fine",
        "People to look at",
        "Settings and entries to look at",
        "Already settled",
        "What was not seen",
        "All connections",
        "Charts",
        "About this report",
    ]


def test_the_answer_comes_first_in_plain_words() -> None:
    lead = page(cast.ordinary()).find("p", class_="lead")
    assert lead is not None
    assert " ".join(lead.get_text().split()) == (
        "54 of 61 people connected with this account are in the school lists. "
        "For one person we cannot tell. There are 5 people we ask you to look at. "
        "There are 2 settings or entries to look at."
    )


def test_what_was_incomplete_stands_before_everything_else() -> None:
    text = words(page(cast.ordinary()))
    assert text.index("61 of 80 are here") < text.index("One row could not be read") < text.index("What is fine")


def test_a_list_without_any_gap_has_no_such_box() -> None:
    soup = page(cast.all_fine())
    assert soup.find(class_="notice") is None
    assert "There is nothing you need to do." in words(soup)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (State.NONE, "We could not see who is connected with this account."),
        (State.COMPLETE, "Nobody is connected with this account."),
    ],
)
def test_an_empty_list_and_an_unseen_list_are_two_things(state: State, sentence: str) -> None:
    coverage = {
        record: Coverage(record, state, None if state is State.COMPLETE else Gap.DAMAGED) for record in RecordType
    }
    text = words(page(replace(cast.all_fine(), connections=(), coverage=coverage)))
    assert sentence in text
    assert ("We saw no list of connections." in text) == (state is State.NONE)


def test_twenty_cards_stand_open_and_the_rest_waits() -> None:
    soup = page(cast.ordinary(60, look=30))
    people = soup.find(id="people").find_parent("section")
    waiting = people.find("details")
    assert len(people.find_all("article", recursive=False)) == 20
    assert "Show 11 more people" in waiting.summary.get_text()
    assert len(waiting("article")) == 11


def test_a_card_says_who_what_and_how_sure() -> None:
    soup = page(cast.ordinary())
    card = next(card for card in soup("article") if "J. Silva" in card.get_text())
    text = " ".join(card.get_text(" ").split())
    for expected in (
        "user.4",
        "Follows the account, Followed by the account",
        "Not sure: only a person who knows them can say (about 10 in 100 that somebody in the lists is meant)",
        "J. Silva could be somebody in the school lists",
        "A colleague: teaches at the middle school Stated by you, not verified.",
    ):
        assert expected in text
    assert not re.search(r"0\.\d|%", text)


def test_what_can_be_done_about_most_people_is_said_once() -> None:
    people = page(cast.ordinary()).find(id="people").find_parent("section")
    assert people.get_text().count("Say who this is") == 1
    assert people.h3.get_text() == "Every connection is a member of the school community"
    alone = page(cast.ordinary(12, 0)).find(id="people").find_parent("section")
    assert "Say who this is" in alone.article.get_text()


def test_who_only_asked_is_not_counted_as_connected_silently() -> None:
    asked = cast.person(1, "Bo Lund", VerdictKind.NOT_IN_ROSTER, kinds=(Kind.REQUEST_RECEIVED,))
    text = words(page(replace(cast.all_fine(), connections=(*cast.all_fine().connections, asked))))
    assert "10 of 11 people" in text
    assert "One person is counted here who only asked to connect, was only asked, or is blocked." in text


def test_a_setting_comes_with_value_reason_and_steps() -> None:
    soup = page(cast.ordinary())
    card = next(card for card in soup("article") if "Everybody can see the friend or follower list" in card.get_text())
    text = " ".join(card.get_text(" ").split())
    assert "Only the owner's own circle sees the friend or follower list" in text
    assert "Who can see your list : Anyone" in text
    assert "Please change this" in text
    assert len(card.ol("li")) >= 2


def test_a_number_inside_a_sentence_is_no_step() -> None:
    note = Message("x.names_joined", {"n": 111, "named": 28, "unnamed": 83})
    soup = page(replace(cast.ordinary(), coverage=cast.coverage(State.PARTIAL, Gap.PLATFORM_LIMIT, note)))
    assert "Accounts named in your own posts: 28. Number only: 83." in words(soup)
    assert soup.find(class_="coverage").ol is None


def test_what_was_settled_is_kept_apart() -> None:
    soup = page(cast.ordinary())
    settled = soup.find(id="settled").find_parent("section").get_text(" ")
    assert "City Library" in settled
    assert "Exception until June 30, 2027, approved by" in " ".join(settled.split())
    assert "City Library" not in soup.find(id="people").find_parent("section").get_text()


def test_what_was_not_seen_is_told_in_full() -> None:
    text = words(page(cast.ordinary()))
    for expected in (
        "Not checked: your posts, messages, private accounts.",
        "We opened 2 files of your data and left 187 closed.",
        "close_friends_v2.json",
        "followers_1.json /88",
        "487 of 1,150 students (42 %) have a parent or guardian on file.",
        "The roster has nobody in the group: volunteers.",
        "We cannot tell about one person",
        "In-person principles hold online.",
        "Its file is not in the download.",
    ):
        assert expected in text


def test_an_account_for_the_public_shows_no_people() -> None:
    result = replace(cast.ordinary(), connections=(), account=replace(cast.ACCOUNT, audience="public"))
    text = words(page(result))
    assert "we did not compare its followers with the school lists" in text
    assert "All connections" not in text


def test_a_check_that_broke_is_on_page_one() -> None:
    result = replace(cast.all_fine(), errors=(Message("policy.check_broke", {"check": "x", "error": "KeyError"}),))
    text = words(page(result))
    assert text.index("One check stopped with an error") < text.index("What is fine")


def test_the_program_never_removes_and_never_judges_people() -> None:
    text = words(page(cast.ordinary())).lower()
    assert "nothing is removed or changed by this program" in text
    for word in ("outsider", "stranger", "violation", "non-compliant", "flagged"):
        assert word not in text


def test_hostile_names_are_shown_as_text() -> None:
    soup = page(cast.hostile())
    assert cast.SCRIPT in words(soup)
    assert cast.FORMULA in words(soup)
    assert not re.search("[\x00\u202a-\u202e\u2066-\u2069\ud800-\udfff]", str(soup))
    assert "Anagnp.exe" in words(soup)
    assert len(max(words(soup).split("Ludovica"), key=len)) < 30_000
    assert "Ludovica " * 20 not in words(soup)


def test_every_name_from_outside_is_set_apart() -> None:
    soup = page(cast.ordinary())
    names = soup.find(id="people").find_parent("section")("h4")
    assert len(names) == 5
    assert all(name.find("bdi") for name in names)


def test_no_roster_gap_is_said_too() -> None:
    covered = (GroupCoverage(Group.STUDENT, 60, "covered"),)
    result = replace(cast.all_fine(), run=replace(cast.RUN, roster=replace(cast.ROSTER, groups=covered, students=0)))
    assert "The school lists have no students." in words(page(result))
    assert "We know of no hole in the school lists." in words(page(cast.all_fine()))


def test_the_charts_draw_every_number_and_list_it() -> None:
    soup = page(cast.ordinary())
    chart = soup.find(id="verdicts-title").find_parent("figure")
    assert [text.get_text() for text in chart.svg("text")][:2] == ["In the school lists", "54"]
    assert [row.get_text(" ", strip=True) for row in chart.table("tr")][1] == "In the school lists 54"
    years = soup.find(id="time-title").find_parent("figure")
    assert sum(int(cell.get_text()) for cell in years.table("td")) == 61 - 9
    assert "9 connections have no date" in words(soup)


def test_hidden_numbers_are_named_and_not_drawn() -> None:
    soup = BeautifulSoup(render.district_html(offices.district(), "en"), "lxml")
    chart = soup.find(id="platforms-chart-title").find_parent("figure")
    assert len(chart.svg("rect", class_="bar")) == 3
    assert "Fewer than 5 each: X." in chart.get_text()
    assert "fewer than 5" in chart.table.get_text()


def test_months_are_drawn_for_a_young_account() -> None:
    young = tuple(j for j in cast.ordinary().connections if j.connection.since and j.connection.since.year == 2026)
    assert "Nov 2026" in words(page(replace(cast.ordinary(), connections=young)))


def test_a_date_that_cannot_be_right_breaks_no_chart() -> None:
    first, second, *rest = cast.ordinary().connections
    odd = replace(first, connection=replace(first.connection, since=cast.AT.replace(year=1)))
    chart = page(replace(cast.ordinary(), connections=(odd, second, *rest))).find(id="time-title").find_parent("figure")
    assert len(chart.table("tr")) < 10


def test_the_review_list_holds_the_open_items_alone() -> None:
    review = offices.review()
    text = words(BeautifulSoup(render.review_html(review, "en"), "lxml"))
    assert "2 more open connections may be students or family. Only the owner of the account sees them." in text
    assert "An organisation: runs the reading club . Stated by the owner, not verified." in text
    assert "Nothing is open here." in text
    for choice in render.DECISIONS:
        assert choice in text


def test_an_earlier_decision_is_ticked_on_the_review_list() -> None:
    soup = BeautifulSoup(render.review_html(offices.review(), "en"), "lxml")
    ticked = [item.get_text(" ", strip=True) for item in soup(class_="done")]
    assert ticked == ["Ask the owner ask_owner"]


def test_a_school_with_nothing_open_is_told_so() -> None:
    review: SchoolReview = replace(offices.review(), accounts=offices.review().accounts[1:])
    assert "There is nothing for you to do." in render.review_html(review, "en")


def test_the_district_page_hides_small_numbers_and_ranks_nobody() -> None:
    soup = BeautifulSoup(render.district_html(offices.district(), "en"), "lxml")
    text = words(soup)
    assert "31 accounts are registered; 25 of them were audited." in text
    elm = next(row for row in soup("tr") if row.th and row.th.get_text(strip=True) == "Elm High School")
    assert {cell.get_text(strip=True) for cell in elm("td")} == {"fewer than 5"}
    assert "elm.zip: this archive ends too early. Download it again." in text
    assert "Do relatives belong to the community?" in text
    assert "“maybe” is no decision" in text


def test_the_index_links_what_there_is() -> None:
    soup = BeautifulSoup(render.index_html(INDEX, "en", "Audit"), "lxml")
    links = [link["href"] for link in soup.find(id="main")("a") if not link["href"].startswith("#")]
    assert links == ["district.html", "accounts/a%20b/report.html", "accounts/a%20b/report.pdf"]
    assert soup.find(class_="others").get_text(strip=True) == "report.pdf"
    assert "There are no reports yet." in render.index_html((), "en", "Audit")


def test_a_thousand_connections_take_no_time() -> None:
    result = cast.ordinary(1_000, 60)
    render.html(result, "en")
    started = time.perf_counter()
    render.html(result, "en")
    assert time.perf_counter() - started < 0.5


def test_pages_need_nothing_heavy() -> None:
    code = "import sys, reports.render, reports.tables; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert not {"pandas", "numpy", "matplotlib", "weasyprint", "xlsxwriter"} & set(loaded)


def test_every_verdict_has_a_bar() -> None:
    chart = page(cast.ordinary()).find(id="verdicts-title").find_parent("figure")
    assert len(chart.table("tr")) == 1 + len(VerdictKind)


def test_a_word_the_platform_left_empty_is_a_dash_and_not_somebody_without_a_name() -> None:
    result = cast.ordinary()
    empty = tuple(replace(setting, raw={"comment_registration": ""}) for setting in result.settings)
    shown = re.findall(r"comment_registration\W*?: (–|\S+ \S+)", words(page(replace(result, settings=empty))))
    assert shown
    assert set(shown) == {"–"}
