"""Records as plain values for JSON: what pydantic's JSON mode would give, without loading it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum

from connectors.files import Json


def plain(value: object) -> Json:
    """Dataclasses as dicts, tuples as lists, enums as their values, UTC times as `2026-11-20T08:00:00Z`."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {plain(key): plain(item) for key, item in value.items()}
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return {name: plain(getattr(value, name)) for name in _names(value)}


_KNOWN: dict[type, tuple[str, ...]] = {}


def _names(value: object) -> tuple[str, ...]:
    names = _KNOWN.get(type(value))
    if names is None:
        if not is_dataclass(value):
            raise TypeError(f"{type(value).__name__} cannot be stored")
        names = _KNOWN[type(value)] = tuple(field.name for field in fields(value))
    return names
