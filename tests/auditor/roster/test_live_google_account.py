"""Google Workspace with a service account: tokens that are signed for, end and come anew, and what goes wrong."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.roster import load
from auditor.roster.live import source as sources
from auditor.roster.live.auth import _moment, _refusal_of
from auditor.roster.live.pull import NotPulled, pull
from connectors.http import Answer
from reports.messages import MESSAGES
from tests.auditor.roster import google_key
from tests.auditor.roster.google_key import ADMIN, EMAIL, KEY_ID, key, pem, source, workspace
from tests.auditor.roster.live import GOOGLE, TOKEN, fetch, why
from tests.auditor.roster.live_district import said
from tests.auditor.test_cli import run
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.base import Asked, Reply
from tests.emulators.google_workspace import TOKENS, GoogleWorkspace


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def server(clock):
    with workspace() as domain:
        domain.clock, domain.answered, answer = clock.now, [], domain.answer

        def noting(asked: Asked) -> Reply:
            reply = answer(asked)
            domain.answered.append(reply.status)
            return reply

        domain.answer = noting
        yield domain


def for_a_token(asked: Asked) -> bool:
    return asked.host == TOKENS


def tokens_asked(server: GoogleWorkspace) -> list[Asked]:
    return [asked for asked in server.asked if for_a_token(asked)]


def claims(asked: Asked) -> dict:
    part = asked.form["assertion"].split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=="))


def refused(server, target, clock, from_=None) -> str:
    with pytest.raises(NotPulled) as failed:
        fetch(from_ or source(), server, target, clock=clock)
    assert not target.exists()
    return why(failed.value)


def test_the_roster_is_that_of_a_token_as_given(server, clock, tmp_path):
    fetch(source(), server, tmp_path / "r", clock=clock)
    server.token = TOKEN
    fetch(GOOGLE, server, tmp_path / "plain", clock=clock)
    assert said(load(tmp_path / "r")) == said(load(tmp_path / "plain"))
    (asked,) = tokens_asked(server)
    assert asked.headers["content-type"] == "application/x-www-form-urlencoded"
    told = claims(asked)
    assert told.keys() == {"iss", "sub", "scope", "aud", "iat", "exp"}
    assert (told["iss"], told["sub"], told["aud"]) == (EMAIL, ADMIN, "https://oauth2.googleapis.com/token")
    assert told["exp"] - told["iat"] <= 3600


@pytest.mark.parametrize(
    ("changes", "scopes"),
    [
        ({"classroom_url": ""}, {"admin.directory.user.readonly"}),
        (
            {"guardians": False},
            {"admin.directory.user.readonly", "classroom.courses.readonly", "classroom.rosters.readonly"},
        ),
    ],
)
def test_only_what_is_read_is_asked_for(changes, scopes, server, clock, tmp_path):
    server.services[EMAIL].delegated = scopes
    fetch(replace(source(), **changes), server, tmp_path / "r", clock=clock)
    (asked,) = tokens_asked(server)
    assert {scope.rpartition("/")[2] for scope in claims(asked)["scope"].split(" ")} == scopes
    assert all(scope.startswith("https://www.googleapis.com/auth/") for scope in claims(asked)["scope"].split(" "))


def passing(clock: FakeClock, seconds: float) -> Callable[..., None]:
    """Between two pages, so much time passes."""

    def step(*_: object) -> None:
        clock.time += seconds

    return step


def test_a_token_is_fetched_anew_before_it_ends(server, clock, tmp_path):
    server.largest = 2
    fetch(source(), server, tmp_path / "r", clock=clock, step=passing(clock, 1000))
    assert len(tokens_asked(server)) >= 4
    assert len({asked.form["assertion"] for asked in tokens_asked(server)}) == len(tokens_asked(server))
    assert len(server.tokens) == len(tokens_asked(server))
    assert 401 not in server.answered


def test_a_token_that_ends_earlier_than_it_said_costs_one_request(server, clock, tmp_path):
    server.largest, server.token_lives = 2, 1500
    fetch(source(), server, tmp_path / "r", clock=clock, step=passing(clock, 500))
    assert len(tokens_asked(server)) >= 3
    assert server.answered.count(401) == len(tokens_asked(server)) - 1
    with workspace() as sound:
        fetch(source(), sound, tmp_path / "sound")
    assert said(load(tmp_path / "r")) == said(load(tmp_path / "sound"))


def test_a_token_that_is_never_taken_is_fetched_anew_once(server, clock, tmp_path):
    server.fail(server.refuse(401), when=lambda asked: not for_a_token(asked))
    assert refused(server, tmp_path / "r", clock) == "signed_out"
    assert len(tokens_asked(server)) == 2


def test_a_long_fetch_that_loses_its_key_goes_on_with_another_one(server, clock, tmp_path):
    server.largest = 2
    service, later = server.services[EMAIL], passing(clock, 4000)

    def step(*_: object) -> None:
        later()
        if len(server.asked) > 3:
            service.keys.clear()

    with pytest.raises(NotPulled) as failed:
        fetch(source(), server, tmp_path / "r", clock=clock, step=step)
    assert why(failed.value) == "wrong_key"
    service.keys[KEY_ID] = key(1).public_key()
    before = len(server.asked)
    fetch(source(key(1)), server, tmp_path / "r", clock=clock)
    assert for_a_token(server.asked[before])
    assert "pageToken" in server.asked[before + 1].query


def no_delegation(server):
    server.services[EMAIL].delegated = None


def part_of_it(server):
    server.services[EMAIL].delegated.remove("classroom.rosters.readonly")


def key_deleted(server):
    server.services[EMAIL].keys.clear()


def account_deleted(server):
    server.services.clear()


@pytest.mark.parametrize(
    ("change", "from_", "reason"),
    [
        (None, lambda: source(key(1)), "wrong_key"),
        (key_deleted, source, "wrong_key"),
        (account_deleted, source, "wrong_key"),
        (no_delegation, source, "no_delegation"),
        (part_of_it, source, "no_delegation"),
        (None, lambda: source(subject="nobody@harborfalls.example"), "wrong_subject"),
        (None, lambda: source(subject="ithorp@elsewhere.example"), "no_delegation"),
        (None, lambda: source(subject="rquimbleton@harborfalls.example"), "no_admin"),
        (lambda server: setattr(server, "is_admin", False), source, "no_guardians"),
    ],
)
def test_who_is_not_let_in_and_why(change, from_, reason, server, clock, tmp_path):
    if change:
        change(server)
    assert refused(server, tmp_path / "r", clock, from_()) == reason
    assert len(tokens_asked(server)) == 1


@pytest.mark.parametrize("error", ["admin_policy_enforced", "disabled_client", "deleted_client", "invalid_client"])
def test_further_codes_of_googles_table(error, server, clock, tmp_path):
    server.fail(Reply.json({"error": error, "error_description": "The OAuth client was disabled."}, 401))
    assert refused(server, tmp_path / "r", clock) in ("no_delegation", "wrong_key")


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Reply.json({"error": "org_internal"}, 403), "no_google_token"),
        (Reply.json({"error": "invalid_grant", "error_description": "Something new."}, 400), "no_google_token"),
        (Reply.json({"error": ["invalid_grant"]}, 400), "no_google_token"),
        (Reply.json([], 400), "no_google_token"),
        (Reply.html(status=404), "no_google_token"),
        (Reply(302, b"", {"location": "https://elsewhere.example/"}), "no_google_token"),
        (Reply.html(), "not_json"),
        (Reply.json({"id_token": "x"}), "no_google_token"),
        (Reply.json({"access_token": "two\nlines"}), "no_google_token"),
        (Reply.json({}, 500), "server_error"),
        (Reply.json({}, 503), "server_error"),
        (Reply.json({}, 429), "rate_limited"),
        (Reply(200, b'{"access_token": "ya29.x"}', {}, cut=9), "unreachable"),
    ],
)
def test_other_answers_to_a_request_for_a_token(reply, reason, server, clock, tmp_path):
    server.fail(reply, when=for_a_token)
    assert refused(server, tmp_path / "r", clock) == reason


def test_no_token_for_a_course_is_not_a_course_that_was_deleted(server, clock, tmp_path):
    """Whose members are not found has none; the token's server saying so must not look like that."""
    server.fail(server.refuse(401), when=lambda asked: asked.path.endswith("/students"), times=1)
    server.fail(Reply.html(status=404), when=lambda asked: for_a_token(asked) and len(tokens_asked(server)) > 1)
    assert refused(server, tmp_path / "r", clock) == "no_google_token"


