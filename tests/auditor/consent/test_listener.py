"""The page that a platform sends the owner back to."""

from __future__ import annotations

import socket
import threading
import time
from urllib.parse import urlsplit

import httpx

from auditor.consent.listener import Listener


def test_a_connection_that_says_nothing_does_not_keep_the_answer_out():
    """Browsers open one beforehand, and send the request on another."""
    with Listener(0) as listener:
        parts = urlsplit(listener.redirect)
        with socket.create_connection((parts.hostname, parts.port)) as silent:
            silent.sendall(b"GET /call")
            came: list[str] = []
            waiting = threading.Thread(target=lambda: came.append(listener.wait()), daemon=True)
            waiting.start()
            time.sleep(0.1)
            assert httpx.get(f"{listener.redirect}?state=s&code=c", timeout=5).status_code == 200
            waiting.join(5)
    assert came == ["/callback?state=s&code=c"]
