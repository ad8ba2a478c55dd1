"""The web chat's doors."""

from __future__ import annotations

import io
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels.inbound import limits
from portal.channels.inbound.gateway import SERVER_THREADS
from portal.channels.models import ChatMessage, InboxMessage
from portal.http.throttle import throttle
from portal.storage.parts import Parts
from tests.portal.channels.conftest import Visitor
from tests.portal.conftest import HandClock
from tests.vendors.bot import StandInBot, said


def rows(parts: Parts) -> list[InboxMessage]:
    with parts.db.read() as s:
        found = list(s.scalars(sa.select(InboxMessage).order_by(InboxMessage.id)))
        s.expunge_all()
        return found


def test_a_message_is_answered_with_the_notice_first(visitor: Visitor) -> None:
    """The first answer begins with who is speaking and why; the second does not say it again."""
    first, second = visitor.say("路灯坏了"), visitor.say("三栋")
    assert [message["text"][:6] for message in first["messages"]] == ["【幸福社区】", "听到：路灯坏"]
    assert [message["text"] for message in second["messages"]] == ["听到：三栋"]
    assert not first["pending"]


def test_a_danger_answer_stands_before_the_notice(visitor: Visitor, bot: StandInBot) -> None:
    """The number to call is the first line."""
    bot.answer = lambda _ask: {"messages": [said("马上打119", response="utter_danger_fire")]}
    assert [message["text"][:5] for message in visitor.say("着火了")["messages"]] == ["马上打11", "【幸福社区"]


def test_the_question_of_a_danger_comes_right_after_the_number(visitor: Visitor, bot: StandInBot) -> None:
    """Where it is, or whether anybody is in danger, with its buttons: the notice waits for the next answer, and is then given once."""
    bot.answer = lambda _ask: {
        "messages": [
            said("马上打119", response="utter_danger_fire"),
            {
                **said("现在有人有危险吗？", response="utter_ask_danger", asks="danger"),
                "buttons": [{"title": "有", "payload": "有"}],
            },
        ]
    }
    told = visitor.say("楼道里有股焦味")["messages"]
    assert [message["text"][:5] for message in told] == ["马上打11", "现在有人有"]
    assert [one["title"] for one in told[-1]["buttons"]] == ["有"]
    bot.answer = lambda _ask: {"messages": [said("已报给值班的人", response="utter_danger_added")]}
    assert [message["text"][:5] for message in visitor.say("有")["messages"]] == ["已报给值班", "【幸福社区"]
    assert [message["text"][:5] for message in visitor.say("三楼")["messages"]] == ["已报给值班"]


def test_ids_rise_and_after_gives_what_came_since(visitor: Visitor) -> None:
    """`after` is the highest id that the page knows."""
    first = visitor.say("一")["messages"]
    second = visitor.say("二")["messages"]
    ids = [message["id"] for message in first + second]
    assert ids == sorted(set(ids))
    assert visitor.since(first[-1]["id"])["messages"] == second


def test_the_same_message_id_is_one_message(visitor: Visitor, parts: Parts, bot: StandInBot) -> None:
    """Sent twice: one row, asked once, the same answer."""
    assert visitor.say("是", "a") == visitor.say("是", "a")
    assert len(rows(parts)) == 1
    assert len(bot.asked) == 1


def test_the_same_message_id_at_once_is_one_message(visitor: Visitor, parts: Parts, bot: StandInBot) -> None:
    """Four at the same time: one row, one handling, four equal answers."""
    answers: list[Any] = []
    together = threading.Barrier(4)

    def send() -> None:
        client = visitor.client.application.test_client()
        together.wait()
        answers.append(Visitor(client, visitor.token).say("是", "a"))

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rows(parts)) == 1
    assert list(bot.handled.values()) == [1]
    assert all(answer == answers[0] for answer in answers)
    assert not answers[0]["pending"]


def test_two_visitors_may_use_the_same_message_id(client: FlaskClient, visitor: Visitor, parts: Parts) -> None:
    """A client_message_id is the visitor's own."""
    other = Visitor(client, client.post("/api/v1/chat/sessions").json["token"])
    visitor.say("我家漏水", "a")
    other.say("路灯坏了", "a")
    assert len({row.contact_point_id for row in rows(parts)}) == 2


