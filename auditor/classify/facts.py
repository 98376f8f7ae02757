"""What one roster person may be called, as comparison keys.

A district has far fewer names than people: what follows from a name alone is worked out once per name.
"""

from __future__ import annotations

from functools import lru_cache

from auditor.classify import lexicon
from auditor.classify.text import key
from auditor.roster.model import Person

_NAMES = 1 << 15
"""Names that are remembered."""


def words(name: str) -> tuple[str, ...]:
    """The keys of the words of a name: `De la Cruz-Ortiz` → `de la cruz ortiz`."""
    if name.isascii() and name.isalpha():
        return (name.lower(),)
    return tuple(k for part in name.replace("-", " ").replace(".", " ").split() if (k := key(part)))


@lru_cache(maxsize=1 << 17)
def family_parts(name: str) -> tuple[str, ...]:
    """The surnames in a surname, particles and suffixes left out: `De la Cruz-Ortiz Jr` → `cruz ortiz`."""
    every = words(name)
    while len(every) > 1 and every[-1] in lexicon.SUFFIXES:
        every = every[:-1]
    kept = tuple(w for i, w in enumerate(every) if i == len(every) - 1 or w not in lexicon.PARTICLES)
    return kept or every


@lru_cache(maxsize=_NAMES)
def glued(name: str) -> str:
    """A name without its gaps, as handles have it: `De la Cruz` → `delacruz`."""
    return "".join(w for w in words(name) if w not in lexicon.SUFFIXES)


def grade_of(person: Person) -> int | None:
    """A student's grade, kindergarten as 0; None where there is none in numbers."""
    for grade in person.grades:
        if grade.strip().lstrip("0").isdecimal():
            return int(grade)
        if grade.strip().upper() in {"KG", "K", "0", "00"}:
            return 0
    return None
