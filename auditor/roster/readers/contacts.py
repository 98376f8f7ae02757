"""Families on the student's own row: `guardian1_name`, `Mother Email`, `nombre_madre`, `contact_relationship` …"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from auditor.roster.draft import split_name

_WHO = (
    r"parentguardian|guardian|parent|mother|father|contact|madre|padre|mae|pai|acudiente|apoderado|responsavel|"
    r"encarregado"
)
_FILLER = r"legal|primary|principal|del|de|da|do|la|el|s"
_PARTS: dict[str, str] = {
    "full": r"|name|fullname|nombre|nombrecompleto|nome|nomecompleto",
    "given": r"firstname|first|givenname|nombres|primernombre|primeironome",
    "family": r"lastname|last|familyname|surname|apellido|apellidos|sobrenome|apelido",
    "email": r"email|emailaddress|mail|correo|correoelectronico|homeemail|workemail",
    "phone": r"phone|phonenumber|mobile|cell|cellphone|homephone|workphone|telefono|telefone|celular|movil",
    "relation": r"relation|relationship|type|parentesco|relacion|vinculo",
}
_COLUMN = re.compile(
    rf"(?P<before>(?:{'|'.join(_PARTS.values())})?)(?:{_FILLER})*(?P<who>{_WHO})(?P<number>\d{{0,2}})"
    rf"(?:{_FILLER})*(?P<after>(?:{'|'.join(_PARTS.values())})?)(?P<last>\d{{0,2}})"
)
_NO_FAMILY = re.compile(r"\b(emergency|doctor|physician|self|neighbou?r|social ?worker|other)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"grand|aunt|uncle|sibling|brother|sister|cousin|relative|abuel|\bt[ií][oa]\b", re.IGNORECASE)


@dataclass(slots=True)
class ContactColumns:
    """The columns of one contact: positions among the picked cells, by part."""

    label: str
    """`guardian1`, `mother`: names the contact within the student."""
    parts: dict[str, list[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Contact:
    """One family member as a student's row gives it. `relative` is kin who need not be a guardian."""

    label: str
    given: str
    family: str
    email: str
    phones: tuple[str, ...]
    relative: bool


def find(keys: Sequence[str]) -> tuple[list[ContactColumns], list[int]]:
    """The contacts a header speaks of and the indexes of their columns (the positions refer to that list)."""
    found: dict[str, ContactColumns] = {}
    indexes: list[int] = []
    for index, name in enumerate(keys):
        match = _COLUMN.fullmatch(name)
        if match is None or (match["before"] and match["after"]):
            continue
        label = match["who"] + (match["number"] or match["last"])
        contact = found.setdefault(label, ContactColumns(label))
        part = next(p for p, words in _PARTS.items() if re.fullmatch(words, match["before"] or match["after"]))
        contact.parts.setdefault(part, []).append(len(indexes))
        indexes.append(index)
    return list(found.values()), indexes


def read(columns: ContactColumns, cells: Sequence[str]) -> Contact | None:
    """The contact on this row; None if there is none, or it is not family (an emergency contact, the student)."""

    def cell(part: str) -> str:
        return next((cells[at] for at in columns.parts.get(part, ()) if cells[at]), "")

    relations = " ".join(cells[at] for at in columns.parts.get("relation", ()))
    if _NO_FAMILY.search(relations):
        return None
    given, family = cell("given"), cell("family")
    if not given and (family or cell("full")):
        given, family = split_name(" ".join(part for part in (cell("full"), family) if part))
    phones = tuple(cells[at] for at in columns.parts.get("phone", ()) if cells[at])
    if not (given or family or cell("email")):
        return None
    return Contact(columns.label, given, family, cell("email"), phones, bool(_RELATIVE.search(relations)))
