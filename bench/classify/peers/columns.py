"""What a careful user of a matching library would make of the files first: clean columns, the same for every peer."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import time
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pandas as pd
from anyascii import anyascii


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "mr mrs ms miss mx dr coach principal prof profe professor senora senor sir madam rev rep representative sen "
    "senator hon mp mep congressman congresswoman"
)
_SUBJECTS = _words(
    "algebra art class classroom english grade history kindergarten math music pe reading science spanish"
)
_KEPT = frozenset("' -.,_")
_CLASS_OF = re.compile(r"'s\b.*$")
_ORDINAL = re.compile(r"\b\d+(st|nd|rd|th)\b.*$")
_LETTERS = re.compile(r"[^a-z]+")
_HANDLE_TITLE = re.compile(rf"^(?:{'|'.join(sorted(_TITLES, key=len, reverse=True))})(?=[a-z]{{3}})")
_HANDLE_END = re.compile(r"(?<=[a-z]{4})(?:mps|isd|usd|lps|cps|sd|edu|tx|mp|mep)$")
_CATEGORY = {
    "principal": "administrator",
    "administrator": "administrator",
    "teacher": "teacher",
    "aide": "staff",
    "student": "student",
    "guardian": "parent",
    "parent": "parent",
}


def latin(text: str) -> str:
    """Lower-case ASCII: other scripts transliterated, decorative letters made plain, emoji left out."""
    folded = unicodedata.normalize("NFKC", text)
    kept = (c if c in _KEPT or unicodedata.category(c)[0] in "LMN" else " " for c in folded)
    return anyascii("".join(kept)).lower()


def letters(text: str) -> str:
    """Only the letters, as one word."""
    return _LETTERS.sub("", latin(text))


def display(text: str) -> tuple[str, str, str]:
    """First name, what is between, last name; a title makes a single word a last name."""
    plain = _ORDINAL.sub("", _CLASS_OF.sub("", latin(text)))
    if plain.count(",") == 1:
        plain = " ".join(reversed(plain.split(",")))
    words = [word for word in (_LETTERS.sub("", w) for w in re.split(r"[ .,_]+", plain)) if word]
    titled = False
    while len(words) > 1 and words[0] in _TITLES:
        titled, words = True, words[1:]
    if titled:
        words = [word for word in words if word not in _SUBJECTS]
    if not words:
        return "", "", ""
    if len(words) == 1:
        return ("", "", words[0]) if titled else (words[0], "", "")
    return words[0], " ".join(words[1:-1]), words[-1]


def handle_forms(handle: str) -> list[str]:
    """A handle's letters, and the same without a title before or a place after."""
    bare = _HANDLE_TITLE.sub("", handle)
    return sorted({form for form in (handle, bare, _HANDLE_END.sub("", handle), _HANDLE_END.sub("", bare)) if form})


def connections(folder: Path, most: int | None) -> pd.DataFrame:
    """`connection_id`, `first`, `middle`, `last`, `handle` (letters only), row by row."""
    table = pd.read_csv(folder / "connections.csv", dtype=str, keep_default_na=False, nrows=most)
    names = pd.DataFrame([display(name) for name in table["display_name"]], columns=["first", "middle", "last"])
    return names.assign(connection_id=table["connection_id"], handle=[letters(handle) for handle in table["handle"]])


def people(folder: Path) -> pd.DataFrame:
    """`person_id`, `category`, `first` (whole and `short`), `preferred`, `last`, `lasts` (a double name's halves)."""
    users = pd.read_csv(folder / "roster" / "users.csv", dtype=str, keep_default_na=False)
    roles = pd.read_csv(folder / "roster" / "roles.csv", dtype=str, keep_default_na=False)
    role = dict(zip(roles["userSourcedId"], roles["role"], strict=True))
    empty = pd.Series("", index=users.index)
    former = users.get("metadata.formerFamilyName", empty)
    halves = [[letters(part) for part in re.split(r"[\s-]+", name)] for name in users["familyName"]]
    whole = [letters(name) for name in users["familyName"]]
    return pd.DataFrame(
        {
            "person_id": users["sourcedId"],
            "category": [_CATEGORY.get(role.get(person, ""), "other_community") for person in users["sourcedId"]],
            "first": [letters(name) for name in users["givenName"]],
            "short": [letters((name.split() or [""])[0]) for name in users["givenName"]],
            "preferred": [letters(name) for name in users.get("preferredGivenName", empty)],
            "last": whole,
            "lasts": [
                sorted({name, letters(old), *(part for part in parts if len(part) > 1)} - {""})
                for name, old, parts in zip(whole, former, halves, strict=True)
            ],
        }
    )


def nicknames() -> dict[str, set[str]]:
    """The short forms of a given name, from the very list the ruler makes its districts with, where there is one."""
    found: dict[str, set[str]] = {}
    path = Path(os.environ.get("AUDITOR_RULER", "")) / "data" / "nicknames" / "names.csv"
    if path.is_file():
        with path.open(encoding="utf-8", newline="") as file:
            for name, _, short in csv.reader(file):
                found.setdefault(name, set()).add(short)
    return found


def run(peer: Callable[[Path, int | None], pd.DataFrame]) -> None:
    """A peer as a program, `FOLDER OUT.csv [--most N]`; prints how long it took for how many rows."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--most", type=int, help="only so many connections")
    chosen = parser.parse_args()
    start = time.perf_counter()
    table = peer(chosen.folder, chosen.most)
    table.to_csv(chosen.out, index=False)
    print(json.dumps({"seconds": round(time.perf_counter() - start, 2), "rows": len(table)}))


def answers(table: pd.DataFrame, roster: pd.DataFrame, best: list[int], chance: list[float]) -> pd.DataFrame:
    """The table the metrics read: the best person's number (-1: nobody) and the probability of each connection."""
    who, category = roster["person_id"].tolist(), roster["category"].tolist()
    return pd.DataFrame(
        {
            "connection_id": table["connection_id"],
            "category": [category[b] if b >= 0 else "" for b in best],
            "person_id": [who[b] if b >= 0 else "" for b in best],
            "p_community": chance,
        }
    )
