"""A whole table at once: every account settled over all of its rows, in memory that does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from auditor.classify import account, decide, reasons, spill
from auditor.classify.account import Settled
from auditor.classify.district import District, estimate, usual
from auditor.classify.index import Index
from auditor.classify.large import Large
from auditor.classify.lookup import I64
from auditor.classify.model import Model
from auditor.classify.reasons import WHY
from auditor.classify.scored import TOP, Scored
from auditor.classify.spill import Partitions, Records
from auditor.classify.table_out import WHOLE
from auditor.verdict import Costs

JUDGED = np.dtype(
    [("row", "<i8"), ("person", "<i4"), ("p_community", "<u2"), ("p_person", "<u2"), ("kind", "u1"),
     ("category", "u1"), ("why", WHY), ("candidates", "<i4", (TOP,)), ("p_candidates", "<f4", (TOP,))]
)  # fmt: skip
"""The verdict on one row of the table, its probabilities in units of 1 / `WHOLE`. Candidates are the best first, with
probabilities as they are: among many, all are small."""
_SAMPLE = 20_000
"""Rows that are enough to know a district by. A hash of the account tells the partition: the first are a sample."""
_SAMPLE_AT_MOST = 1 << 17
"""A partition of more rows holds an account too large to read at once: then the district is taken as usual."""
AT_ONCE = 1 << 17
"""Rows that are settled at once; an account that has more is gone through several times instead."""


class Settle(Protocol):
    """Settles accounts, in this process or elsewhere."""

    def __call__(self, wholes: Iterable[NDArray[np.void]], district: District) -> Iterator[NDArray[np.void]]:
        """What `together` says of each of some lists of records, in order."""


def judge(
    partitions: Partitions, share: float, index: Index, model: Model, folder: Path, settle: Settle
) -> list[Records]:  # fmt: skip
    """The verdicts on every row, partition by partition in the partitions' order. `share`: of members, in all."""
    district = _district(partitions, share, index, model)
    found = [Records(folder, JUDGED) for _ in partitions.files]
    pairs = list(zip(partitions.files, found, strict=True))
    usual = [(part, verdicts) for part, verdicts in pairs if 0 < part.size <= AT_ONCE]
    wholes = settle((part.get(0, part.size) for part, _ in usual), district)
    for (_, verdicts), whole in zip(usual, wholes, strict=True):
        verdicts.put(0, whole)
    for part, verdicts in pairs:
        if part.size > AT_ONCE:
            verdicts.put(0, np.zeros(part.size, JUDGED))
            for group, size in _groups(part):
                if size <= AT_ONCE:
                    at, records = _picked(part, group)
                    _scatter(verdicts, at, together(records, district, index, model))
                else:
                    _one_large(part, verdicts, group[0], district, index, model)
    return found


def _district(partitions: Partitions, share: float, index: Index, model: Model) -> District:
    """The district, estimated from whole accounts: those of as many partitions as make a good sample."""
    sample: list[NDArray[np.void]] = []
    for part in partitions.files:
        if part.size > _SAMPLE_AT_MOST:
            return usual(share)
        sample.append(part.get(0, part.size))
        if sum(map(len, sample)) >= _SAMPLE:
            break
    if not sample:
        return usual(share)
    return estimate(spill.scored(np.concatenate(sample)), index, model.members, share)


def in_order(verdicts: list[Records], rows: int, size: int) -> Iterator[NDArray[np.void]]:
    """The verdicts of all partitions in the order of the table, `size` rows at a time."""
    at = [0] * len(verdicts)
    for start in range(0, rows, size):
        end = min(start + size, rows)
        block = np.empty(end - start, JUDGED)
        for number, file in enumerate(verdicts):
            ahead = file.get(at[number], end - start)
            ahead = ahead[: np.searchsorted(ahead["row"], end)]
            block[ahead["row"] - start] = ahead
            at[number] += len(ahead)
        yield block


def together(records: NDArray[np.void], district: District, index: Index, model: Model) -> NDArray[np.void]:
    """The verdicts (`JUDGED`) on whole accounts."""
    accounts, which = np.unique(records["account"], return_inverse=True)
    scored = district.adapt(spill.scored(records), index)
    settled = account.settle(scored, which, len(accounts), district.share, index, model)
    return _judged(records, scored, settled, index)


def _judged(records: NDArray[np.void], scored: Scored, settled: Settled, index: Index) -> NDArray[np.void]:
    lacking = index.lacks_families(records["owner"])
    judged = decide.judge(scored, settled, lacking, index, Costs())
    found = np.zeros(len(records), JUDGED)
    for name in ("kind", "category", "person", "candidates", "p_candidates"):
        found[name] = getattr(judged, name)
    found["row"], found["why"] = records["row"], reasons.whys(judged, index)
    found["p_community"] = np.rint(judged.p_community * WHOLE)
    found["p_person"] = np.rint(np.minimum(judged.p_person, judged.p_community) * WHOLE)
    return found


def _groups(part: Records) -> Iterator[tuple[NDArray[np.uint64], int]]:
    """The accounts of a partition in groups that fit, and how many rows a group has; too large a one by itself."""
    counts: dict[int, int] = {}
    for _, records in part.blocks(AT_ONCE):
        accounts, number = np.unique(records["account"], return_counts=True)
        for each, rows in zip(accounts.tolist(), number.tolist(), strict=True):
            counts[each] = counts.get(each, 0) + rows
    order = sorted(counts)
    ends, room = [0], AT_ONCE
    for position, each in enumerate(order):
        if position and counts[each] > room:
            ends.append(position)
            room = AT_ONCE
        room -= counts[each]
    for start, end in pairwise([*ends, len(order)]):
        yield np.array(order[start:end], np.uint64), sum(counts[each] for each in order[start:end])


def _picked(part: Records, group: NDArray[np.uint64]) -> tuple[I64, NDArray[np.void]]:
    """Where the rows of some accounts lie in a partition, and the rows."""
    at, found = [], []
    for start, records in part.blocks(AT_ONCE):
        here = np.flatnonzero(np.isin(records["account"], group))
        at.append(start + here)
        found.append(records[here])
    return np.concatenate(at), np.concatenate(found)


def _scatter(verdicts: Records, at: I64, found: NDArray[np.void]) -> None:
    """Put verdicts where their rows lie."""
    for start, block in verdicts.blocks(AT_ONCE):
        here = slice(*np.searchsorted(at, (start, start + len(block))).tolist())
        block[at[here] - start] = found[here]
        verdicts.put(start, block)


def _one_large(
    part: Records, verdicts: Records, which: np.uint64, district: District, index: Index, model: Model
) -> None:  # fmt: skip
    """Judge an account of any size: once through it for its share of members, once for relatives, once to judge."""

    def each(see: Callable[[int, I64, NDArray[np.void], Scored], None]) -> None:
        for start, records in part.blocks(AT_ONCE):
            here = np.flatnonzero(records["account"] == which)
            if len(here):
                see(start, here, records[here], district.adapt(spill.scored(records[here]), index))

    large = Large(index, model)
    each(lambda _start, _here, _records, scored: large.count(scored))
    large.share(district.share)
    each(lambda _start, _here, _records, scored: large.meet(scored))

    def settle(start: int, here: I64, records: NDArray[np.void], scored: Scored) -> None:
        block = verdicts.get(start, AT_ONCE)
        block[here] = _judged(records, scored, large.settle(scored), index)
        verdicts.put(start, block)

    each(settle)
