"""A list the owner typed: a CSV with recognised headers, or plain text with one person per line.

It is what the owner says, and nobody can know whether it is the whole list; so connections are never complete. It
is recognised with a low score, so that every platform's own reader comes first.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.dates import from_text
from connectors.errors import MemberDamaged
from connectors.files import decode, parse_csv, text_of
from connectors.model import (
    STANDING,
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Record,
    RecordType,
    SourceKind,
    State,
    Unreadable,
)
from connectors.typed_list import lines
from connectors.typed_list.words import columns, kind_of

_FEW = 5
"""Nobody types more files than this; in larger inputs, tables belong to somebody else."""
_MOST_BYTES = 64 * 1024 * 1024
_FEW_CONTROLS = 3
"""A stray control character can be in a pasted name; more than these and one in a hundred is no text."""
_MARKUP = re.compile(r"\s*(?:[{\[]|<(?![^<>\s]{1,200}@)[!?/a-z]|BEGIN:)", re.IGNORECASE)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class TypedList:
    """Reads people with name, handle, address or e-mail, in English, Spanish or Portuguese columns."""

    platform: ClassVar[str] = Platform.OTHER
    kind: ClassVar[SourceKind] = SourceKind.TYPED
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS})
    opens: ClassVar[tuple[str, ...]] = ("*.csv", "*.tsv", "*.txt")
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ()

    def recognise(self, archive: Archive) -> list[Recognition]:
        """A few text files that are all lists of people, in one folder; school rosters are not."""
        folders = {"".join(member.name.rpartition("/")[:2]) for member in archive.members}
        if len(folders) != 1 or len(archive.members) > _FEW:
            return []
        root = folders.pop()
        export = Export(archive, self, root)
        members = export.members(*self.opens)
        if len(members) != len(archive.members):
            return []
        scores = [_score(export, member) for member in members]
        return [Recognition(self.platform, min(scores), root)] if all(scores) else []

    def read(self, export: Export) -> Iterator[Record]:
        """The people in the order in which they were typed."""
        return _Reading(export).records()


def _score(export: Export, member: Member) -> int:
    """30 for a CSV with a header we know, 15 for a plain list, 0 for anything else."""
    if member.size > _MOST_BYTES:
        return 0
    try:
        text = _text(export.read(member), member.name, whole=False)
    except MemberDamaged:
        return 0
    if _layout(text) is not None:
        return 30
    # A table without a header we know is not taken for a list of lines: its columns could be anything.
    return 15 if member.name.lower().endswith(".txt") and lines.looks_like_list(text) else 0


def _text(data: bytes, member: str, *, whole: bool = True) -> str:
    """The text of a file. Raises `MemberDamaged` for what is no list, and where one that must be whole breaks off."""
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    text = data.decode("utf-16", "ignore") if utf16 and not whole else decode(data, member)
    controls = len(_CONTROLS.findall(text))
    if controls > max(_FEW_CONTROLS, len(text) // 100) or _MARKUP.match(text):
        raise MemberDamaged(member, "it is not a list that somebody typed")
    return text


def _layout(text: str) -> tuple[str, dict[str, int]] | None:
    """The delimiter and the columns, where the first line is a header that says who a person is."""
    head = next((line for line in io.StringIO(text) if line.strip()), "")
    for delimiter in (",", ";", "\t"):
        for _, row in _rows(head, "", delimiter):
            if (found := columns(row)) is not None:
                return delimiter, found
    return None


def _rows(text: str, member: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    return parse_csv(text.encode("utf-8", "replace"), member, delimiter)


class _Reading:
    """One pass over what was typed."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._standing = self._comments = self._unreadable = self._kinds_unknown = 0
        self._damaged: list[Message] = []

    def records(self) -> Iterator[Record]:
        seen = False
        for member in self._export.members(*TypedList.opens):
            source = self._export.name(member)
            try:
                text = _text(self._export.read(member), source)
                layout = _layout(text)
                yield from self._table(text, source, *layout) if layout else self._lines(text, source)
                seen = True
            except MemberDamaged as e:
                self._damaged.append(note("typed_list.file_damaged", member=source))
                yield Unreadable(Place(source, e.place), self._damaged[-1])
        seen = seen or self._standing > 0
        reason = Gap.DAMAGED if self._damaged or self._unreadable else Gap.PLATFORM_LIMIT
        state = State.PARTIAL if seen else State.NONE
        yield Coverage(RecordType.CONNECTIONS, state, reason, self._standing, notes=tuple(self._notes()))

    def _notes(self) -> Iterator[Message]:
        yield note("typed_list.as_typed")
        yield from self._damaged
        if self._unreadable:
            yield note("typed_list.rows_unreadable", n=self._unreadable)
        if self._kinds_unknown:
            yield note("typed_list.kinds_unknown", n=self._kinds_unknown)
        if self._comments:
            yield note("typed_list.comments_left_out", n=self._comments)

    def _table(self, text: str, source: str, delimiter: str, where: dict[str, int]) -> Iterator[Record]:
        header: list[str] | None = None
        for number, row in _rows(text, source, delimiter):
            if not any(cell.strip() for cell in row):
                continue
            if header is not None and len(header) == 1:
                row = [delimiter.join(row)]  # “Lima, Ana” in a list of one column
            if header is None:
                header = row
            elif row[0].lstrip().startswith("#") and not any(cell.strip() for cell in row[1:]):
                self._comments += 1
            elif any(cell.strip() for cell in row[len(header) :]):
                yield self._unread(Place(source, f"row {number}"), "typed_list.row_too_long")
            else:
                cells = {field: text_of(row[at]) for field, at in where.items() if at < len(row)}
                kind = self._kind(cells.get("kind"))
                since = from_text(cells.get("since"))
                full = " ".join(filter(None, (cells.get("first"), cells.get("last")))) or None
                # One column often holds handles and addresses mixed, so a handle is read like a typed line.
                who = lines.person(cells.get("handle") or "")
                found = Connection(
                    (kind,),
                    (Place(source, f"row {number}"),),
                    display_name=cells.get("name") or full,
                    handle=who.handle or who.name,
                    url=cells.get("url") or who.url,
                    email=cells.get("email") or who.email,
                    since=since,
                )
                yield self._counted(found, "typed_list.row_without_person")

    def _lines(self, text: str, source: str) -> Iterator[Record]:
        for line in lines.read(text):
            if line.person is None:
                self._comments += 1
                continue
            who, place = line.person, Place(source, f"row {line.number}")
            found = Connection((line.kind,), (place,), who.name, who.handle, None, who.url, who.email)
            yield self._counted(found, "typed_list.line_without_person")

    def _kind(self, word: str | None) -> Kind:
        kind = kind_of(word) if word else Kind.CONTACT
        self._kinds_unknown += kind is None
        return kind or Kind.CONTACT

    def _counted(self, found: Connection, otherwise: str) -> Connection | Unreadable:
        if not (found.display_name or found.handle or found.url or found.email):
            return self._unread(found.places[0], otherwise)
        self._standing += found.kinds[0] in STANDING
        return found

    def _unread(self, place: Place, message: str) -> Unreadable:
        self._unreadable += 1
        return Unreadable(place, note(message))
