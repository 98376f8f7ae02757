"""What a district's own connections say of it, without a label."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from auditor.classify import account, district, model, scored
from auditor.classify.district import KINDS, District
from auditor.classify.model import Model
from auditor.classify.scored import Scored
from bench.districts import draw_rates, make
from bench.model.examples import Examples, of_district


def kept(e: Examples, weights: Model) -> Scored:
    return scored.keep(e.reading, e.hypotheses, weights.scores(e.hypotheses))


@pytest.fixture(scope="module", params=(77, 78, 79))
def learned(request: pytest.FixtureRequest) -> Examples:
    """A district whose members are mostly neither of the owner's class nor of the school."""
    seed = request.param
    rates = replace(draw_rates(seed), mode="mixed", own_class=0.03, own_school=0.07, community=0.5)
    return of_district(make(seed=seed, people=6_000, connections=7_000, rates=rates))


def test_members_who_are_not_near_the_owner_become_likelier_where_most_are_not(learned: Examples) -> None:
    weights = model.load()
    found = kept(learned, weights)
    here = district.estimate(found, learned.index, weights.members)
    assert here.shift.shape == (len(KINDS),)
    far = np.array([kind.startswith("district") for kind in KINDS])
    seen = np.array([not kind.startswith("unseen") for kind in KINDS])
    usual, now = weights.members, weights.members * np.exp(here.shift)
    assert now[far].sum() / now[seen].sum() > 1.25 * usual[far].sum() / usual[seen].sum()


def test_the_order_of_rows_changes_nothing(learned: Examples) -> None:
    weights = model.load()
    found = kept(learned, weights)
    mixed = np.random.default_rng(1).permutation(len(found.shape))
    one, other = (district.estimate(each, learned.index, weights.members) for each in (found, found.take(mixed)))
    assert one.share == other.share
    assert one.shift.tolist() == other.shift.tolist()


def test_an_estimate_is_nearer_to_the_truth_than_the_usual(learned: Examples) -> None:
    """Log loss on a district the model has not seen, with its members' share and kinds estimated and not."""
    weights = model.load()
    found, y = kept(learned, weights), learned.member
    accounts = int(learned.account.max()) + 1

    def loss(there: District) -> float:
        here = there.adapt(found, learned.index)
        p = account.settle(here, learned.account, accounts, there.share, learned.index, weights).p_community
        return float(-np.log(np.clip(np.where(y, p, 1 - p), 1e-9, 1)).mean())

    assert loss(district.estimate(found, learned.index, weights.members)) < loss(district.usual(0.55))
