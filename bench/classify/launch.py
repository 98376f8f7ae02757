"""Measures one command from a small process: `python -m bench.classify.launch LOG COMMAND...` prints what it took.

A process that is started begins with the peak memory of the one that starts it, so the one that scores a million rows
cannot measure itself. What the command writes to stderr goes into the log.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

from bench.measure import command


def main() -> None:
    """Run and print."""
    log, *arguments = sys.argv[1:]
    print(json.dumps(asdict(command(["bash", "-c", 'exec "$@" 2>"$0"', log, *arguments]))))


if __name__ == "__main__":
    main()
