"""What handles show: every name of the roster or the population that stands in them, and how they read as a whole.

Every piece of every handle of a batch is looked up at once. Which piece matters is not decided here: a handle is
weighed person by person (`fitting`), since `gmartinez` is G. Martinez for one and no Martin for another.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import leftovers, lexicon, spelling, text
from auditor.classify.index import Index
from auditor.classify.lookup import I32, U64, mixed, spread
from auditor.classify.vocabulary import EITHER, EVERYDAY, Vocabulary

NO_HANDLE, READS_FULL, READS_INITIAL, READS_GIVEN, READS_FAMILY, READS_WORDS, READS_NOTHING, SHORT = range(8)
"""How a handle reads: not there; given name and surname; initial and surname; a given name; a surname; everyday words;
nothing we know; one to three letters."""
NO_SUFFIX, OUR_SUFFIX, OTHER_SUFFIX = range(3)
_LONGEST, _SHORTEST = 24, 2
_LETTERS = 32
"""Letters of a handle that are looked at."""
_SPLIT = re.compile(r"[^a-z]+")
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_LETTERS_ONLY = bytes(n if ord("a") <= n <= ord("z") else ord(" ") for n in range(256))
_TITLES = sorted((t for t in lexicon.HANDLE_TITLES if t.isascii() and len(t) > 1), key=lambda t: (-len(t), t))
_TITLE = re.compile("(?:" + "|".join(_TITLES) + ")(?=[a-z]{2})")
_TITLE_STARTS = frozenset(title[:2] for title in _TITLES)
_DIGITS = re.compile(r"\d+")
_NO_SIGN = frozenset({"k12", "school", "schools", "edu", "mail", "staff", "com", "org", "net", "us", "www"})
_COMMON_GIVEN, _COMMON_SURNAME = 2000, 500
_ONE, _ALL = np.uint64(1), (1 << 64) - 1


@dataclass(slots=True)
class Handles:
    """Handles, read: `n` rows (several may belong to one connection), `h` names found in them."""

    letters: NDArray[np.uint8]
    """n × 32: the letters without separators, digits and noise, 1 for a, 26 for z, filled up with 0."""
    length: NDArray[np.int64]
    breaks: NDArray[np.uint64]
    """Where written words begin and end, a bit per letter (capitals, digits and signs divide words); 0 for handles that
    are written as one word: where its words begin is anybody's guess."""
    title: NDArray[np.int64]
    """Letters at the beginning that are a title (Mrs., Coach); 0 where there is none."""
    year: NDArray[np.int32]
    """The last number, if it has two digits or is a year of this century; -1 for none."""
    digits: NDArray[np.uint8]
    """How many digits the last number has; 4 for more."""
    suffix: NDArray[np.uint8]
    """NO_SUFFIX, OUR_SUFFIX (the district's own sign, as in its addresses) or OTHER_SUFFIX (some school's)."""
    reads: NDArray[np.uint8]
    hit_row: NDArray[np.int64]
    hit_token: I32
    hit_start: NDArray[np.int16]
    hit_length: NDArray[np.int16]
    before: NDArray[np.uint8]
    """n × 33: what stands before every place (behind a title), as one of leftovers.KINDS."""
    behind: NDArray[np.uint8]
    """n × 33: what stands from every place on."""
    known_row: NDArray[np.int64]
    """The row of every word found, whether anybody of the roster bears it or not."""
    known_token: I32
    hit_covered: NDArray[np.bool_]
    """A longer name that is not rare begins and ends around it: `stevens` in `johnstevenson`."""