def test_the_bot_is_down_then_answers_once(
    visitor: Visitor, parts: Parts, bot: StandInBot, work: Callable[[], None], clock: HandClock
) -> None:
    """Pending, with one holding reply; the worker brings the answer when the bot is back, once."""
    bot.down()
    late = visitor.say("路灯坏了")
    assert late["pending"]
    assert ["收到了" in message["text"] for message in late["messages"]] == [True]
    bot.up()
    clock.move(seconds=5)
    work()
    work()
    told = visitor.since(late["messages"][-1]["id"])
    assert [message["text"] for message in told["messages"]][-1:] == ["听到：路灯坏了"]
    assert not told["pending"]
    assert list(bot.handled.values()) == [1]


def test_a_note_is_said_once_and_the_message_goes_again(
    visitor: Visitor, bot: StandInBot, work: Callable[[], None], clock: HandClock
) -> None:
    """`retry: true`: the resident hears the note once, the row waits, the same inbox id goes later."""
    bot.answer = lambda _ask: {"messages": [said("登记台没有回应，我留着，好了就办")], "retry": True}
    first = visitor.say("是")
    clock.move(seconds=5)
    work()
    bot.answer = lambda _ask: {"messages": [said("登记好了")], "registered": True}
    clock.move(seconds=15)
    work()
    texts = [message["text"] for message in visitor.since()["messages"]]
    assert first["pending"]
    assert texts[1:] == ["登记台没有回应，我留着，好了就办", "登记好了"]
    assert len({ask["inbox_id"] for ask in bot.asked}) == 1


def test_too_long_and_empty_are_refused_in_chinese(visitor: Visitor, parts: Parts) -> None:
    """10,000 characters, nothing, only control characters: 422 with words, no row."""
    for text, word in (("字" * 10_000, "太长了"), ("", "还没有写字"), ("\x00\x07 ", "还没有写字")):
        answer = visitor.post(text)
        assert answer.status_code == 422
        assert word in answer.json["title"]
        assert answer.content_type == "application/problem+json"
    assert rows(parts) == []


def test_five_thousand_characters_and_an_emoji_are_taken(visitor: Visitor, parts: Parts) -> None:
    """The bound itself passes; so does a message of one emoji."""
    visitor.say("字" * 5000)
    visitor.say("😀")
    assert [len(row.text) for row in rows(parts)] == [5000, 1]


def test_control_characters_and_halves_of_a_pair_are_not_kept(visitor: Visitor, parts: Parts) -> None:
    """NUL and the like are dropped, a lone surrogate becomes a mark; markup stays as text."""
    visitor.say("漏\x00水\x1b\ud800<b>急</b>\n三栋")
    assert [row.text for row in rows(parts)] == ["漏水?<b>急</b>\n三栋"]


def test_invalid_utf8_and_no_json_are_400(visitor: Visitor) -> None:
    """What cannot be read is the sender's fault, said plainly."""
    for body in (b'{"text":"\xff\xfe","client_message_id":"a"}', b"{", b"[1"):
        answer = visitor.client.post(
            "/api/v1/chat/messages", data=body, content_type="application/json", headers=visitor.headers
        )
        assert answer.status_code == 400
        assert answer.json["title"]


def test_wrong_shapes_are_422(visitor: Visitor) -> None:
    """Numbers, lists, missing and endless ids."""
    for body in (
        [],
        {"text": 5, "client_message_id": "a"},
        {"text": "a"},
        {"text": "a", "client_message_id": "a" * 101},
    ):
        answer = visitor.client.post("/api/v1/chat/messages", json=body, headers=visitor.headers)
        assert answer.status_code == 422


def test_without_a_token_nobody_speaks_or_listens(client: FlaskClient, visitor: Visitor) -> None:
    """No token, a wrong one: 401. A cookie alone may listen but not speak."""
    stranger = client.application.test_client()
    body = {"text": "a", "client_message_id": "a"}
    assert stranger.post("/api/v1/chat/messages", json=body).status_code == 401
    assert stranger.get("/api/v1/chat/messages", headers={"Authorization": "Bearer x"}).status_code == 401
    assert client.get("/api/v1/chat/messages?wait=0").status_code == 200
    assert client.post("/api/v1/chat/messages", json=body).status_code == 401


