"""A MediaWiki whose openness tests can change: who may read, edit and make an account."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.servers.running import HOST, PHP, PROGRAMS, Server, ServerFailed

_PROGRAM = Path("/usr/share/mediawiki")


class WikiServer(Server):
    """MediaWiki on loopback with SQLite; `admin` has a password, and a bot password as a connector would be given.

    As delivered by MediaWiki, anybody may read, edit and make an account; `set_permissions` changes that at once.
    """

    admin = "Rowan"
    admin_password = "a long password for Rowan"
    bot_name = "Rowan@auditor"
    bot_password = "0123456789abcdefghijklmnopqrstuv"

    def __init__(self) -> None:
        super().__init__()
        self.port = 0
        self.url = self.api = ""
        self._permissions: dict[str, dict[str, bool]] = {}
        self._settings: dict[str, Any] = {}

    def start(self) -> None:
        """Install into an empty database, then serve it."""
        self.port = self.reserve_port()
        self.url = f"http://{HOST}:{self.port}"
        self.api = f"{self.url}/api.php"
        for name in ("database", "images", "cache", "installed"):
            self.make_folder(name)
        install = ["--dbtype", "sqlite", "--dbpath", "database", "--dbname", "wiki", "--confpath", "installed"]
        who = ["--pass", self.admin_password, "--scriptpath", "", "--server", self.url, "Classroom wiki", self.admin]
        self._maintain("install", *install, *who, configuration="installed/none.php")
        self.write("settings.php", (PROGRAMS / "wiki-settings.php").read_text(encoding="utf-8"))
        self.reset()
        self.create_bot_password(*self.bot_name.split("@"), self.bot_password)
        self.run_php("wiki", self.port, _PROGRAM, env=self._variables())
        self.wait_for_port(self.port, "MediaWiki")
        self.ask(action="query", meta="siteinfo")

    def set_permissions(self, group: str, **rights: bool) -> None:
        """Allow or forbid a group something, from the next request on: `set_permissions("*", read=False)`.

        `*` is everybody, `user` whoever has an account, `sysop` the administrators; any other name is a new group.
        """
        self._permissions.setdefault(group, {}).update(rights)
        self._write_changes()

    def set_setting(self, name: str, value: Any) -> None:
        """Change one of MediaWiki's globals, such as `wgEmailConfirmToEdit`, from the next request on."""
        self._settings[name] = value
        self._write_changes()

    @contextmanager
    def permissions(self, group: str, **rights: bool) -> Iterator[None]:
        """Permissions for a while, so that the tests after this one find the wiki as it was."""
        before = {name: dict(held) for name, held in self._permissions.items()}
        self.set_permissions(group, **rights)
        try:
            yield
        finally:
            self._permissions = before
            self._write_changes()

    def reset(self) -> None:
        """Take back every changed permission and setting; accounts and pages stay."""
        self._permissions, self._settings = {}, {}
        self._write_changes()

    def create_user(self, name: str, *groups: str, password: str = "a long password for a user") -> str:
        """An account that belongs to groups; the password. Give a group of your own a right first, which makes it."""
        own = [f"--{group}" for group in groups if group in {"sysop", "bureaucrat", "bot"}]
        custom = ",".join(group for group in groups if group not in {"sysop", "bureaucrat", "bot"})
        self._maintain("createAndPromote", *own, *([f"--custom-groups={custom}"] if custom else []), name, password)
        return password

    def create_bot_password(self, user: str, application: str, password: str, *grants: str) -> None:
        """A password of 32 characters for a program that may use only the grants, and `basic`, which reads."""
        allowed = ",".join(["basic", *grants])
        self._maintain("createBotPassword", "--appid", application, "--grants", allowed, user, password)

    def create_page(self, title: str, text: str, author: str = admin) -> None:
        """A page, or a new text for one that is there."""
        self._maintain("edit", "--user", author, "--summary", "for a test", title, text=text)

    def ask(self, http: httpx.Client | None = None, **query: str | int) -> dict[str, Any]:
        """What the API answers a stranger, or whoever `http` is signed in as."""
        if http is None:
            with httpx.Client(trust_env=False, timeout=30) as stranger:
                return self.ask(stranger, **query)
        asked = http.get(self.api, params={"format": "json", "formatversion": 2, **query})
        found: dict[str, Any] = asked.raise_for_status().json()
        return found

    @contextmanager
    def signed_in(self, name: str = bot_name, password: str = bot_password) -> Iterator[httpx.Client]:
        """A client with the cookies of a sign-in by the API: as the administrator's bot, unless told otherwise."""
        with httpx.Client(trust_env=False, timeout=30) as http:
            token = self.ask(http, action="query", meta="tokens", type="login")["query"]["tokens"]["logintoken"]
            form = {"action": "login", "format": "json", "lgname": name, "lgpassword": password, "lgtoken": token}
            said = http.post(self.api, data=form).json()["login"]
            if said["result"] != "Success":
                raise ServerFailed(f"MediaWiki refused the sign-in: {said}")
            yield http

    def _write_changes(self) -> None:
        self.write("changed.json", json.dumps({"permissions": self._permissions, "settings": self._settings}))

    def _variables(self, configuration: str = "settings.php") -> dict[str, str]:
        file = str(self.folder / configuration)
        return {"MW_CONFIG_FILE": file, "WIKI_FOLDER": str(self.folder), "WIKI_URL": self.url}

    def _maintain(self, script: str, *words: str, text: str = "", configuration: str = "settings.php") -> None:
        command = ["php", *PHP, _PROGRAM / "maintenance" / f"{script}.php", *words]
        self.call(command, env=self._variables(configuration), text=text)
