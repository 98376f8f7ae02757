"""Why a platform did not give what was asked: the way from a failed request to a gap in the coverage."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from connectors.model import Gap, Message, Param


class Refusal(Exception):
    """A platform, or the way to it, refused a request. Becomes coverage.

    `note` says it to the reader and holds no name, token or address. `until` is the time before which asking again is
    in vain. `final`: nothing else of this account can be read either (the sign-in has ended, say); otherwise only what
    was being asked for is missing. `passing`: the same request may succeed later without anybody changing anything.
    """

    def __init__(
        self, gap: Gap, note: Message, *, until: datetime | None = None, final: bool = False, passing: bool = False
    ) -> None:
        super().__init__(f"{gap}: {note.id}")
        self.gap, self.note, self.until, self.final, self.passing = gap, note, until, final, passing


def refusal(
    gap: Gap, id: str, *, until: datetime | None = None, final: bool = False, passing: bool = False, **params: Param
) -> Refusal:
    """A refusal with the message `live.<id>`."""
    return Refusal(gap, Message(f"live.{id}", params), until=until, final=final, passing=passing)


STATUS: Mapping[int, tuple[Gap, str, bool]] = MappingProxyType(
    {
        401: (Gap.PERMISSION_MISSING, "signed_out", True),
        402: (Gap.PLAN_TIER, "not_paid", False),
        403: (Gap.PERMISSION_MISSING, "forbidden", False),
        404: (Gap.NOT_OFFERED, "not_found", False),
        410: (Gap.NOT_OFFERED, "not_found", False),
        429: (Gap.RATE_LIMITED, "rate_limited", False),
    }
)
"""HTTP status → reason, message, and whether it is final. What is not listed is an error of the server."""


def of_status(status: int, until: datetime | None = None) -> Refusal:
    """The refusal an HTTP status stands for, where the platform's own error codes say no more."""
    gap, id, final = STATUS.get(status, (Gap.PAGINATION_STOPPED, "server_error", False))
    return refusal(gap, id, until=until, final=final, passing=gap in _PASSING, status=status)


_PASSING = frozenset({Gap.RATE_LIMITED, Gap.PAGINATION_STOPPED})
