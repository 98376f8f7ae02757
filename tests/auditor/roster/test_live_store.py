"""The stored folder: taken over whole, never for something else, and not where a group shrank unasked."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from auditor.errors import RosterError
from auditor.roster import load
from auditor.roster.live import stage as stages
from auditor.roster.live.guard import shrunk
from auditor.roster.live.pull import NotPulled
from auditor.roster.live.stage import Stage
from auditor.roster.live.store import stage_folder
from auditor.roster.model import Group
from tests.auditor.roster import live_district as district
from tests.auditor.roster.live import CLEVER, OR12, fetch
from tests.emulators.clever import Clever
from tests.emulators.oneroster import OneRoster


def server_with(students: int) -> OneRoster:
    return OneRoster(district.oneroster("1.2", people=district.many(students)))


@pytest.mark.parametrize(
    ("before", "now", "refused"),
    [
        (1000, 901, False),
        (1000, 899, True),
        (100, 81, False),  # a fifth, but fewer than twenty people
        (100, 80, True),
        (150, 1000, False),
        (12, 0, True),
        (2, 0, False),
        (0, 0, False),
    ],
)
def test_when_a_group_has_shrunk(before, now, refused):
    people = {**dict.fromkeys(Group, 0), Group.PARENT: now}
    assert shrunk({"parent": before}, people) == ([(Group.PARENT, before, now)] if refused else [])


def test_a_roster_that_shrank_is_not_taken_until_somebody_says_so(tmp_path):
    with server_with(200) as server:
        fetch(OR12, server, tmp_path / "r")
    old = (tmp_path / "r" / "users.csv").read_bytes()
    with server_with(100) as server:
        with pytest.raises(NotPulled) as failed:
            fetch(OR12, server, tmp_path / "r")
        assert failed.value.message.id == "roster_live.shrunk"
        assert failed.value.message.params == {"t_group": "roster.group.student", "before": 202, "n": 102}
        assert (tmp_path / "r" / "users.csv").read_bytes() == old
        asked = len(server.asked)
        fetch(OR12, server, tmp_path / "r", accept_shrink=True)
        assert len(server.asked) == asked, "what was read is not read again"
    assert len(load(tmp_path / "r").people) == 100 + len(district.PEOPLE)
    with server_with(95) as server:
        fetch(OR12, server, tmp_path / "r")  # measured by the one that was accepted


def test_a_server_that_is_whole_again_is_asked_again(tmp_path):
    for students, fails in ((200, False), (100, True), (200, False)):
        with server_with(students) as server:
            if fails:
                with pytest.raises(NotPulled):
                    fetch(OR12, server, tmp_path / "r")
            else:
                fetch(OR12, server, tmp_path / "r")
    assert len(load(tmp_path / "r").people) == 200 + len(district.PEOPLE)


def test_a_roster_with_nobody_in_it_is_none(tmp_path):
    lists = district.oneroster("1.2", people=())
    with OneRoster(lists) as server, pytest.raises(NotPulled) as failed:
        fetch(OR12, server, tmp_path / "r", accept_shrink=True)
    assert failed.value.message.id == "roster_live.nobody"


@pytest.mark.parametrize("name", ["users.csv", "thesis.docx", "pull.json"])
def test_nothing_else_is_written_over(name, tmp_path):
    (tmp_path / "r").mkdir()
    (tmp_path / "r" / name).write_text("{}")
    with OneRoster(district.oneroster("1.2")) as server, pytest.raises(RosterError) as failed:
        fetch(OR12, server, tmp_path / "r")
    assert "did not write" in str(failed.value)
    assert not server.asked
    assert [path.name for path in (tmp_path / "r").iterdir()] == [name]


def test_a_file_in_the_way_and_a_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "r").write_text("x")
    with OneRoster(district.oneroster("1.2")) as server:
        with pytest.raises(RosterError):
            fetch(OR12, server, tmp_path / "r")
        with pytest.raises(Exception, match="cannot be made"):
            fetch(OR12, server, tmp_path / "r" / "below")


def test_an_empty_folder_is_taken(tmp_path):
    (tmp_path / "r").mkdir(mode=0o755)
    with OneRoster(district.oneroster("1.2")) as server:
        fetch(OR12, server, tmp_path / "r")
    assert load(tmp_path / "r").people


def test_a_computer_that_stopped_between_the_old_and_the_new_roster(tmp_path):
    with server_with(5) as server:
        fetch(OR12, server, tmp_path / "r")
        (tmp_path / "r").rename(tmp_path / ".r.old")
        (tmp_path / ".r.new-77").mkdir()
        server.fail(server.refuse(500))
        with pytest.raises(NotPulled):
            fetch(OR12, server, tmp_path / "r")
        assert len(load(tmp_path / "r").people) == 5 + len(district.PEOPLE)
        server.heal()
        (tmp_path / ".r.old").mkdir()
        fetch(OR12, server, tmp_path / "r")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def cut(server: OneRoster, target: Path) -> None:
    """A fetch that ends before the enrollments."""
    server.fail(server.refuse(500), when=lambda asked: asked.path.endswith("/enrollments"))
    with pytest.raises(NotPulled):
        fetch(OR12, server, target)
    server.heal()
    server.asked.clear()


def read_again(server: OneRoster) -> bool:
    return any(asked.path.endswith("/users") for asked in server.asked)


def test_a_cut_fetch_is_private_and_holds_no_secret(tmp_path):
    with server_with(5) as server:
        cut(server, tmp_path / "r")
    folder = stage_folder(tmp_path / "r")
    assert folder.stat().st_mode & 0o777 == 0o700
    for file in folder.iterdir():
        assert file.stat().st_mode & 0o077 == 0
        assert b"sesame" not in file.read_bytes()
        assert district.SECRET.encode() not in file.read_bytes()


def test_a_cut_fetch_is_gone_on_with_by_the_same_source_alone(tmp_path):
    with server_with(5) as server:
        cut(server, tmp_path / "r")
        fetch(OR12, server, tmp_path / "r")
        assert not read_again(server)
        cut(server, tmp_path / "s")
        server.client = "another"
        fetch(replace(OR12, client_id="another"), server, tmp_path / "s")
        assert read_again(server)


def test_an_old_cut_fetch_is_not_gone_on_with(tmp_path):
    with server_with(5) as server:
        cut(server, tmp_path / "r")
        with Stage(stage_folder(tmp_path / "r")) as pages:
            pages.remember("started", (datetime.now(UTC) - timedelta(days=2)).isoformat())
        fetch(OR12, server, tmp_path / "r")
        assert read_again(server)


def test_two_servers_of_which_one_was_cut_do_not_mix(tmp_path):
    with server_with(5) as server:
        cut(server, tmp_path / "r")
    with Clever(district.clever()) as server:
        fetch(CLEVER, server, tmp_path / "r")
    assert "t1" not in load(tmp_path / "r").people


class Endless(Sequence):  # type: ignore[type-arg]
    """So many users, made when they are asked for."""

    def __init__(self, count: int) -> None:
        self.count = count
        (self.one,) = district.oneroster("1.2", people=[replace(district.PEOPLE[4], guardians=())])["users"]

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, which):
        made = range(self.count)[which]
        return [{**self.one, "sourcedId": f"k{n}"} for n in made]


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_people(tmp_path):
    def peak(count: int) -> int:
        lists = {**district.oneroster("1.2", people=()), "users": Endless(count), "enrollments": []}
        with OneRoster(lists) as server:
            tracemalloc.start()
            fetch(OR12, server, tmp_path / f"{count}")
            found = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
        assert json.loads((tmp_path / f"{count}" / "pull.json").read_text())["people"]["student"] == count
        return found

    few = peak(2_000)
    assert peak(20_000) < few * 1.5


def test_a_stage_is_discarded_with_what_belongs_to_it_alone(tmp_path):
    with Stage(tmp_path / "s") as pages:
        pages.remember("a", "b")
    (tmp_path / "s" / "other").write_text("x")
    stages.discard(tmp_path / "s")
    assert [path.name for path in (tmp_path / "s").iterdir()] == ["other"]
    stages.discard(tmp_path / "nowhere")


def test_two_runs_for_one_folder_do_not_mix(tmp_path):
    with server_with(5) as server:
        cut(server, tmp_path / "r")
        with Stage(stage_folder(tmp_path / "r")), pytest.raises(RosterError) as failed:
            fetch(OR12, server, tmp_path / "r")
        assert "another run" in str(failed.value)
        assert not server.asked
        fetch(OR12, server, tmp_path / "r")


@pytest.mark.skipif(os.name != "posix", reason="sets a limit that others have not")
def test_a_disk_that_is_full_loses_no_page(tmp_path):
    import resource

    with server_with(30) as server:
        target = tmp_path / "r"
        cut(server, target)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            with pytest.raises(RosterError, match="cannot be kept there"):
                fetch(OR12, server, target)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        server.heal()
        server.asked.clear()
        fetch(OR12, server, target)
        assert not read_again(server)


def test_a_stage_that_is_damaged_is_not_gone_on_with(tmp_path):
    with server_with(5) as server:
        cut(server, tmp_path / "r")
        (stage_folder(tmp_path / "r") / stages.FILE).write_bytes(b"no database at all" * 1000)
        fetch(OR12, server, tmp_path / "r")
    assert [path.name for path in tmp_path.iterdir()] == ["r"]


def test_a_link_to_the_folder_stays_a_link(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "r").symlink_to(tmp_path / "data" / "r")
    with server_with(5) as server:
        for _ in range(2):
            fetch(OR12, server, tmp_path / "r")
    assert (tmp_path / "r").is_symlink()
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["r"]
    assert load(tmp_path / "r").people
