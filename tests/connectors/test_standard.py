"""The standard suite: what every source of exports must do, run over every platform's samples."""

from __future__ import annotations

import io
import json
import logging
import tarfile
import zipfile
from collections.abc import Iterable, Mapping
from importlib import import_module
from pathlib import Path

import pytest

from connectors import registry, snapshot_json
from connectors.archive import Archive
from connectors.base import Export, matches
from connectors.errors import ConnectorError
from connectors.model import (
    REQUESTS,
    SETTING_VALUES,
    UNKNOWN,
    Connection,
    Kind,
    RecordType,
    Snapshot,
    SourceKind,
    State,
)
from tests.connectors.sample import Sample

PLATFORMS = (
    "facebook",
    "instagram",
    "threads",
    "x",
    "linkedin",
    "tiktok",
    "snapchat",
    "youtube",
    "mastodon",
    "bluesky",
    "discord",
    "pinterest",
    "email",
    "whatsapp",
    "sms",
    "typed_list",
)
SAMPLES: list[Sample] = [s for p in PLATFORMS for s in import_module(f"tests.connectors.{p}_samples").SAMPLES]
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://example.invalid","x")',
    "turned": "\u202egnp.exe",
    "long": "x" * 10_000,
}


def each(samples: Iterable[Sample]) -> pytest.MarkDecorator:
    """One test per sample."""
    return pytest.mark.parametrize("sample", list(samples), ids=lambda s: f"{s.platform}-{s.name}")


each_sample = each(SAMPLES)


def read(path: Path, sample: Sample) -> Snapshot:
    return registry.read_input([path], platform=sample.platform)


def identity(c: Connection) -> str:
    return c.handle or c.platform_id or c.display_name or c.url or c.email or ""


def people(snapshot: Snapshot) -> list[tuple[tuple[str, ...], str]]:
    return sorted((tuple(sorted(kind.value for kind in c.kinds)), identity(c)) for c in snapshot.connections)


def expected(sample: Sample) -> list[tuple[tuple[str, ...], str]]:
    return sorted((tuple(sorted(kinds)), name) for kinds, name in sample.people)


