"""The recordings in cassettes/: add a module for a platform, and its recordings to `ALL`."""

from __future__ import annotations

from tests.cassettes import Recording
from tests.recordings import bluesky, mastodon, mediawiki, wordpress

ALL: tuple[Recording, ...] = (
    *bluesky.RECORDINGS, *mastodon.RECORDINGS, *wordpress.RECORDINGS, *mediawiki.RECORDINGS,
)  # fmt: skip
