"""One export as a platform would write it, invented people only, with exactly what must come out of it.

Every platform keeps its samples in `tests/connectors/<platform>_samples.py` as `SAMPLES`; the standard suite
(`test_standard.py`) runs over all of them, and the platform's own test adds what is special to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from connectors.model import State


@dataclass(frozen=True)
class Sample:
    """`files` maps member paths to bytes. `people` is what must be listed: (kinds, identity) per person.

    The identity is the handle, else the platform id, else the display name, else the URL, else the e-mail.
    """

    platform: str
    name: str
    """`2018-json`, `2025-html`: era and format."""
    files: Mapping[str, bytes]
    people: tuple[tuple[tuple[str, ...], str], ...]
    handle: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)
    connections: State = State.COMPLETE
    """The coverage of connections this sample must come out with."""
    list_members: tuple[str, ...] = ()
    """The members that carry connections: cutting one in half must never leave coverage `complete`.
    Empty: every member."""
    wrappable: bool = True
    """Whether it still reads with one more folder around it (a loose file does as well, mostly)."""

    def write(self, folder: Path) -> Path:
        """The sample as a folder on disk."""
        for path, data in self.files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return folder
