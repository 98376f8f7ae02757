"""How handles fit roster people, pair by pair: which of a person's names stand in the handle, and what is left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from auditor.classify import leftovers, people
from auditor.classify.glance import united
from auditor.classify.handles import Handles, aligned
from auditor.classify.index import Index
from auditor.classify.lookup import I32, I64
from auditor.classify.places import Places

I16: TypeAlias = NDArray[np.int16]

LEVELS = (
    "none", "full", "full_rest", "initial_family", "initial_family_rest", "family", "family_rest", "family_long_rest",
    "given_initial", "given", "given_rest", "initials", "given_middle",
    "other_full", "other_initial", "other_given", "other_family", "other_words", "other_nothing", "other_short",
    "given_part", "initial_part", "part",
)  # fmt: skip
"""What of a person's name is in the handle, and whether letters are left over. `other_…`: nothing is; how the
handle reads otherwise. `…_part`: the surname is cut short."""
(
    NO_HANDLE, FULL, FULL_REST, INITIAL_FAMILY, INITIAL_FAMILY_REST, FAMILY, FAMILY_REST, FAMILY_LONG_REST,
    GIVEN_INITIAL, GIVEN, GIVEN_REST, INITIALS, GIVEN_MIDDLE, OTHER_FULL,
) = range(14)  # fmt: skip
(GIVEN_PART, INITIAL_PART, FAMILY_PART) = range(20, 23)
KINDS = ("none", "own", "nickname", "middle", "former", "child")
(NO_NAME, OWN, NICKNAME, MIDDLE, FORMER, CHILD) = range(6)
"""Which name of the person it is."""
_OTHER_BY_READING = np.array([NO_HANDLE, 13, 14, 15, 16, 17, 18, 19], np.uint8)
STRONG = np.isin(
    np.arange(len(LEVELS)),
    (FULL, FULL_REST, INITIAL_FAMILY, FAMILY, GIVEN_INITIAL, GIVEN_MIDDLE, GIVEN_PART),
)
"""Per level: the handle alone makes somebody worth weighing."""
_RANK = np.array([0, 13, 12, 11, 9, 8, 6, 3, 7, 5, 4, 2, 10, 1, 1, 1, 1, 1, 1, 1, 8, 6, 3])
_LITTLE = 3
_BEHIND = 1 << 10
"""A place behind the end of every handle."""
_FEW = 3
"""Letters of a handle that may be somebody's initials."""
_BEGINNING, _AFFIX = 12, 2
"""Letters of a surname that are compared where it is cut short, and letters that may follow."""
LETTERS = ("to_three", "four", "five", "six", "to_eight", "more")
RESTS = ("whole", "little_rest", "long_rest")
PLACES = ("at_an_end", "inside", "as_words", "at_a_word", "in_a_word", "in_a_name")
"""How many letters of the handle the names make up, how many are left, and where they stand: in a handle that is one
word, at its beginning or end, or inside; in one of several words, as words, with one end at a word's, or inside a word;
within a longer name that is not rare."""
BESIDE = ("both", "initial_family", "family", "given")
"""Which names of the person the rest of a handle stands beside."""
A_LETTER = 2.3
"""How much a further letter says at the most, in natural units, of a piece that may stand in a handle by chance. (The
entropy of English is about that, given the letters before; Shannon 1951.)"""
_SIZE = np.searchsorted([4, 5, 6, 7, 9], np.arange(40), "right").astype(np.uint8)
_WORDS = 3
"""Words of a handle of several, or so."""
_GIVEN_KINDS = {people.GIVEN: OWN, people.PREFERRED: OWN, people.JOINED: OWN}
_FORM_KINDS = {people.GIVEN: NICKNAME, people.PREFERRED: NICKNAME}
_FAMILY_KINDS = {
    people.WHOLE: OWN, people.PART_A: OWN, people.PART_B: OWN, people.PART_C: OWN, people.PREFERRED_FAMILY: OWN,
    people.FORMER: FORMER, people.FORMER_PART: FORMER, people.CHILD_A: CHILD, people.CHILD_B: CHILD,
}  # fmt: skip
"""Which columns of people's names are looked for, and in which order."""


