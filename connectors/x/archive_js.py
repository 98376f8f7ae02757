"""The `.js` members of an X archive: JSON behind `window.YTD.follower.part0 =`.

Up to 2020 the list starts on the line of the assignment, later on the next one, and an empty list is `[ ]` or
`[]`; so everything up to the first `=` is skipped and the variable's name is never relied upon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

import ijson

from connectors.archive import Member
from connectors.base import Export
from connectors.dates import from_text
from connectors.errors import ConnectorError, MemberDamaged
from connectors.files import Json, decode, parse_json, text_of

_ASSIGNED = re.compile(r"\s*(?:window\.|var\s)[^=\n]{0,200}=")
_PREFIX_BYTES = 256


def parse(data: bytes, member: str) -> Json:
    """What is assigned in one member; a bare JSON document (somebody cut the prefix off) is read as well."""
    text = decode(data, member)
    found = _ASSIGNED.match(text)
    return parse_json(text[found.end() :].rstrip("; \t\r\n") if found else text, member)


def records(document: Json, wrapper: str) -> Iterator[tuple[str, Json]]:
    """Pointer and content of each record of a list, taken out of its wrapper (`{"follower": {...}}`)."""
    rows = document if isinstance(document, list) else []
    for position, row in enumerate(rows):
        yield f"/{position}", row.get(wrapper, row) if isinstance(row, dict) else row


def first(document: Json, wrapper: str) -> dict[str, Json]:
    """The one record of a member such as `account.js`; empty where it holds none."""
    return next((row for _, row in records(document, wrapper) if isinstance(row, dict)), {})


@dataclass(frozen=True, slots=True)
class Manifest:
    """What `manifest.js` says of the archive: whose it is, when it was made, which parts each list has."""

    handle: str | None = None
    display_name: str | None = None
    account_id: str | None = None
    made_at: datetime | None = None
    partial: bool = False
    parts: dict[str, dict[str, int | None]] = field(default_factory=dict)
    """Per data type, the file names (no folder) and the number of records the platform counted in each."""


def manifest(document: Json) -> Manifest:
    """The manifest's content; what is missing or of another type is left empty."""
    document = _dict(document)
    owner, archive = _dict(document.get("userInfo")), _dict(document.get("archiveInfo"))
    parts: dict[str, dict[str, int | None]] = {}
    for name, entry in _dict(document.get("dataTypes")).items():
        files = _dict(entry).get("files")
        for file in files if isinstance(files, list) else []:
            path = text_of(_dict(file).get("fileName"))
            if path:
                parts.setdefault(name, {})[path.rpartition("/")[2].lower()] = _count(file.get("count"))
    return Manifest(
        handle=text_of(owner.get("userName")),
        display_name=text_of(owner.get("displayName")),
        account_id=text_of(owner.get("accountId")),
        made_at=from_text(archive.get("generationDate")),
        partial=str(archive.get("isPartialArchive")).lower() == "true",
        parts=parts,
    )


@dataclass(frozen=True, slots=True)
class Name:
    """The handle and name under which an id was last mentioned, and in which post (ids grow with time)."""

    post: int
    handle: str
    display_name: str | None


def mentioned(export: Export, member: Member, wanted: set[str], names: dict[str, Name]) -> None:
    """Add to `names` how the owner's own posts call the wanted ids.

    Only ids, handles and names are taken; the text of a post is never kept. The file is streamed, since it can
    be larger than everything else together. Raises `MemberDamaged`; what was found before stays in `names`.
    """
    try:
        stream = export.open(member)
        _skip_prefix(stream)
        for row in ijson.items(stream, "item", use_float=True):
            post = row.get("tweet", row) if isinstance(row, dict) else None
            if isinstance(post, dict):
                _collect(post, wanted, names)
    except (ijson.JSONError, ValueError, OverflowError, ConnectorError) as e:
        raise MemberDamaged(export.name(member), "its posts cannot be read to the end") from e


def _skip_prefix(stream: BinaryIO) -> None:
    for _ in range(_PREFIX_BYTES):
        if stream.read(1) in (b"=", b""):
            return


def _collect(post: dict[str, Json], wanted: set[str], names: dict[str, Name]) -> None:
    order = _count(post.get("id_str")) or _count(post.get("id")) or 0
    mentions = _dict(post.get("entities")).get("user_mentions")
    found = [(post.get("in_reply_to_user_id_str"), post.get("in_reply_to_screen_name"), None)]
    for mention in mentions if isinstance(mentions, list) else []:
        mention = _dict(mention)
        found.append((mention.get("id_str") or mention.get("id"), mention.get("screen_name"), mention.get("name")))
    for id_, screen_name, name in found:
        key, handle = text_of(id_), text_of(screen_name)
        if key is None or handle is None or key not in wanted:
            continue
        before = names.get(key)
        if before is None or order >= before.post:
            names[key] = Name(order, handle, text_of(name) or (before.display_name if before else None))


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _count(value: Json) -> int | None:
    text = text_of(value)
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 20 else None
