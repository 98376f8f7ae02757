"""`python -m tests.record [NAME...]`: make the recordings in cassettes/ anew, all of them or those named."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tests import cassettes
from tests.recordings import ALL


def main(names: Sequence[str]) -> int:
    """Record, and play back what was recorded."""
    unknown = set(names) - {recording.name for recording in ALL}
    if unknown:
        print(f"There is no recording named {', '.join(sorted(unknown))}.", file=sys.stderr)
        return 2
    for recording in ALL:
        if names and recording.name not in names:
            continue
        answers = cassettes.record(recording)
        recording.check(cassettes.replay(recording))
        print(f"{recording.path.name}: {answers} answers, {recording.path.stat().st_size // 1024} KiB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
