"""Asking the Bluesky network as one account: signing in, renewing the sign-in, and what its refusals mean.

Requests are made by the AT Protocol SDK (PyPI `atproto`) over our HTTP layer. Answers are taken as they come: the SDK's
own models would drop a whole page for one name that is too long.

Sources: docs.bsky.app/docs/api (com.atproto.server.createSession, refreshSession), atproto.com/specs/xrpc.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from atproto import Client, Request, Session
from atproto.exceptions import AtProtocolError
from atproto_client.exceptions import RequestErrorBase
from atproto_client.models.dot_dict import DotDict

from connectors.addresses import host_of
from connectors.bluesky import people
from connectors.files import Json, text_of
from connectors.http import AGENT, Http
from connectors.live import Access
from connectors.model import Gap, Message
from connectors.refusal import Refusal, of_status, refusal

HOME = "https://bsky.social"
"""Where accounts sign in that are on no server of their own."""
_OFF = frozenset({"AccountTakedown", "AccountDeactivated", "AccountSuspended", "RepoDeactivated", "RepoTakendown"})
_UNKNOWN_METHOD = frozenset({"MethodNotImplemented", "XRPCNotSupported"})

_T = TypeVar("_T")


def server_of(access: Access) -> str:
    """The address at which an account signs in."""
    return access.server.rstrip("/") or HOME


class Network:
    """Requests as one account. Nothing is asked before the first of them, which signs in.

    The sign-in names the server that holds the account (its PDS); from then on requests go there, and nowhere else.
    """

    def __init__(self, access: Access, http: Http) -> None:
        self._access, self._http = access, http
        request = Request(transport=http.for_httpx())
        request.add_additional_header("User-Agent", AGENT)
        self._client = Client(server_of(access), request)
        self._client.on_session_change(self._changed)
        self._session: Any = None
        self._user = (access.secret.get("user") or access.handle).strip().lstrip("@")

    @property
    def did(self) -> str:
        """The lasting id of the account that is signed in. Signs in where that was not done."""
        self._sign_in()
        return str(self._session.did)

    @property
    def handle(self) -> str | None:
        """The account's handle as of the sign-in."""
        return text_of(self._session.handle) if self._session else None

    def ask(self, method: str, **params: str | int | None) -> dict[str, Json]:
        """The answer to a query. A sign-in that has run out is renewed once. Raises `Refusal`."""
        self._sign_in()
        given = DotDict({name: value for name, value in params.items() if value is not None})

        def query() -> Json:
            return self._client.invoke_query(method, params=given, output_encoding="application/json").content

        try:
            answer = query()
        except (RequestErrorBase, AtProtocolError, ValueError) as e:
            if _code(e) != "ExpiredToken":
                raise _refusal(e, self._http) from None
            self._guarded(self._renew)
            answer = self._guarded(query)
        if not isinstance(answer, dict):
            raise refusal(Gap.DAMAGED, "not_json")
        return answer

    def record(self, collection: str) -> dict[str, Json] | None:
        """The account's one record of a collection; None where it never made one."""
        try:
            answer = self.ask("com.atproto.repo.getRecord", repo=self.did, collection=collection, rkey="self")
        except Refusal as e:
            if e.note.id == "bluesky.no_record":
                return None
            raise
        value = answer.get("value")
        return value if isinstance(value, dict) else {}

    def _sign_in(self) -> None:
        if self._session is not None:
            return
        password = self._access.secret.get("password", "")
        if not password:
            raise refusal(Gap.PERMISSION_MISSING, "signed_out", final=True, status=401)
        # The SDK would fetch the profile too, and fail where a new account is not listed yet.
        self._guarded(lambda: self._client.login(self._user, password, fetch_bsky_profile=False))

    def _renew(self) -> None:
        held = self._session
        headers = {"Authorization": f"Bearer {held.refresh_jwt}"}
        new = self._client.com.atproto.server.refresh_session(headers=headers, ignore_session_check=True)
        renewed = Session(held.handle, held.did, new.access_jwt, new.refresh_jwt, held.pds_endpoint)
        self._client.login(session_string=renewed.encode(), fetch_bsky_profile=False)

    def _changed(self, _event: object, session: Any) -> None:
        """Told by the SDK of every new sign-in, after it has turned to the server that the sign-in names."""
        wanted = self._access.handle.strip().lstrip("@").casefold()
        # A handle that has lapsed is not said any more; it then is the one that was signed in with.
        handle = people.handle_of(session.handle) or self._user
        if wanted and wanted not in (str(session.did).casefold(), handle.casefold()):
            raise Refusal(Gap.PERMISSION_MISSING, Message("bluesky.other_account"), final=True)
        if host_of(session.pds_endpoint):
            self._http.admit(session.pds_endpoint)
        self._session = session

    def _guarded(self, what: Callable[[], _T]) -> _T:
        try:
            return what()
        except (RequestErrorBase, AtProtocolError, ValueError) as e:
            raise _refusal(e, self._http) from None


def _code(error: Exception) -> str:
    """The `error` of an XRPC error body; "" where there is none."""
    return str(getattr(_content(error), "error", None) or "")


def _content(error: Exception) -> object:
    return getattr(getattr(error, "response", None), "content", None)


def _refusal(error: Exception, http: Http) -> Refusal:
    """What an error of the SDK means for the coverage. Its text is left alone: it may name people."""
    response = getattr(error, "response", None)
    if response is None:  # no answer at all is a Refusal already, so this one could not be read
        return refusal(Gap.DAMAGED, "not_json")
    code, status = _code(error), int(response.status_code)
    said = str(getattr(_content(error), "message", None) or "")
    if code == "RecordNotFound" or said.startswith("Could not locate record"):
        return Refusal(Gap.NOT_OFFERED, Message("bluesky.no_record"))
    if code == "AuthFactorTokenRequired":
        return Refusal(Gap.PERMISSION_MISSING, Message("bluesky.app_password_needed"), final=True)
    if code == "AuthenticationRequired":
        return Refusal(Gap.PERMISSION_MISSING, Message("bluesky.password_refused"), final=True)
    if code in _OFF:
        return Refusal(Gap.NOT_OFFERED, Message("bluesky.account_off"), final=True)
    if code == "InvalidToken" and "scope" in said:
        return of_status(403)
    if code in ("ExpiredToken", "InvalidToken", "AuthMissing"):
        return of_status(401)
    if code in _UNKNOWN_METHOD:
        return of_status(404)
    if code == "InvalidRequest" and "not found" in said:
        return Refusal(Gap.NOT_OFFERED, Message("bluesky.not_indexed"), passing=True)
    return of_status(status, http.until(response.headers) if status == 429 else None)
