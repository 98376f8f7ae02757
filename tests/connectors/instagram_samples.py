"""Instagram exports by era and format. All accounts are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.meta_pages import labels, link_box, meta_json, page, string_map, table
from tests.connectors.sample import Sample

FOLLOWER, FOLLOWING, BOTH = ("follower",), ("following",), ("follower", "following")
SENT, RECEIVED, BLOCKED = ("request_sent",), ("request_received",), ("blocked",)
SITE = "https://www.instagram.com"
LISTS = "connections/followers_and_following"
PERSONAL = "personal_information/personal_information/personal_information"


def by_value(handle: str, when: int = 1700000000) -> dict[str, object]:
    """A row up to September 2025."""
    entry = {"href": f"{SITE}/{handle}", "value": handle, "timestamp": when}
    return {"title": "", "media_list_data": [], "string_list_data": [entry]}


def by_title(handle: str, when: int = 1760000000) -> dict[str, object]:
    """A row since October 2025."""
    return {"title": handle, "string_list_data": [{"href": f"{SITE}/_u/{handle}", "timestamp": when}]}


def by_label(handle: str, name: str = "", url: str | None = None, words: tuple[str, str] = ("Name", "Username")):
    """A row of an optional list since 2026."""
    address = f"{SITE}/{handle}" if url is None else url
    values = {"URL": address, words[0]: name, words[1]: handle}
    return {"timestamp": 1760000000, "media": [], "label_values": labels(values), "fbid": "17"}


def following(*rows: object) -> dict[str, object]:
    return {"relationships_following": list(rows)}


def personal(private: str = "True", **more: str) -> dict[str, object]:
    values = {"Username": "room12.oakdale", "Name": "Room 12 – Música", "Bio": "Grade 4", **more}
    return {"profile_user": [{"title": "", "string_map_data": string_map(**values, Private_Account=private)}]}


def comments(word: str, label: str = "Comments Allowed From") -> dict[str, object]:
    return {"settings_allow_comments_from": [{"string_map_data": {label: {"href": "", "value": word}}}]}


OLD = {
    "followers": {"ana.ruiz": "2019-05-01T10:00:00", "bo_li": "2020-01-02T03:04:05"},
    "following": {"ana.ruiz": "2019-05-02T10:00:00"},
    "blocked_users": {"dropped_1": "2020-02-02T00:00:00"},
    "follow_requests_sent": {"cy.ode": "2020-03-03T00:00:00"},
    "close_friends": {"ana.ruiz": "2019-06-01T10:00:00"},
    "dismissed_suggested_users": {"nobody_1": "2019-06-01T10:00:00"},
    "following_hashtags": {"reading": "2019-06-01T10:00:00"},
}
FILES_2026 = {
    f"{LISTS}/followers_1.json": [by_value("ana.ruiz"), by_value("bo_li")],
    f"{LISTS}/followers_2.json": by_value("cy.ode"),
    f"{LISTS}/following.json": following(by_title("ana.ruiz"), by_title("dee_dee")),
    f"{LISTS}/pending_follow_requests.json": by_label("tom.okafor", "Tom Okafor"),
    f"{LISTS}/follow_requests_you've_received.json": [by_label("priya_n", "Priya Nair"), by_label("eve.e", "Evé")],
    f"{LISTS}/blocked_profiles.json": by_label("dropped_1", "Dropped"),
    f"{LISTS}/close_friends.json": [by_label("ana.ruiz", "Ana")],
    f"{LISTS}/recently_unfollowed_profiles.json": [by_label("gone_1", "Gone")],
    f"{LISTS}/restricted_profiles.json": [by_label("limited_1", "Limited")],
    f"{LISTS}/recent_follow_requests.json": [by_label("asked_1", "Asked")],
    f"{LISTS}/following_hashtags.json": {"relationships_following_hashtags": [by_title("reading")]},
    f"{PERSONAL}.json": personal(Email_address="m.rivera@oakdale.example"),
    "personal_information/personal_information/instagram_profile_information.json": {
        "profile_account_insights": [{"string_map_data": string_map(Contact_Syncing="False")}]
    },
    "preferences/settings/comments_allowed_from.json": comments("Your followers", "Comments allowed from"),
}


def written(files: dict[str, object]) -> dict[str, bytes]:
    return {name: meta_json(content) for name, content in files.items()}


def html(title: str, *handles: str) -> bytes:
    return page(title, *(link_box(f"{SITE}/{handle}", handle, "Jan 03, 2021 11:00 pm") for handle in handles))


def html_titled(title: str, *handles: str) -> bytes:
    address = f"{SITE}/_u"
    boxes = (link_box(f"{address}/{h}", f"{address}/{h}", "Oct 05, 2026 7:19 am", heading=h) for h in handles)
    return page(title, *boxes)


SAMPLES = [
    Sample(
        "instagram",
        "2020-json",
        {
            "connections.json": json.dumps(OLD).encode(),
            "profile.json": meta_json(
                {"username": "room12.oakdale", "name": "Música", "private_account": False, "biography": "Grade 4"}
            ),
            "settings.json": meta_json({"allow_comments_from": "Everyone", "blocked_commenters": []}),
        },
        ((BOTH, "ana.ruiz"), (FOLLOWER, "bo_li"), (BLOCKED, "dropped_1"), (SENT, "cy.ode")),
        handle="room12.oakdale",
        settings={"profile.visibility": "public", "comments.allowed_from": "everyone"},
        list_members=("connections.json",),
    ),
    Sample(
        "instagram",
        "2022-json",
        written(
            {
                "followers_and_following/followers.json": {
                    "relationships_followers": [by_value("ana.ruiz"), by_value("bo_li")]
                },
                "followers_and_following/following.json": following(by_value("ana.ruiz")),
                "followers_and_following/blocked_accounts.json": {
                    "relationships_blocked_users": [by_title("dropped_1")]
                },
                "account_information/personal_information.json": personal("False", Email="m.rivera@oakdale.example"),
                "comments_settings/comments_allowed_from.json": comments("Everyone"),
            }
        ),
        ((BOTH, "ana.ruiz"), (FOLLOWER, "bo_li"), (BLOCKED, "dropped_1")),
        handle="room12.oakdale",
        settings={"profile.visibility": "public", "comments.allowed_from": "everyone"},
        list_members=("followers_and_following/followers.json", "followers_and_following/following.json"),
    ),
    Sample(
        "instagram",
        "2023-json",
        written(
            {
                "followers_and_following/followers_1.json": [by_value("ana.ruiz"), by_value("bo_li")],
                "followers_and_following/following.json": following(by_value("cy.ode")),
                "personal_information/personal_information.json": personal(),
            }
        ),
        ((FOLLOWER, "ana.ruiz"), (FOLLOWER, "bo_li"), (FOLLOWING, "cy.ode")),
        handle="room12.oakdale",
        settings={"profile.visibility": "private"},
        list_members=("followers_and_following/followers_1.json", "followers_and_following/following.json"),
    ),
    Sample(
        "instagram",
        "2024-json",
        written(
            {
                f"{LISTS}/followers_1.json": by_value("ana.ruiz"),
                f"{LISTS}/following.json": following(by_value("ana.ruiz"), by_value("bo_li")),
                f"{LISTS}/pending_follow_requests.json": {"relationships_follow_requests_sent": [by_value("cy.ode")]},
                f"{PERSONAL}.json": personal(),
            }
        ),
        ((BOTH, "ana.ruiz"), (FOLLOWING, "bo_li"), (SENT, "cy.ode")),
        handle="room12.oakdale",
        settings={"profile.visibility": "private"},
        list_members=(f"{LISTS}/followers_1.json", f"{LISTS}/following.json"),
    ),
    Sample(
        "instagram",
        "2026-json",
        written(FILES_2026),
        (
            (BOTH, "ana.ruiz"),
            (FOLLOWER, "bo_li"),
            (FOLLOWER, "cy.ode"),
            (FOLLOWING, "dee_dee"),
            (RECEIVED, "priya_n"),
            (RECEIVED, "eve.e"),
            (SENT, "tom.okafor"),
            (BLOCKED, "dropped_1"),
        ),
        handle="room12.oakdale",
        settings={
            "profile.visibility": "private",
            "comments.allowed_from": "connections",
            "contacts.upload": "off",
        },
        list_members=(f"{LISTS}/followers_1.json", f"{LISTS}/followers_2.json", f"{LISTS}/following.json"),
    ),
    Sample(
        "instagram",
        "2022-html",
        {
            "followers_and_following/followers_1.html": html("Followers", "ana.ruiz", "bo_li"),
            "followers_and_following/following.html": html("Following", "ana.ruiz"),
            "personal_information/personal_information.html": page(
                "Personal information", table(Username="room12.oakdale", Name="Música", Private_Account="True")
            ),
        },
        ((BOTH, "ana.ruiz"), (FOLLOWER, "bo_li")),
        handle="room12.oakdale",
        settings={"profile.visibility": "private"},
        list_members=("followers_and_following/followers_1.html", "followers_and_following/following.html"),
    ),
    Sample(
        "instagram",
        "2026-html",
        {
            f"{LISTS}/followers_1.html": html("Followers", "ana.ruiz", "bo_li"),
            f"{LISTS}/following.html": html_titled("Following", "ana.ruiz", "cy.ode"),
            f"{LISTS}/blocked_profiles.html": page(
                "Blocked profiles", table(URL=f"{SITE}/dropped_1", Name="Dropped", Username="dropped_1")
            ),
            f"{PERSONAL}.html": page("x", table(Username="room12.oakdale", Private_Account="False")),
            "preferences/settings/comments_allowed_from.html": page("x", table(Comments_allowed_from="Everyone")),
        },
        ((BOTH, "ana.ruiz"), (FOLLOWER, "bo_li"), (FOLLOWING, "cy.ode"), (BLOCKED, "dropped_1")),
        handle="room12.oakdale",
        settings={"profile.visibility": "public", "comments.allowed_from": "everyone"},
        list_members=(f"{LISTS}/followers_1.html", f"{LISTS}/following.html"),
    ),
    Sample(
        "instagram",
        "2025-json-loose",
        written({"followers_1.json": [by_value("ana.ruiz")], "following.json": following(by_title("bo_li"))}),
        ((FOLLOWER, "ana.ruiz"), (FOLLOWING, "bo_li")),
    ),
    Sample(
        "instagram",
        "2025-json-no-followers",
        written({f"{LISTS}/following.json": following(by_title("bo_li"), by_title("cy.ode"))}),
        ((FOLLOWING, "bo_li"), (FOLLOWING, "cy.ode")),
        connections=State.PARTIAL,
    ),
]
