"""How one person fits one connection, as steps a reader can follow: every weight of the score in bits, under a heading.

A bit doubles the odds. What nobody could see differently (no e-mail address is shown, no year) is put together in one
step, `shown`: it says something of the connection, and of this person only what they do: teachers show titles.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, log

import numpy as np

from auditor.classify import amounts, features, handle_fit, handles, leftovers, levels, population, schools, text
from auditor.classify.circles import Circles
from auditor.classify.evidence import AMOUNTS, ROLE_NAMES, SHAPES, TABLES, TIER_NAMES, YEARS, cell
from auditor.classify.explanation import STEPS, Step, Weight
from auditor.classify.features import Hypotheses
from auditor.classify.index import Index
from auditor.classify.model import Model
from auditor.classify.people import CATEGORIES
from auditor.classify.reading import DISTRICT_MAIL, NO_MAIL, Reading
from auditor.verdict import Category
from connectors.model import Message

BIT = log(2)
STEP_OF = {
    "near": "near", "shape": "shown", "title": "shown", "digits": "shown", "order": "between", "middle": "between",
    "handle": "handle", "handle_given": "handle", "handle_family": "handle", "handle_reads": "handle",
    "handle_title": "handle", "year": "year", "address": "profile", "school": "profile", "mail": "profile",
    "educator": "profile", "suffix": "profile", "handle_role": "handle", "handle_letters": "handle",
    "handle_reading": "handle", "called": "first", "slip": "last", "job": "shown",
    "handle_left": "handle", "again": "handle",
}  # fmt: skip
"""Table of the model → the step it is told in."""
NAMES = frozenset({"name", "name_role"})
"""Tables about first and last name together, shared out between the two steps."""
_NOTHING = frozenset({"none", "usual", "only_name"})
_A_LETTER = 3.0
"""What a first letter counts, in bits, where the weight of a pair of names is shared out."""
_RARE, _COMMON = 10_000, 500
_COMMONER_HERE = 0.5
HANDLES = {
    "full": "both", "full_rest": "both", "initial_family": "letter_last", "initial_family_rest": "letter_last",
    "family": "last", "family_rest": "last", "family_long_rest": "last", "given_initial": "first_letter",
    "given": "first", "given_rest": "first", "given_middle": "first_middle", "initials": "letters",
    "given_part": "first_letter", "initial_part": "letters", "part": "letters",
    "other_full": "another", "other_initial": "another", "other_given": "another", "other_family": "another",
}  # fmt: skip
"""How a handle fits → how that is told; everything else shows nothing of the person."""
_AMOUNTS = {"given": "first", "nickname": "first", "middle": "between", "children": "near", "handle": "handle"}
"""Beginning of an amount's name → the step it counts in; the others are about the last name."""
_FELT = 0.15
"""Bits from which on a step is said to change anything (`reports.explain`)."""
_UNNAMED = frozenset({"none", "initial", "initial_part", "middle_letter", "form_letter", "differs"})
"""Levels at which a name that fits can only stand in the user name."""
LEFT = frozenset({"added", "letter", "given", "surname"})
"""What else a user name shows that is told by itself (`leftovers.KINDS`)."""
_OTHER_FORMS = (handle_fit.NICKNAME, handle_fit.MIDDLE, handle_fit.FORMER, handle_fit.CHILD)


@dataclass(frozen=True, slots=True)
class Account:
    """What the whole account adds to the evidence on one person, in natural log-odds."""

    connections: int
    owner_known: bool
    shift: float
    relatives: float
    corrected: float


