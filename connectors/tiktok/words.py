"""TikTok's privacy settings in our vocabulary.

The values change their words over the years (`Enabled` and `enabled` in 2024, `On` in 2026), so they are
compared without letter case. `Filter Comments` is left out: it does not say whether comments are held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from connectors.files import Json, text_of
from connectors.model import UNKNOWN, Place, Setting, SettingKey

_ON = {"enabled": "on", "on": "on", "true": "on", "yes": "on"}
_OFF = {"disabled": "off", "off": "off", "false": "off", "no": "off"}
_NOT_STATED = {"", "n/a", "none", "null", "-"}
_ONLY_ME = ("myself", "only me", "only you", "no one", "nobody", "off", "private")
_FRIENDS = ("friends", "followers", "followers that you follow back", "people you follow back")
_ALLOWED = {"everyone": "everyone", **dict.fromkeys(_FRIENDS, "connections"), **dict.fromkeys(_ONLY_ME, "nobody")}
_SEEN_BY = {
    "everyone": "public",
    **dict.fromkeys(_FRIENDS, "connections"),
    **dict.fromkeys(_ONLY_ME, "only_me"),
}

_KEYS: Mapping[str, tuple[SettingKey, Mapping[str, str]]] = {
    "private account": (
        SettingKey.PROFILE_VISIBILITY,
        {**dict.fromkeys(_ON, "private"), **dict.fromkeys(_OFF, "public")},
    ),
    "who can post comments": (SettingKey.COMMENTS_ALLOWED_FROM, _ALLOWED),
    "who can send me message": (SettingKey.MESSAGES_ALLOWED_FROM, _ALLOWED),
    # The platform writes this key with two colons at its end.
    "who can see your following list": (SettingKey.CONNECTIONS_VISIBILITY, _SEEN_BY),
    "suggest your account to contacts": (SettingKey.DISCOVERY_BY_CONTACT, {**_ON, **_OFF}),
}


def settings(pairs: Mapping[str, Json], source: str, pointer: str) -> Iterator[Setting]:
    """The settings we know among a `SettingsMap`'s pairs; what the platform does not state is left out."""
    for name, value in pairs.items():
        known = _KEYS.get(name.rstrip(": ").casefold())
        word = text_of(value) if not isinstance(value, bool) else str(value)
        if known is None or word is None or word.casefold() in _NOT_STATED:
            continue
        key, words = known
        place = Place(source, pointer and f"{pointer}/{name}")
        yield Setting(key, words.get(word.casefold(), UNKNOWN), {name: word}, place)
