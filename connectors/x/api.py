"""The X API through tweepy, and what its refusals mean.

Bodies of errors are problem details (docs.x.com, "Response codes & errors", read 23 Nov 2026): `type` ends in the word
that tells what is wrong, `title` and `reason` say it again for some. tweepy knows them by their HTTP status alone (402
not at all), so they are read here before tweepy sees them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Any

import requests
import tweepy  # type: ignore[import-untyped]

from connectors.bridge import session
from connectors.dates import from_epoch
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json
from connectors.http import Http
from connectors.live import Access
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status, refusal

HOST = "api.twitter.com"
"""Where tweepy sends requests: a local variable of its `Client.request`, the same service as api.x.com."""
PAGE_SIZE = 1000
"""Most people a page of a list may have."""
BATCH = 100
"""Most ids one look-up may name."""


class Api:
    """One account's access to the API. Every method raises `Refusal`."""

    def __init__(self, access: Access, http: Http) -> None:
        self._token = access.secret.get("token", "")
        self._client = tweepy.Client(bearer_token=self._token, return_type=dict, wait_on_rate_limit=False)
        self._client.session = session(http)
        self._client.session.hooks["response"] = [_check]

    def me(self, fields: Sequence[str]) -> dict[str, Json]:
        """The account the token is for."""
        self._signed_in()
        return _answer(self._client.get_me(user_fields=list(fields), user_auth=False))

    def users(self, ids: Sequence[str], fields: Sequence[str]) -> dict[str, Json]:
        """The accounts with these ids, at most `BATCH`. Where all of them are gone the answer has errors alone."""
        self._signed_in()
        body = self._client.get_users(ids=list(ids), user_fields=list(fields), user_auth=False)
        return body if isinstance(body, dict) and _missing(body) >= set(ids) else _answer(body)

    def page(self, account: str, name: str, cursor: str | None, fields: Sequence[str]) -> dict[str, Json]:
        """One page of `followers`, `following` or `blocking`.

        tweepy's `get_blocked` is not used: it asks (and pays) for the account once more, and keeps the token in a
        cache for the life of the process.
        """
        self._signed_in()
        params: dict[str, Any] = {"max_results": PAGE_SIZE, "user.fields": ",".join(fields)}
        if cursor is not None:
            params["pagination_token"] = cursor
        answer = self._client.request("GET", f"/2/users/{account}/{name}", params=params, user_auth=False)
        return _answer(answer.json())

    def _signed_in(self) -> None:
        if not self._token:
            raise of_status(401)


def gone(answer: Mapping[str, Json], listed: frozenset[str]) -> int:
    """How many people an answer names as missing: its partial errors about users it does not list."""
    return len(_missing(answer) - listed)


def _missing(answer: Mapping[str, Json]) -> set[str]:
    errors = answer.get("errors")
    return {
        str(error.get("resource_id") or error.get("value") or f"#{number}")
        for number, error in enumerate(errors if isinstance(errors, list) else ())
        if isinstance(error, dict) and error.get("resource_type", "user") == "user"
    }


def rows(answer: Mapping[str, Json]) -> list[Json]:
    """The users of a page; without any there is no `data`. Raises `Refusal` where it is no list."""
    data = answer.get("data", [])
    if not isinstance(data, list):
        raise refusal(Gap.DAMAGED, "not_json")
    return data


def _answer(body: Json) -> dict[str, Json]:
    """A body that says something. One that holds nothing but errors is a refusal with status 200."""
    if not isinstance(body, dict):
        raise refusal(Gap.DAMAGED, "not_json")
    errors = body.get("errors")
    if "data" not in body and "meta" not in body:
        first = errors[0] if isinstance(errors, list) and errors else None
        if not isinstance(first, dict):
            raise refusal(Gap.DAMAGED, "not_json")
        status = first.get("status")
        raise refused(status if isinstance(status, int) else 403, first)
    return body


def _check(response: requests.Response, *_: object, **__: object) -> None:
    """Called by requests with every answer."""
    try:
        body = parse_json(response.content, "")
    except MemberDamaged:
        body = None
    if not 200 <= response.status_code < 300:
        headers = {name.lower(): value for name, value in response.headers.items()}
        raise refused(response.status_code, body, _until(response.status_code, headers))
    if not isinstance(body, dict):
        raise refusal(Gap.DAMAGED, "not_json")


def _until(status: int, headers: Mapping[str, str]) -> datetime | None:
    """When a limit ends: X gives seconds since 1970."""
    return from_epoch(headers.get("x-rate-limit-reset")) if status == 429 else None


_NO_CREDIT = (Gap.PLAN_TIER, "x.live_no_credit", True, True)
_SPENT = (Gap.PLAN_TIER, "x.live_spend_limit", True, True)
_NOT_ENROLLED = (Gap.PLAN_TIER, "x.live_not_enrolled", True, False)
_WORDS: Mapping[str, tuple[Gap, str, bool, bool]] = MappingProxyType(
    {
        "credits": _NO_CREDIT,
        "credits-depleted": _NO_CREDIT,
        "creditsdepleted": _NO_CREDIT,
        "spendcapreached": _SPENT,
        "usage-capped": _SPENT,
        "usagecapped": _SPENT,
        "client-not-enrolled": _NOT_ENROLLED,
        "user-not-enrolled": _NOT_ENROLLED,
        "client-forbidden": _NOT_ENROLLED,
        "unsupported-authentication": (Gap.PERMISSION_MISSING, "x.live_wrong_token", True, False),
        "not-authorized-for-resource": (Gap.PERMISSION_MISSING, "live.forbidden", False, False),
        "resource-not-found": (Gap.NOT_OFFERED, "live.not_found", False, False),
        "invalid-request": (Gap.PAGINATION_STOPPED, "x.live_not_understood", False, False),
    }
)
"""Word → reason, message, whether it is final, whether it passes.

Missing credit counts as passing although somebody has to buy it: the pages that were paid for are to be gone on from.
"""


def refused(status: int, problem: Json, until: datetime | None = None) -> Refusal:
    """What an error of the API means: by the first word we know, else by its HTTP status."""
    problem = problem if isinstance(problem, dict) else {}
    kind = str(problem.get("type") or "").rstrip("/").rpartition("/")[2]
    for word in (str(problem.get("reason") or ""), kind, str(problem.get("title") or "")):
        known = _WORDS.get(word.casefold())
        if known is not None:
            gap, id, final, passing = known
            return Refusal(gap, Message(id), until=until, final=final, passing=passing)
    if status == 400:
        return Refusal(Gap.PAGINATION_STOPPED, Message("x.live_not_understood"))
    return of_status(status, until)
