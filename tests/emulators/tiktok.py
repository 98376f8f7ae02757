"""An emulator of TikTok's interface: sign-in, `user/info` and `creator_info`.

After developers.tiktok.com (November 2026): login-kit-desktop (PKCE with a hexadecimal challenge, loopback addresses
with a port), login-kit-web, oauth-get-a-user-access-token, oauth-refresh-a-user-access-token and
oauth-user-access-token-management (2 and 5 November 2026: two hours, 180 days, refresh tokens are replaced),
oauth-error-handling, tiktok-api-v2-get-user-info, tiktok-api-v2-error-handling, tiktok-api-v2-rate-limit,
content-posting-api-reference-query-creator-info.

Nobody published recordings of these answers. The owner agrees (or not) at once: there is no page to click. Left out:
videos, everything that posts, the data portability interface, and the counting of requests a minute.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.emulators.base import Asked, Emulator, Reply

CALLBACK = "https://audit.oakdale.example/callback/"
_LOOPBACK = re.compile(r"https?://(?:localhost|127\.0\.0\.1):\d+/[^?#]*")
_SCOPES: Mapping[str, tuple[str, ...]] = {
    "user.info.basic": ("open_id", "union_id", "avatar_url", "display_name"),
    "user.info.profile": ("bio_description", "profile_deep_link", "is_verified", "username"),
    "user.info.stats": ("follower_count", "following_count", "likes_count", "video_count"),
    "video.publish": (),
}
_STATUS = {
    "access_token_invalid": 401, "internal_error": 500, "invalid_params": 400, "rate_limit_exceeded": 429,
    "scope_not_authorized": 401, "scope_permission_missed": 401,
}  # fmt: skip
PUBLIC = ("PUBLIC_TO_EVERYONE", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")
PRIVATE = ("FOLLOWER_OF_CREATOR", "MUTUAL_FOLLOW_FRIENDS", "SELF_ONLY")


class TikTokEmulator(Emulator):
    """One account, with the permissions in `tokens`."""

    hosts = ("open.tiktokapis.com", "www.tiktok.com")

    def __init__(self) -> None:
        super().__init__()
        self.client_key, self.client_secret = "awx-key-0815", "shh-tiktok-secret"
        self.redirects = {CALLBACK}
        self.token = "act.token-4711"
        self.tokens: dict[str, frozenset[str]] = {self.token: frozenset(_SCOPES)}
        self.refreshes: dict[str, tuple[str, frozenset[str]]] = {"rft.first": (self.token, frozenset(_SCOPES))}
        self.codes: dict[str, tuple[str, frozenset[str], str]] = {}
        self.agrees, self.declined = True, frozenset[str]()
        self.user: dict[str, Any] = {
            "open_id": "723f24d7", "union_id": "c9c60f44", "avatar_url": "", "display_name": "Ms. Rivera",
            "bio_description": "Grade 4", "profile_deep_link": "https://vm.tiktok.com/x", "is_verified": False,
            "username": "ms_rivera_room12", "follower_count": 88, "following_count": 12, "likes_count": 3,
            "video_count": 4,
        }  # fmt: skip
        self.creator: dict[str, Any] = {
            "creator_avatar_url": "", "creator_username": "ms_rivera_room12", "creator_nickname": "Ms. Rivera",
            "privacy_level_options": list(PRIVATE), "comment_disabled": True, "duet_disabled": True,
            "stitch_disabled": False, "max_video_post_duration_sec": 300,
        }  # fmt: skip
        self._made = 0

    def answer(self, asked: Asked) -> Reply:
        answers = {
            ("GET", "/v2/auth/authorize/"): self._authorize,
            ("POST", "/v2/oauth/token/"): self._token,
            ("POST", "/v2/oauth/revoke/"): self._revoke,
            ("GET", "/v2/user/info/"): self._info,
            ("POST", "/v2/post/publish/creator_info/query/"): self._creator,
        }
        found = answers.get((asked.method, asked.path))
        return Reply.html("<html><body>404</body></html>", 404) if found is None else found(asked)

    def error(self, code: str, status: int | None = None) -> Reply:
        """An error as the interface words it; some come with the status 200."""
        body = {"data": {}, "error": {"code": code, "message": "Something about it.", "log_id": "20261126"}}
        return Reply.json(body, _STATUS.get(code, 200) if status is None else status)

    def refuse(self, status: int) -> Reply:
        code = {401: "access_token_invalid", 403: "scope_not_authorized", 429: "rate_limit_exceeded"}
        return self.error(code.get(status, "internal_error"), status)

    # Consent

    def _authorize(self, asked: Asked) -> Reply:
        query = asked.query
        redirect, wanted = query.get("redirect_uri", ""), frozenset(query.get("scope", "").split(","))
        here = bool(_LOOPBACK.fullmatch(redirect))
        known = query.get("client_key") == self.client_key and (here or redirect in self.redirects)
        if not known or query.get("response_type") != "code" or not query.get("state"):
            return Reply.html("<html><body>Something went wrong: param_error</body></html>", 400)
        challenge, method = query.get("code_challenge", ""), query.get("code_challenge_method", "S256")
        back = {"state": query["state"]}
        if (here and not re.fullmatch(r"[0-9a-f]{64}", challenge)) or method != "S256":
            back |= {"error": "invalid_request", "error_description": "code_challenge"}
        elif not wanted <= _SCOPES.keys():
            back |= {"error": "invalid_scope", "error_description": "scope"}
        elif not self.agrees:
            back |= {"error": "access_denied", "error_description": "User cancelled"}
        else:
            scopes = wanted - self.declined
            back |= {"code": self._new("code"), "scopes": ",".join(sorted(scopes))}
            self.codes[back["code"]] = (redirect, scopes, challenge)
        return Reply(302, headers={"location": f"{redirect}?{urlencode(back)}"})

    def _token(self, asked: Asked) -> Reply:
        form = asked.form
        if not self._knows(asked):
            return self._oauth_error("invalid_client")
        if form.get("grant_type") == "refresh_token":
            found = self.refreshes.pop(form.get("refresh_token", ""), None)
            if found is None:
                return self._oauth_error("invalid_grant")
            self.tokens.pop(found[0], None)
            return self._give(found[1])
        if form.get("grant_type") != "authorization_code":
            return self._oauth_error("unsupported_grant_type")
        redirect, scopes, challenge = self.codes.pop(form.get("code", ""), ("", frozenset[str](), ""))
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).hexdigest()
        if not redirect or form.get("redirect_uri") != redirect or challenge not in ("", proof):
            return self._oauth_error("invalid_grant")
        return self._give(scopes)

    def _give(self, scopes: frozenset[str]) -> Reply:
        token, refresh = self._new("act.token"), self._new("rft.token")
        self.tokens[token], self.refreshes[refresh] = scopes, (token, scopes)
        told = {"open_id": self.user["open_id"], "scope": ",".join(sorted(scopes)), "token_type": "Bearer"}
        lives = {"expires_in": 7200, "refresh_expires_in": 180 * 86_400}
        return Reply.json({"access_token": token, "refresh_token": refresh, **told, **lives})

    def _revoke(self, asked: Asked) -> Reply:
        if not self._knows(asked):
            return self._oauth_error("invalid_client")
        if self.tokens.pop(asked.form.get("token", ""), None) is None:
            return self._oauth_error("invalid_request")
        return Reply(200)

    def _knows(self, asked: Asked) -> bool:
        app = (asked.form.get("client_key"), asked.form.get("client_secret"))
        form = asked.headers.get("content-type", "").startswith("application/x-www-form-urlencoded")
        return form and app == (self.client_key, self.client_secret)

    def _oauth_error(self, error: str) -> Reply:
        return Reply.json({"error": error, "error_description": "Something about it.", "log_id": "20261126"}, 400)

    def _new(self, word: str) -> str:
        self._made += 1
        return f"{word}-{self._made}"

    # What is read

    def _info(self, asked: Asked) -> Reply:
        scopes = self._scopes(asked)
        if scopes is None:
            return self.error("access_token_invalid")
        fields = [name for name in asked.query.get("fields", "").split(",") if name]
        if not fields or not {*fields} <= {name for names in _SCOPES.values() for name in names}:
            return self.error("invalid_params")
        if not {*fields} <= {name for scope in scopes for name in _SCOPES[scope]}:
            return self.error("scope_not_authorized")
        return self._ok({"user": {name: self.user[name] for name in fields}})

    def _creator(self, asked: Asked) -> Reply:
        scopes = self._scopes(asked)
        if scopes is None:
            return self.error("access_token_invalid")
        if asked.headers.get("content-type") != "application/json; charset=UTF-8":
            return self.error("invalid_params")
        return self._ok(self.creator) if "video.publish" in scopes else self.error("scope_not_authorized")

    def _scopes(self, asked: Asked) -> frozenset[str] | None:
        kind, _, token = asked.headers.get("authorization", "").partition(" ")
        return self.tokens.get(token) if kind == "Bearer" else None

    def _ok(self, data: object) -> Reply:
        return Reply.json({"data": data, "error": {"code": "ok", "message": "", "log_id": "20261126"}})
