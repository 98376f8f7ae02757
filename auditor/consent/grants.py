"""Grants: one file per account that somebody let us read, and a log of who agreed to what.

The file holds who, what and when in words, and the token encrypted (Fernet: AES-128-CBC with HMAC-SHA256), with the id
of its key. Both are readable by their owner only. The log grows and is never rewritten.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from auditor.consent import keys
from auditor.errors import AuditorError
from auditor.writing import make_folder, write

SCHEMA = "auditor/grant/1"
TEXT = "consent-1"
"""Version of the text that is agreed to (message `consent.text`)."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What an owner agreed to. `secret` is what lets us in; `repr` does not show it."""

    platform: str
    handle: str
    server: str = ""
    staff: str = ""
    scopes: tuple[str, ...] = ()
    at: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))
    expires_at: datetime | None = None
    text: str = TEXT
    way: str = ""
    """How the owner chose to agree, on platforms with several ways."""
    secret: Mapping[str, str] = field(default_factory=dict, repr=False)


class Grants:
    """The grants kept in a folder."""

    def __init__(self, folder: Path, where: Callable[[], keys.KeySource] = keys.source) -> None:
        self._folder, self._where = folder / "grants", where
        self.log = folder / "consents.jsonl"

    def find(self, platform: str, handle: str, server: str = "") -> Grant | None:
        """The grant for an account. Without `server`, the only one of that handle on any.

        Raises `AuditorError` where it cannot be opened, or where servers differ and none is named.
        """
        found = [each for each in self._all() if each[1]["platform"] == platform and _same(each[1]["handle"], handle)]
        if server:
            found = [each for each in found if each[1]["server"] == server]
        if len(found) > 1:
            servers = ", ".join(sorted(body["server"] for _, body in found))
            raise AuditorError(f"There are several accounts of this name: on {servers}. Say which with --server.")
        return self._open(*found[0]) if found else None

    def ready(self) -> None:
        """Raises `AuditorError` where no grant could be kept here, before an owner is asked for anything."""
        keys.load(self._where())

    def keep(self, grant: Grant, event: str = "connected") -> None:
        """Keep a grant in place of an older one, and write that in the log (`event` "": nothing was agreed to)."""
        with self._alone():
            self._keep(grant)
        if event:
            self.note(event, grant)

    def _keep(self, grant: Grant) -> None:
        key = keys.load(self._where())[0]
        body = asdict(grant) | {
            "schema": SCHEMA,
            "at": grant.at.isoformat(),
            "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
            "key": keys.id_of(key),
            "secret": Fernet(key).encrypt(json.dumps(dict(grant.secret)).encode()).decode("ascii"),
        }
        write(self._path(grant), json.dumps(body, ensure_ascii=False, indent=1) + "\n")

    def forget(self, grant: Grant) -> None:
        """Delete a grant, and write that in the log."""
        self._path(grant).unlink(missing_ok=True)
        self.note("disconnected", grant)

    def rotate(self) -> int:
        """Encrypt every grant with a new key and drop the old ones; returns how many grants there are.

        Where the keys are not ours to change, the newest of them is the new one. Safe to cut: the old keys go only when
        nothing needs them.
        """
        where = self._where()
        with self._alone():
            known = keys.load(where)
            if where.ours:
                known.insert(0, keys.new())
                where.write(known)
            everything = [self._open(path, body) for path, body in self._all()]
            for grant in everything:
                self._keep(grant)
            if where.ours:
                where.write(known[:1])
        return len(everything)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else makes keys, or encrypts with one that is about to go, meanwhile."""
        make_folder(self._folder.parent)
        try:
            handle = os.open(self._folder.with_suffix(".lock"), os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as e:
            raise AuditorError(
                f"{self._folder.parent}: nothing can be kept there ({e.strerror}). Mend that folder."
            ) from e
        try:
            if os.name == "posix":
                import fcntl

                with suppress(OSError):  # a disk on which nothing can be held
                    fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def note(self, event: str, grant: Grant) -> None:
        """Add a line to the log: what happened, to which account, by whose consent. Never a token."""
        line = {
            "at": datetime.now(UTC).replace(microsecond=0).isoformat(),
            "event": event,
            "platform": grant.platform,
            "handle": grant.handle,
            "server": grant.server,
            "staff": grant.staff,
            "scopes": list(grant.scopes),
            "text": grant.text,
        }
        make_folder(self.log.parent)
        handle = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")

    def _path(self, grant: Grant) -> Path:
        account = "\x1f".join((grant.platform, grant.server, grant.handle.lstrip("@").casefold()))
        return self._folder / f"{grant.platform}.{hashlib.sha256(account.encode()).hexdigest()[:16]}.json"

    def _all(self) -> list[tuple[Path, dict[str, Any]]]:
        found = []
        for path in sorted(self._folder.glob("*.json")):
            try:
                body = json.loads(path.read_text(encoding="utf-8"))
                if body["schema"] != SCHEMA:
                    raise ValueError(body["schema"])
                found.append((path, body))
            except (OSError, ValueError, KeyError, TypeError) as e:
                raise AuditorError(f"{path}: this is no grant of ours. Delete it and connect the account again.") from e
        return found

    def _open(self, path: Path, body: Mapping[str, Any]) -> Grant:
        known = {keys.id_of(key): key for key in keys.load(self._where())}
        if body["key"] not in known:
            raise AuditorError(
                f"The sign-in for {body['platform']} was encrypted with key {body['key']}, which is not among the keys "
                "here. Bring that key back, or run “auditor connect” again."
            )
        try:
            secret = json.loads(Fernet(known[body["key"]]).decrypt(body["secret"].encode()))
        except (InvalidToken, ValueError) as e:
            raise AuditorError(f"{path}: this was changed or damaged. Run “auditor connect” again.") from e
        expires = body["expires_at"]
        return replace(
            Grant(body["platform"], body["handle"], body["server"], body["staff"], tuple(body["scopes"])),
            at=datetime.fromisoformat(body["at"]),
            expires_at=datetime.fromisoformat(expires) if expires else None,
            text=body["text"],
            way=body.get("way", ""),
            secret=secret,
        )


def _same(a: str, b: str) -> bool:
    return a.lstrip("@").casefold() == b.lstrip("@").casefold()
