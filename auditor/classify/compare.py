"""One roster person against what a connection shows: named pieces of evidence, each with the amount it counts.

The weight of a piece is in `weights.py`; a score is the sum of weight times amount, in natural log-odds against
"somebody else who happens to show the same".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from rapidfuzz.distance import OSA

from auditor.classify import display, handles, population
from auditor.classify.facts import MISSPELT_FROM, Facts, FirstNames, Surnames
from auditor.classify.weights import WEIGHTS

Evidence: TypeAlias = tuple[tuple[str, float], ...]
"""(name of the weight, amount)."""

NONE, DIFFERS, INITIAL = "", "differs", "initial"

_PAIRS = 1 << 16
"""Pairs of a shown word and first names whose level is remembered: namesakes are many."""
_FITS = 1 << 12


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one connection shows, whoever the account's owner is."""

    name: display.DisplayReading
    handles: tuple[handles.HandleReading, ...]
    email: str = ""
    years: tuple[tuple[int, bool], ...] = ()
    """Possible leaving years, and whether written out (four digits, or `class of`) rather than two loose digits."""
    names_school: bool = False
    district_mail: bool = False
    titled: bool = False
    """The name or a handle has a title in front."""


def is_name(level: str) -> bool:
    """Whether a level says that a whole name was matched."""
    return level not in (DIFFERS, INITIAL)


@lru_cache(maxsize=_PAIRS)
def given_level(word: str, first: FirstNames) -> str:
    """How a word fits as the person's first name."""
    if word in first.given:
        return "exact"
    if len(word) == 1:
        return INITIAL if word in first.initials else DIFFERS
    if word in first.nicknames:
        return "nickname"
    if word in first.middle:
        return "middle"
    if len(word) > 2:
        for name in first.given:
            if len(name) > 3 and (name.startswith(word) or (len(name) > 4 and word.startswith(name))):
                return "short"
    return "close" if _one_slip(word, first.given) else DIFFERS


def family_level(word: str, last: Surnames) -> str:
    """How a word fits as the person's surname."""
    level = last.levels.get(word)
    if level:
        return level
    if len(word) == 1:
        return INITIAL if word in last.initials else DIFFERS
    return "close" if _one_slip(word, last.long) else DIFFERS


def _one_slip(word: str, names: Iterable[str]) -> bool:
    """One letter wrong, missing, doubled or changed places in one of the names; two in long names."""
    length = len(word)
    for name in names:
        size = len(name)
        if size < MISSPELT_FROM or not -2 <= size - length <= 2 or (word[0] != name[0] and word[-1] != name[-1]):
            continue
        allowed = 1 if size < 9 else 2
        if OSA.distance(word, name, score_cutoff=allowed) <= allowed:
            return True
    return False


class Fit(NamedTuple):
    """How one source (display name or handle) fits: a level and the word that was matched, for each half."""

    given: str = NONE
    given_word: str = ""
    family: str = NONE
    family_word: str = ""
    extra: Evidence = ()

    @property
    def score(self) -> float:
        """What this fit is worth; for choosing between readings of the same text."""
        return worth(evidence(self))


@lru_cache(maxsize=_FITS)
def evidence(fit: Fit) -> Evidence:
    """A fit as evidence."""
    return _given_evidence(fit) + _family_evidence(fit) + fit.extra


def worth(pieces: Evidence) -> float:
    """The sum of weight times amount."""
    return sum(WEIGHTS[name] * amount for name, amount in pieces)


def _given_evidence(fit: Fit) -> Evidence:
    if not fit.given:
        return ()
    level = (f"given.{fit.given}", 1.0)
    if not is_name(fit.given):
        return (level,)
    return (level, ("given.rarity", population.given_names().surprisal(fit.given_word)))


def _family_evidence(fit: Fit) -> Evidence:
    if not fit.family:
        return ()
    level = (f"family.{fit.family}", 1.0)
    if not is_name(fit.family):
        return (level,)
    table = population.surnames()
    if fit.family == "close" and fit.family_word in table:
        # The word is a surname of its own: others who bear it explain it better than a slip of the pen.
        level = ("family.other_surname", 1.0)
    return (level, ("family.rarity", table.surprisal(fit.family_word)))


def fit_display(name: display.DisplayReading, facts: Facts) -> Fit:
    """The best way the display name fits this person."""
    words = name.words
    if not words:
        return Fit()
    if len(words) == 1:
        return _fit_single(words[0], facts, bool(name.title))
    best = _fit_order(words, facts)
    if name.ordered or DIFFERS not in (best.given, best.family) or not is_name(given_level(words[-1], facts.first)):
        return best
    turned = _fit_order((words[-1], *words[1:-1], words[0]), facts)
    if is_name(turned.family):
        turned = turned._replace(extra=(*turned.extra, ("order.turned", 1.0)))
        if turned.score > best.score:
            return turned
    return best


def _fit_single(word: str, facts: Facts, titled: bool) -> Fit:
    family = family_level(word, facts.last)
    given = given_level(word, facts.first)
    if titled:
        if family != DIFFERS:
            return Fit(family=family, family_word=word)
        if given in ("exact", "nickname"):
            return Fit(given, word, extra=(("title.first_name", 1.0),))
        return Fit(family=DIFFERS)
    if given == DIFFERS and family in ("exact", "part", "former"):
        return Fit(family=family, family_word=word, extra=(("order.surname_only", 1.0),))
    return Fit(given, word)


