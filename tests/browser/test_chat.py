"""The chat page against a door that keeps the contract of interfaces.md and can be made to fail."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.sight import grave, looks_right, person

Answer = Callable[[str], list[dict[str, Any]]]


@dataclass
class ScriptedDoor:
    """`/api/v1/chat/*`, answered in the test. `faults` are used up one by one by the next POSTs of messages."""

    answer: Answer
    faults: list[str] = field(default_factory=list)
    sessions: int = 0
    posts: list[dict[str, Any]] = field(default_factory=list)
    uploads: list[bytes] = field(default_factory=list)
    known: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    kept: list[dict[str, Any]] = field(default_factory=list)
    polled: list[int] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    signed_in: bool = False
    is_down: bool = False
    next_id: int = 1

    def handle(self, route: Route) -> None:
        request = route.request
        kind = request.url.partition("/api/v1/chat/")[2].partition("?")[0]
        if kind == "sessions":
            self.sessions += 1
            return route.fulfill(status=201, json={"token": f"token-{self.sessions}"})
        if kind == "session":
            if self.is_down:
                return route.abort("connectionreset")
            self.ended.append(request.headers.get("authorization", ""))
            return route.fulfill(json={"signed_in": self.signed_in})
        if request.headers.get("authorization") != f"Bearer token-{self.sessions}":
            return route.fulfill(status=401, json={"title": "请重新打开页面"})
        if kind == "media":
            self.uploads.append(request.post_data_buffer or b"")
            return route.fulfill(status=201, json={"media_id": f"m{len(self.uploads)}"})
        if request.method == "GET":
            after = int(re.findall(r"after=(\d+)", request.url)[0])
            self.polled.append(after)
            new = [message for message in self.kept if message["id"] > after]
            return route.fulfill(json={"messages": new, "pending": False, "retry_after_ms": 300})
        return self._message(route, json.loads(request.post_data or "{}"))

    def _message(self, route: Route, body: dict[str, Any]) -> None:
        self.posts.append(body)
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "cut before":
            return route.abort("connectionreset")
        if fault.isdigit():
            return route.fulfill(status=int(fault), json={"title": "内容太长了，请分几次说"})
        cid = body["client_message_id"]
        if cid not in self.known:
            self.known[cid] = [self.say(**message) for message in self.answer(body["text"])]
        if fault == "cut after":
            return route.abort("connectionreset")
        return route.fulfill(json={"messages": self.known[cid], "pending": fault == "late"})

    def say(self, text: str, **more: Any) -> dict[str, Any]:
        message = {"id": self.next_id, "from": "bot", "text": text, "buttons": [], "link": None, "asks": None}
        message |= {"fallback": False} | more
        self.next_id += 1
        self.kept.append(message)
        return message


def an_intake(text: str) -> list[dict[str, Any]]:
    """A little bot: asks where, sums up, registers."""
    if "路灯" in text:
        return [
            {"text": "【幸福社区】我是邻里机器人，替社区收事转人办。您的话和号码只为办这件事，保存两年。"},
            {"text": "在哪里呢？说个楼号或者路口就行。", "asks": "place"},
        ]
    if "栋" in text:
        yes_no = [{"title": "是，登记", "payload": "是"}, {"title": "不对", "payload": "不对"}]
        return [{"text": f"我记下了：“{text}”，路灯不亮。\n对不对？", "asks": "confirm", "buttons": yes_no}]
    if text == "是":
        link = "/c/LL-20261124-0042?access=abcdefghij"
        return [{"text": "登记好了，工单号 LL-20261124-0042。急事打 0571-00000100。", "link": link}]
    return [{"text": f"收到：{text}"}]


@pytest.fixture
def door(page: Page) -> Iterator[ScriptedDoor]:
    made = ScriptedDoor(an_intake)
    page.route("**/api/v1/chat/**", made.handle)
    yield made
    page.unroute_all(behavior="ignoreErrors")


def say(page: Page, text: str) -> None:
    page.get_by_label("想说的话").fill(text)
    page.get_by_role("button", name="发送").click()


def test_a_report_from_the_first_word_to_the_number(site: Site, page: Page, door: ScriptedDoor) -> None:
    """Say it, answer where, tap 是: the number stands there with a card that leads to the case."""
    page.goto(f"{site.url}/chat")
    say(page, "路灯坏了三天了，晚上一片黑")
    expect(page.get_by_label("想说的话")).to_have_attribute("placeholder", "在哪里？比如：3栋楼下")
    say(page, "幸福家园3栋楼下")
    looks_right(page, "chat-confirm")
    page.get_by_role("button", name="是，登记").click()
    expect(page.get_by_text("登记好了，工单号 LL-20261124-0042")).to_be_visible()
    card = page.get_by_role("link", name="看这件事办到哪一步")
    expect(card).to_have_attribute("href", f"{site.url}/c/LL-20261124-0042?access=abcdefghij")
    looks_right(page, "chat-registered")
    assert [post["text"] for post in door.posts] == ["路灯坏了三天了，晚上一片黑", "幸福家园3栋楼下", "是"]
    assert door.sessions == 1


def test_a_tap_shows_its_title_and_sends_its_payload(site: Site, page: Page, door: ScriptedDoor) -> None:
    """The resident sees what they tapped; the bot gets the payload; the old quick answers go."""
    page.goto(f"{site.url}/chat")
    say(page, "5栋")
    page.get_by_role("button", name="不对").click()
    expect(page.locator(".bubble--me").last).to_have_text("您说：不对")
    expect(page.get_by_role("button", name="是，登记")).to_have_count(0)
    assert door.posts[-1]["text"] == "不对"


def test_a_broken_connection_sends_the_same_id_again(site: Site, page: Page, door: ScriptedDoor) -> None:
    """Cut before and after the server had it: three tries, one id, the answer shown once."""
    door.faults = ["cut before", "cut after"]
    page.goto(f"{site.url}/chat")
    say(page, "3栋门口的井盖松了")
    expect(page.get_by_text("网络不太好")).to_be_visible()
    expect(page.get_by_text("对不对？")).to_have_count(1)
    expect(page.get_by_text("网络不太好")).to_be_hidden()
    assert len(door.posts) == 3
    assert len({post["client_message_id"] for post in door.posts}) == 1


def test_the_server_being_restarted_is_waited_out(site: Site, page: Page, door: ScriptedDoor) -> None:
    """A 503 is not the end of a message: it is sent again with the same id."""
    door.faults = ["503"]
    page.goto(f"{site.url}/chat")
    say(page, "你们几点上班")
    expect(page.get_by_text("收到：你们几点上班")).to_be_visible()
    assert len({post["client_message_id"] for post in door.posts}) == 1


def test_what_is_refused_says_why_and_waits_for_a_tap(site: Site, page: Page, door: ScriptedDoor) -> None:
    """A 422 shows the server's Chinese reason under the bubble; a tap tries again; the next message is not held up."""
    door.faults = ["422"]
    page.goto(f"{site.url}/chat")
    say(page, "很长的话")
    again = page.get_by_role("button", name="内容太长了，请分几次说")
    expect(again).to_be_visible()
    say(page, "短一点")
    expect(page.get_by_text("收到：短一点")).to_be_visible()
    again.click()
    expect(page.get_by_text("收到：很长的话")).to_be_visible()


