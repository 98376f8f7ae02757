"""A roster while it is being read: people as they come, and what still has to be joined."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from datetime import date
from sys import intern

from auditor.roster.model import Group, Org, Person, Role
from auditor.roster.problems import ERROR, INFO, WARNING, Problems
from auditor.roster.readers.tables import key
from auditor.roster.readers.vocabulary import CURRENT, GONE, role_of

UNMAPPED = "unmapped"
_SPLIT = re.compile(r"[,;|\s]+")
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"})
_NOT_DIGIT = re.compile(r"\D+")


class Dates:
    """Dates of a roster, each spelling read once."""

    def __init__(self) -> None:
        self._seen: dict[str, date | None] = {"": None}

    def read(self, text: str) -> date | None:
        """ISO 8601, or a form with slashes where only one order is possible; None for anything else."""
        head = text[:10]
        try:
            return self._seen[head]
        except KeyError:
            return self._seen.setdefault(head, _date(head))


def _date(text: str) -> date | None:
    parts = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", text)
    other = re.match(r"(\d\d?)[/.](\d\d?)[/.](\d{4})", text)
    try:
        if parts:
            return date(int(parts[1]), int(parts[2]), int(parts[3]))
        if other:
            first, second, year = int(other[1]), int(other[2]), int(other[3])
            if first > 12 or first == second:
                return date(year, second, first)
            if second > 12:
                return date(year, first, second)
    except ValueError:
        pass
    return None


@dataclass(frozen=True, slots=True)
class RoleSet:
    """The roles one cell (or pair of cells) stands for. The same tuple serves everybody who has the same cells."""

    roles: tuple[Role, ...]
    known: bool = True
    left: bool = False
    orgs_known: bool = True


@dataclass(slots=True)
class Links:
    """Rows of one file that tie two ids: column-wise, because there are as many as people."""

    file: str
    who: list[str] = field(default_factory=list)
    whom: list[str] = field(default_factory=list)
    """One id or several with commas, as in the file."""
    row: array[int] = field(default_factory=lambda: array("L"))
    role: list[str] = field(default_factory=list)
    """What `whom` is to the student `who`; empty where the rows do not say."""

    def add(self, who: str, whom: str, row: int, role: str | None = None) -> None:
        """One row."""
        self.who.append(who)
        self.whom.append(whom)
        self.row.append(row)
        if role is not None:
            self.role.append(role)


class Draft:
    """Gathers people, organisations and classes from the readers; `finish` makes a `Roster` of it."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.orgs: dict[str, Org] = {}
        self.class_ids: dict[str, str] = {}
        """Each to itself, so that all references share one string."""
        self.classes_listed = False
        """False where the roster has no list of classes, so that a reference cannot be wrong."""
        self.closed_classes: set[str] = set()
        self.classes: dict[str, list[str]] = {}
        self.links: list[Links] = []
        self.ended: list[tuple[Person, tuple[Role, ...], date | None]] = []
        """Roles that are over, with the day if it is known."""
        self.ending: list[tuple[Person, tuple[Role, ...], date]] = []
        """Roles with an end date, which means something once the roster's own date is known."""
        self.problems = Problems()
        self.dates = Dates()
        self.newest: date | None = None
        """The newest time of change in the files."""
        self.enrolled: dict[str, tuple[RoleSet, str, int]] = {}
        """For people without a role so far: the role in their first class, and where it stands."""
        self.shared: dict[str, list[str]] = {}
        """E-mail or phone → ids of the several people who give it."""
        self._contact: dict[str, str] = {}
        self._roles: dict[tuple[str, str, bool, Group | None], RoleSet] = {}
        self._grades: dict[str, tuple[str, ...]] = {"": ()}
        self._statuses: dict[str, bool | None] = {}
        self._unknown: dict[str, int] = {}

    def add(self, person: Person, file: str, row: int) -> bool:
        """Take a person in; False (and a problem) if the id is there already."""
        if self.people.setdefault(person.person_id, person) is not person:
            self.problems.add(ERROR, "duplicate_id", file, row, id=person.person_id)
            return False
        if person.emails:
            for email in person.emails:
                self.contact(email, person.person_id)
        if not (person.family or person.given or person.preferred_given):
            self.problems.add(WARNING, "no_name", file, row, id=person.person_id)
        return True

    def class_id(self, class_id: str, file: str, row: int) -> str:
        """A class a row refers to, with a problem where there is a list of classes and it is not on it."""
        same = self.class_ids.get(class_id)
        if same is None:
            same = intern(class_id)
            if self.classes_listed:
                self.problems.add(WARNING, "unknown_class", file, row, id=class_id)
            else:
                self.class_ids[same] = same
        return same

    def contact(self, contact: str, person_id: str) -> None:
        """Remember an e-mail or a phone of somebody, to find rows of the same person."""
        first = self._contact.setdefault(contact, person_id)
        if first != person_id:
            self.shared.setdefault(contact, [first]).append(person_id)

    def phone(self, text: str, person_id: str) -> None:
        """The same for a phone, of which nothing is kept once the rows are joined."""
        digits = (text if text.isdecimal() else _NOT_DIGIT.sub("", text))[-10:]
        if len(digits) >= 7 and len(set(digits)) > 2:
            self.contact(digits, person_id)

    def emails(self, text: str, username: str, file: str, row: int) -> tuple[str, ...]:
        """The addresses in a cell, in lower case, and the user name where that is one."""
        if text.count("@") == 1 and "@" not in username and not (" " in text or "," in text or ";" in text):
            return (text.casefold(),)
        if text:
            found = [part.strip("<>").casefold() for part in _SPLIT.split(text) if "@" in part]
            if not found:
                self.problems.add(INFO, "no_address", file, row)
        else:
            found = []
        if "@" in username:
            found.append(username.casefold())
        return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))

    def grades(self, text: str) -> tuple[str, ...]:
        """The grades in a cell; equal cells share one tuple."""
        found = self._grades.get(text)
        if found is None:
            found = self._grades[text] = tuple(part for part in _SPLIT.split(text) if part)
        return found

    def roles(self, raw: str, orgs: str, *, primary: bool = False, group: Group | None = None) -> RoleSet:
        """The roles of a cell with a role and one with organisation ids; equal cells share one answer.

        An empty role is "not said yet" (staff, for want of a better word, with an empty `raw`). `group` is
        given where the word is a job title or a file name rather than a role of a standard.
        """
        cached = self._roles.get((raw, orgs, primary, group))
        if cached is None:
            found, known, left = (group, True, False) if group or not raw else role_of(raw)
            ids = [intern(part.strip()) for part in orgs.split(",") if part.strip()] or [""]
            cached = RoleSet(
                tuple(Role(found or Group.STAFF, org, intern(raw), primary) for org in dict.fromkeys(ids)),
                known,
                left,
                not self.orgs or all(org in self.orgs for org in ids if org),
            )
            self._roles[raw, orgs, primary, group] = cached
        return cached

    def note_roles(self, roles: RoleSet, person_id: str, file: str, row: int) -> None:
        """Problems of a role cell. An unknown word is told only when many use it: it could be a misplaced name."""
        if not roles.known:
            word = roles.roles[0].raw
            self._unknown[word] = self._unknown.get(word, 0) + 1
            self.problems.add(WARNING, "unknown_role", file, row, id=person_id)
        if not roles.orgs_known:
            self.problems.add(WARNING, "unknown_org", file, row, id=person_id)

    def note_unknown_words(self) -> None:
        """One problem per unknown role that at least three people have."""
        for word, count in sorted(self._unknown.items()):
            if count >= 3:
                self.problems.add(WARNING, "unknown_role_word", role=word[:60], n=count)

    def gone(self, status: str, file: str, row: int) -> bool:
        """Whether a status cell says that the row no longer holds."""
        try:
            known = self._statuses[status]
        except KeyError:
            word = key(status)
            known = self._statuses[status] = True if word in GONE else False if word in CURRENT else None
        if known is None:
            self.problems.add(INFO, "status_word", file, row)
        return bool(known)

    def day(self, text: str, file: str, row: int) -> date | None:
        """A date cell, with a problem where it cannot be read."""
        found = self.dates.read(text)
        if found is None and text:
            self.problems.add(WARNING, "date", file, row)
        return found

    def changed(self, text: str, file: str, row: int) -> date | None:
        """The same for a time of change: the newest is the date the roster speaks for."""
        found = self.day(text, file, row)
        if found is not None and (self.newest is None or found > self.newest):
            self.newest = found
        return found


def add_roles(person: Person, roles: tuple[Role, ...]) -> None:
    """Give somebody more roles, each once; a role that was "not said yet" gives way."""
    if not person.roles or not person.roles[0].raw:
        person.roles = roles
    elif person.roles is not roles:
        have = {(role.group, role.org_id, role.raw) for role in person.roles}
        person.roles += tuple(role for role in roles if (role.group, role.org_id, role.raw) not in have)


def has_left(person: Person, when: date | None) -> None:
    """Mark somebody as recently in the roster."""
    person.left = True
    person.left_on = max((day for day in (person.left_on, when) if day), default=None)


def split_name(text: str) -> tuple[str, str]:
    """A full name as (given, family): `Lopez, Maria` or `Maria Lopez`; a single word is a family name.

    Of three and more words the first is the given name: two family names are more often written out than two
    given names, and matching looks at every part of a family name anyway.
    """
    family, comma, given = (part.strip() for part in text.partition(","))
    if comma and family and given and given.rstrip(".").casefold() not in _SUFFIXES:
        return given, family
    first, _, rest = " ".join(text.replace(",", " ").split()).partition(" ")
    return (first, rest) if rest else ("", first)
