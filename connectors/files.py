"""Reading the text formats that exports come in: JSON, JavaScript-wrapped JSON, CSV, HTML.

Every function names the member and the place when it cannot go on (`MemberDamaged`), and none of them
raises anything else for bad bytes.
"""

from __future__ import annotations

import csv
import io
import json
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from connectors.errors import MemberDamaged

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

Json: TypeAlias = Any
"""What `json.loads` gives: readers narrow it before they use it."""


def decode(data: bytes, member: str) -> str:
    """Text of a file in UTF-8 (with or without BOM), UTF-16 (with BOM) or, failing those, cp1252."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as e:
            raise MemberDamaged(member, "its text (UTF-16) breaks off", f"byte {e.start}") from e
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def parse_json(data: bytes | str, member: str) -> Json:
    """A JSON document. Raises `MemberDamaged` with line and column where it breaks."""
    text = data if isinstance(data, str) else decode(data, member)
    try:
        return json.loads(text)
    except json.JSONDecodeError as e:
        raise MemberDamaged(member, "it is not complete JSON", f"line {e.lineno} column {e.colno}") from e
    except (RecursionError, ValueError) as e:
        raise MemberDamaged(member, "its JSON is nested too deeply or holds an impossible number") from e


def parse_csv(data: bytes, member: str, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file with their 1-based row numbers, as a spreadsheet would count them."""
    reader = csv.reader(io.StringIO(decode(data, member).replace("\x00", ""), newline=""), delimiter=delimiter)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            yield number, row
    except csv.Error as e:
        raise MemberDamaged(member, f"it is not a readable CSV file ({e})", f"row {number + 1}") from e


def parse_html(data: bytes, member: str) -> BeautifulSoup:
    """An HTML page. Broken markup is repaired as a browser would; no resource is ever fetched."""
    # Takes longer to load than most exports take to read, so only where there is HTML.
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning, XMLParsedAsHTMLWarning

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)
        try:
            return BeautifulSoup(decode(data, member), "lxml")
        except RecursionError as e:
            raise MemberDamaged(member, "its HTML is nested too deeply") from e


def text_of(value: object) -> str | None:
    """A string that is safe to store: no lone surrogates or NULs, outer space cut; None for anything empty.

    Nothing else is removed: what a stranger wrote as a name is shown harmless by the reports, not rewritten here.
    """
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value) if not isinstance(value, int) or abs(value) < 10**40 else ""
    text = text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "").strip()
    return text or None
