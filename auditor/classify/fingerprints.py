"""A digest of each person of a roster, to see in a moment who is the same as in an older index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b

import numpy as np

from auditor.classify.lookup import U64
from auditor.roster.model import Person, Role


def fingerprints(
    everyone: Sequence[Person], classes_of: Mapping[str, tuple[str, ...]]
) -> tuple[U64, dict[int, tuple[Role, ...]]]:
    """One 64-bit digest per person of all that `people_in` reads of somebody: names, addresses, roles, family, classes.

    Beside them, the tuples of roles that there are, by the number Python knows each by: most people share theirs with
    many others. Most of the time of bringing an index up to date is spent here, hence one pass and few calls.
    """
    roles: dict[int, tuple[Role, ...]] = {}
    texts: dict[int, str] = {}

    def tell(role: tuple[Role, ...]) -> str:
        roles[id(role)] = role
        text = texts[id(role)] = ",".join(f"{each.group}:{each.org_id}" for each in role)
        return text

    join, known, classes = "\x1f".join, texts.get, classes_of.get
    told = [
        blake2b(join(
            (p.person_id, p.given, p.preferred_given, p.middle, p.family, p.preferred_family, p.former_family,
             known(id(p.roles)) or tell(p.roles), "left" if p.left else "",
             *p.emails, "", *p.grades, "", *p.guardians, "", *classes(p.person_id, ()))
        ).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        for p in everyone
    ]  # fmt: skip
    return np.frombuffer(b"".join(told), "<u8").astype(np.uint64), roles
