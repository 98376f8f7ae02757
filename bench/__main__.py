"""`make bench`: the figures of docs/benchmarks.md, measured on this machine."""

from __future__ import annotations

import os
import platform
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path

from bench import audit_input, instagram_export, roster_set, summary
from bench.measure import Measured, best_of, command, python

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"

READ_EXPORT = """
import sys
from pathlib import Path
from connectors.registry import read_input
print(len(read_input([Path(sys.argv[1])]).connections))
"""
PLAIN_EXPORT = """
import json, sys, zipfile
rows = []
with zipfile.ZipFile(sys.argv[1]) as z:
    for name in z.namelist():
        if "/followers_" in name:
            rows += json.loads(z.read(name))
print(len(rows))
"""
READ_ROSTER = """
import sys
from pathlib import Path
from auditor import roster
print(len(roster.load(Path(sys.argv[1])).people))
"""
PANDAS_ROSTER = """
import sys
from pathlib import Path
import pandas
frames = {p.stem: pandas.read_csv(p, dtype=str, keep_default_na=False) for p in sorted(Path(sys.argv[1]).glob("*.csv"))}
print(len(frames["users"]))
"""
BUILD_INDEX = """
import sys, time
from pathlib import Path
from auditor import roster as rosters
from auditor.classify import index
from connectors.memory import rare_collection
found = rosters.load(Path(sys.argv[1]))
start = time.perf_counter()
with rare_collection():
    made = index.build(found)
print(made.size, time.perf_counter() - start)
"""
UPDATE_INDEX = """
import sys, time
from dataclasses import replace
from pathlib import Path
from auditor import roster as rosters
from auditor.classify import index, store

def timed(older=None):
    start = time.process_time()
    return index.build(found, older), time.process_time() - start

found = rosters.load(Path(sys.argv[1]))
stored = Path(sys.argv[2])
made, anew = timed()
store.save(made, stored)
del made
ids = list(found.people)
for number, person_id in enumerate(ids[:: len(ids) // 1000][:1000]):
    person = found.people[person_id]
    other = found.people[ids[(number * 7919) % len(ids)]] if number else person
    if number % 3 == 0:
        person.family = f"{other.family}-{person.family}"
    elif number % 3 == 1:
        del found.people[person_id]
    else:
        new = replace(person, person_id=f"new-{number}", family=f"{other.family}x", guardians=(), children=())
        found.people[new.person_id] = new
print(anew, timed(store.open(stored))[1])
"""
FUZZY = """
import csv, json, sys
from pathlib import Path
from rapidfuzz import fuzz, process
with open(Path(sys.argv[1]) / "users.csv", encoding="utf-8") as file:
    names = [f"{row['givenName']} {row['familyName']}" for row in csv.DictReader(file)]
wanted = [row["name"] for row in json.loads(Path(sys.argv[2]).read_text())["friends_v2"]][:100]
print(sum(process.extractOne(name, names, scorer=fuzz.WRatio)[1] > 90 for name in wanted))
"""


