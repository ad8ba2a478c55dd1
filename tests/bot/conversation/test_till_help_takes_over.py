"""What is told after an emergency was raised: they press and tire, the ambulance is there, whoever struck is out, what fell struck somebody, something ordinary is broken, too."""

from __future__ import annotations

import asyncio

import pytest

from actions.interpreting.aid.asked import answer_to
from actions.interpreting.situations.rows import answer_in
from actions.interpreting.situations.taken_away import doctors_are_here
from actions.routes.other_matters import tells_of_an_ordinary_fault
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

PRESSES = "按了没反应|按了半天没用|按了好久还是没醒|我按的手酸了|按不动了|按断肋骨了怎么办|还要按多久|能不能停|我没力气按了|一直按还没醒|按着没反应"
PRESSES_NO_CHEST = "按了门铃没反应|按了电梯没反应|伤口按了还在流血|按了按钮没用|按了报警器没反应|他手没劲了|桂花苑3栋|快点来|按了他醒了|电话按不动"
HERE = "120到了|救护车来了|120的人到了|医生到了|救护车已经到楼下了|急救的来了|120来了，谢谢|急救人员到了|护士来了|120终于到了"
NOT_HERE = "120还没到|120快到了|120来了，人不行了|救护车来了吗|打了120|120什么时候到|救护车到不了|120说马上到|医生到了没|120来了，还有一个没出来"
HE_IS_OUT = "好了他出去了|他走了|他出门了|他下楼了|他上班去了|我老公出去了|他去喝酒了|他不在家了|人走了|他摔门走了"
HE_IS_NOT = (
    "他又回来了|他没走|他在门外|警察把他带走了|他不让我出去|他要是走了呢|他走了又回来了|他把孩子抱走了|我走不了|他还在"
)
WHO_COMES = "那你们派谁来|几点来|什么时候来人|谁会来|有没有人来|派人了吗|多久能到|会来人吗|有人接吗|还要多久"
NO_QUESTION = "别派人来|他来了|我怕他回来|谁来了敲门|不要人来|警察来了|救命|不用来了|他什么时候来不知道我怕|桂花苑3栋"
STRUCK = "砸到一个人|砸到人了|砸着我头了|砸伤了一个老人|有人被砸了|砸到了人|把人砸倒了，砸到脚|砸到他了|砸到过路的了|砸到孩子了"
STRUCK_NOBODY = "差点砸到人|没砸到人|怕砸到人|砸到车了|会砸到人的|万一砸到人|砸到一辆车|险些砸着人|还没掉下来|要砸人了"
ORDINARY = "门口路灯也坏了|楼道灯也不亮|楼下垃圾没人收|小区门口的门禁坏了|健身器材坏了|单元门口的灯坏了好几天了|下水道堵了|污水漏出来了|公厕没水|门口地砖坏了"
OF_IT = "在坏了的路灯旁边|门口路灯坏了的那栋|就在垃圾桶那里|坏了的长椅边上|他还在门口|快来人|门口有人看着|灯坏了那边|在门禁坏了的那栋|我在楼道里"


@pytest.fixture
def chat(portal: Portal, loop: asyncio.AbstractEventLoop) -> Chat:
    return Chat(portal, loop)


@pytest.mark.parametrize("text", PRESSES.split("|"))
def test_whoever_presses_goes_on_and_takes_turns(text: str) -> None:
    answer = answer_to(text, "unconscious")
    assert "两分钟换一次" in answer
    assert "AED" in answer


@pytest.mark.parametrize("text", PRESSES_NO_CHEST.split("|"))
def test_other_words_are_not_told_to_press_on(text: str) -> None:
    assert "两分钟换一次" not in answer_to(text, "unconscious")


@pytest.mark.parametrize("text", HERE.split("|"))
def test_once_the_ambulance_is_there_its_people_say_what_to_do(chat: Chat, text: str) -> None:
    """Nobody is asked whether somebody is in danger, and what is asked then gets no advice to press."""
    assert doctors_are_here(text)
    raise_as(chat, "unconscious")
    told = chat.says(text)
    assert "急救的人" in str(told.says)
    assert "utter_ask_danger" not in names(told)
    assert not {"utter_danger_unconscious", "utter_till_help_unconscious"} & set(names(chat.says("去哪个医院", "faq")))


@pytest.mark.parametrize("text", NOT_HERE.split("|"))
def test_who_is_not_there_yet_ends_no_advice(text: str) -> None:
    assert not doctors_are_here(text)
    assert "急救的人的" not in answer_to(text, "unconscious")


@pytest.mark.parametrize("text", HE_IS_OUT.split("|"))
def test_while_he_is_out_is_the_time_to_go(text: str) -> None:
    assert "趁他不在" in answer_to(text, "home_violence")


@pytest.mark.parametrize("text", HE_IS_NOT.split("|"))
def test_while_he_is_not_nobody_is_told_to_go(text: str) -> None:
    assert "趁他不在" not in answer_to(text, "home_violence")


@pytest.mark.parametrize("text", WHO_COMES.split("|"))
def test_who_comes_is_not_known_and_said_to_be_so(text: str) -> None:
    assert "看不到" in answer_to(text, "home_violence")


@pytest.mark.parametrize("text", NO_QUESTION.split("|"))
def test_what_asks_for_nobody_gets_no_such_answer(text: str) -> None:
    assert "看不到" not in answer_to(text, "home_violence")


@pytest.mark.parametrize("text", STRUCK.split("|"))
def test_whoever_was_struck_needs_an_ambulance(text: str) -> None:
    assert "120" in answer_in("falling?", text)


@pytest.mark.parametrize("text", STRUCK_NOBODY.split("|"))
def test_where_nobody_was_struck_none_is_called(text: str) -> None:
    assert answer_in("falling?", text) == ""


@pytest.mark.parametrize("text", ORDINARY.split("|"))
def test_an_ordinary_fault_is_a_matter_of_its_own(text: str) -> None:
    assert tells_of_an_ordinary_fault(a_turn(text, "report_case"))


@pytest.mark.parametrize("text", OF_IT.split("|"))
def test_a_thing_that_says_where_it_is_is_none(text: str) -> None:
    assert not tells_of_an_ordinary_fault(a_turn(text, "report_case"))


TAKES_BACK = "撤回|撤回刚才的|取消|不要了|撤销刚才报的|取消刚才那个|我要撤回|撤了吧|取消吧|把刚才的撤回"


@pytest.mark.parametrize("text", TAKES_BACK.split("|"))
def test_an_emergency_is_not_taken_back_here(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "unconscious")
    told = chat.says(text, "withdraw", rule="withdraw")
    assert "撤不了" in str(told.says)
    assert portal.made("withdraw") == []


@pytest.mark.parametrize("text", TAKES_BACK.split("|"))
def test_whoever_strikes_is_told_no_way_to_call_it_off(chat: Chat, text: str) -> None:
    raise_as(chat, "home_violence")
    assert "撤不了" not in str(chat.says(text, "withdraw", rule="withdraw").says)


@pytest.mark.parametrize("text", ["快点来", "别撤", "别取消", "还没来", "不能算了", "他不动了"])
def test_other_words_take_nothing_back(chat: Chat, text: str) -> None:
    raise_as(chat, "unconscious")
    assert "撤不了" not in str(chat.says(text).says)
