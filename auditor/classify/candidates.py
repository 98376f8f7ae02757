"""Which roster people a connection could be at all, found by look-ups only; spelling slips where those find nobody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

from auditor.classify import population
from auditor.classify.circle import Circle
from auditor.classify.compare import DIFFERS, Reading, family_level, given_level, is_name
from auditor.classify.display import DisplayReading
from auditor.classify.facts import role_of, words
from auditor.classify.index import RosterIndex, positions
from auditor.roster.model import Person

_MANY = 60
"""A surname (and an initial) of more people than this says too little: only those near the owner are looked at."""
_SLIPS = 6
_CUTS = 3
"""Readings of a handle that are followed up where the display name is full anyway."""


class Finder:
    """Finds candidates in one roster."""

    def __init__(self, index: RosterIndex) -> None:
        self._index = index

    def find(self, reading: Reading, circle: Circle) -> list[int]:
        """Positions of the candidates, each once, in a fixed order."""
        found: dict[int, None] = {}
        if reading.email:
            found.update(dict.fromkeys(positions(self._index.by_address, reading.email)))
        names = list(dict.fromkeys(_names(reading)))
        for given, family in names:
            found.update(dict.fromkeys(self._named(given, family, circle)))
        for given, family in names:
            found.update(dict.fromkeys(self._near(given, family, circle)))
        if not reading.name.organisation:
            found.update(dict.fromkeys(self._slips(reading.name, found, circle)))
        return list(found)

    def _slips(self, name: DisplayReading, found: Iterable[int], circle: Circle) -> Iterator[int]:
        """People whose surname is spelled nearly as shown, where nobody's is spelled exactly so."""
        shown = name.words
        if len(shown) > 1 and not self._fits(found, shown):
            yield from self._misspelt(shown[0], shown[-1], circle)
            if not name.ordered:
                yield from self._misspelt(shown[-1], shown[0], circle)
        elif len(shown) == 1 and name.title and not positions(self._index.by_family, shown[0]):
            yield from self._misspelt("", shown[0], circle)

    def _named(self, given: str, family: str, circle: Circle) -> Iterable[int]:
        if len(family) < 2:
            return
        if not given:
            everyone = positions(self._index.by_family, family)
            yield from self._many(everyone, circle.with_family(family))
            return
        forms = {given, *population.related(given)}
        for initial in sorted({form[0] for form in forms}):
            people = self._index.with_initial(family, initial)
            if len(given) == 1:
                yield from self._many(people, circle.with_family(family))
            else:
                yield from (i for i in people if _may_be_called(given, forms, self._index.people[i]))

    def _near(self, given: str, family: str, circle: Circle) -> Iterable[int]:
        """People near the owner who share one half of the name: the other half may have changed."""
        if len(given) > 1:
            yield from circle.with_given(given)
            if len(family) < 2:
                for form in sorted(population.related(given)):
                    yield from circle.with_given(form)
        if len(family) > 1:
            yield from circle.with_family(family)

    def _many(self, people: list[int], near: list[int]) -> list[int]:
        """All, if they are few; else the staff (they are known by surname) and whoever is near."""
        if len(people) <= _MANY:
            return people
        return [*near, *(i for i in people if role_of(self._index.people[i]) == "staff")]

    def _fits(self, found: Iterable[int], words: tuple[str, ...]) -> bool:
        for i in found:
            facts = self._index.facts(i)
            for first, last in ((words[0], words[-1]), (words[-1], words[0])):
                if given_level(first, facts.first) != DIFFERS and is_name(family_level(last, facts.last)):
                    return True
        return False

    def _misspelt(self, given: str, family: str, circle: Circle) -> Iterator[int]:
        if len(family) < 4:
            return
        for similar in self._similar(family):
            yield from self._named(given, similar, circle)

    def _similar(self, family: str) -> list[str]:
        bucket = self._index.family_buckets.get(family[0], [])
        allowed = 1 if len(family) < 9 else 2
        hits = process.extract(family, bucket, scorer=OSA.distance, score_cutoff=allowed, limit=_SLIPS)
        return [name for name, _, _ in hits]


def _names(reading: Reading) -> Iterator[tuple[str, str]]:
    """Every (given name, surname) the connection may bear; either may be an initial or empty."""
    words = reading.name.words
    if len(words) == 1:
        yield words[0], ""
        if reading.name.title or not population.given_names().bearers(words[0]):
            yield "", words[0]
    elif words:
        first, last = words[0], words[-1]
        yield first, last
        for other in ("".join(words[1:]), *words[1:-1]):
            yield first, other
        if not reading.name.ordered:
            yield last, first
    for handle in reading.handles:
        for cut in handle.cuts if len(words) < 2 else handle.cuts[:_CUTS]:
            yield cut.given, cut.family


def _may_be_called(given: str, forms: set[str], person: Person) -> bool:
    """A quick look whether a first name can be this person's: known forms, the same beginning or the same end."""
    for name in (person.given, person.preferred_given, person.middle):
        for word in words(name):
            if word in forms or word[:2] == given[:2] or word[-3:] == given[-3:]:
                return True
    return False
