"""The hotline's file in the browser: chosen, looked at, taken in."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from portal.cases.hotline import orders
from tests.browser.conftest import Site, log_in
from tests.browser.sight import Watched, looks_right
from tests.portal.cases.hotline_files import order, workbook


def test_a_days_file_is_looked_at_and_taken_in(site: Site, clerk: Watched, tmp_path: Path) -> None:
    """Each line says what becomes of it before the button is pressed; then it has its case."""
    page = clerk.page()
    log_in(page, site.url, "desk")
    page.goto(f"{site.url}/desk/hotline")
    file = tmp_path / "12345.xlsx"
    long = "幸福家园3栋楼道的灯坏了，" * 20
    file.write_bytes(workbook(order("HZ202611280001", long), order(""), order("HZ202611280002", 办结时限="尽快")))
    looks_right(page, "desk-hotline")
    page.get_by_label("当天的表").set_input_files(file)
    page.get_by_role("button", name="打开看看").click()
    expect(page.get_by_role("status").first).to_contain_text("不收的 2 行")
    looks_right(page, "desk-hotline-import")
    page.get_by_role("button", name="收下：登记 1 件").click()
    expect(page.get_by_role("status").first).to_contain_text("正在一行一行登记")
    while orders.work_off(site.parts):
        pass
    page.reload()
    expect(page.get_by_role("link", name="LL-")).to_be_visible()
    first = workbook(order("HZ202611280001", long, 办结时限="2026-12-09"))
    file.write_bytes(first)
    page.goto(f"{site.url}/desk/hotline")
    page.get_by_label("当天的表").set_input_files(file)
    page.get_by_role("button", name="打开看看").click()
    expect(page.locator("ins")).to_have_text("2026-12-09")
    looks_right(page, "desk-hotline-changed")
