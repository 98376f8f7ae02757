"""Instagram, read live: who the account is and how many follow it and are followed, for professional accounts alone.

Personal accounts have had no interface since December 2024, and nothing lists followers or tells a privacy setting. So
this yields a profile and two counts; the lists come from the download (`connectors.crosscheck` holds one against the
other). Whether a professional account can be private stands in no document of the interface, so nothing is concluded
from the kind of account.

After developers.facebook.com/docs/instagram-platform: instagram-api-with-instagram-login/get-started and
business-login (13 March 2026), instagram-graph-api/reference/ig-user, reference/access_token, v26.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from connectors import meta_tokens
from connectors.crosscheck import count_of, counts_only
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.instagram.lists import address
from connectors.live import About, Access, Consent, Listing, Page, Way, check_owner
from connectors.meta_graph import VERSION, Calls, mapping
from connectors.model import Coverage, Gap, Message, Place, Platform, Profile, RecordType, State
from connectors.refusal import Refusal

_API = "https://graph.instagram.com"
_FIELDS = "user_id,username,name,account_type,followers_count,follows_count"
_MORE = f"{_FIELDS},biography"
"""`biography` is in the reference of both interfaces but not in this one's guide, so it may be refused."""
_LIMIT = Message("instagram.live_lists")


class InstagramLive:
    """Reads the profile and the counts of a professional account."""

    platform: ClassVar[str] = Platform.INSTAGRAM
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    listings: ClassVar[tuple[Listing, ...]] = ()
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        ("instagram_business_basic",),
        authorize="https://www.instagram.com/oauth/authorize",
        token="https://api.instagram.com/oauth/access_token",  # noqa: S106 - an address
        separator=",",
        pkce="",
        guide=Message("instagram.live_guide"),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for everybody
        """Instagram's own Graph API."""
        return ("graph.instagram.com",)

    def open(self, access: Access, http: Http) -> InstagramSession:
        """The account, ready to be read."""
        return InstagramSession(access, http)

    def keepers(self) -> tuple[str, ...]:
        """Where tokens are exchanged and renewed."""
        return ("graph.instagram.com",)

    def settle(self, access: Access, http: Http) -> Mapping[str, str]:
        """The token of an hour exchanged for one of sixty days."""
        return meta_tokens.short_for_long(http, f"{_API}/access_token", "ig_exchange_token", access)

    def renew(self, access: Access, http: Http) -> Mapping[str, str]:
        """Sixty days more."""
        return meta_tokens.long_for_longer(http, f"{_API}/refresh_access_token", "ig_refresh_token", access)

    def revoke(self, access: Access, http: Http) -> None:  # noqa: ARG002 - there is nothing to ask
        """Always refused: the owner removes the program in Instagram's settings."""
        raise meta_tokens.only_there("instagram")


class InstagramSession:
    """One account, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._calls, self._access = Calls(http, _API, VERSION, access), access

    def about(self) -> About:
        """The profile and the counts."""
        try:
            found = about_of(self._calls.ask("me", fields=_MORE))
        except Refusal as e:
            if e.final or e.gap not in (Gap.FORMAT_UNKNOWN, Gap.PERMISSION_MISSING):
                raise
            found = about_of(self._calls.ask("me", fields=_FIELDS))
        check_owner(self._access, found.profile.handle)
        return found

    def page(self, listing: Listing, cursor: str | None) -> Page:  # noqa: ARG002 - there is no list
        """Never there: Instagram lists nobody."""
        raise Refusal(Gap.PLATFORM_LIMIT, _LIMIT)


def about_of(body: dict[str, Json]) -> About:
    """What an answer says of the account. It is the object itself, or the first of a list named `data`.

    Raises `Refusal` where it names no account.
    """
    data = body.get("data")
    if isinstance(data, list) and data:
        body = mapping(data[0])
    handle, number = text_of(body.get("username")), text_of(body.get("user_id")) or text_of(body.get("id"))
    if handle is None and number is None:
        raise Refusal(Gap.FORMAT_UNKNOWN, Message("meta.not_understood"))
    profile = Profile(
        handle=handle,
        display_name=text_of(body.get("name")),
        account_id=number,
        url=address(handle) if handle else None,
        bio=text_of(body.get("biography")),
        account_type=text_of(body.get("account_type")),
        place=Place("me"),
    )
    counts = {"followers": count_of(body.get("followers_count")), "following": count_of(body.get("follows_count"))}
    return About(
        profile,
        coverage=(
            Coverage(RecordType.PROFILE, State.COMPLETE, received=1),
            Coverage(RecordType.SETTINGS, State.NONE, Gap.NOT_OFFERED, notes=(Message("instagram.live_settings"),)),
            counts_only(counts, _LIMIT),
        ),
    )
