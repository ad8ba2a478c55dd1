"""The whole line, walked by three people over real processes: a resident on a phone, the staff, the committee's chair.

One Chinese sentence → a case number → a clerk dispatches, the body resolves → the resident says it is mended → the chair opens a
consultation → the resident votes through the chat's link → the chair counts and publishes. Pictures at both widths on the way.
"""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import log_in
from tests.browser.sight import LAPTOP, looks_right, person
from tests.line import CASE_NO, Line

PHONE = "19900000002"  # on the demo's roll, once
TITLE = "桂花广场晚间活动时间和音量"


def say(page: Page, text: str) -> None:
    page.get_by_label("想说的话").fill(text)
    page.get_by_role("button", name="发送").click()


def code_for(line: Line, phone: str) -> str:
    """The newest one-time code in the demo's outbox."""
    items = httpx.get(f"{line.url}/demo/outbox.json", timeout=20).json()["items"]
    texts = [item["text"] for item in items if item["to"] and item["to"].endswith(phone)]
    return next(found[0] for text in texts if (found := re.findall(r"\d{6}", text)))


def confirmed(page: Page, label: str, yes: str) -> None:
    """A button that asks once more."""
    page.locator("summary", has_text=label).click()
    page.get_by_role("button", name=yes, exact=True).click()


@pytest.mark.timeout(600)
def test_a_message_becomes_a_closed_case_and_a_vote_is_cast(line: Line, browser: Browser) -> None:
    """The line of the first issue, from the first word to the published result."""
    with (
        person(browser) as neighbour,
        person(browser, size=LAPTOP) as clerk,
        person(browser, size=LAPTOP) as body,
        person(browser, size=LAPTOP) as chair,
    ):
        chat = neighbour.page()
        case_no = report(line, chat)
        handle(line, clerk.page(), body.page(), case_no)
        confirm_mended(chat, case_no)
        committee = chair.page()
        number = open_vote(line, committee)
        vote(line, neighbour.page(), chat, number)
        count_and_publish(line, committee, number)
        result = neighbour.page()
        result.goto(f"{line.url}/consultations/{number}")
        expect(result.get_by_role("heading", name="结果")).to_be_visible()
        looks_right(result, "walk-9-result")


def report(line: Line, page: Page) -> str:
    page.goto(f"{line.url}/chat")
    say(page, "幸福家园3栋楼下的路灯坏了三天，老人晚上不敢出门")
    expect(page.get_by_text("我是邻里机器人")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("幸福家园3栋").last).to_be_visible(timeout=30_000)
    looks_right(page, "walk-1-summary")
    page.get_by_role("button", name="是", exact=True).click()
    registered = page.locator(".bubble--them", has_text=CASE_NO)
    expect(registered).to_be_visible(timeout=30_000)
    looks_right(page, "walk-2-registered")
    found = CASE_NO.search(registered.inner_text())
    assert found
    return found.group()


def handle(line: Line, clerk: Page, body: Page, case_no: str) -> None:
    log_in(clerk, line.url, "desk")
    expect(clerk.get_by_text("路灯坏了三天").first).to_be_visible()
    looks_right(clerk, "walk-3-queue")
    clerk.goto(f"{line.url}/desk/cases/{case_no}")
    clerk.get_by_role("button", name="受理并派发", exact=True).click()
    expect(clerk.locator(".badge", has_text="已派发").first).to_be_visible()
    looks_right(clerk, "walk-4-dispatched")
    log_in(body, line.url, "body")
    body.goto(f"{line.url}/desk/cases/{case_no}")
    body.get_by_role("button", name="签收，开始办").first.click()
    body.get_by_label("怎么办的（居民会看到，居民说好了才结案）").fill("换了灯泡和一段线，今晚亮了")
    body.get_by_role("button", name="办结，去问居民").click()
    expect(body.locator(".badge", has_text="已办结").first).to_be_visible()


def confirm_mended(chat: Page, case_no: str) -> None:
    asked = chat.locator(".bubble--them", has_text="7天内")
    expect(asked).to_be_visible(timeout=60_000)
    looks_right(chat, "walk-5-asked")
    say(chat, "1")
    expect(chat.locator(".bubble--them").last).to_contain_text(re.compile("结|谢|好"), timeout=30_000)
    looks_right(chat, "walk-6-mended")


def open_vote(line: Line, page: Page) -> int:
    log_in(page, line.url, "chair")
    page.get_by_role("link", name=re.compile(TITLE)).click()
    page.wait_for_url(re.compile(r"/committee/consultations/\d+$"))
    confirmed(page, "开始投票", "开始")
    expect(page.get_by_text("已经投的").first).to_be_visible()
    looks_right(page, "walk-7-open")
    return int(page.url.rstrip("/").rpartition("/")[2])


def vote(line: Line, booth: Page, chat: Page, number: int) -> None:
    say(chat, "现在有什么可以投票的")
    expect(chat.locator(".bubble--them", has_text=TITLE).first).to_be_visible(timeout=30_000)
    say(chat, TITLE)
    card = chat.locator('#chat-log a[href*="/v/"]').last
    expect(card).to_be_visible(timeout=30_000)
    booth.goto(str(card.get_attribute("href")))
    booth.get_by_label("手机号").fill(PHONE)
    booth.get_by_role("button", name="发验证码").click()
    booth.get_by_label("6 位验证码").fill(code_for(line, PHONE))
    booth.get_by_role("button", name="登录").click()
    booth.get_by_label("同意", exact=True).check()
    looks_right(booth, "walk-8-ballot")
    booth.get_by_role("button", name="投这一票").click()
    expect(booth.get_by_role("heading", name="已计入")).to_be_visible()
    assert line.sql("SELECT count(*) FROM roll_entry WHERE consultation_id = ? AND voted", number) == [(1,)]


def count_and_publish(line: Line, page: Page, number: int) -> None:
    page.reload()
    confirmed(page, "结束投票并计票", "结束并计票")
    confirmed(page, "公布结果", "公布")
    expect(page.get_by_text("都办完了")).to_be_visible()
    record = httpx.get(f"{line.url}/api/v1/consultations/{number}/record.json", timeout=20).json()
    assert [ballot["choices"] for ballot in record["ballots"]] == [{"q1": ["yes"]}]