def read(handles: Sequence[str], index: Index) -> Handles:
    """Read handles (or parts of addresses before the @). Never fails, whatever the text."""
    known = index.vocabulary
    ours = _signs(index)
    numbers = [_last_number(handle) for handle in handles]
    suffix = np.zeros(len(handles), np.uint8)
    parts = []
    for i, handle in enumerate(handles):
        own = _parts(handle)
        if len(own) > 1 and (own[-1] in ours or lexicon.SCHOOL_PART.fullmatch(own[-1])):
            suffix[i] = OUR_SUFFIX if own.pop() in ours else OTHER_SUFFIX
        parts.append(own)
    joined = ["".join(each)[:_LETTERS] for each in parts]
    matrix = np.zeros((len(joined), _LETTERS), np.uint8)
    packed = spelling.letters(joined)
    matrix[:, : packed.shape[1]] = packed
    length = np.count_nonzero(matrix, axis=1).astype(np.int64)
    title = np.array([_title(each) for each in parts], np.int64)
    row, start, size, token = _hits(matrix, length, known)
    breaks = np.array([_breaks(each) for each in parts], np.uint64)
    given, family = known.given_bearers[token] > _COMMON_GIVEN, known.family_bearers[token] > _COMMON_SURNAME
    reads = _reading(
        length, title, breaks, row, start, size, given, family, known.bits[token] & (EVERYDAY | EITHER) > 0
    )
    edge = (start == 0) | (start + size == length[row])
    keep = (index.useful[token] > 0) & ((size > 2) | edge)
    letters = np.where(matrix > 0, matrix - 96, 0).astype(np.uint8)
    before, behind = leftovers.around(letters, length, title, row, start, size, token, known)
    return Handles(
        letters=letters,
        length=length,
        breaks=breaks,
        title=title,
        year=np.array([_year(each) if each else -1 for each in numbers], np.int32),
        digits=np.minimum(list(map(len, numbers)), 4).astype(np.uint8),
        suffix=suffix,
        reads=reads,
        before=before,
        behind=behind,
        known_row=row,
        known_token=token,
        hit_row=row[keep],
        hit_token=token[keep].astype(np.int32),
        hit_start=start[keep].astype(np.int16),
        hit_length=size[keep].astype(np.int16),
        hit_covered=_covered(row, start, start + size, given | family, keep),
    )


def _parts(handle: str) -> list[str]:
    """The telling parts of a handle, in lower case."""
    if not handle:
        return []
    if handle.isascii() and handle.isalpha() and handle.islower():
        return [handle[:200]]
    plain = (
        handle
        if handle.isascii()
        else "".join(text.key(each) if each.isalnum() else each for each in text.clean(handle))
    )
    plain = plain[:200]
    if not plain.islower():
        plain = _CAPITALS.sub(" ", plain)
    plain = plain.lower().lstrip("@").partition("@")[0]
    if plain.isascii():
        parts = plain.encode().translate(_LETTERS_ONLY).decode().split()
    else:
        parts = [part for part in _SPLIT.split(plain) if part]
    if len(parts) > 1:
        parts = [part for part in parts if part not in lexicon.HANDLE_NOISE] or parts
    return parts


def _breaks(parts: list[str]) -> int:
    """Where words begin and end, as bits; 0 for a single word."""
    if len(parts) < 2:
        return 0
    found = at = 1
    for part in parts:
        at <<= len(part)
        found |= at
    return found & _ALL


def aligned(breaks: NDArray[np.uint64], start: NDArray[np.integer], end: NDArray[np.integer]) -> NDArray[np.uint8]:
    """How many ends of pieces of handles are ends of written words, piece by piece: 0, 1 or 2."""
    left = breaks >> start.astype(np.uint64) & _ONE
    return (left + (breaks >> end.astype(np.uint64) & _ONE)).astype(np.uint8)


def _title(parts: list[str]) -> int:
    """Letters of a title in front."""
    if not parts:
        return 0
    if len(parts) > 1:
        return len(parts[0]) if parts[0] in lexicon.HANDLE_TITLES else 0
    hit = _TITLE.match(parts[0]) if parts[0][:2] in _TITLE_STARTS else None
    return hit.end() if hit else 0


def _last_number(handle: str) -> str:
    if handle.isalpha():
        return ""
    if handle.isascii() and handle[-1:].isdigit():
        return handle[len(handle.rstrip("0123456789")) :]
    found = _DIGITS.findall(handle)
    return found[-1] if found else ""


def _year(number: str) -> int:
    return int(number) if len(number) == 2 or (len(number) == 4 and number.startswith("20")) else -1


def _signs(index: Index) -> frozenset[str]:
    """How the district signs itself: the telling parts of its mail domains."""
    labels = {part for domain in index.facts.staff_domains for part in domain.split(".")[:-1]}
    return frozenset(label for label in labels if label not in _NO_SIGN and len(label) > 1)


