"""From weighed candidates to a verdict: three hypotheses, then the rules.

A connection is one of the candidates, or a community member we cannot pick out, or somebody else. Each hypothesis has
log-odds against the last; the probabilities follow. Nothing is called "not in the roster" unless somebody was
identified, nobody fits, and the roster covers the groups the person could be in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import exp, log

from auditor.classify import population, reasons
from auditor.classify.circle import Circle
from auditor.classify.compare import Evidence, Fit, Reading, worth
from auditor.classify.index import RosterIndex
from auditor.classify.weights import WEIGHTS
from auditor.roster.model import Group, Person, RosterCoverage
from auditor.verdict import Candidate, Category, Verdict, VerdictKind
from connectors.model import Message

COMMUNITY, NOT_IN_ROSTER = 0.85, 0.05
_STANDS_OUT = 0.5
_NAMEABLE = 0.2
"""A candidate below this is no reason for a person to look."""
_SHOWN, _SHOWN_FROM = 5, 0.02
_MOSTLY_GIVEN = 3
_CERTAIN, _COMMON_AT_MOST = 0.999, 0.94
_LOST_WITH = {Group.PARENT: 0.40, Group.STUDENT: 0.25, Group.TEACHER: 0.25}
"""Share of the community connections that nobody can find when the roster does not cover the group."""
_CORROBORATION = frozenset({"email.same", "year.same", "middle.same", "middle.initial", "near.class"})
"""With one of these, a common name does not stand alone."""


@dataclass(slots=True)
class Scored:
    """One candidate. `score`: log-odds against somebody else, before what is said of all candidates alike."""

    person: Person
    category: Category
    fit: Fit
    evidence: Evidence
    score: float
    p: float = 0.0


def verdict(reading: Reading, scored: list[Scored], circle: Circle, index: RosterIndex) -> Verdict:
    """The verdict on one connection."""
    shown = identity(reading)
    missing = tuple(
        group
        for group in _LOST_WITH
        if not _covers(index.roster.coverage, group) or (group is Group.PARENT and circle.lacks_families)
    )
    hidden = _share(reading, scored, exp(unseen(reading, shown, circle)) + sum(_LOST_WITH[g] for g in missing))
    scored.sort(key=lambda s: (-s.p, s.person.person_id))
    here = [s for s in scored if not s.person.left]
    gone = sum(s.p for s in scored if s.person.left)
    listed = sum(s.p for s in here)
    p = min(listed + hidden, _cap(here, reading))
    kind, why = _rule(reading, shown, here, p, listed, gone, missing)
    if reading.name.organisation and reading.names_school:
        return Verdict(VerdictKind.COMMUNITY, Category.OTHER_COMMUNITY, round(max(p, 0.9), 4), reasons=why)
    category = _category(here, listed) if kind in (VerdictKind.COMMUNITY, VerdictKind.UNCERTAIN) else Category.NONE
    best = here[0] if here and here[0].p >= _STANDS_OUT and category else None
    if not why:
        why = _match_reasons(here, reading)
    return Verdict(
        kind,
        category,
        round(p, 4),
        best.person.person_id if best else None,
        round(min(best.p, p), 4) if best else None,
        _candidates(scored) if kind is not VerdictKind.NOT_IN_ROSTER else (),
        why,
    )


def identity(reading: Reading) -> str:
    """How much identity is shown: `full_name`, `handle_name`, `surname`, `first_name` or `nothing`."""
    name = reading.name
    if not (name.everyday or name.organisation):
        long = [word for word in name.words if len(word) > 1]
        if len(long) > 1 and not _is_first_name(long[-1]):
            return "full_name" if _is_name(long[0], long[-1]) or _is_name(long[-1], long[0]) else "nothing"
        if long and not any(handle.identifying for handle in reading.handles):
            initial_first = len(name.words) > 1 and len(name.words[0]) == 1
            return "surname" if name.title or initial_first else "first_name"
    if any(handle.identifying for handle in reading.handles):
        return "handle_name"
    cuts = [handle.cuts[0] for handle in reading.handles if handle.cuts]
    if any(len(cut.family) > 1 and cut.whole for cut in cuts):
        return "surname"
    return "first_name" if any(len(cut.given) > 1 for cut in cuts) else "nothing"


def _is_first_name(word: str) -> bool:
    """Whether a last word is far likelier a second first name: `Paul Matthew` shows no surname."""
    return population.given_names().bearers(word) > _MOSTLY_GIVEN * population.surnames().bearers(word)


def _is_name(given: str, family: str) -> bool:
    return given in population.given_names() or family in population.surnames()


def general(reading: Reading) -> Evidence:
    """Evidence for or against the whole community, not one person."""
    found: Evidence = ()
    if reading.names_school:
        found = (("school.named", 1.0),)
    elif reading.name.organisation:
        found = (("organisation", 1.0),)
    return (*found, ("mail.district", 1.0)) if reading.district_mail else found


def unseen(reading: Reading, shown: str, circle: Circle) -> float:
    """Log-odds of "a member we cannot pick out" against "somebody else", with every group covered."""
    weight = WEIGHTS[f"unseen.{shown}"]
    if shown == "first_name" and reading.name.words:
        return log(exp(weight) + exp(circle.elsewhere_with_given(reading.name.words[0])))
    return weight


def _share(reading: Reading, scored: list[Scored], unseen_odds: float) -> float:
    """Set every candidate's probability; returns that of a member we cannot pick out."""
    shift = worth(general(reading))
    odds = [exp(min(s.score + shift, 60.0)) for s in scored]
    hidden = unseen_odds * exp(shift)
    total = 1.0 + hidden + sum(odds)
    for s, each in zip(scored, odds, strict=True):
        s.p = each / total
    return hidden / total


