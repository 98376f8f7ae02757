"""Writing results: whole or not at all, readable by their owner only."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from auditor.errors import AuditorError


def make_folder(folder: Path) -> Path:
    """The folder, made (with its parents) if it is not there, closed to other users of the machine."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as e:
        raise AuditorError(f"{folder}: this folder cannot be made ({e.strerror}). Choose another with -o.") from e
    return folder


def write(path: Path, content: str | bytes) -> Path:
    """Write a file under a temporary name, then rename: a reader sees the old file or the whole new one."""
    make_folder(path.parent)
    data = content.encode("utf-8") if isinstance(content, str) else content
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(name, path)  # noqa: PTH105 - both are in one folder
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as e:
        raise AuditorError(
            f"{path}: cannot be written ({e.strerror}). Free some space or choose another folder."
        ) from e
    return path
