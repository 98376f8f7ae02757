"""Recordings of real conversations with servers, and playing them back with the network blocked.

A `Recording` says which account on which server is read, and what has to come out. `record` starts the server, reads
the account through its connector and keeps what was said; `replay` reads the same account from that, and the same has
to come out. tests/recordings has the list of them; `make cassettes` records them all anew.
"""

from __future__ import annotations

import io
import socket
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

import httpx
import vcr

from connectors import pull, snapshot_json
from connectors.addresses import Hosts
from connectors.http import Http
from connectors.journal import Journal
from connectors.live import Access
from connectors.model import Snapshot
from connectors.registry import live_source
from tests import scrubbing
from tests.connectors.pulling import FakeClock
from tests.scrubbing import SCRUBBED

FOLDER = Path(__file__).resolve().parent.parent / "cassettes"


@dataclass(frozen=True)
class Stage:
    """A server with the account on it."""

    routes: Mapping[str, str]
    """Host as the recording names it → address on loopback: `bluesky.test` → `http://localhost:2583`."""
    secret: Mapping[str, str] = field(repr=False)
    """What lets us in there; the recording has `Recording.access.secret` in its place."""


@dataclass(frozen=True)
class Recording:
    """One account, read once."""

    name: str
    """Of the file in cassettes/."""
    platform: str
    access: Access
    """As it is played back: the account, the name of its server, and a secret that is none."""
    stage: Callable[[], AbstractContextManager[Stage]]
    """Starts the server and makes the account."""
    check: Callable[[Snapshot], None]
    """Asserts what came out, when it is recorded and each time it is played back."""
    emulated: bool = False
    """Whether the server is an emulator of ours and not the platform's own software."""

    @property
    def path(self) -> Path:
        """Where it is kept."""
        return FOLDER / f"{self.name}.yaml"


def record(recording: Recording) -> int:
    """Make a recording anew, in place of an older one; returns how many answers it has."""
    with recording.stage() as stage:
        names = {base: f"https://{host}" for host, base in stage.routes.items()}
        access = replace(recording.access, secret=stage.secret)
        secrets = [value for key, value in stage.secret.items() if key != "user"]
        with recorded(recording.path, names, secrets) as cassette:
            snapshot = read(recording.platform, access, stage.routes)
    recording.check(snapshot)
    return len(cassette)


def replay(recording: Recording) -> Snapshot:
    """Read the account from its recording."""
    with played(recording.path):
        return read(recording.platform, recording.access, {})


@contextmanager
def recorded(path: Path, names: Mapping[str, str], secrets: Sequence[str]) -> Iterator[Any]:
    """Keep what is said meanwhile through `connectors.http`, in place of an older file.

    `names`: address on loopback → address that stands for it (`https://bluesky.test`); `secrets`: what must not be in
    the file, besides what is known to be secret by its form or name.
    """
    path.unlink(missing_ok=True)
    with _machine(names, secrets).use_cassette(str(path), record_mode="all") as cassette:
        yield cassette


@contextmanager
def played(path: Path) -> Iterator[None]:
    """Answer what is asked meanwhile from a file. All of it has to be asked for, once, and nothing else may be."""
    assert path.exists(), f"{path.name}: there is no such recording; make cassettes makes it"
    with blocked(), _machine({}, ()).use_cassette(str(path), record_mode="none") as cassette:
        yield
    assert cassette.all_played, "something that was asked for when it was recorded is not asked for any more"
    assert cassette.play_count == len(cassette) > 0


def read(platform: str, access: Access, routes: Mapping[str, str]) -> Snapshot:
    """Read an account as `auditor pull` does. `routes`: host → address on loopback; empty for a recording."""
    source = live_source(platform)
    with tempfile.TemporaryDirectory() as folder:
        hosts = Hosts(frozenset(source.hosts(access)), bool(routes), routes)
        with Http(hosts, clock=FakeClock()) as http, Journal(Path(folder) / "journal") as journal:
            result = pull.pull(source, source.open(access, http), journal, lambda *_: None)
            file = io.StringIO()
            pull.write(source, result, journal, file)
        out = Path(folder) / "snapshot.json"
        out.write_text(file.getvalue(), encoding="utf-8")
        return snapshot_json.read(out)


@contextmanager
def blocked() -> Iterator[None]:
    """No name is looked up and no connection is made; whoever tries fails."""

    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise AssertionError("a recording was played back, and somebody used the network")

    ways = (mock.patch.object(socket, "getaddrinfo", refuse), mock.patch.object(socket.socket, "connect", refuse))
    with ways[0], ways[1]:
        yield


def _machine(names: Mapping[str, str], secrets: Sequence[str]) -> vcr.VCR:
    def request(asked: Any) -> Any:
        asked.uri = scrubbing.text(asked.uri, names, secrets)
        asked.headers = scrubbing.request_headers(asked.headers)
        if asked.body:
            asked.body = scrubbing.text(bytes(asked.body).decode(), names, secrets).encode()
        return asked

    def response(answer: dict[str, Any]) -> dict[str, Any]:
        headers = {name: [str(v) for v in values] for name, values in answer["headers"].items()}
        content = _plain(answer["body"]["string"], headers)
        kept = {
            name: [scrubbing.text(v, names, secrets) for v in values]
            for name, values in headers.items()
            if scrubbing.keeps(name)
        }
        body = scrubbing.text(content.decode("utf-8", "surrogateescape"), names, secrets)
        return {**answer, "headers": kept, "body": {"string": body.encode("utf-8", "surrogateescape")}}

    return vcr.VCR(before_record_request=request, before_record_response=response, match_on=["method", "uri", "body"])


def _plain(content: bytes | str, headers: Mapping[str, list[str]]) -> bytes:
    """A body without its compression, of whatever kind the HTTP library knows."""
    raw = content.encode() if isinstance(content, str) else content
    encoding = [value for name, values in headers.items() if name.lower() == "content-encoding" for value in values]
    if not encoding:
        return raw
    return httpx.Response(200, headers={"content-encoding": ", ".join(encoding)}, content=raw).content


def secret(**named: str) -> dict[str, str]:
    """Secrets as a recording has them: each is the same word, what is not secret (`user`) stays."""
    return {name: value if name == "user" else SCRUBBED for name, value in named.items()}
