"""Every message of every area is there in every language, with the same parameters."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from reports import extract
from reports.catalog import LOCALE
from reports.messages import MESSAGES, Text

_NEVER = ("outsider", "stranger", "violation", "non-compliant", "flagged")


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _forms(text: Text) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


@pytest.mark.parametrize("lang", extract.TRANSLATED)
def test_every_message_has_a_translation(lang: str) -> None:
    assert extract.missing(lang) == []


@pytest.mark.parametrize("lang", extract.TRANSLATED)
def test_translations_take_the_same_parameters(lang: str) -> None:
    wrong = []
    for text, said in extract.translations(lang).items():
        one, many = _forms(text)[0], _forms(text)[-1]
        allowed, needed = _fields(one) | _fields(many), _fields(many)
        same = len(_forms(text)) == len(_forms(said)) and _fields(_forms(said)[-1]) == needed
        if not same or not all(_fields(form) <= allowed for form in _forms(said)):
            wrong.append(said)
    assert wrong == []


@pytest.mark.parametrize("lang", extract.TRANSLATED)
def test_translations_keep_numbered_steps_and_quotes_apart(lang: str) -> None:
    for text, said in extract.translations(lang).items():
        for english, other in zip(_forms(text), _forms(said), strict=True):
            assert english.count("\n") == other.count("\n"), english
            assert other == other.strip(), english


@pytest.mark.parametrize("lang", extract.TRANSLATED)
def test_the_files_are_as_the_script_writes_them(lang: str) -> None:
    path = LOCALE / lang / "LC_MESSAGES" / "auditor.po"
    assert extract.refresh(lang, extract.translations(lang)) == path.read_bytes()


def test_the_script_keeps_what_is_there_and_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(extract, "LOCALE", tmp_path)
    assert extract.main() == 1
    assert "es: no translation of platform.facebook" in capsys.readouterr().err
    path = tmp_path / "es" / "LC_MESSAGES" / "auditor.po"
    path.write_bytes(extract.refresh("es", {"Teacher": "Docente"}))
    extract.main()
    assert extract.translations("es") == {"Teacher": "Docente"}
    assert "es: no translation of category.teacher" not in capsys.readouterr().err


def test_english_patterns_are_well_formed_and_calm() -> None:
    for id, text in MESSAGES.items():
        for form in _forms(text):
            _fields(form)
            assert not any(word in form.lower() for word in _NEVER), id
            assert form == form.strip(), id


def test_templates_name_only_messages_there_are() -> None:
    templates = (LOCALE.parent / "templates").glob("*.html")
    named = {id for path in templates for id in re.findall(r'\b(?:say|start|plain)\("([^"]+)"[,)]', path.read_text())}
    assert len(named) > 100
    assert named <= MESSAGES.keys()
