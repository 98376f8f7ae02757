"""What the readers of e-mail headers and of handed-in message threads say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
