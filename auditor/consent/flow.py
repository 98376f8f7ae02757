"""OAuth 2: an owner agrees on the platform's own page, and we get a token (RFC 6749, 4.1, with PKCE, RFC 7636).

The answer comes back to a page of our own on this computer (RFC 8252, 7.3), or the owner pastes it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import parse_qs, urlencode, urlsplit

from auditor.errors import AuditorError
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json
from connectors.http import Answer, Http
from connectors.live import Consent
from connectors.refusal import Refusal
from connectors.tokens import granted

_SHORTEST = 3
_VERIFIER = 48
"""Bytes of a PKCE verifier: 64 characters; the standard asks for 43 to 128."""


@dataclass(frozen=True, slots=True)
class Token:
    """What a platform gave: the secret to keep, the scopes it says it gave, and when it ends."""

    secret: Mapping[str, str] = field(repr=False)
    scopes: tuple[str, ...]
    expires_at: datetime | None


class Flow:
    """One walk through a platform's consent page."""

    def __init__(self, consent: Consent, app: Mapping[str, str], server: str, redirect: str, http: Http) -> None:
        """`app` has `client_id` and perhaps `client_secret`; `server` is for platforms of many servers."""
        self._consent, self._app, self._server, self._redirect, self._http = consent, app, server, redirect, http
        self._verifier = secrets.token_urlsafe(_VERIFIER)
        self._state = secrets.token_urlsafe(24)

    def address(self) -> str:
        """The platform's consent page, to be opened in the owner's browser."""
        consent = self._consent
        query = {
            "response_type": "code",
            consent.client: self._app["client_id"],
            "redirect_uri": self._redirect,
            "scope": consent.separator.join(consent.scopes),
            "state": self._state,
            **consent.extra,
        }
        if consent.pkce:
            query |= {"code_challenge": self._challenge(), "code_challenge_method": "S256"}
        return f"{consent.authorize.format(server=self._server)}?{urlencode(query)}"

    def _challenge(self) -> str:
        digest = hashlib.sha256(self._verifier.encode("ascii"))
        if self._consent.pkce == "hex":
            return digest.hexdigest()
        return base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode("ascii")

    def finish(self, answer: str) -> Token:
        """The token for the answer: the address the owner came back to, or the bare code.

        Raises `AuditorError` where the owner did not agree, where the answer belongs to another walk, and where the
        platform gives no token; `connectors.refusal.Refusal` where it cannot be asked.
        """
        code = self._code(answer.strip())
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._redirect,
        }
        if self._consent.pkce:
            form["code_verifier"] = self._verifier
        return _token(self._consent, self._server, form, self._app, self._http)

    def _code(self, answer: str) -> str:
        if "=" not in answer:
            if len(answer) < _SHORTEST:
                raise AuditorError("There is no code in this answer. Copy the whole address you ended on.")
            return answer
        query = {name: values[0] for name, values in parse_qs(urlsplit(answer).query or answer).items()}
        if not secrets.compare_digest(query.get("state", ""), self._state):
            raise AuditorError("This answer belongs to another sign-in. Run the command again and use its newest page.")
        if "code" not in query:
            said = query.get("error", "no code")
            raise AuditorError(f"The platform gave no consent ({_word(said)}). Run the command again to agree.")
        return query["code"]


def renew(consent: Consent, server: str, secret: Mapping[str, str], app: Mapping[str, str], http: Http) -> Token:
    """A new token for an old one's refresh token. Raises `AuditorError` where the platform refuses."""
    form = {"grant_type": "refresh_token", "refresh_token": secret["refresh_token"]}
    token = _token(consent, server, form, app, http)
    return Token({**secret, **token.secret}, token.scopes, token.expires_at)


def revoke(consent: Consent, server: str, secret: Mapping[str, str], app: Mapping[str, str], http: Http) -> bool:
    """Tell the platform to forget its tokens (RFC 7009); whether it has a way to and said yes."""
    if not consent.revoke:
        return False
    done = True
    for kind in ("refresh_token", "token"):
        if secret.get(kind):
            form = {"token": secret[kind], **_identity(consent, app)}
            answer = http.send("POST", consent.revoke.format(server=server), data=form)
            done &= answer.status < 300
    return done


def register(consent: Consent, server: str, redirect: str, http: Http) -> dict[str, str]:
    """Introduce the program to a server that has its own list of programs. Raises `AuditorError` where it refuses."""
    form = {
        "client_name": "auditor",
        "redirect_uris": redirect,
        "scopes": " ".join(consent.scopes),
    }
    answer = http.send("POST", consent.register.format(server=server), data=form)
    data = _data(answer)
    if not isinstance(data, dict) or not isinstance(data.get("client_id"), str):
        raise AuditorError(
            f"The server did not accept this program (status {answer.status}). Check --server; it has to be the "
            "address "
            "of the account's own server."
        )
    return {name: str(data[name]) for name in ("client_id", "client_secret") if data.get(name)}


def token_of(consent: Consent, secret: Mapping[str, str]) -> Token:
    """What a platform gave, as it is kept: the end and the scopes stand beside the secret, not in it."""
    scopes = secret.get("scopes", " ".join(consent.scopes)).split()
    ends = secret.get("expires_at")
    kept = {name: value for name, value in secret.items() if name not in ("scopes", "expires_at")}
    return Token(kept, tuple(scopes), datetime.fromisoformat(ends) if ends else None)


def _token(consent: Consent, server: str, form: Mapping[str, str], app: Mapping[str, str], http: Http) -> Token:
    address = consent.token.format(server=server)
    answer = http.send(
        "POST", address, data={**form, **_identity(consent, app)}, headers={"accept": "application/json"}
    )
    data = _data(answer)
    try:
        return token_of(consent, granted(data))
    except Refusal:
        said = data.get("error") if isinstance(data, dict) else None
        raise AuditorError(
            f"The platform gave no token (status {answer.status}, {_word(said)}). Run “auditor connect” again."
        ) from None


def _identity(consent: Consent, app: Mapping[str, str]) -> dict[str, str]:
    names = {"client_id": consent.client, "client_secret": "client_secret"}
    return {names[name]: app[name] for name in names if app.get(name)}


def _data(answer: Answer) -> Json:
    try:
        return parse_json(answer.content, "")
    except MemberDamaged:
        return None


def _word(said: object) -> str:
    """A platform's error code, if it is one: never anything that could hold a name or a token."""
    text = said.get("type") or said.get("message") if isinstance(said, dict) else said
    known = isinstance(text, str) and len(text) <= 40 and text.replace("_", "").isalpha()
    return str(text) if known else "no reason given"
