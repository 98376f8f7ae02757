"""What a source is: how it recognises its input, which members it may open, and what it yields.

A source of exports is a class with the attributes of `ExportSource`. It sees the input only through an
`Export`, which opens the members on the source's own list and refuses every other one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, BinaryIO, ClassVar, Protocol

from connectors.archive import Archive, Member, matching
from connectors.errors import DamagedInput, MemberDamaged
from connectors.files import Json, parse_html, parse_json
from connectors.model import Message, Record, RecordType, SourceKind

if TYPE_CHECKING:
    from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True)
class Recognition:
    """A source says: this is mine.

    `score` is 0 to 100: 90 and more for a path or key that no other platform has, about 60 for a loose file
    known by its content, about 30 for a file known by its name alone. `root` is the folder inside the input that
    holds this account's export ("" or "meta-2026/instagram-ana-2026-01-09/"); `handle` is the account it belongs
    to, where the input says so cheaply.
    """

    platform: str
    score: int
    root: str = ""
    handle: str | None = None


class ExportSource(Protocol):
    """The reader of one platform's export.

    `opens` and `ignores` are patterns over paths relative to the export's root, in lower case: `*` stands for
    anything inside one path component, `**/` for any folders (or none). `opens` is the allow-list; `ignores` are
    members we know and leave closed; whatever matches neither but lies where `lists` says that lists lie is
    reported as unknown (a new layout, perhaps).
    """

    platform: ClassVar[str]
    kind: ClassVar[SourceKind]
    yields: ClassVar[frozenset[RecordType]]
    opens: ClassVar[tuple[str, ...]]
    ignores: ClassVar[tuple[str, ...]]
    lists: ClassVar[tuple[str, ...]]

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Every account of this platform in the input (none: an empty list). Opens allow-listed members only."""

    def read(self, export: Export) -> Iterator[Record]:
        """The records, and exactly one `Coverage` for every type in `yields`.

        Raises `ConnectorError` when nothing at all can be read; a single damaged member becomes coverage.
        """


class Export:
    """One account's part of an archive, as one source may see it.

    `more_roots` are the folders of further parts, where each part came in a folder of its own name.
    """

    def __init__(self, archive: Archive, source: ExportSource, root: str = "", *more_roots: str) -> None:
        self._archive, self._source, self.root = archive, source, root
        self._roots = (root, *more_roots)
        self.inputs = archive.inputs
        self.taken_at: datetime | None = None
        """Set by the reader where the export says when it was made."""

    def members(self, *patterns: str) -> list[Member]:
        """The members under this root that match any pattern (see `ExportSource`), in natural order."""
        return matching(self._archive.members, lambda m: m.name.startswith(self._roots) and self._matches(m, patterns))

    def name(self, member: Member) -> str:
        """The member's path inside this export: what provenance and messages call it."""
        return next((member.name.removeprefix(r) for r in self._roots if member.name.startswith(r)), member.name)

    def _matches(self, member: Member, patterns: tuple[str, ...]) -> bool:
        return matches(self.name(member), patterns)

    def _allowed(self, member: Member) -> None:
        if not self._matches(member, self._source.opens):
            raise AssertionError(f"{type(self._source).__name__} may not open {self.name(member)!r}")

    def read(self, member: Member) -> bytes:
        """The bytes of an allow-listed member. Damage inside the container is `MemberDamaged`."""
        self._allowed(member)
        try:
            return self._archive.read(member)
        except DamagedInput as e:
            raise MemberDamaged(self.name(member), str(e)) from e

    def open(self, member: Member) -> BinaryIO:
        """A bounded stream over an allow-listed member; raises `DamagedInput` where its bytes are damaged."""
        self._allowed(member)
        return self._archive.open(member)

    def json(self, member: Member) -> Json:
        """An allow-listed member as JSON. Raises `MemberDamaged`."""
        return parse_json(self.read(member), self.name(member))

    def html(self, member: Member) -> BeautifulSoup:
        """An allow-listed member as an HTML page. Raises `MemberDamaged`."""
        return parse_html(self.read(member), self.name(member))

    def unknown(self) -> list[Member]:
        """Members where lists lie that the source neither opens nor knows to ignore."""
        known = (*self._source.opens, *self._source.ignores)
        return [m for m in self.members(*self._source.lists) if not self._matches(m, known)]


def matches(name: str, patterns: tuple[str, ...]) -> bool:
    """Whether a path matches any of the patterns (see `ExportSource`), letter case aside."""
    return any(_pattern(pattern).fullmatch(name.lower()) is not None for pattern in patterns)


@lru_cache(maxsize=2048)
def _pattern(pattern: str) -> re.Pattern[str]:
    out = ""
    for token in re.split(r"(\*\*/|\*|\?)", pattern.lower()):
        out += {"**/": r"(?:[^/]+/)*", "*": r"[^/]*", "?": r"[^/]"}.get(token, re.escape(token))
    return re.compile(out)


def roots(archive: Archive, *patterns: str) -> list[str]:
    """The folders under which any of the patterns is found, outermost first.

    `roots(a, "connections/friends/*.json")` on `meta-2026/facebook-ana/connections/friends/your_friends.json`
    gives `["meta-2026/facebook-ana/"]`. Parts of one export that share a root give it once.
    """
    found: set[str] = set()
    for member in archive.members:
        parts = member.name.split("/")
        for cut in range(len(parts)):
            if matches("/".join(parts[cut:]), patterns):
                found.add("".join(part + "/" for part in parts[:cut]))
                break
    return sorted(found, key=lambda root: (root.count("/"), root))


def note(id: str, **params: str | int | float | None) -> Message:
    """A message for a `Coverage` or an `Unreadable`."""
    return Message(id, params)
