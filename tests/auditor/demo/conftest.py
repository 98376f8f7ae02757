"""The invented district, written once for all tests."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.demo import district
from auditor.demo.district import DemoDistrict
from auditor.demo.truth import DemoAccount

Table = list[dict[str, str]]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoDistrict:
    return district.write(tmp_path_factory.mktemp("district"))


@pytest.fixture(scope="session")
def account(demo: DemoDistrict) -> Callable[[str], DemoAccount]:
    """An account by the number its key starts with."""
    return lambda number: next(a for a in demo.accounts if a.key.startswith(number))


@pytest.fixture(scope="session")
def roster_table(demo: DemoDistrict) -> Callable[[str], Table]:
    return lambda name: read_csv(demo.roster / f"{name}.csv")


def read_csv(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
