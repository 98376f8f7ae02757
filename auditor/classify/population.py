"""How common a name is among all people, and which given names are forms of each other.

The tables hold totals only (`data/README.md`). A name that is in none of them is rarer than any that is.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import repeat
from math import log

from nicknames import NickNamer

from auditor.classify.text import key

UNLISTED = 60
"""Bearers assumed for a name too rare to be listed (the tables begin at about 100)."""


class NameTable:
    """One table: name → number of bearers."""

    def __init__(self, text: str) -> None:
        lines = iter(text.splitlines())
        self.total = int(next(lines).split()[1])
        self._bearers: dict[str, int] = {}
        for line in lines:
            count, *names = line.split(" ")
            self._bearers.update(dict.fromkeys(names, int(count)))
        self.rarest = log(self.total / UNLISTED)

    def __contains__(self, name: str) -> bool:
        return name in self._bearers

    def __iter__(self) -> Iterator[str]:
        return iter(self._bearers)

    def bearers(self, name: str) -> int:
        """How many people bear the name; 0 if it is not listed."""
        return self._bearers.get(name, 0)

    def bearers_of(self, names: Iterable[str]) -> list[int]:
        """How many people bear each of some names."""
        return list(map(self._bearers.get, names, repeat(0)))

    def surprisal(self, name: str) -> float:
        """How much it says that somebody bears this name: minus the natural logarithm of its share."""
        count = self._bearers.get(name)
        return log(self.total / count) if count else self.rarest

    def one_in(self, name: str) -> int:
        """ "1 in N people", rounded to two digits."""
        people = self.total // (self._bearers.get(name) or UNLISTED)
        digits = int(10 ** max(len(str(people)) - 2, 0))
        return people // digits * digits


def _read(name: str) -> bytes:
    return files("auditor.classify").joinpath("data", name).read_bytes()


@cache
def surnames() -> NameTable:
    """The table of surnames."""
    return NameTable(gzip.decompress(_read("surnames.txt.gz")).decode("ascii"))


@cache
def given_names() -> NameTable:
    """The table of given names."""
    return NameTable(gzip.decompress(_read("given_names.txt.gz")).decode("ascii"))


@cache
def nicknames() -> Mapping[str, frozenset[str]]:
    """Given name → its other forms: our own list in several languages, and the English ones of `nicknames`."""
    groups: dict[str, set[str]] = {}
    for line in _read("nicknames.txt").decode("utf-8").splitlines():
        if line and not line.startswith("#"):
            forms = {key(form) for form in line.replace(":", "").split()}
            for form in forms:
                groups.setdefault(form, set()).update(forms)
    for name, others in NickNamer.default_lookup().items():
        for other in others:
            groups.setdefault(key(name), set()).add(key(other))
            groups.setdefault(key(other), set()).add(key(name))
    return {form: frozenset(others - {form}) for form, others in groups.items()}


@cache
def spellings() -> Mapping[str, frozenset[str]]:
    """Surname → its other spellings."""
    found: dict[str, set[str]] = {}
    for line in _read("surname_spellings.txt").decode("ascii").splitlines():
        if line and not line.startswith("#"):
            forms = set(line.split())
            for form in forms:
                found.setdefault(form, set()).update(forms)
    return {form: frozenset(others - {form}) for form, others in found.items()}


def related(given: str) -> frozenset[str]:
    """Other forms of a given name, both ways: Bob for Robert, Robert for Bob."""
    return nicknames().get(given, frozenset())
