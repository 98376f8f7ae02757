"""What the owner says of people (`--declarations`): a CSV `connection,relation,note`. Stated, not verified."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auditor.errors import AuditorError
from auditor.result import Declaration
from connectors.errors import MemberDamaged
from connectors.files import decode, parse_csv
from connectors.model import Connection, Message

RELATIONS = (
    "colleague",
    "family_of_student",
    "student",
    "organisation",
    "own_family",
    "professional",
    "will_remove",
    "dont_know",
)
"""The relations a declaration may state."""

_WORDS = {
    "colleague": "coworker colega companero companera",
    "family_of_student": "family parent guardian familia familia_de_estudiante familia_de_alumno familia_de_aluno "
    "padre madre pai mae responsavel",
    "student": "pupil estudiante alumno alumna aluno aluna estudante",
    "organisation": "organization organizacion organizacao",
    "own_family": "my_family my_own_family mi_familia familia_propia minha_familia familia_propria",
    "professional": "profesional profissional colega_profesional colega_profissional",
    "will_remove": "remove eliminar eliminare voy_a_eliminar remover vou_remover",
    "dont_know": "don_t_know do_not_know unknown no_se desconocido nao_sei desconhecido",
}
"""Relation → other words for it, as `_word` makes them: English, Spanish, Portuguese."""

_RELATION_OF = {word: relation for relation in RELATIONS for word in (relation, *_WORDS[relation].split())}
_COLUMNS = {
    "connection": ("connection", "conexion", "conexao", "contacto", "contato"),
    "relation": ("relation", "relacion", "relacao"),
    "note": ("note", "nota"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file."""

    number: int
    """1-based, the header being row 1."""
    connection: str
    """Handle, display name, address or connection id, as typed."""
    declaration: Declaration


@dataclass(slots=True)
class Declarations:
    """What an owner declared, to be matched with the connections of the account.

    Call `settle` with all connections first: only then is it known which names several people share.
    """

    rows: tuple[Row, ...]
    _by_key: dict[tuple[str, str], Row] = field(init=False, repr=False)
    _bound: dict[str, Row] | None = field(init=False, repr=False, default=None)
    _used: set[int] = field(init=False, repr=False, default_factory=set)
    _ambiguous: set[int] = field(init=False, repr=False, default_factory=set)

    def __post_init__(self) -> None:
        self._by_key = {key: row for row in self.rows for key in _typed_keys(row.connection)}

    def settle(self, connections: Iterable[Connection]) -> None:
        """Give each row to the one connection that what was typed stands for: by id, else handle, address or name.

        A row that fits two people equally well goes to neither.
        """
        fitting: dict[tuple[int, str], list[str]] = {}
        for connection in connections:
            for key in dict.fromkeys(_keys(connection)):
                row = self._by_key.get(key)
                if row is not None:
                    fitting.setdefault((row.number, key[0]), []).append(connection.id)
        self._bound = {}
        for row in self.rows:
            surest = next((fitting[row.number, how] for how in _HOW if (row.number, how) in fitting), [])
            if len(surest) > 1:
                self._ambiguous.add(row.number)
            elif surest:
                self._bound.setdefault(surest[0], row)

    def match(self, connection: Connection) -> Declaration | None:
        """What was declared of this connection, if anything."""
        if self._bound is not None:
            row = self._bound.get(connection.id)
        else:
            row = next((self._by_key[key] for key in _keys(connection) if key in self._by_key), None)
        if row is None:
            return None
        self._used.add(row.number)
        return row.declaration

    @property
    def unused(self) -> list[Message]:
        """After matching: one message per row that fitted nobody, or more than one person."""
        return [
            Message(f"declarations.{'ambiguous' if row.number in self._ambiguous else 'unused'}", {"row": row.number})
            for row in self.rows
            if row.number not in self._used
        ]


def read(path: Path) -> Declarations:
    """The declarations in a CSV file. Raises `AuditorError` with file, row and the words that are allowed.

    Comma, semicolon and tab are understood; relations also in Spanish and Portuguese.
    """
    try:
        data = path.read_bytes()
        header_line = decode(data, path.name).partition("\n")[0]
        lines = parse_csv(data, path.name, max(",;\t", key=header_line.count))
        return Declarations(tuple(_rows(lines, path.name)))
    except OSError as e:
        raise AuditorError(f"{path}: the declarations cannot be read ({e.strerror}). Check the path.") from e
    except MemberDamaged as e:
        raise AuditorError(f"{e}. Save the declarations as CSV again.") from e


def _rows(lines: Iterator[tuple[int, list[str]]], file: str) -> Iterator[Row]:
    header = [_word(cell) for cell in next(lines, (1, []))[1]]
    place = {name: next((header.index(w) for w in words if w in header), -1) for name, words in _COLUMNS.items()}
    for name in ("connection", "relation"):
        if place[name] < 0:
            raise AuditorError(
                f"{file} row 1: the column “{name}” is missing. The first row has to be: connection,relation,note."
            )
    first: dict[tuple[str, str], tuple[int, str]] = {}
    for number, cells in lines:
        values = {name: cells[i].strip() if 0 <= i < len(cells) else "" for name, i in place.items()}
        if not any(values.values()):
            continue
        if not values["connection"]:
            raise AuditorError(f"{file} row {number}: the connection is empty. Give a user name, name or address.")
        relation = _RELATION_OF.get(_word(values["relation"]))
        if relation is None:
            raise AuditorError(
                f"{file} row {number}: the relation is not one we know. Use one of: {', '.join(RELATIONS)}."
            )
        for key in _typed_keys(values["connection"]):
            earlier, said = first.setdefault(key, (number, relation))
            if said != relation:
                raise AuditorError(
                    f"{file} row {number}: this person is already in row {earlier}, with another relation. Keep one."
                )
        yield Row(number, values["connection"], Declaration(relation, values["note"]))


_HOW = ("id", "handle", "url", "name")
"""The ways to name a connection, the surest first."""


def _keys(connection: Connection) -> Iterator[tuple[str, str]]:
    """What a declaration may name this connection by, the surest first."""
    yield "id", connection.id
    for handle in (connection.handle, connection.platform_id, connection.email):
        if handle:
            yield "handle", _handle(handle)
    if connection.url:
        yield "url", _url(connection.url)
    if connection.display_name:
        yield "name", _name(connection.display_name)


def _typed_keys(text: str) -> Iterator[tuple[str, str]]:
    """Everything that what was typed may stand for."""
    yield "id", text
    yield "handle", _handle(text)
    yield "url", _url(text)
    if not text.startswith("@"):
        yield "name", _name(text)


def _handle(text: str) -> str:
    return text.strip().lstrip("@").casefold()


def _url(text: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.|m\.)?", "", text.strip().casefold()).partition("?")[0].rstrip("/")


def _name(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _word(text: str) -> str:
    """A word of the header or a relation: lower case, no accents, `_` between words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "_".join(re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c))))
