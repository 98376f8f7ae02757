"""Chance that can be repeated: one independent stream per purpose, so that a change in one moves no other."""

from __future__ import annotations

import random


def stream(seed: int, *purpose: object) -> random.Random:
    """A generator that depends on the seed and the purpose alone (`stream(2026, "people", "families")`)."""
    return random.Random("/".join(map(str, (seed, *purpose))))  # noqa: S311 - invented people, nothing secret
