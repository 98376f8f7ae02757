"""Safe reading of what a user hands in: ZIP, TAR(.gz), folder, single file, or all parts of one export.

Nothing is extracted to disk. Member names are made uniform (forward slashes, NFC, browser copies such as
`friends (1).json` under their real name) so that the readers need to know one spelling. Limits are counted
while reading, never taken from what an archive says about itself.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from connectors.errors import ConnectorError, DamagedInput, UnsafeArchive

_MB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one input may cost. Sizes in bytes."""

    members: int = 1_000_000
    member_bytes: int = 1024 * _MB
    total_bytes: int = 4096 * _MB
    ratio: int = 250
    """Uncompressed per compressed byte, looked at once a member has given 16 MB."""
    nesting: int = 2
    nested_bytes: int = 512 * _MB
    """An archive inside an archive is held in memory, so it has to be small."""


_RATIO_FROM = 16 * _MB
_COPY = re.compile(r" ?\((\d{1,2})\)(?=(\.[A-Za-z0-9]{1,5})?$)")
_JUNK = re.compile(r"(^|/)(__MACOSX(/|$)|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_ARCHIVE_NAME = re.compile(r"\.(zip|tar|tgz|tar\.gz)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the input.

    `name` is the uniform path ("connections/friends/your_friends.json"); `raw` is as stored; `part` is the
    index of the input it came from; `size` is what the container declares (not to be trusted).
    """

    name: str
    raw: str
    part: int
    size: int

    @property
    def basename(self) -> str:
        """The last component of the name."""
        return self.name.rpartition("/")[2]


class _Container(Protocol):
    """One opened input."""

    def members(self) -> Iterator[tuple[str, int]]:
        """Raw names and declared sizes of the files (not folders), in stored order."""

    def open(self, raw: str) -> tuple[BinaryIO, int | None]:
        """A stream of the member and its compressed size, if there is one."""

    def close(self) -> None:
        """Let go of the file."""


class _Zip:
    def __init__(self, file: Path | BinaryIO, label: str) -> None:
        self.label = label
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, ValueError, OSError, NotImplementedError) as e:
            raise DamagedInput(
                f"{label}: this ZIP file is not complete or is damaged ({_plain(e)}). "
                "Download it again and give the new file."
            ) from e

    def members(self) -> Iterator[tuple[str, int]]:
        seen: set[str] = set()
        for info in self._zip.infolist():
            if info.is_dir():
                continue
            if info.filename in seen:
                raise UnsafeArchive(
                    f"{self.label}: the ZIP holds two members named {_show(info.filename)}. An export never does; "
                    "download it again from the platform."
                )
            seen.add(info.filename)
            yield info.filename, info.file_size

    def open(self, raw: str) -> tuple[BinaryIO, int | None]:
        info = self._zip.getinfo(raw)
        if info.flag_bits & 0x1:
            raise DamagedInput(
                f"{self.label}: {_show(raw)} is protected with a password. Unpack it yourself, or download the "
                "export again without a password, and give that."
            )
        return cast(BinaryIO, self._zip.open(info)), info.compress_size

    def close(self) -> None:
        self._zip.close()


class _Tar:
    def __init__(self, file: Path | BinaryIO, label: str) -> None:
        self.label = label
        try:
            if isinstance(file, Path):
                self._tar = tarfile.open(file, "r:*")  # noqa: SIM115 - closed by close()
            else:
                self._tar = tarfile.open(fileobj=file, mode="r:*")  # noqa: SIM115 - closed by close()
        except (tarfile.TarError, EOFError, OSError, zlib.error) as e:
            raise self._damaged(e) from e
        self._infos: dict[str, tarfile.TarInfo] = {}

    def _damaged(self, error: BaseException) -> DamagedInput:
        return DamagedInput(
            f"{self.label}: this TAR archive is not complete or is damaged ({_plain(error)}). "
            "Download it again and give the new file."
        )

    def members(self) -> Iterator[tuple[str, int]]:
        try:
            for info in self._tar:
                if not info.isfile():
                    continue  # links and devices have no place in an export and are never followed
                if info.name in self._infos:
                    raise UnsafeArchive(
                        f"{self.label}: the archive holds two members named {_show(info.name)}. An export never "
                        "does; download it again from the platform."
                    )
                self._infos[info.name] = info
                yield info.name, info.size
        except (tarfile.TarError, EOFError, OSError, zlib.error) as e:
            raise self._damaged(e) from e

    def open(self, raw: str) -> tuple[BinaryIO, int | None]:
        stream = self._tar.extractfile(self._infos[raw])
        if stream is None:
            raise KeyError(raw)  # never: only regular files are listed
        return cast(BinaryIO, stream), None

    def close(self) -> None:
        self._tar.close()


class _Folder:
    def __init__(self, root: Path) -> None:
        self.root = root

    def members(self) -> Iterator[tuple[str, int]]:
        for folder, subfolders, files in os.walk(self.root, followlinks=False):
            subfolders.sort()
            for name in sorted(files):
                path = Path(folder, name)
                if path.is_symlink() or not path.is_file():
                    continue
                yield path.relative_to(self.root).as_posix(), path.stat().st_size

    def open(self, raw: str) -> tuple[BinaryIO, int | None]:
        return (self.root / raw).open("rb"), None

    def close(self) -> None:
        """Nothing is held open."""


class _File:
    def __init__(self, path: Path) -> None:
        self.path = path

    def members(self) -> Iterator[tuple[str, int]]:
        yield self.path.name, self.path.stat().st_size

    def open(self, raw: str) -> tuple[BinaryIO, int | None]:  # noqa: ARG002 - there is only one
        return self.path.open("rb"), None

    def close(self) -> None:
        """Nothing is held open."""


class Archive:
    """The members of one export, over all the files the user gave for it.

    Use as a context manager. Members of archives inside an archive appear under the inner archive's path.
    Raises `ConnectorError` (or one of its kinds) from the constructor and from every read.
    """

    def __init__(self, paths: Sequence[Path], limits: Limits = Limits()) -> None:
        if not paths:
            raise ConnectorError("No input was given. Name an export: a ZIP, a folder or a file.")
        self.limits = limits
        self.inputs = tuple(path.name or str(path) for path in paths)
        self._containers: list[_Container] = []
        self._by_member: dict[Member, _Container] = {}
        self._read = 0
        self.opened: list[Member] = []
        """What was opened so far, in order: the evidence that the rest stayed closed."""
        self.digests: dict[Member, str] = {}
        """SHA-256 of every member that was read to its end."""
        try:
            for part, path in enumerate(paths):
                self._add(_container(path), part, "", 0)
        except BaseException:
            self.close()
            raise
        self.members: tuple[Member, ...] = tuple(self._by_member)

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every file that was given."""
        for container in self._containers:
            container.close()

    def _add(self, container: _Container, part: int, prefix: str, depth: int) -> None:
        self._containers.append(container)
        label = self.inputs[part]
        inner: list[Member] = []
        for raw, size in container.members():
            name = prefix + _uniform(raw, label)
            if _JUNK.search(name):
                continue
            member = Member(name, raw, part, size)
            if len(self._by_member) >= self.limits.members:
                raise UnsafeArchive(
                    f"{label}: more than {self.limits.members:,} files inside. This is not a platform's export; "
                    "give only the export itself."
                )
            self._by_member[member] = container
            # An export holds archives only when somebody packed the download once more, so a ZIP among many
            # other files (a sent attachment, say) stays closed like everything else.
            if _ARCHIVE_NAME.search(name):
                inner.append(member)
        if inner and (len(self._by_member) <= 200 or all(m in inner for m in self._by_member)):
            for member in inner:
                self._open_inner(member, depth + 1)

    def _open_inner(self, member: Member, depth: int) -> None:
        label = f"{self.inputs[member.part]}: {_show(member.name)}"
        if depth > self.limits.nesting:
            raise UnsafeArchive(
                f"{label} is an archive inside an archive, more than {self.limits.nesting} deep. Unpack the outer "
                "one and give the export itself."
            )
        data = io.BytesIO(b"".join(self._chunks(member, self.limits.nested_bytes)))
        head = data.getvalue()[:4]
        container: _Container = _Zip(data, label) if head[:2] == b"PK" else _Tar(data, label)
        del self._by_member[member]
        self._add(container, member.part, _ARCHIVE_NAME.sub("", member.name) + "/", depth)

    def drop(self, member: Member) -> None:
        """Forget a member: a second copy of one that is already there."""
        del self._by_member[member]
        self.members = tuple(self._by_member)

    def open(self, member: Member) -> BinaryIO:
        """A bounded stream over a member, for readers that need not hold it whole."""
        return cast(BinaryIO, io.BufferedReader(_Bounded(self._chunks(member, self.limits.member_bytes))))

    def read(self, member: Member) -> bytes:
        """A member whole. Raises `UnsafeArchive` past a limit, `DamagedInput` where its bytes are damaged."""
        return b"".join(self._chunks(member, self.limits.member_bytes))

    def peek(self, member: Member, count: int = 4096) -> bytes:
        """The first bytes of a member, to see what it is."""
        out = b""
        for chunk in self._chunks(member, self.limits.member_bytes, size=count):
            out += chunk
            if len(out) >= count:
                break
        return out[:count]

    def _chunks(self, member: Member, most: int, size: int = 256 * 1024) -> Iterator[bytes]:
        label = f"{self.inputs[member.part]}: {_show(member.name)}"
        got, digest = 0, hashlib.sha256()
        self.opened.append(member)
        try:
            stream, packed = self._by_member[member].open(member.raw)
            with stream:
                while chunk := stream.read(size):
                    got += len(chunk)
                    self._read += len(chunk)
                    if got > most or self._read > self.limits.total_bytes:
                        raise UnsafeArchive(
                            f"{label} is larger than we read ({most // _MB:,} MB). A list of connections never is; "
                            "give the export as the platform made it."
                        )
                    if packed is not None and got > _RATIO_FROM and got > self.limits.ratio * max(packed, 1):
                        raise UnsafeArchive(
                            f"{label} unpacks to more than {self.limits.ratio} times its packed size, as archive bombs "
                            "do. Download the export again from the platform."
                        )
                    digest.update(chunk)
                    yield chunk
            self.digests[member] = digest.hexdigest()
        except (zipfile.BadZipFile, tarfile.TarError, EOFError, zlib.error, NotImplementedError, RuntimeError) as e:
            raise DamagedInput(
                f"{label} cannot be unpacked ({_plain(e)}). The file is damaged; download the export again."
            ) from e
        except OSError as e:
            raise DamagedInput(f"{label} cannot be read ({_plain(e)}). Check the disk and try again.") from e


class _Bounded(io.RawIOBase):
    """A raw stream over chunks, so that `io.BufferedReader` can serve `read(n)` and lines."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # typeshed asks for a wider buffer
        if not self._rest:
            self._rest = next(self._chunks, b"")
        count = min(len(buffer), len(self._rest))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count


def _container(path: Path) -> _Container:
    label = path.name
    if not path.exists():
        raise ConnectorError(f"{path}: no such file or folder. Check the spelling and where you are.")
    if path.is_dir():
        return _Folder(path)
    if not path.is_file():
        raise ConnectorError(f"{path}: not a file or a folder. Give the export as it was downloaded.")
    try:
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as e:
        raise ConnectorError(f"{path}: cannot be read ({_plain(e)}). Check that you may open it.") from e
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"):
        return _Zip(path, label)
    if head[:2] == b"\x1f\x8b" or head[257:262] == b"ustar":
        return _Tar(path, label)
    if re.search(r"\.zip$", label, re.IGNORECASE):
        raise DamagedInput(
            f"{label}: this is named .zip but is not a ZIP file (empty, cut short, or a web page). Download it again."
        )
    if re.search(r"\.(tar|tgz|tar\.gz)$", label, re.IGNORECASE):
        raise DamagedInput(f"{label}: this is named as a TAR archive but is not one. Download it again.")
    return _File(path)


def _uniform(raw: str, label: str) -> str:
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    if name.startswith("/") or re.match(r"[A-Za-z]:", name) or "\x00" in name or ".." in name.split("/"):
        raise UnsafeArchive(
            f"{label}: the member {_show(raw)} points outside the archive. An export never does; "
            "download it again from the platform."
        )
    folder, _, base = name.rpartition("/")
    parts = [part for part in folder.split("/") if part not in ("", ".")]
    return "/".join([*parts, _COPY.sub("", base)])


def _show(name: str) -> str:
    """A member name, harmless in a terminal and short enough for one line."""
    shown = name.encode("unicode_escape", "replace").decode("ascii")
    return f"“{shown if len(shown) <= 120 else shown[:117] + '...'}”"


def _plain(error: BaseException) -> str:
    text = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return (text or type(error).__name__).split("\n")[0][:160]


def natural(member: Member) -> list[tuple[int, int | str]]:
    """A sort key that puts `followers_2` before `followers_10`."""
    return [(0, int(part)) if part.isdigit() else (1, part) for part in re.split(r"(\d+)", member.name)]


def matching(members: Iterable[Member], test: Callable[[Member], bool]) -> list[Member]:
    """The members that pass, in natural order."""
    return sorted((member for member in members if test(member)), key=natural)
