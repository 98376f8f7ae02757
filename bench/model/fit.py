"""Weights by maximum conditional likelihood: of all hypotheses about a connection, the true one should win."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, hstack, vstack

from auditor.classify.evidence import AMOUNTS, CELLS
from bench.model.examples import STRANGER, Examples


def fit(
    examples: Sequence[Examples], *, pull: float = 3.0, steps: int = 300, start: NDArray[np.float64] | None = None
) -> NDArray[np.float64]:
    """Weights of all cells, then of all amounts. `pull` draws every weight to 0 as so many observations would."""
    rows, truths, offsets, parts, n = [], [], [], [], 0
    for e in examples:
        h = e.hypotheses
        order = np.argsort(h.row, kind="stable")
        back = np.empty(len(order), np.int64)
        back[order] = np.arange(len(order))
        share = np.clip(e.share, 0.02, 0.98)
        rows.append(h.row[order] + n)
        base = sum(len(r) for r in rows[:-1])
        truths.append(np.where(e.truth == STRANGER, STRANGER, base + back[np.maximum(e.truth, 0)]))
        offsets.append(h.offset[order] + np.log(share / (1 - share))[h.row[order]])
        parts.append(_design(h.cells[order], h.amounts[order]))
        n += len(e.truth)
    x = vstack(parts, format="csr")
    row, truth, offset = np.concatenate(rows), np.concatenate(truths), np.concatenate(offsets)
    starts = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
    xt = x.T.tocsr()
    right = truth[truth != STRANGER]
    wanted = np.asarray(x[right].sum(0)).ravel()
    penalty = np.full(x.shape[1], pull)

    def loss(w: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        score = offset + x @ w
        top = np.maximum(np.maximum.reduceat(score, starts), 0)
        e = np.exp(score - np.repeat(top, np.diff(np.append(starts, len(score)))))
        total = np.add.reduceat(e, starts) + np.exp(-top)
        value = np.sum(np.log(total) + top) - score[right].sum() + 0.5 * np.sum(penalty * w * w)
        p = e / np.repeat(total, np.diff(np.append(starts, len(score))))
        return value / n, (xt @ p - wanted + penalty * w) / n

    found = minimize(
        loss, np.zeros(x.shape[1]) if start is None else start, jac=True, method="L-BFGS-B",
        options={"maxiter": steps, "maxfun": 2 * steps, "ftol": 1e-9, "gtol": 1e-7},
    )  # fmt: skip
    print(f"loss {found.fun:.5f} after {found.nit} steps")
    return found.x


def _design(cells: NDArray[np.int16], amounts: NDArray[np.float32]) -> csr_matrix:
    used = cells >= 0
    indptr = np.append(0, np.cumsum(used.sum(1)))
    table = csr_matrix(
        (np.ones(int(indptr[-1]), np.float32), cells[used].astype(np.int32), indptr), (len(cells), CELLS)
    )
    assert amounts.shape[1] == len(AMOUNTS)
    return hstack((table, csr_matrix(amounts)), format="csr", dtype=np.float32)
