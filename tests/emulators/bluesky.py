"""An emulator of Bluesky's sign-in server and of the server that holds an account, for faults a real one cannot be
told to make. Real servers are proven against in tests/connectors/test_bluesky_server.py.

Follows docs.bsky.app/docs/api (com.atproto.server.createSession, refreshSession, com.atproto.repo.getRecord,
app.bsky.actor.getProfile, app.bsky.graph.getFollowers, getFollows, getBlocks), atproto.com/specs/xrpc (errors) and
docs.bsky.app/docs/advanced-guides/rate-limits, all as of November 2026. Leaves out: OAuth, writing, labellers, every
other method, the signatures of tokens.
"""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from typing import Any

from tests.emulators.base import Asked, Emulator, Reply

ENTRY, HOME = "bsky.social", "oyster.us-east.host.example"
HANDLE, DID, PASSWORD = "ms-rivera.bsky.social", "did:plc:rivera", "abcd-efgh-ijkl-mnop"
_LISTS = {
    "app.bsky.graph.getFollowers": "followers",
    "app.bsky.graph.getFollows": "follows",
    "app.bsky.graph.getBlocks": "blocks",
}


def person(number: int, name: str = "") -> dict[str, Any]:
    """An entry of a list (`app.bsky.actor.defs#profileView`)."""
    return {
        "did": f"did:plc:quimbleton{number}",
        "handle": f"quimbleton{number}.bsky.social",
        "displayName": name or f"Imelda Quimbleton {number}",
        "description": "Grade 5",
        "createdAt": "2024-01-02T03:04:05.000Z",
        "indexedAt": "2024-01-02T03:04:05.000Z",
        "viewer": {"muted": False, "blockedBy": False},
        "labels": [],
    }


class Bluesky(Emulator):
    """One account, its lists, and its tokens. `records` holds the account's records by collection."""

    hosts = (ENTRY, HOME)

    def __init__(self, followers: int = 5, follows: int = 3, blocks: int = 1) -> None:
        super().__init__()
        self.lists = {
            "followers": [person(n) for n in range(followers)],
            "follows": [person(n) for n in range(follows)],
            "blocks": [person(900 + n) for n in range(blocks)],
        }
        self.counts = {"followersCount": followers, "followsCount": follows}
        self.records: dict[str, dict[str, Any]] = {"app.bsky.actor.profile": {"displayName": "Ms Rivera"}}
        self.password = PASSWORD
        self.lasts = 7200
        """Seconds an access token says it lasts."""
        self.largest = 100
        """People of a page; fewer than asked for is allowed."""
        self.signed_in = 0
        self._access, self._refresh = "", ""

    def expire(self) -> None:
        """The access token is no longer taken; the refresh token is."""
        self._access = ""

    def revoke(self) -> None:
        """The owner deleted the app password: neither token is taken, and the password is not."""
        self._access = self._refresh = self.password = ""

    def answer(self, asked: Asked) -> Reply:
        method = asked.path.removeprefix("/xrpc/")
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if method == "com.atproto.server.createSession":
            return self._create(asked)
        if method == "com.atproto.server.refreshSession":
            return self._session() if token and token == self._refresh else self.refuse(400, "ExpiredToken")
        if not token:
            return self.refuse(401, "AuthMissing", "Authentication Required")
        if token != self._access:
            known = token.count(".") == 2
            return self.refuse(400, "ExpiredToken" if known else "InvalidToken", "Token could not be verified")
        if method == "app.bsky.actor.getProfile":
            return self._profile(asked.query)
        if method == "com.atproto.repo.getRecord":
            return self._record(asked.query)
        if method in _LISTS:
            return self._list(method, asked.query)
        return self.refuse(501, "MethodNotImplemented", "Method Not Implemented")

    def refuse(self, status: int, error: str = "", message: str = "") -> Reply:
        """An XRPC error."""
        usual = {
            401: ("AuthenticationRequired", "Invalid identifier or password"),
            403: ("Forbidden", "Forbidden"),
            404: ("XRPCNotSupported", "XRPCNotSupported"),
            429: ("RateLimitExceeded", "Rate Limit Exceeded"),
            502: ("UpstreamFailure", "Upstream Failure"),
        }.get(status, ("InternalServerError", "Internal Server Error"))
        return Reply.json({"error": error or usual[0], "message": message or usual[1]}, status)

    def _create(self, asked: Asked) -> Reply:
        given = asked.json
        if given["identifier"] not in (HANDLE, DID) or given["password"] != self.password or not self.password:
            return self.refuse(401)
        return self._session()

    def _session(self) -> Reply:
        self.signed_in += 1
        self._access = _token({"scope": "com.atproto.appPass", "n": self.signed_in}, self.lasts)
        self._refresh = _token({"scope": "com.atproto.refresh", "n": self.signed_in}, 90 * 86_400)
        service = {"id": "#atproto_pds", "type": "AtprotoPersonalDataServer", "serviceEndpoint": f"https://{HOME}"}
        return Reply.json(
            {
                "accessJwt": self._access,
                "refreshJwt": self._refresh,
                "handle": HANDLE,
                "did": DID,
                "didDoc": {
                    "@context": ["https://www.w3.org/ns/did/v1"],
                    "id": DID,
                    "alsoKnownAs": [f"at://{HANDLE}"],
                    "verificationMethod": [],
                    "service": [service],
                },
                "email": "rivera@district.example",
                "emailConfirmed": True,
                "active": True,
            }
        )

    def _profile(self, query: Mapping[str, str]) -> Reply:
        if query.get("actor") != DID:
            return self.refuse(400, "InvalidRequest", "Profile not found")
        said = {"did": DID, "handle": HANDLE, "displayName": "Ms Rivera", "description": "Room 12", "labels": []}
        return Reply.json({**said, "createdAt": "2023-05-01T00:00:00.000Z", "postsCount": 3, **self.counts})

    def _record(self, query: Mapping[str, str]) -> Reply:
        found = self.records.get(query["collection"])
        if query.get("repo") != DID or query.get("rkey") != "self" or found is None:
            at = f"at://{query.get('repo')}/{query['collection']}/{query.get('rkey')}"
            return self.refuse(400, "RecordNotFound", f"Could not locate record: {at}")
        return Reply.json({"uri": f"at://{DID}/{query['collection']}/self", "cid": "bafy", "value": found})

    def _list(self, method: str, query: Mapping[str, str]) -> Reply:
        name = _LISTS[method]
        if name != "blocks" and query.get("actor") != DID:
            return self.refuse(400, "InvalidRequest", f"Actor not found: {query.get('actor')}")
        limit, cursor = int(query.get("limit", 50)), query.get("cursor", "0")
        if not 1 <= limit <= 100:
            return self.refuse(
                400, "InvalidRequest", f"Invalid {method} params: integer too big (maximum 100, got {limit})"
            )
        if not cursor.isdecimal():
            return self.refuse(502, "InternalServerError", "Internal Server Error")
        people, start = self.lists[name], int(cursor)
        end = start + min(limit, self.largest)
        page: dict[str, Any] = {name: people[start:end]}
        if name != "blocks":
            page["subject"] = {"did": DID, "handle": HANDLE}
        if end < len(people):
            page["cursor"] = str(end)
        return Reply.json(page)


def _token(claims: Mapping[str, Any], seconds: int) -> str:
    """A token in the form of a JWT. Its time is the real one: the SDK looks at it."""
    now = int(time.time())
    parts = ({"typ": "at+jwt", "alg": "ES256K"}, {**claims, "sub": DID, "iat": now, "exp": now + seconds})
    return ".".join(base64.urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in parts) + ".c2ln"
