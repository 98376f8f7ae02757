"""What display names show: name words, a title, a class, a year, or that it is no person at all. Many at once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import text
from auditor.classify.lexicon import RANKS
from auditor.classify.lookup import I32
from auditor.classify.vocabulary import (
    CLASS_WORD,
    DEGREE,
    DIGITS,
    EITHER,
    EVERYDAY,
    LEARNING,
    LINKING,
    MARK,
    ORGANISATION,
    PARTICLE,
    SCHOOL_TITLE,
    SUFFIX,
    TITLE,
)
from auditor.classify.wording import NOTHING, Flat, Wording

WORDS = 6
"""Name words that are kept."""
NO_TITLE, PLAIN_TITLE, AT_SCHOOL = range(3)
_PRONOUNS = re.compile(r"[(\[]?\b(?:she|he|they|her|him|ella|él|elle|ela|ele)\s*/\s*\w+(?:\s*/\s*\w+)?[)\]]?", re.I)
_YEAR = re.compile(r"(?:\bclass of |\bc/?o |')'?(\d{2})\b|\b(20[1-4]\d)\b", re.I)
_TWO_DIGITS = re.compile(r"\d\d")
# Patterns that begin with the sign itself are found many times faster than those that look behind first.
_POSSESSIVE = re.compile(r"'(?:(?<=\w')s\b|(?<=s')(?=[ \n]))")
_GAP = re.compile(r"[^\w\s,§¬]+|_+")
_DOTTED = re.compile(r", *(?:[a-z]{1,2}\.)+[a-z]{0,3}")
_HYPHEN = re.compile(r"-(?<=[^\W\d_]-)(?=[^\W\d_])")
_SMALL, _CAPITAL = "a-zß-öø-ÿ", "A-ZÀ-ÖØ-Þ"
_JOINED = re.compile(f"([{_CAPITAL}][{_SMALL}]{{2,}})([{_CAPITAL}][{_SMALL}]*)")
_OWNS, _COMMA, _BOUND = "§", ",", "¬"
_MARKS = frozenset({_OWNS, _COMMA, _BOUND})
_LISTED = 3000
"""Bearers from which on a first word is a given name even where the rest is made of everyday words."""
_MOSTLY = 2
_BORNE = 1_000
"""Bearers from which on half of a word may be a name."""
_AFTER_YEAR = frozenset({"of", "co", "c", "o", "grad", "senior"})


@dataclass(slots=True)
class Displays:
    """Display names, read: `n` rows."""

    words: I32
    """n × 6 references, given name first, particles left out; -1 where there is none."""
    count: NDArray[np.int64]
    tail: NDArray[np.int64]
    """How many of the last words are written as one, with hyphens: 2 in `Ana Garcia-Lopez`; 1 mostly."""
    joined: I32
    """The surname of several words written as one (`garcialopez`): a token, or -1 where nobody has such a name."""
    title: NDArray[np.uint8]
    """NO_TITLE, PLAIN_TITLE (Mrs., Dr.) or AT_SCHOOL (Coach, Principal)."""
    year: NDArray[np.int32]
    """A graduation year, with two or four digits; -1 for none."""
    ordered: NDArray[np.bool_]
    """Written `Last, First`: the order is certain (and already put right)."""
    class_page: NDArray[np.bool_]
    cut: I32
    """n: what stood right behind the one name behind a title and was taken for a class or a page; -1 for nothing."""
    organisation: NDArray[np.bool_]
    learning: NDArray[np.bool_]
    """Names something that schools do."""
    everyday: NDArray[np.bool_]
    """A pseudonym or a phrase: "Mom of 3", "happy turtle"."""
    unlisted: NDArray[np.bool_]
    """Several words none of which anybody bears, here or in the population."""
    other_script: NDArray[np.bool_]
    """In a script where "not found" proves nothing."""
    surname_only: NDArray[np.bool_]
    """A title and one surname, which may be a compound."""
    cleaned: list[str]
    """Each name as comparison keys with single spaces; only for rows that may name a school, else empty."""


def read(shown: Sequence[str], wording: Wording) -> Displays:
    """Read display names. Never fails, whatever the text."""
    lines = list(map(_spaced, text.clean_all(shown)))
    whole = "\n".join(_gaps(lines, wording)).casefold()
    if "/" in whole:
        whole = _PRONOUNS.sub(" ", whole)
    year = years(whole, len(lines))
    if "'" in whole:
        whole = _POSSESSIVE.sub(f" {_OWNS} ", whole + "\n")[:-1].replace("'", "")
    if "," in whole:
        whole = _DOTTED.sub(lambda hit: hit[0].replace(".", ""), whole)
    if "-" in whole:
        whole = _HYPHEN.sub(f" {_BOUND} ", whole)
    whole = _GAP.sub(" ", whole.replace(",", " , "))
    flat = wording.numbers(list(map(str.split, whole.split("\n"))) if lines else [], _MARKS)
    return _parse(flat, year, wording)


def years(whole: str, lines: int) -> NDArray[np.int32]:
    """A year to leave school in, per line: two or four digits behind `class of` or an apostrophe, or `20xx`; or -1."""
    found = np.full(lines, -1, np.int32)
    digits = [hit.start() for hit in _TWO_DIGITS.finditer(whole)]
    if digits:
        texts = whole.split("\n")
        ends = np.cumsum([len(line) + 1 for line in texts])
        for line in np.unique(np.searchsorted(ends, digits, "right")).tolist():
            hit = _YEAR.search(texts[line])
            if hit:
                found[line] = int(hit[1] or hit[2])
    return found


def _gaps(lines: list[str], wording: Wording) -> list[str]:
    """The lines with a space between two names written as one where capitals show it: `AdaVale`, but not `LaToya`.

    Both have to be names that many bear (a title, a single letter and a word of the roster's own do as well): what is
    divided without need would look like a whole name that nobody has.
    """
    bare = [i for i, line in enumerate(lines) if " " not in line and not (line.islower() or line.istitle())]
    hits = [(i, hit) for i in bare if (hit := _JOINED.fullmatch(lines[i]))]
    known = wording.known
    token = known.tokens([text.key(hit[part]) for _, hit in hits for part in range(3)]).reshape(-1, 3)
    at, own = np.maximum(token, 0), token >= known.shared_size
    first = (known.given_bearers[at[:, 1]] >= _BORNE) | (known.bits[at[:, 1]] & TITLE > 0) | own[:, 1]
    last = (known.family_bearers[at[:, 2]] >= _BORNE) | own[:, 2]
    last |= known.length[at[:, 2]] == 1
    good = (token[:, 0] < 0) & (token[:, 1:] >= 0).all(1) & first & last
    for (i, hit), divided in zip(hits, good.tolist(), strict=True):
        if divided:
            lines[i] = f"{hit[1]} {hit[2]}"
    return lines


def _spaced(line: str) -> str:
    return line if line.isascii() else text.spaced(line)


def _parse(flat: Flat, year: NDArray[np.int32], wording: Wording) -> Displays:
    full = flat
    bits = wording.bits
    script = flat.any(wording.other_script[flat.word])
    first = flat.table(1, 0)[:, 0]
    has = flat.count > 0
    title = np.where(
        has & (bits[first] & TITLE > 0), np.where(bits[first] & SCHOOL_TITLE > 0, AT_SCHOOL, PLAIN_TITLE), 0
    )
    titled = title > 0
    signs = _signs(wording)
    hyphens = signs[_BOUND][flat.word]
    flat.bound[:-1] = hyphens[1:]
    flat = flat.only(~hyphens)
    flat = flat.only(~(titled[flat.row] & (flat.place > flat.first(signs[_OWNS][flat.word])[flat.row])))
    class_page = titled & full.any(signs[_OWNS][full.word])
    flat = flat.only(~signs[_OWNS][flat.word])
    ranks = np.array([each in RANKS for each in wording.texts], bool)
    ordered, flat = _family_first(flat, bits, signs[_COMMA], ranks)
    flat = flat.only((bits[flat.word] & DIGITS == 0) & (wording.refs[flat.word] != NOTHING))
    for _ in range(3):
        flat = flat.only(~((flat.place == 0) & (bits[flat.word] & TITLE > 0) & (flat.count > 1)[flat.row]))
    flat = flat.only(~((bits[flat.word] & TITLE > 0) & (titled & (flat.count == 1))[flat.row]))
    for _ in range(2):
        last = flat.place == flat.count[flat.row] - 1
        flat = flat.only(~(last & (flat.place > 1) & (bits[flat.word] & SUFFIX > 0)))
    stops = (bits[flat.word] & (CLASS_WORD | ORGANISATION) > 0) & (flat.place > 0) & titled[flat.row]
    stops &= ~_common_surname(flat, wording)[flat.row]
    class_page |= flat.any(stops)
    after = np.array([each in _AFTER_YEAR for each in wording.texts], bool)
    dated = (year >= 0)[flat.row] & (flat.place > 0)
    stops |= dated & ((bits[flat.word] & CLASS_WORD > 0) | after[flat.word])
    end = flat.first(stops)[flat.row]
    at = np.flatnonzero((flat.place == 1) & (end == 1) & titled[flat.row])
    cut = np.full(flat.rows, NOTHING, np.int32)
    cut[flat.row[at]] = wording.refs[flat.word[at]]
    flat = flat.only(flat.place < end)
    place, count = flat.place, flat.count
    inside = (place > 0) & (place < count[flat.row] - 1)
    flat = flat.only(~(inside & (bits[flat.word] & PARTICLE > 0)))
    organisation = ~titled & ~ordered & _organisation(flat, wording)
    everyday = ~titled & _everyday(flat, wording)
    table = flat.table(WORDS)
    words = np.where(table >= 0, wording.refs[np.maximum(table, 0)], NOTHING)
    count, tail = np.minimum(flat.count, WORDS), _tail(flat)
    tail = np.where(titled & (count == 2) & _two_surnames(words, count, wording), 2, tail)
    return Displays(
        words=words,
        count=count,
        tail=tail,
        joined=_joined(words, count, tail, wording),
        title=title.astype(np.uint8),
        year=year,
        ordered=ordered,
        class_page=class_page,
        cut=cut,
        organisation=organisation,
        learning=full.any(wording.bits[full.word] & LEARNING > 0),
        everyday=everyday,
        unlisted=np.zeros(len(script), bool),
        other_script=script,
        surname_only=titled & (count > 0) & (count == tail),
        cleaned=_cleaned(full, organisation, wording),
    )


def _common_surname(flat: Flat, wording: Wording) -> NDArray[np.bool_]:
    """Two words, a given name and a common surname, whatever else that may be: `Mrs. Sheron Parks`."""
    first, last, count = _ends(flat)
    given, family = wording.given_bearers, wording.family_bearers
    return (count == 2) & (given[first] >= family[first]) & (family[last] >= 10 * _LISTED)


def _two_surnames(words: I32, count: NDArray[np.int64], wording: Wording) -> NDArray[np.bool_]:
    """Two words of which the first is hardly anybody's given name: `Mrs. Lopez Padilla`."""
    known, word = wording.known, np.maximum(words[:, 0], 0)
    surname = known.family_bearers[word] > _MOSTLY * known.given_bearers[word]
    return (count == 2) & (words[:, 0] >= 0) & surname


def _joined(words: I32, count: NDArray[np.int64], tail: NDArray[np.int64], wording: Wording) -> I32:
    found = np.full(len(words), NOTHING, np.int32)
    rows = np.flatnonzero((count > 2) | (tail > 1))
    begin = np.where(tail > 1, count - tail, 1)[rows]
    texts = [
        "".join(wording.text(ref) for ref in refs[start:end])
        for refs, start, end in zip(words[rows].tolist(), begin.tolist(), count[rows].tolist(), strict=True)
    ]
    found[rows] = wording.known.tokens(texts)
    return found


def _tail(flat: Flat) -> NDArray[np.int64]:
    """How many of the last words hyphens bind together."""
    bound = Flat(flat.bound.astype(np.int32), flat.row, flat.rows, flat.bound).table(WORDS, 0)
    count, n = np.minimum(flat.count, WORDS), np.arange(flat.rows)
    second = (count > 1) & (bound[n, np.maximum(count - 2, 0)] > 0)
    third = second & (count > 2) & (bound[n, np.maximum(count - 3, 0)] > 0)
    return 1 + second + third.astype(np.int64)


def _signs(wording: Wording) -> dict[str, NDArray[np.bool_]]:
    """Which numbers are which sign."""
    marked = wording.bits & MARK > 0
    numbers = {sign: wording.number(sign) for sign in _MARKS}
    return {sign: marked & (np.arange(len(marked)) == number) for sign, number in numbers.items()}


def _family_first(
    flat: Flat, bits: NDArray[np.uint16], comma: NDArray[np.bool_], ranks: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], Flat]:
    """`Garcia, Ana` → `Ana Garcia`, known to be in order; `Ana Garcia, PhD` → `Ana Garcia`."""
    is_comma = comma[flat.word]
    ordered = np.zeros(flat.rows, bool)
    if not is_comma.any():
        return ordered, flat
    at = flat.first(is_comma)
    behind = (flat.place > at[flat.row]) & ~is_comma
    number = np.bincount(flat.row[behind], minlength=flat.rows)
    degrees = number > 0
    degrees[flat.row[behind & (bits[flat.word] & DEGREE == 0)]] = False
    degrees |= flat.any(behind & ranks[flat.word] & (flat.place == at[flat.row] + 1))
    commas = np.bincount(flat.row[is_comma], minlength=flat.rows)
    ordered = (commas == 1) & (at > 0) & (number > 0) & (number <= 3) & ~degrees
    keep = ~is_comma & ~(degrees[flat.row] & behind)
    late = ordered[flat.row] & ~behind
    order = np.lexsort((np.arange(len(late)), late, flat.row))
    return ordered, Flat(flat.word[order], flat.row[order], flat.rows, flat.bound[order]).only(keep[order])


