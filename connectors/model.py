"""The records every connector yields, and the snapshot they are gathered into.

Nothing here knows a roster or a policy. Sentences are never stored: a `Message` carries an id and its
parameters, and the reports put it into the reader's language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import ClassVar, TypeAlias

Param: TypeAlias = str | int | float | None


class Platform(StrEnum):
    """The platforms an account can be registered on; `OTHER` is any that we have no reader for."""

    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    THREADS = "threads"
    X = "x"
    LINKEDIN = "linkedin"
    TIKTOK = "tiktok"
    SNAPCHAT = "snapchat"
    YOUTUBE = "youtube"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    DISCORD = "discord"
    PINTEREST = "pinterest"
    WORDPRESS = "wordpress"
    BLOGGER = "blogger"
    MEDIAWIKI = "mediawiki"
    EMAIL = "email"
    SMS = "sms"
    WHATSAPP = "whatsapp"
    OTHER = "other"


class Kind(StrEnum):
    """How a connection is joined to the account."""

    FRIEND = "friend"
    FOLLOWER = "follower"
    FOLLOWING = "following"
    SUBSCRIBER = "subscriber"
    SUBSCRIPTION = "subscription"
    MEMBER = "member"
    CONTACT = "contact"
    CORRESPONDENT = "correspondent"
    REQUEST_RECEIVED = "request_received"
    REQUEST_SENT = "request_sent"
    BLOCKED = "blocked"


REQUESTS = frozenset({Kind.REQUEST_RECEIVED, Kind.REQUEST_SENT})
STANDING = frozenset(Kind) - REQUESTS - {Kind.BLOCKED}
"""The kinds that are a relationship today: neither asked for nor broken off."""


class RecordType(StrEnum):
    """What a source may yield; each has a `Coverage` of its own."""

    CONNECTIONS = "connections"
    REQUESTS = "requests"
    SETTINGS = "settings"
    PROFILE = "profile"


class State(StrEnum):
    """How much of a record type was seen."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class Gap(StrEnum):
    """Why a record type was not seen in full. Closed: a new reason is a change of the contract."""

    PERMISSION_MISSING = "permission_missing"
    PLAN_TIER = "plan_tier"
    RATE_LIMITED = "rate_limited"
    PAGINATION_STOPPED = "pagination_stopped"
    PLATFORM_LIMIT = "platform_limit"
    FILE_ABSENT = "file_absent"
    DATE_RANGE = "date_range"
    FORMAT_UNKNOWN = "format_unknown"
    DECLARED_COUNT_DIFFERS = "declared_count_differs"
    DAMAGED = "damaged"
    NOT_OFFERED = "not_offered"


class SettingKey(StrEnum):
    """Our own vocabulary of privacy settings (the values of each are in `SETTING_VALUES`)."""

    PROFILE_VISIBILITY = "profile.visibility"
    CONNECTIONS_VISIBILITY = "connections.visibility"
    POSTS_AUDIENCE = "posts.audience"
    REQUESTS_APPROVAL = "requests.approval"
    COMMENTS_ALLOWED_FROM = "comments.allowed_from"
    MESSAGES_ALLOWED_FROM = "messages.allowed_from"
    COMMENTS_MODERATION = "comments.moderation"
    TAGS_REVIEW = "tags.review"
    SEARCH_INDEXING = "search.indexing"
    DISCOVERY_BY_CONTACT = "discovery.by_contact"
    CONTACTS_UPLOAD = "contacts.upload"
    LOCATION_SHARING = "location.sharing"
    SIGNIN_TWO_FACTOR = "signin.two_factor"


UNKNOWN = "unknown"
"""The value of a setting whose word we do not know: never taken for safe."""

_ON_OFF = ("on", "off")
SETTING_VALUES: Mapping[SettingKey, tuple[str, ...]] = MappingProxyType(
    {
        SettingKey.PROFILE_VISIBILITY: ("public", "connections", "private"),
        SettingKey.CONNECTIONS_VISIBILITY: ("public", "connections", "only_me"),
        SettingKey.POSTS_AUDIENCE: ("public", "connections", "custom", "only_me"),
        SettingKey.REQUESTS_APPROVAL: ("required", "open"),
        SettingKey.COMMENTS_ALLOWED_FROM: ("everyone", "connections", "nobody"),
        SettingKey.MESSAGES_ALLOWED_FROM: ("everyone", "connections", "nobody"),
        SettingKey.COMMENTS_MODERATION: ("held", "open", "off"),
        SettingKey.TAGS_REVIEW: _ON_OFF,
        SettingKey.SEARCH_INDEXING: _ON_OFF,
        SettingKey.DISCOVERY_BY_CONTACT: _ON_OFF,
        SettingKey.CONTACTS_UPLOAD: _ON_OFF,
        SettingKey.LOCATION_SHARING: _ON_OFF,
        SettingKey.SIGNIN_TWO_FACTOR: _ON_OFF,
    }
)


