"""Recordings of the real X go through our parsers without loss: API v2 as we call it, v1.1 for its people and ids.

v1.1 is not called any more, but its users are the same people under other words (`screen_name`, `id_str`): those two
words are exchanged here and nothing else. Its lists of ids are what an archive holds, so they are looked up.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from connectors import throttle
from connectors.files import Json
from connectors.live import Access
from connectors.model import Connection, Kind
from connectors.x.api import gone, refused, rows
from connectors.x.live import XLive
from connectors.x.users import counts, id_of, owner, person, settings
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.base import Asked, Emulator, Reply
from tests.emulators.x import XEmulator

pytestmark = pytest.mark.peer

ROOT = Path(os.environ.get("AUDITOR_PEER_DATA", "/nowhere")) / "live" / "x"
FILES = sorted(p for p in ROOT.rglob("*") if p.suffix in (".json", ".yaml"))
SOURCE = XLive()
_EDGES = ("followers", "following", "blocking", "muting", "members")


def interactions(path: Path) -> Iterator[tuple[str, int, dict[str, str], bytes]]:
    """Address, status, headers and body as it went over the wire; a bare body is an answer of status 200."""
    text = path.read_text(encoding="utf-8")
    if path.parent.name != "tweepy":
        yield f"https://api.twitter.com/{path.stem}", 200, {}, text.encode()
        return
    for each in (yaml.safe_load(text) if path.suffix == ".yaml" else json.loads(text))["interactions"]:
        response = each["response"]
        body = response["body"]
        raw = base64.b64decode(body["base64_string"]) if "base64_string" in body else body["string"]
        headers = {name.lower(): values[0] if isinstance(values, list) else values
                   for name, values in response["headers"].items()}  # fmt: skip
        data = raw.encode() if isinstance(raw, str) else raw
        if data[:2] != b"\x1f\x8b":
            headers.pop("content-encoding", None)
        yield each["request"]["uri"], response["status"]["code"], headers, data


def body_of(data: bytes) -> Json:
    return json.loads(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)


def users(value: Json) -> Iterator[dict[str, Any]]:
    """Every user anywhere in an answer, under the words of API v2."""
    if isinstance(value, dict):
        if "username" in value and "id" in value:
            yield value
        elif "screen_name" in value and ("id_str" in value or "id" in value):
            yield {**value, "username": value["screen_name"], "id": value.get("id_str") or value["id"]}
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from users(inner)


def ids(value: Json) -> list[Json]:
    found = value.get("ids") if isinstance(value, dict) else None
    return found if isinstance(found, list) else []


def test_there_are_recordings(peer_data: Path) -> None:
    assert len(FILES) > 90
    found = [user for path in FILES for *_, data in interactions(path) for user in users(body_of(data))]
    assert len(found) > 1500


@pytest.mark.parametrize("path", FILES, ids=lambda p: f"{p.parent.name}-{p.name}")
def test_every_recording_goes_through_the_parsers(path: Path) -> None:
    for _, status, headers, data in interactions(path):
        body = body_of(data)
        for position, user in enumerate(users(body)):
            found = person(user, Kind.FOLLOWER, "followers", position)
            assert isinstance(found, Connection)
            assert found.platform_id == str(user["id"])
            assert found.handle == user["username"]
            assert (found.display_name or "") == user.get("name", "").strip()
            profile = owner(user)
            assert profile.account_id == found.platform_id
            assert profile.url == f"https://x.com/{user['username']}"
            assert [s.value for s in settings(user)] == (
                []
                if user.get("protected") is None
                else ["private", "required"]
                if user["protected"]
                else ["public", "open"]
            )
            assert len(counts(user)) == (2 if "public_metrics" in user else 0)
        assert all(id_of({"id": account}) == str(account) for account in ids(body))
        if isinstance(body, dict):
            assert gone(body, frozenset()) == 0
            if isinstance(body.get("data", []), list):  # one user is no page
                assert len(rows(body)) == len(body.get("data", []))
            if "error" in body or "errors" in body:
                assert refused(403, body).note.id == "live.forbidden"
        assert status == 200
        wait = throttle.wait_of(headers, 1_600_000_000.0)
        assert ("x-rate-limit-reset" in headers) == (wait is not None)


class Recorded(Emulator):
    """Gives one recorded answer, as it went over the wire, to whatever is asked but the owner."""

    hosts = ("api.twitter.com",)

    def __init__(self, headers: dict[str, str], data: bytes) -> None:
        super().__init__()
        self.recorded = Reply(
            200, data, {k: v for k, v in headers.items() if k in ("content-encoding", "content-type")}
        )

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/2/users/me":
            return Reply.json({"data": {"id": "783214", "username": "Twitter"}})
        return self.recorded


def pages() -> list[tuple[str, dict[str, str], bytes]]:
    found = []
    for path in FILES:
        for uri, _, headers, data in interactions(path):
            body = body_of(data)
            listed = isinstance(body, dict) and isinstance(body.get("data"), list) and "meta" in body
            if listed and ("/2/" in uri or "sns" in str(path)) and "username" in (body["data"] or [{}])[0]:
                found.append((path.name, headers, data))
    return found


@pytest.mark.parametrize(("name", "headers", "data"), pages(), ids=lambda v: v if isinstance(v, str) else "")
def test_recorded_pages_of_v2_come_through_tweepy_whole(name: str, headers: dict[str, str], data: bytes) -> None:
    body = body_of(data)
    with Recorded(headers, data) as x, http_to(x, ("api.twitter.com",)) as http:
        page = SOURCE.open(Access("", {"token": "t"}), http).page(SOURCE.listings[0], None)
    assert [(c.platform_id, c.handle) for c in page.records if isinstance(c, Connection)] == [
        (user["id"], user["username"]) for user in body["data"]
    ]
    assert page.next == body["meta"].get("next_token")
    assert page.missing == 0


def test_many_pages_were_recorded(peer_data: Path) -> None:
    assert len(pages()) >= 12


@pytest.mark.parametrize("part", ["tweepy", "python-twitter-sns"])
def test_a_recorded_owner_is_read_through_tweepy(peer_data: Path, part: str) -> None:
    path = next(
        p for p in FILES if p.parts[len(ROOT.parts)] == part and ("get_me.yaml" in p.name or p.name == "me_resp.json")
    )
    for _, _, headers, data in interactions(path):

        class Me(Recorded):
            def answer(self, asked: Asked) -> Reply:
                return self.recorded

        with Me(headers, data) as x, http_to(x, ("api.twitter.com",)) as http:
            about = SOURCE.open(Access("", {"token": "t"}), http).about()
        assert about.profile.handle == body_of(data)["data"]["username"]
        assert about.cost is not None


def paths(value: Json, prefix: str = "") -> set[str]:
    """Every key of an answer, with those above it."""
    if isinstance(value, list):
        return {found for inner in value for found in paths(inner, prefix)}
    if isinstance(value, dict):
        return {
            found for key, inner in value.items() for found in ({f"{prefix}/{key}"} | paths(inner, f"{prefix}/{key}"))
        }
    return set()


def test_the_emulator_answers_in_the_shape_of_the_recordings(peer_data: Path) -> None:
    recorded = {
        found
        for path in FILES
        for uri, *_, data in interactions(path)
        if "/2/" in uri or "sns" in str(path)
        for found in paths(body_of(data))
    }
    recorded |= {
        f"/data{found}"
        for found in paths(json.loads((ROOT / "python-twitter-sns/testdata/models/user.json").read_text()))
    }
    clock = FakeClock()
    with XEmulator(clock.now) as x, http_to(x, ("api.twitter.com",), clock=clock) as http:
        x.largest = 1
        x.add("followers", *((str(n), f"q{n}", "Imelda Quimbleton") for n in range(3)))
        head = {"authorization": f"Bearer {x.issue(*SOURCE.consent.scopes)}"}
        fields = "created_at,description,protected,public_metrics"
        for path in (f"me?user.fields={fields}", "42/followers", "42/followers?pagination_token=FOLLOWERS-1"):
            answer = http.get(f"https://api.twitter.com/2/users/{path}", headers=head)
            shape = paths(answer.json())
            assert shape
            assert shape - {"/meta/previous_token"} <= recorded
            assert {"x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"} <= set(answer.headers)
