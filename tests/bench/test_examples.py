"""The examples on the benchmark's page: found by rule, the same each time, and drawn from the record alone."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from bench.classify import examples, page

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def record():
    return examples.find()


def test_the_same_examples_each_time(record):
    assert [example["name"] for example in record] == [rule.name for rule in examples.RULES]
    assert examples.find() == record


def test_the_examples_are_what_they_are_called(record):
    homonym, nickname, handle, gap, stranger = record
    assert "people in the school lists fit about equally well" in " ".join(homonym["reasons"])
    assert "a form of the first name" in nickname["reasons"][0]
    assert (handle["display_name"], handle["truth"]) == ("", "the nearest person")
    assert gap["answer"].startswith("We cannot tell")
    assert stranger["answer"].startswith("Not found")


def test_pictures_and_page_follow_from_the_record(record, tmp_path):
    stored = json.loads(json.dumps(record))
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        examples.write(stored, tmp_path / folder)
    text = "\n".join(page._examples(stored))
    for example in stored:
        file = tmp_path / "one" / examples.picture(example["name"])
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
        bars = [each for each in ElementTree.parse(file).iter("{http://www.w3.org/2000/svg}rect") if each.get("class")]
        assert len(bars) == len(example["steps"]) + 1
        assert f"(images/{file.name})" in text
        assert all(step["told"] in text for step in example["steps"])
