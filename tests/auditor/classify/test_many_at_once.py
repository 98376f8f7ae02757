"""What is done for many at once, in fewer steps, is what the plain way does for each."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from auditor.classify import alike, displays, glance, lookup, mentions, sounds, spelling, text
from auditor.classify.handles import _parts
from auditor.classify.scored import _best_first
from auditor.classify.vocabulary import Vocabulary, words
from auditor.classify.wording import Wording

NAMES = ("harrison", "harris", "ann", "anna", "lee", "leigh", "maximiliano", "garcia", "al", "christopher", "smith")
SHOWN = (
    "harrrison", "harison", "harrisson", "hariss", "an", "ana", "lea", "maximilliano", "maxmilano", "gracia", "alx",
    "christ", "chrstophr", "smyth", "htims", "smithsonian", "zzz", "x", "harrison", "leeeee", "q" * 50,
)  # fmt: skip


def level(word: str, name: str) -> int:
    if len(word) > 2 and len(name) > 3 and (name.startswith(word) or (len(name) > 4 and word.startswith(name))):
        return alike.SAME_START
    if len(name) < 3 or abs(len(name) - len(word)) > 3 or (word[0] != name[0] and word[-1] != name[-1]):
        return alike.DIFFERENT
    close = OSA.distance(word, name) <= (1 if len(name) < 9 else 2)
    return alike.CLOSE if close or spelling.squeezed(word) == spelling.squeezed(name) else alike.DIFFERENT


@pytest.fixture(scope="module")
def wording() -> Wording:
    return Wording(Vocabulary(words(["maximiliano"])))


def test_words_are_compared_many_at_once_as_one_by_one(wording: Wording) -> None:
    rows = wording.numbers([[word] for word in SHOWN], frozenset())
    refs, tokens = wording.refs[rows.word], wording.known.tokens(NAMES)
    assert (tokens >= 0).all()
    pairs = [(word, ref, name, token) for word, ref in zip(SHOWN, refs, strict=True) if len(word) > 1
             for name, token in zip(NAMES, tokens, strict=True)]  # fmt: skip
    a, b = (np.array([pair[i] for pair in pairs], np.int32) for i in (1, 3))
    assert alike.compare(a, b, wording).tolist() == [level(word, name) for word, _, name, _ in pairs]
    slips = [
        word != name
        and (OSA.distance(word, name) <= (1 if len(word) < 9 else 2)
             or spelling.squeezed(word) == spelling.squeezed(name))
        for word, _, name, _ in pairs
    ]  # fmt: skip
    assert alike.one_slip(a, b, wording).tolist() == slips


def sound_alike(word: str, name: str) -> bool:
    for a in sounds.spoken(word):
        for b in sounds.spoken(name):
            longer = max(len(a), len(b))
            if OSA.distance(a, b) <= (2 if longer >= 8 else 1 if longer > 3 else 0):
                return True
    return False


@given(st.lists(st.text("aceghijsz", max_size=10), min_size=1, max_size=8))
@settings(deadline=None)
def test_words_are_heard_many_at_once_as_one_by_one(some: list[str]) -> None:
    words, names = [*some, *SHOWN], [each[1:] for each in some] + list(NAMES)
    which, other = (each.ravel() for each in np.indices((len(words), len(names))))
    expected = [sound_alike(words[i], names[j]) for i, j in zip(which.tolist(), other.tolist(), strict=True)]
    assert sounds.alike(words, names, which, other).tolist() == expected


@given(st.lists(st.text("abz19", max_size=12), min_size=1, max_size=20))
def test_words_without_a_letter_are_hashed_as_if_written(some: list[str]) -> None:
    rows, hashed = spelling.one_left_out(spelling.letters(some))
    found = sorted(zip(rows.tolist(), hashed.tolist(), strict=True))
    left = [(row, word[:i] + word[i + 1 :]) for row, word in enumerate(some) for i in range(len(word))]
    assert found == sorted(zip([row for row, _ in left], spelling.hashes([w for _, w in left]).tolist(), strict=True))
    squeezed = spelling.squeezed_letters(spelling.letters(some))
    written = spelling.raw_hashes(spelling.letters([spelling.squeezed(word) for word in some]))
    assert spelling.raw_hashes(squeezed).tolist() == written.tolist()


@given(st.lists(st.text(st.sampled_from("aB`'\t\n $é🎶-.,"), max_size=14) | st.just("x " * 80), max_size=12))
def test_names_are_cleaned_many_at_once_as_one_by_one(some: list[str]) -> None:
    assert text.clean_all(some) == [text.clean(each) for each in some]


def test_years_are_those_of_each_line() -> None:
    lines = ["ana '27", "class of 2031 2032", "", "12 monkeys", "c/o 28 class of 29", "no year", "’26", "2026"]
    assert displays.years("\n".join(lines), len(lines)).tolist() == [27, 2031, -1, -1, 28, -1, -1, 2026]


@pytest.mark.parametrize(
    "handle", ["anasmith", "Ana.Smith99", "ana_smith@x.org", "@ana", "a" * 300, "mrs.lee.k12", "é.b"]
)
def test_handles_are_cut_at_signs(handle: str) -> None:
    assert all(part.isascii() and part.isalpha() and part.islower() for part in _parts(handle))


def test_a_lookup_finds_the_same_with_and_without_its_small_table() -> None:
    draw = np.random.default_rng(3)
    keys = np.unique(draw.integers(0, 1 << 63, 5_000).astype(np.uint64) * np.uint64(2))
    found = lookup.Lookup.build(keys)
    wanted = np.concatenate((keys, keys + np.uint64(1)))
    expected = [*range(len(keys)), *[-1] * len(keys)]
    assert [int(found.find(each)[0]) for each in wanted[:, None]] == expected
    assert found.find(np.tile(wanted, 2)).tolist() == expected * 2
    assert found.find(wanted[:9]).tolist() == expected[:9]


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([0.0, -0.0, 1.0, 1.0 + 1e-12, 1.0 - 1e-12, -7.5, 3e9]))))
def test_the_best_come_first(some: list[tuple[int, float]]) -> None:
    row = np.array(sorted(row for row, _ in some), np.int64)
    score, person = np.array([score for _, score in some], np.float64), np.arange(len(some))
    assert _best_first(row, person, score).tolist() == np.lexsort((person, -score, row)).tolist()


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6))))
def test_each_mention_is_kept_where_it_comes_first(some: list[tuple[int, int]]) -> None:
    row, token = np.array([r for r, _ in some], np.int64), np.array([t for _, t in some], np.int32)
    found = mentions.Mentions.shown(row, token, 3)
    expected: dict[int, list[int]] = {}
    for r, t in some:
        if t not in expected.setdefault(r, []) and len(expected[r]) < 3:
            expected[r].append(t)
    pairs = [(r, t) for r in sorted(expected) for t in expected[r]]
    assert list(zip(found.row.tolist(), found.token.tolist(), strict=True)) == pairs


def test_a_glance_never_overlooks_a_name() -> None:
    table = np.array([[1, -1, 65], [2, 3, -1], [-1, -1, -1]], np.int32)
    sets = glance.rows(table)
    for row, tokens in enumerate(table.tolist()):
        assert all(sets[row] & glance.bits(np.array([token]))[0] for token in tokens if token >= 0)
    assert sets[2] == 0
    assert (glance.united(np.array([1, 1, 0]), np.array([2, 3, 65]), 2) == np.array([2, 12], np.uint64)).all()
