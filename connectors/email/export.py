"""A school mailbox as files: an mbox (Google Takeout, Thunderbird, Apple Mail), saved messages (.eml), or many of them.

The headers are read and the rest is passed over; of the headers, the same fields as in live reading are kept. Whose
mailbox it is, the messages say themselves (`Delivered-To`, the sender of sent mail). A private mailbox is refused: one
of a mail service that everybody can have an address at is so by its address alone, and any other that is not of the
district's domains is when it is audited.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from connectors.archive import Archive, Member
from connectors.base import Export, Recognition, note
from connectors.email import mbox, people
from connectors.email.groups import Tally
from connectors.email.headers import domain_of, fields, mailboxes, words
from connectors.errors import ConnectorError, DamagedInput, MemberDamaged
from connectors.model import Coverage, Gap, Place, Platform, Profile, Record, RecordType, SourceKind, State

_MANY = ("**/*.mbox", "**/mbox")
_ONE = ("**/*.eml",)
_HEAD = 16_384
_LOOKED_AT = 3
"""Files that are looked into to see whether this is mail."""
_TAKEOUT = ("takeout/mail/", "takeout/gmail/")
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-delivered-to")
_LABELS = "x-gmail-labels"
_KEPT = frozenset({"from", "to", "cc", "bcc", "date", "message-id", "list-id", "received", _LABELS, *_DELIVERED})
_SENT = frozenset({"sent", "enviados", "enviado", "gesendet", "messages envoyés", "envoyés", "sent mail", "sent items"})
_SET_ASIDE = frozenset(
    {
        "spam", "trash", "drafts", "draft", "papelera", "borradores", "lixeira", "rascunhos", "papierkorb", "entwürfe",
        "corbeille", "brouillons", "bin", "deleted items", "deleted messages", "junk", "junk e-mail", "junk email",
        "bulk mail", "outbox", "templates", "correo no deseado", "elementos eliminados", "lixo eletrônico",
        "itens excluídos", "gelöschte elemente", "junk-e-mail", "courrier indésirable", "éléments supprimés",
    }
)  # fmt: skip
"""Gmail's labels and programs' folders for what live reading does not look at either."""
_EVERYBODYS = frozenset(
    {
        "gmail.com", "googlemail.com", "ymail.com", "rocketmail.com", "msn.com", "passport.com", "icloud.com",
        "me.com", "mac.com", "aol.com", "aim.com", "proton.me", "protonmail.com", "pm.me", "tutanota.com", "tuta.io",
        "fastmail.com", "hey.com", "mail.com", "email.com", "zoho.com", "zohomail.com", "comcast.net", "verizon.net",
        "att.net", "sbcglobal.net", "bellsouth.net", "cox.net", "charter.net", "earthlink.net", "juno.com",
        "optonline.net", "rcn.com", "web.de", "t-online.de", "freenet.de", "orange.fr", "wanadoo.fr", "free.fr",
        "laposte.net", "libero.it", "qq.com", "163.com", "126.com", "naver.com", "mail.ru", "uol.com.br",
        "bol.com.br", "terra.com.br", "ig.com.br", "sapo.pt", "duck.com",
    }
)  # fmt: skip
_EVERYBODYS_NAMES = frozenset({"yahoo", "hotmail", "outlook", "live", "gmx", "yandex"})
"""Services with a domain in each country."""


class EmailExport:
    """Reads correspondents, and the numbers of mail to groups."""

    platform: ClassVar[str] = Platform.EMAIL
    kind: ClassVar[SourceKind] = SourceKind.EXPORT
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS, RecordType.PROFILE})
    opens: ClassVar[tuple[str, ...]] = (*_MANY, *_ONE)
    ignores: ClassVar[tuple[str, ...]] = ()
    lists: ClassVar[tuple[str, ...]] = ("**/*.msg", "**/*.pst", "**/*.mbx")

    def recognise(self, archive: Archive) -> list[Recognition]:
        """Files of mail, by what stands in them; below the exports that may hold a message among other things."""
        export = Export(archive, self)
        found = [(member, True) for member in export.members(*_MANY)]
        found += [(member, False) for member in export.members(*_ONE)]
        for member, many in found[:_LOOKED_AT]:
            looks = mbox.looks_like_mbox if many else mbox.looks_like_message
            try:
                with export.open(member) as stream:
                    if looks(stream.read(_HEAD)):
                        takeout = any(folder in f"/{member.name.lower()}" for folder in _TAKEOUT)
                        return [Recognition(self.platform, 85 if takeout else 60)]
            except DamagedInput:
                continue
        return []

    def read(self, export: Export) -> Iterator[Record]:
        """The people of all messages. Raises `ConnectorError` for a mailbox that is private or nobody's."""
        return _Reading(export).records()


