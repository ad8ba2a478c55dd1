"""Checks of a page in the browser: pictures at both widths, accessibility, missing glyphs, blocked requests."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PICTURES = Path(os.environ.get("LINLI_SCREENSHOTS", ROOT / "screenshots"))
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PHONE: ViewportSize = {"width": 390, "height": 844}
LAPTOP: ViewportSize = {"width": 1280, "height": 800}
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
GRAVE = ("serious", "critical")

# Draws each character by itself; two with the same picture are both drawn as the box for a missing glyph.
SAME_GLYPHS = """characters => {
  const pen = Object.assign(document.createElement("canvas"), {width: 64, height: 64}).getContext("2d", {willReadFrequently: true});
  pen.font = "48px " + getComputedStyle(document.body).fontFamily;
  pen.textBaseline = "top";
  const seen = new Map();
  for (const character of characters) {
    pen.clearRect(0, 0, 64, 64);
    pen.fillText(character, 2, 2);
    const picture = pen.getImageData(0, 0, 64, 64).data.join();
    seen.set(picture, (seen.get(picture) || "") + character);
  }
  return [...seen.values()].filter(same => [...same].length > 1);
}"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, which sends no requests of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()


@dataclass
class Watched:
    """One person's browser, with what went wrong in it: CSP violations, script errors, requests to other hosts."""

    context: BrowserContext
    troubles: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        page.on("console", lambda line: self._console(line.type, line.text))
        page.on("request", lambda request: self._request(request.url))
        return page

    def _console(self, kind: str, text: str) -> None:
        if kind == "error" and not re.search(r"status of (4\d\d|503)|net::ERR_", text):
            self.troubles.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not re.match(r"(http://(127\.0\.0\.1|localhost):|data:|blob:|about:)", url):
            self.troubles.append(f"another host: {url}")


@contextmanager
def person(browser: Browser, *, size: ViewportSize = PHONE, javascript: bool = True) -> Iterator[Watched]:
    """Open a browser with its own cookies. Fails at the end if it noted any trouble."""
    context = browser.new_context(
        viewport=size,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        java_script_enabled=javascript,
        device_scale_factor=1,
    )
    with watching(context) as watched:
        yield watched


@contextmanager
def watching(context: BrowserContext) -> Iterator[Watched]:
    """Watch this browser and close it. Fails at the end if it noted any trouble."""
    context.set_default_timeout(15_000)
    watched = Watched(context)
    try:
        yield watched
    finally:
        context.close()
    assert watched.troubles == []


def picture(page: Page, name: str) -> None:
    """Save the page at both widths, as `screenshots/NAME-390.png` and `-1280.png`. Fails if it is too wide."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    page.wait_for_load_state("load")  # until then the width may be a frame's, not the page's
    for size in (PHONE, LAPTOP):
        page.set_viewport_size(size)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        tall = page.evaluate("document.documentElement.scrollHeight")  # keeps a bar fixed at the bottom there
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], min(tall, 8000))})
        page.screenshot(path=PICTURES / f"{name}-{size['width']}.png")
        assert too_wide <= 0, f"{name}: {too_wide} pixels wider than {size['width']}"
    if before:
        page.set_viewport_size(before)


def grave(page: Page) -> list[str]:
    """The serious and critical findings of axe, as `rule: where`."""
    found = Axe().run(page).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {node['target']} {node.get('failureSummary', '')[:200]}"
        for rule in found
        if rule["impact"] in GRAVE
        for node in rule["nodes"]
    ]


def doubled_ids(page: Page) -> list[str]:
    """Ids that occur twice in the page, so that a label would lead to the wrong field."""
    ids: list[str] = page.evaluate("[...document.querySelectorAll('[id]')].map(element => element.id)")
    return sorted({one for one in ids if ids.count(one) > 1})


def missing_glyphs(page: Page) -> list[str]:
    """The characters of the page that have no glyph: all of them are drawn as the same box."""
    letters = page.evaluate("document.body.innerText")
    characters = sorted({letter for letter in letters if "\u4e00" <= letter <= "\u9fff"})
    found: list[str] = page.evaluate(SAME_GLYPHS, characters)
    return found


def looks_right(page: Page, name: str) -> None:
    """Save pictures at both widths; fail on missing glyphs and on grave findings of axe."""
    picture(page, name)
    assert doubled_ids(page) == []
    assert missing_glyphs(page) == []
    assert grave(page) == []
