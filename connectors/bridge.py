"""The way from libraries that use requests (tweepy, facebook-sdk, Mastodon.py) to our one HTTP layer."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO

import requests
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

from connectors.http import DECODED, Http

_OUR_OWN = frozenset({"host", "content-length", "connection", "user-agent", "accept-encoding"})


class Bridge(BaseAdapter):
    """An adapter for `requests.Session.mount`: what the session sends goes through an `Http`.

    Errors of the network are `connectors.refusal.Refusal`, not exceptions of requests.
    """

    def __init__(self, http: Http) -> None:
        super().__init__()
        self._http = http

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: ARG002 - requests' signature
        timeout: float | tuple[float, float] | tuple[float, None] | None = None,  # noqa: ARG002
        verify: bool | str = True,  # noqa: ARG002
        cert: bytes | str | tuple[bytes | str, bytes | str] | None = None,  # noqa: ARG002
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002
    ) -> requests.Response:
        """Send one request and give back the whole answer."""
        body = request.body.encode() if isinstance(request.body, str) else request.body
        headers = {str(k): v if isinstance(v, str) else v.decode() for k, v in request.headers.items()}
        answer = self._http.send(
            request.method or "GET",
            request.url or "",
            headers={name: value for name, value in headers.items() if name.lower() not in _OUR_OWN},
            content=body if isinstance(body, bytes) else None,
        )
        response = requests.Response()
        response.status_code = answer.status
        response.headers = CaseInsensitiveDict({k: v for k, v in answer.headers.items() if k not in DECODED})
        response.raw = BytesIO(answer.content)
        response.encoding = "utf-8"
        response.url, response.request = request.url or "", request
        return response

    def close(self) -> None:
        """Nothing of its own to close."""


def session(http: Http) -> requests.Session:
    """A session of requests that sends everything through an `Http`."""
    made = requests.Session()
    made.trust_env = False  # no password from a .netrc
    for scheme in ("https://", "http://"):
        made.mount(scheme, Bridge(http))
    return made
