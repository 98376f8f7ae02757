"""What the live connectors of X, Facebook, Instagram, Threads and TikTok say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
