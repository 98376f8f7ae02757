"""Words and their numbers: the names of the population, which every roster shares, and what one roster adds.

A token is the number of a word. Tokens of the population come first, then the roster's own words; a word that neither
knows gets the next free number for as long as it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from auditor.classify import lexicon, population, spelling
from auditor.classify.glance import bits, united
from auditor.classify.lookup import I32, U64, Arrays, Lookup, key, spread

(
    TITLE,
    SCHOOL_TITLE,
    SUFFIX,
    DEGREE,
    PARTICLE,
    CLASS_WORD,
    ORGANISATION,
    EVERYDAY,
    NOISE,
    SCHOOL_PART,
    DIGITS,
    MARK,
    LEARNING,
) = (1 << n for n in range(13))
"""What a word is besides a name, as bits."""
_LEXICON = {
    TITLE: lexicon.TITLES,
    SCHOOL_TITLE: lexicon.SCHOOL_TITLES,
    SUFFIX: lexicon.SUFFIXES,
    DEGREE: lexicon.DEGREES,
    PARTICLE: lexicon.PARTICLES,
    CLASS_WORD: lexicon.CLASS_WORDS,
    ORGANISATION: lexicon.ORGANISATION_WORDS,
    EVERYDAY: lexicon.EVERYDAY_WORDS,
    NOISE: lexicon.HANDLE_NOISE,
    LEARNING: lexicon.LEARNING_WORDS,
}
_RELATED = 77
_REMEMBERED = 1 << 16
"""Words that are kept as strings."""
_SEEN_BITS = 21
_SEEN_SHIFT = np.uint64(64 - _SEEN_BITS)


@dataclass(frozen=True, slots=True)
class Words:
    """Some words with what is known of each: parallel arrays, one element per word, sorted by hash."""

    lookup: Lookup
    given_bearers: I32
    family_bearers: I32
    """How many people of the population bear the word as a given name, as a surname; 0 where it is not listed."""
    bits: NDArray[np.uint16]
    text: NDArray[np.bytes_]

    def arrays(self, name: str) -> Arrays:
        """The arrays to store, by name."""
        parts: Arrays = {"given_bearers": self.given_bearers, "family_bearers": self.family_bearers, "bits": self.bits}
        return {**self.lookup.arrays(name), f"{name}.text": self.text, **{f"{name}.{k}": v for k, v in parts.items()}}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Words:
        """The words stored under a name."""
        parts = (arrays[f"{name}.{part}"] for part in ("given_bearers", "family_bearers", "bits", "text"))
        return cls(Lookup.of(arrays, name), *parts)  # type: ignore[arg-type]


def words(texts: Sequence[str]) -> Words:
    """The words of a list (different ones, as comparison keys), with what the population and the lexicon say."""
    given, family = population.given_names(), population.surnames()
    hashed = spelling.hashes(texts)
    order = np.argsort(hashed, kind="stable")
    keys = hashed[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = keys[1:] != keys[:-1]
    order, keys = order[fresh], keys[fresh]
    known = [texts[i] for i in order.tolist()]
    return Words(
        Lookup.build(keys),
        np.array([given.bearers(word) for word in known], np.int32),
        np.array([family.bearers(word) for word in known], np.int32),
        np.array([bits_of(word) for word in known], np.uint16),
        np.array([word[: spelling.LONGEST].encode("ascii", "replace") for word in known], f"S{spelling.LONGEST}"),
    )


@cache
def _lexical() -> dict[str, int]:
    """What the words of the lexicon are, as bits."""
    found: dict[str, int] = {}
    for bit, lexical in _LEXICON.items():
        for word in lexical:
            found[word] = found.get(word, 0) | bit
    return found


def bits_of(word: str) -> int:
    """What a word is besides a name."""
    bits = _lexical().get(word, 0)
    if word.isdigit():
        bits |= DIGITS
    if lexicon.SCHOOL_PART.fullmatch(word):
        bits |= SCHOOL_PART
    return bits


@cache
def base() -> Words:
    """The words every roster shares: listed names, their other forms, the lexicon, single letters."""
    listed = set(population.given_names()) | set(population.surnames()) | set(population.nicknames())
    listed |= set(population.spellings())
    return words(sorted(listed.union(ascii_lowercase, *_LEXICON.values())))


@cache
def _base_seen() -> NDArray[np.bool_]:
    seen = np.zeros(1 << _SEEN_BITS, bool)
    seen[(base().lookup.keys >> _SEEN_SHIFT).astype(np.int64)] = True
    return seen


@dataclass(frozen=True, slots=True)
class _Forms:
    """Which words are forms of each other: the forms of token t are `forms[offsets[t] : offsets[t + 1]]`."""

    offsets: NDArray[np.int64]
    forms: I32
    pairs: Lookup
    glance: U64
    """The forms of every token at a glance."""

    @classmethod
    def of(cls, groups: Mapping[str, frozenset[str]]) -> _Forms:
        shared = base()
        pairs = [(form, other) for form, others in sorted(groups.items()) for other in sorted(others) if other]
        left = shared.lookup.find(spelling.hashes([a for a, _ in pairs]))
        right = shared.lookup.find(spelling.hashes([b for _, b in pairs]))
        order = np.lexsort((right, left))
        left, right = left[order], right[order]
        offsets = np.searchsorted(left, np.arange(len(shared.bits) + 1)).astype(np.int64)
        glance = united(left, right, len(shared.bits) + 1)
        return cls(offsets, right.astype(np.int32), Lookup.build(np.sort(key(_RELATED, left, right))), glance)

    def expand(self, tokens: I32) -> tuple[NDArray[np.int64], I32]:
        """For each form: the position in `tokens` of the word it is a form of, and its token."""
        at = np.where((tokens >= 0) & (tokens < len(self.offsets) - 1), tokens, -1)
        size = np.where(at >= 0, self.offsets[at + 1] - self.offsets[at], 0)
        which, place = spread(self.offsets[at], size)
        return which, self.forms[place]

    def at_a_glance(self, tokens: I32) -> U64:
        """The forms of each of some tokens at a glance; none for -1."""
        # Words that only the roster has, and -1, are behind the last word that has forms.
        return self.glance[np.minimum(tokens.view(np.uint32), len(self.glance) - 1)]

    def related(self, a: I32, b: I32) -> NDArray[np.bool_]:
        """Whether words are forms of each other, pair by pair."""
        found = np.zeros(len(a), bool)
        at = np.flatnonzero(self.at_a_glance(a) & bits(b) > 0)
        found[at] = self.pairs.find(key(_RELATED, a[at], b[at])) >= 0
        return found


@cache
def given_forms() -> _Forms:
    """Other forms of given names."""
    return _Forms.of(population.nicknames())


@cache
def family_forms() -> _Forms:
    """Other spellings of surnames."""
    return _Forms.of(population.spellings())


_BY_ANOTHER_FORM = 0.15
"""Share of people who go by another form of their given name, all forms alike."""


@cache
def _shown_as() -> I32:
    """How many people show each word of the base as their given name: who bears it, and who is called so for short."""
    bearers = base().given_bearers
    forms = given_forms()
    number = np.diff(forms.offsets)
    which, form = forms.expand(np.arange(len(bearers), dtype=np.int32))
    more = np.bincount(form, _BY_ANOTHER_FORM * bearers[which] / number[which], minlength=len(bearers))
    return (bearers + more).astype(np.int32)


class Vocabulary:
    """The population's words and those of one roster. Attributes are arrays over all tokens."""

    def __init__(self, own: Words) -> None:
        shared = base()
        self.own = own
        self.shared_size = len(shared.bits)
        self.size = self.shared_size + len(own.bits)
        self.given_bearers = np.concatenate((shared.given_bearers, own.given_bearers))
        self.family_bearers = np.concatenate((shared.family_bearers, own.family_bearers))
        self.shown_as = np.concatenate((_shown_as(), own.given_bearers))
        """How many people of the population show the word as their given name, short forms included."""
        self.bits = np.concatenate((shared.bits, own.bits))
        self.text = np.concatenate((shared.text, own.text))
        first, length = _shape()
        own_first, own_length = _measure(own.text)
        self.first = np.concatenate((first, own_first))
        """The first letter of every word: 1 for a, 26 for z; 0 for a digit."""
        self.length = np.concatenate((length, own_length))
        self._words: dict[int, str] = {}
        self._seen = _base_seen()
        if len(own.bits):
            self._seen = self._seen.copy()
            self._seen[(own.lookup.keys >> _SEEN_SHIFT).astype(np.int64)] = True

    @cached_property
    def letters(self) -> U64:
        """Which letters occur in every word, as bits."""
        return spelling.occurring(_matrix(self.text))

    @cached_property
    def ends(self) -> NDArray[np.uint32]:
        """How every word begins and ends (`spelling.ends`)."""
        return spelling.ends(_matrix(self.text))

    def maybe(self, hashed: U64) -> NDArray[np.bool_]:
        """A quick look that rules most unknown words out."""
        return self._seen[(hashed >> _SEEN_SHIFT).astype(np.int64)]

    def find(self, hashed: U64) -> I32:
        """Tokens of words, by hash; -1 for words that are not known."""
        found = base().lookup.find(hashed)
        if len(self.own.bits):
            open_ = np.flatnonzero(found < 0)
            own = self.own.lookup.find(hashed[open_])
            found[open_[own >= 0]] = own[own >= 0] + self.shared_size
        return found

    def tokens(self, texts: Sequence[str]) -> I32:
        """Tokens of words; -1 for words that are not known."""
        return self.find(spelling.hashes(texts))

    def word(self, token: int) -> str:
        """The word of a token."""
        known = self._words.get(token)
        if known is None:
            if len(self._words) > _REMEMBERED:
                self._words.clear()
            known = self._words[token] = bytes(self.text[token]).decode("ascii")
        return known

    def related(self, tokens: I32) -> tuple[NDArray[np.int64], I32]:
        """Other forms of given names: for each, the position in `tokens` and the token of the form."""
        return given_forms().expand(tokens)

    def forms_at_a_glance(self, tokens: I32) -> U64:
        """The other forms of each of some given names (`glance`)."""
        return given_forms().at_a_glance(tokens)

    def forms(self, tokens: I32) -> NDArray[np.int64]:
        """How many other forms each given name has."""
        offsets = given_forms().offsets
        at = np.where((tokens >= 0) & (tokens < self.shared_size), tokens, 0)
        return np.where(at == tokens, offsets[at + 1] - offsets[at], 0)

    def are_related(self, a: I32, b: I32) -> NDArray[np.bool_]:
        """Whether two given names are forms of each other, pair by pair."""
        return given_forms().related(a, b)


def _matrix(text: NDArray[np.bytes_]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(text).view(np.uint8).reshape(len(text), -1)


def _measure(text: NDArray[np.bytes_]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    if not len(text):
        return np.zeros(0, np.uint8), np.zeros(0, np.uint8)
    matrix = _matrix(text)
    first = matrix[:, 0]
    number = np.where((first >= ord("a")) & (first <= ord("z")), first - (ord("a") - 1), 0)
    return number.astype(np.uint8), (matrix > 0).sum(1).astype(np.uint8)


@cache
def _shape() -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    return _measure(base().text)
