"""An emulator of Meta's three interfaces: Facebook's Graph API, Instagram's with Instagram Login, and Threads'.

After developers.facebook.com (November 2026): docs/graph-api (guides/error-handling, guides/secure-requests,
overview/rate-limiting, reference/user, user/friends, user/permissions, user/accounts, page, debug_token, v26.0);
docs/facebook-login/guides/advanced/manual-flow, oidc-token (PKCE) and access-tokens/get-long-lived;
documentation/instagram-platform/instagram-api-with-instagram-login/business-login (13 March 2026) and get-started,
reference/access_token, reference/refresh_access_token, reference/oauth-authorize;
documentation/threads/threads-profiles (13 April 2026), insights (30 January 2026),
get-started/get-access-tokens-and-permissions (12 August 2026) and long-lived-tokens.

The shapes of bodies and cursors were held against the recordings of others (`tests/connectors/test_meta_peer.py`).
The owner agrees (or not) at once: there is no page to click. Left out: Page and app tokens but for `debug_token`,
webhooks, batches, `ids=`, field expansion, everything that writes or is content, and how fast an allowance is used up.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.emulators.base import Asked, Emulator, Reply

CALLBACK = "https://audit.oakdale.example/callback"
_LOOPBACK = re.compile(r"http://(?:localhost|127\.0\.0\.1):\d+/\S*")
_DAY = 86_400


@dataclass
class Token:
    """A token that was given. `age` in days; `ended` is the error subcode it is refused with."""

    scopes: frozenset[str]
    lasting: bool = True
    age: int = 2
    ended: int | None = None


@dataclass(frozen=True)
class Code:
    redirect: str
    scopes: frozenset[str]
    challenge: str


class Meta(Emulator):
    """What the three have in common."""

    version = "26.0"
    known: tuple[str, ...] = ()
    """The permissions that can be asked for."""
    ending = "#_"
    """What is put behind the address the owner is sent back to."""

    def __init__(self) -> None:
        super().__init__()
        self.app_id, self.app_secret = "990602627938098", "shh-app-secret-0815"
        self.redirects = {CALLBACK}
        self.token = "EAAB-token-4711"
        self.tokens = {self.token: Token(frozenset(self.known))}
        self.codes: dict[str, Code] = {}
        self.agrees, self.declined = True, frozenset[str]()
        self.answers_in = self.version
        self.usage: Mapping[str, float] | None = None
        self.business: Mapping[str, Any] | None = None
        self.proof_required = False
        self._made = 0

    # What every answer looks like

    def _reply(self, data: object, status: int = 200) -> Reply:
        headers = {"facebook-api-version": f"v{self.answers_in}"}
        if self.usage is not None:
            headers["x-app-usage"] = json.dumps(self.usage)
        if self.business is not None:
            headers["x-business-use-case-usage"] = json.dumps(self.business)
        return Reply.json(data, status, headers)

    def error(self, code: int, sub: int | None = None, status: int = 400, text: str = "An error.") -> Reply:
        """An error as the Graph API words it."""
        error: dict[str, Any] = {"message": text, "type": "OAuthException", "code": code, "fbtrace_id": "AbCdEf"}
        if sub is not None:
            error["error_subcode"] = sub
        return self._reply({"error": error}, status)

    def refuse(self, status: int) -> Reply:
        code, sub = {401: (190, 463), 403: (10, None), 404: (100, 33), 429: (4, None)}.get(status, (1, None))
        return self.error(code, sub, status)

    # Consent

    def authorize(self, asked: Asked) -> Reply:
        query = asked.query
        wanted = frozenset(re.split(r"[ ,]+", query.get("scope", "")))
        redirect = query.get("redirect_uri", "")
        if query.get("client_id") != self.app_id or not self._may_return_to(redirect) or not wanted <= set(self.known):
            return Reply.html("<html><body>Sorry, something went wrong: invalid parameter</body></html>", 400)
        if query.get("response_type", "code") != "code" or query.get("code_challenge_method", "S256") != "S256":
            return Reply.html("<html><body>Sorry, something went wrong</body></html>", 400)
        back = {"state": query["state"]} if "state" in query else {}
        if not self.agrees:
            back |= {"error": "access_denied", "error_reason": "user_denied", "error_description": "User denied"}
        else:
            back["code"] = self._new("AQB-code")
            granted = wanted - self.declined
            self.codes[back["code"]] = Code(redirect, granted, query.get("code_challenge", ""))
        return Reply(302, headers={"location": f"{redirect}?{urlencode(back)}{self.ending}"})

    def _may_return_to(self, redirect: str) -> bool:
        return redirect in self.redirects

    def _redeem(self, form: Mapping[str, str]) -> Code | None:
        """The code of a token request that is in order; a code is good once."""
        code = self.codes.pop(form.get("code", ""), None)
        app = (form.get("client_id"), form.get("client_secret"))
        if code is None or app != (self.app_id, self.app_secret) or form.get("redirect_uri") != code.redirect:
            return None
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return code if code.challenge in ("", challenge) else None

    def _new(self, word: str) -> str:
        self._made += 1
        return f"{word}-{self._made}"

    def _give(self, scopes: frozenset[str], *, lasting: bool) -> str:
        token = self._new("EAAB-long" if lasting else "EAAB-short")
        self.tokens[token] = Token(scopes, lasting, 0)
        return token

    def _bearer(self, token: str, seconds: int) -> Reply:
        return self._reply({"access_token": token, "token_type": "bearer", "expires_in": seconds})

    # Who asks

    def _checked(self, asked: Asked) -> Token | Reply:
        text = asked.query.get("access_token", "")
        if not text:
            return self.error(2500, text="An active access token must be used to query information about the user.")
        token = self.tokens.get(text)
        if token is None:
            return self.error(190, text="Invalid OAuth access token - Cannot parse access token")
        if token.ended is not None:
            return self.error(190, token.ended, text="Error validating access token: Session has expired")
        right = hmac.new(self.app_secret.encode(), text.encode(), hashlib.sha256).hexdigest()
        given = asked.query.get("appsecret_proof")
        if given is not None and given != right:
            return self.error(100, text="Invalid appsecret_proof provided in the API argument")
        if given is None and self.proof_required:
            return self.error(100, text="API calls from the server require an appsecret_proof argument")
        return token

    def _fields(self, asked: Asked, node: Mapping[str, Any], kind: str, default: str) -> dict[str, Any] | Reply:
        """The fields that were asked for; one that does not exist is an error, one without a value is left out."""
        names = asked.query.get("fields", default).split(",")
        for name in names:
            if name not in node:
                return self.error(100, text=f"(#100) Tried accessing nonexisting field ({name}) on node type ({kind})")
        return {name: node[name] for name in names if node[name] is not None}

    def _needs(self, token: Token, scope: str) -> Reply | None:
        if scope in token.scopes:
            return None
        return self.error(10, status=403, text=f"(#10) Application does not have permission: {scope}")

    def _versioned(self, asked: Asked) -> str | None:
        """The path behind the version; None where the version is no version."""
        found = re.fullmatch(r"/v\d+\.\d/(.+)", asked.path)
        return found.group(1) if found else None


class InstagramEmulator(Meta):
    """The Instagram API with Instagram Login."""

    hosts = ("graph.instagram.com", "api.instagram.com", "www.instagram.com")
    known = ("instagram_business_basic", "instagram_business_manage_comments", "instagram_business_manage_messages")

    def __init__(self) -> None:
        super().__init__()
        self.user: dict[str, Any] = {
            "id": "24511", "user_id": "17841405822304914", "username": "ms.rivera.room12", "name": "Ms. Rivera",
            "account_type": "MEDIA_CREATOR", "followers_count": 210, "follows_count": 35, "media_count": 12,
            "profile_picture_url": None, "biography": "Grade 4 at Oakdale",
        }  # fmt: skip
        self.wrapped = False
        """Whether `me` is answered as in the guide (a list named `data`) and not as in the reference."""

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/oauth/authorize":
            return self.authorize(asked)
        if asked.path == "/oauth/access_token":
            code = self._redeem(asked.form) if asked.method == "POST" else None
            if code is None or asked.form.get("grant_type") != "authorization_code":
                said = "Matching code was not found or was already used"
                return self._reply({"error_type": "OAuthException", "code": 400, "error_message": said}, 400)
            token = self._give(code.scopes, lasting=False)
            permissions = ",".join(sorted(code.scopes))
            return self._reply({"data": [{"access_token": token, "user_id": "24511", "permissions": permissions}]})
        if asked.path in ("/access_token", "/refresh_access_token"):
            return self._longer(asked, "ig")
        token = self._checked(asked)
        if isinstance(token, Reply):
            return token
        if self._versioned(asked) != "me":
            return self.error(100, 33, text="Unsupported get request. Object does not exist")
        found = self._needs(token, "instagram_business_basic") or self._fields(asked, self.user, "IGUser", "id")
        if isinstance(found, Reply):
            return found
        return self._reply({"data": [found]} if self.wrapped else found)

    def _longer(self, asked: Asked, word: str) -> Reply:
        """A short token for a long one, or a long one renewed: at least a day old, and not ended."""
        query, fresh = asked.query, asked.path == "/access_token"
        token = self.tokens.get(query.get("access_token", ""))
        if token is None or token.ended is not None:
            return self.error(190, token.ended if token else None, text="Error validating access token")
        grant = f"{word}_{'exchange' if fresh else 'refresh'}_token"
        if query.get("grant_type") != grant or (fresh and query.get("client_secret") != self.app_secret):
            return self.error(101, text="Error validating application.")
        if fresh == token.lasting or (not fresh and token.age < 1):
            return self.error(100, text="Unsupported request - method type: get")
        return self._bearer(self._give(token.scopes, lasting=True), 60 * _DAY)


class ThreadsEmulator(InstagramEmulator):
    """The Threads API. Its tokens are exchanged as Instagram's are."""

    hosts = ("graph.threads.net", "threads.com")
    known = ("threads_basic", "threads_manage_insights", "threads_content_publish")
    version = "1.0"

    def __init__(self) -> None:
        super().__init__()
        self.user = {
            "id": "7311", "username": "ms.rivera.room12", "name": "Ms. Rivera", "threads_profile_picture_url": None,
            "threads_biography": "Grade 4 at Oakdale", "is_verified": False,
        }  # fmt: skip
        self.followers: int | None = 98

    def answer(self, asked: Asked) -> Reply:
        if asked.path == "/oauth/authorize":
            return self.authorize(asked)
        if asked.path == "/oauth/access_token":
            code = self._redeem(asked.form) if asked.method == "POST" else None
            if code is None or asked.form.get("grant_type") != "authorization_code":
                return self.error(100, 36009, text="Error validating verification code.")
            return self._reply({"access_token": self._give(code.scopes, lasting=False), "user_id": 7311})
        if asked.path in ("/access_token", "/refresh_access_token"):
            return self._longer(asked, "th")
        token = self._checked(asked)
        if isinstance(token, Reply):
            return token
        path = self._versioned(asked)
        if path not in ("me", "me/threads_insights"):
            return self.error(100, 33, text="Unsupported get request. Object does not exist")
        if missing := self._needs(token, "threads_basic"):
            return missing
        if path == "me":
            found = self._fields(asked, self.user, "ThreadsUser", "id")
            return found if isinstance(found, Reply) else self._reply(found)
        if missing := self._needs(token, "threads_manage_insights"):
            return missing
        if asked.query.get("metric") != "followers_count":
            return self.error(100, text="(#100) metric must be one of the following values: followers_count")
        if self.followers is None:
            return self._reply({"data": []})
        row = {"name": "followers_count", "period": "day", "title": "followers", "id": "7311/insights/followers_count"}
        return self._reply({"data": [{**row, "total_value": {"value": self.followers}}]})


