"""Who of an older index is in the roster unchanged, and where everybody stands now.

Where there is no older index, nobody is: an index made anew and one brought up to date are made by the same steps.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import I32, I64, U64, Lookup
from auditor.classify.people import ROLES, People, as_bytes
from auditor.roster.model import Person

_T = TypeVar("_T", bound=np.generic)


class Kept:
    """The people of a roster, `n`, beside those of an older index, `m`. Positions are of `auditor.classify.people`."""

    def __init__(self, everyone: Sequence[Person], role: Callable[[Person], int], marks: U64, before: People) -> None:
        """`everyone` in any order, with their fingerprints; `role`: STAFF, PARENT or STUDENT."""
        self._everyone, self._before = everyone, before
        stood = _matched(marks, before.fingerprint)
        by_role: list[list[int]] = [[] for _ in range(ROLES)]
        for i in np.flatnonzero(stood < 0).tolist():
            by_role[role(everyone[i])].append(i)
        for some in by_role:
            some.sort(key=lambda i: everyone[i].person_id)
        order = np.array([i for some in by_role for i in some], np.int64)
        self.fresh = [everyone[i] for i in order.tolist()]
        """People who are new or not as they were, in the order of their positions."""
        stays = np.sort(stood[stood >= 0])
        self.rows = stays
        """Where those stood who are the same, ascending."""
        self.fresh_at = self._places(by_role, stays)
        """Positions of `fresh`."""
        same = np.ones(len(everyone), bool)
        same[self.fresh_at] = False
        self.kept_at: I64 = np.flatnonzero(same)
        """Positions of `rows`."""
        self.same = same
        """n: whether somebody is as before."""
        self.moved = np.full(len(before.role), -1, np.int32)
        """m: where somebody who is the same stands now; -1 for others."""
        self.moved[stays] = self.kept_at
        self._who = np.empty(len(everyone), np.int64)
        self._who[self.fresh_at] = order
        self._who[self.moved[stood[stood >= 0]]] = np.flatnonzero(stood >= 0)
        roles = np.repeat(np.arange(ROLES, dtype=np.uint8), [len(some) for some in by_role])
        self.role = self.taken_over(before.role, roles)
        """n: STAFF, PARENT or STUDENT."""
        self._position = {each.person_id: at for each, at in zip(self.fresh, self.fresh_at.tolist(), strict=True)}
        self.follows = self._follows()
        """m: where somebody of this id stands now, changed or not; -1 for nobody."""

    def _places(self, by_role: list[list[int]], stays: I64) -> I64:
        """New people go between those who stay, by role and id."""
        staying = np.append(0, np.cumsum(np.bincount(stays, minlength=len(self._before.role))))
        bounds = np.searchsorted(self._before.role, np.arange(ROLES + 1))
        found = [np.zeros(0, np.int64)]
        for code, some in enumerate(by_role):
            ids = as_bytes([self._everyone[i].person_id for i in some])
            here = self._before.ids[bounds[code] : bounds[code + 1]]
            before = np.searchsorted(here, ids) if len(here) and len(ids) else np.zeros(len(ids), np.int64)
            found.append(staying[bounds[code] + before] + np.arange(len(ids)) + sum(map(len, by_role[:code])))
        return np.concatenate(found).astype(np.int64)

    def _follows(self) -> I32:
        follows = self.moved.copy()
        for at in np.flatnonzero(follows < 0).tolist():
            who = bytes(self._before.ids[at]).decode("utf-8", "surrogatepass")
            follows[at] = self._position.get(who, -1)
        return follows

    def some(self, at: I64) -> list[Person]:
        """Who stand at some positions."""
        return [self._everyone[i] for i in self._who[at].tolist()]

    def in_order(self, column: U64) -> U64:
        """What is known per person of `everyone`, in the order of positions."""
        return column[self._who]

    def find(self, ids: Sequence[str]) -> I32:
        """Positions of ids; -1 for ids that nobody has."""
        found = np.array([self._position.get(each, -1) for each in ids], np.int32)
        open_ = np.flatnonzero(found < 0)
        if len(open_) and len(self.rows):
            wanted = as_bytes([ids[i] for i in open_.tolist()])
            bounds = np.searchsorted(self._before.role, np.arange(ROLES + 1))
            for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
                here = self._before.ids[start:end]
                if len(here):
                    at = np.minimum(np.searchsorted(here, wanted), end - start - 1)
                    hit = here[at] == wanted
                    found[open_[hit]] = self.moved[start + at[hit]]
        return found

    def taken_over(self, old: NDArray[_T], new: NDArray[_T], now: NDArray[_T] | None = None) -> NDArray[_T]:
        """Columns over all people: of those who are the same the old ones, of the others new ones.

        `now`: what stands for each of the old numbers.
        """
        found: NDArray[_T] = np.empty((len(self.same), *old.shape[1:]), np.promote_types(old.dtype, new.dtype))
        rows = old[self.rows]
        found[self.kept_at], found[self.fresh_at] = rows if now is None else now[rows], new
        return found


def _matched(marks: U64, before: U64) -> I64:
    """Where each fingerprint stood; -1 for one that was not there, or that two people have."""
    order = np.argsort(before, kind="stable")
    found = Lookup.build(before[order]).find(marks)
    stood = np.append(order, -1)[found]
    twice = np.bincount(stood[stood >= 0], minlength=len(before)) > 1
    return np.where(np.append(twice, False)[stood], -1, stood)
