"""A mailbox for tests: a server that holds it, and the way to read it as `auditor pull` does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from connectors.email.live import EmailLive
from connectors.live import Access
from connectors.model import RecordType
from tests.connectors.pulling import pulled
from tests.emulators.imap import ImapServer

ME = "mara.rivera@district.example"
SECRET = 'sesame "4711" ö\\'
TOKEN = "ya29.sesame-4711"
CONNECTIONS = RecordType.CONNECTIONS


def mail(sender: str = ME, to: str = "", *, cc: str = "", bcc: str = "", **more: str) -> bytes:
    fields = {"From": sender, "To": to, "Cc": cc, "Bcc": bcc, "Date": "Mon, 02 Mar 2026 08:30:00 -0500", **more}
    lines = [f"{name.replace('_', '-')}: {value}" for name, value in fields.items() if value]
    return "\r\n".join([*lines, "Subject: Imelda's grades", "", "A line that no audit may read."]).encode()


@contextmanager
def a_mailbox() -> Iterator[ImapServer]:
    """A server with two messages received and one sent."""
    with ImapServer(ME, password=SECRET, token=TOKEN) as emulator:
        emulator.inbox.messages = {
            3: mail("Imelda Quimbleton <imelda@parent.example>", ME),
            9: mail("=?utf-8?q?Br=C3=A1m?= Strathclyde <bram@students.district.example>", ME),
        }
        emulator.sent.messages = {4: mail(to="Cosima Thorp <cosima@parent.example>")}
        yield emulator


def access(emulator: ImapServer, **changes: object) -> Access:
    given = Access(
        ME, {"password": SECRET}, f"imap://127.0.0.1:{emulator.port}", {"email_domains": "district.example k12.example"}
    )
    return replace(given, **changes)  # type: ignore[arg-type]


def read(server: ImapServer, folder: Path, given: Access | None = None, **options: object):
    return pulled(EmailLive(), given or access(server), None, folder, **options)  # type: ignore[arg-type]


def emails(snapshot) -> list[str | None]:
    return [person.email for person in snapshot.connections]
