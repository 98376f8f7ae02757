"""Tokens are kept encrypted, opened by their key alone, and gone when they are taken back."""

from __future__ import annotations

import json
import os
import stat
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked

from auditor.consent import keys
from auditor.consent.grants import Grant, Grants
from auditor.errors import AuditorError

GRANT = Grant(
    "mastodon", "ms.Rivera", "https://school.example", "t-204", ("read",),
    expires_at=datetime(2027, 1, 1, tzinfo=UTC), secret={"token": "sesame", "refresh_token": "again"},
)  # fmt: skip


@pytest.fixture(autouse=True)
def key_file(tmp_path, monkeypatch):
    monkeypatch.setenv(keys.KEYS_FILE, str(tmp_path / "elsewhere" / "keys"))
    return tmp_path / "elsewhere" / "keys"


def everything_in(folder) -> str:
    return "".join(p.read_text() for p in folder.rglob("*") if p.is_file())


def test_a_grant_comes_back_as_it_was_kept_and_is_readable_by_nobody_else(tmp_path):
    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    assert grants.find("mastodon", "@MS.rivera") == GRANT
    assert grants.find("mastodon", "ms.rivera", "https://school.example") == GRANT
    assert grants.find("mastodon", "ms.rivera", "https://other.example") is None
    assert grants.find("bluesky", "ms.rivera") is None
    assert "sesame" not in everything_in(tmp_path / "home")
    assert "sesame" not in repr(GRANT)
    for path in (tmp_path / "home").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_without_its_key_a_grant_says_what_to_do(tmp_path, key_file, monkeypatch):
    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    key_file.unlink()
    with pytest.raises(AuditorError, match="auditor connect"):
        grants.find("mastodon", "ms.rivera")


def test_keys_are_rotated_and_the_old_one_opens_nothing_any_more(tmp_path, key_file):
    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    old = key_file.read_text()
    assert grants.rotate() == 1
    assert key_file.read_text() != old
    assert grants.find("mastodon", "ms.rivera") == GRANT
    key_file.write_text(old)
    with pytest.raises(AuditorError, match="not among the keys"):
        grants.find("mastodon", "ms.rivera")


def test_a_rotation_that_was_cut_leaves_every_grant_readable(tmp_path, key_file, monkeypatch):
    grants = Grants(tmp_path / "home")
    other = Grant("x", "rivera", secret={"token": "two"})
    grants.keep(GRANT)
    grants.keep(other)
    keep, done = grants._keep, []

    def cut(grant):
        if done:
            raise KeyboardInterrupt
        done.append(grant)
        keep(grant)

    monkeypatch.setattr(grants, "_keep", cut)
    with pytest.raises(KeyboardInterrupt):
        grants.rotate()
    assert Grants(tmp_path / "home").find("mastodon", "ms.rivera") == GRANT
    assert Grants(tmp_path / "home").find("x", "rivera") == other


def test_keys_of_the_environment_are_used_and_never_changed(tmp_path, monkeypatch):
    first, second = keys.new(), keys.new()
    monkeypatch.setenv(keys.KEYS, first)
    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    monkeypatch.setenv(keys.KEYS, f"{second} {first}")
    assert grants.rotate() == 1
    monkeypatch.setenv(keys.KEYS, second)
    assert grants.find("mastodon", "ms.rivera") == GRANT
    monkeypatch.setenv(keys.KEYS, "")
    with pytest.raises(AuditorError, match="is empty"):
        grants.find("mastodon", "ms.rivera")
    monkeypatch.setenv(keys.KEYS, "short")
    with pytest.raises(AuditorError, match="Key 1 of 1 is no key"):
        grants.find("mastodon", "ms.rivera")


def test_a_key_file_that_others_can_read_is_refused(tmp_path, key_file):
    key_file.parent.mkdir()
    key_file.write_text(keys.new())
    key_file.chmod(0o644)
    with pytest.raises(AuditorError, match="chmod 600"):
        Grants(tmp_path / "home").keep(GRANT)


