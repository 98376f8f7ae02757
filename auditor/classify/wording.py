"""Many texts cut into words at once, each different word looked at once.

A word is known by its number within the batch; `Wording` says what each number is. References to words that leave a
batch are tokens of the vocabulary, or `-2 - number` for a word nobody on the roster or in the population bears.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from auditor.classify import spelling
from auditor.classify.lookup import I32, mixed
from auditor.classify.text import in_other_script, key
from auditor.classify.vocabulary import MARK, Vocabulary, bits_of

NOTHING = -1
_N = TypeVar("_N", bound=np.generic)
_M = TypeVar("_M", bound=np.generic)


_RARE = 500
_TITLES = {
    title: bits_of(title) for title in ("mr", "mrs", "miss", "ms", "coach", "principal", "senor", "senora", "profe")
}
_TITLES_BY_LETTER = {
    letter: [(title, bits) for title, bits in _TITLES.items() if title[0] == letter]
    for letter in {t[0] for t in _TITLES}
}


_SQUEEZED = {spelling.squeezed(title): bits for title, bits in _TITLES.items() if spelling.squeezed(title) != title}
"""Titles with a letter that was to be doubled: `Mis`."""


def _slip_of_a_title(word: str) -> int:
    """The bits of a title with one slip in it (`Cach`), or a letter several times (`Mrsss`); 0 for anything else."""
    if 2 < len(word) < 13:
        for title, bits in _TITLES_BY_LETTER.get(word[0], ()):
            if abs(len(word) - len(title)) < 2 and OSA.distance(word, title) == 1:
                return bits
            if spelling.squeezed(word) == spelling.squeezed(title):
                return bits
    return 0


class _Numbers(dict[str, int]):
    """Words and their numbers; a word that is asked for the first time gets the next one."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class Wording:
    """The different words of one batch: numbers, and what is known of each number."""

    def __init__(self, known: Vocabulary) -> None:
        self.known = known
        self._numbers = _Numbers({"": 0})
        self.texts: list[str] = [""]
        """The comparison key of every number. Number 0 is no word."""
        self.other_script = np.zeros(1, bool)
        self.refs = np.full(1, NOTHING, np.int32)
        self.bits = np.zeros(1, np.uint16)
        self.first = np.zeros(1, np.uint8)
        self.length = np.zeros(1, np.int32)
        self._text = np.zeros(1, f"S{spelling.LONGEST}")
        self._letters = np.zeros(1, np.uint64)
        self._ends = np.zeros(1, np.uint32)
        self._heads = np.zeros(1, np.uint64)
        self.given_bearers = np.zeros(1, np.int32)
        self.family_bearers = np.zeros(1, np.int32)

    def numbers(self, rows: Sequence[Sequence[str]], marks: frozenset[str]) -> Flat:
        """The words of every row, as numbers. `marks` are signs that are no words but are kept."""
        seen = len(self._numbers)
        flat = np.fromiter(map(self._numbers.__getitem__, chain.from_iterable(rows)), np.int32)
        self._learn(list(self._numbers)[seen:], marks)
        at = np.repeat(np.arange(len(rows)), np.fromiter(map(len, rows), np.int64, len(rows)))
        return Flat(flat, at, len(rows), np.zeros(len(at), bool))

    def _learn(self, words: list[str], marks: frozenset[str]) -> None:
        keys = [word if word.isascii() and word.isalnum() else "" if word in marks else key(word) for word in words]
        matrix = spelling.letters(keys)
        tokens = self.known.find(mixed(spelling.raw_hashes(matrix)))
        number = np.arange(len(self.texts), len(self.texts) + len(keys))
        found = np.maximum(tokens, 0)
        bits = np.where(tokens >= 0, self.known.bits[found], 0)
        for i in np.flatnonzero(tokens < 0).tolist():
            bits[i] = MARK if words[i] in marks else bits_of(keys[i])
        rare = (self.known.given_bearers[found] < _RARE) & (self.known.family_bearers[found] < _RARE) | (tokens < 0)
        for i in np.flatnonzero(rare & (bits == 0)).tolist():
            bits[i] = _slip_of_a_title(keys[i])
        for i in np.flatnonzero(bits == 0).tolist():
            bits[i] = _SQUEEZED.get(keys[i], 0)
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
        text = np.zeros(len(keys), f"S{matrix.shape[1]}")
        if len(keys):
            text = np.ascontiguousarray(matrix).view(text.dtype)[:, 0]
        self._text = np.append(self._text, text)
        self._letters = np.append(self._letters, spelling.occurring(matrix))
        self._ends = np.append(self._ends, spelling.ends(matrix))
        self._heads = np.append(self._heads, spelling.heads(matrix))
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

    def second_of(self, refs: I32) -> NDArray[np.uint8]:
        """The second letters of references' words; 0 for none."""
        text = np.ascontiguousarray(self.text_of(refs))
        letter = text.view(np.uint8).reshape(len(text), -1)[:, 1] if len(text) else np.zeros(0, np.uint8)
        return np.where((letter > 96) & (letter < 123), letter - np.uint8(96), np.uint8(0))

    def length_of(self, refs: I32) -> NDArray[np.int32]:
        """How many letters references' words have; 0 for none."""
        return self._of(refs, self.known.length, self.length).astype(np.int32)

    def letters_of(self, refs: I32) -> NDArray[np.uint64]:
        """Which letters occur in references' words, as bits."""
        return self._of(refs, self.known.letters, self._letters)

    def ends_of(self, refs: I32) -> NDArray[np.uint32]:
        """How references' words begin and end (`spelling.ends`)."""
        return self._of(refs, self.known.ends, self._ends)

    def heads_of(self, refs: I32) -> NDArray[np.uint64]:
        """The first letters of references' words (`spelling.heads`)."""
        return self._of(refs, self.known.heads, self._heads)

    def text_of(self, refs: I32) -> NDArray[np.bytes_]:
        """References' words, cut at `spelling.LONGEST` letters."""
        return self._of(refs, self.known.text, self._text)

    def _of(self, refs: I32, of_token: NDArray[_N], of_number: NDArray[_M]) -> NDArray[_N]:
        found = of_token[np.maximum(refs, 0)]
        new = np.flatnonzero(refs < 0)
        if len(new):
            found[new] = of_number[np.maximum(-2 - refs[new], 0)]
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
        if keep.all():
            return self
        at = np.flatnonzero(keep)
        return Flat(self.word[at], self.row[at], self.rows, self.bound[at])

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
