"""Whatever a server does in the middle: an incomplete fetch never becomes a roster, and the next run goes on."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from auditor.roster import load
from auditor.roster.live.pull import NotPulled, pull
from auditor.roster.live.source import Source
from tests.auditor.roster import google_key
from tests.auditor.roster import live_district as district
from tests.auditor.roster.live import CLEVER, GOOGLE, OR11, OR12, TOKEN, fetch, why
from tests.auditor.roster.live_district import said
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.base import Asked, Reply
from tests.emulators.clever import Clever
from tests.emulators.google_workspace import GoogleWorkspace
from tests.emulators.oneroster import OneRoster

KINDS = {
    "oneroster-1.1": (OR11, lambda: OneRoster(district.oneroster("1.1"), "1.1")),
    "oneroster-1.2": (OR12, lambda: OneRoster(district.oneroster("1.2"))),
    "clever": (CLEVER, lambda: Clever(district.clever())),
    "google": (GOOGLE, lambda: GoogleWorkspace(**district.google())),
    "google, service account": (google_key.source(), google_key.workspace),
}


WITH_CURSORS = [name for name in KINDS if not name.startswith("oneroster")]


@pytest.fixture(params=KINDS)
def kind(request):
    source, make = KINDS[request.param]
    with make() as emulator:
        emulator.largest = 4  # so that the people are several pages
        yield source, emulator


def second_page_of_users(asked: Asked) -> bool:
    cursor = asked.query.get("offset", "0"), asked.query.get("starting_after"), asked.query.get("pageToken")
    return asked.path.endswith("/users") and cursor not in (("0", None, None),)


OWN = "the platform's own body"
FAULTS = {
    "expired": (401, OWN, "signed_out"),
    "forbidden": (403, OWN, "forbidden"),
    "gone": (404, OWN, "not_found"),
    "bad request": (400, OWN, "server_error"),
    "broken": (500, OWN, "server_error"),
    "bad gateway": (502, "html", "server_error"),
    "too often": (429, OWN, "rate_limited"),
    "sign-in page": (200, "html", "not_json"),
    "other json": (200, "[]", "not_json"),
    "half json": (200, '{"users": [', "not_json"),
    "too deep": (200, "[" * 100_000, "not_json"),
    "null": (200, '{"users": null, "data": null}', "not_json"),
}


def reply_for(emulator, status: int, body: str) -> Reply:
    if body == OWN:
        return emulator.refuse(status)
    return Reply.html(status=status) if body == "html" else Reply(status, body.encode())


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_in_the_middle_stores_no_roster_and_is_gone_on_from(kind, tmp_path, tmp_path_factory, fault):
    source, emulator = kind
    status, body, reason = FAULTS[fault]
    emulator.fail(reply_for(emulator, status, body), when=second_page_of_users)
    with pytest.raises(NotPulled) as failed:
        fetch(source, emulator, tmp_path / "r")
    expected = {reason} | {429: {"busy"}, 403: {"no_admin"} if source.key else set()}.get(status, set())
    assert why(failed.value) in expected
    assert not (tmp_path / "r").exists()
    emulator.heal()
    before = len(emulator.asked)
    fetch(source, emulator, tmp_path / "r")
    assert said(load(tmp_path / "r")) == expected_of(source, tmp_path_factory)
    assert second_page_of_users(next(a for a in emulator.asked[before:] if a.method == "GET"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r"]


_expected: dict[str, dict[str, object]] = {}


def expected_of(source: Source, folders: pytest.TempPathFactory) -> dict[str, object]:
    """What the source says when nothing goes wrong."""
    if source.kind not in _expected:
        usual, make = KINDS[source.kind.value]
        with make() as server:
            folder = folders.mktemp("sound") / "roster"
            fetch(usual, server, folder)
        _expected[source.kind] = said(load(folder))
    return _expected[source.kind]


def test_a_connection_that_is_cut_in_the_middle_of_a_page(kind, tmp_path):
    source, emulator = kind
    cut = Reply(200, b'{"users": [{"sourcedId": "t1"}, {"sourcedId": "t2"}], "data": []}', cut=30)
    emulator.fail(cut, when=second_page_of_users)
    with pytest.raises(NotPulled) as failed:
        fetch(source, emulator, tmp_path / "r")
    assert why(failed.value) == "unreachable"
    assert not (tmp_path / "r").exists()


def test_a_fault_that_passes_is_waited_out(kind, tmp_path):
    source, emulator = kind
    clock = FakeClock()
    emulator.fail(Reply.html(status=503), when=second_page_of_users, times=2)
    busy = emulator.refuse(429)
    emulator.fail(Reply(429, busy.body, {"retry-after": "120"}), when=second_page_of_users, times=1)
    fetch(source, emulator, tmp_path / "r", clock=clock)
    assert 121 < clock.slept < 130


@pytest.mark.parametrize("kind", WITH_CURSORS, indirect=True)
def test_a_cursor_that_repeats_and_empty_pages_without_end(kind, tmp_path):
    source, emulator = kind
    link = {"rel": "next", "uri": "/v3.1/users?starting_after=5"}
    endless = Reply.json({"users": [], "data": [], "links": [link], "nextPageToken": "p5"})
    emulator.fail(endless, when=second_page_of_users)
    with pytest.raises(NotPulled) as failed:
        fetch(source, emulator, tmp_path / "r")
    assert why(failed.value) == "repeats"


def test_an_empty_page_in_the_middle_of_clever_does_not_end_a_list(tmp_path):
    with Clever(district.clever()) as sound, Clever(district.clever()) as server:
        fetch(CLEVER, sound, tmp_path / "sound")
        server.largest, server.empty_in_between = 3, True
        fetch(CLEVER, server, tmp_path / "r")
    assert said(load(tmp_path / "r")) == said(load(tmp_path / "sound"))


def test_the_end_of_the_program_at_any_request_loses_nothing_and_counts_nobody_twice(kind, tmp_path):
    source, emulator = kind
    fetch(source, emulator, tmp_path / "sound")
    requests = len(emulator.asked)
    for number in range(1, requests, max(1, requests // 5)):

        class Killed(KeyboardInterrupt):
            pass

        def step(*_: object, at: int = number, before: int = len(emulator.asked)) -> None:
            if len(emulator.asked) - before >= at:
                raise Killed

        target = tmp_path / f"r{number}"
        with pytest.raises(Killed):
            fetch(source, emulator, target, step=step)
        assert not target.exists()
        fetch(source, emulator, target)
        assert said(load(target)) == said(load(tmp_path / "sound"))
        assert (target / "users.csv").read_text() == (tmp_path / "sound" / "users.csv").read_text()


def test_the_old_roster_stays_until_the_new_one_is_whole(kind, tmp_path):
    source, emulator = kind
    fetch(source, emulator, tmp_path / "r")
    old = {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()}
    emulator.fail(emulator.refuse(500), when=second_page_of_users)
    with pytest.raises(NotPulled):
        fetch(source, emulator, tmp_path / "r")
    assert {path.name: path.read_bytes() for path in (tmp_path / "r").iterdir()} == old


HOSTILE = ["‮Imelda", "I" * 10_000, '=cmd()"', "🦊 Fox", 'O\'Brien, "Bo"\nThorp', "a\x00b", "\ud800x", "José"]


def test_hostile_names_come_through_as_they_are(tmp_path):
    lists = district.oneroster("1.2")
    for number, name in enumerate(HOSTILE):
        role = [{"role": "teacher", "roleType": "primary", "org": {"sourcedId": "s1"}}]
        lists["users"].append({"sourcedId": f"h{number}", "givenName": name, "familyName": "Thorp", "roles": role})
    with OneRoster(lists) as server:
        fetch(OR12, server, tmp_path / "r")
    people = load(tmp_path / "r").people
    found = [people[f"h{number}"].given for number in range(len(HOSTILE))]
    assert found == [*HOSTILE[:5], "ab", "?x", "José"]


def test_no_secret_and_no_name_in_a_log_or_an_error(kind, tmp_path, caplog):
    source, emulator = kind
    emulator.fail(emulator.refuse(500), when=second_page_of_users)
    with caplog.at_level(logging.DEBUG):
        with pytest.raises(NotPulled) as failed:
            fetch(source, emulator, tmp_path / "r")
        emulator.heal()
        fetch(source, emulator, tmp_path / "r")
    seen = caplog.text + repr(failed.value) + str(failed.value) + repr(failed.value.message) + repr(source)
    assert not any(word in seen for word in (TOKEN, "token-0", "Quimbleton", "harborfalls.example/ims", "oauth_"))


def test_what_the_server_cannot_say_twice_is_told_while_it_comes(kind, tmp_path):
    source, emulator = kind
    told: list[tuple[str, int, int]] = []
    fetch(source, emulator, tmp_path / "r", step=lambda *what: told.append(what))
    labels = list(dict.fromkeys(label for label, _, _ in told))
    assert "users" in labels
    assert len(labels) >= 3
    for label in labels:
        last = [entry for entry in told if entry[0] == label][-1]
        assert last[1] == last[2]


def test_a_network_that_is_not_there(tmp_path):
    with http_to(None, OR11.hosts) as http, pytest.raises(NotPulled) as failed:
        pull(OR11, Path(tmp_path / "r"), http=http)
    assert why(failed.value) == "unreachable"


@pytest.mark.parametrize("name", ["clever", "google"])
def test_a_cursor_that_no_longer_holds_begins_the_list_anew(name, tmp_path, tmp_path_factory):
    source, make = KINDS[name]
    with make() as emulator:
        emulator.largest = 4
        emulator.fail(emulator.refuse(500), when=second_page_of_users)
        with pytest.raises(NotPulled):
            fetch(source, emulator, tmp_path / "r")
        emulator.heal()
        emulator.fail(emulator.refuse(400), when=second_page_of_users, times=1)
        fetch(source, emulator, tmp_path / "r")
    assert said(load(tmp_path / "r")) == expected_of(source, tmp_path_factory)


def test_a_server_that_went_round_in_circles_is_asked_again_from_the_beginning(kind, tmp_path, tmp_path_factory):
    source, emulator = kind
    circle = Reply.json({"users": [{"id": "x"}], "data": [{"data": {}}], "links": NEXT, "nextPageToken": "p5"})
    emulator.fail(circle, when=lambda asked: asked.method == "GET")
    with pytest.raises(NotPulled) as failed:
        fetch(source, emulator, tmp_path / "r")
    if not isinstance(emulator, OneRoster):
        assert why(failed.value) == "repeats"
    emulator.heal()
    fetch(source, emulator, tmp_path / "r")
    assert said(load(tmp_path / "r")) == expected_of(source, tmp_path_factory)


NEXT = [{"rel": "next", "uri": "/v3.1/users?starting_after=5"}]
