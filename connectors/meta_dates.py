"""Points in time as Meta's HTML exports write them: in words, in the account's language, in local time.

`Oct 19, 2025 1:47:55 pm`, `14. Nov. 2023, 22:13`, `6月 30, 2026 5:30:53 AM`. No zone is written, so the time is taken
for UTC and can be off by half a day; nothing but the order and the age of entries is built on it.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache

from babel.dates import get_month_names

# fmt: off
_LANGUAGES = (
    "en", "es", "pt", "fr", "de", "it", "nl", "pl", "ro", "lt", "sv", "da", "nb", "fi", "cs", "hu", "tr", "ru", "uk",
    "el", "ca", "id",
)
# fmt: on
_PM = re.compile(r"(?<!\w)p(?:m|\. ?m\.)(?!\w)|下午|午後|오후")
_AM = re.compile(r"(?<!\w)a(?:m|\. ?m\.)(?!\w)|上午|午前|오전")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_EASTERN_MONTH = re.compile(r"(\d{1,2})\s*[月월]")
_NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_WORD = re.compile(r"[^\W\d_]+")


def from_words(text: str) -> datetime | None:
    """The point in time, or None where the text is not one or can be read in two ways."""
    text = " ".join(text.split()).casefold()
    year = _YEAR.search(text)
    if year is None or len(text) > 60:
        return None
    clock = _CLOCK.search(text)
    rest = text[: clock.start()] + " " + text[clock.end() :] if clock else text
    month, rest = _month(rest)
    day = next((int(number) for number in _NUMBER.findall(rest)), None)
    if month is None or day is None:
        return None
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    if hour < 12 and _PM.search(text):
        hour += 12
    elif hour == 12 and _AM.search(text):
        hour = 0
    try:
        return datetime(int(year.group(1)), month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _month(text: str) -> tuple[int | None, str]:
    """The month and the text without it."""
    if eastern := _EASTERN_MONTH.search(text):
        return int(eastern.group(1)), text[: eastern.start()] + " " + text[eastern.end() :]
    for word in _WORD.finditer(text):
        months = _month_words().get(word.group(), frozenset())
        if len(months) == 1:
            return next(iter(months)), text[: word.start()] + " " + text[word.end() :]
    return None, text


@cache
def _month_words() -> dict[str, frozenset[int]]:
    """Name of a month → its number, in all languages; two numbers where languages disagree (Polish, Croatian)."""
    out: dict[str, frozenset[int]] = {}
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                for number, name in get_month_names(width, context, language).items():
                    for word in _WORD.findall(name.casefold())[:1]:
                        out[word] = out.get(word, frozenset()) | {int(number)}
    return out
