"""`auditor.toml` and the register: the example explains every key, and what is wrong is named."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from types import NoneType
from typing import get_args, get_origin

import pytest

from auditor import config, register
from auditor.errors import ConfigError
from auditor.register import Registration

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"


def test_the_example_can_be_used_and_explains_every_key() -> None:
    assert config.load(EXAMPLE).district.name
    text = EXAMPLE.read_text(encoding="utf-8")
    for name, field in config.Config.model_fields.items():
        section = field.alias or name
        kinds = [kind for kind in get_args(field.annotation) if kind not in (NoneType, str)] or [field.annotation]
        heading = f"[{section}." if get_origin(field.annotation) is dict else f"[{section}]"
        assert heading in text
        for key in kinds[0].model_fields:  # type: ignore[union-attr]
            line = re.search(rf"^(# )?{key} = ", text, re.MULTILINE)
            assert line is not None, f"{section}.{key}"
            assert text[: line.start()].rstrip().splitlines()[-1].startswith("#"), f"{section}.{key} is not explained"
    for field in fields(Registration):
        assert re.search(rf"\b{field.name}\b", text), f"column {field.name}"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[district]\nnam = 1\n", "district.nam: there is no such key"),
        ("[district]\nname = 'A'\n", "roster: this key is missing"),
        ("[district\n", "not valid TOML"),
        ("[output]\nformats = ['docx']\n", "output.formats.0"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "auditor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=re.escape(words)):
        config.load(tmp_path / "auditor.toml")
    with pytest.raises(ConfigError, match=r"config\.example\.toml"):
        config.load(tmp_path / "nowhere.toml")


def test_a_key_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_OUTPUT__LANGUAGE", "es")
    settings = config.load(EXAMPLE)
    assert settings.output.language == "es"
    assert settings.output.formats == ("html", "json", "csv")


def test_a_row_with_a_mistake_is_told_apart_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(
        "Account;Platform;Owner;Audience;Mixed use;Inputs\n"
        "a;X;t1;;no;one.zip | two.zip\n;;;;;\nb;x;t1;secret;;\nc;x;;;;\nd;x;t1;;perhaps;\n",
        encoding="utf-8-sig",
    )
    found = register.read(path)
    assert found.registrations == (Registration("a", "x", "t1", mixed_use=False, inputs=("one.zip", "two.zip")),)
    assert [(p.row, p.account) for p in found.problems] == [(4, "b"), (5, "c"), (6, "d")]
    assert all("register.csv row" in p.sentence for p in found.problems)
