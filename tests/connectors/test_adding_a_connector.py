"""docs/adding-a-connector.md is followed to the letter: its reader is taken from the page and run."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from connectors import base, errors, files, model, registry
from connectors.archive import Archive
from connectors.model import RecordType, State

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding-a-connector.md").read_text(encoding="utf-8")


@pytest.fixture
def agora(monkeypatch: pytest.MonkeyPatch) -> None:
    code = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert code is not None
    names = {**vars(model), **vars(base), **vars(files), **vars(errors), "Archive": Archive, "Iterator": Iterator}
    exec(code[1], names)
    sources = (*registry.sources(), names["AgoraExport"]())
    monkeypatch.setattr(registry, "sources", lambda: sources)


@pytest.mark.usefixtures("agora")
def test_the_reader_of_the_page_works(tmp_path: Path) -> None:
    (tmp_path / "agora").mkdir()
    (tmp_path / "agora" / "people.json").write_text(json.dumps([{"user": "ana"}, {"user": "bo"}]))
    (tmp_path / "agora" / "groups.json").write_text("[]")
    snapshot = registry.read_input([tmp_path])
    assert snapshot.platform == "agora"
    assert [c.handle for c in snapshot.connections] == ["ana", "bo"]
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert snapshot.unknown == ("agora/groups.json",)
    (tmp_path / "agora" / "people.json").write_text('[{"user": "ana"}, {"us')
    assert registry.read_input([tmp_path]).coverage[RecordType.CONNECTIONS].state is State.PARTIAL


def test_every_file_it_names_is_there_for_a_real_platform() -> None:
    rows = re.findall(r"^\| `([^`]+)` \|", PAGE.partition("## A live source")[0], re.MULTILINE)
    assert len(rows) == 10
    for row in rows:
        path = row.replace("connectors_agora", "connectors_meta").replace("agora", "facebook")
        assert (ROOT / path).is_file(), path


def test_every_file_it_names_for_a_live_source_is_there_for_a_real_platform() -> None:
    rows = re.findall(r"^\| (`[^|]+`) \|", PAGE.partition("## A live source")[2], re.MULTILINE)
    assert len(rows) == 6
    for path in re.findall(r"`([^`]+)`", " ".join(rows)):
        assert (ROOT / path.replace("agora", "mastodon")).is_file(), path
    assert (ROOT / "tests" / "connectors" / "agora.py").is_file()
