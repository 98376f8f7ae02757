"""What names sound like, coarsely: one code for a name in the spellings of several languages.

`Weżdi Raszidow`, `Wejdi Rachidov` and `Vezhdi Rashidov` are one name, romanised for three readers. Letters are read by
one small table, in two ways where languages differ; that names sound alike is a reason to compare them, no more. The
idea is that of Soundex and its successors (Daitch and Mokotoff 1985); the table knows spellings, and nothing of people.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

_VOWELS = str.maketrans("", "", "aeiou")
_RUNS = re.compile(r"(.)\1+")
_SILENT = "-"
_SHORTEST = 2
_LONG = 8


@cache
def _rules() -> tuple[re.Pattern[str], tuple[dict[str, str], dict[str, str]]]:
    """The letters that are read together, and what each stands for in either reading."""
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for line in files("auditor.classify").joinpath("data", "sounds.txt").read_text("ascii").splitlines():
        if line and not line.startswith("#"):
            letters, sound, *other = line.split()
            first[letters] = sound.replace(_SILENT, "")
            second[letters] = (other[0] if other else sound).replace(_SILENT, "")
    longest_first = sorted(first, key=lambda each: (-len(each), each))
    return re.compile("|".join((*longest_first, "."))), (first, second)


@lru_cache(maxsize=1 << 16)
def spoken(word: str) -> tuple[str, ...]:
    """How a comparison key sounds, vowels and all: one string, or two where it can be read in two ways."""
    pattern, readings = _rules()
    pieces = pattern.findall(word)
    said = ["".join([table.get(piece, piece) for piece in pieces]) for table in readings]
    return tuple(dict.fromkeys(_RUNS.sub(r"\1", each) for each in dict.fromkeys(said)))


@lru_cache(maxsize=1 << 16)
def codes(word: str) -> tuple[str, ...]:
    """The consonants of a word as it sounds, and whether a vowel is in front; none where little is left."""
    found = []
    for said in spoken(word):
        code = ("a" if said[:1] in "aeiou" else "") + _RUNS.sub(r"\1", said.translate(_VOWELS))
        if len(code) > _SHORTEST:
            found.append(code.lower())
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=1 << 16)
def alike(word: str, name: str) -> bool:
    """Whether two words sound nearly the same."""
    for a in spoken(word):
        for b in spoken(name):
            longer = max(len(a), len(b))
            allowed = 2 if longer >= _LONG else 1 if longer > _SHORTEST + 1 else 0
            if OSA.distance(a, b, score_cutoff=allowed) <= allowed:
                return True
    return False
