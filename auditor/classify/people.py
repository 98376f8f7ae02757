"""The people of a roster as columns: what each may be called, as tokens, and where each belongs.

A person is a position. Positions go by role, then by id, so that the order of the roster's rows changes nothing and
every block of people is staff first, then guardians, then students.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from auditor.classify.lookup import I32, I64, U64
from auditor.verdict import Category

STAFF, PARENT, STUDENT = range(3)
ROLES = 3
CATEGORIES = tuple(Category)
WORDS = (Category.STAFF, Category.PARENT, Category.STUDENT)
"""The category that stands for a role."""
GIVEN, PREFERRED, JOINED = range(3)
"""Columns of `given`: the first name, the preferred one, and a first name of several words written as one."""
WHOLE, PART_A, PART_B, PART_C, PREFERRED_FAMILY, FORMER, FORMER_PART, CHILD_A, CHILD_B = range(9)
"""Columns of `family`."""
GIVEN_COLUMNS, MIDDLE_COLUMNS, FAMILY_COLUMNS, ORG_COLUMNS = 3, 2, 9, 6


@dataclass(frozen=True, slots=True)
class People:
    """One row per person; -1 stands for nothing. `n` people, `o` schools."""

    ids: NDArray[np.bytes_]
    """n: the roster's ids, in UTF-8."""
    other_ids: NDArray[np.bytes_]
    """Further ids of merged people, sorted, and in `other_id_people` whose they are."""
    other_id_people: I32
    fingerprint: U64
    """n: a digest of all that is read of a person, to see who is the same; 0 for who has to be read anew each time."""
    role: NDArray[np.uint8]
    """n: STAFF, PARENT or STUDENT."""
    category: NDArray[np.uint8]
    """n: position in CATEGORIES."""
    grade: NDArray[np.int8]
    left: NDArray[np.bool_]
    given: I32
    """n × 3 tokens."""
    middle: I32
    """n × 2 tokens."""
    family: I32
    """n × 9 tokens."""
    orgs: I32
    """n × 6: schools a person is at, or has a child at."""
    household: I32
    """n: a number that children and their guardians share."""
    links: I32
    """m × 2: positions of a student and a guardian."""
    classes: I32
    """k × 2: number of a class, position of a person who is in it."""
    class_marks: U64
    """A digest of the id of every class, ascending: its place is the number of the class."""
    emails: U64
    """e addresses, hashed, and in `email_people` their people."""
    email_people: I32

    def some(self, at: I64) -> People:
        """The names, schools, grades and addresses of people at some positions (ascending), the rest as it is."""
        if len(at) == len(self.role):
            return self
        here = np.zeros(len(self.role), bool)
        here[at] = True
        mine = here[self.email_people]
        return replace(
            self,
            grade=self.grade[at],
            given=self.given[at],
            middle=self.middle[at],
            family=self.family[at],
            orgs=self.orgs[at],
            emails=self.emails[mine],
            email_people=self.email_people[mine],
        )


def email_hash(address: str) -> int:
    """An address as a number; letter case aside."""
    return int.from_bytes(hashlib.blake2b(address.strip().casefold().encode(), digest_size=8).digest(), "little")


def as_bytes(ids: Sequence[str]) -> NDArray[np.bytes_]:
    """Ids as an index holds them: in UTF-8, which sorts as the text does."""
    return np.array([each.encode("utf-8", "surrogatepass") for each in ids], dtype=bytes)


def nobody() -> People:
    """No people."""
    none = np.zeros(0, np.int32)
    return People(
        np.zeros(0, "S1"), np.zeros(0, "S1"), none, np.zeros(0, np.uint64), np.zeros(0, np.uint8),
        np.zeros(0, np.uint8), np.zeros(0, np.int8), np.zeros(0, bool), none.reshape(0, GIVEN_COLUMNS),
        none.reshape(0, MIDDLE_COLUMNS), none.reshape(0, FAMILY_COLUMNS), none.reshape(0, ORG_COLUMNS), none,
        none.reshape(0, 2), none.reshape(0, 2), np.zeros(0, np.uint64), np.zeros(0, np.uint64), none,
    )  # fmt: skip
