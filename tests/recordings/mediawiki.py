"""A real MediaWiki on loopback that only people with an account may edit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from connectors.live import Access
from connectors.model import RecordType, SettingKey, Snapshot, State
from connectors.moderation import moderating_places
from tests.cassettes import Recording, Stage, secret

HOST = "wiki.test"
_USER = "Rowan@auditor"


@contextmanager
def _wiki() -> Iterator[Stage]:
    from tests.servers.wiki import WikiServer

    with WikiServer() as wiki:
        wiki.set_permissions("*", edit=False, createaccount=False)
        wiki.set_setting("wgServer", f"https://{HOST}")  # its pages say where its interface is
        wiki.create_user("Sam Strathclyde", "sysop")
        wiki.create_user("Ana Thorp")
        yield Stage({HOST: wiki.url}, {"user": _USER, "password": wiki.bot_password})


def _check(snapshot: Snapshot) -> None:
    people = {person.handle: person for person in snapshot.connections}
    assert people.keys() == {"Rowan", "Sam Strathclyde", "Ana Thorp"}, people.keys()
    assert {name for name, person in people.items() if moderating_places(person)} == {"Rowan", "Sam Strathclyde"}
    assert snapshot.coverage[RecordType.CONNECTIONS].state is State.COMPLETE
    settings = {setting.key: setting.value for setting in snapshot.settings}
    assert settings[SettingKey.REQUESTS_APPROVAL] == "required"
    assert settings[SettingKey.COMMENTS_ALLOWED_FROM] == "connections"


RECORDINGS = (
    Recording(
        "mediawiki", "mediawiki", Access(_USER, secret(user=_USER, password=""), f"https://{HOST}"), _wiki, _check
    ),
)
