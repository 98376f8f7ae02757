"""A whole account at once: how many of its connections are members, and what the rest of a list says of each.

Two things cannot be seen in one connection. The share of members differs from account to account, and shifts every
probability (Saerens, Latinne and Decaestecker 2002: estimated by expectation-maximisation, without labels). And people
come in families: where a child is in the list, a guardian is likelier than a namesake.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify.index import Index
from auditor.classify.lookup import I64
from auditor.classify.model import Model
from auditor.classify.scored import Scored

USUAL_SHARE = 0.55
"""The share of members where nothing is known yet."""
_AS_MANY = 30.0
"""What is known of the district counts as much as this many connections of an account."""
_ROUNDS = 40
_STEP = 64
"""Log-odds are counted in steps of 1/64, so that sums do not depend on the order of rows."""
_FURTHEST = 40
"""Log-odds beyond are as good as certain."""
UNIT = 1 << 16
"""Probabilities are summed in units of 1/65536, for the same reason."""


@dataclass(slots=True)
class Settled:
    """`n` connections with their probabilities. What is left of 1 is somebody else."""

    p_person: NDArray[np.float64]
    """n × TOP: that it is this person of `Scored.person`, who is on the roster now."""
    p_left: NDArray[np.float64]
    """n × TOP: the same of people who have left."""
    p_rest: NDArray[np.float64]
    """n × roles: a member of this role who is not among the TOP."""
    p_unseen: NDArray[np.float64]
    """n × roles: a member nobody can pick out."""
    shift: NDArray[np.float64]
    """n: log-odds that the account's share of members adds."""
    family: NDArray[np.float32]
    """n × TOP: what relatives in the same list add."""

    @property
    def p_community(self) -> NDArray[np.float64]:
        """n: on the roster."""
        return self.p_person.sum(1) + self.p_rest.sum(1) + self.p_unseen.sum(1)


def log_odds(scored: Scored, index: Index) -> NDArray[np.float64]:
    """How far each connection's evidence speaks for a member, at equal shares."""
    here = np.where(_gone(scored, index), -np.inf, scored.score)
    top = np.exp(here.astype(np.float64)).sum(1)
    total = top + np.exp(scored.rest.astype(np.float64)).sum(1) + np.exp(scored.unseen.astype(np.float64)).sum(1)
    return np.log(np.maximum(total, 1e-300))


def counted(odds: NDArray[np.float64]) -> I64:
    """How many connections have about which log-odds: sums of such counts depend on no order and no batches."""
    steps = np.round(np.clip(odds, -_FURTHEST, _FURTHEST) * _STEP).astype(np.int64)
    return np.bincount(steps + _FURTHEST * _STEP, minlength=2 * _FURTHEST * _STEP + 1)


def share_of(counts: I64, towards: float = USUAL_SHARE, between: tuple[float, float] = (0.01, 0.99)) -> float:
    """The share of members among many connections (`counted`), drawn a little `towards` what is known beforehand."""
    steps = np.flatnonzero(counts)
    count = counts[steps].astype(np.float64)
    odds = steps / _STEP - _FURTHEST
    share = towards
    for _ in range(_ROUNDS):
        p = _logistic(odds + logit(share))
        share = float(np.clip(((p * count).sum() + _AS_MANY * towards) / (count.sum() + _AS_MANY), *between))
    return share


def shares(odds: NDArray[np.float64], account: I64, accounts: int, district: float) -> NDArray[np.float64]:
    """The share of members in every account, drawn towards the district's."""
    steps = np.round(np.clip(odds, -40, 40) * _STEP).astype(np.int64)
    order = np.lexsort((steps, account))
    which, x = account[order], steps[order] / _STEP
    number = np.bincount(account, minlength=accounts)
    share = np.full(accounts, district)
    for _ in range(_ROUNDS):
        p = _logistic(x + logit(share)[which])
        found = np.bincount(which, p, minlength=accounts)
        share = np.clip((found + _AS_MANY * district) / (number + _AS_MANY), 0.02, 0.98)
    return share


