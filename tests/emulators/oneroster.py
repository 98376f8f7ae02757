"""An emulator of a OneRoster server, rostering lists only.

Follows 1EdTech's "OneRoster 1.1 Final Specification" (17 April 2017: 3.1-3.5 paging, sorting, filtering and errors, 4
payloads, 4.1 OAuth 1.0a) and "OneRoster 1.2 Rostering Service REST/JSON Binding" (final, 19 September 2022) with its
"Security Framework" (OAuth 2 client credentials). Signatures are checked by oauthlib's own server side, with nonces and
times. What real servers do otherwise can be switched on: see the attributes.

Left out: single entries, the lists of one school or class, `fields`, the AND and OR of filters, demographics (which
answer, so that a test can see that nobody asks).
"""

from __future__ import annotations

import base64
import re
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from oauthlib import oauth1

from tests.emulators.base import Asked, Emulator, Reply

HOST, TOKEN_HOST = "sis.harborfalls.example", "auth.harborfalls.example"
TOKEN_URL = f"https://{TOKEN_HOST}/oauth/token"
CORE = "https://purl.imsglobal.org/spec/or/v1p2/scope/roster-core.readonly"
ROOTS = {"1.1": "/ims/oneroster/v1p1/", "1.2": "/ims/oneroster/rostering/v1p2/"}
LISTS = ("orgs", "academicSessions", "courses", "classes", "users", "enrollments", "demographics")
_FILTER = re.compile(r"(\w+)(>=|<=|!=|[=<>~])'([^']*)'")


class _Validator(oauth1.RequestValidator):
    def __init__(self, client: str, secret: str) -> None:
        super().__init__()
        self.client, self.secret, self.nonces = client, secret, set()

    allowed_signature_methods = ("HMAC-SHA256", "HMAC-SHA1")
    client_key_length = (3, 60)
    nonce_length = (8, 60)
    dummy_client = "nobody"

    def check_client_key(self, client_key: str) -> bool:
        return True

    def validate_client_key(self, client_key: str, request: Any) -> bool:
        return client_key == self.client

    def get_client_secret(self, client_key: str, request: Any) -> str:
        return self.secret

    def validate_timestamp_and_nonce(self, client_key, timestamp, nonce, request, **_: Any) -> bool:
        fresh = abs(int(timestamp) - time.time()) < 600 and nonce not in self.nonces
        self.nonces.add(nonce)
        return fresh


class OneRoster(Emulator):
    """`lists`: name → the entries, as they go over the wire."""

    hosts = (HOST, TOKEN_HOST)

    def __init__(
        self,
        lists: Mapping[str, Sequence[dict[str, Any]]],
        version: str = "1.2",
        *,
        client: str = "auditor-at-harbor-falls",
        secret: str = "sesame-4711",
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.lists, self.version, self.client, self.secret, self.now = lists, version, client, secret, now
        self.scheme = "oauth1" if version == "1.1" else "oauth2"
        self.validator = _Validator(client, secret)
        self.scopes: set[str] = {CORE}
        self.lasts = 3600
        self.tokens: dict[str, float] = {}
        self.largest = 10_000
        """More are not given at once, and nothing says so."""
        self.counts = True
        """Whether `X-Total-Count` and `Link` are sent."""
        self.too_many: int | None = None
        """Pages of more entries than this end in 502."""
        self.knows_offset = True
        self.knows_sort = True
        """Else a request with `sort` is a bad one."""
        self.knows_filter = True
        """Else `filter` changes nothing."""
        self.lacks: set[str] = set()

    def refuse(self, status: int) -> Reply:
        minor = {400: "invaliddata", 401: "unauthorisedrequest", 403: "forbidden", 404: "unknownobject"}
        minor |= {422: "invalid_filter_field", 429: "server_busy"}
        code = minor.get(status, "internal_server_error")
        info: dict[str, Any] = {"imsx_codeMajor": "failure", "imsx_severity": "error", "imsx_description": "Refused."}
        if self.version == "1.1":
            return Reply.json({"statusInfoSet": [{**info, "imsx_codeMinor": code}]}, status)
        field = {"imsx_codeMinorFieldName": "TargetEndSystem", "imsx_codeMinorFieldValue": code}
        return Reply.json({**info, "imsx_codeMinor": {"imsx_codeMinorField": [field]}}, status)

    def answer(self, asked: Asked) -> Reply:
        if asked.host == TOKEN_HOST:
            return self._token(asked)
        root = ROOTS[self.version]
        if asked.method != "GET" or not asked.path.startswith(root):
            return self.refuse(404)
        if not self._may(asked):
            return self.refuse(401)
        name = asked.path.removeprefix(root)
        if name not in LISTS or name in self.lacks:
            return self.refuse(404)
        return self._list(name, asked)

    def _token(self, asked: Asked) -> Reply:
        pair = base64.b64encode(f"{self.client}:{self.secret}".encode()).decode()
        if asked.headers.get("authorization") != f"Basic {pair}":
            return Reply.json({"error": "invalid_client"}, 401)
        if asked.method != "POST" or asked.form.get("grant_type") != "client_credentials":
            return Reply.json({"error": "unsupported_grant_type"}, 400)
        if not set(asked.form.get("scope", "").split()) <= self.scopes:
            return Reply.json({"error": "invalid_scope"}, 400)
        token = f"token-{len(self.tokens)}-given"
        self.tokens[token] = self.now() + self.lasts
        return Reply.json({"access_token": token, "token_type": "Bearer", "expires_in": self.lasts})

    def _may(self, asked: Asked) -> bool:
        given = asked.headers.get("authorization", "")
        if self.scheme == "oauth2":
            return self.tokens.get(given.removeprefix("Bearer "), 0) > self.now()
        uri = f"https://{asked.host}{asked.path}?{urlencode(asked.query)}"
        endpoint = oauth1.SignatureOnlyEndpoint(self.validator)
        return bool(endpoint.validate_request(uri, asked.method, headers={"Authorization": given})[0])

    def _list(self, name: str, asked: Asked) -> Reply:
        query = asked.query
        try:
            limit, offset = int(query.get("limit", "100")), int(query.get("offset", "0"))
        except ValueError:
            return self.refuse(400)
        if limit < 1 or offset < 0 or ("sort" in query and not self.knows_sort):
            return self.refuse(400)
        rows = self.lists.get(name, ())
        if "filter" in query and self.knows_filter:
            match = _FILTER.fullmatch(query["filter"])
            if not match or match[2] not in (">", "="):
                return self.refuse(422)
            rows = [row for row in rows if _passes(str(row.get(match[1], "")), match[2], match[3])]
        start = offset if self.knows_offset else 0
        if self.too_many is not None and min(limit, max(len(rows) - start, 0)) > self.too_many:
            return Reply.html("<html><body>502 Bad Gateway</body></html>", 502)
        page = list(rows[start : start + min(limit, self.largest)])
        headers = {}
        if self.counts:
            onward = f"https://{HOST}{asked.path}?limit={limit}&offset={offset + limit}"
            headers = {"x-total-count": str(len(rows)), "link": f'<{onward}>; rel="next"'}
        return Reply.json({name: page}, headers=headers)


def _passes(value: str, operator: str, wanted: str) -> bool:
    return value > wanted if operator == ">" else value == wanted
