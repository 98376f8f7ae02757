"""The live reader of blogs on WordPress.com, against an emulator."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from connectors.live import Access
from connectors.model import Gap, Kind, RecordType, SettingKey, State
from connectors.moderation import moderating_places
from connectors.wordpress.live import WordPressLive
from tests.connectors.pulling import pulled
from tests.emulators.base import Asked, Reply
from tests.emulators.wordpress import TOKEN, Comment, Content, Person, WordPress, WordPressCom
from tests.emulators.wordpress import USER as SITE_USER

ACCESS = Access("room12.wordpress.com", {"token": TOKEN}, "https://room12.wordpress.com")


@pytest.fixture
def blog():
    people = [Person("quimbleton", "Imelda Quimbleton", "administrator", "iq@schools.example")]
    people += [Person(f"thorp{n}", f"Ana Thorp {n}") for n in range(120)]
    comments = [Comment(f"Visitor {n}", f"v{n}@x.example") for n in range(140)]
    comments += [Comment("Spammer", "spam@x.example", status="spam"), Comment("Ana Thorp 0", "", user=2)]
    with WordPressCom(Content(people, comments)) as emulator:
        emulator.followers = [f"Rivera {n}" for n in range(101)]
        emulator.subscribers = ["strathclyde@x.example"]
        yield emulator


def read(blog: WordPressCom, folder: Path, access: Access = ACCESS, **options: Any):
    return pulled(WordPressLive(), access, blog, folder, **options)


def of(path: str, **query: str):
    def picks(asked: Asked) -> bool:
        return asked.path.endswith(path) and query.items() <= asked.query.items()

    return picks


@pytest.mark.parametrize("server", ["https://room12.wordpress.com/grade5/", "room12.wordpress.com/grade5"])
def test_a_blog_in_a_folder_is_not_taken_for_the_one_beside_it(blog, tmp_path, server):
    blog.site = "room12.wordpress.com::grade5"
    snapshot, _ = read(blog, tmp_path, Access("grade5", {"token": TOKEN}, server))
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert {a.path for a in blog.asked if a.host == "room12.wordpress.com"} == {"/grade5/"}


def test_everybody_is_read_and_complete_is_said(blog, tmp_path):
    snapshot, _ = read(blog, tmp_path)
    kinds = {kind: sum(kind in c.kinds for c in snapshot.connections) for kind in Kind}
    assert (kinds[Kind.MEMBER], kinds[Kind.CORRESPONDENT]) == (121, 141)
    assert (kinds[Kind.FOLLOWER], kinds[Kind.SUBSCRIBER]) == (101, 1)
    assert "spam@x.example" not in {c.email for c in snapshot.connections}
    owner, pupil = snapshot.connections[:2]
    assert moderating_places(owner)
    assert pupil.kinds == (Kind.MEMBER, Kind.CORRESPONDENT)
    assert {c.state for r, c in snapshot.coverage.items() if r is not RecordType.REQUESTS} == {State.COMPLETE}
    assert (snapshot.profile.handle, snapshot.profile.account_id) == ("room12.wordpress.com", "4711")
    assert {a.host for a in blog.asked if "authorization" in a.headers} == {"public-api.wordpress.com"}
    assert "necessarily represent" in (snapshot.profile.bio or "")


def test_settings_in_our_words(blog, tmp_path):
    snapshot, _ = read(blog, tmp_path)
    assert {s.key: s.value for s in snapshot.settings} == {
        SettingKey.COMMENTS_MODERATION: "held",
        SettingKey.COMMENTS_ALLOWED_FROM: "everyone",
        SettingKey.SEARCH_INDEXING: "on",
    }
    blog.options |= {"blog_public": -1, "comment_moderation": False, "comment_registration": True}
    snapshot, _ = read(blog, tmp_path)
    assert {s.key: s.value for s in snapshot.settings} == {
        SettingKey.COMMENTS_MODERATION: "open",
        SettingKey.COMMENTS_ALLOWED_FROM: "everyone",
        SettingKey.SEARCH_INDEXING: "off",
        SettingKey.PROFILE_VISIBILITY: "private",
    }
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, [note.id for note in coverage.notes]) == (State.PARTIAL, ["wordpress.viewers"])


@pytest.mark.parametrize(
    ("reply", "gap", "said"),
    [
        (Reply.json({"error": "invalid_token", "message": "x"}, 400), Gap.PERMISSION_MISSING, "live.signed_out"),
        (Reply.json({"error": "invalid_token", "message": "x"}, 401), Gap.PERMISSION_MISSING, "live.signed_out"),
        (Reply.json({"error": "unauthorized"}, 403), Gap.PERMISSION_MISSING, "wordpress.com_needs_administrator"),
        (Reply.json({"error": "unknown_blog"}, 404), Gap.NOT_OFFERED, "wordpress.no_blog"),
        (Reply.json({"error": "something"}, 402), Gap.PLAN_TIER, "live.not_paid"),
        (Reply.html(status=429), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.json({}, 429, {"retry-after": "5000"}), Gap.RATE_LIMITED, "live.rate_limited"),
        (Reply.html(status=500), Gap.PAGINATION_STOPPED, "live.server_error"),
        (Reply.html(), Gap.DAMAGED, "live.not_json"),
        (Reply.json([]), Gap.DAMAGED, "live.not_json"),
        (Reply.json({"users": []}), Gap.DAMAGED, "live.not_json"),
        (Reply(200, b'{"found": 121', {}, 5), Gap.PAGINATION_STOPPED, "live.unreachable"),
    ],
)
def test_whatever_ends_a_list_in_the_middle_is_said(blog, tmp_path, reply, gap, said):
    blog.fail(reply, when=of("/users", offset="100"))
    coverage = read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, gap)
    assert [note.id for note in coverage.notes][:2] == [said, "live.read_so_far"]


@pytest.mark.parametrize("path", ["/settings", "/users", "/comments/", "/stats/followers"])
def test_a_permission_that_is_missing_takes_its_part_only(blog, tmp_path, path):
    blog.withheld.add(path)
    snapshot, _ = read(blog, tmp_path)
    record = RecordType.SETTINGS if path == "/settings" else RecordType.CONNECTIONS
    assert snapshot.coverage[record].reason is Gap.PERMISSION_MISSING
    assert snapshot.coverage[record].notes[0].id == "wordpress.com_needs_administrator"
    assert len(snapshot.connections) > 100


def test_a_token_taken_back_and_a_blog_that_is_not_there(blog, tmp_path):
    snapshot, result = read(blog, tmp_path, Access("room12.wordpress.com", {"token": "old"}))
    assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
    assert (result.refused[0].note.id, len(blog.asked)) == ("live.signed_out", 1)
    snapshot, result = read(blog, tmp_path, Access("other.wordpress.com", {"token": TOKEN}))
    assert result.refused[0].note.id == "wordpress.no_blog"


def test_an_empty_page_in_the_middle_shows_as_a_count_that_differs(blog, tmp_path):
    blog.fail(Reply.json({"found": 121, "users": []}), when=of("/users", offset="0"))
    coverage = read(blog, tmp_path)[0].coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)


def test_a_pull_that_was_cut_goes_on_and_counts_none_twice(blog, tmp_path):
    blog.fail(Reply.json({}, 429, {"retry-after": "9000"}), when=of("/comments/", page="2"))
    assert read(blog, tmp_path, keep=True)[1].unfinished
    blog.heal()
    blog.asked.clear()
    snapshot, _ = read(blog, tmp_path)
    assert not [a for a in blog.asked if of("/comments/", page="1")(a)]
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert sum(Kind.CORRESPONDENT in c.kinds for c in snapshot.connections) == 141


def test_both_ways_yield_the_same_people(tmp_path):
    """A self-hosted blog joined by Jetpack is the same blog both ways."""
    content = Content(
        [
            Person(SITE_USER, "Imelda Quimbleton", "administrator", "iq@x.example"),
            Person("thorp", "Ana Thorp", "editor"),
        ],
        [Comment("Lena", "lena@x.example"), Comment("Ana Thorp", "", user=2)],
    )
    from tests.connectors.test_wordpress import ACCESS as SITE_ACCESS

    with WordPress(content) as site, WordPressCom(content) as hosted:
        one, _ = pulled(WordPressLive(), SITE_ACCESS, site, tmp_path)
        two, _ = pulled(WordPressLive(), ACCESS, hosted, tmp_path)

    def shown(snapshot: Any) -> list[Any]:
        return [
            (c.id, c.kinds, c.places, c.display_name, c.handle, c.platform_id, c.email) for c in snapshot.connections
        ]

    assert shown(one) == shown(two)


def test_no_secret_and_no_name_in_any_log(blog, tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger().setLevel(logging.DEBUG)
    blog.fail(blog.refuse(403), when=of("/comments/"))
    _, result = read(blog, tmp_path)
    text = caplog.text + repr(ACCESS) + "".join(f"{r} {r!r}" for r in result.refused)
    for secret in (TOKEN, "Quimbleton", "Thorp", "room12"):
        assert secret not in text


def test_thousands_of_comments_by_the_same_people_do_not_end_the_list(blog, tmp_path):
    same = [Comment("Ana Thorp", "ana@x.example") for _ in range(3000)]
    blog.content.comments[:] = [*same, Comment("Lena Rivera", "lena@x.example")]
    snapshot, _ = read(blog, tmp_path)
    assert "lena@x.example" in {person.email for person in snapshot.connections}
    assert snapshot.coverage[RecordType.CONNECTIONS].state is not State.NONE
    assert "live.cursor_repeats" not in {note.id for note in snapshot.coverage[RecordType.CONNECTIONS].notes}
