"""A synthetic OneRoster 1.2 set of any size: families, schools, classes; seeded, written as it is made."""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path


def _words(text: str) -> list[str]:
    return text.split()


_GIVEN = _words(
    "Ana Ben Carla Dario Elena Farid Grace Hugo Imani Jonas Keiko Lucia Mateo Nadia Omar Paula Quentin Rosa Samir "
    "Tess Uma Victor Wendy Ximena Yusuf Zoe Aaliyah Bruno Camila Diego Esther Felix Gabriela Hana Ivan Julia "
    "Karim Leila Marcus Noor Oscar Priya Rafael Sofia Thiago Valeria William Yara Malik Beatriz"
)
_START = _words("Al Bar Cal Dor El Fen Gar Hol Iv Jan Kel Lor Mar Nor Or Pel Quin Ros Sal Tor Um Vel Wil Yar Zan")
_MIDDLE = _words("a be co di el fa go hi ir ka le mo ne on pa ri so ta ul ve")
_END = _words("ner son lez ford man ski sen ton berg dez well rio mont ley ros")
_USERS = _words(
    "sourcedId status dateLastModified enabledUser username userIds givenName familyName middleName identifier "
    "email sms phone agentSourcedIds grades password userMasterIdentifier preferredGivenName preferredMiddleName "
    "preferredFamilyName primaryOrgSourcedId pronouns"
)
_ROLES = _words(
    "sourcedId status dateLastModified userSourcedId roleType role beginDate endDate orgSourcedId userProfileSourcedId"
)
_ORGS = _words("sourcedId status dateLastModified name type identifier parentSourcedId")
_CLASSES = _words(
    "sourcedId status dateLastModified title grades courseSourcedId classCode classType location schoolSourcedId "
    "termSourcedIds subjects subjectCodes periods"
)
_ENROLLMENTS = _words(
    "sourcedId status dateLastModified classSourcedId schoolSourcedId userSourcedId role primary beginDate endDate"
)
_STAFF_ROLES = ("teacher",) * 12 + ("aide", "counselor", "ext:nurse", "ext:officeStaff", "ext:coach", "principal")
_PER_SCHOOL = 1500
_PER_CLASS = 25
_CLASSES_EACH = (2, 2, 3)


class _Writer:
    """One open file of the set."""

    def __init__(self, folder: Path, name: str, header: Sequence[str], stack: ExitStack) -> None:
        file = stack.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8", newline=""))
        self._csv = csv.writer(file)
        self._csv.writerow(header)
        self._header = header

    def add(self, **cells: str) -> None:
        """One row; columns that are not named stay empty."""
        self._csv.writerow([cells.get(name, "") for name in self._header])


