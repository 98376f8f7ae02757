"""After reading: who has left, which rows are one person, and who is whose guardian."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date

from auditor.roster.draft import UNMAPPED, Draft, Links, add_roles, has_left
from auditor.roster.model import STAFF_GROUPS, Group, Person, Roster
from auditor.roster.problems import INFO, WARNING
from auditor.roster.readers.tables import key
from auditor.roster.readers.vocabulary import AGENTS_ONLY, role_of

_MOST_SHARING = 10
"""An e-mail or phone that more people give than a family has is the school's, and says nothing."""
_A_FEW = 3
"""So many mailboxes of an office prove nothing."""
_STUDENT, _PARENT = Group.STUDENT, Group.PARENT
_RANK = {group: rank for rank, group in enumerate(Group)}


def settle(draft: Draft, as_of: date | None) -> None:
    """Decide what the roles with an end date mean: still held, or a person who has left.

    Where most people's roles have ended, the files are last year's (or it is summer): then nobody is taken to
    have left, and one problem says so.
    """
    past = [entry for entry in draft.ending if as_of is not None and entry[2] < as_of]
    if len({entry[0].person_id for entry in past}) * 2 > sum(not person.left for person in draft.people.values()):
        last = max(entry[2] for entry in past)
        draft.problems.add(WARNING, "expired", n=len(past), d_last=last.isoformat())
        past = []
    over = {id(entry) for entry in past}
    for entry in draft.ending:
        if id(entry) not in over:
            add_roles(entry[0], entry[1])
    gone: set[str] = set()
    for person, roles, day in [*draft.ended, *past]:
        if not person.roles[0].raw or person.person_id in gone:
            gone.add(person.person_id)
            add_roles(person, roles)
            has_left(person, day)
    for person_id, (inferred, file, row) in draft.enrolled.items():
        person = draft.people[person_id]
        if not person.roles[0].raw:
            add_roles(person, inferred.roles)
            draft.problems.add(INFO, "role_from_class", file, row, id=person_id)
    draft.ended, draft.ending, draft.enrolled = [], [], {}


def remember(draft: Draft, previous: Roster, as_of: date | None) -> None:
    """Take people of an earlier roster along who are not in this one, as having left."""
    count = 0
    for person in previous.people.values():
        if any(source_id in draft.people for source_id in person.ids):
            continue
        count += not person.left
        left_on = person.left_on if person.left else draft.newest or as_of
        draft.people[person.person_id] = replace(person, left=True, left_on=left_on, guardians=(), children=())
        for email in person.emails:
            draft.contact(email, person.person_id)
    if count:
        draft.problems.add(INFO, "left_since", n=count)


def merge(draft: Draft) -> dict[str, str]:
    """Join rows of one person: same full name and same e-mail or phone, never one of the two alone.

    Two middle names that differ are two people, whose address is a mistake. Where colleagues of different names share
    addresses more often than not, these are made of initials, and colleagues are not joined by them.
    Students' ids are kept with care and families share addresses, so of two students one must have left to be
    joined: the same student under the id of an earlier year.
    Returns the other ids → the id that stays. The one that stays is chosen by role and id, not by row order.
    """
    root: dict[str, str] = {}

    def find(person_id: str) -> str:
        while (above := root.get(person_id, person_id)) != person_id:
            person_id = above
        return person_id

    folded: dict[str, str] = {}
    own = _own_addresses(draft)
    for ids in draft.shared.values():
        together = [draft.people[person_id] for person_id in dict.fromkeys(ids)]
        if len(together) > _MOST_SHARING:
            continue
        same: dict[tuple[bool, str, str], list[Person]] = {}
        for person in together:
            name = (_fold(person.given, folded), _fold(person.family, folded))
            if name != ("", ""):
                same.setdefault((is_student(person), *name), []).append(person)
        for (students, *_), people in same.items():
            if students and not (len(people) == 2 and people[0].left is not people[1].left):
                continue
            if not own and all(person.roles and person.group in STAFF_GROUPS and not person.left for person in people):
                continue
            for one, *others in _of_one_middle_name(people, folded):
                for person in others:
                    root[find(person.person_id)] = find(one.person_id)
    groups: dict[str, list[Person]] = {}
    for person_id in {**root, **dict.fromkeys(root.values())}:
        groups.setdefault(find(person_id), []).append(draft.people[person_id])
    alias: dict[str, str] = {}
    for people in groups.values():
        if len(people) > 1:
            people.sort(key=_standing)
            stays = people[0]
            for other in people[1:]:
                _absorb(stays, other)
                del draft.people[other.person_id]
                alias.update(dict.fromkeys(other.ids, stays.person_id))
                draft.problems.add(INFO, "merged", id=stays.person_id, other=other.person_id)
    draft.shared = {}
    return alias


