"""Bluesky read live, against a real network on loopback: what the emulator claims is what Bluesky does."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from connectors.bluesky.live import BlueskyLive, BlueskySession
from connectors.live import Access
from connectors.model import Gap, Kind, RecordType, State
from connectors.refusal import Refusal
from tests.connectors.pulling import http_to, pulled

if TYPE_CHECKING:
    from tests.servers.bluesky import BlueskyAccount, BlueskyServer

CONNECTIONS = RecordType.CONNECTIONS
MANY = 160
_NUMBER = count()
_SECRET = b"jwt-secret"
"""What the network's development version signs its tokens with."""


def access(server: BlueskyServer, account: BlueskyAccount, password: str = "") -> Access:
    secret = {"user": account.handle, "password": password or account.app_password}
    return Access(account.handle, secret, server.pds)


def pull(server: BlueskyServer, account: BlueskyAccount, folder: Path, password: str = "") -> Any:
    return pulled(BlueskyLive(), access(server, account, password), None, folder)


@pytest.fixture
def session(bluesky: BlueskyServer) -> Iterator[tuple[BlueskySession, BlueskyAccount]]:
    account = bluesky.create_account(f"session-{next(_NUMBER)}", "Mr Strathclyde")
    bluesky.settle()
    given = access(bluesky, account)
    with http_to(None, BlueskyLive().hosts(given)) as http:
        yield BlueskyLive().open(given, http), account


def test_an_account_with_everything(bluesky: BlueskyServer, tmp_path: Path) -> None:
    teacher = bluesky.create_account("live-teacher", "Ms Rivera", "Room 12")
    pupils = [bluesky.create_account(f"live-{number}", f"Imelda Quimbleton {number}") for number in range(5)]
    for pupil in pupils:
        bluesky.follow(pupil, teacher)
    bluesky.follow(teacher, pupils[0])
    bluesky.block(teacher, pupils[1])
    bluesky.mute(teacher, pupils[2])
    bluesky.set_chat(teacher, "none")
    bluesky.set_profile(teacher, "Ms Rivera", "Room 12", signed_in_only=True)
    bluesky.settle()

    snapshot, result = pull(bluesky, teacher, tmp_path)
    found = {(kind, person.handle) for person in snapshot.connections for kind in person.kinds}
    assert found == {
        *((Kind.FOLLOWER, f"live-{number}.test") for number in (0, 2, 3, 4)),
        (Kind.FOLLOWING, "live-0.test"),
        (Kind.BLOCKED, "live-1.test"),
    }
    assert {(s.key.value, s.value) for s in snapshot.settings} == {
        ("profile.visibility", "public"),
        ("search.indexing", "off"),
        ("messages.allowed_from", "nobody"),
    }
    assert {"labels": "!no-unauthenticated"} in [setting.raw for setting in snapshot.settings]
    profile = snapshot.profile
    assert (profile.handle, profile.display_name, profile.bio) == ("live-teacher.test", "Ms Rivera", "Room 12")
    assert profile.account_id == teacher.did
    # The blocked follower is counted and not listed, and that is said.
    counted = bluesky.read("app.bsky.actor.getProfile", teacher, actor=teacher.did)
    coverage = snapshot.coverage[CONNECTIONS]
    assert coverage.expected == counted["followersCount"] + counted["followsCount"] == 6
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS, 5)
    assert [(n.id, n.params.get("n")) for n in coverage.notes] == [
        ("live.count_differs", 1),
        ("bluesky.blocked_left_out", None),
    ]
    assert not result.refused


def test_many_followers_in_pages(bluesky: BlueskyServer, tmp_path: Path) -> None:
    teacher = bluesky.create_account("many-teacher", "Ms Rivera")
    handles = [f"many-{number}.test" for number in range(MANY)]
    for handle in handles:
        bluesky.follow(bluesky.sign_up(handle), teacher)
    bluesky.settle()
    snapshot, _ = pull(bluesky, teacher, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.received, coverage.expected) == (State.COMPLETE, MANY, MANY)
    assert sorted(str(person.handle) for person in snapshot.connections) == sorted(handles)


def test_an_account_that_never_chose_says_so(bluesky: BlueskyServer, tmp_path: Path) -> None:
    account = bluesky.create_account("new-teacher", "Mr Thorp")
    bluesky.settle()
    snapshot, _ = pull(bluesky, account, tmp_path)
    assert {(s.key.value, s.value) for s in snapshot.settings} == {
        ("profile.visibility", "public"),
        ("search.indexing", "on"),
        ("messages.allowed_from", "connections"),
    }
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    assert snapshot.connections == ()


def test_a_wrong_app_password(bluesky: BlueskyServer, tmp_path: Path) -> None:
    account = bluesky.create_account("wrong-teacher", "Mr Thorp")
    snapshot, _ = pull(bluesky, account, tmp_path, "abcd-efgh-ijkl-mnop")
    assert [note.id for note in snapshot.coverage[CONNECTIONS].notes] == ["bluesky.password_refused"]


def _expire(session: BlueskySession, *, seen_by_us: bool) -> None:
    """Give the session an access token that ran out, signed as the server signs; or one whose end only it sees."""
    from atproto import Session

    network = session._network
    held = network._session
    head, claims, _ = held.access_jwt.split(".")
    said = json.loads(base64.urlsafe_b64decode(claims + "=="))
    body = f"{head}.{_part(json.dumps({**said, 'iat': 1_700_000_000, 'exp': 1_700_007_200}).encode())}"
    token = f"{body}.{_part(hmac.digest(_SECRET, body.encode(), hashlib.sha256))}"
    if not seen_by_us:
        network._client.get_current_time = lambda: datetime(2020, 1, 1, tzinfo=UTC)
    old = Session(held.handle, held.did, token, held.refresh_jwt, held.pds_endpoint)
    network._client.login(session_string=old.encode(), fetch_bsky_profile=False)


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


@pytest.mark.parametrize("seen_by_us", [True, False])
def test_an_expired_token_is_renewed(session: tuple[BlueskySession, BlueskyAccount], seen_by_us: bool) -> None:
    live, account = session
    assert live.about().profile.account_id == account.did
    before = live._network._session.refresh_jwt
    _expire(live, seen_by_us=seen_by_us)
    assert live.page(BlueskyLive.listings[0], None).records == []
    assert live._network._session.refresh_jwt != before


def test_an_app_password_that_was_deleted_meanwhile(
    bluesky: BlueskyServer, session: tuple[BlueskySession, BlueskyAccount]
) -> None:
    live, account = session
    live.about()
    bluesky.delete_app_password(account)
    _expire(live, seen_by_us=False)
    with pytest.raises(Refusal) as refused:
        live.page(BlueskyLive.listings[0], None)
    assert (refused.value.note.id, refused.value.final) == ("live.signed_out", True)
