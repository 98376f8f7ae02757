"""Somebody more in the lists takes from others only what sharing a name explains (docs/classifier.md, "Homonyms")."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from auditor.classify import account, candidates, features, index, scored
from auditor.classify.circles import Circles
from auditor.classify.classifier import IndexClassifier, columns_of
from auditor.classify.evidence import AMOUNTS, TABLES
from auditor.classify.reading import read
from auditor.roster.model import Group, Person
from auditor.verdict import Subject, VerdictKind
from tests.auditor.classify.district import ELM, OAK, TEACHER, people, person, roster

FEW = settings(max_examples=50, deadline=None)
LISTED = [each for each in people() if not each.left]
PLACES = st.tuples(
    st.sampled_from([Group.PARENT, Group.STUDENT, Group.TEACHER, Group.STAFF]), st.sampled_from([OAK, ELM])
)
OTHER_GIVEN = st.sampled_from(["Zebulon", "Bob", "Rose", "Marie", "Anna", "Jonathan", "Wilhelmina"])
OTHER_FAMILY = st.sampled_from(["Quackenbush", "Smyth", "Pembertly", "Garcia", "Zubizarreta", "Rivera-Thornquist"])
SHARED = {"namesakes", *(name for name in AMOUNTS if name.startswith(("given_", "family_")))}
"""Terms that count how many people bear a name."""
CIRCLES = {"offset"}
"""The term that counts how many people there are at all."""
OWNERS = st.sampled_from([TEACHER, None])


def shown(who: Person) -> list[Subject]:
    """What somebody may show of their name."""
    first, last = who.given, who.family
    return [
        Subject(f"{first} {last}"),
        Subject(f"{first[0]}. {last}"),
        Subject(f"{first} {last[0]}."),
        Subject(f"Ms. {last}"),
        Subject(first),
        Subject(None, f"{first}.{last}".lower().replace(" ", "")),
        Subject(f"{first} {last}", "thegarden"),
        Subject(f"{first} {last[:-2]}{last[-1]}"),
    ]


SHOWN = st.sampled_from([(who, subject) for who in LISTED for subject in shown(who)])


AS_SHOWN = "as shown"
"""The very last word that is shown, which may be a slip of the pen."""


def added(case: tuple[Person, Subject], given_: str | None, family: str | None, place: tuple[Group, str]) -> Person:
    """Somebody called so, or else as the person in question is."""
    who, subject = case
    family = (subject.display_name or who.family).split()[-1] if family == AS_SHOWN else family
    return person("x", given_ or who.given, family or who.family, *place)


BEFORE = IndexClassifier(index.build(roster(people())))


@dataclass
class Judged:
    """Who it may be: probabilities by person, those of all groups together, and of all members."""

    people: dict[str, float]
    groups: float
    members: float
    kind: VerdictKind
    terms: dict[str, float]
    """What makes up the log-odds of the person in question, by name; empty where nobody looked at them."""


def judged(more: list[Person], subject: Subject, owner: Person | None, who: Person, in_class: bool = False) -> Judged:
    of = roster([*people(), *more], classes={"t1": ("c1",), "x": ("c1",)} if in_class else None)
    c = IndexClassifier(index.build(of)) if more else BEFORE
    columns, one, owners = columns_of([subject]), np.zeros(1, np.int64), np.array([c.position(owner)], np.int32)
    found = scored.score(columns, one, owners, c.index, c.neighbours, c.model)
    settled = account.settle(found, one, 1, account.USUAL_SHARE, c.index, c.model)
    there = found.person[0] >= 0
    return Judged(
        {
            c.index.person_id(int(i)): float(p)
            for i, p in zip(found.person[0][there], settled.p_person[0], strict=False)
        },
        float(settled.p_rest.sum()),
        float(settled.p_community[0]),
        next(c.classify([subject], owner)).kind,
        terms(c, columns, owners, who),
    )


def terms(c: IndexClassifier, columns: dict[str, list[str]], owners: np.ndarray, who: Person) -> dict[str, float]:
    reading, circles, one = read(columns, c.index), Circles.of(owners, c.neighbours), np.zeros(1, np.int64)
    h = features.of(c.index, reading, candidates.Finder(c.index, reading, one, circles).find(), one, circles)
    at = np.flatnonzero(h.person[: h.persons] == c.position(who))
    if not len(at):
        return {}
    cells = dict(zip(TABLES, h.cells[at[0]].tolist(), strict=True))
    made = {name: float(c.model.cells[cell]) for name, cell in cells.items() if cell >= 0}
    weighed = h.amounts[at[0]] * c.model.amounts
    return made | dict(zip(AMOUNTS, weighed.tolist(), strict=True)) | {"offset": float(h.offset[at[0]])}


def lowered(before: Judged, after: Judged) -> float:
    """By how much the log-odds of the person in question fell."""
    return max(0.0, sum(before.terms.values()) - sum(after.terms.values()))


@FEW
@given(SHOWN, st.none() | OTHER_GIVEN, st.none() | OTHER_FAMILY, PLACES, OWNERS, st.booleans())
def test_only_counts_of_shared_names_and_of_people_change(
    case: tuple[Person, Subject], given_: str | None, family: str | None, place: tuple[Group, str],
    owner: Person | None, in_class: bool,
) -> None:  # fmt: skip
    who, subject = case
    before = judged([], subject, owner, who)
    after = judged([added(case, given_, family, place)], subject, owner, who, in_class)
    assume(before.terms)
    changed = {name for name in before.terms if abs(before.terms[name] - after.terms.get(name, 99)) > 0.002}
    assert changed <= SHARED | CIRCLES
    if given_ and family and not in_class and "Garcia" not in (family, *who.family.split()):
        assert not changed & CIRCLES


@FEW
@given(SHOWN, st.none() | OTHER_GIVEN, st.none() | OTHER_FAMILY | st.just(AS_SHOWN), PLACES, OWNERS, st.booleans())
def test_nobody_loses_more_than_the_person_added_takes(
    case: tuple[Person, Subject], given_: str | None, family: str | None, place: tuple[Group, str],
    owner: Person | None, in_class: bool,
) -> None:  # fmt: skip
    who, subject = case
    before = judged([], subject, owner, who)
    after = judged([added(case, given_, family, place)], subject, owner, who, in_class)
    if before.terms and not after.terms:  # who has a name a slip away is looked up only where nobody has the very name
        assert after.people["x"] > 0
        return
    taken = after.people.get("x", 0.0) + max(0.0, after.groups - before.groups)
    least = before.people.get(who.person_id, 0.0) * exp(-3 * lowered(before, after)) - taken
    assert after.people.get(who.person_id, 0.0) >= least - 0.005


@FEW
@given(SHOWN, OTHER_GIVEN, st.sampled_from(["Quackenbush", "Wunderlich", "Vantongeren"]), PLACES, OWNERS)
def test_somebody_of_another_name_takes_nothing(
    case: tuple[Person, Subject], given_: str, family: str, place: tuple[Group, str], owner: Person | None
) -> None:
    who, subject = case
    before = judged([], subject, owner, who)
    after = judged([added(case, given_, family, place)], subject, owner, who)
    assume(after.people.get("x", 0.0) == 0 and after.groups <= before.groups)
    assert after.people.get(who.person_id, 0.0) >= before.people.get(who.person_id, 0.0) - 0.005


@FEW
@given(SHOWN, st.none() | OTHER_GIVEN, st.none() | OTHER_FAMILY, PLACES, OWNERS)
def test_nobody_is_missing_because_somebody_was_added(
    case: tuple[Person, Subject], given_: str | None, family: str | None, place: tuple[Group, str], owner: Person | None
) -> None:
    """A second family of a name makes nobody of that name a stranger, in a small school either."""
    who, subject = case
    before = judged([], subject, owner, who)
    after = judged([added(case, given_, family, place)], subject, owner, who)
    assert after.members >= before.members - 0.2
    if before.kind in (VerdictKind.COMMUNITY, VerdictKind.UNCERTAIN):
        assert after.kind is not VerdictKind.NOT_IN_ROSTER
