"""The people in LinkedIn's rows, which look alike in the export's CSV files and in what LinkedIn gives a program."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from urllib.parse import quote, unquote, urlsplit

from connectors.dates import from_text
from connectors.files import text_of
from connectors.linkedin.table import Row, cell
from connectors.model import Connection, Kind, Place, Profile

COLUMNS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "CONNECTIONS": ("first name", "connected on"),
        "INVITATIONS": ("from", "to", "direction"),
        "PROFILE": ("first name", "headline"),
    }
)
"""What a row has at least, by LinkedIn's name of the list: so are its columns known for those they are taken for."""
_CONNECTED_ON = ("%d %b %Y", "%d-%b-%y", "%d-%b-%Y", "%d %B %Y")
_SENT_AT = ("%m/%d/%y, %I:%M %p", "%m/%d/%Y, %I:%M %p", "%m/%d/%y %H:%M", "%m/%d/%Y %H:%M")


def connected(row: Row, place: Place) -> Connection | None:
    """A first-degree connection; None where the row names nobody, as for members who left."""
    name = " ".join(part for part in (cell(row, "first name"), cell(row, "last name")) if part) or None
    since = from_text(cell(row, "connected on"), *_CONNECTED_ON)
    return _person(Kind.FRIEND, place, name, cell(row, "url"), cell(row, "email address"), since)


def invitation(row: Row, place: Place) -> tuple[Connection | None, str | None]:
    """Who invited or was invited, and the address of the owner, who is on the other side. Its message is not looked at.

    None for a row that names nobody or whose direction is unknown.
    """
    direction = (cell(row, "direction") or "").upper()
    sent = from_text(cell(row, "sent at", "date sent"), *_SENT_AT)
    sides = (cell(row, "from"), cell(row, "inviterprofileurl")), (cell(row, "to"), cell(row, "inviteeprofileurl"))
    if direction not in ("INCOMING", "OUTGOING"):
        return None, None
    (name, url), (_, own) = sides if direction == "INCOMING" else sides[::-1]
    kind = Kind.REQUEST_RECEIVED if direction == "INCOMING" else Kind.REQUEST_SENT
    return _person(kind, place, name, url, None, sent), own


def owner(about: Row, handle: str | None, email: str | None, place: Place | None) -> Profile:
    """The owner, of whom `about` is the row of the profile."""
    return Profile(
        handle=handle,
        display_name=" ".join(part for part in (cell(about, "first name"), cell(about, "last name")) if part) or None,
        url=_address(handle),
        bio=cell(about, "headline"),
        email=email,
        place=place,
    )


def own_handle(urls: Iterable[str]) -> str | None:
    """The owner's handle, from the addresses that invitations name."""
    return next((handle for url in urls if (handle := _handle(url))), None)


def _person(
    kind: Kind, place: Place, name: str | None, url: str | None, email: str | None, since: datetime | None
) -> Connection | None:
    handle = _handle(url)
    if not (name or handle or email):
        return None
    return Connection((kind,), (place,), name, handle, url=_address(handle), email=email, since=since)


def _handle(url: str | None) -> str | None:
    """The name in a profile's address (`https://www.linkedin.com/in/ana-l%C3%B3pez` gives `ana-lópez`)."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname or ""
    except ValueError:
        return None
    if host != "linkedin.com" and not host.endswith(".linkedin.com"):
        return None
    found = re.match(r"/in/([^/]+)", parts.path)
    return text_of(unquote(found.group(1))) if found else None


def _address(handle: str | None) -> str | None:
    return f"https://www.linkedin.com/in/{quote(handle, safe='')}" if handle else None
