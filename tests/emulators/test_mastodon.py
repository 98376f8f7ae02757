"""The emulator of a Mastodon server: its consent, and that it speaks as a real server was recorded to."""

from __future__ import annotations

import base64
import hashlib
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from connectors.files import parse_json
from connectors.http import Answer
from connectors.mastodon import account
from connectors.mastodon.live import MastodonLive
from connectors.model import Connection, Kind, Place, SettingKey
from tests.connectors.pulling import http_to
from tests.emulators.mastodon import HOST, SCOPES, SERVER, Mastodon

BACK = "http://127.0.0.1:8765/callback"
VERIFIER = "a-verifier-of-at-least-43-characters-as-rfc-7636-asks"


@pytest.fixture
def server():
    with Mastodon() as emulator:
        yield emulator


def send(server: Mastodon, method: str, path: str, **options: Any) -> Answer:
    with http_to(server, (HOST,)) as http:
        return http.send(method, SERVER + path, **options)


def register(server: Mastodon, **changes: str) -> Answer:
    form = {"client_name": "auditor", "redirect_uris": BACK, "scopes": " ".join(SCOPES), **changes}
    return send(server, "POST", "/api/v1/apps", data=form)


def consent(server: Mastodon, app: dict[str, str], **changes: str) -> dict[str, str]:
    """Where the owner's browser ends, as the page would send it."""
    challenge = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).decode().rstrip("=")
    query = {
        "response_type": "code",
        "client_id": app["client_id"],
        "redirect_uri": BACK,
        "scope": " ".join(SCOPES),
        "state": "s",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **changes,
    }
    back = requests.get(f"{server.base}/oauth/authorize", params=query, allow_redirects=False, timeout=10)
    assert back.status_code == 302
    assert back.headers["location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back.headers["location"]).query).items()}


def exchange(server: Mastodon, app: dict[str, str], code: str, **changes: str) -> Answer:
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "redirect_uri": BACK,
        "code_verifier": VERIFIER,
        **changes,
    }
    return send(server, "POST", "/oauth/token", data=form)


def test_from_registering_to_a_revoked_token(server):
    app = register(server).json()
    answer = consent(server, app)
    assert answer["state"] == "s"
    token = exchange(server, app, answer["code"]).json()
    assert (token["token_type"], token["scope"]) == ("Bearer", " ".join(MastodonLive.consent.scopes))
    bearer = {"authorization": f"Bearer {token['access_token']}"}
    path = "/api/v1/accounts/verify_credentials"
    assert send(server, "GET", path, headers=bearer).json()["username"] == "ms_rivera"
    form = {key: app[key] for key in ("client_id", "client_secret")} | {"token": token["access_token"]}
    for _ in range(2):
        assert send(server, "POST", "/oauth/revoke", data=form).json() == {}
    assert send(server, "GET", path, headers=bearer).status == 401


def test_a_code_is_good_once_and_only_with_its_proof_program_and_address(server):
    app, other = register(server).json(), register(server).json()
    for changes in ({"code_verifier": "x" * 43}, {"redirect_uri": "http://127.0.0.1:1/"},
                    {key: other[key] for key in ("client_id", "client_secret")}):  # fmt: skip
        refused = exchange(server, app, consent(server, app)["code"], **changes)
        assert (refused.status, parse_json(refused.content, "")["error"]) == (400, "invalid_grant")
    code = consent(server, app)["code"]
    assert exchange(server, app, code).status == 200
    assert exchange(server, app, code).status == 400
    wrong = exchange(server, app, code, client_secret="x")
    assert (wrong.status, parse_json(wrong.content, "")["error"]) == (401, "invalid_client")


def test_what_the_consent_page_refuses(server):
    app = register(server, scopes="read:accounts").json()
    assert consent(server, app)["error"] == "invalid_scope"
    assert consent(server, app, scope="read:accounts", code_challenge_method="plain")["error"] == "invalid_request"
    server.agrees = False
    assert consent(server, app, scope="read:accounts")["error"] == "access_denied"
    strange = requests.get(f"{server.base}/oauth/authorize", params={"client_id": "x"}, timeout=10)
    assert strange.status_code == 400
    assert register(server, redirect_uris="nowhere").status == 422


