"""The profile and the few privacy settings in an Instagram export.

Seen in exports: `Private Account` (profile), `Comments Allowed From` (re-cased in 2026, translated for some), and the
labels `Contact Syncing` and `Sharing audience`. The words of the last two nobody has published; how we read them is
our own reading, and a word we do not know is `unknown`. Message, tag and search settings are not in the export.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from connectors.dates import from_text
from connectors.files import text_of
from connectors.instagram.lists import address
from connectors.meta_format import Download, Pair, first_value, fold, step
from connectors.meta_handles import NAMES, username
from connectors.meta_settings import FALSE, ON_OFF, PRIVATE, PRIVATE_ACCOUNT, Pages, setting
from connectors.model import Place, Profile, Setting, SettingKey

PERSONAL = (
    "personal_information/personal_information/personal_information",
    "personal_information/personal_information",
    "account_information/personal_information",
)
INSIGHTS = (
    "personal_information/personal_information/instagram_profile_information",
    "personal_information/information_about_you/instagram_profile_information",
    "personal_information/instagram_profile_information",
)
FRIEND_MAP = ("personal_information/personal_information/instagram_friend_map",)
COMMENTS = tuple(
    f"{folder}/comments_allowed_from"
    for folder in ("preferences/settings", "preferences/media_settings", "comments_settings")
)
SIGN_UP = tuple(
    f"{folder}/{name}"
    for folder in (
        "security_and_login_information/login_and_profile_creation",
        "security_and_login_information/login_and_account_creation",
        "login_and_account_creation",
    )
    for name in ("signup_details", "instagram_signup_details", "signup_information")
)
OLD_FILES = ("profile", "settings")
"""Beside `connections.json` of 2019-20, with plain keys."""

PAGES = (*PERSONAL, *INSIGHTS, *FRIEND_MAP, *COMMENTS, *SIGN_UP)

_CIRCLE = (
    "your followers",
    "people you follow",
    "people you follow and your followers",
    "your followers and people you follow",
    "followers",
    "following",
    "friends",
)
_COMMENT_WORDS: Mapping[str, str] = {
    "everyone": "everyone",
    **dict.fromkeys(_CIRCLE, "connections"),
    **dict.fromkeys(("off", "no one", "nobody"), "nobody"),
}
_MAP_WORDS: Mapping[str, str] = {
    **dict.fromkeys((*FALSE, "no one", "nobody", "none", "only me"), "off"),
    **dict.fromkeys(("on", "friends", "close friends", "only these friends", "selected friends", "everyone"), "on"),
}


def old_pairs(pages: Pages) -> list[Pair]:
    """The named values of `profile.json` and `settings.json` of 2019-20."""
    out: list[Pair] = []
    for stem in OLD_FILES:
        source, document = pages.document(stem) or ("", None)
        for key, value in document.items() if isinstance(document, dict) else ():
            word = str(value) if isinstance(value, bool) else text_of(value)
            if word:
                out.append(Pair(key, word, Place(source, step(key))))
    return out


def settings(pages: Pages, personal: list[Pair]) -> list[Setting]:
    """The settings of one export; `personal` are the named values of the profile."""
    found = [setting(SettingKey.PROFILE_VISIBILITY, PRIVATE, pair) for pair in _labelled(personal, *PRIVATE_ACCOUNT)]
    # The file holds one value, so its label, which may be in any language, does not matter.
    comments = [pair for pair in pages.pairs(*COMMENTS) if pair.value] or _labelled(personal, "allow comments from")
    found += [setting(SettingKey.COMMENTS_ALLOWED_FROM, _COMMENT_WORDS, pair) for pair in comments]
    synced = _labelled(pages.pairs(*INSIGHTS), "contact syncing")
    found += [setting(SettingKey.CONTACTS_UPLOAD, ON_OFF, pair) for pair in synced]
    shared = _labelled(pages.pairs(*FRIEND_MAP), "sharing audience")
    found += [setting(SettingKey.LOCATION_SHARING, _MAP_WORDS, pair) for pair in shared]
    first: dict[SettingKey, Setting] = {}
    for one in found:
        first.setdefault(one.key, one)
    return list(first.values())


def _labelled(pairs: list[Pair], *labels: str) -> list[Pair]:
    return [pair for pair in pairs if pair.value and fold(pair.label.replace("_", " ")) in labels]


def profile(personal: list[Pair], created: datetime | None, named_by: Download) -> Profile:
    """The profile; its `place` is None where only the name of the download says who it is."""
    handle = username(personal) or named_by.handle
    return Profile(
        handle=handle,
        display_name=first_value(personal, *NAMES),
        url=address(handle) if handle else None,
        bio=first_value(personal, "bio", "biography", "biografía", "biografia", "steckbrief", "biografie"),
        email=first_value(personal, "email", "email address", "e-mail"),
        created_at=created,
        place=personal[0].place if personal else None,
    )


def created_at(pages: Pages, personal: list[Pair]) -> datetime | None:
    """When the account was made: from the sign-up details, or `date_joined` of 2019-20."""
    signed_up = [pair.when for pair in pages.pairs(*SIGN_UP) if pair.when]
    return min(signed_up, default=None) or from_text(first_value(personal, "date_joined"))
