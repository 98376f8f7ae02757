"""How one roster person fits what a connection shows, pair by pair: levels, as small numbers, and the words behind."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify import alike, people
from auditor.classify.glance import bits
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64, U64, among
from auditor.classify.reading import Reading
from auditor.classify.vocabulary import family_forms

(NONE, EXACT, NICKNAME, SHORT, MIDDLE, CLOSE, INITIAL, DIFFERS, MIDDLE_LETTER, SOUNDS, STEM, FORM_LETTER) = range(12)
"""Given names. NONE: nothing is shown; SHORT: the same beginning; MIDDLE: a middle name; CLOSE: a slip of the pen;
MIDDLE_LETTER: the first letter of a middle name; FORM_LETTER: of another form (B. for William); SOUNDS: spelled by
other rules; STEM: with another ending. These two are looked at where the surname is the same, or nobody fits."""
(_, _, PART, FORMER, CHILD, _, _, _) = range(8)
"""Surnames: NONE, EXACT, one of two, a former one, a child's, CLOSE, INITIAL, DIFFERS, SOUNDS_FAMILY, the
initial of a further or former one."""
GIVEN_LEVELS = (
    "none", "exact", "nickname", "short", "middle", "close", "initial", "differs", "middle_letter", "sounds", "stem",
    "form_letter",
)  # fmt: skip
FAMILY_LEVELS = ("none", "exact", "part", "former", "child", "close", "initial", "differs", "sounds", "initial_part")
SOUNDS_FAMILY, INITIAL_OF_PART = 8, 9
MIDDLE_LEVELS = ("none", "same", "initial", "differs", "second", "alone", "not_on_file", "surname")
(
    NO_MIDDLE, SAME_MIDDLE, MIDDLE_INITIAL, MIDDLE_DIFFERS, SECOND_FAMILY, MIDDLE_ALONE, NOT_ON_FILE, SURNAME_BETWEEN,
) = range(8)  # fmt: skip
"""Words between: nothing, the middle name, its first letter, another one, a second surname; ALONE: the middle name
stands where the surname should; a middle name where the roster has none; a surname that is not theirs on file."""
ORDER_LEVELS = ("usual", "turned", "surname_only", "title_first", "more", "other_part")
(USUAL, TURNED, SURNAME_ONLY, TITLE_FIRST, MORE, OTHER_PART) = range(6)
"""The order of the words: as usual; surname first; one word, a surname; a title and a first name; the surname is not
the last word; a title and a compound surname, of which a part is not theirs."""
IS_NAME = np.isin(np.arange(len(FAMILY_LEVELS)), (EXACT, PART, FORMER, CHILD))
_INITIALS = np.isin(np.arange(len(FAMILY_LEVELS)), (INITIAL, INITIAL_OF_PART))
_NAMED = np.isin(
    np.arange(len(GIVEN_LEVELS)), (EXACT, NICKNAME, SHORT, MIDDLE, INITIAL, MIDDLE_LETTER, SOUNDS, STEM, FORM_LETTER)
)
_KNOWN = np.isin(np.arange(len(FAMILY_LEVELS)), (EXACT, PART, FORMER, CHILD, CLOSE, SOUNDS_FAMILY))
_ALIKE = np.array([DIFFERS, CLOSE, SHORT], np.uint8)
"""The level of a name that is DIFFERENT, CLOSE or has the SAME_START (`alike`)."""
_MANY, _COMMON = 1_000, 10_000
_GAP = 5
"""How much longer one of two spellings may be."""


@dataclass(slots=True)
class Fit:
    """How the display names of some pairs fit: parallel arrays."""

    given: NDArray[np.uint8]
    family: NDArray[np.uint8]
    middle: NDArray[np.uint8]
    order: NDArray[np.uint8]
    given_word: I32
    """References of the words that were taken for the given name and the surname; -1 for none."""
    family_word: I32


class Comparer:
    """Compares the names of one batch with people."""

    def __init__(self, index: Index, reading: Reading, unknown: NDArray[np.bool_], distant: NDArray[np.bool_]) -> None:
        self.index, self.reading, self.unknown, self.distant = index, reading, unknown, distant
        self._single = index.people.family[:, people.PART_B] < 0
        names, wording = reading.names, reading.wording
        self._first = names.words[:, 0]
        self._last = names.words[np.arange(len(names.count)), np.maximum(names.count - 1, 0)]
        given, family = ([self._may_be_given(each), bits(each)] for each in (self._first, self._last))
        self._glances = (given[0], family[1]), (family[0], given[1])
        """What may be a given name and what may be a surname, at a glance: in the usual order, and turned."""
        lengths = wording.length_of(self._first), wording.length_of(self._last)
        self._look = (np.minimum(*lengths) < 2) | distant

    def fit(self, row: I64, person: I64) -> Fit:
        """The best way each display name of several words fits (`single.fit`: of one)."""
        names = self.reading.names
        n = len(row)
        nothing = np.zeros(n, np.uint8)
        words = np.full(n, -1, np.int32)
        found = Fit(nothing, nothing.copy(), nothing.copy(), nothing.copy(), words, words.copy())
        shown = (names.count > 0) & ~names.organisation & ~names.everyday
        single = (names.count == 1) | names.surname_only
        self._several(found, row, person, np.flatnonzero((shown & ~single)[row]))
        return found

    def _several(self, found: Fit, row: I64, person: I64, at: I64) -> None:
        names = self.reading.names
        rows, who = row[at], person[at]
        found.given[at] = found.family[at] = DIFFERS
        found.given_word[at], found.family_word[at] = self._first[rows], self._last[rows]
        more = names.count > 2
        u = np.flatnonzero(self._may_fit(rows, who, turned=False) | more[rows])
        usual = self._ordered(rows[u], who[u], turned=False)
        for name in Fit.__slots__:
            getattr(found, name)[at[u]] = getattr(usual, name)
        open_ = ~names.ordered & (names.count < 4)
        t = np.flatnonzero(open_[rows] & ((found.given[at] == DIFFERS) | (found.family[at] == DIFFERS)))
        t = t[np.flatnonzero(self._may_fit(rows[t], who[t], turned=True))]
        if len(t):
            turned = self._ordered(rows[t], who[t], turned=True)
            better = np.flatnonzero(_rank(turned) > _rank(_only(found, at[t])))
            for name in Fit.__slots__:
                getattr(found, name)[at[t[better]]] = getattr(turned, name)[better]
            found.order[at[t[better]]] = TURNED

    def _may_be_given(self, words: I32) -> U64:
        """What given names words may be, at a glance."""
        return bits(words) | self.index.vocabulary.forms_at_a_glance(words)

    def _may_fit(self, rows: I64, who: I64, *, turned: bool) -> NDArray[np.bool_]:
        """Whether a word may fit as a given name, or another one as a surname: where neither does, nothing is close.

        Of names of more than two words, the first and the last are looked at.
        """
        (given, family), glance = self._glances[turned], self.index.glance
        may = given[rows] & glance.given[who] | family[rows] & glance.family[who] > 0
        may |= self._look[rows]
        at = np.flatnonzero(~may & self.unknown[rows])
        first, last = self._first[rows[at]], self._last[rows[at]]
        may[at] = self._same_letters(*((last, first) if turned else (first, last)), who[at])
        return may

    def _same_letters(self, first: I32, last: I32, who: I64) -> NDArray[np.bool_]:
        """Whether words begin as a given name and a surname do."""
        letters, wording = self.index.glance, self.reading.wording
        same = letters.given_letters[who, people.GIVEN] == wording.first_of(first)
        return same & (letters.family_letters[who, people.WHOLE] == wording.first_of(last))

    def _ordered(self, rows: I64, who: I64, *, turned: bool) -> Fit:
        first, last = self._first[rows], self._last[rows]
        if turned:
            first, last = last, first
        given, family = self.given_level(first, who), self.family_level(last, who)
        order = np.zeros(len(rows), np.uint8)
        family_word = last.copy()
        if not turned:
            self._more(rows, who, family, family_word, order)
        self._sounds(rows, first, last, who, given, family)
        alone = np.zeros(len(rows), bool)
        at = np.flatnonzero((family == DIFFERS) & ((given == EXACT) | (given == NICKNAME)) & (last >= 0))
        alone[at] = among(last[at], self.index.people.middle.take(who[at], axis=0))
        family = self.closer_family(last, who, family, _NAMED[given] & ~alone)
        known = _KNOWN[family]
        given = self.closer_given(first, who, given, known | _INITIALS[family])
        middle = self._middles(rows, who, family_word) if not turned else np.zeros(len(rows), np.uint8)
        at = np.flatnonzero(alone)
        middle[at], family[at] = MIDDLE_ALONE, NONE
        return Fit(given, family, middle, order, first, family_word)

    def _more(
        self, rows: I64, who: I64, family: NDArray[np.uint8], word: I32, order: NDArray[np.uint8]
    ) -> None:  # fmt: skip
        """Surnames of several words; and where the last word is no surname of theirs, another one may be."""
        names = self.reading.names
        open_ = np.flatnonzero((names.count > 2)[rows] & (family != EXACT))
        if not len(open_):
            return
        shown = rows[open_]
        joined = names.joined[shown]
        level = self.family_level(joined, who[open_])
        whole = (joined != -1) & np.isin(level, (EXACT, FORMER))
        family[open_[whole]], word[open_[whole]] = level[whole], joined[whole]
        for column in (1, 2, 3):
            other = np.where(column < names.count[shown] - 1, names.words[shown, column], -1)
            level = self.family_level(other, who[open_])
            fits = (other != -1) & IS_NAME[level] & (family[open_] == DIFFERS)
            family[open_[fits]], word[open_[fits]] = level[fits], other[fits]
            order[open_[fits]] = MORE

    def _middles(self, rows: I64, who: I64, family_word: I32) -> NDArray[np.uint8]:
        """What the words between say."""
        found = np.zeros(len(who), np.uint8)
        everyone, names = self.index.people, self.reading.names
        for column in (3, 2, 1):
            between = (column < names.count - 1) & (names.words[:, column] != -1)
            at = np.flatnonzero(between[rows])
            at = at[np.flatnonzero(names.words[rows[at], column] != family_word[at])]
            if not len(at):
                continue
            word, person = names.words[rows[at], column], who[at]
            letter = self.reading.wording.length_of(word) == 1
            first = self.reading.wording.first_of(word)
            middle = everyone.middle.take(person, axis=0)
            has = middle[:, 0] >= 0
            level = np.full(len(at), NO_MIDDLE)
            known = self.index.vocabulary
            listed = (word >= 0) & (known.given_bearers[np.maximum(word, 0)] > 0)
            surname = known.family_bearers[np.maximum(word, 0)] > 2 * known.given_bearers[np.maximum(word, 0)]
            level[~letter] = np.where(listed & ~surname, np.where(has, MIDDLE_DIFFERS, NOT_ON_FILE), SURNAME_BETWEEN)[
                ~letter
            ]
            level[letter] = np.where(has, MIDDLE_DIFFERS, NOT_ON_FILE)[letter]
            letters = self.index.glance.middle_letters.take(person, axis=0)
            level[letter & (first > 0) & among(first, letters)] = MIDDLE_INITIAL
            level[(word >= 0) & among(word, everyone.family.take(person, axis=0))] = SECOND_FAMILY
            level[(word >= 0) & among(word, everyone.given.take(person, axis=0))] = NO_MIDDLE
            level[(word >= 0) & among(word, middle)] = SAME_MIDDLE
            found[at] = np.where(level > 0, level, found[at])
        return found

    def _sounds(
        self, rows: I64, first: I32, last: I32, who: I64, given: NDArray[np.uint8], family: NDArray[np.uint8]
    ) -> None:
        """Names that differ as they are written, by their sound: where nobody bears them so, and where both differ."""
        differs, other, away = given == DIFFERS, family == DIFFERS, self.distant[rows]
        same = IS_NAME[family]
        everyone, wording = self.index.people, self.reading.wording
        open_, unknown = away & (differs | other), self.unknown[rows] & ~away & differs
        at = np.flatnonzero(unknown & same)
        open_[at] = (last[at] < 0) | (self.index.vocabulary.family_bearers[np.maximum(last[at], 0)] <= _COMMON)
        at = np.flatnonzero(unknown & other)
        open_[at] = self._same_letters(first[at], last[at], who[at])
        if not open_.any():
            return
        at = np.flatnonzero(open_ & other)
        like = np.zeros(len(rows), bool)
        like[at] = self._alike(
            last[at], everyone.family.take(who[at], axis=0)[:, : people.PART_C], self.index.vocabulary.family_bearers
        )
        at = np.flatnonzero(open_ & differs & (same | like | away))
        own, stem = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
        bearers = self.index.vocabulary.given_bearers
        own[at] = self._alike(first[at], everyone.given.take(who[at], axis=0)[:, : people.JOINED], bearers)
        at = at[(same | (away & like))[at] & ~own[at]]
        stem[at] = self._same_stem(first[at], everyone.given[who[at], people.GIVEN], bearers)
        given[stem], given[own & (same | like | away)] = STEM, SOUNDS
        family[like & (own | away)] = SOUNDS_FAMILY
        at = np.flatnonzero(away & (given == DIFFERS))
        on_file, letter = everyone.given[who[at], people.GIVEN], self.index.glance.given_letters[who[at], people.GIVEN]
        short = (on_file >= 0) & (self.index.vocabulary.length[np.maximum(on_file, 0)] == 1)
        given[at[short & (letter == wording.first_of(first[at]))]] = INITIAL

    def _alike(self, word: I32, names: I32, bearers: I32) -> NDArray[np.bool_]:
        """Whether each word sounds like one of some names (pairs × names)."""
        called = names.ravel()
        there = np.flatnonzero(called >= 0)
        row, called = there // names.shape[1], called[there]
        shown = word[row]
        at = self._comparable(shown, called, bearers)
        found = np.zeros(len(word), bool)
        found[row[at[alike.by_sound(shown[at], called[at], self.reading.wording)]]] = True
        return found

    def _same_stem(self, word: I32, name: I32, bearers: I32) -> NDArray[np.bool_]:
        """Whether given names begin alike and differ in their endings: `Franciscus` and `Françoise`."""
        found = np.zeros(len(word), bool)
        at = self._comparable(word, name, bearers)
        found[at] = alike.same_beginning(word[at], name[at], self.reading.wording)
        return found

    def _comparable(self, word: I32, name: I32, bearers: I32) -> I64:
        """Pairs of about the same length. Two names that many people bear each are two names, however alike."""
        wording, known = self.reading.wording, self.index.vocabulary
        gap = np.abs(wording.length_of(word) - known.length[np.maximum(name, 0)].astype(np.int32))
        two = (word >= 0) & (bearers[np.maximum(word, 0)] > _MANY) & (bearers[np.maximum(name, 0)] > _MANY)
        return np.flatnonzero((word != -1) & (name >= 0) & (gap <= _GAP) & ~two)

    def given_level(self, word: I32, who: I64) -> NDArray[np.uint8]:
        """How a word fits as a first name, slips aside."""
        everyone, known, wording = self.index.people, self.index.vocabulary, self.reading.wording
        level = np.full(len(word), DIFFERS, np.uint8)
        letters, glance = self.index.glance, self.index.glance.given[who]
        maybe = np.flatnonzero(bits(word) & glance > 0)
        wanted, person = word[maybe], who[maybe]
        exact = maybe[np.flatnonzero(among(wanted, everyone.given.take(person, axis=0)))]
        level[maybe[np.flatnonzero(among(wanted, everyone.middle.take(person, axis=0)))]] = MIDDLE
        level[exact] = EXACT
        open_ = np.flatnonzero((level == DIFFERS) & (known.forms_at_a_glance(word) & glance > 0))
        names = everyone.given.take(who[open_], axis=0)
        for column in (people.GIVEN, people.PREFERRED):
            level[open_[known.are_related(word[open_], names[:, column])]] = NICKNAME
        at = np.flatnonzero((wording.length_of(word) == 1) & (level != EXACT))
        if len(at):
            first = wording.first_of(word[at])
            own = among(first, letters.given_letters.take(who[at], axis=0)[:, : people.JOINED])
            other = among(first, letters.middle_letters.take(who[at], axis=0))
            names = everyone.given.take(who[at], axis=0)[:, : people.JOINED]
            form = (known.form_letters[names].max(1) >> first & 1) > 0
            level[at] = np.select([own, other, form], [INITIAL, MIDDLE_LETTER, FORM_LETTER], DIFFERS)
        level[word == -1] = NONE
        return level

    def family_level(self, word: I32, who: I64) -> NDArray[np.uint8]:
        """How a word fits as a surname, slips aside."""
        wording, columns = self.reading.wording, self.index.people.family
        level = np.full(len(word), DIFFERS, np.uint8)
        at = np.flatnonzero(wording.length_of(word) == 1)
        if len(at):
            letters = self.index.glance.family_letters.take(who[at], axis=0)[:, : people.FORMER + 1]
            first = wording.first_of(word[at])
            level[at[among(first, letters)]] = INITIAL_OF_PART
            level[at[(first > 0) & (first == letters[:, people.WHOLE])]] = INITIAL
        maybe = np.flatnonzero(bits(word) & self.index.glance.family[who] > 0)
        wanted, family = word[maybe], columns.take(who[maybe], axis=0)
        long = wording.length_of(wanted) != 1

        def put(value: int, where: NDArray[np.bool_], first: int, end: int) -> None:
            level[maybe[np.flatnonzero(where & among(wanted, family[:, first:end]))]] = value

        put(CHILD, long, people.CHILD_A, people.CHILD_B + 1)
        put(FORMER, long, people.FORMER, people.FORMER_PART + 1)
        single = self._single[who[maybe]]
        put(PART, long & ~single, people.PART_A, people.PART_C + 1)
        put(EXACT, long & single, people.PART_A, people.PART_C + 1)
        always = np.ones(len(maybe), bool)
        put(EXACT, always, people.WHOLE, people.WHOLE + 1)
        put(EXACT, always, people.PREFERRED_FAMILY, people.PREFERRED_FAMILY + 1)
        level[word == -1] = NONE
        return level

    def closer_given(
        self, word: I32, who: I64, level: NDArray[np.uint8], where: NDArray[np.bool_]
    ) -> NDArray[np.uint8]:
        """Given names that differ, looked at letter by letter."""
        at = np.flatnonzero(where & (level == DIFFERS) & (self.reading.wording.length_of(word) > 1))
        level, table = level.copy(), self.index.people.given.take(who[at], axis=0)
        for column in (people.GIVEN, people.PREFERRED):
            names = table[:, column]
            open_ = np.flatnonzero((level[at] == DIFFERS) & (names >= 0))
            here, names = at[open_], names[open_]
            if len(here):
                level[here] = _ALIKE[alike.compare(word[here], names, self.reading.wording)]
        return level

    def closer_family(
        self, word: I32, who: I64, level: NDArray[np.uint8], where: NDArray[np.bool_]
    ) -> NDArray[np.uint8]:
        """Surnames that differ, looked at letter by letter."""
        at = np.flatnonzero(where & (level == DIFFERS) & (self.reading.wording.length_of(word) > 1))
        level, table = level.copy(), self.index.people.family.take(who[at], axis=0)
        for column in (people.WHOLE, people.PART_A, people.PART_B):
            names = table[:, column]
            open_ = np.flatnonzero((level[at] == DIFFERS) & (names >= 0))
            here, names = at[open_], names[open_]
            if len(here):
                close = alike.compare(word[here], names, self.reading.wording) == alike.CLOSE
                level[here[np.flatnonzero(close | family_forms().related(word[here], names))]] = CLOSE
        return level


_GIVEN_RANK = np.array([1, 8, 6, 4, 5, 4, 2, 0, 1, 3, 3, 1])
_FAMILY_RANK = np.array([1, 8, 7, 6, 5, 4, 2, 0, 3, 2])


def _rank(fit: Fit) -> NDArray[np.int64]:
    return _GIVEN_RANK[fit.given] + _FAMILY_RANK[fit.family]


def _only(fit: Fit, at: I64) -> Fit:
    return Fit(*(getattr(fit, name)[at] for name in Fit.__slots__))
