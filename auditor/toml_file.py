"""Reading a TOML file a person wrote: every part of the program that does says the same of one that is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from auditor.errors import ConfigError


def read(path: Path) -> dict[str, Any]:
    """The file as it stands. Raises `ConfigError` where it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as e:
        raise ConfigError(
            f"{path}: cannot be read ({e.strerror}). Copy config.example.toml to {path.name} and fill it in, "
            "or name another file with --config."
        ) from e
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
        raise ConfigError(f"{path}: this is not valid TOML ({e}). Mend that line.") from e
