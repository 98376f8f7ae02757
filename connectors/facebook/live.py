"""Facebook, read live through the Graph API.

A program is told little: who the person is, how many friends there are, those friends who gave *the same program*
their consent as well, and the Pages the person helps to run with the number of their followers. No privacy setting of a
person can be read, no follower, and nothing of groups since April 2024. The list comes from the download; this gives
the count that shows whether it is whole (`connectors.crosscheck`).

After developers.facebook.com/docs/graph-api/reference (user, user/friends, user/permissions, user/accounts, page) and
docs/facebook-login/guides/advanced/manual-flow, v26.0.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import ClassVar

from connectors import meta_tokens
from connectors.crosscheck import count_of, counted
from connectors.facebook.graph import Graph, after, rows
from connectors.facebook.pages import FacebookPage, pages
from connectors.files import Json, text_of
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, Way
from connectors.meta_graph import VERSION, proof, read
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Platform,
    Profile,
    RecordType,
    State,
    Unreadable,
)
from connectors.refusal import Refusal, refusal

_API = f"https://graph.facebook.com/v{VERSION}"
_FRIENDS = Listing("friends", Kind.FRIEND, limit=Message("facebook.live_friends"))
_PAGE_SIZE = 100
_FEWEST = 3
"""Letters that say whose an account is; one or two are in half of all names."""


class FacebookLive:
    """Reads the person, the visible friends and their number, and the Page an account may be."""

    platform: ClassVar[str] = Platform.FACEBOOK
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    listings: ClassVar[tuple[Listing, ...]] = (_FRIENDS,)
    consent: ClassVar[Consent] = Consent(
        Way.CODE,
        ("public_profile", "user_friends", "pages_show_list"),
        authorize=f"https://www.facebook.com/v{VERSION}/dialog/oauth",
        token=f"{_API}/oauth/access_token",
        revoke=f"{_API}/me/permissions",
        separator=",",
        pkce="",  # for its OpenID tokens alone, and on trial; the app's secret protects the exchange
        guide=Message("facebook.live_guide"),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for everybody
        """The Graph API."""
        return ("graph.facebook.com",)

    def open(self, access: Access, http: Http) -> FacebookSession:
        """The account, ready to be read."""
        return FacebookSession(access, http)

    def keepers(self) -> tuple[str, ...]:
        """The Graph API keeps the tokens too."""
        return ("graph.facebook.com",)

    def settle(self, access: Access, http: Http) -> Mapping[str, str]:
        """The token of two hours exchanged for one of sixty days, and refused if it was given to another app."""
        app = {"client_id": access.app.get("client_id", ""), "client_secret": access.app.get("client_secret", "")}
        params = {"grant_type": "fb_exchange_token", "fb_exchange_token": access.secret.get("token", ""), **app}
        secret = meta_tokens.exchanged(http, f"{_API}/oauth/access_token", params, access)
        query = {"input_token": secret["token"], "access_token": "|".join(app.values())}
        info = meta_tokens.token_info(read(http.get(f"{_API}/debug_token", params=query)))
        if not info.valid or info.app_id != app["client_id"]:
            raise refusal(Gap.PERMISSION_MISSING, "signed_out", final=True)
        return secret

    def renew(self, access: Access, http: Http) -> Mapping[str, str]:  # noqa: ARG002 - there is nothing to ask
        """Always refused: the owner has to sign in again every sixty days."""
        raise refusal(Gap.PERMISSION_MISSING, "signed_out", final=True)

    def revoke(self, access: Access, http: Http) -> None:
        """Take every permission back from the app, and with them the token."""
        token = access.secret.get("token", "")
        query = {"access_token": token, **proof(token, access.app)}
        read(http.send("DELETE", f"{_API}/me/permissions", params=query))


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is read once: what was permitted, and the Pages."""

    permitted: frozenset[str]
    person: Profile
    page: FacebookPage | None
    """The Page the account is, where it is one."""
    notes: tuple[Message, ...]


