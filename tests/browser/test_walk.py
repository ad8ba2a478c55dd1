"""The whole system, in real processes, walked by three people: one message becomes a case that is closed, and a vote is cast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.sight import LAPTOP, looks_right, person
from tests.browser.steps import SLOW, dispatch, open_the_vote, prove, report, resolve, say, vote
from tests.running_system import RunningSystem

MESSAGE = "幸福家园3栋楼下的路灯坏了三天了，晚上一片黑，老人都不敢出门"
BODY = "municipal"  # the demo account `body` acts for it


@pytest.mark.timeout(900)
def test_the_whole_system(system: RunningSystem, browser: Browser) -> None:
    """A stranger reports and gets a number, a clerk and a body handle it, the stranger says that it is mended; the committee
    opens a vote, and somebody of the roll finds it in the chat and votes.
    """
    with person(browser) as resident, person(browser, size=LAPTOP) as clerk, person(browser, size=LAPTOP) as body:
        phone = resident.page()
        case_no, link = report(phone, system.url, MESSAGE)
        looks_right(phone, "walk-1-registered")

        desk = clerk.page()
        dispatch(desk, system.url, case_no, BODY)
        looks_right(desk, "walk-2-dispatched")

        office = body.page()
        resolve(office, system.url, case_no, "今天下午我所的师傅把3栋楼下路灯的灯头换了，当晚试亮，路面都照得到。")
        looks_right(office, "walk-3-resolved")

        expect(phone.get_by_text("您看好了没有").last).to_be_visible(timeout=SLOW)
        looks_right(phone, "walk-4-asked")
        say(phone, "修好了，谢谢")
        expect(phone.locator("#chat-typing")).to_be_hidden(timeout=SLOW)
        phone.goto(link)
        expect(phone.locator(".badge--closed").first).to_be_visible()
        looks_right(phone, "walk-5-closed")

    with person(browser, size=LAPTOP) as committee, person(browser) as voter:
        laptop = committee.page()
        title = open_the_vote(laptop, system.url)
        looks_right(laptop, "walk-6-opened")

        phone = voter.page()
        phone.goto(f"{system.url}/chat")
        say(phone, "现在有什么在表决")
        expect(phone.get_by_text(title).first).to_be_visible(timeout=SLOW)
        looks_right(phone, "walk-7-votes-in-chat")
        phone.locator(".chips .chip", has_text=title[:8]).click()
        card = phone.get_by_role("link", name="打开表决页面")
        expect(card).to_be_visible(timeout=SLOW)
        phone.goto(card.get_attribute("href") or "")
        looks_right(phone, "walk-8-link")
        prove(phone, system.url, voter_of(system, title))
        vote(phone)
        looks_right(phone, "walk-9-counted")
        laptop.reload()
        expect(laptop.get_by_text("1 / ").first).to_be_visible()


def voter_of(system: RunningSystem, title: str) -> str:
    """A phone that stands once on the roll of this consultation."""
    rows = system.sql(
        "SELECT phone FROM roll_entry JOIN consultation ON consultation.id = consultation_id "
        "WHERE title = ? AND phone <> '' GROUP BY phone HAVING count(*) = 1 ORDER BY min(line) LIMIT 1",
        title,
    )
    return str(rows[0][0])
