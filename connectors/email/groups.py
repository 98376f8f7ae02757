"""What the facts of many messages come to: how many there were, and how those to groups were sent.

Nothing here holds an address, only keys of addresses (`connectors.model.address_key`), and what comes out are counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime

from connectors.base import note
from connectors.dates import from_text
from connectors.files import Json
from connectors.model import GroupMail, Message, State, Traffic

_NEARLY = 0.8
"""A group loses and gains members over a year: so much of it is the whole."""


class Tally:
    """Adds up messages."""

    def __init__(self) -> None:
        self._messages = self._foreign = 0
        self._days: list[datetime] = []
        self._lists: set[str] = set()
        self._sent: list[dict[str, Json]] = []
        self._ids: set[str] = set()

    def page(self, messages: int, first: datetime | None, last: datetime | None) -> None:
        """So many messages were looked at, of a time from `first` to `last`."""
        self._messages += messages
        self._days += [day for day in (first, last) if day is not None]

    def fact(self, fact: dict[str, Json]) -> None:
        """What one message told (`connectors.email.people.Told.fact`). A message that is there twice counts once."""
        self._foreign += fact.get("lists", 0)
        if "list" in fact:
            self._lists.add(fact["list"])
        if "to" in fact and (not fact["id"] or fact["id"] not in self._ids):
            self._ids.add(fact["id"])
            self._sent.append(fact)

    def folder(self, facts: Iterable[Json]) -> None:
        """What live reading kept of one folder: facts of pages (`messages`, `first`, `last`) and of messages.

        Each has the folder's `validity`: where it was numbered anew, only what was read since counts.
        """
        kept = list(facts)
        for fact in kept:
            if fact["validity"] != kept[-1]["validity"]:
                continue
            if "messages" in fact:
                self.page(fact["messages"], from_text(fact["first"]), from_text(fact["last"]))
            else:
                self.fact(fact)

    def result(self, *, whole: bool) -> tuple[Traffic, tuple[Message, ...]]:
        """The numbers, and notes on what was left out. Recipients who could not be read may be a whole class."""
        whole = whole and not any(fact.get("lost") for fact in self._sent)
        groups = [fact for fact in self._sent if len(fact["to"]) >= GroupMail.LEAST]
        through = sum(bool(self._lists.intersection(fact["all"])) for fact in self._sent)
        shown = Counter(fact["shown"] for fact in self._sent if fact["shown"] > 1)
        copied = Counter(key for fact in groups for key in fact["in"])
        found = GroupMail(
            messages=len(groups),
            listed=through,
            shown=dict(sorted(shown.items())),
            part=_partial([frozenset(fact["to"]) for fact in groups]),
            copied=dict(sorted(copied.items())),
        )
        traffic = Traffic(
            State.COMPLETE if whole else State.PARTIAL,
            self._messages,
            min(self._days, default=None),
            max(self._days, default=None),
            found,
        )
        return traffic, (note("email.lists_left_out", n=self._foreign),) if self._foreign else ()


def _partial(sent: list[frozenset[str]]) -> int:
    """How many of these messages, in order of time, went once to some of a group written to before.

    A set of people who were written to twice is a group of its own, and a group that lost a few is still whole.
    """
    often, seen, count = Counter(sent), set[frozenset[str]](), 0
    groups_of: defaultdict[str, list[frozenset[str]]] = defaultdict(list)
    for people in sent:
        if people in seen:
            continue
        if often[people] == 1:
            rarest = min(people, key=lambda person: len(groups_of[person]))
            larger = (group for group in groups_of[rarest] if people < group)
            count += any(len(people) < _NEARLY * len(group) for group in larger)
        seen.add(people)
        for person in people:
            groups_of[person].append(people)
    return count
