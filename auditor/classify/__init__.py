"""Who is a connection: names and handles against the roster.

`text`, `display` and `handles` read what is shown; `index` and `circle` hold the roster; `candidates` finds people,
`compare` weighs them with `weights`, `decide` judges, `reasons` explains, `population` says how common names are.
"""

from __future__ import annotations

from auditor.roster.model import Roster
from auditor.verdict import Classifier
from connectors.memory import rare_collection


def build(roster: Roster) -> Classifier:
    """A classifier over one roster. About a second per 100,000 people."""
    from auditor.classify.classifier import RosterClassifier

    with rare_collection():
        return RosterClassifier(roster)
