"""A pull of a great many followers, without a network: what the journal and the snapshot cost."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from connectors import pull
from connectors.journal import Journal
from connectors.live import About, Listing, Page
from connectors.model import Connection, Coverage, Kind, Place, Profile, RecordType, State

PEOPLE, SIZE = 1_000_000, 1_000


class _Source:
    platform = "other"
    yields = frozenset({RecordType.CONNECTIONS, RecordType.PROFILE})
    listings = (Listing("followers", Kind.FOLLOWER),)


class _Session:
    def about(self) -> About:
        known = Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
        return About(Profile("ms.rivera"), coverage=(known,), counts={"followers": PEOPLE})

    def page(self, listing: Listing, cursor: str | None) -> Page:
        start = int(cursor or 0)
        people = [
            Connection(
                (listing.kind,),
                (Place(listing.name, f"item {number}"),),
                row["name"],
                row["handle"],
                platform_id=row["id"],
            )
            for number, row in enumerate(rows(start))
        ]
        return Page(people, str(start + SIZE) if start + SIZE < PEOPLE else None)


def rows(start: int) -> Iterator[dict[str, str]]:
    """The people of one page, as a platform gives them."""
    for number in range(start, start + SIZE):
        yield {"id": str(10**9 + number), "handle": f"quimbleton{number}", "name": f"Imelda Quimbleton {number}"}


def ours(folder: Path) -> int:
    """Pull everybody into a snapshot; returns how many there are."""
    source: Any = _Source()
    with Journal(folder / "journal") as journal, (folder / "snapshot.json").open("w", encoding="utf-8") as file:
        found = pull.pull(source, _Session(), journal, lambda *_: None)
        pull.write(source, found, journal, file)
        journal.discard()
    return found.coverage[RecordType.CONNECTIONS].received


def plain(folder: Path) -> int:
    """The same people in one list, written at once: no page is safe, and everybody is in memory."""
    people = [row for start in range(0, PEOPLE, SIZE) for row in rows(start)]
    (folder / "plain.json").write_text(json.dumps(people), encoding="utf-8")
    return len(people)


if __name__ == "__main__":
    print({"ours": ours, "plain": plain}[sys.argv[1]](Path(sys.argv[2])))
