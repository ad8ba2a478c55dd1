"""The steps of the browser walk, for the resident, the clerk and body, and the committee."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import log_in
from tests.browser.sight import picture

SLOW = 60_000  # milliseconds within which the whole system answers on a busy machine


def say(page: Page, text: str) -> None:
    """Send one message in the chat; wait until the server has it."""
    page.get_by_label("想说的话").fill(text)
    page.get_by_role("button", name="发送").click()
    expect(page.locator(".bubble-row__state").last).to_have_text("已收到", timeout=SLOW)


def report(page: Page, url: str, text: str) -> tuple[str, str]:
    """Report in the chat, answer 不知道 to each question, confirm. Returns (case number, its link)."""
    page.goto(f"{url}/chat")
    say(page, text)
    yes = page.locator(".chips .chip", has_text=re.compile("^是"))
    for _question in range(3):
        heard = page.locator(".bubble--them").count()
        expect(page.locator("#chat-typing")).to_be_hidden(timeout=SLOW)
        if yes.count():
            break
        say(page, "不知道")
        expect(page.locator(".bubble--them")).not_to_have_count(heard, timeout=SLOW)
    picture(page, "walk-0-confirm")
    yes.first.click()
    card = page.get_by_role("link", name="看这件事办到哪一步")
    expect(card).to_be_visible(timeout=SLOW)
    link = card.get_attribute("href") or ""
    found = re.search(r"LL-\d{8}-\d{4,}", link)
    assert found is not None
    return found.group(), link


def dispatch(page: Page, url: str, case_no: str, body: str) -> None:
    """As the clerk, accept a case and dispatch it to a body (by its code)."""
    log_in(page, url, "desk")
    page.get_by_role("link", name=case_no).first.click()
    page.locator("#do-dispatch select[name=body]").select_option(body)
    page.locator("#do-dispatch").get_by_role("button", name="受理并派发").click()
    expect(page.locator(".badge--dispatched").first).to_be_visible()


def resolve(page: Page, url: str, case_no: str, words: str) -> None:
    """As the body, acknowledge the case and resolve it with these words."""
    log_in(page, url, "body")
    page.goto(f"{url}/desk/cases/{case_no}")
    page.get_by_role("button", name="签收，开始办").click()
    page.locator("#do-resolve [name=text]").fill(words)
    page.locator("#do-resolve").get_by_role("button", name="办结").click()
    expect(page.locator(".badge--resolved").first).to_be_visible()


def open_the_vote(page: Page, url: str) -> str:
    """As the chair, open the vote that was noticed. Returns its title."""
    log_in(page, url, "chair")
    row = page.locator(".list__link", has=page.locator(".badge--noticed")).first
    title = row.locator(".list__title").inner_text()
    row.click()
    page.locator("summary", has_text="开始投票").click()
    page.get_by_role("button", name="开始", exact=True).click()
    expect(page.locator(".badge--open").first).to_be_visible()
    return title


def prove(page: Page, url: str, phone: str) -> None:
    """Enter the phone number, read the code in the demo's outbox, sign in."""
    page.get_by_label("手机号").fill(phone)
    page.get_by_role("button", name="发验证码").click()
    code = page.request.get(f"{url}/demo/outbox.json").json()["items"]
    newest = next(re.findall(r"\d{6}", item["text"])[0] for item in code if "验证码" in item["text"])
    page.get_by_label("6 位验证码").fill(newest)
    page.get_by_role("button", name="登录").click()


def vote(page: Page) -> None:
    """Choose the first option of each question and cast the ballot."""
    for question in page.locator("fieldset.choices").all():
        question.locator("input").first.check()
    page.get_by_role("button", name="投这一票").click()
    expect(page.get_by_text("已计入").first).to_be_visible()
