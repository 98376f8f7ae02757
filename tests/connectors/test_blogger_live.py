"""Blogger live against an emulator of its API: who commented, what shows of moderation, whose blog it is, refusals."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.blogger.comments import bare, commenter, is_named, owner, settings
from connectors.blogger.live import BloggerLive
from connectors.live import Access
from connectors.model import Connection, Gap, Kind, Message, RecordType, State, Unreadable
from tests.connectors.faults import AWAY, CUT, HALF, HOSTILE
from tests.connectors.pulling import FakeClock, pulled
from tests.emulators.base import Asked, Reply
from tests.emulators.google import AUTH, GoogleEmulator

SOURCE = BloggerLive()
READONLY = f"{AUTH}blogger.readonly"
CONNECTIONS, SETTINGS = RecordType.CONNECTIONS, RecordType.SETTINGS
URL = "http://room12.blogspot.com/"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def google(clock: FakeClock):
    with GoogleEmulator(clock.now) as emulator:
        emulator.largest = 2
        emulator.blog("11", "Room 12", URL)
        emulator.blog("12", "Recipes", "http://recipes.blogspot.com/", role="AUTHOR")
        emulator.posts = [
            {"id": "1", "readerComments": "DONT_ALLOW_HIDE_EXISTING"},
            {"id": "2", "readerComments": "ALLOW"},
        ]
        for n in range(5):
            url = f"https://www.blogger.com/profile/80{n}"
            emulator.comment({"id": f"80{n}", "displayName": f"Imelda Quimbleton {n}", "url": url})
        emulator.comment({"id": "800", "displayName": "Imelda Quimbleton 0"})
        emulator.comment({"displayName": "Anonymous"})
        emulator.comment({"id": "7001", "displayName": "Ms. Rivera"})
        yield emulator


def access(google: GoogleEmulator, handle: str = "room12.blogspot.com", scope: str = READONLY) -> Access:
    return Access(handle, {"token": google.issue(scope)})


def second(asked: Asked) -> bool:
    return asked.path.endswith("/comments") and asked.query.get("pageToken") == "CP2"


def test_those_who_commented_are_correspondents_and_never_the_whole_audience(google, tmp_path, clock):
    snapshot, result = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    people = {c.platform_id or c.display_name: c for c in snapshot.connections}
    assert set(people) == {"800", "801", "802", "803", "804", "Anonymous"}  # each once, and not the owner
    assert {c.kinds for c in snapshot.connections} == {(Kind.CORRESPONDENT,)}
    assert people["804"].url == "https://www.blogger.com/profile/804"
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, Gap.PLATFORM_LIMIT, 6)
    assert coverage.notes == (Message("blogger.live_only_commenters"),)
    assert (snapshot.profile.handle, snapshot.profile.display_name, snapshot.profile.account_id) == (
        "room12.blogspot.com",
        "Room 12",
        "11",
    )
    assert not result.unfinished


def test_an_open_post_says_nothing_of_who_may_comment(google, tmp_path, clock):
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.settings == ()
    assert (snapshot.coverage[SETTINGS].state, snapshot.coverage[SETTINGS].reason) == (State.NONE, Gap.NOT_OFFERED)


def test_a_comment_that_waits_shows_moderation_and_its_author_counts(google, tmp_path, clock):
    google.comment({"id": "900", "displayName": "Thorp"}, "PENDING")
    google.comment({"id": "901", "displayName": "Spammer"}, "SPAM")
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert {s.key: s.value for s in snapshot.settings} == {"comments.moderation": "held"}
    assert snapshot.coverage[SETTINGS].state is State.PARTIAL
    assert [n.id for n in snapshot.coverage[SETTINGS].notes] == ["blogger.live_settings", "blogger.live_some_wait"]
    ids = {c.platform_id for c in snapshot.connections}
    assert "900" in ids
    assert "901" not in ids


def test_closed_posts_are_closed_to_all(google, tmp_path, clock):
    google.posts = [{"id": str(n), "readerComments": "DONT_ALLOW_SHOW_EXISTING"} for n in range(5)]
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert {s.key: s.value for s in snapshot.settings} == {
        "comments.allowed_from": "nobody",
        "comments.moderation": "off",
    }
    google.posts.append({"id": "9"})
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.settings == ()


def test_too_many_posts_to_look_at_all_say_nothing(google, tmp_path, clock):
    google.posts = [{"id": str(n), "readerComments": "DONT_ALLOW_SHOW_EXISTING"} for n in range(50)]
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.settings == ()
    assert sum(a.path.endswith("/posts") for a in google.asked) == 20


def test_an_author_does_not_see_what_waits_and_that_is_said(google, tmp_path, clock):
    google.comment({"id": "900", "displayName": "Thorp"}, "PENDING")
    snapshot, _ = pulled(SOURCE, access(google, "Recipes"), google, tmp_path, clock=clock)
    assert "blogger.live_not_admin" in [n.id for n in snapshot.coverage[SETTINGS].notes]
    assert snapshot.settings == ()
    assert not [a for a in google.asked if a.query.get("status") == "PENDING"]


def test_no_text_of_a_comment_or_post_is_asked_for(google, tmp_path, clock):
    pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    asked = [a for a in google.asked if a.path.endswith(("/comments", "/posts"))]
    assert asked
    assert all(a.query["fetchBodies"] == "false" and "content" not in a.query["fields"] for a in asked)
    assert SOURCE.consent.scopes == (READONLY,)
    assert {a.host for a in google.asked} == set(SOURCE.hosts(Access("")))


@pytest.mark.parametrize(
    ("handle", "said"),
    [
        ("", "blogger.live_which_blog"),
        ("garden.blogspot.com", "blogger.live_not_yours"),
        ("https://nowhere.blogspot.com/", "blogger.live_no_such_blog"),
        ("Gardening", "blogger.live_no_such_blog"),
    ],
)
def test_a_blog_that_is_not_the_account_s_is_not_read(google, tmp_path, clock, handle, said):
    google.others_blogs.append({"id": "66", "name": "Garden", "url": "https://garden.blogspot.com/"})
    snapshot, result = pulled(SOURCE, access(google, handle), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].notes[0] == Message(said)
    assert snapshot.connections == ()
    assert not result.unfinished


@pytest.mark.parametrize(
    "handle", ["11", "room 12", "Room12.Blogspot.com", "https://room12.blogspot.com", "http://www.room12.blogspot.com/"]
)
def test_a_blog_goes_by_many_names(google, handle):
    assert is_named(handle, google.blogs[0])


def test_the_only_blog_needs_no_name(google, tmp_path, clock):
    del google.blogs[1]
    assert pulled(SOURCE, access(google, ""), google, tmp_path, clock=clock)[0].profile.account_id == "11"


REFUSALS = [
    ("401", lambda g: g.refuse(401), Gap.PERMISSION_MISSING, "live.signed_out", True),
    ("402", lambda g: g.refuse(402), Gap.PLAN_TIER, "live.not_paid", False),
    ("403", lambda g: g.refuse(403), Gap.PERMISSION_MISSING, "live.forbidden", False),
    ("quota", lambda g: g.refuse(403, "quotaExceeded"), Gap.RATE_LIMITED, "blogger.live_quota", True),
    ("api off", lambda g: g.refuse(403, "SERVICE_DISABLED"), Gap.PLAN_TIER, "blogger.live_api_off", False),
    ("404", lambda g: g.refuse(404), Gap.NOT_OFFERED, "live.not_found", False),
    ("400", lambda g: g.refuse(400), Gap.PAGINATION_STOPPED, "blogger.live_not_understood", False),
    ("429", lambda g: g.refuse(429), Gap.RATE_LIMITED, "live.rate_limited", True),
    ("500", lambda g: g.refuse(500), Gap.PAGINATION_STOPPED, "live.server_error", True),
    ("html", lambda g: Reply.html(), Gap.DAMAGED, "live.not_json", False),
    ("half", lambda g: HALF, Gap.DAMAGED, "live.not_json", False),
    ("cut", lambda g: CUT, Gap.PAGINATION_STOPPED, "live.unreachable", True),
    ("away", lambda g: AWAY, Gap.PAGINATION_STOPPED, "live.elsewhere", False),
]  # fmt: skip


@pytest.mark.parametrize(("name", "reply", "gap", "said", "again"), REFUSALS, ids=[r[0] for r in REFUSALS])
def test_what_blogger_refuses_in_the_middle_is_said_and_gone_on_from(
    google, tmp_path, clock, name, reply, gap, said, again
):
    google.fail(reply(google), when=second)
    first, result = pulled(SOURCE, access(google), google, tmp_path, clock=clock, keep=True)
    coverage = first.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason, coverage.received) == (State.PARTIAL, gap, 1)
    assert [note.id for note in coverage.notes][:2] == [said, "live.read_so_far"]
    assert result.unfinished is again
    google.heal()
    google.asked.clear()
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].received == 6
    assert not [a for a in google.asked if a.query.get("status") == "LIVE" and a.path.endswith("/comments")
                and "pageToken" not in a.query]  # fmt: skip


@pytest.mark.parametrize(("part", "final"), [("posts", False), ("posts", True), ("users", False), ("users", True)])
def test_a_setting_that_is_refused_is_said_and_a_sign_in_that_ended_ends_all(google, tmp_path, clock, part, final):
    reply = google.refuse(401 if final else 403)
    google.fail(
        reply, when=lambda a: a.path.endswith("/posts") if part == "posts" else a.path == "/v3/users/self/blogs/11"
    )
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    if final:
        assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    else:
        notes = [n.id for n in snapshot.coverage[SETTINGS].notes]
        assert ("live.forbidden" if part == "posts" else "blogger.live_not_admin") in notes
        assert snapshot.coverage[CONNECTIONS].reason is Gap.PLATFORM_LIMIT


@pytest.mark.parametrize("stale", ["expired", "revoked", "none", "other scope"])
def test_a_sign_in_that_ended_is_none_for_everything(google, tmp_path, clock, stale):
    mine = access(google, scope=f"{AUTH}youtube.readonly" if stale == "other scope" else READONLY)
    if stale == "expired":
        clock.time += 3600
    elif stale == "revoked":
        google.end_consent()
    elif stale == "none":
        mine = Access("room12.blogspot.com")
    snapshot, _ = pulled(SOURCE, mine, google, tmp_path, clock=clock)
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert snapshot.coverage[CONNECTIONS].reason is Gap.PERMISSION_MISSING


def test_a_cursor_that_repeats_and_an_empty_page_in_the_middle(google, tmp_path, clock):
    google.fail(Reply.json({"nextPageToken": "CP4"}), when=second, times=1)
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].received == 5
    google.fail(Reply.json({"nextPageToken": "CP2"}), when=second)
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    assert snapshot.coverage[CONNECTIONS].reason is Gap.PAGINATION_STOPPED


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_survive(google, tmp_path, clock, name):
    google.comment({"id": "777", "displayName": name})
    google.comment({"image": {"url": ""}})
    snapshot, _ = pulled(SOURCE, access(google), google, tmp_path, clock=clock)
    found = {c.platform_id: c.display_name for c in snapshot.connections}
    assert found["777"] == name.replace("\x00", "").strip()
    assert [u.reason.id for u in snapshot.unreadable] == ["blogger.comment_without_author"]


def test_no_token_and_no_name_in_any_log_or_error(google, tmp_path, clock, caplog):
    caplog.set_level(logging.DEBUG)
    google.fail(google.refuse(500), when=second)
    mine = access(google)
    _, result = pulled(SOURCE, mine, google, tmp_path, clock=clock)
    text = caplog.text + repr(mine) + "".join(f"{r}{r!r}" for r in result.refused)
    for secret in (mine.secret["token"], "room12", "Room 12", "Quimbleton"):
        assert secret not in text


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["author", "id", "displayName", "url", "name", "description", "published"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=15,
)


@given(ANYTHING, st.text())
def test_whatever_an_answer_looks_like_it_is_a_record(row: Any, text: str):
    assert isinstance(commenter(row, "commenters", 0), Connection | Unreadable)
    owner(row)
    is_named(text, row)
    bare(text)


@given(st.lists(st.sampled_from(["ALLOW", "DONT_ALLOW_SHOW_EXISTING", "NEW_WORD"])), st.booleans(), st.booleans())
def test_no_word_but_a_known_one_is_safe(words: list[str], whole: bool, pending: bool):
    found = {s.key: s.value for s in settings(words, whole=whole, pending=pending)}
    allowed, moderated = found.get("comments.allowed_from"), found.get("comments.moderation")
    assert (allowed == "nobody") == (whole and set(words) == {"DONT_ALLOW_SHOW_EXISTING"})
    assert (allowed == "unknown") == ("NEW_WORD" in words)
    assert (moderated == "held") == pending
    assert moderated in (None, "held", "off")
