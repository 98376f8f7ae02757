"""An account on our emulator of a Mastodon server, which no package registry has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from connectors.live import Access
from connectors.model import Kind, RecordType, Snapshot, State
from tests.cassettes import Recording, Stage, secret
from tests.emulators.mastodon import HOST, SERVER, Mastodon

HANDLE = f"ms_rivera@{HOST}"


@contextmanager
def _server() -> Iterator[Stage]:
    with Mastodon(90) as server:
        yield Stage({HOST: server.base}, {"token": server.token()})


def _check(snapshot: Snapshot) -> None:
    kinds = Counter(kind for person in snapshot.connections for kind in person.kinds)
    assert kinds == {Kind.FOLLOWER: 90, Kind.FOLLOWING: 3, Kind.REQUEST_RECEIVED: 2, Kind.BLOCKED: 1}
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    assert snapshot.coverage[RecordType.REQUESTS].state is State.COMPLETE
    assert snapshot.profile.handle == HANDLE
    assert {setting.key.value: setting.value for setting in snapshot.settings} == {
        "requests.approval": "required",
        "connections.visibility": "only_me",
        "search.indexing": "on",
        "posts.audience": "connections",
    }


RECORDINGS = (
    Recording("mastodon", "mastodon", Access(HANDLE, secret(token=""), SERVER), _server, _check, emulated=True),
)
