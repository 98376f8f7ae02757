"""Emulators of WordPress, self-hosted and on WordPress.com.

`WordPress` follows the REST API handbook (developer.wordpress.org/rest-api: discovery, authentication, pagination,
reference of users, comments, posts and settings; as of October 2026) and was compared with WordPress 6.1. It leaves out
everything that writes, search, embedding and every field nobody asks for.

`WordPressCom` follows developer.wordpress.com/docs/api (version 1.1: sites, settings, users, comments, stats/followers;
as of October 2026). It leaves out the consent pages and everything that writes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.emulators.base import Asked, Emulator, Reply

USER, PASSWORD = "quimbleton", "abcd efgh ijkl mnop qrst uvwx"
TOKEN = "wpcom-token-of-the-tests"
_CAPABILITIES = {
    "administrator": ("list_users", "manage_options", "moderate_comments"),
    "editor": ("moderate_comments",),
}


FRONT = """<html><head><title>Room 12</title></head><body><header><h1>Room 12</h1><nav>Home</nav></header>
<main><article><header>A post of Ana Thorp</header>what somebody wrote</article></main>
<div id="secondary"><aside class="widget_recent_comments">Lena Rivera on A post</aside>
<aside class="widget_text">Ms. Quimbleton</aside></div>
<footer>These pages don&#8217;t necessarily represent the district's views.<script>track()</script></footer>
</body></html>"""
"""A page as the themes that come with WordPress make it."""


def error(code: str, status: int, message: str = "Sorry, you are not allowed to do that.") -> Reply:
    return Reply.json({"code": code, "message": message, "data": {"status": status}}, status)


@dataclass
class Person:
    """A user of the blog."""

    login: str
    name: str
    role: str = "subscriber"
    email: str = ""


@dataclass
class Comment:
    """A comment: of a user by number, else of a visitor."""

    name: str
    email: str
    user: int = 0
    status: str = "approved"


@dataclass
class Content:
    """What a blog holds."""

    people: list[Person] = field(
        default_factory=lambda: [Person(USER, "Imelda Quimbleton", "administrator", "iq@x.example")]
    )
    comments: list[Comment] = field(default_factory=list)
    posts: list[str] = field(default_factory=list)
    """The comment status of each."""


class WordPress(Emulator):
    """A self-hosted blog. `plugin`: the options our small plugin shows; `pretty`: whether it has /wp-json/."""

    hosts = ("blog.schools.example",)
    site = "https://blog.schools.example"

    def __init__(self, content: Content | None = None, *, pretty: bool = True, role: str = "administrator") -> None:
        super().__init__()
        self.content, self.pretty, self.role = content or Content(), pretty, role
        self.plugin: dict[str, Any] = {}
        self.options: dict[str, Any] = {"title": "Room 12", "email": "iq@x.example", "default_comment_status": "open"}
        self.namespaces = ["oembed/1.0", "wp/v2"]
        self.linked = True
        self.front = FRONT
        comments = {"title": True, "comments": True}
        self.kinds: list[tuple[str, str, Any]] = [
            ("post", "posts", comments), ("page", "pages", comments), ("attachment", "media", comments),
            ("wp_block", "blocks", {"title": True}), ("nav_menu_item", "menu-items", []),
        ]  # fmt: skip
        self.files: list[str] = []

    @property
    def published(self) -> dict[str, list[str]]:
        """The comment status of what is listed at each route."""
        return {"posts": self.content.posts, "pages": [], "media": self.files}

    @property
    def root(self) -> str:
        return f"{self.site}/wp-json/" if self.pretty else f"{self.site}/?rest_route=/"

    def refuse(self, status: int) -> Reply:
        code = {401: "rest_not_logged_in", 403: "rest_forbidden_context", 404: "rest_no_route"}.get(
            status, "internal_error"
        )
        return error(code, status)

    def answer(self, asked: Asked) -> Reply:
        inside = f"https://{asked.host}{asked.path}".removeprefix(self.site)  # a blog may live in a folder
        if self.pretty and inside.startswith("/wp-json/"):
            route = inside.removeprefix("/wp-json")
        elif "rest_route" in asked.query:
            route = asked.query["rest_route"]
        else:
            links = {"link": f'<{self.root}>; rel="https://api.w.org/"'} if self.linked else {}
            page = Reply.html(self.front, 200 if inside == "/" else 404)
            return Reply(page.status, page.body, {**page.headers, **links})
        pair = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        signed_in = asked.headers.get("authorization") == f"Basic {pair}"
        if not signed_in and "authorization" in asked.headers:
            return error("rest_not_logged_in", 401, "You are not currently logged in.")
        return self.route(route, asked.query, signed_in)

    def may(self, capability: str, signed_in: bool) -> bool:
        return signed_in and capability in _CAPABILITIES.get(self.role, ())

    def route(self, route: str, query: Mapping[str, str], signed_in: bool) -> Reply:
        denied = 403 if signed_in else 401
        if route == "/":
            home = {
                "home": self.site,
                "url": self.site,
                "description": "Notes &amp; news",
                "namespaces": self.namespaces,
            }
            return Reply.json({"name": self.options["title"], **home})
        if route == "/wp/v2/users/me":
            if not signed_in:
                return error("rest_not_logged_in", 401)
            capabilities = dict.fromkeys(_CAPABILITIES.get(self.role, ()), True)
            return Reply.json({"id": 1, "roles": [self.role], "capabilities": capabilities})
        if route == "/wp/v2/settings":
            if not self.may("manage_options", signed_in):
                return error("rest_forbidden", denied)
            return Reply.json(self.options | self.plugin)
        if route == "/wp/v2/users":
            if query.get("context") == "edit" and not self.may("list_users", signed_in):
                return error("rest_forbidden_context", denied)
            return self.page([self.user(n, p) for n, p in enumerate(self.content.people, 1)], query, "id name email")
        if route == "/wp/v2/comments":
            if query.get("status", "approve") != "approve" and not self.may("moderate_comments", signed_in):
                return error("rest_forbidden_param", denied, "Query parameter not permitted: status")
            if query.get("context") == "edit" and not self.may("moderate_comments", signed_in):
                return error("rest_forbidden_context", denied)
            wanted = {"approve": ("approved",), "hold": ("hold",), "all": ("approved", "hold")}[
                query.get("status", "approve")
            ]
            rows = [self.comment(n, c) for n, c in enumerate(self.content.comments, 1) if c.status in wanted]
            return self.page(rows, query, "id date_gmt")
        if route == "/wp/v2/types":
            if not signed_in:
                return error("rest_cannot_view", denied)
            return Reply.json(
                {name: {"slug": name, "rest_base": base, "rest_namespace": "wp/v2", "supports": supports}
                 for name, base, supports in self.kinds}
            )  # fmt: skip
        if (listed := self.published.get(route.removeprefix("/wp/v2/"))) is not None:
            if query.get("status", "publish") != ("inherit" if route.endswith("/media") else "publish"):
                return error("rest_invalid_param", 400, "Invalid parameter(s): status")
            rows = [{"id": n, "comment_status": s, "content": "secret"} for n, s in enumerate(listed, 1)]
            return self.page(rows, query, "date id")
        return error("rest_no_route", 404, "No route was found matching the URL and request method.")

    def user(self, number: int, person: Person) -> dict[str, Any]:
        return {
            "id": number, "username": person.login, "name": person.name, "first_name": "", "last_name": "",
            "email": person.email, "description": "", "link": f"{self.site}/author/{number}/", "slug": "hidden",
            "roles": [person.role], "registered_date": "2026-09-01T08:00:00+00:00",
            "capabilities": dict.fromkeys(_CAPABILITIES.get(person.role, ("read",)), True),
        }  # fmt: skip

    def comment(self, number: int, comment: Comment) -> dict[str, Any]:
        return {
            "id": number, "author": comment.user, "author_name": comment.name, "author_email": comment.email,
            "author_url": "https://schools.example", "date_gmt": "2026-10-01T10:00:00", "status": comment.status,
            "content": {"rendered": "what somebody wrote"},
        }  # fmt: skip

    def page(self, rows: list[dict[str, Any]], query: Mapping[str, str], orders: str) -> Reply:
        size, number = int(query.get("per_page", 10)), int(query.get("page", 1))
        if not 1 <= size <= 100 or query.get("orderby", "id") not in orders.split():
            return error("rest_invalid_param", 400, "Invalid parameter(s): per_page")
        fields = query.get("_fields", "").split(",")
        start = int(query.get("offset", (number - 1) * size))
        shown = [{key: row[key] for key in fields if key in row} for row in rows[start : start + size]]
        counted = {"x-wp-total": str(len(rows)), "x-wp-totalpages": str(-(-len(rows) // size))}
        return Reply.json(shown, 200, counted)


class WordPressCom(Emulator):
    """A blog on WordPress.com. `withheld`: paths that the token's scopes do not open."""

    hosts = ("public-api.wordpress.com", "room12.wordpress.com")

    def __init__(self, content: Content | None = None) -> None:
        super().__init__()
        self.content = content or Content()
        self.withheld: set[str] = set()
        self.site = "room12.wordpress.com"
        self.followers: list[str] = []
        self.subscribers: list[str] = []
        self.options: dict[str, Any] = {
            "default_comment_status": True, "comment_moderation": True, "comment_whitelist": True,
            "comment_registration": False, "blog_public": 1,
        }  # fmt: skip

    def refuse(self, status: int) -> Reply:
        known = {
            401: ("invalid_token", "The OAuth2 token is invalid."),
            403: ("authorization_required", "An active access token must be used to query information about the site."),
            404: ("unknown_blog", "Unknown blog"),
        }
        code, message = known.get(status, ("server_error", "Something went wrong"))
        return Reply.json({"error": code, "message": message}, status)

    def answer(self, asked: Asked) -> Reply:
        if asked.host == "room12.wordpress.com":
            return Reply.html(FRONT)
        if asked.headers.get("authorization") != f"Bearer {TOKEN}":
            return Reply.json({"error": "invalid_token", "message": "The OAuth2 token is invalid."}, 400)
        base = f"/rest/v1.1/sites/{self.site}"
        if not asked.path.startswith(base):
            return self.refuse(404)
        path, query = asked.path.removeprefix(base), asked.query
        if path in self.withheld:
            return self.refuse(403)
        if path == "":
            return Reply.json({"ID": 4711, "name": "Room 12", "description": "", "URL": "https://room12.wordpress.com"})
        if path == "/settings":
            return Reply.json({"ID": 4711, "settings": self.options})
        if path == "/users":
            rows = [self.user(n, p) for n, p in enumerate(self.content.people, 1)]
            start, size = int(query.get("offset", 0)), int(query.get("number", 20))
            return self.listed("users", rows, rows[start : start + size])
        if path == "/comments/":
            wanted = {"all": ("approved", "unapproved", "spam")}.get(
                query.get("status", "approved"), (query.get("status"),)
            )
            rows = [self.comment(n, c) for n, c in enumerate(self.content.comments, 1) if c.status in wanted]
            start, size = (int(query.get("page", 1)) - 1) * int(query["number"]), int(query["number"])
            return self.listed("comments", rows, rows[start : start + size])
        if path == "/stats/followers":
            labels = self.followers if query.get("type", "wpcom") == "wpcom" else self.subscribers
            size, number = int(query.get("max", 20)), int(query.get("page", 1))
            shown = [
                {"avatar": None, "label": label, "ID": str(900 + n), "url": None, "follow_data": None,
                 "date_subscribed": "2026-09-01T08:00:00+00:00"}
                for n, label in enumerate(labels)
            ][(number - 1) * size : number * size]  # fmt: skip
            pages = -(-len(labels) // size)
            return Reply.json({"page": number, "pages": pages, "total": len(labels), "subscribers": shown})
        return self.refuse(404)

    def listed(self, key: str, rows: list[Any], shown: list[Any]) -> Reply:
        if len(shown) > 100:
            return Reply.json(
                {"error": "invalid_number", "message": "The NUMBER parameter must be less than 100."}, 400
            )
        return Reply.json({"found": len(rows), key: shown})

    def user(self, number: int, person: Person) -> dict[str, Any]:
        return {"ID": number, "login": person.login, "name": person.name, "first_name": "", "last_name": "",
                "email": person.email or False, "nice_name": person.login, "roles": [person.role],
                "profile_URL": f"https://gravatar.com/{number}"}  # fmt: skip

    def comment(self, number: int, comment: Comment) -> dict[str, Any]:
        author = {"ID": comment.user, "login": "", "email": comment.email or False, "name": comment.name}
        return {"ID": number, "author": author, "date": "2026-10-01T10:00:00+00:00", "status": comment.status,
                "content": "what somebody wrote", "type": "comment"}  # fmt: skip
