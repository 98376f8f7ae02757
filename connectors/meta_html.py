"""The HTML pages of Meta's exports, which are what a user gets who does not ask for JSON.

The class names are machine-made and changed twice. One record is the innermost element with one of these:

- 2019-21: `div.uiBoxWhite`, name in `._2lel`, date in `._2lem`
- 2022-25: `div._a6-g.uiBoxWhite`, name in `div._a6-h` (Facebook) or as a link in `._a6-p` (Instagram)
- late 2025 on: `section._a6-g` with the name in `h2` (Facebook), or `div._a6-g` with `h2` and a link (Instagram)

Named values are rows of tables, `Label<div><div>Value</div></div>` in one cell or label and value in two. Text is
proper UTF-8. What stands outside of the records (headings, help links in the foot) is never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from connectors.errors import MemberDamaged
from connectors.files import parse_html, text_of
from connectors.meta_dates import from_words
from connectors.meta_format import Pair
from connectors.model import Place

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import Tag

_BLOCK = re.compile(r"_a6-g|uiBoxWhite")
_HEADING = re.compile(r"_a6-h|_2lel")
_BESIDE_RECORDS = ("header", "footer", "nav", "h1", "title", "style", "script")
MARKS = re.compile(r"_a6-g|uiBoxWhite|_2lel|_a706")
"""What the source of a list page of Meta's holds, and hardly any other page."""


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text in a record, and the address if it is a link."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One record of a page. `named` are the rows of its tables as (label, value)."""

    headings: tuple[str, ...]
    texts: tuple[Text, ...]
    named: tuple[tuple[str, str], ...]

    @property
    def when(self) -> datetime | None:
        """The last date in the record."""
        return next((date for one in reversed(self.texts) if (date := from_words(one.text))), None)


@dataclass(frozen=True, slots=True)
class Page:
    """A page; `whole` is whether it reaches its end tag, so that a cut one is never taken for complete."""

    soup: BeautifulSoup
    name: str
    whole: bool

    def blocks(self) -> list[Block]:
        """The records, without the last one where the page is cut."""
        found = self.soup.find_all(class_=_BLOCK)
        inner = [tag for tag, following in pairwise([*found, None]) if tag and not _is_inside(following, tag)]
        return [_block(tag) for tag in (inner if self.whole else inner[:-1])]

    def says_more(self) -> bool:
        """Whether there is text beside headings and links: a page without records that does is of a new kind."""
        body = self.soup.find("main") or self.soup.body
        if body is None:
            return False
        for beside in body.find_all(_BESIDE_RECORDS):
            beside.decompose()
        return any(True for _ in body.stripped_strings)

    def pairs(self) -> Iterator[Pair]:
        """The named values of every table."""
        for number, (label, value) in enumerate(_named(self.soup), 1):
            yield Pair(label, value, Place(self.name, f"item {number}"), from_words(value))


def page(data: bytes, name: str) -> Page:
    """An HTML member. Raises `MemberDamaged` where there is no page at all."""
    if b"<" not in data:
        raise MemberDamaged(name, "it is not an HTML page")
    return Page(parse_html(data, name), name, b"</html>" in data[-2048:].lower())


def whole_page(data: bytes, name: str) -> Page:
    """A page that has to be whole, such as one with settings. Raises `MemberDamaged`."""
    found = page(data, name)
    if not found.whole:
        raise MemberDamaged(name, "the page ends too early")
    return found


def _is_inside(tag: Tag | None, outer: Tag) -> bool:
    """Records come in the order of the page, so an outer box is followed by the first one inside it."""
    return tag is not None and any(parent is outer for parent in tag.parents)


def _block(tag: Tag) -> Block:
    from bs4.element import NavigableString  # see `connectors.files.parse_html`

    headings = [text_of(found.get_text(" ")) for found in tag.find_all(_is_heading)]
    texts = []
    for piece in tag.descendants:
        if type(piece) is NavigableString and (text := text_of(str(piece))):
            link = piece.find_parent("a")
            href = link.get("href") if link is not None else None
            texts.append(Text(text, href if isinstance(href, str) else None))
    return Block(tuple(text for text in headings if text), tuple(texts), tuple(_named(tag)))


def _is_heading(tag: Tag) -> bool:
    classes = tag.get("class") or ()
    return tag.name == "h2" or any(_HEADING.fullmatch(name) for name in classes)


def _named(tag: Tag) -> Iterator[tuple[str, str]]:
    for row in tag.find_all("tr"):
        cells = row.find_all("td", recursive=False)
        if not cells or row.find("tr") is not None:
            continue  # a row that holds a table is a section; its rows come by themselves
        texts = [text for cell in cells for text in cell.stripped_strings]
        if len(cells) > 1:
            label, value = cells[0].get_text(" ", strip=True), " ".join(" ".join(c.stripped_strings) for c in cells[1:])
        else:
            label, value = texts[0] if texts else "", " ".join(texts[1:])
        yield text_of(label) or "", text_of(value) or ""
