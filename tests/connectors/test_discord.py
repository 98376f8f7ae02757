from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from connectors.discord.export import DiscordExport
from connectors.model import Gap, RecordType, State
from tests.connectors.discord_samples import CLOSED, PEOPLE, RELATIONS, SAMPLES, USER, relation, user
from tests.connectors.reading import read, read_all, write
from tests.connectors.sample import Sample

SOURCE = DiscordExport()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: s.name)
def test_each_package_gives_its_people_and_settings(sample: Sample, tmp_path: Path) -> None:
    found = read(SOURCE, sample.write(tmp_path))
    assert tuple(found.people) == sample.people
    assert found.settings == sample.settings
    assert found.coverage().state is sample.connections
    assert found.recognition.handle == sample.handle == found.snapshot.profile.handle
    assert {member.basename for member in found.archive.opened} == {"user.json"}


def test_what_is_known_of_a_friend(tmp_path: Path) -> None:
    found = read(SOURCE, SAMPLES[0].write(tmp_path))
    ana, bo, *_ = found.snapshot.connections
    assert (ana.display_name, ana.platform_id, ana.handle) == ("Ana Ruiz", "300000000000000001", "ana.ruiz")
    assert bo.display_name == "Bo from chess"
    assert ana.places[0].pointer == "/relationships/0"
    assert found.snapshot.profile.created_at == datetime(2016, 7, 5, 21, 28, 35, tzinfo=UTC)
    assert found.coverage().received == 2
    assert found.coverage(RecordType.REQUESTS).received == 2
    assert found.gap(RecordType.REQUESTS) == (State.PARTIAL, Gap.PLATFORM_LIMIT)


def test_user_json_of_other_features_is_left_alone(tmp_path: Path) -> None:
    other = json.dumps({"id": "1", "username": "coach_wren", "score": 3}).encode()
    files = {"Activités/user.json": other, "Compte/user.json": user(), "Activités/chess/x/user.json": other}
    found = read(SOURCE, write(tmp_path, files | CLOSED))
    assert tuple(found.people) == PEOPLE
    assert found.snapshot.connections[0].places[0].source == "Compte/user.json"


def test_suggestions_are_counted_and_left_out(tmp_path: Path) -> None:
    rows = [*RELATIONS, relation(5, 9, "maybe"), relation(6, 10, "perhaps")]
    found = read(SOURCE, write(tmp_path, {"Account/user.json": user(rows)}))
    assert (tuple(found.people), found.gap()) == (PEOPLE, (State.COMPLETE, None))
    assert "discord.guesses_left_out" in found.notes()


@pytest.mark.parametrize(
    "row", [None, 3, [], {}, {"type": 1}, {"type": True, "id": "1"}, relation("friend", 1, "x"), relation(99, 1, "x")]
)
def test_rows_of_unknown_shape_are_listed_and_the_list_is_not_complete(row: object, tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"Account/user.json": user([*RELATIONS, row])}))
    assert [u.place.pointer for u in found.snapshot.unreadable] == ["/relationships/5"]
    assert found.gap() == (State.PARTIAL, Gap.DAMAGED)


@pytest.mark.parametrize("rows", [{}, "x", 3, True])
def test_list_of_another_type_is_an_unknown_layout(rows: object, tmp_path: Path) -> None:
    assert read(SOURCE, write(tmp_path, {"user.json": user(rows)})).gap() == (State.NONE, Gap.FORMAT_UNKNOWN)


def test_file_cut_short_is_damaged(tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"Account/user.json": user()[:-40]}))
    assert {found.gap(record) for record in RecordType} == {(State.NONE, Gap.DAMAGED)}
    assert found.snapshot.unreadable[0].place.source == "Account/user.json"


@pytest.mark.parametrize("value", ["yes", 1, {}])
def test_two_factor_of_another_type_is_unknown(value: object, tmp_path: Path) -> None:
    found = read(SOURCE, write(tmp_path, {"user.json": user(mfa_enabled=value)}))
    assert found.settings == {"signin.two_factor": "unknown"}


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"username": "jo", "email": "x"}', b'{"relationships": []}', b"\x00\xff"]
)
def test_foreign_files_are_declined(data: bytes, tmp_path: Path) -> None:
    assert read_all(SOURCE, write(tmp_path, {"user.json": data, "app/user.json": data})) == []


KEYS = st.sampled_from(["id", "type", "user", "username", "discriminator"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner),
)


@given(rows=JSON, fields=st.dictionaries(st.sampled_from([*USER, "mfa_enabled"]), JSON))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_ends_in_coverage(rows: object, fields: dict[str, object], tmp_path: Path) -> None:
    for found in read_all(SOURCE, write(tmp_path, {"user.json": user(rows, **fields)})):
        complete = found.coverage().state is State.COMPLETE
        assert complete == (isinstance(rows, list) and not found.snapshot.unreadable)
