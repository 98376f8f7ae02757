"""Sets of names in one number each: what tells at a glance, for most pairs, that a name is in no set.

Bit `token mod 64` stands for a token, as in a Bloom filter with one hash (Bloom 1970): a bit that is not set rules a
name out, one that is set says to look.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import I32, U64

_BITS = 63


def bits(tokens: NDArray[np.integer]) -> U64:
    """The bit of every token; none for -1."""
    return np.where(tokens >= 0, np.uint64(1) << (tokens & _BITS).astype(np.uint64), np.uint64(0))


def united(group: NDArray[np.integer], tokens: NDArray[np.integer], groups: int) -> U64:
    """The sets of `groups` groups; `group` says which group each token is in."""
    found = np.zeros(groups, np.uint64)
    np.bitwise_or.at(found, group, bits(tokens))
    return found


def rows(table: NDArray[np.integer]) -> U64:
    """The set of every row of a table."""
    found = np.zeros(len(table), np.uint64)
    for column in table.T:
        found |= bits(column)
    return found


@dataclass(frozen=True, slots=True)
class Glance:
    """The names and the schools of people at a glance: a number per person each, and the first letters."""

    given: U64
    """First, preferred and middle names."""
    family: U64
    orgs: U64
    given_letters: NDArray[np.uint8]
    """People × columns: the first letters of their names; 0 for none."""
    middle_letters: NDArray[np.uint8]
    family_letters: NDArray[np.uint8]

    @classmethod
    def of(cls, given: I32, middle: I32, family: I32, orgs: I32, first: NDArray[np.uint8]) -> Glance:
        """Of people × columns; `first`: the first letter of every token."""
        letters = (np.append(first, np.uint8(0))[names] for names in (given, middle, family))
        return cls(rows(given) | rows(middle), rows(family), rows(orgs), *letters)
