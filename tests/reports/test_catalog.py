"""Messages in the reader's language."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.model import Message
from reports.catalog import Catalog
from reports.messages import AREAS, MESSAGES

_VALUES = st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats())


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "1,150 people in the school lists fit about equally well."),
        ("es", "1,150 personas de las listas escolares encajan más o menos igual de bien."),
        ("pt", "1.150 pessoas das listas escolares combinam mais ou menos igualmente."),
        ("pt-BR", "1.150 pessoas das listas escolares combinam mais ou menos igualmente."),
        ("xx", "1,150 people in the school lists fit about equally well."),
    ],
)
def test_a_sentence_is_in_the_readers_language_and_its_numbers_are(lang: str, sentence: str) -> None:
    assert Catalog(lang).text(Message("reason.several_fit", {"n": 1150})) == sentence


def test_singular_and_plural() -> None:
    said = [Catalog("pt").text(Message("index.open", {"n": n})) for n in (0, 1, 2)]
    assert said[0].startswith("0 ")
    assert said[1].startswith("Uma ")
    assert said[2].startswith("2 ")


def test_terms_are_translated_and_dates_are_in_words() -> None:
    gate = Message("policy.gate.none", {"t_record": "policy.record.settings", "t_gap": "policy.gap.file_absent"})
    assert Catalog("en").text(gate) == "We did not see the settings: its file is not in the download."
    archived = Message("check.archive_fresh.pass", {"d_date": "2026-11-20"})
    assert "November 20, 2026" in Catalog("en").text(archived)
    assert "20 de noviembre de 2026" in Catalog("es").text(archived)
    assert "20 de novembro de 2026" in Catalog("pt").text(archived)


def test_a_district_brings_its_own_words_and_english_stands_in() -> None:
    own = Message("pack.text", {"en": "Be kind {always}.", "es": "Con amabilidad."})
    assert Catalog("es").text(own) == "Con amabilidad."
    assert Catalog("pt").text(own) == "Be kind {always}."


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (Message("no.such.id"), "no.such.id"),
        (Message("no.such.id", {"a": 1, "b": "x{y}"}), "no.such.id (a: 1, b: x{y})"),
        (Message("check.archive_fresh.pass"), "check.archive_fresh.pass"),
        (Message("policy.gate.none", {"t_record": "?", "t_gap": "??"}), "We did not see ?: ??."),
    ],
)
def test_what_is_not_known_is_shown_as_it_is(message: Message, shown: str) -> None:
    assert Catalog("en").text(message) == shown


@given(
    st.sampled_from(sorted(MESSAGES)), st.dictionaries(st.sampled_from(("n", "name", "t_gap", "d_date", "en")), _VALUES)
)
def test_no_message_ever_fails(id: str, params: dict[str, str | int | float | None]) -> None:
    Catalog("es").text(Message(id, params)).encode()


def test_names_keep_no_character_that_turns_the_sentence() -> None:
    said = Catalog("en").text(Message("check.connections_in_community.not_found", {"name": "Ana\u202egnp\x00"}))
    assert said == "We could not find Anagnp in the school lists."


def test_dates_of_times_are_as_they_stand() -> None:
    assert Catalog("en").date(datetime(2026, 1, 2, 23, 59)) == Catalog("en").date(date(2026, 1, 2))  # noqa: DTZ001


def test_gettext_serves_templates_of_others() -> None:
    assert Catalog("es").gettext("Teacher") == "Docente"
    assert Catalog("en").ngettext("one", "many", 3) == "many"


def test_an_id_belongs_to_one_area() -> None:
    assert sum(len(area) for area in AREAS.values()) == len(MESSAGES)