def _fit_order(words: tuple[str, ...], facts: Facts) -> Fit:
    first, middle, last = words[0], words[1:-1], words[-1]
    given, family, surname = given_level(first, facts.first), family_level(last, facts.last), last
    extra: Evidence = ()
    if family == DIFFERS and middle:
        joined = "".join(words[1:])
        for other in (joined, *middle):
            level = family_level(other, facts.last)
            if is_name(level):
                family, surname, middle = level, other, ()
                if other != joined:
                    extra = (("family.more", 1.0),)
                break
    elif family == DIFFERS and last in facts.first.middle and given in ("exact", "nickname"):
        family = NONE
        extra = (("middle.alone", 1.0), ("middle.rarity", population.given_names().surprisal(last)))
    for word in middle:
        extra += _middle_evidence(word, facts, family)
    return Fit(given, first, family, surname, extra)


def _middle_evidence(word: str, facts: Facts, family: str) -> Evidence:
    first, last = facts.first, facts.last
    if word in first.middle:
        return (("middle.same", 1.0), ("middle.rarity", population.given_names().surprisal(word)))
    if word in last.parts or word in last.former or word in last.children or word in last.family:
        return (("family.second", 1.0),)
    if len(word) == 1:
        if any(name[0] == word for name in first.middle):
            return (("middle.initial", 1.0),)
        return (("middle.differs", 1.0),) if first.middle else ()
    if word in first.nicknames or word in first.given:
        return ()
    if first.middle and family in ("exact", "former", "child") and word in population.given_names():
        return (("middle.differs", 1.0),)
    return ()


def fit_reading(reading: Reading, facts: Facts) -> Fit:
    """How everything that shows a name fits this person."""
    shown = fit_display(reading.name, facts)
    if not reading.handles:
        return shown
    fit = Fit()
    for handle in reading.handles:
        other = fit_handle(handle, facts)
        fit = combine(fit, other) if fit.given or fit.family else other
    return combine(shown, fit)


def fit_handle(handle: handles.HandleReading, facts: Facts) -> Fit:
    """The best way the handle fits this person. A handle that shows no name says nothing against anybody."""
    best, best_score = Fit(), 0.0
    decided = False
    for cut in handle.cuts:
        given = given_level(cut.given, facts.first) if cut.given else NONE
        family = family_level(cut.family, facts.last) if cut.family else NONE
        misfit = DIFFERS in (given, family)
        if misfit and (not cut.whole or (given in (DIFFERS, NONE) and family in (DIFFERS, NONE))):
            continue
        if given in (INITIAL, NONE) and family in (INITIAL, DIFFERS):
            continue
        fit = Fit(given, cut.given, family, cut.family, () if cut.whole else (("handle.rest", 1.0),))
        score = fit.score
        if not decided or score > best_score:
            best, best_score, decided = fit, score, True
    if not decided and handle.identifying:
        return Fit(given=DIFFERS, family=DIFFERS)
    return best


def combine(shown: Fit, handle: Fit) -> Fit:
    """Both sources together. Saying the same thing twice counts once; saying two things counts against."""
    given, given_word, disagree = _stronger(shown.given, shown.given_word, handle.given, handle.given_word)
    family, family_word, disagree_too = _stronger(shown.family, shown.family_word, handle.family, handle.family_word)
    extra = shown.extra
    if handle.given and not (shown.given or shown.family):
        extra += handle.extra
    if disagree or disagree_too:
        extra += (("sources.disagree", 1.0),)
    return Fit(given, given_word, family, family_word, extra)


_ORDER = ("exact", "part", "nickname", "former", "child", "short", "middle", "close", DIFFERS, INITIAL, NONE)
_RANK = {level: rank for rank, level in enumerate(_ORDER)}


def _stronger(a: str, a_word: str, b: str, b_word: str) -> tuple[str, str, bool]:
    strong = _RANK[DIFFERS]
    disagree = (_RANK[a] < strong and b == DIFFERS) or (_RANK[b] < strong and a == DIFFERS)
    return (a, a_word, disagree) if _RANK[a] <= _RANK[b] else (b, b_word, disagree)


def other_evidence(reading: Reading, facts: Facts, year_offset: int | None) -> Evidence:
    """Evidence beside the name: title, leaving year."""
    found: Evidence = ()
    if reading.titled:
        found = ((f"title.{facts.role}", 1.0),)
        if reading.name.title == "school":
            found += ((f"title.school_{'staff' if facts.role == 'staff' else 'other'}", 1.0),)
    if year_offset is not None and reading.years:
        found += _year_evidence(reading.years, facts, year_offset)
    return found


def _year_evidence(years: tuple[tuple[int, bool], ...], facts: Facts, year_offset: int) -> Evidence:
    clear = [year for year, written in years if written]
    if facts.role != "student" or facts.grade is None:
        return (("year.not_a_student", 1.0),) if any(_in_school(y, year_offset) for y in clear) else ()
    leaves = year_offset - facts.grade
    if any(year in (leaves, leaves % 100) for year in clear):
        return (("year.same", 1.0),)
    if any(year in (leaves, leaves % 100) for year, _ in years):
        return (("year.same_digits", 1.0),)
    return (("year.differs", 1.0),) if clear else ()


def _in_school(year: int, year_offset: int) -> bool:
    """Whether somebody who leaves in this year can be in kindergarten to grade 12 now."""
    full = year if year > 99 else 2000 + year
    return year_offset - 12 <= full <= year_offset