def write(folder: Path, *, users: int, seed: int = 1) -> Path:
    """Write manifest, orgs, classes, users, roles and enrollments for about `users` people into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    with ExitStack() as stack:
        manifest = _Writer(folder, "manifest", ("propertyName", "value"), stack)
        for name, value in _manifest():
            manifest.add(propertyName=name, value=value)
        orgs = _Writer(folder, "orgs", _ORGS, stack)
        orgs.add(sourcedId="d1", name="Benchmark District", type="district")
        maker = _Maker(
            chance,
            _Writer(folder, "users", _USERS, stack),
            _Writer(folder, "roles", _ROLES, stack),
            _Writer(folder, "classes", _CLASSES, stack),
            _Writer(folder, "enrollments", _ENROLLMENTS, stack),
        )
        school = 0
        while maker.count < users:
            school += 1
            orgs.add(sourcedId=f"s{school}", name=f"School {school}", type="school", parentSourcedId="d1")
            maker.school(f"s{school}", min(_PER_SCHOOL, users - maker.count))
    return folder


def _manifest() -> Iterable[tuple[str, str]]:
    yield "manifest.version", "1.0"
    yield "oneroster.version", "1.2"
    for name in ("orgs", "users", "roles", "classes", "enrollments"):
        yield f"file.{name}", "bulk"
    yield "file.demographics", "absent"


class _Maker:
    """Makes people school by school."""

    def __init__(
        self, chance: random.Random, users: _Writer, roles: _Writer, classes: _Writer, enrollments: _Writer
    ) -> None:
        self.chance, self.users, self.roles = chance, users, roles
        self.classes, self.enrollments = classes, enrollments
        self.count = self.links = 0

    def school(self, org: str, people: int) -> None:
        """One school: staff (one of fifteen is a parent as well), then families with one to three children."""
        until = self.count + people
        staff = max(2, people // 12)
        teachers = [self._staff(org) for _ in range(staff)]
        classes = [self._class(org, teacher) for teacher in teachers]
        while self.count < until:
            self._family(org, classes)

    def _family_name(self) -> str:
        pick = self.chance.choice
        return pick(_START) + pick(_MIDDLE) + pick(_END)

    def _person(self, org: str, role: str, given: str, family: str, **cells: str) -> str:
        self.count += 1
        person = f"{role[:1] if role in ('student', 'guardian') else 't'}{self.count:08d}"
        self.users.add(
            sourcedId=person,
            enabledUser="true",
            username=person,
            givenName=given,
            familyName=family,
            password="not-kept",
            primaryOrgSourcedId=org,
            **cells,
        )
        self._role(person, role, org, "primary")
        return person

    def _role(self, person: str, role: str, org: str, kind: str) -> None:
        self.links += 1
        self.roles.add(sourcedId=f"r{self.links}", userSourcedId=person, roleType=kind, role=role, orgSourcedId=org)

    def _staff(self, org: str) -> str:
        given, family = self.chance.choice(_GIVEN), self._family_name()
        address = f"{given}.{family}{self.count}@schools.example".lower()
        role = self.chance.choice(_STAFF_ROLES)
        person = self._person(org, role, given, family, email=address)
        if self.chance.random() < 0.5:
            self._role(person, role, "d1", "secondary")
        if self.chance.random() < 1 / 15:
            parent = self._person(org, "guardian", given, family, email=address)
            self._child(org, [], family, [parent])
        return person

    def _class(self, org: str, teacher: str) -> str:
        class_id = f"c{teacher}"
        self.classes.add(sourcedId=class_id, title="Class", classType="scheduled", schoolSourcedId=org)
        self._enroll(class_id, org, teacher, "teacher")
        return class_id

    def _enroll(self, class_id: str, org: str, person: str, role: str) -> None:
        self.links += 1
        self.enrollments.add(
            sourcedId=f"e{self.links}", classSourcedId=class_id, schoolSourcedId=org, userSourcedId=person, role=role
        )

    def _child(self, org: str, classes: Sequence[str], family: str, parents: Sequence[str]) -> None:
        grade = self.chance.randrange(13)
        child = self._person(
            org,
            "student",
            self.chance.choice(_GIVEN),
            family,
            middleName=self.chance.choice(_GIVEN),
            email=f"{self.count + 1:08d}@students.example",
            agentSourcedIds=",".join(parents),
            grades="KG" if grade == 0 else f"{grade:02d}",
        )
        for class_id in self.chance.sample(classes, min(self.chance.choice(_CLASSES_EACH), len(classes))):
            self._enroll(class_id, org, child, "student")

    def _family(self, org: str, classes: Sequence[str]) -> None:
        family = self._family_name()
        phone = f"555{self.chance.randrange(10**7):07d}"
        parents = [
            self._person(
                org,
                "guardian",
                self.chance.choice(_GIVEN),
                family if self.chance.random() < 0.7 else self._family_name(),
                email=f"family{self.count}@mail.example",
                sms=phone,
            )
            for _ in range(self.chance.choice((0, 1, 2, 2)))
        ]
        for _ in range(self.chance.choice((1, 1, 2, 3))):
            self._child(org, classes, family, parents)


def main() -> None:
    """Write a set: `python -m bench.roster_set FOLDER USERS [SEED]`."""
    write(Path(sys.argv[1]), users=int(sys.argv[2]), seed=int(sys.argv[3]) if len(sys.argv) > 3 else 1)


if __name__ == "__main__":
    main()
