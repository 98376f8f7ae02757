"""A school mailbox over IMAP: who wrote to the account and whom it wrote to, by named header fields alone.

Of INBOX and the folder of sent mail, `FROM TO CC BCC DATE MESSAGE-ID LIST-ID` are asked for and nothing else: no
subject, no body, and nothing is marked as seen. Only a mailbox in one of the district's mail domains is opened
(`Access.app["email_domains"]`, separated by spaces), and only as itself. `Access.server` is
`imaps://imap.school.example` (a port may follow; `imap://` is for this computer alone). `Access.secret` holds a `token`
for XOAUTH2 (Google Workspace, Exchange Online) or a `password` made for this program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import ClassVar
from urllib.parse import urlsplit

from connectors.addresses import host_of
from connectors.base import note
from connectors.email import imap, people
from connectors.email.groups import Tally
from connectors.email.headers import address_of, domain_of, fields, within
from connectors.files import Json
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way
from connectors.model import (
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Profile,
    RecordType,
    State,
    Traffic,
    Unreadable,
)
from connectors.refusal import Refusal

_BATCH = 500
"""Messages of one page."""
_FOLDERS = 50
"""Folders beside the two that are counted; whoever has more keeps mail in them."""
_NOT_MAIL = frozenset(
    {"\\noselect", "\\nonexistent", "\\drafts", "\\junk", "\\trash", "\\flagged", "\\important", "\\sent"}
)
"""Folders that hold no mail of their own, or none that was kept."""
_SENT_NAMES = frozenset(
    {
        "sent", "sent items", "sent messages", "sent mail", "sent-mail", "enviados", "elementos enviados",
        "correo enviado", "itens enviados", "e-mails enviados", "mensagens enviadas", "gesendet", "gesendete elemente",
        "gesendete objekte", "envoyés", "messages envoyés", "éléments envoyés", "posta inviata", "elementi inviati",
    }
)  # fmt: skip
"""What programs call the folder, for servers that do not say which it is."""

GOOGLE = Consent(
    Way.CODE,
    ("https://mail.google.com/",),
    "https://accounts.google.com/o/oauth2/v2/auth",
    "https://oauth2.googleapis.com/token",
    "https://oauth2.googleapis.com/revoke",
    extra={"access_type": "offline", "prompt": "consent"},
    guide=Message("email.guide_token"),
)
"""Google Workspace (imap.gmail.com). Its one scope for IMAP allows far more than is used here."""
MICROSOFT = Consent(
    Way.CODE,
    ("https://outlook.office.com/IMAP.AccessAsUser.All", "offline_access"),
    "https://login.microsoftonline.com/common/oauth2/v2.0/authorize",
    "https://login.microsoftonline.com/common/oauth2/v2.0/token",
    guide=Message("email.guide_token"),
)
"""Exchange Online (outlook.office365.com)."""
CONSENTS = {"imap.gmail.com": GOOGLE, "outlook.office365.com": MICROSOFT}
"""Mail servers that take no passwords."""


class EmailLive:
    """Reads correspondents, and the numbers of mail to groups."""

    platform: ClassVar[str] = Platform.EMAIL
    yields: ClassVar[frozenset[RecordType]] = frozenset({RecordType.CONNECTIONS, RecordType.PROFILE})
    consent: ClassVar[Consent] = Consent(Way.APP_PASSWORD, needs_server=True, guide=Message("email.guide"))
    """For servers with passwords; Google's and Microsoft's are `GOOGLE` and `MICROSOFT`."""
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("inbox", Kind.CORRESPONDENT),
        Listing("sent", Kind.CORRESPONDENT),
    )

    def consent_at(self, server: str, way: str) -> Consent:  # noqa: ARG002 - a server has one
        """How an owner agrees: at Google and Microsoft with a sign-in there, elsewhere with an app password."""
        return CONSENTS.get(urlsplit(_url(server)).hostname or "", self.consent)

    def hosts(self, access: Access) -> tuple[str, ...]:
        """The mail server, with its port."""
        return (host_of(_url(access.server)),)

    def open(self, access: Access, http: Http) -> EmailSession:
        """The mailbox, ready to be read. Connects only when it is asked for something."""
        return EmailSession(access, http)

    def gather(self, facts: Mapping[str, Iterable[Json]], whole: bool) -> tuple[Traffic, tuple[Message, ...]]:
        """The numbers of the messages of both folders."""
        tally = Tally()
        for listing in self.listings:
            tally.folder(facts[listing.name])
        return tally.result(whole=whole)


class EmailSession:
    """One mailbox. It keeps one connection, which is made anew once where it is cut."""

    def __init__(self, access: Access, http: Http) -> None:
        self._access, self._http = access, http
        self._imap: imap.Imap | None = None
        self._folders: list[imap.Folder] = []
        self._opened: dict[str, imap.State] = {}
        self._school = tuple(access.app.get("email_domains", "").split())
        self._owner = address_of(access.handle) or ""

    def about(self) -> About:
        """The address, and whether mail lies in other folders, which are not read."""
        server = self._connected()
        coverage = [Coverage(RecordType.PROFILE, State.COMPLETE, received=1)]
        others = self._others(server)
        if others:
            said = note("email.other_folders", n=others)
            coverage.append(Coverage(RecordType.CONNECTIONS, State.PARTIAL, Gap.PLATFORM_LIMIT, notes=(said,)))
        return About(Profile(handle=self._owner, email=self._owner, place=Place("sign-in")), coverage=tuple(coverage))

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """The people of the next messages of a folder. The cursor is `validity:number` of the last one read."""
        cut_before = self._imap is None
        try:
            return self._page(listing, cursor)
        except Refusal as e:
            if cut_before or e.note.id != "live.unreachable":
                raise
            self._forget()
            return self._page(listing, cursor)

    def _page(self, listing: Listing, cursor: str | None) -> Page:
        server = self._connected()
        state = self._examined(server, listing.name)
        before, _, number = (cursor or "").partition(":")
        # Numbers of an earlier numbering say nothing: the folder is read again from its start.
        after = int(number) if before == str(state.validity) else 0
        numbers = server.numbers(after, state.end, _BATCH)
        sent = listing.name == "sent"
        blocks = server.headers(numbers, people.SENT if sent else people.RECEIVED) if numbers else {}
        told: list[people.Told] = []
        facts: dict[str, Json] = {}
        for number_ in numbers:
            if (block := blocks.get(number_)) is None:
                continue
            place = Place("Sent" if sent else "INBOX", f"item {number_}")
            found = fields(block)
            one = (
                people.sent(found, place, self._owner)
                if sent
                else people.received(found, place, self._owner, self._school)
            )
            told.append(one)
            if one.fact:
                facts[f"{state.validity}:{number_}"] = {**one.fact, "validity": state.validity}
        times = [one.when for one in told if one.when is not None]
        facts[f"page:{state.validity}:{after}"] = {
            "validity": state.validity,
            "messages": len(told),
            "first": min(times).isoformat() if times else None,
            "last": max(times).isoformat() if times else None,
        }
        unread: list[Unreadable] = [lost for one in told for lost in one.unread]
        onward = f"{state.validity}:{numbers[-1]}" if numbers else None
        everybody = people.unique(person for one in told for person in one.people)
        return Page([*everybody, *unread], onward, facts=facts)

    def _connected(self) -> imap.Imap:
        if self._imap is None:
            user, secret = self._allowed()
            self._imap = imap.Imap(self._http, _url(self._access.server), user, secret)
            self._http.on_leaving(self._imap.close)
            self._folders = self._imap.folders()
        return self._imap

    def _forget(self) -> None:
        if self._imap is not None:
            self._imap.close()
        self._imap = None
        self._opened.clear()

    def _allowed(self) -> tuple[str, dict[str, str]]:
        """Who signs in, with what. Raises `Refusal`, before any connection, for a mailbox that is not the school's."""
        if not self._school:
            raise _never("no_domains")
        if not self._owner or not within(domain_of(self._owner), self._school):
            raise _never("not_school")
        host = urlsplit(_url(self._access.server)).hostname or ""
        if not host:
            raise _never("no_server")
        user = self._access.secret.get("user") or self._owner
        local = self._owner.rpartition("@")[0]
        # Mail services of everybody's take a name without domain for one of their own, that is for somebody else.
        bare = user.casefold() == local.casefold() and within(host, self._school)
        if (address_of(user) or "").casefold() != self._owner.casefold() and not bare:
            raise _never("other_mailbox")
        given = {name: self._access.secret[name] for name in ("token", "password") if self._access.secret.get(name)}
        if not given:
            raise _never("no_secret")
        return user if bare else self._owner, given

    def _examined(self, server: imap.Imap, name: str) -> imap.State:
        if name not in self._opened:
            folder = self._sent() if name == "sent" else self._inbox()
            if folder is None:
                raise Refusal(Gap.NOT_OFFERED, Message("email.no_sent"))
            self._opened.clear()  # one folder is open at a time
            self._opened[name] = server.examine(folder)
        return self._opened[name]

    def _inbox(self) -> imap.Folder:
        for folder in self._folders:
            if folder.name.upper() == "INBOX":
                return folder
        return imap.Folder(b"INBOX", "INBOX", frozenset())

    def _sent(self) -> imap.Folder | None:
        for folder in self._folders:
            if "\\sent" in folder.flags:
                return folder
        for folder in self._folders:
            last = folder.name.replace(".", "/").rpartition("/")[2].casefold()
            if last in _SENT_NAMES and not folder.flags & _NOT_MAIL:
                return folder
        return None

    def _others(self, server: imap.Imap) -> int:
        """How many further folders hold mail."""
        read = {self._inbox().raw, sent.raw if (sent := self._sent()) else b""}
        further = [f for f in self._folders if f.raw not in read and not f.flags & _NOT_MAIL]
        count = len(further[_FOLDERS:])
        for folder in further[:_FOLDERS]:
            try:
                count += server.messages(folder) > 0
            except Refusal as e:
                if e.note.id == "live.unreachable":
                    raise
                count += 1  # it may hold mail, for all we know
        return count


def _never(id: str) -> Refusal:
    return Refusal(Gap.PERMISSION_MISSING, Message(f"email.{id}"), final=True)


def _url(server: str) -> str:
    """The mail server in the words of `connectors.addresses`: `https` stands for TLS, which all but loopback needs."""
    text = server.strip()
    scheme, found, rest = text.partition("://")
    scheme, rest = (scheme.lower(), rest) if found else ("imaps", text)
    rest = rest.partition("/")[0]
    plain = scheme in ("imap", "http")
    try:
        port = urlsplit(f"//{rest}").port
    except ValueError:
        return ""
    return f"{'http' if plain else 'https'}://{rest}{'' if port else ':143' if plain else ':993'}" if rest else ""
