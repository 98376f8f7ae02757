"""Takeouts in several languages, as Google lays them out. All channels are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.sample import Sample

PINE, OTTER, DELTA, OWNER = (
    f"UC{name:-<22}" for name in ("PineHillBand", "OtterReadsAloud", "Delta_Maths", "MsLindqvist")
)


def table(header: str, *rows: str) -> bytes:
    return ("\n".join((header, *rows)) + "\n").encode()


def row(channel: str, title: str) -> str:
    return f"{channel},http://www.youtube.com/channel/{channel},{title}"


ROWS = (row(PINE, "Pine Hill Band"), row(OTTER, '"Otter, reads aloud"'), row(DELTA, "Matemática João"))
PEOPLE = tuple((("subscription",), channel) for channel in (PINE, OTTER, DELTA))
ENGLISH = "Takeout/YouTube and YouTube Music"
SETTINGS = {"profile.visibility": "public"}


def takeout(folder: str, listed: str, header: str, channel: str, about: bytes) -> dict[str, bytes]:
    return {
        f"Takeout/{folder}/{listed}/{listed}.csv": table(header, *ROWS),
        f"Takeout/{folder}/{channel}": about,
        "Takeout/archive_browser.html": b"<html><body>Your Takeout</body></html>",
    }


def sample(name: str, files: dict[str, bytes], settings: dict[str, str], people: tuple = PEOPLE) -> Sample:
    lists = (next(iter(files)),)
    return Sample("youtube", name, files, people, settings=settings, connections=State.PARTIAL, list_members=lists)


OLD = [
    {"kind": "youtube#subscription", "snippet": {"title": title, "publishedAt": "2015-03-02T10:11:12.000Z",
     "channelId": OWNER, "resourceId": {"kind": "youtube#channel", "channelId": channel}}}
    for channel, title in ((PINE, "Pine Hill Band"), (OTTER, "Otter"))
]  # fmt: skip

SAMPLES: list[Sample] = [
    sample(
        "2024-english",
        takeout(
            "YouTube and YouTube Music", "subscriptions", "Channel Id,Channel Url,Channel Title",
            "channels/channel.csv",
            table("Channel ID,Channel Title (Original),Channel Visibility", f"{OWNER},Ms Lindqvist Reads,Public"),
        )
        | {
            f"{ENGLISH}/channels/channel feature data.csv": table(
                "Channel ID,Channel Auto Moderation in Live Chat,Video Default Allowed Comments Type",
                f"{OWNER},Enabled,Approved",
            ),
            f"{ENGLISH}/comments/comments.csv": table("Comment ID,Channel ID,Comment Text", f"x1,{OWNER},closed"),
            f"{ENGLISH}/playlists/playlists.csv": table("Playlist ID,Playlist Visibility", "PL1,Private"),
            f"{ENGLISH}/history/watch-history.html": b"<html>closed</html>",
        },
        SETTINGS | {"comments.moderation": "held"},
    ),
    sample(
        "2024-spanish",
        takeout(
            "YouTube y YouTube Music", "suscripciones", "ID del canal,URL del canal,Título del canal",
            "canales/canal.csv",
            table("ID del canal,Título del canal (original),Visibilidad del canal", f"{OWNER},Sra. Lindqvist,Privado"),
        ),
        {"profile.visibility": "private"},
    ),
    sample(
        "2024-german",
        takeout(
            "YouTube und YouTube Music", "Abos", "Kanal-ID,Kanal-URL,Kanaltitel", "Kanäle/Kanal.csv",
            table("Kanal-ID,Kanaltitel (Original),Sichtbarkeit des Kanals", f"{OWNER},Frau Lindqvist,Nicht gelistet"),
        ),
        {"profile.visibility": "unknown"},
    ),
    sample(
        "2024-portuguese",
        takeout(
            "YouTube e YouTube Music", "inscrições", "ID do canal,URL do canal,Título do canal", "canais/canal.csv",
            table("ID do canal,Título do canal (original),Visibilidade do canal", f"{OWNER},Prof. Lindqvist,Público"),
        ),
        SETTINGS,
    ),
    sample(
        "2024-lithuanian",
        takeout(
            "„YouTube“ ir „YouTube Music“", "prenumeratos", "Kanalo ID,Kanalo URL,Kanalo pavadinimas",
            "kanalai/kanalas.csv",
            table("Kanalo ID,Kanalo pavadinimas,Kanalo matomumas", f"{OWNER},Lindqvist,Viešas"),
        ),
        SETTINGS,
    ),
    sample(
        "2024-language-we-do-not-know",
        {
            "Takeout/YouTube we YouTube Music/abuna/abuna.csv": table("a,b,c", *ROWS),
            "Takeout/YouTube we YouTube Music/kanal/kanal.csv": table("a,b,c", f"{OWNER},Lindqvist,görünür"),
        },
        {},
    ),
    sample(
        "2026-no-subscriptions",
        {f"{ENGLISH}/subscriptions/subscriptions.csv": table("Channel Id,Channel Url,Channel Title")},
        {},
        (),
    ),
    sample(
        "2019-json",
        {"Takeout/YouTube/subscriptions/subscriptions.json": json.dumps(OLD).encode()},
        {},
        PEOPLE[:2],
    ),
    sample("loose-csv", {"subscriptions.csv": table("Channel ID,Channel URL,Channel title", *ROWS)}, {}),
    sample("loose-csv-renamed", {"my channels.csv": table("x,y,z", *ROWS)}, {}),
]  # fmt: skip
