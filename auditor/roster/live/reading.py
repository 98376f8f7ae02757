"""What every reader of a roster server gives: its lists in order, and one page of a list at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from auditor.roster.live.rows import Page
from auditor.roster.live.stage import Stage
from connectors.files import Json
from connectors.http import Answer
from connectors.model import Gap
from connectors.refusal import refusal

Ask: TypeAlias = Callable[[str | None, int], Page]
"""One page: from the cursor on (None: from the beginning), with so many entries at most."""
SMALLEST = 10
"""Entries: a server that cannot give so few at once is not asked for fewer."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of the server."""

    name: str
    """Tells it apart in the stage: `users`, `course/17/students`."""
    ask: Ask
    size: int
    """Entries asked for at once."""
    label: str
    """What the user sees: message `roster_live.list.<label>`."""
    optional: bool = False
    """Whether a roster without it is whole: the server may not have it."""
    vanishes: bool = False
    """Whether "not found" means that what it belongs to was deleted meanwhile, so that it is empty."""


class Reader(Protocol):
    """One kind of server."""

    def listings(self, stage: Stage) -> Iterator[Listing]:
        """The lists, later ones made of what earlier ones brought."""


TOO_MUCH = frozenset({413, 502, 503, 504})
"""Statuses of a server for which the page was too big, or of the gateway that lost patience with it."""


class TooMuch(Exception):
    """The server cannot give so many at once."""

    def __init__(self, status: int) -> None:
        super().__init__(f"status {status}")
        self.status = status


def entries(answer: Answer, key: str) -> tuple[Json, Mapping[str, Json]]:
    """The list under a key, and the object it is in.

    Raises `Refusal` for an error or anything else than such an object, `TooMuch` where fewer may be had.
    """
    if answer.status in TOO_MUCH:
        raise TooMuch(answer.status)
    body = answer.json()
    if not isinstance(body, dict) or not isinstance(body.get(key), list):
        raise refusal(Gap.DAMAGED, "not_json")
    return body[key], body
