"""Where a command's time goes, for those who measure it: one line of JSON on stderr where AUDITOR_TIMING=1."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from auditor import terminal


class Times:
    """Seconds by stage. A stage within another counts for itself only."""

    def __init__(self, *stages: str) -> None:
        self._seconds = dict.fromkeys(stages, 0.0)

    @contextmanager
    def of(self, stage: str) -> Iterator[None]:
        """Count what is done meanwhile."""
        start, before = perf_counter(), sum(self._seconds.values())
        try:
            yield
        finally:
            within = sum(self._seconds.values()) - before
            self._seconds[stage] += perf_counter() - start - within

    def note(self, **more: int) -> None:
        """Say it, if it was asked for."""
        if os.environ.get("AUDITOR_TIMING") == "1":
            rounded = {stage: round(seconds, 3) for stage, seconds in self._seconds.items()}
            terminal.note(f"timing: {json.dumps(rounded | more)}")
