"""代录 in the browser: a call written down by keys alone, in under a minute; danger at once; a reload loses nothing."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, log_in
from tests.browser.sight import Watched, looks_right
from tests.browser.test_desk_journeys import Hands, Sit, at_desk, case_of, opened

__all__ = ["at_desk"]

CALL = "幸福家园3栋门前的路灯坏了三天了，晚上看不见台阶，老人摔过"
PHONE = "13711112222"
KEYS_A_CHARACTER = 3  # of pinyin, with the key that picks the characters
KEYS_A_SECOND = 3.0  # 60 characters a minute: a clerk who types, but is no typist


def written(hands: Hands, text: str) -> None:
    """Type it where the cursor is. Its keys are counted by whoever calls."""
    hands.page.wait_for_function(
        "document.activeElement.matches('input, textarea')"
    )  # a page that loads has no cursor yet
    hands.page.keyboard.insert_text(text)


def field(page: Page, label: str) -> str:
    return page.get_by_label(re.compile(f"^{label}")).input_value()


def test_a_call_is_written_down_by_keys_in_a_minute(site: Site, at_desk: Sit) -> None:
    """c, the words, Tab, the number, Tab Tab, Space for the SMS, Ctrl+Enter.

    Counted: three keys for each Chinese character and one for each other, at three keys a second, thinking not counted.
    """
    hands = at_desk()
    page = hands.page
    hands.press("c")
    expect(page.get_by_label("说的是什么")).to_be_focused()
    written(hands, CALL)
    expect(page.get_by_label("在哪里")).to_have_value("幸福家园3栋")
    expect(page.get_by_label("类别")).to_have_value("0403")
    looks_right(page, "desk-new")
    hands.press("Tab")
    expect(page.get_by_label("电话 （可不填）")).to_be_focused()
    for digit in PHONE:
        hands.press(digit)
    hands.press("Tab")
    expect(page.locator("#earlier")).to_contain_text("没有报过事")
    hands.press("Tab", "Space", "Control+Enter")
    case_no = opened(page)
    expect(page.get_by_role("status").first).to_contain_text(f"登记好了，编号 {case_no}")
    assert case_of(site, case_no).channel == "desk_call"
    chinese = len(re.findall(r"[\u4e00-\u9fff]", CALL))
    words = chinese * KEYS_A_CHARACTER + len(CALL) - chinese
    seconds = (words + hands.keys) / KEYS_A_SECOND
    print(f"代录: {len(CALL)} characters in {words} keys, {hands.keys} keys besides: {seconds:.0f} s")
    assert hands.keys <= 20
    assert seconds <= 60


def test_danger_stands_at_the_top_before_anything_is_sent(site: Site, at_desk: Sit) -> None:
    """While they type; it goes when the words go."""
    hands = at_desk("/desk/new")
    page = hands.page
    written(hands, "幸福家园3栋着火了")
    alert = page.locator("#danger")
    expect(alert).to_contain_text("119")
    expect(alert.get_by_role("link", name="119")).to_have_attribute("href", "tel:119")
    looks_right(page, "desk-new-danger")
    page.get_by_label("说的是什么").fill("幸福家园3栋的灯坏了")
    expect(alert).to_be_empty()


def test_what_the_clerk_settled_is_not_read_over(site: Site, at_desk: Sit) -> None:
    """The bot goes on reading; the field stays as the clerk left it."""
    hands = at_desk("/desk/new")
    page = hands.page
    written(hands, "幸福家园3栋的灯坏了")
    expect(page.get_by_label("诉求")).to_have_value("complaint")
    page.get_by_label("诉求").select_option("request")
    page.get_by_label("说的是什么").fill("幸福家园5栋的灯坏了")
    expect(page.get_by_label("在哪里")).to_have_value("幸福家园5栋")
    assert page.get_by_label("诉求").input_value() == "request"


def test_a_reload_keeps_the_words_and_registering_drops_them(site: Site, at_desk: Sit) -> None:
    """In this tab only: nothing stands in the storage that outlives it, and a second account finds nothing."""
    hands = at_desk("/desk/new")
    page, told = hands.page, f"{CALL}，昨天又摔了一位"  # words of its own: the same ones twice are asked about
    written(hands, told)
    page.get_by_label("电话 （可不填）").fill(PHONE)
    page.get_by_label("诉求").select_option("praise")
    page.reload()
    expect(page.get_by_label("说的是什么")).to_have_value(told)
    expect(page.get_by_label("电话 （可不填）")).to_have_value(PHONE)
    assert page.get_by_label("诉求").input_value() == "praise"
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('linli-new'))") == []
    page.get_by_label("说的是什么").press("Control+Enter")
    opened(page)
    page.wait_for_function("sessionStorage.getItem('linli-new') === null")  # the page's script has run
    page.goto(f"{site.url}/desk/new")
    expect(page.get_by_label("说的是什么")).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('linli-new')") is None


def test_a_draft_says_so_and_brings_back_no_consent(site: Site, at_desk: Sit) -> None:
    """After a refused form, the words stand under their hour, SMS not agreed to and the wish not to be named as it was; all can be cleared."""
    hands = at_desk("/desk/new")
    page = hands.page
    written(hands, f"{CALL}，打座机来的")
    page.get_by_label("电话 （可不填）").fill("0571-88880000")
    page.get_by_label("同意收短信").check()
    page.get_by_label("不愿让办事的单位知道").check()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert").filter(has_text="11位的手机号")).to_be_visible()
    page.goto(f"{site.url}/desk/new")
    expect(page.locator("#kept")).to_contain_text(re.compile(r"下面是 \d\d:\d\d 写到一半"))
    expect(page.get_by_label("电话 （可不填）")).to_have_value("0571-88880000")
    expect(page.get_by_label("同意收短信")).not_to_be_checked()
    expect(page.get_by_label("不愿让办事的单位知道")).to_be_checked()
    looks_right(page, "desk-new-kept")
    page.reload()  # nor does the browser itself bring them back
    expect(page.locator("#kept")).to_be_visible()
    first = page.locator("[name=key]").input_value()
    page.get_by_role("button", name="清空").click()
    expect(page.get_by_label("说的是什么")).to_have_value("")
    expect(page.locator("#kept")).to_be_hidden()
    assert page.locator("[name=key]").input_value() != first


def test_another_number_asks_again_what_was_agreed(site: Site, at_desk: Sit) -> None:
    """SMS was agreed to for one number; the wish not to be named stays, both are asked again; typing the first number drops nothing."""
    hands = at_desk("/desk/new")
    page = hands.page
    sms, unnamed = page.get_by_label("同意收短信"), page.get_by_label("不愿让办事的单位知道")
    sms.check()
    page.get_by_label("电话 （可不填）").press_sequentially(PHONE)
    expect(sms).to_be_checked()
    unnamed.check()
    page.get_by_label("电话 （可不填）").fill("13900007777")
    expect(sms).not_to_be_checked()
    expect(unnamed).to_be_checked()
    expect(page.locator("#ask-again")).to_contain_text("请再问一遍")
    looks_right(page, "desk-new-other-number")
    sms.check()
    expect(page.locator("#ask-again")).to_be_hidden()


def test_without_an_answer_of_the_bot_the_clerk_goes_on(site: Site, at_desk: Sit) -> None:
    """The page says so, and registers what the clerk fills in."""
    hands = at_desk("/desk/new")
    page = hands.page
    site.bot.awake.clear()
    try:
        written(hands, "幸福家园3栋的灯坏了")
        expect(page.locator("#heard")).to_contain_text("请自己填")
        page.get_by_label("类别").select_option("0403")
        page.keyboard.press("Control+Enter")
        case_no = opened(page)
    finally:
        site.bot.awake.set()
    assert case_of(site, case_no).category == "0403"


def test_another_account_in_the_same_tab_finds_nothing(site: Site, clerk: Watched) -> None:
    """Whoever signs in after; signing out from the page drops it at once."""
    page = clerk.page()
    log_in(page, site.url, "desk")
    page.goto(f"{site.url}/desk/new")
    page.get_by_label("说的是什么").fill(CALL)
    page.evaluate(
        "const kept = JSON.parse(sessionStorage.getItem('linli-new'));"
        "sessionStorage.setItem('linli-new', JSON.stringify({...kept, account: '999999'}))"
    )
    page.reload()
    expect(page.get_by_label("说的是什么")).to_have_value("")
    page.get_by_label("说的是什么").fill(CALL)
    page.get_by_role("button", name="退出").click()
    assert page.evaluate("sessionStorage.getItem('linli-new')") is None
