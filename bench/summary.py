"""docs/benchmarks.md: what `make bench` measured and, below, what `make bench-classify` found; each keeps the other."""

from __future__ import annotations

import json
from pathlib import Path

from bench.classify.page import against_what_was_set

_HEADING = "## The classifier"
RECORD = "benchmarks-classify.json"
"""Beside the page."""


def write(page: Path, measured: str | None = None) -> None:
    """Write the page. `measured`: what stands above the classifier's part; None keeps it as it is."""
    if measured is None:
        measured = page.read_text(encoding="utf-8").partition(_HEADING)[0]
    record = json.loads((page.parent / RECORD).read_text(encoding="utf-8"))
    lines = [
        _HEADING,
        "",
        f"Made by `make bench-classify` (last: `{record.get('command', '')}`), which measures Splink and TF-IDF in the "
        "same run; seeds, intervals by group, plots and what the figures cannot say are in "
        "[benchmarks-classify.md](benchmarks-classify.md).",
        *against_what_was_set(record),
    ]
    page.write_text(measured.rstrip() + "\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
