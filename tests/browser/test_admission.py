"""The admission ledger in a browser: a clerk enters an ask, a supervisor makes an exception; pages read well at both widths."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, log_in
from tests.browser.sight import LAPTOP, looks_right, person


def fill(page: Page, site: Site, what: str, item: str, work: str) -> None:
    page.goto(f"{site.url}/admission/new")
    page.get_by_label("哪个单位交来的").fill("区民政局")
    page.get_by_label("要社区做什么，一句话").fill(what)
    page.get_by_label(work, exact=True).check()
    page.get_by_label("是清单里的哪一项").select_option(label=item)
    page.get_by_label("来件写的依据").fill("区民〔2026〕9号")
    page.get_by_label("要办到哪天").fill(page.get_by_label("要办到哪天").get_attribute("min") or "")
    page.get_by_label("来了", exact=True).check()


def test_an_ask_is_refused_and_then_an_exception(site: Site, browser: Browser) -> None:
    """Form, refusal, letter, exception, ledger; the second tab of the supervisor is told."""
    with person(browser, size=LAPTOP) as clerk, person(browser, size=LAPTOP) as supervisor:
        desk = clerk.page()
        log_in(desk, site.url, "desk")
        desk.goto(f"{site.url}/admission")
        looks_right(desk, "admission-empty")
        fill(desk, site, "创建无烟社区台账", "清单里没有", "报表台账")
        looks_right(desk, "admission-new")
        desk.get_by_role("button", name="存下并判定").press("Enter")
        expect(desk.get_by_text("清单以外不进社区").first).to_be_visible()
        looks_right(desk, "admission-refused")
        address = desk.url
        desk.get_by_role("link", name="退件函").click()
        looks_right(desk, "admission-letter")

        page = supervisor.page()
        log_in(page, site.url, "supervisor")
        page.goto(address)
        looks_right(page, "admission-exception-form")
        other = supervisor.page()
        other.goto(address)
        for tab in (page, other):
            tab.get_by_label("为什么").first.fill("防汛期间临时要办，只这一次")
            tab.get_by_label("经费、人手怎么随事来").fill("街道派两名人员")
            tab.get_by_label("最后一天").fill(tab.get_by_label("最后一天").get_attribute("min") or "")
            tab.get_by_role("button", name="例外准入").press("Enter")
        expect(page.get_by_text("例外准入了，到期自己停")).to_be_visible()
        looks_right(page, "admission-exception")
        expect(other.get_by_text("您打开这一页以后有了变化")).to_be_visible()
        page.goto(f"{site.url}/admission")
        expect(page.get_by_role("link", name=re.compile(r"^\d{4}-0001$"))).to_be_visible()
        looks_right(page, "admission-ledger")
        assert clerk.troubles == supervisor.troubles == []


def test_the_list_is_read_and_mended(site: Site, browser: Browser) -> None:
    """A form with faults beside its fields, an item and its versions, the file form."""
    with person(browser, size=LAPTOP) as supervisor:
        page = supervisor.page()
        log_in(page, site.url, "supervisor")
        page.goto(f"{site.url}/admission/list")
        looks_right(page, "admission-list")
        page.get_by_role("link", name="XZ-03").click()
        page.get_by_label("多少天一次").fill("0")
        page.get_by_role("button", name="记下").press("Enter")
        expect(page.get_by_text("写 1 到 3660 的整数")).to_be_visible()
        looks_right(page, "admission-item-faults")
        page.get_by_label("多少天一次").fill("60")
        page.get_by_role("button", name="记下").press("Enter")
        expect(page.get_by_text("照这一版")).to_be_visible()
        looks_right(page, "admission-item")
        page.goto(f"{site.url}/admission/list/new")
        looks_right(page, "admission-item-new")
        assert supervisor.troubles == []
