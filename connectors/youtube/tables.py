"""The CSV files of a Takeout, told apart by what is in them and not by the language of their names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import Enum, auto

from connectors.base import note
from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.model import UNKNOWN, Connection, Kind, Place, Profile, Setting, SettingKey, Unreadable

CHANNEL_ID = re.compile(r"UC[\w-]{22}", re.ASCII)
_VISIBILITY = ("visib", "vizib", "sichtbar", "zichtbaar", "matomum", "widoczno", "synlighet", "видимост", "الظهور")
_TITLE = ("title", "título", "titel", "titre", "titolo", "titlu", "pavadin", "tytuł", "название", "عنوان")
_COMMENTS = ("allowed comments type",)
_VISIBILITY_WORDS = {
    **dict.fromkeys(
        ("public", "público", "pública", "öffentlich", "openbaar", "pubblico", "pubblica", "publique", "publică",
         "viešas", "vieša", "publiczny", "publiczna", "offentlig", "عام"), "public",
    ),
    **dict.fromkeys(
        ("private", "privado", "privada", "privat", "privé", "privée", "privato", "privata", "privată", "privatus",
         "prywatny", "prywatna", "خاص"), "private",
    ),
}  # fmt: skip
_COMMENT_WORDS = {
    "all": "open",
    "allow all": "open",
    "allow all comments": "open",
    "approved": "held",
    "hold all": "held",
    "hold all comments for review": "held",
    "none": "off",
    "disabled": "off",
    "disable comments": "off",
}

Rows = Sequence[tuple[int, list[str]]]


class Table(Enum):
    """What a CSV file is."""

    SUBSCRIPTIONS = auto()
    CHANNEL = auto()
    FEATURES = auto()
    EMPTY = auto()
    OTHER = auto()


def table_of(rows: Rows) -> Table:
    """What the first rows of a file show it to be. Subscriptions: id of a channel, then that channel's address."""
    filled = [row for _, row in rows if any(cell.strip() for cell in row)]
    for row in filled:
        if (channel := _channel_id(row)) is None:
            continue
        if len(row) > 1 and f"/channel/{channel}" in row[1]:
            return Table.SUBSCRIPTIONS
        if _column(filled[0], _VISIBILITY) is not None:
            return Table.CHANNEL
        if _column(filled[0], _COMMENTS) is not None:
            return Table.FEATURES
    return Table.EMPTY if len(filled) <= 1 else Table.OTHER


def subscriptions(rows: Rows, source: str) -> Iterator[Connection | Unreadable]:
    """One subscription per row; the header, in whatever language, is the first row without a channel id."""
    first = True
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        header, first = first, False
        place, channel = Place(source, f"row {number}"), _channel_id(row)
        if channel is None and header:
            continue
        if channel is None or len(row) < 3:
            yield Unreadable(place, note("youtube.row_without_channel"))
            continue
        yield _subscription(place, channel, text_of(row[2]))


def old_subscriptions(document: Json, source: str) -> Iterator[Connection | Unreadable]:
    """The JSON list of Takeouts up to 2020; nothing where it is not a list."""
    for position, row in enumerate(document if isinstance(document, list) else ()):
        place = Place(source, f"/{position}")
        snippet = _dict(_dict(row).get("snippet"))
        channel = _dict(snippet.get("resourceId")).get("channelId")
        if not isinstance(channel, str) or not CHANNEL_ID.fullmatch(channel):
            yield Unreadable(place, note("youtube.row_without_channel"))
            continue
        since = from_text(snippet.get("publishedAt"))
        yield _subscription(place, channel, text_of(snippet.get("title")), since)


def _subscription(place: Place, channel: str, title: str | None, since: datetime | None = None) -> Connection:
    return Connection(
        (Kind.SUBSCRIPTION,),
        (place,),
        display_name=title,
        platform_id=channel,
        url=address(channel),
        since=since,
    )


def channel(rows: Rows, source: str) -> Iterator[Profile | Setting]:
    """The owner's channel: id, title and who may see it."""
    header, number, row = _first(rows)
    place, identity = Place(source, f"row {number}"), _channel_id(row)
    title = _column(header, _TITLE)
    yield Profile(
        display_name=text_of(_cell(row, title)),
        account_id=identity,
        url=address(identity) if identity else None,
        place=place,
    )
    yield from _setting(SettingKey.PROFILE_VISIBILITY, header, row, _VISIBILITY, _VISIBILITY_WORDS, place)


def features(rows: Rows, source: str) -> Iterator[Setting]:
    """Whether comments are held for approval on new videos, where the channel's defaults say it."""
    header, number, row = _first(rows)
    place = Place(source, f"row {number}")
    yield from _setting(SettingKey.COMMENTS_MODERATION, header, row, _COMMENTS, _COMMENT_WORDS, place)


def _setting(
    key: SettingKey, header: list[str], row: list[str], stems: tuple[str, ...], words: dict[str, str], place: Place
) -> Iterator[Setting]:
    column = _column(header, stems)
    word = text_of(_cell(row, column))
    if column is not None and word is not None:
        yield Setting(key, words.get(word.casefold(), UNKNOWN), {header[column].strip(): word}, place)


def _first(rows: Rows) -> tuple[list[str], int, list[str]]:
    """The header, and number and cells of the first row that names a channel."""
    found = ((number, row) for number, row in rows if _channel_id(row) is not None)
    return rows[0][1], *next(found, rows[0])


def _channel_id(row: list[str]) -> str | None:
    cell = row[0].strip() if row else ""
    return cell if CHANNEL_ID.fullmatch(cell) else None


def _column(header: list[str], stems: tuple[str, ...]) -> int | None:
    return next((i for i, cell in enumerate(header) for stem in stems if stem in cell.casefold()), None)


def _cell(row: list[str], column: int | None) -> str | None:
    return row[column] if column is not None and column < len(row) else None


def address(channel: str) -> str:
    """The page of a channel."""
    return f"https://www.youtube.com/channel/{channel}"


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}
