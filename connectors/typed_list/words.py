"""The words of typed lists in English, Spanish and Portuguese: column headers, and kinds of connection."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from connectors.model import Kind

_HEADERS = {
    "name": (
        "name", "fullname", "displayname", "person", "nombre", "nombrecompleto", "nombreyapellidos", "nome",
        "nomecompleto", "nomedeexibicao", "persona", "pessoa",
    ),
    "first": ("firstname", "givenname", "first", "nombredepila", "primernombre", "primeironome", "nomeproprio"),
    "last": (
        "lastname", "surname", "familyname", "last", "apellido", "apellidos", "primerapellido", "sobrenome", "apelido",
        "apelidos", "ultimonome",
    ),
    "handle": (
        "handle", "username", "user", "screenname", "account", "accountname", "usuario", "nombredeusuario", "cuenta",
        "nomedeusuario", "nomedeutilizador", "utilizador", "conta",
    ),
    "url": (
        "url", "link", "profile", "profileurl", "profilelink", "address", "enlace", "perfil", "enlacedelperfil",
        "ligacao", "linkdoperfil",
    ),
    "email": (
        "email", "emailaddress", "mail", "correo", "correoelectronico", "direcciondecorreo", "enderecodeemail",
        "correioeletronico",
    ),
    "kind": ("kind", "type", "relationship", "relation", "tipo", "relacion", "relacao"),
    "since": ("since", "date", "connectedon", "followedon", "desde", "fecha", "data"),
}  # fmt: skip
_KINDS: dict[Kind, tuple[str, ...]] = {
    Kind.FRIEND: ("friend", "friends", "amigo", "amiga", "amigos", "amigas", "amistades"),
    Kind.FOLLOWER: ("follower", "followers", "seguidor", "seguidora", "seguidores", "seguidoras"),
    Kind.FOLLOWING: ("following", "followed", "siguiendo", "seguido", "seguidos", "seguindo", "aseguir"),
    Kind.SUBSCRIBER: ("subscriber", "subscribers", "suscriptor", "suscriptores", "inscrito", "inscritos", "assinantes"),
    Kind.SUBSCRIPTION: ("subscription", "subscriptions", "suscripcion", "suscripciones", "inscricao", "inscricoes"),
    Kind.MEMBER: ("member", "members", "miembro", "miembros", "membro", "membros"),
    Kind.CONTACT: ("contact", "contacts", "contacto", "contactos", "contato", "contatos"),
    Kind.CORRESPONDENT: ("correspondent", "correspondents"),
    Kind.REQUEST_RECEIVED: ("requestreceived", "requestsreceived", "solicitudrecibida", "solicitudesrecibidas"),
    Kind.REQUEST_SENT: ("requestsent", "requestssent", "solicitudenviada", "solicitudesenviadas"),
    Kind.BLOCKED: ("blocked", "bloqueado", "bloqueada", "bloqueados", "bloqueadas"),
}
_FIELD_OF = {word: field for field, words in _HEADERS.items() for word in words}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words}
_PEOPLE = frozenset({"name", "first", "last", "handle"})
_ROSTER = frozenset({"sourcedid", "usersourcedid", "sisid", "orgsourcedids"})


def plain(text: str) -> str:
    """Letters and digits only, without accents, in lower case: `Correo electrónico` -> `correoelectronico`."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in parts if c.isalnum() and not unicodedata.combining(c))


def columns(header: Sequence[str]) -> dict[str, int] | None:
    """The column of each field we know; None where none of them says who the person is.

    `Nombre` beside `Apellidos` is the first name, alone it is the whole name.
    """
    words = [plain(cell) for cell in header]
    if _ROSTER.intersection(words):
        return None
    found: dict[str, int] = {}
    for position, word in enumerate(words):
        if word in _FIELD_OF:
            found.setdefault(_FIELD_OF[word], position)
    if "last" in found and "first" not in found and "name" in found:
        found["first"] = found.pop("name")
    return found if _PEOPLE.intersection(found) else None


def kind_of(text: str) -> Kind | None:
    """The kind of connection a word stands for."""
    return _KIND_OF.get(plain(text))
