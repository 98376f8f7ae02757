"""The one way to the network: every request of every connector goes through an `Http`.

It sets timeouts, tries again with growing pauses, waits as long as a platform's reset headers say (or gives up where
that is too long), bounds the size of an answer, keeps to the hosts it was given (`connectors.addresses`) and is silent:
no log and no error holds an address, a token or a name. Libraries of platforms are put on top of it (`Http.for_httpx`,
`connectors.bridge`). No other module imports httpx.
"""

from __future__ import annotations

import logging
import random
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Protocol, TypeAlias
from urllib.parse import urlsplit

import httpcore
import httpx

from connectors import throttle
from connectors.addresses import GuardedBackend, Hosts, bounded, elsewhere, host_of
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json
from connectors.model import Gap
from connectors.refusal import Refusal, of_status, refusal

AGENT = "auditor (a school district's account audit; reads with the owner's consent)"
QUIET = 30.0
"""Seconds between two parts of an answer."""
_REACH = 10.0
TIMEOUT = httpx.Timeout(QUIET, connect=_REACH)
"""Seconds for a connection, and between two parts of an answer."""
WHOLE = 180.0
"""Seconds for one answer from first to last byte."""
LARGEST = 64 << 20
"""Bytes of an answer, uncompressed."""
ATTEMPTS = 4
"""How often a request is made before its failure stands."""
PATIENCE = 900.0
"""Seconds that are waited for a rate limit; a longer wait ends the list, which can be gone on with later."""
_PAUSE = 0.5
"""Seconds before the second attempt; doubled for each further one."""
_RETRIED = frozenset({500, 502, 503, 504})
_REPEATABLE = frozenset({"GET", "HEAD"})
_REDIRECTS = 3
Sign: TypeAlias = Callable[[str, str], Mapping[str, str]]
"""Headers for one attempt at a request, made from its method and address: a signature that is good once (OAuth 1)."""
_PACKED = frozenset({"identity", "gzip", "deflate"})
"""How an answer may be packed: a part of one (64 KiB) unpacks to a thousand times its size at most. With others, or
with one inside another, it is a million times."""
DECODED = frozenset({"content-encoding", "content-length", "transfer-encoding"})
"""Headers that no longer hold of a body once it is decoded."""
_TALKATIVE = (
    "httpx", "httpcore", "urllib3", "requests", "requests_oauthlib", "oauthlib", "tweepy", "atproto", "atproto_client",
    "mastodon", "imap_tools", "facebook", "websockets", "hpack", "keyring",
)  # fmt: skip
for _name in _TALKATIVE:  # they log addresses and, at DEBUG, tokens
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


class Clock(Protocol):
    """Time as a request sees it."""

    def now(self) -> float:
        """Seconds since 1970."""

    def sleep(self, seconds: float) -> None:
        """Wait."""


class _SystemClock:
    def now(self) -> float:
        return time.time()

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


SYSTEM: Clock = _SystemClock()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: any status, the headers with lower-case names, the whole body, decompressed."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    until: datetime | None = None
    """For 429: when asking again makes sense, where the platform says so."""

    def json(self) -> Json:
        """The body as JSON. Raises `Refusal` for an error status, and for anything that is not JSON."""
        self.check()
        try:
            return parse_json(self.content, "")
        except MemberDamaged:
            raise refusal(Gap.DAMAGED, "not_json") from None

    def check(self) -> None:
        """Raises the `Refusal` that an error status stands for."""
        if not 200 <= self.status < 300:
            raise of_status(self.status, self.until)


@cache
def _certificates() -> ssl.SSLContext:
    """Read once: there are many, and every connection needs them."""
    return httpx.create_ssl_context()


