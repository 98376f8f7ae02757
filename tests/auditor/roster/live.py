"""How tests pull rosters: the real reader and HTTP layer against an emulator, with time that costs none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from auditor.roster.live.pull import NotPulled, Pulled, pull
from auditor.roster.live.source import Source, SourceKind
from tests.connectors.pulling import FakeClock, http_to
from tests.emulators.base import Emulator
from tests.emulators.oneroster import HOST, TOKEN_URL

TOKEN = "sesame-4711"
CLIENT = "auditor-at-harbor-falls"
OR11 = Source(SourceKind.ONEROSTER_11, f"https://{HOST}", TOKEN, CLIENT, auth="oauth1")
OR12 = Source(SourceKind.ONEROSTER_12, f"https://{HOST}", TOKEN, CLIENT, TOKEN_URL, "oauth2")
CLEVER = Source(SourceKind.CLEVER, "https://api.clever.com", TOKEN, auth="bearer")
GOOGLE = Source(
    SourceKind.GOOGLE,
    "https://admin.googleapis.com",
    TOKEN,
    auth="bearer",
    classroom_url="https://classroom.googleapis.com",
)


def fetch(
    source: Source, emulator: Emulator, target: Path, *, clock: FakeClock | None = None, **options: Any
) -> Pulled:
    """Pull as the command does."""
    clock = clock or FakeClock()
    with http_to(emulator, source.hosts, clock=clock) as http:
        return pull(source, target, http=http, clock=clock, **options)


def why(failed: NotPulled) -> str:
    """The message of a pull that stored nothing, or the reason in it."""
    return str(failed.message.params.get("t_why", failed.message.id)).rpartition(".")[2]
