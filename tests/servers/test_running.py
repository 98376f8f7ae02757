"""Servers leave nothing behind, whatever happens, and the tests of one server stay together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from tests.servers import running
from tests.servers.grouping import groups_of

ROOT = Path(__file__).parents[2]


def test_a_server_that_fails_to_start_leaves_nothing_and_shows_its_log() -> None:
    class Broken(running.Server):
        def start(self) -> None:
            self.run("bystander", ["sleep", "600"])
            self.run("broken", ["sh", "-c", "echo the reason; exit 3"])
            self.wait(lambda: False, "a server that never comes")

    broken = Broken()
    with pytest.raises(running.ServerFailed, match=r"(?s)Broken did not start: .*broken ended with 3.*the reason"):
        broken.__enter__()
    assert not broken.folder.exists()


_HOLDS_A_SERVER = """
import sys, time
from tests.servers.running import Server

class Holder(Server):
    def start(self):
        self.process = self.run("sleeper", ["sh", "-c", "sleep 600 & sleep 600"])

with Holder() as holder:
    print(holder.process.pid, holder.folder, flush=True)
    time.sleep(600)
"""


def test_when_the_test_run_is_killed_its_servers_end_and_their_folder_goes() -> None:
    with subprocess.Popen([sys.executable, "-c", _HOLDS_A_SERVER], stdout=subprocess.PIPE, cwd=ROOT) as run:
        assert run.stdout is not None
        group, folder = run.stdout.readline().decode().split()
        os.kill(run.pid, signal.SIGKILL)
    running.poll(lambda: not Path(folder).exists(), "the folder of a killed run to go", seconds=20)
    running.poll(lambda: _has_ended(int(group)), "the servers of a killed run to end", seconds=20)


def _has_ended(group: int) -> bool:
    """Whether nothing of a process group runs; one that nobody has waited for yet does not run."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of_group = status.read_text().rpartition(")")[2].split()[:3]
        except OSError:
            continue  # ended while we looked
        if int(of_group) == group and state != "Z":
            return False
    return True


def test_tests_of_servers_that_are_used_together_form_one_group() -> None:
    asks = {"a": ("mail", "tmp_path"), "b": ("wiki",), "c": ("blogs", "mail"), "d": ("tmp_path",), "e": ("blogs",)}
    items = [SimpleNamespace(nodeid=test, fixturenames=fixtures) for test, fixtures in asks.items()]
    assert groups_of(cast(list[pytest.Item], items)) == {
        "a": "blogs-mail",
        "b": "wiki",
        "c": "blogs-mail",
        "e": "blogs-mail",
    }


_STARTS_A_SERVER = """
import os
from pathlib import Path
import pytest
pytest_plugins = ["tests.servers.grouping"]

@pytest.fixture(scope="session")
def wiki():
    with Path(__file__).with_name("starts").open("a") as starts:
        starts.write(f"{os.getpid()}\\n")
"""
_ASKS_FOR_IT = """
import pytest
@pytest.mark.parametrize("number", range(4))
def test_with(wiki, number): pass
@pytest.mark.parametrize("number", range(4))
def test_without(number): pass
"""


@pytest.mark.slow
def test_a_server_that_many_files_ask_for_is_started_in_one_process_only(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text(_STARTS_A_SERVER)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = server\n")
    for name in ("one", "two", "three"):
        (tmp_path / f"test_{name}.py").write_text(_ASKS_FOR_IT)
    command = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "loadgroup", "-q", str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True)
    assert b"24 passed" in run.stdout, run.stdout.decode()
    assert len((tmp_path / "starts").read_text().splitlines()) == 1
