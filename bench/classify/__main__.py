"""`make bench-classify`: the figures of docs/benchmarks-classify.md, measured on this machine.

A group that is measured replaces its figures in the record; what other groups had stays, each with its date and commit.
`--quick` looks at few connections and writes into the scratch folder, never over the project's figures.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path
from typing import Any

from bench import summary
from bench.classify import examples, page, plots, record, runs, sets

ROOT = Path(__file__).resolve().parent.parent.parent
REAL = ("handles", "aliases", "handles_wide", "aliases_wide")
CHOICES = (*(name for name in sets.GROUPS if name not in REAL), "real")


def main() -> None:
    """Read the options, measure, write."""
    chosen = _options()
    with tempfile.TemporaryDirectory() as temporary:
        scratch = (chosen.scratch or Path(temporary)).resolve()
        docs = chosen.out.resolve() if chosen.out else (scratch / "docs" if chosen.quick else ROOT / "docs")
        path = docs / "benchmarks-classify.json"
        found = record.read(path)
        if not chosen.page_only:
            _measure(chosen, scratch, path, found)
        (docs / "images").mkdir(parents=True, exist_ok=True)
        images = plots.write(found, docs / "images")
        examples.write(found.get("examples", []), docs / "images")
        text = page.text(found, images)
        (docs / "benchmarks-classify.md").write_text(text, encoding="utf-8")
        if (docs / "benchmarks.md").is_file():
            summary.write(docs / "benchmarks.md")
        print(text)
        print(docs / "benchmarks-classify.md")


def _options() -> argparse.Namespace:
    def names(text: str) -> list[str]:
        return [name for name in text.split(",") if name]

    parser = argparse.ArgumentParser(prog="python -m bench.classify", description=__doc__)
    parser.add_argument("--sets", type=names, default=list(CHOICES), help=f"of {','.join(CHOICES)}; all unless said")
    parser.add_argument("--peers", type=names, default=list(runs.PEERS), help="of splink,tfidf; both unless said")
    parser.add_argument("--quick", action="store_true", help="one set of a group, few connections, no page in docs/")
    parser.add_argument("--scratch", type=Path, help="where sets are made, and found again; else they are made anew")
    parser.add_argument("--out", type=Path, help="where record, page and images go; else docs/")
    parser.add_argument("--page-only", action="store_true", help="page and images from the record, without measuring")
    parser.add_argument(
        "--candidates-only",
        action="store_true",
        help="who there was to be weighed, and the examples; all else stays",
    )
    chosen = parser.parse_args()
    for given, known in ((chosen.sets, CHOICES), (chosen.peers, runs.PEERS)):
        if unknown := set(given) - set(known):
            parser.error(f"not known: {', '.join(sorted(unknown))}")
    for peer in chosen.peers:
        if not runs.available(peer):
            parser.error(
                f"the library of {peer} is not installed; `make bench-classify` installs requirements/bench.lock"
            )
    return chosen


def _measure(chosen: argparse.Namespace, scratch: Path, path: Path, found: dict[str, Any]) -> None:
    groups = [group for name in chosen.sets for group in (REAL if name == "real" else (name,))]
    os.chdir(ROOT)
    if not chosen.candidates_only:
        found["command"] = record.command()
    found["examples"] = examples.find()
    for group in groups:
        if reason := sets.missing(group):
            print(reason)
            continue
        wanted = sets.wanted(group, chosen.quick)
        folders = [sets.make(want, scratch) for want in wanted]
        if chosen.candidates_only:
            if group in found["groups"]:
                found["groups"][group]["candidates"] = record.candidates(folders)
        else:
            found["groups"][group] = record.group(wanted, folders, runs.run(group, folders, chosen.peers))
        record.write(path, found)  # a long run that is stopped keeps what it measured


if __name__ == "__main__":
    main()
