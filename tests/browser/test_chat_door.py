"""The chat page against the portal's own door, with a stand-in for the bot behind it."""

from __future__ import annotations

from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from portal.http import bot_state
from portal.http.bot_state import BotState
from tests.browser.conftest import Site
from tests.browser.sight import looks_right
from tests.browser.stand_in_bot import LINK


def say(page: Page, text: str) -> None:
    page.get_by_label("想说的话").fill(text)
    page.get_by_role("button", name="发送").click()


def test_the_page_and_the_door_understand_each_other(site: Site, page: Page) -> None:
    """Greeted with the first-contact notice, asked, confirmed, registered; each bubble stands there once."""
    page.goto(f"{site.url}/chat")
    say(page, "路灯不亮三天了")
    expect(page.get_by_text("我是邻里机器人")).to_have_count(1)
    expect(page.get_by_text("在哪里呢")).to_have_count(1)
    say(page, "幸福家园3栋楼下")
    page.get_by_role("button", name="是，登记").click()
    expect(page.get_by_role("link", name="看这件事办到哪一步")).to_have_attribute("href", site.url + LINK)
    page.reload()
    expect(page.locator(".bubble--me")).to_have_text(
        ["您说：路灯不亮三天了", "您说：幸福家园3栋楼下", "您说：是，登记"]
    )
    expect(page.get_by_text("在哪里呢")).to_have_count(1)
    looks_right(page, "chat-real-door")


def test_a_photo_reaches_the_bot_with_its_message(site: Site, page: Page) -> None:
    """The picture is taken in by the portal, and its id travels in the message's metadata."""
    picture = BytesIO()
    Image.effect_noise((800, 600), 50).convert("RGB").save(picture, "PNG")
    page.goto(f"{site.url}/chat")
    page.get_by_label("发照片").set_input_files(
        {"name": "a.png", "mimeType": "image/png", "buffer": picture.getvalue()}
    )
    expect(page.locator("#chat-photos img")).to_be_visible()
    say(page, "您看看这个")
    expect(page.get_by_text("收到：您看看这个")).to_be_visible()
    heard = [message for message in site.bot.heard if message["text"] == "您看看这个"]
    assert len(heard) == 1
    assert len(heard[0]["metadata"]["photos"]) == 1


def test_what_is_no_picture_is_refused_in_words(site: Site, page: Page) -> None:
    """A program with a picture's name: the server's sentence stands under the bubble."""
    page.goto(f"{site.url}/chat")
    program = {"name": "灯.jpg", "mimeType": "image/jpeg", "buffer": b"MZ" + bytes(5000)}
    page.get_by_label("发照片").set_input_files(program)
    expect(page.locator("#chat-photos li")).to_be_visible()
    say(page, "照片在这")
    expect(page.locator(".bubble-row__retry")).to_be_visible()
    expect(page.locator(".bubble-row__retry")).to_contain_text("照片")


def test_a_sleeping_bot_costs_no_message(site: Site, page: Page) -> None:
    """The bot is away: the holding reply comes, the message is kept by the portal."""
    site.bot.awake.clear()
    try:
        page.goto(f"{site.url}/chat")
        say(page, "垃圾桶满了没人收")
        expect(page.get_by_text("收到了，有点慢")).to_be_visible(timeout=15_000)
        expect(page.locator(".bubble-row__state").last).to_have_text("已收到")
        looks_right(page, "chat-holding")
    finally:
        site.bot.awake.set()


def test_my_own_cases_of_this_device_need_no_phone(site: Site, page: Page) -> None:
    """The chat's cookie lets /me look for this visitor's cases; there are none yet, and it says so."""
    page.goto(f"{site.url}/chat")
    say(page, "你好呀")
    expect(page.get_by_text("收到：你好呀")).to_be_visible()
    page.goto(f"{site.url}/me")
    expect(page.get_by_text("这里还没有您的事")).to_be_visible()


