"""The profile says in which role its owner speaks."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.policy.examples import facts as example
from auditor.policy.model import AccountFacts, CheckMeta, Example, Observation, Param, Params
from auditor.policy.profile_words import judge, names_any, shown
from auditor.result import Outcome, Severity
from connectors.model import Gap, Profile, RecordType

_ROLES = [
    *("administrator", "advisor", "adviser", "aide", "coach", "counselor", "counsellor", "director", "educator"),
    *("librarian", "nurse", "paraprofessional", "principal", "professor", "staff", "superintendent", "teacher"),
    *("team account", "class account", "classroom", "our class", "school account"),
    *("maestra", "maestro", "profesor", "profesora", "docente", "consejera", "consejero", "directora", "entrenador"),
    *("entrenadora", "bibliotecaria", "bibliotecario", "cuenta de la clase", "nuestra clase"),
    *("professora", "treinador", "treinadora", "diretor", "diretora", "conta da turma", "nossa turma"),
]

META = CheckMeta(
    id="role_label",
    title="The profile names its owner's role",
    why="Readers assume that staff speak for the district, so they should see who is speaking.",
    severity=Severity.SUGGESTION,
    needs=frozenset(),
    params={"role_names": Param(list, _ROLES, "Words in a profile that name a role or a class account.")},
)


def evaluate(facts: AccountFacts, params: Params) -> Iterator[Observation]:
    """One observation."""
    yield judge(META.id, facts, "role", found=names_any(shown(facts), params["role_names"]))


EXAMPLES = (
    Example("teacher", lambda: example(profile=Profile("room12", bio="Teacher of grade 4")), (Outcome.PASS,)),
    Example("profesora", lambda: example(profile=Profile("aula12", "Profesora Okafor")), (Outcome.PASS,)),
    Example("no role", lambda: example(profile=Profile("lena.okafor", "Lena Okafor")), (Outcome.ATTENTION,)),
    Example(
        "no bio in the export",
        lambda: example(profile=Profile("okafor"), incomplete={RecordType.PROFILE: Gap.NOT_OFFERED}),
        (Outcome.NOT_ASSESSED,),
    ),
)
