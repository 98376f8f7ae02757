"""Why a verdict is what it is, in sentences a teacher understands. No sentence names a person."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from auditor.classify import handle_fit, levels, population
from auditor.classify.decide import RULES, Judged
from auditor.classify.evidence import YEARS
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64
from auditor.classify.people import CATEGORIES, FORMER, PART_A, PART_C, STAFF, WHOLE
from auditor.classify.scored import ANOTHER_SCHOOL, OUR_SCHOOL, SURNAME_HERE, unpack
from auditor.roster.model import Group
from auditor.verdict import Category
from connectors.model import Message

_MOST = 5
RARE = 10_000
"""A surname of one in so many is called rare."""
_COMMON_NAME = 100_000
"""Somebody in so many bears a full name that is called common."""
_NOBODY = RULES.index("nobody_fits"), RULES.index("nobody_fits_well")
_TENS = 10 ** np.arange(1, 12)


class Why(NamedTuple):
    """Everything the reasons of one verdict depend on. Few are different."""

    rule: int
    evidence: int
    alike: int
    category: int
    one_in: int
    """The surname is borne by one person in so many; 0 where that says nothing."""
    common: bool
    staff: bool
    flags: int
    lacking: bool


WHY = np.dtype(
    [("rule", "u1"), ("evidence", "<u4"), ("alike", "u1"), ("category", "u1"), ("one_in", "<i4"), ("common", "?"),
     ("staff", "?"), ("flags", "u1"), ("lacking", "?"), ("unused", "u1")]
)  # fmt: skip
"""`Why`, in its order, as 16 bytes."""


def whys(judged: Judged, index: Index) -> NDArray[np.void]:
    """What the reasons of each verdict depend on: one record of WHY per connection."""
    found = np.zeros(len(judged.rule), WHY)
    found["rule"], found["lacking"] = judged.rule, judged.lacking
    found["flags"] = np.where(np.isin(judged.rule, _NOBODY), judged.flags & SURNAME_HERE, 0)
    best = np.where(judged.in_question[:, 0], judged.candidates[:, 0], -1)
    at = np.flatnonzero((judged.rule == RULES.index("match")) & (best >= 0))
    person, evidence, everyone = best[at], judged.evidence[at], index.people
    fit: dict[str, Any] = unpack(evidence)  # type: ignore[arg-type] # shifts and masks do for arrays as well
    token = _family_tokens(index, person, fit)
    found["one_in"][at] = np.where(token >= 0, _one_in(index.vocabulary.family_bearers[token]), 0)
    found["common"][at] = _common(index, person, fit)
    found["evidence"][at], found["alike"][at], found["flags"][at] = evidence, judged.alike[at], judged.flags[at]
    found["category"][at], found["staff"][at] = everyone.category[person], everyone.role[person] == STAFF
    found["lacking"][at] = False
    return found


def of_row(found: np.void) -> Why:
    """A record of WHY, by name."""
    return Why._make(found.tolist()[:-1])


def _family_tokens(index: Index, person: I32, fit: dict[str, Any]) -> NDArray[np.integer]:
    """The surname by which each was found (the commoner part of a double one); -1 where none was."""
    family, bearers = index.people.family[person], index.vocabulary.family_bearers
    parts = family[:, PART_A : PART_C + 1]
    commonest = np.where(parts >= 0, bearers[parts], -1).argmax(1)
    part = np.where((parts >= 0).any(1), parts[np.arange(len(person)), commonest], family[:, WHOLE])
    own = (fit["family"] == levels.EXACT) | (fit["handle_family"] == handle_fit.OWN)
    former = (fit["family"] == levels.FORMER) | (fit["handle_family"] == handle_fit.FORMER)
    return np.select((fit["family"] == levels.PART, own, former), (part, family[:, WHOLE], family[:, FORMER]), -1)


def _common(index: Index, person: I32, fit: dict[str, Any]) -> NDArray[np.bool_]:
    """Whether many people bear the first and last name that both fit."""
    given, family = index.people.given[person, 0], index.people.family[person, WHOLE]
    share = index.vocabulary.given_bearers[given] / population.given_names().total
    common = share * index.vocabulary.family_bearers[family] / population.surnames().total > 1 / _COMMON_NAME
    named = np.isin(fit["given"], (levels.EXACT, levels.NICKNAME))
    named &= np.isin(fit["family"], (levels.EXACT, levels.PART))
    return common & named & (given >= 0) & (family >= 0)


def _one_in(bearers: NDArray[np.integer]) -> I64:
    """ "1 in N people", rounded to two digits."""
    people = population.surnames().total // np.where(bearers > 0, bearers, population.UNLISTED).astype(np.int64)
    digits = np.searchsorted(_TENS, people, "right") + 1
    unit: I64 = 10 ** np.maximum(digits - 2, 0)
    return people // unit * unit


@lru_cache(maxsize=1 << 14)
def messages(w: Why, missing: tuple[str, ...]) -> tuple[Message, ...]:
    """The reasons, strongest kind first. `missing`: the groups that the roster does not cover."""
    rule = RULES[w.rule]
    if rule == "group_missing":
        groups = [g for g in (Group.PARENT, Group.STUDENT, Group.TEACHER) if str(g) in missing]
        if w.lacking and Group.PARENT not in groups:
            groups.insert(0, Group.PARENT)
        return tuple(Message("reason.group_missing", {"t_group": f"reason.group.{group}"}) for group in groups)
    if w.rule in _NOBODY and w.flags:
        return (Message("reason.surname_elsewhere"),)
    if rule != "match":
        return (Message(f"reason.{rule}"),)
    if not w.evidence and not w.alike:
        return (Message("reason.several_unnamed"),)
    return _match(w)


def _match(w: Why) -> tuple[Message, ...]:
    fit = unpack(w.evidence)
    category = CATEGORIES[w.category]
    found = [Message("reason.same_email")] if fit["address"] else []
    found.append(
        Message("reason.several_fit", {"n": w.alike})
        if w.alike > 1
        else Message(f"reason.{name_kind(fit)}", {"t_as": f"reason.as.{category or Category.OTHER_COMMUNITY}"})
    )
    if w.common:
        found.append(Message("reason.common_name"))
    elif w.one_in >= RARE:
        very = w.one_in >= population.surnames().one_in("")
        found.append(
            Message("reason.very_rare_surname") if very else Message("reason.rare_surname", {"people": w.one_in})
        )
    if w.alike == 1 and fit["tier"] < 2:
        found.append(Message(f"reason.near_{('class', 'school')[fit['tier']]}"))
    if YEARS[fit["year"]] in ("same", "same_digits"):
        found.append(Message("reason.year_fits"))
    if w.staff and fit["titled"]:
        found.append(Message("reason.title_fits"))
    if w.flags & OUR_SCHOOL:
        found.append(Message("reason.school_named"))
    if w.flags & ANOTHER_SCHOOL:
        found.append(Message("reason.another_school"))
    if disagrees(fit):
        found.append(Message("reason.sources_disagree"))
    return tuple(found[:_MOST])


def name_kind(fit: dict[str, int]) -> str:
    """Which names fit, display name and handle together."""
    given, family = _given(fit), _family(fit)
    initial_family = fit["handle"] in (handle_fit.INITIAL_FAMILY, handle_fit.INITIAL_FAMILY_REST)
    if fit["handle"] == handle_fit.INITIALS and not given and not family:
        return "same_initials"
    if (given, family) == ("initial", "initial"):
        return "same_initials"
    if given in ("", "differs") and family in ("", "differs"):
        return "no_name_but_address" if fit["address"] else "hardly_fits"
    if given in ("", "initial", "differs") and family and family not in ("initial", "differs"):
        if given == "differs" and not initial_family:
            return "first_name_differs"
        return "same_surname_initial" if given == "initial" or initial_family else "same_surname"
    if family in ("", "initial"):
        return "same_first_initial" if family == "initial" else "same_first_name"
    if family == "differs":
        return "surname_differs"
    if family in ("former", "child"):
        return f"{family}_surname"
    if "close" in (given, family) or "sounds" in (given, family):
        return "nearly_same_name"
    if given in ("nickname", "short", "stem"):
        return "short_form"
    if given == "middle":
        return "middle_as_first"
    return "same_name_part" if family == "part" else "same_name"


_HANDLE_GIVEN = {handle_fit.OWN: "exact", handle_fit.NICKNAME: "nickname", handle_fit.MIDDLE: "middle"}
_HANDLE_FAMILY = {handle_fit.OWN: "exact", handle_fit.FORMER: "former", handle_fit.CHILD: "child"}


def _given(fit: dict[str, int]) -> str:
    """The level of the given name: the display name's, or the handle's where that shows more."""
    shown = levels.GIVEN_LEVELS[fit["given"]]
    handle = _HANDLE_GIVEN.get(fit["handle_given"], "")
    if shown in ("middle_letter", "form_letter"):
        shown = "initial"
    return handle if handle and shown in ("none", "initial", "differs") else "" if shown == "none" else shown


def _family(fit: dict[str, int]) -> str:
    shown = levels.FAMILY_LEVELS[fit["family"]].removesuffix("_part")
    handle = _HANDLE_FAMILY.get(fit["handle_family"], "")
    return handle if handle and shown in ("none", "initial", "differs") else "" if shown == "none" else shown


def disagrees(fit: dict[str, int]) -> bool:
    """Whether the handle reads as somebody else's name while the display name fits."""
    return fit["handle"] == handle_fit.OTHER_FULL and fit["family"] not in (levels.NONE, levels.DIFFERS)
