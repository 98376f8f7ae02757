"""A wiki's Action API (`api.php`): finding it, signing in, asking, and what its errors mean.

https://www.mediawiki.org/wiki/API:Main_page (Login, Query, Continue, Errors and warnings, Etiquette). Errors come in a
body of status 200, as `error` (or `errors`, where we asked for them that way) with a code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urljoin, urlsplit, urlunsplit

from connectors.addresses import elsewhere
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_html
from connectors.http import ATTEMPTS, Answer, Http
from connectors.live import Access
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status
from connectors.throttle import wait_of

_LAG = 5
"""Seconds behind its own database a wiki may be for us to ask it (the value the documentation asks programs for)."""
_WAIT = 5.0
"""Seconds to wait for a busy wiki that names none."""
_CLOSED = frozenset({"readapidenied", "permissiondenied", "badaccess-groups", "badaccess-group0", "blocked"})
_SIGNED_OUT = frozenset({"assertuserfailed", "assertnameduserfailed", "notloggedin", "badtoken", "sessionfailure"})
_LIMITED = frozenset({"ratelimited", "actionthrottledtext"})
_THROTTLED = frozenset({"login-throttled"})
_CODE = re.compile(r"[\w-]{1,60}", re.ASCII)


def address_of(access: Access) -> str:
    """The address of the wiki or of its `api.php`, without the slash at its end."""
    given = (access.server or access.handle).strip().split("#")[0].rstrip("/")
    return given if "://" in given else f"https://{given}"


class Api:
    """The interface of one wiki, for one account. The cookies of the sign-in are in the `Http`, in memory alone."""

    def __init__(self, access: Access, http: Http) -> None:
        self._site, self._http, self._secret = address_of(access), http, access.secret
        self._found = ""
        self._signed_in = False
        token = access.secret.get("token", "")
        self._headers = {"authorization": f"Bearer {token}"} if token else {}

    def query(self, params: Mapping[str, str | int]) -> dict[str, Json]:
        """A query as somebody who is signed in; signs in first, and once more where the wiki has forgotten us."""
        forgotten = False
        while True:
            if not self._signed_in:
                self._sign_in()
            try:
                return self._ask({**params, "action": "query", "assert": "user", "maxlag": _LAG})
            except Refusal as refused:
                if refused.note.id != "mediawiki.signed_out" or self._headers or forgotten:
                    raise
                self._signed_in, forgotten = False, True

    def _sign_in(self) -> None:
        """With a bot password. The account's own password is not for us: it is never sent, whoever gives it."""
        if not self._headers:
            user, password = self._secret.get("user", ""), self._secret.get("password", "")
            if "@" not in user:
                raise Refusal(Gap.PERMISSION_MISSING, Message("mediawiki.not_a_bot"), final=True)
            data = self._ask({"action": "query", "meta": "tokens", "type": "login"})
            tokens = _dict(_dict(data.get("query")).get("tokens"))
            form = {"action": "login", "lgname": user, "lgpassword": password, "errorformat": "raw"}
            form |= {"lgtoken": str(tokens.get("logintoken", "")), "format": "json", "formatversion": "2"}
            login = _dict(_body(self._http.send("POST", self._address(), data=form)).get("login"))
            if login.get("result") != "Success":
                reason = _dict(login.get("reason"))
                if _THROTTLED & {str(reason.get("key")), str(reason.get("code"))}:
                    raise Refusal(Gap.RATE_LIMITED, Message("mediawiki.throttled"), final=True, passing=True)
                raise Refusal(Gap.PERMISSION_MISSING, Message("mediawiki.signed_out"), final=True)
        self._signed_in = True

    def _ask(self, params: Mapping[str, str | int]) -> dict[str, Json]:
        """One answer; a wiki that is busy is waited for."""
        asked = {"format": "json", "formatversion": 2, **params}
        for attempt in range(1, ATTEMPTS + 1):
            answer = self._http.get(self._address(), params=asked, headers=self._headers)
            data = _body(answer)
            code = _code(data)
            if code == "":
                return data
            if code != "maxlag" and code not in _LIMITED:
                break
            wait = wait_of(answer.headers, self._http.now())
            if attempt == ATTEMPTS or not self._http.pause(_WAIT * attempt if wait is None else wait):
                break
        raise _refusal(code)

    def _address(self) -> str:
        if not self._found:
            self._found = self._discover()
        return self._found

    def _discover(self) -> str:
        """Where `api.php` is: every page of a wiki links to it (RSD), also the one that says "sign in first"."""
        if urlsplit(self._site).path.endswith("/api.php"):
            return self._site
        page = self._http.get(f"{self._site}/")
        try:
            link = parse_html(page.content, "").find("link", rel="EditURI")
        except MemberDamaged:
            link = None
        if link is not None:
            try:
                parts = urlsplit(urljoin(f"{self._site}/", str(link.get("href") or "")))
            except ValueError:
                raise elsewhere() from None
            scheme = urlsplit(self._site).scheme if parts.scheme == "http" else parts.scheme
            return urlunsplit((scheme, parts.netloc, parts.path, "", ""))
        for path in ("/api.php", "/w/api.php"):
            answer = self._http.get(self._site + path, params={"action": "query", "format": "json"})
            try:
                if isinstance(answer.json(), dict):
                    return self._site + path
            except Refusal:
                continue
        if page.status >= 500 or page.status == 429:
            raise of_status(page.status, page.until)
        raise Refusal(Gap.NOT_OFFERED, Message("mediawiki.no_api"), final=True)


def _body(answer: Answer) -> dict[str, Json]:
    data = answer.json()
    if not isinstance(data, dict):
        raise Refusal(Gap.DAMAGED, Message("live.not_json"))
    return data


def _dict(value: Json) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _code(data: Mapping[str, Json]) -> str:
    """The code of the error in an answer; "" where there is none."""
    error = data.get("error")
    if error is None and isinstance(data.get("errors"), list) and data["errors"]:
        error = data["errors"][0]
    if error is None:
        return ""
    code = str(_dict(error).get("code"))
    return code if _CODE.fullmatch(code) else "unknown"


def _refusal(code: str) -> Refusal:
    if code in _CLOSED:
        return Refusal(Gap.PERMISSION_MISSING, Message("mediawiki.closed"), final=code == "readapidenied")
    if code in _SIGNED_OUT or code.startswith("mwoauth-"):
        return Refusal(Gap.PERMISSION_MISSING, Message("mediawiki.signed_out"), final=True)
    if code in _LIMITED:
        return Refusal(Gap.RATE_LIMITED, Message("live.rate_limited"), passing=True)
    if code == "maxlag":
        return Refusal(Gap.RATE_LIMITED, Message("mediawiki.busy"), passing=True)
    if code.startswith("internal_api_error"):
        return Refusal(Gap.PAGINATION_STOPPED, Message("live.server_error"), passing=True)
    return Refusal(Gap.PAGINATION_STOPPED, Message("mediawiki.refused", {"code": code}))
