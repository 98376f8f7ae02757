"""Meta's answers as others recorded them go through our parsers without loss.

What is about people, Pages, accounts, tokens, counts and errors is here. Content (posts, media, stories, comments,
hashtags, conversations, products) is left aside: this program never asks for it.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from connectors.dates import from_epoch
from connectors.facebook.graph import after, rows
from connectors.facebook.live import FacebookLive, people, profile_of
from connectors.facebook.pages import page_of
from connectors.instagram.live import about_of
from connectors.meta_graph import refused
from connectors.meta_tokens import token_info
from connectors.model import Connection, Gap
from connectors.pull import Refusal
from connectors.threads.live import metrics
from connectors.tokens import granted
from tests.emulators.base import Asked
from tests.emulators.meta import FacebookEmulator, InstagramEmulator, Meta, ThreadsEmulator

pytestmark = pytest.mark.peer
FACEBOOK = "live/facebook/python-facebook/testdata"
INSTAGRAM = "live/instagram/python-facebook/testdata/instagram"
FRIENDS = FacebookLive.listings[0]

PEOPLE = tuple(f"facebook/apidata/users/{name}" for name in ("user", "users_default", "users_fields"))
LISTS = {
    "facebook/apidata/users/user_accounts_p1": "after",
    "facebook/apidata/users/user_accounts_p2": None,  # a cursor, but no next page
    "facebook/apidata/users/user_businesses": None,
    "facebook/apidata/pages/search_pages": "after",
    "base/user_accounts_token": None,
}
PAGES = tuple(
    f"facebook/apidata/pages/{name}"
    for name in ("single_default_page", "single_fields_page", "multi_pages", "multi_default_fields")
)
OBJECTS = ("base/object_default", "base/objects_default", "base/object_data",
           "facebook/apidata/applications/application_info")  # fmt: skip
NAMELESS = "facebook/apidata/applications/application_accounts"
ERRORS = {
    "error": (Gap.PERMISSION_MISSING, "meta.app_secret"),
    "base/error_data": (Gap.PERMISSION_MISSING, "live.forbidden"),
}
INFO = "base/token_info"
TOKENS = tuple(
    f"base/{name}"
    for name in (
        "long_term_token",
        "threads_user_token",
        "threads_user_long_lived_token",
        "basic_display_api_user_token",
    )
)
ACCOUNTS = ("apidata/users/user_fields", "models/ig_user", "apidata/discovery/user_fields")
METRICS = ("apidata/users/user_insights", "apidata/users/user_insights_new")
READ = {*PEOPLE, *LISTS, *PAGES, *OBJECTS, NAMELESS, *ERRORS, INFO, *TOKENS, *ACCOUNTS, *METRICS}
ASIDE = (
    "comments/", "conversations/", "hashtags/", "medias/", "publish/", "stories/", "ig_comment", "ig_container",
    "ig_hashtag", "ig_insight", "ig_media", "ig_publish_limit", "ig_reply", "ig_story",  # content
    "discovery_medias", "discovery/medias", "users/medias", "live_medias", "tagged_medias", "users/stories",
    "mentioned_", "full_connecions", "hashtag_search", "recently_searched_hashtags", "content_publish_limit",
    "available_catalogs", "catalog_product_search", "product_appeal",  # what was posted, searched for or is sold
    "connecion_data",  # a picture
)  # fmt: skip


def load(folder: Path, name: str):
    return json.loads((folder / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PEOPLE)
def test_people(peer_data, name):
    body = load(peer_data, f"{FACEBOOK}/{name}.json")
    for person in [body] if "id" in body else body.values():
        profile = profile_of(person)
        assert (profile.account_id, profile.display_name) == (person["id"], person["name"])
        [friend] = people({"data": [person]}, FRIENDS)
        assert isinstance(friend, Connection)
        assert (friend.platform_id, friend.display_name) == (person["id"], person["name"])


@pytest.mark.parametrize(("name", "cursor"), LISTS.items())
def test_pages_in_lists(peer_data, name, cursor):
    body = load(peer_data, f"{FACEBOOK}/{name}.json")
    found = [page_of(row) for row in rows(body)]
    assert [(page.id, page.name) for page in found] == [(row["id"], row["name"]) for row in body["data"]]
    assert [page.tasks for page in found] == [tuple(row.get("tasks", ())) for row in body["data"]]
    assert "access_token" not in repr(found)
    assert after(body) == cursor


@pytest.mark.parametrize("name", PAGES)
def test_pages_alone(peer_data, name):
    body = load(peer_data, f"{FACEBOOK}/{name}.json")
    for row in [body] if "id" in body else body.values():
        page = page_of(row)
        assert (page.id, page.name, page.handle, page.likes) == (
            row["id"], row["name"], row.get("username"), row.get("fan_count"),
        )  # fmt: skip
        assert page.profile.url == f"https://www.facebook.com/{row.get('username') or row['id']}"


@pytest.mark.parametrize("name", OBJECTS)
def test_other_objects_with_a_number_and_a_name(peer_data, name):
    body = load(peer_data, f"{FACEBOOK}/{name}.json")
    for row in [body] if "id" in body else body.values():
        assert page_of(row).id == row["id"]


def test_people_without_a_name(peer_data):
    body = load(peer_data, f"{FACEBOOK}/{NAMELESS}.json")
    found = people(body, FRIENDS)
    assert [person.platform_id for person in found] == [row["id"] for row in body["data"]]
    assert "access_token" not in repr(found)


@pytest.mark.parametrize("name", ERRORS)
def test_errors(peer_data, name):
    refusal = refused(load(peer_data, f"{FACEBOOK}/{name}.json"), 400, {})
    assert (refusal.gap, refusal.note.id) == ERRORS[name]
    assert not refusal.passing


def test_what_a_token_may_do(peer_data):
    body = load(peer_data, f"{FACEBOOK}/{INFO}.json")
    info, data = token_info(body), body["data"]
    assert (info.valid, info.app_id, info.user_id) == (True, data["app_id"], data["user_id"])
    assert info.scopes == set(data["scopes"])
    assert info.expires_at == from_epoch(data["expires_at"])
    assert info.data_until == from_epoch(data["data_access_expires_at"])


@pytest.mark.parametrize("name", TOKENS)
def test_tokens(peer_data, name):
    body = load(peer_data, f"{FACEBOOK}/{name}.json")
    secret = granted(body)
    assert secret["token"] == body["access_token"]
    assert ("expires_at" in secret) == ("expires_in" in body)


@pytest.mark.parametrize("name", ACCOUNTS)
def test_instagram_accounts(peer_data, name):
    body = load(peer_data, f"{INSTAGRAM}/{name}.json")
    user = body.get("business_discovery", body)
    about = about_of(user)
    profile, [_, _, connections] = about.profile, about.coverage
    assert (profile.handle, profile.display_name, profile.account_id, profile.bio) == (
        user["username"], user["name"], user["id"], user["biography"],
    )  # fmt: skip
    told = {note.params["t_list"]: note.params["n"] for note in connections.notes if "n" in note.params}
    fields = {"live.list.followers": "followers_count", "live.list.following": "follows_count"}
    assert told == {title: user[field] for title, field in fields.items() if field in user}


@pytest.mark.parametrize("name", METRICS)
def test_metrics(peer_data, name):
    body = load(peer_data, f"{INSTAGRAM}/{name}.json")
    found = metrics(body)
    assert found.keys() == {row["name"] for row in body["data"]}
    for row in body["data"]:
        last = row["total_value"] if "total_value" in row else row["values"][-1]
        assert found[row["name"]] == last["value"]


@pytest.fixture
def facebook():
    with FacebookEmulator() as emulator:
        for number in range(6):
            emulator.page(str(number), f"Page {number}")
        yield emulator


def answer(emulator: Meta, path: str, method: str = "GET", **query: str):
    query = {"access_token": emulator.token, **query}
    return json.loads(emulator.answer(Asked(method, "", path, query, {}, b"")).body)


def test_the_emulator_answers_in_the_recorded_shapes(peer_data, facebook):
    first = answer(facebook, "/v26.0/me/accounts", fields="id,name,tasks", limit="4")
    last = answer(facebook, "/v26.0/me/accounts", fields="id,name,tasks", limit="4", after=after(first) or "")
    for name, body in (("p1", first), ("p2", last)):
        recorded = load(peer_data, f"{FACEBOOK}/facebook/apidata/users/user_accounts_{name}.json")
        assert body["paging"].keys() == recorded["paging"].keys()
        assert body["paging"]["cursors"].keys() == recorded["paging"]["cursors"].keys()
        assert len(body["data"]) == len(recorded["data"])
        assert body["data"][0].keys() <= recorded["data"][0].keys()
    error = answer(facebook, "/v26.0/me", fields="nothing")["error"]
    assert error.keys() == load(peer_data, f"{FACEBOOK}/error.json")["error"].keys()
    app = {"client_id": facebook.app_id, "client_secret": facebook.app_secret}
    long = answer(facebook, "/v26.0/oauth/access_token", grant_type="fb_exchange_token",
                  fb_exchange_token=facebook.token, **app)  # fmt: skip
    assert long.keys() == load(peer_data, f"{FACEBOOK}/base/long_term_token.json").keys()
    info = answer(facebook, "/v26.0/debug_token", access_token="|".join(app.values()), input_token=facebook.token)
    assert info["data"].keys() == load(peer_data, f"{FACEBOOK}/base/token_info.json")["data"].keys()


def test_the_other_emulators_too(peer_data):
    with ThreadsEmulator() as threads, InstagramEmulator() as instagram:
        long = answer(threads, "/refresh_access_token", grant_type="th_refresh_token")
        assert long.keys() == load(peer_data, f"{FACEBOOK}/base/threads_user_long_lived_token.json").keys()
        metric = answer(threads, "/v1.0/me/threads_insights", metric="followers_count")["data"][0]
        recorded = load(peer_data, f"{INSTAGRAM}/apidata/users/user_insights_new.json")["data"][0]
        assert metric.keys() <= recorded.keys()
        recorded = load(peer_data, f"{INSTAGRAM}/models/ig_user.json")
        names = recorded.keys() - {"ig_id", "profile_picture_url"}  # the first has ended, the second has no value here
        assert answer(instagram, "/v26.0/me", fields=",".join(sorted(names))).keys() == names


def test_nothing_is_left_aside_but_content(peer_data):
    for root in (FACEBOOK, INSTAGRAM):
        for file in sorted((peer_data / root).rglob("*.json")):
            name = file.relative_to(peer_data / root).as_posix()
            assert name.removesuffix(".json") in READ or any(part in name for part in ASIDE), name


def test_hand_made_answers_of_a_graph_library(peer_data):
    """The bodies in koala's fixtures that are JSON and about people, Pages, tokens or errors."""
    text = (peer_data / "live/facebook/koala/spec/fixtures/mock_facebook_responses.yml").read_text(encoding="utf-8")
    bodies = []
    for body in re.findall(r"(?:with_token|no_token|body): '(\{.*\})'\s*$", text, re.MULTILINE):
        try:
            bodies.append(json.loads(body))
        except ValueError:
            continue  # a template, or Ruby
    assert len(bodies) > 30
    errors = [body for body in bodies if "error" in body]
    assert len(errors) > 5
    for body in errors:
        assert isinstance(refused(body, 400, {}), Refusal)
    named = [body for body in bodies if "id" in body and "name" in body]
    assert named
    for body in named:
        assert (profile_of(body).account_id, profile_of(body).display_name) == (str(body["id"]), str(body["name"]))
