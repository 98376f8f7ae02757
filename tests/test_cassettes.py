"""Recordings: each is played back with the network blocked, and none holds what it must not."""

from __future__ import annotations

import base64
import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from mastodon import MastodonNetworkError
from vcr.errors import CannotOverwriteExistingCassetteException

from connectors.live import Access
from connectors.model import Kind
from tests import cassettes, scrubbing
from tests.cassettes import FOLDER, Recording, Stage
from tests.emulators.mastodon import HOST, SERVER, Mastodon
from tests.recordings import ALL

FILES = sorted(FOLDER.glob("*.yaml"))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, bytes):
        yield value.decode("utf-8", "replace")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (f"{key}: {text}" if isinstance(key, str) else text for text in strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


@pytest.mark.parametrize("recording", ALL, ids=lambda recording: recording.name)
def test_played_back_with_the_network_blocked_the_same_comes_out(recording: Recording) -> None:
    recording.check(cassettes.replay(recording))


def test_each_file_is_in_the_list_and_each_of_the_list_is_a_file_and_explained() -> None:
    assert {path.stem for path in FILES} == {recording.name for recording in ALL}
    explained = (FOLDER / "README.md").read_text(encoding="utf-8")
    for recording in ALL:
        (row,) = [line for line in explained.splitlines() if line.startswith(f"| {recording.path.name} ")]
        assert ("emulator" in row) is recording.emulated


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_recording_holds_a_token_an_address_or_a_place(path: Path) -> None:
    raw = path.read_text(encoding="utf-8")
    said = [raw, *strings(yaml.safe_load(raw))]
    for what, form in scrubbing.LEAKS.items():
        assert not [found[0][:12] for text in said if (found := form.search(text))], what
    assert not [address for text in said for address in scrubbing.emails(text) if not scrubbing.is_invented(address)]


def test_a_recording_that_was_not_asked_for_in_full_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = _copy(tmp_path, monkeypatch)
    data = yaml.safe_load(recording.path.read_text(encoding="utf-8"))
    data["interactions"].append(data["interactions"][0])
    recording.path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(AssertionError, match="not asked for any more"):
        cassettes.replay(recording)


@pytest.mark.parametrize("at", range(4))
def test_a_request_that_was_not_recorded_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
    recording = _copy(tmp_path, monkeypatch)
    data = yaml.safe_load(recording.path.read_text(encoding="utf-8"))
    del data["interactions"][at]
    recording.path.write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises((CannotOverwriteExistingCassetteException, MastodonNetworkError)) as failed:
        recording.check(cassettes.replay(recording))
    assert "Can't play back this request" in str(failed.value)


def test_the_network_is_blocked_while_a_recording_plays() -> None:
    with cassettes.blocked():
        with pytest.raises(AssertionError, match="used the network"):
            socket.getaddrinfo("social.example", 443)
        with socket.socket() as one, pytest.raises(AssertionError, match="used the network"):
            one.connect(("127.0.0.1", 9))


def test_what_is_recorded_is_scrubbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cassettes, "FOLDER", tmp_path)
    with Mastodon(1, 0, 0, 0) as server:
        token, code = server.token(), "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJkaWQ6eCIsImV4cCI6MX0.c2VjcmV0c2VjcmV0"
        server.lists["followers"][0] |= {
            "note": f"imelda@quimbleton.org, rivera@district.example; {code}; {server.base}/x?code=abc&d=1",
            "access_token": "hidden",
            "url": f"{SERVER}/@q?access_token=hidden\u0026next=1",
        }
        stage = Stage({HOST: server.base}, {"token": token})
        recording = Recording(
            "one", "mastodon", Access(f"ms_rivera@{HOST}", {"token": "scrubbed"}, SERVER), lambda: _given(stage), _one
        )
        assert cassettes.record(recording) == 6
    text = recording.path.read_text(encoding="utf-8")
    for secret in (token, "hidden", "quimbleton.org", code, "abc", server.base, "authorization", "Bearer"):
        assert secret not in text
    assert "rivera@district.example" in text
    cassettes.replay(recording)


def test_a_scrubbed_token_still_reads_as_a_token_that_has_not_ended() -> None:
    token = ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")
        for part in (
            {"typ": "at+jwt", "alg": "ES256K"},
            {"sub": "did:plc:x", "exp": 1, "jti": "unique", "scope": "s"},
            1,
        )
    )
    (found,) = [scrubbing.text(f'{{"accessJwt": "{token}"}}', {}, [])]
    head, claims, signature = json.loads(found)["accessJwt"].split(".")
    read = [json.loads(base64.urlsafe_b64decode(part + "==")) for part in (head, claims)]
    assert read == [{"typ": "at+jwt", "alg": "none"}, {"scope": "s", "sub": "did:plc:x", "exp": 4_102_444_800}]
    assert base64.urlsafe_b64decode(signature + "==") == b"scrubbed"
    assert scrubbing.text(found, {}, []) == found
    assert not scrubbing.LEAKS["a JWT"].search(found)


@pytest.mark.parametrize(
    ("leak", "what"),
    [
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2VjcmV0", "a JWT"),
        ("authorization: Bearer abcdefgh1234", "a bearer token"),
        ('{"refresh_token": "abc"}', "a token in JSON"),
        ("https://graph.example/me?limit=1&access_token=abc", "a token in a query"),
        ("set-cookie: a=b", "a cookie"),
        ("it is abcd-efgh-ijkl-mnop.", "an app password"),
        ("abcd EFGH ijkl MNOP qrst UVWX", "an app password"),
        ("EAAGm0PX4ZCpsBAKZBabcdefghij", "a token of a known form"),
        ("http://localhost:2583/xrpc", "a place on this computer"),
    ],
)
def test_a_leak_would_be_found(leak: str, what: str) -> None:
    assert scrubbing.LEAKS[what].search(leak)


def _given(stage: Stage) -> Any:
    from contextlib import nullcontext

    return nullcontext(stage)


def _one(snapshot: Any) -> None:
    assert [person.kinds for person in snapshot.connections] == [(Kind.FOLLOWER,)]


def _copy(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Recording:
    (recording,) = [each for each in ALL if each.name == "mastodon"]
    text = recording.path.read_text(encoding="utf-8")
    monkeypatch.setattr(cassettes, "FOLDER", folder)
    recording.path.write_text(text, encoding="utf-8")
    return recording
