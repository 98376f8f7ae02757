"""A blog on WordPress.com, or a self-hosted one joined to it by Jetpack, through WordPress.com's own interface.

https://developer.wordpress.com/docs/api/ version 1.1: `/sites/$site`, `/sites/$site/settings`, `/sites/$site/users`,
`/sites/$site/comments/`, `/sites/$site/stats/followers`. Signed in with a token of OAuth 2. Lists say how many there
are (`found`, `total`) and are read by page number or offset. Errors are `{"error", "message"}`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from urllib.parse import quote, urlencode

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
    SettingKey,
    State,
    Unreadable,
)
from connectors.moderation import places
from connectors.refusal import Refusal, of_status
from connectors.wordpress.front import bio, front
from connectors.wordpress.words import Seen, handle_of, name_of, settings

HOST = "public-api.wordpress.com"
_SIZE = 100
_MODERATING = ("administrator", "editor")
_WITHHELD = frozenset({"authorization_required", "unauthorized", "user_cannot_view_stats", "forbidden"})
_NO_BLOG = frozenset({"unknown_blog", "invalid_blog"})


class HostedSession:
    """One blog on WordPress.com, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        # A blog that Jetpack joined may live in a folder, next to others: WordPress.com calls it `host::folder`.
        address = access.server or access.handle
        self._site = handle_of(address if "://" in address else f"https://{address}") or ""
        self._base = f"https://{HOST}/rest/v1.1/sites/{quote(self._site.replace('/', '::'), safe=':')}"
        self._http, self._headers = http, {"authorization": f"Bearer {access.secret['token']}"}

    def about(self) -> About:
        """The blog, its settings, and how many users and followers it has."""
        site = self._object("", fields="ID,name,description,URL")
        seen = front(self._http, f"https://{self._site}")
        coverage = [seen.coverage()]
        found: tuple[Setting, ...] = ()
        try:
            options = self._object("/settings").get("settings")
        except Refusal as refused:
            if refused.final:
                raise
            coverage.append(Coverage(RecordType.SETTINGS, State.NONE, refused.gap, notes=(refused.note,)))
        else:
            if not isinstance(options, dict):
                raise _damaged()
            # Which old posts still take comments is not looked at here: "closed" alone makes nothing safe.
            found = tuple(settings(options, Seen(anybody_has_an_account=True)))
            coverage.append(Coverage(RecordType.SETTINGS, State.COMPLETE, received=len(found)))
            if any(setting.key is SettingKey.PROFILE_VISIBILITY for setting in found):  # private: it has viewers
                note = Message("wordpress.viewers")
                coverage.append(Coverage(RecordType.CONNECTIONS, State.PARTIAL, Gap.NOT_OFFERED, notes=(note,)))
        url = text_of(site.get("URL")) or ""
        profile = Profile(
            handle=handle_of(url),
            display_name=name_of(site.get("name")),
            account_id=text_of(site.get("ID")),
            url=url or None,
            bio=bio(name_of(site.get("description")), seen),
            account_type="blog",
            place=Place("sites"),
        )
        return About(profile, found, tuple(coverage), self._counts())

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """A page of a list; the cursor is an offset for users, a page number for the others."""
        if listing.name == "members":
            return self._users(int(cursor or 0))
        number = int(cursor or 1)
        if listing.name == "commenters":
            data = self._object(
                "/comments/", number=_SIZE, page=number, order="ASC", type="comment", status="all",
                fields="found,comments",
            )  # fmt: skip
            return self._page(data, "comments", _commenter, str(number + 1), number * _SIZE < _number(data, "found"))
        kind = "wpcom" if listing.name == "followers" else "email"
        data = self._object("/stats/followers", type=kind, max=_SIZE, page=number)
        read = _follower if kind == "wpcom" else _subscriber
        return self._page(data, "subscribers", read, str(number + 1), number < _number(data, "pages"))

    def _users(self, start: int) -> Page:
        data = self._object("/users", number=_SIZE, offset=start, order_by="ID", order="ASC", context="edit")
        onward = start + _SIZE
        return self._page(data, "users", _member, str(onward), onward < _number(data, "found"))

    def _page(
        self, data: Mapping[str, Json], key: str, read: Callable[[Json], Connection | Unreadable | None], next_: str,
        more: bool,
    ) -> Page:  # fmt: skip
        rows = data.get(key)
        if not isinstance(rows, list):
            raise _damaged()
        people = [record for row in rows if (record := read(row)) is not None]
        last = rows[-1] if rows and isinstance(rows[-1], dict) else {}
        # Thousands of comments may come before the next name: it is new comments that are progress.
        return Page(people, next_ if more else None, facts={str(last["ID"]): None} if "ID" in last else {})

    def _counts(self) -> dict[str, int]:
        """The platform's own numbers; a list that is refused has none, and is refused again when it is read."""
        asked: dict[str, tuple[str, dict[str, str | int], str]] = {
            "members": ("/users", {"number": 1, "fields": "found"}, "found"),
            "followers": ("/stats/followers", {"type": "wpcom", "max": 1}, "total"),
            "subscribers": ("/stats/followers", {"type": "email", "max": 1}, "total"),
        }
        counts: dict[str, int] = {}
        for name, (path, params, key) in asked.items():
            with suppress(Refusal):
                number = _count(self._object(path, **params).get(key))
                counts |= {name: number} if number is not None else {}
        return counts

    def _object(self, path: str, **params: str | int) -> dict[str, Json]:
        query = f"?{urlencode(params)}" if params else ""
        answer = self._http.get(f"{self._base}{path}{query}", headers=self._headers)
        _check(answer)
        data = answer.json()
        if not isinstance(data, dict):
            raise _damaged()
        return data


