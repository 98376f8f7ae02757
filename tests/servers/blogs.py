"""Two WordPress blogs: one where comments wait for a moderator, one where they appear at once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.servers.running import HOST, PHP, PROGRAMS, Server

_PROGRAM = Path("/usr/share/wordpress")
_OPEN = {
    "permalink_structure": "/%postname%/",
    "comment_moderation": "",
    "comment_previously_approved": "",
    "comment_registration": "",
    "default_comment_status": "open",
    "users_can_register": "1",
    "default_role": "subscriber",
    "blog_public": "1",
}
_MODERATED = {
    "comment_moderation": "1",
    "comment_previously_approved": "1",
    "users_can_register": "0",
    "blog_public": "0",
}


@dataclass
class Blog:
    """One blog. `admin` signs in at its pages with `password`, and over REST with `app_password`."""

    server: BlogServer
    name: str
    port: int
    moderated: bool
    admin: str = "rowan"
    email: str = "rowan@district.example"
    password: str = "a long password for rowan"
    app_password: str = ""

    @property
    def url(self) -> str:
        """Where the blog is."""
        return f"http://{HOST}:{self.port}"

    @property
    def rest(self) -> str:
        """Where its REST interface is."""
        return f"{self.url}/wp-json"

    def create_user(self, login: str, role: str = "subscriber", email: str = "", name: str = "") -> int:
        """A user with a role of WordPress: subscriber, contributor, author, editor or administrator; its number."""
        email = email or f"{login}@students.district.example"
        words = {"user_login": login, "user_pass": f"the password of {login}", "user_email": email}
        return int(self.do("user", **words, role=role, display_name=name or login))

    def create_app_password(self, login: str, name: str = "auditor") -> str:
        """An application password for a user of the blog."""
        return str(self.do("application_password", login=login, name=name))

    def create_post(self, title: str, *, status: str = "publish", comments: str = "open", author: int = 1) -> int:
        """A post, its number; `comments` is open or closed."""
        words = {"post_title": title, "post_content": "Read chapter three.", "post_author": author}
        return int(self.do("post", **words, post_status=status, comment_status=comments))

    def create_comment(
        self, author: str, email: str, *, held: bool = False, post: int = 1, text: str = "Thank you!"
    ) -> int:
        """A comment that waits for a moderator or stands approved, whatever the blog's settings; its number."""
        words = {"comment_post_ID": post, "comment_author": author, "comment_author_email": email}
        return int(self.do("comment", **words, comment_content=text, comment_approved=0 if held else 1))

    def set_options(self, **options: str) -> dict[str, str]:
        """Change settings such as `comment_moderation` ("1" is yes, "" is no); what they were before."""
        before: dict[str, str] = self.do("options", **options)
        return before

    @contextmanager
    def options(self, **options: str) -> Iterator[None]:
        """Settings for a while, so that the tests after this one find the blog as it was."""
        before = self.set_options(**options)
        try:
            yield
        finally:
            self.set_options(**before)

    def comment_as_visitor(self, author: str, email: str, *, post: int = 1, text: str = "Hello!") -> httpx.Response:
        """Send the form below a post as a stranger does; where it leads tells whether the comment waits."""
        words = {"comment_post_ID": str(post), "author": author, "email": email, "comment": text}
        return httpx.post(f"{self.url}/wp-comments-post.php", data=words, trust_env=False, timeout=30)

    def ask(self, path: str, *, as_admin: bool = True, **query: str | int) -> httpx.Response:
        """What the REST interface answers the administrator, or a stranger."""
        signed = (self.admin, self.app_password) if as_admin else None
        return httpx.get(f"{self.rest}{path}", params=query, auth=signed, trust_env=False, timeout=30)

    def do(self, what: str, **parameters: Any) -> Any:
        """One task of `programs/blog-do.php`."""
        return self.do_all((what, parameters))[0]

    def do_all(self, *tasks: tuple[str, dict[str, Any]]) -> list[Any]:
        """Several tasks in one go, which is faster; what came of each."""
        command = ["php", *PHP, self.server.folder / "do.php"]
        results: list[Any] = json.loads(self.server.call(command, env=self.variables(), text=json.dumps(tasks)))
        return results

    def variables(self) -> dict[str, str]:
        """What the PHP files in `programs` need to know."""
        return {
            "BLOG_DATABASE": self.name,
            "BLOG_SOCKET": str(self.server.socket),
            "BLOG_URL": self.url,
            "BLOG_PLUGINS": str(self.server.folder / f"plugins-{self.name}"),
        }


