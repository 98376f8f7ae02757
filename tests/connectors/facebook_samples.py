"""Facebook exports by era and format. All people are invented."""

from __future__ import annotations

from connectors.model import State
from tests.connectors.meta_pages import box_2019, box_2023, labels, meta_json, page, section_2025, table
from tests.connectors.sample import Sample

FRIEND, FOLLOWER, FOLLOWING = ("friend",), ("follower",), ("following",)
SENT, RECEIVED = ("request_sent",), ("request_received",)
PROFILE = {
    "name": {"full_name": "Ms. Rivera, Room 12", "first_name": "Ms.", "last_name": "Rivera"},
    "emails": {"emails": ["m.rivera@oakdale.example"], "previous_emails": [], "pending_emails": []},
    "username": "rivera.room12",
    "profile_uri": "https://www.facebook.com/rivera.room12",
    "registration_timestamp": 1300000000,
}


def dated(*names: str, start: int = 1500000000) -> list[dict[str, object]]:
    return [{"name": name, "timestamp": start + number * 86400} for number, name in enumerate(names)]


def privacy(**more: str) -> dict[str, object]:
    values = {"Who can see your future posts?": "Friends", "Who can see your friends list?": "Only me"}
    section = {"label": "Your activity", "dict": labels({**values, **more})}
    return {"media": [], "label_values": [section], "fbid": "1"}


def switch(label: str, word: str) -> dict[str, object]:
    return {"media": [], "label_values": labels({label: word}), "fbid": "2"}


FILES_2018 = {
    "friends/friends.json": {"friends": [{**dated("José Álvarez")[0], "contact_info": "jose@oakdale.example"}]},
    "friends/received_friend_requests.json": {"received_requests": dated("Priya Nair")},
    "friends/sent_friend_requests.json": {"sent_requests": dated("Tom Okafor")},
    "friends/removed_friends.json": {"deleted_friends": dated("Not A Friend")},
    "following_and_followers/following.json": {"following": dated("Oakdale Library")},
    "following_and_followers/followers.json": {"followers": [{"name": "Zoë Marsh"}]},
    "profile_information/profile_information.json": {"profile": {**PROFILE, "username": "rivera.room12"}},
}
FILES_2021 = {
    "friends_and_followers/friends.json": {"friends_v2": dated("Ali Yılmaz", "John Smith", "John Smith")},
    "friends_and_followers/friend_requests_received.json": {"received_requests_v2": dated("Priya Nair")},
    "friends_and_followers/friend_requests_sent.json": {"sent_requests_v2": dated("Tom Okafor")},
    "friends_and_followers/rejected_friend_requests.json": {"rejected_requests_v2": dated("Turned Away")},
    "friends_and_followers/who_you_follow.json": {"following_v2": dated("Ali Yılmaz", "Oakdale Library")},
    "friends_and_followers/followers.json": {"followers_v2": [{"name": "Zoë Marsh"}]},
}
FILES_2024 = {
    "connections/friends/your_friends.json": {"friends_v2": dated("Łukasz Wójcik", "Anna Berg", "Zoë 🌸 Dupont")},
    "connections/friends/removed_friends.json": {"deleted_friends_v2": dated("Not A Friend")},
    "connections/friends/sent_friend_requests.json": {"sent_requests_v2": dated("Tom Okafor")},
    "connections/friends/received_friend_requests.json": {"received_requests_v2": dated("Priya Nair")},
    "connections/friends/your_post_audiences.json": [{"label_values": labels({"Name": "Close Friends"}), "fbid": "3"}],
    "connections/friends/people_you_may_know.json": {"label_values": labels({"Name": "Suggested One"})},
    "connections/followers/who_you've_followed.json": {"following_v3": dated("Anna Berg", "Oakdale Library")},
    "personal_information/profile_information/profile_information.json": {"profile_v2": PROFILE},
    "personal_information/profile_information/contacts_sync_settings.json": switch("Contact uploading", "Off"),
    "preferences/preferences/privacy_settings.json": privacy(),
    "security_and_login_information/two-factor_authentication.json": switch("Two-factor authentication", "On"),
}
FILES_2026 = {
    **FILES_2024,
    "connections/followers/people_who_followed_you_1.json": {
        "followers_v3": [{"name": "Zoë Marsh"}, {"name": "Bo Li"}]
    },
    "connections/followers/people_who_followed_you_2.json": {"followers_v3": [{"name": "Bo Li"}, {"name": "Cy Ode"}]},
}
SETTINGS = {
    "posts.audience": "connections",
    "connections.visibility": "only_me",
    "contacts.upload": "off",
    "signin.two_factor": "on",
}


def written(files: dict[str, object]) -> dict[str, bytes]:
    return {name: meta_json(content) for name, content in files.items()}


