"""Blogger live: the API v3 as an author of the blog. Who commented, and what shows of how comments are handled.

Blogger tells no program who follows or reads a blog. The people it does tell of are those who commented; they are kept
as correspondents ("writes with the account"), the word for somebody known by what they wrote to it. The list of them
can never be the whole audience, so that it is always partial.
"""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import quote

from connectors.blogger.comments import bare, commenter, is_named, owner, settings
from connectors.files import Json, text_of
from connectors.google_api import Google, consent, inside, items
from connectors.http import Http
from connectors.live import About, Access, Consent, Listing, Page, cursor_of
from connectors.model import Coverage, Gap, Kind, Message, Platform, RecordType, Setting, State
from connectors.refusal import Refusal

BASE = "https://blogger.googleapis.com/v3"
_BLOG = "id,name,description,published,url"
_COMMENTS = 100
_POSTS = 500
_POST_PAGES = 20
"""So many pages of posts are looked at for their comment switch at most."""
_LIVE, _PENDING = "LIVE", "PENDING"


class BloggerLive:
    """Reads one blog on Blogger with a token an author of it gave."""

    platform: ClassVar[str] = Platform.BLOGGER
    yields: ClassVar[frozenset[RecordType]] = frozenset(
        {RecordType.CONNECTIONS, RecordType.SETTINGS, RecordType.PROFILE}
    )
    consent: ClassVar[Consent] = consent("blogger.readonly", "blogger.live_guide")
    listings: ClassVar[tuple[Listing, ...]] = (
        Listing("commenters", Kind.CORRESPONDENT, limit=Message("blogger.live_only_commenters")),
    )

    def hosts(self, access: Access) -> tuple[str, ...]:  # noqa: ARG002 - one host for all accounts
        """The host of the API."""
        return ("blogger.googleapis.com",)

    def open(self, access: Access, http: Http) -> BloggerSession:
        """The blog, ready to be read."""
        return BloggerSession(access, http)


class BloggerSession:
    """One blog, opened."""

    def __init__(self, access: Access, http: Http) -> None:
        self._api, self._handle = Google(Platform.BLOGGER, BASE, access, http), access.handle
        self._found: Json = None
        self._role: Json = None

    def about(self) -> About:
        """The blog, and what its posts and waiting comments show of its settings."""
        blog = self._blog()
        known, notes = self._settings()
        return About(
            owner(blog),
            known,
            (
                Coverage(RecordType.PROFILE, State.COMPLETE, received=1),
                Coverage(
                    RecordType.SETTINGS,
                    State.PARTIAL if known else State.NONE,
                    Gap.NOT_OFFERED,
                    len(known),
                    notes=(Message("blogger.live_settings"), *notes),
                ),
            ),
        )

    def page(self, listing: Listing, cursor: str | None) -> Page:
        """A page of comments, shown ones first and then those that wait for approval. The cursor names which."""
        status, _, token = (cursor or _LIVE).partition(" ")
        body = self._api.ask(
            f"blogs/{self._id()}/comments",
            status=status,
            maxResults=_COMMENTS,
            fetchBodies="false",
            pageToken=token or None,
            fields="nextPageToken,items(id,author(id,displayName,url))",
        )
        onward = cursor_of(body.get("nextPageToken"))
        after = f"{status} {onward}" if onward else _PENDING if status == _LIVE and self._moderates() else None
        comments = items(body)
        mine = text_of(inside(self._user(), "userId"))
        # A class may write thousands of comments before the next name comes: it is new comments that are progress.
        last = text_of(inside(comments[-1], "id")) if comments else None
        return Page(
            [
                commenter(comment, listing.name, position)
                for position, comment in enumerate(comments)
                if mine is None or inside(comment, "author", "id") != mine  # nobody is their own connection
            ],
            after,
            facts={last: None} if last else {},
        )

    def _blog(self) -> Json:
        """The blog that was named, among those the token's owner writes. Raises `Refusal` where it is none of them."""
        if self._found is None:
            blogs = items(self._api.ask("users/self/blogs", fields=f"items({_BLOG})"))
            fitting = [blog for blog in blogs if not self._handle.strip() or is_named(self._handle, blog)]
            if len(fitting) == 1 and text_of(inside(fitting[0], "id")):
                self._found = fitting[0]
            else:
                raise self._no_blog(len(fitting))
        return self._found

    def _no_blog(self, fitting: int) -> Refusal:
        if fitting:
            return Refusal(Gap.NOT_OFFERED, Message("blogger.live_which_blog"), final=True)
        if "." in self._handle:
            try:
                self._api.ask("blogs/byurl", url=f"https://{bare(self._handle)}/", fields="id")
                return Refusal(Gap.PERMISSION_MISSING, Message("blogger.live_not_yours"), final=True)
            except Refusal as e:
                if e.final:
                    return e
        return Refusal(Gap.NOT_OFFERED, Message("blogger.live_no_such_blog"), final=True)

    def _id(self) -> str:
        return quote(text_of(inside(self._blog(), "id")) or "", safe="")

    def _user(self) -> Json:
        """The token's owner as a user of the blog; empty where Blogger does not say."""
        if self._role is None:
            try:
                body = self._api.ask(
                    f"users/self/blogs/{self._id()}", fields="blog_user_info(userId,role,hasAdminAccess)"
                )
                self._role = inside(body, "blog_user_info") or {}
            except Refusal as e:
                if e.final or e.passing:
                    raise  # or an administrator would be taken for somebody who may not see what waits
                self._role = {}
        return self._role

    def _moderates(self) -> bool:
        """Whether the token's owner may see comments that wait: administrators alone do."""
        return inside(self._user(), "role") == "ADMIN" or inside(self._user(), "hasAdminAccess") is True

    def _settings(self) -> tuple[tuple[Setting, ...], list[Message]]:
        notes: list[Message] = []
        switches: list[str] = []
        whole = pending = False
        try:
            switches, whole = self._switches()
            if self._moderates():
                body = self._api.ask(
                    f"blogs/{self._id()}/comments",
                    status=_PENDING,
                    maxResults=1,
                    fetchBodies="false",
                    fields="items/id",
                )
                pending = bool(items(body))
            else:
                notes.append(Message("blogger.live_not_admin"))
        except Refusal as e:
            if e.final:
                raise
            notes.append(e.note)
        if pending:
            notes.append(Message("blogger.live_some_wait"))
        return tuple(settings(switches, whole=whole, pending=pending)), notes

    def _switches(self) -> tuple[list[str], bool]:
        """The comment switch of posts until one is open, and whether all posts were looked at."""
        found: list[str] = []
        token = None
        for _ in range(_POST_PAGES):
            body = self._api.ask(
                f"blogs/{self._id()}/posts",
                status=_LIVE,
                fetchBodies="false",
                fetchImages="false",
                maxResults=_POSTS,
                pageToken=token,
                fields="nextPageToken,items/readerComments",
            )
            rows = items(body)
            words = [text_of(inside(row, "readerComments")) for row in rows]
            found += [word for word in words if word is not None]
            if None in words or "ALLOW" in words:
                return found, False
            token = cursor_of(body.get("nextPageToken"))
            if token is None:
                return found, True
        return found, False
