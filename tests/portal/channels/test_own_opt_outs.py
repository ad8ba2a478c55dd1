"""Words that stop what is sent as 退订 does, on a borrowed telephone above all; and 我不会 right after how to erase was told."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from portal.channels import questions
from portal.channels.text.keywords import Keyword, keyword, says_it_cannot
from portal.residents.models import ContactPoint
from portal.storage.parts import Parts
from tests.portal.channels.test_sms import text


@pytest.mark.parametrize(
    "said",
    [
        "别再发到这个号了", "不要再发到这个手机", "别往这个号码发东西", "我用邻居手机发的 别给她发短信", "别发短信了",
        "以后别给我发消息了", "这是我邻居手机，别再发到这个号了", "请不要再发短信给我", "麻烦别再往我手机发通知",
        "借的手机 别再往这个号发", "手机是邻居的，不要再发短信", "别发消息了谢谢",
    ],
)  # fmt: skip
def test_stopping_what_is_sent_in_ones_own_words(said: str) -> None:
    """别再发到这个号了."""
    assert keyword(said) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    "said",
    [
        "别给物业发消息", "别发给物业", "不要联系我", "别打电话给我", "别再发生了", "楼上别再发出声音", "不要发到群里",
        "别把我的话发给他", "别给我老公发短信", "发短信告诉我", "别忘了给我发短信", "怎么还不给我发消息", "这个号别打",
        "小区门口别再发传单了", "他别再给我发短信骚扰了", "诈骗短信别再发到我手机上了", "别回短信", "别给他发消息", "别给她发短信", "不要发到我儿子手机上", "千万别给人家发信息",
    ],
)  # fmt: skip
def test_what_is_not_sent_to_anybody_else_stops_nothing(said: str) -> None:
    """别给物业发消息 is no 退订."""
    assert keyword(said) is None


def test_the_borrowed_telephone_gets_nothing_more(client: FlaskClient, parts: Parts) -> None:
    """It is confirmed once, as 退订 is."""
    text(client, parts, "路灯坏了")
    assert ["不再给您发短信" in one for one in text(client, parts, "别再发到这个号了", "SM2")] == [True]
    assert text(client, parts, "三栋", "SM3") == []


def test_in_an_emergency_the_bot_hears_it(client: FlaskClient, parts: Parts) -> None:
    """Whoever may be watched needs more than a stop of what is sent."""
    text(client, parts, "路灯坏了")
    with parts.db.write() as s:
        point = s.query(ContactPoint).one()
        facts = {"kind": "danger_check", "danger": "violence", "choices": {"1": "有", "2": "没有"}}
        questions.ask(s, point.id, facts, parts.clock.now())
    assert ["不再给您发短信" in one for one in text(client, parts, "别发短信", "SM2")] != [True]
    assert "/me/erase" not in " ".join(text(client, parts, "怎么删掉我的聊天记录", "SM3"))
    assert "/me/erase" in " ".join(text(client, parts, "删掉我的信息", "SM4"))


def test_else_the_page_of_ours_is_told(client: FlaskClient, parts: Parts) -> None:
    text(client, parts, "路灯坏了")
    assert "/me/erase" in " ".join(text(client, parts, "怎么删掉我的聊天记录", "SM2"))


@pytest.mark.parametrize("said", ["我不会", "不会弄", "我不会用手机", "我没有手机"])
def test_whoever_cannot_erase_gets_staff(said: str, client: FlaskClient, parts: Parts) -> None:
    """我不会, after how to erase was told; at any other time it is for the bot."""
    assert says_it_cannot(said)
    assert "听到" in " ".join(text(client, parts, said))
    text(client, parts, "删掉我的信息", "SM2")
    assert "听到" not in " ".join(text(client, parts, said, "SM3"))
