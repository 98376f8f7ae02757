"""A digest of each person of a roster, to see in a moment who is the same as in an older index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from operator import attrgetter

import numpy as np

from auditor.classify.lookup import U64
from auditor.roster.model import Person, Role

_READ = attrgetter(
    "person_id", "given", "preferred_given", "middle", "family", "preferred_family", "former_family",
    "roles", "left", "emails", "grades", "guardians",
)  # fmt: skip


def fingerprints(
    everyone: Sequence[Person], roles: Mapping[int, tuple[Role, ...]], classes_of: Mapping[str, tuple[str, ...]]
) -> U64:
    """One 64-bit digest per person of all that `people_in` reads of somebody: names, addresses, roles, family, classes.

    `roles`: the tuples of roles that there are, by the number Python knows each by; most people share one with many
    others. Most of the time of bringing an index up to date is spent here, hence one pass and few calls.
    """
    of_roles = {which: ",".join(f"{role.group}:{role.org_id}" for role in some) for which, some in roles.items()}
    join, classes = "\x1f".join, classes_of.get
    told = (
        join((who, given, called, middle, family, called_family, former, of_roles[id(role)], "left" if left else "",
              *emails, "", *grades, "", *guardians, "", *classes(who, ())))
        for who, given, called, middle, family, called_family, former, role, left, emails, grades, guardians
        in map(_READ, everyone)
    )  # fmt: skip
    digests = b"".join([blake2b(each.encode("utf-8", "surrogatepass"), digest_size=8).digest() for each in told])
    return np.frombuffer(digests, "<u8").astype(np.uint64)
