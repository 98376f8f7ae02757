"""A Bluesky network: directory of names, personal data server, and the app view that answers for lists of people."""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from tests.servers.running import HOST, PROGRAMS, Server, node, node_modules

_POSTGRES = Path("/usr/lib/postgresql/15/bin")
_NAMES = ("plc", "pds", "bsky", "ozone", "control", "postgres", "redis")


@dataclass(frozen=True)
class BlueskyAccount:
    """An invented account: its lasting name, its password, and an app password such as a connector would be given."""

    did: str
    handle: str
    password: str
    app_password: str
    token: str


class BlueskyServer(Server):
    """The whole network in one Node.js process, with a PostgreSQL and a Redis of its own.

    `pds` is where people sign in and where a connector asks; `app_view` answers without a token. What is posted is in
    the lists of the app view a moment later: call `settle` before reading, after any of the methods that write.
    """

    def __init__(self) -> None:
        super().__init__()
        self._ports: dict[str, int] = {}
        self.pds = self.app_view = self.directory = ""
        self._http = httpx.Client(trust_env=False, timeout=30)

    def start(self) -> None:
        """The two databases first, side by side; then the network."""
        self._ports = {name: self.reserve_port() for name in _NAMES}
        self.pds, self.app_view, self.directory = (
            f"http://localhost:{self._ports[name]}" for name in ("pds", "bsky", "plc")
        )
        redis, postgres = self._ports["redis"], self._ports["postgres"]
        keep_nothing = ["--save", "", "--appendonly", "no"]
        # The package that holds Redis without its service names the same program after another of its duties.
        self.run(
            "redis",
            ["redis-server", "--bind", HOST, "--port", str(redis), *keep_nothing],
            program=shutil.which("redis-check-rdb") or "redis-server",
        )
        data = self.folder / "postgres"
        self.call([_POSTGRES / "initdb", "-D", data, "-U", "network", "-A", "trust", "-E", "UTF8", "--no-sync"])
        settings = {
            "listen_addresses": HOST,
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [_POSTGRES / "postgres", "-D", data, "-p", str(postgres), *options]
        self.run("postgres", command, stop=signal.SIGQUIT)
        ready = [_POSTGRES / "pg_isready", "-q", "-h", HOST, "-p", str(postgres), "-U", "network"]
        self.wait(lambda: self.succeeds(ready), "PostgreSQL")
        self.wait_for_port(redis, "Redis")
        script = self.folder / "network.mjs"
        script.write_bytes((PROGRAMS / script.name).read_bytes())
        (self.folder / "node_modules").symlink_to(node_modules())
        environment = {
            "SETTINGS": json.dumps({"ports": self._ports}),
            "DB_POSTGRES_URL": f"postgresql://network@{HOST}:{postgres}/postgres",
            "REDIS_HOST": f"{HOST}:{redis}",
            "LOG_ENABLED": "false",
            "NODE_ENV": "test",
        }
        self.run("network", [node(), script], env=environment, as_caller=True)
        self.wait_for_port(self._ports["control"], "the Bluesky network")

    def settle(self) -> None:
        """Wait until everything written so far is in the app view."""
        self._http.get(f"http://{HOST}:{self._ports['control']}/processed", timeout=60).raise_for_status()

    def create_account(self, name: str, display_name: str = "", about: str = "") -> BlueskyAccount:
        """A new account `NAME.test` with a profile and an app password."""
        handle, password = f"{name}.test", f"the password of {name}"
        form = {"handle": handle, "email": f"{name}@district.example", "password": password}
        made = self._post("com.atproto.server.createAccount", form)
        token = made["accessJwt"]
        app = self._post("com.atproto.server.createAppPassword", {"name": "auditor"}, token)
        account = BlueskyAccount(made["did"], handle, password, app["password"], token)
        self.set_profile(account, display_name or name, about)
        return account

    def set_profile(
        self, account: BlueskyAccount, display_name: str, about: str = "", *, signed_in_only: bool = False
    ) -> None:
        """What the account says of itself; `signed_in_only` asks apps not to show it to those who are not signed in."""
        record: dict[str, Any] = {"displayName": display_name, "description": about}
        if signed_in_only:
            labels = [{"val": "!no-unauthenticated"}]
            record["labels"] = {"$type": "com.atproto.label.defs#selfLabels", "values": labels}
        self._put(account, "app.bsky.actor.profile", record)

    def set_chat(self, account: BlueskyAccount, allow: str) -> None:
        """Who may begin a chat: all, following or none. Never called, the account has no such record."""
        self._put(account, "chat.bsky.actor.declaration", {"allowIncoming": allow})

    def follow(self, follower: BlueskyAccount, followed: BlueskyAccount) -> str:
        """One account follows another; the key to `undo` it."""
        return self._create(follower, "app.bsky.graph.follow", followed)

    def block(self, account: BlueskyAccount, blocked: BlueskyAccount) -> str:
        """One account blocks another, and the app view leaves it out of the first one's lists; the key to `undo` it."""
        return self._create(account, "app.bsky.graph.block", blocked)

    def undo(self, account: BlueskyAccount, key: str) -> None:
        """Take back what `follow` or `block` did."""
        _, _, did, collection, name = key.split("/")
        self._post(
            "com.atproto.repo.deleteRecord", {"repo": did, "collection": collection, "rkey": name}, account.token
        )

    def mute(self, account: BlueskyAccount, muted: BlueskyAccount) -> None:
        """One account mutes another, which only the first one can see."""
        self._post("app.bsky.graph.muteActor", {"actor": muted.did}, account.token)

    def read(self, method: str, account: BlueskyAccount | None = None, **query: str | int) -> dict[str, Any]:
        """Ask the data server as an account, or the app view as nobody."""
        base, token = (self.pds, account.token) if account else (self.app_view, "")
        answer = self._http.get(f"{base}/xrpc/{method}", params=query, headers=_bearer(token)).raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def handles(self, method: str, key: str, account: BlueskyAccount, **query: str | int) -> Iterator[str]:
        """The handles in a list, over all its pages."""
        cursor: dict[str, str] = {}
        while True:
            page = self.read(method, account, **query, **cursor)
            yield from (person["handle"] for person in page[key])
            if not page.get("cursor"):
                return
            cursor = {"cursor": page["cursor"]}

    def _create(self, account: BlueskyAccount, collection: str, subject: BlueskyAccount) -> str:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        record = {"$type": collection, "subject": subject.did, "createdAt": now}
        form = {"repo": account.did, "collection": collection, "record": record}
        return str(self._post("com.atproto.repo.createRecord", form, account.token)["uri"])

    def _put(self, account: BlueskyAccount, collection: str, record: dict[str, Any]) -> None:
        form = {
            "repo": account.did,
            "collection": collection,
            "rkey": "self",
            "record": {"$type": collection, **record},
        }
        self._post("com.atproto.repo.putRecord", form, account.token)

    def _post(self, method: str, form: dict[str, Any], token: str = "") -> dict[str, Any]:
        answer = self._http.post(f"{self.pds}/xrpc/{method}", json=form, headers=_bearer(token)).raise_for_status()
        found: dict[str, Any] = answer.json() if answer.content else {}
        return found

    def _stop(self) -> None:
        self._http.close()
        super()._stop()


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"} if token else {}
