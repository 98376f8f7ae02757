"""What every emulator is made of: a server on loopback, a record of what it was asked, and faults on demand.

The faults are those any server can have. A platform's own error bodies are its emulator's matter (`Emulator.refuse`).
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Asked:
    """One request, as the server saw it. Header names are in lower case; `query` and `form` hold the first value."""

    method: str
    host: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def form(self) -> Mapping[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body.decode(), keep_blank_values=True).items()}

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What is sent back. `cut`: the connection ends after so many bytes of the body."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int | None = None

    @classmethod
    def json(cls, data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
        return cls(status, json.dumps(data).encode(), {"content-type": "application/json", **(headers or {})})

    @classmethod
    def html(cls, text: str = "<html><body>Please sign in</body></html>", status: int = 200) -> Reply:
        return cls(status, text.encode(), {"content-type": "text/html"})


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up early, as tests of cut connections do, is no error of the server's."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Emulator:
    """A context manager: a server while it is entered. Subclasses answer requests in `answer`."""

    hosts: tuple[str, ...] = ()
    """The hosts it stands for; requests to them are sent here through `routes`."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self._faults: list[tuple[Callable[[Asked], bool], Reply, int]] = []
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.base = f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def routes(self) -> str:
        """For the environment variable of `connectors.addresses.ROUTES`."""
        return " ".join(f"{host}={self.base}" for host in self.hosts)

    def __enter__(self) -> Any:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: Asked) -> Reply:
        """The answer to one request."""
        raise NotImplementedError

    def refuse(self, status: int) -> Reply:
        """The platform's own body for an error status."""
        return Reply.json({"error": status}, status)

    def fail(self, reply: Reply, *, when: Callable[[Asked], bool] = lambda _: True, times: int = 1_000_000) -> None:
        """Answer requests that `when` picks with `reply` instead, so many times."""
        self._faults.append((when, reply, times))

    def heal(self) -> None:
        """No more faults."""
        self._faults.clear()

    def reply(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        for position, (when, reply, times) in enumerate(self._faults):
            if times and when(asked):
                self._faults[position] = (when, reply, times - 1)
                return reply
        return self.answer(asked)


def _handler(emulator: Emulator) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _any(self) -> None:
            parts = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            reply = emulator.reply(
                Asked(
                    self.command,
                    self.headers.get("host", ""),
                    parts.path,
                    {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()},
                    {name.lower(): value for name, value in self.headers.items()},
                    body,
                )
            )
            self.send_response_only(reply.status)  # no Date: tests have a time of their own
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(reply.body)))
            self.end_headers()
            if reply.cut is not None:
                self.wfile.write(reply.body[: reply.cut])
                self.close_connection = True
                return
            if self.command != "HEAD":
                self.wfile.write(reply.body)

        do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = do_PATCH = _any  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler
