"""LinkedIn, read live: the copy of their data that members in the EEA and Switzerland may hand to a program.

Europe's Digital Markets Act makes LinkedIn give it, list by list, in the rows of its export (Member Snapshot API). To
everybody else LinkedIn's sign-in says who they are and nothing more, and lists of connections are for its partners; a
refusal is therefore taken for what it nearly always is, the rule that nobody else gets one.

The one permission there is opens everything LinkedIn keeps of the owner, messages too. Three lists are asked for and
no other.

After learn.microsoft.com/linkedin: dma/member-data-portability/shared/member-snapshot-api and member-snapshot-domain
(15 May 2025), member-data-portability-3rd-party (August 2024), shared/authentication/authorization-code-flow and
authorization-code-flow-native, shared/api-guide/concepts/error-handling, as they were found in November 2026. That
`start` is the number of a page and not of a row, and that a list ends with an error (“No data found for this
memberId”), is in there. The bodies of 401, 426 and 429 are from public reports of others, and so is the address where
tokens are given back, which no document has.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit

from connectors.crosscheck import count_of
from connectors.errors import MemberDamaged
from connectors.files import Json, parse_json, text_of
from connectors.http import Answer, Http
from connectors.linkedin.people import COLUMNS, connected, invitation, own_handle, owner
from connectors.linkedin.table import Row
from connectors.live import About, Access, Consent, Listing, Page, Way, check_owner
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    RecordType,
    State,
    Unreadable,
)
from connectors.refusal import Refusal, of_status, refusal

_URL = "https://api.linkedin.com/rest/memberSnapshotData"
_VERSION = "202312"
"""The only one this interface has; LinkedIn's other interfaces count theirs by the month."""
_PROFILE, _CONNECTIONS, _INVITATIONS = "PROFILE", "CONNECTIONS", "INVITATIONS"
_DOMAINS = {"connections": _CONNECTIONS, "invitations": _INVITATIONS}
_COUNT = 10
"""What the document's own pages say; how many rows are on one is LinkedIn's matter."""
_LAST = 100_000
"""No list has so many pages."""
_NO_DATA = "no data found for this"
"""“... memberId” in the document, “... domain and memberId” in programs of others."""
_NO_DATA_ID = "linkedin.live_no_data"
_REVOKED = 65601
_NOT_UNDERSTOOD = Message("linkedin.live_not_understood")


class LinkedInLive:
    """Reads first-degree connections, invitations and the owner's name, where LinkedIn gives them."""

    platform: ClassVar[str] = Platform.LINKEDIN
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.REQUESTS, RecordType.PROFILE}
    )
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("connections", Kind.FRIEND),
        Listing("invitations", Kind.REQUEST_RECEIVED),
    )
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        ("r_dma_portability_3rd_party",),
        authorize="https://www.linkedin.com/oauth/v2/authorization",
        token="https://www.linkedin.com/oauth/v2/accessToken",  # noqa: S106 - an address
        revoke="https://www.linkedin.com/oauth/v2/revoke",
        pkce="",  # for programs without a secret alone, at another address, where LinkedIn has switched it on
        guide=Message("linkedin.live_guide"),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for everybody
        """LinkedIn's interface."""
        return ("api.linkedin.com",)

    def open(self, access: Access, http: Http) -> LinkedInSession:
        """The account, ready to be read."""
        return LinkedInSession(access, http)


