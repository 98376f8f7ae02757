"""How requests to a roster server are signed: OAuth 1.0a, OAuth 2, a Google service account, or a token as given.

- OAuth 1.0a (RFC 5849): HMAC-SHA256 as OneRoster 1.1 asks for (4.1 of its specification), or HMAC-SHA1, by oauthlib.
- OAuth 2 client credentials (RFC 6749, 4.4) with HTTP Basic, as OneRoster 1.2 asks for.
- A Google service account that acts for an administrator (domain-wide delegation; RFC 7523, 2.1, as in
  developers.google.com/identity/protocols/oauth2/service-account, its table of errors included).
"""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any, Protocol
from urllib.parse import quote

from oauthlib import oauth1

from auditor.roster.live.rows import cell, mapping
from auditor.roster.live.service_key import ServiceKey
from auditor.roster.live.source import Source
from connectors.http import SYSTEM, Answer, Clock, Http
from connectors.model import Gap, Message
from connectors.refusal import Refusal

SCOPE = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly"
"""OneRoster 1.2: everything of a roster except demographics."""
_EARLY = 60.0
"""Seconds before its end at which a token is no longer used."""
_HOUR = 3600.0
_TRIES = 3
"""How often Google is asked for a token before its failure stands."""
_OTHER = "no_google_token"
_GOOGLE = "https://www.googleapis.com/auth/"


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


class _Renewed(ABC):
    """A token that ends: fetched anew shortly before it does, and once when the server no longer takes it."""

    _none = "no_token"
    """The message where an answer holds no token."""

    def __init__(self, http: Http, clock: Clock) -> None:
        self._http, self._clock = http, clock
        self._token, self._until = "", 0.0

    @abstractmethod
    def _given(self) -> Answer:
        """The server's answer to the request for a token. Raises `Refusal` where it gives none."""

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
        body = self._given().json()
        token = body.get("access_token") if isinstance(body, dict) else None
        if not isinstance(token, str) or not re.fullmatch(r"[!-~]+", token):
            raise refused(self._none, final=True)
        self._token = token
        self._until = self._clock.now() + max(_seconds(mapping(body).get("expires_in")) - _EARLY, 1.0)


class ClientCredentials(_Renewed):
    """A token for the client."""

    def __init__(self, source: Source, http: Http, scope: str = SCOPE, clock: Clock = SYSTEM) -> None:
        super().__init__(http, clock)
        self._source, self._scope = source, scope

    def _given(self) -> Answer:
        source = self._source
        pair = f"{quote(source.client_id, safe='')}:{quote(source.secret, safe='')}"  # RFC 6749, 2.3.1
        basic = base64.b64encode(pair.encode()).decode()
        answer = self._http.send(
            "POST",
            source.token_url,
            headers={**_JSON, "authorization": f"Basic {basic}"},
            data={"grant_type": "client_credentials", "scope": self._scope},
        )
        if 400 <= answer.status < 500 and answer.status != 429:  # a 404 here is no list that the server lacks
            raise refused("no_token", final=True)
        return answer


class ServiceAccount(_Renewed):
    """A token of Google's for a service account that acts for an administrator of the domain."""

    _none = _OTHER

    def __init__(self, source: Source, key: ServiceKey, http: Http, clock: Clock = SYSTEM) -> None:
        super().__init__(http, clock)
        self._key, self._subject, self._scopes = key, source.subject, google_scopes(source)
        self._off = 0.0
        """Seconds that Google's clock is ahead of ours, once it has found our times wrong."""

    def _given(self) -> Answer:
        answer = self._asked()
        why = _refusal_of(answer)
        if why == "clock" and (moment := _moment(answer.headers.get("date", ""))) is not None:
            self._off = moment - self._clock.now()
            answer = self._asked()
            why = _refusal_of(answer)
        if why:
            raise refused(why, final=True)
        return answer

    def _asked(self) -> Answer:
        """An answer of any status. Asking twice does no harm, so that a failure that passes is waited out."""
        attempt = 0
        while True:
            attempt += 1
            try:
                answer = self._http.send("POST", self._key.token_url, headers=_JSON, data=self._form())
            except Refusal as failed:
                if not failed.passing or attempt >= _TRIES:
                    raise
            else:
                if answer.status < 500 or attempt >= _TRIES:
                    return answer
            self._http.pause(float(attempt))

    def _form(self) -> dict[str, str]:
        now = int(self._clock.now() + self._off)
        claims = {
            "iss": self._key.email,
            "sub": self._subject,
            "scope": " ".join(self._scopes),
            "aud": self._key.token_url,
            "iat": now,
            "exp": now + int(_HOUR),
        }
        return {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": self._key.signed(claims)}


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


def google_scopes(source: Source) -> tuple[str, ...]:
    """What is asked of Google, and no more: a scope that was not delegated makes it refuse the others too."""
    names = ["admin.directory.user.readonly"]
    if source.classroom_url:
        names += ["classroom.courses.readonly", "classroom.rosters.readonly"]
        names += ["classroom.guardianlinks.students.readonly"] if source.guardians else []
    return tuple(f"{_GOOGLE}{name}" for name in names)


_CODES = {
    "unauthorized_client": "no_delegation",
    "access_denied": "no_delegation",
    "admin_policy_enforced": "no_delegation",
    "invalid_client": "wrong_key",
    "deleted_client": "wrong_key",
    "disabled_client": "wrong_key",
}
_GRANTS = (
    (re.compile(r"\biat\b|\bexp\b|timeframe", re.IGNORECASE), "clock"),
    (re.compile(r"signature|account not found", re.IGNORECASE), "wrong_key"),
    (re.compile(r"valid email|user id", re.IGNORECASE), "wrong_subject"),
)
"""What Google says with `invalid_grant`. Its words are matched and never shown."""


def _refusal_of(answer: Answer) -> str:
    """Why Google gives no token (a message of `roster_live`); "" where it gives one, or may later."""
    if answer.status < 300 or answer.status == 429 or answer.status >= 500:
        return ""
    try:
        body = mapping(Answer(200, {}, answer.content).json())
    except Refusal:
        body = {}
    code, said = cell(body.get("error")), cell(body.get("error_description"))
    if code == "invalid_grant":
        return next((why for words, why in _GRANTS if words.search(said)), _OTHER)
    return _CODES.get(code, _OTHER)


def _moment(date: str) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, TypeError, OverflowError):
        return None


def auth_for(source: Source, http: Http, clock: Clock = SYSTEM) -> Auth:
    """What the configuration asks for."""
    if source.key is not None:
        return ServiceAccount(source, source.key, http, clock)
    if source.auth == "oauth1":
        return OAuth1(source, http)
    return ClientCredentials(source, http, clock=clock) if source.auth == "oauth2" else Bearer(source, http)


def refused(what: str, gap: Gap = Gap.PERMISSION_MISSING, *, final: bool = False) -> Refusal:
    """A refusal with the message `roster_live.<what>`."""
    return Refusal(gap, Message(f"roster_live.{what}"), final=final)
