"""The keys that tokens are encrypted with: from the environment, a file, or the keyring of a desktop.

Never beside the tokens: a copy of the program's folder alone opens nothing. Keys are Fernet keys, newest first; the
newest encrypts, all decrypt.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Protocol

from cryptography.fernet import Fernet

from auditor.errors import AuditorError

KEYS = "AUDITOR_KEYS"
"""Environment: keys, separated by blanks, newest first."""
KEYS_FILE = "AUDITOR_KEYS_FILE"
"""Environment: a file with one key per line, newest first, readable by its owner only."""
_SERVICE, _USER = "auditor", "keys"


class KeySource(Protocol):
    """A place where keys are kept."""

    ours: ClassVar[bool]
    """Whether the program may change the keys here."""

    def read(self) -> list[str]:
        """The keys, newest first."""

    def write(self, keys: Sequence[str]) -> None:
        """Keep these keys instead. Raises `AuditorError` where that is somebody else's to do."""


class _Environment:
    ours: ClassVar[bool] = False

    def read(self) -> list[str]:
        return os.environ[KEYS].split()

    def write(self, keys: Sequence[str]) -> None:  # noqa: ARG002 - a key does not belong on a terminal
        raise AuditorError(
            f"{KEYS} is empty. Set it to 32 random bytes in URL-safe base64, or name a file instead: {KEYS_FILE}"
        )


class _File:
    ours: ClassVar[bool] = True

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> list[str]:
        try:
            mode = self._path.stat().st_mode
            if not stat.S_ISREG(mode):
                raise AuditorError(f"{self._path}: this is no file. Name a file for keys in {KEYS_FILE}.")
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise AuditorError(f"{self._path}: others can read the keys. Run: chmod 600 {self._path}")
            return self._path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as e:
            raise AuditorError(f"{self._path}: the keys cannot be read ({type(e).__name__}). Mend {KEYS_FILE}.") from e

    def write(self, keys: Sequence[str]) -> None:
        from auditor.writing import write

        write(self._path, "".join(f"{key}\n" for key in keys))


class _Keyring:
    ours: ClassVar[bool] = True

    def read(self) -> list[str]:
        import keyring

        with _unlocked():
            return (keyring.get_password(_SERVICE, _USER) or "").split()

    def write(self, keys: Sequence[str]) -> None:
        import keyring

        with _unlocked():
            keyring.set_password(_SERVICE, _USER, " ".join(keys))


@contextmanager
def _unlocked() -> Iterator[None]:
    """Raises `AuditorError` where the keyring does not open."""
    from keyring.errors import KeyringError

    try:
        yield
    except KeyringError as e:
        raise AuditorError(
            f"The keyring of this computer did not open ({type(e).__name__}). Unlock it and run the same command "
            f"again, or name a file for keys in the environment: {KEYS_FILE}=/safe/place/auditor.keys"
        ) from None


def source() -> KeySource:
    """Where this computer keeps its keys. Raises `AuditorError`, saying what to do, where there is no safe place."""
    if KEYS in os.environ:
        return _Environment()
    if KEYS_FILE in os.environ:
        return _File(Path(os.environ[KEYS_FILE]))
    import keyring
    from keyring.backends import fail, null

    if isinstance(keyring.get_keyring(), fail.Keyring | null.Keyring):
        raise AuditorError(
            "This computer has no keyring to keep a key in, so a sign-in could not be kept safely. Name a file for "
            "keys, "
            f"on another disk if you can, in the environment: {KEYS_FILE}=/safe/place/auditor.keys"
        )
    return _Keyring()


def load(where: KeySource) -> list[str]:
    """The keys, newest first; the first one is made where there is none. Raises `AuditorError` for a bad one."""
    keys = where.read()
    if not keys:
        keys = [new()]
        where.write(keys)
    for position, key in enumerate(keys, 1):
        try:
            Fernet(key)
        except ValueError as e:
            raise AuditorError(
                f"Key {position} of {len(keys)} is no key (32 bytes in URL-safe base64). Take it out or mend it."
            ) from e
    return keys


def new() -> str:
    """A new key."""
    return Fernet.generate_key().decode("ascii")


def id_of(key: str) -> str:
    """A key's id: tells keys apart and gives nothing away."""
    return hashlib.sha256(key.encode("ascii")).hexdigest()[:8]