def _own_addresses(draft: Draft) -> bool:
    """Whether an address that several colleagues have is one colleague's as a rule, listed more than once."""
    one = several = 0
    for ids in draft.shared.values():
        staff = [
            person for i in dict.fromkeys(ids) if (person := draft.people[i]).roles and person.group in STAFF_GROUPS
        ]
        if 1 < len(staff) <= _MOST_SHARING:
            names = {(person.given, person.family) for person in staff}
            one, several = one + (len(names) == 1), several + (len(names) > 1)
    return several <= max(one, _A_FEW)


def _of_one_middle_name(people: list[Person], folded: dict[str, str]) -> list[list[Person]]:
    """People of one name as groups that may each be one person; who has no middle name could be any of several."""
    middles = {person.person_id: _fold(person.middle, folded) for person in people}
    longest = max(middles.values(), key=len)
    if all(longest.startswith(middle) for middle in middles.values()):
        return [people]
    groups: dict[str, list[Person]] = {}
    for person in people:
        groups.setdefault(middles[person.person_id] or person.person_id, []).append(person)
    return list(groups.values())


def _fold(text: str, known: dict[str, str]) -> str:
    found = known.get(text)
    if found is None:
        plain = unicodedata.normalize("NFKD", text.casefold())
        found = known[text] = "".join(c for c in plain if c.isalnum())
    return found


def is_student(person: Person) -> bool:
    """Whether any role is a student's."""
    return _has(person, _STUDENT)


def _has(person: Person, group: Group) -> bool:
    roles = person.roles
    return roles[0].group is group or (len(roles) > 1 and any(role.group is group for role in roles))


def _standing(person: Person) -> tuple[bool, int, str]:
    rank = _RANK[person.group] if person.roles[0].raw else len(_RANK)
    return person.left, rank, person.person_id


def _absorb(person: Person, other: Person) -> None:
    for field in ("middle", "preferred_given", "preferred_family", "former_family", "username", "identifier"):
        if not getattr(person, field):
            setattr(person, field, getattr(other, field))
    person.emails = tuple(dict.fromkeys((*person.emails, *other.emails)))
    person.grades = person.grades or other.grades
    person.ids = tuple(dict.fromkeys((*person.ids, *other.ids)))
    if other.left <= person.left and other.roles[0].raw:  # a role that is over is no role of somebody who is here
        add_roles(person, other.roles)
    if person.left:
        has_left(person, other.left_on)


