"""A self-hosted blog, through the REST interface every WordPress since 4.7 has.

https://developer.wordpress.org/rest-api/ (discovery, pagination, users, comments, settings). Signed in with an
application password (WordPress 5.6 and later), which opens this interface and no page of the administration.

Of comments only who wrote them is asked for (`_fields`), never the text. A page of administration
(`options-discussion.php`) shows every setting, but only to the password of a person: we never ask for one, so what
the interface does not tell stays unread unless the small plugin of `docs/wordpress-settings.md` is there.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.http import Answer, Http
from connectors.live import About, Access, Listing, Page
from connectors.model import (
    Connection,
    Coverage,
    Gap,
    Kind,
    Message,
    Place,
    Profile,
    RecordType,
    Setting,
    State,
    Unreadable,
)
from connectors.moderation import places
from connectors.refusal import Refusal, of_status
from connectors.wordpress.front import Front, bio, front
from connectors.wordpress.words import DISCUSSION, Seen, handle_of, name_of, settings

_SIZE = 100
"""The most WordPress gives in one page."""
_MOST_PAGES = 50
"""Pages of posts looked through for posts that still take comments."""
_LONGEST_ID = 20
_ROUTE = re.compile(r"[\w-]+(?:/[\w-]+)*", re.ASCII)
_USER = "id,username,name,first_name,last_name,email,description,link,roles,capabilities,registered_date"
_COMMENT = "id,author,author_name,author_email,date_gmt,status"
_MAY_MODERATE = "moderate_comments"
_MODERATING = frozenset({"administrator", "editor"})
_SIGNED_OUT = frozenset(
    {"rest_not_logged_in", "incorrect_password", "invalid_username", "invalid_email", "rest_forbidden"}
)
_TURNED_OFF = frozenset({"application_passwords_disabled", "application_passwords_disabled_for_user"})


def address_of(access: Access) -> str:
    """The blog's own address, without the slash at its end."""
    given = (access.server or access.handle).strip().split("#")[0].rstrip("/")
    return given if "://" in given else f"https://{given}"


