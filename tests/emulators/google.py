"""An emulator (not the real thing) of Google's OAuth 2, the YouTube Data API v3 and the Blogger API v3.

Follows developers.google.com/identity/protocols/oauth2/native-app, developers.google.com/youtube/v3/docs/{channels,
subscriptions,commentThreads}/list and .../errors, the discovery files of youtube:v3 (revision 20261104) and blogger:v3
(revision 20260707), as of 23 Nov 2026; bodies of errors as quoted in public issue reports; the answers have the shape
of the recordings of python-youtube.

It checks the token, its scope and its project's daily quota, parameter names, that exactly one filter is given,
`maxResults`, `part`, page tokens, roles on a blog, and answers only the `fields` that are asked for.
Left out: everything that changes anything, API keys, content owners, the consent page itself (the owner agrees at
once), captions for `hl`, and the rounding of subscriber counts.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import Any

from tests.emulators.base import Asked, Reply
from tests.emulators.oauth import Grant, OAuthEmulator

AUTH = "https://www.googleapis.com/auth/"
_READ_YOUTUBE = frozenset({f"{AUTH}youtube.readonly", f"{AUTH}youtube", f"{AUTH}youtube.force-ssl"})
_COMMENTS = frozenset({f"{AUTH}youtube.force-ssl"})
_READ_BLOGGER = frozenset({f"{AUTH}blogger.readonly", f"{AUTH}blogger"})
_COMMON = frozenset({"fields", "alt", "prettyPrint"})


class GoogleEmulator(OAuthEmulator):
    """One Google account with a channel and with blogs."""

    hosts = ("accounts.google.com", "oauth2.googleapis.com", "youtube.googleapis.com", "blogger.googleapis.com")
    token_lives = 3599.0
    code_lives = 600.0

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        super().__init__(clock)
        self.quota = 10_000
        """Units left today in the district's project."""
        self.largest = 50
        """Most entries on a page, whatever is asked for."""
        self.channel: dict[str, Any] | None = {
            "id": "UC" + "R" * 22,
            "snippet": {
                "title": "Ms Rivera Reads",
                "description": "Grade 4",
                "customUrl": "@msriverareads",
                "publishedAt": "2019-08-01T10:00:00Z",
            },
            "status": {"privacyStatus": "public", "isLinked": True, "madeForKids": False},
            "statistics": {"subscriberCount": "3", "hiddenSubscriberCount": False, "viewCount": "9"},
            "brandingSettings": {"channel": {"title": "Ms Rivera Reads"}},
        }
        self.subscriptions: list[dict[str, Any]] = []
        self.subscribers: list[dict[str, Any]] = []
        """Those who keep their subscriptions public."""
        self.closed = 0
        """Subscriptions that are counted and not listed."""
        self.held: list[dict[str, Any]] = []
        self.user = "7001"
        self.blogs: list[dict[str, Any]] = []
        self.others_blogs: list[dict[str, Any]] = []
        self.roles: dict[str, str] = {}
        self.posts: list[dict[str, Any]] = []
        self.comments: list[dict[str, Any]] = []

    def subscribe(self, channel: str, title: str) -> None:
        """The account follows a channel."""
        snippet = {"title": title, "description": "", "publishedAt": "2024-05-06T07:08:09.123Z",
                   "resourceId": {"kind": "youtube#channel", "channelId": channel}}  # fmt: skip
        self.subscriptions.append({"kind": "youtube#subscription", "id": f"s-{channel}", "snippet": snippet})

    def gain(self, channel: str, title: str) -> None:
        """A channel follows the account, publicly."""
        snippet = {"title": title, "description": "", "channelId": channel, "thumbnails": {}}
        self.subscribers.append({"kind": "youtube#subscription", "id": f"r-{channel}", "subscriberSnippet": snippet})

    def blog(self, id_: str, name: str, url: str, role: str = "ADMIN") -> None:
        """A blog the account writes for."""
        self.blogs.append({"kind": "blogger#blog", "id": id_, "name": name, "url": url, "description": "Our class",
                           "published": "2021-09-01T08:00:00-07:00", "status": "LIVE"})  # fmt: skip
        self.roles[id_] = role

    def comment(self, author: dict[str, Any], status: str = "LIVE") -> None:
        """Somebody comments; the newest is given first."""
        number = str(9000 + len(self.comments))
        row = {"kind": "blogger#comment", "id": number, "status": status, "author": author}
        self.comments.insert(0, {**row, "content": "what somebody wrote", "published": "2026-11-01T08:00:00-07:00"})

    def answer(self, asked: Asked) -> Reply:
        match asked.method, asked.host, asked.path:
            case "GET", "accounts.google.com", "/o/oauth2/v2/auth":
                return self._authorize(asked)
            case "POST", "oauth2.googleapis.com", "/token":
                return self._token(asked)
            case "POST", "oauth2.googleapis.com", "/revoke":
                known = self.revoke(asked.form.get("token", ""))
                said = {"error": "invalid_token", "error_description": "Token expired or revoked"}
                return Reply.json({}) if known else Reply.json(said, 400)
            case "GET", "youtube.googleapis.com", path if path.startswith("/youtube/v3/"):
                return self._read(asked, path.removeprefix("/youtube/v3/"), self._youtube)
            case "GET", "blogger.googleapis.com", path if path.startswith("/v3/"):
                return self._read(asked, path.removeprefix("/v3/"), self._blogger)
        return self.refuse(404)

    def refuse(self, status: int, reason: str = "") -> Reply:
        """Google's body for a status, and for a reason where that says more."""
        usual, word = {
            400: ("badRequest", "INVALID_ARGUMENT"),
            401: ("authError", "UNAUTHENTICATED"),
            403: ("insufficientPermissions", "PERMISSION_DENIED"),
            404: ("notFound", "NOT_FOUND"),
            429: ("rateLimitExceeded", "RESOURCE_EXHAUSTED"),
            503: ("backendError", "UNAVAILABLE"),
        }.get(status, ("backendError", "INTERNAL"))
        reason = reason or usual
        error = {"code": status, "message": f"Refused: {reason}.",
                 "errors": [{"message": f"Refused: {reason}.", "domain": "global", "reason": reason}]}  # fmt: skip
        if reason == "quotaExceeded":
            said = 'The request cannot be completed because you have exceeded your <a href="/q">quota</a>.'
            error = {"code": 403, "message": said,
                     "errors": [{"message": said, "domain": "youtube.quota", "reason": reason}]}  # fmt: skip
        else:
            error["status"] = word
        if reason == "insufficientPermissions":
            error["details"] = [{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "domain": "googleapis.com",
                                 "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}]  # fmt: skip
        return Reply.json({"error": error}, status)

    def _read(self, asked: Asked, path: str, read: Callable[[Asked, str, Grant], Reply | dict[str, Any]]) -> Reply:
        grant = self.holder(asked)
        if grant is None:
            return self.refuse(401)
        if self.quota <= 0:
            return self.refuse(403, "quotaExceeded")
        self.quota -= 1
        found = read(asked, path, grant)
        if isinstance(found, Reply):
            return found
        fields = asked.query.get("fields")
        return Reply.json(found if fields is None else partial(found, fields))

    def _youtube(self, asked: Asked, path: str, grant: Grant) -> Reply | dict[str, Any]:
        query = asked.query
        needed = _COMMENTS if path == "commentThreads" else _READ_YOUTUBE
        if not needed & grant.scopes:
            return self.refuse(403)
        if self.channel is None:
            return self.refuse(401, "youtubeSignupRequired")
        filters = {
            "channels": ({"mine"}, {"id", "snippet", "status", "statistics", "brandingSettings", "contentDetails"}, 50),
            "subscriptions": ({"mine", "mySubscribers"}, {"id", "snippet", "subscriberSnippet", "contentDetails"}, 50),
            "commentThreads": ({"allThreadsRelatedToChannelId", "videoId"}, {"id", "snippet", "replies"}, 100),
        }
        if path not in filters:
            return self.refuse(404)
        names, parts, most = filters[path]
        more = {"part", "maxResults", "pageToken", "order", "moderationStatus"} | names | _COMMON
        wanted = set(query.get("part", "").split(","))
        size = int(query.get("maxResults", "5"))
        if set(query) - more or len(names & set(query)) != 1 or not wanted <= parts or not 0 <= size <= most:
            return self.refuse(400, "invalidFilters")
        if path == "channels":
            return {"kind": "youtube#channelListResponse", "items": [_of(self.channel, wanted)]}
        if path == "commentThreads":
            held = query.get("moderationStatus", "published") == "heldForReview"
            mine = query.get("allThreadsRelatedToChannelId") == self.channel["id"]
            return self._page(query, self.held if held and mine else [], size, wanted, 0)
        listed, uncounted = (self.subscriptions, self.closed) if "mine" in query else (self.subscribers, 0)
        return self._page(query, listed, size, wanted, uncounted)

    def _page(
        self, query: Any, rows: Sequence[dict[str, Any]], size: int, wanted: set[str], uncounted: int
    ) -> Reply | dict[str, Any]:
        token = query.get("pageToken")
        start = 0
        if token is not None:
            if not re.fullmatch(r"CP\d+", token) or int(token[2:]) >= len(rows):
                return self.refuse(400, "invalidPageToken")
            start = int(token[2:])
        end = min(len(rows), start + min(size, self.largest))
        body: dict[str, Any] = {
            "pageInfo": {"totalResults": len(rows) + uncounted, "resultsPerPage": size},
            "items": [_of(row, wanted) for row in rows[start:end]],
        }
        if end < len(rows):
            body["nextPageToken"] = f"CP{end}"
        return body

    def _blogger(self, asked: Asked, path: str, grant: Grant) -> Reply | dict[str, Any]:
        if not _READ_BLOGGER & grant.scopes:
            return self.refuse(403)
        query, parts = asked.query, path.split("/")
        if parts == ["users", "self", "blogs"]:
            return {"kind": "blogger#blogList", "items": self.blogs} if self.blogs else {"kind": "blogger#blogList"}
        if parts == ["blogs", "byurl"]:
            url = query.get("url", "")
            return next((b for b in (*self.blogs, *self.others_blogs) if b["url"] == url), self.refuse(404))
        blog = next((b for b in self.blogs if b["id"] in parts), None)
        if blog is None:
            return self.refuse(404)
        role = self.roles[blog["id"]]
        if parts[:3] == ["users", "self", "blogs"]:
            info = {"userId": self.user, "blogId": blog["id"], "role": role, "hasAdminAccess": role == "ADMIN"}
            return {"kind": "blogger#blogUserInfo", "blog": blog, "blog_user_info": info}
        common = {"status", "fetchBodies", "maxResults", "pageToken", *_COMMON}
        if parts[2:] == ["posts"] and not set(query) - common - {"fetchImages"}:
            return self._slice(query, self.posts)
        if parts[2:] == ["comments"] and not set(query) - common:
            status = query.get("status", "LIVE")
            if status not in ("LIVE", "EMPTIED", "PENDING", "SPAM"):
                return self.refuse(400)
            if status != "LIVE" and role != "ADMIN":
                return self.refuse(403, "forbidden")
            hidden = {"content"} if query.get("fetchBodies") == "false" else set()
            rows = [c for c in self.comments if c["status"] == status]
            return self._slice(query, [{k: v for k, v in c.items() if k not in hidden} for c in rows])
        return self.refuse(400)

    def _slice(self, query: Any, rows: Sequence[dict[str, Any]]) -> Reply | dict[str, Any]:
        found = self._page(query, rows, int(query.get("maxResults", "10")), set(), 0)
        if isinstance(found, dict):
            del found["pageInfo"]
            if not found["items"]:
                del found["items"]
        return found

    def _authorize(self, asked: Asked) -> Reply:
        query = asked.query
        scopes = frozenset(query.get("scope", "").split())
        fine = (
            query.get("response_type") == "code"
            and query.get("client_id") in self.clients
            and self.registered(query.get("redirect_uri", ""))
            and scopes
            and all(scope.startswith(AUTH) for scope in scopes)
            and query.get("code_challenge_method", "plain") in ("S256", "plain")
        )
        if not fine:
            return Reply.html("<html><body>Error 400: invalid_request</body></html>", 400)
        return self.consent(asked, scopes, offline=query.get("access_type") == "offline")

    def _token(self, asked: Asked) -> Reply:
        client = self.client_of(asked)
        if client is None:
            return Reply.json({"error": "invalid_client", "error_description": "Unauthorized"}, 401)
        form = asked.form
        if form.get("grant_type") == "authorization_code":
            grant = self.redeem(form, client)
            if isinstance(grant, Grant):
                return Reply.json(self.tokens(grant, refresh=grant.offline))
            if grant == "redirect":
                return Reply.json({"error": "redirect_uri_mismatch", "error_description": "Bad Request"}, 400)
            said = {"code": "Malformed auth code.", "verifier": "Invalid code verifier."}[grant]
            return Reply.json({"error": "invalid_grant", "error_description": said}, 400)
        if form.get("grant_type") == "refresh_token":
            old = self.refresh.get(form.get("refresh_token", ""))  # stays good: Google gives no new one
            if old is not None and old.client == client:
                return Reply.json(self.tokens(old, refresh=False))
            said = "Token has been expired or revoked."
            return Reply.json({"error": "invalid_grant", "error_description": said}, 400)
        return Reply.json({"error": "unsupported_grant_type", "error_description": "Invalid grant_type"}, 400)


def _of(row: dict[str, Any], parts: set[str]) -> dict[str, Any]:
    """A resource with the parts that were asked for; without any, all of it."""
    always = {"kind", "etag"}
    return {key: value for key, value in row.items() if not parts or key in parts | always}


def partial(value: Any, fields: str) -> Any:
    """What `fields` leaves of an answer: `a,b(c,d/e)` (developers.google.com/youtube/v3/getting-started#fields)."""
    if isinstance(value, list):
        return [partial(item, fields) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for wish in _split(fields):
        found = re.fullmatch(r"(\w+)(?:/(.+)|\((.+)\))?", wish)
        assert found is not None, f"not a field: {wish}"
        name, inner = found[1], found[2] or found[3]
        if name in value:
            kept[name] = partial(value[name], inner) if inner else value[name]
    return kept


def _split(fields: str) -> list[str]:
    """The wishes of one level, parted by commas outside brackets."""
    wishes, depth = [""], 0
    for letter in fields:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            wishes.append("")
        else:
            wishes[-1] += letter
    return wishes
