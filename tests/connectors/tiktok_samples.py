"""TikTok downloads by era. All accounts are invented."""

from __future__ import annotations

import json

from connectors.model import State
from tests.connectors.sample import Sample

FOLLOWER, FOLLOWING, BLOCKED, BOTH = ("follower",), ("following",), ("blocked",), ("follower", "following")
PROFILE = {"userName": "ms_rivera_room12", "displayName": "Ms. Rivera", "bioDescription": "Grade 4", "emailAddress": ""}


def rows(*names: str) -> list[dict[str, str]]:
    return [{"Date": f"2024-03-{day:02} 08:15:00", "UserName": name} for day, name in enumerate(names, 1)]


def blocks(*names: str, date: str = "Date", name: str = "Username", end: str = "\n") -> bytes:
    """A text file as TikTok writes it: two lines and an empty one per account."""
    lines = [f"{date}: 2023-08-{day:02} 06:18:18 UTC{end}{name}: {who}{end}{end}" for day, who in enumerate(names, 1)]
    return "".join(lines).encode()


def user_data_2024(**changes: object) -> dict[str, object]:
    """The layout up to 2024; `changes` replaces whole sections."""
    return {
        "Activity": {
            "Follower List": {"FansList": rows("ana.reads", "coach_ben")},
            "Following List": {"Following": rows("ana.reads", "Cara_Ngo")},
            "Video Browsing History": {"VideoList": [{"Date": "2024-01-01 00:00:00", "Link": "https://v.example/1"}]},
        },
        "App Settings": {
            "Block": {"BlockList": rows("dropped_1")},
            "Settings": {
                "SettingsMap": {
                    "Private Account": "Enabled",
                    "Who Can Post Comments": "Friends",
                    "Who Can Send Me Message": "Only me",
                    "Suggest your account to contacts": "disabled",
                    "Filter Comments": "Enabled",
                    "Web Language": "N/A",
                    "Push Notification": {"New Fans": "Default"},
                }
            },
        },
        "Direct Messages": {"Chat History": {"ChatHistory": {}}},
        "Profile": {"Profile Information": {"ProfileMap": PROFILE}},
        **changes,
    }


def user_data_2026(followers: object = None, following: object = None, **profile: object) -> dict[str, object]:
    """The layout of 2026."""
    return {
        "Comment": {"Comments": {"CommentsList": None}},
        "Profile And Settings": {
            "Follower": {"FansList": followers},
            "Following": {"Following": following},
            "Block List": {"BlockList": None},
            "Profile Info": {"ProfileMap": {**PROFILE, **profile}},
            "Settings": {
                "SettingsMap": {
                    "Private Account": "Off",
                    "Who Can Post Comments": "Everyone",
                    "Who Can Send Me Message": "Friends",
                    "Who can see your following list::": "Only me",
                    "Suggest your account to contacts": "On",
                }
            },
        },
    }


SAMPLES = [
    Sample(
        "tiktok",
        "2024-json",
        {"user_data.json": json.dumps(user_data_2024()).encode()},
        ((BOTH, "ana.reads"), (FOLLOWER, "coach_ben"), (FOLLOWING, "Cara_Ngo"), (BLOCKED, "dropped_1")),
        handle="ms_rivera_room12",
        settings={
            "profile.visibility": "private",
            "comments.allowed_from": "connections",
            "messages.allowed_from": "nobody",
            "discovery.by_contact": "off",
        },
    ),
    Sample(
        "tiktok",
        "2025-json",
        {
            "user_data_tiktok.json": json.dumps(
                {
                    "Your Activity": {
                        "Follower": {"App": 10036, "FansList": rows("ana.reads")},
                        "Following": {"Following": []},
                    },
                    "App Settings": {"Block List": {"BlockList": []}},
                    "Profile": {"Profile Info": {"ProfileMap": {**PROFILE, "followerCount": 1, "followingCount": "0"}}},
                }
            ).encode()
        },
        ((FOLLOWER, "ana.reads"),),
        handle="ms_rivera_room12",
    ),
    Sample(
        "tiktok",
        "2026-json",
        {"user_data_tiktok.json": json.dumps(user_data_2026(rows("ana.reads"), rows("coach_ben")), indent=1).encode()},
        ((FOLLOWER, "ana.reads"), (FOLLOWING, "coach_ben")),
        handle="ms_rivera_room12",
        settings={
            "profile.visibility": "public",
            "comments.allowed_from": "everyone",
            "messages.allowed_from": "connections",
            "connections.visibility": "only_me",
            "discovery.by_contact": "on",
        },
    ),
    Sample(
        "tiktok",
        "2026-json-lists-not-ticked",
        {"user_data_tiktok.json": b'{"Comment": {"Comments": {"CommentsList": null}}}'},
        (),
        connections=State.NONE,
    ),
    Sample(
        "tiktok",
        "2025-txt",
        {
            "TikTok/Profile and Settings/Follower.txt": blocks("ana.reads", "coach_ben_of_grade_4"),
            "TikTok/Profile and Settings/Following_1.txt": blocks("ana.reads"),
            "TikTok/Profile and Settings/Following_2.txt": blocks("cara_ngo", end="\r\n"),
            "TikTok/Profile and Settings/Block List.txt": b"You have no data in this section\n",
            "TikTok/Profile and Settings/Settings.txt": (
                b"Private Account: On\nWho can see your following list::: Friends\nFilter Comments: Off\n"
            ),
            "TikTok/Profile and Settings/Profile Information.txt": b"Username: ms_rivera_room12\nBio: Grade 4\n",
            "TikTok/Direct Messages/Direct Messages.txt": b"private\n",
        },
        ((BOTH, "ana.reads"), (FOLLOWER, "coach_ben_of_grade_4"), (FOLLOWING, "cara_ngo")),
        handle="ms_rivera_room12",
        settings={"profile.visibility": "private", "connections.visibility": "connections"},
        list_members=(
            "TikTok/Profile and Settings/Follower.txt",
            "TikTok/Profile and Settings/Following_1.txt",
            "TikTok/Profile and Settings/Following_2.txt",
        ),
    ),
    Sample(
        "tiktok",
        "2025-txt-dutch",
        {
            "TikTok/Profiel en instellingen/Volger.txt": blocks("ana.reads", date="Datum", name="Gebruikersnaam"),
            "TikTok/Profiel en instellingen/Volgend.txt": b"Dit gedeelte bevat geen gegevens\n",
            "TikTok/Profiel en instellingen/Profielinformatie.txt": b"Gebruikersnaam: ms_rivera_room12\n",
        },
        ((FOLLOWER, "ana.reads"),),
        handle="ms_rivera_room12",
        list_members=("TikTok/Profiel en instellingen/Volger.txt", "TikTok/Profiel en instellingen/Volgend.txt"),
    ),
    Sample(
        "tiktok",
        "2023-txt-loose",
        {"Follower List.txt": blocks("20240101", "ana.reads.every.day"), "Following List.txt": blocks("coach_ben")},
        ((FOLLOWER, "20240101"), (FOLLOWER, "ana.reads.every.day"), (FOLLOWING, "coach_ben")),
    ),
]
