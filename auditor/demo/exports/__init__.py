"""One writer per platform and layout: `WRITERS[account.layout](account, folder)` gives the files of the export."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from auditor.demo.account import Account
from auditor.demo.exports import (
    bluesky,
    discord,
    facebook,
    facebook_html,
    instagram,
    instagram_2022,
    instagram_html,
    linkedin,
    mastodon,
    snapchat,
    tiktok,
    tiktok_txt,
    typed_list,
    x,
    youtube,
)

WRITERS: Mapping[str, Callable[[Account, Path], list[Path]]] = {
    "bluesky": bluesky.write,
    "discord": discord.write,
    "facebook": facebook.write,
    "facebook_html": facebook_html.write,
    "instagram": instagram.write,
    "instagram_2022": instagram_2022.write,
    "instagram_html": instagram_html.write,
    "linkedin": linkedin.write,
    "mastodon": mastodon.write,
    "snapchat": snapchat.write,
    "tiktok": tiktok.write,
    "tiktok_txt": tiktok_txt.write,
    "typed_list": typed_list.write,
    "x": x.write,
    "youtube": youtube.write,
}
