"""Who is a connection: names and handles against the roster.

A batch of connections goes through plain functions over arrays. `reading` (with `displays`, `handles`, `wording`) reads
what is shown; `candidates` (with `mentions`, `initials`, `crowds`, `circles` and, where they find nobody, `distant`
and `sounds`) finds people in the `index`; `fitting` (with `levels`, `single` and `handle_fit`) compares; `features` and
`model` weigh the pieces of `evidence`; `account` settles a whole account; `decide` judges; `reasons` and `explain` tell
why. `table` does so with millions of rows, on any of the `engines`.
"""

from __future__ import annotations

from pathlib import Path

from auditor.roster.model import Roster
from auditor.verdict import Classifier
from connectors.memory import rare_collection


def build(roster: Roster, read_from: Path | None = None) -> Classifier:
    """A classifier over one roster. About twenty seconds of computing per million people.

    Where the index of an earlier state is stored for the files it was `read_from`, only what changed is made anew.
    """
    from auditor.classify import index, store
    from auditor.classify.classifier import IndexClassifier

    with rare_collection():
        return IndexClassifier(index.build(roster, store.latest(read_from) if read_from else None))