class SiteSession:
    """One self-hosted blog, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._site, self._http = address_of(access), http
        pair = f"{access.secret.get('user', '')}:{access.secret.get('password', '')}"
        self._headers = {"authorization": f"Basic {b64encode(pair.encode()).decode()}", "accept": "application/json"}
        self._front: Front | None = None

    def about(self) -> About:
        """The blog, its settings, and how many users it has."""
        capabilities = self._capabilities()
        index = self._object("", _fields="name,description,url,home,namespaces")
        options, why = self._options()
        seen = self._opening()
        coverage = [seen.coverage()]
        found = tuple(settings(options, self._seen(options)))
        coverage.append(_settings_coverage(options, found, why))
        spaces = index.get("namespaces")
        if isinstance(spaces, list) and any(str(space).startswith("jetpack/") for space in spaces):
            coverage.append(
                Coverage(
                    RecordType.CONNECTIONS, State.PARTIAL, Gap.NOT_OFFERED, notes=(Message("wordpress.jetpack"),)
                )
            )  # fmt: skip
        home = text_of(index.get("home")) or self._site
        profile = Profile(
            handle=handle_of(home),
            display_name=name_of(index.get("name")),
            url=home,
            bio=bio(name_of(index.get("description")), seen),
            email=text_of(options.get("email")),
            account_type="blog",
            place=Place("wp-json"),
        )
        counts: dict[str, int] = {}
        if capabilities.get("list_users"):
            try:
                total = _total(self._ask("wp/v2/users", context="edit", per_page=1, _fields="id"))
            except Refusal as refused:  # the list itself will be refused too, and says why
                if refused.final:
                    raise
                total = None
            counts |= {"members": total} if total is not None else {}
        # WordPress itself has neither; of those that Jetpack brings, the coverage speaks.
        return About(profile, found, tuple(coverage), counts, absent=frozenset({"followers", "subscribers"}))

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """A page of users or of those who commented; both in the order of their numbers, so that new ones come last."""
        if listing.name == "commenters":
            return self._comments(cursor)
        if listing.name != "members":
            raise Refusal(Gap.NOT_OFFERED, Message("wordpress.no_route"))
        number = int(cursor or 1)
        rows, answer = self._rows("wp/v2/users", page=number, _fields=_USER)
        last = _header(answer, "x-wp-totalpages")
        onward = number < last if last is not None else bool(rows)
        return Page([_member(row) for row in rows], str(number + 1) if onward else None)

    def _comments(self, cursor: str | None) -> Page:
        """A page of comments. The cursor is its number, how often we began anew, and the last comment's number.

        Each page begins with the last comment of the one before: where it is another, comments were thrown away
        meanwhile, as spam is every day, and some would be passed over. There is no count of people that would tell.
        """
        page, _, read = (cursor or "1").partition(":")
        again, _, last = read.partition(":")
        number = int(page)
        start = (number - 1) * (_SIZE - 1)
        rows, answer = self._rows(
            "wp/v2/comments", page=number, offset=start, status="all", type="comment", _fields=_COMMENT
        )
        total, further = _total(answer), rows[1 if number > 1 else 0 :]
        if number > 1 and (_id(rows[0]) != last if rows else total is not None):
            return Page([], f"1:{int(again or 0) + 1}:")
        onward = start + len(rows) < total if total is not None else bool(further)
        at = f"{number + 1}:{again}:{_id(rows[-1]) if rows else ''}"
        # A class may write thousands of comments before the next name comes: it is new comments that are progress.
        new = {_id(row): None for row in rows[-1:] if again in ("", "0")}
        return Page([_commenter(row) for row in further], at if onward else None, facts=new)

    def _rows(self, path: str, **params: str | int) -> tuple[list[Json], Answer]:
        answer = self._ask(path, context="edit", per_page=_SIZE, orderby="id", order="asc", **params)
        rows = answer.json()
        if not isinstance(rows, list):
            raise _not_a_list()
        return rows, answer

    def _capabilities(self) -> Mapping[str, Json]:
        """What we may do here. Asked first: a sign-in that is not accepted is told by nothing else as clearly."""
        try:
            me = self._object("wp/v2/users/me", context="edit", _fields="id,capabilities")
        except Refusal as refused:
            if refused.final:
                raise
            return {}  # an extension keeps this from everybody; what else there is may still be read
        found = me.get("capabilities")
        return found if isinstance(found, dict) else {}

    def _options(self) -> tuple[Mapping[str, Json], Refusal | None]:
        try:
            return self._object("wp/v2/settings"), None
        except Refusal as refused:
            if refused.final:
                raise
            return {}, refused

    def _seen(self, options: Mapping[str, Json]) -> Seen:
        """Evidence beside the options: whether comments wait, and whether old posts still take comments."""
        held = still_open = None
        try:
            held = _total(self._ask("wp/v2/comments", status="hold", per_page=1, _fields="id"))
        except Refusal as refused:
            if refused.final:
                raise
        if options.get("default_comment_status") == "closed":
            still_open = self._still_open()
        return Seen(held, still_open)

    def _still_open(self) -> int | None:
        """How much that is published takes comments: posts, pages, files, and kinds of the blog's own.

        None where that could not be seen.
        """
        found = 0
        try:
            for path, status in self._commented():
                for number in range(1, _MOST_PAGES + 1):
                    answer = self._ask(path, per_page=_SIZE, page=number, status=status, _fields="id,comment_status")
                    rows, last = answer.json(), _header(answer, "x-wp-totalpages")
                    if not isinstance(rows, list) or last is None:
                        return None
                    found += sum(not isinstance(row, dict) or row.get("comment_status") != "closed" for row in rows)
                    if number >= last:
                        break
                else:
                    return None
        except Refusal as refused:
            if refused.final:
                raise
            return None
        return found

    def _commented(self) -> list[tuple[str, str]]:
        """Where the kinds of content are listed that can take comments, and the status of what is published of each."""
        kinds = self._object("wp/v2/types", context="edit")
        found = []
        for name, kind in kinds.items():
            supports = kind.get("supports") if isinstance(kind, dict) else None
            if not isinstance(kind, dict) or not isinstance(supports, dict | list):
                raise _not_a_list()
            if isinstance(supports, dict) and supports.get("comments"):
                path = f"{kind.get('rest_namespace') or 'wp/v2'}/{kind.get('rest_base')}"
                if not _ROUTE.fullmatch(path):
                    raise _not_a_list()
                found.append((path, "inherit" if name == "attachment" else "publish"))
        return found

    def _object(self, path: str, **params: str | int) -> dict[str, Json]:
        data = self._ask(path, **params).json()
        if not isinstance(data, dict):
            raise _not_a_list()
        return data

    def _ask(self, path: str, **params: str | int) -> Answer:
        answer = self._http.get(self._address(path, params), headers=self._headers)
        _check(answer)
        return answer

    def _address(self, path: str, params: Mapping[str, str | int]) -> str:
        """Where to ask: behind `/wp-json/`, or behind `?rest_route=/` where the blog has no pretty addresses."""
        root = self._root()
        if "rest_route=" in root:
            return f"{root}{path}" + (f"&{urlencode(params)}" if params else "")
        return f"{root}{path}" + (f"?{urlencode(params)}" if params else "")

    def _root(self) -> str:
        """Where the interface is: the blog says it in a header of every page.

        Behind a proxy that does TLS a blog may take itself for one without, and is asked over TLS all the same.
        """
        root = self._opening().interface or f"{self._site}/wp-json/"
        if self._site.startswith("https://") and root.startswith("http://"):
            root = f"https://{root.removeprefix('http://')}"
        return root if root.endswith("/") else f"{root}/"

    def _opening(self) -> Front:
        """The page the blog opens with, read once."""
        if self._front is None:
            self._front = front(self._http, self._site)
        return self._front


def _settings_coverage(options: Mapping[str, Json], found: tuple[Setting, ...], why: Refusal | None) -> Coverage:
    record = RecordType.SETTINGS
    if why is not None:
        return Coverage(record, State.PARTIAL if found else State.NONE, why.gap, len(found), notes=(why.note,))
    if all(options.get(name) is not None for name in DISCUSSION):
        return Coverage(record, State.COMPLETE, received=len(found))
    return Coverage(record, State.PARTIAL, Gap.NOT_OFFERED, len(found), notes=(Message("wordpress.settings_hidden"),))


def _member(row: Json) -> Connection | Unreadable:
    if not isinstance(row, dict) or not (number := text_of(row.get("id"))):
        return Unreadable(Place("members"), Message("wordpress.not_a_person"))
    full = " ".join(filter(None, (name_of(row.get("first_name")), name_of(row.get("last_name")))))
    login, shown = text_of(row.get("username")), name_of(row.get("name"))
    roles = [str(role) for role in row["roles"]] if isinstance(row.get("roles"), list) else []
    may = row.get("capabilities")
    # A blog can have roles of its own; what each user may do is what counts.
    moderates = bool(may.get(_MAY_MODERATE)) if isinstance(may, dict) else bool(_MODERATING & set(roles))
    return Connection(
        (Kind.MEMBER,),
        places(roles, f"/{number}", moderating=roles if moderates else ()),
        display_name=full or None if full and shown in (None, login) else shown,
        handle=login,
        platform_id=number,
        url=text_of(row.get("link")),
        email=text_of(row.get("email")),
        bio=name_of(row.get("description")),
        since=from_text(row.get("registered_date")),
    )


def _commenter(row: Json) -> Connection | Unreadable:
    """Who wrote a comment: a user by number, anybody else by the e-mail and name that were typed.

    The web address people type beside it is left out: a whole class may give the school's.
    """
    place = Place("commenters", f"/{text_of(row.get('id')) or ''}" if isinstance(row, dict) else "")
    if not isinstance(row, dict):
        return Unreadable(place, Message("wordpress.not_a_person"))
    user, name, email = text_of(row.get("author")), name_of(row.get("author_name")), text_of(row.get("author_email"))
    user = None if user == "0" else user
    if not (user or name or email):
        return Unreadable(place, Message("wordpress.not_a_person"))
    return Connection(
        (Kind.CORRESPONDENT,), (place,), name, platform_id=user, email=email, since=from_text(row.get("date_gmt"))
    )


def _id(row: Json) -> str:
    return (text_of(row.get("id")) or "")[:_LONGEST_ID] if isinstance(row, dict) else ""


def _header(answer: Answer, name: str) -> int | None:
    value = answer.headers.get(name, "").strip()
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else None


def _total(answer: Answer) -> int | None:
    return _header(answer, "x-wp-total")


def _check(answer: Answer) -> None:
    """Raises the refusal a WordPress error stands for (`{"code", "message", "data": {"status"}}`)."""
    if 200 <= answer.status < 300:
        return
    code = _code(answer)
    if code in _TURNED_OFF:
        raise Refusal(Gap.PERMISSION_MISSING, Message("wordpress.passwords_off"), final=True)
    if answer.status == 401 and code in _SIGNED_OUT:
        raise Refusal(Gap.PERMISSION_MISSING, Message("wordpress.signed_out"), final=True)
    if answer.status == 403 and code.startswith("rest_"):
        raise Refusal(Gap.PERMISSION_MISSING, Message("wordpress.needs_administrator"))
    if code == "rest_no_route":
        raise Refusal(Gap.NOT_OFFERED, Message("wordpress.no_route"))
    raise of_status(answer.status, answer.until)


def _code(answer: Answer) -> str:
    try:
        body = Answer(200, answer.headers, answer.content).json()
    except Refusal:
        return ""
    return str(body.get("code")) if isinstance(body, dict) else ""


def _not_a_list() -> Refusal:
    return Refusal(Gap.DAMAGED, Message("live.not_json"))
