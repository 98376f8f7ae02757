"""Whose account it is: people by what a table of accounts calls them, without a dictionary of everybody."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from auditor.classify.index import ADDRESS, Index
from auditor.classify.lookup import I32, I64, key
from auditor.classify.people import ROLES, as_bytes, email_hash


def positions(who: Sequence[str], index: Index) -> I32:
    """Where each stands in the index: by id, by an id that was merged, or by an address only one has; else -1."""
    people = index.people
    found = np.full(len(who), -1, np.int32)
    wanted = as_bytes(who)
    at = _find(wanted, people.other_ids)
    found[at >= 0] = people.other_id_people[at[at >= 0]]
    ends = np.searchsorted(people.role, np.arange(ROLES + 1))
    for start, end in zip(ends[:-1].tolist(), ends[1:].tolist(), strict=True):
        open_ = np.flatnonzero(found < 0)
        at = _find(wanted[open_], people.ids[start:end])
        found[open_[at >= 0]] = start + at[at >= 0]
    return _by_address(who, found, index)


def _find(wanted: NDArray[np.bytes_], known: NDArray[np.bytes_]) -> I64:
    """Positions in a sorted array; -1 for what is not there."""
    found = np.full(len(wanted), -1, np.int64)
    fits = np.flatnonzero(np.char.str_len(wanted) <= known.dtype.itemsize)
    if not len(known) or not len(fits):
        return found
    short = wanted[fits].astype(known.dtype)
    at = np.minimum(np.searchsorted(known, short), len(known) - 1)
    same = known[at] == short
    found[fits[same]] = at[same]
    return found


def _by_address(who: Sequence[str], found: I32, index: Index) -> I32:
    rows = np.array([row for row in np.flatnonzero(found < 0).tolist() if "@" in who[row]], np.int64)
    if len(rows):
        hashed = np.array([email_hash(who[row]) for row in rows.tolist()], np.uint64)
        start, size = index.postings.blocks(
            key(ADDRESS, (hashed >> np.uint64(33)).astype(np.int64), hashed & np.uint64(2**31 - 1))
        )
        one = size == 1
        found[rows[one]] = index.postings.values[start[one]]
    return found
