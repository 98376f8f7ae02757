"""The reasons of many verdicts at once, every different sentence written once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.classify import handle_fit, levels, population, reasons
from auditor.classify.evidence import YEARS
from auditor.classify.lookup import I64
from auditor.classify.reasons import RARE, Why
from auditor.classify.scored import ANOTHER_SCHOOL, OUR_SCHOOL, packed, unpack
from connectors.model import Message

_REMEMBERED = 1 << 16
_NAMES = ("given", "family", "handle", "handle_given", "handle_family")
_FIRST: dict[tuple[str, bool, int], int] = {}
_OTHER_FULL = np.arange(len(handle_fit.LEVELS)) == handle_fit.OTHER_FULL
_TELLING = np.isin(
    np.arange(len(handle_fit.LEVELS)),
    (handle_fit.INITIAL_FAMILY, handle_fit.INITIAL_FAMILY_REST, handle_fit.INITIALS, handle_fit.OTHER_FULL),
)


def essential(found: NDArray[np.void]) -> NDArray[np.void]:
    """`reasons.whys` with what makes no difference to the sentences left out: far fewer of them are different."""
    at = np.flatnonzero(found["alike"] > 0)
    known, same = found[at], found.copy()
    one, staff = known["alike"] == 1, known["staff"]
    fit: dict[str, Any] = unpack(known["evidence"])  # type: ignore[arg-type] # shifts and masks do for arrays as well
    disagree = _OTHER_FULL[fit["handle"]] & ~np.isin(fit["family"], (levels.NONE, levels.DIFFERS))
    kept = {
        "given": fit["given"] * one,
        "family": np.where(one, fit["family"], levels.EXACT * disagree),
        "handle": fit["handle"] * np.where(one, _TELLING[fit["handle"]], disagree),
        "handle_given": fit["handle_given"] * one,
        "handle_family": fit["handle_family"] * one,
        "year": YEARS.index("same") * np.isin(fit["year"], (YEARS.index("same"), YEARS.index("same_digits"))),
        "tier": fit["tier"] * one,
        "titled": fit["titled"] * staff,
    }
    names = packed({name: kept.pop(name) for name in _NAMES} | {"address": fit["address"]})
    different, which = np.unique(names, return_inverse=True)
    names = np.array(list(map(_standing_for, different.tolist())), np.uint32)[which]
    known["evidence"], known["staff"] = names | packed(kept), staff & (kept["titled"] > 0)
    known["category"] *= one
    most = population.surnames().one_in("")
    known["one_in"] = np.where(known["common"] | (known["one_in"] < RARE), 0, np.minimum(known["one_in"], most))
    known["flags"] &= OUR_SCHOOL | ANOTHER_SCHOOL
    same[at] = known
    return same


@lru_cache(maxsize=_REMEMBERED)
def _standing_for(evidence: int) -> int:
    """The first of all numbers (`scored.pack`) asked for of whose names the same is said."""
    fit = unpack(evidence)
    return _FIRST.setdefault((reasons.name_kind(fit), reasons.disagrees(fit), fit["address"]), evidence)


class Sentences:
    """Reasons in the words of `text`."""

    def __init__(self, text: Callable[[Message], str], missing: tuple[str, ...]) -> None:
        self._text, self._missing = text, missing
        self._said: dict[tuple[object, ...], str] = {}
        self._whole: dict[tuple[Any, ...], str] = {}

    def of(self, found: NDArray[np.void]) -> tuple[list[str], I64]:
        """The different reasons among `reasons.whys`, and which of them each row has."""
        known = essential(found)
        halves = known.view(np.uint64).reshape(-1, 2)
        _, left = np.unique(halves[:, 0], return_inverse=True)
        second, right = np.unique(halves[:, 1], return_inverse=True)
        _, at, which = np.unique(left * len(second) + right, return_index=True, return_inverse=True)
        return list(map(self._sentences, known[at].tolist())), which

    def _sentences(self, why: tuple[Any, ...]) -> str:
        known = self._whole.get(why)
        if known is None:
            if len(self._whole) >= _REMEMBERED:
                self._whole.clear()
            messages = reasons.messages(Why._make(why[:-1]), self._missing)
            known = self._whole[why] = " ".join(map(self._sentence, messages))
        return known

    def _sentence(self, message: Message) -> str:
        """One sentence; there are a few hundred different ones."""
        which = (message.id, *message.params.items())
        if which not in self._said:
            self._said[which] = self._text(message)
        return self._said[which]