def test_what_is_not_kept_is_not_ticked(site: Site, page: Page) -> None:
    """A choice for a secret vote was withheld: the bubble says so, and the device forgets it; the next one is ticked."""
    withheld = {"messages": [], "pending": False, "kept": False}
    page.goto(f"{site.url}/chat")
    page.route("**/api/v1/chat/messages", lambda route: route.fulfill(json=withheld), times=1)
    say(page, "我投荷花池边")
    expect(page.locator(".bubble-row__state").last).to_have_text("没有保存")
    page.reload()
    expect(page.locator(".bubble--me").last).to_have_text("您说：（这一句没有保存）")
    expect(page.locator(".bubble-row__state").last).to_have_text("没有保存")
    say(page, "您看看这个")
    expect(page.locator(".bubble-row__state").last).to_have_text("已收到")


def test_an_answer_that_comes_after_signing_out_brings_nothing_back(site: Site, page: Page) -> None:
    """It may come in before the tab learns that another one signed out."""
    page.goto(f"{site.url}/about")
    kept = page.evaluate("""async () => {
        const { Store } = await import("/static/chat/store.js");
        const store = new Store();
        new Store().set("token", "of the first person"); // by another tab
        store.get("token");
        store.keep({ key: "me-1", text: "我家的事别让人看见" });
        const before = JSON.stringify(localStorage);
        localStorage.clear();
        store.keep({ key: "them-1", text: "您家的事记下了" });
        const after = JSON.stringify(localStorage);
        store.set("token", "of the second person");
        store.keep({ key: "me-2", text: "路灯不亮" });
        return [before.includes("我家的事"), after, store.lines().map((line) => line.text)];
    }""")
    assert kept == [True, "{}", ["路灯不亮"]]


def test_whoever_is_not_let_in_yet_reads_whom_to_call(site: Site, page: Page) -> None:
    """Too many new chats from one address: the words stay, will be sent, and a danger does not wait for it."""
    full = {"title": "太频繁了，请稍后再试", "status": 429, "retry_after": 1}
    page.route("**/api/v1/chat/sessions", lambda route: route.fulfill(status=429, json=full))
    page.goto(f"{site.url}/chat")
    say(page, "我家着火了")
    told = page.locator("#chat-trouble")
    for words in ("还没有发出去", "119", "太频繁了"):
        expect(told).to_contain_text(words)
    page.unroute("**/api/v1/chat/sessions")
    expect(page.locator(".bubble--me")).to_contain_text("我家着火了")
    expect(told).to_be_hidden()


def test_signing_out_in_another_tab_empties_this_one(site: Site, page: Page) -> None:
    """A shared phone: what the first person said is not left on a tab that stayed open."""
    page.goto(f"{site.url}/chat")
    say(page, "我家的事别让人看见")
    expect(page.locator(".bubble--me")).to_have_count(1)
    tab = page.context.new_page()
    tab.goto(f"{site.url}/about")
    tab.evaluate("import('/static/chat/store.js').then((store) => store.forget())")  # as static/home/me.js does
    expect(page.locator(".bubble--me")).to_have_count(0)
    say(page, "路灯不亮")
    expect(page.locator(".bubble--me")).to_have_text(["您说：路灯不亮"])


def test_while_the_bot_is_trained_the_page_says_so_until_it_is_there(site: Site, page: Page) -> None:
    """With how long it usually takes, before anything is written; the line goes by itself, for a visitor without a session too."""
    page.clock.install()
    bot_state.record(site.parts.settings.home, BotState.TRAINING)
    try:
        page.goto(f"{site.url}/chat")
        line = page.locator("#chat-no-bot")
        expect(line).to_have_text(
            "机器人还在准备，平常三分钟左右，机器忙会更久。您可以先说，写下的话都会留着，一好就读。有危险先打110、119、120。"
        )
        looks_right(page, "chat-training")
        bot_state.record(site.parts.settings.home, BotState.FAILED)
        page.clock.run_for(5_000)
        expect(line).to_contain_text("转给工作人员")
        bot_state.clear(site.parts.settings.home)
        page.clock.run_for(5_000)
        expect(line).to_have_text("机器人准备好了。")
        page.clock.run_for(6_000)
        expect(line).to_be_hidden()
    finally:
        bot_state.clear(site.parts.settings.home)


def test_with_a_bot_the_page_says_nothing_of_it(site: Site, page: Page) -> None:
    """And does not ask for its state."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.clock.install()
    page.goto(f"{site.url}/chat")
    page.clock.run_for(30_000)
    expect(page.locator("#chat-no-bot")).to_be_hidden()
    assert [url for url in asked if "healthz" in url] == []
