"""Threads' folder in Instagram exports. All accounts are invented."""

from __future__ import annotations

from tests.connectors.meta_pages import link_box, meta_json, page, string_map, table
from tests.connectors.sample import Sample

FOLDER = "your_instagram_activity/threads"


def row(handle: str, name: str = "") -> dict[str, object]:
    entry = {"href": f"https://www.threads.net/{handle}", "value": handle, "timestamp": 1730000000}
    return {"title": name, "string_list_data": [entry]}


def listed(what: str, *rows: object) -> bytes:
    return meta_json({f"text_post_app_text_post_app_{what}": list(rows)})


def personal(private: str) -> bytes:
    values = string_map(Username="room12.oakdale", Name="Música", Private_Account=private)
    return meta_json({"text_post_app_text_post_app_profile": [{"title": "", "string_map_data": values}]})


def html(*handles: str) -> bytes:
    return page("x", *(link_box(f"https://www.threads.com/{h}", h, "Oct 05, 2025 7:19 am") for h in handles))


FILES = {
    f"{FOLDER}/followers.json": listed("followers", row("ana.ruiz", "Ana Ruíz"), row("bo_li")),
    f"{FOLDER}/following.json": listed("following", row("ana.ruiz", "Ana Ruíz"), row("cy.ode")),
    f"{FOLDER}/pending_follow_requests.json": listed("follow_requests_sent", row("tom.okafor")),
    f"{FOLDER}/follow_requests_you've_received.json": listed("follow_requests_received", row("priya_n")),
    f"{FOLDER}/recent_follow_requests.json": listed("permanent_follow_requests", row("asked_1")),
    f"{FOLDER}/blocked_profiles.json": listed("blocked_users", row("dropped_1")),
    f"{FOLDER}/restricted_profiles.json": listed("restricted_users", row("limited_1")),
    f"{FOLDER}/personal_information.json": personal("False"),
    f"{FOLDER}/threads_and_replies.json": b'{"text_post_app_text_posts": []}',
}
IDENTITIES = (
    (("follower", "following"), "ana.ruiz"),
    (("follower",), "bo_li"),
    (("following",), "cy.ode"),
    (("request_received",), "priya_n"),
    (("request_sent",), "tom.okafor"),
    (("blocked",), "dropped_1"),
)
LIST_MEMBERS = (f"{FOLDER}/followers.json", f"{FOLDER}/following.json")

SAMPLES = [
    Sample(
        "threads",
        "2025-json",
        FILES,
        IDENTITIES,
        handle="room12.oakdale",
        settings={"profile.visibility": "public"},
        list_members=LIST_MEMBERS,
    ),
    Sample(
        "threads",
        "2025-html",
        {
            f"{FOLDER}/followers.html": html("ana.ruiz", "bo_li"),
            f"{FOLDER}/following.html": html("cy.ode"),
            f"{FOLDER}/personal_information.html": page("x", table(Username="room12.oakdale", Private_Account="True")),
        },
        ((("follower",), "ana.ruiz"), (("follower",), "bo_li"), (("following",), "cy.ode")),
        handle="room12.oakdale",
        settings={"profile.visibility": "private"},
        list_members=(f"{FOLDER}/followers.html", f"{FOLDER}/following.html"),
    ),
]
