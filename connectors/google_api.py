"""Google's APIs as YouTube and Blogger share them: how they are asked and what their errors mean.

Errors are `{"error": {"code", "message", "errors": [{"domain", "reason"}], "status", "details": [{"reason"}]}}`
(developers.google.com/youtube/v3/docs/errors, cloud.google.com/apis/design/errors, read 23 Nov 2026). There are no
rate-limit headers: the daily quota of the district's project ends with 403 `quotaExceeded` until midnight in
California.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json
from connectors.http import Answer, Http
from connectors.live import Access, Consent, Way
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status, refusal


def consent(scope: str, guide: str) -> Consent:
    """Google's consent to one scope. `prompt=consent` because only then is there a refresh token each time."""
    return Consent(
        Way.CODE,
        scopes=(f"https://www.googleapis.com/auth/{scope}",),
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        revoke="https://oauth2.googleapis.com/revoke",
        extra=MappingProxyType({"access_type": "offline", "prompt": "consent"}),
        guide=Message(guide),
    )


class Google:
    """One account's access to one API of Google."""

    def __init__(self, platform: str, base: str, access: Access, http: Http) -> None:
        """`base`: the address every path is appended to."""
        self._platform, self._base, self._http = platform, base, http
        self._token = access.secret.get("token", "")

    def ask(self, path: str, **params: str | int | None) -> dict[str, Json]:
        """The answer to a GET request; parameters that are None are left out. Raises `Refusal`."""
        if not self._token:
            raise of_status(401)
        given = {name: str(value) for name, value in params.items() if value is not None}
        answer = self._http.get(
            f"{self._base}/{path}", params=given, headers={"authorization": f"Bearer {self._token}"}
        )
        if not 200 <= answer.status < 300:
            raise refused(self._platform, answer)
        body = answer.json()
        if not isinstance(body, dict):
            raise refusal(Gap.DAMAGED, "not_json")
        return body


def items(body: Mapping[str, Json]) -> list[Json]:
    """The entries of a list; there are no `items` where it is empty. Raises `Refusal` where they are no list."""
    found = body.get("items", [])
    if not isinstance(found, list):
        raise refusal(Gap.DAMAGED, "not_json")
    return found


def inside(value: Json, *path: str) -> Json:
    """What lies under some keys; None where any of them is missing."""
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


_QUOTA, _RATE, _SCOPE = "quota", "rate", "scope"
_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "quotaExceeded": _QUOTA,
        "dailyLimitExceeded": _QUOTA,
        "rateLimitExceeded": _RATE,
        "userRateLimitExceeded": _RATE,
        "RATE_LIMIT_EXCEEDED": _RATE,
        "RESOURCE_EXHAUSTED": _RATE,
        "insufficientPermissions": _SCOPE,
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT": _SCOPE,
    }
)
_OWN: Mapping[str, tuple[Gap, str, bool]] = MappingProxyType(
    {
        "accessNotConfigured": (Gap.PLAN_TIER, "{}.live_api_off", True),
        "SERVICE_DISABLED": (Gap.PLAN_TIER, "{}.live_api_off", True),
        "youtubeSignupRequired": (Gap.NOT_OFFERED, "youtube.live_no_channel", True),
        "accountClosed": (Gap.NOT_OFFERED, "{}.live_closed", True),
        "accountSuspended": (Gap.NOT_OFFERED, "{}.live_closed", True),
        "channelClosed": (Gap.NOT_OFFERED, "{}.live_closed", True),
        "channelSuspended": (Gap.NOT_OFFERED, "{}.live_closed", True),
        "subscriptionForbidden": (Gap.PERMISSION_MISSING, "youtube.live_subscriptions_closed", False),
        "invalidPageToken": (Gap.PAGINATION_STOPPED, "{}.live_not_understood", False),
    }
)
"""Reason → gap, message (`{}`: of the platform that was asked), and whether it is final."""


def refused(platform: str, answer: Answer) -> Refusal:
    """What an error means: by the first reason we know, else by its HTTP status."""
    try:
        body = parse_json(answer.content, "")
    except MemberDamaged:
        body = None
    for reason in _reasons(body):
        if reason in _OWN:
            gap, id, final = _OWN[reason]
            return Refusal(gap, Message(id.format(platform)), final=final)
        match _REASONS.get(reason):
            case "quota":
                until = next_midnight(datetime.now(UTC))
                return Refusal(
                    Gap.RATE_LIMITED, Message(f"{platform}.live_quota"), until=until, final=True, passing=True
                )
            case "rate":
                return refusal(Gap.RATE_LIMITED, "rate_limited", until=answer.until, passing=True)
            case "scope":
                return of_status(403)
    if answer.status == 400:
        return Refusal(Gap.PAGINATION_STOPPED, Message(f"{platform}.live_not_understood"))
    return of_status(answer.status, answer.until)


def _reasons(body: Json) -> Iterator[str]:
    error = inside(body, "error")
    for group in ("errors", "details"):
        entries = inside(error, group)
        for entry in entries if isinstance(entries, list) else ():
            if isinstance(reason := inside(entry, "reason"), str):
                yield reason
    if isinstance(status := inside(error, "status"), str):
        yield status


def next_midnight(now: datetime) -> datetime:
    """When the daily quotas are given anew: the next midnight in California."""
    try:
        zone: tzinfo = ZoneInfo("America/Los_Angeles")
    except ZoneInfoNotFoundError:  # a computer without the time zones: an hour too late in summer
        zone = timezone(timedelta(hours=-8))
    there = now.astimezone(zone)
    midnight = datetime(there.year, there.month, there.day, tzinfo=zone) + timedelta(days=1)
    return midnight.astimezone(UTC)