class LinkedInSession:
    """One account, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._http, self._access = http, access
        self._headers = {
            "authorization": f"Bearer {access.secret.get('token', '')}",
            "linkedin-version": _VERSION,
            "accept": "application/json",
        }
        self._owner: str | None = ""
        """"" until it was looked for, None where nothing tells."""

    def about(self) -> About:
        """The owner's name and, where an invitation tells it, handle."""
        handle = self._check()
        try:
            rows, _ = self._page(_PROFILE, 0)
        except Refusal as e:
            if e.note.id != _NO_DATA_ID:
                raise
            return About(owner({}, handle, None, None), coverage=(_known(handle, e),))
        about = rows[0] if rows else {}
        profile = owner(about, handle, None, Place(_PROFILE, "/0") if about else None)
        return About(profile, coverage=(_known(handle, None if profile.display_name else _no_data(_PROFILE)),))

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """The rows of a page. The cursor is its number."""
        self._check()
        domain, number = _DOMAINS[listing.name], _number(cursor)
        try:
            rows, after = self._page(domain, number)
        except Refusal as e:
            if number == 0 or e.note.id != _NO_DATA_ID:
                raise
            return Page(())  # so LinkedIn says that the page before was the last
        people = [_person(domain, row, Place(listing.name, f"/{number}/{i}")) for i, row in enumerate(rows)]
        return Page(people, after)

    def _check(self) -> str | None:
        """The owner's handle, where an invitation tells it; nobody is read before this is known or cannot be.

        The profile says by name alone whose it is; but every invitation has the owner's address on its other side.
        """
        if self._owner == "":
            try:
                rows, _ = self._page(_INVITATIONS, 0)
            except Refusal as e:
                if e.note.id != _NO_DATA_ID:
                    raise
                rows = []
            place = Place(_INVITATIONS)
            handle = own_handle(url for row in rows if (url := invitation(row, place)[1]))
            if handle is not None:  # LinkedIn names the owner nowhere else; without, the report says it is unchecked
                check_owner(self._access, handle)
            self._owner = handle
        return self._owner

    def _page(self, domain: str, number: int) -> tuple[list[Row], str | None]:
        """The rows of a page and the number of the next one; there always is a next one until LinkedIn has no data.

        The document says to ask on until then, whatever `total` is. Raises `Refusal`.
        """
        params: dict[str, str | int] = {"q": "criteria", "domain": domain, "start": number, "count": _COUNT}
        answer = self._http.get(_URL, params=params, headers=self._headers)
        body = body_of(answer, domain, self._http.now())
        return rows_of(body, domain), onward(body, number)


def _known(handle: str | None, missing: Refusal | None) -> Coverage:
    """How much of the profile there is; `missing` where the owner's name is."""
    notes = [missing.note] if missing else []
    if not handle:
        notes.append(Message("linkedin.live_unchecked"))
    if missing and not handle:
        return Coverage(RecordType.PROFILE, State.NONE, Gap.NOT_OFFERED, notes=tuple(notes))
    notes.append(Message("linkedin.live_as_of"))
    if missing or not handle:
        return Coverage(RecordType.PROFILE, State.PARTIAL, Gap.NOT_OFFERED, 1, notes=tuple(notes))
    return Coverage(RecordType.PROFILE, State.COMPLETE, received=1, notes=tuple(notes))


def _no_data(domain: str) -> Refusal:
    """The refusal of a list LinkedIn has nothing of. That may change, but of invitations many members have none."""
    named = "linkedin.live_profile" if domain == _PROFILE else f"live.list.{domain.casefold()}"
    return Refusal(Gap.NOT_OFFERED, Message(_NO_DATA_ID, {"t_list": named}), passing=domain != _INVITATIONS)


def _number(cursor: str | None) -> int:
    number = count_of(cursor or "0")
    if number is None or number > _LAST:
        raise Refusal(Gap.FORMAT_UNKNOWN, _NOT_UNDERSTOOD)
    return number


def _person(domain: str, row: Row, place: Place) -> Connection | Unreadable:
    found = connected(row, place) if domain == _CONNECTIONS else invitation(row, place)[0]
    return found or Unreadable(place, Message("linkedin.row_without_name"))


