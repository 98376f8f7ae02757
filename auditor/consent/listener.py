"""The page on this computer that a platform sends the owner back to."""

from __future__ import annotations

import socketserver
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from types import TracebackType
from urllib.parse import parse_qs, urlsplit

from auditor.errors import AuditorError

PORT = 8910
"""Where platforms that want to know it beforehand are told to send the owner back to."""
PATIENCE = 600.0
"""Seconds an owner has to agree."""
_SILENT = 10.0
"""Seconds a connection may say nothing."""
_PAGE = (
    b"<!doctype html><html lang=en><meta charset=utf-8><title>auditor</title>"
    b"<p>Thank you. You can close this page and go back to the terminal."
)


class Listener:
    """A context manager: listens on loopback for one answer."""

    def __init__(self, port: int = PORT) -> None:
        """`port` 0 takes any. Raises `AuditorError` where the port is taken."""
        self.answer: str | None = None
        listener = self

        class Handler(BaseHTTPRequestHandler):
            timeout = _SILENT

            def do_GET(self) -> None:
                query = parse_qs(urlsplit(self.path).query)
                ours = urlsplit(self.path).path == "/callback" and "state" in query
                self.send_response(200 if ours else 404)
                self.send_header("content-type", "text/html; charset=utf-8")
                self.send_header("content-length", str(len(_PAGE) if ours else 0))
                self.end_headers()
                if ours:
                    self.wfile.write(_PAGE)
                    listener.answer = self.path

            def log_message(self, format: str, *args: object) -> None:
                """The address holds the code: it is not logged."""

        class Server(socketserver.ThreadingTCPServer):
            # Browsers open connections that they never use; the answer comes on another one.
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False
            timeout = 0.5

        try:
            self._server = Server(("127.0.0.1", port), Handler)
        except OSError as e:
            raise AuditorError(
                f"Port {port} of this computer is taken, so the platform's answer could not come back. Close the other "
                "program, or use --paste."
            ) from e
        self.redirect = f"http://127.0.0.1:{self._server.server_address[1]}/callback"

    def __enter__(self) -> Listener:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.server_close()

    def wait(self, now: Callable[[], float] = time.monotonic) -> str:
        """The path and query the owner was sent back to. Raises `AuditorError` when nobody comes."""
        until = now() + PATIENCE
        while self.answer is None:
            if now() > until:
                raise AuditorError("Nobody agreed within ten minutes. Run the command again.")
            self._server.handle_request()
        return self.answer
