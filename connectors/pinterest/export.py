"""Pinterest's data page: one HTML file of sections, each an `h1` followed by `Key: value,` lines.

No section with followers or followed people has been seen. Should there be one, its people are read and the
coverage says that the layout is unverified. What was pinned is not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlsplit

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note, roots
from connectors.errors import ConnectorError, MemberDamaged
from connectors.files import text_of
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Profile,
    Record,
    RecordType,
    SourceKind,
    State,
    Unreadable,
)

if TYPE_CHECKING:
    from bs4 import BeautifulSoup

_HEAD = 64 * 1024
_FEW = 20
"""A Pinterest download is a page or a few; in an archive of many, pages belong to somebody else."""
_SIGN = re.compile(rb"pinterest\.|\bBoard (Name|Id):|\bIs a repin:", re.IGNORECASE)
_KINDS = {
    **dict.fromkeys(("followers", "seguidores"), Kind.FOLLOWER),
    **dict.fromkeys(("following", "siguiendo", "seguindo", "a seguir"), Kind.FOLLOWING),
}
_HANDLE = re.compile(r"[A-Za-z0-9_]{3,50}", re.ASCII)
_SAYS_NOTHING = "no data"


@dataclass
class _Section:
    title: str
    number: int
    lines: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    """Address and text."""

    def values(self, key: str) -> list[str]:
        fields = [field for field in map(_field, self.lines) if field is not None]
        return [value for name, value in fields if name == key and value and value.casefold() != _SAYS_NOTHING]


class PinterestExport:
    """Reads whose page it is; says that no list of people is in it."""

    platform: ClassVar[str] = Platform.PINTEREST
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS, RecordType.PROFILE})
    opens: ClassVar[tuple[str, ...]] = ("*.html", "*.htm")
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()

    def recognise(self, archive: Archive) -> list[Recognition]:
        """A page with Pinterest's sections and links; looked for only where there are few files."""
        if len(archive.members) > _FEW:
            return []
        found = []
        for root in roots(archive, *self.opens):
            export = Export(archive, self, root)
            if any(_is_page(export, member) for member in export.members(*self.opens)):
                found.append(Recognition(self.platform, 70, root))
        return found

    def read(self, export: Export) -> Iterator[Record]:
        """Unverified lists if there are any, then the profile."""
        people = 0
        usernames: dict[str, Place] = {}
        notes: list[Message] = []
        listed = damaged = False
        for member in export.members(*self.opens):
            source = export.name(member)
            if not _is_page(export, member):
                continue
            try:
                sections = list(_sections(export.html(member)))
            except MemberDamaged as e:
                damaged = True
                notes.append(note("pinterest.page_damaged", member=source))
                yield Unreadable(Place(source, e.place), notes[-1])
                continue
            for section in sections:
                for name in section.values("username"):
                    usernames.setdefault(name, Place(source, f"section {section.number}"))
                kind = _KINDS.get(section.title.casefold())
                if kind is not None:
                    listed = True
                    for person in _people(section, kind, source):
                        people += 1
                        yield person
        if listed:
            notes.append(note("pinterest.list_unverified"))
            yield Coverage(RecordType.CONNECTIONS, State.PARTIAL, Gap.FORMAT_UNKNOWN, people, notes=tuple(notes))
        else:
            reason = Gap.DAMAGED if damaged else Gap.NOT_OFFERED
            notes += [note("pinterest.no_lists"), note("pinterest.type_the_list")]
            yield Coverage(RecordType.CONNECTIONS, State.NONE, reason, notes=tuple(notes))
        yield from _owner(usernames)


def _is_page(export: Export, member: Member) -> bool:
    try:
        head = export.open(member).read(_HEAD)
    except ConnectorError:
        return False
    return b"<h1" in head.lower() and _SIGN.search(head) is not None


def _field(line: str) -> tuple[str, str] | None:
    """Key (case-folded) and value of a `Key: value,` line; an address is not one."""
    key, colon, value = line.partition(":")
    if not colon or len(key) > 60 or "/" in key or value.startswith("//"):
        return None
    return key.strip().casefold(), value.strip().removesuffix(",").strip()


def _owner(usernames: dict[str, Place]) -> Iterator[Record]:
    """Pins repeat the owner's user name. Where several names stand, nobody can say which is the owner's."""
    if len(usernames) == 1:
        [(name, place)] = usernames.items()
        url = f"https://www.pinterest.com/{name}/" if _HANDLE.fullmatch(name) else None
        yield Profile(handle=text_of(name), url=url, place=place)
        yield Coverage(RecordType.PROFILE, State.PARTIAL, Gap.NOT_OFFERED, 1)
    else:
        yield Coverage(RecordType.PROFILE, State.NONE, Gap.NOT_OFFERED)


def _sections(page: BeautifulSoup) -> Iterator[_Section]:
    """What follows each `h1` up to the next one, as lines and links."""
    from bs4.element import NavigableString, Tag  # see `connectors.files.parse_html`

    section: _Section | None = None
    number, line = 0, ""
    for node in page.descendants:
        if isinstance(node, Tag):
            if node.name in ("h1", "br", "p", "div", "li") and section is not None:
                section.lines += [line] if line.strip() else []
                line = ""
            if node.name == "h1":
                if section is not None:
                    yield section
                number += 1
                section = _Section(node.get_text(" ", strip=True), number)
            elif node.name == "a" and section is not None:
                section.links.append((str(node.get("href") or ""), node.get_text(" ", strip=True)))
        elif isinstance(node, NavigableString) and section is not None and node.find_parent("h1") is None:
            line += str(node)
    if section is not None:
        section.lines += [line] if line.strip() else []
        yield section


def _people(section: _Section, kind: Kind, source: str) -> Iterator[Connection]:
    """The people of a list section: links to profiles, else user name lines, else bare lines as names."""
    title = section.title[:60]
    found: list[tuple[str | None, str | None]] = []
    for address, text in section.links:
        handle = _profile_of(address)
        if handle is not None:
            found.append((handle, None if "/" in text or text.strip("@") == handle else text_of(text)))
    if not found:
        found = [(name.lstrip("@"), None) for name in section.values("username")]
    if not found:
        lines = (line.strip().rstrip(",") for line in section.lines if _field(line) is None)
        found = [(None, text_of(line)) for line in lines if text_of(line)]
    for position, (handle, name) in enumerate(found, 1):
        url = f"https://www.pinterest.com/{handle}/" if handle and _HANDLE.fullmatch(handle) else None
        place = Place(source, f"{title}, item {position}")
        yield Connection((kind,), (place,), display_name=name, handle=text_of(handle), url=url)


def _profile_of(address: str) -> str | None:
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    path = [part for part in parts.path.split("/") if part]
    host = (parts.hostname or "").removeprefix("www.")
    if not host.startswith("pinterest.") or len(path) != 1 or not _HANDLE.fullmatch(path[0]):
        return None
    return path[0]
