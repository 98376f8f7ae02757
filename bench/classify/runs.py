"""One group of sets through every matcher: scored answers, wall time and peak memory, each in its own process."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from bench.classify import metrics, score
from bench.measure import Measured

OURS = "auditor"
CALIBRATED = "splink_calibrated"
LABELS = {OURS: "this project", "splink": "Splink", CALIBRATED: "Splink, calibrated", "tfidf": "TF-IDF"}
PEERS = ("splink", "tfidf")
# TF-IDF compares with everybody: a million connections would take half an hour at half a million people.
MOST = {("tfidf", "r500k"): 50_000}


@dataclass(slots=True)
class Run:
    """What a matcher did with a group of sets."""

    rows: list[pd.DataFrame] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0
    connections: int = 0
    stages: list[dict[str, float]] = field(default_factory=list)

    def add(self, rows: pd.DataFrame, connections: int, measured: Measured, stages: dict[str, float] | None) -> None:
        """One set more."""
        self.rows.append(rows)
        self.seconds += measured.seconds
        self.megabytes = max(self.megabytes, measured.megabytes)
        self.connections += connections
        if stages:
            self.stages.append(stages)


def run(group: str, folders: Sequence[Path], peers: Sequence[str]) -> dict[str, Run]:
    """Our command and the peers on every set of the group."""
    found: dict[str, Run] = {}
    for folder in folders:
        for name in (OURS, *peers):
            most = MOST.get((name, group))
            out, log = folder / f"out-{name}.csv", folder / f"log-{name}.txt"
            for stored in folder.glob("*.auditor-index"):
                stored.unlink()  # of an earlier run: the time is that of somebody's first table
            measured = _measured(_arguments(name, folder, out, most), log)
            rows = score.read(folder / "truth.parquet", out, candidates=_listed(folder) if name == OURS else None)
            if most is None and len(rows) != len(pd.read_parquet(folder / "truth.parquet", columns=["conn_id"])):
                raise RuntimeError(f"{LABELS[name]} did not answer every connection of {folder.name}")
            print(f"{group} {folder.name} {LABELS[name]}: {len(rows):,} rows in {measured.seconds:.1f} s", flush=True)
            if name == "tfidf":
                found.setdefault(name, Run()).add(_held_out(rows), len(rows), measured, None)
                continue
            found.setdefault(name, Run()).add(rows, len(rows), measured, _stages(log))
            if name == "splink":
                again = _held_out(_calibrated(rows))
                found.setdefault(CALIBRATED, Run()).add(again, len(rows), measured, None)
    return found


def available(peer: str) -> bool:
    """Whether the peer's library is installed (the packages of requirements/bench.lock)."""
    return importlib.util.find_spec({"splink": "splink", "tfidf": "sparse_dot_topn"}[peer]) is not None


def _arguments(name: str, folder: Path, out: Path, most: int | None) -> list[str]:
    if name != OURS:
        peer = [sys.executable, "-m", f"bench.classify.peers.{name}_peer", str(folder), str(out)]
        return [*peer, "--most", str(most)] if most else peer
    program = str(Path(sys.executable).with_name("auditor"))
    line = [program, "classify", str(folder / "connections.csv"), "--roster", str(folder / "roster"), "-o", str(out)]
    accounts = folder / "accounts.csv"
    return [*line, "--accounts", str(accounts)] if accounts.exists() else line


def _listed(folder: Path) -> Path:
    """Everybody in question, by rank; asked for apart, as what is measured is the verdicts alone."""
    listed, again = folder / "candidates.csv", folder / f"again-{OURS}.csv"
    line = [*_arguments(OURS, folder, again, None), "--candidates", str(listed)]
    subprocess.run(line, check=True, capture_output=True)
    again.unlink()
    return listed


def _measured(arguments: list[str], log: Path) -> Measured:
    """Run it, in a process whose time and memory are its own."""
    line = [sys.executable, "-m", "bench.classify.launch", str(log), *arguments]
    done = subprocess.run(line, capture_output=True, text=True, check=True, env={**os.environ, "AUDITOR_TIMING": "1"})
    measured = Measured(**json.loads(done.stdout))
    if measured.status:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{log.read_text(encoding='utf-8')[-3000:]}")
    return measured


def _stages(log: Path) -> dict[str, float] | None:
    """The seconds by stage, where the command tells them: a line `timing: {...}` of JSON."""
    for line in log.read_text(encoding="utf-8").splitlines():
        if line.startswith("timing: "):
            told: dict[str, Any] = json.loads(line.removeprefix("timing: "))
            return {name: float(value) for name, value in told.items()}
    return None


def _held_out(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["account"] % 2 == 1].reset_index(drop=True)


def _calibrated(rows: pd.DataFrame) -> pd.DataFrame:
    """A peer's probabilities made honest with the truth of the accounts of even number, as TF-IDF's are."""
    from bench.classify.peers.tfidf_peer import calibrated

    return metrics.decided(rows, calibrated(rows["p"].to_numpy(), rows))
