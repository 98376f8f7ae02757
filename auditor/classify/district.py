"""What a whole district says of itself: who its accounts' members are, estimated from unlabelled connections.

The model knows how members usually divide into those of the owner's class, school and elsewhere, by role, and how many
nobody can pick out. Districts differ. These proportions are those of a mixture, and expectation-maximisation finds them
without a label (Saerens, Latinne and Decaestecker 2002, with as many classes as there are kinds of members).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.classify.account import USUAL_SHARE
from auditor.classify.circles import DISTRICT, TIERS
from auditor.classify.evidence import ROLE_NAMES, TIER_NAMES
from auditor.classify.index import Index
from auditor.classify.lookup import I64
from auditor.classify.people import ROLES
from auditor.classify.scored import Scored, tiers

KINDS = tuple(f"{tier}.{role}" for tier in (*TIER_NAMES, "unseen") for role in ROLE_NAMES)
"""Kinds of members: near the owner or not, by role; and those nobody can pick out."""
_AS_MANY = 3_000.0
"""What is usual counts as much as this many members: strangers who fit by chance look like members of an unusual
district, and with less an estimate follows them."""
_ROUNDS = 40
_UNIT = float(1 << 20)
"""Probabilities are summed in units, so that the order of rows changes nothing."""
_LOWEST = np.repeat((-1.5, -3.0), (TIERS * ROLES, ROLES))
_HIGHEST = np.repeat((1.5, 0.0), (TIERS * ROLES, ROLES))
"""Bounds of the log-odds, per kind. Who cannot be picked out looks like a stranger: never more of them than usual."""


@dataclass(frozen=True, slots=True)
class District:
    """The share of members, and how much likelier each of KINDS is than usual, in log-odds."""

    share: float
    shift: NDArray[np.float64]

    def adapt(self, scored: Scored, index: Index) -> Scored:
        """Connections with the scores they have in this district."""
        kind = _kinds(scored, index)
        return replace(
            scored,
            score=(scored.score + self.shift[kind]).astype(np.float32),
            rest=(scored.rest + self.shift[DISTRICT * ROLES : TIERS * ROLES]).astype(np.float32),
            unseen=(scored.unseen + self.shift[TIERS * ROLES :]).astype(np.float32),
        )


def usual(share: float) -> District:
    """A district of which nothing but the share of members is known."""
    return District(share, np.zeros(len(KINDS)))


def proportions(
    scored: Scored, index: Index, share: NDArray[np.float64] | float, shift: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """How many members of each of KINDS there are among some connections, and how many members in all."""
    n = len(scored.shape)
    kind = _kinds(scored, index)
    odds = np.broadcast_to(np.asarray(share / (1 - np.asarray(share)), np.float64), n)[:, None]
    with np.errstate(over="ignore"):
        person = np.where(scored.person >= 0, np.exp(scored.score + shift[kind]), 0) * odds
        rest = np.exp(scored.rest + shift[DISTRICT * ROLES : TIERS * ROLES]) * odds
        unseen = np.exp(scored.unseen + shift[TIERS * ROLES :]) * odds
    total = (1 + person.sum(1) + rest.sum(1) + unseen.sum(1))[:, None]
    units = np.rint(person / total * _UNIT).ravel()
    found = np.bincount(kind.ravel(), units, minlength=len(KINDS)).astype(np.float64)
    found[DISTRICT * ROLES : TIERS * ROLES] += np.rint(rest / total * _UNIT).sum(0)
    found[TIERS * ROLES :] += np.rint(unseen / total * _UNIT).sum(0)
    return found / _UNIT, float(found.sum()) / _UNIT


def estimate(scored: Scored, index: Index, of_members: NDArray[np.float64], towards: float = USUAL_SHARE) -> District:
    """A district from some of its accounts. `of_members`: the usual proportions of KINDS."""
    n = len(scored.shape)
    share, shift = towards, np.zeros(len(KINDS))
    for _ in range(_ROUNDS if n else 0):
        found, members = proportions(scored, index, share, shift)
        now = (found + _AS_MANY * of_members) / (members + _AS_MANY)
        shift = np.clip(np.log(now / of_members), _LOWEST, _HIGHEST)
        share = float(np.clip((members + 30 * towards) / (n + 30), 0.01, 0.99))
    return District(share, shift)


def _kinds(scored: Scored, index: Index) -> I64:
    """n × TOP: positions in KINDS."""
    tier = tiers(scored.evidence)
    role = index.people.role[np.maximum(scored.person, 0)] if index.size else np.zeros_like(tier)
    return tier * ROLES + role
