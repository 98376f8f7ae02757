"""From a consent to a report: an account is connected, pulled and audited, and every count is the server's own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from auditor.cli import app
from auditor.consent import keys
from auditor.consent.grants import Grant, Grants
from connectors.addresses import LOOPBACK, ROUTES
from tests.auditor import district
from tests.emulators.base import Asked, Reply
from tests.emulators.mastodon import HOST, SERVER, Mastodon

if TYPE_CHECKING:
    from tests.servers.bluesky import BlueskyServer

FOLLOWERS, BLOCKED, REQUESTS = 500, 20, 10


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("AUDITOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv(keys.KEYS_FILE, str(tmp_path / "keys"))
    monkeypatch.setenv(LOOPBACK, "1")
    return tmp_path / "home"


def run(*args: str) -> int:
    result = CliRunner().invoke(app, list(map(str, args)))
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code


def audited(snapshot: Path, folder: Path) -> tuple[dict[str, Any], str]:
    roster = district.roster(folder / "roster")
    assert run("audit", snapshot, "--staff", district.TEACHER, "--roster", roster, "-o", folder / "out") in (0, 4, 10)
    result = json.loads((folder / "out" / "findings.json").read_text(encoding="utf-8"))
    return result, (folder / "out" / "report.html").read_text(encoding="utf-8")


def kinds(result: dict[str, Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for connection in result["connections"]:
        for kind in connection["kinds"]:
            found[kind] = found.get(kind, 0) + 1
    return found


def test_a_mastodon_account_of_many(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Mastodon(FOLLOWERS, 3, REQUESTS, BLOCKED) as server:
        server.me["followers_count"] = FOLLOWERS + 2  # two that were suspended are counted and not listed
        monkeypatch.setenv(ROUTES, server.routes)
        grant = Grant("mastodon", f"ms_rivera@{HOST}", SERVER, secret={"token": server.token()})
        Grants(home).keep(grant)
        out = tmp_path / "snapshot.json"
        assert run("pull", "mastodon", "--account", grant.handle, "-o", out) == 4
    result, page = audited(out, tmp_path)
    assert kinds(result) == {"follower": FOLLOWERS, "following": 3, "request_received": REQUESTS, "blocked": BLOCKED}
    coverage = result["coverage"]["connections"]
    assert (coverage["state"], coverage["expected"], coverage["received"]) == ("partial", FOLLOWERS + 5, FOLLOWERS + 3)
    requests = result["coverage"]["requests"]
    assert (requests["state"], requests["expected"], requests["received"]) == ("complete", REQUESTS, REQUESTS)
    assert "counts 2 more in the followers than it lists" in page


def test_ctrl_c_ends_a_pull_that_the_next_one_goes_on_with(home: Path, tmp_path: Path) -> None:
    with Mastodon(FOLLOWERS, 3, REQUESTS, BLOCKED) as server:
        reached, going_on = threading.Event(), threading.Event()
        answer = server.answer

        def slow(asked: Asked) -> Reply:
            if asked.path.endswith("/followers") and len(followers()) == 4:
                reached.set()
                going_on.wait(60)
            return answer(asked)

        def followers() -> list[Asked]:
            return [asked for asked in server.asked if asked.path.endswith("/followers")]

        server.answer = slow  # type: ignore[method-assign]
        Grants(home).keep(Grant("mastodon", f"ms_rivera@{HOST}", SERVER, secret={"token": server.token()}))
        command = [sys.executable, "-W", "error", "-m", "auditor.cli", "pull", "mastodon"]
        command += ["--account", f"ms_rivera@{HOST}", "-o", str(tmp_path / "snapshot.json")]
        where = {**os.environ, ROUTES: server.routes, "PYTHONPATH": str(Path(__file__).parents[2])}
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=where) as first:
            assert reached.wait(60)
            first.send_signal(signal.SIGINT)
            _, said = first.communicate(timeout=60)
        going_on.set()
        assert first.returncode == 1
        assert "goes on where it stopped" in said
        assert "Traceback" not in said
        assert not (tmp_path / "snapshot.json").exists()
        server.answer = answer  # type: ignore[method-assign]
        before = len(followers())
        again = subprocess.run(command, capture_output=True, text=True, env=where)
        assert again.returncode == 4, again.stderr  # no server tells every setting
        assert "the followers: 500 done" in again.stderr
    assert f"connections: complete, {FOLLOWERS + 3:,} of {FOLLOWERS + 3:,}" in again.stdout
    pages = -(-FOLLOWERS // 80)
    assert len(followers()) - before == pages - 3, "the three pages that were stored are not asked for again"


@pytest.mark.slow
def test_a_bluesky_account_of_many(bluesky: BlueskyServer, home: Path, tmp_path: Path) -> None:
    teacher = bluesky.create_account("crowd-teacher", "Ms Rivera")
    pupils = [bluesky.create_account(f"crowd-{n}", f"Imelda Quimbleton {n}") for n in range(FOLLOWERS)]
    for pupil in pupils:
        bluesky.follow(pupil, teacher)
    for pupil in pupils[:BLOCKED]:
        bluesky.block(teacher, pupil)
    bluesky.settle()
    secret = {"user": teacher.handle, "password": teacher.app_password}
    Grants(home).keep(Grant("bluesky", teacher.handle, bluesky.pds, secret=secret))
    out = tmp_path / "snapshot.json"
    assert run("pull", "bluesky", "--account", teacher.handle, "-o", out) == 4
    result, page = audited(out, tmp_path)
    counted = bluesky.read("app.bsky.actor.getProfile", teacher, actor=teacher.did)["followersCount"]
    assert counted == FOLLOWERS
    assert kinds(result) == {"follower": FOLLOWERS - BLOCKED, "blocked": BLOCKED}
    coverage = result["coverage"]["connections"]
    assert (coverage["expected"], coverage["received"]) == (FOLLOWERS, FOLLOWERS - BLOCKED)
    assert f"counts {BLOCKED} more in the followers than it lists" in page
    assert "blocked" in page
