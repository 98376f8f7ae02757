"""An emulator of Google Workspace: the Directory API's users.list, four lists of the Classroom API, and tokens for
service accounts with domain-wide delegation.

Follows developers.google.com as read in November 2026: Admin SDK "users.list" (customer or domain, maxResults 1-500,
pageToken, orderBy, partial responses by `fields`), Classroom "courses.list", "courses.students.list",
"courses.teachers.list" (30 where not asked for more, at most 100) and "userProfiles.guardians.list" (`-` for
every student, for domain administrators; `invitedEmailAddress` only for them), the scopes each asks for, and the error
bodies. An empty list leaves its key out. Tokens: "Using OAuth 2.0 for Server to Server Applications", HTTP/REST and
its table of JWT error codes (page of 23 March 2026): header, signature, audience, times, scopes and subject are
checked, and tokens end.

Left out: the order in which Google checks (not documented), self-signed tokens for APIs, everything that
writes, single records, other orders and projections, deleted users, invitations.
"""

from __future__ import annotations

import base64
import json
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256

from tests.emulators.base import Asked, Emulator, Reply

DIRECTORY, CLASSROOM, TOKENS = "admin.googleapis.com", "classroom.googleapis.com", "oauth2.googleapis.com"
TOKEN_URL = f"https://{TOKENS}/token"
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


_TIMES = (
    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your 'iat' and "
    "'exp' values and use a clock with skew to account for clock differences between systems."
)
_LONGEST, _SKEW = 3900, 300
"""Seconds from iat to exp (65 minutes), and by how much a clock may be off."""


@dataclass
class Service:
    """A service account: its keys by id, and the scopes that the domain has delegated to it (None: not at all)."""

    keys: dict[str, RSAPublicKey]
    delegated: set[str] | None = field(default_factory=lambda: set(SCOPES))


@dataclass(frozen=True)
class Token:
    """What a token stands for."""

    scopes: frozenset[str]
    reads: bool
    """Whether its person may read the directory."""
    admin: bool
    """Whether its person administers the whole domain."""
    ends: float


