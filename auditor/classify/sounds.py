"""What names sound like, coarsely: one code for a name in the spellings of several languages.

`Weżdi Raszidow`, `Wejdi Rachidov` and `Vezhdi Rashidov` are one name, romanised for three readers. Letters are read by
one small table, in two ways where languages differ; that names sound alike is a reason to compare them, no more. The
idea is that of Soundex and its successors (Daitch and Mokotoff 1985); the table knows spellings, and nothing of people.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

_VOWELS = str.maketrans("", "", "aeiou")
_RUNS = re.compile(r"(.)\1+")
_SILENT = "-"
_SHORTEST = 2
_BITS = 63
_LONG = 8


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, str], dict[str, str]]:
    """The letters that are read together, what each stands for, and what those do that can be read in another way."""
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for line in files("auditor.classify").joinpath("data", "sounds.txt").read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            letters, sound, *other = line.split()
            first[letters] = sound.replace(_SILENT, "")
            if other:
                second[letters] = other[0].replace(_SILENT, "")
    longest_first = sorted(first, key=lambda each: (-len(each), each))
    return re.compile("|".join((*longest_first, "."))), first, second


def spoken(word: str) -> tuple[str, ...]:
    """How a comparison key sounds, vowels and all: one string, or two where it can be read in two ways."""
    pattern, first, second = _rules()
    pieces = pattern.findall(word)
    usual = [first.get(piece, piece) for piece in pieces]
    said = _RUNS.sub(r"\1", "".join(usual))
    if second.keys().isdisjoint(pieces):
        return (said,)
    other = [second.get(piece, sound) for piece, sound in zip(pieces, usual, strict=True)]
    return tuple(dict.fromkeys((said, _RUNS.sub(r"\1", "".join(other)))))


@lru_cache(maxsize=1 << 16)
def codes(word: str) -> tuple[str, ...]:
    """The consonants of a word as it sounds, and whether a vowel is in front; none where little is left."""
    found = []
    for said in spoken(word):
        code = ("a" if said[:1] in "aeiou" else "") + _RUNS.sub(r"\1", said.translate(_VOWELS))
        if len(code) > _SHORTEST:
            found.append(code.lower())
    return tuple(dict.fromkeys(found))


def alike(
    words: Sequence[str], names: Sequence[str], which: NDArray[np.int64], other: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Whether two words sound nearly the same, for pairs: `words[which]` and `names[other]`."""
    found = np.zeros(len(which), bool)
    every = _heard(names)
    for mine in _heard(words):
        for theirs in every:
            gap = np.abs(mine.length[which] - theirs.length[other])
            longer = np.maximum(mine.length[which], theirs.length[other])
            allowed = np.where(longer >= _LONG, 2, np.where(longer > _SHORTEST + 1, 1, 0))
            # One sound in the place of another changes two sets of sounds by two at most.
            differing = np.bitwise_count(mine.sounds[which] ^ theirs.sounds[other])
            at = np.flatnonzero(~found & (gap <= allowed) & (differing <= 2 * allowed))
            at = at[mine.there[which[at]] & theirs.there[other[at]]]
            if len(at):
                said, heard = mine.said[which[at]].tolist(), theirs.said[other[at]].tolist()
                distance = cpdist(said, heard, scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
                found[at] = distance <= allowed[at]
    return found


@dataclass(frozen=True, slots=True)
class _Heard:
    """One of the two ways to read each of some words."""

    said: NDArray[np.object_]
    there: NDArray[np.bool_]
    length: NDArray[np.int64]
    sounds: NDArray[np.int64]
    """Which sounds occur, as bits."""


def _heard(words: Sequence[str]) -> list[_Heard]:
    """The ways to read words: a first one of all, a second one where there is one."""
    readings = list(map(_readings, words))
    found = []
    for way in range(max(map(len, readings), default=0)):
        said, sounds = zip(*[each[way] if way < len(each) else ("", -1) for each in readings], strict=True)
        bits = np.array(sounds, np.int64)
        found.append(_Heard(np.array(said, np.object_), bits >= 0, np.array(list(map(len, said)), np.int64), bits))
    return found


@lru_cache(maxsize=1 << 17)
def _readings(word: str) -> tuple[tuple[str, int], ...]:
    """How a word sounds, and which sounds occur, as bits: a positive number."""
    return tuple((said, sum({1 << ord(sound) % _BITS for sound in said})) for said in spoken(word))
