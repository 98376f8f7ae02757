"""An emulator (not the real thing) of LinkedIn's Member Snapshot API and of its OAuth 2.

After learn.microsoft.com/linkedin, as found in November 2026: dma/member-data-portability/shared/member-snapshot-api
and member-snapshot-domain (15 May 2025: pages by number, exactly one element, `total` that may fall short, the error
that ends a list), member-data-portability-3rd-party (August 2024: who may agree, and to which permission), shared/
authentication/authorization-code-flow (60 days, `user_cancelled_authorize`, redirect addresses to the letter) and
programmatic-refresh-tokens, shared/api-guide/concepts/error-handling. Bodies of 401, 403, 426 and 429 as quoted in
public reports of 2018 to 2026; the columns of invitations as in the export, as programs of others read them. Where
tokens are given back is in no document; programs of others call it as here. No recording of an answer was found.

It checks the token, its scope, the version, parameter names, the list's name (whose letters' case matters) and numbers.
The owner agrees (or not) at once: there is no page to click. Left out: the counting of requests a day, all lists but
three, the changelog, and what LinkedIn's page shows to a member elsewhere, who here is sent back with `access_denied`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from tests.emulators.base import Asked, Reply
from tests.emulators.oauth import OAuthEmulator, back

SCOPE = "r_dma_portability_3rd_party"
VERSION = "202312"
_SCOPES = frozenset({SCOPE, "openid", "profile", "email"})
_PATH = "/rest/memberSnapshotData"
_WORDS = {
    400: (100, "ILLEGAL_ARGUMENT", "Syntax exception in path or parameters"),
    401: (65602, "EXPIRED_ACCESS_TOKEN", "The token used in the request has expired"),
    402: (100, "PAYMENT_REQUIRED", "Payment required"),
    403: (100, "ACCESS_DENIED", "Not enough permissions to access: memberSnapshotData.FINDER-criteria.20231201"),
    404: (100, "RESOURCE_NOT_FOUND", "No virtual resource found"),
    429: (101, "TOO_MANY_REQUESTS",
          "Resource level throttle APPLICATION DAY limit for calls to this resource is reached."),
    500: (100, "INTERNAL_SERVER_ERROR", "Internal Server Error"),
}  # fmt: skip


def contact(
    first: str, last: str, url: str = "", email: str = "", on: str = "15 Jan 2024", **more: str
) -> dict[str, str]:
    """A row of the connections."""
    return {
        "First Name": first, "Last Name": last, "URL": url, "Email Address": email, "Company": "Elm Street School",
        "Position": "Teacher", "Connected On": on, **more,
    }  # fmt: skip


class LinkedInEmulator(OAuthEmulator):
    """One member, whose lists are in `lists`."""

    hosts = ("api.linkedin.com", "www.linkedin.com")
    token_lives = 60 * 86_400.0
    code_lives = 1800.0

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self.europe = True
        """Whether the member is in the EEA or Switzerland."""
        self.partner = False
        """Whether the program gets refresh tokens."""
        self.page = 2
        """Rows on one page; how many those are is LinkedIn's matter."""
        self.total: int | None = None
        """What `total` says in place of the number of pages."""
        self.linked = True
        """Whether the pages have links, which `offline systems` may leave out."""
        self.lists: dict[str, list[Any]] = {
            "PROFILE": [
                {"First Name": "Maria", "Last Name": "Rivera", "Maiden Name": "", "Address": "", "Birth Date": "",
                 "Headline": "Grade 4 teacher", "Summary": "", "Industry": "", "Zip Code": "", "Geo Location": "",
                 "Twitter Handles": "", "Websites": "", "Instant Messengers": ""},
            ],
            "CONNECTIONS": [],
            "INVITATIONS": [],
        }  # fmt: skip
        self.revoked: set[str] = set()

    def answer(self, asked: Asked) -> Reply:
        answers = {
            ("www.linkedin.com", "GET", "/oauth/v2/authorization"): self._authorize,
            ("www.linkedin.com", "POST", "/oauth/v2/accessToken"): self._token,
            ("www.linkedin.com", "POST", "/oauth/v2/revoke"): self._revoke,
            ("api.linkedin.com", "GET", _PATH): self._snapshot,
        }
        found = answers.get((asked.host, asked.method, asked.path))
        return self.refuse(404) if found is None else found(asked)

    def refuse(self, status: int) -> Reply:
        code, word, said = _WORDS.get(status, _WORDS[500])
        return self.error(status, code, word, said)

    def error(self, status: int, code: int, word: str, said: str) -> Reply:
        """An error as LinkedIn words it."""
        return Reply.json({"status": status, "serviceErrorCode": code, "code": word, "message": said}, status)

    def no_data(self) -> Reply:
        """The end of a list, and the answer for one that is not there."""
        return self.error(404, 100, "NOT_FOUND", "No data found for this memberId")

    # Consent

    def _authorize(self, asked: Asked) -> Reply:
        query = asked.query
        redirect, scopes = query.get("redirect_uri", ""), frozenset(query.get("scope", "").split(" "))
        if query.get("client_id") not in self.clients or not self.registered(redirect):
            return Reply.html("<html><body>Bummer, something went wrong.</body></html>", 400)
        state = {"state": query.get("state", "")}
        if query.get("response_type") != "code":
            return back(redirect, {"error": "unsupported_response_type", **state})
        if not scopes <= _SCOPES:
            return back(redirect, {"error": "unauthorized_scope_error", **state})
        if self.declines:
            return back(redirect, {"error": "user_cancelled_authorize", **state})
        if not self.europe and SCOPE in scopes:
            return back(redirect, {"error": "access_denied", **state})
        return self.consent(asked, scopes, offline=self.partner)

    def _token(self, asked: Asked) -> Reply:
        form = asked.form
        client = self.client_of(asked)
        if client is None:
            return self._oauth_error("invalid_client", 401)
        if form.get("grant_type") == "refresh_token":
            grant = self.refresh.get(form.get("refresh_token", ""))
            if grant is None:
                return self._oauth_error("invalid_grant")
            return Reply.json({**self.tokens(grant, refresh=False), "refresh_token": form["refresh_token"]})
        if form.get("grant_type") != "authorization_code":
            return self._oauth_error("invalid_request")
        redeemed = self.redeem(form, client)
        if isinstance(redeemed, str):
            return self._oauth_error("invalid_redirect_uri" if redeemed == "redirect" else "invalid_grant")
        answer = self.tokens(redeemed, refresh=self.partner)
        return Reply.json({**answer, **({"refresh_token_expires_in": 365 * 86_400} if self.partner else {})})

    def _revoke(self, asked: Asked) -> Reply:
        if self.client_of(asked) is None:
            return self._oauth_error("invalid_client", 401)
        token = asked.form.get("token", "")
        self.revoked.add(token)
        return Reply(200) if self.revoke(token) else self._oauth_error("invalid_request")

    def _oauth_error(self, error: str, status: int = 400) -> Reply:
        return Reply.json({"error": error, "error_description": "Something about it."}, status)

    # What is read

    def _snapshot(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization", "").removeprefix("Bearer ") in self.revoked:
            return self.error(401, 65601, "REVOKED_ACCESS_TOKEN",
                              "The token used in the request has been revoked by the user")  # fmt: skip
        grant = self.holder(asked)
        if grant is None:
            return self.refuse(401)
        version = asked.headers.get("linkedin-version")
        if version is None:
            return self.error(400, 100, "VERSION_MISSING", "A version must be present.")
        if version != VERSION:
            return self.error(426, 100, "NONEXISTENT_VERSION", f"Requested version {version} is not active")
        if SCOPE not in grant.scopes or not self.europe:
            return self.refuse(403)
        query = asked.query
        start, count = query.get("start", "0"), query.get("count", "10")
        right = query.get("q") == "criteria" and query.keys() <= {"q", "domain", "start", "count"}
        if not right or query.get("domain") not in self.lists or not (start.isdigit() and count.isdigit()):
            return self.refuse(400)
        rows = self.lists[query["domain"]]
        pages = [rows[i : i + self.page] for i in range(0, len(rows), self.page)]
        number = int(start)
        if number >= len(pages):
            return self.no_data()
        paging: dict[str, Any] = {"start": number, "count": int(count), "links": []}
        paging["total"] = len(pages) if self.total is None else self.total
        for rel, other in (("prev", number - 1), ("next", number + 1)):
            if self.linked and 0 <= other < len(pages):
                link = urlencode({"q": "criteria", "start": other, "domain": query["domain"], "count": count})
                paging["links"].append({"type": "application/json", "rel": rel, "href": f"{_PATH}?{link}"})
        element = {"snapshotData": pages[number], "snapshotDomain": query["domain"]}
        return Reply.json({"paging": paging, "elements": [element]})