class GoogleWorkspace(Emulator):
    """`users` and `courses` as Google shows them; `members`: (course id, "students") → user ids; `guardians`."""

    hosts = (DIRECTORY, CLASSROOM, TOKENS)

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
        self.clock: Callable[[], float] = time.time
        self.services: dict[str, Service] = {}
        self.admins: set[str] = set()
        """Addresses of administrators, who need not be among the users."""
        self.token_lives = 3599
        self.tokens: dict[str, Token] = {}

    def refuse(self, status: int, reason: str = "forbidden") -> Reply:
        error = {"code": status, "message": "Refused.", "status": _STATUS.get(status, "UNKNOWN")}
        error["errors"] = [{"message": "Refused.", "domain": "global", "reason": reason}]
        return Reply.json({"error": error}, status)

    def answer(self, asked: Asked) -> Reply:
        if asked.host == TOKENS:
            reply = self._given(asked) if (asked.method, asked.path) == ("POST", "/token") else Reply.html(status=404)
            return Reply(reply.status, reply.body, {**reply.headers, "date": formatdate(self.clock(), usegmt=True)})
        token = self._token(asked)
        if token is None:
            return self.refuse(401, "authError")
        if asked.host == DIRECTORY:
            return self._directory(asked, token)
        if asked.path == "/v1/courses":
            states = asked.query.get("courseStates")
            rows = [row for row in self.courses if states is None or row["courseState"] == states]
            return self._page(asked, token, "courses", rows, "classroom.courses.readonly", 100)
        if match := re.fullmatch(r"/v1/courses/([^/]+)/(students|teachers)", asked.path):
            course, what = match[1], match[2]
            if not any(row["id"] == course for row in self.courses):
                return self.refuse(404, "notFound")
            rows = [
                {"courseId": course, "userId": user, "profile": {"id": user}}
                for user in self.members.get((course, what), ())
            ]
            return self._page(asked, token, what, rows, "classroom.rosters.readonly", 100)
        if asked.path == "/v1/userProfiles/-/guardians":
            if not (token.admin and self.guardians_on):
                return self.refuse(403)
            scope = "classroom.guardianlinks.students.readonly"
            return self._page(asked, token, "guardians", self.guardians, scope, 100)
        return self.refuse(404, "notFound")

    def _token(self, asked: Asked) -> Token | None:
        said = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if said == self.token:
            return Token(frozenset(self.scopes), True, self.is_admin, float("inf"))
        token = self.tokens.get(said)
        return token if token is not None and self.clock() < token.ends else None

    def _given(self, asked: Asked) -> Reply:
        def no(error: str, said: str = "", status: int = 400) -> Reply:
            return Reply.json({"error": error, "error_description": said}, status)

        if asked.form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return no("unsupported_grant_type", "Invalid grant_type: ")
        try:
            head, claims, signature = (_unpacked(part) for part in asked.form["assertion"].split("."))
            about, said = json.loads(head), json.loads(claims)
            scopes, subject = said["scope"].split(" "), said.get("sub", "")
        except (KeyError, ValueError):
            return no("invalid_grant", "Bad Request")
        service = self.services.get(said.get("iss"))
        if service is None:
            return no("invalid_grant", "Invalid grant: account not found")
        key = service.keys.get(about.get("kid"))
        signed = asked.form["assertion"].rpartition(".")[0].encode()
        try:
            if key is None or (about.get("alg"), about.get("typ")) != ("RS256", "JWT"):
                raise InvalidSignature
            key.verify(signature, signed, padding.PKCS1v15(), SHA256())
        except InvalidSignature:
            return no("invalid_grant", "Invalid JWT Signature.")
        if said.get("aud") != TOKEN_URL:
            return no("invalid_grant", "Invalid JWT: Failed audience check")
        start, end, now = said.get("iat"), said.get("exp"), self.clock()
        whole = isinstance(start, int) and isinstance(end, int)
        if not whole or not 0 < end - start <= _LONGEST or not start - _SKEW <= now <= end + _SKEW:
            return no("invalid_grant", _TIMES)
        names = frozenset(scope.removeprefix(_AUTH) for scope in scopes if scope.startswith(_AUTH))
        if len(names) != len(scopes) or not names <= SCOPES:
            return no("invalid_scope", "Invalid OAuth scope or ID token audience provided.")
        domains = {user["primaryEmail"].partition("@")[2] for user in self.users}
        if service.delegated is None or subject.partition("@")[2] not in domains:
            either = "Client is unauthorized to retrieve access tokens using this method, or client not authorized for "
            return no("unauthorized_client", f"{either}any of the scopes requested.", 401)
        if not names <= service.delegated:
            return no("access_denied", "Requested client not authorized.", 403)
        if subject not in self.admins and not any(user["primaryEmail"] == subject for user in self.users):
            return no("invalid_grant", "Invalid email or User ID")
        made = f"ya29.{secrets.token_urlsafe(24)}"
        self.tokens[made] = Token(names, subject in self.admins, self.is_admin, now + self.token_lives)
        return Reply.json({"access_token": made, "expires_in": 3599, "token_type": "Bearer"})

    def _directory(self, asked: Asked, token: Token) -> Reply:
        if asked.path != "/admin/directory/v1/users":
            return self.refuse(404, "notFound")
        query = asked.query
        if not ("customer" in query or "domain" in query) or not 1 <= int(query.get("maxResults", "100")) <= 500:
            return self.refuse(400, "badRequest")
        if not token.reads:
            return self.refuse(403)
        rows = sorted(self.users, key=lambda user: user["primaryEmail"]) if "orderBy" in query else list(self.users)
        if match := re.search(r"users\((.*)\)", query.get("fields", "")):
            kept = set(re.sub(r"\([^)]*\)", "", match[1]).split(","))
            rows = [{name: value for name, value in user.items() if name in kept} for user in rows]
        return self._page(asked, token, "users", rows, "admin.directory.user.readonly", 500)

    def _page(
        self, asked: Asked, token: Token, name: str, rows: Sequence[dict[str, Any]], scope: str, most: int
    ) -> Reply:
        if scope not in token.scopes:
            return self.refuse(403, "insufficientPermissions")
        size = int(asked.query.get("maxResults", asked.query.get("pageSize", "30")))
        size = min(size or 30, most, self.largest)
        cursor = asked.query.get("pageToken", "p0")
        if not re.fullmatch(r"p\d+", cursor):
            return self.refuse(400, "badRequest")
        start = int(cursor[1:])
        page = rows[start : start + size]
        body: dict[str, Any] = {name: page} if page else {}
        if start + size < len(rows):
            body["nextPageToken"] = f"p{start + size}"
        return Reply.json(body)


def _unpacked(part: str) -> bytes:
    """Base64url without padding, as JWTs have it; anything else is an error."""
    if not re.fullmatch(r"[A-Za-z0-9_-]+", part):
        raise ValueError
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
