"""Whatever a server answers, a live source reads it or refuses it, and never fails in another way."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.bluesky.live import BlueskyLive
from connectors.live import Access, LiveSource
from connectors.mastodon.live import MastodonLive
from connectors.refusal import Refusal
from tests.connectors.pulling import http_to
from tests.emulators import bluesky, mastodon
from tests.emulators.base import Emulator, Reply

WORDS = (
    "did", "handle", "displayName", "labels", "values", "val", "followers", "follows", "blocks", "cursor", "value",
    "allowIncoming", "followersCount", "id", "acct", "username", "url", "note", "locked", "source", "privacy", "error",
    "message", "accessJwt", "refreshJwt", "didDoc", "subject",
)  # fmt: skip
ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=12,
)
LINKS = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40) | st.sampled_from(
    ['<?max_id=>; rel="next"', '<https://[x?max_id=1>; rel="next"', "<a?max_id=%ff>; rel=next", ",;,<>;rel=next"]
)
ASKED = ("createSession", "getProfile", "getRecord", "getFollowers", "verify_credentials", "webfinger", "followers")


@pytest.fixture(scope="module")
def servers() -> Iterator[list[tuple[LiveSource, Access, Emulator]]]:
    with bluesky.Bluesky() as one, mastodon.Mastodon() as other:
        secret = {"user": bluesky.HANDLE, "password": bluesky.PASSWORD}
        yield [
            (BlueskyLive(), Access(bluesky.HANDLE, secret), one),
            (MastodonLive(), Access("ms_rivera", {"token": other.token()}, mastodon.SERVER), other),
        ]


@settings(max_examples=60)
@given(ANY, st.sampled_from(ASKED), st.sampled_from([200, 200, 200, 400, 401, 403, 422]), LINKS)
def test_any_json_is_read_or_refused(servers: Any, answer: Any, asked: str, status: int, link: str) -> None:
    headers = {"content-type": "application/json", "link": link.strip()}
    for source, access, server in servers:
        server.heal()
        server.fail(Reply(status, json.dumps(answer).encode(), headers), when=lambda a: asked in a.path)
        with http_to(server, source.hosts(access)) as http:
            session = source.open(access, http)
            for ask in (session.about, lambda: session.page(source.listings[0], None)):  # noqa: B023 - called at once
                try:
                    ask()
                except Refusal as refused:
                    assert refused.note.id
