"""What both forms of TikTok's download have in common: the lists, and what is missing from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

from connectors.base import note
from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.model import Connection, Coverage, Gap, Kind, Message, Place, Record, RecordType, State, Unreadable

_WORST_FIRST = (Gap.DAMAGED, Gap.FORMAT_UNKNOWN, Gap.FILE_ABSENT, Gap.DECLARED_COUNT_DIFFERS)
_NOBODY = ("n/a", "null", "none")


@dataclass(frozen=True, slots=True)
class ListName:
    """One list under its names of all years: section, list inside it (JSON), and file (TXT)."""

    kind: Kind
    sections: tuple[str, ...]
    inner: str
    files: tuple[str, ...]
    title: str
    counter: str = ""
    """Where the profile says how many there are."""


STANDING = (
    ListName(
        Kind.FOLLOWER,
        ("follower", "follower list"),
        "fanslist",
        # Dutch is known from exports; the others are the words of TikTok's own pages in that language.
        (
            "follower",
            "follower list",
            "followers",
            "volger",
            "volgers",
            "seguidor",
            "seguidores",
            "abonné",
            "abonnés",
            "follower-liste",
        ),
        "tiktok.list.followers",
        "followercount",
    ),
    ListName(
        Kind.FOLLOWING,
        ("following", "following list"),
        "following",
        (
            "following",
            "following list",
            "volgend",
            "siguiendo",
            "seguindo",
            "a seguir",
            "abonnements",
            "folge ich",
            "gefolgt",
        ),
        "tiktok.list.following",
        "followingcount",
    ),
)
BLOCKED = ListName(
    Kind.BLOCKED,
    ("block", "block list"),
    "blocklist",
    ("block", "block list", "blokkeerlijst", "lista de bloqueados"),
    "tiktok.list.blocked",
)


@dataclass(slots=True)
class Content:
    """What else lies beside the lists: pairs of settings with their source and pointer, and the profile's pairs."""

    settings: list[tuple[dict[str, Json], str, str]] = field(default_factory=list)
    profile: dict[str, Json] = field(default_factory=dict)
    profile_place: Place | None = None


@dataclass(slots=True)
class Lists:
    """Counts and gaps of the lists read so far."""

    gaps: list[tuple[Gap, Message]] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    rows: dict[Kind, int] = field(default_factory=dict)
    """Rows of each list that was found, readable or not."""
    received: int = 0

    def gap(self, reason: Gap, place: Place, message: Message) -> Unreadable:
        """Note what is missing, as a record with its place."""
        self.gaps.append((reason, message))
        return Unreadable(place, message)

    def people(self, part: ListName, rows: list[Json], source: str, pointer: str) -> Iterator[Record]:
        """The people of one list. `pointer` is that of the JSON list, or empty for the blocks of a text file."""
        damaged = nameless = 0
        standing = part is not BLOCKED
        self.rows[part.kind] = self.rows.get(part.kind, 0) + len(rows)
        for position, row in enumerate(rows):
            place = Place(source, f"{pointer}/{position}" if pointer else f"item {position + 1}")
            cells = {str(key).casefold(): value for key, value in row.items()} if isinstance(row, dict) else {}
            if "username" not in cells or not isinstance(cells["username"], str | int | None):
                damaged += 1
                yield Unreadable(place, note("tiktok.row_unreadable"))
                continue
            handle = (text_of(cells["username"]) or "").removeprefix("@")
            if not handle or handle.casefold() in _NOBODY:
                nameless += 1
                yield Unreadable(place, note("tiktok.row_without_name"))
                continue
            self.received += standing
            since = from_text(cells.get("date"))
            yield Connection((part.kind,), (place,), handle=handle, url=address(handle), since=since)
        if damaged:
            self.gaps.append((Gap.DAMAGED, note("tiktok.rows_unreadable", n=damaged, t_list=part.title)))
        if nameless:
            self.notes.append(note("tiktok.rows_without_name", n=nameless, t_list=part.title))

    def coverage(self, counts: dict[str, Json]) -> Coverage:
        """Coverage of the connections, given the counters of the profile (`followerCount`, where it has them)."""
        expected: list[int | None] = []
        for part in STANDING:
            declared = text_of(counts.get(part.counter)) or ""
            expected.append(int(declared) if re.fullmatch(r"\d{1,12}", declared, re.ASCII) else None)
            listed = self.rows.get(part.kind)
            if listed is None:
                self.gaps.append((Gap.FILE_ABSENT, note("tiktok.list_absent", t_list=part.title)))
            elif expected[-1] not in (None, listed):
                differs = note("tiktok.count_differs", t_list=part.title, expected=expected[-1], received=listed)
                self.gaps.append((Gap.DECLARED_COUNT_DIFFERS, differs))
        seen = any(part.kind in self.rows for part in STANDING)
        state = State.COMPLETE if not self.gaps else State.PARTIAL if seen else State.NONE
        return Coverage(
            RecordType.CONNECTIONS,
            state,
            min((gap for gap, _ in self.gaps), key=_WORST_FIRST.index, default=None),
            self.received,
            None if None in expected else sum(count or 0 for count in expected),
            (*(message for _, message in self.gaps), *self.notes),
        )


def address(handle: str) -> str:
    """The page of an account."""
    return f"https://www.tiktok.com/@{quote(handle, safe='')}"
