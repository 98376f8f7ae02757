"""Plain text lists: one person per line, as people write them down or paste them from a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from connectors.files import text_of
from connectors.model import Kind
from connectors.typed_list.words import kind_of

_BULLET = re.compile(r"(?:[-*•–·●▪]|\(?\d{1,5}[.):\]])\s+|\d{1,5}\t+")
_EMAIL = re.compile(r"<?(?<![@\w.+-])([\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+)>?")
_URL = re.compile(r"<?((?:https?://|www\.)[^\s<>()\"]{3,2000})>?", re.IGNORECASE)
_AT = re.compile(r"(?<!\w)@([\w.-]{1,100}(?:@[\w.-]{1,253})?)")
_HANDLE = re.compile(r"(?=[^a-z]*[a-z])(?=\w*[\d_.])[\w][\w.]{0,98}[\w]", re.ASCII | re.IGNORECASE)
_EDGE = " \t,;|()[]-–—"
_STOPS = re.compile(r"[:{}]|\w{4}[.!?] ")
_MOST_DIGITS = 7
_MOST = 120


@dataclass(frozen=True, slots=True)
class Person:
    """Who a line names; all four are None where it names nobody."""

    name: str | None = None
    handle: str | None = None
    url: str | None = None
    email: str | None = None

    def __bool__(self) -> bool:
        return any((self.name, self.handle, self.url, self.email))


@dataclass(frozen=True, slots=True)
class Line:
    """A comment (nobody), or a person with the kind of the section they stand in."""

    number: int
    person: Person | None
    kind: Kind


def read(text: str, kind: Kind = Kind.CONTACT) -> Iterator[Line]:
    """The lines of a list. `# followers` starts a section of that kind; any other `#` line is a comment."""
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        if not line:
            continue
        if line.startswith("#"):
            section = kind_of(line)
            kind = section or kind
            if section is None:
                yield Line(number, None, kind)
        else:
            yield Line(number, person(line), kind)


def person(line: str) -> Person:
    """`Name (@handle)`, `Name <e-mail>`, an address, a handle or a name, with or without a bullet or number."""
    rest = line.strip()
    if bullet := _BULLET.match(rest):
        rest = rest[bullet.end() :]
    found: dict[str, str] = {}
    for field, pattern in (("url", _URL), ("email", _EMAIL), ("handle", _AT)):
        if match := pattern.search(rest):
            found[field] = match[1]
            rest = f"{rest[: match.start()].rstrip(_EDGE)} {rest[match.end() :].lstrip(_EDGE)}".strip(_EDGE)
    if not found and _HANDLE.fullmatch(rest):
        return Person(handle=rest)
    name = text_of(rest) if any(c.isalpha() for c in rest) else None
    return Person(name, found.get("handle"), found.get("url"), found.get("email"))


def looks_like_list(text: str) -> bool:
    """Whether most lines are short and name somebody, as in a list, and not prose, a chat or a data file."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.strip().startswith("#")][:200]
    return bool(lines) and sum(map(_plausible, lines)) * 10 >= len(lines) * 7


def _plausible(line: str) -> bool:
    if len(line) > _MOST:
        return False
    who = person(line)
    if who.handle or who.url or who.email:
        return who.name is None or len(who.name) <= 80
    name = who.name or ""
    digits = sum(map(str.isdigit, name))
    return bool(name) and len(name.split()) <= 7 and digits <= _MOST_DIGITS and not _STOPS.search(name)
