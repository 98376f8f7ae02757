"""The IMAP client: it signs in, looks at two folders without changing them, and can ask for named header fields only.

On top of `imaplib`, over a connection of `connectors.http.Http.connect`, so that it goes to the mail server alone and
over TLS. There is no way in it to ask for a body. Follows RFC 3501, 4315, 5530 (codes of refusals), 6154 (which folder
is the one of sent mail) and Google's and Microsoft's pages on XOAUTH2 (2025).
"""

from __future__ import annotations

import imaplib
import io
import json
import re
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from imap_tools.imap_utf7 import utf7_decode

from connectors.http import QUIET, Http
from connectors.model import Gap, Message
from connectors.refusal import Refusal, refusal

_MOST = 16 << 20
"""Bytes of one answer's literal: 5,000 recipients are under 1 MB."""
_LARGEST = 256 << 20
"""Bytes of one answer."""
_WHOLE = 180.0
"""Seconds for one answer."""
_FAREWELL = 2.0
"""Seconds for taking leave."""
_WINDOW = 5_000
"""Numbers of messages asked about at once; many in between are of messages long gone."""
_LAST = 4_294_967_295
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as the server lists it: its name as it is sent back, its name to read, its flags in lower case."""

    raw: bytes
    name: str
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class State:
    """A folder that was opened for reading."""

    validity: int
    """While it stays the same, numbers mean the same messages."""
    end: int
    """All messages there are have numbers below it."""


class _Client(imaplib.IMAP4):
    """`imaplib` over a connection that is already there, with bounds on what a server may send."""

    def __init__(self, made: socket.socket) -> None:
        self._made = made
        self.begin()
        super().__init__()

    def begin(self, seconds: float | None = None) -> None:
        """Another answer is waited for."""
        self.deadline, self._left = time.monotonic() + (seconds or _WHOLE), _LARGEST

    def open(self, host: str = "", port: int = 0, timeout: float | None = None) -> None:  # noqa: ARG002
        """Take the connection."""
        self.host, self.port, self.sock = host, port, self._made
        self.file = io.BufferedReader(_Timed(self._made, self))

    def read(self, size: int) -> bytes:
        if size > _MOST:
            raise self.abort("too much")
        return self._bounded(super().read(size))

    def readline(self) -> bytes:
        return self._bounded(super().readline())

    def _bounded(self, data: bytes) -> bytes:
        self._left -= len(data)
        if self._left < 0:
            raise self.abort("too much")
        return data


class _Timed(io.RawIOBase):
    """The bytes of a connection. Each wait is bounded by what is left for the answer: a line may never end."""

    def __init__(self, made: socket.socket, client: _Client) -> None:
        self._made, self._client = made, client

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int:
        """The next bytes."""
        if (left := self._client.deadline - time.monotonic()) <= 0:
            raise TimeoutError
        self._made.settimeout(min(QUIET, left))
        return self._made.recv_into(buffer)


def _greeted(made: socket.socket) -> _Client:
    """A client whose server has greeted it as one of mail does."""
    try:
        return _Client(made)
    except imaplib.IMAP4.abort as e:
        if "unexpected response" in str(e):
            raise imaplib.IMAP4.error("no greeting") from None
        raise


class Imap:
    """One signed-in connection. Every method raises `Refusal`, and nothing else, where the server does not serve."""

    def __init__(self, http: Http, address: str, user: str, secret: dict[str, str]) -> None:
        """Connect to `address` (`https://host:port`) and sign in: `token` for XOAUTH2, or `password`."""
        try:
            made = http.connect(address)
        except ssl.SSLError:
            raise _refused(Gap.PERMISSION_MISSING, "not_secure", final=True) from None
        self._made = made
        self._client = self._guard(lambda: _greeted(made))
        try:
            if self._client.state != "NONAUTH":  # it took us for somebody without asking: whose mailbox would it be?
                raise _refused(Gap.DAMAGED, "not_imap")
            self._sign_in(user, secret)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Take leave, where the server still listens."""
        with suppress(OSError, imaplib.IMAP4.error):
            self._client.begin(_FAREWELL)
            self._client.logout()
        with suppress(OSError):
            self._client.file.close()
        self._made.close()

    def _guard(self, ask: Callable[[], _T]) -> _T:
        try:
            if hasattr(self, "_client"):
                self._client.begin()
            return ask()
        except (imaplib.IMAP4.abort, OSError):
            raise refusal(Gap.PAGINATION_STOPPED, "unreachable", passing=True) from None
        except imaplib.IMAP4.error as e:
            if b"BYE" in b"".join(said for said in e.args if isinstance(said, bytes))[:8]:  # instead of a welcome
                raise refusal(Gap.PAGINATION_STOPPED, "unreachable", passing=True) from None
            raise _refused(Gap.DAMAGED, "not_imap") from None
        except (UnicodeError, ValueError, IndexError, KeyError, TypeError, AttributeError):
            raise _refused(Gap.DAMAGED, "not_imap") from None

    def _sign_in(self, user: str, secret: dict[str, str]) -> None:
        client, said = self._client, _Said()

        def ask() -> list[Any]:
            """What was said to a refusal; nothing where somebody was let in."""
            try:
                if "token" in secret:
                    answer = f"user={user}\x01auth=Bearer {secret['token']}\x01\x01"
                    client.authenticate("XOAUTH2", said.answering(answer.encode()))
                elif "AUTH=PLAIN" in client.capabilities:
                    plain = b"\x00".join((b"", user.encode(), secret["password"].encode()))
                    client.authenticate("PLAIN", said.answering(plain))
                elif "LOGINDISABLED" in client.capabilities:
                    raise _refused(Gap.PERMISSION_MISSING, "office_only", final=True)
                else:
                    words = (_string(user), _string(secret["password"]))
                    status, data = client.xatom("LOGIN", *words)  # type: ignore[arg-type] # bytes go as they are
                    return [] if status == "OK" else [*data, b""]
            except imaplib.IMAP4.abort:
                raise
            except imaplib.IMAP4.error as e:
                return [str(e).encode()]
            return []

        refused = self._guard(ask)
        if refused:
            raise _no_entry(_code(refused), said.why, refused, token="token" in secret)
        client.state = "AUTH"

    def folders(self) -> list[Folder]:
        """The folders, with their uses where the server knows them."""
        uses = "SPECIAL-USE" in self._guard(self._capabilities)
        pattern = '"*" RETURN (SPECIAL-USE)' if uses else '"*"'
        status, data = self._guard(lambda: self._client.list('""', pattern))
        if status != "OK":
            raise _of_no(data)
        return self._guard(lambda: list(_folders(data)))

    def _capabilities(self) -> tuple[str, ...]:
        status, data = self._client.capability()
        return tuple(data[-1].decode("ascii", "replace").upper().split()) if status == "OK" else ()

    def messages(self, folder: Folder) -> int:
        """How many messages a folder holds, without opening it."""
        status, data = self._guard(lambda: self._client.status(_name(folder), "(MESSAGES)"))  # type: ignore[arg-type]
        text = b" ".join(part if isinstance(part, bytes) else part[0] + part[-1] for part in data if part)
        found = re.search(rb"MESSAGES (\d+)", text, re.IGNORECASE)
        if status != "OK" or not found:
            raise _of_no(data)
        return int(found[1])

    def examine(self, folder: Folder) -> State:
        """Open a folder for reading only: nothing is marked as seen."""
        status, data = self._guard(lambda: self._client.select(_name(folder), readonly=True))  # type: ignore[arg-type]
        if status != "OK":
            raise _of_no(data)
        return State(self._number("UIDVALIDITY") or 0, self._number("UIDNEXT") or _LAST)

    def _number(self, name: str) -> int | None:
        _, data = self._client.response(name)
        with suppress(ValueError, TypeError, IndexError):
            return int(data[-1])
        return None

    def numbers(self, after: int, end: int, most: int) -> list[int]:
        """The numbers of the next messages behind `after`, below `end`: so many at most, none behind the last."""
        start, window = after + 1, _WINDOW
        while start < end:
            stop = min(start + window, end) - 1
            found = self._search(start, stop)
            if found:
                return found[:most]
            start, window = stop + 1, window * 10
        return []

    def _search(self, start: int, stop: int) -> list[int]:
        status, data = self._guard(lambda: self._client.uid("SEARCH", f"UID {start}:{stop}"))
        if status != "OK":
            raise _of_no(data)
        words = b" ".join(part for part in data if isinstance(part, bytes)).split()
        return sorted({int(word) for word in words if word.isdigit() and start <= int(word) <= stop})

    def headers(self, numbers: list[int], names: tuple[str, ...]) -> dict[int, bytes]:
        """The named header fields of messages, by number. A message that has gone is left out.

        Raises `Refusal` where the server keeps back one that is still there.
        """
        found = self._fetch(numbers, names)
        missing = [number for number in numbers if number not in found]
        if missing:
            there = {number for number in missing if self._search(number, number)}
            found |= self._fetch(sorted(there), names) if there else {}
            if there - found.keys():
                raise _refused(Gap.DAMAGED, "kept_back", passing=True)
        return found

    def _fetch(self, numbers: list[int], names: tuple[str, ...]) -> dict[int, bytes]:
        ask = f"(UID BODY.PEEK[HEADER.FIELDS ({' '.join(names)})])"
        status, data = self._guard(lambda: self._client.uid("FETCH", _ranges(numbers), ask))
        if status != "OK":
            raise _of_no(data)
        return {number: block for number, block in _fetched(data) if number in set(numbers)}