@dataclass(slots=True)
class HandleFit:
    """How the handles of some pairs fit: parallel arrays."""

    level: NDArray[np.uint8]
    given: NDArray[np.uint8]
    """Which given name was found: one of KINDS."""
    family: NDArray[np.uint8]
    given_word: I32
    """Token of the name that stands in the handle; -1 for none."""
    family_word: I32
    titled: NDArray[np.bool_]
    """A title stands before the name."""
    letters: NDArray[np.uint8]
    """How much of the handle the names make up: 0 for none, or else 1 + a number of LETTERS × RESTS × PLACES."""
    left: NDArray[np.uint8]
    """What else the handle shows: 0 for nothing, or else a number of BESIDE × leftovers.KINDS."""
    given_most: NDArray[np.float32]
    """How much the given name can say at the most, in natural units, being so short and standing where it stands."""
    family_most: NDArray[np.float32]

    def better(self, other: HandleFit, at: I64) -> None:
        """Take what another handle says of the pairs `at`, where that is more."""
        more = _RANK[other.level] > _RANK[self.level[at]]
        for name in HandleFit.__slots__:
            getattr(self, name)[at[more]] = getattr(other, name)[more]


class HandleComparer:
    """Compares the handles of one batch with people."""

    def __init__(self, index: Index, handles: Handles) -> None:
        self.index, self.handles = index, handles
        rows = len(handles.length)
        self._names = Places(handles.hit_row, handles.hit_token, np.arange(len(handles.hit_row)), rows)
        end = handles.hit_start + handles.hit_length
        edge = (handles.hit_start <= handles.title[handles.hit_row]) | (end == handles.length[handles.hit_row])
        read = (handles.hit_length > 2) & (edge | (handles.hit_length > 4))
        two = np.flatnonzero(edge & (handles.hit_length == 2))
        read[two] = aligned(handles.breaks[handles.hit_row[two]], handles.hit_start[two], end[two]) == 2  # `al.ramos`
        long = np.flatnonzero(read)
        long = long[np.argsort(-handles.hit_length[long], kind="stable")]
        which, form = index.vocabulary.related(handles.hit_token[long])
        hit = long[which]
        self._nicknames = Places(handles.hit_row[hit], form, hit, rows)
        self._glance = united(handles.hit_row, handles.hit_token, rows)
        self._forms_glance = united(handles.hit_row[hit], form, rows)
        """The names in every handle, and their other forms, at a glance."""

    def fit(
        self, row: I64, person: I64, distant: NDArray[np.bool_] | None = None, apart: NDArray[np.bool_] | None = None,
        called: NDArray[np.uint8] | None = None,
    ) -> HandleFit:  # fmt: skip
        """How each handle fits; `row` counts handles.

        `distant`: pairs for which a surname may be cut short. `apart`: pairs of which more than the handle's own
        reading is told only where the handle fits well (STRONG). `called`: the first letter of another form of the
        given name that the display name shows (1 for a; 0 for none): Bill Smith may be `bsmith` and William.
        """
        n = len(row)
        h, everyone = self.handles, self.index.people
        found = HandleFit(
            _OTHER_BY_READING[h.reads[row]],
            np.zeros(n, np.uint8),
            np.zeros(n, np.uint8),
            np.full(n, -1, np.int32),
            np.full(n, -1, np.int32),
            np.zeros(n, bool),
            np.zeros(n, np.uint8),
            np.zeros(n, np.uint8),
            np.full(n, np.inf, np.float32),
            np.full(n, np.inf, np.float32),
        )
        has = np.flatnonzero(h.length[row] > 0)
        row, person = row[has], person[has]
        glance, everyones = self._glance[row], self.index.glance
        family, given = _Best(len(row)), _Best(len(row))
        at = np.flatnonzero(glance & everyones.family[person] > 0)
        self._look(family, at, row[at], everyone.family.take(person[at], axis=0), _FAMILY_KINDS)
        firsts = everyones.given[person]
        at = np.flatnonzero(glance & firsts > 0)
        self._look(given, at, row[at], everyone.given.take(person[at], axis=0), _GIVEN_KINDS, beside=family)
        open_ = np.flatnonzero((given.length == 0) & (self._forms_glance[row] & firsts > 0))
        forms = everyone.given.take(person[open_], axis=0)[:, : people.JOINED]
        self._look(given, open_, row[open_], forms, _FORM_KINDS, beside=family)
        at = at[given.length[at] == 0]
        self._look(given, at, row[at], everyone.middle.take(person[at], axis=0)[:, :1], {0: MIDDLE}, beside=family)
        cut = np.zeros(len(row), bool) if distant is None else distant[has]
        some = np.flatnonzero((family.length > 0) | (given.length > 0) | (h.length[row] <= _FEW) | cut)
        has, row, person, cut = has[some], row[some], person[some], cut[some]
        family, given = family.only(some), given.only(some)
        letter = np.zeros(len(row), np.uint8) if called is None else called[has]
        level, titled, before, after, rest, added, ended = self._levels(row, person, letter, given, family)
        at = np.flatnonzero(cut & (_RANK[level] < _RANK[GIVEN_PART]))
        if len(at):
            level[at] = self._cut_short(row[at], person[at], level[at], given.only(at))
        good = np.flatnonzero(level > 0 if apart is None else STRONG[level] | (level > 0) & ~apart[has])
        at, given, family = has[good], given.only(good), family.only(good)
        found.level[at], found.given[at], found.family[at] = level[good], given.kind, family.kind
        found.given_word[at], found.family_word[at], found.titled[at] = given.token, family.token, titled[good]
        found.letters[at], found.given_most[at], found.family_most[at] = self._letters_of(
            row[good], given, family, before[good], after[good], rest[good], added[good], ended[good]
        )
        found.left[at] = self._left(row[good], level[good], given, family, before[good], after[good])
        return found

    def _left(
        self, row: I64, level: NDArray[np.uint8], given: _Best, family: _Best, before: NDArray[np.bool_],
        after: NDArray[np.bool_],
    ) -> NDArray[np.uint8]:  # fmt: skip
        """What is left of each handle: of what stands before the names and what stands behind, what tells more."""
        h = self.handles
        has_family, has_given = family.length > 0, given.length > 0
        begin = np.minimum(np.where(has_family, family.start, _BEHIND), np.where(has_given, given.start, _BEHIND))
        begin, end = np.minimum(begin - before, h.before.shape[1] - 1), self._end(given, family) + after
        kind = np.maximum(h.before[row, begin], h.behind[row, end])
        kind[(level == GIVEN_INITIAL) | (level == GIVEN_MIDDLE) | (level >= GIVEN_PART) | (level == INITIALS)] = 0
        beside = np.select([has_family & has_given, before | after, has_family], [0, 1, 2], 3)
        return np.where(kind > 0, beside * len(leftovers.KINDS) + kind, 0).astype(np.uint8)

    def _added(self, row: I64, begin: I16, end: I16) -> tuple[I16, I16]:
        """How many letters that people add stand before the names and behind them."""
        h = self.handles
        named, begin = end > 0, np.minimum(begin, h.before.shape[1] - 1)
        before = np.where(named & (h.before[row, begin] == leftovers.ADDED), begin - h.title[row], 0)
        behind = np.where(named & (h.behind[row, end] == leftovers.ADDED), h.length[row] - end, 0)
        return before.astype(np.int16), behind.astype(np.int16)

    @staticmethod
    def _end(given: _Best, family: _Best) -> I16:
        """Where the last name ends."""
        return np.maximum(family.start + family.length, given.start + given.length)

    def _look(
        self, best: _Best, at: I64, row: I64, names: I32, kinds: Mapping[int, int], beside: _Best | None = None
    ) -> None:  # fmt: skip
        """Keep the longest of the names of some pairs (`at`) that stands in the handle.

        `names`: pairs × columns of tokens; `kinds`: the columns in order, and which kind of name stands there.
        """
        places = self._nicknames if kinds is _FORM_KINDS else self._names
        tokens, width = names.ravel(), names.shape[1]
        there = np.flatnonzero(tokens >= 0)  # many times faster than to look in two dimensions
        which = there // width
        column = there - which * width
        hits = places.find(row[which], tokens[there])
        has = np.flatnonzero(hits >= 0)
        hits, column, which = hits[has], column[has], at[which[has]]
        for slot, kind in kinds.items():
            here = np.flatnonzero(column == slot)
            at, hit = which[here], hits[here]
            start, length = self.handles.hit_start[hit], self.handles.hit_length[hit]
            better = length > best.length[at]
            if beside is not None:
                apart = (start >= beside.start[at] + beside.length[at]) | (start + length <= beside.start[at])
                better &= apart | (beside.length[at] == 0)
                better &= (length > 2) | (beside.length[at] > 2)
            longer = np.flatnonzero(better)
            at, hit = at[longer], hit[longer]
            best.start[at], best.length[at], best.kind[at] = start[longer], length[longer], kind
            best.token[at] = self.handles.hit_token[hit]
            best.covered[at] = self.handles.hit_covered[hit]

    def _levels(
        self, row: I64, person: I64, called: NDArray[np.uint8], given: _Best, family: _Best
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_], I16, I16, I16]:
        """The level, whether a title is in front, an initial before and after the surname, how many letters are left,
        and how many are added in front and behind (`itsanna`, `annareads`), which are not counted as left.

        An initial may be that of another form (`sestrada` for Michelle): then `given` has it as its kind.
        """
        h, letters = self.handles, self.index.glance
        total = h.length[row].astype(np.int16)

        def among(
            where: NDArray[np.bool_], at: I16 | int, *columns: NDArray[np.uint8], own: bool = False
        ) -> NDArray[np.bool_]:
            """Where a letter of the handle is one of a person's (or, `own`, of what they call themselves)."""
            found = np.zeros(len(row), bool)
            here = np.flatnonzero(where & (at >= 0) & (at < total))
            letter = h.letters[row[here], np.broadcast_to(at, len(row))[here]]
            for column in columns:
                found[here] |= letter == column[person[here]]
            if own:
                found[here] |= letter == called[here]
            found[here] &= letter > 0
            return found

        first, preferred = letters.given_letters[:, people.GIVEN], letters.given_letters[:, people.PREFERRED]
        middle = letters.middle_letters[:, 0]
        lasts = tuple(letters.family_letters[:, slot] for slot in (people.WHOLE, people.PART_B, people.FORMER))
        has_family, has_given = family.length > 0, given.length > 0
        initial = has_family & ~has_given
        before = among(initial, family.start - 1, first, preferred, own=True)
        after = among(initial & ~before, family.start + family.length, first, preferred, own=True)
        open_ = np.flatnonzero(initial & ~before & ~after & (family.length > 3))
        form = self._initial_of_a_form(row[open_], person[open_], family.only(open_))
        before[open_[form]], given.kind[open_[form]] = True, NICKNAME
        begin = np.where(has_family, family.start, _BEHIND)
        begin = np.where(has_given, np.minimum(begin, given.start), begin) - before
        title = h.title[row].astype(np.int16)
        titled = (title > 0) & (begin == title)
        added, ended = self._added(row, begin, self._end(given, family) + after)
        rest = total - family.length - given.length - (before | after) - titled * title - added - ended
        last = among(has_given & ~has_family & (rest + ended == 1), given.start + given.length, *lasts)
        with_middle = has_given & ~has_family & self._middle_too(row, person, given)
        level = np.where(has_given, np.where(rest == 0, GIVEN, GIVEN_REST), NO_HANDLE).astype(np.uint8)
        level[np.flatnonzero(last)] = GIVEN_INITIAL
        level[np.flatnonzero(with_middle)] = GIVEN_MIDDLE
        alone = np.where(rest == 0, FAMILY, np.where(rest <= _LITTLE, FAMILY_REST, FAMILY_LONG_REST))
        one = before | after
        both = has_family & has_given
        level = np.where(has_family, alone, level)
        level = np.where(one, np.where(rest == 0, INITIAL_FAMILY, INITIAL_FAMILY_REST), level)
        level = np.where(both, np.where(rest == 0, FULL, FULL_REST), level).astype(np.uint8)
        weak = has_family & ~both & ~one & (family.length < 4) & (rest > 0)
        level[np.flatnonzero(weak)] = 0
        short = among(among((total == 2) | (total == 3), 0, first, preferred, middle), total - 1, *lasts)
        level[np.flatnonzero(short & (level == 0))] = INITIALS
        return level, titled & (level > 0), before, after, rest.astype(np.int16), added, ended

    def _initial_of_a_form(self, row: I64, person: I64, family: _Best) -> NDArray[np.bool_]:
        """Whether another form of the given name begins with the letter before the surname."""
        names = self.index.people.given.take(person, axis=0)[:, : people.JOINED]
        letter = self.handles.letters[row, np.maximum(family.start - 1, 0)]
        masks = self.index.vocabulary.form_letters[names]
        return (family.start > 0) & (letter > 0) & ((masks >> letter[:, None].astype(np.uint32) & 1) > 0).any(1)

    def _letters_of(
        self, row: I64, given: _Best, family: _Best, before: NDArray[np.bool_], after: NDArray[np.bool_], rest: I16,
        added: I16, ended: I16,
    ) -> tuple[NDArray[np.uint8], NDArray[np.float32], NDArray[np.float32]]:  # fmt: skip
        """How much of each handle the names make up, and how much either can say. A short name is in many by chance."""
        h = self.handles
        most = []
        breaks, total, title = h.breaks[row], h.length[row], h.title[row]
        ends = np.full(len(row), 2, np.uint8)
        edge = np.zeros(len(row), bool)
        nothing = np.zeros_like(before)
        for name, first, last in ((given, nothing, nothing), (family, before, after)):
            start, end = name.start, name.start + name.length
            word = aligned(breaks, start, end)
            if name is family:
                word = np.maximum(word, aligned(breaks, start - first, end + last))
            ends = np.where(name.length > 0, np.minimum(ends, word), ends)
            edge |= (name.length > 0) & ((start - first <= title + added) | (end + last == total - ended))
            places = np.where(breaks > 0, _WORDS, np.maximum(total - name.length + 1, 1))
            limit = A_LETTER * name.length - np.log(places)
            sure = (rest <= 0) | (word == 2) & (breaks > 0)
            most.append(np.where(sure, np.inf, limit).astype(np.float32))
        place = np.where(breaks > 0, 4 - ends, np.where(edge, 0, 1))
        inside = np.where(family.length > 0, family.covered, given.covered) & (rest > 0)
        place = np.where(inside, len(PLACES) - 1, place)
        size = _SIZE[np.minimum(family.length + given.length + (before | after), len(_SIZE) - 1)]
        much = np.where(rest <= 0, 0, np.where(rest <= _LITTLE, 1, 2))
        return (1 + (size * len(RESTS) + much) * len(PLACES) + place).astype(np.uint8), most[0], most[1]

    def _cut_short(self, row: I64, person: I64, level: NDArray[np.uint8], given: _Best) -> NDArray[np.uint8]:
        """Levels where the handle has only the beginning of a surname, or what they were."""
        h, everyone = self.handles, self.index.people
        length, width = h.length[row], h.letters.shape[1]
        found = level.copy()
        initials = self.index.glance.given_letters.take(person, axis=0)[:, :2]
        first = h.letters[row, 0]
        initial = (initials == first[:, None]).any(1)
        begin = np.where(given.length > 0, given.start + given.length, 1)
        for start, least, most, where, new in (
            (begin, 2, _LITTLE, (given.length > 2) & (begin < length), GIVEN_PART),
            (np.ones_like(begin), 4, _AFFIX, (given.length == 0) & initial, INITIAL_PART),
            (np.zeros_like(begin), 5, _AFFIX, given.length == 0, FAMILY_PART),
        ):
            for slot in (people.WHOLE, people.PART_A, people.PART_B):
                open_ = np.flatnonzero(where & (everyone.family[:, slot][person] >= 0) & (_RANK[new] > _RANK[found]))
                if not len(open_):
                    continue
                at = start[open_][:, None] + np.arange(_BEGINNING)
                there = np.where(at < width, h.letters[row[open_][:, None], np.minimum(at, width - 1)], 0)
                name = self.index.vocabulary.text[everyone.family[person[open_], slot]]
                text = np.ascontiguousarray(name).view(np.uint8).reshape(len(name), -1)[:, :_BEGINNING]
                same = np.cumprod((there > 0) & (there + np.uint8(96) == text), axis=1).sum(1)
                left = length[open_] - start[open_] - same
                found[open_[(same >= least) & (left <= np.where(same > 2, most, 0))]] = new
        return found

    def _middle_too(self, row: I64, person: I64, given: _Best) -> NDArray[np.bool_]:
        """Whether the given name's neighbour is the middle name, and nothing else is left."""
        found = np.zeros(len(row), bool)
        open_ = np.flatnonzero((given.length > 0) & (given.kind != MIDDLE))
        for token in self.index.people.middle.take(person[open_], axis=0).T:
            has = np.flatnonzero(token >= 0)
            at, token = open_[has], token[has]
            hit = self._names.find(row[at], token)
            there = np.flatnonzero(hit >= 0)
            at, which = at[there], hit[there]
            left = self.handles.length[row[at]] - given.length[at] - self.handles.hit_length[which]
            found[at] |= (left == 0) & (self.handles.hit_start[which] != given.start[at])
        return found


class _Best:
    """The longest name found so far, per pair."""

    def __init__(self, n: int) -> None:
        self.start = np.zeros(n, np.int16)
        self.length = np.zeros(n, np.int16)
        self.kind = np.zeros(n, np.uint8)
        self.token = np.full(n, -1, np.int32)
        self.covered = np.zeros(n, bool)

    def only(self, keep: I64) -> _Best:
        """Some of the pairs."""
        found = _Best(0)
        for name, values in vars(self).items():
            setattr(found, name, values[keep])
        return found
