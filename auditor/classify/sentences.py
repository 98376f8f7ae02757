"""The reasons of many verdicts at once, every different sentence written once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from auditor.classify import reasons
from auditor.classify.lookup import I64
from auditor.classify.reasons import Why
from connectors.model import Message


class Sentences:
    """Reasons in the words of `text`."""

    def __init__(self, text: Callable[[Message], str], missing: tuple[str, ...]) -> None:
        self._text, self._missing = text, missing
        self._said: dict[tuple[object, ...], str] = {}

    def of(self, found: NDArray[np.void]) -> tuple[list[str], I64]:
        """The different reasons among `reasons.whys`, and which of them each row has."""
        halves = np.ascontiguousarray(found).view(np.uint64).reshape(-1, 2)
        _, left = np.unique(halves[:, 0], return_inverse=True)
        second, right = np.unique(halves[:, 1], return_inverse=True)
        _, at, which = np.unique(left * len(second) + right, return_index=True, return_inverse=True)
        return [self._sentences(reasons.of_row(each)) for each in found[at]], which

    def _sentences(self, why: Why) -> str:
        return " ".join(map(self._sentence, reasons.messages(why, self._missing)))

    def _sentence(self, message: Message) -> str:
        """One sentence; there are a few hundred different ones."""
        which = (message.id, *message.params.items())
        if which not in self._said:
            self._said[which] = self._text(message)
        return self._said[which]
