"""What the OAuth 2 servers of X and Google have in common (RFC 6749, RFC 7636, RFC 7009).

The account's owner is emulated too: there is no page to click on, consent is given (or, with `declines`, refused) at
once and the browser is sent back. What each of the two says when it refuses is the matter of its own emulator.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlencode, urlsplit

from tests.emulators.base import Asked, Emulator, Reply


@dataclass
class Grant:
    """What the owner agreed to: the code's, the access token's or the refresh token's."""

    client: str
    scopes: frozenset[str]
    expires: float
    redirect: str = ""
    challenge: str = ""
    method: str = ""
    offline: bool = False
    family: str = ""
    """Tokens of one consent: revoked together."""


class OAuthEmulator(Emulator):
    """Codes, access tokens and refresh tokens. Subclasses route requests and word the refusals."""

    token_lives: float
    code_lives: float

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self.clock = clock
        self.clients: dict[str, str] = {"district": "office-secret"}
        """Registered programs and their secrets; "" for a public client."""
        self.redirects: frozenset[str] = frozenset()
        """Registered addresses; where there is none, any on loopback."""
        self.declines = False
        self.codes: dict[str, Grant] = {}
        self.access: dict[str, Grant] = {}
        self.refresh: dict[str, Grant] = {}

    def issue(self, *scopes: str) -> str:
        """An access token that was agreed to some time ago."""
        token = secrets.token_urlsafe(24)
        self.access[token] = Grant("district", frozenset(scopes), self.clock() + self.token_lives)
        return token

    def end_consent(self) -> None:
        """The owner takes the permission back on the platform's own page."""
        self.access.clear()
        self.refresh.clear()

    def holder(self, asked: Asked) -> Grant | None:
        """Whose token a request carries; None where it is unknown or has expired."""
        scheme, _, token = asked.headers.get("authorization", "").partition(" ")
        grant = self.access.get(token) if scheme.lower() == "bearer" else None
        return grant if grant is not None and grant.expires > self.clock() else None

    def registered(self, redirect: str) -> bool:
        parts = urlsplit(redirect)
        if self.redirects:
            return redirect in self.redirects
        return parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")

    def consent(self, asked: Asked, scopes: frozenset[str], *, offline: bool) -> Reply:
        """Send the browser back with a code, or with the owner's refusal."""
        query = asked.query
        state = {"state": query["state"]} if "state" in query else {}
        if self.declines:
            return back(query["redirect_uri"], {"error": "access_denied", **state})
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(
            query["client_id"],
            scopes,
            self.clock() + self.code_lives,
            query["redirect_uri"],
            query.get("code_challenge", ""),
            query.get("code_challenge_method", "plain"),
            offline,
        )
        return back(query["redirect_uri"], {"code": code, **state})

    def client_of(self, asked: Asked) -> str | None:
        """The program that asks, by HTTP Basic or by the form; None where its secret is wrong."""
        scheme, _, pair = asked.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "basic":
            client, _, secret = base64.b64decode(pair).decode().partition(":")
            client, secret = unquote(client), unquote(secret)
        else:
            client, secret = asked.form.get("client_id", ""), asked.form.get("client_secret", "")
        return client if client in self.clients and self.clients[client] == secret else None

    def redeem(self, form: Mapping[str, str], client: str) -> Grant | str:
        """The grant of a code, which is used up by it; or what is wrong: `code`, `verifier`, `redirect`."""
        grant = self.codes.pop(form.get("code", ""), None)
        if grant is None or grant.client != client or grant.expires <= self.clock():
            return "code"
        if form.get("redirect_uri") != grant.redirect:
            return "redirect"
        if grant.challenge and not proves(form.get("code_verifier", ""), grant.challenge, grant.method):
            return "verifier"
        return grant

    def tokens(self, grant: Grant, *, refresh: bool) -> dict[str, object]:
        """New tokens of a consent, as the token endpoint gives them."""
        family = grant.family or secrets.token_hex(8)
        token = secrets.token_urlsafe(32)
        now = self.clock()
        self.access[token] = Grant(grant.client, grant.scopes, now + self.token_lives, family=family)
        answer: dict[str, object] = {
            "token_type": "bearer",
            "expires_in": int(self.token_lives),
            "access_token": token,
            "scope": " ".join(sorted(grant.scopes)),
        }
        if refresh:
            again = secrets.token_urlsafe(32)
            self.refresh[again] = Grant(grant.client, grant.scopes, float("inf"), offline=True, family=family)
            answer["refresh_token"] = again
        return answer

    def revoke(self, token: str) -> bool:
        """Take a token back, and every other one of the same consent. Whether it was known."""
        grant = self.access.pop(token, None) or self.refresh.pop(token, None)
        if grant is None:
            return False
        for store in (self.access, self.refresh):
            for other in [key for key, value in store.items() if grant.family and value.family == grant.family]:
                del store[other]
        return True


def proves(verifier: str, challenge: str, method: str) -> bool:
    """Whether a code verifier is the one whose challenge was sent (RFC 7636, 4.6)."""
    if not 43 <= len(verifier) <= 128:
        return False
    if method == "plain":
        return verifier == challenge
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def back(redirect: str, params: Mapping[str, str]) -> Reply:
    """The browser goes back to the program."""
    joined = "&" if urlsplit(redirect).query else "?"
    return Reply(302, headers={"location": f"{redirect}{joined}{urlencode(params)}"})
