"""What a table of verdicts is worth against the truth: each figure, its interval, and where the mistakes are.

Every figure is a function of sums over connections (counts, squared errors, the bins of the reliability diagram). The
sums are taken once per account; an interval then comes from drawing whole accounts again, because connections of one
account are not independent. So one matrix product does all resamples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

Array = np.ndarray[Any, np.dtype[Any]]

BINS = 15
HALF, CLEAR, FLAG = 0.5, 0.95, 0.05
RESAMPLES = 500
STRANGER = "non-community"
ROLES = {
    "parent": "guardian",
    "administrator": "administrator",
    "teacher": "teacher",
    "staff": "staff",
    "volunteer": "staff",
    "student": "student",
}
NAME_GROUPS = {0: "white", 1: "Black", 2: "Hispanic", 3: "Asian or Pacific"}
COUNTS = (
    "n", "members", "strangers", "tp", "said_member", "role_right", "person_right", "squared", "accused", "caught",
    "strangers_clear", "members_clear", "undetermined", "first",
)  # fmt: skip
NAMES = (
    "f1", "precision", "recall", "role", "top1", "first", "ece", "brier", "accused", "caught", "strangers_clear",
    "members_clear", "undetermined", "accused_ratio", "missed_ratio",
)  # fmt: skip


def scored(truth: pd.DataFrame, out: pd.DataFrame, candidates: pd.DataFrame | None = None) -> pd.DataFrame:
    """Truth and answer side by side, one row per connection, with what the figures need already decided.

    `candidates`: the table of `auditor classify --candidates`; without one, whoever is named is the first.

    A table without a `verdict` column (a peer's) gets the plain rule: at most 0.05 is "not in the roster", at least
    0.95 is "community", anything between is undetermined.
    """
    if len(truth) != len(out) or (truth["conn_id"].astype(str).to_numpy() != out["connection_id"].astype(str)).any():
        raise ValueError("The two tables do not have the same connections in the same order.")
    p = pd.to_numeric(out["p_community"], errors="coerce").fillna(HALF).to_numpy(dtype=float)
    person = truth["truth_person"]
    rows = truth.copy()
    rows["member"] = person >= 0
    if "truth_role" not in rows:
        rows["truth_role"] = np.where(rows["member"], "teacher", STRANGER)
    rows["said_role"] = out["category"].map(ROLES).fillna("?").to_numpy()
    right = out["person_id"].fillna("").astype(str).to_numpy() == ("p" + person.astype(str)).to_numpy()
    rows["person_right"] = rows["member"] & right
    rows["first"] = rows["person_right"] * 1.0 if candidates is None else rows["member"] * _first(truth, candidates)
    if "name_group" not in rows:
        rows["name_group"] = -1
    rows["revealed"] = revealed(rows) if "rev_g" in rows else "?"
    rows = decided(rows, p)
    if "verdict" in out:
        said = out["verdict"].to_numpy()
        rows["accused"], rows["undetermined"] = said == "not_in_roster", np.isin(said, ["uncertain", "cannot_tell"])
    return rows


def _first(truth: pd.DataFrame, candidates: pd.DataFrame) -> Array:
    """Per connection, the chance that the right person is the one drawn from those who rank first."""
    first = candidates[candidates["rank"] == 1]
    person = ("p" + truth["truth_person"].astype(str)).set_axis(truth["conn_id"].astype(str))
    many = first.groupby("connection_id").size()
    right = first.loc[
        first["person_id"].to_numpy() == person.reindex(first["connection_id"]).to_numpy(), "connection_id"
    ]
    ids = pd.Index(truth["conn_id"].astype(str))
    return np.where(ids.isin(right), 1 / many.reindex(ids).fillna(1).to_numpy(), 0.0)


def decided(rows: pd.DataFrame, p: Array) -> pd.DataFrame:
    """The rows with these probabilities, and what the plain rule makes of them."""
    role = np.where(p >= HALF, rows["said_role"], STRANGER)
    return rows.assign(
        p=p,
        role_right=role == rows["truth_role"].to_numpy(),
        accused=p <= FLAG,
        undetermined=(p > FLAG) & (p < CLEAR),
    )


def pool(parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Several sets as one; an account stays in its set."""
    return pd.concat(
        [part.assign(account=str(number) + "-" + part["account"].astype(str)) for number, part in enumerate(parts)],
        ignore_index=True,
    )


def revealed(rows: pd.DataFrame) -> Array:
    """What name and handle together give away of the person."""
    given, family = rows["rev_g"].to_numpy(), rows["rev_s"].to_numpy()
    kinds = {
        "first and last name": (given == 2) & (family == 2),
        "initial and last name": (given == 1) & (family == 2),
        "last name": (given == 0) & (family == 2),
        "first name and initial": (given == 2) & (family == 1),
        "first name": (given == 2) & (family == 0),
        "initials": (given < 2) & (family < 2) & (given + family > 0),
    }
    return np.select(list(kinds.values()), list(kinds), "nothing")


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums per account: `counts` by `COUNTS`, `bins` (rows, p, members) by bin, `groups` (members, accused, missed)."""

    counts: Array
    bins: Array
    groups: Array

    def weighted(self, weights: Array) -> Sums:
        """The sums of draws of accounts; `weights` is draws by accounts."""
        return Sums(*(np.tensordot(weights, a, axes=1) for a in (self.counts, self.bins, self.groups)))


def sums(rows: pd.DataFrame) -> Sums:
    """The sums per account of a scored table."""
    codes, accounts = pd.factorize(rows["account"])
    many = len(accounts)
    p, member = rows["p"].to_numpy(), rows["member"].to_numpy()
    stranger, yes, accused = ~member, p >= HALF, rows["accused"].to_numpy()

    def add(values: Array) -> Array:
        return np.bincount(codes, weights=values.astype(float), minlength=many)

    values = (
        np.ones(len(rows)), member, stranger, yes & member, yes, rows["role_right"].to_numpy(),
        rows["person_right"].to_numpy(), (p - member) ** 2, accused & member, accused & stranger,
        (p >= CLEAR) & stranger, (p >= CLEAR) & member, rows["undetermined"].to_numpy(),
        rows["first"].to_numpy(),
    )  # fmt: skip
    counts = np.stack([add(v) for v in values], axis=1)
    slot = codes * BINS + np.minimum((p * BINS).astype(int), BINS - 1)
    bins = np.stack(
        [np.bincount(slot, weights=w, minlength=many * BINS).reshape(many, BINS) for w in (p * 0 + 1, p, member * 1.0)],
        axis=2,
    )
    group = rows["name_group"].to_numpy()
    groups = np.stack(
        [
            np.stack([add(v & member & (group == g)) for v in (member, accused, ~yes)], axis=1)
            for g in sorted(NAME_GROUPS)
        ],
        axis=1,
    )
    return Sums(counts, bins, groups)


def _divide(above: Array, below: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(below > 0, above / np.where(below > 0, below, 1), np.nan)


def _ratio(above: Array, below: Array) -> Array:
    """Largest rate over smallest: infinite where one group has none, not a number where nobody has any."""
    rates = _divide(above, below)
    high, low = np.fmax.reduce(rates, axis=-1), np.fmin.reduce(rates, axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Array = high / low
    return ratio


def from_sums(total: Sums) -> dict[str, Array]:
    """The figures by name. The last axes of `total` are used up; any axis before them stays."""
    at = {name: total.counts[..., number] for number, name in enumerate(COUNTS)}
    rows, chance, members = (total.bins[..., number] for number in range(3))
    result = {
        "f1": _divide(2 * at["tp"], at["said_member"] + at["members"]),
        "precision": _divide(at["tp"], at["said_member"]),
        "recall": _divide(at["tp"], at["members"]),
        "role": _divide(at["role_right"], at["n"]),
        "top1": _divide(at["person_right"], at["members"]),
        "first": _divide(at["first"], at["members"]),
        "ece": _divide(np.abs(chance - members).sum(axis=-1), rows.sum(axis=-1)),
        "brier": _divide(at["squared"], at["n"]),
        "accused": _divide(at["accused"], at["members"]),
        "caught": _divide(at["caught"], at["strangers"]),
        "strangers_clear": _divide(at["strangers_clear"], at["strangers"]),
        "members_clear": _divide(at["members_clear"], at["members"]),
        "undetermined": _divide(at["undetermined"], at["n"]),
        "accused_ratio": _ratio(total.groups[..., 1], total.groups[..., 0]),
        "missed_ratio": _ratio(total.groups[..., 2], total.groups[..., 0]),
    }
    assert tuple(result) == NAMES
    return result


def figures(rows: pd.DataFrame) -> dict[str, float]:
    """Every figure of a scored table."""
    per_account = sums(rows)
    one = per_account.weighted(np.ones((1, len(per_account.counts))))
    return {name: float(value[0]) for name, value in from_sums(one).items()}


def intervals(rows: pd.DataFrame, resamples: int = RESAMPLES, seed: int = 20) -> dict[str, tuple[float, float]]:
    """Where 95 of 100 draws of accounts put each figure: percentiles, those that say nothing left out.

    An error of calibration can only grow by chance, so the interval of `ece` lies high.
    """
    per_account = sums(rows)
    weights = _draws(len(per_account.counts), resamples, seed)
    found = {}
    for name, values in from_sums(per_account.weighted(weights)).items():
        known = values[~np.isnan(values)]
        low, high = np.quantile(known, [0.025, 0.975], method="nearest") if len(known) else (np.nan, np.nan)
        found[name] = (float(low), float(high))
    return found


def by(rows: pd.DataFrame, column: str) -> pd.DataFrame:
    """The figures of every value of a column, the most frequent value first, with `n` and `members`."""
    parts = {
        value: {"n": len(part), "members": int(part["member"].sum()), **figures(part)}
        for value, part in rows.groupby(column, sort=True)
    }
    table = pd.DataFrame.from_dict(parts, orient="index")
    table.index.name = column
    return table.sort_values("n", ascending=False, kind="stable")


def name_groups(rows: pd.DataFrame, resamples: int = RESAMPLES, seed: int = 20) -> pd.DataFrame:
    """By name group of the invented people: members, share said not to be in the roster, share below one half.

    `low` and `high` are the interval of the first share.
    """
    per_account = sums(rows)
    total = per_account.groups.sum(axis=0)
    rates = _divide(total[:, 1:], total[:, :1])
    drawn = per_account.weighted(_draws(len(per_account.counts), resamples, seed)).groups
    low, high = np.nanquantile(_divide(drawn[..., 1], np.fmax(drawn[..., 0], 1)), [0.025, 0.975], axis=0)
    table = pd.DataFrame(
        {"members": total[:, 0].astype(int), "accused": rates[:, 0], "low": low, "high": high, "missed": rates[:, 1]},
        index=[NAME_GROUPS[g] for g in sorted(NAME_GROUPS)],
    )
    return table[table["members"] > 0]


def _draws(accounts: int, resamples: int, seed: int) -> Array:
    """How often each account is in each resample."""
    even = np.full(accounts, 1 / accounts)
    return np.random.default_rng(seed).multinomial(accounts, even, size=resamples).astype(float)


def reliability(rows: pd.DataFrame) -> pd.DataFrame:
    """By bin: connections, mean probability, share of members."""
    total = sums(rows).bins.sum(axis=0)
    table = pd.DataFrame(
        {"n": total[:, 0].astype(int), "p": _divide(total[:, 1], total[:, 0]), "y": _divide(total[:, 2], total[:, 0])}
    )
    return table[table["n"] > 0].reset_index(drop=True)


def accusation_curve(rows: pd.DataFrame, points: int = 120) -> pd.DataFrame:
    """For thresholds on p: the share of members and of strangers at or below it (one said "not in the roster")."""
    p, member = rows["p"].to_numpy(), rows["member"].to_numpy()
    inside, outside = np.sort(p[member]), np.sort(p[~member])
    at = np.unique(np.quantile(p, np.linspace(0, 0.6, points), method="nearest"))
    return pd.DataFrame(
        {
            "p": at,
            "members": np.searchsorted(inside, at, side="right") / max(1, len(inside)),
            "strangers": np.searchsorted(outside, at, side="right") / max(1, len(outside)),
        }
    )