class FacebookSession:
    """One account, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._graph, self._handle = Graph(access, http), access.handle
        self._known: _Whole | None = None

    def about(self) -> About:
        """The person or, where the account is one, the Page."""
        whole = self._whole()
        if whole.page is not None:
            return _about_page(whole.page)
        counts = self._counts() if "user_friends" in whole.permitted else {}
        said = tuple(counted(name, n) for name, n in counts.items())
        coverage = [
            Coverage(RecordType.PROFILE, State.COMPLETE, received=1, notes=whole.notes),
            Coverage(RecordType.SETTINGS, State.NONE, Gap.NOT_OFFERED, notes=(Message("facebook.live_settings"),)),
        ]
        if said:
            coverage.append(Coverage(RecordType.CONNECTIONS, State.PARTIAL, Gap.PLATFORM_LIMIT, notes=said))
        return About(whole.person, coverage=tuple(coverage), counts=MappingProxyType(counts))

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """A page of the friends who use the same program."""
        whole = self._whole()
        if whole.page is not None:
            raise Refusal(Gap.PLATFORM_LIMIT, Message("facebook.live_page"))
        if "user_friends" not in whole.permitted:
            raise Refusal(Gap.PERMISSION_MISSING, Message("facebook.live_no_friends"))
        onward = {"after": cursor} if cursor else {}
        body = self._graph.ask("me/friends", fields="id,name", limit=_PAGE_SIZE, **onward)
        return Page(people(body, listing), after(body))

    def _whole(self) -> _Whole:
        """What the rest hangs on. Raises `Refusal`, and where it is not clear that the account is this person's.

        Who signs in to show a Page signs in as a person. If the Page is not found then, that person's own friends are
        nobody's business: the person is read only if called like the account. That no Page is listed says nothing,
        since whoever signs in may leave Pages unticked.
        """
        if self._known is None:
            person = profile_of(self._graph.ask("me", fields="id,name"))
            permitted = permissions(self._graph.ask("me/permissions"))
            found: tuple[FacebookPage, ...] = ()
            notes: tuple[Message, ...] = ()
            if "pages_show_list" not in permitted:
                notes = (Message("facebook.live_no_pages"),)
            else:
                try:
                    found = pages(self._graph)
                except Refusal as e:
                    if e.final or e.passing:
                        raise
                    notes = (Message("facebook.live_no_pages"),)
            page = next((page for page in found if page.is_called(self._handle)), None)
            if page is None and not _is_called(person, self._handle):
                raise Refusal(Gap.PERMISSION_MISSING, Message("facebook.live_whose"), final=True)
            if found:
                notes = (Message("facebook.live_pages", {"n": len(found)}),)
            self._known = _Whole(permitted, person, page, notes)
        return self._known

    def _counts(self) -> dict[str, int]:
        """How many friends there are, visible or not; {} where that is refused, for then the list is too."""
        try:
            body = self._graph.ask("me/friends", fields="id", limit=1)
        except Refusal as e:
            if e.final:
                raise
            return {}
        summary = body.get("summary")
        n = count_of(summary.get("total_count")) if isinstance(summary, dict) else None
        return {} if n is None else {_FRIENDS.name: n}


def _about_page(page: FacebookPage) -> About:
    settings = page.settings
    counts = {} if page.followers is None else {_FRIENDS.name: page.followers}
    said = tuple(
        counted(name, n) for name, n in (("followers", page.followers), ("likes", page.likes)) if n is not None
    )
    return About(
        page.profile,
        settings,
        (
            Coverage(RecordType.PROFILE, State.COMPLETE, received=1, notes=page.notes),
            Coverage(
                RecordType.SETTINGS,
                State.PARTIAL if settings else State.NONE,
                Gap.NOT_OFFERED,
                len(settings),
                notes=(Message("facebook.live_page_settings"),),
            ),
            Coverage(RecordType.CONNECTIONS, State.NONE, Gap.PLATFORM_LIMIT, notes=said),
        ),
        MappingProxyType(counts),
    )


def permissions(body: dict[str, Json]) -> frozenset[str]:
    """The permissions somebody gave, without those declined or expired."""
    given = [row for row in rows(body) if isinstance(row, dict) and row.get("status") == "granted"]
    return frozenset(name for name in (text_of(row.get("permission")) for row in given) if name)


def profile_of(body: dict[str, Json]) -> Profile:
    """The person. The number is one that Facebook made for the program alone, so it leads to no page.

    Raises `Refusal` where the answer names nobody.
    """
    name, number = text_of(body.get("name")), text_of(body.get("id"))
    if name is None and number is None:
        raise Refusal(Gap.FORMAT_UNKNOWN, Message("meta.not_understood"))
    return Profile(
        display_name=name,
        account_id=number,
        account_type="person",
        place=Place("me"),
    )


def _is_called(person: Profile, handle: str) -> bool:
    """Whether an account registered under `handle` is likely this person's: by number, or by the letters of the name.

    A person's user name is not told, but mostly made of the name (`rivera.room12`: Ms. Rivera, Room 12).
    """
    wanted, name = (_letters(text) for text in (handle.rstrip("/").rpartition("/")[2], person.display_name or ""))
    said = min(len(wanted), len(name)) >= _FEWEST and (wanted in name or name in wanted)
    return handle.strip() == person.account_id or said


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, text.casefold()))


def people(body: dict[str, Json], listing: Listing) -> list[Connection | Unreadable]:
    """The friends on one page, each with a name and the program's own number for them."""
    found: list[Connection | Unreadable] = []
    for position, row in enumerate(rows(body)):
        name, number = (text_of(row.get("name")), text_of(row.get("id"))) if isinstance(row, dict) else (None, None)
        place = Place(listing.name, number or f"/data/{position}")
        if name is None and number is None:
            found.append(Unreadable(place, Message("meta.row_unreadable")))
        else:
            found.append(Connection((listing.kind,), (place,), name, platform_id=number))
    return found
