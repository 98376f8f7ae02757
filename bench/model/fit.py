"""Weights by maximum conditional likelihood: of all hypotheses about a connection, the true one should win."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack

from auditor.classify.evidence import AMOUNTS, CELLS
from bench.model.examples import STRANGER, Examples

Floats = NDArray[np.float64]
_STEPS = (30, 100, 400)


@dataclass(slots=True)
class _Design:
    """Hypotheses sorted by connection: what speaks for each, its prior, and which is true."""

    evidence: csr_matrix
    """Hypotheses × (cells, then amounts)."""
    offset: Floats
    starts: NDArray[np.int64]
    """The first hypothesis of each connection that has any."""
    right: NDArray[np.int64]
    """The true hypotheses; of strangers, none is."""
    connections: int

    @classmethod
    def of(cls, examples: Iterable[Examples]) -> _Design:
        """The examples one after the other; each may be forgotten when the next one comes."""
        parts, rows, offsets, right, n, hypotheses = [], [], [], [], 0, 0
        for e in examples:
            h = e.hypotheses
            order = np.argsort(h.row, kind="stable")
            back = np.empty(len(order), np.int64)
            back[order] = np.arange(len(order))
            share = np.clip(e.share, 0.02, 0.98)
            rows.append(h.row[order] + n)
            offsets.append(h.offset[order] + np.log(share / (1 - share))[h.row[order]])
            right.append(hypotheses + back[e.truth[e.truth != STRANGER]])
            parts.append(_evidence(h.cells[order], h.amounts[order]))
            n, hypotheses = n + len(e.truth), hypotheses + len(order)
        row = np.concatenate(rows)
        starts = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
        return cls(vstack(parts, format="csr"), np.concatenate(offsets), starts, np.concatenate(right), n)


def fit(examples: Iterable[Examples], *, pull: float = 0.3) -> Floats:
    """Weights of all cells, then of all amounts. `pull` draws every weight to 0 as so many observations would."""
    d = _Design.of(examples)
    size = np.diff(np.append(d.starts, len(d.offset)))
    columns = d.evidence.T.tocsr()
    wanted = np.asarray(d.evidence[d.right].sum(0)).ravel()

    def posterior(w: Floats) -> tuple[float, Floats]:
        """The log likelihood of what is true, and the probability of every hypothesis."""
        score = d.offset + d.evidence @ w
        top = np.maximum(np.maximum.reduceat(score, d.starts), 0)
        e = np.exp(score - np.repeat(top, size))
        total = np.add.reduceat(e, d.starts) + np.exp(-top)
        return float(score[d.right].sum() - np.sum(np.log(total) + top)), e / np.repeat(total, size)

    def loss(u: Floats, unit: Floats) -> tuple[float, Floats]:
        w = u * unit
        likelihood, p = posterior(w)
        value = 0.5 * pull * np.sum(w * w) - likelihood
        return value / d.connections, (columns @ p - wanted + pull * w) * unit / d.connections

    w, squares = np.zeros(d.evidence.shape[1]), columns.multiply(columns)
    for steps in _STEPS:
        # Every weight in units of about its own standard error at this place: without, thousands of steps are too few.
        _, p = posterior(w)
        unit = 1 / np.sqrt(pull + squares @ (p * (1 - p)))
        found = minimize(
            loss, w / unit, args=(unit,), jac=True, method="L-BFGS-B",
            options={"maxiter": steps, "maxfun": 2 * steps, "maxcor": 30, "ftol": 1e-9, "gtol": 1e-9},
        )  # fmt: skip
        w = found.x * unit
        print(f"loss {found.fun:.5f} after {found.nit} steps", file=sys.stderr)
    return w


def _evidence(cells: NDArray[np.int16], amounts: NDArray[np.float32]) -> csr_matrix:
    used = cells >= 0
    indptr = np.append(0, np.cumsum(used.sum(1)))
    table = csr_matrix(
        (np.ones(int(indptr[-1]), np.float32), cells[used].astype(np.int32), indptr), (len(cells), CELLS)
    )
    assert amounts.shape[1] == len(AMOUNTS)
    return hstack((table, csr_matrix(amounts)), format="csr", dtype=np.float32)
