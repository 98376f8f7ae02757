"""What a blog shows of itself around its posts, on the page it opens with: header, footer and sidebar.

There a blog says whose it is and carries a disclaimer; WordPress tells neither over its interface. Only that part is
kept: posts, comments, and the lists of newest posts and comments are what people wrote, and are cut out first. The
page is the public one, asked for without any sign-in, on the blog's own host.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from connectors.errors import MemberDamaged
from connectors.files import parse_html, text_of
from connectors.http import Http
from connectors.model import Coverage, Gap, Message, RecordType, State
from connectors.refusal import Refusal, of_status

_LARGEST = 2 << 20
"""Bytes of a page that are looked at."""
_LONGEST = 4_000
"""Characters that are kept. Of more, the first and the last are: a page says who speaks at its top or its end."""
_LINK = re.compile(r"<([^>]*)>[^,<]*;\s*rel=\"?https://api\.w\.org/\"?")
_AROUND = (
    "header, footer, aside, [role=banner], [role=contentinfo], [role=complementary], #header, #masthead, #footer, "
    "#colophon, #secondary, #sidebar, .site-header, .site-footer"
)
_WRITTEN = (
    "script, style, noscript, template, form, nav, main, article, .hentry, .entry-content, #comments, .comments-area, "
    ".widget_recent_entries, .widget_recent_comments, .widget_rss, .wp-block-query, .wp-block-latest-posts, "
    ".wp-block-latest-comments, .wp-block-post-template"
)


@dataclass(frozen=True, slots=True)
class Front:
    """The page a blog opens with."""

    interface: str = ""
    """Where the blog says its REST interface is; "" where it says nothing."""
    text: str | None = None
    refused: Refusal | None = None
    whole: bool = True
    """Whether all of what stands around the posts was found and kept."""

    def coverage(self) -> Coverage:
        """The coverage of the profile: without all of this page, what it shows of itself was not all seen."""
        if self.refused is not None:
            notes = (self.refused.note, Message("wordpress.front_page"))
            return Coverage(RecordType.PROFILE, State.PARTIAL, self.refused.gap, 1, notes=notes)
        if not self.whole:
            said = (Message("wordpress.front_part"),)
            return Coverage(RecordType.PROFILE, State.PARTIAL, Gap.FORMAT_UNKNOWN, 1, notes=said)
        return Coverage(RecordType.PROFILE, State.COMPLETE, received=1)


def front(http: Http, site: str) -> Front:
    """Read the page. Never raises `Refusal`: what was refused is in it."""
    try:
        answer = http.get(f"{site}/", headers={"accept": "text/html"})
    except Refusal as refused:
        return Front(refused=refused)
    link = _LINK.search(answer.headers.get("link", ""))
    interface = link[1] if link else ""
    if not 200 <= answer.status < 300:
        return Front(interface, refused=of_status(answer.status, answer.until))
    try:
        page = parse_html(answer.content[:_LARGEST], "")
    except MemberDamaged:
        return Front(interface, whole=False)
    if not interface and (element := page.find("link", rel="https://api.w.org/")) is not None:
        interface = str(element.get("href") or "")
    for written in page.select(_WRITTEN):
        written.extract()
    around = page.select(_AROUND)
    inside = set(map(id, around))  # what stands in another of them is read with it
    outer = [part for part in around if not any(id(parent) in inside for parent in part.parents)]
    words = " ".join(" ".join(part.get_text(" ").split()) for part in outer)
    cut = len(words) > _LONGEST
    if cut:
        words = f"{words[: _LONGEST // 2]} … {words[-_LONGEST // 2 :]}"
    # Where nothing stands around the posts, the theme calls it by a name we do not know.
    whole = bool(outer) and not cut and len(answer.content) <= _LARGEST
    return Front(interface, text_of(words), whole=whole)


def bio(tagline: str | None, seen: Front) -> str | None:
    """What a blog says of itself: its tagline, and what stands around its posts."""
    return "\n".join(filter(None, (tagline, seen.text))) or None
