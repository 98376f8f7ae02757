"""What Facebook, Instagram and Threads have in common when they are read live: version, errors, limits, requests.

After developers.facebook.com/docs/graph-api: guides/error-handling, overview/rate-limiting, guides/versioning and
guides/secure-requests, as of November 2026.
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta

from connectors import throttle
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json, text_of
from connectors.http import Answer, Http
from connectors.live import Access
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status, refusal

VERSION = "26.0"
"""Of the Graph API, since 29 July 2026. A version that has ended is answered silently by the oldest one alive."""
NEAR = 95.0
"""Percent of an allowance; from here on no more is asked for in this run."""
_LIMITS = frozenset({4, 17, 32, 341, 613, *range(80000, 80015)})
"""Calls of the app, the person, the Page; the app's own limit; a custom one; business use cases."""
_PERMISSIONS = frozenset({3, 10, *range(200, 300)})
_SIGNED_OUT = frozenset({102, 190, 463, 467, 2500})
_REVOKED, _CONFIRM = 458, frozenset({459, 464})
_PASSING = frozenset({1, 2})
_VERSION_ENDED = 2635
_PERCENT = ("call_count", "total_time", "total_cputime")


def proof(token: str, app: Mapping[str, str]) -> dict[str, str]:
    """The parameter that shows that a request comes from the app the token was given to; {} without its secret."""
    secret = app.get("client_secret")
    if not secret:
        return {}
    return {"appsecret_proof": hmac.new(secret.encode(), token.encode(), hashlib.sha256).hexdigest()}


def refused(body: Json, status: int, headers: Mapping[str, str]) -> Refusal:
    """The refusal an error body stands for; by the HTTP status where it is not one of Meta's."""
    error = body.get("error") if isinstance(body, dict) else None
    until = until_of(headers)
    if not isinstance(error, dict):
        return of_status(status, until)
    code, sub = _number(error.get("code")), _number(error.get("error_subcode"))
    said = (text_of(error.get("message")) or "").casefold()
    if "appsecret_proof" in said or "app secret proof" in said:
        return Refusal(Gap.PERMISSION_MISSING, Message("meta.app_secret"))
    if code in _LIMITS:
        return refusal(Gap.RATE_LIMITED, "rate_limited", until=until, passing=True)
    if code in _SIGNED_OUT:
        if sub == _REVOKED:
            return Refusal(Gap.PERMISSION_MISSING, Message("meta.revoked"), final=True)
        if sub in _CONFIRM:
            return Refusal(Gap.PERMISSION_MISSING, Message("meta.confirm"), final=True)
        return refusal(Gap.PERMISSION_MISSING, "signed_out", final=True, status=status)
    if code in _PERMISSIONS or (code == 100 and "permission" in said):
        return refusal(Gap.PERMISSION_MISSING, "forbidden", status=status)
    if code == 100 and sub == 33:  # unknown, or not ours to see: it does not say which
        return refusal(Gap.NOT_OFFERED, "not_found", status=status)
    if code == 100:
        return Refusal(Gap.FORMAT_UNKNOWN, Message("meta.not_understood"))
    if code == _VERSION_ENDED:
        return other_version("")
    if code in _PASSING or error.get("is_transient") is True:
        return refusal(Gap.PAGINATION_STOPPED, "server_error", passing=True, status=status)
    return of_status(status, until)


def other_version(answered: str) -> Refusal:
    """The refusal of an answer in a version this program was not written for."""
    return Refusal(
        Gap.FORMAT_UNKNOWN, Message("meta.version", {"wanted": VERSION, "answered": answered[:20] or "?"}), final=True
    )


def check_version(headers: Mapping[str, str], wanted: str) -> None:
    """Raises `Refusal` where the answer's header names another version than was asked for."""
    answered = headers.get("facebook-api-version", "").strip().removeprefix("v")
    if answered and answered != wanted:
        raise other_version(answered)


def mapping(body: Json) -> dict[str, Json]:
    """A JSON object. Raises `Refusal` for anything else."""
    if not isinstance(body, dict):
        raise Refusal(Gap.FORMAT_UNKNOWN, Message("meta.not_understood"))
    return body


def until_of(headers: Mapping[str, str]) -> datetime | None:
    """When a limit that was reached is lifted: minutes in the usage header, else the usual headers; None: not said."""
    minutes = max((_number(each.get("estimated_time_to_regain_access")) or 0 for each in _business(headers)), default=0)
    seconds = minutes * 60.0 or throttle.wait_of(headers, time.time())
    return None if seconds is None else datetime.now(UTC) + timedelta(seconds=min(seconds, throttle.LONGEST))


def used(headers: Mapping[str, str]) -> float:
    """How much of an allowance is used up, in percent; the fullest one counts, 0 where the answer does not say."""
    allowances = [_object(headers.get("x-app-usage")), *_business(headers)]
    return max((_number(each.get(name)) or 0.0 for each in allowances for name in _PERCENT), default=0.0)


class Brake:
    """Stops asking before an allowance is used up: it is shared by everybody who uses the district's app."""

    def __init__(self) -> None:
        self._stop: Refusal | None = None

    def heard(self, headers: Mapping[str, str]) -> None:
        """Take in the usage headers of an answer."""
        full = used(headers) >= NEAR
        until = until_of(headers) if full else None
        self._stop = refusal(Gap.RATE_LIMITED, "rate_limited", until=until, passing=True) if full else None

    def check(self) -> None:
        """Raises `Refusal` where another request would be one too many."""
        if self._stop is not None:
            raise self._stop


class Calls:
    """Requests to one of Meta's hosts that has no library. The token is sent as the documents say, in the query."""

    def __init__(self, http: Http, base: str, version: str, access: Access) -> None:
        """`base`: `https://graph.instagram.com`."""
        self._http, self._base, self._version = http, base, version
        self._token = access.secret.get("token", "")
        self._brake = Brake()

    def ask(self, path: str, **params: str) -> dict[str, Json]:
        """The answer to one request. Raises `Refusal`."""
        self._brake.check()
        url = f"{self._base}/v{self._version}/{path}"
        answer = self._http.get(url, params={**params, "access_token": self._token})
        self._brake.heard(answer.headers)
        body = read(answer)
        check_version(answer.headers, self._version)
        return body


def read(answer: Answer) -> dict[str, Json]:
    """The JSON object in an answer. Raises `Refusal` for an error body, whatever its HTTP status, and for no JSON."""
    try:
        body = parse_json(answer.content, "")
    except MemberDamaged:
        answer.check()
        raise refusal(Gap.DAMAGED, "not_json") from None
    if not 200 <= answer.status < 300 or (isinstance(body, dict) and isinstance(body.get("error"), dict)):
        raise refused(body, answer.status, answer.headers)
    return mapping(body)


def _business(headers: Mapping[str, str]) -> Iterator[dict[str, Json]]:
    for uses in _object(headers.get("x-business-use-case-usage")).values():
        yield from (use for use in (uses if isinstance(uses, list) else []) if isinstance(use, dict))


def _object(text: str | None) -> dict[str, Json]:
    try:
        found = parse_json(text or "{}", "")
    except MemberDamaged:
        return {}
    return found if isinstance(found, dict) else {}


def _number(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if abs(number) < 1e12 else None  # NaN too is none
