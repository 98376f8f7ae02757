"""What a live source is: how consent is given to it, what it reads, and in which pages.

A live source reads an account with its owner's consent, through the platform's own interface, and yields the same
records as the platform's export. `connectors.pull` drives it page by page; a source holds no state between runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, Protocol

from connectors.http import Http
from connectors.model import Connection, Coverage, Kind, Message, Profile, RecordType, Setting, Unreadable


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
    needs_server: bool = False
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


class LiveSession(Protocol):
    """One account, opened. Every method raises `connectors.refusal.Refusal` where the platform refuses."""

    def about(self) -> About:
        """The account itself."""

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """A page of a list: the first one where `cursor` is None."""


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
