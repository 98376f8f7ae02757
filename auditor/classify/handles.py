"""What a handle shows: `maria.garcia`, `mgarcia27`, `garciam`, `mrs_garcia`, `itsmaria` and the like.

A handle is cut at separators, or else wherever both sides are names that the roster or the population knows.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from auditor.classify import lexicon, population
from auditor.classify.text import clean, key

_SEPARATOR = re.compile(r"[^\w]+|_+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
_SCHOOL_PART = re.compile(r"(?:isd|usd|mps|k12|edu|sd|ps|teaches|teacher|teach|hs|ms|es)\d*")
_TITLES = sorted((t for t in lexicon.TITLES if t.isascii() and len(t) > 1), key=lambda t: (-len(t), t))
_LONGEST = 40
_KEPT = 8
_INITIAL_SURPRISAL = 4.0
_COMMON_GIVEN, _COMMON_SURNAME = 2000, 500


@dataclass(frozen=True, slots=True)
class Cut:
    """One way to read a handle as a name. `given` may be an initial; either may be empty. `whole`: nothing is left."""

    given: str
    family: str
    whole: bool


@dataclass(frozen=True, slots=True)
class HandleReading:
    """A handle, read: the likeliest cuts first."""

    cuts: tuple[Cut, ...] = ()
    title: bool = False
    digits: str = ""
    identifying: bool = False
    """Reads as a full given name and surname, and as nothing else."""


NOTHING = HandleReading()


class HandleReader:
    """Reads handles with the names of one roster and of the population."""

    def __init__(self, givens: Container[str], families: Container[str]) -> None:
        self._givens, self._families = givens, families
        self._given_table, self._surname_table = population.given_names(), population.surnames()

    def read(self, handle: str | None) -> HandleReading:
        """Read a handle (or the part of an e-mail before the @). Never fails, whatever the text."""
        text = clean(handle).lstrip("@").partition("@")[0]
        digits = _DIGITS.findall(text)
        parts = [k for part in _SEPARATOR.split(_DIGITS.sub("_", text)) if (k := key(part))]
        if not parts or sum(map(len, parts)) > _LONGEST:
            return HandleReading(digits=digits[-1] if digits else "")
        parts = [p for p in parts if p not in lexicon.HANDLE_NOISE] or parts
        if len(parts) > 1 and _SCHOOL_PART.fullmatch(parts[-1]) and parts[-1] not in self._families:
            parts.pop()
        title, parts = self._untitled(parts)
        found: dict[Cut, float] = {}
        if len(parts) > 1:
            self._from_parts(parts, found)
        elif title:
            found[Cut("", parts[0], True)] = 0.0
        letters = "".join(parts)
        self._from_letters(letters, found)
        if letters in self._given_table:
            found[Cut(letters, "", True)] = self._given_table.surprisal(letters)
        if not found:
            camel = [key(part) for part in _CAMEL.split(text) if key(part).isalpha()]
            if len(camel) == 2 and min(map(len, camel)) > 1:
                found[Cut(camel[0], camel[1], True)] = 0.0
        if not any(cut.whole and cut.family for cut in found):
            self._from_noise(letters, found)
        cuts = tuple(sorted(found, key=lambda cut: (not cut.whole, found[cut], cut.given, cut.family))[:_KEPT])
        return HandleReading(cuts, title, digits[-1] if digits else "", self._identifying(cuts, parts))

    def _untitled(self, parts: list[str]) -> tuple[bool, list[str]]:
        if len(parts) > 1 and parts[0] in lexicon.TITLES:
            return True, parts[1:]
        if len(parts) == 1:
            for title in _TITLES:
                rest = parts[0].removeprefix(title)
                if rest != parts[0] and len(rest) > 2 and self._is_family(rest) and not self._cuts_better(parts[0]):
                    return True, [rest]
        return False, parts

    def _cuts_better(self, letters: str) -> bool:
        """Whether the letters read as given name and surname: `missyjones` is no Miss Yjones."""
        found: dict[Cut, float] = {}
        self._from_letters(letters, found)
        return any(len(cut.given) > 2 and self._given_table.bearers(cut.given) > _COMMON_GIVEN for cut in found)

    def _from_parts(self, parts: list[str], found: dict[Cut, float]) -> None:
        first, last = parts[0], parts[-1]
        joined = "".join(parts[1:])
        for given, family in ((first, last), (last, first), (first, joined)):
            if len(family) > 1 or len(given) > 1:
                self._add(Cut(given, family, True), found, trusted=True)
        for part in (first, last):
            if len(part) > 3:
                self._from_letters(part, found, whole=False)

    def _from_letters(self, letters: str, found: dict[Cut, float], whole: bool = True) -> None:
        for i in range(1, len(letters)):
            head, tail = letters[:i], letters[i:]
            if len(tail) > 1:
                self._add(Cut(head, tail, whole), found)
            if len(head) > 1:
                self._add(Cut(tail, head, whole), found)

    def _from_noise(self, letters: str, found: dict[Cut, float]) -> None:
        """A name with something before or behind it: the longest given name, and the longest surname."""
        for start in sorted({0, *(len(n) for n in lexicon.HANDLE_NOISE if letters.startswith(n))}):
            self._longest(letters[start:], start == 0, found)

    def _longest(self, letters: str, whole: bool, found: dict[Cut, float]) -> None:
        for i in range(len(letters), 3, -1):
            for piece in (letters[:i], letters[-i:]):
                if piece in self._givens or self._given_table.bearers(piece) > _COMMON_GIVEN:
                    found[Cut(piece, "", whole and i == len(letters))] = self._given_table.surprisal(piece)
                elif i > 4 and piece in self._families:
                    found[Cut("", piece, whole and i == len(letters))] = self._surname_table.surprisal(piece)
                else:
                    continue
                return

    def _add(self, cut: Cut, found: dict[Cut, float], trusted: bool = False) -> None:
        given, family = cut.given, cut.family
        if len(given) == 1:
            cost = _INITIAL_SURPRISAL
        elif given in self._given_table or given in self._givens or population.related(given):
            cost = self._given_table.surprisal(given)
        elif trusted:
            cost = self._given_table.rarest
        else:
            return
        if len(family) == 1:
            cost += _INITIAL_SURPRISAL
        elif self._is_family(family):
            cost += self._surname_table.surprisal(family)
        elif trusted:
            cost += self._surname_table.rarest
        else:
            return
        if cost < found.get(cut, 99.0):
            found[cut] = cost

    def _is_family(self, name: str) -> bool:
        return name in self._surname_table or name in self._families

    def _identifying(self, cuts: tuple[Cut, ...], parts: list[str]) -> bool:
        if not cuts or any(part in lexicon.EVERYDAY_WORDS for part in parts):
            return False
        best = cuts[0]
        if len(parts) == 1 and self._shows_initial(parts[0], best):
            return False
        return (
            best.whole
            and "".join(parts) not in self._given_table
            and self._given_table.bearers(best.family) < self._surname_table.bearers(best.family) * 3
            and best.given not in lexicon.EVERYDAY_WORDS
            and best.family not in lexicon.EVERYDAY_WORDS
            and self._given_table.bearers(best.given) > _COMMON_GIVEN
            and self._surname_table.bearers(best.family) > _COMMON_SURNAME
        )

    def _shows_initial(self, letters: str, best: Cut) -> bool:
        """Whether the letters may as well be a name and an initial: `gabriellam` is Gabriel Lam or Gabriella M."""
        given, family = letters[:-1], letters[1:]
        if self._given_table.bearers(given) > _COMMON_GIVEN or given in self._givens:
            return True
        return self._surname_table.bearers(family) > self._surname_table.bearers(best.family)
