"""What the live connectors of YouTube and Blogger say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
