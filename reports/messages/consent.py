"""What connecting, disconnecting and pulling say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
