"""One roster person against what a connection shows: named pieces of evidence, each with the amount it counts.

The weight of a piece is in `weights.py`; a score is the sum of weight times amount, in natural log-odds against
"somebody else who happens to show the same".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from rapidfuzz.distance import OSA

from auditor.classify import display, handles, population
from auditor.classify.index import Facts
from auditor.classify.weights import WEIGHTS

Evidence: TypeAlias = list[tuple[str, float]]
"""(name of the weight, amount)."""

NONE, DIFFERS, INITIAL = "", "differs", "initial"


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


def given_level(word: str, facts: Facts) -> str:
    """How a word fits as the person's first name."""
    if word in facts.given:
        return "exact"
    if len(word) == 1:
        return INITIAL if word in facts.initials else DIFFERS
    if word in facts.nicknames:
        return "nickname"
    if word in facts.middle:
        return "middle"
    if len(word) > 2:
        for name in facts.given:
            if len(name) > 3 and (name.startswith(word) or (len(name) > 4 and word.startswith(name))):
                return "short"
    return "close" if _one_slip(word, facts.given) else DIFFERS


def family_level(word: str, facts: Facts) -> str:
    """How a word fits as the person's surname."""
    if word in facts.family:
        return "exact"
    if word in facts.parts:
        return "part"
    if len(word) == 1:
        return INITIAL if word in facts.family_initials else DIFFERS
    if word in facts.former:
        return "former"
    if word in facts.children:
        return "child"
    return "close" if _one_slip(word, facts.family) or _one_slip(word, facts.parts) else DIFFERS


def _one_slip(word: str, names: frozenset[str]) -> bool:
    """One letter wrong, missing, doubled or changed places in one of the names; two in long names."""
    length = len(word)
    for name in names:
        size = len(name)
        if size < 4 or not -2 <= size - length <= 2 or (word[0] != name[0] and word[-1] != name[-1]):
            continue
        allowed = 1 if size < 9 else 2
        if OSA.distance(word, name, score_cutoff=allowed) <= allowed:
            return True
    return False


@dataclass(slots=True)
class Fit:
    """How one source (display name or handle) fits: a level and the word that was matched, for each half."""

    given: str = NONE
    given_word: str = ""
    family: str = NONE
    family_word: str = ""
    extra: Evidence | None = None

    @property
    def score(self) -> float:
        """What this fit is worth; for choosing between readings of the same text."""
        return sum(WEIGHTS[name] * amount for name, amount in self.evidence())

    def evidence(self) -> Evidence:
        """The fit as evidence."""
        return [*_given_evidence(self), *_family_evidence(self), *(self.extra or ())]


def _given_evidence(fit: Fit) -> Evidence:
    if not fit.given:
        return []
    found: Evidence = [(f"given.{fit.given}", 1.0)]
    if fit.given not in (DIFFERS, INITIAL):
        found.append(("given.rarity", population.given_names().surprisal(fit.given_word)))
    return found


def _family_evidence(fit: Fit) -> Evidence:
    if not fit.family:
        return []
    found: Evidence = [(f"family.{fit.family}", 1.0)]
    if fit.family not in (DIFFERS, INITIAL):
        table = population.surnames()
        surprisal = table.surprisal(fit.family_word)
        if fit.family == "close" and fit.family_word in table:
            # The word is a surname of its own: others who bear it explain it better than a slip of the pen.
            found[0] = ("family.other_surname", 1.0)
        found.append(("family.rarity", surprisal))
    return found


def fit_display(name: display.DisplayReading, facts: Facts) -> Fit:
    """The best way the display name fits this person."""
    words = name.words
    if not words:
        return Fit()
    if len(words) == 1:
        return _fit_single(words[0], facts, bool(name.title))
    best = _fit_order(words, facts)
    if not name.ordered and (best.given == DIFFERS or best.family == DIFFERS):
        turned = _fit_order((words[-1], *words[1:-1], words[0]), facts)
        if turned.given not in (DIFFERS, INITIAL) and turned.family not in (DIFFERS, INITIAL):
            turned.extra = [*(turned.extra or ()), ("order.turned", 1.0)]
            if turned.score > best.score:
                return turned
    return best


def _fit_single(word: str, facts: Facts, titled: bool) -> Fit:
    family = family_level(word, facts)
    if titled:
        if family != DIFFERS:
            return Fit(family=family, family_word=word)
        given = given_level(word, facts)
        if given in ("exact", "nickname"):
            return Fit(given=given, given_word=word, extra=[("title.first_name", 1.0)])
        return Fit(family=DIFFERS)
    given = given_level(word, facts)
    if given == DIFFERS and family in ("exact", "part", "former"):
        return Fit(family=family, family_word=word, extra=[("order.surname_only", 1.0)])
    return Fit(given=given, given_word=word)