def link(draft: Draft, alias: dict[str, str]) -> None:
    """Tie students and guardians, whichever side names the other, and give the roles that follow from it."""
    get = draft.people.get
    # Lists, not growing tuples: a stand-in id ("no guardian") may be named by every student there is.
    guardians: dict[str, list[str]] = {}
    children: dict[str, list[str]] = {}
    for links in draft.links:
        for number, (who, whom, row) in enumerate(zip(links.who, links.whom, links.row, strict=True)):
            person = get(alias.get(who, who))
            mine: list[str] = []
            for other_id in _ids(whom):
                other = get(other_id) or get(alias.get(other_id, ""))
                if person is None or other is None:
                    # The unknown reference itself stays out: instead of an id, a name may have been typed there.
                    draft.problems.add(WARNING, "unknown_agent", links.file, row, id=who)
                elif _plainly_family(person, other) and not links.role:
                    mine.append(other.person_id)
                    children.setdefault(other.person_id, []).append(person.person_id)
                else:
                    pair = _pair(draft, person, other, links, row, links.role[number] if links.role else None)
                    if pair is not None:
                        guardians.setdefault(pair[0].person_id, []).append(pair[1].person_id)
                        children.setdefault(pair[1].person_id, []).append(pair[0].person_id)
            if mine and person is not None:
                if person.guardians:
                    guardians.setdefault(person.person_id, []).extend(mine)
                else:
                    person.guardians = _sorted(mine)
    draft.links = []
    for person_id, ids in guardians.items():
        person = draft.people[person_id]
        person.guardians = _sorted([*person.guardians, *ids])
    for person_id, ids in children.items():
        draft.people[person_id].children = _sorted(ids)


def _ids(text: str) -> list[str]:
    return [text] if "," not in text else [part for part in map(str.strip, text.split(",")) if part]


def _sorted(ids: list[str]) -> tuple[str, ...]:
    """Each id once, in their own order: the order of rows changes nothing."""
    return tuple(ids) if len(ids) == 1 else tuple(sorted(set(ids)))


def _plainly_family(person: Person, other: Person) -> bool:
    """A student naming a parent: nearly all links, decided without a further look."""
    one, two = person.roles, other.roles
    return len(one) == 1 == len(two) and one[0].group is _STUDENT and two[0].group is _PARENT


def _pair(
    draft: Draft, person: Person, other: Person, links: Links, row: int, relation: str | None
) -> tuple[Person, Person] | None:
    """Student and guardian of a link, in whichever direction it stands; None if it does not make a guardian.

    `relation` is what the file says the other is to the student, where it has a column for that.
    """
    student, other_student = is_student(person), is_student(other)
    if student is other_student or person is other:
        draft.problems.add(INFO, "link_not_family", links.file, row, id=person.person_id)
        return None
    if other_student:
        person, other = other, person
    group = _PARENT if relation is None else role_of(relation)[0]
    if group not in (_PARENT, Group.RELATIVE):
        group = Group.RELATIVE
    if not _has(other, group):
        if relation is None and _has(other, Group.RELATIVE):
            return None  # kin on file as kin: no guardian, whatever row names them
        if relation is None and not _may_be_parent(draft, other, links, row):
            return None
        add_roles(other, draft.roles(relation or "agent", person.roles[0].org_id, group=group).roles)
    return (person, other) if group is _PARENT else None


def _may_be_parent(draft: Draft, person: Person, links: Links, row: int) -> bool:
    staff = [role for role in person.roles if role.raw and role.group in STAFF_GROUPS]
    if any(key(role.raw.rpartition(":")[2]) in AGENTS_ONLY for role in staff):
        draft.problems.add(INFO, "link_not_family", links.file, row, id=person.person_id)
        return False
    if staff:
        draft.problems.add(INFO, "staff_is_parent", links.file, row, id=person.person_id)
    return True


def default_roles(draft: Draft) -> None:
    """Who has no role anywhere is staff: rosters leave it out for staff without a class section."""
    without = [person for person in draft.people.values() if not person.roles[0].raw]
    for person in without:
        orgs = ",".join(role.org_id for role in person.roles)
        person.roles = draft.roles(UNMAPPED, orgs, group=Group.STAFF).roles
    if without:
        draft.problems.add(WARNING, "no_role", n=len(without), id=min(person.person_id for person in without))
    for person in draft.people.values():
        if len(person.roles) > 1:
            person.roles = tuple(sorted(person.roles, key=lambda r: (_RANK[r.group], not r.primary, r.org_id, r.raw)))