def test_what_passes_is_waited_out(server, clock, tmp_path):
    server.fail(Reply.html(status=503), when=for_a_token, times=2)
    fetch(source(), server, tmp_path / "r", clock=clock)
    assert 3 <= clock.slept < 4


@pytest.mark.parametrize("off", [-30 * 86_400, -4000, -400, 4000, 900 * 86_400])
def test_a_clock_that_is_off_is_put_right_by_googles(off, server, clock, tmp_path):
    server.clock, server.largest = lambda: clock.time + off, 2
    fetch(source(), server, tmp_path / "r", clock=clock, step=passing(clock, 1000))
    asked = tokens_asked(server)
    assert len(asked) == len(server.tokens) + 1 >= 4  # only the first is refused: after that the difference is known
    assert claims(asked[1])["iat"] - claims(asked[0])["iat"] == off
    assert 401 not in server.answered


@pytest.mark.parametrize("date", [None, "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_a_clock_that_is_off_where_google_does_not_help(date, server, clock, tmp_path):
    said = {"error": "invalid_grant", "error_description": "Invalid JWT: Check your iat and exp values."}
    server.fail(Reply.json(said, 400, {"date": date} if date else {}), when=for_a_token)
    assert refused(server, tmp_path / "r", clock) == "clock"
    assert len(tokens_asked(server)) == (2 if date and "1970" in date else 1)


def test_an_interface_that_is_off(server, clock, tmp_path):
    off = {"code": 403, "status": "PERMISSION_DENIED", "errors": [{"reason": "accessNotConfigured"}]}
    off["details"] = [{"reason": "SERVICE_DISABLED"}]
    for what in ("errors", "details"):
        server.heal()
        body = {"error": {**off, "errors": []} if what == "details" else {**off, "details": []}}
        server.fail(Reply.json(body, 403), when=lambda asked: asked.path.endswith("/guardians"))
        assert refused(server, tmp_path / "r", clock) == "api_off"


def test_the_network_is_not_there(clock, tmp_path):
    with http_to(None, source().hosts, clock=clock) as http, pytest.raises(NotPulled) as failed:
        pull(source(), tmp_path / "r", http=http, clock=clock)
    assert why(failed.value) == "unreachable"


def test_nothing_secret_is_told_or_stored(server, clock, tmp_path, caplog):
    found = sources.read(google_key.write(tmp_path), {})
    seen = [repr(found), repr(found.key)]
    with caplog.at_level(logging.DEBUG):
        server.fail(server.refuse(500), when=lambda asked: asked.path.endswith("/guardians"))
        for change in (lambda: None, server.heal, lambda: no_delegation(server)):
            change()
            try:
                fetch(found, server, tmp_path / "r", clock=clock)
            except NotPulled as e:
                seen += [repr(e), str(e), repr(e.message), repr(e.__cause__), repr(e.__context__)]
    assert len(seen) > 2
    stored = [file.read_text() for file in (tmp_path / "r").iterdir()]
    assertions = [asked.form["assertion"] for asked in tokens_asked(server)]
    lines = [line for line in pem(key()).splitlines() if "KEY" not in line]
    for secret in (*server.tokens, *assertions, *lines):
        assert secret not in caplog.text + "".join(seen) + "".join(stored)
    assert ADMIN not in caplog.text + "".join(seen)
    assert "PRIVATE" not in caplog.text + "".join(seen) + "".join(stored)


def test_the_command_with_a_key_file(tmp_path, monkeypatch):
    monkeypatch.setenv("AUDITOR_LOOPBACK", "1")
    monkeypatch.delenv(sources.SECRET, raising=False)
    with workspace() as server:
        monkeypatch.setenv("AUDITOR_ROUTES", server.routes)
        done = run("roster", "pull", "--config", google_key.write(tmp_path), "-o", tmp_path / "roster")
        assert done.returncode == 0, done.stderr
        no_delegation(server)
        for lang, words in (("en", "Domain-wide delegation"), ("es", "numérico"), ("pt", "numérico")):
            done = run(
                "roster", "pull", "--config", tmp_path / "auditor.toml", "-o", tmp_path / "roster", "--lang", lang
            )
            assert done.returncode == 1
            assert words in " ".join(done.stderr.split())
        (tmp_path / "key.json").chmod(0o640)
        done = run("roster", "pull", "--config", tmp_path / "auditor.toml", "-o", tmp_path / "roster")
        assert "chmod 600 key.json" in done.stderr


GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
USERS = "https://www.googleapis.com/auth/admin.directory.user.readonly"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, ""),
        ({"aud": "https://elsewhere.example/token"}, "invalid_grant"),
        ({"iat": -4000, "exp": -400}, "invalid_grant"),
        ({"iat": 4000, "exp": 7600}, "invalid_grant"),
        ({"exp": 7200}, "invalid_grant"),
        ({"scope": "https://www.googleapis.com/auth/drive"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"scope": USERS.replace(".readonly", "")}, "invalid_scope"),
        ({"sub": ""}, "unauthorized_client"),
        ({"iss": "other@harbor-falls-4711.iam.gserviceaccount.com"}, "invalid_grant"),
        ("signature", "invalid_grant"),
        ("claims", "invalid_grant"),
        ("none", "invalid_grant"),
        ("grant", "unsupported_grant_type"),
    ],
)
def test_the_emulator_checks_what_it_is_given(changes, error, server, clock):
    now, found = int(clock.time), source().key
    told = {"iss": EMAIL, "sub": ADMIN, "scope": USERS, "aud": found.token_url, "iat": now, "exp": now + 3600}
    for name, value in changes.items() if isinstance(changes, dict) else ():
        told[name] = now + value if isinstance(value, int) else value
    head, body, signature = found.signed(told).split(".")
    if changes == "signature":
        signature = found.signed({**told, "iat": now - 1}).split(".")[2]
    elif changes == "claims":
        body = found.signed({**told, "sub": "rquimbleton@harborfalls.example"}).split(".")[1]
    elif changes == "none":
        head = base64.urlsafe_b64encode(b'{"alg": "none", "typ": "JWT"}').decode().rstrip("=")
    form = {"grant_type": "" if changes == "grant" else GRANT, "assertion": f"{head}.{body}.{signature}"}
    with http_to(server, (TOKENS,), clock=clock) as http:
        answer = http.send("POST", found.token_url, data=form)
    assert json.loads(answer.content).get("error", "") == error
    assert len(server.tokens) == (not error)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode), st.integers(200, 599))
def test_any_answer_is_a_token_or_a_reason(body, status):
    reason = _refusal_of(Answer(status, {}, body))
    assert not reason or f"roster_live.{reason}" in MESSAGES


@given(st.text(max_size=40))
def test_any_date_is_a_moment_or_none(text):
    assert _moment(text) is None or isinstance(_moment(text), float)
