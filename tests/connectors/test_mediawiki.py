"""The live reader of MediaWiki, against an emulator; the real one is in test_mediawiki_server.py."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.live import Access
from connectors.mediawiki.live import MediaWikiLive
from connectors.mediawiki.rights import groups_of, moderating, settings
from connectors.model import SETTING_VALUES, UNKNOWN, Gap, Kind, RecordType, SettingKey, State
from connectors.moderation import moderating_places
from tests.connectors.pulling import FakeClock, pulled
from tests.emulators.base import Asked, Reply
from tests.emulators.mediawiki import BOT, PASSWORD, TOKEN, Account, MediaWiki, error

NAMES = ("Ana \u202eLopez", "X" * 10_000, "=cmd()", "🦊 Thorp", "Renée")


@pytest.fixture
def wiki():
    with MediaWiki(*(Account(f"Thorp {n}") for n in range(5)), Account("Rivera", ("sysop",))) as emulator:
        emulator.size = 3
        yield emulator


def access(wiki: MediaWiki, address: str = "", **secret: str) -> Access:
    return Access("room 12", secret or {"user": BOT, "password": PASSWORD}, address or wiki.address)


def read(wiki: MediaWiki, folder: Path, with_: Access | None = None, **options: Any):
    return pulled(MediaWikiLive(), with_ or access(wiki), wiki, folder, **options)


def people(asked: Asked) -> bool:
    return asked.query.get("list") == "allusers"


def second_page(asked: Asked) -> bool:
    return people(asked) and "aufrom" in asked.query


def test_everybody_is_read_with_groups(wiki, tmp_path):
    snapshot, result = read(wiki, tmp_path)
    assert [c.handle for c in snapshot.connections] == ["Quimbleton", "Rivera", *(f"Thorp {n}" for n in range(5))]
    assert [c.handle for c in snapshot.connections if moderating_places(c)] == ["Quimbleton", "Rivera"]
    owner, _, pupil, *_ = snapshot.connections
    assert [p.source for p in owner.places] == ["moderators/sysop", "members/bureaucrat"]
    assert ([p.source for p in pupil.places], pupil.kinds) == (["members"], (Kind.MEMBER,))
    assert pupil.url == f"{wiki.base}/wiki/User:Thorp_0"
    for record in (RecordType.CONNECTIONS, RecordType.PROFILE, RecordType.SETTINGS):
        assert snapshot.coverage[record].state is State.COMPLETE
    assert (snapshot.profile.display_name, snapshot.profile.account_type) == ("Room 12", "wiki")
    assert not result.unfinished


def test_only_reading_is_asked_for_and_lag_is_minded(wiki, tmp_path):
    read(wiki, tmp_path)
    queries = [a for a in wiki.asked if a.path == "/w/api.php" and a.method == "GET"]
    assert {a.query["action"] for a in queries} == {"query"}
    assert all(a.query["maxlag"] == "5" for a in queries if a.query.get("meta") != "tokens")
    assert [a.form["action"] for a in wiki.asked if a.method == "POST"] == ["login"]


@pytest.mark.parametrize("given_", ["/wiki/Main_Page", "/wiki", "/w/api.php", "/w"])
def test_the_interface_is_found_from_many_addresses(wiki, tmp_path, given_):
    snapshot, _ = read(wiki, tmp_path, access(wiki, wiki.base + given_))
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_an_address_without_an_interface_is_said(wiki, tmp_path):
    wiki.linked_plainly = True
    snapshot, result = read(wiki, tmp_path, access(wiki, f"{wiki.base}/elsewhere"))
    assert [r.note.id for r in result.refused] == ["mediawiki.no_api"]
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}


def test_a_link_to_another_host_is_not_followed(wiki, tmp_path):
    page = '<link rel="EditURI" href="https://evil.example/api.php?action=rsd"/>'
    wiki.fail(Reply.html(page), when=lambda a: a.path.startswith("/wiki"))
    assert read(wiki, tmp_path)[1].refused[0].note.id == "live.elsewhere"


@pytest.mark.parametrize("name", ["list", "self", "action", "aulimit", "params"])
def test_what_a_wiki_wants_to_hear_again_changes_no_question_of_ours(wiki, tmp_path, name):
    row = {"userid": 9, "name": "Thorp", "groups": []}
    page = Reply.json({"continue": {name: "logout", "aufrom": "Thorp 0"}, "query": {"allusers": [row]}})
    wiki.fail(page, when=lambda a: people(a) and "aufrom" not in a.query)
    read(wiki, tmp_path)
    queries = [a.query for a in wiki.asked if people(a)]
    assert len(queries) > 1
    assert {(q["action"], q["list"], q["aulimit"]) for q in queries} == {("query", "allusers", "max")}


def test_a_token_of_oauth_needs_no_sign_in(wiki, tmp_path):
    snapshot, _ = read(wiki, tmp_path, access(wiki, token=TOKEN))
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert not [a for a in wiki.asked if a.method == "POST"]
    _, result = read(wiki, tmp_path, access(wiki, token="old"))
    assert [r.note.id for r in result.refused] == ["mediawiki.signed_out"]


def test_a_wrong_bot_password_and_one_too_often(wiki, tmp_path):
    wrong = access(wiki, user=BOT, password="x" * 32)
    snapshot, result = read(wiki, tmp_path, wrong)
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert (result.refused[0].note.id, result.unfinished) == ("mediawiki.signed_out", False)
    assert len([a for a in wiki.asked if a.method == "POST"]) == 1
    wiki.throttled = True
    _, result = read(wiki, tmp_path, wrong)
    assert (result.refused[0].note.id, result.unfinished) == ("mediawiki.throttled", True)


def test_the_password_of_an_account_is_never_sent(wiki, tmp_path):
    _, result = read(wiki, tmp_path, access(wiki, user="Quimbleton", password="my own password"))
    assert [r.note.id for r in result.refused] == ["mediawiki.not_a_bot"]
    assert wiki.asked == []


def test_a_closed_wiki_is_read_when_signed_in_and_not_without_the_right(wiki, tmp_path):
    wiki.groups["*"] = []
    snapshot, _ = read(wiki, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    wiki.rights = []
    _, result = read(wiki, tmp_path)
    assert [r.note.id for r in result.refused] == ["mediawiki.closed"]


def test_a_password_that_could_change_things_is_pointed_out(wiki, tmp_path):
    wiki.rights.append("edit")
    coverage = read(wiki, tmp_path)[0].coverage[RecordType.PROFILE]
    assert (coverage.state, [n.id for n in coverage.notes]) == (State.COMPLETE, ["mediawiki.more_than_reading"])


@pytest.mark.parametrize(
    ("changes", "extensions", "expected"),
    [
        ({}, [], ("open", "public", "everyone", "open")),
        ({"*": ["read"]}, [], ("required", "public", "connections", "open")),
        ({"*": ["read", "createaccount"]}, [], ("open", "public", "everyone", "open")),
        ({"*": []}, [], ("required", "connections", "connections", "open")),
        ({"*": ["createaccount"]}, [], ("open", "public", "everyone", "open")),
        ({"*": ["read"], "user": ["read"], "sysop": ["edit", "delete"]}, [], ("required", "public", "nobody", "off")),
        (
            {"*": ["read"], "user": ["read"], "sysop": ["edit", "delete"]},
            ["CommentStreams"],
            ("required", "public", "nobody", UNKNOWN),
        ),
        ({"*": ["read"], "user": ["read"], "class": ["edit"]}, [], ("required", "public", "connections", "open")),
        ({"*": [], "user": [], "sysop": ["read", "edit", "block"]}, [], ("required", "private", "nobody", "off")),
        ({}, ["Approved Revs"], ("open", "public", "everyone", UNKNOWN)),
        ({}, ["FlaggedRevs"], ("open", "public", "everyone", UNKNOWN)),
        ({}, ["Cite"], ("open", "public", "everyone", "open")),
    ],
)
def test_rights_in_our_words(wiki, tmp_path, changes, extensions, expected):
    wiki.groups |= changes
    wiki.extensions = extensions
    found = {s.key: s for s in read(wiki, tmp_path)[0].settings}
    keys = (
        SettingKey.REQUESTS_APPROVAL, SettingKey.PROFILE_VISIBILITY, SettingKey.COMMENTS_ALLOWED_FROM,
        SettingKey.COMMENTS_MODERATION,
    )  # fmt: skip
    assert tuple(found[key].value for key in keys) == expected
    assert all(s.raw for s in found.values())


def test_a_wiki_that_does_not_say_what_groups_may_do_gives_no_settings(wiki, tmp_path):
    wiki.groups.clear()
    wiki.groups["*"] = ["read"]
    snapshot, _ = read(wiki, tmp_path)
    assert snapshot.settings == ()
    assert snapshot.coverage[RecordType.SETTINGS].state is State.NONE


_RIGHTS = st.lists(st.sampled_from(["read", "edit", "createaccount", "delete", "x"]))
_ROWS = st.lists(st.fixed_dictionaries({"name": st.sampled_from(["*", "user", "sysop", "class"]), "rights": _RIGHTS}))


@given(st.one_of(_ROWS, st.recursive(st.none() | st.text(), lambda c: st.lists(c) | st.dictionaries(st.text(), c))))
def test_whatever_groups_there_are_gives_words_of_ours(usergroups):
    groups = groups_of(usergroups)
    assert not {"*", "user"} & moderating(groups)
    for setting in settings(groups, []):
        assert setting.value in (*SETTING_VALUES[setting.key], UNKNOWN)


@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (error("permissiondenied"), Gap.PERMISSION_MISSING, "mediawiki.closed"),
        (error("readapidenied"), Gap.PERMISSION_MISSING, "mediawiki.closed"),
        (error("assertuserfailed"), Gap.PERMISSION_MISSING, "mediawiki.signed_out"),
        (error("badtoken"), Gap.PERMISSION_MISSING, "mediawiki.signed_out"),
        (error("ratelimited"), Gap.RATE_LIMITED, "live.rate_limited"),
        (error("maxlag", headers={"retry-after": "7"}), Gap.RATE_LIMITED, "mediawiki.busy"),
        (error("maxlag", headers={"retry-after": "5000"}), Gap.RATE_LIMITED, "mediawiki.busy"),
        (error("internal_api_error_DBQueryError"), Gap.PAGINATION_STOPPED, "live.server_error"),
        (error("unknown_action"), Gap.PAGINATION_STOPPED, "mediawiki.refused"),
        (Reply.json({"errors": [{"code": "readapidenied"}]}), Gap.PERMISSION_MISSING, "mediawiki.closed"),
        (Reply.json({"error": "no"}), Gap.PAGINATION_STOPPED, "mediawiki.refused"),
        (Reply.html(status=402), Gap.PLAN_TIER, "live.not_paid"),
        (Reply.html(status=403), Gap.PERMISSION_MISSING, "live.forbidden"),
        (Reply.html(status=404), Gap.NOT_OFFERED, "live.not_found"),
        (Reply.html(status=429), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.json({}, 429, {"retry-after": "5000"}), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.html(status=503), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply.html(), Gap.DAMAGED, "live.not_json"),
        (Reply.json([]), Gap.DAMAGED, "live.not_json"),
        (Reply.json({"batchcomplete": True}), Gap.DAMAGED, "live.not_json"),
        (Reply(200, b'{"query": {}}', {}, 5), Gap.PAGINATION_STOPPED, "live.unreachable"),
    ],
)
def test_whatever_ends_the_list_in_the_middle_is_said(wiki, tmp_path, reply, gap, said):
    wiki.fail(reply, when=second_page)
    snapshot, _ = read(wiki, tmp_path)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, gap, 2)
    assert [note.id for note in coverage.notes] == [said, "live.read_so_far"]


def test_a_busy_wiki_is_waited_for_as_long_as_it_says(wiki, tmp_path):
    clock = FakeClock()
    wiki.fail(error("maxlag", headers={"retry-after": "60"}), when=second_page, times=2)
    snapshot, _ = read(wiki, tmp_path, clock=clock)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert clock.slept == 120


def test_a_sign_in_that_ran_out_is_made_anew_once(wiki, tmp_path):
    wiki.fail(error("assertuserfailed"), when=second_page, times=1)
    snapshot, _ = read(wiki, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert len([a for a in wiki.asked if a.method == "POST"]) == 2


def test_short_and_empty_pages_go_on_and_a_repeated_cursor_ends_the_list(wiki, tmp_path):
    onward = {"aufrom": "Thorp 0", "continue": "-||"}
    empty = {"batchcomplete": True, "query": {"allusers": []}, "continue": onward}
    wiki.fail(Reply.json(empty), when=lambda a: people(a) and "aufrom" not in a.query)
    snapshot, _ = read(wiki, tmp_path)
    assert len(snapshot.connections) == 5
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    wiki.fail(Reply.json(empty), when=second_page)
    coverage = read(wiki, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.reason, coverage.notes[0].id) == (Gap.PAGINATION_STOPPED, "live.cursor_repeats")


def test_a_pull_that_was_cut_goes_on_and_counts_none_twice(wiki, tmp_path):
    wiki.fail(error("ratelimited"), when=lambda a: a.query.get("aufrom", "") > "Thorp 0")
    assert read(wiki, tmp_path, keep=True)[1].unfinished
    wiki.heal()
    wiki.asked.clear()
    snapshot, _ = read(wiki, tmp_path)
    assert all(second_page(a) for a in wiki.asked if people(a))
    assert len(snapshot.connections) == 7
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_hostile_names_and_rows_without_a_person(tmp_path):
    with MediaWiki(*(Account(name) for name in NAMES), Account("")) as wiki:
        snapshot, _ = read(wiki, tmp_path)
    assert {c.display_name for c in snapshot.connections} == {*NAMES, "Quimbleton"}
    assert [u.reason.id for u in snapshot.unreadable] == ["mediawiki.not_a_person"]


def test_no_secret_and_no_name_in_any_log(wiki, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    wiki.fail(error("something Quimbleton"), when=second_page)
    _, result = read(wiki, tmp_path)
    text = caplog.text + repr(access(wiki)) + "".join(f"{r} {r!r} {r.note}" for r in result.refused)
    for secret in (PASSWORD, "Quimbleton", "Thorp", "wiki_session", "session0"):
        assert secret not in text
