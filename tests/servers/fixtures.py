"""The servers as fixtures: each is started by the first test that asks for it, and stopped when the run ends.

A test that uses one needs no mark of its own: `grouping.py` marks it, and keeps it with the others of that server.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:  # so that a run without servers does not load what only they need
    from tests.servers.blogs import BlogServer
    from tests.servers.bluesky import BlueskyServer
    from tests.servers.identity import IdentityServer
    from tests.servers.mail import MailServer
    from tests.servers.wiki import WikiServer
    from tests.servers.wire import WireLog


@pytest.fixture(scope="session")
def bluesky() -> Iterator[BlueskyServer]:
    """A whole Bluesky network. Accounts are never removed: each test makes its own, under names of its own."""
    from tests.servers.bluesky import BlueskyServer

    with BlueskyServer() as server:
        yield server


@pytest.fixture(scope="session")
def blogs() -> Iterator[BlogServer]:
    """Two WordPress blogs, `blogs.moderated` and `blogs.open`. Change settings with `blog.options(...)` only."""
    from tests.servers.blogs import BlogServer

    with BlogServer() as server:
        yield server


@pytest.fixture(scope="session")
def _wiki() -> Iterator[WikiServer]:
    from tests.servers.wiki import WikiServer

    with WikiServer() as server:
        yield server


@pytest.fixture
def wiki(_wiki: WikiServer) -> Iterator[WikiServer]:
    """A MediaWiki; permissions and settings are as delivered again after each test, accounts and pages stay."""
    yield _wiki
    _wiki.reset()


@pytest.fixture(scope="session")
def identity() -> Iterator[IdentityServer]:
    """An OpenID provider."""
    from tests.servers.identity import IdentityServer

    with IdentityServer() as server:
        yield server


@pytest.fixture(scope="session")
def mail(identity: IdentityServer) -> Iterator[MailServer]:
    """A mail server that takes passwords, and tokens of `identity`."""
    from tests.servers.mail import MailServer

    with MailServer(identity) as server:
        yield server


@pytest.fixture
def mail_wire(mail: MailServer) -> Iterator[WireLog]:
    """A way to the mail server that keeps what the client sends: connect to its `port`."""
    from tests.servers.wire import WireLog

    with WireLog(mail.port) as wire:
        yield wire
