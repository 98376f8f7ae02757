"""TikTok's JSON export with the sections of 2025."""

from __future__ import annotations

from pathlib import Path

from auditor.demo.account import Account, Link, seconds
from auditor.demo.exports.packing import dump, pack_zip


def write(account: Account, folder: Path) -> list[Path]:
    """One ZIP with the single file; empty lists are `null`, as TikTok writes them."""
    followers, following = account.of("follower"), account.of("following")
    content = {
        "Profile": {"Profile Info": {"ProfileMap": _profile(account, len(followers), len(following))}},
        "Your Activity": {
            "Follower": {"FansList": _people(followers)},
            "Following": {"Following": _people(following)},
            "Like List": {"ItemFavoriteList": None},
        },
        "App Settings": {
            "Block List": {"BlockList": _people(account.of("blocked"))},
            "Settings": {"SettingsMap": _settings(account)},
        },
        "Post": {"Posts": {"VideoList": [{"Date": "2026-10-02 14:00:00", "WhoCanView": "Everyone"}]}},
        "Direct Message": {"Direct Messages": {"ChatHistory": {}}},
    }
    path = folder / f"TikTok_Data_{seconds(account.taken)}.zip"
    return [pack_zip(path, {"user_data_tiktok.json": dump(content)}, account.taken)]


def _people(links: list[Link]) -> list[dict[str, str]] | None:
    return [{"Date": f"{x.since:%Y-%m-%d %H:%M:%S}", "UserName": x.handle} for x in links] or None


def _profile(account: Account, followers: int, following: int) -> dict[str, object]:
    return {
        "userName": account.handle,
        "displayName": account.name,
        "bioDescription": account.bio,
        "emailAddress": account.owner.email,
        "followerCount": followers,
        "followingCount": following,
        "PlatformInfo": [],
    }


def _settings(account: Account) -> dict[str, object]:
    safe = account.careful
    return {
        "Private Account": "Enabled" if safe else "Disabled",
        "Allow DownLoad": "Disabled" if safe else "Enabled",
        "Allow Others to Find Me": "Disabled" if safe else "Enabled",
        "Filter Comments": "Enabled" if safe else "Disabled",
        "Suggest your account to contacts": "disabled" if safe else "enabled",
        "Suggest your account to Facebook friends": "disabled" if safe else "enabled",
        "Who Can Post Comments": "Friends" if safe else "Everyone",
        "Who Can Send Me Message": "Friends",
        "Who Can Duet With Me": "Only me" if safe else "Everyone",
        "Who Can View Videos I Liked": "Only me",
        "Personalized Ads": "N/A",
        "Push Notification": {"Likes": "Enabled"},
    }
