"""Names that no table lists: made letter by letter from how listed names are spelled.

Tables of names begin at a hundred bearers or so; about one person in ten bears a rarer surname. A chain of letters
(Shannon 1948), each drawn given the two before it, makes names that look like names and are nobody's in particular.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

import numpy as np

_SHORTEST, _LONGEST = 3, 14
_END = "\n"
_EVERY = 5
"""One listed name in so many is enough to learn spelling from."""


@lru_cache(maxsize=4)
def _chain(names: tuple[str, ...]) -> dict[str, tuple[str, np.ndarray[tuple[int], np.dtype[np.float64]]]]:
    """Two letters → the letters that follow, and their cumulated shares. Every name counts alike, however common."""
    counts: dict[str, Counter[str]] = {}
    for name in names[::_EVERY]:
        text = f"{_END}{_END}{name}{_END}"
        for at in range(2, len(text)):
            counts.setdefault(text[at - 2 : at], Counter())[text[at]] += 1
    found = {}
    for pair, after in counts.items():
        letters = sorted(after)
        sums = np.array(list(accumulate(after[letter] for letter in letters)), np.float64)
        found[pair] = "".join(letters), sums / sums[-1]
    return found


def invented(names: tuple[str, ...], listed: frozenset[str], number: int, rng: np.random.Generator) -> Sequence[str]:
    """So many different names spelled like `names`, none of which is listed."""
    chain = _chain(names)
    found: dict[str, None] = {}
    while len(found) < number:
        text = _END + _END
        draws = iter(rng.random(_LONGEST + 2).tolist())
        while len(text) < _LONGEST + 2:
            letters, sums = chain[text[-2:]]
            letter = letters[min(int(np.searchsorted(sums, next(draws), "right")), len(letters) - 1)]
            if letter == _END:
                break
            text += letter
        if len(text) - 2 >= _SHORTEST and text[2:] not in listed:
            found[text[2:]] = None
    return list(found)
