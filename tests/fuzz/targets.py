"""One fuzz target per parser: bytes in, and nothing but the errors a user may see comes out."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from pathlib import Path

from auditor import policy, register, roster
from auditor.errors import AuditorError
from connectors import registry, snapshot_json
from connectors.errors import ConnectorError
from tests.connectors.sample import Sample
from tests.connectors.test_standard import PLATFORMS, SAMPLES

Target = Callable[[bytes], None]


def _in_folder(data: bytes, name: str, use: Callable[[Path], object]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        try:
            use(path)
        except (ConnectorError, AuditorError) as e:
            assert str(e), "an error needs a sentence"


def _platform(name: str) -> Target:
    """The first byte picks a sample and a member of it; the rest stands in the member's place."""
    samples = [s for s in SAMPLES if s.platform == {"typed_list": "other"}.get(name, name)]

    def target(data: bytes) -> None:
        sample = samples[data[0] % len(samples)] if data else samples[0]
        members = sorted(sample.files)
        member = members[data[0] // len(samples) % len(members)] if data else members[0]
        with tempfile.TemporaryDirectory() as folder:
            Sample(name, "fuzz", {**sample.files, member: data[1:]}, ()).write(Path(folder))
            try:
                registry.read_input([Path(folder)], platform=sample.platform)
            except ConnectorError as e:
                assert str(e), "an error needs a sentence"

    return target


def _roster_target(name: str, beside: dict[str, bytes]) -> Target:
    def target(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for other, content in beside.items():
                Path(folder, other).write_bytes(content)
            Path(folder, name).write_bytes(data)
            try:
                roster.load(Path(folder))
            except AuditorError as e:
                assert str(e), "an error needs a sentence"

    return target


USERS = b"sourcedId,givenName,familyName,role,orgSourcedIds,enabledUser,username\nu1,Ana,Ruiz,student,s1,true,ana\n"
ORGS = b"sourcedId,name,type\ns1,Oak,school\n"

TARGETS: dict[str, Target] = {
    **{platform: _platform(platform) for platform in PLATFORMS},
    "archive_zip": lambda data: _in_folder(data, "export.zip", lambda p: registry.read_input([p])),
    "archive_tar": lambda data: _in_folder(data, "export.tar.gz", lambda p: registry.read_input([p])),
    "snapshot": lambda data: _in_folder(data, "snapshot.json", snapshot_json.read),
    "register": lambda data: _in_folder(data, "register.csv", register.read),
    "policy_pack": lambda data: _in_folder(data, "pack.toml", lambda p: policy.load(str(p))),
    "roster_users": _roster_target("users.csv", {"orgs.csv": ORGS}),
    "roster_orgs": _roster_target("orgs.csv", {"users.csv": USERS}),
    "roster_csv": lambda data: _in_folder(data, "people.csv", roster.load),
}


def seeds(name: str) -> list[bytes]:
    """Good inputs to start from."""
    platform = {"typed_list": "other"}.get(name, name)
    samples = [s for s in SAMPLES if s.platform == platform]
    out = []
    for number, sample in enumerate(samples):
        for position, member in enumerate(sorted(sample.files)):
            first = number + position * len(samples)
            if first < 256:
                out.append(bytes([first]) + sample.files[member])
    return out or [USERS, ORGS, b"account,platform,owner\nclass5b,x,t1\n", b'[pack]\nid = "a"\n', b'{"schema": 1}']


def mutate(data: bytes, chance: random.Random) -> bytes:
    """A few small damages: bytes changed, cut out, doubled, or swapped for what parsers trip over."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(5):
            case 0 if out:
                out[at % len(out)] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randint(1, 40)]
            case 2:
                out[at:at] = out[at : at + chance.randint(1, 60)]
            case 3:
                out[at:at] = chance.choice(
                    [b"null", b"[", b"{}", b'"', b"\x00", b"\xff", b"1e999", b",", b"\n", b"\\u00e9"]
                )
            case _:
                del out[at:]
    return bytes(out)
