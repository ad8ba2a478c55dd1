"""A chair drafts a consultation from a hot issue: the form and both pages read well, by keyboard and at both widths."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Site, log_in
from tests.browser.sight import Watched, looks_right
from tests.portal.cases.cases_world import add_contact, report
from tests.portal.overview.hot_world import WORDS


def test_a_chair_drafts_from_a_hot_issue(site: Site, clerk: Watched) -> None:
    """Issue, form, draft, and back to the issue."""
    for number, words in enumerate(WORDS):
        contact = add_contact(site.parts, f"neighbour {number}")
        with site.parts.db.write() as s:
            report(s, site.parts, contact, words)
    page = clerk.page()
    log_in(page, site.url, "chair")
    page.goto(f"{site.url}/desk/hot")
    page.get_by_role("link", name="拟一份议事草稿").first.click()
    looks_right(page, "hot-draft-form")
    page.get_by_label("要定的是哪类事").select_option(index=1)
    page.get_by_role("button", name="拟草稿").press("Enter")
    expect(page).to_have_url(re.compile(r"/committee/consultations/\d+$"))
    expect(page.get_by_text("草稿拟好了")).to_be_visible()
    looks_right(page, "hot-draft")
    page.get_by_role("link", name="看热点").click()
    expect(page.get_by_role("link", name="从这里起草的议题")).to_be_visible()
    looks_right(page, "hot-drafted")
