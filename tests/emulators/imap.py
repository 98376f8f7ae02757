"""An emulator of IMAP servers, for what a real Dovecot does not show: others' refusals, and answers that break rules.

It follows RFC 3501 (IMAP4rev1), RFC 6154 (uses of folders), RFC 5530 (codes of refusals), Google's "XOAUTH2 protocol"
and "IMAP for Google Workspace" pages and Microsoft's "Authenticate an IMAP connection using OAuth" (all read 2025) for
the words of their refusals. It knows the commands that reading headers needs, checks who signs in and with what, takes
no command that would change a mailbox, and keeps every line it was sent. It leaves out TLS, literals from the client,
searching by anything but numbers, and every part of a message but named header fields: asked for more, it fails.
"""

from __future__ import annotations

import base64
import json
import re
import socketserver
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

Reply = bytes | Callable[[bytes], bytes]
CUT = b"\x00cut"
"""As a reply: the connection ends. `CUT` behind other bytes ends it after them."""


@dataclass
class Folder:
    name: str
    flags: str = ""
    validity: int = 7
    messages: dict[int, bytes] = field(default_factory=dict)
    """Number → the whole message."""
    next: int | None = None

    @property
    def end(self) -> int:
        return self.next or max(self.messages, default=0) + 1


class ImapServer:
    """A context manager: a server while it is entered."""

    def __init__(self, user: str, *, password: str = "", token: str = "", capabilities: str = "SPECIAL-USE") -> None:
        self.user, self.password, self.token, self.capabilities = user, password, token, capabilities
        self.folders = [Folder("INBOX"), Folder("Sent", "\\Sent")]
        self.lines: list[str] = []
        self.greeting = b"* OK ready\r\n"
        self.challenge: dict[str, str] = {"status": "400", "schemes": "Bearer", "scope": "https://mail.google.com/"}
        self.refusal = b"NO [AUTHENTICATIONFAILED] Invalid credentials (Failure)"
        self.pace = 0.0
        """Seconds behind each byte of an answer."""
        self._faults: list[tuple[str, Reply, list[int]]] = []
        emulator = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(ConnectionError, _Cut):
                    _Session(emulator, self.rfile, self.wfile).run()

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port = int(self._server.server_address[1])

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def inbox(self) -> Folder:
        return self.folders[0]

    @property
    def sent(self) -> Folder:
        return self.folders[1]

    def fail(self, command: str, reply: Reply, *, after: int = 0, times: int = 1_000_000) -> None:
        """Answer commands that begin like this otherwise: `{tag}` in a reply is the command's."""
        self._faults.append((command, reply, [after, times]))

    def heal(self) -> None:
        self._faults.clear()

    def fault(self, command: str) -> Reply | None:
        for begins, reply, counts in self._faults:
            if command.upper().startswith(begins):
                if counts[0] > 0:
                    counts[0] -= 1
                elif counts[1] > 0:
                    counts[1] -= 1
                    return reply
        return None


class _Cut(Exception):
    pass


