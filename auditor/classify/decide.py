"""From probabilities to verdicts.

Nothing is called "not in the roster" unless somebody was identified, nobody fits, and the roster covers the groups the
person could be in. What a wrong word costs is the district's to say: the policy pack sets the costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import handle_fit, handles, levels
from auditor.classify.account import Settled
from auditor.classify.evidence import SHAPES
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64
from auditor.classify.people import CATEGORIES
from auditor.classify.scored import (
    NAMED,
    OPEN_PAGE,
    OTHER_SCRIPT,
    OUR_MAIL,
    OUR_SCHOOL,
    SCHOOL_PAGE,
    TOP,
    Scored,
    unpack,
)
from auditor.roster.model import Group
from auditor.verdict import Category, Costs, VerdictKind

KINDS = tuple(VerdictKind)
_COMMUNITY, _UNCERTAIN, _NOT_IN_ROSTER, _CANNOT_TELL = (KINDS.index(kind) for kind in VerdictKind)
RULES = (
    "match", "school_page", "recently_left", "organisation", "page", "school_named", "district_mail", "other_script",
    "only_nothing", "only_first_name", "only_surname", "group_missing", "nobody_fits", "nobody_fits_well",
)  # fmt: skip
"""Which rule decided; each has its reason."""
_NAMEABLE = 0.2
"""Below this, candidates are no reason for a person to look."""
_SHOWN_FROM = 0.02
_MORE_LIKELY_THAN_NOT = 0.5
"""From here on the likeliest role is given even where nobody can say who it is."""
_STANDS_OUT = 1.02
"""The best candidate stands out if it is so many times as likely as the next."""
_GROUPS_THAT_MATTER = (Group.PARENT, Group.STUDENT, Group.TEACHER)
_FULL = np.isin(SHAPES, ("full", "long", "titled_full"))
_SURNAME = np.isin(SHAPES, ("titled_surname", "class_page", "initial_surname"))
_FIRST_NAME = np.isin(SHAPES, ("first", "first_initial", "first_year"))
_ORGANISATION, _OTHER_SCRIPT = SHAPES.index("organisation"), SHAPES.index("other_script")


@dataclass(slots=True)
class Judged:
    """`n` connections, judged: parallel arrays."""

    kind: NDArray[np.uint8]
    """Position in KINDS."""
    rule: NDArray[np.uint8]
    """Position in RULES."""
    category: NDArray[np.uint8]
    """Position in CATEGORIES."""
    p_community: NDArray[np.float64]
    person: I32
    """The person who stands out; -1 for none."""
    p_person: NDArray[np.float64]
    candidates: I32
    """n × TOP: everybody who was weighed, best first; -1 for none."""
    p_candidates: NDArray[np.float64]
    in_question: NDArray[np.bool_]
    """n × TOP: candidates of whom the verdict speaks."""
    evidence: NDArray[np.uint32]
    """How the best candidate fits."""
    alike: I64
    """How many people fit about as well as the best."""
    flags: NDArray[np.uint8]
    lacking: NDArray[np.bool_]
    """The roster lacks most guardians of a school of the owner's."""


def judge(scored: Scored, settled: Settled, lacking: NDArray[np.bool_], index: Index, costs: Costs) -> Judged:
    """The verdicts. `lacking`: per connection, whether the owner's school has few guardians on file."""
    n = len(scored.shape)
    listed = settled.p_person.sum(1) + settled.p_rest.sum(1)
    p = settled.p_community
    kind, rule = _rules(scored, settled, listed, p, settled.p_person.max(1), lacking, index, costs)
    left = (rule == RULES.index("recently_left"))[:, None]
    p_of_each = settled.p_person + np.where(left, settled.p_left, 0)
    order = np.argsort(-p_of_each, axis=1, kind="stable")
    at = np.arange(n)[:, None]
    person, p_person = scored.person[at, order], p_of_each[at, order]
    evidence = scored.evidence[at, order]
    best, second = p_person[:, 0], p_person[:, 1]
    page = rule == RULES.index("school_page")
    likely = (p >= _MORE_LIKELY_THAN_NOT) & (rule != RULES.index("organisation")) & ~_blank(scored)
    named = (kind == _COMMUNITY) | (kind == _UNCERTAIN) | ((kind == _CANNOT_TELL) & likely)
    category = np.where(
        named, _category(person, p_person, settled.p_rest + settled.p_unseen, p, index), CATEGORIES.index(Category.NONE)
    )
    category[page] = CATEGORIES.index(Category.OTHER_COMMUNITY)
    stands_out = (best >= _STANDS_OUT * second) & (best >= _SHOWN_FROM) & (kind != _NOT_IN_ROSTER) & ~page
    stands_out &= rule != RULES.index("recently_left")
    shown_p: NDArray[np.float64] = np.where(page, np.maximum(p, 0.9), np.minimum(p, 0.9999))
    return Judged(
        kind.astype(np.uint8),
        rule.astype(np.uint8),
        category.astype(np.uint8),
        np.round(shown_p, 4),
        np.where(stands_out, person[:, 0], -1),
        np.round(best, 4),
        np.where(p_person > 0, person, -1),
        p_person,
        (p_person >= _SHOWN_FROM) & (kind != _NOT_IN_ROSTER)[:, None],
        evidence[:, 0],
        (p_person >= np.maximum(best / 4, _SHOWN_FROM)[:, None]).sum(1),
        scored.flags,
        lacking,
    )


