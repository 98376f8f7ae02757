"""Facebook read live, against the emulator: what is told, every way it refuses, and what never leaves."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from connectors.crosscheck import crosscheck
from connectors.facebook.export import FacebookExport
from connectors.facebook.live import FacebookLive
from connectors.facebook.pages import FacebookPage
from connectors.live import Access
from connectors.meta_graph import VERSION, proof
from connectors.model import Coverage, Gap, Kind, Message, Profile, RecordType, SettingKey, State
from connectors.registry import live_source
from tests.connectors.facebook_pulling import SOURCE, access, friends, ids, read
from tests.connectors.facebook_samples import dated
from tests.connectors.meta_pages import meta_json
from tests.connectors.pulling import http_to, pulled
from tests.connectors.reading import read as read_export
from tests.connectors.reading import write
from tests.emulators.base import Reply
from tests.emulators.meta import FacebookEmulator

CONNECTIONS, SETTINGS, PROFILE = RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE


@pytest.fixture
def facebook():
    with FacebookEmulator() as emulator:
        emulator.friends = [{"id": f"1022{n}", "name": f"Imelda Quimbleton {n}"} for n in range(250)]
        yield emulator


def test_the_visible_friends_come_and_are_never_all(facebook, tmp_path):
    snapshot, result = read(facebook, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert (coverage.received, coverage.expected) == (250, 412)
    assert coverage.notes == (
        Message("facebook.live_friends"),
        Message("live.count_differs", {"n": 162, "t_list": "live.list.friends"}),
        Message("crosscheck.counted", {"n": 412, "t_list": "live.list.friends"}),
    )
    first = snapshot.connections[0]
    assert (first.kinds, first.display_name, first.platform_id) == ((Kind.FRIEND,), "Imelda Quimbleton 0", "10220")
    assert (first.handle, first.url) == (None, None)  # the number is the program's own and leads nowhere
    assert (snapshot.profile.display_name, snapshot.profile.account_id) == ("Ms. Rivera", "10220000000000001")
    assert snapshot.coverage[PROFILE].state is State.COMPLETE
    assert snapshot.coverage[SETTINGS] == Coverage(
        SETTINGS, State.NONE, Gap.NOT_OFFERED, notes=(Message("facebook.live_settings"),)
    )
    assert snapshot.coverage[RecordType.REQUESTS].state is State.NONE
    assert not result.unfinished
    assert [a.query.get("after") for a in facebook.asked if friends(a)] == [None, "MTAw", "MjAw"]


def test_even_a_list_as_long_as_the_count_is_not_complete(facebook, tmp_path):
    facebook.total = 250
    coverage = read(facebook, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.received, coverage.expected) == (State.PARTIAL, 250, 250)


def test_nobody_visible_is_a_count_and_a_reason(facebook, tmp_path):
    facebook.friends = []
    coverage = read(facebook, tmp_path)[0].coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received, coverage.expected) == (
        State.PARTIAL, Gap.PLATFORM_LIMIT, 0, 412,
    )  # fmt: skip


def test_friends_have_the_names_of_the_download(facebook, tmp_path):
    names = ["Łukasz Wójcik", "Zoë 🌸 Dupont", "ا ‮Rivera‬"]
    facebook.friends = [{"id": str(n), "name": name} for n, name in enumerate(names)]
    live = read(facebook, tmp_path)[0].connections
    files = {"connections/friends/your_friends.json": meta_json({"friends_v2": dated(*names)})}
    export = read_export(FacebookExport(), write(tmp_path / "export", files)).snapshot.connections
    assert [(c.kinds, c.display_name, c.handle, c.url) for c in live] == [
        (c.kinds, c.display_name, c.handle, c.url) for c in export
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("‮gnp.exe", "‮gnp.exe"), ("x" * 10_000, "x" * 10_000), ("=cmd()", "=cmd()"), ("🌸", "🌸"), (None, None), (7, "7")],
    ids=["rtl", "long", "formula", "emoji", "none", "number"],
)
def test_names_come_as_they_are(facebook, tmp_path, name, shown):
    facebook.friends = [{"id": "1", "name": name}]
    assert [c.display_name for c in read(facebook, tmp_path)[0].connections] == [shown]


def test_a_row_that_is_nobody_is_not_lost(facebook, tmp_path):
    facebook.fail(Reply.json({"data": [{"id": "1", "name": "A"}, {}, "x"]}), when=friends)
    snapshot, _ = read(facebook, tmp_path)
    assert len(snapshot.connections) == 1
    assert [lost.reason.id for lost in snapshot.unreadable] == ["meta.row_unreadable"] * 2


# Requests


def test_every_request_is_of_this_version_signed_and_asks_for_no_page_token(facebook, tmp_path):
    facebook.proof_required = True
    facebook.page("77", "Oakdale Room 12")
    read(facebook, tmp_path)
    assert {asked.path.split("/")[1] for asked in facebook.asked} == {f"v{VERSION}"}
    assert {asked.method for asked in facebook.asked} == {"GET"}
    right = proof(facebook.token, {"client_secret": facebook.app_secret})["appsecret_proof"]
    assert {asked.query["appsecret_proof"] for asked in facebook.asked} == {right}
    assert not any("access_token" in asked.query.get("fields", "") for asked in facebook.asked)


def test_without_the_apps_secret_it_says_what_to_do(facebook, tmp_path):
    facebook.proof_required = True
    bare = Access("ms.rivera", {"token": facebook.token})
    snapshot, _ = pulled(SOURCE, bare, facebook, tmp_path)
    assert "meta.app_secret" in ids(snapshot.coverage[CONNECTIONS])


def test_an_answer_in_another_version_ends_everything(facebook, tmp_path):
    facebook.answers_in = "27.0"
    snapshot, _ = read(facebook, tmp_path)
    assert {snapshot.coverage[r].reason for r in SOURCE.yields} == {Gap.FORMAT_UNKNOWN}
    assert snapshot.coverage[PROFILE].notes == (Message("meta.version", {"wanted": VERSION, "answered": "27.0"}),)
    assert len(facebook.asked) == 1


def test_the_version_may_go_unsaid(facebook, tmp_path):
    facebook.answers_in = ""
    assert len(read(facebook, tmp_path)[0].connections) == 250


def test_the_module_loads_where_warnings_are_errors(tmp_path):
    code = "import connectors.facebook.live, warnings; assert not [f for f in warnings.filters if 'escape' in str(f)]"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(tmp_path)},  # compiled anew, so that it does warn
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


# Permissions


def test_without_the_permission_for_friends_there_is_neither_list_nor_count(facebook, tmp_path):
    facebook.tokens[facebook.token].scopes = frozenset(("public_profile", "pages_show_list"))
    facebook.declined = frozenset(("user_friends",))
    snapshot, result = read(facebook, tmp_path)
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.expected) == (State.NONE, Gap.PERMISSION_MISSING, None)
    assert coverage.notes[0] == Message("facebook.live_no_friends")
    assert not [a for a in facebook.asked if a.path.endswith("/me/friends")]
    assert snapshot.coverage[PROFILE].state is State.COMPLETE
    assert not result.unfinished


def test_without_the_permission_for_pages_it_says_so(facebook, tmp_path):
    facebook.tokens[facebook.token].scopes = frozenset(("public_profile", "user_friends"))
    snapshot, _ = read(facebook, tmp_path)
    assert snapshot.coverage[PROFILE].notes == (Message("facebook.live_no_pages"),)


# Pages


@pytest.mark.parametrize("handle", ["OakdaleRoom12", "@oakdaleroom12", "77", "https://www.facebook.com/OakdaleRoom12/"])
def test_an_account_that_is_a_page_is_read_as_one(facebook, tmp_path, handle):
    facebook.page("5", "Somebody Else's", username="other")
    counts = {"followers_count": 310, "fan_count": 290, "is_published": True}
    facebook.page("77", "Oakdale Room 12", username="OakdaleRoom12", **counts)
    snapshot, _ = read(facebook, tmp_path, handle)
    assert (snapshot.profile.handle, snapshot.profile.account_id) == ("OakdaleRoom12", "77")
    assert (snapshot.profile.url, snapshot.profile.account_type) == ("https://www.facebook.com/OakdaleRoom12", "page")
    assert snapshot.connections == ()  # the person's own friends are none of the Page's
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.expected) == (State.NONE, Gap.PLATFORM_LIMIT, 310)
    assert ids(coverage)[0] == "facebook.live_page"
    assert Message("crosscheck.counted", {"n": 290, "t_list": "live.list.likes"}) in coverage.notes
    [setting] = snapshot.settings
    assert (setting.key, setting.value) == (SettingKey.PROFILE_VISIBILITY, "public")
    assert setting.raw == {"is_published": "true"}
    assert snapshot.coverage[SETTINGS].state is State.PARTIAL
    assert snapshot.coverage[PROFILE].notes == (Message("facebook.live_tasks", {"tasks": "ANALYZE, MODERATE, MANAGE"}),)
    assert not [a for a in facebook.asked if a.path.endswith("/me/friends")]


def test_a_page_nobody_can_see_is_private_and_one_that_is_unsaid_is_neither(facebook, tmp_path):
    facebook.page("77", "Oakdale Room 12", is_published=False)
    facebook.page("78", "Oakdale Room 13")
    assert [s.value for s in read(facebook, tmp_path, "77")[0].settings] == ["private"]
    assert read(facebook, tmp_path, "78")[0].settings == ()


def test_where_a_pages_counts_are_not_told_the_page_still_is(facebook, tmp_path):
    facebook.counts_open = False
    facebook.page("77", "Oakdale Room 12", followers_count=310, is_published=True)
    snapshot, _ = read(facebook, tmp_path, "oakdale room 12")
    assert snapshot.profile.account_id == "77"
    assert snapshot.coverage[CONNECTIONS].expected is None


@pytest.mark.parametrize("how", ["another page", "no permission", "refused", "unticked"])
def test_where_the_account_may_be_a_page_we_do_not_see_the_person_is_left_alone(facebook, tmp_path, how):
    if how == "another page":
        facebook.page("5", "Somebody Else's", username="other")
    elif how == "no permission":
        facebook.tokens[facebook.token].scopes = frozenset(("public_profile", "user_friends"))
    elif how == "refused":
        facebook.fail(facebook.error(10), when=lambda a: a.path.endswith("/me/accounts"))
    snapshot, _ = read(facebook, tmp_path, "OakdaleRoom12")
    assert snapshot.profile == Profile()
    assert snapshot.connections == ()
    assert {snapshot.coverage[r].state for r in SOURCE.yields} == {State.NONE}
    assert ids(snapshot.coverage[CONNECTIONS])[0] == "facebook.live_whose"
    assert not [a for a in facebook.asked if a.path.endswith("/me/friends")]


@pytest.mark.parametrize(
    ("handle", "name", "theirs"),
    [
        ("rivera.room12", "Ms. Rivera, Room 12", True),
        ("@Ms.Rivera.5", "Ms. Rivera", True),
        ("https://www.facebook.com/ms.rivera/", "Ms. Rivera", True),
        ("10220000000000001", "Somebody", True),
        ("oakdale.library", "Ms. Rivera", False),
        ("12345", "Ms. Rivera", False),
        ("", "Ms. Rivera", False),
        ("rivera", None, False),
        ("r.2026", "Ms. Rivera", False),
        ("ms.2026", "Ms. Rivera", False),
        ("room12.rivera", "Ms", False),
    ],
)
@pytest.mark.parametrize("pages", [0, 1])
def test_a_person_is_read_if_called_like_the_account(facebook, tmp_path, handle, name, theirs, pages):
    for _ in range(pages):
        facebook.page("5", "Somebody Else's", username="other")
    facebook.user["name"] = name
    assert bool(read(facebook, tmp_path, handle)[0].connections) == theirs


@pytest.mark.parametrize("body", [{}, {"name": None, "id": []}, {"id": " "}])
def test_an_answer_that_names_nobody_is_no_profile(facebook, tmp_path, body):
    facebook.fail(Reply.json(body), when=lambda a: a.path.endswith("/me"))
    snapshot, _ = read(facebook, tmp_path)
    assert {snapshot.coverage[r].reason for r in SOURCE.yields} == {Gap.FORMAT_UNKNOWN}
    assert {snapshot.coverage[r].state for r in SOURCE.yields} == {State.NONE}


def test_the_count_checks_the_download(facebook, tmp_path):
    files = {"connections/friends/your_friends.json": meta_json({"friends_v2": dated("Ana Thorp", "Bo Strathclyde")})}
    export = read_export(FacebookExport(), write(tmp_path / "export", files)).snapshot
    facebook.friends, facebook.total = [], 3
    coverage = crosscheck(export, read(facebook, tmp_path)[0]).coverage[CONNECTIONS]
    assert (coverage.state, coverage.received, coverage.expected) == (State.PARTIAL, 2, 3)
    assert Message("crosscheck.fewer", {"n": 1, "expected": 3, "t_list": "live.list.friends"}) in coverage.notes


def test_all_pages_are_listed_however_many(facebook, tmp_path):
    for n in range(230):
        facebook.page(str(n), f"Page {n}")
    snapshot, _ = read(facebook, tmp_path)
    assert snapshot.coverage[PROFILE].notes == (Message("facebook.live_pages", {"n": 230}),)
    assert snapshot.profile.account_type == "person"


def test_pages_in_a_circle_end(facebook, tmp_path):
    paging = {"cursors": {"after": "x"}, "next": "https://graph.facebook.com/v26.0/me/accounts?after=x"}
    facebook.fail(Reply.json({"data": [{"id": "1", "name": "P"}], "paging": paging}),
                  when=lambda a: a.path.endswith("/me/accounts"))  # fmt: skip
    read(facebook, tmp_path)
    assert len([a for a in facebook.asked if a.path.endswith("/me/accounts")]) == 2


def test_the_registry_has_it():
    assert isinstance(live_source("facebook"), FacebookLive)


def test_opening_asks_for_nothing(facebook):
    with http_to(facebook, SOURCE.hosts(access(facebook))) as http:
        SOURCE.open(access(facebook), http)
    assert facebook.asked == []


def test_a_page_is_known_by_what_it_is_called():
    page = FacebookPage("77", "Oakdale Room 12", "OakdaleRoom12")
    assert page.is_called("oakdaleroom12")
    assert not page.is_called("Oakdale Room 12")  # a name is anybody's where there is a user name
    assert not page.is_called("")
    assert FacebookPage(None, None).profile.url is None
