"""Whatever JSON a blog or a wiki answers with, its readers make records of it, or say what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from connectors.live import Access, LiveSource
from connectors.mediawiki import live as mediawiki
from connectors.mediawiki.live import MediaWikiLive
from connectors.model import Connection, Unreadable
from connectors.wordpress import hosted, site
from connectors.wordpress.live import WordPressLive
from tests.connectors.pulling import pulled
from tests.emulators import mediawiki as wiki
from tests.emulators import wordpress
from tests.emulators.base import Asked, Emulator, Reply

_KEYS = (
    "id", "ID", "userid", "name", "username", "login", "first_name", "email", "roles", "groups", "capabilities",
    "registered_date", "registration", "date", "author", "author_name", "author_email", "status", "label", "link",
    "description", "code", "error", "query", "general", "usergroups", "rights", "extensions", "allusers", "continue",
    "userinfo", "tokens", "logintoken", "result", "home", "url", "namespaces", "found", "settings", "users", "comments",
    "subscribers", "pages", "total", "base", "server", "articlepath", "default_comment_status", "comment_moderation",
)  # fmt: skip
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12)
    | st.sampled_from(["https://[bad/", "Success", "closed", "\ud800", "$1", "*"])
)  # fmt: skip
_JSON = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=6),
    max_leaves=12,
)
READERS = {
    "site member": site._member,
    "site commenter": site._commenter,
    "hosted member": hosted._member,
    "hosted commenter": hosted._commenter,
    "follower": hosted._follower,
    "subscriber": hosted._subscriber,
    "account": lambda row: mediawiki._member(row, frozenset({"sysop"}), "https://wiki.example/$1"),
}


@pytest.mark.parametrize("reader", READERS)
@given(row=_JSON | st.dictionaries(st.sampled_from(_KEYS), _JSON))
def test_a_row_of_anything_is_a_person_or_unreadable(reader: str, row: Any) -> None:
    found = READERS[reader](row)
    if isinstance(found, Connection):
        assert found.display_name or found.handle or found.platform_id or found.email
        json.dumps([found.display_name, found.handle, found.email], ensure_ascii=False).encode()
    else:
        assert found is None or isinstance(found, Unreadable)


_WRONG = (
    None,
    True,
    7,
    -1.5,
    "",
    "https://[bad/",
    "\ud800",
    [],
    {},
    [[]],
    [{}],
    {"id": {}},
    ["x", {}, []],
    "x" * 10_000,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something stands in an answer."""
    yield path
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from places(value, (*path, key))


def changed(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    data[path[0]] = changed(data[path[0]], path[1:], value)
    return data


SOURCES: tuple[tuple[type[Emulator], LiveSource, str, dict[str, str]], ...] = (
    (wordpress.WordPress, WordPressLive(), "", {"user": wordpress.USER, "password": wordpress.PASSWORD}),
    (wordpress.WordPressCom, WordPressLive(), "", {"token": wordpress.TOKEN}),
    (wiki.MediaWiki, MediaWikiLive(), "/wiki/Main_Page", {"user": wiki.BOT, "password": wiki.PASSWORD}),
    (wiki.MediaWiki, MediaWikiLive(), "/w/api.php", {"token": wiki.TOKEN}),
)


@pytest.mark.parametrize(("kind", "source", "path", "secret"), SOURCES, ids=["site", "hosted", "bot", "oauth"])
@hypothesis_settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(at=st.integers(0, 8), where=st.integers(0, 10_000), value=st.sampled_from(_WRONG))
def test_an_answer_with_anything_in_one_place_is_pulled_to_the_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: type[Emulator], source: LiveSource, path: str,
    secret: dict[str, str], at: int, where: int, value: Any,
) -> None:  # fmt: skip
    """One place in one answer of a whole pull: the reader goes on or says so, and breaks nowhere."""
    count = 0

    def reply(self: Emulator, asked: Asked) -> Reply:
        nonlocal count
        answer = kind.answer(self, asked)
        if answer.headers.get("content-type") == "application/json":
            count += 1
            if count == at + 1:
                data = json.loads(answer.body)
                spots = list(places(data))
                body = json.dumps(changed(data, spots[where % len(spots)], value)).encode()
                return Reply(answer.status, body, answer.headers)
        return answer

    with monkeypatch.context() as patched, kind() as emulator:
        patched.setattr(kind, "reply", reply)
        address = f"{emulator.base}{path}" if path else f"https://{emulator.hosts[-1]}"
        pulled(source, Access("room 12", secret, address), emulator, tmp_path)
