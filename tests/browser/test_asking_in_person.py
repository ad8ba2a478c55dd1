"""A caller who left no mobile number: taken down, resolved, on the list of those to phone or visit, and off it; at both widths."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Site
from tests.browser.sight import looks_right
from tests.browser.test_desk_journeys import Sit, at_desk, opened

__all__ = ["at_desk"]


def test_who_cannot_be_asked_by_a_message_is_asked_by_somebody(site: Site, at_desk: Sit) -> None:
    """The clerk reads so on resolving, on the list and on the case's page, and notes what was said."""
    page = at_desk("/desk/new").page
    page.get_by_label("说的是什么").fill("幸福家园5栋后面的花坛砖掉了一地")
    page.get_by_role("button", name="登记").click()
    case_no = opened(page)
    page.get_by_text("只受理，先不派").click()
    page.get_by_role("button", name="受理", exact=True).click()
    page.goto(f"{site.url}/desk/cases/{case_no}")
    page.locator("#do-resolve summary").first.click()
    page.get_by_label("怎么办的（居民会看到，居民说好了才结案）").fill("今天物业到幸福家园5栋修好了后面花坛的砖")
    page.get_by_role("button", name="办结，去问居民").click()
    expect(page.get_by_text("请打电话或上门问好了没有").first).to_be_visible()
    page.goto(f"{site.url}/desk?figure=to_ask")
    looks_right(page, "desk-to-ask")
    page.get_by_role("link", name=case_no).click()
    page.locator("#do-note summary").first.click()
    looks_right(page, "desk-case-to-ask")
    page.get_by_label("备注（居民、办的人看不到，只留在受理台和督查）").last.fill("打了座机，说砖砌好了")
    page.get_by_label("问过居民了").check()
    page.get_by_role("button", name="记下", exact=True).last.click()
    page.goto(f"{site.url}/desk?figure=to_ask")
    expect(page.get_by_role("link", name=case_no)).to_have_count(0)
