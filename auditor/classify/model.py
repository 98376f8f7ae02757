"""The learned weights: a small file, every number of which can be printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.classify.evidence import AMOUNTS, CELLS, SHAPES, TABLES, cell
from auditor.classify.features import Hypotheses

VERSION = 2


@dataclass(frozen=True, slots=True)
class Model:
    """Weights in natural log-odds, and how probabilities are corrected."""

    cells: NDArray[np.float64]
    """One per cell of every table, and a 0 behind them for "none"."""
    amounts: NDArray[np.float64]
    """One per amount."""
    joint: Mapping[str, float]
    """Weights of what the rest of a list says (`auditor.classify.account`)."""
    calibration: NDArray[np.float64]
    """SHAPES × 2: slopes of log-odds for and against a member (`account.corrected_odds`)."""
    members: NDArray[np.float64]
    """The usual proportions of kinds of members (`auditor.classify.district.KINDS`)."""
    version: str

    def weight(self, table: str, number: int) -> float:
        """The weight of one cell."""
        return float(self.cells[cell(table, number)])

    def scores(self, h: Hypotheses) -> NDArray[np.float64]:
        """The score of every hypothesis against somebody else."""
        score = h.offset.astype(np.float64)
        weights = np.empty_like(score)
        for column in h.cells.T:
            # Read without a sign, -1 is behind all cells: clipped, it is the 0 at the end.
            score += np.take(self.cells, column.view(np.uint16), mode="clip", out=weights)
        for number, weight in enumerate(self.amounts.tolist()):
            if weight:
                score += np.multiply(h.amounts[:, number], weight, out=weights)
        return score


def of(data: Mapping[str, Any]) -> Model:
    """The model a file holds. Tables or cells it does not name weigh nothing."""
    cells = np.zeros(CELLS + 1)
    for table, names in TABLES.items():
        weights = data["tables"].get(table, {})
        for number, name in enumerate(names):
            cells[cell(table, number)] = weights.get(name, 0.0)
    calibration = np.array([data["calibration"].get(shape, (1.0, 1.0)) for shape in SHAPES], np.float64)
    amounts = np.array([data["amounts"].get(name, 0.0) for name in AMOUNTS], np.float64)
    members = np.array(data["members"], np.float64)
    return Model(cells, amounts, dict(data["joint"]), calibration, members, str(data["version"]))


def as_data(
    weights: NDArray[np.float64],
    calibration: Mapping[str, tuple[float, float]],
    joint: Mapping[str, float],
    members: NDArray[np.float64],
    version: str,
) -> dict[str, Any]:
    """What a model file holds; weights rounded to three digits behind the point, zeros left out."""
    tables = {
        table: {name: w for number, name in enumerate(names) if (w := round(float(weights[cell(table, number)]), 3))}
        for table, names in TABLES.items()
    }
    return {
        "format": VERSION,
        "version": version,
        "tables": tables,
        "amounts": {name: round(float(w), 3) for name, w in zip(AMOUNTS, weights[CELLS:], strict=True)},
        "joint": dict(joint),
        "members": [round(float(share), 4) for share in members],
        "calibration": {shape: [round(a, 3), round(b, 3)] for shape, (a, b) in calibration.items()},
    }


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write a model file."""
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="ascii")


@cache
def load() -> Model:
    """The model that comes with the program."""
    return of(json.loads(files("auditor.classify").joinpath("data", "model.json").read_text("ascii")))