def _fetched(data: list[Any]) -> Iterator[tuple[int, bytes]]:
    """Number and header block of each message in an answer; the number stands before the block or behind it."""
    for position, part in enumerate(data):
        if not isinstance(part, tuple) or len(part) != 2:
            continue
        behind = data[position + 1] if position + 1 < len(data) else b""
        for text in (part[0], behind):
            found = re.search(rb"\bUID (\d{1,10})", text) if isinstance(text, bytes) else None
            if found:
                yield int(found[1]), part[1]
                break


def _ranges(numbers: list[int]) -> str:
    """`1:3,7`: short enough for any server's longest line."""
    out: list[list[int]] = []
    for number in numbers:
        if out and out[-1][1] == number - 1:
            out[-1][1] = number
        else:
            out.append([number, number])
    return ",".join(f"{a}" if a == b else f"{a}:{b}" for a, b in out)


_LISTED = re.compile(rb'\((?P<flags>[^()]*)\)\s+(?:"(?:\\.|[^"\\])*"|NIL)\s+(?P<name>.+)', re.IGNORECASE | re.DOTALL)


def _folders(data: list[Any]) -> Iterator[Folder]:
    for part in data:
        line = part[0] if isinstance(part, tuple) else part
        found = _LISTED.match(line or b"")
        if found is None:
            continue
        raw = part[1] if isinstance(part, tuple) else found["name"].strip()
        if not isinstance(part, tuple) and raw[:1] == b'"':
            raw = re.sub(rb"\\(.)", rb"\1", raw[1:-1])
        try:
            name = utf7_decode(raw)
        except (ValueError, UnicodeError):
            name = raw.decode("utf-8", "replace")
        yield Folder(raw, name, frozenset(found["flags"].decode("ascii", "replace").lower().split()))


