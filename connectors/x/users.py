"""A user as the X API v2 gives it, made the same records as a row of X's archive."""

from __future__ import annotations

import re

from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.model import UNKNOWN, Connection, Kind, Message, Place, Profile, Setting, SettingKey, Unreadable

OF_PEOPLE = ("description",)
"""Fields asked for beside id, name and username. `receives_your_dm` is not among them: it says whether *that* person
takes messages from the owner, not whom the owner takes messages from, which the API tells nobody."""
OF_OWNER = ("created_at", "description", "protected", "public_metrics", "verified_type")
_ID = re.compile(r"\d{1,20}", re.ASCII)
_HANDLE = re.compile(r"\w{1,50}", re.ASCII)


def id_of(row: Json) -> str | None:
    """The number of an account, as text: it is larger than a float holds."""
    found = text_of(row.get("id")) if isinstance(row, dict) else None
    return found if found and _ID.fullmatch(found) else None


def person(row: Json, kind: Kind, source: str, position: int) -> Connection | Unreadable:
    """One person of a list."""
    account = id_of(row)
    if account is None:
        return Unreadable(Place(source, f"/data/{position}"), Message("x.row_without_id"))
    return Connection(
        (kind,),
        (Place(source, account),),
        display_name=text_of(row.get("name")),
        handle=text_of(row.get("username")),
        platform_id=account,
        url=f"https://x.com/i/user/{account}",
        bio=text_of(row.get("description")),
    )


def owner(row: dict[str, Json]) -> Profile:
    """The account itself."""
    handle = text_of(row.get("username"))
    verified = text_of(row.get("verified_type"))
    return Profile(
        handle=handle,
        display_name=text_of(row.get("name")),
        account_id=id_of(row),
        url=f"https://x.com/{handle}" if handle and _HANDLE.fullmatch(handle) else None,
        bio=text_of(row.get("description")),
        account_type=None if verified in (None, "none") else verified,
        created_at=from_text(row.get("created_at")),
        place=Place("users/me", "/data"),
    )


def settings(row: dict[str, Json]) -> tuple[Setting, ...]:
    """Whether posts are protected: the one privacy setting the API tells. A protected account approves followers."""
    if "protected" not in row or row["protected"] is None:
        return ()
    protected = row["protected"]
    place, raw = Place("users/me", "/data/protected"), {"protected": str(protected).lower()}
    known = isinstance(protected, bool)
    return tuple(
        Setting(key, (yes if protected else no) if known else UNKNOWN, raw, place)
        for key, yes, no in (
            (SettingKey.PROFILE_VISIBILITY, "private", "public"),
            (SettingKey.REQUESTS_APPROVAL, "required", "open"),
        )
    )


def counts(row: dict[str, Json]) -> dict[str, int]:
    """The platform's own numbers of people, by listing; what it does not give is left out."""
    metrics = row.get("public_metrics")
    metrics = metrics if isinstance(metrics, dict) else {}
    found = {"followers": metrics.get("followers_count"), "following": metrics.get("following_count")}
    return {
        name: count
        for name, count in found.items()
        if isinstance(count, int) and not isinstance(count, bool) and count >= 0
    }