class SourceKind(StrEnum):
    """Where a snapshot came from."""

    EXPORT = "export"
    LIVE = "live"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be: its id in the catalogue and the parameters that go into it.

    Parameters named `t_...` hold the id of another message, a term to be translated (`t_group="group.parent"`);
    those named `d_...` hold a date as `YYYY-MM-DD`; `n` chooses between singular and plural. Every other value is
    shown as it is.
    """

    id: str
    params: Mapping[str, Param] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record was read: the member of the input and a pointer inside it.

    `pointer` is a JSON pointer (`/friends_v2/3`), `row 17` (1-based, as a spreadsheet counts) or `item 4`.
    """

    source: str
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """What the platform says of the account itself."""

    handle: str | None = None
    display_name: str | None = None
    account_id: str | None = None
    url: str | None = None
    bio: str | None = None
    email: str | None = None
    account_type: str | None = None
    created_at: datetime | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Connection:
    """One person (or page) the account is connected with.

    A reader yields one per row, with one kind; `connectors.snapshot.assemble` joins the rows of one person
    into one connection with all kinds and gives it its `id`. At least one of `display_name`, `handle`,
    `platform_id`, `email` and `url` is set.
    """

    kinds: tuple[Kind, ...]
    places: tuple[Place, ...]
    display_name: str | None = None
    handle: str | None = None
    platform_id: str | None = None
    url: str | None = None
    email: str | None = None
    bio: str | None = None
    since: datetime | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One privacy setting in our words, with the platform's own beside it."""

    key: SettingKey
    value: str
    raw: Mapping[str, str]
    place: Place


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one record type was seen, and why not more.

    `expected` is the platform's own count where it gives one. `COMPLETE` is said only by code that saw the
    whole list or the platform's count.
    """

    record: RecordType
    state: State
    reason: Gap | None = None
    received: int = 0
    expected: int | None = None
    notes: tuple[Message, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupMail:
    """What the headers of e-mail sent to groups tell, in numbers alone: no address, no subject, no single message.

    A group is `LEAST` people or more whose addresses are of another domain than the account's: families and, where
    they have a domain of their own, students. Colleagues are none.
    """

    LEAST: ClassVar[int] = 3

    messages: int = 0
    """Sent to a group, its addresses written out."""
    listed: int = 0
    """Sent to a mailing list of the school, which shows nobody and leaves nobody out."""
    shown: Mapping[int, int] = field(default_factory=dict)
    """How many such addresses stood in To and Cc for all to see → in how many messages (of all that were sent)."""
    part: int = 0
    """Of `messages`: sent once to some of a group that had been written to before, and not to the rest."""
    copied: Mapping[str, int] = field(default_factory=dict)
    """`address_key` of an address of the account's own domain → how many of `messages` it was on."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """What messages tell without being read: how many, from when to when, and to how many. Never a word of them."""

    state: State
    """`COMPLETE` where all of them were seen."""
    messages: int = 0
    first: datetime | None = None
    last: datetime | None = None
    groups: GroupMail | None = None
    """For e-mail alone."""


def address_key(address: str) -> str:
    """What stands for an e-mail address where only somebody who has the address needs to find it again."""
    return hashlib.sha256(address.strip().casefold().encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that could not be made a record, so that no row is lost silently."""

    place: Place
    reason: Message


Record: TypeAlias = Profile | Connection | Setting | Coverage | Unreadable | Traffic


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one connector saw of one account at one time."""

    platform: str
    source_kind: SourceKind
    profile: Profile
    connections: tuple[Connection, ...]
    settings: tuple[Setting, ...]
    coverage: Mapping[RecordType, Coverage]
    unreadable: tuple[Unreadable, ...] = ()
    taken_at: datetime | None = None
    """When the platform made the export or the API was read; None where the input does not say."""
    inputs: tuple[str, ...] = ()
    """File names (no folders) of what was given."""
    sha256: str = ""
    """Of the bytes that were opened, in the order of member names."""
    opened: tuple[str, ...] = ()
    unopened: int = 0
    unknown: tuple[str, ...] = ()
    """Members that lie where lists lie but that this reader does not know: perhaps a new layout."""
    traffic: Traffic | None = None
    """Of e-mail and handed-in threads."""