def _name(folder: Folder) -> bytes:
    return b'"' + folder.raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _string(text: str) -> bytes:
    return b'"' + text.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'


class _Said:
    """What a server says while somebody signs in."""

    def __init__(self) -> None:
        self.why = b""

    def answering(self, first: bytes) -> Callable[[bytes], bytes]:
        """Answers the first challenge with `first` and every further one, which is a refusal, with an empty line.

        After the first answer a server only explains why it refuses, and waits for that line.
        """
        asked = 0

        def reply(challenge: bytes) -> bytes:
            nonlocal asked
            asked += 1
            self.why = challenge
            return first if asked == 1 else b""

        return reply


_CODE = re.compile(rb"\[([A-Z\-]+)", re.IGNORECASE)
_BUSY = re.compile(rb"too many|rate|throttl|temporar|try again|simultaneous|bandwidth", re.IGNORECASE)


def _code(data: list[Any]) -> str:
    """The code of a refusal (RFC 5530): `AUTHENTICATIONFAILED`; "" where there is none."""
    found = _CODE.search(b" ".join(part for part in data if isinstance(part, bytes)))
    return found[1].decode("ascii").upper() if found else ""


def _refused(gap: Gap, id: str, *, final: bool = False, passing: bool = False) -> Refusal:
    return Refusal(gap, Message(f"email.{id}"), final=final, passing=passing)


_LATER = {"UNAVAILABLE": "server_error", "SERVERBUG": "server_error", "INUSE": "rate_limited", "LIMIT": "rate_limited",
          "OVERQUOTA": "rate_limited", "THROTTLED": "rate_limited"}  # fmt: skip
"""Refusals that pass: RFC 5530's, and Gmail's and Exchange's own."""


def _of_no(data: list[Any]) -> Refusal:
    """The refusal that a `NO` or `BAD` stands for once somebody is signed in."""
    code = _code(data)
    if code in _LATER:
        id = _LATER[code]
        return refusal(_gap(id), id, passing=True)
    if code == "NOPERM":
        return refusal(Gap.PERMISSION_MISSING, "forbidden")
    if code in ("NONEXISTENT", "TRYCREATE"):
        return refusal(Gap.NOT_OFFERED, "not_found")
    return refusal(Gap.PAGINATION_STOPPED, "server_error", passing=True)


def _gap(id: str) -> Gap:
    return Gap.RATE_LIMITED if id == "rate_limited" else Gap.PAGINATION_STOPPED


def _no_entry(code: str, why: bytes, data: list[Any], *, token: bool) -> Refusal:
    """Why somebody was not let in: the code, else what the server explains in its challenge (XOAUTH2)."""
    if code in _LATER or (
        code in ("", "ALERT") and _BUSY.search(b" ".join(part for part in data if isinstance(part, bytes)))
    ):
        id = _LATER.get(code, "rate_limited")
        return refusal(_gap(id), id, final=True, passing=True)
    if code == "EXPIRED":
        return refusal(Gap.PERMISSION_MISSING, "signed_out", final=True)
    if code in ("AUTHORIZATIONFAILED", "NOPERM"):
        return _refused(Gap.PERMISSION_MISSING, "other_mailbox", final=True)
    if code in ("PRIVACYREQUIRED", "CONTACTADMIN"):
        return _refused(Gap.PERMISSION_MISSING, "office_only", final=True)
    if not token:
        return _refused(Gap.PERMISSION_MISSING, "password_refused", final=True)
    status = ""
    with suppress(ValueError, AttributeError, UnicodeError, RecursionError):
        status = str(json.loads(why).get("status", ""))
    if status == "403":
        return _refused(Gap.PERMISSION_MISSING, "scope_missing", final=True)
    return _refused(Gap.PERMISSION_MISSING, "token_refused", final=True)
