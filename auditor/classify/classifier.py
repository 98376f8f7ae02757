"""One roster made into a classifier: read, find candidates, weigh, decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import urlsplit

from auditor.classify import decide, display, population
from auditor.classify.candidates import Finder
from auditor.classify.circle import Circle, Circles
from auditor.classify.compare import Evidence, Fit, Reading, evidence, fit_reading, other_evidence, worth
from auditor.classify.decide import Scored
from auditor.classify.handles import HandleReader
from auditor.classify.index import RosterIndex
from auditor.classify.text import clean, key
from auditor.roster.model import Person, Roster
from auditor.verdict import Subject, Verdict

_REMEMBERED = 1 << 15
_WEIGHED = 1 << 12


class RosterClassifier:
    """`auditor.verdict.Classifier` over one roster. Nothing but the subject and the owner has a say in a verdict."""

    def __init__(self, roster: Roster) -> None:
        self._index = RosterIndex(roster)
        self._finder = Finder(self._index)
        self._circles = Circles(self._index)
        self._reader = HandleReader(self._index.given_counts, self._index.by_family)
        self._read = lru_cache(maxsize=_REMEMBERED)(self._make_reading)

    def classify(self, subjects: Iterable[Subject], owner: Person | None) -> Iterator[Verdict]:
        """One verdict per subject, in order. `owner` is the staff member whose account it is, if known."""
        circle = self._circles.of(owner)
        judge = lru_cache(maxsize=_REMEMBERED)(lambda *shown: self._judge(self._read(*shown), circle))
        for s in subjects:
            yield judge(s.display_name or "", s.handle or "", s.url or "", s.email or "", s.bio or "")

    def _judge(self, reading: Reading, circle: Circle) -> Verdict:
        scored = [self._score(i, reading, circle) for i in self._finder.find(reading, circle)]
        return decide.verdict(reading, scored, circle, self._index)

    def _score(self, i: int, reading: Reading, circle: Circle) -> Scored:
        person, facts = self._index.people[i], self._index.facts(i)
        tier = circle.tier(i)
        other = other_evidence(reading, facts, self._index.year_offset)
        if reading.email and reading.email in (e.casefold() for e in person.emails):
            other += (("email.same", 1.0),)
        fit = fit_reading(reading, facts)
        found, weight = _weigh(tier, fit, other)
        return Scored(person, facts.category, fit, found, circle.prior(tier, facts.role) + weight)

    def _make_reading(self, shown: str, handle: str, url: str, email: str, bio: str) -> Reading:
        email = email.strip().casefold()
        if not email and "@" in shown.strip("@ ") and " " not in shown.strip():
            shown, email = "", shown.strip().casefold()
        name = display.read(shown)
        logins = [handle or _from_url(url), email.partition("@")[0]]
        if len(name.words) <= 1 and not name.title and " " not in shown.strip() and not _is_name(name.words):
            logins.append(shown)
        handles = tuple(self._reader.read(login) for login in dict.fromkeys(logins) if login)
        about = clean(bio)
        bio_text = " ".join(key(word) for word in about.split())
        mail = self._index.staff_domains if "@" in email else frozenset()
        return Reading(
            name=name,
            handles=handles,
            email=email,
            years=tuple(_years(name.year, display.year_in(about), *(h.digits for h in handles))),
            names_school=self._index.names_organisation(bio_text, loosely=False)
            or self._index.names_organisation(name.text, loosely=name.organisation),
            titled=bool(name.title) or any(h.title for h in handles),
            district_mail=email.rpartition("@")[2] in mail,
        )


@lru_cache(maxsize=_WEIGHED)
def _weigh(tier: str, fit: Fit, other: Evidence) -> tuple[Evidence, float]:
    """All evidence on a candidate, and its worth: many candidates of one connection fit it in the same way."""
    found = ((f"near.{tier}", 1.0), *evidence(fit), *other)
    return found, worth(found)


def _from_url(url: str) -> str:
    """The handle in a profile's address; empty where the last part is a number or a page."""
    try:
        last = urlsplit(url.strip()).path.rstrip("/").rpartition("/")[2]
    except ValueError:
        return ""
    return "" if last.endswith(".php") or last.isdecimal() else last


def _is_name(words: tuple[str, ...]) -> bool:
    return bool(words) and (words[0] in population.given_names() or words[0] in population.surnames())


def _years(written: int | None, in_bio: int | None, *digits: str) -> Iterator[tuple[int, bool]]:
    for year in (written, in_bio):
        if year is not None:
            yield year, True
    for each in digits:
        if len(each) == 4 and each.startswith("20"):
            yield int(each), True
        elif len(each) == 2:
            yield int(each), False