def test_a_late_answer_arrives_by_itself(site: Site, page: Page, door: ScriptedDoor) -> None:
    """`pending`: the typing sign shows, and what the worker says later is heard by polling, in order, once."""
    door.faults = ["late"]
    door.answer = lambda _text: [{"text": "正在想，一会儿回您。"}]
    page.goto(f"{site.url}/chat")
    say(page, "小区门口的树倒了")
    expect(page.get_by_text("正在想，一会儿回您。")).to_have_count(1)
    door.say("树已经派人去看了。", **{"from": "staff"})
    expect(page.get_by_text("树已经派人去看了。")).to_have_count(1)
    expect(page.get_by_text("社区工作人员", exact=True)).to_be_visible()


def test_reloading_keeps_the_talk_and_reads_on(site: Site, page: Page, door: ScriptedDoor) -> None:
    """After a reload the bubbles stand as before, nothing is doubled, the session is the same."""
    page.goto(f"{site.url}/chat")
    say(page, "5栋")
    expect(page.get_by_role("button", name="是，登记")).to_be_visible()
    page.reload()
    expect(page.locator(".bubble--me")).to_have_count(1)
    expect(page.get_by_text("对不对？")).to_have_count(1)
    page.get_by_role("button", name="是，登记").click()
    expect(page.get_by_text("登记好了")).to_be_visible()
    assert door.sessions == 1


