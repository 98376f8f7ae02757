"""An emulator of Google Workspace: the Directory API's users.list and four lists of the Classroom API.

Follows developers.google.com as read in November 2026: Admin SDK "users.list" (customer or domain, maxResults 1-500,
pageToken, orderBy, partial responses by `fields`), Classroom "courses.list", "courses.students.list",
"courses.teachers.list" (30 where not asked for more, at most 100) and "userProfiles.guardians.list" (`-` for
every student, for domain administrators; `invitedEmailAddress` only for them), the scopes each asks for, and the error
bodies. An empty list leaves its key out.

Left out: everything that writes, single records, other orders and projections, deleted users, invitations.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tests.emulators.base import Asked, Emulator, Reply

DIRECTORY, CLASSROOM = "admin.googleapis.com", "classroom.googleapis.com"
_AUTH = "https://www.googleapis.com/auth/"
SCOPES = frozenset(
    {
        "admin.directory.user.readonly",
        "classroom.courses.readonly",
        "classroom.rosters.readonly",
        "classroom.guardianlinks.students.readonly",
    }
)
_STATUS = {
    400: "INVALID_ARGUMENT", 401: "UNAUTHENTICATED", 403: "PERMISSION_DENIED", 404: "NOT_FOUND",
    429: "RESOURCE_EXHAUSTED", 500: "INTERNAL",
}  # fmt: skip


class GoogleWorkspace(Emulator):
    """`users` and `courses` as Google shows them; `members`: (course id, "students") → user ids; `guardians`."""

    hosts = (DIRECTORY, CLASSROOM)

    def __init__(
        self,
        users: Sequence[dict[str, Any]],
        courses: Sequence[dict[str, Any]] = (),
        members: Mapping[tuple[str, str], Sequence[str]] | None = None,
        guardians: Sequence[dict[str, Any]] = (),
        *,
        token: str = "sesame-4711",
    ) -> None:
        super().__init__()
        self.users, self.courses, self.members, self.guardians = users, courses, members or {}, guardians
        self.token, self.scopes, self.is_admin, self.guardians_on = token, set(SCOPES), True, True
        self.largest = 500

    def refuse(self, status: int, reason: str = "forbidden") -> Reply:
        error = {"code": status, "message": "Refused.", "status": _STATUS.get(status, "UNKNOWN")}
        error["errors"] = [{"message": "Refused.", "domain": "global", "reason": reason}]
        return Reply.json({"error": error}, status)

    def answer(self, asked: Asked) -> Reply:
        if asked.headers.get("authorization") != f"Bearer {self.token}":
            return self.refuse(401, "authError")
        if asked.host == DIRECTORY:
            return self._directory(asked)
        if asked.path == "/v1/courses":
            states = asked.query.get("courseStates")
            rows = [row for row in self.courses if states is None or row["courseState"] == states]
            return self._page(asked, "courses", rows, "classroom.courses.readonly", 100)
        if match := re.fullmatch(r"/v1/courses/([^/]+)/(students|teachers)", asked.path):
            course, what = match[1], match[2]
            if not any(row["id"] == course for row in self.courses):
                return self.refuse(404, "notFound")
            rows = [
                {"courseId": course, "userId": user, "profile": {"id": user}}
                for user in self.members.get((course, what), ())
            ]
            return self._page(asked, what, rows, "classroom.rosters.readonly", 100)
        if asked.path == "/v1/userProfiles/-/guardians":
            if not (self.is_admin and self.guardians_on):
                return self.refuse(403)
            return self._page(asked, "guardians", self.guardians, "classroom.guardianlinks.students.readonly", 100)
        return self.refuse(404, "notFound")

    def _directory(self, asked: Asked) -> Reply:
        if asked.path != "/admin/directory/v1/users":
            return self.refuse(404, "notFound")
        query = asked.query
        if not ("customer" in query or "domain" in query) or not 1 <= int(query.get("maxResults", "100")) <= 500:
            return self.refuse(400, "badRequest")
        rows = sorted(self.users, key=lambda user: user["primaryEmail"]) if "orderBy" in query else list(self.users)
        if match := re.search(r"users\((.*)\)", query.get("fields", "")):
            kept = set(re.sub(r"\([^)]*\)", "", match[1]).split(","))
            rows = [{name: value for name, value in user.items() if name in kept} for user in rows]
        return self._page(asked, "users", rows, "admin.directory.user.readonly", 500)

    def _page(self, asked: Asked, name: str, rows: Sequence[dict[str, Any]], scope: str, most: int) -> Reply:
        if scope not in self.scopes:
            return self.refuse(403, "insufficientPermissions")
        size = int(asked.query.get("maxResults", asked.query.get("pageSize", "30")))
        size = min(size or 30, most, self.largest)
        token = asked.query.get("pageToken", "p0")
        if not re.fullmatch(r"p\d+", token):
            return self.refuse(400, "badRequest")
        start = int(token[1:])
        page = rows[start : start + size]
        body: dict[str, Any] = {name: page} if page else {}
        if start + size < len(rows):
            body["nextPageToken"] = f"p{start + size}"
        return Reply.json(body)
