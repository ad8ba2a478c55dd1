"""The pages that stand without any other room, as people see them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site
from tests.browser.sight import SAME_GLYPHS, looks_right, missing_glyphs, person

PAGES = {
    "home": "/",
    "chat": "/chat",
    "about": "/about",
    "login": "/login",
    "api-docs": "/api/docs",
    "not-found": "/nowhere",
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_well_at_both_widths(site: Site, page: Page, name: str) -> None:
    """Every glyph is there, nothing is wider than the screen, nothing grave by axe, nothing refused by the CSP."""
    page.goto(site.url + PAGES[name])
    looks_right(page, name)


@pytest.mark.parametrize("name", PAGES)
def test_big_type_and_high_contrast_read_well(site: Site, page: Page, name: str) -> None:
    """With both switches on, each page still fits a phone of 390 pixels and axe finds nothing grave."""
    page.context.add_cookies([{"name": "linli_look", "value": "11zh", "url": site.url}])
    page.goto(site.url + PAGES[name])
    looks_right(page, f"{name}-big-contrast")


@pytest.mark.parametrize("name", PAGES)
def test_a_small_phone_is_wide_enough(site: Site, page: Page, name: str) -> None:
    """At 360 pixels nothing runs out of the screen."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(site.url + PAGES[name])
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_missing_glyph_is_found(site: Site, page: Page) -> None:
    """Two code points that no font has are drawn as one picture, and that is noticed."""
    page.goto(site.url)
    assert page.evaluate(SAME_GLYPHS, ["\U000effff", "\U000efffe"]) == ["\U000effff\U000efffe"]


def test_the_switch_is_found_by_its_name_and_stays(site: Site, page: Page) -> None:
    """大字 is one tap on any page, and the next page is still big."""
    page.goto(site.url)
    page.get_by_role("button", name="大字").click()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    page.goto(f"{site.url}/about")
    expect(page.locator("html")).to_have_class("big")


def test_the_switches_need_no_script(site: Site, browser: Browser) -> None:
    """Without JavaScript the contrast switch works all the same."""
    with person(browser, javascript=False) as watched:
        page = watched.page()
        page.goto(site.url)
        page.get_by_role("button", name="高对比").click()
        expect(page.locator("html")).to_have_class("contrast")


def test_english_is_one_tap_away(site: Site, page: Page) -> None:
    """The fixed words turn to English, and 中文 brings them back."""
    page.goto(site.url)
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="Report something").first).to_be_visible()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_the_keyboard_can_skip_to_the_content(site: Site, page: Page) -> None:
    """The first Tab reaches 跳到正文, and Enter goes there."""
    page.goto(site.url)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_every_character_of_the_chat_has_its_own_glyph(site: Site, page: Page) -> None:
    """The words of the chat's script too: rare characters of place names are drawn."""
    page.goto(f"{site.url}/chat")
    page.get_by_label("想说的话").fill("衢州市柯城区 㳇水 䶮 墩祥街")
    assert missing_glyphs(page) == []
