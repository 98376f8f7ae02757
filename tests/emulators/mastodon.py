"""An emulator of a Mastodon server: registering a program, consent, tokens, and the lists of one account.

Follows docs.joinmastodon.org (github.com/mastodon/documentation, November 2026): methods/apps, methods/oauth,
methods/accounts (verify_credentials, followers, following), methods/follow_requests, methods/blocks,
entities/Account, entities/CredentialAccount, entities/Error, api/guidelines (Link header), api/oauth-scopes,
api/rate-limits, spec/oauth (PKCE, revocation), spec/webfinger. A test holds it against recordings of a real server.

Leaves out: the sign-in page (whoever opens the consent page agrees, unless `agrees` is False), client credentials,
every method of writing, pictures, and counting requests (a rate limit is a fault the test asks for).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.emulators.base import Asked, Emulator, Reply

HOST = "social.example"
SERVER = f"https://{HOST}"
SCOPES = ("read:accounts", "read:follows", "read:blocks")
_ID = "117020565966271181"
_NEEDED = {
    "/api/v1/accounts/verify_credentials": ("read:accounts", "profile"),
    f"/api/v1/accounts/{_ID}/followers": ("read:accounts",),
    f"/api/v1/accounts/{_ID}/following": ("read:accounts",),
    "/api/v1/follow_requests": ("read:follows", "follow"),
    "/api/v1/blocks": ("read:blocks", "follow"),
}
_LISTS = {"followers": "followers", "following": "following", "follow_requests": "requests", "blocks": "blocked"}
_GRANT = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the "
    "authorization request, or was issued to another client."
)
_CLIENT = (
    "Client authentication failed due to unknown client, no client authentication included, or unsupported "
    "authentication method."
)


def account(number: int, acct: str = "", name: str = "") -> dict[str, Any]:
    """An Account entity; every third person is of another server."""
    user = f"quimbleton{number}"
    there = "elsewhere.example" if number % 3 == 2 else HOST
    return {
        "id": str(100_000 + number),
        "username": user,
        "acct": acct or (user if there == HOST else f"{user}@{there}"),
        "display_name": name or f"Imelda Quimbleton {number}",
        "locked": False,
        "bot": False,
        "discoverable": None,
        "indexable": False,
        "group": False,
        "created_at": "2024-01-02T00:00:00.000Z",
        "note": "<p>Grade 5 &amp; more</p>",
        "url": f"https://{there}/@{user}",
        "uri": f"https://{there}/users/{user}",
        "avatar": f"https://{HOST}/avatars/original/missing.png",
        "avatar_static": f"https://{HOST}/avatars/original/missing.png",
        "avatar_description": "",
        "header": f"https://{HOST}/headers/original/missing.png",
        "header_static": f"https://{HOST}/headers/original/missing.png",
        "header_description": "",
        "followers_count": 0,
        "following_count": 1,
        "statuses_count": 0,
        "last_status_at": None,
        "hide_collections": None,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "noindex": False,
        "feature_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "emojis": [],
        "roles": [],
        "fields": [],
    }


class Mastodon(Emulator):
    """One account, `ms_rivera`, with its lists. `me` is changed to change its settings."""

    hosts = (HOST,)

    def __init__(self, followers: int = 5, following: int = 3, requests: int = 2, blocked: int = 1) -> None:
        super().__init__()
        self.lists = {
            "followers": [account(n) for n in range(followers)],
            "following": [account(n) for n in range(following)],
            "requests": [account(500 + n) for n in range(requests)],
            "blocked": [account(900 + n) for n in range(blocked)],
        }
        self.me = {
            **account(0, "ms_rivera", "Ms Rivera"),
            "id": _ID,
            "username": "ms_rivera",
            "url": f"{SERVER}/@ms_rivera",
            "uri": f"{SERVER}/users/ms_rivera",
            "locked": True,
            "discoverable": True,
            "hide_collections": True,
            "followers_count": followers,
            "following_count": following,
            "source": {
                "privacy": "private",
                "sensitive": False,
                "language": "en",
                "note": "Grade 5 & more",
                "fields": [],
                "follow_requests_count": requests,
                "hide_collections": True,
                "discoverable": True,
                "indexable": False,
                "attribution_domains": [],
                "quote_policy": "public",
            },
            "role": {"id": "-99", "name": "", "permissions": "65536", "color": "", "highlighted": False,
                     "collection_limit": 10},
        }  # fmt: skip
        self.largest = 80
        """People of a page at most, whatever is asked for."""
        self.domain = HOST
        """What stands in the handles of its accounts; a server may run on another host."""
        self.agrees = True
        """Whether the owner agrees on the consent page."""
        self.apps: dict[str, dict[str, Any]] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, tuple[str, str]] = {}
        """Token → scopes, and the program it is of."""

    def token(self, *scopes: str) -> str:
        """A token such as the consent gives."""
        made = secrets.token_urlsafe(32)
        self.tokens[made] = (" ".join(scopes or SCOPES), "")
        return made

    def answer(self, asked: Asked) -> Reply:
        match asked.method, asked.path:
            case "POST", "/api/v1/apps":
                return self._register(asked.form)
            case "GET", "/oauth/authorize":
                return self._authorize(asked.query)
            case "POST", "/oauth/token":
                return self._token(asked.form)
            case "POST", "/oauth/revoke":
                return self._revoke(asked.form)
            case "GET", "/.well-known/webfinger":
                return self._webfinger(asked.query)
            case "GET", path if path in _NEEDED:
                return self._api(asked)
        return Reply.json({"error": "Not Found" if asked.path.startswith("/api") else "Record not found"}, 404)

    def refuse(self, status: int) -> Reply:
        """The server's own error bodies."""
        said = {
            401: "The access token is invalid",
            403: "This action is outside the authorized scopes",
            404: "Record not found",
            410: "Gone",
            422: "Validation failed",
            429: "Too many requests",
            503: "Service temporarily unavailable",
        }.get(status, "Internal Server Error")
        return Reply.json({"error": said}, status)

    def _webfinger(self, query: Mapping[str, str]) -> Reply:
        user, _, host = query.get("resource", "").removeprefix("acct:").partition("@")
        if user != self.me["username"] or host not in (HOST, self.domain):
            return Reply(404)
        said = {"subject": f"acct:{user}@{self.domain}", "aliases": [self.me["url"]], "links": []}
        return Reply.json(said, headers={"content-type": "application/jrd+json; charset=utf-8"})

    def _api(self, asked: Asked) -> Reply:
        given = self.tokens.get(asked.headers.get("authorization", "").removeprefix("Bearer "))
        if given is None:
            return self.refuse(401)
        scopes = given[0].split()
        if not any(scope in scopes or scope.split(":")[0] in scopes for scope in _NEEDED[asked.path]):
            return self.refuse(403)
        headers = {
            "x-ratelimit-limit": "300",
            "x-ratelimit-remaining": "299",
            "x-ratelimit-reset": "2026-11-18T11:10:00.621469Z",
        }
        if asked.path.endswith("verify_credentials"):
            return Reply.json(self.me, headers=headers)
        return self._list(asked, headers)

    def _list(self, asked: Asked, headers: dict[str, str]) -> Reply:
        """Newest first. The ids that lists go on by are those of the follows: 10,000 less the position."""
        people = self.lists[_LISTS[asked.path.rpartition("/")[2]]]
        limit = min(int(asked.query.get("limit", 40)), self.largest)
        start = 10_001 - int(asked.query.get("max_id", 10_001))
        page = people[start : start + limit]
        address = f"{SERVER}{asked.path}?limit={asked.query.get('limit', 40)}"
        links = []
        if page and len(page) == limit:
            links.append(f'<{address}&max_id={10_001 - start - len(page)}>; rel="next"')
        if page:
            links.append(f'<{address}&min_id={10_000 - start}>; rel="prev"')
            headers["link"] = ", ".join(links)
        return Reply.json(page, headers=headers)

    def _register(self, form: Mapping[str, str]) -> Reply:
        uris = form.get("redirect_uris", "").split()
        if not form.get("client_name"):
            return Reply.json({"error": "Validation failed: Application name can't be blank"}, 422)
        if not uris or not all("://" in uri or uri.startswith("urn:") for uri in uris):
            return Reply.json({"error": "Validation failed: Redirect URI must be an absolute URI."}, 422)
        app = {
            "id": str(563_419 + len(self.apps)),
            "name": form["client_name"],
            "website": form.get("website"),
            "scopes": form.get("scopes", "read").split(),
            "redirect_uri": "\n".join(uris),
            "redirect_uris": uris,
            "client_id": secrets.token_urlsafe(32),
            "client_secret": secrets.token_urlsafe(32),
            "client_secret_expires_at": 0,
        }
        self.apps[str(app["client_id"])] = app
        return Reply.json(app)

    def _authorize(self, query: Mapping[str, str]) -> Reply:
        app = self.apps.get(query.get("client_id", ""))
        if app is None or query.get("redirect_uri") not in app["redirect_uris"]:
            return Reply.html("<p>The authorization server does not know this program.</p>", 400)
        answer = {"state": query["state"]} if "state" in query else {}
        scopes = query.get("scope", "read").split()
        if query.get("response_type") != "code" or query.get("code_challenge_method", "S256") != "S256":
            answer["error"] = "invalid_request"
        elif not set(scopes) <= set(app["scopes"]):
            answer["error"] = "invalid_scope"
        elif not self.agrees:
            answer |= {"error": "access_denied", "error_description": "The resource owner denied the request."}
        else:
            answer["code"] = secrets.token_urlsafe(32)
            self.codes[answer["code"]] = {**query, "scope": " ".join(scopes)}
        return Reply(302, headers={"location": f"{query['redirect_uri']}?{urlencode(answer)}"})

    def _token(self, form: Mapping[str, str]) -> Reply:
        app = self.apps.get(form.get("client_id", ""))
        if app is None or form.get("client_secret") != app["client_secret"]:
            return Reply.json({"error": "invalid_client", "error_description": _CLIENT}, 401)
        if form.get("grant_type") != "authorization_code":
            return Reply.json({"error": "unsupported_grant_type", "error_description": "Not supported."}, 400)
        given = self.codes.pop(form.get("code", ""), None)
        wanted = (given or {}).get("code_challenge", "")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proven = not wanted or base64.urlsafe_b64encode(digest).decode().rstrip("=") == wanted
        same = given is not None and all(given[key] == form.get(key) for key in ("client_id", "redirect_uri"))
        if given is None or not same or not proven:
            return Reply.json({"error": "invalid_grant", "error_description": _GRANT}, 400)
        made = secrets.token_urlsafe(32)
        self.tokens[made] = (given["scope"], form["client_id"])
        return Reply.json(
            {"access_token": made, "token_type": "Bearer", "scope": given["scope"], "created_at": 1_795_000_000}
        )

    def _revoke(self, form: Mapping[str, str]) -> Reply:
        app, token = self.apps.get(form.get("client_id", "")), form.get("token", "")
        right = app is not None and form.get("client_secret") == app["client_secret"]
        if not right or not token or self.tokens.get(token, ("", form["client_id"]))[1] != form["client_id"]:
            said = "You are not authorized to revoke this token"
            return Reply.json({"error": "unauthorized_client", "error_description": said}, 403)
        self.tokens.pop(token, None)
        return Reply.json({})
