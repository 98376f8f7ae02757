"""What a run has done so far, on disk after every account, so that a run that was cut goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from auditor.annual_result import AccountOutcome
from auditor.register import Registration
from auditor.writing import write

NAME = "run.json"


@dataclass(slots=True)
class Manifest:
    """The state of one yearly run.

    `basis` is a digest of everything all accounts share (roster, pack, languages, version); `done` maps an account
    to the digest of its own inputs and what became of it. Whatever changed is audited again.
    """

    run_id: str
    at: datetime
    basis: str
    done: dict[str, tuple[str, AccountOutcome]] = field(default_factory=dict)

    def finished(self, key: str, digest: str) -> AccountOutcome | None:
        """The outcome of an account that was audited from these same inputs."""
        entry = self.done.get(key)
        return entry[1] if entry and entry[0] == digest else None

    def save(self, folder: Path) -> None:
        """Write the state."""
        body = _ADAPTER.dump_python(self, mode="json")
        write(folder / NAME, json.dumps({"schema": "auditor/run/1", **body}, ensure_ascii=False, indent=1) + "\n")


_ADAPTER = TypeAdapter(Manifest)


def load(folder: Path, basis: str) -> Manifest | None:
    """The state of an earlier run on the same basis; None where there is none or it cannot be used."""
    try:
        data = json.loads((folder / NAME).read_text(encoding="utf-8"))
        data.pop("schema", None)
        manifest = _ADAPTER.validate_python(data)
    except (OSError, ValueError, ValidationError, AttributeError):
        return None
    return manifest if manifest.basis == basis else None


def digest_of(registration: Registration, files: Sequence[Path]) -> str:
    """What an account's audit depends on: its row in the register and its files (size and time of change)."""
    parts = [repr(registration)]
    for path in files:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                status = file.stat()
                parts.append(f"{file}\x1f{status.st_size}\x1f{status.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
