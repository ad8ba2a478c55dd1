"""Whoever told of danger at home and wrote 别回短信 or 他会看手机 gets no text more, by SMS; their words are kept."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from portal.cases.reading.of_reporters.no_answer import wants_no_answer
from portal.channels.models import ChatMessage, InboxState
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.channels.test_sms import text as by_sms
from tests.portal.channels.without_bot_world import messages
from tests.vendors.bot import StandInBot

ADDED = ("utter_danger_added", "记到这件事里了（LL-1），值班的人打开就看得到。")


def answer(_ask: dict[str, Any]) -> dict[str, Any]:
    said = {"text": ADDED[1], "buttons": [], "link": None, "asks": None, "fallback": False, "response": ADDED[0], "params": {"case_no": "LL-1"}}  # fmt: skip
    return {"messages": [said], "registered": False}


def is_in_danger_at_home(parts: Parts) -> None:
    with parts.db.write() as s:
        for point in s.query(ContactPoint):
            point.no_push = True


def said_to_them(parts: Parts) -> int:
    with parts.db.read() as s:
        return s.query(ChatMessage).count()


@pytest.mark.parametrize("wish", ["别回短信", "他会看手机"])
def test_nothing_comes_after_the_wish(client: FlaskClient, parts: Parts, bot: StandInBot, wish: str) -> None:
    """Neither to the wish nor to what follows; each message is answered for, and kept."""
    bot.answer = answer
    by_sms(client, parts, "我老公打我", "1")
    is_in_danger_at_home(parts)
    before = said_to_them(parts)
    assert before
    for number, said in enumerate((wish, "清河小区2栋"), start=2):
        by_sms(client, parts, said, str(number))
    assert said_to_them(parts) == before
    assert [one.state for one in messages(parts)][-2:] == [InboxState.ANSWERED] * 2
    assert [one.text for one in messages(parts)][-2:] == [wish, "清河小区2栋"]


def test_without_the_wish_she_is_answered(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """Whoever asks in danger hears what to do."""
    bot.answer = answer
    by_sms(client, parts, "我老公打我", "1")
    is_in_danger_at_home(parts)
    before = said_to_them(parts)
    by_sms(client, parts, "怎么办", "2")
    assert said_to_them(parts) > before


def test_whoever_is_in_no_danger_at_home_is_answered(client: FlaskClient, parts: Parts, bot: StandInBot) -> None:
    """别回短信了 about a lamp is only a word."""
    bot.answer = answer
    by_sms(client, parts, "3栋楼道灯坏了，别回短信", "1")
    assert said_to_them(parts)


@pytest.mark.parametrize(
    "said",
    [
        "别回短信", "别给我回短信", "不要回我", "他会看手机", "千万别回", "别再发短信了", "不要给我发消息", "别发到我手机", "我老公会看我手机", "他天天翻我手机", "别打电话给我",
        "别回了他会看到", "不要联系我", "手机在他手里", "看到了又要打我", "婆婆会查我的聊天记录，别回消息",
    ],
)  # fmt: skip
def test_the_wish_is_heard_in_many_words(said: str) -> None:
    assert wants_no_answer(said)


@pytest.mark.parametrize(
    "said", ["请回短信", "怎么办", "他不看手机", "我老公打我", "清河小区2栋", "别回去", "手机没电了", "他走了", "恢复", "给我回个电话", "他没看到我的手机", "别打我", "别打了", "他叫我别打孩子"]
)  # fmt: skip
def test_other_words_are_no_wish(said: str) -> None:
    assert not wants_no_answer(said)


@pytest.mark.parametrize(
    "said",
    [
        "救命 他打我 别打我", "别打我了", "我求他不要打我了", "叫他不要打我妈", "别打了 再打要死人了", "不要打了 求你们快来", "我不能打电话 他在旁边", "他不许我打电话 快来",
        "他不许我发消息 快来救我", "老公打我 儿子在看手机", "他天天看手机 说两句就打我", "饭没做好他看见就打", "他打我 别来我家", "不要打电话报警他会打死我的话你们就别管",
    ],
)  # fmt: skip
def test_a_cry_under_blows_is_no_wish(said: str) -> None:
    """别打我 is said to whoever strikes; silence would leave its sender without a word."""
    assert not wants_no_answer(said)
