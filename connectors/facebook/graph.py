"""The Graph API through facebook-sdk, with what that library leaves out.

facebook-sdk 3.1.0 (2018) knows no version after 3.1, throws away every header and the HTTP status, sets no timeout,
signs nothing, and its own paging drops the cursor. All of that is here; what is used of it is the making of a request
and the reading of its answer. Its requests go through `connectors.http` like all others.
"""

from __future__ import annotations

import warnings
from urllib.parse import parse_qs, urlsplit

import requests

from connectors.bridge import session
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import Access
from connectors.meta_graph import VERSION, Brake, check_version, mapping, proof, refused, until_of
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status, refusal

with warnings.catch_warnings():
    # "\d" in a plain string of its source: a DeprecationWarning when it is compiled, a SyntaxWarning from 3.12 on.
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    import facebook  # type: ignore[import-untyped]

TIMEOUT = 60.0
"""Seconds for a request, for the library; `connectors.http` has limits of its own."""


class Graph(facebook.GraphAPI):  # type: ignore[misc]
    """One person's access to the Graph API. Makes no request when it is made."""

    def __init__(self, access: Access, http: Http) -> None:
        token = access.secret.get("token", "")
        super().__init__(token, timeout=TIMEOUT, session=session(http))
        self.version = f"v{VERSION}"  # the library's own parameter takes only versions that ended long ago
        self.session.hooks["response"].append(self._heard)
        self._proof = proof(token, access.app)
        self._brake = Brake()
        self._answer: requests.Response | None = None

    def _heard(self, response: requests.Response, *_: object, **__: object) -> None:
        self._answer = response
        self._brake.heard(_headers(response))

    def ask(self, path: str, **params: str | int) -> dict[str, Json]:
        """What is at a path (`me/friends`). Raises `Refusal` for everything that is not a JSON object."""
        self._brake.check()
        self._answer = None
        try:
            body = self.request(f"{self.version}/{path}", {**params, **self._proof})
        except facebook.GraphAPIError as e:
            raise self._refused(e.result) from None
        except (KeyError, ValueError, RecursionError, requests.RequestException):  # not JSON, or without a type
            raise self._refused(None) from None
        status, headers = self._said()
        if not 200 <= status < 300:
            raise refused(body, status, headers)
        check_version(headers, VERSION)
        return mapping(body)

    def _refused(self, body: Json) -> Refusal:
        status, headers = self._said()
        if isinstance(body, dict):
            return refused(body, status, headers)
        return refusal(Gap.DAMAGED, "not_json") if 200 <= status < 300 else of_status(status, until_of(headers))

    def _said(self) -> tuple[int, dict[str, str]]:
        answer = self._answer
        return (0, {}) if answer is None else (answer.status_code, _headers(answer))


def rows(body: dict[str, Json]) -> list[Json]:
    """The rows of one page of a list. Raises `Refusal` where there is no list."""
    data = body.get("data")
    if not isinstance(data, list):
        raise Refusal(Gap.FORMAT_UNKNOWN, Message("meta.not_understood"))
    return data


def after(body: dict[str, Json]) -> str | None:
    """The cursor of the page that follows; None after the last.

    The last page has a cursor too, so only `next` says whether there is one; it is not followed, since it holds the
    token. A page may be short or empty and still have a next one. Raises `Refusal` where `next` has no cursor.
    """
    paging = body.get("paging")
    if not isinstance(paging, dict):
        return None
    onward, cursors = text_of(paging.get("next")), paging.get("cursors")
    if onward is None:
        return None
    cursor = text_of(cursors.get("after")) if isinstance(cursors, dict) else None
    if cursor is None:
        try:
            cursor = next(iter(parse_qs(urlsplit(onward).query).get("after", [])), None)
        except ValueError:
            cursor = None
    if cursor is None:
        raise Refusal(Gap.PAGINATION_STOPPED, Message("meta.no_cursor"))
    return cursor


def _headers(response: requests.Response) -> dict[str, str]:
    return {name.lower(): value for name, value in response.headers.items()}
