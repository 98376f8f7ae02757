"""How Google Takeout lays things out: the YouTube folder, its localised names, and the numbered parts.

Folders, files and columns are in the account's language, so lists are found by what is in them
(`connectors.youtube.tables`). The names here serve three ends only: to recognise an export whose list is empty,
to keep what people wrote or watched closed, and to say where a list should have been.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from connectors.dates import from_text

_SUBSCRIPTIONS = (
    "subscriptions", "suscripciones", "inscrições", "subscrições", "abos", "abonnementen", "abonnements", "iscrizioni",
    "prenumeratos", "abonamente", "الاشتراكات", "subskrypcje", "prenumerationer", "abonnementer", "tilaukset",
    "подписки", "підписки", "abonelikler", "odběry", "feliratkozások", "subscripcions", "登録チャンネル", "구독정보",
    "订阅内容", "訂閱內容",
)  # fmt: skip
_CONTENT = (
    "comments", "my-comments", "comentarios", "mis-comentarios", "comentários", "kommentare", "reacties",
    "commentaires", "commenti", "komentarai", "comentarii", "live chats", "my-live-chat-messages",
    "chats en directo", "livechats",
    "playlists", "listas", "listas de reproducción", "listas-de-reproduccion", "afspeellijsten", "grojaraščiai",
    "history", "historial", "histórico", "verlauf", "geschiedenis", "historique", "cronologia", "istorija", "istoric",
    "videos", "vídeos", "video's", "vidéos", "video", "vaizdo įrašai", "video metadata", "metadatos de vídeos",
    "video-metadaten", "video recordings", "posts", "music-library-songs", "music (library and uploads)",
    "musik-mediathek-songs", "music library", "shorts",
)  # fmt: skip
_INSIDE_PARTS = ("", "takeout-*/*/")
"""Where the YouTube folder lies: in the export itself, or in the folders of its parts beside each other."""


def _in_youtube(*paths: str) -> tuple[str, ...]:
    return tuple(f"{before}*youtube*/{path}" for before in _INSIDE_PARTS for path in paths)


FOLDER = tuple(
    f"{before}{path}"
    for before in _INSIDE_PARTS
    for path in ("*youtube*youtube music*/*/*", "youtube/subscriptions/*", "youtube/history/*", "youtube/my-comments/*")
)
"""“YouTube and YouTube Music” in any language, or “YouTube” as it was called before 2020."""
NAMED = (
    *_in_youtube(*(f"*/{name}.csv" for name in _SUBSCRIPTIONS), *(f"{name}.csv" for name in _SUBSCRIPTIONS)),
    *(f"{name}.csv" for name in _SUBSCRIPTIONS),
)
OLD_JSON = (*_in_youtube("*/subscriptions.json", "*/suscripciones.json"), "subscriptions.json")
"""Up to 2020 the list was JSON: the answer of YouTube's own API, written down."""
TABLES = _in_youtube("*/*.csv", "*.csv")
LOOSE = ("*.csv",)
CONTENT = _in_youtube(*(f"{name}/*" for name in _CONTENT), *(f"*/{name}.csv" for name in _CONTENT))
LISTS = _in_youtube(*(f"{name}/*" for name in _SUBSCRIPTIONS))

_PART = re.compile(r"takeout-(\d{8}T\d{6}Z)(?:-(\d{1,3}))?-(\d{3})(?!\d)", re.IGNORECASE)
_STAMP = re.compile(r"takeout-(\d{8}T\d{6}Z)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Parts:
    """What the file names say: when the Takeout was made, and which of its numbered parts are missing."""

    made_at: tuple[datetime, ...] = ()
    missing: tuple[str, ...] = ()


def parts(names: Iterable[str]) -> Parts:
    """Read `takeout-20240102T030405Z-001.zip` and `takeout-20240102T030405Z-1-001.zip`.

    Only gaps are seen: parts after the last one given cannot be told from the names.
    """
    stamps: set[str] = set()
    numbers: dict[tuple[str, str], set[int]] = {}
    for name in names:
        stamps.update(_STAMP.findall(name))
        for stamp, group, number in _PART.findall(name):
            numbers.setdefault((stamp, group), set()).add(int(number))
    missing = [
        f"-{group}-{number:03}" if group else f"-{number:03}"
        for (_, group), seen in sorted(numbers.items())
        for number in range(1, max(seen))
        if number not in seen
    ]
    moments = {from_text(stamp.upper(), "%Y%m%dT%H%M%SZ") for stamp in stamps}
    return Parts(tuple(sorted(moment for moment in moments if moment)), tuple(missing))