def _organisation(flat: Flat, wording: Wording) -> NDArray[np.bool_]:
    """A page, unless the words read as a given name and a surname (`Charity Conover`, `Theo Aronson Parks`) or are
    everyday ones: `savage soccer`."""
    first, last, count = _ends(flat)
    given, family = wording.given_bearers, wording.family_bearers
    plain = wording.bits[last] & ORGANISATION == 0
    surname = (plain & (family[last] > 0)) | (family[last] >= 10 * _LISTED) | ((count == 3) & (family[last] >= _LISTED))
    person = (count < 4) & (given[first] > family[first]) & surname
    page = flat.any(wording.bits[flat.word] & ORGANISATION > 0) & flat.any(wording.bits[flat.word] & EVERYDAY == 0)
    return (count >= 2) & page & ~person


def _everyday(flat: Flat, wording: Wording) -> NDArray[np.bool_]:
    """Everyday words, unless they read as a rare given name and a surname: `Yohannes White`."""
    first, last, _ = _ends(flat)
    some = flat.any(wording.bits[flat.word] & EVERYDAY > 0)
    plain = wording.bits[first] & EVERYDAY > 0
    named = ~plain & (wording.family_bearers[last] >= _LISTED)
    every = plain & ~flat.any(wording.bits[flat.word] & (EVERYDAY | EITHER) == 0)
    linked = flat.any(wording.bits[flat.word] & LINKING > 0)
    return some & (every | linked | ((wording.given_bearers[first] < _LISTED) & ~named))


def _ends(flat: Flat) -> tuple[I32, I32, NDArray[np.int64]]:
    """The first and the last word of every row, and how many there are."""
    first, count = flat.table(1, 0)[:, 0], flat.count
    last = np.zeros(flat.rows, np.int32)
    last[flat.row] = flat.word
    return first, last, count


def _cleaned(flat: Flat, wanted: NDArray[np.bool_], wording: Wording) -> list[str]:
    rows: list[str] = [""] * flat.rows
    keep = flat.only(wanted[flat.row])
    for row, word in zip(keep.row.tolist(), keep.word.tolist(), strict=True):
        rows[row] += f" {wording.texts[word]}" if rows[row] else wording.texts[word]
    return rows
