"""Points in time as exports write them. Everything comes out in UTC; what cannot be read is None."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from math import isfinite

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_epoch(value: object) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, as a number or digits; 0 and less mean "not known"."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        seconds = float(value)
        if not isfinite(seconds):
            return None
        while seconds > 1e11:
            seconds /= 1000
        return (_EPOCH + timedelta(seconds=seconds)).replace(microsecond=0) if seconds > 0 else None
    except (ValueError, OverflowError):
        return None


def from_text(value: object, *formats: str) -> datetime | None:
    """ISO 8601, with or without zone (none: UTC) and with a trailing ` UTC`; then the given `strptime` formats."""
    if not isinstance(value, str):
        return None
    text = value.strip().removesuffix(" UTC").removesuffix(" GMT")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        for pattern in formats:
            try:
                moment = datetime.strptime(text, pattern)  # noqa: DTZ007 - the zone is set below
                break
            except ValueError:
                continue
        else:
            return None
    try:
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:
        return None
    return moment.replace(microsecond=0)
