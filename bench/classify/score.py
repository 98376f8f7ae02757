"""One table of verdicts against the truth, in one line.

`python -m bench.classify.score TRUTH.parquet OUT.csv [TRUTH OUT ...] [--by style --by tier] [--hidden FILE]`

Several pairs are pooled. `--by` takes any column of the truth (style, hstyle, tier, typ, kin, truth_role) and
`revealed`; `--hidden` is the ruler's roster_hidden.parquet, for the rates by name group, where the truth has none.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pandas as pd

from bench.classify import metrics


def read(truth: Path, out: Path, hidden: Path | None = None, candidates: Path | None = None) -> pd.DataFrame:
    """One scored table from its files; an answer about the first connections only is scored on those."""
    expected = pd.read_parquet(truth)
    if hidden is not None:
        expected["name_group"] = groups(expected, hidden)
    text = {"connection_id": str, "person_id": str, "category": str, "verdict": str}
    answer = pd.read_csv(out, dtype=text, keep_default_na=False, usecols=lambda name: name in (*text, "p_community"))
    listed = None if candidates is None else pd.read_csv(candidates, dtype={"connection_id": str, "person_id": str})
    return metrics.scored(expected.head(len(answer)), answer, listed)


def groups(truth: pd.DataFrame, hidden: Path) -> pd.Series:
    """The name group the ruler drew each member's name from; -1 for a stranger."""
    known = pd.read_parquet(hidden).set_index("person_id")["race"]
    return truth["truth_person"].map(known).fillna(-1).astype(int)


def line(rows: pd.DataFrame, with_intervals: bool = True) -> str:
    """All figures as one line of JSON; a figure is followed by its interval."""
    ranges = metrics.intervals(rows) if with_intervals else {}
    shown: dict[str, object] = {"n": len(rows)}
    for name, value in metrics.figures(rows).items():
        shown[name] = round(value, 4)
        if name in ranges:
            shown[name] = [round(value, 4), *(round(end, 4) for end in ranges[name])]
    return json.dumps(shown)


def main() -> None:
    """Read the arguments, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="TRUTH OUT")
    parser.add_argument("--by", action="append", default=[], metavar="COLUMN")
    parser.add_argument("--hidden", type=Path)
    parser.add_argument("--no-intervals", action="store_true")
    chosen = parser.parse_args()
    if len(chosen.files) % 2:
        parser.error("the files come in pairs: TRUTH.parquet OUT.csv")
    pairs = zip(chosen.files[::2], chosen.files[1::2], strict=True)
    rows = metrics.pool([read(truth, out, chosen.hidden) for truth, out in pairs])
    print(line(rows, not chosen.no_intervals))
    columns = ["n", "members", *metrics.NAMES[:-2]]
    for column in chosen.by:
        print(metrics.by(rows, column)[columns].to_string(float_format=lambda value: f"{value:.4f}"))


if __name__ == "__main__":
    main()
