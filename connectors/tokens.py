"""How long a consent lasts: tokens that are exchanged for longer ones, renewed and given back.

Where a platform does these as RFC 6749 and RFC 7009 say, nothing of this is needed. The sources of those that have a
way of their own (Meta, TikTok) are a `Keeper` besides.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

from connectors.crosscheck import count_of
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import Access
from connectors.model import Gap
from connectors.refusal import refusal


@runtime_checkable
class Keeper(Protocol):
    """A live source whose platform keeps tokens in a way of its own. Every method raises `Refusal`."""

    def keepers(self) -> tuple[str, ...]:
        """The hosts these requests go to."""

    def settle(self, access: Access, http: Http) -> Mapping[str, str]:
        """The secret to store after consent: the fresh token exchanged for one that lasts, where there is one."""

    def renew(self, access: Access, http: Http) -> Mapping[str, str]:
        """The secret to store in place of one that soon ends. Refused where only the owner can renew it."""

    def revoke(self, access: Access, http: Http) -> None:
        """Give the token back. Refused where the owner can do so on the platform alone."""


def granted(body: Json, now: datetime | None = None) -> dict[str, str]:
    """The secret in a token answer: `token`, and `refresh_token`, `expires_at` (ISO 8601, UTC), `scopes` where given.

    Instagram puts the answer into a list named `data` (or does not), and calls the scopes permissions. Raises
    `Refusal` where there is no token.
    """
    inner = body.get("data") if isinstance(body, dict) else None
    if isinstance(inner, list) and inner:
        body = inner[0]
    token = text_of(body.get("access_token")) if isinstance(body, dict) else None
    if token is None:
        raise refusal(Gap.PERMISSION_MISSING, "signed_out", final=True)
    secret = {"token": token}
    if refresh := text_of(body.get("refresh_token")):
        secret["refresh_token"] = refresh
    seconds = count_of(body.get("expires_in"))
    if seconds:
        ends = (now or datetime.now(UTC)) + timedelta(seconds=min(seconds, 10 * 366 * 86_400))
        secret["expires_at"] = ends.isoformat(timespec="seconds")
    scopes = body.get("permissions") or body.get("scope")
    listed = scopes if isinstance(scopes, list) else str(scopes or "").replace(",", " ").split()
    if names := [name for name in map(text_of, listed) if name]:
        secret["scopes"] = " ".join(names)
    return secret
