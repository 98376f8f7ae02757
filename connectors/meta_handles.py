"""Rows of lists that name people by their handle: Instagram's and Threads'.

The handle has stood in three places: `value` (to September 2025, and in Threads to this day), `title` beside an
address `https://www.instagram.com/_u/<handle>` (since), and the label `Username` of `label_values` (optional lists of
2026). Labels are in the account's language, so an unknown one is read by its position: address, name, user name.
Addresses can be stale; the user name goes first, and the address of a person is made from the handle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from connectors.files import Json, text_of
from connectors.meta_dates import from_words
from connectors.meta_format import Pair, fold, moment, value_of
from connectors.meta_html import Block
from connectors.meta_lists import Found

_HANDLE = re.compile(r"[A-Za-z0-9._]{1,30}", re.ASCII)
_HOSTS = {f"{www}{host}" for www in ("", "www.") for host in ("instagram.com", "threads.net", "threads.com")}
_NOT_PEOPLE = {
    "about", "accounts", "developer", "direct", "explore", "help", "legal", "p", "press", "privacy", "reel", "reels",
    "stories", "terms", "tv", "web",
}  # fmt: skip
_CLOSED = re.compile(r"__deleted__.*|instagram ?user|threads ?user", re.IGNORECASE)
_USERNAME = {
    "username", "user name", "benutzername", "nombre de usuario", "nome de usuário", "nome de utilizador",
    "nom d'utilisateur", "nome utente", "gebruikersnaam", "nume de utilizator", "vartotojo vardas",
}  # fmt: skip
_NAME = {"name", "nombre", "nome", "nom", "naam", "nume", "vardas"}


def handle_of(text: str | None) -> str | None:
    """The handle in `ana.ruiz`, `@ana.ruiz` or an address of a profile; None for anything else."""
    if text is None or _CLOSED.fullmatch(text):
        return None
    if "/" in text:
        return _in_address(text)
    bare = text.strip().removeprefix("@")
    return bare if _HANDLE.fullmatch(bare) else None


def _in_address(address: str) -> str | None:
    """`_u/` before the handle, an `@`, a query and a closing slash do not matter; posts and help pages are nobody."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
    except ValueError:
        return None
    path = [part for part in parts.path.split("/") if part]
    if path[:1] == ["_u"]:
        path = path[1:]
    if (parts.hostname or "") not in _HOSTS or len(path) != 1 or path[0].casefold() in _NOT_PEOPLE:
        return None
    return handle_of(path[0])


@dataclass(frozen=True, slots=True)
class HandleRows:
    """Makes people of rows. `address` gives the page of a handle; `title_is_name` says that a row's title is a display
    name (Threads) and not the handle (Instagram)."""

    address: Callable[[str], str]
    title_is_name: bool = False

    def from_row(self, row: Json) -> list[Found] | None:
        """The people of a JSON row; None where it has none of the known shapes."""
        if not isinstance(row, dict):
            return None
        labels = row.get("label_values")
        if isinstance(labels, list):
            named = [(text_of(one.get("label")) or "", value_of(one)) for one in labels if isinstance(one, dict)]
            return [self._from_labels(named, moment(row.get("timestamp")))]
        entries = row.get("string_list_data")
        title = text_of(row.get("title"))
        if isinstance(entries, dict):
            entries = [entries]
        if not isinstance(entries, list) or not all(isinstance(one, dict) for one in entries):
            return None
        if not entries:
            return [self.one(None, title, None, None)]
        # With several entries the title names the row, not a person.
        own = title if len(entries) == 1 else None
        return [
            self.one(text_of(one.get("value")), own, text_of(one.get("href")), moment(one.get("timestamp")))
            for one in entries
        ]

    def from_block(self, block: Block) -> list[Found] | None:
        """The people of an HTML record: a table with a user name, else a heading, else links to profiles."""
        named = [pair for pair in block.named if pair[1]]
        if any(fold(label) in _USERNAME or ("/" in value and handle_of(value)) for label, value in named):
            return [self._from_labels(named, block.when)]
        links = [(number, text) for number, text in enumerate(block.texts) if text.href and _in_address(text.href)]
        if block.headings:
            return [self.one(None, block.headings[0], links[0][1].href if links else None, block.when)]
        out = []
        for number, link in links:
            following = block.texts[number + 1] if number + 1 < len(block.texts) else None
            since = from_words(following.text) if following else None
            out.append(self.one(link.text, None, link.href, since))
        return out or None

    def one(self, value: str | None, title: str | None, href: str | None, since: datetime | None) -> Found:
        """A person, from what the row holds."""
        handle = handle_of(value) or (None if self.title_is_name else handle_of(title))
        handle = handle or _in_address(href or "") or handle_of(title)
        others = [text for text in (title, value) if text and not _CLOSED.fullmatch(text)]
        names = [text for text in others if handle is None or handle_of(text) != handle]
        return self._found(handle, names[0] if names else None, since)

    def _from_labels(self, named: Sequence[tuple[str, str]], since: datetime | None) -> Found:
        known = {fold(label): value for label, value in reversed(named)}
        handle = next((handle_of(known[label]) for label in known if label in _USERNAME), None)
        name = next((known[label] for label in known if label in _NAME and known[label]), None)
        if handle is None and len(named) == 3 and not known.keys() & _USERNAME:
            handle = handle_of(named[2][1])
            name = name or named[1][1]
        handle = handle or next((found for _, value in named if (found := _in_address(value))), None)
        if handle is None and name is None:
            # Whatever stands there may be a name: it is shown, never dropped.
            name = next((value for _, value in named if value and "/" not in value), None)
        return self._found(handle, text_of(name) if name != handle else None, since)

    def _found(self, handle: str | None, name: str | None, since: datetime | None) -> Found:
        return Found(name, handle, self.address(handle) if handle else None, None, since)


def username(pairs: Sequence[Pair]) -> str | None:
    """The account's own handle among the named values of its profile."""
    return next((handle_of(pair.value) for pair in pairs if fold(pair.label) in _USERNAME), None)


NAMES = tuple(sorted(_NAME))
"""The labels of a display name."""
