"""`auditor demo`: make the synthetic district and audit it as a district would."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from auditor import roster
from auditor.annual import AnnualRun
from auditor.annual import run as annual_run
from auditor.demo.district import write
from auditor.roster import check
from auditor.writing import make_folder
from reports.catalog import Catalog

AT = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
"""The demo plays on one day, so that the same seed gives the same bytes."""


def run(
    folder: Path,
    *,
    seed: int,
    lang: str,
    progress: Callable[[str, int, int], None],
    say: Callable[[str], None],
) -> AnnualRun:
    """Write a district below `folder`, check its roster, and run the year over it. Nothing leaves the machine."""
    make_folder(folder)
    progress("Making a district", 0, 0)
    district = write(folder / "district", seed)
    config = district.config.read_text(encoding="utf-8").replace('language = "en"', f'language = "{lang}"')
    district.config.write_text(config, encoding="utf-8")
    progress("Checking its roster", 0, 0)
    for line in check.lines(check.report(roster.load(district.roster)), Catalog(lang).text):
        say(line)
    return annual_run(district.config, restart=True, progress=progress, run_id=f"demo-{seed}", at=AT)
