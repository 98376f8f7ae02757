"""YouTube live: the Data API v3 as the channel's owner. Subscriptions, subscribers, and who may see the channel.

Subscribers are never all of them: only those who keep their subscriptions public are listed, and the list may be capped
(developers.google.com/youtube/v3/docs/subscriptions/list). Whether comments wait for approval is told by no field: the
old `moderateComments` is deprecated, and a comment that is held shows only that YouTube holds some (by default it holds
what looks harmful). Both are kept as the platform's own words of a setting whose value is not known. Of comments only
an id is asked for, never what somebody wrote; and since YouTube wants a permission to *change* things for that, which
we do not ask for, the question may be refused.
"""

from __future__ import annotations

from typing import ClassVar

from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.google_api import Google, consent, inside, items
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, cursor_of
from connectors.model import (
    UNKNOWN,
    Connection,
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
    Unreadable,
)
from connectors.refusal import Refusal
from connectors.youtube.tables import CHANNEL_ID, address

BASE = "https://youtube.googleapis.com/youtube/v3"
PAGE_SIZE = 50
_CHANNEL_FIELDS = (
    "items(id,snippet(title,description,customUrl,publishedAt),"
    "status(privacyStatus,madeForKids,selfDeclaredMadeForKids),"
    "statistics(subscriberCount,hiddenSubscriberCount),brandingSettings/channel/moderateComments)"
)
_WORDS = {"public": "public", "private": "private"}
"""`privacyStatus` → who may see the channel. `unlisted` is neither: whoever has the address."""


class YouTubeLive:
    """Reads one YouTube channel with a token its owner gave."""

    platform: ClassVar[str] = Platform.YOUTUBE
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    consent: ClassVar[Consent] = consent("youtube.readonly", "youtube.live_guide")
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("subscriptions", Kind.SUBSCRIPTION, gap=Message("youtube.live_closed_channels")),
        Listing("subscribers", Kind.SUBSCRIBER, limit=Message("youtube.live_subscribers_public")),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for all accounts
        """The host of the API."""
        return ("youtube.googleapis.com",)

    def open(self, access: Access, http: Http) -> YouTubeSession:
        """The channel, ready to be read."""
        return YouTubeSession(access, http)


class YouTubeSession:
    """One channel, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._api, self._handle = Google(Platform.YOUTUBE, BASE, access, http), access.handle

    def about(self) -> About:
        """The channel, who may see it, and how many people YouTube counts."""
        found = items(self._api.ask(
            "channels", part="id,snippet,status,statistics,brandingSettings", mine="true", fields=_CHANNEL_FIELDS
        ))  # fmt: skip
        row = found[0] if found else None
        profile = owner(row)
        if profile.account_id is None:
            raise Refusal(Gap.NOT_OFFERED, Message("youtube.live_no_channel"), final=True)
        if not is_named(self._handle, profile):
            raise Refusal(Gap.PERMISSION_MISSING, Message("youtube.live_other_account"), final=True)
        known = settings(row, held=self._held(profile.account_id))
        return About(
            profile,
            known,
            (
                Coverage(RecordType.PROFILE, State.COMPLETE, received=1),
                Coverage(
                    RecordType.SETTINGS,
                    State.PARTIAL if known else State.NONE,
                    Gap.NOT_OFFERED,
                    len(known),
                    notes=(Message("youtube.live_settings"),),
                ),
            ),
            self._counts(row),
        )

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """Up to 50 channels."""
        part = "snippet" if listing.kind is Kind.SUBSCRIPTION else "subscriberSnippet"
        inner = (
            "title,description,publishedAt,resourceId/channelId" if part == "snippet" else "title,description,channelId"
        )
        body = self._api.ask(
            "subscriptions",
            part=part,
            mine="true" if part == "snippet" else None,
            mySubscribers="true" if part != "snippet" else None,
            order="alphabetical" if part == "snippet" else None,
            maxResults=PAGE_SIZE,
            pageToken=cursor,
            fields=f"nextPageToken,items({part}({inner}))",
        )
        return Page(
            [listed(row, listing, position) for position, row in enumerate(items(body))],
            cursor_of(body.get("nextPageToken")),
        )

    def _held(self, channel: str) -> bool:
        """Whether a comment is known to wait for review. What is refused here is not known."""
        try:
            body = self._api.ask(
                "commentThreads",
                part="id",
                allThreadsRelatedToChannelId=channel,
                moderationStatus="heldForReview",
                maxResults=1,
                fields="items/id",
            )
            return bool(items(body))
        except Refusal:
            return False

    def _counts(self, row: Json) -> dict[str, int]:
        """YouTube's own numbers. That of subscribers is rounded down from a thousand on."""
        counts = {"subscribers": None, "subscriptions": None}
        if inside(row, "statistics", "hiddenSubscriberCount") is not True:
            counts["subscribers"] = inside(row, "statistics", "subscriberCount")
        try:
            body = self._api.ask("subscriptions", part="id", mine="true", maxResults=1, fields="pageInfo/totalResults")
            counts["subscriptions"] = inside(body, "pageInfo", "totalResults")
        except Refusal:
            pass  # the list itself will meet the same refusal, and say it
        texts = {name: text_of(count) or "" for name, count in counts.items()}
        return {name: int(text) for name, text in texts.items() if text.isascii() and text.isdigit() and len(text) < 19}


