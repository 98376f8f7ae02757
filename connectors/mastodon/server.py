"""Asking a Mastodon server as one account: what was answered, how a list goes on, and what a refusal means.

Requests are made by PyPI `Mastodon.py` over our HTTP layer. Answers are taken as they came over the wire: the library
guesses their types, reads only some of the ways in which a list goes on, and waits for limits by itself.

Sources: docs.joinmastodon.org/api/guidelines (paging), /api/rate-limits, /entities/Error, /spec/webfinger.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from mastodon import Mastodon
from requests.utils import parse_header_links

from connectors import bridge
from connectors.addresses import host_of
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json
from connectors.http import AGENT, Http
from connectors.live import Access
from connectors.model import Gap, Message
from connectors.refusal import STATUS, Refusal, of_status, refusal

_READ_BY_LIBRARY = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset", "deprecation", "link")
"""Headers that the library would fail on where it cannot read them; all of them were read before it sees them."""

_SUBJECT = re.compile(r"acct:([^\s@/<>]{1,500})@([A-Za-z0-9.-]{1,253}(?::\d{1,5})?)")


def server_of(access: Access) -> str:
    """The address of the account's server; from the handle (`name@server`) where none is given."""
    return access.server.rstrip("/") or f"https://{access.handle.strip().rpartition('@')[2].lower()}"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the server said. `next` is the `max_id` of the next page; `lost`: there is more, but not said how to ask."""

    data: Json
    next: str | None
    lost: bool
    linked: bool
    """Whether the server says at all how lists go on."""


class Server:
    """Requests as one account."""

    def __init__(self, access: Access, http: Http) -> None:
        self._http, self._base = http, server_of(access)
        self._kept: list[Answered] = []
        session = bridge.session(http)
        session.hooks["response"].append(self._take)
        self.client = Mastodon(
            api_base_url=self._base,
            session=session,
            ratelimit_method="throw",
            user_agent=AGENT,
        )
        # Not given above, where the library would open a file of that name.
        self.client.access_token = access.secret.get("token", "")

    def ask(self, call: Callable[[Mastodon], Any]) -> Answered:
        """What the server answers to one call of the library. Raises `Refusal`."""
        if not self.client.access_token:
            raise refusal(Gap.PERMISSION_MISSING, "signed_out", final=True, status=401)
        self._kept.clear()
        try:
            call(self.client)
        except Exception as e:  # what the library makes of an answer can fail in many ways; the answer itself is here
            if isinstance(e.__context__, Refusal):
                raise e.__context__ from None
            if not self._kept:
                raise  # nothing was asked: a defect of ours, and not the server's
        if not self._kept:
            raise refusal(Gap.DAMAGED, "not_json")
        return self._kept[-1]

    def domain(self, user: str) -> str:
        """The domain in the handles of the server's own accounts, which need not be the host it runs on (WebFinger).

        `user` is one of them. A server that does not say is taken to run on it.
        """
        host = host_of(self._base)
        address, query = f"{self._base}/.well-known/webfinger", {"resource": f"acct:{user}@{host}"}
        try:
            said = self._http.get(address, params=query, headers={"accept": "application/jrd+json"}).json()
        except Refusal as e:
            if e.passing:
                raise  # or the same people would have other handles the next time
            return host
        subject = said.get("subject") if isinstance(said, dict) else None
        found = _SUBJECT.fullmatch(subject) if isinstance(subject, str) else None
        return found[2].lower() if found and found[1].casefold() == user.casefold() else host

    def _take(self, response: requests.Response, *_: Any, **__: Any) -> requests.Response:
        """Keep an answer before the library sees it."""
        headers = {name.lower(): value for name, value in response.headers.items()}
        if not 200 <= response.status_code < 300:
            raise _refusal(response, self._http.until(headers) if response.status_code == 429 else None)
        try:
            data = parse_json(response.content, "")
        except MemberDamaged:
            raise refusal(Gap.DAMAGED, "not_json") from None
        following = [link.get("url", "") for link in _links(headers.get("link", "")) if link.get("rel") == "next"]
        cursor = _cursor(following[0]) if following else None
        self._kept.append(Answered(data, cursor, bool(following) and cursor is None, "link" in headers))
        for name in _READ_BY_LIBRARY:
            response.headers.pop(name, None)
        response._content = b"[]" if isinstance(data, list) else b"{}"  # the library would take 4 ms a person to guess
        return response


def _links(header: str) -> list[dict[str, str]]:
    return parse_header_links(header.replace(">,<", ">, <")) if header else []


def _cursor(url: str) -> str | None:
    """The only part of the address of the next page that is taken from it: no request goes where it points."""
    try:
        found = parse_qs(urlsplit(url).query).get("max_id")
    except ValueError:
        return None
    return found[0] if found else None


def _refusal(response: requests.Response, until: Any) -> Refusal:
    status = response.status_code
    if status == 403 and _error(response).startswith("Your login"):
        return Refusal(Gap.PERMISSION_MISSING, Message("mastodon.account_off"), final=True)
    if 400 <= status < 500 and status not in STATUS:
        return Refusal(Gap.PAGINATION_STOPPED, Message("mastodon.not_understood"))
    return of_status(status, until)


def _error(response: requests.Response) -> str:
    try:
        data = parse_json(response.content, "")
    except MemberDamaged:
        return ""
    said = data.get("error") if isinstance(data, dict) else None
    return said if isinstance(said, str) else ""
