"""Generated districts turned into training examples: hypotheses, and which of them is true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from auditor.classify import candidates, features, index, reading
from auditor.classify.circles import Circles, Neighbours
from auditor.classify.features import Hypotheses
from auditor.classify.index import Index
from auditor.classify.people import ROLES
from auditor.classify.reading import Reading
from auditor.roster.model import Roster
from bench.districts import District

STRANGER = -1


@dataclass(slots=True)
class Examples:
    """Connections of one district: hypotheses sorted by connection, the true one, and the account of each."""

    index: Index
    reading: Reading
    hypotheses: Hypotheses
    truth: NDArray[np.int64]
    """Per connection: the position of the true hypothesis, or STRANGER."""
    member: NDArray[np.bool_]
    person: NDArray[np.int64]
    """Per connection: the position of the person it is; -1 for strangers."""
    account: NDArray[np.int64]
    share: NDArray[np.float64]
    """Per connection: the share of members in its account."""


def of_district(district: District) -> Examples:
    """Examples of a generated district. Who has left is neither a member nor a stranger, and left out."""
    known = (district.truth["role"] != "left").to_numpy()
    return gather(district.roster, district.connections[known], district.accounts, district.truth["person_id"][known])


def gather(roster: Roster, connections: pd.DataFrame, accounts: pd.DataFrame, person_id: pd.Series[str]) -> Examples:
    """Examples of one district. `person_id` is the truth per connection, empty for strangers."""
    ix = index.build(roster)
    position = {each.decode("utf-8"): i for i, each in enumerate(ix.people.ids.tolist())}
    names, account = np.unique(connections["account_id"].to_numpy().astype(str), return_inverse=True)
    owner_of = dict(zip(accounts["account_id"].astype(str), accounts["staff_id"], strict=True))
    owner = np.array([position.get(owner_of.get(name, ""), -1) for name in names.tolist()], np.int32)
    circles = Circles.of(owner, Neighbours(ix))
    read = reading.read({c: connections[c].tolist() for c in reading.COLUMNS}, ix)
    account = account.astype(np.int64)
    found = candidates.Finder(ix, read, account, circles).find()
    here = ~ix.people.left[found.person]
    found.row, found.person = found.row[here], found.person[here]
    hypotheses = features.of(ix, read, found, account, circles)
    person = np.array([position.get(each, -1) for each in person_id.tolist()], np.int64)
    member = person >= 0
    truth = _truth(ix, hypotheses, person, len(member))
    share = np.bincount(account, member) / np.bincount(account)
    return Examples(ix, read, hypotheses, truth, member, person, account, share[account])


def _truth(ix: Index, h: Hypotheses, person: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """The true person where it is among the candidates; else the crowd of the right role; else a member unseen."""
    truth = np.full(n, STRANGER)
    first = len(h.row) - n * ROLES
    member = person >= 0
    role = np.where(member, ix.people.role[np.maximum(person, 0)], 9)
    truth[member] = first + np.flatnonzero(member) * ROLES + role[member]
    crowd = np.arange(h.persons, first)
    right = crowd[h.role[crowd] == role[h.row[crowd]]]
    truth[h.row[right]] = right
    right = np.flatnonzero((h.person[: h.persons] == person[h.row[: h.persons]]) & member[h.row[: h.persons]])
    truth[h.row[right]] = right
    return truth
