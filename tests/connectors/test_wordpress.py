"""The live reader of self-hosted WordPress, against an emulator; the real one is in test_wordpress_server.py."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.live import Access
from connectors.model import SETTING_VALUES, UNKNOWN, Coverage, Gap, Kind, Message, RecordType, SettingKey, State
from connectors.moderation import moderating_places
from connectors.wordpress.live import WordPressLive
from connectors.wordpress.site import SiteSession
from connectors.wordpress.words import Seen, settings
from tests.connectors.pulling import FakeClock, http_to, pulled
from tests.emulators.base import Asked, Reply
from tests.emulators.wordpress import PASSWORD, USER, Comment, Content, Person, WordPress, error

ACCESS = Access("blog.schools.example", {"user": USER, "password": PASSWORD})
NAMES = ("Ana \u202eLopez", "x" * 10_000, "=cmd()", "🦊", "Ren&eacute; &amp; Co", "")
PLUGIN = {
    "comment_moderation": "1", "comment_previously_approved": "1", "comment_registration": "",
    "users_can_register": "0", "blog_public": "0",
}  # fmt: skip


@pytest.fixture
def blog():
    people = [Person(USER, "Imelda Quimbleton", "administrator", "iq@schools.example")]
    people += [Person(f"thorp{n}", f"Ana Thorp {n}", "subscriber", f"thorp{n}@x.example") for n in range(249)]
    comments = [Comment(f"Visitor {n}", f"visitor{n % 130}@x.example") for n in range(150)]
    with WordPress(Content(people, [*comments, Comment("Ana Thorp 0", "thorp0@x.example", user=2)])) as emulator:
        emulator.plugin = dict(PLUGIN)
        yield emulator


def read(blog: WordPress, folder: Path, access: Access = ACCESS, **options: Any):
    return pulled(WordPressLive(), access, blog, folder, **options)


def of(path: str, page: int | None = None):
    def picks(asked: Asked) -> bool:
        route = asked.query.get("rest_route", asked.path)
        mine = "id,author" in asked.query.get("_fields", "") or "username" in asked.query.get("_fields", "")
        return route.endswith(path) and (page is None or (mine and asked.query.get("page") == str(page)))

    return picks


def test_everybody_is_read_with_role_mail_and_number(blog, tmp_path):
    snapshot, result = read(blog, tmp_path)
    owner, pupil = snapshot.connections[:2]
    assert (owner.display_name, owner.handle, owner.platform_id) == ("Imelda Quimbleton", USER, "1")
    assert [(p.source, p.pointer) for p in owner.places] == [("moderators/administrator", "/1")]
    assert moderating_places(owner)
    assert not moderating_places(pupil)
    assert (pupil.email, pupil.url) == ("thorp0@x.example", "https://blog.schools.example/author/2/")
    assert pupil.kinds == (Kind.MEMBER, Kind.CORRESPONDENT), "a user who commented is one person"
    assert [p.source for p in pupil.places] == ["members/subscriber", "commenters"]
    assert len(snapshot.connections) == 250 + 130
    for record in (RecordType.CONNECTIONS, RecordType.PROFILE, RecordType.SETTINGS):
        assert snapshot.coverage[record].state is State.COMPLETE, record
    assert not result.unfinished
    profile = snapshot.profile
    assert (profile.handle, profile.display_name) == ("blog.schools.example", "Room 12")
    assert profile.account_type == "blog"


def test_nothing_that_somebody_wrote_is_asked_for(blog, tmp_path):
    read(blog, tmp_path)
    asked = [a for a in blog.asked if a.path.startswith("/wp-json/wp/v2/") and "settings" not in a.path]
    assert asked
    assert all("_fields" in a.query and "content" not in a.query["_fields"] for a in asked)
    assert {a.method for a in blog.asked} == {"GET"}
    assert {a.query["per_page"] for a in asked if "page" in a.query} == {"100"}


@pytest.mark.parametrize(
    "given_", ["https://blog.schools.example/", "blog.schools.example", "https://blog.schools.example#x"]
)
def test_the_address_may_be_given_in_many_ways_and_is_the_only_host(given_):
    assert WordPressLive().hosts(Access(given_, {"user": "u", "password": "p"})) == ("blog.schools.example",)


def test_the_interface_is_found_behind_plain_addresses_and_without_a_link(blog, tmp_path):
    blog.pretty = False
    assert read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert all("rest_route" in a.query for a in blog.asked if a.path != "/" or "authorization" in a.headers)
    blog.pretty, blog.linked = True, False
    assert read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS].state is State.COMPLETE


@pytest.mark.parametrize("pretty", [True, False])
def test_a_blog_may_live_in_a_folder(blog, tmp_path, pretty):
    blog.site, blog.pretty = "https://blog.schools.example/room12", pretty
    access = Access("blog.schools.example/room12/", {"user": USER, "password": PASSWORD})
    snapshot, _ = read(blog, tmp_path, access)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert snapshot.profile.handle == "blog.schools.example/room12"
    assert all(a.path.startswith("/room12/") for a in blog.asked)


def test_an_extension_that_keeps_the_own_user_back_takes_nothing_else(blog, tmp_path):
    blog.fail(Reply.html(status=403), when=of("/users/me"))
    snapshot, _ = read(blog, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert snapshot.coverage[RecordType.SETTINGS].state is State.COMPLETE


def test_a_blog_that_takes_itself_for_one_without_tls_is_asked_over_tls(blog):
    link = {"link": '<http://blog.schools.example/wp-json/>; rel="https://api.w.org/"'}
    blog.fail(Reply(200, blog.front.encode(), link), when=lambda a: a.path == "/")
    with http_to(blog, WordPressLive().hosts(ACCESS)) as http:
        session = SiteSession(ACCESS, http)
        assert session._address("wp/v2/users", {}) == "https://blog.schools.example/wp-json/wp/v2/users"


def test_a_count_that_is_refused_takes_neither_settings_nor_profile(blog, tmp_path):
    blog.fail(error("internal_server_error", 500), when=lambda a: a.query.get("_fields") == "id" and "users" in a.path)
    snapshot, _ = read(blog, tmp_path)
    for record in (RecordType.CONNECTIONS, RecordType.PROFILE, RecordType.SETTINGS):
        assert snapshot.coverage[record].state is State.COMPLETE, record


def test_a_link_to_another_host_is_not_followed(blog, tmp_path):
    blog.fail(
        Reply(200, b"", {"link": '<https://evil.example/wp-json/>; rel="https://api.w.org/"'}),
        when=lambda a: a.path == "/",
    )
    snapshot, _ = read(blog, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS].notes[0].id == "live.elsewhere"
    assert not [a for a in blog.asked if "authorization" in a.headers]


def test_what_stands_around_the_posts_is_read_and_no_post_or_comment(blog, tmp_path):
    snapshot, _ = read(blog, tmp_path)
    assert snapshot.profile.bio == (
        "Notes & news\nRoom 12 Ms. Quimbleton These pages don’t necessarily represent the district's views."
    )
    assert [a.path for a in blog.asked if "authorization" not in a.headers] == ["/"]


@pytest.mark.parametrize("reply", [Reply.html(status=503), Reply.html(status=404), Reply(200, b"<html>", {}, 3)])
def test_without_the_opening_page_the_profile_is_partial(blog, tmp_path, reply):
    blog.fail(reply, when=lambda a: a.path == "/")
    snapshot, _ = read(blog, tmp_path)
    coverage = snapshot.coverage[RecordType.PROFILE]
    assert (coverage.state, coverage.notes[-1].id) == (State.PARTIAL, "wordpress.front_page")
    assert snapshot.profile.bio == "Notes & news"
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


@pytest.mark.parametrize(
    "page",
    ["", "\x00", "<footer>" * 3000, "<header><footer>once</footer></header>", "<footer>" + "🦊" * 9000, "{}", "<!--"],
)
def test_whatever_the_opening_page_is_it_does_no_harm(blog, tmp_path, page):
    blog.front = page
    snapshot, _ = read(blog, tmp_path)
    assert len(snapshot.profile.bio or "") < 4_100
    assert (snapshot.profile.bio or "").count("once") <= 1
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE


SAID = "These pages don't necessarily represent the district's views."


@pytest.mark.parametrize(
    ("page", "found", "state"),
    [
        (f"<header>Room 12</header><aside>{'links ' * 2_000}</aside><footer>{SAID}</footer>", True, State.PARTIAL),
        (f"<header>Room 12</header><aside>{'links ' * 400}</aside><footer>{SAID}</footer>", True, State.COMPLETE),
        (f"<div id='header'>Room 12</div><div id=footer>{SAID}</div>", True, State.COMPLETE),
        (f"<div class='x1'>Room 12</div><div class=x2>{SAID}</div>", False, State.PARTIAL),
        (f"<header>Room 12</header>{' ' * (2 << 20)}<footer>{SAID}</footer>", False, State.PARTIAL),
        ("", False, State.PARTIAL),
    ],
)
def test_the_profile_is_whole_only_where_all_around_the_posts_was_found(blog, tmp_path, page, found, state):
    blog.front = page
    snapshot, _ = read(blog, tmp_path)
    assert (SAID in (snapshot.profile.bio or "")) is found
    coverage = snapshot.coverage[RecordType.PROFILE]
    assert coverage.state is state
    assert [note.id for note in coverage.notes] == ["wordpress.front_part"] * (state is State.PARTIAL)


def test_the_link_may_stand_in_the_page(blog, tmp_path):
    blog.linked = False
    blog.front = '<head><link rel="https://api.w.org/" href="https://blog.schools.example/wp-json/" /></head>'
    assert read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def value_of(snapshot: Any, key: SettingKey) -> str | None:
    return next((s.value for s in snapshot.settings if s.key is key), None)


def test_settings_with_the_plugin(blog, tmp_path):
    snapshot, _ = read(blog, tmp_path)
    assert {s.key: s.value for s in snapshot.settings} == {
        SettingKey.COMMENTS_MODERATION: "held", SettingKey.COMMENTS_ALLOWED_FROM: "everyone",
        SettingKey.REQUESTS_APPROVAL: "required", SettingKey.SEARCH_INDEXING: "off",
    }  # fmt: skip
    held = next(s for s in snapshot.settings if s.key is SettingKey.COMMENTS_MODERATION)
    assert held.raw["comment_moderation"] == "1"
    assert held.place.pointer == "/comment_moderation"


def test_without_the_plugin_settings_are_partial_and_waiting_comments_are_a_reason_to_look(blog, tmp_path):
    blog.plugin = {}
    snapshot, _ = read(blog, tmp_path)
    assert value_of(snapshot, SettingKey.COMMENTS_MODERATION) is None
    assert value_of(snapshot, SettingKey.COMMENTS_ALLOWED_FROM) == UNKNOWN
    coverage = snapshot.coverage[RecordType.SETTINGS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.NOT_OFFERED)
    assert [note.id for note in coverage.notes] == ["wordpress.settings_hidden"]
    blog.content.comments.append(Comment("Waiting", "w@x.example", status="hold"))
    snapshot, _ = read(blog, tmp_path)
    assert value_of(snapshot, SettingKey.COMMENTS_MODERATION) == UNKNOWN
    assert "w@x.example" in {c.email for c in snapshot.connections}


@pytest.mark.parametrize(
    ("posts", "allowed", "moderation"),
    [([], "nobody", "off"), (["closed"] * 130, "nobody", "off"), (["closed"] * 130 + ["open"], "everyone", "open")],
)
def test_closed_comments_are_off_only_if_no_old_post_takes_them(blog, tmp_path, posts, allowed, moderation):
    blog.options["default_comment_status"] = "closed"
    blog.plugin["comment_moderation"] = ""
    blog.content.posts = posts
    snapshot, _ = read(blog, tmp_path)
    assert value_of(snapshot, SettingKey.COMMENTS_ALLOWED_FROM) == allowed
    assert value_of(snapshot, SettingKey.COMMENTS_MODERATION) == moderation


def _file_takes_comments(blog: WordPress) -> None:
    blog.files = ["closed", "open"]


def _kind_of_its_own(blog: WordPress) -> None:
    blog.kinds.append(("portfolio", "portfolio", {"comments": True}))


def _rows_of_nothing(blog: WordPress) -> None:
    blog.fail(Reply.json([1, None], 200, {"x-wp-totalpages": "1"}), when=lambda a: a.path.endswith("/posts"))


def _kinds_unsaid(blog: WordPress) -> None:
    blog.fail(error("rest_no_route", 404), when=lambda a: a.path.endswith("/types"))


def _kinds_of_nothing(blog: WordPress) -> None:
    blog.kinds.append(("portfolio", "../../users", {"comments": True}))


@pytest.mark.parametrize(
    "change", [_file_takes_comments, _kind_of_its_own, _rows_of_nothing, _kinds_unsaid, _kinds_of_nothing]
)
def test_closed_comments_are_not_called_off_while_anything_may_take_them(blog, tmp_path, change):
    blog.options["default_comment_status"] = "closed"
    blog.plugin["comment_moderation"] = ""
    change(blog)
    snapshot, _ = read(blog, tmp_path)
    assert value_of(snapshot, SettingKey.COMMENTS_MODERATION) == "open"
    assert value_of(snapshot, SettingKey.COMMENTS_ALLOWED_FROM) != "nobody"


@pytest.mark.parametrize(
    ("options", "seen", "expected"),
    [
        ({"comment_moderation": True}, Seen(), {"comments.moderation": "held"}),
        ({"comment_moderation": 0}, Seen(held=3), {"comments.moderation": "open"}),
        ({"comment_moderation": "maybe"}, Seen(), {"comments.moderation": UNKNOWN}),
        ({"comment_moderation": None}, Seen(), {}),
        ({"comment_moderation": "", "comment_previously_approved": "1"}, Seen(), {"comments.moderation": "open"}),
        ({"users_can_register": "1"}, Seen(), {"requests.approval": "open"}),
        ({"users_can_register": False}, Seen(), {"requests.approval": "required"}),
        ({"users_can_register": ["?"]}, Seen(), {"requests.approval": UNKNOWN}),
        ({"blog_public": 1}, Seen(), {"search.indexing": "on"}),
        ({"blog_public": -1}, Seen(), {"search.indexing": "off", "profile.visibility": "private"}),
        ({"blog_public": "9"}, Seen(), {"search.indexing": UNKNOWN}),
        ({"default_comment_status": "open", "comment_registration": "1", "users_can_register": "0"}, Seen(),
         {"comments.allowed_from": "connections", "requests.approval": "required"}),
        ({"default_comment_status": "open", "comment_registration": "1", "users_can_register": "1"}, Seen(),
         {"comments.allowed_from": "everyone", "requests.approval": "open"}),
        ({"default_comment_status": True, "comment_registration": True}, Seen(anybody_has_an_account=True),
         {"comments.allowed_from": "everyone"}),
        ({"default_comment_status": "closed"}, Seen(), {"comments.allowed_from": UNKNOWN}),
        ({"default_comment_status": "sometimes"}, Seen(), {"comments.allowed_from": UNKNOWN}),
        ({}, Seen(), {}),
    ],
)  # fmt: skip
def test_options_in_our_words(options, seen, expected):
    found = list(settings(options, seen))
    assert {s.key.value: s.value for s in found} == expected
    assert all(s.raw for s in found)


_NAMES = ("comment_moderation", "comment_registration", "users_can_register", "blog_public", "default_comment_status")
_VALUES = st.none() | st.booleans() | st.integers() | st.text() | st.lists(st.integers()) | st.floats()


@given(st.dictionaries(st.sampled_from(_NAMES), _VALUES), st.none() | st.integers(0, 3), st.none() | st.integers(0, 3))
def test_whatever_the_options_hold_gives_a_word_of_ours(options, held, still_open):
    for setting in settings(options, Seen(held, still_open)):
        assert setting.value in (*SETTING_VALUES[setting.key], UNKNOWN)


@pytest.mark.parametrize("path", ["/users", "/comments"])
@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (error("rest_not_logged_in", 401), Gap.PERMISSION_MISSING, "wordpress.signed_out"),
        (error("incorrect_password", 401), Gap.PERMISSION_MISSING, "wordpress.signed_out"),
        (error("application_passwords_disabled", 401), Gap.PERMISSION_MISSING, "wordpress.passwords_off"),
        (error("rest_forbidden_context", 403), Gap.PERMISSION_MISSING, "wordpress.needs_administrator"),
        (Reply.html(status=403), Gap.PERMISSION_MISSING, "live.forbidden"),
        (error("rest_no_route", 404), Gap.NOT_OFFERED, "wordpress.no_route"),
        (Reply.html(status=404), Gap.NOT_OFFERED, "live.not_found"),
        (Reply.html(status=402), Gap.PLAN_TIER, "live.not_paid"),
        (error("too_many", 429), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.json({}, 429, {"retry-after": "5000"}), Gap.RATE_LIMITED, "live.rate_limited"),
        (error("internal_server_error", 500), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply.html(), Gap.DAMAGED, "live.not_json"),
        (Reply.json({"rows": []}), Gap.DAMAGED, "live.not_json"),
        (Reply(200, b'[{"id": 1', {"content-type": "application/json"}), Gap.DAMAGED, "live.not_json"),
        (Reply(200, b'[{"id": 101}]', {}, 5), Gap.PAGINATION_STOPPED, "live.unreachable"),
    ],
)  # fmt: skip
def test_whatever_ends_a_list_in_the_middle_is_said(blog, tmp_path, path, reply, gap, said):
    blog.fail(reply, when=of(path, 2))
    snapshot, _ = read(blog, tmp_path)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert [note.id for note in coverage.notes][:2] == [said, "live.read_so_far"]


def test_a_wrong_password_reads_nothing_and_asks_once(blog, tmp_path):
    snapshot, result = read(blog, tmp_path, Access("blog.schools.example", {"user": USER, "password": "old"}))
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert [r.note for r in result.refused] == [Message("wordpress.signed_out")]
    assert len(blog.asked) == 2, "where the interface is, and who we are"


@pytest.mark.parametrize("role", ["editor", "subscriber"])
def test_less_than_an_administrator_sees_less_and_it_is_said(blog, tmp_path, role):
    blog.role = role
    snapshot, _ = read(blog, tmp_path)
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert coverage.state is (State.PARTIAL if role == "editor" else State.NONE)
    assert coverage.notes[0] == Message("wordpress.needs_administrator")
    settings_ = snapshot.coverage[RecordType.SETTINGS]
    assert (settings_.state, settings_.reason) == (State.NONE, Gap.PERMISSION_MISSING)


def test_followers_that_jetpack_keeps_are_said_to_be_missing(blog, tmp_path):
    blog.namespaces.append("jetpack/v4")
    coverage = read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.NOT_OFFERED)
    assert [note.id for note in coverage.notes] == ["wordpress.jetpack"]


def test_a_short_and_an_empty_page_do_not_end_a_list(blog, tmp_path):
    counted = {"x-wp-total": "250", "x-wp-totalpages": "3"}
    blog.fail(Reply.json([], 200, counted), when=of("/users", 2))
    coverage = read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert coverage.reason is Gap.DECLARED_COUNT_DIFFERS
    assert coverage.notes == (Message("live.count_differs", {"n": 100, "t_list": "live.list.members"}),)


def test_without_counts_a_list_ends_at_the_first_empty_page(blog, tmp_path):
    first = Reply.json([{"id": 1, "username": "a", "roles": []}])
    blog.fail(Reply.json([]), when=of("/users", 2))
    blog.fail(first, when=of("/users", 1))
    snapshot, _ = read(blog, tmp_path)
    assert [c.platform_id for c in snapshot.connections if Kind.MEMBER in c.kinds] == ["1"]
    assert snapshot.coverage[RecordType.CONNECTIONS].reason is Gap.DECLARED_COUNT_DIFFERS


def test_comments_without_counts_end_too(blog, tmp_path):
    blog.fail(Reply.json([{"id": 7, "author_name": "Ana"}]), when=of("/comments", 1))
    blog.fail(Reply.json([]), when=of("/comments", 2))
    assert read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS].state is State.COMPLETE


def test_a_server_that_gives_one_page_for_ever_is_left(blog, tmp_path):
    blog.fail(Reply.json([{"id": 1, "username": "a", "roles": []}]), when=of("/users"))
    coverage = read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.reason, coverage.notes[0].id) == (Gap.PAGINATION_STOPPED, "live.cursor_repeats")


def test_comments_thrown_away_meanwhile_take_nobody_who_came_after_with_them(blog, tmp_path):
    blog.content.comments = [Comment(f"Visitor {n}", f"visitor{n}@x.example") for n in range(350)]
    asked = of("/comments", 3)

    def tidied(comment: Asked) -> bool:
        if asked(comment) and blog.content.comments[0].status != "spam":
            for spam in blog.content.comments[:40]:
                spam.status = "spam"
        return False

    blog.fail(Reply.html(), when=tidied)
    snapshot, _ = read(blog, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    found = {c.email for c in snapshot.connections if Kind.CORRESPONDENT in c.kinds}
    assert found == {f"visitor{n}@x.example" for n in range(350)}


@pytest.mark.parametrize("rows", [[{"id": 7, "author_name": "Ana"}], [{"id": "7:x::y", "author_name": "Ana"}], []])
@pytest.mark.parametrize("page", [1, 2])
def test_a_blog_whose_comments_never_follow_one_another_is_left(blog, tmp_path, rows, page):
    counted = {"x-wp-total": "500", "x-wp-totalpages": "5"}
    blog.fail(Reply.json(rows, 200, counted), when=of("/comments", page))
    coverage = read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.reason, coverage.notes[0].id) == (Gap.PAGINATION_STOPPED, "live.cursor_repeats")


def test_a_pull_that_was_cut_goes_on_and_counts_none_twice(blog, tmp_path):
    blog.fail(Reply.json({}, 429, {"retry-after": "9000"}), when=of("/users", 3))
    _, first = read(blog, tmp_path, keep=True)
    assert first.unfinished
    blog.heal()
    blog.asked.clear()
    snapshot, _ = read(blog, tmp_path)
    assert [a.query["page"] for a in blog.asked if of("/users")(a) and "page" in a.query] == ["3"]
    assert snapshot.coverage[RecordType.CONNECTIONS] == Coverage(RecordType.CONNECTIONS, State.COMPLETE, None, 381)
    assert len(snapshot.connections) == 380


def test_a_limit_is_waited_for(blog, tmp_path):
    clock = FakeClock()
    blog.fail(Reply.json({}, 429, {"retry-after": "100"}), when=of("/users", 2), times=1)
    snapshot, _ = read(blog, tmp_path, clock=clock)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert 100 < clock.slept < 105


def test_hostile_names_and_rows_without_a_person(blog, tmp_path):
    blog.content.people = [Person(f"p{n}", name) for n, name in enumerate(NAMES)]
    blog.content.comments = [Comment(name, f"h{n}@x.example") for n, name in enumerate(NAMES)] + [Comment("", "")]
    snapshot, _ = read(blog, tmp_path)
    shown = [c.display_name for c in snapshot.connections]
    assert shown[:6] == ["Ana \u202eLopez", "x" * 10_000, "=cmd()", "🦊", "René & Co", None]
    assert [u.reason.id for u in snapshot.unreadable] == ["wordpress.not_a_person"]


def test_two_visitors_who_give_one_address_of_the_web_stay_two(blog, tmp_path):
    blog.content.comments = [Comment("Lena Rivera", "lena@x.example"), Comment("Sam Rivera", "sam@x.example")]
    snapshot, _ = read(blog, tmp_path)
    assert [c.email for c in snapshot.connections if Kind.CORRESPONDENT in c.kinds] == [
        "lena@x.example",
        "sam@x.example",
    ]


def test_a_role_of_the_blogs_own_moderates_if_it_may(blog, tmp_path):
    row = {
        "id": 9,
        "username": "s",
        "name": "Strathclyde",
        "roles": ["newsroom " * 20],
        "capabilities": {"moderate_comments": True},
    }
    blog.fail(Reply.json([row], 200, {"x-wp-totalpages": "1"}), when=of("/users", 1))
    snapshot, _ = read(blog, tmp_path)
    (place,) = moderating_places(snapshot.connections[0])
    assert place.source.startswith("moderators/newsroom")
    assert len(place.source) < 80


def test_no_secret_and_no_name_in_any_log(blog, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    blog.fail(blog.refuse(500), when=of("/users", 2))
    _, result = read(blog, tmp_path)
    text = caplog.text + repr(ACCESS) + "".join(f"{r} {r!r}" for r in result.refused)
    for secret in (PASSWORD, USER, "Thorp", "schools.example", "cXVpbWJsZXRvbj"):
        assert secret not in text


def test_thousands_of_comments_by_the_same_people_do_not_end_the_list(blog, tmp_path):
    same = [Comment("Ana Thorp", "ana@x.example") for _ in range(3000)]
    blog.content.comments[:] = [*same, Comment("Lena Rivera", "lena@x.example")]
    snapshot, _ = read(blog, tmp_path)
    assert "lena@x.example" in {person.email for person in snapshot.connections}
    assert snapshot.coverage[RecordType.CONNECTIONS].state is not State.NONE
    assert "live.cursor_repeats" not in {note.id for note in snapshot.coverage[RecordType.CONNECTIONS].notes}
