"""Threads of messages that owners hand in: who is on them, by as little as tells people apart.

Of a phone number whose owner has a name in the thread nothing is kept. Of any other, the last digits are: enough for
the owner, who has the thread, to say who it is; too few to look anybody up. Rosters are not compared by phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from connectors.base import note
from connectors.model import Connection, Coverage, Gap, Kind, Message, Place, RecordType, State, Traffic

_NUMBER = re.compile(r"\+?[\d\s().\-/]{3,30}")
_SHOWN = 4
"""Digits that are kept of a number."""
_COMPARED = 10
"""Digits, from the end, by which two spellings of a number are one: with and without the country's code."""


@dataclass(slots=True)
class Participant:
    """Somebody on the thread, as first seen."""

    place: Place
    name: str | None
    number: str | None
    since: datetime | None


def is_number(text: str) -> bool:
    """Whether a name is a phone number."""
    return _NUMBER.fullmatch(text) is not None and len(digits(text)) >= 3


def digits(text: str) -> str:
    """The digits of a number, in ASCII."""
    return "".join(str(int(char)) for char in text if char.isdecimal())


def number_key(text: str) -> str:
    """By what two spellings of a number, or of a sender without one, are the same."""
    return digits(text)[-_COMPARED:] if is_number(text) else text.strip().casefold()


def connections(people: Iterable[Participant]) -> Iterator[Connection]:
    """The people of a thread: contacts where there are two at most, members of a group otherwise."""
    everybody = list(people)
    kind = Kind.MEMBER if len(everybody) > 2 else Kind.CONTACT
    bare = [digits(each.number) for each in everybody if each.name is None and each.number]
    for each in everybody:
        handle = None
        if each.name is None and each.number:
            own, shown = digits(each.number), _SHOWN
            while shown < len(own) and sum(other[-shown:] == own[-shown:] for other in bare) > 1:
                shown += 1
            # A short number is a service's, and so is a word in place of a number.
            handle = f"…{own[-shown:]}" if len(own) > 6 else own or each.number
        yield Connection((kind,), (each.place,), each.name, handle, since=each.since)


def told(messages: int, first: datetime | None, last: datetime | None) -> tuple[Traffic, list[Message]]:
    """The numbers of a thread, and the sentence that says them. Whether it is all of it, no file tells."""
    notes = []
    if messages and first is not None and last is not None:
        notes.append(note("thread.period", n=messages, d_first=_day(first), d_last=_day(last)))
    return Traffic(State.PARTIAL, messages, first, last), notes


def coverage(people: int, messages: int, notes: list[Message], *, damaged: bool) -> Coverage:
    """What can be said of the list of participants."""
    if not messages:
        reason = Gap.DAMAGED if damaged else Gap.FORMAT_UNKNOWN
        return Coverage(RecordType.CONNECTIONS, State.NONE, reason, notes=(*notes, note("thread.nobody")))
    reason = Gap.DAMAGED if damaged else Gap.PLATFORM_LIMIT
    return Coverage(RecordType.CONNECTIONS, State.PARTIAL, reason, people, notes=(note("thread.only_this"), *notes))


def _day(moment: datetime) -> str:
    day: date = moment.date()
    return day.isoformat()
