"""What an answer says about how often one may ask: the reset headers of each platform, read as seconds to wait.

- `Retry-After`: seconds or a date (RFC 9110, 10.2.3).
- `x-rate-limit-reset` (X): seconds since 1970. `X-RateLimit-Reset` (Mastodon): a date in ISO 8601.
- `ratelimit-reset` (Bluesky): seconds since 1970; (draft-ietf-httpapi-ratelimit-headers): seconds to wait.

Waiting times are counted from the server's own `Date`, so that a clock that is off does no harm.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_RESETS = ("x-rate-limit-reset", "x-ratelimit-reset", "ratelimit-reset")
_REMAINING = ("x-rate-limit-remaining", "x-ratelimit-remaining", "ratelimit-remaining")
_SINCE_1970 = 100_000_000
"""A number above this is a point in time; below it, seconds to wait."""
LONGEST = 366 * 86_400.0
"""Seconds. A reset that is further away is taken for this far."""


def wait_of(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to wait before asking again; None where the answer does not say.

    `headers` have lower-case names. `now`: seconds since 1970 by our clock, used where the server sends no `Date`.
    """
    here = _moment(headers.get("date", "")) or now
    after = headers.get("retry-after", "")
    for value in (after, *(headers.get(name, "") for name in _RESETS)):
        seconds = _seconds(value.strip(), here)
        if seconds is not None:
            return min(max(seconds, 0.0), LONGEST)
    return None


def used_up(headers: Mapping[str, str]) -> bool:
    """Whether the answer says that no request is left until the reset."""
    return any(headers.get(name, "").strip() == "0" for name in _REMAINING)


def _seconds(value: str, here: float) -> float | None:
    with suppress(ValueError):
        number = float(value)
        if number != number or number < 0:
            return None
        return number - here if number > _SINCE_1970 else number
    moment = _moment(value)
    return None if moment is None else moment - here


def _moment(value: str) -> float | None:
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, OverflowError):
            moment = read(value)
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    return None
