"""How one verdict was reached: what speaks for the nearest person, who else it could be, and what would change it.

Nothing here judges: the account goes through the functions that every account goes through, once as it is and once
with each change, and the answers are compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import exp

import numpy as np

from auditor.classify import account, candidates, decide, features, scored
from auditor.classify.circles import Circles
from auditor.classify.classifier import IndexClassifier, columns_of
from auditor.classify.decide import KINDS, RULES, Judged
from auditor.classify.evidence import SHAPES
from auditor.classify.explanation import Change, Explanation, Hypothesis, Kind, Step
from auditor.classify.index import Index
from auditor.classify.people import CATEGORIES, PART_A, PART_B, PART_C, WHOLE
from auditor.classify.reading import read
from auditor.classify.scored import Scored
from auditor.classify.waterfall import BIT, Account, Waterfall
from auditor.roster.model import Person
from auditor.verdict import Category, Costs, Subject, VerdictKind
from connectors.model import Message

_NEVER = -59.0
"""Scores below stand for "nobody"."""
_NEAREST, _FARTHEST = float(np.log(1e-12)), float(np.log(1e9))
"""The log-odds between which a correction is read off, as `account` does it."""
_NAMEABLE = 0.02
_SHOWS_PART = frozenset({
    "nothing", "titled_surname", "titled_initial", "class_page", "initial_surname", "first_initial", "initials",
    "first", "surname", "first_year",
})  # fmt: skip
"""What a display name shows where a whole name would say more."""
_ROLE_CATEGORIES = (Category.STAFF, Category.PARENT, Category.STUDENT)


def explain(
    classifier: IndexClassifier,
    subjects: Sequence[Subject],
    owner: Person | None,
    which: int,
    costs: Costs = Costs(),  # noqa: B008 - immutable
) -> Explanation:
    """How the verdict on `subjects[which]` was reached. `subjects` are the whole account's."""
    case = _Case(classifier, subjects, classifier.position(owner), which, costs)
    ranks, hypotheses = case.hypotheses()
    rank = case.nearest_rank()
    steps = () if rank is None else case.steps(rank)
    return Explanation(
        subject=subjects[which],
        verdict=list(classifier.classify(subjects, owner, costs))[which],
        connections=len(subjects),
        nearest=None if rank is None else ranks[rank],
        steps=steps,
        hypotheses=hypotheses,
        changes=tuple(case.changes(rank)),
        costs=costs,
        model=classifier.model.version,
    )


