"""An OpenID provider: sign-in with consent, the code flow with PKCE, refresh, introspection and revocation."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import httpx
from bs4 import BeautifulSoup

from tests.servers.running import HOST, PROGRAMS, Server, ServerFailed, node, node_modules

TEACHER = "tova.lindqvist@district.example"
PRINCIPAL = "osei.brandt@district.example"
ACCOUNTS: Mapping[str, Mapping[str, Any]] = {
    TEACHER: {"name": "Tova Lindqvist", "given_name": "Tova", "family_name": "Lindqvist", "staff_id": "S-1001"},
    PRINCIPAL: {"name": "Osei Brandt", "given_name": "Osei", "family_name": "Brandt", "staff_id": "S-0001"},
}


@dataclass(frozen=True)
class Client:
    """A program known to the provider. Without a secret it is one that runs on somebody's own machine."""

    name: str
    redirect: str
    secret: str = ""

    def registered(self) -> dict[str, Any]:
        """The client in the provider's words. A native one may be called back on any port of loopback."""
        kind = (
            {"client_secret": self.secret}
            if self.secret
            else {"application_type": "native", "token_endpoint_auth_method": "none"}
        )
        return {
            "client_id": self.name,
            "redirect_uris": [self.redirect],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
            **kind,
        }


WEB = Client("auditor-web", f"http://{HOST}:8000/auth/callback", "for-loopback-only-and-long-enough")
NATIVE = Client("auditor", f"http://{HOST}/callback")


@dataclass
class Pkce:
    """A verifier and what is derived from it (RFC 7636, S256)."""

    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))

    @property
    def challenge(self) -> str:
        """What goes into the address where the person signs in."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class IdentityServer(Server):
    """oidc-provider on loopback, with a client of each kind. Any address signs in, with any password.

    Of TEACHER and PRINCIPAL it knows names too; a test with a mailbox had better use an address of its own.
    """

    def __init__(self, *, access_token_seconds: int = 3600) -> None:
        super().__init__()
        self.port = 0
        self.url = ""
        self._seconds = access_token_seconds

    def start(self) -> None:
        """Run the provider and wait for its discovery document."""
        self.port = self.reserve_port()
        self.url = f"http://{HOST}:{self.port}"
        script = self.folder / "identity.mjs"
        script.write_bytes((PROGRAMS / script.name).read_bytes())
        (self.folder / "node_modules").symlink_to(node_modules())
        clients = [client.registered() for client in (WEB, NATIVE)]
        settings = {"port": self.port, "clients": clients, "accounts": ACCOUNTS, "seconds": self._seconds}
        self.run("identity", [node(), script], env={"SETTINGS": json.dumps(settings)}, as_caller=True)
        self.wait_for_port(self.port, "the OpenID provider")
        self.discovery()

    def discovery(self) -> dict[str, Any]:
        """The provider's own description: where to sign in, where to get tokens."""
        with self._http() as http:
            found: dict[str, Any] = http.get("/.well-known/openid-configuration").raise_for_status().json()
            return found

    def sign_in_address(self, client: Client, challenge: str, *, scope: str, redirect: str = "") -> str:
        """Where a person's browser is sent first; `state` is fixed, for tests that start in the middle."""
        query = {
            "client_id": client.name,
            "redirect_uri": redirect or client.redirect,
            "response_type": "code",
            "scope": scope,
            "state": "fixed-state",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
            **({"prompt": "consent"} if "offline_access" in scope else {}),
        }
        return str(httpx.URL(f"{self.url}/auth", params=query))

    def consent(self, address: str, account: str = TEACHER, *, cancel: bool = False) -> str:
        """Do what a person's browser does at `address`: sign in, agree; the address it is sent back to.

        With `cancel` the person signs in, then does not agree.
        """
        with self._http() as http:
            answer = http.get(address)
            for _ in range(12):
                if answer.is_redirect:
                    target = urljoin(str(answer.url), answer.headers["location"])
                    if not target.startswith(self.url):
                        return target
                    answer = http.get(target)
                    continue
                page = BeautifulSoup(answer.text, "html.parser")
                form, way_out = page.find("form"), page.select_one("a[href$='/abort']")
                if cancel and way_out and not page.select_one("input[name=login]"):
                    answer = http.get(urljoin(str(answer.url), str(way_out["href"])))
                    continue
                if form is None:
                    raise ServerFailed(f"no form on the page ({answer.status_code}): {answer.text[:500]}")
                filled = {str(entry["name"]): str(entry.get("value") or "") for entry in form.select("input[name]")}
                if "login" in filled:
                    filled.update(login=account, password="any")
                answer = http.post(urljoin(str(answer.url), str(form["action"])), data=filled)
        raise ServerFailed("the provider went round in circles")

    def tokens(
        self, account: str = TEACHER, *, client: Client = WEB, scope: str = "openid email offline_access"
    ) -> dict[str, Any]:
        """The whole flow in one go: what the token endpoint answers for this person."""
        pkce = Pkce()
        back = self.consent(self.sign_in_address(client, pkce.challenge, scope=scope), account)
        answer = self.exchange(code_in(back), pkce.verifier, client=client)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def exchange(self, code: str, verifier: str, *, client: Client = WEB, redirect: str = "") -> httpx.Response:
        """A code for tokens; the raw answer, for tests of what goes wrong."""
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": verifier}
        return self._post("/token", {**form, "redirect_uri": redirect or client.redirect}, client)

    def refresh(self, token: str, *, client: Client = WEB) -> httpx.Response:
        """A refresh token for new tokens."""
        return self._post("/token", {"grant_type": "refresh_token", "refresh_token": token}, client)

    def revoke(self, token: str, *, client: Client = WEB) -> httpx.Response:
        """Take a token back, as a district does when somebody withdraws consent."""
        return self._post("/token/revocation", {"token": token}, client)

    def is_active(self, token: str) -> bool:
        """Whether the provider still stands by a token."""
        return bool(self._post("/token/introspection", {"token": token}, WEB).json()["active"])

    def person(self, access_token: str) -> httpx.Response:
        """What the provider says of whom a token was given for."""
        with self._http() as http:
            return http.get("/me", headers={"Authorization": f"Bearer {access_token}"})

    def introspection_address(self) -> str:
        """For a mail server that asks the provider itself; holds the client's secret."""
        return f"http://{WEB.name}:{WEB.secret}@{HOST}:{self.port}/token/introspection"

    def _post(self, path: str, form: dict[str, str], client: Client) -> httpx.Response:
        with self._http() as http:
            if client.secret:
                return http.post(path, data=form, auth=(client.name, client.secret))
            return http.post(path, data={**form, "client_id": client.name})

    def _http(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, trust_env=False, timeout=20)


def code_in(address: str) -> str:
    """The code in an address a browser was sent back to; ServerFailed when it brings none."""
    query = parse_qs(urlsplit(address).query)
    if "code" not in query:
        raise ServerFailed(f"no code came back: {query}")
    return query["code"][0]
