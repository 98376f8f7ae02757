"""The pools of given and family names that people of the invented district are drawn from (`names.txt`)."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files


@dataclass(slots=True)
class Pool:
    """Names that go together; `weight` is how many homes draw from it, relative to the other pools."""

    name: str
    weight: int
    given: dict[str, list[str]] = field(default_factory=lambda: {"f": [], "m": []})
    family: list[str] = field(default_factory=list)

    def first(self, chance: random.Random) -> str:
        """A given name."""
        return chance.choice(self.given[chance.choice("fm")])

    def last(self, chance: random.Random) -> str:
        """A family name; the first of the list are the commonest, as in life."""
        return chance.choices(self.family, [1 / (4 + rank) for rank in range(len(self.family))])[0]


@cache
def _read() -> tuple[tuple[Pool, ...], Mapping[str, tuple[str, ...]]]:
    pools: list[Pool] = []
    nicknames: dict[str, tuple[str, ...]] = {}
    for line in files("auditor.demo").joinpath("names.txt").read_text(encoding="utf-8").splitlines():
        key, _, rest = line.partition(": ")
        if line.startswith("[") and " " in line:
            name, weight = line.strip("[]").split(" ")
            pools.append(Pool(name, int(weight)))
        elif key in ("f", "m"):
            pools[-1].given[key] = rest.split(", ")
        elif key == "family":
            pools[-1].family = rest.split(", ")
        elif key == "nick":
            full, _, short = rest.partition(" = ")
            nicknames[full] = tuple(short.split(", "))
    return tuple(pools), nicknames


def pool(chance: random.Random) -> Pool:
    """A pool, drawn by weight."""
    pools = _read()[0]
    return chance.choices(pools, [p.weight for p in pools])[0]


def named(name: str) -> Pool:
    """The pool of this name."""
    return next(p for p in _read()[0] if p.name == name)


def nicknames(given: str) -> tuple[str, ...]:
    """How people shorten a given name; empty where they do not."""
    return _read()[1].get(given, ())


def title(given: str) -> str:
    """The title the pupils would use, by the list the given name stands in."""
    return "Ms." if any(given in p.given["f"] for p in _read()[0]) else "Mr."
