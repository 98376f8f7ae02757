"""Written and read again: every reader lists exactly the people who were written, each with their kinds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from auditor.demo.district import DemoDistrict
from auditor.demo.plan import SPECS
from auditor.demo.truth import DemoAccount
from auditor.roster import load
from auditor.roster.model import Group
from connectors import registry
from connectors.errors import ConnectorError
from connectors.model import Connection, Gap, RecordType, SettingKey, Snapshot, State

AUDITED = [spec.key for spec in SPECS if spec.state == "audited"]
NO_FOLLOWERS = {"youtube", "mastodon", "bluesky"}
"""Platforms whose exports leave out who follows the account."""
Find = Callable[[str], DemoAccount]


@pytest.fixture(scope="module")
def snapshot(demo: DemoDistrict) -> Callable[[str], Snapshot]:
    """The snapshot of an account's export, recognised among all platforms but for the one the register names."""
    read: dict[str, Snapshot] = {}

    def by_key(key: str) -> Snapshot:
        account = next(a for a in demo.accounts if a.key == key)
        if key not in read:
            read[key] = registry.read_input(account.inputs, platform=account.platform, handle=account.handle)
        return read[key]

    return by_key


def identity(connection: Connection, account: DemoAccount) -> str:
    known = {person.identity for person in account.people}
    names = (connection.handle, connection.platform_id, connection.display_name)
    return next((name for name in names if name in known), str(names))


@pytest.mark.parametrize("key", AUDITED)
def test_exactly_the_people_come_out(account: Find, snapshot: Callable[[str], Snapshot], key: str) -> None:
    whose = account(key)
    written = Counter((p.identity, tuple(sorted(p.kinds))) for p in whose.people)
    read = Counter((identity(c, whose), tuple(sorted(c.kinds))) for c in snapshot(key).connections)
    assert read == written


@pytest.mark.parametrize("key", AUDITED)
def test_coverage_says_what_the_export_left_out(account: Find, snapshot: Callable[[str], Snapshot], key: str) -> None:
    coverage = snapshot(key).coverage[RecordType.CONNECTIONS]
    if key == "02-instagram-html":
        assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.FILE_ABSENT)
    elif account(key).platform in NO_FOLLOWERS:
        assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.PLATFORM_LIMIT)
    else:
        assert coverage.state is not State.NONE


@pytest.mark.parametrize("key", AUDITED)
def test_messages_and_pictures_stay_closed(snapshot: Callable[[str], Snapshot], key: str) -> None:
    opened = snapshot(key).opened
    assert not [name for name in opened if name.endswith((".jpg", ".png", ".mp4")) or "message" in name.lower()]
    assert snapshot(key).unknown == ()


@pytest.mark.parametrize(
    ("key", "visibility"), [("01-instagram", "private"), ("02-instagram-html", "public"), ("09-tiktok", "public")]
)
def test_settings_vary(snapshot: Callable[[str], Snapshot], key: str, visibility: str) -> None:
    values = {setting.key: setting.value for setting in snapshot(key).settings}
    assert values[SettingKey.PROFILE_VISIBILITY] == visibility


def test_the_damaged_export_is_refused_with_a_sentence(account: Find) -> None:
    with pytest.raises(ConnectorError, match="damaged"):
        registry.read_input(account("17").inputs, platform="instagram")


def test_the_roster_reads_without_a_fault_and_merges_staff_who_are_parents(demo: DemoDistrict) -> None:
    roster = load(demo.roster)
    assert roster.format == "oneroster-1.2"
    assert {problem.severity for problem in roster.problems} <= {"info"}
    assert len(roster.alias) == 22
    assert all(roster.coverage.groups[group].people for group in Group if group is not Group.RELATIVE)
    for account in demo.accounts:
        for truth in account.people:
            person = roster.find(truth.person_id) if truth.person_id else None
            assert (person is None) == (truth.person_id == "")
            if person is not None and not person.left:
                assert person.group == truth.role
