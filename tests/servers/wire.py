"""A listener between a client and its server that keeps the lines the client sends."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from types import TracebackType
from typing import Self

from tests.servers.running import HOST


class WireLog:
    """A context manager: connect to `port` instead of the server's, then read in `lines` what was asked for.

    This is how a test proves what a connector did NOT ask for, such as the bodies of messages. The lines stay in
    memory, passwords among them. With `tls`, a server's side of it, the client is spoken to under TLS; the server
    behind is always spoken to in plain text.
    """

    def __init__(self, target: int, tls: ssl.SSLContext | None = None) -> None:
        self._target = target
        self._tls = tls
        self._lines: list[bytes] = []
        self._guard = threading.Lock()
        log = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                log._between(self.request)

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._listener = Listener((HOST, 0), Handler)
        self._thread = threading.Thread(
            target=self._listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        self.port = int(self._listener.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._listener.shutdown()
        self._listener.server_close()
        self._thread.join()

    @property
    def lines(self) -> list[str]:
        """Every line any client has sent so far, without its end."""
        with self._guard:
            return [line.decode("utf-8", errors="replace") for line in self._lines]

    def commands(self, verb: str = "") -> list[str]:
        """The IMAP commands without their tags, UID taken off the front: all, or those that begin with `verb`."""
        found = []
        for line in self.lines:
            _, _, command = line.partition(" ")
            command = command.removeprefix("UID ") if command.upper().startswith("UID ") else command
            if command and command.upper().startswith(verb.upper()):
                found.append(command)
        return found

    def clear(self) -> None:
        """Forget what was sent so far."""
        with self._guard:
            self._lines.clear()

    def _between(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
            if self._tls is not None:
                client = stack.enter_context(self._tls.wrap_socket(client, server_side=True))
            server = stack.enter_context(socket.create_connection((HOST, self._target)))
            back = threading.Thread(target=_copy, args=(server, client), daemon=True)
            back.start()
            self._forward(client, server)
            with contextlib.suppress(OSError):
                server.shutdown(socket.SHUT_WR)
            back.join()

    def _forward(self, client: socket.socket, server: socket.socket) -> None:
        rest = b""
        while data := client.recv(65536):
            *whole, rest = (rest + data).split(b"\r\n")
            with self._guard:  # kept before it is passed on: whoever has the answer also finds the line
                self._lines += whole
            server.sendall(data)


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