class _Reading:
    """One pass over the files."""

    def __init__(self, export: Export) -> None:
        self._export = export
        self._damaged = self._aside = 0
        self._owners: Counter[str] = Counter()
        self._met: Counter[str] = Counter()

    def records(self) -> Iterator[Record]:
        stored = list(self._stored())
        owner = self._owner(len(stored))
        tally = Tally()
        told = [self._told(found, place, owner) for place, found in stored]
        times = [one.when for one in told if one.when is not None]
        tally.page(len(told), min(times, default=None), max(times, default=None))
        for one in told:
            if one.fact:
                tally.fact(one.fact)
            yield from one.unread
        everybody = people.unique(person for one in told for person in one.people)
        yield from everybody
        traffic, notes = tally.result(whole=False)
        yield traffic
        yield Profile(handle=owner, email=owner, place=stored[0][0])
        yield Coverage(RecordType.PROFILE, State.COMPLETE, received=1)
        said = [note("email.file_only"), *notes]
        if self._aside:
            said.append(note("email.set_aside", n=self._aside))
        if self._damaged:
            said.append(note("email.files_damaged", n=self._damaged))
        reason = Gap.DAMAGED if self._damaged else Gap.PLATFORM_LIMIT
        yield Coverage(RecordType.CONNECTIONS, State.PARTIAL, reason, len(everybody), notes=tuple(said))

    def _stored(self) -> Iterator[tuple[Place, dict[str, list[str]]]]:
        """The fields we keep of each message that counts."""
        for patterns, many in ((_MANY, True), (_ONE, False)):
            for member in self._export.members(*patterns):
                folder = _folder(member)
                try:
                    with self._export.open(member) as stream:
                        for number, block in enumerate(mbox.messages(stream, many=many), 1):
                            all_fields = fields(block)
                            found = {name: values for name, values in all_fields.items() if name in _KEPT}
                            labels = _labels(found)
                            if labels & _SET_ASIDE or folder in _SET_ASIDE:
                                self._aside += 1
                                continue
                            self._look_for_owner(found, sent=bool(labels & _SENT) or folder in _SENT)
                            yield Place(self._export.name(member), f"item {number}"), found
                except (DamagedInput, MemberDamaged):
                    self._damaged += 1

    def _look_for_owner(self, found: dict[str, list[str]], *, sent: bool) -> None:
        delivered = {address.casefold() for name in _DELIVERED for address in _addresses(found, name)}
        senders = [address.casefold() for address in _addresses(found, "from")[:1]]
        self._owners.update(dict.fromkeys(delivered, 2))
        if sent:
            self._owners.update(dict.fromkeys(senders, 2))
        elif not delivered and "received" not in found:
            self._owners.update(senders)  # a message that came in says which way it came
        self._met.update({address.casefold() for name in ("from", "to", "cc") for address in _addresses(found, name)})

    def _owner(self, count: int) -> str:
        given = ", ".join(self._export.inputs)
        most = self._owners.most_common(2)
        if not most or (len(most) == 2 and most[0][1] == most[1][1]):
            most = [(address, n) for address, n in self._met.most_common(2) if n * 2 > count]
        if len({n for _, n in most}) != len(most) or not most:
            raise ConnectorError(
                f"{given}: the messages do not say whose mailbox this is, and only a mailbox that is known is read. "
                "Give an export of the whole mailbox, sent mail included."
            )
        owner = most[0][0]
        domain = domain_of(owner)
        name, _, country = domain.partition(".")
        if domain in _EVERYBODYS or (name in _EVERYBODYS_NAMES and all(len(part) < 4 for part in country.split("."))):
            raise ConnectorError(
                f"{given}: this is a private mailbox ({domain}). Only school mailboxes are read; nothing of it was "
                "kept. Give an export of the school mailbox."
            )
        return owner

    def _told(self, found: dict[str, list[str]], place: Place, owner: str) -> people.Told:
        senders = _addresses(found, "from")
        if senders and people.own_address(senders[0], owner):
            return people.sent(found, place, owner)
        return people.received(found, place, owner, (domain_of(owner),))


def _addresses(found: dict[str, list[str]], name: str) -> list[str]:
    return [m.address for value in found.get(name, ()) for m in mailboxes(value) if m.address]


def _labels(found: dict[str, list[str]]) -> set[str]:
    text = ",".join(words(value) for value in found.get(_LABELS, ()))
    return {label.strip().strip('"').casefold() for label in text.split(",")}


def _folder(member: Member) -> str:
    """The folder of the mail program that a file holds: `Sent.mbox`, or `Sent.mbox/mbox` from Apple's."""
    above, _, base = member.name.casefold().rpartition("/")
    return base.removesuffix(".mbox") if base != "mbox" else above.rpartition("/")[2].removesuffix(".mbox")