class Http:
    """Requests to the hosts of one account. A context manager: leaving it closes the connections."""

    def __init__(
        self,
        hosts: Hosts,
        *,
        patience: float = PATIENCE,
        spacing: float = 0.0,
        clock: Clock | None = None,
        waiting: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        """`spacing`: least seconds between two requests; `waiting` is told how many seconds will be waited."""
        self.hosts, self._patience, self._spacing = hosts, patience, spacing
        self._clock, self._waiting = clock or SYSTEM, waiting
        self._free_at = 0.0
        transport = httpx.HTTPTransport(verify=_certificates())
        self._ends = 0.0
        backend = GuardedBackend(hosts, self._left)
        transport._pool._network_backend = backend  # httpx has no way of its own for it
        ours = {"user-agent": AGENT, "accept-encoding": "gzip, deflate"}
        self._client = httpx.Client(transport=transport, timeout=TIMEOUT, headers=ours)
        self._opened = ExitStack()

    def __enter__(self) -> Http:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()
        self._client.close()

    def connect(self, url: str) -> socket.socket:
        """A connection for another protocol than HTTP, by the same rules: `https://host:port`, over TLS.

        Without TLS only where a request would be (`connectors.addresses`). It is closed with this at the latest.
        Raises `Refusal` where it may not be made or cannot be, and `ssl.SSLError` where the server cannot be trusted.
        """
        target = urlsplit(self.hosts.check(url))
        host, safe = target.hostname or "", target.scheme == "https"
        backend = GuardedBackend(self.hosts)
        try:
            stream = backend.connect_tcp(host, target.port or (443 if safe else 80), _REACH)
        except (httpcore.NetworkError, httpcore.TimeoutException):
            raise refusal(Gap.PAGINATION_STOPPED, "unreachable", passing=True) from None
        try:
            # Settings of its own: those of requests name HTTP as the protocol, which other servers may refuse.
            secured = stream.start_tls(httpx.create_ssl_context(), host, _REACH) if safe else stream
        except (httpcore.NetworkError, httpcore.TimeoutException) as e:
            if isinstance(e.__cause__, ssl.SSLError):
                raise e.__cause__ from None
            raise refusal(Gap.PAGINATION_STOPPED, "unreachable", passing=True) from None
        made: socket.socket = secured.get_extra_info("socket")
        made.settimeout(QUIET)
        self._opened.callback(made.close)
        return made

    def on_leaving(self, close: Callable[[], None]) -> None:
        """Have `close` called when this is left."""
        self._opened.callback(close)

    def get(
        self,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        sign: Sign | None = None,
    ) -> Answer:
        """An answer of any status to a GET request. Raises `Refusal` where there is no answer."""
        return self.send("GET", url, params=params, headers=headers, sign=sign)

    def send(
        self,
        method: str,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        data: Mapping[str, str] | None = None,
        json: Json = None,
        sign: Sign | None = None,
    ) -> Answer:
        """An answer of any status. `content`, `data` (a form) or `json` is the body; `sign` signs each attempt anew.

        Requests that only read are repeated when the connection or the server fails; a rate limit is waited for where
        the wait is shorter than the patience. Raises `Refusal` where no answer came, or where none may be asked for.
        """
        try:
            request = self._client.build_request(
                method, url, params=params, headers=headers, content=content, data=data, json=json
            )
        except (httpx.InvalidURL, ValueError):  # an address out of data: no port, no host name, control characters
            raise elsewhere() from None
        for _ in range(_REDIRECTS):
            answer = self._attempts(request, sign)
            if answer.status not in (301, 302, 303, 307, 308) or request.method not in _REPEATABLE:
                return answer
            try:
                onward = request.url.join(answer.headers.get("location", ""))
            except (httpx.InvalidURL, ValueError):
                raise elsewhere() from None
            same = host_of(str(onward)) == host_of(str(request.url))
            keep, sign = (headers, sign) if same else (None, None)  # a token is for one host
            request = self._client.build_request(request.method, onward, headers=keep)
        raise elsewhere()

    def now(self) -> float:
        """Seconds since 1970, by the clock that requests are timed with."""
        return self._clock.now()

    def pause(self, seconds: float) -> bool:
        """Wait before the next request, for a platform that asks for it in a body; False where that is too long."""
        if seconds > self._patience:
            return False
        self._free_at = max(self._free_at, self._clock.now() + seconds)
        return True

    def _attempts(self, request: httpx.Request, sign: Sign | None = None) -> Answer:
        repeatable, attempt = request.method in _REPEATABLE, 0
        while True:
            attempt += 1
            self._pause_until(self._free_at)
            if sign is not None:
                request.headers.update(sign(request.method, str(request.url)))
            try:
                answer = self._once(request)
            except Refusal as failed:
                if not failed.passing or not repeatable or attempt >= ATTEMPTS:
                    raise
                self._back_off(attempt, None)
                continue
            wait = throttle.wait_of(answer.headers, self._clock.now())
            if answer.status == 429:
                if attempt >= ATTEMPTS or (wait or 0) > self._patience:
                    return answer
                self._back_off(attempt, wait)
            elif answer.status in _RETRIED and repeatable and attempt < ATTEMPTS and (wait or 0) <= self._patience:
                self._back_off(attempt, wait)
            else:
                if throttle.used_up(answer.headers) and wait and wait <= self._patience:
                    self._free_at = self._clock.now() + wait
                return answer

    def _once(self, request: httpx.Request) -> Answer:
        target, asked = self.hosts.check(str(request.url)), request
        if target != str(request.url):
            routed = httpx.Request(request.method, target, headers=request.headers, stream=request.stream)
            routed.headers["host"] = request.url.netloc.decode("ascii")
            routed.extensions = request.extensions
            asked, request = request, routed
        self._ends = self._clock.now() + WHOLE  # from here on, headers and all
        try:
            response = self._client.send(request, stream=True)
            if asked is not request:  # cookies are the host's that was asked for, wherever the answer came from
                response.request = asked
                self._client.cookies.extract_cookies(response)
            try:
                if response.headers.get("content-encoding", "identity").strip().lower() not in _PACKED:
                    raise refusal(Gap.DAMAGED, "not_json")
                content = bytearray()
                for part in response.iter_bytes():
                    content += part
                    if len(content) > LARGEST:
                        raise refusal(Gap.DAMAGED, "too_large")
                    bounded(None, self._left)
            finally:
                response.close()
        except httpx.HTTPError:
            why = "too_slow" if self._left() <= 0 else "unreachable"
            raise refusal(Gap.PAGINATION_STOPPED, why, passing=True) from None
        except (httpx.InvalidURL, ValueError):
            raise refusal(Gap.DAMAGED, "not_json") from None
        finally:
            self._free_at = max(self._free_at, self._clock.now() + self._spacing)
        headers = {name.lower(): value for name, value in response.headers.items()}
        if asked is not request and "location" in headers:
            headers["location"] = self.hosts.named(headers["location"])
        until = self.until(headers) if response.status_code == 429 else None
        return Answer(response.status_code, headers, bytes(content), until)

    def until(self, headers: Mapping[str, str]) -> datetime | None:
        """When to ask again after a 429 with these headers (names in lower case); None where they do not say.

        For libraries that hide the `Answer` behind an error of their own.
        """
        wait = throttle.wait_of(headers, self._clock.now())
        return None if wait is None else datetime.fromtimestamp(self._clock.now(), UTC) + timedelta(seconds=wait)

    def admit(self, url: str) -> None:
        """Let requests go to the host of one more address: only for the server the platform itself, asked with the
        account's own sign-in, named as the account's home.
        """
        self.hosts = replace(self.hosts, names=self.hosts.names | {host_of(url)})

    def _left(self) -> float:
        """Seconds that are left for the answer that is being read."""
        return self._ends - self._clock.now()

    def _back_off(self, attempt: int, wait: float | None) -> None:
        pause = _PAUSE * 2 ** (attempt - 1) * (1 + random.random() / 4)  # noqa: S311 - so that many do not come at once
        self._free_at = self._clock.now() + (pause if wait is None else wait + 0.1)

    def _pause_until(self, moment: float) -> None:
        seconds = moment - self._clock.now()
        if seconds > 0:
            if seconds >= 1:
                self._waiting(seconds)
            self._clock.sleep(seconds)

    def for_httpx(self) -> httpx.BaseTransport:
        """A transport for a library that brings its own httpx client: its requests go through this."""
        return _Transport(self)


_OWN = frozenset({"host", "content-length", "accept-encoding"})
"""Headers that are ours to set, whatever a library says."""


class _Transport(httpx.BaseTransport):
    def __init__(self, http: Http) -> None:
        self._http = http

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        headers = {name: value for name, value in request.headers.items() if name not in _OWN}
        answer = self._http.send(request.method, str(request.url), headers=headers, content=request.read() or None)
        kept = {name: value for name, value in answer.headers.items() if name not in DECODED}
        return httpx.Response(answer.status, headers=kept, content=answer.content, request=request)
