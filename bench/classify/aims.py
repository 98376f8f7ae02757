"""What the figures must reach and what they are aimed at, and whether they do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

OPEN = "–"


def percent(value: float, digits: int = 1) -> str:
    """A share as people read it."""
    return f"{100 * value:.{digits}f} %"


def small(value: float) -> str:
    """A small share, with one digit more."""
    return percent(value, 2)


def plain(value: float) -> str:
    """An error of calibration."""
    return f"{value:.4f}"


def times(value: float) -> str:
    """A ratio."""
    return f"{value:.2f}"


def rate(value: float) -> str:
    """Connections per second."""
    return f"{value:,.0f}/s"


def memory(value: float) -> str:
    """Gigabytes, of megabytes."""
    return f"{value / 1024:.2f} GB"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure's words on the page, how it is written, and whether more of it is better."""

    words: str
    shown: Callable[[float], str]
    higher: bool


FIGURES: dict[str, Figure] = {
    "f1": Figure("F1 of community (p ≥ 0.5)", percent, True),
    "precision": Figure("precision", percent, True),
    "recall": Figure("recall", percent, True),
    "role": Figure("role right (six classes)", percent, True),
    "first": Figure("members: the right person first (equals share the place)", percent, True),
    "top1": Figure("members: the right person named", percent, True),
    "ece": Figure("calibration error (15 bins)", plain, False),
    "brier": Figure("Brier score", plain, False),
    "accused": Figure("members said not to be in the roster", small, False),
    "caught": Figure("strangers said not to be in the roster", percent, True),
    "strangers_clear": Figure("strangers at p ≥ 0.95", small, False),
    "members_clear": Figure("members at p ≥ 0.95", percent, True),
    "undetermined": Figure("undetermined", percent, False),
    "accused_ratio": Figure("false accusations, largest name group over smallest", times, False),
    "missed_ratio": Figure("members below 0.5, largest name group over smallest", times, False),
    "compared": Figure("connections per second, roster and index at hand", rate, True),
    "throughput": Figure("connections per second, whole command", rate, True),
    "megabytes": Figure("peak memory", memory, False),
}


@dataclass(frozen=True, slots=True)
class Aim:
    """One figure on one group of sets."""

    figure: str
    group: str
    must: float
    aim: float

    def met(self, value: float | None) -> str:
        """In one word, how far a value gets."""
        if value is None:
            return OPEN
        reached = FIGURES[self.figure].higher
        if (value >= self.aim) if reached else (value <= self.aim):
            return "aim"
        return "must" if ((value >= self.must) if reached else (value <= self.must)) else "**no**"


def _sizes(figure: str, must: tuple[float, float, float], aim: tuple[float, float, float]) -> list[Aim]:
    return [Aim(figure, group, m, a) for group, m, a in zip(("r5k", "r50k", "r500k"), must, aim, strict=True)]


AIMS: tuple[Aim, ...] = (
    *_sizes("f1", (0.965, 0.955, 0.925), (0.973, 0.963, 0.938)),
    *_sizes("role", (0.958, 0.946, 0.910), (0.966, 0.954, 0.928)),
    *_sizes("first", (0.950, 0.945, 0.913), (0.956, 0.954, 0.925)),
    *_sizes("top1", (0.950, 0.945, 0.913), (0.956, 0.954, 0.925)),
    *_sizes("ece", (0.010, 0.010, 0.010), (0.006, 0.006, 0.006)),
    Aim("ece", "share30", 0.010, 0.006),
    Aim("ece", "share80", 0.010, 0.006),
    *_sizes("strangers_clear", (0.005, 0.005, 0.005), (0.003, 0.003, 0.003)),
    Aim("accused", "r50k", 0.005, 0.0025),
    Aim("caught", "r50k", 0.70, 0.78),
    Aim("accused_ratio", "r50k", 1.5, 1.2),
    Aim("f1", "handles", 0.81, 0.84),
    Aim("f1", "aliases", 0.83, 0.88),
    Aim("f1", "handles_wide", 0.81, 0.84),
    Aim("f1", "aliases_wide", 0.83, 0.88),
    Aim("compared", "r500k", 30_000, 100_000),
    Aim("throughput", "r500k", 30_000, 100_000),
    Aim("megabytes", "r500k", 3 * 1024, 1.5 * 1024),
)


def value_of(matcher: Mapping[str, Any], figure: str) -> float | None:
    """A figure of the record of a matcher; nothing where it has none."""
    if figure == "throughput":
        return float(matcher["connections"] / matcher["seconds"]) if matcher["seconds"] else None
    if figure == "compared":
        seconds = matcher["stages"].get("classify_s")
        return float(matcher["connections"] / seconds) if seconds else None
    if figure == "megabytes":
        return float(matcher["megabytes"])
    found = matcher["figures"][figure][0]
    return None if found is None else float(found)


def written(figure: str, value: float | None) -> str:
    """A figure for a cell of a table."""
    return OPEN if value is None else FIGURES[figure].shown(value)
