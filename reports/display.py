"""Text from outside (names, handles, notes), made fit to be shown: the full value stays in `findings.json`."""

from __future__ import annotations

import re

LIMIT = 120
"""Characters of a name on a page."""
CELL_LIMIT = 1_000
"""Characters of a value in a table that is written to a file; a spreadsheet cell holds 32,767."""

_HARMFUL = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # control characters, spaces among them excepted
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # they turn the direction of the text around them
    "\ud800-\udfff"  # halves of a character, which no file can hold
    "\ufeff\ufff9-\ufffb\ufffe\uffff"  # not allowed, or not visible, in XML
    "]"
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_text(value: str | None, limit: int = LIMIT) -> str:
    """The value on one line, without characters that hide, turn or break the text around it, at most `limit` long."""
    if not value:
        return ""
    # A name may be 10,000 characters of which most go; look at more than will be shown, yet not at all of it.
    text = " ".join(_HARMFUL.sub("", value[: 20 * limit]).split())
    if len(text) <= limit and len(value) <= 20 * limit:
        return text
    return text[: limit - 1].rstrip() + "…"


def csv_cell(value: str | None) -> str:
    """The value as one cell of a CSV file: a spreadsheet program must not take it for a formula."""
    text = safe_text(value, CELL_LIMIT)
    return f"'{text}" if text.startswith(_FORMULA) else text
