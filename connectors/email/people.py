"""From the header fields of one message to the people on it and the few numbers it adds.

Of a message received, its sender is a correspondent; of one sent, those it went to. Who else received a message is the
sender's affair and is left out, and so is mail of mailing lists outside the school, which was written to nobody here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from connectors.base import note
from connectors.email.headers import address_of, domain_of, mailboxes, moment, within
from connectors.files import Json
from connectors.model import Connection, Kind, Place, Unreadable, address_key

RECEIVED = ("FROM", "DATE", "LIST-ID")
"""The fields that are asked for of a message received."""
SENT = ("FROM", "TO", "CC", "BCC", "DATE", "MESSAGE-ID")
"""And of one sent."""
Fields = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """What one message says."""

    people: tuple[Connection, ...] = ()
    unread: tuple[Unreadable, ...] = ()
    when: datetime | None = None
    fact: dict[str, Json] = field(default_factory=dict)
    """`list`: the key of a school list it came through. `lists`: 1 where it came through another. `to`: the keys of
    recipients of other domains; `in`: of those of the account's own; `shown`: how many of `to` everybody sees;
    `all`: every recipient's key, where there are few; `id`: of the message; `lost`: 1 where not all of them could be
    read."""


def received(headers: Fields, place: Place, owner: str, school: tuple[str, ...]) -> Told:
    """A message in INBOX."""
    when = _when(headers)
    mailing_list = _list_address(headers)
    fact: dict[str, Json] = {}
    if mailing_list is not None:
        if not within(domain_of(mailing_list), school):
            return Told(when=when, fact={"lists": 1})
        fact["list"] = address_key(mailing_list)
    people, unread = _people(headers, ("from",), place, when, {_plain(owner)})
    if not unread and not any(list(mailboxes(value)) for value in headers.get("from", ())):
        unread = (Unreadable(place, note("email.no_sender")),)
    return Told(people, unread, when, fact)


def sent(headers: Fields, place: Place, owner: str) -> Told:
    """A message in the folder of those sent."""
    when = _when(headers)
    sender = next((m.address for value in headers.get("from", ()) for m in mailboxes(value) if m.address), None)
    own = {_plain(owner), _plain(sender or owner)}
    people, unread = _people(headers, ("to", "cc", "bcc"), place, when, own)
    home = domain_of(owner)
    seen = {_plain(m.address) for name in ("to", "cc") for value in headers.get(name, ()) for m in mailboxes(value)}
    addresses = [person.email for person in people if person.email]
    outside = [address for address in addresses if domain_of(address) != home]
    inside = {address_key(address) for address in addresses if domain_of(address) == home}
    if sender is not None and domain_of(sender) == home and _plain(sender) != _plain(owner):
        inside.add(address_key(sender))  # sent in the name of a shared mailbox
    identity = "".join(headers.get("message-id", ())[:1]).strip()
    fact: dict[str, Json] = {
        "to": sorted(map(address_key, outside)),
        "in": sorted(inside),
        "shown": sum(_plain(address) in seen for address in outside),
        "all": sorted(map(address_key, addresses)) if len(addresses) <= _FEW else [],
        "id": address_key(identity) if identity else "",
        "lost": len(unread),
    }
    return Told(people, unread, when, fact if addresses or unread else {})


_FEW = 3
"""Whoever writes to a mailing list writes to it alone, or nearly."""


_HIDDEN = "undisclosed"
"""How programs begin what stands in place of hidden recipients, not always as the empty group it should be."""


def _people(
    headers: Fields, names: tuple[str, ...], place: Place, when: datetime | None, own: set[str]
) -> tuple[tuple[Connection, ...], tuple[Unreadable, ...]]:
    people: dict[str, Connection] = {}
    unread = 0
    for mailbox in (m for name in names for value in headers.get(name, ()) for m in mailboxes(value)):
        if mailbox.address is None:
            unread += not (mailbox.name or "").casefold().startswith(_HIDDEN)
        elif _plain(mailbox.address) not in own:
            key = mailbox.address.casefold()
            known = people.get(key)
            if known is None or known.display_name is None:
                people[key] = Connection(
                    (Kind.CORRESPONDENT,), (place,), mailbox.name, email=mailbox.address, since=when
                )
    lost = (Unreadable(place, note("email.entry_unreadable", n=unread)),) if unread else ()
    return tuple(people.values()), lost


def _plain(address: str | None) -> str:
    """An address without what stands behind a `+`: the same mailbox."""
    local, at, domain = (address or "").casefold().rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{domain}"


def own_address(address: str, owner: str) -> bool:
    """Whether an address is the account's own."""
    return _plain(address) == _plain(owner)


def _when(headers: Fields) -> datetime | None:
    return next(filter(None, map(moment, headers.get("date", ()))), None)


def _list_address(headers: Fields) -> str | None:
    """The address of the mailing list a message came through: `Room 12 <room12.lists.school.example>` (RFC 2919)."""
    for value in headers.get("list-id", ()):
        inner = value.rpartition("<")[2].partition(">")[0] if "<" in value else value
        name, dot, host = inner.strip().partition(".")
        if dot and (found := address_of(f"{name}@{host}")):
            return found
        return address_of(f"list@{inner.strip() or 'unknown.invalid'}") or "list@unknown.invalid"
    return None


def unique(people: Iterator[Connection]) -> list[Connection]:
    """The people of many messages, each once: the first name, the earliest date, the first place."""
    found: dict[str, Connection] = {}
    for person in people:
        key = (person.email or "").casefold()
        known = found.get(key)
        if known is None:
            found[key] = person
            continue
        since = min(filter(None, (known.since, person.since)), default=None)
        if since != known.since or (known.display_name is None and person.display_name is not None):
            name = known.display_name or person.display_name
            found[key] = Connection(known.kinds, known.places, name, email=known.email, since=since)
    return list(found.values())