def settle(scored: Scored, account: I64, accounts: int, district: float, index: Index, model: Model) -> Settled:
    """The probabilities of whole accounts; the share of members of the district is `district`."""
    odds = log_odds(scored, index)
    shift = logit(shares(odds, account, accounts, district))[account]
    first = posterior(scored, np.zeros_like(scored.score), shift, index)
    family = _family(first, scored, account, index, model)
    found = posterior(scored, family, shift, index)
    return calibrated(found, scored, model)


def _gone(scored: Scored, index: Index) -> NDArray[np.bool_]:
    person = scored.person
    if not index.size:
        return np.zeros(person.shape, bool)
    return (person >= 0) & index.people.left[np.maximum(person, 0)]


def posterior(scored: Scored, more: NDArray[np.float32], shift: NDArray[np.float64], index: Index) -> Settled:
    """Every hypothesis' share of the whole.

    `more`: n × TOP, log-odds that are added to people's; `shift`: n, log-odds of the account's share of members.
    """
    person = np.exp(np.minimum(scored.score.astype(np.float64) + more + shift[:, None], 600.0))
    person[scored.person < 0] = 0
    rest = np.exp(scored.rest + shift[:, None])
    unseen = np.exp(scored.unseen + shift[:, None])
    total = 1 + person.sum(1) + rest.sum(1) + unseen.sum(1)
    gone = _gone(scored, index)
    person /= total[:, None]
    return Settled(
        np.where(gone, 0, person),
        np.where(gone, person, 0),
        rest / total[:, None],
        unseen / total[:, None],
        shift,
        more,
    )


def _family(settled: Settled, scored: Scored, account: I64, index: Index, model: Model) -> NDArray[np.float32]:
    """What relatives in the same list add to each candidate."""
    more = np.zeros(scored.score.shape, np.float32)
    weight = model.joint.get("relative", 0.0)
    if not weight or not index.size:
        return more
    row, rank = np.nonzero((scored.person >= 0) & (settled.p_person > 1e-3))
    person = scored.person[row, rank].astype(np.int64)
    units = np.round(settled.p_person[row, rank] * UNIT).astype(np.int64)
    home = index.people.household[person].astype(np.int64)
    family = _summed(account[row] * index.size + home, units)
    namesakes = _summed(account[row] * index.size + person, units)
    of_this_row = _summed(row * index.size + home, units) - units
    others = np.clip((family - namesakes - of_this_row) / UNIT, 0, 1)
    more[row, rank] = np.log1p(np.expm1(weight) * others)
    return more


def _summed(group: I64, units: I64) -> I64:
    """For every element, the sum of its group."""
    different, back = np.unique(group, return_inverse=True)
    total = np.zeros(len(different), np.int64)
    np.add.at(total, back, units)
    return total[back]


def calibrated(found: Settled, scored: Scored, model: Model) -> Settled:
    """The log-odds of being a member, corrected by what is shown; parts keep their proportions. Changes `found`."""
    p = np.clip(found.p_community, 1e-12, 1 - 1e-9)
    corrected = _logistic(corrected_odds(logit(p), model.calibration[scored.shape]))
    ratio = corrected / p
    found.p_person *= ratio[:, None]
    found.p_rest *= ratio[:, None]
    found.p_unseen *= ratio[:, None]
    found.p_left *= ((1 - corrected) / (1 - p))[:, None]
    return found


def corrected_odds(odds: NDArray[np.float64], slope: NDArray[np.float64]) -> NDArray[np.float64]:
    """Log-odds of being a member, drawn towards even. `slope`, per connection: where they speak for it, and against.

    Districts differ from those the weights were learned on, so that certainty about members is too high by a little.
    Log-odds against are mostly left: how many members nobody can find is estimated from the district itself.
    """
    return np.where(odds > 0, slope[..., 0], slope[..., 1]) * odds


def logit(p: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """Natural log-odds of probabilities strictly between 0 and 1."""
    p = np.asarray(p, np.float64)
    return np.log(p / (1 - p))


def _logistic(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))
