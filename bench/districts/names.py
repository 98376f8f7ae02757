"""Which names people bear: public totals, split at random into anonymous circles, eras and two sides.

Real given names and surnames go together, and children are called differently from adults. Both matter to a
classifier of names, and neither is in the tables of totals. So every district invents its own: each name gets, by a
random draw that is seeded per district, an affinity to each of a few circles, a profile over three eras, and a side
("a" or "b", which decides about Mr. or Mrs. and whose maiden name is used). No attribute of real people goes in.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from bench.districts.invented import invented
from bench.districts.rates import Rates

Floats = npt.NDArray[np.float64]
OLDER, YOUNGER, CHILD = 0, 1, 2
"""The eras of given names: born up to 1972, later, and children of school age."""
_CHUNK = 2048
# Rows: the profiles a name can have; columns: how usual it is then in each era.
_PROFILES = np.array([[1.0, 0.35, 0.04], [0.3, 1.0, 0.2], [0.03, 0.18, 1.0], [0.6, 0.6, 0.6]])
_PROFILE_SHARES = (0.28, 0.27, 0.3, 0.15)
_MISREAD = 20
"""So many times more often a surname than a given name: a surname in the wrong box of a form."""


@dataclass(frozen=True, slots=True)
class Totals:
    """One public table: `names` in lower case and, in the same order, how many people bear each."""

    names: tuple[str, ...]
    bearers: Floats


@cache
def totals(file: str) -> Totals:
    """Read `auditor/classify/data/<file>.txt.gz`: lines of a count and the names so many people bear."""
    raw = files("auditor.classify").joinpath("data", f"{file}.txt.gz").read_bytes()
    names: list[str] = []
    counts: list[int] = []
    for line in gzip.decompress(raw).decode("ascii").splitlines()[1:]:
        count, *bearing = line.split(" ")
        names += bearing
        counts += [int(count)] * len(bearing)
    return Totals(tuple(names), np.array(counts, dtype=np.float64))


@cache
def _usable_given() -> Totals:
    """Given names without the surnames that stand among them by mistake."""
    table, family = totals("given_names"), totals("surnames")
    as_surname = dict(zip(family.names, family.bearers, strict=True))
    keep = [
        len(name) > 1 and as_surname.get(name, 0.0) < _MISREAD * count
        for name, count in zip(table.names, table.bearers, strict=True)
    ]
    return Totals(tuple(n for n, k in zip(table.names, keep, strict=True) if k), table.bearers[np.array(keep)])


_INVENTED = 2_000
"""Unlisted names of a district, of either kind."""


@cache
def _listed(file: str) -> frozenset[str]:
    return frozenset(totals(file).names)


def _with_unlisted(table: Totals, file: str, share: float, rng: np.random.Generator) -> Totals:
    """The table and some names that it does not have, which `share` of all people bear."""
    made = invented(totals(file).names, _listed(file), _INVENTED, rng)
    bearers = rng.lognormal(0.0, 1.0, len(made))
    bearers *= table.bearers.sum() * share / (1 - share) / bearers.sum()
    return Totals((*table.names, *made), np.append(table.bearers, bearers))


class _Pool:
    """Names drawn in bulk and handed out one by one."""

    def __init__(self, rng: np.random.Generator, names: tuple[str, ...], weights: Floats) -> None:
        self._rng, self._names = rng, names
        self._sums = np.cumsum(weights)
        self._ready: list[int] = []

    def draw(self) -> str:
        """One name, in lower case."""
        if not self._ready:
            sums = self._sums
            places = np.searchsorted(sums, self._rng.random(_CHUNK) * sums[-1], side="right")
            self._ready = np.minimum(places, len(sums) - 1).tolist()
        return self._names[self._ready.pop()]


class Names:
    """The names of one district and of the strangers around it."""

    def __init__(self, rates: Rates, seed: int) -> None:
        rng = np.random.default_rng([seed, rates.seed, 0x4E41])
        circles = len(rates.circle_weights)
        family = _with_unlisted(totals("surnames"), "surnames", rates.unlisted_surname, rng)
        given = _with_unlisted(_usable_given(), "given_names", rates.unlisted_given, rng)
        home = np.array(rates.national_weights)
        in_circle = family.bearers[:, None] * _affinity(rng, len(family.names), home, rates.concentrated)
        in_circle *= _here(seed, len(family.names), rates.regional)
        self._families = [_Pool(rng, family.names, in_circle[:, c]) for c in range(circles)]
        in_circle = _affinity(rng, len(given.names), home, rates.concentrated)
        in_circle *= _here(seed + 1, len(given.names), rates.regional / 2)
        eras = _eras(rng, len(given.names))
        sides = _sides(rng, len(given.names))
        # Children's names spread wider than those of the adults whom the totals mostly count.
        heads = (given.bearers, given.bearers, given.bearers**rates.child_flatness)
        self._givens = {
            (side, circle, era): _Pool(rng, given.names, heads[era] * eras[:, era] * in_circle[:, circle] * share)
            for side, share in (("a", sides), ("b", 1 - sides))
            for circle in range(circles)
            for era in (OLDER, YOUNGER, CHILD)
        }

    def family(self, circle: int) -> str:
        """A surname of this circle, in lower case."""
        return self._families[circle].draw()

    def given(self, side: str, circle: int, born: int) -> str:
        """A given name for somebody of this side and circle, born in this year, in lower case."""
        return self._givens[side, circle, era(born)].draw()


def era(born: int) -> int:
    """The era of somebody born in this year."""
    return CHILD if born >= 2004 else YOUNGER if born > 1972 else OLDER


def _affinity(rng: np.random.Generator, names: int, weights: Floats, concentrated: float) -> Floats:
    """How each name's bearers spread over the circles: shape (names, circles), rows sum to 1."""
    spread = weights * rng.lognormal(0.0, 0.45, (names, len(weights)))
    spread /= spread.sum(1, keepdims=True)
    at_home = rng.random(names) < concentrated
    home = rng.choice(len(weights), names, p=weights / weights.sum())
    share = rng.uniform(0.85, 0.97, names)
    others = spread.copy()
    others[np.arange(names), home] = 0.0
    others *= ((1 - share) / others.sum(1))[:, None]
    others[np.arange(names), home] = share
    return np.where(at_home[:, None], others, spread)


def _here(seed: int, names: int, spread: float) -> Floats:
    """How much commoner each name is around the district than in the nation: shape (names, 1)."""
    return np.random.default_rng([seed, 0x4845]).lognormal(0.0, spread, (names, 1))


def _eras(rng: np.random.Generator, names: int) -> Floats:
    """How usual each name is in each era: shape (names, 3)."""
    profile = rng.choice(len(_PROFILES), names, p=_PROFILE_SHARES)
    return _PROFILES[profile] * rng.lognormal(0.0, 0.3, (names, 3))


def _sides(rng: np.random.Generator, names: int) -> Floats:
    """Share of each name's bearers on side "a": mostly nearly all or nearly none."""
    certain = np.where(rng.random(names) < 0.5, 0.995, 0.005)
    return np.where(rng.random(names) < 0.07, rng.uniform(0.2, 0.8, names), certain)
