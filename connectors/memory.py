"""Keeping Python's cycle collector from walking over records by the hundred thousand, again and again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = (100_000, 50, 50)
"""Collect after so many new objects (Python's own first threshold is 700)."""


@contextmanager
def rare_collection() -> Iterator[None]:
    """While many small records are made that all stay: hardly any of them is garbage, so hardly look for it.

    Not switched off altogether, because parsed HTML pages are cycles and large.
    """
    before = gc.get_threshold()
    gc.set_threshold(*_SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def no_collection() -> Iterator[None]:
    """While records are made that never refer to each other in a circle, by the million: do not look at all.

    Nor afterwards, or the first collection would walk over all of them at once. Records that are no longer used
    are freed as ever, because nothing but their reference counts is needed for that.
    """
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if before:
            gc.enable()


def keep() -> None:
    """What is there now stays to the end: later collections do not walk over it."""
    gc.freeze()