def test_a_token_of_another_program_cannot_be_revoked(server):
    app, other = register(server).json(), register(server).json()
    token = exchange(server, app, consent(server, app)["code"]).json()["access_token"]
    form = {key: other[key] for key in ("client_id", "client_secret")} | {"token": token}
    assert send(server, "POST", "/oauth/revoke", data=form).status == 403
    assert token in server.tokens


def recorded(peer_data: Path, name: str) -> list[dict[str, Any]]:
    import yaml

    text = (peer_data / "live/mastodon" / name).read_text(encoding="utf-8")
    found: list[dict[str, Any]] = yaml.safe_load(text)["interactions"]
    return found


def answers(peer_data: Path, name: str, path: str) -> list[dict[str, Any]]:
    """The answers of a recording to requests of a path that ends so."""
    return [
        each["response"] for each in recorded(peer_data, name) if urlsplit(each["request"]["uri"]).path.endswith(path)
    ]


@pytest.mark.peer
def test_it_says_what_a_real_server_was_recorded_to_say(server, peer_data):
    name = "Mastodon.py/test_account_followers.yaml"
    (real,) = answers(peer_data, name, "/verify_credentials")
    token = {"authorization": f"Bearer {server.token()}"}
    ours = send(server, "GET", "/api/v1/accounts/verify_credentials", headers=token)
    theirs = json.loads(real["body"]["string"])
    assert ours.json().keys() == theirs.keys()
    assert ours.json()["source"].keys() == theirs["source"].keys()
    for header in ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"):
        assert len(ours.headers[header]) == len(real["headers"][header][0])
    (refused,) = [
        each["response"]
        for each in recorded(peer_data, "Mastodon.py/test_unauthed_home_tl_throws.yaml")
        if each["response"]["status"]["code"] == 401
    ]
    assert json.loads(refused["body"]["string"]) == json.loads(server.refuse(401).body)


@pytest.mark.peer
def test_what_was_recorded_of_real_servers_goes_through_without_loss(peer_data):
    seen = 0
    for path in sorted((peer_data / "live/mastodon/Mastodon.py").glob("*.yaml")):
        for response in answers(peer_data, f"Mastodon.py/{path.name}", "credentials"):
            row = json.loads(response["body"]["string"])
            if "acct" not in row:
                continue
            seen += 1
            said = {setting.key for setting in account.settings(row, "x")}
            assert {SettingKey.REQUESTS_APPROVAL, SettingKey.POSTS_AUDIENCE, SettingKey.SEARCH_INDEXING} <= said
            assert (SettingKey.CONNECTIONS_VISIBILITY in said) is (row["hide_collections"] is not None)
            owner = account.profile(row, "localhost:3000", Place("x"))
            assert (owner.handle, owner.account_id) == (f"{row['acct']}@localhost:3000", row["uri"])
    assert seen > 10


@pytest.mark.peer
def test_a_recorded_list_of_another_software_goes_through_without_loss(peer_data):
    name = "recorded_here/gotosocial_audit.yaml"
    pages = [json.loads(each["body"]["string"]) for each in answers(peer_data, name, "/followers")]
    found = [account.person(row, Kind.FOLLOWER, Place("x"), "127.0.0.1:18080") for page in pages for row in page]
    assert {person.handle for person in found if isinstance(person, Connection)} >= {
        "stu_ana@127.0.0.1:18080",
        "coteacher@127.0.0.1:18080",
    }
    (me, *_) = answers(peer_data, name, "/verify_credentials")
    said = {setting.key.value: setting.value for setting in account.settings(json.loads(me["body"]["string"]), "x")}
    assert said == {"requests.approval": "required", "search.indexing": "off", "posts.audience": "public"}
