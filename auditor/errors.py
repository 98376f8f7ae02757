"""What ends a command: one root, whose message says what was wrong, where, and what to do next."""

from __future__ import annotations


class AuditorError(Exception):
    """An input, option or file that the user has to put right. Never holds a pupil's name."""


class RosterError(AuditorError):
    """The roster cannot be used."""


class PolicyError(AuditorError):
    """A policy pack breaks a rule of the loader."""


class ConfigError(AuditorError):
    """A configuration file or register cannot be used."""
