"""What the desk keeps, in the browser: a text put into a reply by a key, a view of the queue, the form on paper."""

from __future__ import annotations

from playwright.sync_api import Browser, expect

from tests.browser.conftest import Site, log_in
from tests.browser.sight import LAPTOP, looks_right, person
from tests.browser.test_desk_journeys import Sit, at_desk, reported

__all__ = ["at_desk"]


def test_a_text_goes_into_a_reply_by_a_key(site: Site, at_desk: Sit, browser: Browser) -> None:
    """Written once on its page; Alt+1 puts it where the cursor stands, with the case's own number."""
    case_no = reported(site)[0]
    page = at_desk("/desk/texts").page
    page.get_by_label("名字", exact=True).fill("修好了")
    page.get_by_label("要说的话", exact=True).fill("{编号}已经修好")
    page.get_by_role("button", name="存下").click()
    expect(page.get_by_role("status")).to_contain_text("存好了")
    looks_right(page, "desk-texts")
    page.goto(f"{site.url}/desk/cases/{case_no}")
    page.get_by_role("button", name="受理并派给").click()
    expect(page.locator("h1")).not_to_have_text(case_no)
    with person(browser, size=LAPTOP) as handler:
        theirs = handler.page()
        log_in(theirs, site.url, "body")
        theirs.goto(f"{site.url}/desk/cases/{case_no}")
        reply = theirs.locator("#resolve-text")
        reply.fill("您好，。")
        reply.press("Home")
        for _ in range(3):
            reply.press("ArrowRight")
        reply.press("Alt+1")
        expect(reply).to_have_value(f"您好，{case_no}已经修好。")


def test_a_view_of_the_queue_and_a_form_on_paper(site: Site, at_desk: Sit) -> None:
    """Saved from the queue; the case's form fits both widths and has its lines to sign."""
    case_no = reported(site)[0]
    page = at_desk("/desk?tab=open&overdue=1").page
    page.get_by_text("把这个单子存下来").click()
    page.get_by_label("名字", exact=True).fill("超期的")
    page.get_by_role("button", name="存下").click()
    page.goto(f"{site.url}/desk")
    page.get_by_role("link", name="超期的").click()
    expect(page.get_by_label("时限")).to_have_value("1")
    looks_right(page, "desk-views")
    page.goto(f"{site.url}/desk/cases/{case_no}")
    looks_right(page, "desk-case-kept")
    page.get_by_role("link", name="打印单").click()
    expect(page.get_by_role("row", name="签名：")).to_have_count(3)
    # whoever signs beside them may not know who it is
    expect(page.get_by_role("row", name="居民 签名")).to_have_count(0)
    looks_right(page, "desk-print")
