"""The reasons of many verdicts at once: what each depends on as arrays, and every different sentence written once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from auditor.classify import handle_fit, levels, population, reasons
from auditor.classify.decide import RULES, Judged
from auditor.classify.evidence import YEARS
from auditor.classify.index import Index
from auditor.classify.lookup import I64
from auditor.classify.people import FORMER, PART_A, PART_C, STAFF, WHOLE
from auditor.classify.reasons import COMMON_NAME, RARE, Why
from auditor.classify.scored import ANOTHER_SCHOOL, OUR_SCHOOL, packed, unpack
from connectors.model import Message

WHY = np.dtype(
    [("rule", "u1"), ("evidence", "<u4"), ("alike", "u1"), ("category", "u1"), ("one_in", "<i4"), ("common", "?"),
     ("staff", "?"), ("flags", "u1"), ("lacking", "?"), ("unused", "u1")]
)  # fmt: skip
"""`auditor.classify.reasons.Why`, in its order, as 16 bytes."""
_REMEMBERED = 1 << 16
_TENS = 10 ** np.arange(1, 12)


def whys(judged: Judged, index: Index) -> NDArray[np.void]:
    """What the reasons of each verdict depend on: for every row what `reasons.why` says of it."""
    found = np.zeros(len(judged.rule), WHY)
    found["rule"], found["lacking"] = judged.rule, judged.lacking
    best = judged.candidates[:, 0]
    at = np.flatnonzero((judged.rule == RULES.index("match")) & (best >= 0))
    person, evidence, everyone = best[at], judged.evidence[at], index.people
    fit: dict[str, Any] = unpack(evidence)  # type: ignore[arg-type] # shifts and masks do for arrays as well
    family = np.isin(fit["family"], (levels.EXACT, levels.PART))
    own = (fit["family"] == levels.EXACT) | (fit["handle_family"] == handle_fit.OWN)
    former = (fit["family"] == levels.FORMER) | (fit["handle_family"] == handle_fit.FORMER)
    given, whole = everyone.given[person, 0], everyone.family[person, WHOLE]
    bearers = index.vocabulary.family_bearers
    parts = everyone.family[person, PART_A : PART_C + 1]
    common_part = np.where(parts >= 0, bearers[parts], -1).argmax(1)
    part = np.where((parts >= 0).any(1), parts[np.arange(len(at)), common_part], whole)
    token = np.select((fit["family"] == levels.PART, own, former), (part, whole, everyone.family[person, FORMER]), -1)
    found["one_in"][at] = np.where(token >= 0, _one_in(bearers[token]), 0)
    share = index.vocabulary.given_bearers[given] / population.given_names().total
    common = share * bearers[whole] / population.surnames().total > 1 / COMMON_NAME
    named = np.isin(fit["given"], (levels.EXACT, levels.NICKNAME)) & family
    found["common"][at] = common & named & (given >= 0) & (whole >= 0)
    found["evidence"][at], found["alike"][at], found["flags"][at] = evidence, judged.alike[at], judged.flags[at]
    found["category"][at], found["staff"][at] = everyone.category[person], everyone.role[person] == STAFF
    found["lacking"][at] = False
    return found


def essential(found: NDArray[np.void]) -> NDArray[np.void]:
    """The same with what makes no difference to the sentences left out: far fewer of them are different."""
    at = np.flatnonzero(found["alike"] > 0)
    known, same = found[at], found.copy()
    one, staff = known["alike"] == 1, known["staff"]
    fit: dict[str, Any] = unpack(known["evidence"])  # type: ignore[arg-type]
    disagree = _OTHER_FULL[fit["handle"]] & ~np.isin(fit["family"], (levels.NONE, levels.DIFFERS))
    kept = {
        "given": fit["given"] * one,
        "family": np.where(one, fit["family"], levels.EXACT * disagree),
        "handle": fit["handle"] * np.where(one, _TELLING[fit["handle"]], disagree),
        "handle_given": fit["handle_given"] * one,
        "handle_family": fit["handle_family"] * one,
        "year": YEARS.index("same") * np.isin(fit["year"], (YEARS.index("same"), YEARS.index("same_digits"))),
        "tier": fit["tier"] * one,
        "address": fit["address"],
        "titled": fit["titled"] * staff,
    }
    known["evidence"], known["staff"] = packed(kept), staff & (kept["titled"] > 0)
    known["category"] *= one
    known["one_in"] = np.where(known["common"] | (known["one_in"] < RARE), 0, np.minimum(known["one_in"], _RAREST))
    known["flags"] &= OUR_SCHOOL | ANOTHER_SCHOOL
    same[at] = known
    return same


def _one_in(bearers: NDArray[np.integer]) -> I64:
    """ "1 in N people", rounded to two digits."""
    people = population.surnames().total // np.where(bearers > 0, bearers, population.UNLISTED).astype(np.int64)
    digits = np.searchsorted(_TENS, people, "right") + 1
    unit: I64 = 10 ** np.maximum(digits - 2, 0)
    rounded: I64 = people // unit * unit
    return rounded


_RAREST = int(_one_in(np.zeros(1, np.int64))[0])
_OTHER_FULL = np.arange(len(handle_fit.LEVELS)) == handle_fit.OTHER_FULL
_TELLING = np.isin(
    np.arange(len(handle_fit.LEVELS)),
    (handle_fit.INITIAL_FAMILY, handle_fit.INITIAL_FAMILY_REST, handle_fit.INITIALS, handle_fit.OTHER_FULL),
)


class Sentences:
    """Reasons in the words of `text`."""

    def __init__(self, text: Callable[[Message], str], missing: tuple[str, ...]) -> None:
        self._text, self._missing = text, missing
        self._said: dict[tuple[object, ...], str] = {}
        self._whole: dict[tuple[Any, ...], str] = {}

    def of(self, found: NDArray[np.void]) -> tuple[list[str], I64]:
        """The different reasons among `whys`, and which of them each row has."""
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
