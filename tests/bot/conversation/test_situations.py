"""What people ask or tell in an emergency that began as a situation: each has an answer that fits the danger, and is never told the words of another."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from actions.interpreting import scenes
from actions.interpreting.aid.asked import answer_to
from actions.interpreting.situations import rows as situations
from tests.bot.conversation.danger_chat import Chat, fire, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal
from tests.bot.conversation.test_domain_words import DANGERS, RESPONSES, SEGMENTS_OF_TWO, SIGN

SCRIPTS = {*DANGERS, *(scene.script for scene in scenes.scenes())}
ASKED = [
    ("assault", "要洗澡吗", "先别洗澡"), ("assault", "我不敢报警", "您来定"), ("assault", "不想让人知道", "不丢人"), ("assault", "会不会怀孕", "72小时"), ("child_touched", "先别报警行不行", "您来定"),
    ("child_touched", "我该怎么办", "别洗澡"), ("naked_pictures", "他要我们给钱", "一分也别转"), ("naked_pictures", "已经发了", "不是孩子的错"), ("fraud", "我已经转了两万", "止付"),
    ("fraud", "还没扣钱", "冻结"), ("fraud", "昨天", "几点转的"), ("burn", "起泡了怎么弄", "二十分钟"), ("severed", "断掉的手指怎么办", "别直接碰冰"), ("dog_bite", "要打疫苗吗", "犬伤门诊"),
    ("unconscious", "我不会打电话", "敲邻居的门"), ("unconscious", "我五岁", "敲邻居的门"), ("unconscious", "桌上有药", "别碰"), ("unconscious", "家里只有我", "敲邻居的门"), ("car", "砸窗抱出来了", "阴凉"),
    ("car", "没精神", "120"), ("heart", "他说不用叫救护车", "也要打120"), ("heart", "又疼了", "120"), ("heart", "好多了", "也要去医院"), ("heart", "什么时候开始的我不知道", "最后一次"), ("swallowed", "头晕", "120"),
    ("swallowed", "不用管我了", "不放心"), ("swallowed", "家里没人", "喊邻居"), ("self_harm", "你是机器人吧", "不是真人"), ("self_harm", "我好点了", "好点了就好"), ("self_harm", "我要睡了", "吃药"),
    ("self_harm", "别给我打电话", "不想接电话"), ("self_harm", "谁也不在乎我", "值班的人看得到"), ("self_harm", "我就在家里", "哪个小区"), ("self_harm_seen", "她现在睡着了", "叫不叫得醒"),
    ("self_harm_seen", "明天还要上学吗", "医院"), ("home_violence", "怎么取证", "伤情鉴定"), ("home_violence_elder", "你们来了他会更凶", "惊动"), ("home_violence_held", "我偷偷发的", "静音"),
    ("home_violence_seen", "现在正打呢", "110"), ("battery", "已经断电了，没烟了", "别靠近"), ("fire", "有人被抬出来了", "120"), ("fire", "不知道死活", "120"), ("child_alone", "门外有人敲门", "别开门"),
    ("child_alone", "妈妈出去了", "110"), ("child_alone", "我在被子里", "别去拉"), ("lost_child", "有个大超市", "穿制服"), ("crime_seen", "他们看见我了", "锁好门"), ("crime_seen", "不要说我名字", "保密"),
    ("own_rage", "对不起我气昏了", "谢谢您说出来"), ("crane", "他已经上去了", "119"), ("crack", "我们搬出来了", "别再回去"), ("visit_today", "什么时候来", "不知道"),
]  # fmt: skip
NOT_ASKED = [
    ("burn", "抹点牙膏"), ("burn", "可以冰敷吗"), ("self_harm", "我想一个人静静"), ("fire", "在三楼"), ("fraud", "桂花苑3栋"), ("swallowed", "幸福家园5栋402"), ("self_harm", "睡不着"),
    ("battery", "又冒烟了，没灭了"), ("heart", "在胸口"), ("assault", "幸福家园3栋"), ("crack", "12栋顶楼"), ("car", "车牌浙A12345"),
]  # fmt: skip


@pytest.mark.parametrize(("script", "text", "says"), ASKED)
def test_what_is_asked_in_it_has_its_answer(script: str, text: str, says: str) -> None:
    assert says in answer_to(text, script)


@pytest.mark.parametrize(("script", "text"), NOT_ASKED)
def test_other_words_have_none(script: str, text: str) -> None:
    """An act that must not be done is named by its own rule; a place is a place."""
    assert answer_to(text, script) == ""


def test_after_the_all_clear_only_what_cannot_be_over_is_answered() -> None:
    """A fire is out, and somebody is carried out of it."""
    assert answer_to("要洗澡吗", "assault", over=True) == ""
    assert "120" in answer_to("有人被抬出来了", "fire_seen", over=True)


OUT = ["火灭了", "烟散了，火灭了", "明火扑灭了", "灭了", "火已经扑灭了", "火熄了"]


@pytest.mark.parametrize("text", OUT)
@pytest.mark.parametrize("script", ["fire", "fire_seen"])
def test_of_people_it_is_asked_when_only_the_fire_is_out(chat: Chat, portal: Portal, script: str, text: str) -> None:
    """It stands in the case as an all-clear that ends no page; at a yes people are paged anew."""
    raise_as(chat, script)
    assert names(chat.says(text)) == ["utter_danger_added", "utter_ask_danger"]
    assert portal.cleared == [(False, False)]
    assert names(chat.says("有", "affirm", rule="affirm"))[0] == f"utter_danger_{script}"
    assert not chat.raised().get("over")
    assert [case_no for case_no, _ in portal.raised_again] == [portal.cases[0]["case_no"]]
    assert portal.cleared == [(False, False)]


@pytest.mark.parametrize(
    "text", ["有的", "有人", "里面有人", "有，在三楼", "快来", "还有人没出来", "我奶奶还没出来", "人晕倒了", "头好晕"]
)
def test_whatever_tells_of_somebody_is_an_emergency_again(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "fire")
    chat.says("火灭了")
    assert names(chat.says(text, "add_detail", rule="detail"))[0].startswith("utter_danger_")
    assert len(portal.raised_again) == 1


@pytest.mark.parametrize("text", ["谢谢", "好的", "电梯还没修好", "路灯坏了", "不着了"])
def test_ordinary_words_after_it_page_nobody(chat: Chat, portal: Portal, text: str) -> None:
    """Nor is anybody said to be well."""
    raise_as(chat, "fire")
    chat.says("火灭了")
    told = names(chat.says(text, "thank", rule="thank", score=0.9))
    assert portal.raised_again == []
    assert not any(name.startswith(("utter_all_clear", "utter_danger_fire")) for name in told)


@pytest.mark.parametrize("no", ["没有", "没有，火灭了", "人都没事", "没人受伤"])
def test_a_no_after_it_is_an_end(chat: Chat, no: str) -> None:
    raise_as(chat, "fire")
    chat.says("火灭了")
    assert names(chat.says(no, "deny", rule="deny")) == ["utter_all_clear"]
    assert chat.raised().get("over")


def test_it_is_asked_once(chat: Chat) -> None:
    raise_as(chat, "fire")
    said = [names(chat.says("火灭了"))[-1] for _ in range(3)]
    assert said == ["utter_ask_danger", "utter_danger_added", "utter_danger_added"]


def test_people_are_said_to_be_well_by_whoever_said_so(chat: Chat) -> None:
    raise_as(chat, "fire_seen")
    assert names(chat.says("火灭了，人都没事")) == ["utter_all_clear"]
    assert chat.raised().get("over")


def test_whoever_is_locked_in_does_not_end_it_by_a_word(chat: Chat, portal: Portal) -> None:
    """Whoever holds the telephone may be another."""
    raise_as(chat, "home_violence_held")
    told = chat.says("没事了不用管了", "out_of_scope", rule="out_of_scope")
    assert names(told)[0] == "utter_situation_answer"
    assert not chat.raised().get("over")


def test_whoever_wants_to_die_is_not_pressed_for_the_place(chat: Chat) -> None:
    fire(chat, "我不想活了", "self_harm", place=())
    assert names(chat.says("就是累")) == ["utter_situation_answer"]
    assert chat.raised().get("asks") == "place"


def test_the_answer_is_given_and_the_words_join_the_case(chat: Chat) -> None:
    raise_as(chat, "severed")
    told = chat.says("断掉的手指怎么办")
    assert names(told)[:2] == ["utter_situation_answer", "utter_danger_added"]
    assert "干净的布" in told.says[0].params["answer"]


def test_whoever_feels_better_is_not_told_the_same_words_again(chat: Chat) -> None:
    """Nor that somebody listens, beside the answer."""
    raise_as(chat, "self_harm")
    assert names(chat.says("我好点了")) == ["utter_situation_answer"]


def test_whoever_goes_on_hears_other_words_each_time(chat: Chat) -> None:
    raise_as(chat, "self_harm")
    said = [names(chat.says(text, "out_of_scope", rule="out_of_scope"))[0] for text in ("嗯嗯", "哎", "你说呢")]
    assert len(set(said)) == 3


def test_each_answer_is_of_scripts_that_there_are_and_fits_an_sms() -> None:
    for one in situations.answers():
        assert {script.rstrip("!?") for script in one.of} <= SCRIPTS | {"ordinary", "taken_back", "taken_along"}, (
            one.named
        )
        assert len(one.named) + SIGN <= SEGMENTS_OF_TWO, one.named
        assert "您" not in one.named or not {"child_alone", "lost_child"} & set(one.of), one.named


def test_each_situation_has_its_words() -> None:
    for one in situations.situations():
        assert f"utter_danger_{one.named}" in RESPONSES
        assert re.search("11[09]|120|12110", RESPONSES[f"utter_danger_{one.named}"][0]["text"])


@pytest.mark.parametrize("text", ["script,of,words,unless\nburn,,烫,\n", "script,of\nburn,injury\n"])
def test_a_bad_line_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "situations.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(situations.SituationError, match=r"situations\.csv line [12]"):
        situations.load_situations(file)


def test_a_bad_answer_is_named(tmp_path: Path) -> None:
    file = tmp_path / "situation_answers.csv"
    file.write_text("of,words,unless,answer\n,烫,,冲凉水\n", encoding="utf-8")
    with pytest.raises(situations.SituationError, match=r"situation_answers\.csv line 2"):
        situations.load_answers(file)
