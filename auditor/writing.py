"""Writing results: whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
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
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
            os.replace(name, path)  # noqa: PTH105 - both are in one folder
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise AuditorError(
            f"{path}: cannot be written ({e.strerror}). Free some space or choose another folder."
        ) from e