class Waterfall:
    """The steps for one person. `h` is about one connection; `at` is the person's place in it."""

    def __init__(self, index: Index, model: Model, reading: Reading, circles: Circles, h: Hypotheses, at: int) -> None:
        self.index, self.model, self.reading, self.circles, self.h, self.at = index, model, reading, circles, h, at
        self.person = int(h.person[at])
        self.cells = {
            table: labels[int(h.cells[at, column]) - int(cell(table, 0))]
            for column, (table, labels) in enumerate(TABLES.items())
            if h.cells[at, column] >= 0
        }
        """Table → the cell that counts; the one that others are measured by is not in it."""
        self.given = levels.GIVEN_LEVELS[int(h.fit.given[at])]
        self.family = levels.FAMILY_LEVELS[int(h.fit.family[at])]
        self.has_handle = bool(reading.handles.length[0]) or bool((reading.second >= 0).any())

    def steps(self, account: Account, shown: str) -> tuple[Step, ...]:
        """The steps that weigh anything, in order. `shown`: the display name as it is written."""
        weights: dict[str, list[Weight]] = {key: [] for key in STEPS}
        for key, weight in (*self._cells(), *self._amounts(), *_of_account(account)):
            if weight.bits:
                weights[key].append(weight)
        weights["near"].append(Weight("one_of_so_many", float(self.h.offset[self.at]) / BIT))
        of_handle = sum(weight.bits for weight in weights["handle"])
        told = {
            "near": self._near(account),
            "list": _list(account),
            "shown": self._shown(),
            "first": self._first(shown),
            "last": self._last(shown),
            "between": self._between(),
            "handle": self._handle(of_handle),
            "year": (Message(f"explain.year.{YEARS[int(self.h.year[self.at])]}"),),
            "profile": self._profile(),
            "corrected": (Message("explain.corrected"),),
        }
        return tuple(
            Step(key, told[key], sum(weight.bits for weight in some), tuple(some))
            for key, some in weights.items()
            if some
        )

    def _cells(self) -> Iterator[tuple[str, Weight]]:
        for table, label in self.cells.items():
            number = int(cell(table, TABLES[table].index(label)))
            bits = float(self.model.cells[number]) / BIT
            if table in NAMES:
                yield from self._pair_of_names(Weight(f"{table}.{label}", bits))
            else:
                yield self._step_of(table, label), Weight(f"{table}.{label}", bits)

    def _step_of(self, table: str, label: str) -> str:
        step = STEP_OF.get(table, "shown")
        if table == "slip":
            step = {"none": "shown", "given": "first"}.get(label.partition("_")[0], step)
        nothing = label.rpartition(".")[2] in _NOTHING
        if nothing and step == "handle":
            return "handle" if self.has_handle else "shown"
        if nothing and table == "address":
            return "profile" if self.reading.address[0] else "shown"
        return "shown" if nothing else step

    def _pair_of_names(self, weight: Weight) -> Iterator[tuple[str, Weight]]:
        """One weight for a first and a last name together: the one that differs has it, or each by what it says."""
        given, family = self.given, self.family
        if given == family == "none":
            yield "shown", weight
            return
        amounts = dict.fromkeys(("first", "last"), 0.0)
        for step, amount in self._amounts():
            amounts[step] = amounts.get(step, 0.0) + abs(amount.bits)
        first = 0.0 if given == "none" else amounts["first"] or _A_LETTER
        last = 0.0 if family == "none" else amounts["last"] or _A_LETTER
        if (given == "differs") != (family == "differs"):
            first, last = float(given == "differs"), float(family == "differs")
        share = first / (first + last)
        yield "first", Weight(weight.name, weight.bits * share, share)
        yield "last", Weight(weight.name, weight.bits * (1 - share), 1 - share)

    def _amounts(self) -> Iterator[tuple[str, Weight]]:
        for number, name in enumerate(AMOUNTS):
            amount = float(self.h.amounts[self.at, number])
            bits = amount * float(self.model.amounts[number]) / BIT
            if bits:
                yield _AMOUNTS.get(name.partition("_")[0], "last"), Weight(name, bits, amount)

    def _near(self, account: Account) -> tuple[Message, ...]:
        tier, role = TIER_NAMES[int(self.h.tier[self.at])], ROLE_NAMES[int(self.h.role[self.at])]
        category = CATEGORIES[int(self.index.people.category[self.person])] or Category.OTHER_COMMUNITY
        people = int(self.circles.counts[0, TIER_NAMES.index(tier), ROLE_NAMES.index(role)])
        near = f"explain.near.{tier if account.owner_known else 'unknown'}"
        who = {"t_as": f"reason.as.{category}", "t_role": f"explain.role.{role}"}
        told = Message(near, {**who, "people": about(max(people, 1))})
        several = self.h.amounts[self.at, AMOUNTS.index("children")] > 0
        return (told, Message("explain.near.children")) if several else (told,)

    def _shown(self) -> tuple[Message, ...]:
        shape = SHAPES[int(features.shapes(self.reading)[0])]
        told = [Message("explain.shown", {"t_shape": f"explain.shape.{shape}"})]
        if self.reading.names.title[0]:
            told.append(Message("explain.shown.title"))
        if "job" in self.cells:
            told.append(Message("explain.shown.job"))
        if "leaving" in self.cells.get("digits", ""):
            told.append(Message("explain.shown.year"))
        return tuple(told)

    def _first(self, shown: str) -> tuple[Message, ...]:
        word = int(self.h.given_word[self.at])
        told = self._name("first", self.given, int(self.h.fit.given_word[self.at]), word, shown)
        called = self.cells.get("called", "only_name")
        return (*told, Message(f"explain.called.{called}")) if called != "only_name" else told

    def _last(self, shown: str) -> tuple[Message, ...]:
        word = int(self.h.family_word[self.at])
        told = self._name("last", self.family, int(self.h.fit.family_word[self.at]), word, shown)
        namesakes = round(exp(float(self.h.amounts[self.at, AMOUNTS.index("namesakes")])))
        return (*told, Message("explain.namesakes", {"n": namesakes})) if namesakes > 1 else told

    def _name(self, which: str, level: str, shown_word: int, fitting: int, shown: str) -> tuple[Message, ...]:
        """What a name says. `fitting`: the word that fits, of the display name or else of the user name; or -1."""
        told = []
        if level != "none":
            name = as_written(self.reading.wording.text(shown_word), shown)
            told.append(Message(f"explain.{which}.{level}", {"name": name}))
        if level == "close":
            listed = self.cells.get("slip", "").endswith("listed")
            told.append(Message(f"explain.slip.{'listed' if listed else 'new_word'}"))
        if fitting != -1 and level in _UNNAMED:
            name = as_written(self.reading.wording.text(fitting), "")
            told.append(Message(f"explain.{which}.in_handle", {"name": name}))
        return (*told, *self._frequency(fitting, of_family=which == "last")) if fitting != -1 else tuple(told)

    def _frequency(self, word: int, *, of_family: bool) -> Iterator[Message]:
        """How many people bear a name, and whether the school lists make it commoner."""
        known = self.index.vocabulary
        table = population.surnames() if of_family else population.given_names()
        bearers = int((known.family_bearers if of_family else known.given_bearers)[word]) if word >= 0 else 0
        people = table.total / max(bearers, population.UNLISTED)
        kind = "unlisted" if not bearers else "rare" if people >= _RARE else "common" if people <= _COMMON else "plain"
        yield Message(f"explain.one_in.{kind}", {"people": about(people)})
        counted = self.index.family_surprisal if of_family else self.index.given_surprisal
        here = exp(float(amounts.surprisals(counted, np.array([word], np.int32), of_family=of_family)[0]))
        if here < _COMMONER_HERE * people:
            yield Message("explain.one_in.here", {"people": about(here)})

    def _between(self) -> tuple[Message, ...]:
        middle = levels.MIDDLE_LEVELS[int(self.h.fit.middle[self.at])]
        order = levels.ORDER_LEVELS[int(self.h.fit.order[self.at])]
        told = [Message(f"explain.middle.{middle}")] if middle != "none" else []
        return (*told, Message(f"explain.order.{order}")) if order != "usual" else tuple(told)

    def _handle(self, bits: float) -> tuple[Message, ...]:
        """What the user name says. `bits`: how far it moves the odds, and that is not always where one expects it."""
        level = handle_fit.LEVELS[int(self.h.handle.level[self.at])]
        known = HANDLES.get(level, "nothing")
        told = [Message(f"explain.handle.{known}")]
        if {int(self.h.handle.given[self.at]), int(self.h.handle.family[self.at])}.intersection(_OTHER_FORMS):
            told.append(Message("explain.handle.other_form"))
        left = leftovers.KINDS[int(self.h.handle.left[self.at]) % len(leftovers.KINDS)]
        if left in LEFT:
            told.append(Message(f"explain.handle.left.{left}"))
        elif level.endswith("_rest"):
            told.append(Message("explain.handle.rest"))
        if "again" in self.cells:
            told.append(Message("explain.handle.again"))
        if self.h.handle.titled[self.at]:
            told.append(Message("explain.handle.title"))
        if self.reading.second[0] >= 0:
            alone = not self.reading.handles.length[0]
            told.append(Message(f"explain.handle.{'read_elsewhere' if alone else 'read_both'}"))
        fits = known not in ("another", "nothing")
        if bits > _FELT and not fits:
            told.append(Message("explain.handle.usual_in_lists"))
        elif bits < -_FELT and fits and not level.endswith("_rest") and left not in LEFT:
            told.append(Message("explain.handle.usual_elsewhere"))
        return tuple(told)

    def _profile(self) -> tuple[Message, ...]:
        told = []
        if self.reading.address[0]:
            told.append(Message(f"explain.address.{self.cells.get('address', 'none')}"))
        if self.reading.mail[0] != NO_MAIL:
            told.append(Message(f"explain.mail.{'district' if self.reading.mail[0] == DISTRICT_MAIL else 'other'}"))
        if self.reading.school[0] != schools.NO_SCHOOL:
            told.append(Message(f"explain.school.{self.cells.get('school', 'ours')}"))
        if self.reading.educator[0]:
            told.append(Message("explain.educator"))
        if self.reading.handles.suffix[0] != handles.NO_SUFFIX:
            told.append(Message(f"explain.suffix.{self.cells.get('suffix', 'ours').rpartition('.')[2]}"))
        return tuple(told)


def _of_account(account: Account) -> Iterator[tuple[str, Weight]]:
    yield "list", Weight("share_of_members", account.shift / BIT, 1 / (1 + exp(-account.shift)))
    yield "list", Weight("relatives", account.relatives / BIT)
    yield "corrected", Weight("calibration", account.corrected / BIT)


def _list(account: Account) -> tuple[Message, ...]:
    percent = round(100 / (1 + exp(-account.shift)))
    told = Message("explain.list.alone" if account.connections == 1 else "explain.list.share", {"percent": percent})
    return (told, Message("explain.list.relatives")) if account.relatives > 0 else (told,)


def about(number: float) -> int:
    """A number cut to its first two digits, as the reasons have it."""
    digits = int(10 ** max(len(str(int(number))) - 2, 0))
    return int(number) // digits * digits


def as_written(word: str, shown: str) -> str:
    """A comparison key as the profile writes it (`garcialopez` → `García-López`), or else with a capital."""
    pieces = shown.split()
    for size in range(1, 5):
        for start in range(len(pieces) - size + 1):
            chunk = " ".join(pieces[start : start + size])
            if text.key(chunk) == word:
                return chunk.strip(" ,.;:()")
    return word.capitalize()
