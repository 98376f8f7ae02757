"""Meta's tokens: an hour long from the consent page, exchanged for sixty days, renewed from their second day on.

After developers.facebook.com/docs: facebook-login/guides/access-tokens/get-long-lived,
instagram-platform/reference/access_token and refresh_access_token, threads/get-started/long-lived-tokens, as of
November 2026. The secret stands in the query because the documents want it there; nothing keeps or logs the address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from connectors.dates import from_epoch
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import Access
from connectors.meta_graph import mapping, read
from connectors.model import Gap, Message
from connectors.refusal import Refusal
from connectors.tokens import granted


def exchanged(http: Http, url: str, params: Mapping[str, str], access: Access) -> dict[str, str]:
    """The secret that comes of an exchange, with what the old one held besides. Raises `Refusal`."""
    return {**access.secret, **granted(read(http.get(url, params=params)))}


def short_for_long(http: Http, url: str, grant: str, access: Access) -> dict[str, str]:
    """The token of an hour exchanged for one of sixty days (`ig_exchange_token`, `th_exchange_token`)."""
    params = {
        "grant_type": grant,
        "client_secret": access.app.get("client_secret", ""),
        "access_token": access.secret.get("token", ""),
    }
    return exchanged(http, url, params, access)


def long_for_longer(http: Http, url: str, grant: str, access: Access) -> dict[str, str]:
    """Sixty days more (`ig_refresh_token`, `th_refresh_token`): for a token at least a day old that has not ended."""
    return exchanged(http, url, {"grant_type": grant, "access_token": access.secret.get("token", "")}, access)


def only_there(platform: str) -> Refusal:
    """The refusal to give a token back where only the platform's own settings page does it."""
    return Refusal(Gap.NOT_OFFERED, Message(f"{platform}.live_guide"))


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """What `debug_token` says of a token. `expires_at` is None for one that never ends."""

    valid: bool
    app_id: str | None
    scopes: frozenset[str]
    expires_at: datetime | None
    data_until: datetime | None
    """When the ninety days end after which the owner has to agree again."""
    user_id: str | None


def token_info(body: Json) -> TokenInfo:
    """A `debug_token` answer. Raises `Refusal` for anything else."""
    data = mapping(mapping(body).get("data"))
    scopes = data.get("scopes")
    return TokenInfo(
        data.get("is_valid") is True,
        text_of(data.get("app_id")),
        frozenset(name for name in map(text_of, scopes if isinstance(scopes, list) else []) if name),
        from_epoch(data.get("expires_at")),
        from_epoch(data.get("data_access_expires_at")),
        text_of(data.get("user_id")),
    )
