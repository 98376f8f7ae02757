"""The shrink guard: a roster that lost many people of a group since the last one is not taken without being asked for.

A roster that was read by half makes strangers of people who belong to the schools. Real rosters do shrink, in summer
above all, so somebody may say that this one is right.
"""

from __future__ import annotations

from collections.abc import Mapping

from auditor.roster.live.stage import Stage
from auditor.roster.model import Group
from auditor.roster.readers.tables import key
from auditor.roster.readers.vocabulary import GONE, role_of

SHARE = 0.10
PEOPLE = 20
"""Both must be passed: a tenth of a group, and so many people."""
_A_FEW = 3
"""A group of so many that is gone altogether is asked about too."""


def people_by_group(stage: Stage) -> dict[Group, int]:
    """Current people of each group; somebody with roles of two groups is in two. No role yet counts as staff."""
    counts = dict.fromkeys(Group, 0)
    for row in stage.rows("users"):
        if not row.cells.get("sourcedId") or key(row.cells.get("status", "")) in GONE:
            continue
        groups = set()
        for role in row.roles:
            group, _, left = role_of(role.role)
            if not left:
                groups.add(group)
        for group in groups if row.roles else {Group.STAFF}:
            counts[group] += 1
    return counts


def shrunk(before: Mapping[str, int], now: Mapping[Group, int]) -> list[tuple[Group, int, int]]:
    """The groups that lost too many: each with how many there were and are."""
    found = []
    for group in Group:
        had, has = before.get(group.value, 0), now[group]
        lost = had - has
        if (lost > had * SHARE and lost >= PEOPLE) or (had >= _A_FEW and has == 0):
            found.append((group, had, has))
    return found
