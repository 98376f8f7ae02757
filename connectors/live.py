"""What a live source is: how consent is given to it, what it reads, and in which pages.

A live source reads an account with its owner's consent, through the platform's own interface, and yields the same
records as the platform's export. `connectors.pull` drives it page by page; a source holds no state between runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Protocol, runtime_checkable

from connectors.files import Json, text_of
from connectors.http import Http
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Profile,
    RecordType,
    Setting,
    Traffic,
    Unreadable,
)
from connectors.refusal import refusal


class Way(StrEnum):
    """How an owner gives consent."""

    CODE = "code"
    """OAuth 2 authorization code with PKCE: the platform asks, we get a token."""
    APP_PASSWORD = "app_password"  # noqa: S105 - the name of a way
    """A password made for this program alone, on the platform, revocable there."""
    TOKEN = "token"  # noqa: S105
    """A token the platform shows, to be pasted."""


@dataclass(frozen=True, slots=True)
class Consent:
    """How a platform lets its owner agree, and to what. Never more than `scopes`, never a platform password."""

    way: Way
    scopes: tuple[str, ...] = ()
    authorize: str = ""
    """Address of the consent page; `{server}` stands for the account's server."""
    token: str = ""
    revoke: str = ""
    """"" where the platform has no way to revoke but its own settings page."""
    register: str = ""
    """Where a program introduces itself to a server, for platforms of many servers."""
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Parameters the consent page wants besides (`access_type=offline`)."""
    client: str = "client_id"
    """What the platform calls the number it knows a program by (TikTok: `client_key`)."""
    separator: str = " "
    """What stands between scopes."""
    pkce: str = "base64url"
    """How the challenge of PKCE is written: as RFC 7636 says, or `hex` (TikTok); "" where the platform has none."""
    needs_server: bool = False
    """The account's server has to be named: there are many of this platform."""
    own_server: bool = False
    """It may be named: there is a usual one, and some have their own."""
    shape: str = ""
    """What an app password or token looks like (a regular expression), so that nobody enters the account's own."""
    guide: Message = field(default_factory=lambda: Message("live.guide"))
    """Where the owner makes the password or token, and where it is taken back."""


@dataclass(frozen=True, slots=True)
class Access:
    """The account to read, and what lets us. Never printed: `repr` shows neither handle nor secret."""

    handle: str = field(repr=False)
    secret: Mapping[str, str] = field(repr=False, default_factory=lambda: MappingProxyType({}))
    """`token`, or `user` and `password`, and what else the consent gave (`refresh_token`)."""
    server: str = field(repr=False, default="")
    """`https://social.example`, for platforms of many servers."""
    app: Mapping[str, str] = field(repr=False, default_factory=lambda: MappingProxyType({}))
    """What identifies the district's program to the platform: `client_id`, `client_secret`."""


def check_owner(access: Access, handle: str | None) -> None:
    """Raises `Refusal` where a sign-in is for another account than the registered one, or does not say for which.

    A teacher who is signed in to a personal account when agreeing must not have that account read.
    """
    said, registered = (text.strip().lstrip("@").casefold() for text in (handle or "", access.handle))
    if registered and said != registered:
        raise refusal(Gap.PERMISSION_MISSING, "another_account" if said else "account_unsaid", final=True)


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of people an account has."""

    name: str
    """`followers`; the word of provenance and messages (`live.list.followers`)."""
    kind: Kind
    limit: Message | None = None
    """Why even the last page is not the whole list, where that is the platform's rule."""
    gap: Message | None = None
    """What explains a list shorter than the platform's count, where the platform is known for it."""

    @property
    def record(self) -> RecordType:
        """Which coverage the list belongs to."""
        requests = self.kind in (Kind.REQUEST_RECEIVED, Kind.REQUEST_SENT)
        return RecordType.REQUESTS if requests else RecordType.CONNECTIONS


@dataclass(frozen=True, slots=True)
class About:
    """What the platform says of the account itself.

    `coverage` speaks of profile and settings (and of a list that is not offered at all); `counts` are the platform's
    own numbers of people, by listing.
    """

    profile: Profile
    settings: tuple[Setting, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    counts: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    absent: frozenset[str] = frozenset()
    """Lists of the source that this account has none of, by name: they are neither read nor spoken of."""
    cost: Message | None = None
    """What reading the lists will cost, for platforms that charge; asked before it is spent."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list. `next` is the cursor of the next one, None after the last."""

    records: Sequence[Connection | Unreadable]
    next: str | None = None
    missing: int = 0
    """People the platform says are on this page but does not show."""
    facts: Mapping[str, Json] = field(default_factory=lambda: MappingProxyType({}))
    """What the page tells but people, by a key of each: kept with it for `Gathers.gather`. A new one is progress."""


def cursor_of(value: Json) -> str | None:
    """The cursor of the next page; None where there is none.

    Raises `Refusal` for what cannot be one: a list that goes on in a way we cannot read has not ended.
    """
    if value is None or value == "":
        return None
    cursor = text_of(value)
    if cursor is None:
        raise refusal(Gap.DAMAGED, "not_json")
    return cursor


class LiveSession(Protocol):
    """One account, opened. Every method raises `connectors.refusal.Refusal` where the platform refuses."""

    def about(self) -> About:
        """The account itself."""

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """A page of a list: the first one where `cursor` is None."""


@runtime_checkable
class Gathers(Protocol):
    """A live source whose pages tell more than people."""

    def gather(self, facts: Mapping[str, Iterable[Json]], whole: bool) -> tuple[Traffic, tuple[Message, ...]]:
        """What the facts of each listing, in their order, come to, and notes on the connections.

        `whole`: every listing was read to its end.
        """


class LiveSource(Protocol):
    """The live reader of one platform."""

    platform: ClassVar[str]
    yields: ClassVar[frozenset[RecordType]]
    consent: ClassVar[Consent]
    listings: ClassVar[tuple[Listing, ...]]

    def hosts(self, access: Access) -> tuple[str, ...]:
        """The hosts requests go to, of this account."""

    def open(self, access: Access, http: Http) -> LiveSession:
        """The account, ready to be read. Makes no request."""


@runtime_checkable
class Consents(Protocol):
    """A live source whose owners agree in different ways: by their server, or as they choose."""

    def consent_at(self, server: str, way: str) -> Consent:
        """How an owner agrees on this server. `way` is one of `Way` where the owner chose it, else ""."""


def consent_of(source: LiveSource, server: str, way: str = "") -> Consent:
    """How an owner of an account on this server agrees. A way that the platform does not have is passed over."""
    return source.consent_at(server, way) if isinstance(source, Consents) else source.consent
