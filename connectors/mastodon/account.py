"""What a Mastodon server says of an account through its API: a person in a list, the owner, and the owner's settings.

Servers of several kinds speak this API, and older ones know fewer fields: what is missing or null was not said, and is
never taken for "no". Source: docs.joinmastodon.org/entities/Account.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from connectors.dates import from_text
from connectors.files import Json, parse_html, text_of
from connectors.model import UNKNOWN, Connection, Kind, Message, Place, Profile, Setting, SettingKey, Unreadable

_ACCT = re.compile(r"([^\s@,/<>\"]{1,500})(?:@([^\s@,/<>\"]{1,253}))?")
_AUDIENCES: Mapping[str, str] = MappingProxyType(
    {
        "public": "public",
        "unlisted": "public",
        "private": "connections",
        "mutuals_only": "connections",
        "direct": "custom",
    }
)
"""Whom new posts are for. Everybody who opens the profile sees "unlisted" ones; `mutuals_only` is GoToSocial's word."""
_FINDABLE: Mapping[str, bool] = MappingProxyType({"discoverable": True, "indexable": True, "noindex": False})
"""Fields about being found, and the value that says the account can be."""


def person(row: Json, kind: Kind, place: Place, home: str) -> Connection | Unreadable:
    """One person of a list, with the handle `name@server` that the export gives too.

    `home` is the domain of the owner's server, whose own people are listed without it. The id is left out: it is one of
    this server's data base, and another server calls the same person by another.
    """
    handle = handle_of(row.get("acct"), home) if isinstance(row, dict) else None
    if handle is None:
        return Unreadable(place, Message("mastodon.account_without_name"))
    return Connection(
        (kind,),
        (place,),
        display_name=text_of(row.get("display_name")),
        handle=handle,
        url=_address(row.get("url")),
        bio=_text(row.get("note")),
    )


def handle_of(acct: Json, home: str) -> str | None:
    """`name@server`; None for what is no account."""
    found = _ACCT.fullmatch(text_of(acct) or "")
    if found is None:
        return None
    user, host = found.groups()
    host = (host or home).lower()
    return f"{user}@{host}" if host else user


def profile(row: Mapping[str, Json], home: str, place: Place) -> Profile:
    """The owner."""
    bot, group = row.get("bot"), row.get("group")
    kind = "Group" if group is True else {True: "Service", False: "Person"}.get(bot) if isinstance(bot, bool) else None
    return Profile(
        handle=handle_of(row.get("acct"), home),
        display_name=text_of(row.get("display_name")),
        account_id=_address(row.get("uri")),
        url=_address(row.get("url")),
        bio=_text(row.get("note")),
        account_type=kind,
        created_at=from_text(row.get("created_at")),
        place=place,
    )


def settings(row: Mapping[str, Json], source: str) -> Iterator[Setting]:
    """What the owner's own account entity says; only what is said.

    `search.indexing` is off only where none of the fields that are stated makes the account findable.
    """
    own = row.get("source")
    inner: Mapping[str, Json] = own if isinstance(own, dict) else {}
    said = {key: value for key, value in (*inner.items(), *row.items()) if value is not None}
    if "locked" in said:
        yield _switch(SettingKey.REQUESTS_APPROVAL, "locked", said["locked"], ("required", "open"), source)
    if "hide_collections" in said:
        values = ("only_me", "public")
        yield _switch(SettingKey.CONNECTIONS_VISIBILITY, "hide_collections", said["hide_collections"], values, source)
    found = {key: said[key] for key in _FINDABLE if key in said}
    if found:
        known = all(isinstance(value, bool) for value in found.values())
        value = "on" if any(found[key] is _FINDABLE[key] for key in found) else "off"
        raw = {key: _word(value) for key, value in found.items()}
        yield Setting(
            SettingKey.SEARCH_INDEXING, value if known else UNKNOWN, raw, Place(source, f"/{next(iter(found))}")
        )
    if inner.get("privacy") is not None:
        word = _word(inner["privacy"])
        place = Place(source, "/source/privacy")
        yield Setting(SettingKey.POSTS_AUDIENCE, _AUDIENCES.get(word, UNKNOWN), {"privacy": word}, place)


def _switch(key: SettingKey, name: str, value: Json, words: tuple[str, str], source: str) -> Setting:
    known = {True: words[0], False: words[1]}[value] if isinstance(value, bool) else UNKNOWN
    return Setting(key, known, {name: _word(value)}, Place(source, f"/{name}"))


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else (text_of(value) or type(value).__name__)[:200]


def _address(value: Json) -> str | None:
    text = text_of(value)
    return text if text and text.startswith(("https://", "http://")) else None


def _text(value: Json) -> str | None:
    text = text_of(value)
    if text is None or not ("<" in text or "&" in text):
        return text
    return text_of(parse_html(text.encode(), "").get_text(" "))
