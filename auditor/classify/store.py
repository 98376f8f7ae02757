"""An index as one file beside its roster, which any number of processes map instead of reading the roster again.

The file holds a header in JSON (what the index is of, what made it, where each array lies) and then the arrays as they
lie in memory. Only its owner may read it: it says as much of people as the roster does.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from auditor.classify import index as indexing
from auditor.classify.index import Index
from auditor.classify.roster_facts import Facts
from auditor.errors import AuditorError, RosterError
from auditor.roster.model import Roster
from auditor.roster.readers.detect import may_open
from auditor.writing import make_folder, whole
from connectors.archive import Archive
from connectors.errors import ConnectorError
from connectors.memory import rare_collection

FORMAT = 1
"""Of the file. What the arrays mean may change as well: see `made_by`."""
SUFFIX = ".auditor-index"
_MAGIC = b"auditor index\n\0\0"
_ALIGNED = 64
_MANY = 1 << 18
_MAKERS = (
    "facts", "fingerprints", "forms", "index", "kept", "lexicon", "lookup", "people", "people_in", "population",
    "roster_facts", "sounds", "spelling", "text", "vocabulary",
)  # fmt: skip


class NotAnIndex(AuditorError):
    """A file that is no index, a damaged one, or one that another version of the program made."""


@cache
def made_by() -> str:
    """A digest of everything that decides what an index holds: the modules and lists it is made with."""
    digest = hashlib.sha256(str(FORMAT).encode())
    digest.update(" ".join(version(package) for package in ("anyascii", "nicknames")).encode())
    ours, rosters = files("auditor.classify"), files("auditor.roster")
    for maker in _MAKERS:
        digest.update(ours.joinpath(f"{maker}.py").read_bytes())
    for folder, ending in ((ours.joinpath("data"), ".gz"), (ours.joinpath("data"), ".txt"), (rosters, ".py"),
                           (rosters.joinpath("readers"), ".py")):  # fmt: skip
        for part in sorted((p for p in folder.iterdir() if p.name.endswith(ending)), key=lambda p: p.name):
            digest.update(part.read_bytes())
    return digest.hexdigest()


def save(index: Index, path: Path, roster_key: str = "") -> None:
    """Write an index. `roster_key` says of which files it is made (`key_of`). Raises `AuditorError`."""
    arrays = {name: np.ascontiguousarray(array) for name, array in index.arrays().items()}
    places, end = {}, 0
    for name, array in arrays.items():
        places[name] = {"dtype": array.dtype.str, "shape": array.shape, "offset": end}
        end += -(-array.nbytes // _ALIGNED) * _ALIGNED
    header = {"made_by": made_by(), "roster": roster_key, "facts": asdict(index.facts), "arrays": places, "bytes": end}
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-(len(_MAGIC) + 8 + len(text)) % _ALIGNED)
    with whole(path) as file:
        file.write(_MAGIC + len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(array.data if array.size else b"")
            file.write(bytes(-array.nbytes % _ALIGNED))


def open(path: Path) -> Index:
    """The index in a file, mapped. Raises `NotAnIndex` for anything else, `OSError` where it cannot be read."""
    return _opened(path)[0]


def _opened(path: Path) -> tuple[Index, Mapping[str, Any]]:
    try:
        with path.open("rb") as file:
            header, start = _header(file, path.name)
            if file.seek(0, os.SEEK_END) != start + header["bytes"]:
                raise NotAnIndex(f"{path.name}: this index is damaged. Delete it; it is made anew from the roster.")
        mapped = np.asarray(np.memmap(path, np.uint8, "r"))
        arrays = {name: _view(mapped, start, place) for name, place in header["arrays"].items()}
        facts = {name: _tuples(value) for name, value in header["facts"].items()}
        return Index.of(Facts(**facts), arrays), header
    except (ValueError, KeyError, TypeError) as e:
        raise NotAnIndex(f"{path.name}: this index is damaged. Delete it; it is made anew from the roster.") from e


def _header(file: IO[bytes], name: str) -> tuple[dict[str, Any], int]:
    """The header, and where the arrays begin."""
    start = file.read(len(_MAGIC) + 8)
    if not start.startswith(_MAGIC) or len(start) < len(_MAGIC) + 8:
        raise NotAnIndex(f"{name}: this is no index. Give the roster; its index is made from it.")
    size = int.from_bytes(start[len(_MAGIC) :], "little")
    header = json.loads(file.read(size))
    if header["made_by"] != made_by():
        raise NotAnIndex(f"{name}: another version of the program made this index. Use the same version everywhere.")
    return header, len(start) + size


def _view(mapped: NDArray[np.uint8], start: int, place: Mapping[str, Any]) -> NDArray[Any]:
    dtype, shape = np.dtype(place["dtype"]), tuple(place["shape"])
    at = start + int(place["offset"])
    size = int(np.prod(shape)) * dtype.itemsize
    array: NDArray[Any] = mapped[at : at + size].view(dtype).reshape(shape)
    return array


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def file_of(index: Index) -> Path | None:
    """The file an index is mapped from; None for one that is only in memory."""
    array: Any = index.postings.values
    while array is not None and not isinstance(array, np.memmap):
        array = getattr(array, "base", None)
    return Path(array.filename) if array is not None and array.filename else None


def key_of(roster: Path) -> str:
    """A digest of the files a roster is read from, by name: the same for a folder and a ZIP of it, wherever it lies.

    Reads every byte and understands none of them. Raises `RosterError` as loading does.
    """
    try:
        with Archive([roster]) as archive:
            members = sorted(filter(may_open, archive.members), key=lambda m: (m.name, m.raw))
            digest = hashlib.sha256()
            for member in members:
                with archive.open(member) as stream:
                    while stream.read(_MANY):
                        pass  # the archive keeps a digest of what is read
                digest.update(f"{member.name}\x1f{archive.digests[member]}\n".encode("utf-8", "surrogatepass"))
            return digest.hexdigest()
    except ConnectorError as e:
        raise RosterError(str(e)) from e


def places(roster: Path) -> Iterator[Path]:
    """Where the index of a roster may lie, best first: beside it, or in the user's own cache."""
    path = Path(os.path.abspath(roster))  # noqa: PTH100 - follows no link, and makes sense of a dot
    yield path.with_name(path.name + SUFFIX)
    cached = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    yield Path(cached, "auditor", hashlib.sha256(os.fsencode(path)).hexdigest()[:32] + SUFFIX)


def for_roster(roster: Path, load: Callable[[], Roster]) -> Index:
    """The index of a roster: the stored one where the files are still the same, else made with `load` and stored.

    Of an older state, people who have not changed are taken over. What cannot be stored is kept in memory only.
    """
    key = key_of(roster)
    older = None
    for place in places(roster):
        found = _found(place)
        if found and found[1]["roster"] == key:
            return found[0]
        older = older or found
    with rare_collection():
        made = indexing.build(load(), older[0] if older else None)
    if key_of(roster) != key:
        return made  # somebody is writing to the roster: the next run sees what it has become
    for place in places(roster):
        try:
            make_folder(place.parent)
            save(made, place, key)
            return open(place)
        except (AuditorError, OSError):
            continue
    return made


def latest(roster: Path) -> Index | None:
    """What was last stored for a roster, whether or not its files are still the same; None where nothing is."""
    return next((found[0] for found in map(_found, places(roster)) if found), None)


def _found(place: Path) -> tuple[Index, Mapping[str, Any]] | None:
    try:
        return _opened(place)
    except (NotAnIndex, OSError):
        return None
