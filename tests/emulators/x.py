"""An emulator (not the real thing) of the X API v2 and of X's OAuth 2.

Follows docs.x.com: users/{get-my-user,get-users-by-ids,get-followers,get-following,get-blocking}, fundamentals/
{rate-limits,pagination,response-codes-and-errors}, getting-started/pricing and resources/fundamentals/authentication/
oauth-2-0, as of 22 Aug 2026 and openapi.json 2.167; bodies of 402 and of the token endpoint as quoted in public issue
reports of 2026; the answers have the shape of the recordings of tweepy's tests (2021, 2022).

It checks the token and its scopes, parameter names, `max_results`, `user.fields`, cursors and the number of ids; it
charges per user returned and once a day; it counts requests per quarter of an hour.
Left out: posts, expansions, v1.1, app-only tokens, the consent page itself (the owner agrees at once), and that X wants
redirect addresses registered to the letter unless `redirects` is set.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from tests.emulators.base import Asked, Reply
from tests.emulators.oauth import Grant, OAuthEmulator

PROBLEMS = "https://api.twitter.com/2/problems/"
SCOPES = frozenset({"tweet.read", "users.read", "follows.read", "block.read", "mute.read", "offline.access"})
_FIELDS = frozenset(
    {"affiliation", "confirmed_email", "connection_status", "created_at", "description", "entities", "id",
     "is_identity_verified", "location", "most_recent_tweet_id", "name", "parody", "pinned_tweet_id",
     "profile_banner_url", "profile_image_url", "protected", "public_metrics", "receives_your_dm", "subscription_type",
     "url", "username", "verified", "verified_followers_count", "verified_type", "withheld"}
)  # fmt: skip
_NEEDED = {
    "followers": ({"users.read", "tweet.read", "follows.read"}, 300, 10),
    "following": ({"users.read", "tweet.read", "follows.read"}, 300, 10),
    "blocking": ({"users.read", "tweet.read", "block.read"}, 15, 1),
    "muting": ({"users.read", "tweet.read", "mute.read"}, 15, 1),
    "me": ({"users.read", "tweet.read"}, 75, 10),
    "lookup": ({"users.read", "tweet.read"}, 900, 10),
}
"""Endpoint → scopes, requests in 15 minutes, thousandths of a dollar for a user."""


class XEmulator(OAuthEmulator):
    """One account, `owner`, and its lists of people."""

    hosts = ("api.twitter.com", "api.x.com", "x.com")
    token_lives = 7200.0
    code_lives = 30.0

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self.owner: dict[str, Any] = {
            "id": "42",
            "name": "Ms. Rivera",
            "username": "ms_rivera_room12",
            "created_at": "2019-08-01T10:00:00.000Z",
            "description": "Grade 4",
            "protected": True,
            "verified_type": "none",
        }
        self.people: dict[str, dict[str, Any]] = {}
        self.lists: dict[str, list[str]] = {"followers": [], "following": [], "blocking": [], "muting": []}
        self.suspended: set[str] = set()
        """Counted, but neither listed nor found."""
        self.unseen: set[str] = set()
        """Named in `errors` where they would be listed."""
        self.largest = 1000
        """Most people on a page, whatever is asked for."""
        self.credit: int | None = None
        """Thousandths of a dollar; None: enough."""
        self.spent = 0
        self._charged: set[tuple[int, str]] = set()
        self._windows: dict[tuple[str, int], int] = defaultdict(int)

    def add(self, name: str, *people: tuple[str, str, str]) -> None:
        """Put people (id, handle, name) on a list."""
        for id_, username, display in people:
            self.people.setdefault(id_, {"id": id_, "username": username, "name": display})
            self.lists[name].append(id_)

    def answer(self, asked: Asked) -> Reply:
        match asked.method, asked.host, asked.path:
            case "GET", "x.com", "/i/oauth2/authorize":
                return self._authorize(asked)
            case "POST", "api.x.com", "/2/oauth2/token":
                return self._token(asked)
            case "POST", "api.x.com", "/2/oauth2/revoke":
                return self._revoke(asked)
            case "GET", "api.twitter.com" | "api.x.com", path if path.startswith("/2/users"):
                return self._users(asked)
        return self.refuse(404)

    def refuse(self, status: int) -> Reply:
        """The body X sends with a status."""
        title, kind, more = {
            400: ("Invalid Request", "invalid-request", {"detail": "A parameter of your request was invalid."}),
            401: ("Unauthorized", "", {"status": 401, "detail": "Unauthorized"}),
            402: ("CreditsDepleted", "credits",
                  {"detail": "Your enrolled account [1] does not have any credits to fulfill this request."}),
            403: ("Forbidden", "", {"status": 403, "detail": "Forbidden"}),
            404: ("Not Found Error", "resource-not-found", {"detail": "Could not find user with id: [0]."}),
            429: ("Too Many Requests", "", {"status": 429, "detail": "Too Many Requests"}),
            503: ("Service Unavailable", "", {"status": 503, "detail": "Service Unavailable"}),
        }.get(status, ("Internal Server Error", "", {"status": status, "detail": "Something is broken."}))  # fmt: skip
        type_ = PROBLEMS + kind if kind else "about:blank"
        return Reply.json({"title": title, "type": type_, **more}, status, {"content-type": "application/problem+json"})

    def not_enrolled(self) -> Reply:
        """403 for a program that is in no project."""
        detail = (
            "When authenticating requests to the Twitter API v2 endpoints, you must use keys and tokens from a Project."
        )
        body = {"title": "Client Forbidden", "type": PROBLEMS + "client-forbidden", "reason": "client-not-enrolled",
                "client_id": "1", "detail": detail}  # fmt: skip
        return Reply.json(body, 403)

    def _users(self, asked: Asked) -> Reply:
        grant = self.holder(asked)
        if grant is None:
            return self.refuse(401)
        parts = asked.path.split("/")[3:]
        endpoint = "lookup" if not parts else "me" if parts == ["me"] else parts[-1]
        if endpoint not in _NEEDED or len(parts) > 2:
            return self.refuse(404)
        scopes, limit, price = _NEEDED[endpoint]
        if not scopes <= grant.scopes:
            return self.refuse(403)
        window = int(self.clock()) // 900
        self._windows[endpoint, window] += 1
        used = self._windows[endpoint, window]
        headers = {
            "x-rate-limit-limit": str(limit),
            "x-rate-limit-remaining": str(max(0, limit - used)),
            "x-rate-limit-reset": str((window + 1) * 900),
        }
        if used > limit:
            body = self.refuse(429)
            return Reply(429, body.body, {**body.headers, **headers})
        if self.credit is not None and self.spent >= self.credit:
            return self.refuse(402)
        wrong = self._wrong(asked, endpoint)
        if wrong is not None:
            return wrong
        fields = {"id", "name", "username", *filter(None, asked.query.get("user.fields", "").split(","))}
        if endpoint == "me":
            metrics = {f"{name}_count": len(self.lists[name]) for name in ("followers", "following")}
            row = {**self.owner, "public_metrics": {**metrics, "tweet_count": 7, "listed_count": 0}}
            self._charge(price, [row])
            return Reply.json({"data": {k: v for k, v in row.items() if k in fields}}, headers=headers)
        if endpoint == "lookup":
            return self._lookup(asked.query["ids"].split(","), fields, price, headers)
        return self._page(asked, endpoint, parts[0], fields, price, headers)

    def _wrong(self, asked: Asked, endpoint: str) -> Reply | None:
        """400 where a parameter is not one of this endpoint, or its value not one of its values."""
        allowed = {"user.fields", "expansions", "tweet.fields"}
        if endpoint == "lookup":
            allowed |= {"ids"}
            ids = asked.query.get("ids", "").split(",")
            if not 1 <= len(ids) <= 100 or not all(i.isdigit() for i in ids):
                return self.refuse(400)
        elif endpoint != "me":
            allowed |= {"max_results", "pagination_token"}
            if not 1 <= int(asked.query.get("max_results", "100")) <= 1000:
                return self.refuse(400)
        asked_for = set(filter(None, asked.query.get("user.fields", "").split(",")))
        return self.refuse(400) if set(asked.query) - allowed or asked_for - _FIELDS else None

    def _page(
        self, asked: Asked, endpoint: str, account: str, fields: set[str], price: int, headers: dict[str, str]
    ) -> Reply:
        if account != self.owner["id"]:
            return self.refuse(404)
        everybody = [i for i in self.lists[endpoint] if i not in self.suspended]
        start = 0
        if (token := asked.query.get("pagination_token")) is not None:
            name, _, place = token.partition("-")
            if name != endpoint.upper() or not place.isdigit() or int(place) >= len(everybody):
                return self.refuse(400)
            start = int(place)
        end = min(len(everybody), start + min(self.largest, int(asked.query.get("max_results", "100"))))
        here = everybody[start:end]
        rows = [self._row(i, fields) for i in here if i not in self.unseen]
        meta: dict[str, Any] = {"result_count": len(rows)}
        if end < len(everybody):
            meta["next_token"] = f"{endpoint.upper()}-{end}"
        if start:
            meta["previous_token"] = f"{endpoint.upper()}-0"
        self._charge(price, rows)
        errors = [self._error(i, "User has been suspended", "Forbidden") for i in here if i in self.unseen]
        body = {**({"data": rows} if rows else {}), **({"errors": errors} if errors else {}), "meta": meta}
        return Reply.json(body, headers=headers)

    def _lookup(self, ids: list[str], fields: set[str], price: int, headers: dict[str, str]) -> Reply:
        rows = [self._row(i, fields) for i in ids if i in self.people and i not in self.suspended]
        self._charge(price, rows)
        errors = [self._error(i, f"User has been suspended: [{i}].", "Forbidden") for i in ids if i in self.suspended]
        errors += [
            self._error(i, f"Could not find user with ids: [{i}].", "Not Found Error")
            for i in ids
            if i not in self.people and i not in self.suspended
        ]
        body = {**({"data": rows} if rows else {}), **({"errors": errors} if errors else {})}
        return Reply.json(body, headers=headers)

    def _row(self, id_: str, fields: set[str]) -> dict[str, Any]:
        return {k: v for k, v in self.people[id_].items() if k in fields}

    def _error(self, id_: str, detail: str, title: str) -> dict[str, str]:
        return {"value": id_, "resource_id": id_, "resource_type": "user", "parameter": "ids", "detail": detail,
                "title": title, "type": PROBLEMS + "resource-not-found"}  # fmt: skip

    def _charge(self, price: int, rows: list[dict[str, Any]]) -> None:
        day = int(self.clock()) // 86_400
        for row in rows:
            if (day, row["id"]) not in self._charged:
                self._charged.add((day, row["id"]))
                self.spent += price

    def _authorize(self, asked: Asked) -> Reply:
        query = asked.query
        scopes = frozenset(query.get("scope", "").split())
        fine = (
            query.get("response_type") == "code"
            and query.get("client_id") in self.clients
            and self.registered(query.get("redirect_uri", ""))
            and scopes
            and scopes <= SCOPES
            and query.get("state")
            and query.get("code_challenge")
            and query.get("code_challenge_method") in ("S256", "plain")
        )
        if not fine:
            return Reply.html("<html><body>Something went wrong. You weren't able to give access.</body></html>", 400)
        return self.consent(asked, scopes, offline="offline.access" in scopes)

    def _token(self, asked: Asked) -> Reply:
        client = self.client_of(asked)
        if client is None:
            said = {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}
            return Reply.json(said, 401)
        form = asked.form
        if form.get("grant_type") == "authorization_code":
            grant = self.redeem(form, client)
            if isinstance(grant, Grant):
                return Reply.json(self.tokens(grant, refresh=grant.offline))
            return _refused("Value passed for the authorization code was invalid.")
        if form.get("grant_type") == "refresh_token":
            old = self.refresh.pop(form.get("refresh_token", ""), None)  # each is good for one use
            if old is not None and old.client == client:
                return Reply.json(self.tokens(old, refresh=True))
            return _refused("Value passed for the token was invalid.")
        return _refused("Value passed for the grant type was invalid.")

    def _revoke(self, asked: Asked) -> Reply:
        if self.client_of(asked) is None:
            return Reply.json({"error": "unauthorized_client"}, 401)
        self.revoke(asked.form.get("token", ""))
        return Reply.json({"revoked": True})


def _refused(description: str) -> Reply:
    return Reply.json({"error": "invalid_request", "error_description": description}, 400)
