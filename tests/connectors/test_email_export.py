"""Mailboxes as files: whose they are, what is left out, and the same people as over IMAP."""

from __future__ import annotations

from pathlib import Path

import pytest

from connectors import registry, snapshot_json
from connectors.email.export import EmailExport
from connectors.email.live import EmailLive
from connectors.errors import ConnectorError
from connectors.model import Gap, GroupMail, Message, RecordType, State, address_key
from tests.connectors.email_samples import OWNER, RECEIVED, SENT, mbox, message, sent
from tests.connectors.mailbox import access
from tests.connectors.pulling import pulled
from tests.connectors.reading import Reading, read, write
from tests.emulators.imap import ImapServer

CONNECTIONS = RecordType.CONNECTIONS


def stored(folder: Path, *messages: str, name: str = "mail.mbox") -> Reading:
    return read(EmailExport(), write(folder, {name: mbox(messages)}))


def test_files_and_imap_give_the_same_people_and_numbers(tmp_path: Path) -> None:
    families = ", ".join(f"family{n}@parent.example" for n in range(5))
    out = [*SENT, sent(families, ("Cc", "office@district.example"), day=5)]
    reading = stored(tmp_path / "a", *RECEIVED, *out)
    with ImapServer(OWNER, password="x") as server:
        for folder, messages in ((server.inbox, RECEIVED), (server.sent, out)):
            folder.messages = {n: each.replace("\n", "\r\n").encode() for n, each in enumerate(messages, 1)}
        given = access(server, secret={"password": "x"})
        live, _ = pulled(EmailLive(), given, None, tmp_path)

    def people(snapshot):
        return sorted((p.id, p.email, p.display_name, p.kinds, p.since) for p in snapshot.connections)

    assert people(live) == people(reading.snapshot)
    assert live.traffic is not None
    assert reading.snapshot.traffic is not None
    assert live.traffic.groups == reading.snapshot.traffic.groups
    assert live.traffic.groups == GroupMail(2, 0, {5: 1}, 0, {address_key("office@district.example"): 1})
    assert (live.profile.handle, live.profile.email) == (OWNER, OWNER)
    assert (reading.snapshot.profile.handle, reading.snapshot.profile.email) == (OWNER, OWNER)


def test_nothing_but_who_and_when_is_kept(tmp_path: Path) -> None:
    text = snapshot_json.dump(stored(tmp_path / "a", *RECEIVED, *SENT).snapshot)
    for word in ("Homework", "Dear all", "nothing is read", "Subject"):
        assert word not in text


def test_a_file_is_never_the_whole_mailbox_for_sure(tmp_path: Path) -> None:
    reading = stored(tmp_path / "a", *RECEIVED, *SENT)
    assert reading.gap() == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    assert reading.coverage().notes == (Message("email.file_only"), Message("email.lists_left_out", {"n": 1}))
    assert reading.snapshot.traffic is not None
    assert reading.snapshot.traffic.state is State.PARTIAL


@pytest.mark.parametrize("domain", ["gmail.com", "yahoo.com.br", "Outlook.com", "hotmail.co.uk", "icloud.com"])
def test_a_private_mailbox_is_refused(domain: str, tmp_path: Path) -> None:
    owner = f"mara@{domain}"
    private = [each.replace(OWNER, owner) for each in (*RECEIVED, *SENT)]
    with pytest.raises(ConnectorError, match="private mailbox"):
        stored(tmp_path / "a", *private)


@pytest.mark.parametrize("domain", ["outlook.district.example", "live.schools.example", "gmail.com.district.example"])
def test_a_schools_domain_may_begin_like_a_mail_services(domain: str, tmp_path: Path) -> None:
    mine = [each.replace(OWNER, f"mara@{domain}") for each in (*RECEIVED, *SENT)]
    assert stored(tmp_path / "a", *mine).snapshot.profile.email == f"mara@{domain}"


def test_a_mailbox_of_nobody_known_is_refused(tmp_path: Path) -> None:
    received = [
        message("a@x.example", "b@y.example", delivered=False),
        message("c@x.example", "d@y.example", delivered=False),
    ]
    with pytest.raises(ConnectorError, match="whose mailbox"):
        stored(tmp_path / "a", *received)


@pytest.mark.parametrize("labels", ["Spam", "Inbox,Drafts", "=?utf-8?q?Entw=C3=BCrfe?=", "Papelera"])
def test_what_gmail_sets_aside_is_left_out_and_counted(labels: str, tmp_path: Path) -> None:
    spam = message("evil@x.example", OWNER, ("X-Gmail-Labels", labels))
    reading = stored(tmp_path / "a", *RECEIVED, *SENT, spam)
    assert "evil@x.example" not in [c.email for c in reading.snapshot.connections]
    assert Message("email.set_aside", {"n": 1}) in reading.coverage().notes


@pytest.mark.parametrize("name", ["Junk.mbox", "Mail/Deleted Messages.mbox/mbox", "Drafts.mbox", "Papelera.mbox"])
def test_what_mail_programs_set_aside_is_left_out_and_counted(name: str, tmp_path: Path) -> None:
    aside = mbox([message("evil@x.example"), sent("a@y.example, b@y.example, c@y.example")])
    files = {"Inbox.mbox": mbox(RECEIVED), "Sent.mbox": mbox(SENT), name: aside}
    reading = read(EmailExport(), write(tmp_path / "a", files))
    assert not [c.email for c in reading.snapshot.connections if "evil" in str(c.email) or "@y." in str(c.email)]
    assert reading.snapshot.traffic is not None
    assert reading.snapshot.traffic.groups is not None
    assert reading.snapshot.traffic.groups.shown == {}
    assert Message("email.set_aside", {"n": 2}) in reading.coverage().notes


def test_broken_messages_are_named(tmp_path: Path) -> None:
    broken = message("", OWNER), message("no address", OWNER)
    reading = stored(tmp_path / "a", *RECEIVED, *broken)
    assert [lost.reason.id for lost in reading.snapshot.unreadable] == ["email.no_sender", "email.entry_unreadable"]
    assert [lost.place.pointer for lost in reading.snapshot.unreadable] == ["item 4", "item 5"]


def test_a_web_page_or_a_list_is_no_mail(tmp_path: Path) -> None:
    for name, data in (("a.eml", b"<html>From: x\nTo: y</html>"), ("b.mbox", b"Imelda\nBram\n"), ("c.eml", b"")):
        with pytest.raises(ConnectorError):
            registry.read_input([write(tmp_path / name, {name: data})])
