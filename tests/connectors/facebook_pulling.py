"""What the tests of Facebook's live source have in common."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from connectors.facebook.live import FacebookLive
from connectors.live import Access
from connectors.model import Coverage
from tests.connectors.pulling import pulled
from tests.emulators.base import Asked
from tests.emulators.meta import FacebookEmulator

SOURCE = FacebookLive()


def access(facebook: FacebookEmulator, handle: str = "ms.rivera") -> Access:
    app = {"client_id": facebook.app_id, "client_secret": facebook.app_secret}
    return Access(handle, {"token": facebook.token}, app=app)


def read(facebook: FacebookEmulator, folder: Path, handle: str = "ms.rivera", **options: Any):
    return pulled(SOURCE, access(facebook, handle), facebook, folder, **options)


def friends(asked: Asked) -> bool:
    """Whether a page of the list is asked for, and not only its count."""
    return asked.path.endswith("/me/friends") and asked.query["limit"] != "1"


def third_page(asked: Asked) -> bool:
    return friends(asked) and asked.query.get("after") == "MjAw"  # 200


def ids(coverage: Coverage) -> list[str]:
    return [note.id for note in coverage.notes]
