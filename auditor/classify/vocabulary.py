"""Words and their numbers: the names of the population, which every roster shares, and what one roster adds.

A token is the number of a word. Tokens of the population come first, then the roster's own words; a word that neither
knows gets the next free number for as long as it is needed. Own words stand far apart, each near the place that its
hash names, so that a few that come or go leave nearly all others the numbers that an index knows them by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, repeat
from string import ascii_lowercase
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from auditor.classify import lexicon, population, spelling
from auditor.classify.glance import bits, united
from auditor.classify.lookup import I32, I64, U64, Arrays, Lookup, key, mixed, spread

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
    EITHER,
    LINKING,
) = (1 << n for n in range(15))
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
    NOISE: lexicon.HANDLE_ADDED,
    LEARNING: lexicon.LEARNING_WORDS,
    EITHER: lexicon.EITHER_WORDS,
    LINKING: lexicon.LINKING_WORDS,
}
_RELATED = 77
_T = TypeVar("_T", bound=np.generic)
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

    def joined(self, keep: NDArray[np.bool_], more: Words) -> Words:
        """Some of these words, and more of them, each once."""
        keys, first = np.unique(np.concatenate((more.lookup.keys, self.lookup.keys[keep])), return_index=True)
        parts = ("given_bearers", "family_bearers", "bits", "text")
        both = (np.concatenate((getattr(more, part), getattr(self, part)[keep]))[first] for part in parts)
        return Words(Lookup.build(keys), *both)

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Words:
        """The words stored under a name."""
        parts = (arrays[f"{name}.{part}"] for part in ("given_bearers", "family_bearers", "bits", "text"))
        return cls(Lookup.of(arrays, name), *parts)  # type: ignore[arg-type]


def words(texts: Sequence[str]) -> Words:
    """The words of a list (different ones, as comparison keys), with what the population and the lexicon say."""
    # Every process begins with 200,000 words: what is asked of each is asked of all in one go.
    text = np.array("\n".join(texts).encode("ascii", "replace").split(b"\n")[: len(texts)], f"S{spelling.LONGEST}")
    width = min(spelling.LONGEST, max(map(len, texts), default=1))
    hashed = mixed(spelling.raw_hashes(text.view(np.uint8).reshape(len(texts), spelling.LONGEST)[:, :width]))
    order = np.argsort(hashed, kind="stable")
    keys = hashed[order]
    fresh = np.ones(len(keys), bool)
    fresh[1:] = keys[1:] != keys[:-1]
    order, keys = order[fresh], keys[fresh]
    return Words(
        Lookup.build(keys),
        np.array(population.given_names().bearers_of(texts), np.int32)[order],
        np.array(population.surnames().bearers_of(texts), np.int32)[order],
        _bits_of(texts)[order],
        text[order],
    )


def _bits_of(texts: Sequence[str]) -> NDArray[np.uint16]:
    bits = np.array(list(map(_lexical().get, texts, repeat(0))), np.uint16)
    bits[np.array(list(map(str.isdigit, texts)), bool)] |= DIGITS
    bits[np.array(list(map(bool, map(lexicon.SCHOOL_PART.fullmatch, texts))), bool)] |= SCHOOL_PART
    return bits


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
    more = {*population.nicknames(), *population.spellings(), *ascii_lowercase}.union(*_LEXICON.values())
    return words(list(dict.fromkeys(chain(population.given_names(), population.surnames(), sorted(more)))))


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
        self._own_tokens, room = _places(own.lookup.keys)
        self._own_tokens += self.shared_size
        self.size = self.shared_size + room
        self.given_bearers = self._all(shared.given_bearers, own.given_bearers)
        self.family_bearers = self._all(shared.family_bearers, own.family_bearers)
        self.shown_as = self._all(_shown_as(), own.given_bearers)
        """How many people of the population show the word as their given name, short forms included."""
        self.bits = self._all(shared.bits, own.bits)
        self.text = self._all(shared.text, own.text)
        first, length = _shape()
        own_first, own_length = _measure(own.text)
        self.first = self._all(first, own_first)
        """The first letter of every word: 1 for a, 26 for z; 0 for a digit."""
        self.length = self._all(length, own_length)
        self._words: dict[int, str] = {}
        self._seen = _base_seen()
        if len(own.bits):
            self._seen = self._seen.copy()
            self._seen[(own.lookup.keys >> _SEEN_SHIFT).astype(np.int64)] = True

    def _all(self, shared: NDArray[_T], own: NDArray[_T]) -> NDArray[_T]:
        """What is known of every token; 0 of one that stands for no word."""
        found = np.zeros(self.size, shared.dtype)
        found[: self.shared_size], found[self._own_tokens] = shared, own
        return found

    def renumbered(self, before: Vocabulary) -> I32:
        """The token here of every token of an earlier vocabulary, and of -1 at the end; -1 for words that went."""
        token = np.full(before.size + 1, -1, np.int32)
        token[: self.shared_size] = np.arange(self.shared_size)
        own = self.own.lookup.find(before.own.lookup.keys)
        token[before._own_tokens[own >= 0]] = self._own_tokens[own[own >= 0]]
        return token

    def own_among(self, tokens: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Which of the own words are marked, where all tokens are marked or not."""
        return tokens[self._own_tokens]

    @cached_property
    def letters(self) -> U64:
        """Which letters occur in every word, as bits."""
        return spelling.occurring(_matrix(self.text))

    @cached_property
    def ends(self) -> NDArray[np.uint32]:
        """How every word begins and ends (`spelling.ends`)."""
        return spelling.ends(_matrix(self.text))

    @cached_property
    def heads(self) -> U64:
        """The first letters of every word (`spelling.heads`)."""
        return spelling.heads(_matrix(self.text))

    @cached_property
    def form_letters(self) -> NDArray[np.uint32]:
        """The first letters of every word's other forms, as bits (1 for a); none for -1, which is the last."""
        forms, found = given_forms(), np.zeros(self.size + 1, np.uint32)
        each = np.repeat(np.arange(len(forms.offsets) - 1), np.diff(forms.offsets))
        np.bitwise_or.at(found, each, np.uint32(1) << self.first[forms.forms].astype(np.uint32))
        return found

    def maybe(self, hashed: U64) -> NDArray[np.bool_]:
        """A quick look that rules most unknown words out."""
        return self._seen[(hashed >> _SEEN_SHIFT).astype(np.int64)]

    def find(self, hashed: U64) -> I32:
        """Tokens of words, by hash; -1 for words that are not known."""
        found = base().lookup.find(hashed)
        if len(self.own.bits):
            open_ = np.flatnonzero(found < 0)
            own = self.own.lookup.find(hashed[open_])
            found[open_[own >= 0]] = self._own_tokens[own[own >= 0]]
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


def _places(keys: U64) -> tuple[I64, int]:
    """A place of its own for every key of a sorted array, in the same order, and how many places there are.

    A key goes where its leading bits say, or next to the one before it (linear probing, two to four places per key).
    The places depend on which keys there are, not on which came first.
    """
    if not len(keys):
        return np.zeros(0, np.int64), 0
    bits, number = len(keys).bit_length() + 1, np.arange(len(keys))
    home = (keys >> np.uint64(64 - bits)).astype(np.int64)
    place = np.maximum.accumulate(home - number) + number
    return place, max(1 << bits, int(place[-1]) + 1)


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
