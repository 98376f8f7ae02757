"""Each export is in its platform's own layout, with members in it that no reader may open."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup

from auditor.demo.network import HOSTILE
from auditor.demo.truth import DemoAccount

Find = Callable[[str], DemoAccount]
LISTS = "connections/followers_and_following"


def members(account: DemoAccount) -> dict[str, bytes]:
    with zipfile.ZipFile(account.inputs[0]) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def read(account: DemoAccount, name: str) -> Any:
    return json.loads(members(account)[name])


def of(account: DemoAccount, kind: str) -> list[str]:
    return sorted(p.identity for p in account.people if kind in p.kinds)


def unmangled(text: str) -> str:
    return text.encode("latin-1").decode()


def test_instagram_2026(account: Find) -> None:
    instagram = account("01")
    followers = read(instagram, f"{LISTS}/followers_1.json")
    assert sorted(row["string_list_data"][0]["value"] for row in followers) == of(instagram, "follower")
    following = read(instagram, f"{LISTS}/following.json")["relationships_following"]
    assert sorted(row["title"] for row in following) == of(instagram, "following")
    assert all(list(row["string_list_data"][0]) == ["href", "timestamp"] for row in following)
    assert all("/_u/" in row["string_list_data"][0]["href"] for row in following)
    sent = read(instagram, f"{LISTS}/pending_follow_requests.json")
    assert isinstance(sent, dict), "a list of one is the bare object"
    assert [label["label"] for label in sent["label_values"]] == ["URL", "Name", "Username"]
    profile = read(instagram, "personal_information/personal_information/personal_information.json")
    assert profile["profile_user"][0]["string_map_data"]["Private Account"]["value"] == "True"


def test_instagram_html_lacks_its_second_part(account: Find) -> None:
    instagram = account("02")
    found = members(instagram)
    parts = sorted(name for name in found if name.startswith(f"{LISTS}/followers_"))
    assert parts == [f"{LISTS}/followers_1.html", f"{LISTS}/followers_3.html"]
    handles = [a.get_text() for part in parts for a in BeautifulSoup(found[part], "lxml").select("div._a6-g a[href]")]
    assert sorted(handles) == of(instagram, "follower")
    page = BeautifulSoup(found[f"{LISTS}/following.html"], "lxml")
    assert sorted(h.get_text() for h in page.select("h2._a6-h")) == of(instagram, "following")
    assert all("/_u/" in a.get_text() for a in page.select("div._a6-g a"))
    assert re.search(rb"<div>[A-Z][a-z]{2} \d\d, \d{4} \d{1,2}:\d\d [ap]m</div>", found[parts[0]])


def test_instagram_2022_and_threads_share_a_zip(account: Find) -> None:
    instagram, threads = account("03"), account("04")
    assert instagram.inputs == threads.inputs
    followers = read(instagram, "followers_and_following/followers.json")["relationships_followers"]
    assert sorted(row["string_list_data"][0]["value"] for row in followers) == of(instagram, "follower")
    rows = read(threads, "your_instagram_activity/threads/followers.json")["text_post_app_text_post_app_followers"]
    assert sorted(row["string_list_data"][0]["value"] for row in rows) == of(threads, "follower")


def test_facebook_writes_every_byte_as_a_character(account: Find) -> None:
    facebook = account("05")
    raw = members(facebook)["connections/friends/your_friends.json"]
    assert raw.isascii()
    names = [row["name"] for row in json.loads(raw)["friends_v2"]]
    assert any(not name.isascii() for name in names)
    assert all(ord(c) < 256 for name in names for c in name)
    assert sorted(map(unmangled, names)) == of(facebook, "friend")
    shown = {
        unmangled(row["name"])
        for name in (
            "connections/followers/people_who_followed_you.json",
            "connections/followers/who_you've_followed.json",
        )
        for rows in read(facebook, name).values()
        for row in rows
    } | set(map(unmangled, names))
    assert set(HOSTILE) <= shown
    followers = read(facebook, "connections/followers/people_who_followed_you.json")["followers_v3"]
    assert all(list(row) == ["name"] for row in followers)


def test_facebook_html_has_sections(account: Find) -> None:
    facebook = account("06")
    page = BeautifulSoup(members(facebook)["connections/friends/your_friends.html"], "lxml")
    assert sorted(h.get_text() for h in page.select("section._a6-g h2")) == of(facebook, "friend")
    assert all(re.fullmatch(r"\w{3} \d\d, \d{4} .*:\d\d [ap]m", d.get_text()) for d in page.select("footer div._a72d"))


def test_x_counts_its_entries_and_names_a_few_people(account: Find) -> None:
    x = account("07")
    found = members(x)
    manifest = json.loads(found["data/manifest.js"].split(b"=", 1)[1])
    assert manifest["userInfo"]["userName"] == x.handle
    for kind in ("follower", "following"):
        head, _, body = found[f"data/{kind}.js"].decode().partition("=")
        assert head == f"window.YTD.{kind}.part0 "
        rows = json.loads(body)
        (entry,) = manifest["dataTypes"][kind]["files"]
        assert entry["count"] == str(len(rows)) == str(len(of(x, kind)))
        assert all(row[kind]["accountId"].isdecimal() for row in rows)
    mentions = re.findall(r'"screen_name": "([^"]+)"', found["data/tweets.js"].decode())
    assert set(mentions) == {p.identity for p in x.people if not p.identity.isdecimal()}


def test_linkedin_has_its_preamble(account: Find) -> None:
    lines = members(account("08"))["Connections.csv"].decode().split("\n")
    assert lines[0] == "Notes:"
    assert lines[1].startswith('"When exporting your connection data')
    assert lines[2] == ""
    assert lines[3] == "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    assert re.search(r",\d\d [A-Z][a-z]{2} \d{4}$", lines[4])


def test_tiktok_json_and_txt(account: Find) -> None:
    tiktok = account("09")
    data = read(tiktok, "user_data_tiktok.json")
    fans = data["Your Activity"]["Follower"]["FansList"]
    assert sorted(row["UserName"] for row in fans) == of(tiktok, "follower")
    assert data["Profile"]["Profile Info"]["ProfileMap"]["followerCount"] == len(fans)
    assert data["App Settings"]["Settings"]["SettingsMap"]["Private Account"] == "Disabled"
    text = members(account("10"))["Profile and Settings/Follower.txt"].decode()
    assert sorted(re.findall(r"Username: (\S+)", text)) == of(account("10"), "follower")


def test_snapchat_has_both_names(account: Find) -> None:
    snapchat = account("11")
    friends = read(snapchat, "json/friends.json")
    assert sorted(row["Username"] for row in friends["Friends"]) == of(snapchat, "friend")
    assert all(row["Display Name"] for row in friends["Friends"])
    assert HOSTILE[0] in {row["Display Name"] for row in friends["Friends"]}


def test_takeout_comes_in_spanish_and_two_parts(account: Find) -> None:
    youtube = account("12")
    assert [path.name[-8:] for path in youtube.inputs] == ["-001.zip", "-002.zip"]
    found = members(youtube)["Takeout/YouTube y YouTube Music/suscripciones/suscripciones.csv"].decode().splitlines()
    assert found[0] == "ID del canal,URL del canal,Título del canal"
    assert sorted(row.partition(",")[0] for row in found[1:]) == of(youtube, "subscription")
    assert all(re.fullmatch(r"UC[\w-]{22}", person.identity, re.ASCII) for person in youtube.people)


def test_mastodon_comes_as_lists_and_archive(account: Find) -> None:
    mastodon = account("13")
    following, blocked, archive = mastodon.inputs
    lines = following.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Account address,Show boosts,Notify on new posts,Languages"
    assert sorted(line.partition(",")[0] for line in lines[1:]) == of(mastodon, "following")
    assert sorted(blocked.read_text(encoding="utf-8").splitlines()) == of(mastodon, "blocked")
    with tarfile.open(archive) as packed:
        actor = packed.extractfile("actor.json")
        assert actor is not None
        assert json.load(actor)["manuallyApprovesFollowers"] is True


def test_discord_has_relationships_by_type(account: Find) -> None:
    discord = account("15")
    relations = read(discord, "Account/user.json")["relationships"]
    assert sorted(r["user"]["username"] for r in relations if r["type"] == 1) == of(discord, "friend")
    assert sorted(r["user"]["username"] for r in relations if r["type"] == 2) == of(discord, "blocked")


def test_the_typed_list_is_one_person_a_row(account: Find) -> None:
    lines = account("16").inputs[0].read_text(encoding="utf-8").splitlines()
    assert lines[0] == "name,email,kind"
    assert len(lines) - 1 == len(account("16").people)


def test_the_damaged_export_is_no_zip_any_more(account: Find) -> None:
    assert not zipfile.is_zipfile(account("17").inputs[0])
    assert account("17").inputs[0].read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("number", ["01", "02", "03", "05", "06", "07", "11", "15"])
def test_messages_and_pictures_lie_beside_the_lists(account: Find, number: str) -> None:
    names = members(account(number))
    assert any(name.lower().endswith((".jpg", ".png")) for name in names)
    assert any("message" in name.lower() or "chat" in name.lower() for name in names)


def test_members_bear_the_day_of_the_export_not_of_the_run(account: Find) -> None:
    with zipfile.ZipFile(account("01").inputs[0]) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 14, 15, 30, 0)}