def test_the_keyring_of_a_desktop_is_used_where_there_is_one(tmp_path, monkeypatch):
    kept: dict[tuple[str, str], str] = {}

    class Ring(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            return kept.get((service, username))

        def set_password(self, service, username, password):
            kept[service, username] = password

    monkeypatch.delenv(keys.KEYS_FILE)
    before = keyring.get_keyring()
    keyring.set_keyring(Ring())
    try:
        grants = Grants(tmp_path / "home")
        grants.keep(GRANT)
        assert grants.find("mastodon", "ms.rivera") == GRANT
        assert grants.rotate() == 1
        assert len(kept) == 1
    finally:
        keyring.set_keyring(before)


class Slow:
    """A place for keys that takes its time to keep them."""

    ours = True

    def __init__(self) -> None:
        self.kept: list[str] = []

    def read(self) -> list[str]:
        return list(self.kept)

    def write(self, made) -> None:
        time.sleep(0.1)
        self.kept = list(made)


def at_once(*doing: Callable[[], object]) -> None:
    threads = [threading.Thread(target=each) for each in doing]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.skipif(os.name != "posix", reason="nothing is held elsewhere")
def test_many_who_agree_or_rotate_at_once_leave_every_sign_in_readable(tmp_path):
    slow, names = Slow(), [f"teacher-{n}" for n in range(5)]
    grants = Grants(tmp_path / "home", lambda: slow)
    at_once(*(partial(grants.keep, replace(GRANT, handle=name)) for name in names))
    assert all(grants.find("mastodon", name) for name in names), "each made a first key"
    renewed = [replace(GRANT, handle=name, secret={"token": "new"}) for name in names]
    at_once(grants.rotate, *(partial(grants.keep, each, event="") for each in renewed), grants.rotate)
    assert {grants.find("mastodon", name).secret["token"] for name in names} == {"new"}


def test_a_keyring_that_stays_locked_is_said_in_a_sentence(tmp_path, monkeypatch):
    class Locked(KeyringBackend):
        priority = 1

        def get_password(self, service, username):
            raise KeyringLocked("Imelda's keyring")

        set_password = get_password

    monkeypatch.delenv(keys.KEYS_FILE)
    before = keyring.get_keyring()
    keyring.set_keyring(Locked())
    try:
        with pytest.raises(AuditorError, match=r"Unlock it .*AUDITOR_KEYS_FILE") as error:
            Grants(tmp_path / "home").keep(GRANT)
    finally:
        keyring.set_keyring(before)
    assert "Imelda" not in str(error.value)


def test_a_folder_in_the_place_of_the_keys_is_not_made_unusable(tmp_path, monkeypatch):
    """The advice was to take every right from it but reading and writing."""
    monkeypatch.setenv(keys.KEYS_FILE, str(tmp_path))
    with pytest.raises(AuditorError, match="this is no file"):
        Grants(tmp_path / "home").keep(GRANT)


def test_without_any_place_for_keys_nothing_is_kept(tmp_path, monkeypatch):
    from keyring.backends import fail

    monkeypatch.delenv(keys.KEYS_FILE)
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        with pytest.raises(AuditorError, match="AUDITOR_KEYS_FILE"):
            Grants(tmp_path / "home").keep(GRANT)
    finally:
        keyring.set_keyring(before)
    assert not list((tmp_path / "home").rglob("*.json"))


def test_a_grant_that_was_changed_is_refused(tmp_path):
    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    (path,) = (tmp_path / "home" / "grants").iterdir()
    body = json.loads(path.read_text())
    body["secret"] = body["secret"][:-4] + "AAAA"
    path.write_text(json.dumps(body))
    with pytest.raises(AuditorError, match="changed or damaged"):
        grants.find("mastodon", "ms.rivera")
    path.write_text("{}")
    with pytest.raises(AuditorError, match="no grant of ours"):
        grants.find("mastodon", "ms.rivera")


def test_the_log_says_who_agreed_to_what_and_when_and_is_only_added_to(tmp_path):
    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    grants.forget(GRANT)
    assert grants.find("mastodon", "ms.rivera") is None
    lines = [json.loads(line) for line in grants.log.read_text().splitlines()]
    assert [line["event"] for line in lines] == ["connected", "disconnected"]
    assert lines[0] | {"at": ""} == {
        "at": "", "event": "connected", "platform": "mastodon", "handle": "ms.Rivera", "server": "https://school.example",
        "staff": "t-204", "scopes": ["read"], "text": "consent-1",
    }  # fmt: skip
    assert "sesame" not in grants.log.read_text()


def test_one_handle_on_two_servers_has_to_be_told_apart(tmp_path):
    from dataclasses import replace

    grants = Grants(tmp_path / "home")
    grants.keep(GRANT)
    grants.keep(replace(GRANT, server="https://other.example"))
    with pytest.raises(AuditorError, match="--server"):
        grants.find("mastodon", "ms.rivera")
    assert grants.find("mastodon", "ms.rivera", "https://other.example") is not None