def _member(row: Json) -> Connection | Unreadable:
    if not isinstance(row, dict) or not (number := text_of(row.get("ID"))):
        return Unreadable(Place("members"), Message("wordpress.not_a_person"))
    full = " ".join(filter(None, (name_of(row.get("first_name")), name_of(row.get("last_name")))))
    login, shown = text_of(row.get("login")), name_of(row.get("name"))
    roles = [str(role) for role in row["roles"]] if isinstance(row.get("roles"), list) else []
    return Connection(
        (Kind.MEMBER,),
        places(roles, f"/{number}", moderating=_MODERATING),
        display_name=full or None if full and shown in (None, login) else shown,
        handle=login,
        platform_id=number,
        url=text_of(row.get("profile_URL")),
        email=text_of(row.get("email")),
    )


def _commenter(row: Json) -> Connection | Unreadable | None:
    """Who wrote a comment; None for spam and what was thrown away, which is nobody's the blog deals with."""
    author = row.get("author") if isinstance(row, dict) else None
    if not isinstance(author, dict):
        return Unreadable(Place("commenters"), Message("wordpress.not_a_person"))
    if row.get("status") in ("spam", "trash"):
        return None
    place = Place("commenters", f"/{text_of(row.get('ID')) or ''}")
    user, name, email = text_of(author.get("ID")), name_of(author.get("name")), text_of(author.get("email"))
    user = None if user == "0" else user
    if not (user or name or email):
        return Unreadable(place, Message("wordpress.not_a_person"))
    return Connection(
        (Kind.CORRESPONDENT,),
        (place,),
        name,
        handle=text_of(author.get("login")) if user else None,
        platform_id=user,
        email=email,
        since=from_text(row.get("date")),
    )


def _follower(row: Json) -> Connection | Unreadable:
    number = text_of(row.get("ID")) if isinstance(row, dict) else None
    if number is None:
        return Unreadable(Place("followers"), Message("wordpress.not_a_person"))
    return Connection(
        (Kind.FOLLOWER,),
        (Place("followers", f"/{number}"),),
        name_of(row.get("label")),
        handle=text_of(row.get("login")),
        platform_id=number,
        since=from_text(row.get("date_subscribed")),
    )


def _subscriber(row: Json) -> Connection | Unreadable:
    """Somebody who gets new posts by e-mail. The number is that of the subscription: not of a person."""
    email = text_of(row.get("label")) if isinstance(row, dict) else None
    if email is None:
        return Unreadable(Place("subscribers"), Message("wordpress.not_a_person"))
    place = Place("subscribers", f"/{text_of(row.get('ID')) or ''}")
    return Connection((Kind.SUBSCRIBER,), (place,), email=email, since=from_text(row.get("date_subscribed")))


def _number(data: Mapping[str, Json], key: str) -> int:
    number = _count(data.get(key))
    if number is None:
        raise _damaged()
    return number


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _check(answer: Answer) -> None:
    """Raises the refusal an error of WordPress.com stands for; a token that is no longer good has status 400 or 401."""
    if 200 <= answer.status < 300:
        return
    try:
        body = Answer(200, answer.headers, answer.content).json()
    except Refusal:
        body = {}
    code = str(body.get("error")) if isinstance(body, dict) else ""
    if code == "invalid_token":
        raise Refusal(Gap.PERMISSION_MISSING, Message("live.signed_out", {"status": answer.status}), final=True)
    if code in _WITHHELD:
        raise Refusal(Gap.PERMISSION_MISSING, Message("wordpress.com_needs_administrator"))
    if code in _NO_BLOG:
        raise Refusal(Gap.NOT_OFFERED, Message("wordpress.no_blog"), final=True)
    raise of_status(answer.status, answer.until)


def _damaged() -> Refusal:
    return Refusal(Gap.DAMAGED, Message("live.not_json"))
