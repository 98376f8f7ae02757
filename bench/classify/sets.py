"""The sets the classifier is measured on: made districts, and real names and handles.

A set is a folder: `roster/` (OneRoster 1.2), `connections.csv`, `accounts.csv` (made districts only) and
`truth.parquet`, row by row the truth about `connections.csv`. Neither kind is part of this project. Districts are made
by the generator in the folder `AUDITOR_RULER` names; real names come from the folder `AUDITOR_PEER_DATA` names.
A set is made once per scratch folder.

`python -m bench.classify.sets FOLDER handles aliases --development` makes the real sets of the half that is kept for
development, and prints where.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import pandas as pd

from bench.classify import real_names
from bench.classify.score import groups

MARK = "made.json"


@dataclass(frozen=True, slots=True)
class District:
    """One made district: what the generator is told."""

    people: int
    connections: int
    seed: int
    community: float = 0.55


@dataclass(frozen=True, slots=True)
class Real:
    """One real set: `handles` or `aliases`, of the half of the people kept for development or of the other.

    `wide` puts the roster side of both halves into the roster.
    """

    kind: str
    half: str = real_names.REPORTED
    wide: bool = False
    most: int = 3900


Wanted = District | Real

# The seeds are the benchmark's own: nothing was chosen or learnt with them. People the generator is asked for are
# more than the roster has (57,000 give 49,900).
GROUPS: dict[str, tuple[Wanted, ...]] = {
    "r5k": tuple(District(5_000, 10_000, seed) for seed in range(2101, 2106)),
    "r50k": tuple(District(57_000, 100_000, seed) for seed in range(2201, 2205)),
    "r500k": (District(570_000, 1_000_000, 2301),),
    "share30": (District(57_000, 50_000, 2401, 0.3),),
    "share80": (District(57_000, 50_000, 2402, 0.8),),
    "handles": (Real("handles"),),
    "aliases": (Real("aliases"),),
    "handles_wide": (Real("handles", wide=True),),
    "aliases_wide": (Real("aliases", wide=True),),
}
QUICK = 3_000


def wanted(group: str, quick: bool = False) -> tuple[Wanted, ...]:
    """The sets of a group; `quick`: one of them, with few connections."""
    found = GROUPS[group]
    if not quick:
        return found
    first = found[0]
    if isinstance(first, Real):
        return (replace(first, most=600),)
    return (replace(first, connections=QUICK),)


def missing(group: str) -> str:
    """Why a group cannot be made here; empty when it can."""
    variable = "AUDITOR_PEER_DATA" if isinstance(GROUPS[group][0], Real) else "AUDITOR_RULER"
    return "" if os.environ.get(variable) else f"{group} is left out: {variable} names no folder"


def make(want: Wanted, scratch: Path) -> Path:
    """The folder of a set, made unless it is there already."""
    made = {"made": type(want).__name__, **asdict(want)}
    folder = scratch / "-".join(str(value) for value in made.values()).lower()
    mark = folder / MARK
    if mark.exists() and json.loads(mark.read_text(encoding="utf-8")) == made:
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if isinstance(want, Real):
        source = Path(os.environ["AUDITOR_PEER_DATA"]) / "names" / "everypolitician_2015"
        real_names.write(source, folder, want.kind, want.half, want.wide, want.most)
    else:
        _district(want, folder)
    mark.write_text(json.dumps(made), encoding="utf-8")
    return folder


def _district(want: District, folder: Path) -> None:
    ruler = Path(os.environ["AUDITOR_RULER"])
    raw = folder / "raw"
    options = {
        "--people": want.people,
        "--conns": want.connections,
        "--seed": want.seed,
        "--community": want.community,
        "--out": raw,
    }
    _run(ruler / "gen.py", *(str(word) for pair in options.items() for word in pair))
    _run(ruler / "to_auditor.py", str(raw), str(folder))
    truth = pd.read_parquet(folder / "truth.parquet")
    truth["name_group"] = groups(truth, raw / "roster_hidden.parquet")
    truth.to_parquet(folder / "truth.parquet")
    shutil.rmtree(raw)


def _run(script: Path, *arguments: str) -> None:
    done = subprocess.run([sys.executable, str(script), *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{script.name} failed:\n{done.stderr[-2000:]}")


def main() -> None:
    """Make the sets of some groups, to look at or to develop with."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scratch", type=Path)
    parser.add_argument("groups", nargs="+", choices=list(GROUPS))
    parser.add_argument("--development", action="store_true", help="the other half of the real people")
    chosen = parser.parse_args()
    for group in chosen.groups:
        for want in wanted(group):
            if chosen.development:
                if isinstance(want, District):
                    parser.error("only real sets have a half for development: take the ruler's own seeds instead")
                want = replace(want, half=real_names.DEVELOPMENT)
            print(make(want, chosen.scratch))


if __name__ == "__main__":
    main()
