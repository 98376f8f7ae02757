"""The shipped name tables: totals and nothing else."""

from __future__ import annotations

import gzip
import re
from importlib.resources import files

import pytest

from auditor.classify import population
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
        "nicknames.txt",
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


def test_common_and_rare_names() -> None:
    surnames = population.surnames()
    assert surnames.surprisal("smith") < surnames.surprisal("thistlewood") < surnames.surprisal("qqxz") + 1e-9
    assert surnames.one_in("garcia") < 500
    assert "qqxz" not in surnames