def test_what_was_not_sent_before_leaving_is_sent_on_return(site: Site, page: Page, door: ScriptedDoor) -> None:
    """A message whose page was closed before the server had it goes out, once, when the page is opened again."""
    door.faults = ["cut before"]
    page.goto(f"{site.url}/chat")
    say(page, "8栋停水了")
    expect(page.get_by_text("网络不太好")).to_be_visible()
    page.reload()
    expect(page.get_by_text("对不对？")).to_have_count(1)
    assert len(door.known) == 1


def test_a_forgotten_session_is_made_anew(site: Site, page: Page, door: ScriptedDoor) -> None:
    """When the server no longer knows the token (the demo was reset), a new session carries the message."""
    page.goto(f"{site.url}/chat")
    page.evaluate(
        "localStorage.setItem('linli.chat.token', '\"of another life\"'); localStorage.setItem('linli.chat.after', '999')"
    )
    page.reload()
    say(page, "你好")
    expect(page.get_by_text("收到：你好")).to_be_visible()
    door.say("还在吗？")
    expect(page.get_by_text("还在吗？")).to_be_visible()
    assert door.sessions == 1


def test_markup_is_shown_as_it_was_written(site: Site, page: Page, door: ScriptedDoor) -> None:
    """HTML in either direction is text, and a link that is no web address gets no card."""
    door.answer = lambda text: [{"text": text, "link": "javascript:alert(1)"}]
    page.goto(f"{site.url}/chat")
    say(page, "<img src=x onerror=alert(1)><b>粗</b>")
    expect(page.locator(".bubble--them").last).to_contain_text("<img src=x onerror=alert(1)><b>粗</b>")
    assert page.locator("#chat-log img:not(.bubble-row__face), #chat-log b").count() == 0
    assert page.locator(".chat-card").count() == 0


def test_long_words_wrap_on_a_small_phone(site: Site, page: Page, door: ScriptedDoor) -> None:
    """5,000 characters without a break stay within 360 pixels, and a longer text cannot be typed."""
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{site.url}/chat")
    say(page, "a" * 2500 + "好" * 2500)
    expect(page.locator(".bubble--them")).to_have_count(2)
    assert page.evaluate("document.querySelector('#chat-scroll').scrollWidth <= 360")
    expect(page.get_by_label("想说的话")).to_have_attribute("maxlength", "5000")


def test_numbers_to_call_can_be_tapped(site: Site, page: Page, door: ScriptedDoor) -> None:
    """119 and the office's number are links to call; a case number is not cut up."""
    door.answer = lambda _text: [{"text": "先打119！LL-20261124-0042，社区0571-00000100。"}]
    page.goto(f"{site.url}/chat")
    say(page, "着火了")
    expect(page.locator(".bubble--them a")).to_have_text(["119", "0571-00000100"])


def test_a_photo_is_shown_made_smaller_and_sent(site: Site, page: Page, door: ScriptedDoor) -> None:
    """A photo of 4,000 pixels leaves as a JPEG of at most 1,600, with its message."""
    picture = BytesIO()
    Image.effect_noise((4000, 3000), 60).convert("RGB").save(picture, "JPEG", quality=90)
    page.goto(f"{site.url}/chat")
    page.get_by_label("发照片").set_input_files(
        {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    expect(page.locator("#chat-photos img")).to_be_visible()
    assert grave(page) == []
    say(page, "就是这里")
    expect(page.get_by_text("收到：就是这里")).to_be_visible()
    expect(page.locator(".bubble__photo")).to_be_visible()
    assert door.posts[-1]["media"] == ["m1"]
    start = door.uploads[0].index(b"\xff\xd8\xff")
    assert max(Image.open(BytesIO(door.uploads[0][start:])).size) <= 1600


def test_a_photo_survives_a_cut_line(site: Site, page: Page, door: ScriptedDoor) -> None:
    """When the message with a photo is sent again, the photo goes with it and is not uploaded twice."""
    door.faults = ["cut before"]
    page.goto(f"{site.url}/chat")
    dot = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
    )
    page.get_by_label("发照片").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": dot})
    expect(page.locator("#chat-photos img")).to_be_visible()
    say(page, "看照片")
    expect(page.get_by_text("收到：看照片")).to_be_visible()
    assert [post["media"] for post in door.posts] == [["m1"], ["m1"]]
    assert len(door.uploads) == 1


def test_the_keyboard_is_enough(site: Site, page: Page, door: ScriptedDoor) -> None:
    """Enter sends, Shift+Enter breaks the line, Tab reaches the quick answers, Enter taps one."""
    page.goto(f"{site.url}/chat")
    page.get_by_label("想说的话").focus()
    page.keyboard.type("5栋")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("楼道灯")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="是，登记")).to_be_visible()
    page.get_by_label("聊天", exact=True).focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="是，登记")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("登记好了")).to_be_visible()
    assert [post["text"] for post in door.posts] == ["5栋\n楼道灯", "是"]


