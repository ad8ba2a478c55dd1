"""An alarm is taken back in everyday words, with what it was instead; and the same question is not asked for ever."""

from __future__ import annotations

import pytest

from actions.interpreting import after_danger
from actions.interpreting.all_clear import read_all_clear
from actions.interpreting.situations.rows import answer_in
from tests.bot.conversation.danger_chat import Chat, names
from tests.bot.conversation.portal_stand_in import Portal

FALSE_ALARMS = [
    ("不好意思看错了，是隔壁老伯在院子里熏腊肉，没事了没事了", "fire"),
    ("没事，原来是楼下阿婆在熬中药", "fire"),
    ("现在没有在烧", "fire"),
]
MAY_HAVE_BEGUN_SO = [  # a burnt pot may be how the fire began
    ("没事了，是隔壁烧菜糊了", "gas"),
    ("没事没事，是我妈炖肉烧糊了", "fire"),
    ("没事了，邻居在阳台上点蚊香", "fire"),
    ("没危险，是对门在院子里炸丸子", "fire"),
]
CALLED_OFF = [
    ("醒了醒了，是低血糖，吃了糖坐起来了，医生邻居看过，不用管了", "injury"),
    ("人醒了，就是中暑，喝了盐水，不用来了", "injury"),
    ("缓过来了，医生看过了，不用派人来了", "injury"),
]
NO_FALSE_ALARM = [  # a fire that was, somebody else, or a word that is not known
    ("火灭了，是我炒菜", "fire"),
    ("没事了，是油锅烧起来了", "fire"),
    ("没事，是电瓶在冒烟", "fire"),
    ("没事了，是隔壁烧菜糊了，可是楼道还有烟", "gas"),
    ("没事了，是他在磨刀", "violence"),
    ("醒了，吃了安眠药，不用管了", "injury"),
    ("坐起来了，头上都是血，不用来了", "injury"),
    ("是低血糖", "injury"),
    ("没有在烧了，他烧伤了", "fire"),
]
PLAIN_NOES = ["没有危险，熏腊肉", "没有，他自己出门了", "没事，弄好了", "没人有危险，人家在院子里晒被子"]
NO_PLAIN_NOES = [
    "没有，他昏过去了", "没有危险，可是还在冒烟", "没事，就是流了点血", "没有，楼上那家我不知道", "没事，不动了", "没有危险，他说的", "没有，孩子不见了", "没有危险吗，隔壁在烧", "没有，门打不开",
]  # fmt: skip


def raised(chat: Chat, text: str = "桂花苑3栋着火了", danger: str = "fire") -> None:
    assert chat.says(text, danger=danger, place=("桂花苑3栋",)).registered


@pytest.mark.parametrize(("text", "danger"), FALSE_ALARMS)
def test_what_it_was_beside_no_danger_is_a_false_alarm(text: str, danger: str) -> None:
    """没事了, and that it was seen wrongly or what it was after all (原来是)."""
    assert read_all_clear(text, danger) == "false_alarm"


@pytest.mark.parametrize(("text", "danger"), MAY_HAVE_BEGUN_SO)
def test_a_cause_that_may_be_how_it_began_is_asked_about(text: str, danger: str) -> None:
    """Beside 没事了, where nobody says that it was seen wrongly."""
    assert read_all_clear(text, danger) == "perhaps"


@pytest.mark.parametrize(("text", "danger"), CALLED_OFF)
def test_a_faint_that_is_over_may_be_called_off(text: str, danger: str) -> None:
    """With what it was, what they took, and who looked."""
    assert read_all_clear(text, danger) == "called_off"


@pytest.mark.parametrize(("text", "danger"), NO_FALSE_ALARM)
def test_a_danger_that_was_or_another_word_is_none(text: str, danger: str) -> None:
    """It is asked about, or ends no paging."""
    assert read_all_clear(text, danger) not in ("false_alarm", "called_off")


@pytest.mark.parametrize("text", PLAIN_NOES)
def test_a_plain_no_may_say_more(text: str) -> None:
    """As long as none of it may be harm."""
    assert after_danger.says_no_and_nothing_worse(text)


