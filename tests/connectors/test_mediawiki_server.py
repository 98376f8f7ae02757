"""The live reader of MediaWiki against a real wiki, open and closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors.live import Access
from connectors.mediawiki.live import MediaWikiLive
from connectors.model import RecordType, SettingKey, State
from connectors.moderation import moderating_places
from tests.connectors.pulling import pulled
from tests.servers.wiki import WikiServer

pytestmark = pytest.mark.server


def read(wiki: WikiServer, folder: Path, address: str = "", **secret: str) -> Any:
    secret = secret or {"user": wiki.bot_name, "password": wiki.bot_password}
    return pulled(MediaWikiLive(), Access(address or wiki.url, secret), None, folder)


def values(snapshot: Any) -> dict[str, str]:
    return {s.key: s.value for s in snapshot.settings}


@pytest.fixture
def class_wiki(wiki: WikiServer) -> WikiServer:
    """With a colleague who moderates, one of a group of the wiki's own, and a student."""
    wiki.set_permissions("newsroom", rollback=True)
    for name, *groups in (("Sam Strathclyde", "sysop"), ("Lena Rivera", "newsroom"), ("Ana Thorp",)):
        if name not in {user["name"] for user in accounts(wiki)}:
            wiki.create_user(name, *groups)
    return wiki


def accounts(wiki: WikiServer) -> list[dict[str, Any]]:
    with wiki.signed_in() as http:
        found: list[dict[str, Any]] = wiki.ask(http, action="query", list="allusers", aulimit="max")["query"][
            "allusers"
        ]
    return found


def test_accounts_with_groups_and_an_open_wiki(class_wiki, tmp_path):
    snapshot, result = read(class_wiki, tmp_path)
    people = {c.handle: c for c in snapshot.connections}
    assert {"Rowan", "Sam Strathclyde", "Lena Rivera", "Ana Thorp"} <= people.keys()
    assert "MediaWiki default" not in people
    moderators = {handle for handle, c in people.items() if moderating_places(c)}
    assert moderators >= {"Rowan", "Sam Strathclyde", "Lena Rivera"}
    assert "Ana Thorp" not in moderators
    assert [p.source for p in people["Lena Rivera"].places] == ["moderators/newsroom"]
    assert people["Ana Thorp"].url == f"{class_wiki.url}/index.php/User:Ana_Thorp"
    assert values(snapshot) == {
        SettingKey.REQUESTS_APPROVAL: "open",
        SettingKey.PROFILE_VISIBILITY: "public",
        SettingKey.COMMENTS_ALLOWED_FROM: "everyone",
        SettingKey.COMMENTS_MODERATION: "open",
    }
    for record in (RecordType.CONNECTIONS, RecordType.PROFILE, RecordType.SETTINGS):
        assert snapshot.coverage[record].state is State.COMPLETE
    assert not result.unfinished
    assert (snapshot.profile.display_name, snapshot.profile.account_type) == ("Classroom wiki", "wiki")
    assert snapshot.coverage[RecordType.PROFILE].notes == ()


@pytest.mark.parametrize(
    ("everybody", "users", "expected"),
    [
        ({"edit": False}, {}, ("open", "public", "everyone", "open")),
        ({"edit": False, "createaccount": False}, {}, ("required", "public", "connections", "open")),
        (
            {"read": False, "edit": False, "createaccount": False},
            {},
            ("required", "connections", "connections", "open"),
        ),
        ({"edit": False, "createaccount": False}, {"edit": False}, ("required", "public", "nobody", "off")),
    ],
)
def test_who_may_read_join_and_edit(wiki, tmp_path, everybody, users, expected):
    wiki.set_permissions("*", **everybody)
    wiki.set_permissions("user", **users)
    if users:
        wiki.set_permissions("sysop", edit=True)
    snapshot, _ = read(wiki, tmp_path)
    found = values(snapshot)
    keys = (
        SettingKey.REQUESTS_APPROVAL, SettingKey.PROFILE_VISIBILITY, SettingKey.COMMENTS_ALLOWED_FROM,
        SettingKey.COMMENTS_MODERATION,
    )  # fmt: skip
    assert tuple(found[key] for key in keys) == expected
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_the_interface_of_a_closed_wiki_is_found_from_its_pages_and_given_itself(wiki, tmp_path):
    wiki.set_permissions("*", read=False)
    for address in (wiki.url, f"{wiki.url}/index.php/Main_Page", wiki.api):
        assert read(wiki, tmp_path, address)[0].coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_a_wrong_bot_password_and_an_account_without_the_right_to_read(wiki, tmp_path):
    snapshot, result = read(wiki, tmp_path, user=wiki.bot_name, password="x" * 32)
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert [r.note.id for r in result.refused] == ["mediawiki.signed_out"]
    wiki.set_permissions("*", read=False)
    wiki.set_permissions("user", read=False)
    _, result = read(wiki, tmp_path)
    assert [r.note.id for r in result.refused] == ["mediawiki.closed"]


def test_a_bot_password_that_could_edit_is_pointed_out(wiki, tmp_path):
    wiki.create_bot_password("Rowan", "broad", "a" * 32, "editpage")
    snapshot, _ = read(wiki, tmp_path, user="Rowan@broad", password="a" * 32)
    assert [note.id for note in snapshot.coverage[RecordType.PROFILE].notes] == ["mediawiki.more_than_reading"]


def test_many_accounts_come_in_pages(wiki, tmp_path, monkeypatch):
    """MediaWiki gives 500 accounts at once; asked for two, it gives two, and says how to go on."""
    from connectors.mediawiki import api

    asked = api.Api._ask
    pages = []

    def small(self, params):
        if params.get("list") == "allusers":
            pages.append(params.get("aufrom"))
            params = {**params, "aulimit": 2}
        return asked(self, params)

    for name in ("Quimbleton A", "Quimbleton B", "Quimbleton C"):
        wiki.create_user(name)
    monkeypatch.setattr(api.Api, "_ask", small)
    snapshot, _ = read(wiki, tmp_path)
    assert len(pages) > 2
    assert {"Quimbleton A", "Quimbleton B", "Quimbleton C"} <= {c.handle for c in snapshot.connections}
    assert len(snapshot.connections) == len(accounts(wiki)) - 1, "but for the wiki's own account"