class _Session:
    def __init__(self, server: ImapServer, incoming: Any, outgoing: Any) -> None:
        self.server, self.incoming, self.outgoing = server, incoming, outgoing
        self.signed_in = False
        self.folder: Folder | None = None

    def send(self, data: bytes) -> None:
        whole, cut, _ = data.partition(CUT)
        while self.server.pace and whole:
            self.outgoing.write(whole[:1])
            whole = whole[1:]
            time.sleep(self.server.pace)
        self.outgoing.write(whole)
        self.outgoing.flush()
        if cut:
            raise _Cut

    def line(self) -> str:
        data = self.incoming.readline()
        if not data:
            raise _Cut
        text = data.decode("utf-8").rstrip("\r\n")
        self.server.lines.append(text)
        return str(text)

    def run(self) -> None:
        self.send(self.server.greeting)
        while True:
            tag, _, command = self.line().partition(" ")
            found = self.server.fault(command)
            if found is not None:
                reply = found(tag.encode()) if callable(found) else found.replace(b"{tag}", tag.encode())
                self.send(reply)
                continue
            self.send(self.answer(command).replace(b"{tag}", tag.encode()))
            if command.upper() == "LOGOUT":
                return

    def answer(self, command: str) -> bytes:
        verb = command.upper()
        if verb == "CAPABILITY":
            return f"* CAPABILITY IMAP4rev1 {self.server.capabilities}\r\n".encode() + b"{tag} OK done\r\n"
        if verb == "LOGOUT":
            return b"* BYE bye\r\n{tag} OK done\r\n"
        if verb.startswith(("LOGIN ", "AUTHENTICATE ")):
            return self.sign_in(command)
        if not self.signed_in:
            return b"{tag} BAD sign in first\r\n"
        if verb.startswith("LIST "):
            return self.listed(command)
        if found := re.fullmatch(r'STATUS "(.*)" \(MESSAGES\)', command):
            folder = self.named(found[1])
            return f'* STATUS "{found[1]}" (MESSAGES {len(folder.messages)})\r\n'.encode() + b"{tag} OK done\r\n"
        if found := re.fullmatch(r'EXAMINE "(.*)"', command):
            self.folder = folder = self.named(found[1])
            known = f"* {len(folder.messages)} EXISTS\r\n* OK [UIDVALIDITY {folder.validity}] valid\r\n"
            return f"{known}* OK [UIDNEXT {folder.end}] next\r\n".encode() + b"{tag} OK [READ-ONLY] done\r\n"
        assert self.folder is not None, command
        if found := re.fullmatch(r"UID SEARCH UID (\d+):(\d+)", command):
            low, high = sorted((int(found[1]), int(found[2])))
            numbers = " ".join(str(n) for n in sorted(self.folder.messages) if low <= n <= high)
            return f"* SEARCH {numbers}".rstrip().encode() + b"\r\n{tag} OK done\r\n"
        pattern = r"UID FETCH ([\d:,]+) \(UID BODY\.PEEK\[HEADER\.FIELDS \(([A-Z\- ]+)\)\]\)"
        found = re.fullmatch(pattern, command)
        assert found is not None, f"no reader may ask for this: {command}"
        return self.fetched(found[1], found[2].split())

    def sign_in(self, command: str) -> bytes:
        verb, _, rest = command.partition(" ")
        if verb.upper() == "LOGIN":
            given = [
                word.replace('\\"', '"').replace("\\\\", "\\") for word in re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
            ]
            good = given == [self.server.user, self.server.password]
        else:
            self.send(b"+ \r\n")
            text = base64.b64decode(self.line()).decode()
            if rest.upper() == "PLAIN":
                good = text == f"\0{self.server.user}\0{self.server.password}"
            else:
                good = text == f"user={self.server.user}\1auth=Bearer {self.server.token}\1\1"
                if not good:
                    self.send(b"+ " + base64.b64encode(json.dumps(self.server.challenge).encode()) + b"\r\n")
                    assert self.line() == "", "a refused client answers with an empty line"
        self.signed_in = good
        return b"{tag} OK signed in\r\n" if good else b"{tag} " + self.server.refusal + b"\r\n"

    def listed(self, command: str) -> bytes:
        assert command in ('LIST "" "*"', 'LIST "" "*" RETURN (SPECIAL-USE)'), command
        uses = command.endswith("RETURN (SPECIAL-USE)") == ("SPECIAL-USE" in self.server.capabilities)
        assert uses, "asked for what the server cannot do"
        out = "".join(f'* LIST ({folder.flags}) "/" "{folder.name}"\r\n' for folder in self.server.folders)
        return out.encode() + b"{tag} OK done\r\n"

    def named(self, name: str) -> Folder:
        return next(folder for folder in self.server.folders if folder.name == name)

    def fetched(self, ranges: str, names: list[str]) -> bytes:
        assert self.folder is not None
        out = b""
        wanted = {name.lower() for name in names}
        for part in ranges.split(","):
            low, _, high = part.partition(":")
            for number in range(int(low), int(high or low) + 1):
                if (message := self.folder.messages.get(number)) is None:
                    continue
                block = header_fields(message, wanted)
                what = f"BODY[HEADER.FIELDS ({' '.join(names)})]"
                out += f"* {number} FETCH (UID {number} {what} {{{len(block)}}}\r\n".encode() + block + b")\r\n"
        return out + b"{tag} OK done\r\n"


def header_fields(message: bytes, wanted: set[str]) -> bytes:
    """The named fields of a message, folded lines and all, and the empty line."""
    out, keep = b"", False
    for line in message.split(b"\r\n\r\n", 1)[0].split(b"\r\n"):
        if line[:1] not in (b" ", b"\t"):
            keep = line.partition(b":")[0].strip().decode("ascii", "replace").lower() in wanted
        out += line + b"\r\n" if keep else b""
    return out + b"\r\n"