@pytest.mark.parametrize("text", NO_PLAIN_NOES)
def test_a_no_beside_harm_is_none(text: str) -> None:
    """Or beside doubt, or in somebody else's words."""
    assert not after_danger.says_no_and_nothing_worse(text)


def test_a_neighbours_smoking_meat_ends_the_alarm(chat: Chat, portal: Portal) -> None:
    """At once."""
    raised(chat)
    assert names(chat.says(FALSE_ALARMS[0][0], "deny"))[0] == "utter_false_alarm"
    assert portal.cleared == [(True, True)]


def test_what_smokes_the_meat_is_no_smoke_to_flee_from(chat: Chat, portal: Portal) -> None:
    """呛 of peppers, 熏 of meat; but whoever chokes is told what to do."""
    raised(chat)
    assert names(chat.says("看错了，是隔壁在炒辣椒", "deny"))[0] == "utter_false_alarm"
    assert answer_in("fire", "是隔壁炒辣椒呛的") == answer_in("fire", "邻居熏腊肉") == ""
    assert "人趴低" in answer_in("fire", "烟熏得睁不开眼")


def test_a_plain_no_after_a_mistake_ends_the_alarm(chat: Chat, portal: Portal) -> None:
    """Where the bot did not know the words of the mistake."""
    raised(chat)
    assert names(chat.says("看错了，那老头弄腊货呢", "deny"))[-1] == "utter_ask_danger"
    assert names(chat.says("没有危险，熏腊肉", "deny"))[0] == "utter_false_alarm"
    assert portal.cleared == [(True, True)]


@pytest.mark.parametrize("said", ["撤回", "撤了吧", "取消报警"])
def test_a_withdrawal_in_answer_to_the_question_ends_no_alarm(chat: Chat, portal: Portal, said: str) -> None:
    """It denies no danger: it is asked about once more, plainly; a no then ends the alarm."""
    raised(chat)
    assert names(chat.says(said, "withdraw"))[-1] == "utter_ask_danger"
    assert names(chat.says(said, "withdraw")) == ["utter_ask_danger_plainly"]
    assert portal.cleared == []
    assert names(chat.says("没有", "deny"))[0] == "utter_all_clear"
    assert portal.cleared == [(False, False)]


@pytest.mark.parametrize("script", ["home_violence", "self_harm", "swallowed", "poison"])
def test_no_withdrawal_ends_what_may_be_forced(chat: Chat, portal: Portal, script: str) -> None:
    """Whoever is beaten, or swallowed poison, is looked for all the same."""
    raised(chat)
    assert chat.expecting is not None
    assert chat.expecting["kind"] == "detail"
    chat.expecting["danger"] = script
    for _ in range(2):
        chat.says("撤回", "withdraw")
    assert all(not ends for _, ends in portal.cleared)


def test_the_same_question_is_asked_twice_at_most(chat: Chat, portal: Portal) -> None:
    """However often a yes and words of an end follow one another."""
    raised(chat)
    asked = 0
    for said in ("撤回", "是", "撤了吧", "是的", "撤回", "对", "取消吧"):
        asked += names(chat.says(said, "affirm", rule="affirm")).count("utter_ask_danger")
    assert asked == 2


def test_gas_that_is_off_needs_no_dry_clothes(chat: Chat, portal: Portal) -> None:
    """Whoever was in the water does."""
    raised(chat, "桂花苑3栋厨房的煤气罐在漏气", "gas")
    assert names(chat.says("刚关好阀门了，没事了")) == ["utter_all_clear", "utter_not_back_into_gas"]
    chat.expecting = None
    raised(chat, "有人掉河里了，在桂花苑3栋旁边", "trapped")
    assert names(chat.says("人救上来了，没事了")) == ["utter_all_clear_wet"]
    chat.expecting = None
    raised(chat, "桂花苑3栋有人摔伤了", "injury")
    assert names(chat.says("没事了")) == ["utter_all_clear_doctor"]
