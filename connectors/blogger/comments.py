"""What Blogger's answers say: a blog, its posts' comment switches, and the authors of comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from connectors.dates import from_text
from connectors.files import Json, text_of
from connectors.google_api import inside
from connectors.model import UNKNOWN, Connection, Kind, Message, Place, Profile, Setting, SettingKey, Unreadable

_CLOSED = frozenset({"DONT_ALLOW_SHOW_EXISTING", "DONT_ALLOW_HIDE_EXISTING"})
_SWITCH = frozenset({"ALLOW"}) | _CLOSED


def owner(blog: Json) -> Profile:
    """The blog as a profile: its host is the handle, as its readers know it."""
    url = text_of(inside(blog, "url"))
    return Profile(
        handle=bare(url or "") or None,
        display_name=text_of(inside(blog, "name")),
        account_id=text_of(inside(blog, "id")),
        url=url,
        bio=text_of(inside(blog, "description")),
        created_at=from_text(inside(blog, "published")),
        place=Place("blogs", "/"),
    )


def bare(address: str) -> str:
    """An address without scheme, `www.` and the last slash, in lower case: what tells two addresses apart."""
    text = address.strip().casefold()
    try:
        parts = urlsplit(text if "//" in text else f"//{text}")
        return (parts.netloc + parts.path).removeprefix("www.").rstrip("/")
    except ValueError:
        return text


def is_named(handle: str, blog: Json) -> bool:
    """Whether a registered name (address, id or title) is that of a blog."""
    named = handle.strip().casefold()
    own = {text_of(inside(blog, "id")), (text_of(inside(blog, "name")) or "").casefold()} - {None, ""}
    return named in own or bare(handle) == bare(text_of(inside(blog, "url")) or "\0")


def commenter(comment: Json, source: str, position: int) -> Connection | Unreadable:
    """Who wrote a comment. Not what: `content` is not even asked for.

    Whoever commented without signing in has a name at most, so that two of the same name cannot be told apart. When
    somebody commented first is not kept, since Blogger gives the newest comment first and a person is kept once.
    """
    author = inside(comment, "author")
    account, name, url = (text_of(inside(author, key)) for key in ("id", "displayName", "url"))
    if not (account or name or url):
        return Unreadable(Place(source, f"/items/{position}"), Message("blogger.comment_without_author"))
    pointer = text_of(inside(comment, "id")) or f"/items/{position}"
    return Connection((Kind.CORRESPONDENT,), (Place(source, pointer),), name, platform_id=account, url=url)


def settings(switches: Iterable[str], *, whole: bool, pending: bool) -> Iterator[Setting]:
    """What posts and waiting comments show of the blog's settings.

    `switches`: `readerComments` of posts; `whole`: of all posts. Only where every post is closed is anything certain:
    an open post does not say *who* may comment. A comment that waits shows that the owner has moderation on (suspected
    spam waits elsewhere); that none waits shows nothing.
    """
    words = sorted(set(switches))
    closed = whole and bool(words) and _CLOSED.issuperset(words)
    raw = {"posts.readerComments": ", ".join(words)}
    place = Place("posts", "/items/readerComments")
    if closed:
        yield Setting(SettingKey.COMMENTS_ALLOWED_FROM, "nobody", raw, place)
    elif not _SWITCH.issuperset(words):
        yield Setting(SettingKey.COMMENTS_ALLOWED_FROM, UNKNOWN, raw, place)
    if pending:
        waits = {"comments.status": "PENDING"}
        yield Setting(SettingKey.COMMENTS_MODERATION, "held", waits, Place("comments", "/items/0/status"))
    elif closed:
        yield Setting(SettingKey.COMMENTS_MODERATION, "off", raw, place)