def _hits(
    matrix: NDArray[np.uint8], length: NDArray[np.int64], known: Vocabulary
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], I32]:
    """Every piece of every handle that is a known word: row, start, length, token."""
    width = matrix.shape[1]
    values = spelling.values(matrix).ravel()
    _, at = spread(np.arange(len(length)) * width, length)
    left = np.repeat(length, length) - at % width
    rolling = np.zeros(len(at), np.uint64)
    found = []
    for size in range(1, min(_LONGEST, int(length.max(initial=0))) + 1):
        long = np.flatnonzero(left >= size)
        at, left, rolling = at[long], left[long], rolling[long]
        rolling = rolling * spelling.BASE + values[at + (size - 1)]
        if size < _SHORTEST:
            continue
        hashed: U64 = mixed(rolling)
        maybe = np.flatnonzero(known.maybe(hashed))
        token = known.find(hashed[maybe])
        hit = np.flatnonzero(token >= 0)
        found.append((at[maybe[hit]], np.full(len(hit), size), token[hit]))
    if not found:
        return (*(np.zeros(0, np.int64),) * 3, np.zeros(0, np.int32))
    at, sizes, tokens = (np.concatenate(each) for each in zip(*found, strict=True))
    return at // width, at % width, sizes, tokens.astype(np.int32)


def _reading(
    length: NDArray[np.int64],
    title: NDArray[np.int64],
    breaks: NDArray[np.uint64],
    row: NDArray[np.int64],
    start: NDArray[np.int64],
    size: NDArray[np.int64],
    given: NDArray[np.bool_],
    family: NDArray[np.bool_],
    everyday: NDArray[np.bool_],
) -> NDArray[np.uint8]:
    """How each handle reads to somebody who does not know the roster."""
    n = len(length)
    end = start + size
    total = length[row]

    def rows(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        found = np.zeros(n, bool)
        found[row[mask]] = True
        return found

    def cuts(first: NDArray[np.bool_], second: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Rows where a piece that begins the handle and one that ends it meet."""
        heads, head, tail = np.zeros((n, _LETTERS + 1), bool), first & (start == 0), second & (end == total)
        heads[row[head], end[head]] = True
        found = np.zeros(n, bool)
        found[row[tail][heads[row[tail], start[tail]]]] = True
        return found

    usable = size > 2
    full = cuts(given & usable, family & usable & ~everyday) | cuts(family & usable & ~everyday, given & usable)
    word = (breaks[row] > 0) & usable & (aligned(breaks[row], start, end) == 2)
    full |= _neighbours(n, row, start, end, word & given, word & family & ~everyday)
    initial = rows(family & (size > 3) & ((start == 1) & (end == total) | (start == 0) & (end == total - 1)))
    whole = (start == 0) & (end == total)
    only_given = rows(given & whole)
    only_family = rows(family & whole) | rows(family & (start == title[row]) & (end == total) & (title[row] > 0))
    words = rows(everyday & (size > 2))
    reads = np.full(n, READS_NOTHING, np.uint8)
    reads[words] = READS_WORDS
    reads[initial] = READS_INITIAL
    reads[only_family] = READS_FAMILY
    reads[only_given] = READS_GIVEN
    reads[full & ~only_given] = READS_FULL
    # `gabriellam` is Gabriel Lam or Gabriella M.: nobody is identified.
    reads[rows(given & (size > 3) & (start == 0) & (end == total - 1)) & (breaks == 0)] = READS_GIVEN
    reads[(length > 0) & (length <= 3)] = SHORT
    reads[length == 0] = NO_HANDLE
    return reads


def _neighbours(
    n: int,
    row: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    given: NDArray[np.bool_],
    family: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Handles in which a given name and a surname are written as words side by side, whatever else is there."""
    found = np.zeros(n, bool)
    for first, second in ((given, family), (family, given)):
        ends = np.unique(row[first] * 64 + end[first])
        found[row[second][np.isin(row[second] * 64 + start[second], ends)]] = True
    return found


def _covered(
    row: NDArray[np.int64],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    names: NDArray[np.bool_],
    wanted: NDArray[np.bool_],
) -> NDArray[np.bool_]:
    """Of the wanted pieces: which lie within a longer one that is a name of many, one of `names`."""
    # Pieces come by length: of those that begin at one place the longest is the last, and stays.
    reach = np.full((int(row.max(initial=-1)) + 1, _LETTERS + 1), -1, np.int8)
    reach[row[names], start[names] + 1] = end[names]
    reach = np.maximum.accumulate(reach, axis=1)
    row, start, end = row[wanted], start[wanted], end[wanted]
    return (reach[row, start] >= end) | (reach[row, start + 1] > end)
