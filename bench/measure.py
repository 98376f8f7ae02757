"""Running something in a process of its own, with its time and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Measured:
    """Wall-clock seconds and peak resident memory (MB) of one process; `output` is what it printed."""

    seconds: float
    megabytes: float
    output: str
    status: int


def command(arguments: Sequence[str], cwd: Path | None = None) -> Measured:
    """Run a command to its end. Its peak memory is its own, not that of earlier ones."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(arguments, stdout=out, stderr=subprocess.DEVNULL, cwd=cwd)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        return Measured(seconds, usage.ru_maxrss / 1024, out.read().decode(), process.returncode)


def python(code: str, *arguments: str) -> Measured:
    """Run a snippet in a fresh interpreter; its arguments are `sys.argv[1:]`."""
    return command([sys.executable, "-c", code, *arguments])


def best_of(count: int, run: Sequence[str]) -> Measured:
    """The fastest of a few runs (the others were disturbed), with the largest memory of them."""
    runs = [command(run) for _ in range(count)]
    fastest = min(runs, key=lambda m: m.seconds)
    return Measured(fastest.seconds, max(m.megabytes for m in runs), fastest.output, fastest.status)
