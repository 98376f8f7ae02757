"""The Pages a person helps to run, as the Graph API lists them (`me/accounts`).

Nothing lists a Page's followers; their number is all there is. What somebody may do on the Page is in its `tasks`.
Page tokens are not asked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from connectors.crosscheck import count_of
from connectors.facebook.graph import Graph, after, rows
from connectors.files import Json, text_of
from connectors.model import Gap, Message, Place, Profile, Setting, SettingKey
from connectors.refusal import Refusal

_FIELDS = "id,name,username,tasks,followers_count,fan_count,is_published"
_FEWER = "id,name,tasks"
"""What `pages_show_list` surely gives; the numbers can want a permission or a review of their own."""
_PUBLISHED = {True: "public", False: "private"}
"""`is_published`: whether the Page can be seen by the public (docs/graph-api/reference/page)."""
_MOST = 200
"""Requests for one list of Pages."""


@dataclass(frozen=True, slots=True)
class FacebookPage:
    """One Page. `followers` and `likes` are counts; None where they are not told, as are the others."""

    id: str | None
    name: str | None
    handle: str | None = None
    tasks: tuple[str, ...] = ()
    followers: int | None = None
    likes: int | None = None
    published: bool | None = None

    @property
    def profile(self) -> Profile:
        """The Page as an account."""
        address = self.handle or self.id
        return Profile(
            handle=self.handle,
            display_name=self.name,
            account_id=self.id,
            url=f"https://www.facebook.com/{address}" if address else None,
            account_type="page",
            place=Place("me/accounts", self.id or ""),
        )

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Whether the public can see it."""
        if self.published is None:
            return ()
        raw, place = {"is_published": str(self.published).lower()}, Place("me/accounts", self.id or "")
        return (Setting(SettingKey.PROFILE_VISIBILITY, _PUBLISHED[self.published], raw, place),)

    @property
    def notes(self) -> tuple[Message, ...]:
        """What the owner may do there, in Facebook's words."""
        return (Message("facebook.live_tasks", {"tasks": ", ".join(self.tasks)}),) if self.tasks else ()

    def is_called(self, handle: str) -> bool:
        """Whether an account is registered under this Page's user name, number, address or, without one, its name."""
        wanted = handle.strip().rstrip("/").rpartition("/")[2].removeprefix("@").casefold()
        names = {self.id, self.handle.casefold() if self.handle else None}
        if self.handle is None and self.name:
            names.add(self.name.casefold())
        return bool(wanted) and wanted in names


def page_of(row: Json) -> FacebookPage | None:
    """A Page from its row; None where that is none."""
    if not isinstance(row, dict):
        return None
    page_id, name = text_of(row.get("id")), text_of(row.get("name"))
    if page_id is None and name is None:
        return None
    tasks, published = row.get("tasks"), row.get("is_published")
    return FacebookPage(
        page_id,
        name,
        text_of(row.get("username")),
        tuple(task for task in map(text_of, tasks if isinstance(tasks, list) else []) if task),
        count_of(row.get("followers_count")),
        count_of(row.get("fan_count")),
        published if isinstance(published, bool) else None,
    )


def pages(graph: Graph) -> tuple[FacebookPage, ...]:
    """All Pages somebody has a role on. Raises `Refusal`."""
    try:
        return tuple(_pages(graph, _FIELDS))
    except Refusal as e:
        if e.final or e.gap not in (Gap.PERMISSION_MISSING, Gap.FORMAT_UNKNOWN, Gap.NOT_OFFERED):
            raise
        return tuple(_pages(graph, _FEWER))


def _pages(graph: Graph, fields: str) -> Iterator[FacebookPage]:
    cursor: str | None = None
    seen: set[str] = set()
    for _ in range(_MOST):
        body = graph.ask("me/accounts", fields=fields, limit=100, **({"after": cursor} if cursor else {}))
        yield from (page for page in map(page_of, rows(body)) if page is not None)
        cursor = after(body)
        if cursor is None or cursor in seen:
            return
        seen.add(cursor)