def main() -> None:
    """Make the data, measure, and write the page."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        lines = [
            *_head(),
            *_export(folder),
            *_roster(folder),
            *_index(folder),
            *_audit(folder),
            *_pull(folder),
            *_tail(),
        ]
    summary.write(PAGE, "\n".join(lines) + "\n")
    print("\n".join(lines))
    print(PAGE.relative_to(ROOT))


def _head() -> list[str]:
    cores = os.cpu_count()
    return [
        "# Benchmarks",
        "",
        f"Made by `make bench` on {date.today()}: {cores} cores, {platform.system()} {platform.machine()}, "  # noqa: DTZ011
        f"Python {platform.python_version()}. Every row is a process of its own, cold; time is wall-clock, memory is "
        "the peak resident set. Data is generated with fixed seeds.",
        "",
        "| what | time | peak memory | aim | compared with | their time | ratio |",
        "|---|---|---|---|---|---|---|",
    ]


def _row(what: str, ours: Measured, aim: str, peer: str, theirs: float) -> str:
    return (
        f"| {what} | {ours.seconds:.2f} s | {ours.megabytes:,.0f} MB | {aim} | {peer} | {theirs:.2f} s "
        f"| {ours.seconds / theirs:.2f} |"
    )


def _export(folder: Path) -> list[str]:
    path = instagram_export.write(folder / "instagram-bench-2026-01-01-AbCdEfGh.zip")
    ours, plain = python(READ_EXPORT, str(path)), python(PLAIN_EXPORT, str(path))
    assert ours.output.strip() == "100500", ours
    what = "Read a 1 GB Instagram export (100,000 followers, photos)"
    path.unlink()
    return [_row(what, ours, "5 s, 300 MB", "`zipfile` + `json` alone, no records made", plain.seconds)]


def _roster(folder: Path) -> list[str]:
    roster = folder / "roster-1500k"
    roster_set.write(roster, users=1_500_000, seed=5)
    ours, pandas = python(READ_ROSTER, str(roster)), python(PANDAS_ROSTER, str(roster))
    assert ours.status == 0, ours
    index = python(BUILD_INDEX, str(roster))
    assert index.status == 0, index
    people, seconds = index.output.split()
    read = f"Read and check a OneRoster 1.2 set ({int(ours.output):,} people)"
    built = f"Make the index of its {int(people):,} people (roster read before)"
    peer = "`pandas.read_csv` of the same files"
    return [
        _row(read, ours, "30 s, 3 GB", peer, pandas.seconds),
        _row(built, replace(index, seconds=float(seconds)), "30 s", peer, pandas.seconds),
    ]


def _index(folder: Path) -> list[str]:
    roster = folder / "roster-500k"
    roster_set.write(roster, users=500_000, seed=8)
    both = python(UPDATE_INDEX, str(roster), str(folder / "roster-500k.auditor-index"))
    assert both.status == 0, both
    anew, updated = map(float, both.output.split())
    what = "Bring the index of 500,000 people up to date after 1,000 changes (processor time, roster read before)"
    return [_row(what, replace(both, seconds=updated), "1 s", "the same index made anew", anew)]


def _audit(folder: Path) -> list[str]:
    roster = folder / "roster-50k"
    roster_set.write(roster, users=50_000, seed=6)
    export, staff = audit_input.write(folder / "facebook", roster, connections=1000, seed=7)
    program = str(Path(sys.executable).with_name("auditor"))
    arguments = [program, "audit", str(export), "--staff", staff, "--roster", str(roster), "-o", str(folder / "out")]
    ours = best_of(3, arguments)
    assert ours.status in (4, 10), ours
    lists = export / "connections" / "friends" / "your_friends.json"
    fuzzy = python(FUZZY, str(roster), str(lists))
    what = "`auditor audit`: 1,000 connections against 50,000 people, HTML and JSON, best of 3"
    return [_row(what, ours, "3 s", "`rapidfuzz` WRatio, 100 of the 1,000 names only, × 10", fuzzy.seconds * 10)]


def _pull(folder: Path) -> list[str]:
    ours, plain = (
        command([sys.executable, "-m", "bench.live_pull", which, str(folder)], ROOT) for which in ("ours", "plain")
    )
    assert ours.output.strip() == plain.output.strip() == "1000000", ours
    what = "`auditor pull` of 1,000,000 followers in pages of 1,000, without the network"
    peer = f"the same people in one list and `json.dumps` ({plain.megabytes:,.0f} MB)"
    return [_row(what, ours, "flat memory", peer, plain.seconds)]


def _tail() -> list[str]:
    return [
        "",
        "Not measured: disks slower than this machine's, Windows and macOS, platforms and networks, PDF and XLSX "
        "(they add their libraries' start-up of about a second each). The comparison column is a yardstick for the "
        "same bytes, not a rival product: those do less.",
    ]


if __name__ == "__main__":
    main()
