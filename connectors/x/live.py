"""X live: the API v2 as the account's owner. Followers, accounts followed, blocked accounts, and `protected`.

Not read, on purpose: muted accounts (muting hides somebody's posts from the owner and changes no relationship: a muted
follower still follows), so the permission `mute.read` is not asked for either. Accounts that X has suspended are in no
list, though its counts may hold them for a while.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import ClassVar

from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way, cursor_of
from connectors.model import Coverage, Gap, Kind, Message, Platform, RecordType, State
from connectors.refusal import Refusal, refusal
from connectors.x import prices
from connectors.x.api import HOST, Api, gone, rows
from connectors.x.users import OF_OWNER, OF_PEOPLE, counts, id_of, owner, person, settings

_EDGE = MappingProxyType({"followers": "followers", "following": "following", "blocked": "blocking"})
"""Our listing → the last part of its address at X."""
_GAP = Message("x.live_suspended")


class XLive:
    """Reads one X account with a token its owner gave. It costs the district's credit with X."""

    platform: ClassVar[str] = Platform.X
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        scopes=("tweet.read", "users.read", "follows.read", "block.read", "offline.access"),
        authorize="https://x.com/i/oauth2/authorize",
        token="https://api.x.com/2/oauth2/token",  # noqa: S106 - an address
        revoke="https://api.x.com/2/oauth2/revoke",
        guide=Message("x.live_guide"),
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("followers", Kind.FOLLOWER, gap=_GAP),
        Listing("following", Kind.FOLLOWING, gap=_GAP),
        Listing("blocked", Kind.BLOCKED),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for all accounts
        """The host of tweepy."""
        return (HOST,)

    def open(self, access: Access, http: Http) -> XSession:
        """The account, ready to be read."""
        return XSession(access, http)


class XSession:
    """One account, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._api, self._handle = Api(access, http), access.handle
        self._owner: dict[str, Json] | None = None

    def about(self) -> About:
        """The owner's profile, `protected`, X's counts, and what reading the lists will cost."""
        row = self._me()
        found, numbers = settings(row), counts(row)
        return About(
            owner(row),
            found,
            (
                Coverage(RecordType.PROFILE, State.COMPLETE, received=1),
                Coverage(
                    RecordType.SETTINGS,
                    State.PARTIAL if found else State.NONE,
                    Gap.NOT_OFFERED,
                    len(found),
                    notes=(Message("x.live_settings"),),
                ),
            ),
            numbers,
            cost=prices.of_lists(sum(numbers.values()) if len(numbers) == 2 else None),
        )

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """Up to 1,000 people."""
        account = id_of(self._me()) or ""
        answer = self._api.page(account, _EDGE[listing.name], cursor, OF_PEOPLE)
        people = rows(answer)
        meta = answer.get("meta")
        if not isinstance(meta, dict):  # it alone says whether the list goes on
            raise refusal(Gap.DAMAGED, "not_json")
        listed = frozenset(filter(None, map(id_of, people)))
        return Page(
            [person(row, listing.kind, listing.name, position) for position, row in enumerate(people)],
            cursor_of(meta.get("next_token")),
            gone(answer, listed),
        )

    def _me(self) -> dict[str, Json]:
        """The account the token is for, asked for once. Raises `Refusal` where it is not the one that was named."""
        if self._owner is None:
            row = self._api.me(OF_OWNER).get("data")
            if not isinstance(row, dict) or id_of(row) is None:
                raise Refusal(Gap.DAMAGED, Message("live.not_json"), final=True)
            named = self._handle.strip().lstrip("@").casefold()
            if named and named not in ((text_of(row.get("username")) or "").casefold(), id_of(row)):
                raise Refusal(Gap.PERMISSION_MISSING, Message("x.live_other_account"), final=True)
            self._owner = row
        return self._owner
