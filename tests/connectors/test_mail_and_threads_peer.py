"""Sample files of others: each is read without loss, or turned away with a sentence that says why."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors import registry
from connectors.errors import ConnectorError

pytestmark = pytest.mark.peer


def outcome(path: Path) -> tuple[int, int] | str:
    """People and messages, or the sentence."""
    try:
        snapshot = registry.read_input([path])
    except ConnectorError as e:
        return str(e)
    assert snapshot.traffic is not None
    return len(snapshot.connections), snapshot.traffic.messages


def test_exported_chats(peer_data: Path) -> None:
    chats = sorted((peer_data / "exports" / "whatsapp").rglob("*.txt"))
    found = {path.name: outcome(path) for path in chats}
    assert len(found) == 7
    assert found["android_chat.txt"] == (2, 3)
    assert found["ios_chat.txt"] == (2, 7)
    styles = [path for path in chats if path.name.startswith("test_")]
    assert {found[path.name] for path in styles} == {(6, 7)}
    for path in styles:
        traffic = registry.read_input([path]).traffic
        assert traffic is not None
        assert (str(traffic.first)[:10], str(traffic.last)[:10]) == ("2019-01-01", "2021-12-30")


def test_backups_of_texts(peer_data: Path) -> None:
    found = {path.name: outcome(path) for path in (peer_data / "exports" / "sms").rglob("*.xml")}
    assert len(found) == 12
    assert found["minimal_sms.xml"] == found["minimal_mms.xml"] == (1, 1)
    assert found["mixed.xml"] == (1, 3)
    assert found["corrupt_attachments.xml"] == (1, 2)
    assert found["sample_mms.xml"] == (1, 4)
    assert found["malformed.xml"] == (1, 1)
    assert found["empty.xml"] == (0, 0)
    several = {name for name, said in found.items() if isinstance(said, str) and "threads" in said}
    assert several == {"sms_and_mms.xml", "sms_small.xml", "sample_small.xml", "edge_cases.xml"}
    assert "no platform's export" in str(found["minimal_calls.xml"])


def test_mailboxes(peer_data: Path) -> None:
    found = {path.name: outcome(path) for path in (peer_data / "exports" / "email").rglob("*.mbox")}
    assert found["edge_cases.mbox"] == (1, 3)
    assert "whose mailbox" in str(found["sample.mbox"])
    assert "no platform's export" in str(found["empty.mbox"])
