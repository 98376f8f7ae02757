"""The words of rosters: roles of OneRoster 1.1 and 1.2, SDS and school systems, in three languages, and our groups."""

from __future__ import annotations

import re

from auditor.roster.model import Group
from auditor.roster.readers.tables import key, words

_WORDS: dict[Group, str] = {
    Group.ADMINISTRATOR: (
        "administrator admin principal vicePrincipal assistantPrincipal deputyPrincipal siteAdministrator "
        "districtAdministrator systemAdministrator schoolAdministrator districtAdmin schoolAdmin superintendent "
        "assistantSuperintendent headteacher headOfSchool director directora administrador administradora diretor "
        "diretora subdirector subdirectora vicediretor vicediretora chair"
    ),
    Group.TEACHER: (
        "teacher professor lecturer instructor faculty adjunct substitute substituteTeacher teacherOfRecord coTeacher "
        "leadTeacher educator docente profesor profesora professora maestro maestra"
    ),
    Group.STAFF: (
        "aide counselor counsellor proctor paraprofessional paraeducator nurse coach officeStaff occupationalTherapist "
        "physicalTherapist speechTherapist visionTherapist therapist specialServices advisor researcher affiliate "
        "staff itAdmin teacherAssistant assistant teachersAide librarian secretary registrar psychologist socialWorker "
        "custodian busDriver employee other personal empleado empleada funcionario funcionaria supportStaff "
        "nonTeachingStaff boardMember tutor"
    ),
    Group.VOLUNTEER: "volunteer voluntario voluntaria",
    Group.STUDENT: "student learner pupil alumno alumna aluno aluna estudiante estudante",
    Group.PARENT: (
        "parent guardian primaryGuardian legalGuardian parentGuardian mother father stepmother stepfather stepparent "
        "fosterParent contact padre madre pai mae responsavel apoderado apoderada acudiente encarregadoDeEducacao"
    ),
    Group.RELATIVE: (
        "relative grandparent grandmother grandfather aunt uncle auntUncle sibling brother sister cousin family "
        "familiar abuelo abuela tia tio avo"
    ),
}
_ROLES = {key(word): group for group, text in _WORDS.items() for word in text.split()}

_LEFT = {
    key(word): group
    for group, text in {
        Group.STUDENT: "alumni alumnus alumna formerStudent graduate exalumno exalumna exaluno exaluna egresado "
        "egresso",
        Group.STAFF: "formerStaff formerEmployee retired exempleado exfuncionario",
        Group.TEACHER: "formerTeacher",
    }.items()
    for word in text.split()
    if key(word) not in _ROLES
}

AGENTS_ONLY = frozenset({"aide", "counselor", "counsellor", "proctor", "paraprofessional", "advisor", "nurse", "coach"})
"""Staff whom a student's record may name because they look after the student: no sign that they are a parent."""

_TITLES: tuple[tuple[Group, str], ...] = (
    (Group.VOLUNTEER, r"volunt"),
    (Group.STAFF, r"assist|aide|auxiliar|secretar|paraprof|clerk|coach|nurse"),
    (Group.ADMINISTRATOR, r"principal|superintend|head ?(teacher|of school)|\bdean\b|admin|director|diretor"),
    (Group.TEACHER, r"teach|profes|instructor|faculty|lectur|docente|maestr|educator"),
    (Group.STUDENT, r"\b(student|pupil|alumn[oa]|alun[oa]|estudiante|estudante)\b"),
    (Group.PARENT, r"\b(parent|guardian|padre|madre|respons[aá]vel)\b"),
)

_FILES: tuple[tuple[Group, str], ...] = (
    (Group.PARENT, r"parent|guardian|contact|padre|madre|famil|responsave"),
    (Group.STUDENT, r"student|pupil|learner|alumn|aluno|estudiante|estudante"),
    (Group.TEACHER, r"teacher|faculty|docente|profes|maestr"),
    (Group.VOLUNTEER, r"volunt"),
    (Group.ADMINISTRATOR, r"admin|principal"),
    (Group.STAFF, r"staff|employee|personnel|personal|empleado|funcionario|workday|^hr|hr$"),
)

GONE = words(
    "tobedeleted inactive deleted withdrawn terminated transferred graduated left exited former resigned retired "
    "false no 0 inactivo inactiva inativo inativa baja desligado transferido"
)
"""Words of a status column that say: not here any more."""
CURRENT = words("active enrolled current registered employed true yes 1 activo activa ativo ativa matriculado")


def role_of(raw: str) -> tuple[Group, bool, bool]:
    """The group of a role's word, whether the word is known, and whether it says that the person has left.

    `ext:coach` is read as `coach`. An unknown word is staff: rosters use it for people without a class section.
    """
    word = key(raw.rpartition(":")[2])
    group = _ROLES.get(word)
    if group is not None:
        return group, True, False
    group = _LEFT.get(word)
    return (group, True, True) if group is not None else (Group.STAFF, False, False)


def role_of_title(title: str) -> Group:
    """The group of a job title ("Grade 4 Teacher", "Secretaria"): staff where no word of it says more."""
    text = title.casefold()
    return next((group for group, pattern in _TITLES if re.search(pattern, text)), Group.STAFF)


def role_of_file(stem: str) -> Group | None:
    """What a file name (its `key`) says of everybody inside."""
    return next((group for group, pattern in _FILES if re.search(pattern, stem)), None)