SAMPLES = [
    Sample(
        "facebook",
        "2018-json",
        written(FILES_2018),
        (
            (FRIEND, "José Álvarez"),
            (FOLLOWER, "Zoë Marsh"),
            (FOLLOWING, "Oakdale Library"),
            (RECEIVED, "Priya Nair"),
            (SENT, "Tom Okafor"),
        ),
        handle="rivera.room12",
        list_members=("friends/friends.json", "following_and_followers/followers.json"),
    ),
    Sample(
        "facebook",
        "2021-json",
        written(FILES_2021),
        (
            (("friend", "following"), "Ali Yılmaz"),
            (FRIEND, "John Smith"),
            (FRIEND, "John Smith"),
            (FOLLOWER, "Zoë Marsh"),
            (FOLLOWING, "Oakdale Library"),
            (RECEIVED, "Priya Nair"),
            (SENT, "Tom Okafor"),
        ),
        list_members=("friends_and_followers/friends.json", "friends_and_followers/who_you_follow.json"),
    ),
    Sample(
        "facebook",
        "2024-json",
        written(FILES_2024),
        (
            (FRIEND, "Łukasz Wójcik"),
            (("friend", "following"), "Anna Berg"),
            (FRIEND, "Zoë 🌸 Dupont"),
            (FOLLOWING, "Oakdale Library"),
            (RECEIVED, "Priya Nair"),
            (SENT, "Tom Okafor"),
        ),
        handle="rivera.room12",
        settings=SETTINGS,
        connections=State.PARTIAL,
    ),
    Sample(
        "facebook",
        "2026-json",
        written(FILES_2026),
        (
            (FRIEND, "Łukasz Wójcik"),
            (("friend", "following"), "Anna Berg"),
            (FRIEND, "Zoë 🌸 Dupont"),
            (FOLLOWER, "Zoë Marsh"),
            (FOLLOWER, "Bo Li"),
            (FOLLOWER, "Cy Ode"),
            (FOLLOWING, "Oakdale Library"),
            (RECEIVED, "Priya Nair"),
            (SENT, "Tom Okafor"),
        ),
        handle="rivera.room12",
        settings=SETTINGS,
        list_members=(
            "connections/friends/your_friends.json",
            "connections/followers/people_who_followed_you_1.json",
            "connections/followers/who_you've_followed.json",
        ),
    ),
    Sample(
        "facebook",
        "2019-html",
        {
            "friends/friends.html": page(
                "Friends", box_2019("Zoë O'Brien", "Nov 14, 2018, 10:13 PM"), box_2019("Bo Li", "Mar 2, 2017, 9:01 AM")
            ),
            "friends/sent_friend_requests.html": page("Sent", box_2019("Tom Okafor", "Nov 1, 2018, 1:00 PM")),
            "following_and_followers/following.html": page("Following", box_2019("Oakdale Library", "")),
            "following_and_followers/followers.html": page("Followers", box_2019("Cy Ode", "")),
        },
        (
            (FRIEND, "Zoë O'Brien"),
            (FRIEND, "Bo Li"),
            (FOLLOWER, "Cy Ode"),
            (FOLLOWING, "Oakdale Library"),
            (SENT, "Tom Okafor"),
        ),
        list_members=("friends/friends.html", "following_and_followers/followers.html"),
    ),
    Sample(
        "facebook",
        "2023-html",
        {
            "connections/friends/your_friends.html": page(
                "Your friends",
                box_2023("Zoë O'Brien", "14. Nov. 2023, 22:13"),
                box_2023("Bo Li", "2. März 2021, 08:00"),
            ),
            "connections/followers/who_you_ve_followed.html": page(
                "Who you’ve followed", box_2023("Oakdale Library", "")
            ),
            "connections/followers/people_who_followed_you.html": page("Followers", box_2023("Cy Ode", "")),
        },
        ((FRIEND, "Zoë O'Brien"), (FRIEND, "Bo Li"), (FOLLOWER, "Cy Ode"), (FOLLOWING, "Oakdale Library")),
        list_members=("connections/friends/your_friends.html", "connections/followers/people_who_followed_you.html"),
    ),
    Sample(
        "facebook",
        "2025-html",
        {
            "connections/friends/your_friends.html": page(
                "Your friends",
                section_2025("Zoë O'Brien", "Oct 19, 2025 1:47:55 pm"),
                section_2025("山田 太郎", "6月 30, 2026 5:30:53 AM"),
            ),
            "connections/friends/received_friend_requests.html": page(
                "Received friend requests", section_2025("Priya Nair", "Oct 20, 2025 1:47:55 pm")
            ),
            "connections/followers/who_you_ve_followed.html": page("x", section_2025("Oakdale Library", "")),
            "preferences/preferences/privacy_settings.html": page(
                "Privacy",
                '<table><tr><td class="_2pin _a6_q">Who can see your future posts?</td>'
                '<td class="_2pin _2piu _a6_r">Public</td></tr></table>',
            ),
            "personal_information/profile_information/profile_information.html": page(
                "Profile", table(Name="Ms. Rivera", Email="m.rivera@oakdale.example", Username="rivera.room12")
            ),
        },
        ((FRIEND, "Zoë O'Brien"), (FRIEND, "山田 太郎"), (FOLLOWING, "Oakdale Library"), (RECEIVED, "Priya Nair")),
        handle="rivera.room12",
        settings={"posts.audience": "public"},
        connections=State.PARTIAL,
    ),
    Sample(
        "facebook",
        "2025-json-loose",
        written(
            {
                "your_friends.json": {"friends_v2": dated("Anna Berg", "José Álvarez")},
                "who_you_ve_followed.json": {"following_v3": dated("Oakdale Library")},
            }
        ),
        ((FRIEND, "Anna Berg"), (FRIEND, "José Álvarez"), (FOLLOWING, "Oakdale Library")),
        connections=State.PARTIAL,
    ),
]