def test_a_screen_reader_hears_who_speaks(site: Site, page: Page, door: ScriptedDoor) -> None:
    """The log is a live region, and each bubble begins with whose words they are."""
    page.goto(f"{site.url}/chat")
    say(page, "你好")
    log = page.get_by_role("log")
    expect(log).to_have_attribute("aria-live", "polite")
    expect(log).to_contain_text("您说：你好")
    expect(log).to_contain_text("机器人说：收到：你好")


def a_private_talk(site: Site, page: Page) -> None:
    page.goto(f"{site.url}/chat")
    say(page, "我家电话是私事")
    expect(page.get_by_text("收到：我家电话是私事")).to_be_visible()


def clear(page: Page) -> None:
    page.get_by_label("更多").click()
    page.get_by_text("清空这台手机上的聊天记录").click()
    page.get_by_role("button", name="清空", exact=True).click()


def test_clearing_the_device_leaves_no_words(site: Site, page: Page, door: ScriptedDoor) -> None:
    """清空 takes the words, sent or not, off the page and the device, ends the chat on the server, says so and waits for words."""
    a_private_talk(site, page)
    page.get_by_label("想说的话").fill("没发出去的私事")
    clear(page)
    expect(page.get_by_text("清空了：这台手机上看不到刚才那个聊天了。")).to_be_visible()
    expect(page.locator(".bubble--me")).to_have_count(0)
    expect(page.get_by_label("想说的话")).to_be_focused()
    expect(page.get_by_label("想说的话")).to_have_value("")
    assert door.ended == ["Bearer token-1"]
    assert "私事" not in page.evaluate("JSON.stringify(localStorage)")
    assert "token-1" not in page.evaluate("JSON.stringify(localStorage)")
    say(page, "下一个人的事")
    expect(page.get_by_text("收到：下一个人的事")).to_be_visible()
    assert door.sessions == 2


def test_clearing_is_asked_first(site: Site, page: Page, door: ScriptedDoor) -> None:
    """It tells what goes and what stays; 不清空 leaves all as it was, and the focus on the button."""
    a_private_talk(site, page)
    page.get_by_label("更多").click()
    page.get_by_text("清空这台手机上的聊天记录").click()
    expect(page.get_by_text("报过的事照样办")).to_be_visible()
    looks_right(page, "chat-clear-asked")
    page.get_by_role("button", name="不清空").click()
    expect(page.get_by_text("清空这台手机上的聊天记录")).to_be_focused()
    expect(page.locator(".bubble--me")).to_have_count(1)
    assert door.ended == []


def test_clearing_reaches_a_second_tab(site: Site, page: Page, door: ScriptedDoor) -> None:
    """What is typed there afterwards begins the next person's own chat."""
    a_private_talk(site, page)
    second = page.context.new_page()
    second.route("**/api/v1/chat/**", door.handle)
    second.goto(f"{site.url}/chat")
    expect(second.get_by_text("收到：我家电话是私事")).to_be_visible()
    with second.expect_event("load"):  # the talk goes off the page before that: what is typed in between goes with it
        clear(page)
    expect(second.locator(".bubble--me")).to_have_count(0)
    say(second, "还是这台手机")
    expect(second.get_by_text("收到：还是这台手机")).to_be_visible()
    assert door.sessions == 2


def test_a_tab_that_slept_shows_nothing_of_the_last_person(site: Site, page: Page, door: ScriptedDoor) -> None:
    """No event reached it, and the next person's chat has begun: looked at again, it is loaded anew."""
    a_private_talk(site, page)
    page.evaluate("localStorage.setItem('linli.chat.lines', '[]')")
    page.evaluate("localStorage.setItem('linli.chat.token', '\"token of the next\"')")
    with page.expect_event("load"):  # nothing may be on its way any more when the browser is closed
        page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.locator(".bubble--me")).to_have_count(0)


