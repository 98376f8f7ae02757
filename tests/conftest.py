"""What every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.browser import chromium

__all__ = ["chromium"]
pytest_plugins = ["tests.servers.fixtures", "tests.servers.grouping"]

settings.register_profile("ci", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests over others' sample data run only where AUDITOR_PEER_DATA names the folder."""
    if not os.environ.get("AUDITOR_PEER_DATA"):
        skip = pytest.mark.skip(reason="AUDITOR_PEER_DATA names no folder of sample data")
        for item in items:
            if item.get_closest_marker("peer"):
                item.add_marker(skip)


@pytest.fixture(scope="session")
def peer_data() -> Path:
    """The folder with the sample data of others."""
    return Path(os.environ["AUDITOR_PEER_DATA"])
