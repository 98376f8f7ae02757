"""From what a user hands in to one snapshot: what fits is found, what does not is said in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from connectors import registry
from connectors.errors import Ambiguous, ConnectorError, NotRecognised
from connectors.model import RecordType

FOLLOWER = {"title": "", "media_list_data": [], "string_list_data": [{"value": "ana.ruiz", "timestamp": 1700000000}]}


def instagram(folder: Path, *handles: str) -> Path:
    lists = folder / "connections" / "followers_and_following"
    lists.mkdir(parents=True)
    rows = [{**FOLLOWER, "string_list_data": [{"value": h, "timestamp": 1700000000}]} for h in handles]
    (lists / "followers_1.json").write_text(json.dumps(rows))
    (lists / "following.json").write_text(json.dumps({"relationships_following": rows[:1]}))
    return folder


def tiktok(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    body = {"Profile And Settings": {"Follower": {"FansList": [{"Date": "2024-03-01 08:15:00", "UserName": "cy"}]}}}
    (folder / "user_data_tiktok.json").write_text(json.dumps(body))
    return folder


def test_the_platform_is_recognised_from_the_content(tmp_path: Path) -> None:
    snapshot = registry.read_input([instagram(tmp_path / "whatever", "ana.ruiz", "bo")])
    assert snapshot.platform == "instagram"
    assert [c.handle for c in snapshot.connections] == ["ana.ruiz", "bo"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.json", b""),
        ("photo.jpg", b"\xff\xd8\xff\xe0" + b"\x00" * 400),
        ("page.html", b"<html><body><p>Not found</p></body></html>"),
        ("notes.json", b'{"a": 1}'),
    ],
)
def test_a_foreign_file_is_declined_in_one_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ConnectorError) as caught:
        registry.read_input([tmp_path / name])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised, match="nothing inside"):
        registry.read_input([tmp_path])


def test_the_wrong_platform_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised, match="looks like instagram, not facebook"):
        registry.read_input([instagram(tmp_path / "a", "ana")], platform="facebook")


def test_two_platforms_in_one_input_need_a_word(tmp_path: Path) -> None:
    instagram(tmp_path / "a", "ana")
    tiktok(tmp_path)
    with pytest.raises(Ambiguous, match="--platform"):
        registry.read_input([tmp_path])
    assert registry.read_input([tmp_path], platform="tiktok").platform == "tiktok"


def test_two_accounts_in_one_input_need_a_word(tmp_path: Path) -> None:
    top = tmp_path / "meta-2026-Jan-10"
    instagram(top / "instagram-class_5b-2026-01-09-AbCdEfGh", "ana")
    instagram(top / "instagram-chess_club-2026-01-09-AbCdEfGi", "bo")
    with pytest.raises(Ambiguous, match="--account"):
        registry.read_input([tmp_path])
    snapshot = registry.read_input([tmp_path], handle="@Chess_Club")
    assert [c.handle for c in snapshot.connections] == ["bo"]


def test_an_export_of_another_account_is_refused(tmp_path: Path) -> None:
    folder = instagram(tmp_path / "instagram-class_5b-2026-01-09-AbCdEfGh", "ana")
    with pytest.raises(NotRecognised, match="belongs to class_5b, not to chess_club"):
        registry.read_input([folder], handle="chess_club")


def test_the_same_export_given_twice_counts_once(tmp_path: Path) -> None:
    one, two = instagram(tmp_path / "a", "ana", "bo"), instagram(tmp_path / "b", "ana", "bo")
    snapshot = registry.read_input([one, two])
    assert len(snapshot.connections) == 2
    assert snapshot.coverage[RecordType.CONNECTIONS].received == 2


def test_two_different_exports_are_not_mixed(tmp_path: Path) -> None:
    with pytest.raises(ConnectorError, match="two exports; give only the newest"):
        registry.read_input([instagram(tmp_path / "a", "ana"), instagram(tmp_path / "b", "bo")])


def test_what_was_left_closed_is_counted(tmp_path: Path) -> None:
    folder = instagram(tmp_path / "a", "ana")
    for number in range(5):
        (folder / f"photo_{number}.jpg").write_bytes(b"x")
    snapshot = registry.read_input([folder])
    assert snapshot.unopened == 5
    assert set(snapshot.opened) == {
        "connections/followers_and_following/followers_1.json",
        "connections/followers_and_following/following.json",
    }
