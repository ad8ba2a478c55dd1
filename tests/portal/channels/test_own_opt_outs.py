"""Words that stop what is sent as 退订 does, on a borrowed telephone above all; and 我不会 right after how to erase was told."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from portal.channels import questions
from portal.channels.models import Handover
from portal.channels.text.keywords import Keyword, keyword, says_it_cannot
from portal.channels.wire import Detail
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


@pytest.mark.parametrize(
    ("danger", "stops"),
    [
        ("fire", True),
        ("gas", True),
        ("violence", False),
        ("home_violence_hiding", False),
        ("self_harm", False),
        ("other", False),
    ],
)
def test_in_a_fire_it_stops_what_is_sent_as_ever(client: FlaskClient, parts: Parts, danger: str, stops: bool) -> None:
    """Nobody strikes there; the words are no more of the matter."""
    text(client, parts, "路灯坏了")
    with parts.db.write() as s:
        point = s.scalars(sa.select(ContactPoint)).one()
        facts: Detail = {"kind": "detail", "case_no": "LL-20261124-0001", "danger": danger}
        questions.ask(s, point.id, facts, parts.clock.now())
    assert (["不再给您发短信" in one for one in text(client, parts, "别再给我发短信了", "SM2")] == [True]) is stops


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


CHANGED_HANDS = (
    "这个号码我昨天刚办的，怎么老给我发短信说什么路灯|我是新换的手机号，之前这号是谁的我不知道，老收到你们的工单|我不是李阿姨，你们发错了|这手机号原来是我爸的，他去世了，现在我用，别再发短信了"
    "|你们发短信给我说我报的井盖修好了，我没报过，这号码是我上个月新办的|我不是那个人，别再发了|发错人了，我没报过什么路灯，别发短信来|这个号是我刚办的，老收到你们短信"
    "|这个手机号以前是别人的，怎么收到你们的通知|你们打错了，我不是李阿姨，短信别发了"
)
NOT_CHANGED_HANDS = (
    "我不是那个人|我手机是刚买的，坏了|你们发错了垃圾袋|短信收到了|这个号码是物业的|这是我爸的手机号|我不是业主，收到短信说要投票|我换了新的手机号，请改一下|我的电话是13912345678"
    "|邻居昨天刚办的酒席，吵|这个电话是我刚买的，打不通|我发错了，是3栋|我不是李阿姨，你们发错了短信，另外3栋路灯坏了|这号码是我上个月新办的，收到短信，我家漏水了"
)


@pytest.mark.parametrize("said", CHANGED_HANDS.split("|"))
def test_whoever_has_a_number_that_was_anothers_is_heard(said: str) -> None:
    assert keyword(said) is Keyword.NEW_HOLDER


@pytest.mark.parametrize("said", NOT_CHANGED_HANDS.split("|"))
def test_other_words_of_a_number_are_no_such_thing(said: str) -> None:
    assert keyword(said) is not Keyword.NEW_HOLDER


def test_nothing_more_is_sent_to_the_new_holder_and_staff_are_told(client: FlaskClient, parts: Parts) -> None:
    text(client, parts, "路灯坏了")
    told = " ".join(text(client, parts, "我不是李阿姨，你们发错了", "SM2"))
    assert "不再往这个号发" in told
    with parts.db.read() as s:
        assert [one.reason for one in s.query(Handover).all()] == ["new_holder"]
        assert s.query(ContactPoint).one().opted_out_at is not None


@pytest.mark.parametrize(
    "said",
    [
        "别再发了", "别再给我发消息了烦死了", "我老公在旁边看手机，别发消息来", "别给我发短信，他会看手机", "不要再发了", "以后别再发了",
        "别发短信来，我婆婆会看到", "别再发短信了太烦了",
    ],
)  # fmt: skip
def test_who_is_annoyed_or_watched_stops_what_is_sent(said: str) -> None:
    assert keyword(said) is Keyword.OPT_OUT


@pytest.mark.parametrize(
    "said",
    ["他别再发了", "别再发传单了", "我老公在旁边看手机", "他看手机，别让他发", "别再发烧了", "小区别再发通知收费了"],
)
def test_what_others_send_stops_nothing(said: str) -> None:
    assert keyword(said) is None


def test_whose_telephone_is_watched_is_called_by_nobody(client: FlaskClient, parts: Parts) -> None:
    text(client, parts, "路灯坏了")
    text(client, parts, "我老公在旁边看手机，别发消息来", "SM2")
    with parts.db.read() as s:
        assert s.query(ContactPoint).one().no_push
