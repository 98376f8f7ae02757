"""Stored results: what is written fits the schema's own types and comes back as it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from auditor import result_json
from auditor.errors import AuditorError
from auditor.result import AuditResult
from connectors.model import Message
from reports.catalog import Catalog
from reports.render import html
from tests.reports import cast

RESULTS = {"ordinary": cast.ordinary(), "all_fine": cast.all_fine()}
each_result = pytest.mark.parametrize("result", RESULTS.values(), ids=RESULTS)


def words(message: Message) -> str:
    return Catalog("en").text(message)


@each_result
def test_it_comes_back_and_is_shown_the_same_in_any_language(result: AuditResult, tmp_path: Path) -> None:
    stored = tmp_path / "findings.json"
    stored.write_text(result_json.dump(result, words), encoding="utf-8")
    again = result_json.load(stored)
    for lang in ("en", "es", "pt"):
        assert html(again, lang) == html(result, lang)
    assert result_json.dump(again, words) == stored.read_text(encoding="utf-8")


@each_result
def test_it_is_what_the_schema_says(result: AuditResult) -> None:
    """The writer goes without pydantic, for speed; the schema is pydantic's. They must not drift apart."""
    body = json.loads(result_json.dump(result, words))
    del body["schema"]
    adapter = TypeAdapter(result_json.FindingsFile)
    assert json.loads(adapter.dump_json(adapter.validate_python(body))) == body


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "its JSON is not complete"),
        ('{"schema": "auditor/findings/1", "run": {}}', "does not fit its schema at run"),
        ('{"schema": "other"}', "not a findings file"),
        ("[1]", "not a findings file"),
    ],
)
def test_what_cannot_be_used_is_said(tmp_path: Path, content: str, why: str) -> None:
    (tmp_path / "findings.json").write_text(content, encoding="utf-8")
    with pytest.raises(AuditorError, match=why):
        result_json.load(tmp_path / "findings.json")
