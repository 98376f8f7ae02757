"""Small packs for tests, written and loaded as a district would."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from auditor import policy
from auditor.policy.model import Check
from auditor.policy.pack import Pack

HEAD = """
[pack]
id = "hillside"
title = "Hillside"
district = "Hillside"
version = "1"
status = "adopted"
source_document = "hillside.txt"
source_sha256 = "0"
"""


def clause(id: str = "1", verb: str = "must", rest: str = 'checks = ["location_off"]') -> str:
    return f'\n[[clause]]\nid = "{id}"\nsource = "Section {id}"\nverb = "{verb}"\ndemand = "Be careful."\n{rest}\n'


def pack(text: str, checks: Mapping[str, Check] | None = None) -> Pack:
    """The pack with the usual head and this text under it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hillside.toml"
        path.write_text(HEAD + text, encoding="utf-8")
        return policy.load(str(path), checks=checks)


def pack_for(check: str, verb: str = "must", more: str = "", checks: Mapping[str, Check] | None = None) -> Pack:
    """A pack of one clause that names one check."""
    return pack(clause(verb=verb, rest=f'checks = ["{check}"]\n{more}'), checks)
