"""Where the program keeps what lasts between runs: grants, and pulls that are not finished."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

HOME = "AUDITOR_HOME"
"""Environment: another folder than the usual one of this system's users."""


def home() -> Path:
    """The folder, which may not exist yet."""
    named = os.environ.get(HOME)
    return Path(named) if named else platformdirs.user_state_path("auditor", appauthor=False)
