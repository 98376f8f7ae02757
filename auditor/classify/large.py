"""One account of any number of connections, settled in batches: what `account.settle` does with all of them at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from auditor.classify import account
from auditor.classify.account import Settled
from auditor.classify.index import Index
from auditor.classify.lookup import I64
from auditor.classify.model import Model
from auditor.classify.scored import Scored

_LIKELY = 1e-3
"""Whoever is less likely the connection makes no relative likelier."""


class Large:
    """Give every batch to `count`, then call `share`, then give every batch to `meet`, and at last to `settle`."""

    def __init__(self, index: Index, model: Model) -> None:
        self._index, self._model = index, model
        self._counts = np.zeros(1, np.int64)
        self._shift = 0.0
        self._household, self._person = np.zeros(index.size, np.int64), np.zeros(index.size, np.int64)
        """How much of each household, and of each person, was met so far: whole numbers, so order changes nothing."""

    def count(self, scored: Scored) -> None:
        """First: see how many are members."""
        self._counts = self._counts + account.counted(account.log_odds(scored, self._index))

    def share(self, district: float) -> None:
        """Settle the share of members."""
        self._shift = float(account.logit(account.share_of(self._counts, district, (0.02, 0.98))))

    def meet(self, scored: Scored) -> None:
        """Then: see who is in the list."""
        if not self._index.size:
            return
        person, units = self._met(scored)
        np.add.at(self._household, self._index.people.household[person], units)
        np.add.at(self._person, person, units)

    def settle(self, scored: Scored) -> Settled:
        """At last: the probabilities."""
        shift = np.full(len(scored.shape), self._shift)
        found = account.posterior(scored, self._family(scored), shift, self._index)
        return account.calibrated(found, scored, self._model)

    def _met(self, scored: Scored) -> tuple[I64, I64]:
        """n × TOP: people, and how likely each is the connection, in whole units; 0 where there is nobody."""
        shift = np.full(len(scored.shape), self._shift)
        first = account.posterior(scored, np.zeros_like(scored.score), shift, self._index)
        counts = (scored.person >= 0) & (first.p_person > _LIKELY)
        units = np.where(counts, np.round(first.p_person * account.UNIT), 0).astype(np.int64)
        return np.maximum(scored.person, 0).astype(np.int64), units

    def _family(self, scored: Scored) -> NDArray[np.float32]:
        """What relatives in the same list, in other rows than this one, add to each candidate."""
        weight = self._model.joint.get("relative", 0.0)
        if not weight or not self._index.size:
            return np.zeros(scored.score.shape, np.float32)
        person, units = self._met(scored)
        household = self._index.people.household[person]
        here = ((household[:, :, None] == household[:, None, :]) * units[:, None, :]).sum(2)
        others = self._household[household] - self._person[person] - (here - units)
        likely = np.clip(others / account.UNIT, 0, 1)
        return np.where(units > 0, np.log1p(np.expm1(weight) * likely), 0).astype(np.float32)
