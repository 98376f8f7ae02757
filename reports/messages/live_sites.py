"""What the live connectors of WordPress and MediaWiki say."""

from __future__ import annotations

MESSAGES: dict[str, str | tuple[str, str]] = {}
