"""One roster made into a classifier: read, find candidates, weigh, settle, judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from auditor.classify import account, decide, model, reasons, scored
from auditor.classify.circles import Neighbours
from auditor.classify.decide import KINDS, Judged
from auditor.classify.index import Index
from auditor.classify.model import Model
from auditor.classify.people import CATEGORIES
from auditor.classify.reading import COLUMNS
from auditor.classify.reasons import Why
from auditor.roster.model import Person
from auditor.verdict import Candidate, Costs, Subject, Verdict, VerdictKind

_SHOWN = 5


class IndexClassifier:
    """`auditor.verdict.Classifier` over one index."""

    def __init__(self, index: Index, weights: Model | None = None) -> None:
        self.index = index
        self.model = weights or model.load()
        self.neighbours = Neighbours(index)
        self._position = index.positions()

    def classify(
        self,
        subjects: Iterable[Subject],
        owner: Person | None,
        costs: Costs = Costs(),  # noqa: B008 - immutable
    ) -> Iterator[Verdict]:
        """One verdict per subject, in order; a call is one account."""
        columns = columns_of(list(subjects))
        judged = self.judge(columns, owner, costs)
        for row, why in enumerate(reasons.whys(judged, self.index)):
            yield self._verdict(judged, row, reasons.of_row(why))

    def judge(self, columns: Mapping[str, Sequence[str]], owner: Person | None, costs: Costs) -> Judged:
        """The verdicts on one account, as arrays."""
        n = len(columns["handle"])
        one = np.zeros(n, np.int64)
        owners = np.array([self.position(owner)], np.int32)
        found = scored.score(columns, one, owners, self.index, self.neighbours, self.model)
        settled = account.settle(found, one, 1, account.USUAL_SHARE, self.index, self.model)
        return decide.judge(found, settled, self.index.lacks_families(owners)[one], self.index, costs)

    def position(self, person: Person | None) -> int:
        """Where somebody stands in the index; -1 for nobody."""
        return self._position.get(person.person_id, -1) if person else -1

    def _verdict(self, judged: Judged, row: int, why: Why) -> Verdict:
        kind = VerdictKind(KINDS[judged.kind[row]])
        person = int(judged.person[row])
        return Verdict(
            kind,
            CATEGORIES[judged.category[row]],
            float(judged.p_community[row]),
            self.index.person_id(person) if person >= 0 else None,
            float(min(judged.p_person[row], judged.p_community[row])) if person >= 0 else None,
            tuple(self._candidates(judged, row)),
            reasons.messages(why, self.index.facts.missing),
        )

    def _candidates(self, judged: Judged, row: int) -> Iterator[Candidate]:
        for rank in np.flatnonzero(judged.in_question[row, :_SHOWN]).tolist():
            person, p = int(judged.candidates[row, rank]), round(float(judged.p_candidates[row, rank]), 4)
            yield Candidate(self.index.person_id(person), CATEGORIES[self.index.people.category[person]], p)


def columns_of(subjects: Sequence[Subject]) -> dict[str, list[str]]:
    """Subjects as columns of strings."""
    return {name: [getattr(subject, name) or "" for subject in subjects] for name in COLUMNS}
