"""Who asks whether it is safe here, wishes it deleted or says who looks through the telephone hears the same words, whatever was told."""

from __future__ import annotations

from typing import Any

import pytest

from actions.conversation.turn import Talk, Wish
from actions.interpreting.aid.this_chat import (
    asks_if_it_is_safe_here,
    fears_a_reader,
    says_who_looks,
    says_who_looks_now,
    wishes_it_deleted,
)
from actions.interpreting.withdrawals import only_withdraws
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal

FEARS = (
    "我老公会看我手机|他会翻我手机|我男人天天查我微信|手机是我和老公一起用的|我婆婆偷偷看我短信|他知道我手机密码|别让他知道|怕他看到|不想让我老公知道这些|我怕，他会看我手机"
    "|别让我爸知道我找你们|别让他看到我说的话|我老公会看我手机怎么办|我妈老翻我手机|千万别让我婆婆知道"
)
NO_FEARS = (
    "他老看手机不写作业怎么办|我爸看短信说社保没交|别让物业知道|别让他进来|怕他打我|他看到我了|物业看我手机|别让狗看到|路灯坏了，别让他知道|别让他抢孩子|别让邻居知道|我儿子用手机付不了款"
    "|他们会看到我电话？|他们能看到我电话|他会看到我信息？|物业的他能看到我的电话|她会看见我消息?"
    "|我妈手机坏了|他用我手机报假警|怕他摔了|保安要看我手机登记|他知道我在哪"
)
SAFE = (
    "我能在这里说吗|这里说话安全吗|会不会被别人看到|我说的话会被别人看到吗|在这儿说安全吗|跟你说会不会被人知道|这里安不安全|你们这里保密吗|可以在这说家里的事吗|能跟你们说心里话吗"
    "|你好，这里说话安全吗？|我在这里说的别人看得到吗|说了会不会被我老公知道|这个聊天安全吗|我能跟你聊聊吗|请问可以在这里反映情况吗|这里说的话有人看到吗"
)
NOT_SAFE = (
    "这里走路安全吗|楼道安全吗|能在这里停车吗|能在这里倒垃圾吗|电梯安全吗|我能在这里养鸡吗|会不会被别人偷|在这里办居住证可以吗|能说普通话吗|我家的事别人看到了|会不会被淹"
    "|这里晚上安全吗|可以在这里摆摊吗|这里安全|小区门口说话声音大"
)
DELETE = (
    "都删了吧|把我说的都删掉|全部删掉|我说的都删了|刚才说的删掉吧|把这些话都删了|能不能把聊天记录都删掉|都删了吧我怕|帮我都删掉，我怕|删掉我刚才说的|前面说的都删了好吗"
    "|我后悔了，都删了吧|把上面的都清掉|能把消息都删了吗|我写的全删掉"
)
NO_DELETE = "把我电话删了|垃圾清掉了|把楼道的东西都清掉|监控都删了|他把记录都删了|刚才的小广告清除掉|别删|删除车位|墙上写的都抹掉了|把3栋删掉|那些树都砍掉|上面的树枝清掉|照片删掉|名字删掉|把路灯那件删掉"


@pytest.mark.parametrize("said", FEARS.split("|"))
def test_somebody_of_the_household_is_feared(said: str) -> None:
    assert fears_a_reader(said)


@pytest.mark.parametrize("said", NO_FEARS.split("|"))
def test_what_looks_alike_fears_nobody(said: str) -> None:
    assert not fears_a_reader(said)


@pytest.mark.parametrize("said", SAFE.split("|"))
def test_it_asks_whether_one_may_speak_here(said: str) -> None:
    assert asks_if_it_is_safe_here(said)


@pytest.mark.parametrize("said", NOT_SAFE.split("|"))
def test_it_asks_of_something_else(said: str) -> None:
    assert not asks_if_it_is_safe_here(said)


@pytest.mark.parametrize("said", DELETE.split("|"))
def test_it_wishes_all_of_it_deleted(said: str) -> None:
    assert wishes_it_deleted(said)


@pytest.mark.parametrize("said", NO_DELETE.split("|"))
def test_it_wishes_something_else_removed(said: str) -> None:
    assert not wishes_it_deleted(said)


ALL = "都删了吧|把我说的都删掉|全部删掉|我说的都删了|帮我都删掉，我怕|我后悔了，都删了吧|把这些话都删了|我写的全删掉"
OF_THIS_PHONE = "怎么删除聊天记录|怎么清空聊天|我发的东西怎么删|把这些删了吧|我想把刚才说的删掉|把聊天记录都删掉|删掉我刚才说的|发过的怎么删啊"


@pytest.mark.parametrize("script", ["", "home_violence"])
@pytest.mark.parametrize(
    ("said", "answer"),
    [(one, "utter_what_is_deleted") for one in ALL.split("|")]
    + [(one, "utter_clear_this_phone") for one in OF_THIS_PHONE.split("|")],
)
def test_who_asks_of_the_chat_hears_the_short_way_and_who_wants_all_of_it_gone_the_whole(
    chat: Chat, script: str, said: str, answer: str
) -> None:
    """In danger at home as before it: he must not tell them apart."""
    if script:
        raise_as(chat, script)
    assert names(chat.says(said, "faq", rule="faq")) == [answer]


@pytest.mark.parametrize(
    "said", ["他在翻我手机", "他正在看我微信", "我老公就在旁边看着手机", "我男人现在翻我手机", "我婆婆在看我短信"]
)
def test_who_has_him_before_the_telephone_sees_no_number_there(chat: Chat, portal: Portal, said: str) -> None:
    """Whatever danger is read in it; those on call read it."""
    assert says_who_looks_now(said)
    raise_as(chat, "home_violence")
    assert names(chat.says(said, danger="home_violence")) == ["utter_clear_this_phone"]
    assert portal.details[-1][1] == said