class _Case:
    """An account as it is judged, ready to be judged again with something changed."""

    def __init__(
        self, classifier: IndexClassifier, subjects: Sequence[Subject], owner: int, which: int, costs: Costs
    ) -> None:
        self.classifier, self.index, self.model = classifier, classifier.index, classifier.model
        self.columns, self.owner, self.which, self.costs = columns_of(subjects), owner, which, costs
        self.one = np.zeros(len(subjects), np.int64)
        self.found = self._score(self.columns, owner)
        self.settled = account.settle(self.found, self.one, 1, account.USUAL_SHARE, self.index, self.model)
        self.judged = self._judge(self.found, owner, self.index)

    def _score(self, columns: dict[str, list[str]], owner: int) -> Scored:
        owners = np.array([owner], np.int32)
        return scored.score(columns, self.one, owners, self.index, self.classifier.neighbours, self.model)

    def _judge(self, found: Scored, owner: int, index: Index) -> Judged:
        settled = account.settle(found, self.one, 1, account.USUAL_SHARE, index, self.model)
        lacking = index.lacks_families(np.array([owner], np.int32))[self.one]
        return decide.judge(found, settled, lacking, index, self.costs)

    def nearest_rank(self) -> int | None:
        """The place of the person to explain: the likeliest; one who left only where the verdict says so."""
        person, score = self.found.person[self.which], self.found.score[self.which] + self.settled.family[self.which]
        left = RULES[self.judged.rule[self.which]] == "recently_left"
        fits = [r for r in range(len(person)) if person[r] >= 0 and self._gone(int(person[r])) == left]
        return max(fits, key=lambda r: (score[r], -r), default=None)

    def _gone(self, person: int) -> bool:
        return bool(self.index.people.left[person])

    def hypotheses(self) -> tuple[dict[int, Hypothesis], tuple[Hypothesis, ...]]:
        """Everything the connection may be, likeliest first; and the people among it by their place."""
        totals = self._totals()
        whole = np.logaddexp.reduce([total for _, _, _, total in totals])
        made = [
            (rank, Hypothesis(kind, category, total / BIT, exp(total - whole), self._id(rank)))
            for rank, kind, category, total in totals
        ]
        by_rank = {rank: each for rank, each in made if rank >= 0}
        return by_rank, tuple(
            sorted((each for _, each in made), key=lambda each: (-each.p, each.kind, each.person_id or ""))
        )

    def _id(self, rank: int) -> str | None:
        return self.index.person_id(int(self.found.person[self.which, rank])) if rank >= 0 else None

    def _totals(self) -> list[tuple[int, Kind, Category, float]]:
        """Place (-1 for no person), kind, category and log-odds of every hypothesis."""
        row, shift, corrected = self.which, float(self.settled.shift[self.which]), self.corrected
        made = [(-1, Kind.SOMEBODY_ELSE, Category.NONE, 0.0)]
        for rank, person in enumerate(self.found.person[row].tolist()):
            if person >= 0:
                total = float(self.found.score[row, rank]) + float(self.settled.family[row, rank]) + shift
                category, gone = CATEGORIES[self.index.people.category[person]], self._gone(person)
                made.append(
                    (rank, Kind.GONE, category, total) if gone else (rank, Kind.PERSON, category, total + corrected)
                )
        for kind, scores in ((Kind.CROWD, self.found.rest[row]), (Kind.UNSEEN, self.found.unseen[row])):
            for category, score in zip(_ROLE_CATEGORIES, scores.tolist(), strict=True):
                if score > _NEVER:
                    made.append((-1, kind, category, score + shift + corrected))
        return made

    @property
    def corrected(self) -> float:
        """What the correction by what is shown adds to the log-odds of every member."""
        row = self.which
        person, shift = self.found.person[row], self.settled.shift[row]
        score = self.found.score[row].astype(np.float64) + self.settled.family[row] + shift
        gone = np.array([p >= 0 and self._gone(p) for p in person.tolist()])
        here = score[(person >= 0) & ~gone]
        others = np.append(self.found.rest[row], self.found.unseen[row]) + shift
        members = np.logaddexp.reduce(np.concatenate((here, others)))
        odds = np.clip(members - np.logaddexp.reduce(np.append(score[gone], 0.0)), _NEAREST, _FARTHEST)
        slope = self.model.calibration[self.found.shape[row]]
        return float(account.corrected_odds(odds, slope) - odds)

    def steps(self, rank: int) -> tuple[Step, ...]:
        """The waterfall of one of the people kept."""
        person = int(self.found.person[self.which, rank])
        columns = {name: [values[self.which]] for name, values in self.columns.items()}
        one = np.zeros(1, np.int64)
        reading = read(columns, self.index)
        circles = Circles.of(np.array([self.owner], np.int32), self.classifier.neighbours)
        found = candidates.Finder(self.index, reading, one, circles).find()
        h = features.of(self.index, reading, found, one, circles)
        at = int(np.flatnonzero(h.person[: h.persons] == person)[0])
        around = Account(
            len(self.one),
            self.owner >= 0,
            float(self.settled.shift[self.which]),
            float(self.settled.family[self.which, rank]),
            0.0 if self._gone(person) else self.corrected,
        )
        return Waterfall(self.index, self.model, reading, circles, h, at).steps(around, columns["display_name"][0])

    def changes(self, rank: int | None) -> Iterator[Change]:
        """What would lead to another answer."""
        row = self.which
        before = int(self.judged.kind[row]), int(self.judged.category[row])
        for what, judged in self._others(rank):
            kind, category = int(judged.kind[row]), int(judged.category[row])
            if (kind, category) != before:
                p = float(judged.p_community[row])
                yield Change(Message(f"explain.change.{what}"), VerdictKind(KINDS[kind]), CATEGORIES[category], p)

    def _others(self, rank: int | None) -> Iterator[tuple[str, Judged]]:
        """The account judged again, with one thing changed each."""
        for field, also in (("display_name", ()), ("handle", ("url",)), ("email", ()), ("bio", ())):
            if self._shows(field, *also) and any(self._shows(f) for f in self.columns if f not in (field, *also)):
                yield f"without_{field}", self._rewritten(**dict.fromkeys((field, *also), ""))
        if self.owner >= 0:
            yield "without_owner", self._judge(self._score(self.columns, -1), -1, self.index)
        if rank is not None and float(self.settled.p_person[self.which, rank]) >= _NAMEABLE:
            person = int(self.found.person[self.which, rank])
            yield "without_person", self._judge(_without(self.found, person), self.owner, self.index)
            if SHAPES[self.found.shape[self.which]] in _SHOWS_PART and (name := self._name(person)):
                yield "whole_name", self._rewritten(display_name=name)
        if self.index.facts.missing or self.judged.lacking[self.which]:
            covered = replace(
                self.index, facts=replace(self.index.facts, missing=()), lacking=np.zeros_like(self.index.lacking)
            )
            yield "lists_covered", self._judge(self.found, self.owner, covered)

    def _shows(self, *fields: str) -> bool:
        return any(self.columns[field][self.which].strip() for field in fields)

    def _rewritten(self, **new: str) -> Judged:
        """The answers if this one connection showed something else."""
        columns = {name: list(values) for name, values in self.columns.items()}
        for name, value in new.items():
            columns[name][self.which] = value
        return self._judge(self._score(columns, self.owner), self.owner, self.index)

    def _name(self, person: int) -> str:
        """First and last name of somebody, behind the title that is shown; empty where the roster lacks one."""
        everyone, known = self.index.people, self.index.vocabulary
        family = everyone.family[person]
        parts = [PART_A, PART_B, PART_C] if family[PART_B] >= 0 else [WHOLE]
        tokens = [int(everyone.given[person, 0]), *(int(family[part]) for part in parts if family[part] >= 0)]
        if len(tokens) < 2 or tokens[0] < 0:
            return ""
        shown = self.columns["display_name"][self.which].split()
        titled = SHAPES[self.found.shape[self.which]] in ("titled_surname", "titled_initial", "class_page")
        return " ".join([*shown[: int(titled)], *map(known.word, tokens)])


def _without(found: Scored, person: int) -> Scored:
    """The account if the roster lacked somebody. Namesakes still count as many as before."""
    there = found.person == person
    return replace(
        found,
        person=np.where(there, np.int32(-1), found.person),
        score=np.where(there, np.float32(_NEVER - 1), found.score),
    )