class BlogServer(Server):
    """WordPress twice over one MariaDB that listens on a socket only.

    `moderated` shows its discussion settings over REST, by a small plugin, unless made with `settings_in_rest=False`;
    `open` is WordPress as delivered, which does not show them.
    """

    moderated: Blog
    open: Blog

    def __init__(self, *, settings_in_rest: bool = True) -> None:
        super().__init__()
        self.socket = Path()
        self._settings_in_rest = settings_in_rest

    def start(self) -> None:
        """The database; then each blog is installed, set up and served."""
        self.socket = self.folder / "database.sock"
        self._start_database()
        shutil.copytree(_PROGRAM, self.folder / "blog", ignore=shutil.ignore_patterns(".htaccess", "wp-config*.php"))
        (self.folder / "blog" / "wp-config.php").write_bytes((PROGRAMS / "blog-config.php").read_bytes())
        self.write("do.php", (PROGRAMS / "blog-do.php").read_text(encoding="utf-8"))
        self.write("router.php", (PROGRAMS / "blog-router.php").read_text(encoding="utf-8"))
        self.moderated = self._start_blog("moderated", moderated=True)
        self.open = self._start_blog("open", moderated=False)
        for blog in (self.moderated, self.open):
            self.wait_for_port(blog.port, f"the {blog.name} blog")
            blog.ask("/wp/v2/users/me").raise_for_status()

    def set_settings_in_rest(self, shown: bool) -> None:
        """Put the small plugin into the moderated blog, or take it out, from the next request on."""
        name = "plugins-moderated/settings.php"
        if shown:
            self.write(name, (PROGRAMS / "blog-settings-plugin.php").read_text(encoding="utf-8"))
        else:
            (self.folder / name).unlink(missing_ok=True)

    def _start_database(self) -> None:
        data = self.folder / "database"
        install = ["mariadb-install-db", "--no-defaults", f"--datadir={data}", "--skip-test-db"]
        self.call([*install, "--auth-root-authentication-method=normal"])
        options = {
            "datadir": data,
            "socket": self.socket,
            "pid-file": self.folder / "database.pid",
            "innodb-flush-log-at-trx-commit": 0,
            "innodb-buffer-pool-size": "64M",
            "performance-schema": "OFF",
        }
        words = [f"--{name}={value}" for name, value in options.items()]
        self.run("database", ["mariadbd", "--no-defaults", "--skip-networking", "--skip-log-bin", *words])
        ask = ["mariadb", "--no-defaults", "-uroot", f"--socket={self.socket}", "-e"]
        self.wait(lambda: self.succeeds([*ask, "select 1"]), "MariaDB")
        self.call([*ask, "create database moderated; create database open"])

    def _start_blog(self, name: str, *, moderated: bool) -> Blog:
        blog = Blog(self, name, self.reserve_port(), moderated)
        self.make_folder(f"plugins-{name}")
        title = f"A classroom's {name} blog"
        words = {"title": title, "admin": blog.admin, "email": blog.email, "password": blog.password}
        blog.do("install", **words)
        _, blog.app_password = blog.do_all(
            ("options", _OPEN | (_MODERATED if moderated else {})),
            ("application_password", {"login": blog.admin, "name": "auditor"}),
        )
        if moderated:
            self.set_settings_in_rest(self._settings_in_rest)
        self.run_php(name, blog.port, self.folder / "blog", self.folder / "router.php", env=blog.variables())
        return blog
