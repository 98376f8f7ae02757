"""The shipped name tables: totals and nothing else."""

from __future__ import annotations

import gzip
import json
import re
from importlib.resources import files

import pytest

from auditor.classify import population
from auditor.classify.district import KINDS
from auditor.classify.evidence import AMOUNTS, TABLES
from auditor.classify.text import key

DATA = files("auditor.classify").joinpath("data")


@pytest.mark.parametrize("name", ["surnames.txt.gz", "given_names.txt.gz"])
def test_a_table_holds_counts_and_names_only(name: str) -> None:
    lines = gzip.decompress(DATA.joinpath(name).read_bytes()).decode("ascii").splitlines()
    assert re.fullmatch(r"total \d+", lines[0])
    assert all(re.fullmatch(r"\d+( [a-z]{2,})+", line) for line in lines[1:])
    names = [word for line in lines[1:] for word in line.split()[1:]]
    assert len(names) == len(set(names)) > 50_000


def test_nothing_else_is_shipped() -> None:
    assert {entry.name for entry in DATA.iterdir()} == {
        "README.md",
        "model.json",
        "nicknames.txt",
        "sounds.txt",
        "surname_spellings.txt",
        "surnames.txt.gz",
        "given_names.txt.gz",
    }


def test_nicknames_are_names_only() -> None:
    lines = DATA.joinpath("nicknames.txt").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"\w+:( \w+)+", row) and key(row.partition(":")[0]) for row in rows)
    assert [line for line in lines if line.startswith("#")] == [
        "# English",
        "# Spelled differently",
        "# Spanish",
        "# Portuguese",
        "# Other languages",
    ]


def test_other_spellings_are_names_only() -> None:
    lines = DATA.joinpath("surname_spellings.txt").read_text(encoding="ascii").splitlines()
    assert all(re.fullmatch(r"[a-z]+( [a-z]+)+", line) for line in lines if not line.startswith("#"))
    assert "rhee" in population.spellings()["lee"]


def test_sounds_are_letters_only() -> None:
    lines = DATA.joinpath("sounds.txt").read_text(encoding="ascii").splitlines()
    assert all(re.fullmatch(r"[a-z]+( [SKTPFMNLRaeiou-]+){1,2}", line) for line in lines if not line.startswith("#"))


def test_a_model_is_weights_of_named_evidence_only() -> None:
    """Every table's cells are known words; none of them is about origin, religion, age or sex."""
    data = json.loads(DATA.joinpath("model.json").read_text(encoding="ascii"))
    assert set(data) == {"format", "version", "tables", "amounts", "joint", "members", "calibration"}
    assert len(data["members"]) == len(KINDS)
    assert set(data["tables"]) <= set(TABLES)
    for table, cells in data["tables"].items():
        assert set(cells) <= set(TABLES[table])
        assert all(isinstance(weight, float) and abs(weight) < 20 for weight in cells.values())
    assert set(data["amounts"]) == set(AMOUNTS)
    text = " ".join((*TABLES, *AMOUNTS, *(cell for cells in TABLES.values() for cell in cells)))
    assert not re.search(r"race|ethnic|origin|relig|sex|gender|female|male|born|birth|\bage\b", text)


def test_common_and_rare_names() -> None:
    surnames = population.surnames()
    assert surnames.surprisal("smith") < surnames.surprisal("thistlewood") < surnames.surprisal("qqxz") + 1e-9
    assert surnames.one_in("garcia") < 500
    assert "qqxz" not in surnames
