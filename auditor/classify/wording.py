"""Many texts cut into words at once, each different word looked at once.

A word is known by its number within the batch; `Wording` says what each number is. References to words that leave a
batch are tokens of the vocabulary, or `-2 - number` for a word nobody on the roster or in the population bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from auditor.classify import spelling
from auditor.classify.lookup import I32
from auditor.classify.text import in_other_script, key
from auditor.classify.vocabulary import MARK, Vocabulary, bits_of

NOTHING = -1
_N = TypeVar("_N", bound=np.integer)


_RARE = 500
_TITLES = {
    title: bits_of(title) for title in ("mr", "mrs", "miss", "ms", "coach", "principal", "senor", "senora", "profe")
}


def _slip_of_a_title(word: str) -> int:
    """The bits of a title with one slip in it (`Mrss`, `Cach`); 0 for anything else."""
    if 2 < len(word) < 11:
        for title, bits in _TITLES.items():
            if abs(len(word) - len(title)) < 2 and word[0] == title[0] and OSA.distance(word, title) == 1:
                return bits
    return 0


class Wording:
    """The different words of one batch: numbers, and what is known of each number."""

    def __init__(self, known: Vocabulary) -> None:
        self.known = known
        self._numbers: dict[str, int] = {"": 0}
        self.texts: list[str] = [""]
        """The comparison key of every number. Number 0 is no word."""
        self.other_script = np.zeros(1, bool)
        self.refs = np.full(1, NOTHING, np.int32)
        self.bits = np.zeros(1, np.uint16)
        self.first = np.zeros(1, np.uint8)
        self.length = np.zeros(1, np.int32)
        self.given_bearers = np.zeros(1, np.int32)
        self.family_bearers = np.zeros(1, np.int32)

    def numbers(self, rows: Iterable[Sequence[str]], marks: frozenset[str]) -> Flat:
        """The words of every row, as numbers. `marks` are signs that are no words but are kept."""
        known = self._numbers
        flat: list[int] = []
        sizes: list[int] = []
        seen = len(known)
        for row in rows:
            sizes.append(len(row))
            flat += [known.setdefault(word, len(known)) for word in row]
        self._learn(list(known)[seen:], marks)
        size = np.array(sizes, np.int64)
        at = np.repeat(np.arange(len(size)), size)
        return Flat(np.array(flat, np.int32), at, len(size), np.zeros(len(at), bool))

    def _learn(self, words: list[str], marks: frozenset[str]) -> None:
        keys = [word if word.isascii() and word.isalnum() else "" if word in marks else key(word) for word in words]
        tokens = self.known.tokens(keys)
        number = np.arange(len(self.texts), len(self.texts) + len(keys))
        found = np.maximum(tokens, 0)
        bits = np.where(tokens >= 0, self.known.bits[found], 0)
        for i in np.flatnonzero(tokens < 0).tolist():
            bits[i] = MARK if words[i] in marks else bits_of(keys[i])
        rare = (self.known.given_bearers[found] < _RARE) & (self.known.family_bearers[found] < _RARE) | (tokens < 0)
        for i in np.flatnonzero(rare & (bits == 0)).tolist():
            bits[i] = _slip_of_a_title(keys[i])
        empty = np.array([not each for each in keys], bool)
        scripts = [not word.isascii() and in_other_script(word) for word in words]
        letter = [ord(each[0]) - 96 if each and "a" <= each[0] <= "z" else 0 for each in keys]
        self.texts += keys
        self.other_script = np.append(self.other_script, np.array(scripts, bool))
        self.refs = np.append(self.refs, np.where(empty, NOTHING, np.where(tokens >= 0, tokens, -2 - number))).astype(
            np.int32
        )
        self.bits = np.append(self.bits, bits).astype(np.uint16)
        self.first = np.append(self.first, np.array(letter, np.uint8))
        self.length = np.append(self.length, np.array([len(each) for each in keys], np.int32))
        for name in ("given_bearers", "family_bearers"):
            more = np.where(tokens >= 0, getattr(self.known, name)[found], 0)
            setattr(self, name, np.append(getattr(self, name), more).astype(np.int32))

    def number(self, word: str) -> int:
        """The number of a word or sign; -1 where the batch has none."""
        return self._numbers.get(word, -1)

    def text(self, ref: int) -> str:
        """The word of a reference."""
        return self.known.word(ref) if ref >= 0 else self.texts[-2 - ref] if ref < NOTHING else ""

    def first_of(self, refs: I32) -> NDArray[np.uint8]:
        """The first letters of references' words; 0 for none."""
        return self._of(refs, self.known.first, self.first)

    def length_of(self, refs: I32) -> NDArray[np.int32]:
        """How many letters references' words have; 0 for none."""
        return self._of(refs, self.known.length, self.length).astype(np.int32)

    def _of(self, refs: I32, of_token: NDArray[_N], of_number: NDArray[np.integer]) -> NDArray[_N]:
        found = of_token[np.maximum(refs, 0)]
        new = np.flatnonzero(refs < 0)
        if len(new):
            number = -2 - refs[new]
            found[new] = np.where(number >= 0, of_number[np.maximum(number, 0)], 0)
        return found

    def hashes(self, refs: I32) -> NDArray[np.uint64]:
        """Mixed hashes of references' words, for spellings."""
        return spelling.hashes([self.text(ref) for ref in refs.tolist()])


@dataclass(slots=True)
class Flat:
    """Rows of words written one behind the other."""

    word: I32
    row: NDArray[np.int64]
    rows: int
    bound: NDArray[np.bool_]
    """Words that a hyphen binds to the next one."""

    def only(self, keep: NDArray[np.bool_]) -> Flat:
        """The words that stay."""
        return Flat(self.word[keep], self.row[keep], self.rows, self.bound[keep])

    @property
    def count(self) -> NDArray[np.int64]:
        """Words per row."""
        return np.bincount(self.row, minlength=self.rows)

    @property
    def place(self) -> NDArray[np.int64]:
        """Each word's place in its row, from 0."""
        count = self.count
        return np.arange(len(self.row)) - (np.cumsum(count) - count)[self.row]

    def any(self, marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Rows with a marked word."""
        found = np.zeros(self.rows, bool)
        found[self.row[marked]] = True
        return found

    def first(self, marked: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The place of each row's first marked word; a large number where there is none."""
        found = np.full(self.rows, 1 << 30)
        np.minimum.at(found, self.row[marked], self.place[marked])
        return found

    def table(self, width: int, empty: int = NOTHING) -> I32:
        """The first `width` words of every row."""
        table = np.full((self.rows, width), empty, np.int32)
        place = self.place
        fits = place < width
        table[self.row[fits], place[fits]] = self.word[fits]
        return table
