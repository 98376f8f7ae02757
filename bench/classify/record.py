"""The figures as JSON: everything the page and the plots show, so that both can be made again without measuring."""

from __future__ import annotations

import json
import math
import os
import platform
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import pandas as pd

from bench.classify import metrics, recall
from bench.classify.runs import OURS, Run
from bench.classify.sets import Wanted

STRATA = ("style", "hstyle", "tier", "revealed", "truth_role", "kin")
_STRATUM_FIGURES = (
    "f1", "precision", "recall", "role", "top1", "first", "ece", "brier", "accused", "caught", "strangers_clear",
    "undetermined",
)  # fmt: skip
_LIBRARIES = ("splink", "duckdb", "scikit-learn", "sparse-dot-topn", "numpy", "pandas")
_DIGITS = 6
STYLES = {
    "FL": "First Last",
    "HL": "Title Last",
    "HFL": "Title First Last",
    "FML": "First Middle Last",
    "FmL": "First M. Last",
    "HI": "Title L",
    "HLcls": "Title Last, class",
    "fL": "F. Last",
    "F": "First",
    "FM": "First Middle",
    "FMaL": "First Maiden Last",
    "FMa": "First Maiden",
    "Fl": "First L",
    "LF": "Last, First",
    "ii": "initials",
    "Fyr": "First 'year",
    "NON": "no name",
    "ORG": "organisation",
}


def main_group(record: Mapping[str, Any]) -> str:
    """The group whose mistakes are looked at: 50,000 people, or what there is instead."""
    return next((name for name in ("r50k", "r5k", "r500k", "share30", "share80") if name in record["groups"]), "")


def group(wanted: Sequence[Wanted], folders: Sequence[Path], found: Mapping[str, Run]) -> dict[str, Any]:
    """The record of one group of sets."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "machine": _machine(),
        "sets": [asdict(want) for want in wanted],
        "roster": [_people(folder) for folder in folders],
        "candidates": candidates(folders),
        "matchers": {name: _matcher(run, name == OURS) for name, run in found.items()},
    }


def candidates(folders: Sequence[Path]) -> dict[str, Any]:
    """The record of how many members' true person was there to be weighed; `commit` says of which version."""
    return {"commit": _commit(), "rows": recall.table(folders)}


def _matcher(run: Run, ours: bool) -> dict[str, Any]:
    rows = metrics.pool(run.rows)
    figures, ranges = metrics.figures(rows), metrics.intervals(rows)
    record = {
        "connections": run.connections,
        "scored": len(rows),
        "seconds": round(run.seconds, 2),
        "megabytes": round(run.megabytes),
        "stages": {
            name: round(sum(stage.get(name, 0.0) for stage in run.stages), 3)
            for name in dict.fromkeys(key for stage in run.stages for key in stage)
        },
        "figures": {name: [_number(value), *map(_number, ranges[name])] for name, value in figures.items()},
        "reliability": _records(metrics.reliability(rows)),
        "curve": _records(metrics.accusation_curve(rows)),
    }
    if (rows["name_group"] >= 0).any():
        record["name_groups"] = _records(metrics.name_groups(rows).rename_axis("group").reset_index())
    if ours and "style" in rows:
        columns = ["n", "members", *_STRATUM_FIGURES]
        record["by"] = {name: _records(metrics.by(rows, name)[columns].reset_index(names="value")) for name in STRATA}
    return record


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): _number(value) for name, value in row.items()} for row in table.to_dict("records")]


def _number(value: Any) -> Any:
    """A number JSON knows; no figure and an infinite ratio are both null."""
    if isinstance(value, str):
        return value
    if float(value).is_integer():
        return int(value)
    return round(float(value), _DIGITS) if math.isfinite(value) else None


def _people(folder: Path) -> int:
    with (folder / "roster" / "users.csv").open("rb") as file:
        return sum(1 for _ in file) - 1


def _commit() -> str:
    def git(*words: str) -> str:
        return subprocess.run(["git", *words], capture_output=True, text=True, check=False).stdout.strip()

    here = git("rev-parse", "--short", "HEAD")
    return f"{here} with changes" if here and git("status", "--porcelain", "--", "auditor") else here


def _machine() -> dict[str, Any]:
    return {
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load": round(os.getloadavg()[0], 1),
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def command() -> str:
    """How this was asked for."""
    words = " ".join(["python -m bench.classify", *sys.argv[1:]])
    return re.sub(r" --(?:scratch|out)[ =]\S+", "", words)


def read(path: Path) -> dict[str, Any]:
    """An earlier record; empty where there is none."""
    if not path.exists():
        return {"groups": {}}
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def write(path: Path, record: Mapping[str, Any]) -> None:
    """Write the record, one short line per figure."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
