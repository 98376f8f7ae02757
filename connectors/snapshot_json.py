"""A snapshot as a file (`auditor/snapshot/1`): what `auditor pull` writes and `auditor audit` also takes."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from connectors.errors import DamagedInput
from connectors.model import Snapshot
from connectors.plain import plain

if TYPE_CHECKING:
    from pydantic import TypeAdapter

SCHEMA = "auditor/snapshot/1"
_HEAD = 4096


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
