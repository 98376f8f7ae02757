"""What the readers of rosters over the network say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
