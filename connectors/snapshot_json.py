"""A snapshot as a file (`auditor/snapshot/1`): what `auditor pull` writes and `auditor audit` also takes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from connectors.errors import DamagedInput
from connectors.model import Connection, Snapshot
from connectors.plain import plain

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "auditor/snapshot/1"
_HEAD = 4096


class Text(Protocol):
    """Something that text can be written to."""

    def write(self, text: str, /) -> object:
        """Write it."""


@cache
def _adapter() -> TypeAdapter[Snapshot]:
    from pydantic import TypeAdapter  # only where a file is read: it takes a while to load

    return TypeAdapter(Snapshot)


def looks_like_snapshot(path: Path) -> bool:
    """Whether the file says that it is a snapshot of ours (its first key names the schema)."""
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as file:
        return SCHEMA.encode() in file.read(_HEAD)


def dump(snapshot: Snapshot) -> str:
    """The snapshot as JSON text: same snapshot, same text."""
    return json.dumps({"schema": SCHEMA, **plain(snapshot)}, ensure_ascii=False, indent=1) + "\n"


def write(snapshot: Snapshot, people: Iterable[Connection], file: Text) -> None:
    """Write what `dump` would give for `snapshot` with these people in it, and the hash of them, one on a line.

    The people of `snapshot` itself are left out, so that a million of them need no memory.
    """
    head, tail = _around(replace(snapshot, connections=()))
    file.write(head)
    digest, first = hashlib.sha256(), True
    for person in people:
        text = json.dumps(plain(person), ensure_ascii=False)
        digest.update(text.encode("utf-8", "surrogatepass"))
        file.write(("\n  " if first else ",\n  ") + text)
        first = False
    file.write("]" if first else "\n ]")
    file.write(tail.replace('"sha256": ""', f'"sha256": "{digest.hexdigest()}"', 1))


def _around(snapshot: Snapshot) -> tuple[str, str]:
    """The text of a snapshot before and after its (empty) list of people."""
    text, empty = dump(snapshot), '\n "connections": []'
    at = text.index(empty)  # at this depth there is one key of this name
    return text[: at + len(empty) - 1], text[at + len(empty) :]


def read(path: Path) -> Snapshot:
    """A stored snapshot. Raises `DamagedInput` with the first place that does not fit the schema."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as e:
        raise DamagedInput(f"{path.name}: this snapshot is not complete JSON. Make it again.") from e
    if not isinstance(data, dict) or data.pop("schema", None) != SCHEMA:
        raise DamagedInput(f"{path.name}: this is not a snapshot file ({SCHEMA}).")
    from pydantic import ValidationError

    try:
        return _adapter().validate_python(data)
    except ValidationError as e:
        first = e.errors(include_input=False, include_url=False)[0]
        where = "/".join(str(part) for part in first["loc"])
        raise DamagedInput(
            f"{path.name}: the snapshot does not fit its schema at {where} ({first['msg']}). Make it again."
        ) from e


def schema() -> dict[str, Any]:
    """The JSON Schema of a snapshot file."""
    body = _adapter().json_schema(mode="serialization")
    body["title"] = SCHEMA
    body["properties"] = {"schema": {"const": SCHEMA}, **body["properties"]}
    body["required"] = ["schema", *body.get("required", [])]
    return body
