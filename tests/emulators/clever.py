"""An emulator of Clever's Data API 3.1 as a district's token sees it.

Follows dev.clever.com as read in November 2026: "Data model" (users, schools, sections, districts), "Pagination and
Response Limits" (`limit` up to 10,000, `starting_after`, relative links), "Contacts and Guardians", "API Responses and
Error Messages" and the rate limit headers. Ids ascend, as Clever's do.

Left out: single records, `ending_before`, `count`, events, terms, courses, resources and user tokens.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tests.emulators.base import Asked, Emulator, Reply

HOST = "api.clever.com"
_LISTS = ("districts", "schools", "users", "sections")


class Clever(Emulator):
    """`lists`: name → the `data` of each record."""

    hosts = (HOST,)

    def __init__(self, lists: Mapping[str, Sequence[dict[str, Any]]], *, token: str = "sesame-4711") -> None:
        super().__init__()
        self.lists = {name: sorted(rows, key=lambda row: row["id"]) for name, rows in lists.items()}
        self.token = token
        self.largest = 10_000
        self.empty_in_between = False
        """Whether pages without a record come between the others."""

    def refuse(self, status: int) -> Reply:
        words = {400: "bad request", 401: "unauthorized", 404: "Resource not found", 413: "Request Entity Too Large"}
        return Reply.json({"error": words.get(status, "server error")}, status)

    def answer(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self.refuse(401)
        name = asked.path.removeprefix("/v3.1/")
        if asked.method != "GET" or name not in _LISTS or not asked.path.startswith("/v3.1/"):
            return self.refuse(404)
        if not asked.query.keys() <= {"limit", "starting_after", "role"}:
            return self.refuse(400)
        limit, after = int(asked.query.get("limit", "100")), asked.query.get("starting_after", "")
        if limit > 10_000:
            return self.refuse(413)
        role = asked.query.get("role")
        rows = [row for row in self.lists.get(name, ()) if not role or role in row["roles"]]
        left = [row for row in rows if row["id"] > after.removesuffix("~")]
        page = left[: min(limit, self.largest)]
        links = [{"rel": "self", "uri": f"/v3.1/{name}?limit={limit}"}]
        if self.empty_in_between and page and not after.endswith("~"):
            links.append({"rel": "next", "uri": f"/v3.1/{name}?limit={limit}&starting_after={after}~"})
            page = []
        elif len(left) > len(page):
            links.append({"rel": "next", "uri": f"/v3.1/{name}?limit={limit}&starting_after={page[-1]['id']}"})
        data = [{"data": row, "uri": f"/v3.1/{name}/{row['id']}"} for row in page]
        return Reply.json({"data": data, "links": links})
