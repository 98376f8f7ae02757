"""Candidate recall: of how many members the true person was there to be weighed at all.

Weights can only choose among candidates. The look-ups are the package's own, run again on a set beside its truth.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from auditor import roster as rosters
from auditor.classify import candidates, features, model, reading, scored, store
from auditor.classify.circles import Circles, Neighbours
from auditor.classify.index import Index
from auditor.classify.model import Model
from bench.classify.metrics import revealed

Array = np.ndarray[Any, np.dtype[Any]]
WAYS = ("kept", "listed", "group", "dropped", "none")
"""How the true person of a member was found, each member by the first that holds: among the best who are kept
(`auditor.classify.scored.TOP`); weighed one by one, but others were better; in a group of the right role that is
counted as a whole; looked up, but left out as fitting too little; not at all."""
ALL = "all members"
_ROWS = 20_000


def table(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """The members of some sets pooled: a row for all, then one by what name and handle together reveal.

    A row has `value`, `members`, and the share of each of WAYS.
    """
    parts = [_members(folder) for folder in folders]
    way = np.concatenate([way for way, _ in parts])
    shown = np.concatenate([shown for _, shown in parts])
    rows = [_row(ALL, way)]
    kinds, number = np.unique(shown[shown != "?"], return_counts=True)
    return rows + [_row(str(kind), way[shown == kind]) for kind in kinds[np.argsort(-number, kind="stable")]]


def _row(value: str, way: Array) -> dict[str, Any]:
    shares = np.bincount(way, minlength=len(WAYS)) / max(1, len(way))
    return {"value": value, "members": len(way)} | {
        name: round(float(share), 6) for name, share in zip(WAYS, shares, strict=True)
    }


def _members(folder: Path) -> tuple[Array, Array]:
    """Of every member of a set: how the person was found (a position in WAYS), and what is revealed."""
    truth = pd.read_parquet(folder / "truth.parquet")
    index = store.for_roster(folder / "roster", lambda: rosters.load(folder / "roster"))
    position = index.positions()
    person = np.array([position.get(f"p{number}", -1) for number in truth["truth_person"]], np.int64)
    way = np.concatenate(list(_ways(folder, index, person)))
    member = (truth["truth_person"] >= 0).to_numpy()
    return way[member], (revealed(truth) if "rev_g" in truth else np.full(len(truth), "?"))[member]


def _ways(folder: Path, index: Index, person: Array) -> Iterator[Array]:
    """How each connection's true person was found, batch by batch; of no meaning for strangers."""
    position, neighbours, weights, done = index.positions(), Neighbours(index), model.load(), 0
    accounts = folder / "accounts.csv"
    owner_of = dict(_text(accounts)[["account_id", "staff_id"]].to_numpy().tolist()) if accounts.exists() else {}
    chunks = pd.read_csv(folder / "connections.csv", dtype=str, keep_default_na=False, chunksize=_ROWS)
    for chunk in chunks:
        which, names = pd.factorize(chunk["account_id"])
        owners = np.array([position.get(owner_of.get(name, ""), -1) for name in names], np.int32)
        circles = Circles.of(owners, neighbours)
        columns = {c: chunk[c].tolist() if c in chunk else [""] * len(chunk) for c in reading.COLUMNS}
        true = person[done : done + len(chunk)]
        yield of_batch(columns, which.astype(np.int64), circles, index, weights, true)
        done += len(chunk)


def of_batch(
    columns: dict[str, list[str]], owner: Array, circles: Circles, index: Index, weights: Model, person: Array
) -> Array:
    """How the true person of each connection was found: positions in WAYS. `person`: positions in the index, or -1."""
    read = reading.read(columns, index)
    found = candidates.Finder(index, read, owner, circles).find()
    looked_up = _among(found.row, found.person, person)
    hypotheses = features.of(index, read, found, owner, circles)
    listed = _among(hypotheses.row[: hypotheses.persons], hypotheses.person[: hypotheses.persons], person)
    kept = scored.keep(read, hypotheses, weights.scores(hypotheses)).person == person[:, None]
    group = np.zeros(len(person), bool)
    group[found.crowd_row[found.crowd_role == index.people.role[person[found.crowd_row]]]] = True
    conditions = [kept.any(1), listed, group, looked_up]
    return np.select(conditions, range(len(conditions)), len(conditions))


def _among(row: Array, candidate: Array, person: Array) -> Array:
    """Per connection, whether its true person is among its candidates."""
    found = np.zeros(len(person), bool)
    found[row[candidate == person[row]]] = True
    return found


def _text(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)
