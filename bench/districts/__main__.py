"""Write one district: `python -m bench.districts FOLDER PEOPLE CONNECTIONS SEED`."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.districts import draw_rates, make, write


def main() -> None:
    """Make it, write it, say where."""
    folder, people, connections, seed = sys.argv[1:5]
    rates = draw_rates(int(seed))
    district = make(seed=int(seed), people=int(people), connections=int(connections), rates=rates)
    write(district, Path(folder))
    print(f"{folder}: {len(district.roster.people)} people, {len(district.connections)} connections, {rates.mode}")


if __name__ == "__main__":
    main()
