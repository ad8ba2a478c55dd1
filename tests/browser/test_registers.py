"""The registers in a browser: the grid worker enters a home on the phone, a clerk looks, corrects and takes a file."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, log_in
from tests.browser.sight import LAPTOP, looks_right, person


def test_a_home_is_entered_on_the_phone_and_read_at_the_desk(site: Site, browser: Browser) -> None:
    """The same spot again leads to its entry; people are starred out until a look for a purpose."""
    with person(browser) as worker, person(browser, size=LAPTOP) as clerk:
        phone = worker.page()
        log_in(phone, site.url, "grid")
        phone.goto(f"{site.url}/registers")
        looks_right(phone, "registers-empty")
        phone.get_by_role("link", name="登记一处").click()
        looks_right(phone, "registers-new")
        for _ in range(2):
            phone.goto(f"{site.url}/registers/new?kind=home")
            phone.get_by_label("在哪里").select_option(index=1)
            for label, typed in (
                ("门牌", "2单元301室"),
                ("房东姓名", "王房东"),
                ("房东手机", "19900000091"),
                ("租出去几间", "2"),
                ("住着几个人", "3"),
                ("承租人姓名", "李租客"),
                ("承租人手机", "19900000092"),
            ):
                phone.get_by_label(label).fill(typed)
            phone.get_by_role("group", name="独立烟感").get_by_label("没有").check()
            phone.get_by_role("group", name="充电").get_by_label("没有").check()
            phone.get_by_role("group", name="烧什么").get_by_label("瓶装气").check()
            phone.get_by_role("button", name="登记", exact=True).press("Enter")
        expect(phone.get_by_text("这一处已经登记过")).to_be_visible()
        looks_right(phone, "registers-taken")
        phone.get_by_role("link", name="打开那一条").click()
        expect(phone.get_by_text("199****0091", exact=True)).to_be_visible()
        looks_right(phone, "registers-entry")
        address = phone.url

        page = clerk.page()
        log_in(page, site.url, "desk")
        page.goto(address)
        expect(page.get_by_text("王房东")).to_have_count(0)
        page.get_by_label("看全部，为了什么").select_option(label="流动人口居住登记")
        page.get_by_role("button", name="显示这个用途的").press("Enter")
        expect(page.get_by_text("李租客", exact=True)).to_be_visible()
        expect(page.get_by_text("王房东")).to_have_count(0)
        looks_right(page, "registers-looked-at")
        page.get_by_text("改", exact=True).click()
        looks_right(page, "registers-correct")
        page.get_by_label("住着几个人").fill("4")
        page.get_by_role("button", name="改好").press("Enter")
        expect(page.get_by_text("改了住着几个人，原来是 3")).to_be_visible()
        page.goto(f"{site.url}/registers/exports")
        page.get_by_label("流动人口居住登记").check()
        page.get_by_label("给谁").fill("派出所，月度核对")
        with page.expect_download():
            page.get_by_role("button", name="下载表格").press("Enter")
        page.reload()
        expect(page.get_by_role("cell", name="派出所，月度核对")).to_be_visible()
        looks_right(page, "registers-exports")
        page.goto(f"{site.url}/registers")
        looks_right(page, "registers-list")
        assert worker.troubles == clerk.troubles == []
