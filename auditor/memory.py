"""Keeping Python's cycle collector away from millions of records that live as long as the program."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collection() -> Iterator[None]:
    """Millions of records and no cycles: looking for garbage among them only takes time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep() -> None:
    """What is there now stays to the end: later collections do not walk over it again."""
    gc.freeze()
