"""Tests of one server run in one process of the test run, so that no server is started twice.

The plugin that spreads tests over processes has groups too, but hands them over inside the names of the tests, and
pytest since 9.2 takes no such change (pytest-xdist issue 1386); every test is then a group of its own, silently. So
each process writes down its groups, which are the same in all of them, and the one that deals tests out reads that.
"""

from __future__ import annotations

import functools
import json
import os
import tempfile
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers.running import Server

if TYPE_CHECKING:
    from xdist.scheduler import Scheduling
    from xdist.workermanage import WorkerController

SERVERS = frozenset({"bluesky", "blogs", "wiki", "identity", "mail"})
_FOLDER = pytest.StashKey[tempfile.TemporaryDirectory[str]]()


def groups_of(items: Sequence[pytest.Item]) -> dict[str, str]:
    """The group of each test that uses a server, by the test's name.

    Servers that one test uses together are one group with all that are used with either of them elsewhere.
    """
    used = {item.nodeid: SERVERS.intersection(getattr(item, "fixturenames", ())) for item in items}
    groups: list[frozenset[str]] = []
    for servers in filter(None, used.values()):
        joined = servers.union(*(group for group in groups if group & servers))
        groups = [joined, *(group for group in groups if not group & servers)]
    names = {server: "-".join(sorted(group)) for group in groups for server in group}
    return {test: names[min(servers)] for test, servers in used.items() if servers}


@pytest.hookimpl(tryfirst=True)  # before tests are left out by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark every test that uses a server, and tell the process that deals tests out which belong together."""
    groups = groups_of(items)
    for item in items:
        if item.nodeid in groups:
            item.add_marker(pytest.mark.server)
    told = getattr(config, "workerinput", {})
    if "server_groups" in told:
        path = Path(told["server_groups"])
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(json.dumps(groups), encoding="utf-8")
        fresh.replace(path)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Show with a failed test what its servers said last."""
    report = yield
    if report.failed:
        for name, value in getattr(item, "funcargs", {}).items():
            if isinstance(value, Server) and (logs := value.log_tails()):
                report.sections.append((f"the logs of {name}", logs))
    return report


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: WorkerController) -> None:
    """Tell each process, before it starts, where to write its groups."""
    if _FOLDER not in node.config.stash:
        folder = tempfile.TemporaryDirectory(prefix="auditor-groups-")
        node.config.stash[_FOLDER] = folder
        node.config.add_cleanup(folder.cleanup)
    node.workerinput["server_groups"] = str(Path(node.config.stash[_FOLDER].name) / "groups.json")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling | None:
    """With `--dist loadgroup`, deal tests out by server."""
    if config.getvalue("dist") != "loadgroup":
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByServer(LoadScopeScheduling):
        @functools.cached_property
        def groups(self) -> dict[str, str]:
            """First asked for when every process has collected, and so has written them."""
            found: dict[str, str] = json.loads((Path(config.stash[_FOLDER].name) / "groups.json").read_bytes())
            return found

        def _split_scope(self, nodeid: str) -> str:
            return self.groups.get(nodeid, nodeid)

    return ByServer(config, log)
