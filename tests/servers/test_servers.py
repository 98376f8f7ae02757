"""Each server starts, and one real thing is done with it; the connectors' own tests stand beside the connectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.servers.identity import IdentityServer


def test_a_signed_in_person_gets_tokens_that_can_be_renewed_and_taken_back(identity: IdentityServer) -> None:
    from tests.servers.identity import NATIVE, PRINCIPAL, Pkce, code_in

    pkce = Pkce()
    address = identity.sign_in_address(
        NATIVE, pkce.challenge, scope="openid profile offline_access", redirect="http://127.0.0.1:5155/callback"
    )
    back = identity.consent(address, PRINCIPAL)
    assert back.startswith("http://127.0.0.1:5155/callback?")
    redirect = back.partition("?")[0]
    code = code_in(back)
    wrong = identity.exchange(code, "another-verifier-that-is-forty-three-characters", client=NATIVE, redirect=redirect)
    assert wrong.json()["error"] == "invalid_grant"

    refused = identity.consent(address, PRINCIPAL, cancel=True)
    assert "error=access_denied" in refused

    first = identity.tokens(PRINCIPAL, client=NATIVE)
    assert identity.person(first["access_token"]).json()["sub"] == PRINCIPAL
    renewed = identity.refresh(first["refresh_token"], client=NATIVE).json()
    assert identity.is_active(renewed["access_token"])
    identity.revoke(renewed["access_token"], client=NATIVE).raise_for_status()
    assert not identity.is_active(renewed["access_token"])
