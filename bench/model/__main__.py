"""`make model`: learns the weights anew from seeds, byte for byte, and writes them into the program.

Weights are fitted on one set of generated districts; the correction of probabilities and the weight of relatives, on
another. Every district has rates of its own (`bench.districts.draw_rates`). Nothing that figures are reported on is
used.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from auditor.classify import account, district, model, scored
from auditor.classify.evidence import SHAPES
from auditor.classify.model import Model
from bench.districts import draw_rates, make, public_rates
from bench.model.examples import Examples, of_district
from bench.model.fit import fit

OUT = Path(__file__).resolve().parents[2] / "auditor" / "classify" / "data" / "model.json"
VERSION = "2026-11-26"
SIZES = (1_500, 3_000, 6_000, 12_000, 25_000, 50_000, 100_000, 200_000)
TRAIN, CORRECT = range(8_000, 8_048), range(8_500, 8_516)
PUBLIC_TRAIN, PUBLIC_CORRECT = range(8_600, 8_604), range(8_700, 8_704)
"""Lists of people with a public role, of whom only handles or names are known, and no owner."""
PUBLIC_SIZE = 20_000
CONNECTIONS, PUBLIC_CONNECTIONS = 8_000, 4_000
RELATIVES = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5)
_PULL = 200.0
"""A correction is drawn towards none as by so many connections."""


def examples(seeds: range) -> Iterator[Examples]:
    """One district per seed."""
    start = time.perf_counter()
    for i, seed in enumerate(seeds):
        size = SIZES[i % len(SIZES)]
        yield of_district(make(seed=seed, people=size, connections=CONNECTIONS, rates=draw_rates(seed)))
        print(f"{i + 1}/{len(seeds)} districts, {time.perf_counter() - start:.0f} s", file=sys.stderr)


def public(seeds: range) -> Iterator[Examples]:
    """One list of public figures per seed."""
    for seed in seeds:
        made = make(seed=seed, people=PUBLIC_SIZE, connections=PUBLIC_CONNECTIONS, rates=public_rates(seed))
        yield of_district(replace(made, accounts=made.accounts.assign(staff_id="")))


def kept(e: Examples, weights: Model) -> scored.Scored:
    """What the program keeps of a district's connections."""
    return scored.keep(e.reading, e.hypotheses, weights.scores(e.hypotheses))


def settled(e: Examples, found: scored.Scored, weights: Model) -> NDArray[np.float64]:
    """The probability of each connection to be a member, as the program says it of a table."""
    accounts = int(e.account.max()) + 1
    here = district.estimate(found, e.index, weights.members)
    return account.settle(here.adapt(found, e.index), e.account, accounts, here.share, e.index, weights).p_community


def members(held: list[Examples], keeps: list[scored.Scored]) -> NDArray[np.float64]:
    """The usual proportions of kinds of members: every district counts alike."""
    total = np.zeros(len(district.KINDS))
    for e, found in zip(held, keeps, strict=True):
        share = np.clip(e.share, 0.03, 0.97)
        kinds, number = district.proportions(found, e.index, share, np.zeros(len(district.KINDS)))
        total += kinds / number
    return np.maximum(total / len(held), 1e-4)


def corrections(
    shape: NDArray[np.uint8], p: NDArray[np.float64], y: NDArray[np.bool_], *, against: bool = False
) -> dict[str, tuple[float, float]]:
    """Slopes of the log-odds that make probabilities true, by what is shown (after Platt 1999).

    For a member, and with `against`, against one too.
    """
    found = {}
    x = np.log(np.clip(p, 1e-9, 1 - 1e-9) / (1 - np.clip(p, 1e-9, 1 - 1e-9)))
    for number, name in enumerate(SHAPES):
        here = shape == number
        if here.sum() >= _PULL:
            low = here & (x <= 0)
            found[name] = _slope(x[here & (x > 0)], y[here & (x > 0)]), _slope(x[low], y[low]) if against else 1.0
    return found


def _slope(x: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    return float(minimize(_loss, np.ones(1), args=(x, y), jac=True, method="L-BFGS-B").x[0])


def _loss(
    slope: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.bool_]
) -> tuple[float, NDArray[np.float64]]:
    z = slope[0] * x
    p = 1 / (1 + np.exp(-np.clip(z, -500, 500)))
    value = np.sum(np.logaddexp(0, z) - y * z) + 0.5 * _PULL * (slope[0] - 1) ** 2
    return float(value), np.array([np.sum((p - y) * x) + _PULL * (slope[0] - 1)])


def loss(p: NDArray[np.float64], y: NDArray[np.bool_]) -> float:
    """Mean log loss."""
    q = np.clip(np.where(y, p, 1 - p), 1e-9, 1)
    return float(-np.log(q).mean())


def learn() -> Mapping[str, object]:
    """The content of the model file."""
    weights = fit(chain(examples(TRAIN), public(PUBLIC_TRAIN)))
    held = list(examples(CORRECT))
    keeps = [kept(e, _model(weights, {}, 0.0, np.ones(len(district.KINDS)))) for e in held]
    usual = members(held, keeps)
    y = np.concatenate([e.member for e in held])
    best, relative = np.inf, 0.0
    for each in RELATIVES:
        p = _all(held, keeps, _model(weights, {}, each, usual))
        print(f"relatives {each}: log loss {loss(p, y):.5f}", file=sys.stderr)
        if loss(p, y) < best - 1e-5:
            best, relative = loss(p, y), each
    p = _all(held, keeps, _model(weights, {}, relative, usual))
    shape = np.concatenate([k.shape for k in keeps])
    corrected = corrections(shape, p, y)
    # What is known by a handle alone, or by a name in no list, is hardly anything else among people of a district.
    rest = list(public(PUBLIC_CORRECT))
    more = [kept(e, _model(weights, {}, relative, usual)) for e in rest]
    both = corrections(
        np.concatenate((shape, *(k.shape for k in more))),
        np.append(p, _all(rest, more, _model(weights, {}, relative, usual))),
        np.concatenate((y, *(e.member for e in rest))),
        against=True,
    )
    corrected |= {name: both[name] for name in ("nothing", "unlisted") if name in both}
    return model.as_data(weights, corrected, {"relative": relative}, usual, VERSION)


def _model(
    weights: NDArray[np.float64], calibration: Mapping[str, tuple[float, float]], relative: float,
    usual: NDArray[np.float64],
) -> Model:  # fmt: skip
    return model.of(model.as_data(weights, calibration, {"relative": relative}, usual, VERSION))


def _all(held: list[Examples], keeps: list[scored.Scored], weights: Model) -> NDArray[np.float64]:
    return np.concatenate([settled(e, k, weights) for e, k in zip(held, keeps, strict=True)])


if __name__ == "__main__":
    model.write(OUT, learn())
    print(OUT.relative_to(OUT.parents[3]))
