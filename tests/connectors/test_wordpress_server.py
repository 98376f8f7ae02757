"""The live reader of WordPress against two real blogs, one moderated and one not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from connectors.live import Access
from connectors.model import UNKNOWN, Connection, Gap, Kind, RecordType, SettingKey, State
from connectors.moderation import moderating_places
from connectors.wordpress.live import WordPressLive
from tests.connectors.pulling import pulled
from tests.servers.blogs import Blog, BlogServer

pytestmark = pytest.mark.server


@pytest.fixture(scope="module")
def class_blogs(blogs: BlogServer) -> BlogServer:
    """Both blogs with the same people: a colleague who edits, students, and visitors who commented.

    Other tests look at the first hundred users by name, and add some: the students' names come last.
    """
    for blog in (blogs.moderated, blogs.open):
        users = [
            ("user", {
                "user_login": f"thorp{n}", "user_pass": "a long password", "user_email": f"thorp{n}@students.x.example",
                "role": "subscriber", "display_name": f"Zoe Thorp {n}",
            })
            for n in range(120)
        ]  # fmt: skip
        blog.do_all(*users)
        blog.create_user("strathclyde", "editor", "strathclyde@district.example", "Sam Strathclyde")
        author = blog.create_user("newsroom", "author", "newsroom@district.example", "Newsroom")
        assert author
        blog.create_comment("Lena & Paul Rivera", "rivera@x.example")
        blog.create_comment("Lena & Paul Rivera", "rivera@x.example")
        blog.create_comment("Party \u202eGuy", "party@x.example", held=True)
    return blogs


def read(blog: Blog, folder: Path, user: str = "", password: str = "", address: str = "") -> Any:
    secret = {"user": user or blog.admin, "password": password or blog.app_password}
    return pulled(WordPressLive(), Access(address or blog.url, secret), None, folder)


def by_handle(snapshot: Any) -> dict[str | None, Connection]:
    return {c.handle: c for c in snapshot.connections if Kind.MEMBER in c.kinds}


def values(snapshot: Any) -> dict[str, str]:
    return {s.key: s.value for s in snapshot.settings}


@pytest.mark.parametrize("which", ["moderated", "open"])
def test_users_over_several_pages_with_roles_and_who_commented(class_blogs, tmp_path, which):
    blog = getattr(class_blogs, which)
    snapshot, result = read(blog, tmp_path)
    members = by_handle(snapshot)
    assert {f"thorp{n}" for n in range(120)} <= members.keys()
    moderators = {handle for handle, c in members.items() if moderating_places(c)}
    assert moderators >= {"rowan", "strathclyde"}
    assert not moderators & {"newsroom", *(f"thorp{n}" for n in range(120))}
    editor = members["strathclyde"]
    assert (editor.display_name, editor.email) == ("Sam Strathclyde", "strathclyde@district.example")
    assert [p.source for p in editor.places] == ["moderators/editor"]
    assert editor.since is not None
    commenters = {c.email: c.display_name for c in snapshot.connections if Kind.CORRESPONDENT in c.kinds}
    assert commenters["rivera@x.example"] == "Lena & Paul Rivera"
    assert commenters["party@x.example"] == "Party \u202eGuy", "one who waits for a moderator is a commenter too"
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert not result.unfinished
    assert snapshot.profile.display_name == f"A classroom's {which} blog"


def test_what_stands_around_the_posts_is_read_and_no_post_or_comment(class_blogs, tmp_path):
    class_blogs.moderated.create_post("Homework of Ana")
    with class_blogs.moderated.options(blogdescription="Views don't necessarily represent the district's"):
        snapshot, _ = read(class_blogs.moderated, tmp_path)
    said = snapshot.profile.bio
    assert "don't necessarily represent" in said
    assert "Proudly powered by" in said, "the theme's footer"
    assert not [words for words in ("chapter three", "Homework", "Rivera", "Hello world", "Commenter") if words in said]
    assert snapshot.coverage[RecordType.PROFILE].state is State.COMPLETE


def test_the_moderated_blog_says_so_with_the_plugin(class_blogs, tmp_path):
    snapshot, _ = read(class_blogs.moderated, tmp_path)
    assert values(snapshot) == {
        SettingKey.COMMENTS_MODERATION: "held",
        SettingKey.COMMENTS_ALLOWED_FROM: "everyone",
        SettingKey.REQUESTS_APPROVAL: "required",
        SettingKey.SEARCH_INDEXING: "off",
    }
    assert snapshot.coverage[RecordType.SETTINGS].state is State.COMPLETE


def test_an_open_blog_with_the_plugin_is_open(class_blogs, tmp_path):
    options = {"comment_moderation": "", "users_can_register": "1", "blog_public": "1", "comment_registration": "1"}
    with class_blogs.moderated.options(**options):
        snapshot, _ = read(class_blogs.moderated, tmp_path)
    assert values(snapshot) == {
        SettingKey.COMMENTS_MODERATION: "open",
        SettingKey.COMMENTS_ALLOWED_FROM: "everyone",
        SettingKey.REQUESTS_APPROVAL: "open",
        SettingKey.SEARCH_INDEXING: "on",
    }


def test_closed_comments_are_off_only_where_no_old_post_takes_them(class_blogs, tmp_path):
    blog = class_blogs.moderated
    with blog.options(default_comment_status="closed", comment_moderation=""):
        snapshot, _ = read(blog, tmp_path)  # WordPress's own first post takes comments
        assert values(snapshot)[SettingKey.COMMENTS_MODERATION] == "open"
        assert values(snapshot)[SettingKey.COMMENTS_ALLOWED_FROM] == "everyone"
        everything = [("posts", "publish"), ("pages", "publish"), ("media", "inherit")]
        rows = {
            int(row["id"]): row["comment_status"]
            for route, status in everything
            for row in blog.ask(f"/wp/v2/{route}", status=status, per_page=100, _fields="id,comment_status").json()
        }
        words = {"post_title": "A file", "post_status": "inherit", "post_mime_type": "image/png"}
        file = {"post_type": "attachment", "guid": f"{blog.url}/a.png", "comment_status": "open", **words}
        try:
            blog.do_all(*(("change", {"ID": number, "comment_status": "closed"}) for number in rows))
            snapshot, _ = read(blog, tmp_path)
            assert values(snapshot)[SettingKey.COMMENTS_MODERATION] == "off"
            assert values(snapshot)[SettingKey.COMMENTS_ALLOWED_FROM] == "nobody"
            rows[int(blog.do("post", **file))] = "closed"
            snapshot, _ = read(blog, tmp_path)
            assert values(snapshot)[SettingKey.COMMENTS_MODERATION] == "open", "a file has a page that takes comments"
        finally:
            blog.do_all(*(("change", {"ID": number, "comment_status": was}) for number, was in rows.items()))


def test_wordpress_as_delivered_hides_moderation_and_it_is_said(class_blogs, tmp_path):
    snapshot, _ = read(class_blogs.open, tmp_path)
    coverage = snapshot.coverage[RecordType.SETTINGS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.NOT_OFFERED)
    assert [note.id for note in coverage.notes] == ["wordpress.settings_hidden"]
    assert values(snapshot) == {
        SettingKey.COMMENTS_MODERATION: UNKNOWN,  # some wait, which does not say that all do
        SettingKey.COMMENTS_ALLOWED_FROM: UNKNOWN,
    }


def test_the_plugin_taken_out_hides_what_it_showed(class_blogs, tmp_path):
    class_blogs.set_settings_in_rest(False)
    try:
        snapshot, _ = read(class_blogs.moderated, tmp_path)
        assert snapshot.coverage[RecordType.SETTINGS].state is State.PARTIAL
    finally:
        class_blogs.set_settings_in_rest(True)


def test_the_plugin_of_our_documentation_is_the_one_that_works(class_blogs, tmp_path):
    page = Path("docs/wordpress-settings.md").read_text(encoding="utf-8")
    code = page.split("```php\n")[1].split("```")[0]
    class_blogs.set_settings_in_rest(False)
    class_blogs.write("plugins-moderated/auditor-settings.php", code)
    try:
        snapshot, _ = read(class_blogs.moderated, tmp_path)
        assert snapshot.coverage[RecordType.SETTINGS].state is State.COMPLETE
        assert values(snapshot)[SettingKey.COMMENTS_MODERATION] == "held"
    finally:
        (class_blogs.folder / "plugins-moderated/auditor-settings.php").unlink()
        class_blogs.set_settings_in_rest(True)


def test_a_wrong_password_and_a_user_who_is_not_there(class_blogs, tmp_path):
    for user, password in (("rowan", "wrong"), ("nobody", "wrong"), ("rowan", class_blogs.moderated.password)):
        snapshot, result = read(class_blogs.moderated, tmp_path, user, password)
        assert {c.state for c in snapshot.coverage.values()} == {State.NONE}
        assert [r.note.id for r in result.refused] == ["wordpress.signed_out"], "a person's own password opens nothing"


@pytest.mark.parametrize(("login", "commenters"), [("strathclyde", True), ("newsroom", False), ("thorp0", False)])
def test_less_than_an_administrator_sees_less_and_it_is_said(class_blogs, tmp_path, login, commenters):
    blog = class_blogs.moderated
    snapshot, _ = read(blog, tmp_path, login, blog.create_app_password(login))
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert coverage.reason is Gap.PERMISSION_MISSING
    assert coverage.state is (State.PARTIAL if commenters else State.NONE)
    assert coverage.notes[0].id == "wordpress.needs_administrator"
    assert snapshot.coverage[RecordType.SETTINGS].reason is Gap.PERMISSION_MISSING
    assert bool(snapshot.connections) is commenters


def test_the_interface_is_found_behind_plain_addresses(class_blogs, tmp_path):
    blog = class_blogs.moderated
    with blog.options(permalink_structure=""):
        snapshot, _ = read(blog, tmp_path)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert len(by_handle(snapshot)) >= 123
