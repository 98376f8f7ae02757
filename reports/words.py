"""Messages as a page writes them: our own text as it is, everything from outside escaped and set apart.

`<bdi>` keeps a name in another script from turning the sentence around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from markupsafe import Markup, escape

from connectors.model import Message, Param
from reports.catalog import Catalog
from reports.display import safe_text

SENTENCE = 600
"""Characters of a sentence from outside."""
_STEP = re.compile(r"^\s*\d{1,2}[.)]\s+")


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a message: a paragraph, or the steps of an ordered list."""

    ordered: bool
    lines: tuple[str, ...]


class Words:
    """What a template says things with."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.lang = catalog.html_lang

    def say(self, id: str, **params: Param) -> str:
        """A sentence, fit for HTML."""
        return self.tell(Message(id, params))

    def tell(self, message: Message) -> str:
        """A message, fit for HTML."""
        return self.catalog.fill(message, escape, outside)

    def plain(self, id: str, **params: Param) -> str:
        """A sentence without marks, for attributes and titles."""
        return self.catalog.text(Message(id, params))

    def start(self, id: str) -> str:
        """A term at the start of a line: its first letter a capital."""
        return start(self.plain(id))

    def plain_name(self, value: str) -> str:
        """A name without marks, for titles."""
        return safe_text(value)

    def sentence(self, value: str) -> str:
        """A sentence that came as text, with names in it perhaps; longer than a name may be."""
        return outside(safe_text(value, SENTENCE)) if value else ""

    def name(self, *values: str | None) -> str:
        """The first value that shows anything, set apart; words for "no name" if none does."""
        for value in values:
            text = safe_text(value)
            if text:
                return outside(text)
        return self.say("words.no_name")

    def raw(self, value: str) -> str:
        """A word of the platform's, set apart; a dash where it said nothing."""
        return outside(text) if (text := safe_text(value)) else "–"

    def value(self, text: str) -> str:
        """A value as it was found; a date in words."""
        try:
            return self.catalog.date(date.fromisoformat(text))
        except ValueError:
            return self.name(text)

    def short_date(self, day: date | datetime | None) -> str:
        """A date in its short form, or empty."""
        return self.catalog.date(day, "medium") if day else ""

    def long_date(self, day: date | datetime | None) -> str:
        """A date in words, or that it is not recorded."""
        return self.catalog.date(day) if day else self.plain("words.not_recorded")

    def number(self, value: int) -> str:
        """A number as people write it."""
        return self.catalog.number(value)

    def some(self, value: int | None) -> str:
        """A count of the district page; None is a hidden one."""
        return self.plain("district.few") if value is None else self.number(value)

    def terms(self, prefix: str, values: Iterable[str]) -> str:
        """Several terms in one line: `terms("kind", ["friend", "follower"])`."""
        return ", ".join(self.plain(f"{prefix}.{value}") for value in values)

    def blocks(self, message: Message) -> list[Block]:
        """A message in paragraphs and ordered lists: its lines that begin with a number are steps."""
        blocks: list[Block] = []
        for line in str(self.tell(message)).splitlines():
            text, steps = _STEP.subn("", line, count=1)
            if not text.strip():
                continue
            marked = Markup(text.strip())  # noqa: S704 - a line of what `tell` escaped
            if steps and blocks and blocks[-1].ordered:
                blocks[-1] = Block(True, (*blocks[-1].lines, marked))
            else:
                blocks.append(Block(bool(steps), (marked,)))
        return blocks


def start(text: str) -> str:
    """Text at the start of a line: its first letter a capital."""
    return text[:1].upper() + text[1:]


def outside(text: str) -> str:
    """Text from outside, escaped, in its own direction."""
    return Markup("<bdi>{}</bdi>").format(text)
