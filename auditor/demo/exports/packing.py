"""Packing exports so that the same content always gives the same bytes."""

from __future__ import annotations

import csv
import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

Members = Mapping[str, str | bytes]


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def pack_zip(path: Path, members: Members, made: datetime) -> Path:
    """A ZIP whose members all bear the time `made`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, made.timetuple()[:6])
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 3, 0o600 << 16
            archive.writestr(info, _bytes(content))
    return path


def pack_tar_gz(path: Path, members: Members, made: datetime) -> Path:
    """A gzipped TAR whose members all bear the time `made`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", fileobj=file, mtime=int(made.timestamp())) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.mode = len(_bytes(content)), int(made.timestamp()), 0o600
            archive.addfile(info, io.BytesIO(_bytes(content)))
    return path


def save(path: Path, content: str | bytes) -> Path:
    """One file as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_bytes(content))
    return path


def dump(value: object) -> str:
    """JSON as most platforms write it: indented, in plain characters."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def dump_meta(value: object) -> str:
    """JSON as Meta writes it: every byte of the UTF-8 text as a character of its own (`José` → `Jos\\u00c3\\u00a9`)."""
    return json.dumps(_as_bytes(value), indent=2)


def _as_bytes(value: object) -> object:
    match value:
        case str():
            return value.encode().decode("latin-1")
        case dict():
            return {_as_bytes(key): _as_bytes(item) for key, item in value.items()}
        case list():
            return [_as_bytes(item) for item in value]
        case _:
            return value


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A CSV file; no header, where it is empty."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([*([header] if header else []), *rows])
    return text.getvalue()


def photo(chance: random.Random) -> bytes:
    """Bytes in place of a picture: exports hold many, and no reader may open them."""
    return b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + chance.randbytes(1500) + b"\xff\xd9"
