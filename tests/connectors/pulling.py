"""How tests pull: the real HTTP layer against a server on loopback, with time that costs none."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from connectors import pull, snapshot_json
from connectors.addresses import Hosts
from connectors.http import Http
from connectors.journal import Journal
from connectors.live import Access, LiveSource
from connectors.model import Message, Snapshot
from connectors.pull import Pulled
from tests.emulators.base import Emulator


class FakeClock:
    """Time that passes only when somebody waits."""

    def __init__(self, now: float = 1_795_000_000.0) -> None:
        self.time, self.slept = now, 0.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept += seconds


def http_to(
    emulator: Emulator | None, names: tuple[str, ...], *, clock: FakeClock | None = None, **options: Any
) -> Http:
    """An `Http` that may reach loopback, and reaches the emulator in place of the hosts it stands for."""
    routes = dict.fromkeys(emulator.hosts, emulator.base) if emulator else {}
    return Http(Hosts(frozenset(names), True, routes), clock=clock or FakeClock(), **options)


def pulled(
    source: LiveSource,
    access: Access,
    emulator: Emulator | None,
    folder: Path,
    *,
    clock: FakeClock | None = None,
    agree: Callable[[Message], bool] = lambda _: True,
    step: Callable[[str, int, int], None] = lambda *_: None,
    keep: bool = False,
) -> tuple[Snapshot, Pulled]:
    """Pull an account as `auditor pull` does; `keep` leaves the journal for another pull to go on."""
    path = folder / "pull.journal"
    with http_to(emulator, source.hosts(access), clock=clock) as http, Journal(path) as journal:
        result = pull.pull(source, source.open(access, http), journal, step, agree)
        file = io.StringIO()
        pull.write(source, result, journal, file)
        if not keep:
            journal.discard()
    out = folder / "snapshot.json"
    out.write_text(file.getvalue(), encoding="utf-8")
    assert json.loads(file.getvalue())["schema"] == snapshot_json.SCHEMA
    return snapshot_json.read(out), result
