"""What a display name shows: name words, a title, a class, a year, or that it is no person at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

from auditor.classify import lexicon, population
from auditor.classify.text import clean, in_other_script, key, spaced

_PRONOUNS = re.compile(r"[(\[]?\b(?:she|he|they|her|him|ella|él|elle|ela|ele)\s*/\s*\w+(?:\s*/\s*\w+)?[)\]]?", re.I)
_POSSESSIVE = re.compile(r"'s\b.*|(?<=s)'(?=\s).*", re.I)
_YEAR = re.compile(r"(?:\bclass of |\bc/o |')'?(\d{2})\b|\b(20[1-4]\d)\b", re.I)
_BREAK = re.compile(r"[^\w']+|_+")
_LISTED = 3000
"""Bearers from which on a first word is a given name even where the rest is made of everyday words."""


@dataclass(frozen=True, slots=True)
class DisplayReading:
    """A display name, read. `words` are comparison keys, given name first, particles left out."""

    words: tuple[str, ...] = ()
    title: str = ""
    """`school` (Coach, Principal), `plain` (Mrs., Dr.) or empty."""
    year: int | None = None
    """A graduation year, with two or four digits."""
    ordered: bool = False
    """Written `Last, First`: the order is certain (and already put right)."""
    organisation: bool = False
    everyday: bool = False
    """A pseudonym or a phrase: "Mom of 3", "happy turtle"."""
    other_script: bool = False
    """In a script where "not found" proves nothing."""
    text: str = ""
    """The whole, as comparison keys with single spaces."""


NOTHING = DisplayReading()


def read(display: str | None) -> DisplayReading:
    """Read a display name. Never fails, whatever the text."""
    text = _PRONOUNS.sub(" ", spaced(clean(display)))
    if not text:
        return NOTHING
    year = year_in(text)
    raw = _words(text)
    whole = " ".join(raw)
    title = _title(raw)
    if title:
        text = _POSSESSIVE.sub("", text)
    ordered, text = _family_first(text)
    words = [word for word in _words(text) if not word.isdigit()]
    while len(words) > 1 and _title(words):
        words = words[1:]
    if title and len(words) == 1 and words[0] in lexicon.TITLES:
        words = []
    while len(words) > 2 and words[-1] in lexicon.SUFFIXES:
        words.pop()
    if title:
        words = _without_class(words)
    words = [w for i, w in enumerate(words) if not (0 < i < len(words) - 1 and w in lexicon.PARTICLES)]
    return DisplayReading(
        words=tuple(words[:6]),
        title=title,
        year=year,
        ordered=ordered,
        organisation=not title and _organisation(words),
        everyday=not title and _everyday(words),
        other_script=in_other_script(text),
        text=whole,
    )


def year_in(text: str) -> int | None:
    """A year somebody could leave school in, as two or four digits behind `class of` or an apostrophe, or `20xx`."""
    found = _YEAR.search(text)
    return int(found[1] or found[2]) if found else None


def _words(text: str) -> list[str]:
    return [k for word in _BREAK.split(text) if (k := key(word))]


def _title(words: list[str]) -> str:
    if not words or words[0] not in lexicon.TITLES:
        return ""
    return "school" if words[0] in lexicon.SCHOOL_TITLES else "plain"


def _family_first(text: str) -> tuple[bool, str]:
    """`Garcia, Ana` → (True, `Ana Garcia`); `Ana Garcia, PhD` → (False, `Ana Garcia`)."""
    before, comma, after = text.partition(",")
    if not comma or not before.strip() or not _words(after):
        return False, text
    if all(word in lexicon.DEGREES for word in _words(after.replace(".", ""))):
        return False, before
    if "," in after or len(_words(after)) > 3:
        return False, text
    return True, f"{after} {before}"


def _without_class(words: list[str]) -> list[str]:
    for i, word in enumerate(words[1:], 1):
        if word in lexicon.CLASS_WORDS or word in lexicon.ORGANISATION_WORDS:
            return words[:i]
    return words


def _organisation(words: list[str]) -> bool:
    if len(words) < 2 or not any(word in lexicon.ORGANISATION_WORDS for word in words):
        return False
    given, surnames = population.given_names(), population.surnames()
    reads_as_person = (
        len(words) == 2
        and given.bearers(words[0]) > surnames.bearers(words[0])
        and surnames.bearers(words[1]) >= 10 * _LISTED
    )
    return not reads_as_person


def _everyday(words: list[str]) -> bool:
    if not any(word in lexicon.EVERYDAY_WORDS for word in words):
        return False
    return len(words) == 1 or population.given_names().bearers(words[0]) < _LISTED