@pytest.mark.parametrize(
    "said",
    ["我老公会看我手机", "他天天翻我微信", "他知道我手机密码", "我婆婆偷偷看我短信", "他在家", "他在打我，在看我手机"],
)
def test_who_fears_that_they_look_some_time_hears_more(said: str) -> None:
    assert not says_who_looks_now(said)


@pytest.mark.parametrize("said", ["怎么清空聊天", "我发的东西怎么删", "怎么删除聊天记录"])
def test_who_asks_how_beside_an_open_report_keeps_it(chat: Chat, said: str) -> None:
    chat.says("桂花苑3栋楼道灯坏了", place=("桂花苑3栋",))
    assert names(chat.says(said, "faq", rule="faq"))[0] == "utter_clear_this_phone"
    assert chat.talk.form is not None
    assert "删" not in chat.talk.form["text"]


@pytest.mark.parametrize("said", ["撤回吧我怕", "撤了吧我好怕", "我怕，撤回吧", "撤回，我后悔了", "都撤了吧我不敢了"])
def test_who_takes_it_back_in_fear_only_takes_it_back(said: str) -> None:
    assert only_withdraws(said)


@pytest.mark.parametrize("said", ["我怕你们撤回", "撤回，他走了", "我怕黑，路灯修一下", "不撤回我怕"])
def test_other_fears_take_nothing_back(said: str) -> None:
    assert not only_withdraws(said)


@pytest.mark.parametrize(
    "read", [fears_a_reader, asks_if_it_is_safe_here, wishes_it_deleted, says_who_looks, only_withdraws]
)
@pytest.mark.parametrize("piece", ["我", "别让", "我老公会", "在这里", "都删", "我说的", "，", "撤回"])
def test_a_long_text_is_read_at_once(read: Any, piece: str) -> None:
    assert not read(piece * 3000)


LAMP = {"case_no": "LL-20261120-0077", "reported_at": "2026-11-20T08:50:00+08:00"}
QUIET = {"title": "老公打我", "quiet": True, "case_no": "LL-20261124-0009", "reported_at": "2026-11-24T08:50:00+08:00"}
ASKED = [
    ("我老公会看我手机", {}),
    ("他天天翻我微信", {}),
    ("都删了吧", {}),
    ("把我说的都删掉", {}),
    ("怎么删除聊天记录", {}),
    ("把这些删了吧", {}),
    ("他在翻我手机", {}),
    ("别让他知道", {"wish": Wish("别让他知道", "")}),
    ("千万别让我婆婆知道", {"wish": Wish("千万别让我婆婆知道", "")}),
]


@pytest.mark.parametrize(("said", "more"), ASKED)
@pytest.mark.parametrize("lamp", [False, True])
@pytest.mark.parametrize("in_its_hour", [False, True])
def test_the_answer_does_not_show_whether_danger_at_home_was_told(
    chat: Chat, portal: Portal, said: str, more: dict[str, Any], *, lamp: bool, in_its_hour: bool
) -> None:
    if lamp:
        portal.has_case(**LAMP)
    without = chat.says(said, "add_detail", rule="detail", **more).says
    chat.talk, chat.expecting = Talk(), None
    portal.clear()
    if lamp:
        portal.has_case(**LAMP)
    if in_its_hour:
        raise_as(chat, "home_violence")
        next(case for case in portal.cases if case["case_no"] != LAMP["case_no"])["quiet"] = True
    else:
        portal.has_case(**QUIET)
    portal.details.clear()
    assert chat.says(said, "add_detail", rule="detail", **more).says == without
    assert fears_a_reader(said) == (("details", said) in portal.details)


def test_who_fears_a_reader_before_any_report_keeps_the_wish_for_it(chat: Chat) -> None:
    told = names(chat.says("别让他知道", "add_detail", rule="detail", wish=Wish("别让他知道", "")))
    assert told == ["utter_hide_this_chat", "utter_ask_detail"]
    assert chat.talk.form is not None
    assert chat.talk.form["answers"]["detail"] == "别让他知道"


@pytest.mark.parametrize("lamp", [False, True])
def test_who_asks_whether_one_may_speak_here_hears_who_reads_it(chat: Chat, portal: Portal, *, lamp: bool) -> None:
    if lamp:
        portal.has_case(**LAMP)
    assert names(chat.says("这里说话安全吗", "capability", rule="capability", score=0.9)) == ["utter_may_say_here"]


def test_beside_an_open_report_it_is_asked_of_that(chat: Chat) -> None:
    chat.says("桂花苑3栋楼道灯坏了", place=("桂花苑3栋",))
    assert names(chat.says("会不会被别人看到", "faq", rule="faq"))[0] == "utter_who_sees_later"


def test_who_looks_is_no_part_of_an_open_report(chat: Chat) -> None:
    chat.says("桂花苑3栋楼道灯坏了", place=("桂花苑3栋",))
    assert names(chat.says("我老公会看我手机", "add_detail", rule="detail"))[0] == "utter_hide_this_chat"
    assert chat.talk.form is not None
    assert "手机" not in chat.talk.form["text"]


def test_who_wants_all_deleted_drops_the_open_report(chat: Chat) -> None:
    chat.says("桂花苑3栋楼道灯坏了", place=("桂花苑3栋",))
    assert names(chat.says("都删了吧", "withdraw", rule="withdraw")) == ["utter_dropped", "utter_what_is_deleted"]
    assert chat.talk.form is None
