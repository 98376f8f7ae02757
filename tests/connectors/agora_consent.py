"""How Agora lets its owner agree: RFC 6749 (code and refresh grants), RFC 7636 (PKCE, S256), RFC 7009 (revocation).

The owner's consent is one request: `GET /authorize` answers with the redirect a browser follows once the owner agreed.
"""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlencode

from tests.emulators.base import Asked, Reply


class OAuth:
    """One program that is known, one owner, and the token they get."""

    def __init__(self, client: str, secret: str, token: str, scope: str = "people.read") -> None:
        self.client, self.secret, self.token, self.scope = client, secret, token, scope
        self.refresh = "refresh-1"
        self.lifetime: int | None = 7200
        self.declined = False
        self.revoked: list[str] = []
        self._codes: dict[str, tuple[str, str]] = {}

    def answer(self, asked: Asked) -> Reply:
        """Answer `/authorize`, `/token` or `/revoke`."""
        name = asked.path.rpartition("/")[2]
        return {"authorize": self._authorize, "token": self._token, "revoke": self._revoke}[name](asked)

    def _authorize(self, asked: Asked) -> Reply:
        query = asked.query
        if query.get("client_id") != self.client or query.get("response_type") != "code":
            return Reply.json({"error": "invalid_client"}, 400)
        if query.get("code_challenge_method") != "S256" or not query.get("state"):
            return Reply.json({"error": "invalid_request"}, 400)
        back = {"state": query["state"]}
        if self.declined:
            back["error"] = "access_denied"
        else:
            back["code"] = f"code-{len(self._codes)}"
            self._codes[back["code"]] = (query["code_challenge"], query["redirect_uri"])
        return Reply(302, headers={"location": f"{query['redirect_uri']}?{urlencode(back)}"})

    def _token(self, asked: Asked) -> Reply:
        form = asked.form
        if form.get("client_id") != self.client or form.get("client_secret") != self.secret:
            return Reply.json({"error": "invalid_client"}, 401)
        if form["grant_type"] == "refresh_token":
            if form.get("refresh_token") != self.refresh:
                return Reply.json({"error": "invalid_grant"}, 400)
            self.refresh += "+"
        else:
            challenge, redirect = self._codes.pop(form.get("code", ""), ("", ""))  # a code opens once
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            fits = base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge
            if not fits or form.get("redirect_uri") != redirect:
                return Reply.json({"error": "invalid_grant"}, 400)
        body: dict[str, object] = {"access_token": self.token, "token_type": "bearer", "scope": self.scope}
        if self.lifetime is not None:
            body |= {"expires_in": self.lifetime, "refresh_token": self.refresh}
        return Reply.json(body)

    def _revoke(self, asked: Asked) -> Reply:
        self.revoked.append(asked.form["token"])
        return Reply.json({})
