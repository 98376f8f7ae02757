"""One account's input for the audit benchmark: 1,000 Facebook friends, half of them on the roster."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path


def write(folder: Path, roster: Path, connections: int, seed: int) -> tuple[Path, str]:
    """Write the export; the folder and the roster id of a teacher who owns it."""
    chance = random.Random(seed)
    with (roster / "users.csv").open(encoding="utf-8", newline="") as file:
        people = [(row["sourcedId"], f"{row['givenName']} {row['familyName']}") for row in csv.DictReader(file)]
    with (roster / "roles.csv").open(encoding="utf-8", newline="") as file:
        staff = next(row["userSourcedId"] for row in csv.DictReader(file) if row["role"] == "teacher")
    names = [name for _, name in chance.sample(people, connections // 2)]
    given = [name.split(" ")[0] for _, name in people]
    family = [name.split(" ")[-1] for _, name in people]
    names += [f"{chance.choice(given)} {chance.choice(family)}" for _ in range(connections - len(names))]
    chance.shuffle(names)
    rows = [{"name": name, "timestamp": 1_600_000_000 + 86_400 * number} for number, name in enumerate(names)]
    target = folder / "connections" / "friends" / "your_friends.json"
    target.parent.mkdir(parents=True)
    target.write_text(json.dumps({"friends_v2": rows}), encoding="utf-8")
    return folder, staff
