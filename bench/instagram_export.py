"""A large Instagram export: 100,000 followers in ten parts, and photos up to a size."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path

FOLDER = "connections/followers_and_following"


def write(path: Path, followers: int = 100_000, size: int = 1 << 30, seed: int = 1) -> Path:
    """Write the ZIP at `path`: lists packed, photos stored, as Instagram does."""
    chance = random.Random(seed)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        part = followers // 10
        for number in range(10):
            rows = [_row(f"user{number}_{row}_{chance.randrange(10**6)}", 1_600_000_000 + row) for row in range(part)]
            archive.writestr(f"{FOLDER}/followers_{number + 1}.json", json.dumps(rows))
        following = [
            {"title": f"user0_{row}", "string_list_data": [{"timestamp": 1_700_000_000}]} for row in range(500)
        ]
        archive.writestr(f"{FOLDER}/following.json", json.dumps({"relationships_following": following}))
        photo = chance.randbytes(4 << 20)
        for number in range(size // len(photo)):
            name = zipfile.ZipInfo(f"media/posts/202601/{number:06}.jpg", (2026, 1, 1, 0, 0, 0))
            archive.writestr(name, photo, zipfile.ZIP_STORED)
    return path


def _row(handle: str, since: int) -> dict[str, object]:
    link = {"href": f"https://www.instagram.com/{handle}", "value": handle, "timestamp": since}
    return {"title": "", "media_list_data": [], "string_list_data": [link]}
