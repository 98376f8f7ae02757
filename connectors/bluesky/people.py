"""What Bluesky says of an account: a person in a list, and the settings in the owner's profile record."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from connectors.base import note
from connectors.files import Json, text_of
from connectors.model import Connection, Kind, Place, Setting, SettingKey, Unreadable

DID = re.compile(r"did:[a-z]+:[A-Za-z0-9._:%-]{1,2000}(?<![:%])")
"""The lasting id of an account."""
HIDDEN = "!no-unauthenticated"
"""The label by which an account asks apps to show it to signed-in people only."""
_NO_HANDLE = "handle.invalid"
"""What stands for the handle of an account whose handle does not lead back to it: the name of nobody."""


def address(did: str) -> str:
    """The page of an account, by the id that stays when the handle changes."""
    return f"https://bsky.app/profile/{did}"


def handle_of(value: Json) -> str | None:
    """A handle, where there is a valid one."""
    handle = text_of(value)
    return None if handle == _NO_HANDLE else handle


def person(row: Json, kind: Kind, place: Place) -> Connection | Unreadable:
    """One person of an answer (`app.bsky.actor.defs#profileView`)."""
    did = text_of(row.get("did")) if isinstance(row, dict) else None
    if did is None or not DID.fullmatch(did):
        return Unreadable(place, note("bluesky.record_without_subject"))
    return Connection(
        (kind,),
        (place,),
        display_name=text_of(row.get("displayName")),
        handle=handle_of(row.get("handle")),
        platform_id=did,
        url=address(did),
        bio=text_of(row.get("description")),
    )


def settings(about: Mapping[str, Json], place: Place) -> Iterator[Setting]:
    """What the profile record (`app.bsky.actor.profile`) says; an empty one says only what holds of everybody.

    Every account is public, whatever its labels say. The label `!no-unauthenticated` asks apps to show the account to
    signed-in people only, which keeps it out of search engines where the app does as asked; so it stands for
    `search.indexing`, never for visibility.
    """
    labels = about.get("labels")
    values = labels.get("values") if isinstance(labels, dict) else []
    words = [v.get("val") for v in values if isinstance(v, dict)] if isinstance(values, list) else []
    raw = {"labels": ", ".join(word[:100] for word in words[:20] if isinstance(word, str))}
    yield Setting(SettingKey.PROFILE_VISIBILITY, "public", raw, place)
    if about:
        yield Setting(SettingKey.SEARCH_INDEXING, "off" if HIDDEN in words else "on", raw, place)
