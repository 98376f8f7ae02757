"""The pages in a real browser, narrow and wide, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.reports.test_report_page import PAGES

pytestmark = pytest.mark.browser
WIDTHS = (320, 390, 1280)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def opened(chromium: Browser, path: Path, width: int, scheme: str, asked: list[str]) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_everybody_can_read_the_page(name: str, scheme: str, chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGES[name]("en"), encoding="utf-8")
    asked: list[str] = []
    page = opened(chromium, path, WIDTHS[0], scheme, asked)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width > WIDTHS[0]:
            found = Axe().run(page, options=RULES)
            assert found.violations_count == 0, found.generate_report()
    assert asked == [path.as_uri()]
    page.context.close()


def test_the_keyboard_reaches_everything(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGES["ordinary"]("en"), encoding="utf-8")
    page = opened(chromium, path, 390, "light", [])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    small = page.evaluate(
        "[...document.querySelectorAll('a, summary')].filter(e => !e.closest('p') && e.className !== 'skip')"
        ".map(e => e.getBoundingClientRect()).filter(box => box.height < 24).length"
    )
    assert small == 0
    page.context.close()


def test_a_printed_page_shows_what_was_folded(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGES["ordinary"]("en"), encoding="utf-8")
    context = chromium.new_context()
    page = context.new_page()
    page.goto(path.as_uri())
    row = page.get_by_role("cell", name="user.30", exact=True)
    assert not row.is_visible()
    page.emulate_media(media="print")
    assert page.locator("td", has_text="user.30").first.is_visible()
    assert page.locator(".contents").is_hidden()
    context.close()