def test_what_a_page_writes_late_is_not_shown(site: Site, page: Page, door: ScriptedDoor) -> None:
    """Cleared in another tab while an answer came in: the page, which had not heard of it yet, wrote the talk once more."""
    a_private_talk(site, page)
    written = page.evaluate("({ ...localStorage })")
    assert "私事" in str(written)
    tab = page.context.new_page()
    tab.goto(f"{site.url}/about")
    tab.evaluate("import('/static/chat/store.js').then((store) => store.forget())")
    chat = {name: value for name, value in written.items() if name.startswith("linli.chat.")}
    tab.evaluate("(chat) => Object.assign(localStorage, chat)", chat)
    tab.goto(f"{site.url}/chat")
    tab.get_by_label("想说的话").focus()
    expect(tab.locator(".bubble--me")).to_have_count(0)
    assert "私事" not in tab.evaluate("JSON.stringify(localStorage)")


def test_a_chat_that_could_not_be_ended_is_not_said_to_be(site: Site, page: Page, door: ScriptedDoor) -> None:
    """Without a connection the words go, the page says what is left, and ends the chat as soon as it can."""
    a_private_talk(site, page)
    door.is_down, door.signed_in = True, True
    clear(page)
    expect(page.get_by_text("“我的”里可能还看得到报过的事")).to_be_visible()
    assert "私事" not in page.evaluate("JSON.stringify(localStorage)")
    door.is_down = False
    expect(page.get_by_text("这台手机还登录着")).to_be_visible()
    assert door.ended == ["Bearer token-1"]


def test_clearing_without_a_connection_shows_no_error_page(site: Site, page: Page, door: ScriptedDoor) -> None:
    """The talk goes off the page at once, the numbers stay, and the chat is ended and told so once there is a connection."""
    a_private_talk(site, page)
    door.is_down = True
    page.context.set_offline(True)
    clear(page)
    expect(page.locator(".bubble--me")).to_have_count(0)
    expect(page.get_by_text("“我的”里可能还看得到报过的事")).to_be_visible()
    assert page.url == f"{site.url}/chat"
    assert "私事" not in page.content()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("“我的”里可能还看得到报过的事")).to_be_visible()
    page.context.set_offline(False)
    door.is_down = False
    expect(page.get_by_text("清空了：这台手机上看不到刚才那个聊天了。")).to_be_visible(timeout=60_000)


def test_a_press_before_the_script_is_there_loses_no_words(site: Site, page: Page, door: ScriptedDoor) -> None:
    """On a slow line the box is there before its script: the button waits for it, and the words go out once."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/chat/chat.js*", hold)
    page.goto(f"{site.url}/chat", wait_until="commit")
    page.get_by_label("想说的话").fill("老人按得快")
    expect(page.get_by_role("button", name="发送")).to_be_disabled()
    expect(page.locator("#chat-clear")).to_be_disabled()
    held[0].continue_()
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("收到：老人按得快")).to_be_visible()
    assert [post["text"] for post in door.posts] == ["老人按得快"]


def test_words_typed_and_not_sent_survive_a_reload(site: Site, page: Page, door: ScriptedDoor) -> None:
    """Once they are sent, they are gone."""
    page.goto(f"{site.url}/chat")
    page.get_by_label("想说的话").fill("一个老人写了很久的话")
    page.reload()
    expect(page.get_by_label("想说的话")).to_have_value("一个老人写了很久的话")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("收到：一个老人写了很久的话")).to_be_visible()
    page.reload()
    expect(page.get_by_label("想说的话")).to_have_value("")


def test_an_address_never_speaks_for_the_resident(site: Site, page: Page, door: ScriptedDoor) -> None:
    """`/chat?ask=human` only fills the words in; nothing is sent before a tap."""
    page.goto(f"{site.url}/chat?ask=human")
    expect(page.get_by_label("想说的话")).to_have_value("我要找人工")
    assert door.posts == []
    page.goto(f"{site.url}/chat?ask=<script>")
    expect(page.get_by_label("想说的话")).to_have_value("")


def test_without_script_there_is_a_number_to_call(site: Site, browser: Browser) -> None:
    """A browser without JavaScript is told to call, and the form that cannot work is not shown."""
    with person(browser, javascript=False) as watched:
        page = watched.page()
        page.goto(f"{site.url}/chat")
        expect(page.get_by_text("这台设备打不开聊天")).to_be_visible()
        expect(page.get_by_role("button", name="发送")).to_be_hidden()
