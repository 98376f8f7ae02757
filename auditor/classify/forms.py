"""A roster's names as tokens. A district has far fewer different names than people: each is read once."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from auditor.classify import spelling, vocabulary
from auditor.classify.facts import family_parts, glued, words
from auditor.classify.lexicon import FILED_TITLES, PARTICLES
from auditor.classify.lookup import I32, spread
from auditor.classify.vocabulary import Vocabulary, Words


class Column:
    """A column of names, and the forms `read` makes of each: comparison keys, an empty one for none."""

    def __init__(self, names: Iterable[tuple[str, ...]], read: Callable[..., tuple[str, ...]]) -> None:
        numbers: dict[tuple[str, ...], int] = {}
        self._codes = np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)
        self.forms = [read(*name) for name in numbers]

    def tokens(self, known: Vocabulary, width: int) -> I32:
        """The tokens of every person's forms: n × width, -1 for none."""
        found = known.tokens([form for row in self.forms for form in row[:width]])
        table = np.full((len(self.forms), width), -1, np.int32)
        sizes = np.array([min(len(row), width) for row in self.forms], np.int64)
        rows, columns = spread(np.zeros(len(self.forms), np.int64), sizes)
        table[rows, columns] = found
        return table[self._codes]


def own_words(columns: Iterable[Column]) -> Words:
    """The words of some columns that not every roster shares."""
    wanted = sorted({form for column in columns for row in column.forms for form in row} - {""})
    fresh = vocabulary.base().lookup.find(spelling.hashes(wanted)) < 0
    return vocabulary.words([word for word, new in zip(wanted, fresh.tolist(), strict=True) if new])


def of_given(given: str, preferred: str) -> tuple[str, ...]:
    """The first name, the preferred one, and a first name of several words written as one."""
    own, other = _untitled(words(given)), words(preferred)
    joined = "".join(own) if len(own) > 1 else ""
    return own[0] if own else "", other[0] if other else "", joined


def of_middle(middle: str, given: str) -> tuple[str, ...]:
    """Two middle names, further words of the first name among them: the first and, where there are many, the last.

    (Of two surnames the first one stands there in some lists: `Linda Maricela Machuca`, `Moscoso`.)
    """
    found = [each for each in _untitled(words(given))[1:] if each not in PARTICLES] + list(words(middle))
    return (found[0], found[-1]) if len(found) > 1 else tuple(found)


def _untitled(given: tuple[str, ...]) -> tuple[str, ...]:
    """A first name without titles in front of it."""
    while len(given) > 1 and given[0] in FILED_TITLES:
        given = given[1:]
    return given


def of_family(family: str) -> tuple[str, ...]:
    """A surname as it is written in handles, and its parts."""
    parts = family_parts(family)
    whole = glued(family)
    if len(parts) < 2:
        one = parts[0] if parts else ""
        return (one,) if one == whole else (whole, one)
    return (whole, *parts[:3])


def of_preferred(family: str) -> tuple[str, ...]:
    """A preferred surname."""
    return of_family(family)[:1]


def of_former(family: str) -> tuple[str, ...]:
    """A former surname, and the last of its parts."""
    parts = family_parts(family)
    return (glued(family), parts[-1]) if len(parts) > 1 else (glued(family),)
