"""Lists as owners type or paste them. All people are invented."""

from __future__ import annotations

from connectors.model import State
from tests.connectors.sample import Sample

ENGLISH = "Name,Username,Email,Kind\nAna Ruiz,@ana.ruiz,ana@home.example,follower\nBo Chen,,,friend\n,cy_w,,following\n"
SPANISH = "Nombre;Apellidos;Usuario;Relación\nAna;Ruiz Peña;anaruiz;seguidora\nDee;O'Hara;;amiga\n"
PORTUGUESE = (
    "Nome completo\tNome de usuário\tE-mail\tTipo\nJoão Sá\tjoaosa\tjoao@casa.example\tseguidor\nInês Brandão\t\t\t\n"
)
PLAIN = """# Class 5b, copied on Monday
Ana Ruiz
2. Bo Chen (@bochen)
- Cy Wren <cy@home.example>
@dee.asks

• https://photos.example/eve
# followers
Fay Okoye
"""
CONTACT, FOLLOWER, FRIEND, FOLLOWING = ((kind,) for kind in ("contact", "follower", "friend", "following"))
ENGLISH_PEOPLE = ((FOLLOWER, "ana.ruiz"), (FRIEND, "Bo Chen"), (FOLLOWING, "cy_w"))
SPANISH_PEOPLE = ((FOLLOWER, "anaruiz"), (FRIEND, "Dee O'Hara"))
PORTUGUESE_PEOPLE = ((FOLLOWER, "joaosa"), (CONTACT, "Inês Brandão"))
PLAIN_PEOPLE = (
    (CONTACT, "Ana Ruiz"),
    (CONTACT, "bochen"),
    (CONTACT, "Cy Wren"),
    (CONTACT, "dee.asks"),
    (CONTACT, "https://photos.example/eve"),
    (FOLLOWER, "Fay Okoye"),
)


def sample(name: str, file: str, data: bytes, people: tuple) -> Sample:
    return Sample("other", name, {file: data}, people, connections=State.PARTIAL)


SAMPLES: list[Sample] = [
    sample("csv-english", "people.csv", ENGLISH.encode(), ENGLISH_PEOPLE),
    sample("csv-bom", "people.csv", ENGLISH.encode("utf-8-sig"), ENGLISH_PEOPLE),
    sample("csv-spanish-cp1252", "lista.csv", SPANISH.encode("cp1252"), SPANISH_PEOPLE),
    sample("tab-portuguese-utf16", "lista.csv", PORTUGUESE.encode("utf-16"), PORTUGUESE_PEOPLE),
    sample("one-column", "names.csv", b"Name\nRuiz, Ana\nBo Chen\n", ((CONTACT, "Ruiz, Ana"), (CONTACT, "Bo Chen"))),
    sample("pasted", "list.txt", PLAIN.encode(), PLAIN_PEOPLE),
]