def test_sessions_are_limited_by_address(client: FlaskClient, parts: Parts) -> None:
    """The demo lets 300 an hour come from one address; the next is told when to come again."""
    codes = {client.post("/api/v1/chat/sessions").status_code for _ in range(300)}
    refused = client.post("/api/v1/chat/sessions")
    assert codes == {201}
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0


def test_a_token_is_kept_only_as_a_hash(visitor: Visitor, parts: Parts) -> None:
    """Who reads the database cannot speak as a visitor."""
    with parts.db.read() as s:
        dump = s.connection().exec_driver_sql("SELECT * FROM contact_point").all()
    assert visitor.token not in str(dump)


def test_the_history_has_both_sides_in_order(visitor: Visitor) -> None:
    """`history=1`: what the visitor said stands between the answers."""
    visitor.say("一")
    visitor.say("二")
    shown = [(message["from"], message["text"]) for message in visitor.since(history=1)["messages"]]
    assert shown[0] == ("me", "一")
    assert shown[-2:] == [("bot", "听到：一"), ("bot", "听到：二")] or shown[-2:] == [("me", "二"), ("bot", "听到：二")]


def test_buttons_links_and_questions_arrive_as_they_are(visitor: Visitor, bot: StandInBot) -> None:
    """The page gets what the bot says, member by member."""
    message = said("对吗？", buttons=[{"title": "是", "payload": "是"}], link="/c/LL-1?access=x", asks="confirm")
    bot.answer = lambda _ask: {"messages": [message]}
    got = visitor.say("报修")["messages"][-1]
    assert (got["buttons"], got["link"], got["asks"], got["fallback"]) == (
        [{"title": "是", "payload": "是"}],
        "/c/LL-1?access=x",
        "confirm",
        False,
    )


def test_nothing_said_is_ever_without_a_row(visitor: Visitor, parts: Parts) -> None:
    """Each answer says what it answers."""
    visitor.say("一")
    with parts.db.read() as s:
        assert all(message.inbox_id for message in s.scalars(sa.select(ChatMessage)))


def test_a_poll_that_finds_nothing_comes_back(visitor: Visitor) -> None:
    """`wait` bounds the holding; over 25 seconds is refused."""
    last = visitor.say("一")["messages"][-1]["id"]
    assert visitor.since(last, wait=0.05) == {"messages": [], "pending": False, "retry_after_ms": None}
    answer = visitor.client.get("/api/v1/chat/messages?wait=26", headers=visitor.headers)
    assert answer.status_code == 422


def test_a_held_poll_ends_with_the_news(visitor: Visitor, parts: Parts, bot: StandInBot) -> None:
    """What is written by anybody wakes it."""
    last = visitor.say("一")["messages"][-1]["id"]
    heard: list[Any] = []
    poll = threading.Thread(target=lambda: heard.append(visitor.since(last, wait=20)))
    poll.start()
    Visitor(visitor.client.application.test_client(), visitor.token).say("二", "other")
    poll.join(15)
    assert [message["text"] for message in heard[0]["messages"]] == ["听到：二"]


