"""What the index knows of a roster as a whole: its schools, its mail domains, how it writes leaving years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from auditor.classify import lexicon
from auditor.classify.facts import grade_of, words
from auditor.roster.model import Group, Person, Roster

_ENOUGH = 500
"""Students whose addresses are looked at to learn how leaving years are written."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the index knows of the roster as a whole."""

    sha256: str
    schools: tuple[str, ...]
    organisations: tuple[tuple[tuple[str, ...], str, int], ...]
    """The schools' telling words (two, or one and a school word) and their whole names, as comparison keys, and their
    numbers; -1 for the district."""
    staff_domains: tuple[str, ...]
    year_offset: int | None
    """Leaving year plus grade, the same for all students of a school year."""
    missing: tuple[str, ...]
    """Groups that the roster does not cover."""


def of(roster: Roster, schools: tuple[str, ...], staff: Sequence[Person]) -> Facts:
    """The facts of a roster. `schools`: ids by number."""
    covered = roster.coverage.groups
    return Facts(
        sha256=roster.sha256,
        schools=schools,
        organisations=tuple(_organisations(roster, schools)),
        staff_domains=_staff_domains(staff),
        year_offset=_year_offset(roster),
        missing=tuple(str(g) for g in Group if g not in covered or covered[g].state != "covered"),
    )


def _organisations(roster: Roster, schools: tuple[str, ...]) -> list[tuple[tuple[str, ...], str, int]]:
    number = {org_id: i for i, org_id in enumerate(schools)}
    found = []
    for org in roster.orgs.values():
        whole = words(org.name)
        telling = sorted(set(whole) - {"school", "schools", "district", "public", "of", "the"})
        if len(whole) > 1 and telling:
            found.append((tuple(telling), " ".join(whole), number.get(org.org_id, -1)))
    return sorted(found)


def _staff_domains(staff: Sequence[Person]) -> tuple[str, ...]:
    """Mail domains of the district: those that three or more staff have their address at."""
    domains = Counter(email.rpartition("@")[2].casefold() for person in staff for email in person.emails)
    return tuple(sorted(d for d, n in domains.items() if n >= 3 and d not in lexicon.FREE_MAIL))


def _year_offset(roster: Roster) -> int | None:
    """Taken from the date of the roster, or else from students' addresses that end in a year."""
    if roster.as_of is not None:
        return roster.as_of.year + (roster.as_of.month >= 7) + 12
    sums: Counter[int] = Counter()
    for person in roster.people.values():
        grade = grade_of(person)
        if grade is None:
            continue
        for login in (person.username, *(email.partition("@")[0] for email in person.emails)):
            if login[-4:].isascii() and login[-4:].isdigit():
                sums[int(login[-4:]) + grade] += 1
        if sums.total() >= _ENOUGH:
            break
    best = max(sums, key=lambda total: (sums[total], -total), default=None)
    return best if best is not None and 2 * sums[best] > sums.total() and 2000 < best < 2100 else None
