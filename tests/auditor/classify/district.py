"""Small invented rosters, and one connection judged against them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from auditor.classify import build
from auditor.roster.model import Group, GroupCoverage, Org, Person, Role, Roster, RosterCoverage
from auditor.verdict import Subject, Verdict
from connectors.model import Message
from reports.messages.classify import MESSAGES

ALL = tuple(Group)
OAK, ELM = "s1", "s2"


def person(
    person_id: str, given: str, family: str, group: Group = Group.PARENT, org: str = OAK, **more: object
) -> Person:
    return Person(person_id, given, family, roles=(Role(group, org, ""),), **more)  # type: ignore[arg-type]


def roster(
    people: Iterable[Person],
    covered: Iterable[Group] = ALL,
    classes: dict[str, tuple[str, ...]] | None = None,
    as_of: date | None = date(2026, 11, 20),
) -> Roster:
    """A roster of these people. Guardian links are completed from the students' side."""
    known = {each.person_id: each for each in people}
    for student in list(known.values()):
        for guardian in student.guardians:
            known[guardian].children = (*known[guardian].children, student.person_id)
    groups = {g: GroupCoverage(g, 1, "covered" if g in set(covered) else "missing") for g in Group}
    orgs = {
        OAK: Org(OAK, "Oakview Elementary School", "school", "d1"),
        ELM: Org(ELM, "Elm Street Middle School", "school", "d1"),
        "d1": Org("d1", "Harrowgate Public Schools", "district"),
    }
    return Roster("csv", known, orgs, classes or {}, RosterCoverage(groups, 1, 1), as_of=as_of)


TEACHER = person("t1", "Grace", "Okonkwo-Bell", Group.TEACHER)


def people() -> list[Person]:
    """A school with a teacher, families and staff, and some people elsewhere."""
    return [
        TEACHER,
        person("t2", "Tomasz", "Wisniewski", Group.TEACHER, emails=("tomasz.wisniewski@oak.example",)),
        person("t3", "Lourdes", "Rivera", Group.TEACHER),
        person("a1", "Lucinda", "Farquharson", Group.ADMINISTRATOR),
        person("o1", "Odell", "Brathwaite", Group.STAFF),
        person("c1", "Robert", "Thornquist", Group.STAFF),
        person("s1", "Imogen", "Thistlewood", Group.STUDENT, grades=("05",), guardians=("p1",)),
        person("s2", "Maria", "Garcia", Group.STUDENT, grades=("04",), guardians=("p3",)),
        person("s3", "Maria", "Garcia", Group.STUDENT, grades=("02",), guardians=("p4",)),
        person("p1", "Rosalind", "Pemberthy", former_family="Achterberg"),
        person("p2", "Natalya", "Kuznetsova", org=ELM),
        person("p3", "Ana", "Garcia Zubizarreta"),
        person("p4", "Beatriz", "De la Cruz", org=ELM),
        person("p5", "John", "Smith", org=ELM),
        person("p9", "Siobhan", "St.John", org=ELM),
        person("v1", "Hortensia", "Vandersloot", left=True),
        person("r1", "Cornelius", "Hathersage", Group.RELATIVE),
    ]


def judge(
    display_name: str | None = None,
    handle: str | None = None,
    *,
    of: Roster | None = None,
    owner: Person | None = TEACHER,
    **more: str,
) -> Verdict:
    """The verdict on one connection."""
    subject = Subject(display_name=display_name, handle=handle, **more)
    return next(iter(build(of or roster(people())).classify([subject], owner)))


def english(message: Message) -> str:
    """A reason in words; fails for a message without a text or with parameters the text does not take."""
    text = MESSAGES[message.id]
    if not isinstance(text, str):
        text = text[message.params["n"] != 1]
    params = {k: MESSAGES[str(v)] if k.startswith("t_") else v for k, v in message.params.items()}
    return text.format(**params)


def ids(verdict: Verdict) -> set[str]:
    return {reason.id.removeprefix("reason.") for reason in verdict.reasons}
