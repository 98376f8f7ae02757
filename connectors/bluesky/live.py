"""Bluesky, asked with an app password of the owner: profile, settings, followers, follows and blocks.

An app password opens what the account itself sees, and can be deleted on Bluesky at any time. Lists come in pages of at
most 100; the last one is the page without a cursor, and a page before it may be shorter or empty. Muted accounts are no
connections and are not asked for. Direct messages are never asked for; an app password cannot read them.

Sources: docs.bsky.app/docs/api (app.bsky.actor.getProfile, app.bsky.graph.getFollowers, getFollows, getBlocks,
com.atproto.repo.getRecord), lexicon chat.bsky.actor.declaration.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from connectors.addresses import host_of
from connectors.base import note
from connectors.bluesky import people
from connectors.bluesky.network import Network, server_of
from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way, cursor_of
from connectors.model import (
    UNKNOWN,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Profile,
    RecordType,
    Setting,
    SettingKey,
    State,
)
from connectors.refusal import refusal

_PROFILE, _CHAT = "app.bsky.actor.profile", "chat.bsky.actor.declaration"
_SHORT = Message("bluesky.blocked_left_out")
_LISTS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "followers": ("app.bsky.graph.getFollowers", "followers", "followersCount"),
        "following": ("app.bsky.graph.getFollows", "follows", "followsCount"),
        "blocked": ("app.bsky.graph.getBlocks", "blocks", ""),
    }
)
"""Listing → method, name of the list in its answer, and of its count in the profile."""
_MOST = 100
"""People of a page, at most."""
_CHATS = MappingProxyType({"all": "everyone", "following": "connections", "none": "nobody"})
_UNSAID = "following"
"""What holds of an account that never said who may begin a chat with it."""


class BlueskyLive:
    """Reads an account on bsky.social, or on a server of its own where `Access.server` names it."""

    platform: ClassVar[str] = Platform.BLUESKY
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    consent: ClassVar[Consent] = Consent(
        Way.APP_PASSWORD,
        authorize="https://bsky.app/settings/app-passwords",
        own_server=True,
        shape="[a-z0-9]{4}(-[a-z0-9]{4}){3}",
        guide=Message("bluesky.guide"),
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("followers", Kind.FOLLOWER, gap=_SHORT),
        Listing("following", Kind.FOLLOWING, gap=_SHORT),
        Listing("blocked", Kind.BLOCKED),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:
        """Where the account signs in. The sign-in names the server that holds it, and `Network` lets that one in."""
        return (host_of(server_of(access)),)

    def open(self, access: Access, http: Http) -> BlueskySession:
        """The account, ready to be read."""
        return BlueskySession(Network(access, http))


class BlueskySession:
    """One account."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def about(self) -> About:
        """Profile, settings, and how many followers and follows Bluesky counts."""
        said = self._network.ask("app.bsky.actor.getProfile", actor=self._network.did)
        about, chat = self._network.record(_PROFILE), self._network.record(_CHAT)
        settings = (*people.settings(about or {}, Place(_PROFILE)), _chat(chat))
        return About(
            _profile(said, self._network.handle),
            settings,
            (
                Coverage(RecordType.PROFILE, State.COMPLETE, received=1),
                Coverage(
                    RecordType.SETTINGS, State.PARTIAL, Gap.NOT_OFFERED, len(settings),
                    notes=(note("bluesky.all_public"),),
                ),
            ),
            {name: count for name, (_, _, key) in _LISTS.items() if (count := _count(said.get(key))) is not None},
        )  # fmt: skip

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """At most 100 people."""
        method, key, _ = _LISTS[listing.name]
        actor = None if listing.kind is Kind.BLOCKED else self._network.did
        answer = self._network.ask(method, actor=actor, limit=_MOST, cursor=cursor)
        rows = answer.get(key)
        if not isinstance(rows, list):
            raise refusal(Gap.DAMAGED, "not_json")
        found = [people.person(row, listing.kind, Place(method, _pointer(row, key, at))) for at, row in enumerate(rows)]
        return Page(found, cursor_of(answer.get("cursor")))


def _pointer(row: Json, key: str, position: int) -> str:
    """A person by id, because the place on a page is another one tomorrow."""
    did = text_of(row.get("did")) if isinstance(row, dict) else None
    return f"/{key}/{did or position}"


def _profile(said: Mapping[str, Json], handle: str | None) -> Profile:
    did = text_of(said.get("did"))
    return Profile(
        handle=people.handle_of(said.get("handle")) or people.handle_of(handle),
        display_name=text_of(said.get("displayName")),
        account_id=did,
        url=people.address(did) if did else None,
        bio=text_of(said.get("description")),
        created_at=from_text(said.get("createdAt")),
        place=Place("app.bsky.actor.getProfile"),
    )


def _chat(record: Mapping[str, Json] | None) -> Setting:
    """Who may begin a chat. An account that never chose has no record, and people it follows may."""
    word = text_of(record.get("allowIncoming")) if record is not None else None
    value = _CHATS[_UNSAID] if record is None else _CHATS.get(word or "", UNKNOWN)
    raw = {"allowIncoming": "not set" if record is None else (word or "")[:200]}
    return Setting(SettingKey.MESSAGES_ALLOWED_FROM, value, raw, Place(_CHAT, "/allowIncoming"))


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
