"""What is odd about a roster, gathered so that one mistake made a million times stays readable."""

from __future__ import annotations

from auditor.roster.model import Problem
from connectors.model import Message, Param

SHOWN = 20
"""Rows of one kind of problem in one file that are listed one by one; the rest is counted."""

ERROR, WARNING, INFO = "error", "warning", "info"
_ORDER = {ERROR: 0, WARNING: 1, INFO: 2}


class Problems:
    """A collector. Parameters are ids, counts and words of a standard, never what a person is called."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._counts: dict[tuple[str, str, str], int] = {}

    def add(self, severity: str, what: str, file: str = "", row: int = 0, **params: Param) -> None:
        """Note a problem; `what` is the tail of its message id (`roster.problem.<what>`)."""
        key = (severity, file, what)
        count = self._counts.get(key, 0) + 1
        self._counts[key] = count
        if count <= SHOWN:
            self._kept.append(Problem(severity, file, row, Message(f"roster.problem.{what}", params)))

    def result(self) -> list[Problem]:
        """All of them: errors first, then by file and row, a summary after the rows it stands for."""
        problems = list(self._kept)
        for (severity, file, what), count in self._counts.items():
            if count > SHOWN:
                params: dict[str, Param] = {"n": count - SHOWN, "t_problem": f"roster.kind.{what}"}
                problems.append(Problem(severity, file, 0, Message("roster.problem.more", params)))
        return sorted(problems, key=_order)


def _order(problem: Problem) -> tuple[int, str, str, bool, int]:
    message = problem.message
    kind = str(message.params.get("t_problem", message.id)).rpartition(".")[2]
    return _ORDER[problem.severity], problem.file, kind, problem.row == 0, problem.row
