"""Snapchat's HTML pages, read as headings with tables under them.

The layout is our reading and not verified on a real download: a heading names the list (`Friends`, `Blocked
Users`), the next table holds its rows, and the table's first row names the columns as the JSON keys do. The
page comes out in the shape of the JSON file, so that one reader serves both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from connectors.files import Json

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "caption")


def tables(page: BeautifulSoup) -> dict[str, Json]:
    """The rows of the page's tables under their headings; a table without user names comes as it stands."""
    found: dict[str, Json] = {}
    heading = ""
    for node in page.find_all((*_HEADINGS, "table")):
        if node.name != "table":
            heading = node.get_text(" ", strip=True)
            continue
        caption = node.find("caption")
        title = caption.get_text(" ", strip=True) if caption else heading
        rows = _rows([cells for row in node.find_all("tr") if (cells := _cells(row))])
        before = found.get(title, [])
        found[title] = [*before, *rows] if isinstance(before, list) and isinstance(rows, list) else rows
    return found


def pairs(page: BeautifulSoup) -> dict[str, Json]:
    """The two-column tables of a page as one set of pairs."""
    rows = (_cells(row) for row in page.find_all("tr"))
    return {row[0].rstrip(":"): row[1] for row in rows if len(row) == 2}


def _rows(rows: list[list[str]]) -> Json:
    if rows and "username" not in [column.casefold() for column in rows[0]]:
        return {"columns": rows[0]}
    return [dict(zip(rows[0], row, strict=False)) for row in rows[1:]]


def _cells(row: Tag) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in row.find_all(("th", "td"))]
