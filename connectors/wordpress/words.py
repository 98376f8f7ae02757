"""What a blog says of its settings, in our words.

The option names are WordPress's own (`wp-includes/option.php`); WordPress.com uses the same ones, but for
`comment_previously_approved`, which it still calls `comment_whitelist`. Values come as true and 1, as "1", or as the
empty string for no.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from urllib.parse import urlsplit

from connectors.addresses import host_of
from connectors.files import Json, text_of
from connectors.model import UNKNOWN, Place, Setting, SettingKey
from connectors.moderation import WAITING

_YES = frozenset({"1", "true", "yes", "on"})
_NO = frozenset({"", "0", "false", "no", "off"})
DISCUSSION = ("comment_moderation", "comment_registration", "users_can_register", "blog_public")
"""The options that decide who may comment and join; a self-hosted blog shows them only with the small plugin."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the options alone do not say. None: it was not looked at or could not be seen."""

    held: int | None = None
    """Comments that wait for a moderator."""
    still_open: int | None = None
    """Posts and pages that take comments although new ones will not."""
    anybody_has_an_account: bool = False
    """Whether "members only" keeps nobody out, because one account serves for every blog of the provider."""


def settings(options: Mapping[str, Json], seen: Seen) -> Iterator[Setting]:
    """Every setting that the options speak of."""
    yield from _comments(options, seen)
    joining = _switch(options, "users_can_register")
    if joining is not None:
        value = UNKNOWN if isinstance(joining, str) else "open" if joining else "required"
        yield _setting(SettingKey.REQUESTS_APPROVAL, value, options, "users_can_register")
    public = options.get("blog_public")
    if public is not None:
        word = _word(public)
        shown = {"1": "on", "0": "off", "": "off", "-1": "off"}.get(word, UNKNOWN)
        yield _setting(SettingKey.SEARCH_INDEXING, shown, options, "blog_public")
        if word == "-1":  # WordPress.com: a private blog
            yield _setting(SettingKey.PROFILE_VISIBILITY, "private", options, "blog_public")


def _comments(options: Mapping[str, Json], seen: Seen) -> Iterator[Setting]:
    status = _word(options["default_comment_status"]) if options.get("default_comment_status") is not None else None
    about_whom = ("default_comment_status", "comment_registration", "users_can_register")
    extra = {"posts open for comments": str(seen.still_open)} if seen.still_open is not None else {}
    closed = status in _NO | {"closed"}
    if status is not None:
        if closed and not seen.still_open:
            allowed = "nobody" if seen.still_open == 0 else UNKNOWN
        elif status in _YES | {"open", "closed"} | _NO:
            allowed = _allowed(options, seen)
        else:
            allowed = UNKNOWN
        yield _setting(SettingKey.COMMENTS_ALLOWED_FROM, allowed, options, *about_whom, **extra)
    held = _switch(options, "comment_moderation")
    about_waiting = ("comment_moderation", "comment_previously_approved", "comment_whitelist", "default_comment_status")
    waiting = {WAITING: str(seen.held)} if seen.held is not None else {}
    if closed and seen.still_open == 0:
        yield _setting(SettingKey.COMMENTS_MODERATION, "off", options, *about_waiting, **extra)
    elif held is not None:
        value = UNKNOWN if isinstance(held, str) else "held" if held else "open"
        yield _setting(SettingKey.COMMENTS_MODERATION, value, options, *about_waiting, **waiting)
    elif seen.held:  # some wait; WordPress also holds a stranger's first comment only, so this does not say "all"
        yield _setting(SettingKey.COMMENTS_MODERATION, UNKNOWN, options, *about_waiting, **waiting)


def _allowed(options: Mapping[str, Json], seen: Seen) -> str:
    """From whom comments are taken while comments are open."""
    members_only = _switch(options, "comment_registration")
    if members_only is False or (members_only is True and seen.anybody_has_an_account):
        return "everyone"
    joining = _switch(options, "users_can_register")
    if members_only is True and isinstance(joining, bool):
        return "everyone" if joining else "connections"
    return UNKNOWN


def _switch(options: Mapping[str, Json], name: str) -> bool | str | None:
    """Yes or no; `UNKNOWN` for another word, None where nothing is said."""
    value = options.get(name)
    if value is None:
        return None
    word = _word(value)
    return True if word in _YES else False if word in _NO else UNKNOWN


def _word(value: Json) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return (text_of(value) or "").lower() if isinstance(value, str | int) else "?"


def _setting(key: SettingKey, value: str, options: Mapping[str, Json], *names: str, **more: str) -> Setting:
    raw = {name: _word(options[name]) for name in names if options.get(name) is not None} | more
    place = next((name for name in names if options.get(name) is not None), "comments")
    return Setting(key, value, raw, Place("settings", f"/{place}"))


def name_of(value: object) -> str | None:
    """A name as it was typed: WordPress stores `&`, `<` and quotes as entities."""
    text = text_of(value)
    return text_of(unescape(text)) if text else None


def handle_of(address: str) -> str | None:
    """What a blog is called: its address without `https://`."""
    host = host_of(address)
    return host + urlsplit(address).path.rstrip("/") if host else None
