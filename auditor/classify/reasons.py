"""Why a verdict is what it is, in sentences a teacher understands. No sentence names a person."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from auditor.classify import handle_fit, levels, population
from auditor.classify.decide import RULES, Judged, family_token
from auditor.classify.evidence import YEARS
from auditor.classify.index import Index
from auditor.classify.people import CATEGORIES, STAFF
from auditor.classify.scored import ANOTHER_SCHOOL, OUR_SCHOOL, unpack
from auditor.roster.model import Group
from auditor.verdict import Category
from connectors.model import Message

_MOST = 5
RARE = 10_000
"""A surname of one in so many is called rare."""
COMMON_NAME = 100_000
"""Somebody in so many bears a full name that is called common."""


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


def why(judged: Judged, row: int, index: Index) -> Why:
    """What the reasons of one verdict depend on."""
    best = int(judged.candidates[row, 0])
    rule, evidence = int(judged.rule[row]), int(judged.evidence[row])
    if RULES[rule] != "match" or best < 0:
        return Why(rule, 0, 0, 0, 0, False, False, 0, bool(judged.lacking[row]))
    token = family_token(index, best, unpack(evidence))
    one_in = _one_in(int(index.vocabulary.family_bearers[token])) if token >= 0 else 0
    return Why(
        rule,
        evidence,
        int(judged.alike[row]),
        int(index.people.category[best]),
        one_in,
        _common(index, best, evidence),
        bool(index.people.role[best] == STAFF),
        int(judged.flags[row]),
        False,
    )


@lru_cache(maxsize=1 << 14)
def messages(w: Why, missing: tuple[str, ...]) -> tuple[Message, ...]:
    """The reasons, strongest kind first. `missing`: the groups that the roster does not cover."""
    rule = RULES[w.rule]
    if rule == "group_missing":
        groups = [g for g in (Group.PARENT, Group.STUDENT, Group.TEACHER) if str(g) in missing]
        if w.lacking and Group.PARENT not in groups:
            groups.insert(0, Group.PARENT)
        return tuple(Message("reason.group_missing", {"t_group": f"reason.group.{group}"}) for group in groups)
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
        very = w.one_in >= _one_in(0)
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
    if "close" in (given, family):
        return "nearly_same_name"
    if given in ("nickname", "short"):
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
    if shown == "middle_letter":
        shown = "initial"
    return handle if handle and shown in ("none", "initial", "differs") else "" if shown == "none" else shown


def _family(fit: dict[str, int]) -> str:
    shown = levels.FAMILY_LEVELS[fit["family"]]
    handle = _HANDLE_FAMILY.get(fit["handle_family"], "")
    return handle if handle and shown in ("none", "initial", "differs") else "" if shown == "none" else shown


def disagrees(fit: dict[str, int]) -> bool:
    """Whether the handle reads as somebody else's name while the display name fits."""
    return fit["handle"] == handle_fit.OTHER_FULL and fit["family"] not in (levels.NONE, levels.DIFFERS)


def _common(index: Index, person: int, evidence: int) -> bool:
    fit = unpack(evidence)
    if fit["given"] not in (levels.EXACT, levels.NICKNAME) or fit["family"] not in (levels.EXACT, levels.PART):
        return False
    given, family = index.people.given[person, 0], index.people.family[person, 0]
    if given < 0 or family < 0:
        return False
    known = index.vocabulary
    share = known.given_bearers[given] / population.given_names().total
    return bool(share * known.family_bearers[family] / population.surnames().total > 1 / COMMON_NAME)


def _one_in(bearers: int) -> int:
    """ "1 in N people", rounded to two digits."""
    people = population.surnames().total // (bearers or population.UNLISTED)
    digits = int(10 ** max(len(str(people)) - 2, 0))
    return people // digits * digits
