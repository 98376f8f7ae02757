"""A bounded run of every fuzz target; `make fuzz` runs them for a minute each."""

from __future__ import annotations

import os
import random
import time

import pytest

from tests.fuzz.targets import TARGETS, mutate, seeds

RUNS = 60
SECONDS = float(os.environ.get("AUDITOR_FUZZ_SECONDS", "0"))


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(TARGETS))
def test_damaged_input_ends_in_a_sentence_or_a_result(name: str) -> None:
    chance = random.Random(time.time_ns() if SECONDS else name)
    until = time.monotonic() + SECONDS
    good = seeds(name)
    for data in good:
        TARGETS[name](data)
    run = 0
    while run < RUNS or time.monotonic() < until:
        data = mutate(chance.choice(good), chance)
        run += 1
        try:
            TARGETS[name](data)
        except Exception as e:
            pytest.fail(f"{name} on {data[:400]!r}: {type(e).__name__}: {e}")
