"""What the live connectors of Bluesky and Mastodon say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
