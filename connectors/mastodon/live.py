"""Mastodon, and every server that speaks its API, asked with the owner's consent (OAuth).

Lists come in pages of at most 80. How a list goes on stands in the `Link` header alone: the ids in it are those of the
follows, not of the people. For its own account's owner a server lists everybody, also where the lists are hidden from
others. Muted accounts are no connections and are not asked for, nor is any message.

Sources: docs.joinmastodon.org/methods/accounts (verify_credentials, followers, following), /methods/follow_requests,
/methods/blocks, /methods/oauth, /methods/apps, /api/oauth-scopes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar

from mastodon import Mastodon

from connectors.addresses import host_of
from connectors.base import note
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way
from connectors.mastodon import account
from connectors.mastodon.server import Server, server_of
from connectors.model import Coverage, Gap, Kind, Message, Place, Platform, RecordType, State
from connectors.refusal import Refusal, refusal

_ME = "/api/v1/accounts/verify_credentials"
_MOST = 80
"""People of a page, at most."""
_LOST = "?"
"""Stands for the cursor of a page that must be there, but cannot be asked for."""
_LAGS = Message("mastodon.count_lags")

_Call = Callable[[Mastodon, str, str | None], Any]
_LISTS: Mapping[str, tuple[str, _Call]] = MappingProxyType(
    {
        "followers": (
            "/api/v1/accounts/:id/followers",
            lambda server, me, after: server.account_followers(me, max_id=after, limit=_MOST),
        ),
        "following": (
            "/api/v1/accounts/:id/following",
            lambda server, me, after: server.account_following(me, max_id=after, limit=_MOST),
        ),
        "requests": (
            "/api/v1/follow_requests",
            lambda server, _, after: server.follow_requests(max_id=after, limit=_MOST),
        ),
        "blocked": ("/api/v1/blocks", lambda server, _, after: server.blocks(max_id=after, limit=_MOST)),
    }
)


class MastodonLive:
    """Reads an account on any server of Mastodon's API."""

    platform: ClassVar[str] = Platform.MASTODON
    yields: ClassVar[frozenset[RecordType]] = frozenset(RecordType)
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        scopes=("read:accounts", "read:follows", "read:blocks"),
        authorize="{server}/oauth/authorize",
        token="{server}/oauth/token",  # noqa: S106 - an address
        revoke="{server}/oauth/revoke",
        register="{server}/api/v1/apps",
        needs_server=True,
        guide=Message("mastodon.guide"),
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("followers", Kind.FOLLOWER, gap=_LAGS),
        Listing("following", Kind.FOLLOWING, gap=_LAGS),
        Listing("requests", Kind.REQUEST_RECEIVED, gap=_LAGS),
        Listing("blocked", Kind.BLOCKED),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:
        """The account's server."""
        return (host_of(server_of(access)),)

    def open(self, access: Access, http: Http) -> MastodonSession:
        """The account, ready to be read."""
        return MastodonSession(access, http)


class MastodonSession:
    """One account."""

    def __init__(self, access: Access, http: Http) -> None:
        self._access, self._server = access, Server(access, http)
        self._known: dict[str, Json] | None = None
        self._home = ""

    def about(self) -> About:
        """Profile, settings, and the server's counts."""
        me, source = self._me(), me_source(self._me())
        settings = tuple(account.settings(me, _ME))
        counts = {
            "followers": me.get("followers_count"),
            "following": me.get("following_count"),
            "requests": source.get("follow_requests_count"),
        }
        said = note("mastodon.settings_from_server")
        state = State.PARTIAL if settings else State.NONE
        return About(
            account.profile(me, self._home, Place(_ME)),
            settings,
            (
                Coverage(RecordType.PROFILE, State.COMPLETE, received=1),
                Coverage(RecordType.SETTINGS, state, Gap.NOT_OFFERED, len(settings), notes=(said,)),
            ),
            {name: n for name, n in counts.items() if isinstance(n, int) and not isinstance(n, bool) and n >= 0},
        )

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """At most 80 people."""
        if cursor == _LOST:
            raise Refusal(Gap.PAGINATION_STOPPED, Message("mastodon.next_unknown"))
        source, call = _LISTS[listing.name]
        me = text_of(self._me().get("id")) or ""
        answer = self._server.ask(lambda server: call(server, me, cursor))
        rows, home = answer.data, self._home
        if not isinstance(rows, list):
            raise refusal(Gap.DAMAGED, "not_json")
        found = [account.person(row, listing.kind, Place(source, _pointer(row, at)), home) for at, row in
                 enumerate(rows)]  # fmt: skip
        full = len(rows) >= _MOST and not answer.linked  # a server or proxy that says nothing of how lists go on
        return Page(found, _LOST if answer.lost or full else answer.next)

    def _me(self) -> dict[str, Json]:
        """The account that the consent is for, which has to be the registered one."""
        if self._known is None:
            data = self._server.ask(lambda server: server.account_verify_credentials()).data
            user = text_of(data.get("username")) if isinstance(data, dict) else None
            if user is None or not text_of(data.get("id")):
                raise refusal(Gap.DAMAGED, "not_json")
            self._home = self._server.domain(user)
            hosts = (self._home, host_of(server_of(self._access)))
            if not _same(self._access.handle, {user, *(f"{user}@{host}" for host in hosts)}):
                raise Refusal(Gap.PERMISSION_MISSING, Message("mastodon.other_account"), final=True)
            self._known = data
        return self._known


def me_source(me: Mapping[str, Json]) -> Mapping[str, Json]:
    """The part of an account that only its owner is told."""
    source = me.get("source")
    return source if isinstance(source, dict) else {}


def _same(registered: str, found: set[str]) -> bool:
    """Whether the registered handle is one of those of an account. One that was never registered is any."""
    wanted = registered.strip().lstrip("@").casefold()
    return not wanted or wanted in {handle.casefold() for handle in found}


def _pointer(row: Json, position: int) -> str:
    """A person by the server's id, because the place on a page is another one tomorrow."""
    known = text_of(row.get("id")) if isinstance(row, dict) else None
    return f"/{known or position}"