def packed(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


@each_sample
def test_exactly_its_people_and_settings_come_out(sample: Sample, tmp_path: Path) -> None:
    snapshot = read(sample.write(tmp_path / "export"), sample)
    assert people(snapshot) == expected(sample)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is sample.connections
    found = {setting.key.value: setting.value for setting in snapshot.settings}
    assert found == dict(sample.settings)
    if sample.handle is not None:
        assert snapshot.profile.handle == sample.handle


@each(s for s in SAMPLES if s.platform != "threads")
def test_it_is_recognised_without_being_told(sample: Sample, tmp_path: Path) -> None:
    """No other source claims it with as much conviction. (Threads lies in an Instagram export, which wins.)"""
    snapshot = registry.read_input([sample.write(tmp_path / "export")])
    assert snapshot.platform == sample.platform


FORMS = ("zip", "tar.gz", "wrapped", "backslash", "macosx")


@pytest.mark.parametrize(
    ("sample", "form"),
    [
        pytest.param(sample, form, id=f"{sample.platform}-{sample.name}-{form}")
        for sample in SAMPLES
        for form in FORMS
        if form != "wrapped" or sample.wrappable
    ],
)
def test_the_container_does_not_matter(sample: Sample, form: str, tmp_path: Path) -> None:
    path = tmp_path / f"download.{'tar.gz' if form == 'tar.gz' else 'zip'}"
    if form == "tar.gz":
        with tarfile.open(path, "w:gz") as archive:
            for name, data in sample.files.items():
                info = tarfile.TarInfo(name)
                info.size = len(data)
                archive.addfile(info, io.BytesIO(data))
    else:
        change = {
            "wrapped": lambda name: f"my download/{name}",
            "backslash": lambda name: name.replace("/", "\\"),
        }.get(form, lambda name: name)
        files = {change(name): data for name, data in sample.files.items()}
        if form == "macosx":
            files |= {f"__MACOSX/._{name}": b"\x00\x05" for name in sample.files}
        path.write_bytes(packed(files))
    snapshot = read(path, sample)
    assert people(snapshot) == expected(sample)
    assert snapshot.coverage[RecordType.CONNECTIONS].state is sample.connections


@each_sample
def test_every_record_says_where_it_was_read(sample: Sample, tmp_path: Path) -> None:
    snapshot = read(sample.write(tmp_path / "export"), sample)
    names = {Path(name).name for name in sample.files}
    places = [p for c in snapshot.connections for p in c.places]
    places += [s.place for s in snapshot.settings] + [u.place for u in snapshot.unreadable]
    assert all(Path(place.source).name in names for place in places), places
    assert all(place.pointer for c in snapshot.connections for place in c.places)
    for setting in snapshot.settings:
        assert setting.value in (*SETTING_VALUES[setting.key], UNKNOWN)
        assert setting.raw


@each_sample
def test_coverage_is_given_for_every_record_type(sample: Sample, tmp_path: Path) -> None:
    snapshot = read(sample.write(tmp_path / "export"), sample)
    assert set(snapshot.coverage) == set(RecordType)
    for coverage in snapshot.coverage.values():
        assert (coverage.reason is None) == (coverage.state is State.COMPLETE), coverage


@each_sample
def test_a_list_that_is_cut_is_never_complete(sample: Sample, tmp_path: Path) -> None:
    """Every list member, cut in half: a sentence or an honest gap, never a complete list."""
    for name in sample.list_members or tuple(sample.files):
        files = {**sample.files, name: sample.files[name][: len(sample.files[name]) // 2]}
        folder = tmp_path / name.replace("/", "_")
        Sample(sample.platform, "cut", files, ()).write(folder)
        try:
            snapshot = read(folder, sample)
        except ConnectorError as e:
            assert str(e)
            continue
        coverage = snapshot.coverage[RecordType.CONNECTIONS]
        assert coverage.state is not State.COMPLETE, (name, coverage)


@each_sample
def test_only_allow_listed_members_are_opened(sample: Sample, tmp_path: Path) -> None:
    files = {
        **sample.files,
        "messages/inbox/ana_1/message_1.json": b'{"messages": "private"}',
        "media/photo.jpg": b"\xff\xd8",
    }
    folder = Sample(sample.platform, "more", files, ()).write(tmp_path / "export")
    allowed = [pattern for source in registry.sources() for pattern in source.opens]
    with Archive([folder]) as archive:
        for source in registry.sources():
            for recognition in source.recognise(archive):
                export = Export(archive, source, recognition.root)
                list(source.read(export))
        opened = {member.name for member in archive.opened}
    assert not any("messages/" in name or "media/" in name for name in opened)
    for name in opened:
        parts = name.split("/")
        assert any(matches("/".join(parts[i:]), tuple(allowed)) for i in range(len(parts))), name


@each_sample
def test_nobody_is_named_in_a_log(sample: Sample, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        read(sample.write(tmp_path / "export"), sample)
    assert not [record for record in caplog.records if any(name in record.getMessage() for _, name in sample.people)]


@each_sample
def test_a_snapshot_survives_being_stored(sample: Sample, tmp_path: Path) -> None:
    snapshot = read(sample.write(tmp_path / "export"), sample)
    stored = tmp_path / "snapshot.json"
    stored.write_text(snapshot_json.dump(snapshot), encoding="utf-8")
    assert snapshot_json.looks_like_snapshot(stored)
    assert snapshot_json.read(stored) == snapshot


@each_sample
def test_the_same_input_gives_the_same_snapshot(sample: Sample, tmp_path: Path) -> None:
    folder = sample.write(tmp_path / "export")
    assert snapshot_json.dump(read(folder, sample)) == snapshot_json.dump(read(folder, sample))


def named(sample: Sample) -> bytes | None:
    """A plain display name that stands in a JSON list of the sample, as JSON writes it."""
    names = (json.dumps(name).encode() for _, name in sample.people if name.isascii())
    lists = [data for path, data in sample.files.items() if path.endswith(".json")]
    return next((name for name in names if any(name in data for data in lists)), None)


@pytest.mark.parametrize("name", HOSTILE)
@each(s for s in SAMPLES if s.platform in ("facebook", "snapchat") and named(s))
def test_hostile_names_survive_as_they_are(sample: Sample, name: str, tmp_path: Path) -> None:
    """What a stranger wrote as a name is kept: the reports make it harmless."""
    old, new = named(sample) or b"", json.dumps(HOSTILE[name]).encode()
    files = {path: data.replace(old, new) for path, data in sample.files.items()}
    snapshot = read(Sample(sample.platform, "hostile", files, ()).write(tmp_path / "hostile"), sample)
    assert any(HOSTILE[name] in (c.display_name, c.handle) for c in snapshot.connections)


def test_every_platform_has_samples_and_one_line_in_the_registry() -> None:
    ours = {type(source).__module__.split(".")[1] for source in registry.sources()}
    assert ours == set(PLATFORMS)
    assert {sample.platform for sample in SAMPLES} == {source.platform for source in registry.sources()}


def test_declared_lists_hold_what_they_should() -> None:
    for source in registry.sources():
        assert source.kind in SourceKind
        assert RecordType.CONNECTIONS in source.yields
        assert source.opens, source.platform
        assert all(pattern == pattern.lower() for pattern in (*source.opens, *source.ignores, *source.lists))
    assert {Kind.REQUEST_RECEIVED, Kind.REQUEST_SENT} == REQUESTS
