"""The privacy settings in a Facebook export, in our vocabulary.

`preferences/preferences/privacy_settings` is in about half of all exports. Of its labels only "Who can see your future
posts?" is known from an export; the others in the table are the words of Facebook's own settings page, and that
they are the export's too is our reading. The same is true of all that is read from the contact and two-factor files,
whose labels nobody has published: there, the words on/off decide.

Not read: who may send friend requests. A friend request always waits for the owner, whatever is chosen there, so
it says nothing about approval.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from connectors.meta_format import Pair, fold
from connectors.meta_settings import ON_OFF, setting
from connectors.model import UNKNOWN, Setting, SettingKey

PRIVACY = (
    "preferences/preferences/privacy_settings",
    "personal_information/profile_information/preferences/preferences/privacy_settings",
)
CONTACTS = ("personal_information/profile_information/contacts_sync_settings",)
TWO_FACTOR = ("security_and_login_information/two-factor_authentication",)

_AUDIENCE: Mapping[str, str] = {
    "public": "public",
    "everyone": "public",
    "friends": "connections",
    "your friends": "connections",
    "friends of friends": "custom",
    "friends except": "custom",
    "specific friends": "custom",
    "custom": "custom",
    "only me": "only_me",
}
_SEEN_BY = {word: value for word, value in _AUDIENCE.items() if value != "custom"}
_FROM = {"public": "everyone", "everyone": "everyone", "friends": "connections", "only me": "nobody"}
_FOUND_BY = {
    "everyone": "on",
    "public": "on",
    "friends of friends": "on",
    "friends": "on",
    "only me": "off",
    "no one": "off",
}
_FOLLOWED_BY = {"public": "open", "everyone": "open", "friends": "required"}

_LABELS: Mapping[str, tuple[SettingKey, Mapping[str, str]]] = {
    "who can see your future posts": (SettingKey.POSTS_AUDIENCE, _AUDIENCE),
    "who can see your friends list": (SettingKey.CONNECTIONS_VISIBILITY, _SEEN_BY),
    "who can see your friends list on your profile": (SettingKey.CONNECTIONS_VISIBILITY, _SEEN_BY),
    "who can follow me": (SettingKey.REQUESTS_APPROVAL, _FOLLOWED_BY),
    "who can follow you": (SettingKey.REQUESTS_APPROVAL, _FOLLOWED_BY),
    "who can comment on your public posts": (SettingKey.COMMENTS_ALLOWED_FROM, _FROM),
    "who can look you up using the email address you provided": (SettingKey.DISCOVERY_BY_CONTACT, _FOUND_BY),
    "who can look you up using the phone number you provided": (SettingKey.DISCOVERY_BY_CONTACT, _FOUND_BY),
    "do you want search engines outside of facebook to link to your profile": (SettingKey.SEARCH_INDEXING, ON_OFF),
    "review posts you're tagged in before the post appears on your profile": (SettingKey.TAGS_REVIEW, ON_OFF),
    "review tags people add to your posts before the tags appear on facebook": (SettingKey.TAGS_REVIEW, ON_OFF),
}
_OPENEST_FIRST: Mapping[SettingKey, tuple[str, ...]] = {
    SettingKey.DISCOVERY_BY_CONTACT: ("on", UNKNOWN, "off"),
    SettingKey.CONTACTS_UPLOAD: ("on", UNKNOWN, "off"),
    SettingKey.TAGS_REVIEW: ("off", UNKNOWN, "on"),
    SettingKey.SIGNIN_TWO_FACTOR: ("on", "off", UNKNOWN),
}
"""Where several labels speak of one setting, the one that leaves most open counts; one second factor is enough."""


def settings(privacy: Iterable[Pair], contacts: Iterable[Pair], two_factor: Iterable[Pair]) -> list[Setting]:
    """One setting per key, from the named values of the three files."""
    found = [
        setting(*_LABELS[fold(pair.label)], pair) for pair in privacy if pair.value and fold(pair.label) in _LABELS
    ]
    found += _switches(SettingKey.CONTACTS_UPLOAD, contacts)
    found += _switches(SettingKey.SIGNIN_TWO_FACTOR, two_factor)
    by_key: dict[SettingKey, list[Setting]] = {}
    for one in found:
        by_key.setdefault(one.key, []).append(one)
    return [_joined(same) for same in by_key.values()]


def _switches(key: SettingKey, pairs: Iterable[Pair]) -> Iterator[Setting]:
    return (setting(key, ON_OFF, pair) for pair in pairs if fold(pair.value) in ON_OFF)


def _joined(same: list[Setting]) -> Setting:
    order = _OPENEST_FIRST.get(same[0].key, ())
    first = min(same, key=lambda one: order.index(one.value) if one.value in order else 0)
    return replace(first, raw={label: word for one in same for label, word in one.raw.items()})