def _cap(here: list[Scored], reading: Reading) -> float:
    """The most we say: a name many people bear is never certain when nothing else speaks for the person."""
    if not here or reading.names_school or _CORROBORATION & {name for name, _ in here[0].evidence}:
        return _CERTAIN
    return _COMMON_AT_MOST if reasons.joint_surprisal(here[0].fit) < reasons.COMMON_NAME else _CERTAIN


def _rule(
    reading: Reading, shown: str, here: list[Scored], p: float, listed: float, gone: float, missing: tuple[Group, ...]
) -> tuple[VerdictKind, tuple[Message, ...]]:
    """The kind of verdict, and its reasons where they are not those of a match."""
    if reading.name.organisation and reading.names_school:
        return VerdictKind.COMMUNITY, reasons.only("school_page")
    if gone > max(listed, _NAMEABLE):
        return VerdictKind.UNCERTAIN, reasons.only("recently_left")
    if p >= COMMUNITY and listed >= p / 2:
        return VerdictKind.COMMUNITY, ()
    if reading.name.organisation:
        return VerdictKind.CANNOT_TELL, reasons.only("organisation")
    if listed >= _NAMEABLE:
        return VerdictKind.UNCERTAIN, ()
    if reading.names_school or reading.district_mail:
        return VerdictKind.UNCERTAIN, reasons.only("school_named" if reading.names_school else "district_mail")
    if reading.name.other_script:
        return VerdictKind.CANNOT_TELL, reasons.only("other_script")
    if shown not in ("full_name", "handle_name"):
        return VerdictKind.CANNOT_TELL, reasons.only(f"only_{shown}")
    if missing:
        return VerdictKind.CANNOT_TELL, reasons.group_missing(missing)
    if p + gone <= NOT_IN_ROSTER:
        return VerdictKind.NOT_IN_ROSTER, reasons.only("nobody_fits")
    return VerdictKind.UNCERTAIN, () if here and here[0].p >= _SHOWN_FROM else reasons.only("nobody_fits_well")


def _covers(coverage: RosterCoverage, group: Group) -> bool:
    known = coverage.groups.get(group)
    return known is not None and known.state == "covered"


def _category(here: list[Scored], listed: float) -> Category:
    """The category that most of the candidates' probability is on."""
    if listed < _NAMEABLE:
        return Category.NONE
    mass: dict[Category, float] = defaultdict(float)
    for s in here:
        mass[s.category] += s.p
    return max(mass, key=lambda category: (mass[category], category.value))


def _candidates(scored: list[Scored]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(s.person.person_id, s.category, round(s.p, 4)) for s in scored[:_SHOWN] if s.p >= _SHOWN_FROM
    )


def _match_reasons(here: list[Scored], reading: Reading) -> tuple[Message, ...]:
    best = here[0]
    alike = sum(s.p >= max(best.p / 4, _SHOWN_FROM) for s in here)
    return reasons.for_match(best.fit, best.evidence, reading, best.category, alike)
