"""What one roster person may be called, as comparison keys.

A district has far fewer names than people: what follows from a name alone is worked out once per name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from auditor.classify import lexicon, population
from auditor.classify.text import key
from auditor.roster.model import STAFF_GROUPS, Group, Person
from auditor.verdict import Category

_NAMES = 1 << 15
"""Names that are remembered."""
MISSPELT_FROM = 4
"""Letters from which on a name with a slip in it can still be told."""


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


@lru_cache(maxsize=_NAMES)
def surnames(name: str) -> tuple[str, ...]:
    """Every form a surname is found under, once each: its parts, and the whole."""
    return tuple(filter(None, dict.fromkeys((*family_parts(name), glued(name)))))


@dataclass(frozen=True, slots=True, eq=False)
class FirstNames:
    """The first names somebody may go by. The same names are the same object."""

    given: frozenset[str]
    nicknames: frozenset[str]
    middle: frozenset[str]
    initials: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Surnames:
    """The surnames somebody may go by. The same names are the same object."""

    family: frozenset[str]
    """Whole surnames, glued where they have several words."""
    parts: frozenset[str]
    """The single surnames of a double one."""
    former: frozenset[str]
    children: frozenset[str]
    """Surnames of this person's children that are not the person's own on file."""
    initials: frozenset[str]
    levels: Mapping[str, str]
    """Each of these words → how it fits (single letters are surnames on file only)."""
    long: tuple[str, ...]
    """Surnames long enough to be misspelt."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one person for the comparison."""

    first: FirstNames
    last: Surnames
    role: str
    category: Category
    grade: int | None


def facts_of(person: Person, people: Mapping[str, Person]) -> Facts:
    """The facts of one of these people (by person id)."""
    children = tuple(people[child].family for child in person.children if child in people)
    group = person.group
    return Facts(
        first=first_names(person),
        last=_surnames(person.family, person.preferred_family, person.former_family, children),
        role=role_of(person),
        category=Category.OTHER_COMMUNITY if group is Group.RELATIVE else Category(group.value),
        grade=grade_of(person),
    )


def first_names(person: Person) -> FirstNames:
    """What a person's first name may be."""
    return _first_names(person.given, person.preferred_given, person.middle)


@lru_cache(maxsize=_NAMES)
def _first_names(given: str, preferred: str, middle: str) -> FirstNames:
    givens = words(given)
    known = frozenset(name for name in (*givens[:1], "".join(givens), *words(preferred)) if name)
    others = frozenset(words(middle)).union(givens[1:])
    return FirstNames(
        given=known,
        nicknames=frozenset(form for name in known for form in population.related(name)) - known,
        middle=others,
        initials=frozenset(name[0] for name in known | others),
    )


@lru_cache(maxsize=_NAMES)
def _surnames(family: str, preferred: str, former: str, children: tuple[str, ...]) -> Surnames:
    families = family_parts(family) + family_parts(preferred)
    whole = frozenset(name for name in (glued(family), glued(preferred)) if name)
    if len(family_parts(family)) == 1:
        whole |= frozenset(families[:1])
    own = whole.union(families)
    earlier = frozenset(surnames(former))
    of_children = frozenset(part for child in children for part in family_parts(child)) - own - earlier
    levels = {name: "child" for name in of_children if len(name) > 1}
    levels.update((name, "former") for name in earlier if len(name) > 1)
    levels.update((name, "exact" if name in whole else "part") for name in own)
    return Surnames(
        family=whole,
        parts=frozenset(families) - whole,
        former=earlier - own,
        children=of_children,
        initials=frozenset(name[0] for name in own | earlier),
        levels=levels,
        long=tuple(name for name in own if len(name) >= MISSPELT_FROM),
    )


def role_of(person: Person) -> str:
    """`staff`, `parent` or `student`; a person with several counts as the first."""
    found = "parent"
    for role in person.roles:
        if role.group in STAFF_GROUPS:
            return "staff"
        if role.group is Group.STUDENT:
            found = "student"
    return found


def grade_of(person: Person) -> int | None:
    """A student's grade, kindergarten as 0; None where there is none in numbers."""
    for grade in person.grades:
        if grade.strip().lstrip("0").isdecimal():
            return int(grade)
        if grade.strip().upper() in {"KG", "K", "0", "00"}:
            return 0
    return None
