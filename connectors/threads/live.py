"""Threads, read live: who the account is and how many follow it. No list of people, no privacy setting.

After developers.facebook.com/documentation/threads: threads-profiles (13 April 2026), insights (30 January 2026),
get-started/get-access-tokens-and-permissions (12 August 2026) and long-lived-tokens. They write the host now as
graph.threads.net, now as graph.threads.com.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from connectors import meta_tokens
from connectors.crosscheck import count_of, counts_only
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way, check_owner
from connectors.meta_graph import Calls
from connectors.model import Coverage, Gap, Message, Place, Platform, Profile, RecordType, State
from connectors.refusal import Refusal
from connectors.threads.export import address

_API = "https://graph.threads.net"
_VERSION = "1.0"
_FIELDS = "id,username,name,threads_biography"
_LIMIT = Message("threads.live_lists")


class ThreadsLive:
    """Reads the profile and the number of followers."""

    platform: ClassVar[str] = Platform.THREADS
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    listings: ClassVar[tuple[Listing, ...]] = ()
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        ("threads_basic", "threads_manage_insights"),
        authorize="https://threads.com/oauth/authorize",
        token=f"{_API}/oauth/access_token",
        separator=",",
        pkce="",
        guide=Message("threads.live_guide"),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for everybody
        """Threads' own Graph API."""
        return ("graph.threads.net",)

    def open(self, access: Access, http: Http) -> ThreadsSession:
        """The account, ready to be read."""
        return ThreadsSession(access, http)

    def keepers(self) -> tuple[str, ...]:
        """Where tokens are exchanged and renewed."""
        return ("graph.threads.net",)

    def settle(self, access: Access, http: Http) -> Mapping[str, str]:
        """The token of an hour exchanged for one of sixty days."""
        return meta_tokens.short_for_long(http, f"{_API}/access_token", "th_exchange_token", access)

    def renew(self, access: Access, http: Http) -> Mapping[str, str]:
        """Sixty days more."""
        return meta_tokens.long_for_longer(http, f"{_API}/refresh_access_token", "th_refresh_token", access)

    def revoke(self, access: Access, http: Http) -> None:  # noqa: ARG002 - there is nothing to ask
        """Always refused: the owner removes the program in Threads' settings."""
        raise meta_tokens.only_there("threads")


class ThreadsSession:
    """One account, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._calls, self._access = Calls(http, _API, _VERSION, access), access

    def about(self) -> About:
        """The profile and the number of followers, each as far as it was permitted."""
        profile = profile_of(self._calls.ask("me", fields=_FIELDS))
        check_owner(self._access, profile.handle)
        try:
            found = metrics(self._calls.ask("me/threads_insights", metric="followers_count"))
            people = counts_only({"followers": found.get("followers_count")}, _LIMIT)
        except Refusal as e:
            if e.final:
                raise
            people = Coverage(RecordType.CONNECTIONS, State.NONE, e.gap, notes=(_LIMIT, e.note))
        settings = Coverage(RecordType.SETTINGS, State.NONE, Gap.NOT_OFFERED, notes=(Message("threads.live_settings"),))
        return About(profile, coverage=(Coverage(RecordType.PROFILE, State.COMPLETE, received=1), settings, people))

    def page(self, listing: Listing, cursor: str | None) -> Page:  # noqa: ARG002 - there is no list
        """Never there: Threads lists nobody."""
        raise Refusal(Gap.PLATFORM_LIMIT, _LIMIT)


def profile_of(body: dict[str, Json]) -> Profile:
    """The account. Raises `Refusal` where the answer names none."""
    handle, number = text_of(body.get("username")), text_of(body.get("id"))
    if handle is None and number is None:
        raise Refusal(Gap.FORMAT_UNKNOWN, Message("meta.not_understood"))
    return Profile(
        handle=handle,
        display_name=text_of(body.get("name")),
        account_id=number,
        url=address(handle) if handle else None,
        bio=text_of(body.get("threads_biography")),
        place=Place("me"),
    )


def metrics(body: dict[str, Json]) -> dict[str, int]:
    """The numbers in an insights answer: `total_value`, else the newest of `values`."""
    data = body.get("data")
    found: dict[str, int] = {}
    for row in data if isinstance(data, list) else []:
        name = text_of(row.get("name")) if isinstance(row, dict) else None
        if name is None:
            continue
        values = row.get("values")
        newest = values[-1] if isinstance(values, list) and values else None
        told = row.get("total_value", newest)
        n = count_of(told.get("value")) if isinstance(told, dict) else None
        if n is not None:
            found[name] = n
    return found
