"""An account on a real Bluesky network on loopback: PDS, directory of names and app view."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.live import Access
from connectors.model import Gap, Kind, RecordType, Snapshot, State
from tests.cassettes import Recording, Stage, secret

HANDLE, HOST = "ms-rivera.test", "bluesky.test"
_FOLLOWERS = 104
"""More than a page."""


@contextmanager
def _network() -> Iterator[Stage]:
    from tests.servers.bluesky import BlueskyServer

    with BlueskyServer() as server:
        teacher = server.create_account(HANDLE.partition(".")[0], "Ms Rivera", "Room 12")
        pupils = [server.create_account(f"quimbleton{n}", f"Imelda Quimbleton {n}") for n in range(_FOLLOWERS)]
        for pupil in pupils:
            server.follow(pupil, teacher)
        for pupil in pupils[:3]:
            server.follow(teacher, pupil)
        server.block(teacher, pupils[5])
        server.set_chat(teacher, "none")
        server.set_profile(teacher, "Ms Rivera", "Room 12", signed_in_only=True)
        server.settle()
        yield Stage({HOST: server.pds}, {"user": HANDLE, "password": teacher.app_password})


def _check(snapshot: Snapshot) -> None:
    kinds = Counter(kind for person in snapshot.connections for kind in person.kinds)
    assert kinds == {Kind.FOLLOWER: _FOLLOWERS - 1, Kind.FOLLOWING: 3, Kind.BLOCKED: 1}
    coverage = snapshot.coverage[RecordType.CONNECTIONS]
    assert (coverage.state, coverage.reason) == (State.PARTIAL, Gap.DECLARED_COUNT_DIFFERS)
    assert coverage.expected == _FOLLOWERS + 3
    assert snapshot.profile.handle == HANDLE
    assert {setting.key.value: setting.value for setting in snapshot.settings} == {
        "profile.visibility": "public",
        "search.indexing": "off",
        "messages.allowed_from": "nobody",
    }


RECORDINGS = (
    Recording(
        "bluesky", "bluesky", Access(HANDLE, secret(user=HANDLE, password=""), f"https://{HOST}"), _network, _check
    ),
)