class FacebookEmulator(Meta):
    """The Graph API of Facebook."""

    hosts = ("graph.facebook.com", "www.facebook.com")
    known = ("public_profile", "user_friends", "pages_show_list", "pages_read_engagement", "openid")
    ending = "#_=_"

    def __init__(self) -> None:
        super().__init__()
        self.tokens[self.token].scopes = frozenset(("public_profile", "user_friends", "pages_show_list"))
        self.user: dict[str, Any] = {"id": "10220000000000001", "name": "Ms. Rivera", "first_name": "Imelda"}
        self.friends: list[dict[str, Any]] = [
            {"id": f"1022{number}", "name": f"Imelda Quimbleton {number}"} for number in range(5)
        ]
        self.total: int | None = 412
        self.pages: list[dict[str, Any]] = []
        self.counts_open = True
        """Whether the counts of Pages are told without `pages_read_engagement`."""

    def page(self, number: str, name: str, **more: Any) -> None:
        """One more Page the person has a role on."""
        nothing = dict.fromkeys(("username", "followers_count", "fan_count", "is_published", "category"))
        tasks = ["ANALYZE", "MODERATE", "MANAGE"]
        self.pages.append({"id": number, "name": name, "tasks": tasks, "access_token": "EAAB-page", **nothing, **more})

    def _may_return_to(self, redirect: str) -> bool:
        # Apps in development may return to this computer without having it registered.
        return redirect in self.redirects or bool(_LOOPBACK.fullmatch(redirect))

    def answer(self, asked: Asked) -> Reply:
        path = self._versioned(asked)
        if path == "dialog/oauth":
            return self.authorize(asked)
        if path == "oauth/access_token":
            return self._tokens({**asked.query, **asked.form})
        if path == "debug_token":
            return self._debug(asked.query)
        token = self._checked(asked)
        if isinstance(token, Reply):
            return token
        if path == "me":
            found = self._fields(asked, self.user, "User", "id,name")
            return found if isinstance(found, Reply) else self._reply(found)
        if path == "me/permissions" and asked.method == "DELETE":
            token.ended = 458
            return self._reply({"success": True})
        if path == "me/permissions":
            asked_for = sorted({*token.scopes, *self.declined})
            status = {True: "granted", False: "declined"}
            rows = [{"permission": name, "status": status[name in token.scopes]} for name in asked_for]
            return self._reply({"data": rows})
        if path == "me/friends":
            if missing := self._needs(token, "user_friends"):
                return missing
            summary = {} if self.total is None else {"summary": {"total_count": self.total}}
            return self._page_of(asked, self.friends, "User", summary)
        if path == "me/accounts":
            if missing := self._needs(token, "pages_show_list"):
                return missing
            counts = {"followers_count", "fan_count", "is_published"} & set(asked.query.get("fields", "").split(","))
            if counts and not self.counts_open and "pages_read_engagement" not in token.scopes:
                said = "(#100) Object does not exist, cannot be loaded due to missing permission or reviewable feature"
                return self.error(100, text=said)
            return self._page_of(asked, self.pages, "Page", {})
        return self.error(100, 33, text="Unsupported get request. Object does not exist")

    def _page_of(self, asked: Asked, people: list[dict[str, Any]], kind: str, more: dict[str, Any]) -> Reply:
        """One page by cursors. The last one has cursors too, but no `next`; `next` holds the token."""
        limit, cursor = asked.query.get("limit", "25"), asked.query.get("after", "")
        try:
            start = int(base64.b64decode(cursor, validate=True) or b"0")
        except ValueError:
            return self.error(100, text="(#100) Invalid cursors values")
        if not limit.isdigit() or int(limit) < 1:
            return self.error(100, text="(#100) Param limit must be a positive number")
        end = start + int(limit)
        rows: list[dict[str, Any]] = []
        for person in people[start:end]:
            found = self._fields(asked, person, kind, "id,name")
            if isinstance(found, Reply):
                return found
            rows.append(found)
        body: dict[str, Any] = {"data": rows, **more}
        if rows:
            before, after = (base64.b64encode(str(place).encode()).decode() for place in (start, end))
            body["paging"] = {"cursors": {"before": before, "after": after}}
            places = {"next": ("after", after)} if end < len(people) else {}
            places |= {"previous": ("before", before)} if start else {}
            for way, (word, place) in places.items():
                query = urlencode({"access_token": asked.query["access_token"], "limit": limit, word: place})
                body["paging"][way] = f"https://graph.facebook.com{asked.path}?{query}"
        return self._reply(body)

    def _tokens(self, form: Mapping[str, str]) -> Reply:
        if form.get("grant_type") == "fb_exchange_token":
            token = self.tokens.get(form.get("fb_exchange_token", ""))
            if (form.get("client_id"), form.get("client_secret")) != (self.app_id, self.app_secret):
                return self.error(1, text="Error validating client secret.")
            if token is None or token.ended is not None:
                return self.error(190, token.ended if token else None, text="Error validating access token")
            return self._bearer(self._give(token.scopes, lasting=True), 60 * _DAY)
        code = self._redeem(form)
        if code is None:
            return self.error(100, 36009, text="Error validating verification code. Please make sure your redirect_uri")
        return self._bearer(self._give(code.scopes, lasting=False), 2 * 3600)

    def _debug(self, query: Mapping[str, str]) -> Reply:
        if query.get("access_token") != f"{self.app_id}|{self.app_secret}":
            return self.error(190, text="Invalid OAuth access token signature.")
        token = self.tokens.get(query.get("input_token", ""))
        if token is None:
            return self._reply({"data": {"is_valid": False, "scopes": [], "error": {"code": 190}}})
        told = {
            "app_id": self.app_id, "type": "USER", "application": "Oakdale audit", "user_id": self.user["id"],
            "is_valid": token.ended is None, "expires_at": 1_800_000_000, "data_access_expires_at": 1_803_000_000,
            "scopes": sorted(token.scopes), "granular_scopes": [{"scope": name} for name in sorted(token.scopes)],
        }  # fmt: skip
        return self._reply({"data": told})
