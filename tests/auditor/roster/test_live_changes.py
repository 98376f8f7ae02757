"""Asking for changes only: as good as reading all of it, or else all of it is read."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from auditor.roster import load
from auditor.roster.live.pull import NotPulled
from tests.auditor.roster import live_district as district
from tests.auditor.roster.live import CLEVER, OR12, fetch
from tests.auditor.roster.live_district import said
from tests.emulators.base import Asked
from tests.emulators.clever import Clever
from tests.emulators.oneroster import OneRoster

NOW = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")


@pytest.fixture
def server():
    with OneRoster(district.oneroster("1.2", people=district.many(50))) as emulator:
        yield emulator


def change(server: OneRoster) -> None:
    """One has another name, one is new, one is deleted and told, and a class has a student more."""
    users = [dict(user) for user in server.lists["users"]]
    users[0] |= {"familyName": "Strathclyde", "dateLastModified": NOW}
    users[-1] |= {"status": "tobedeleted", "dateLastModified": NOW}
    users.append({**users[-2], "sourcedId": "new", "givenName": "Newt", "dateLastModified": NOW})
    enrolled = {**server.lists["enrollments"][1], "sourcedId": "e-new", "dateLastModified": NOW}
    enrolled["user"] = {"sourcedId": "new"}
    server.lists = {**server.lists, "users": users, "enrollments": [*server.lists["enrollments"], enrolled]}
    server.asked.clear()


def whole(server: OneRoster) -> bool:
    """Whether all people were asked for."""

    def all_of_them(asked: Asked) -> bool:
        return asked.path.endswith("/users") and "filter" not in asked.query and asked.query["limit"] != "1"

    return any(map(all_of_them, server.asked))


def test_changes_make_the_roster_that_all_of_it_makes(server, tmp_path):
    fetch(OR12, server, tmp_path / "r")
    change(server)
    assert fetch(OR12, server, tmp_path / "r", changes=True).changes
    assert not whole(server)
    fetch(OR12, server, tmp_path / "all")
    assert said(load(tmp_path / "r")) == said(load(tmp_path / "all"))
    assert {n: b["rows"] for n, b in body(tmp_path / "r")["files"].items()} == {
        n: b["rows"] for n, b in body(tmp_path / "all")["files"].items()
    }
    server.asked.clear()
    assert fetch(OR12, server, tmp_path / "r", changes=True).changes, "and again, with nothing new"
    assert said(load(tmp_path / "r")) == said(load(tmp_path / "all"))


def body(folder) -> dict[str, Any]:
    return json.loads((folder / "pull.json").read_text())  # type: ignore[no-any-return]


def days_ago(folder, days: int) -> None:
    data = body(folder)
    data["read_whole"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    (folder / "pull.json").write_text(json.dumps(data))


@pytest.mark.parametrize(
    "what", ["deleted", "no counts", "no filter", "old", "edited", "repeats", "another", "lost", "many"]
)
def test_where_it_is_not_sound_all_of_it_is_read(what, server, tmp_path, monkeypatch):
    fetch(OR12, server, tmp_path / "r")
    change(server)
    if what == "deleted":
        server.lists["users"].pop(3)
    elif what == "no counts":
        server.counts = False
    elif what == "no filter":
        server.fail(server.refuse(422), when=lambda asked: "filter" in asked.query)
    elif what == "old":
        days_ago(tmp_path / "r", 8)
    elif what == "edited":
        file = tmp_path / "r" / "users.csv"
        file.write_text(file.read_text().replace("Noor", "Nora"))
    elif what == "repeats":
        server.fail(server.refuse(500), when=lambda asked: "filter" in asked.query and asked.query["offset"] != "0")
    elif what == "many":
        monkeypatch.setattr("auditor.roster.live.changes._MOST", 2)
    elif what == "another":
        data = body(tmp_path / "r")
        (tmp_path / "r" / "pull.json").write_text(json.dumps({**data, "identity": "x"}))
    else:
        (tmp_path / "r" / "roles.csv").unlink()
    assert not fetch(OR12, server, tmp_path / "r", changes=True).changes
    assert whole(server)
    server.counts = True
    fetch(OR12, server, tmp_path / "all")
    assert said(load(tmp_path / "r")) == said(load(tmp_path / "all"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all", "r"]


def test_a_server_that_ignores_the_filter_gives_all_of_it(server, tmp_path):
    fetch(OR12, server, tmp_path / "r")
    change(server)
    server.knows_filter = False
    assert fetch(OR12, server, tmp_path / "r", changes=True).changes
    assert len(load(tmp_path / "r").people) == len(server.lists["users"])


def test_the_guard_looks_at_changes_too(server, tmp_path):
    fetch(OR12, server, tmp_path / "r")
    change(server)
    for user in server.lists["users"][-40:]:
        user |= {"status": "tobedeleted", "dateLastModified": NOW}
    for accept in (False, True):
        server.asked.clear()
        if accept:
            assert fetch(OR12, server, tmp_path / "r", changes=True, accept_shrink=True).changes
        else:
            with pytest.raises(NotPulled):
                fetch(OR12, server, tmp_path / "r", changes=True)
    assert sum(p.left for p in load(tmp_path / "r").people.values()) == 41


def test_there_is_nothing_to_ask_changes_of(server, tmp_path):
    assert not fetch(OR12, server, tmp_path / "first", changes=True).changes
    with Clever(district.clever()) as clever:
        for _ in range(2):
            assert not fetch(CLEVER, clever, tmp_path / "c", changes=True).changes
