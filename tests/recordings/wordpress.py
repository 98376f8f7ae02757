"""Two real WordPress blogs on loopback: one holds comments back and shows its settings, the other does neither."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from connectors.live import Access
from connectors.model import Kind, RecordType, SettingKey, Snapshot, State
from connectors.moderation import moderating_places
from tests.cassettes import Recording, Stage, secret

_STUDENTS = 104
"""More than a page."""


@contextmanager
def _blog(name: str) -> Iterator[Stage]:
    from tests.servers.blogs import BlogServer

    with BlogServer() as server:
        blog = getattr(server, name)
        server.set_settings_in_rest(name == "moderated")
        for number in range(_STUDENTS):
            blog.create_user(f"thorp{number}", "subscriber", f"thorp{number}@students.example", f"Zoe Thorp {number}")
        blog.create_user("strathclyde", "editor", "strathclyde@district.example", "Sam Strathclyde")
        blog.create_comment("Lena Rivera", "rivera@parents.example")
        blog.create_comment("Imelda Quimbleton", "quimbleton@parents.example", held=True)
        yield Stage({f"{name}.test": blog.url}, {"user": blog.admin, "password": blog.app_password})


def _check(name: str, snapshot: Snapshot) -> None:
    kinds = Counter(kind for person in snapshot.connections for kind in person.kinds)
    assert kinds[Kind.MEMBER] == _STUDENTS + 2
    moderators = {person.handle for person in snapshot.connections if moderating_places(person)}
    assert moderators == {"rowan", "strathclyde"}
    commenters = {person.email for person in snapshot.connections if Kind.CORRESPONDENT in person.kinds}
    assert {"rivera@parents.example", "quimbleton@parents.example"} <= commenters
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    settings = {setting.key: setting.value for setting in snapshot.settings}
    held = settings.get(SettingKey.COMMENTS_MODERATION)
    assert (held == "held") is (name == "moderated"), held


RECORDINGS = tuple(
    Recording(
        f"wordpress_{name}", "wordpress",
        Access(f"https://{name}.test", secret(user="rowan", password=""), f"https://{name}.test"),
        partial(_blog, name), partial(_check, name),
    )
    for name in ("moderated", "open")
)  # fmt: skip
