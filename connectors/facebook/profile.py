"""Who the account is, as a Facebook export says: `profile_information`, else the name of the download."""

from __future__ import annotations

import re
from datetime import datetime

from connectors.files import Json, text_of
from connectors.meta_format import Download, first_value, moment
from connectors.meta_settings import Pages
from connectors.model import Place, Profile

PROFILE = (
    "personal_information/profile_information/profile_information",
    "profile_information/profile_information",
)
_USER_NAME = re.compile(r"[A-Za-z0-9.]{1,60}", re.ASCII)
_ID = re.compile(r"(?:profile\.php\?id=|facebook\.com/)(\d{5,20})(?:\D|$)")


def read_profile(pages: Pages, named_by: Download) -> Profile:
    """The profile; its `place` is None where only the name of the download says who it is.

    The file has had the key `profile` (to 2021) and `profile_v2` (since). The page's address is made from the user
    name or the id.
    """
    read = pages.document(*PROFILE)
    if read is not None:
        return _from_json(*read, named_by)
    pairs = pages.pairs(*PROFILE)
    return _profile(
        named_by,
        handle=first_value(pairs, "username", "user name"),
        shown=first_value(pairs, "name", "full name"),
        email=first_value(pairs, "email", "emails", "email address"),
        created=next((pair.when for pair in pairs if pair.label.casefold().startswith("registration")), None),
        place=pairs[0].place if pairs else None,
    )


def _from_json(source: str, document: Json, named_by: Download) -> Profile:
    keys = [key for key in document if re.fullmatch(r"profile(_v\d+)?", key)] if isinstance(document, dict) else []
    inner = document[keys[0]] if keys else None
    if not isinstance(inner, dict):
        return _profile(named_by)
    name, emails, bio = inner.get("name"), inner.get("emails"), inner.get("intro_bio")
    addresses = emails.get("emails") if isinstance(emails, dict) else None
    number = _ID.search(text_of(inner.get("profile_uri")) or "")
    return _profile(
        named_by,
        handle=text_of(inner.get("username")),
        shown=text_of(name.get("full_name") if isinstance(name, dict) else name),
        email=next(filter(None, map(text_of, addresses)), None) if isinstance(addresses, list) else None,
        bio=text_of(bio.get("name") if isinstance(bio, dict) else bio),
        number=number.group(1) if number else None,
        created=moment(inner.get("registration_timestamp")),
        place=Place(source, f"/{keys[0]}"),
    )


def _profile(
    named_by: Download,
    *,
    handle: str | None = None,
    shown: str | None = None,
    email: str | None = None,
    bio: str | None = None,
    number: str | None = None,
    created: datetime | None = None,
    place: Place | None = None,
) -> Profile:
    handle = handle if handle and _USER_NAME.fullmatch(handle) else named_by.handle
    account_id = number or named_by.number
    address = handle or account_id
    return Profile(
        handle=handle,
        display_name=shown,
        account_id=account_id,
        url=f"https://www.facebook.com/{address}" if address else None,
        bio=bio,
        email=email,
        created_at=created,
        place=place,
    )
