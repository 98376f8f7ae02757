"""`docs/adding-a-check.md`, followed: the check it shows works, and the files it names are there."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from auditor import policy
from auditor.policy.registry import load_check
from tests.auditor.policy.packs import pack

ROOT = Path(__file__).parents[3]
GUIDE = (ROOT / "docs" / "adding-a-check.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    """The first block of code in this language."""
    found = re.search(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_check_of_the_guide_runs_through_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "hillside_checks"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "contact_given.py").write_text(block("python"), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    check = load_check("contact_given", "hillside_checks")
    guided = pack(block("toml"), checks={check.meta.id: check})
    for example in check.examples:
        evaluation = policy.evaluate(guided, example.facts())
        assert not evaluation.errors
        assert tuple(finding.outcome for finding in evaluation.findings) == example.outcomes
    for name in [name for name in sys.modules if name.startswith("hillside_checks")]:
        monkeypatch.delitem(sys.modules, name)


def test_the_guide_names_files_that_are_there() -> None:
    named = re.findall(r"^\| `([^`<>]+)` \|", GUIDE, re.MULTILINE)
    assert len(named) >= 6
    assert [name for name in named if not (ROOT / name).exists()] == []