def _rules(
    scored: Scored, settled: Settled, listed: NDArray[np.float64], p: NDArray[np.float64], best: NDArray[np.float64],
    lacking: NDArray[np.bool_], index: Index, costs: Costs,
) -> tuple[I64, I64]:  # fmt: skip
    """Kind and rule of every connection: the first rule that holds."""
    flags, gone = scored.flags, settled.p_left.sum(1)
    organisation = scored.shape == _ORGANISATION
    ours, mail = flags & OUR_SCHOOL > 0, flags & OUR_MAIL > 0
    absent = (p + gone <= costs.not_in_roster_at) & ~namesake(scored)
    missing = lacking | any(str(group) in index.facts.missing for group in _GROUPS_THAT_MATTER)
    shown = revealed(scored)
    first = _FIRST_NAME[scored.shape] | (scored.reads == handles.READS_GIVEN)
    surname = _SURNAME[scored.shape] | np.isin(scored.reads, (handles.READS_FAMILY, handles.READS_INITIAL))
    cases = (
        (flags & SCHOOL_PAGE > 0, _COMMUNITY, "school_page"),
        (gone > np.maximum(listed, _NAMEABLE), _UNCERTAIN, "recently_left"),
        ((p >= costs.community_at) & (listed >= p / 2), _COMMUNITY, "match"),
        (organisation & absent & (flags & OPEN_PAGE == 0), _NOT_IN_ROSTER, "page"),
        (organisation, _CANNOT_TELL, "organisation"),
        (listed >= _NAMEABLE, _UNCERTAIN, "match"),
        (ours, _UNCERTAIN, "school_named"),
        (mail, _UNCERTAIN, "district_mail"),
        (flags & OTHER_SCRIPT > 0, _CANNOT_TELL, "other_script"),
        (~shown & first, _CANNOT_TELL, "only_first_name"),
        (~shown & surname, _CANNOT_TELL, "only_surname"),
        (~shown, _CANNOT_TELL, "only_nothing"),
        (missing, _CANNOT_TELL, "group_missing"),
        (absent, _NOT_IN_ROSTER, "nobody_fits"),
        ((best >= _SHOWN_FROM) | namesake(scored), _UNCERTAIN, "match"),
    )
    conditions = [condition for condition, _, _ in cases]
    kind = np.select(conditions, [kind for _, kind, _ in cases], _UNCERTAIN)
    rule = np.select(conditions, [RULES.index(rule) for _, _, rule in cases], RULES.index("nobody_fits_well"))
    return kind, rule


def _blank(scored: Scored) -> NDArray[np.bool_]:
    """Whether neither a name nor a handle is shown: what is likely then is so of anybody."""
    return (scored.shape == SHAPES.index("nothing")) & (scored.reads == handles.NO_HANDLE)


def namesake(scored: Scored) -> NDArray[np.bool_]:
    """Whether somebody on the roster has the very name that is shown. Nobody says of them that nobody fits."""
    fit: dict[str, NDArray[np.uint32]] = unpack(scored.evidence)  # type: ignore[assignment, arg-type] # arrays as well
    given = np.isin(fit["given"], (levels.EXACT, levels.NICKNAME))
    family = np.isin(fit["family"], (levels.EXACT, levels.PART, levels.FORMER, levels.CHILD))
    same = (given & family) | (fit["handle"] == handle_fit.FULL)
    return (same & (scored.person >= 0)).any(1)


def revealed(scored: Scored) -> NDArray[np.bool_]:
    """Whether enough is shown to identify somebody: a full name, a surname with a title or an initial.

    A first name with a handle of an initial and a surname is as much: `Emma`, `egarcia`.
    """
    named = scored.flags & NAMED > 0
    both = _FIRST_NAME[scored.shape] & (scored.reads == handles.READS_INITIAL)
    return ((_FULL | _SURNAME)[scored.shape] & named) | both | (scored.reads == handles.READS_FULL)


def _category(
    person: I32, p_person: NDArray[np.float64], p_rest: NDArray[np.float64], p: NDArray[np.float64], index: Index
) -> I64:
    """The category that most of the probability is on."""
    n = len(person)
    mass = np.zeros((n, len(CATEGORIES)))
    if index.size:
        category = index.people.category[np.maximum(person, 0)]
        for rank in range(TOP):
            mass[np.arange(n), category[:, rank]] += p_person[:, rank]
    mass += p_rest @ index.categories_by_role
    return np.where(p >= _SHOWN_FROM, mass.argmax(1), CATEGORIES.index(Category.NONE))
