"""An emulator of MediaWiki's Action API.

Follows mediawiki.org (API:Login, API:Query, API:Siteinfo, API:Allusers, API:Userinfo, API:Continue, API:Errors and
warnings, Manual:Maxlag parameter, Manual:Bot passwords; as of October 2026) and was compared with MediaWiki 1.39. It
leaves out everything that writes, pages, and the sign-in with an account's own password.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.emulators.base import Asked, Emulator, Reply

BOT, PASSWORD = "Quimbleton@auditor", "0123456789abcdefghijklmnopqrstuv"
TOKEN = "owner-only-token"
_LOGIN_TOKEN = "d459dcefbe39cbd5+\\"
_BASIC = ("read", "writeapi", "purge")
_GROUPS = {
    "*": ("createaccount", "read", "edit"),
    "user": ("read", "edit", "upload"),
    "autoconfirmed": ("editsemiprotected",),
    "sysop": ("block", "delete", "protect", "rollback", "createaccount"),
    "bureaucrat": ("userrights",),
}


@dataclass
class Account:
    """One account, with the groups it was put into."""

    name: str
    groups: tuple[str, ...] = ()


def error(code: str, status: int = 200, headers: Mapping[str, str] | None = None, **more: Any) -> Reply:
    body = {"error": {"code": code, "info": f"Something about {code}.", "docref": "See api.php", **more}}
    return Reply.json(body, status, {"mediawiki-api-error": code, **(headers or {})})


class MediaWiki(Emulator):
    """A wiki. `size` is how many accounts a page has: the API's own limit is 500, and a page may be shorter."""

    def __init__(self, *accounts: Account) -> None:
        super().__init__()
        self.accounts = [Account("Quimbleton", ("sysop", "bureaucrat")), Account("MediaWiki default"), *accounts]
        self.groups = {name: list(rights) for name, rights in _GROUPS.items()}
        self.extensions: list[str] = []
        self.rights = list(_BASIC)
        self.size = 500
        self.throttled = self.linked_plainly = False
        self.sessions: set[str] = set()

    @property
    def address(self) -> str:
        return f"{self.base}/wiki/Main_Page"

    def refuse(self, status: int) -> Reply:
        return {401: error("assertuserfailed"), 403: error("permissiondenied"), 404: Reply.html(status=404)}.get(
            status, Reply.html("<html>Internal error</html>", status)
        )

    def answer(self, asked: Asked) -> Reply:
        if asked.path != "/w/api.php":
            page = '<html><link rel="EditURI" type="application/rsd+xml" href="{}/w/api.php?action=rsd"/></html>'
            known = asked.path.startswith("/wiki/") and not self.linked_plainly
            return Reply.html(page.format(self.base)) if known else Reply.html(status=404)
        if asked.method == "POST":
            return self.login(asked)
        query = asked.query
        assert (query.get("format"), query.get("formatversion", "2")) == ("json", "2")
        if query.get("meta") == "tokens":
            self.sessions.add(session := f"session{len(self.sessions)}")
            tokens = {"batchcomplete": True, "query": {"tokens": {"logintoken": _LOGIN_TOKEN}}}
            return Reply.json(tokens, headers={"set-cookie": f"wiki_session={session}; path=/; HttpOnly"})
        cookie = asked.headers.get("cookie", "")
        bearer = asked.headers.get("authorization")
        if bearer is not None and bearer != f"Bearer {TOKEN}":
            return error("mwoauth-invalid-authorization")
        signed_in = bearer is not None or any(f"wiki_user={session}" in cookie for session in self.sessions)
        if not signed_in and query.get("assert") == "user":
            return error("assertuserfailed")
        if "read" not in (self.rights if signed_in else self.groups["*"]):
            return error("readapidenied")
        return Reply.json(self.query(query))

    def login(self, asked: Asked) -> Reply:
        form = asked.form
        session = next((s for s in self.sessions if f"wiki_session={s}" in asked.headers.get("cookie", "")), None)
        assert form["action"] == "login"
        assert form["errorformat"] == "raw"
        if self.throttled:
            reason = {"code": "login-throttled", "key": "login-throttled", "params": []}
            return Reply.json({"login": {"result": "Failed", "reason": reason}})
        if session is None or form.get("lgtoken") != _LOGIN_TOKEN:
            return Reply.json({"login": {"result": "WrongToken"}})
        if (form.get("lgname"), form.get("lgpassword")) != (BOT, PASSWORD):
            reason = {"code": "wrongpassword", "key": "wrongpassword", "params": []}
            return Reply.json({"login": {"result": "Failed", "reason": reason}})
        said = {"login": {"result": "Success", "lguserid": 1, "lgusername": "Quimbleton"}}
        return Reply.json(said, headers={"set-cookie": f"wiki_user={session}; path=/; HttpOnly"})

    def query(self, query: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if "siteinfo" in query.get("meta", ""):
            found["general"] = {
                "sitename": "Room 12", "base": self.address, "wikiid": "room12", "server": self.base,
                "articlepath": "/wiki/$1", "generator": "MediaWiki 1.39.17",
            }  # fmt: skip
            found["usergroups"] = [{"name": name, "rights": rights} for name, rights in self.groups.items()]
            found["extensions"] = [{"type": "other", "name": name} for name in self.extensions]
        if "userinfo" in query.get("meta", ""):
            found["userinfo"] = {"id": 1, "name": "Quimbleton", "groups": ["sysop"], "rights": self.rights}
        answer: dict[str, Any] = {"batchcomplete": True, "query": found}
        if query.get("list") == "allusers":
            assert query.get("aulimit") == "max"
            ids = {account.name: number for number, account in enumerate(self.accounts, 1)}
            rows = sorted(self.accounts, key=lambda account: account.name)
            rows = [row for row in rows if row.name >= query.get("aufrom", "")]
            found["allusers"] = [
                {"userid": ids[row.name], "name": row.name, "groups": [*row.groups, "*", "user"],
                 "registration": "2026-09-01T08:00:00Z"}
                for row in rows[: self.size]
            ]  # fmt: skip
            if len(rows) > self.size:
                answer["continue"] = {"aufrom": rows[self.size].name, "continue": "-||"}
        return json.loads(json.dumps(answer))