def test_at_most_a_share_of_the_threads_holds_polls(visitor: Visitor) -> None:
    """Over it, the answer is at once, with when to ask again."""
    gateway = visitor.client.application.extensions["linli_gateway"]
    with ExitStack() as seats:
        assert all(seats.enter_context(gateway.polling.seat()) for _ in range(SERVER_THREADS // 4))
        assert visitor.since(0, wait=20) == {"messages": [], "pending": False, "retry_after_ms": 2000}


def test_at_most_a_share_of_the_threads_waits_for_the_bot(
    visitor: Visitor, bot: StandInBot, work: Callable[[], None], clock: HandClock
) -> None:
    """Over it: pending at once, without a holding reply; the worker answers."""
    gateway = visitor.client.application.extensions["linli_gateway"]
    with ExitStack() as seats:
        assert all(seats.enter_context(gateway.waiting.seat()) for _ in range(SERVER_THREADS // 4))
        assert visitor.say("一") == {"messages": [], "pending": True, "kept": True, "retry_after_ms": None}
    assert bot.asked == []
    work()
    assert visitor.since()["messages"][-1]["text"] == "听到：一"


def test_after_three_failures_nobody_waits(visitor: Visitor, bot: StandInBot) -> None:
    """The holding reply at once, without asking the bot; when it is back it is asked again."""
    bot.fail = lambda _ask: 503
    for number in range(3):
        visitor.say(f"{number}")
    asked = len(bot.asked)
    assert visitor.say("四")["pending"]
    assert len(bot.asked) == asked


def test_logs_hold_neither_words_nor_tokens(
    visitor: Visitor, bot: StandInBot, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever goes well or wrong."""
    caplog.set_level(0)
    logging.getLogger("httpx").setLevel(logging.ERROR)
    visitor.say("我叫王小明，电话13800000001")
    bot.fail = lambda _ask: 500
    visitor.say("王小明又来了")
    visitor.post("王小明" * 3000)
    assert caplog.text
    for secret in ("王小明", "13800000001", visitor.token):
        assert secret not in caplog.text


def test_a_page_may_listen_and_write_forms_with_the_cookie(client: FlaskClient, parts: Parts) -> None:
    """The signed cookie names the visitor to pages; the JSON doors, which have no CSRF check, want the bearer."""
    client.post("/api/v1/chat/sessions")
    assert client.get("/api/v1/chat/messages?wait=0").status_code == 200
    upload = client.post("/api/v1/chat/media", data={"file": (io.BytesIO(b"x"), "a.jpg")})
    assert upload.status_code == 401


def test_the_description_of_the_doors_is_generated(client: FlaskClient) -> None:
    """/api/openapi.json names the chat's and the codes' doors with their schemas."""
    spec = client.get("/api/openapi.json").json
    assert spec["openapi"].startswith("3.1")
    doors = {
        "/api/v1/chat/sessions",
        "/api/v1/chat/messages",
        "/api/v1/chat/media",
        "/api/v1/otp",
        "/api/v1/otp/verify",
    }
    assert doors <= spec["paths"].keys()
    body = spec["paths"]["/api/v1/chat/messages"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert body["$ref"].endswith("MessageIn")


def test_a_danger_opens_a_chat_above_the_limit_of_its_address(client: FlaskClient, parts: Parts) -> None:
    """Neighbours behind the same line may have used it up; the others read that it is not for what they sent."""
    limit, fire = f"{parts.settings.chat_sessions_per_hour} per hour", "我家着火了，清河小区3栋"

    def open_with(said: object) -> int:
        return client.post("/api/v1/chat/sessions", json=said).status_code

    def use_up(key: str, times: int) -> None:
        with client.application.app_context():
            for _ in range(times):
                throttle().spend(limit, key, "127.0.0.1")

    use_up("chat_sessions", parts.settings.chat_sessions_per_hour)
    refused = client.post("/api/v1/chat/sessions", json={"text": "路灯坏了"})
    assert refused.status_code == 429
    assert "不是您发得多" in refused.json["title"]
    assert "119" in refused.json["title"]
    in_danger = (fire, "我想问路灯\n我爸晕倒了")
    assert [open_with({"text": text}) for text in in_danger] == [201] * 2
    assert [open_with(odd) for odd in ({"text": 5}, [1], "x", {})] == [429] * 4
    use_up("chat_sessions_in_danger", parts.settings.chat_sessions_per_hour - len(in_danger))
    beyond = client.post("/api/v1/chat/sessions", json={"text": fire})
    assert beyond.status_code == 429
    assert int(beyond.headers["Retry-After"]) > 0


@pytest.mark.parametrize(("level", "status"), [("emergency", 201), ("normal", 429)])
def test_the_bot_reads_what_plain_words_do_not_tell(
    client: FlaskClient, parts: Parts, monkeypatch: pytest.MonkeyPatch, level: str, status: int
) -> None:
    """A swollen battery is a danger by its reading alone."""
    read = {"urgency": {"level": level}}
    monkeypatch.setattr(limits.unread_words, "read", lambda _parts, _text: read)
    with client.application.app_context():
        for _ in range(parts.settings.chat_sessions_per_hour):
            throttle().spend(f"{parts.settings.chat_sessions_per_hour} per hour", "chat_sessions", "127.0.0.1")
    answer = client.post("/api/v1/chat/sessions", json={"text": "电瓶鼓包了，翠竹公寓3栋"})
    assert answer.status_code == status
