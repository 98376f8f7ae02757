"""`actor.json` of a Mastodon archive: the account as the server tells it to other servers (ActivityPub)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from connectors.dates import from_text
from connectors.files import Json, parse_html, text_of
from connectors.model import UNKNOWN, Place, Profile, Setting, SettingKey

_HOST = re.compile(r"[a-z0-9.-]+(:\d+)?", re.ASCII)
SIGN = b'"preferredUsername"'
"""What every actor document holds, whole or cut short."""


def is_actor(document: Json) -> bool:
    """Whether this is an account's own document, and not some other JSON of that name."""
    return isinstance(document, dict) and "preferredUsername" in document and "inbox" in document


def domain(document: Json) -> str | None:
    """The server's host name, from the account's id or address."""
    for key in ("id", "url"):
        address = text_of(document.get(key)) if isinstance(document, dict) else None
        try:
            host = urlsplit(address or "").netloc.lower()
        except ValueError:
            continue
        if _HOST.fullmatch(host):
            return host
    return None


def profile(document: Json, source: str) -> Profile:
    """The owner; the handle carries the domain, as `name@server`."""
    user, host = text_of(document.get("preferredUsername")), domain(document)
    summary = text_of(document.get("summary"))
    return Profile(
        handle=f"{user}@{host}" if user and host else user,
        display_name=text_of(document.get("name")),
        account_id=text_of(document.get("id")),
        url=text_of(document.get("url")),
        bio=text_of(parse_html(summary.encode(), source).get_text(" ")) if summary else None,
        account_type=text_of(document.get("type")),
        created_at=from_text(document.get("published")),
        place=Place(source),
    )


def settings(document: Json, source: str) -> Iterator[Setting]:
    """What the account says of itself to other servers.

    `manuallyApprovesFollowers` is the locked account. `discoverable` (may be recommended and listed) and
    `indexable` (public posts may be found by search) both make the account findable: `search.indexing` is off only
    where none of those that are stated is on.
    """
    locked = document.get("manuallyApprovesFollowers")
    if locked is not None:
        value = {True: "required", False: "open"}[locked] if isinstance(locked, bool) else UNKNOWN
        raw = {"manuallyApprovesFollowers": _word(locked)}
        yield Setting(SettingKey.REQUESTS_APPROVAL, value, raw, Place(source, "/manuallyApprovesFollowers"))
    found = {key: document[key] for key in ("discoverable", "indexable") if document.get(key) is not None}
    if found:
        known = all(isinstance(value, bool) for value in found.values())
        value = ("on" if any(found.values()) else "off") if known else UNKNOWN
        raw = {key: _word(value) for key, value in found.items()}
        yield Setting(SettingKey.SEARCH_INDEXING, value, raw, Place(source, f"/{next(iter(found))}"))


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else (text_of(value) or type(value).__name__)[:200]