def rows_of(body: dict[str, Json], domain: str) -> list[Row]:
    """The rows in an answer, with column names in lower case as those of the export.

    Raises `Refusal` for rows of another list, and for rows without the columns they are known by.
    """
    rows: list[Row] = []
    elements = body.get("elements")
    if not isinstance(elements, list) and elements != {}:  # the document shows an empty page with {}
        raise Refusal(Gap.FORMAT_UNKNOWN, _NOT_UNDERSTOOD)
    for element in elements or []:
        data = element.get("snapshotData") if isinstance(element, dict) else None
        if not isinstance(data, list) or element.get("snapshotDomain") != domain:
            raise Refusal(Gap.FORMAT_UNKNOWN, _NOT_UNDERSTOOD)
        for cells in data:
            row = {name.strip().casefold(): text_of(value) or "" for name, value in _cells(cells)}
            if not set(COLUMNS[domain]) <= row.keys():
                raise Refusal(Gap.FORMAT_UNKNOWN, _NOT_UNDERSTOOD)
            rows.append(row)
    return rows


def _cells(cells: Json) -> list[tuple[str, Json]]:
    return list(cells.items()) if isinstance(cells, dict) else []


def onward(body: dict[str, Json], number: int) -> str | None:
    """The number of the page after this one: as its link says, else the next number.

    None where there is neither a link nor a row nor a larger total, and so nothing to expect.
    """
    paging = body.get("paging")
    paging = paging if isinstance(paging, dict) else {}
    links = paging.get("links")
    for link in links if isinstance(links, list) else []:
        if isinstance(link, dict) and link.get("rel") == "next":
            start = count_of(_start(text_of(link.get("href")) or ""))
            if start is None:
                raise Refusal(Gap.PAGINATION_STOPPED, _NOT_UNDERSTOOD)
            return str(start)
    if not any(element.get("snapshotData") for element in body.get("elements") or []):
        total = count_of(paging.get("total"))
        return str(number + 1) if total is not None and total > number + 1 else None
    return str(number + 1)


def _start(href: str) -> str:
    """The page's number in a link. Nothing else of it is used, least of all its host."""
    try:
        return parse_qs(urlsplit(href).query).get("start", [""])[0]
    except ValueError:
        return ""


def body_of(answer: Answer, domain: str, now: float) -> dict[str, Json]:
    """What is in an answer. Raises the `Refusal` that LinkedIn's error body, or else the status, stands for."""
    try:
        body = parse_json(answer.content, "")
    except MemberDamaged:
        answer.check()
        raise refusal(Gap.DAMAGED, "not_json") from None
    if not 200 <= answer.status < 300:
        raise _refused(answer, body if isinstance(body, dict) else {}, domain, now)
    if not isinstance(body, dict):
        raise Refusal(Gap.FORMAT_UNKNOWN, _NOT_UNDERSTOOD)
    return body


def _refused(answer: Answer, body: dict[str, Json], domain: str, now: float) -> Refusal:
    code, word = count_of(body.get("serviceErrorCode")), text_of(body.get("code")) or ""
    said = (text_of(body.get("message")) or "").casefold()
    if answer.status == 401 and (code == _REVOKED or word == "REVOKED_ACCESS_TOKEN"):
        return Refusal(Gap.PERMISSION_MISSING, Message("linkedin.live_revoked"), final=True)
    if answer.status == 403 and (code is not None or word == "ACCESS_DENIED"):
        return Refusal(Gap.PLATFORM_LIMIT, Message("linkedin.live_lists"), final=True)
    if answer.status == 404 and _NO_DATA in said:
        return _no_data(domain)
    if answer.status == 429 and answer.until is None and "day limit" in said:
        return refusal(Gap.RATE_LIMITED, "rate_limited", until=_midnight(now), passing=True)
    if answer.status == 426 or "version" in word.casefold():
        return Refusal(Gap.FORMAT_UNKNOWN, Message("linkedin.live_version", {"wanted": _VERSION}), final=True)
    if answer.status == 400:
        return Refusal(Gap.FORMAT_UNKNOWN, _NOT_UNDERSTOOD)
    return of_status(answer.status, answer.until)


def _midnight(now: float) -> datetime:
    """When the limits of a day begin anew."""
    today = datetime.fromtimestamp(now, UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)
