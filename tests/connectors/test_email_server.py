"""A mailbox on a real Dovecot: passwords and tokens, thousands of messages, a cut line, and proof of what was sent."""

from __future__ import annotations

import contextlib
import imaplib
import re
import socket
import socketserver
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Self

import pytest

from connectors.email.live import EmailLive
from connectors.live import Access
from connectors.model import Coverage, Gap, Message, RecordType, State
from tests.connectors.pulling import pulled

if TYPE_CHECKING:
    from tests.servers.identity import IdentityServer
    from tests.servers.mail import MailServer
    from tests.servers.wire import WireLog

CONNECTIONS = RecordType.CONNECTIONS
BODY = "Imelda has a doctor's appointment on Tuesday."
SUBJECT = "About Imelda's grades"


class Between:
    """A listener before a server that keeps what passes both ways, and cuts the line after so many bytes back."""

    def __init__(self, target: int, cut_after: int | None = None) -> None:
        self.asked, self.answered = bytearray(), bytearray()
        self._target, self._left = target, cut_after
        between = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", target)) as server:
                    back = threading.Thread(target=between._back, args=(server, self.request), daemon=True)
                    back.start()
                    while data := self.request.recv(65536):
                        between.asked += data
                        server.sendall(data)
                    server.shutdown(socket.SHUT_WR)
                    back.join()

        class Listener(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._listener = Listener(("127.0.0.1", 0), Handler)
        self.port = int(self._listener.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._listener.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listener.shutdown()
        self._listener.server_close()

    def _back(self, server: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if self._left is not None:
                    data, self._left = data[: self._left], self._left - len(data)
                self.answered += data
                client.sendall(data)
                if self._left is not None and self._left <= 0:
                    break
            client.shutdown(socket.SHUT_RDWR)


def access(owner: str, port: int, **secret: str) -> Access:
    return Access(owner, secret, f"imap://127.0.0.1:{port}", {"email_domains": "district.example"})


def read(given: Access, folder: Path, **options: object):
    return pulled(EmailLive(), given, None, folder, **options)  # type: ignore[arg-type]


def a_mailbox(mail: MailServer, owner: str) -> str:
    password = mail.add_person(owner)
    mail.deliver(owner, "Imelda Quimbleton <imelda@parent.example>", owner, subject=SUBJECT, body=BODY)
    mail.deliver(owner, "=?utf-8?q?Br=C3=A1m?= <bram@students.district.example>", owner, subject=SUBJECT, body=BODY)
    families = [f"family{n}@parent.example" for n in range(4)]
    mail.deliver(owner, owner, *families, cc="office@district.example", folder="Sent", subject=SUBJECT, body=BODY)
    return password


def emails(snapshot) -> list[str]:
    return [str(person.email) for person in snapshot.connections]


EVERYBODY = [
    "imelda@parent.example",
    "bram@students.district.example",
    *(f"family{n}@parent.example" for n in range(4)),
    "office@district.example",
]


def test_both_folders_are_read_with_a_password(mail: MailServer, mail_wire: WireLog, tmp_path: Path) -> None:
    owner = "password.only@district.example"
    password = a_mailbox(mail, owner)
    snapshot, result = read(access(owner, mail_wire.port, password=password), tmp_path)
    assert emails(snapshot) == EVERYBODY
    assert snapshot.connections[1].display_name == "Brám"
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 7)
    assert not result.refused
    assert snapshot.traffic is not None
    assert snapshot.traffic.groups is not None
    assert (snapshot.traffic.messages, dict(snapshot.traffic.groups.shown)) == (3, {4: 1})
    assert mail_wire.commands("FETCH") == [
        "FETCH 1:2 (UID BODY.PEEK[HEADER.FIELDS (FROM DATE LIST-ID)])",
        "FETCH 1 (UID BODY.PEEK[HEADER.FIELDS (FROM TO CC BCC DATE MESSAGE-ID)])",
    ]
    assert not mail_wire.commands("SELECT")


def test_no_subject_and_no_body_crosses_the_wire_and_nothing_is_marked(mail: MailServer, tmp_path: Path) -> None:
    owner = "wire.proof@district.example"
    password = a_mailbox(mail, owner)
    with Between(mail.port) as between:
        snapshot, _ = read(access(owner, between.port, password=password), tmp_path)
    assert emails(snapshot) == EVERYBODY
    assert b"imelda@parent.example" in between.answered
    for secret in (BODY, SUBJECT, "doctor", "grades", "Subject:"):
        assert secret.encode() not in between.answered
    assert (
        re.findall(rb"BODY\S*|RFC822\S*|ENVELOPE|BINARY\S*", bytes(between.asked)) == [b"BODY.PEEK[HEADER.FIELDS"] * 2
    )
    with mail.signed_in(owner) as box:
        for folder in ("INBOX", "Sent"):
            box.select(folder, readonly=True)
            assert box.uid("SEARCH", "SEEN")[1] == [b""]  # type: ignore[no-untyped-call]


def test_a_mailbox_is_read_under_tls_and_only_with_a_certificate_we_trust(
    mail: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = "under.tls@district.example"
    given = access(owner, 0, password=a_mailbox(mail, owner))
    tls = Access(given.handle, given.secret, f"imaps://127.0.0.1:{mail.tls_port}", given.app)
    refused, _ = read(tls, tmp_path)
    assert refused.coverage[CONNECTIONS].notes == (Message("email.not_secure"),)
    monkeypatch.setenv("SSL_CERT_FILE", str(mail.certificate))
    assert emails(read(tls, tmp_path)[0]) == EVERYBODY


def test_a_token_opens_its_own_mailbox_and_no_other(
    identity: IdentityServer, mail: MailServer, mail_wire: WireLog, tmp_path: Path
) -> None:
    mine, other = "token.mine@district.example", "token.other@district.example"
    for owner in (mine, other):
        a_mailbox(mail, owner)
    token = identity.tokens(mine)["access_token"]
    assert emails(read(access(mine, mail_wire.port, token=token), tmp_path)[0]) == EVERYBODY
    assert "AUTHENTICATE XOAUTH2" in mail_wire.commands()
    for owner, bad in ((other, token), (mine, "not-a-token")):
        mail_wire.clear()
        snapshot, result = read(access(owner, mail_wire.port, token=bad), tmp_path)
        coverage = snapshot.coverage[CONNECTIONS]
        assert (coverage.state, coverage.reason) == (State.NONE, Gap.PERMISSION_MISSING)
        assert coverage.notes == (Message("email.token_refused"),)
        assert not snapshot.connections
        assert not result.unfinished
        assert not mail_wire.commands("EXAMINE")
    identity.revoke(token)
    revoked, _ = read(access(mine, mail.port, token=token), tmp_path)
    assert revoked.coverage[CONNECTIONS].notes == (Message("email.token_refused"),)


def test_a_wrong_password_and_a_private_mailbox_are_refused(
    mail: MailServer, mail_wire: WireLog, tmp_path: Path
) -> None:
    owner = "wrong.password@district.example"
    mail.add_person(owner)
    snapshot, _ = read(access(owner, mail_wire.port, password="another"), tmp_path)
    assert snapshot.coverage[CONNECTIONS].notes == (Message("email.password_refused"),)
    mail_wire.clear()
    private = "mara@private.example"
    password = mail.add_person(private)
    snapshot, _ = read(access(private, mail_wire.port, password=password), tmp_path)
    assert snapshot.coverage[CONNECTIONS].notes == (Message("email.not_school"),)
    assert not mail_wire.lines


def test_other_folders_are_counted_and_stay_closed(mail: MailServer, mail_wire: WireLog, tmp_path: Path) -> None:
    owner = "other.folders@district.example"
    password = a_mailbox(mail, owner)
    for folder in ("Empty", "Fahrten & Ausfl&APw-ge", "2025"):
        mail.make_mailbox(owner, f'"{folder}"' if " " in folder else folder)
    mail.deliver(owner, "x@parent.example", owner, folder="2025")
    snapshot, _ = read(access(owner, mail_wire.port, password=password), tmp_path)
    assert snapshot.coverage[CONNECTIONS].notes == (Message("email.other_folders", {"n": 1}),)
    assert "x@parent.example" not in emails(snapshot)
    assert {command.split()[1] for command in mail_wire.commands("EXAMINE")} == {'"INBOX"', '"Sent"'}


def fill(mail: MailServer, owner: str, messages: int, gaps: bool = False) -> None:
    """Many short messages in INBOX, over one connection; with `gaps`, every third is deleted again."""
    with mail.signed_in(owner) as box:
        for number in range(messages):
            text = f"From: Person {number} <person{number}@parent.example>\r\nTo: {owner}\r\n\r\n{BODY}\r\n"
            assert box.append("INBOX", "", imaplib.Time2Internaldate(1_790_000_000), text.encode())[0] == "OK"
        if gaps:
            box.select("INBOX")
            box.store(",".join(map(str, range(1, messages + 1, 3))), "+FLAGS", "\\Deleted")
            box.expunge()


def test_two_thousand_messages_come_in_batches_and_go_on_where_they_were_cut(mail: MailServer, tmp_path: Path) -> None:
    owner = "many.messages@district.example"
    password = mail.add_person(owner)
    fill(mail, owner, 2_000)
    steps: list[int] = []
    with Between(mail.port, cut_after=150_000) as cutting:
        given = access(owner, cutting.port, password=password)
        snapshot, first = read(given, tmp_path, keep=True, step=lambda name, n, _: steps.append(n))
    coverage = snapshot.coverage[CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PAGINATION_STOPPED)
    assert first.unfinished
    assert 0 < coverage.received < 2_000
    assert coverage.received % 500 == 0, "whole pages"
    assert steps[:2] == [0, 500]
    with Between(mail.port) as whole:
        snapshot, _ = read(access(owner, whole.port, password=password), tmp_path)
    assert snapshot.coverage[CONNECTIONS] == Coverage(CONNECTIONS, State.COMPLETE, None, 2_000)
    assert emails(snapshot) == [f"person{n}@parent.example" for n in range(2_000)]
    assert snapshot.traffic is not None
    assert (snapshot.traffic.state, snapshot.traffic.messages) == (State.COMPLETE, 2_000)
    fetched = re.findall(rb"FETCH (\S+)", bytes(whole.asked))
    assert fetched == [f"{n}:{n + 499}".encode() for n in range(coverage.received + 1, 2_000, 500)]
    assert BODY.encode() not in whole.answered


def test_numbers_with_gaps_and_mail_that_comes_meanwhile(mail: MailServer, tmp_path: Path) -> None:
    owner = "gaps@district.example"
    password = mail.add_person(owner)
    fill(mail, owner, 90, gaps=True)
    given = access(owner, mail.port, password=password)

    def step(name: str, people: int, _: int) -> None:
        if people == 60:
            mail.deliver(owner, f"late{name}@parent.example", owner)

    snapshot, _ = read(given, tmp_path, step=step)
    assert snapshot.coverage[CONNECTIONS].state is State.COMPLETE
    kept = [f"person{n}@parent.example" for n in range(90) if n % 3]
    assert [email for email in emails(snapshot) if email.startswith("person")] == kept
