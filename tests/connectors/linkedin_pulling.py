"""What the tests of LinkedIn's live source have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from connectors.linkedin.live import LinkedInLive
from connectors.live import Access
from connectors.model import Coverage, RecordType, Snapshot
from tests.connectors.pulling import FakeClock, pulled
from tests.emulators.base import Asked, Reply
from tests.emulators.linkedin import SCOPE, LinkedInEmulator, contact

SOURCE = LinkedInLive()
CONNECTIONS, REQUESTS, PROFILE = RecordType.CONNECTIONS, RecordType.REQUESTS, RecordType.PROFILE
IN = "https://www.linkedin.com/in/"
HANDLE = "maria-rivera-room12"
ME = f"{IN}{HANDLE}"
CUT = Reply(200, b'{"elements": []}', {"content-type": "application/json"}, 6)


def invitation(name: str, url: str, incoming: bool = True, own: str = ME) -> dict[str, str]:
    """A row of the invitations."""
    sides = (name, "Maria Rivera", url, own) if incoming else ("Maria Rivera", name, own, url)
    return {
        "From": sides[0], "To": sides[1], "Sent At": "2/14/24, 10:12 AM", "Message": "Hello, a secret",
        "Direction": "INCOMING" if incoming else "OUTGOING", "inviterProfileUrl": sides[2],
        "inviteeProfileUrl": sides[3],
    }  # fmt: skip


@contextmanager
def member(clock: FakeClock) -> Iterator[LinkedInEmulator]:
    """An owner with five connections and two invitations."""
    with LinkedInEmulator(clock.now) as emulator:
        emulator.lists["CONNECTIONS"] = [
            contact("Ana", "Duarte", f"{IN}ana-duarte-4"),
            contact("Benoît", "Lémieux", f"{IN}beno%C3%AEt-l%C3%A9mieux", "ben@school.example", "03 Feb 2024"),
            contact("Ida", "Quimbleton", f"{IN}ida-q"),
            contact("Noor", "Strathclyde", f"{IN}noor-s"),
            contact("Hal", "Thorp", f"{IN}hal-thorp"),
        ]
        emulator.lists["INVITATIONS"] = [
            invitation("Cara Ngo", f"{IN}cara-ngo"),
            invitation("Dev Patel", f"{IN}devpatel", incoming=False),
        ]
        yield emulator


def access(linkedin: LinkedInEmulator, *scopes: str, handle: str = HANDLE) -> Access:
    return Access(handle, {"token": linkedin.issue(*(scopes or (SCOPE,)))})


def read(linkedin: LinkedInEmulator, folder: Path, **options: Any) -> Snapshot:
    return pulled(SOURCE, access(linkedin), linkedin, folder, **options)[0]


def ids(coverage: Coverage) -> list[str]:
    return [note.id for note in coverage.notes]


def asks(domain: str, start: int | None = None) -> Callable[[Asked], bool]:
    """Whether a page of a list is asked for."""

    def when(asked: Asked) -> bool:
        return asked.query.get("domain") == domain and start in (None, int(asked.query.get("start", "0")))

    return when


def rows(domain: str, *found: object, **paging: object) -> Reply:
    """A page of these rows."""
    element = {"snapshotDomain": domain, "snapshotData": list(found)}
    pages: dict[str, object] = {"start": 0, "count": 10, "links": []}
    return Reply.json({"paging": pages | paging, "elements": [element]})
