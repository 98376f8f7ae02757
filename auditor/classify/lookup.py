"""Exact look-ups of 64-bit keys in sorted arrays, many at once, without a hash map in memory.

Keys are mixed, so their leading bits are evenly spread: a directory on those bits leads to the one or two keys a
query can be. All of it is plain arrays, which a file can hold and several processes can map.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

U64: TypeAlias = NDArray[np.uint64]
I32: TypeAlias = NDArray[np.int32]
I64: TypeAlias = NDArray[np.int64]
Arrays: TypeAlias = dict[str, NDArray[np.generic]]

_GOLDEN, _M1, _M2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_MANY = 1 << 13
"""Keys looked for at once from which on it pays to prepare."""
_30, _27, _31, _32 = (np.uint64(n) for n in (30, 27, 31, 32))


def mixed(x: U64) -> U64:
    """A bijection that spreads every bit (the finaliser of SplitMix64; Steele, Lea and Flood 2014)."""
    x = x + _GOLDEN
    x = (x ^ (x >> _30)) * _M1
    x = (x ^ (x >> _27)) * _M2
    return x ^ (x >> _31)


def key(kind: int, a: NDArray[np.integer] | int, b: NDArray[np.integer] | int = 0) -> U64:
    """One key per pair of numbers (each below 2^31), kinds apart."""
    first = np.asarray(a).astype(np.uint64)
    second = np.asarray(b).astype(np.uint64)
    salt = np.uint64((kind + 1) * int(_M2) % (1 << 64))
    return mixed(((first << _32) | second) ^ salt)


@dataclass(frozen=True)
class Lookup:
    """Where a key stands in a sorted array of different keys."""

    keys: U64
    directory: I32
    """Start of every bucket of leading bits, and the end of the last."""

    @classmethod
    def build(cls, keys: U64) -> Lookup:
        """A look-up over keys that are sorted and different."""
        bits = max(1, len(keys).bit_length())
        directory = np.zeros((1 << bits) + 1, np.int32)
        np.cumsum(np.bincount((keys >> np.uint64(64 - bits)).view(np.int64), minlength=1 << bits), out=directory[1:])
        return cls(keys, directory)

    @property
    def _shift(self) -> np.uint64:
        return np.uint64(64 - (len(self.directory) - 2).bit_length())

    @cached_property
    def _seen(self) -> NDArray[np.uint8]:
        """A bit for every beginning that a key may have, eight times as many as there are keys: set where one has."""
        seen = np.zeros(len(self.directory) * 8 - 8, bool)
        seen[(self.keys >> (self._shift - np.uint64(3))).astype(np.int64)] = True
        return np.packbits(seen, bitorder="little")

    def _maybe(self, wanted: U64) -> I64:
        """Which of the wanted keys may be there: a first look into a table that is small enough to be near."""
        if len(wanted) < _MANY and "_seen" not in self.__dict__:
            return np.arange(len(wanted))
        spot = (wanted >> (self._shift - np.uint64(3))).astype(np.int64)
        return np.flatnonzero((self._seen[spot >> 3] >> (spot & 7).astype(np.uint8) & 1).view(bool))

    def find(self, wanted: U64) -> I32:
        """Position of every wanted key; -1 for a key that is not there."""
        found = np.full(len(wanted), -1, np.int32)
        if not len(self.keys):
            return found
        open_ = self._maybe(wanted)
        wanted = wanted[open_]
        bucket = (wanted >> self._shift).astype(np.int64)
        at, end = self.directory[bucket], self.directory[bucket + 1]
        some = np.flatnonzero(at < end)
        open_, at, end, wanted = open_[some], at[some], end[some], wanted[some]
        while len(open_):
            here = self.keys[at]
            hit = np.flatnonzero(here == wanted)
            found[open_[hit]] = at[hit]
            at = at + 1
            going = np.flatnonzero((at < end) & (here < wanted))
            open_, at, end, wanted = open_[going], at[going], end[going], wanted[going]
        return found

    def arrays(self, name: str) -> Arrays:
        """The arrays to store, by name."""
        return {f"{name}.keys": self.keys, f"{name}.directory": self.directory}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Lookup:
        """The look-up stored under a name."""
        return cls(arrays[f"{name}.keys"], arrays[f"{name}.directory"])  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Postings:
    """Key → a block of numbers, in ascending order."""

    lookup: Lookup
    offsets: I64
    values: I32

    @classmethod
    def build(cls, keys: U64, values: I32) -> Postings:
        """Blocks from loose (key, value) pairs; the same pair twice counts once."""
        order = np.argsort(values, kind="stable")
        order = order[np.argsort(keys[order], kind="stable")]
        keys, values = keys[order], values[order]
        new = np.ones(len(keys), bool)
        new[1:] = (keys[1:] != keys[:-1]) | (values[1:] != values[:-1])
        keys, values = keys[new], values[new]
        first = np.ones(len(keys), bool)
        first[1:] = keys[1:] != keys[:-1]
        starts = np.flatnonzero(first)
        return cls(Lookup.build(keys[starts]), np.append(starts, len(keys)).astype(np.int64), values)

    def updated(self, moved: I32, more: Postings) -> Postings:
        """These blocks with other numbers, and more of them: to the byte what `build` makes of all the pairs.

        `moved`: per value its new number, in the same order; -1 for one that is left out. No pair of `more` may be
        among those that stay.
        """
        if not len(self.values):
            return more
        values = moved[self.values]
        stay = values >= 0
        size = np.diff(self.offsets)
        np.subtract.at(size, np.searchsorted(self.offsets, np.flatnonzero(~stay), "right") - 1, 1)
        values = values[stay]
        ends = np.cumsum(size)
        number = np.diff(more.offsets)
        at = self.lookup.find(more.lookup.keys).astype(np.int64)
        rank = np.searchsorted(self.lookup.keys, more.lookup.keys)
        # Where each pair goes: into its block, which ends where the next one begins; before that one if it has none.
        starts = ends.take(rank, mode="clip") - size.take(rank, mode="clip")
        low, high = np.repeat(starts, number), np.repeat(ends[at], number)
        low[np.repeat(rank == len(ends), number)] = len(values)
        new = np.repeat(at < 0, number)
        high[new] = low[new]
        values = np.insert(values, _below(values, low, high, more.values), more.values)
        size[at[at >= 0]] += number[at >= 0]
        keys = np.insert(self.lookup.keys, rank[at < 0], more.lookup.keys[at < 0])
        size = np.insert(size, rank[at < 0], number[at < 0])
        left = size > 0
        offsets = np.zeros(np.count_nonzero(left) + 1, np.int64)
        np.cumsum(size[left], out=offsets[1:])
        return Postings(Lookup.build(keys[left]), offsets, values)

    def blocks(self, wanted: U64) -> tuple[I64, I64]:
        """Start and length of the block of every wanted key; length 0 where there is none."""
        at = self.lookup.find(wanted).astype(np.int64)
        start, size = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
        there = np.flatnonzero(at >= 0)
        start[there] = self.offsets[at[there]]
        size[there] = self.offsets[at[there] + 1] - start[there]
        return start, size

    def expand(self, start: I64, size: I64) -> tuple[I64, I32]:
        """All values of some blocks: the number of the block, and the value."""
        which, at = spread(start, size)
        return which, self.values[at]

    def arrays(self, name: str) -> Arrays:
        """The arrays to store, by name."""
        return {**self.lookup.arrays(name), f"{name}.offsets": self.offsets, f"{name}.values": self.values}

    @classmethod
    def of(cls, arrays: Mapping[str, NDArray[np.generic]], name: str) -> Postings:
        """The postings stored under a name."""
        lookup = Lookup.of(arrays, name)
        return cls(lookup, arrays[f"{name}.offsets"], arrays[f"{name}.values"])  # type: ignore[arg-type]


def _below(values: I32, low: I64, high: I64, wanted: I32) -> I64:
    """Between two positions each, where the values are in order: the position before which a value belongs."""
    low, high = low.copy(), high.copy()
    open_ = np.flatnonzero(low < high)
    while len(open_):
        middle = (low[open_] + high[open_]) // 2
        less = values[middle] < wanted[open_]
        low[open_[less]] = middle[less] + 1
        high[open_[~less]] = middle[~less]
        open_ = open_[low[open_] < high[open_]]
    return low


def in_order(numbers: I64) -> I64:
    """Numbers sorted, several times faster than usual where they go by connection already, or in long runs."""
    return np.sort(numbers, kind="stable")


def distinct(numbers: I64) -> I64:
    """The different numbers, sorted: what `np.unique` does, many times faster (numpy hashes, out of the cache)."""
    found = in_order(numbers)
    new = np.ones(len(found), bool)
    new[1:] = found[1:] != found[:-1]
    return found[np.flatnonzero(new)]


def spread(start: I64, size: I64) -> tuple[I64, I64]:
    """Ranges written out: for every element of every range, the number of the range and the position."""
    which = np.repeat(np.arange(len(size)), size)
    at = np.arange(len(which)) + np.repeat(start + size - np.cumsum(size), size)
    return which, at


def ranked(group: NDArray[np.integer]) -> I64:
    """The number of each element within its run of equal neighbours, from 0."""
    at = np.arange(len(group))
    first = np.ones(len(group), bool)
    first[1:] = group[1:] != group[:-1]
    return at - np.maximum.accumulate(np.where(first, at, 0))


def among(wanted: NDArray[np.integer], table: NDArray[np.integer]) -> NDArray[np.bool_]:
    """Rows of a table where the number wanted is; a few columns, one by one."""
    found = np.zeros(len(wanted), bool)
    for column in table.T:
        found |= column == wanted
    return found
