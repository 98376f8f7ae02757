"""Reading archives safely: what is hostile or broken ends in one sentence, what is odd but honest is read."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.archive import Archive, Limits
from connectors.errors import ConnectorError, DamagedInput, UnsafeArchive

FILES = {"connections/friends/your_friends.json": b'{"friends_v2": []}', "messages/inbox/1.json": b"{}"}


def make_zip(path: Path, files: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, compression)
    return path


def make_tar(path: Path, files: Mapping[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def names(path: Path, **limits: int) -> list[str]:
    with Archive([path], Limits(**limits)) as archive:
        return [member.name for member in archive.members]


def read_all(path: Path, **limits: int) -> dict[str, bytes]:
    with Archive([path], Limits(**limits)) as archive:
        return {member.name: archive.read(member) for member in archive.members}


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "folder"])
def test_the_same_files_come_out_of_every_container(tmp_path: Path, kind: str) -> None:
    target = tmp_path / f"export.{kind}"
    if kind == "zip":
        make_zip(target, FILES)
    elif kind == "folder":
        for name, data in FILES.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(data)
    else:
        make_tar(target, FILES, "w:gz" if kind == "tar.gz" else "w")
    assert read_all(target) == FILES


def test_a_single_file_is_an_archive_of_one(tmp_path: Path) -> None:
    (tmp_path / "followers_1 (1).json").write_bytes(b"[]")
    assert read_all(tmp_path / "followers_1 (1).json") == {"followers_1.json": b"[]"}


def test_all_parts_of_one_export_are_read_together(tmp_path: Path) -> None:
    one = make_zip(tmp_path / "takeout-001.zip", {"Takeout/a.csv": b"1"})
    two = make_zip(tmp_path / "takeout-002.zip", {"Takeout/b.csv": b"2"})
    with Archive([one, two]) as archive:
        assert {m.name: m.part for m in archive.members} == {"Takeout/a.csv": 0, "Takeout/b.csv": 1}


def test_spelling_is_made_uniform_and_junk_left_out(tmp_path: Path) -> None:
    path = make_zip(
        tmp_path / "a.zip",
        {
            "connections\\friends\\your_friends (1).json": b"1",
            "__MACOSX/connections/._x": b"",
            "x/.DS_Store": b"",
            "e\u0301.txt": b"",
        },
    )
    assert names(path) == ["connections/friends/your_friends.json", "\u00e9.txt"]


def test_an_archive_packed_once_more_is_seen_through(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", FILES).read_bytes()
    outer = make_zip(tmp_path / "Basic_Export.zip.zip", {"Basic_Export.zip": inner})
    assert read_all(outer) == {f"Basic_Export/{name}": data for name, data in FILES.items()}
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "inner.zip").write_bytes(inner)
    assert read_all(tmp_path / "folder") == {f"inner/{name}": data for name, data in FILES.items()}


def test_archives_nested_too_deep_are_refused(tmp_path: Path) -> None:
    data = make_zip(tmp_path / "0.zip", FILES).read_bytes()
    for depth in range(1, 4):
        data = make_zip(tmp_path / f"{depth}.zip", {"in.zip": data}).read_bytes()
    with pytest.raises(UnsafeArchive, match="more than 2 deep"):
        names(tmp_path / "3.zip")


@pytest.mark.parametrize("name", ["../evil.json", "/abs.json", "C:\\x.json", "a/../../b.json"])
def test_paths_that_climb_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnsafeArchive, match=r"a\.zip.*points outside the archive.*download it again"):
        names(make_zip(tmp_path / "a.zip", {name: b"x"}))


def test_two_members_of_one_name_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("friends.json", "[1]")
        archive.writestr("friends.json", "[2]")
    with pytest.raises(UnsafeArchive, match=r"two members named “friends\.json”"):
        names(path)


def test_a_bomb_stops_while_reading(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "bomb.zip", {"followers_1.json": b"0" * 60_000_000})
    with pytest.raises(UnsafeArchive, match="250 times its packed size"):
        read_all(path)
    with pytest.raises(UnsafeArchive, match="larger than we read"):
        read_all(path, member_bytes=1_000_000)
    with pytest.raises(UnsafeArchive, match="more than 1 files"):
        names(make_zip(tmp_path / "many.zip", FILES), members=1)


def test_a_lie_about_the_size_is_found(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.json": b"x" * 5000}, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    with pytest.raises(DamagedInput, match="cannot be unpacked"):
        read_all(path)


def test_a_password_is_named(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.json": b"secret"}, zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(DamagedInput, match="protected with a password"):
        read_all(path)


@pytest.mark.parametrize("keep", [0, 3, 30, 150])
def test_a_download_that_was_cut_short_is_said_so(tmp_path: Path, keep: int) -> None:
    whole = make_zip(tmp_path / "a.zip", FILES).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:keep])
    with pytest.raises(DamagedInput, match=r"cut\.zip: .*(Download it again)"):
        names(tmp_path / "cut.zip")
    packed = make_tar(tmp_path / "a.tar.gz", {"a": os.urandom(5000)}).read_bytes()
    (tmp_path / "cut.tar.gz").write_bytes(packed[: 100 + keep])
    with pytest.raises(DamagedInput, match=r"cut\.tar\.gz: "):
        read_all(tmp_path / "cut.tar.gz")


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("private")
    folder = tmp_path / "export"
    folder.mkdir()
    (folder / "followers_1.json").symlink_to(tmp_path / "secret.txt")
    assert names(folder) == []
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        info = tarfile.TarInfo("followers_1.json")
        info.type, info.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(info)
    assert names(tmp_path / "a.tar") == []


def test_what_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConnectorError, match="no such file or folder"):
        names(tmp_path / "nothing.zip")
    with pytest.raises(ConnectorError, match="No input was given"):
        Archive([])


def test_only_what_is_asked_for_is_opened(tmp_path: Path) -> None:
    """A 5 GB archive costs no more than its lists: the photo here is damaged, and nobody notices."""
    path = make_zip(tmp_path / "a.zip", {"photo.jpg": b"x" * 4000, "friends.json": b"[]"}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes().replace(b"x" * 4000, b"y" * 4000))
    with Archive([path]) as archive:
        member = next(m for m in archive.members if m.basename == "friends.json")
        assert archive.read(member) == b"[]"
        assert [m.name for m in archive.opened] == ["friends.json"]


def test_nothing_is_left_on_disk(tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    path = make_zip(tmp_path / "a.zip", FILES)
    read_all(path)
    assert sorted(tmp_path.rglob("*")) == sorted([*before, path])


def test_a_stream_gives_the_same_bytes(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.txt": b"line 1\nline 2\n" * 10_000})
    with Archive([path]) as archive, archive.open(archive.members[0]) as stream:
        assert sum(1 for _ in stream) == 20_000


@settings(deadline=None, max_examples=80)
@given(st.data())
def test_damage_anywhere_never_ends_in_anything_else(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    make = data.draw(st.sampled_from([make_zip, make_tar]))
    raw = bytearray(make(folder / "a.zip", FILES).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = folder / data.draw(st.sampled_from(["b.zip", "b.tar.gz", "b"]))
    path.write_bytes(bytes(raw))
    try:
        read_all(path)
    except ConnectorError as e:
        assert path.name in str(e)
