"""Whether words are spelt nearly like names, or sound like them: many pairs at once.

Comparing two strings costs more than all else that is done with a pair. Nearly all pairs are told apart at a glance,
by the letters that occur in them and by those they begin and end with; the few that are left are compared letter by
letter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cpdist

from auditor.classify import sounds, spelling
from auditor.classify.lookup import I32, U64
from auditor.classify.wording import Wording

DIFFERENT, CLOSE, SAME_START = range(3)
_MISSPELT_FROM = 3
"""Letters of a name from which on a word with another letter may be meant for it."""
_LONG = 9
"""Letters from which on two of them may be wrong."""
_FURTHEST = 3
_AT_LEAST = 1 << 30
"""What makes every reference of a word a positive number."""
_BEGINNING = 3
_START = np.uint32(0xFFFFFF)
_FIRST, _LAST = np.uint32(0xFF), np.uint32(24)


def compare(words: I32, names: I32, wording: Wording) -> NDArray[np.uint8]:
    """DIFFERENT, CLOSE or SAME_START, for pairs of a word shown (a reference) and a name (a token).

    CLOSE: one letter wrong, missing, doubled or changed places; two in long names. SAME_START: one is how the other
    begins.
    """
    found = np.full(len(words), DIFFERENT, np.uint8)
    ends, other_ends = wording.ends_of(words), wording.known.ends[names]
    differing = np.bitwise_count(wording.letters_of(words) ^ wording.known.letters[names])
    start = (ends ^ other_ends) & _START == 0
    at = np.flatnonzero(start | (differing <= 4))
    words, names, start, differing = words[at], names[at], start[at], differing[at]
    length, size = wording.length_of(words), wording.known.length[names].astype(np.int32)
    begins = np.flatnonzero(start & (length > 2) & (size > 3) & ((size > 4) | (size >= length)))
    begins = begins[_begin_alike(wording.text_of(words[begins]), wording.known.text[names[begins]])]
    found[at[begins]] = SAME_START
    open_ = np.ones(len(at), bool)
    open_[begins] = False
    apart = ends[at] ^ other_ends[at]
    open_ &= (size >= _MISSPELT_FROM) & ((apart & _FIRST == 0) | (apart >> _LAST == 0))
    open_ &= np.abs(length - size) <= _FURTHEST
    near = np.flatnonzero(open_)
    near = near[_slips(words[near], names[near], length[near], size[near], differing[near], size[near], wording)]
    found[at[near]] = CLOSE
    return found


def one_slip(words: I32, names: I32, wording: Wording) -> NDArray[np.bool_]:
    """Whether words (references) are names (tokens) with a slip in them, two in long words; not if they are equal."""
    length, size = wording.length_of(words), wording.known.length[names].astype(np.int32)
    differing = np.bitwise_count(wording.letters_of(words) ^ wording.known.letters[names])
    return (words != names) & _slips(words, names, length, size, differing, length, wording)


def by_sound(words: I32, names: I32, wording: Wording) -> NDArray[np.bool_]:
    """Whether words (references) sound nearly like names (tokens), pair by pair."""
    pairs, back = np.unique((words.astype(np.int64) + _AT_LEAST) << 32 | names, return_inverse=True)
    said, which = np.unique((pairs >> 32) - _AT_LEAST, return_inverse=True)
    called, other = np.unique(pairs & 0xFFFFFFFF, return_inverse=True)
    texts, others = map(wording.text, said.tolist()), map(wording.known.word, called.tolist())
    return sounds.alike(list(texts), list(others), which, other)[back]


def same_beginning(words: I32, names: I32, wording: Wording) -> NDArray[np.bool_]:
    """Whether words (references) and names (tokens) have three letters at least, and the first three are the same."""
    same = (wording.ends_of(words) ^ wording.known.ends[names]) & _START == 0
    return same & (wording.length_of(words) >= _BEGINNING) & (wording.known.length[names] >= _BEGINNING)


def _slips(
    words: I32,
    names: I32,
    length: NDArray[np.int32],
    size: NDArray[np.int32],
    differing: NDArray[np.uint8],
    measure: NDArray[np.int32],
    wording: Wording,
) -> NDArray[np.bool_]:
    """Whether the distance is one, two where `measure` letters are many, or doubled letters are all there is."""
    gap = np.abs(length - size)
    allowed = np.where(measure < _LONG, 1, 2)
    # A slip puts one letter in the place of another at most: two sets of letters differ by twice the slips.
    maybe = np.flatnonzero(((gap <= allowed) & (differing <= 2 * allowed)) | (differing == 0))
    found = np.zeros(len(words), bool)
    if not len(maybe):
        return found
    allowed, differing = allowed[maybe], differing[maybe]
    slips = np.zeros(len(maybe), bool)
    # Nearly all words are short, and have to be compared in one number each.
    short = (allowed == 1) & (np.maximum(length, size)[maybe] <= spelling.HEAD)
    at = np.flatnonzero(short)
    slips[at] = spelling.one_apart(wording.heads_of(words[maybe[at]]), wording.known.heads[names[maybe[at]]])
    at = np.flatnonzero(~short)
    texts, others = wording.text_of(words[maybe[at]]), wording.known.text[names[maybe[at]]]
    distance = cpdist(texts.tolist(), others.tolist(), scorer=OSA.distance, score_cutoff=2, dtype=np.uint8)
    slips[at] = distance <= allowed[at]
    same = np.flatnonzero(~slips & (differing == 0))
    texts, others = wording.text_of(words[maybe[same]]), wording.known.text[names[maybe[same]]]
    slips[same] = _squeezed(texts) == _squeezed(others)
    found[maybe] = slips
    return found


def _squeezed(texts: NDArray[np.bytes_]) -> U64:
    """Hashes of words without doubled letters."""
    return spelling.raw_hashes(spelling.squeezed_letters(spelling.matrix(texts)))


def _begin_alike(a: NDArray[np.bytes_], b: NDArray[np.bytes_]) -> NDArray[np.bool_]:
    """Whether one of two texts is how the other begins, pair by pair."""
    if not len(a):
        return np.zeros(0, bool)
    left, right = (np.ascontiguousarray(each).view(np.uint8).reshape(len(each), -1) for each in (a, b))
    return ((left == right) | (left == 0) | (right == 0)).all(1)