def _fit_order(words: tuple[str, ...], facts: Facts) -> Fit:
    first, middle, last = words[0], words[1:-1], words[-1]
    fit = Fit(given_level(first, facts), first, family_level(last, facts), last)
    extra: Evidence = []
    if fit.family == DIFFERS:
        joined = "".join(words[1:])
        for other in (joined, *middle):
            level = family_level(other, facts)
            if level not in (DIFFERS, INITIAL):
                fit.family, fit.family_word = level, other
                if other != joined:
                    extra.append(("family.more", 1.0))
                middle = ()
                break
        else:
            if not middle and last in facts.middle and fit.given in ("exact", "nickname"):
                fit.family = NONE
                extra += [("middle.alone", 1.0), ("middle.rarity", population.given_names().surprisal(last))]
    for word in middle:
        extra += _middle_evidence(word, facts, fit)
    fit.extra = extra
    return fit


def _middle_evidence(word: str, facts: Facts, fit: Fit) -> Evidence:
    if word in facts.middle:
        return [("middle.same", 1.0), ("middle.rarity", population.given_names().surprisal(word))]
    if word in facts.parts or word in facts.former or word in facts.children or word in facts.family:
        return [("family.second", 1.0)]
    if len(word) == 1:
        if any(name[0] == word for name in facts.middle):
            return [("middle.initial", 1.0)]
        return [("middle.differs", 1.0)] if facts.middle else []
    if word in facts.nicknames or word in facts.given:
        return []
    if facts.middle and fit.family in ("exact", "former", "child") and word in population.given_names():
        return [("middle.differs", 1.0)]
    return []


def fit_handle(handle: handles.HandleReading, facts: Facts) -> Fit:
    """The best way the handle fits this person. A handle that shows no name says nothing against anybody."""
    best, best_score = Fit(), 0.0
    decided = False
    for cut in handle.cuts:
        given = given_level(cut.given, facts) if cut.given else NONE
        family = family_level(cut.family, facts) if cut.family else NONE
        misfit = DIFFERS in (given, family)
        if misfit and (not cut.whole or (given in (DIFFERS, NONE) and family in (DIFFERS, NONE))):
            continue
        if given in (INITIAL, NONE) and family in (INITIAL, DIFFERS):
            continue
        fit = Fit(given, cut.given, family, cut.family, [] if cut.whole else [("handle.rest", 1.0)])
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
    extra = list(shown.extra or ())
    if handle.given and not (shown.given or shown.family):
        extra += handle.extra or ()
    if disagree or disagree_too:
        extra.append(("sources.disagree", 1.0))
    return Fit(given, given_word, family, family_word, extra)


_ORDER = ("exact", "part", "nickname", "former", "child", "short", "middle", "close", DIFFERS, INITIAL, NONE)
_RANK = {level: rank for rank, level in enumerate(_ORDER)}


def _stronger(a: str, a_word: str, b: str, b_word: str) -> tuple[str, str, bool]:
    strong = _RANK[DIFFERS]
    disagree = (_RANK[a] < strong and b == DIFFERS) or (_RANK[b] < strong and a == DIFFERS)
    return (a, a_word, disagree) if _RANK[a] <= _RANK[b] else (b, b_word, disagree)


def other_evidence(reading: Reading, facts: Facts, year_offset: int | None) -> Evidence:
    """Evidence beside the name: title, leaving year."""
    found: Evidence = []
    if reading.name.title or any(handle.title for handle in reading.handles):
        found.append((f"title.{facts.role}", 1.0))
        if reading.name.title == "school":
            found.append((f"title.school_{'staff' if facts.role == 'staff' else 'other'}", 1.0))
    if year_offset is not None and reading.years:
        found += _year_evidence(reading.years, facts, year_offset)
    return found


def _year_evidence(years: tuple[tuple[int, bool], ...], facts: Facts, year_offset: int) -> Evidence:
    clear = [year for year, written in years if written]
    if facts.role != "student" or facts.grade is None:
        return [("year.not_a_student", 1.0)] if any(_in_school(y, year_offset) for y in clear) else []
    leaves = year_offset - facts.grade
    if any(year in (leaves, leaves % 100) for year in clear):
        return [("year.same", 1.0)]
    if any(year in (leaves, leaves % 100) for year, _ in years):
        return [("year.same_digits", 1.0)]
    return [("year.differs", 1.0)] if clear else []


def _in_school(year: int, year_offset: int) -> bool:
    """Whether somebody who leaves in this year can be in kindergarten to grade 12 now."""
    full = year if year > 99 else 2000 + year
    return year_offset - 12 <= full <= year_offset
