"""Writing results: whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from glob import escape
from pathlib import Path
from typing import IO

from auditor.errors import AuditorError


def make_folder(folder: Path) -> Path:
    """The folder, made (with its parents) if it is not there, closed to other users of the machine."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as e:
        raise AuditorError(f"{folder}: this folder cannot be made ({e.strerror}). Choose another with -o.") from e
    return folder


def write(path: Path, content: str | bytes) -> Path:
    """Write a file whole; see `whole`."""
    with whole(path) as file:
        file.write(content.encode("utf-8") if isinstance(content, str) else content)
    return path


@contextmanager
def whole(path: Path) -> Iterator[IO[bytes]]:
    """A file to write to that has a temporary name, and its own when all went well: a reader sees the old or the new.

    Raises `AuditorError` where it cannot be written.
    """
    make_folder(path.parent)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.{_UNFINISHED}", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                with suppress(OSError):  # a disk on which nothing can be held
                    _hold(file.fileno())
                yield file
            os.replace(name, path)  # noqa: PTH105 - both are in one folder
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise AuditorError(
            f"{path}: cannot be written ({e.strerror}). Free some space or choose another folder."
        ) from e


_UNFINISHED = "unfinished-"


def sweep(path: Path) -> None:
    """Delete what runs that were killed while they wrote this file have left beside it: it may hold names."""
    for rest in path.parent.glob(f".{escape(path.name)}.{_UNFINISHED}*"):
        with suppress(OSError), rest.open("rb") as file:  # another's, or one that is being written
            _hold(file.fileno())
            rest.unlink()


def _hold(handle: int) -> None:
    """Take a file for oneself until it is closed. Raises `OSError` where another program has it.

    Elsewhere than on POSIX a file that is open cannot be deleted anyway.
    """
    if os.name == "posix":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
