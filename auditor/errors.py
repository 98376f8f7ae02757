"""What ends a command: one root, whose message says what was wrong, where, and what to do next."""

from __future__ import annotations

import traceback
from pathlib import PurePath


class AuditorError(Exception):
    """An input, option or file that the user has to put right. Never holds a pupil's name."""


class RosterError(AuditorError):
    """The roster cannot be used."""


class PolicyError(AuditorError):
    """A policy pack breaks a rule of the loader."""


class ConfigError(AuditorError):
    """A configuration file or register cannot be used."""


def defect(error: BaseException) -> str:
    """The sentence for an error that should not have come up: what and where in the program, and no names."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return (
        f"this is a defect of the program ({type(error).__name__} in {PurePath(frame.filename).name}:{frame.lineno}). "
        "Please report that; it holds no names. AUDITOR_DEBUG=1 shows more, but may show names."
    )
