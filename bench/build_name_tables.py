"""Makes the name tables shipped in `auditor/classify/data` from public-domain counts of the US Census Bureau.

    python bench/build_name_tables.py SOURCES

`SOURCES` holds `surnames_2020.parquet` and `first_names_2020.parquet` (columns `name` and `count`, one row per name
that about 100 people or more bear). Only those two columns are read: how many people bear a name, nothing else about
them. Counts are rounded to two digits, which makes the tables small and loses nothing a match could rest on.
"""

from __future__ import annotations

import gzip
import sys
from pathlib import Path

import pandas as pd

OUT = Path(__file__).resolve().parent.parent / "auditor" / "classify" / "data"
TABLES = {"surnames_2020.parquet": "surnames.txt.gz", "first_names_2020.parquet": "given_names.txt.gz"}


def rounded(count: int) -> int:
    """The count with two significant digits."""
    digits = 10 ** max(len(str(count)) - 2, 0)
    return count // digits * digits


def build(source: Path, target: Path) -> int:
    """Write one table: a line per (rounded) count, most common first, its names in order. Returns the names written."""
    frame = pd.read_parquet(source, columns=["name", "count"])
    names = frame["name"].str.lower().str.replace(r"[^a-z]", "", regex=True)
    counts = frame["count"].groupby(names).sum()
    by_count: dict[int, list[str]] = {}
    for name, count in counts.items():
        if len(str(name)) > 1:
            by_count.setdefault(rounded(int(count)), []).append(str(name))
    lines = [f"total {int(counts.sum())}"]
    lines += [f"{count} {' '.join(sorted(by_count[count]))}" for count in sorted(by_count, reverse=True)]
    with target.open("wb") as file, gzip.GzipFile("", "wb", 9, file, mtime=0) as packed:
        packed.write(("\n".join(lines) + "\n").encode("ascii"))
    return sum(map(len, by_count.values()))


def main(sources: Path) -> None:
    """Build both tables."""
    for source, target in TABLES.items():
        names = build(sources / source, OUT / target)
        print(f"{target}: {names} names, {(OUT / target).stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