def owner(row: Json) -> Profile:
    """The channel itself; without `account_id` where the row is none."""
    found = text_of(inside(row, "id")) or ""
    channel = found if CHANNEL_ID.fullmatch(found) else None
    return Profile(
        handle=text_of(inside(row, "snippet", "customUrl")),
        display_name=text_of(inside(row, "snippet", "title")),
        account_id=channel,
        url=address(channel) if channel else None,
        bio=text_of(inside(row, "snippet", "description")),
        created_at=from_text(inside(row, "snippet", "publishedAt")),
        place=Place("channels", "/items/0"),
    )


def is_named(handle: str, profile: Profile) -> bool:
    """Whether a registered name (`@handle`, title, id, address) is that of a channel; nothing registered fits all."""
    named = handle.strip().rstrip("/").rpartition("/")[2].removeprefix("@").casefold()
    names = (profile.handle, profile.account_id, profile.display_name)
    return not named or named in {(name or "").removeprefix("@").casefold() for name in names} - {""}


def settings(row: Json, *, held: bool) -> tuple[Setting, ...]:
    """What the channel says of its settings, in our words."""
    found = []
    status = inside(row, "status")
    word = text_of(inside(status, "privacyStatus"))
    if word is not None:
        raw = {name: _word(value) for name, value in sorted(status.items())}
        place = Place("channels", "/items/0/status/privacyStatus")
        found.append(Setting(SettingKey.PROFILE_VISIBILITY, _WORDS.get(word, UNKNOWN), raw, place))
    words = {}
    moderated = inside(row, "brandingSettings", "channel", "moderateComments")
    if moderated is not None:
        words["brandingSettings.channel.moderateComments"] = _word(moderated)
    if held:
        words["commentThreads.moderationStatus"] = "heldForReview"
    if words:
        place = Place("commentThreads" if held else "channels", "/items/0")
        found.append(Setting(SettingKey.COMMENTS_MODERATION, UNKNOWN, words, place))
    return tuple(found)


def listed(row: Json, listing: Listing, position: int) -> Connection | Unreadable:
    """One channel of a list."""
    subscribes = listing.kind is Kind.SUBSCRIBER
    snippet = inside(row, "subscriberSnippet" if subscribes else "snippet")
    channel = text_of(inside(snippet, "channelId") if subscribes else inside(snippet, "resourceId", "channelId"))
    if channel is None or not CHANNEL_ID.fullmatch(channel):
        return Unreadable(Place(listing.name, f"/items/{position}"), Message("youtube.row_without_channel"))
    return Connection(
        (listing.kind,),
        (Place(listing.name, channel),),
        display_name=text_of(inside(snippet, "title")),
        platform_id=channel,
        url=address(channel),
        bio=text_of(inside(snippet, "description")),
        since=None if subscribes else from_text(inside(snippet, "publishedAt")),
    )


def _word(value: Json) -> str:
    return str(value).lower() if isinstance(value, bool) else text_of(value) or ""
