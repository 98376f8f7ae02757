"""How requests to a roster server are signed: OAuth 1.0a signatures, OAuth 2 client credentials, or a token as given.

- OAuth 1.0a (RFC 5849): HMAC-SHA256 as OneRoster 1.1 asks for (4.1 of its specification), or HMAC-SHA1, by oauthlib.
- OAuth 2 client credentials (RFC 6749, 4.4) with HTTP Basic, as OneRoster 1.2 asks for.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import quote

from oauthlib import oauth1

from auditor.roster.live.source import Source
from connectors.http import SYSTEM, Answer, Clock, Http
from connectors.model import Gap, Message
from connectors.refusal import Refusal

SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly"
"""OneRoster 1.2: everything of a roster except demographics."""
_EARLY = 60.0
"""Seconds before its end at which a token is no longer used."""
_HOUR = 3600.0


class Auth(Protocol):
    """Makes requests that the server accepts."""

    def get(self, url: str, params: Mapping[str, Any]) -> Answer:
        """An answer of any status. Raises `Refusal` where there is none."""


class OAuth1:
    """Each attempt at a request has a signature of its own."""

    def __init__(self, source: Source, http: Http) -> None:
        method = oauth1.SIGNATURE_HMAC_SHA1 if source.signature == "HMAC-SHA1" else oauth1.SIGNATURE_HMAC_SHA256
        self._client = oauth1.Client(source.client_id, client_secret=source.secret, signature_method=method)
        self._http = http

    def get(self, url: str, params: Mapping[str, Any]) -> Answer:
        """See `Auth`."""
        return self._http.get(url, params=params, headers=_JSON, sign=self._sign)

    def _sign(self, method: str, url: str) -> Mapping[str, str]:
        del method  # only ever GET: see `get`
        _, headers, _ = self._client.sign(url, http_method="GET")
        return dict(headers)


class ClientCredentials:
    """A token for the client, fetched anew shortly before it ends and once when the server no longer takes it."""

    def __init__(self, source: Source, http: Http, scope: str = SCOPE, clock: Clock = SYSTEM) -> None:
        self._source, self._http, self._scope, self._clock = source, http, scope, clock
        self._token, self._until = "", 0.0

    def get(self, url: str, params: Mapping[str, Any]) -> Answer:
        """See `Auth`."""
        answer = self._once(url, params)
        if answer.status == 401 and self._token:
            self._token = ""
            answer = self._once(url, params)
        return answer

    def _once(self, url: str, params: Mapping[str, Any]) -> Answer:
        if not self._token or self._clock.now() >= self._until:
            self._fetch()
        return self._http.get(url, params=params, headers={**_JSON, "authorization": f"Bearer {self._token}"})

    def _fetch(self) -> None:
        source = self._source
        pair = f"{quote(source.client_id, safe='')}:{quote(source.secret, safe='')}"  # RFC 6749, 2.3.1
        basic = base64.b64encode(pair.encode()).decode()
        answer = self._http.send(
            "POST",
            source.token_url,
            headers={**_JSON, "authorization": f"Basic {basic}"},
            data={"grant_type": "client_credentials", "scope": self._scope},
        )
        if answer.status in (400, 401, 403):
            raise refused("no_token", final=True)
        body = answer.json()
        token = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(token, str) or not token:
            raise refused("no_token", final=True)
        self._token = token
        self._until = self._clock.now() + max(_seconds(body.get("expires_in")) - _EARLY, 1.0)


class Bearer:
    """A token as it was given."""

    def __init__(self, source: Source, http: Http) -> None:
        self._headers = {**_JSON, "authorization": f"Bearer {source.secret}"}
        self._http = http

    def get(self, url: str, params: Mapping[str, Any]) -> Answer:
        """See `Auth`."""
        return self._http.get(url, params=params, headers=self._headers)


_JSON = {"accept": "application/json"}


def _seconds(value: object) -> float:
    try:
        return min(max(float(str(value)), 0.0), 30 * 24 * _HOUR)
    except ValueError:
        return _HOUR


def auth_for(source: Source, http: Http, clock: Clock = SYSTEM) -> Auth:
    """What the configuration asks for."""
    if source.auth == "oauth1":
        return OAuth1(source, http)
    return ClientCredentials(source, http, clock=clock) if source.auth == "oauth2" else Bearer(source, http)


def refused(what: str, gap: Gap = Gap.PERMISSION_MISSING, *, final: bool = False) -> Refusal:
    """A refusal with the message `roster_live.<what>`."""
    return Refusal(gap, Message(f"roster_live.{what}"), final=final)
