"""Whoever hides at home from blows is told to stay behind the door from then on; what may lead to whoever is missing belongs to 110, too; somebody old who answers after all."""

from __future__ import annotations

import pytest

from actions.interpreting import all_clear, scenes
from actions.interpreting.aid.asked import read_aid
from tests.bot.conversation.danger_chat import Chat, names, raise_as
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "text", ["我躲在卫生间 手机快没电了", "我躲卧室了", "我和孩子躲进厕所了", "他在砸门", "他一直在踹门"]
)
def test_whoever_hides_is_shut_in(text: str) -> None:
    assert scenes.script_if_shut_in("home_violence", text) == "home_violence_hiding"


@pytest.mark.parametrize(
    "text",
    [
        "我逃出来了",
        "隔壁在砸门 我听见的",
        "我躲在邻居家了",
        "他走了",
        "手机快没电了",
        "我躲在便利店",
        "他把我反锁在外面",
    ],
)
def test_whoever_is_out_is_not(text: str) -> None:
    assert not scenes.script_if_shut_in("home_violence", text)


def test_whoever_is_locked_out_is_not_held() -> None:
    """She can leave."""
    assert scenes.script_of("home_violence", "他把我反锁在外面") == "home_violence"
    assert scenes.script_of("home_violence", "他把我反锁在家里不让我出门") == "home_violence_held"


def test_the_hiding_is_remembered(chat: Chat, portal: Portal) -> None:
    """他在砸门 after it brings the door again, not 先离开."""
    raise_as(chat, "home_violence")
    hides = chat.says("我躲在卫生间 手机快没电了", "out_of_scope", rule="out_of_scope")
    assert any(name.endswith("home_violence_hiding") for name in names(hides))
    told = chat.says("他在砸门", danger="home_violence")
    assert "utter_danger_home_violence" not in names(told)
    assert any(name.endswith("home_violence_hiding") for name in names(told))


@pytest.mark.parametrize("script", ["missing", "self_harm_gone"])
def test_a_clue_belongs_to_the_police(chat: Chat, portal: Portal, script: str) -> None:
    raise_as(chat, script)
    told = chat.says("他昨天说过要去钱塘江边", "out_of_scope", rule="out_of_scope")
    assert "utter_call_first" in names(told)


@pytest.mark.parametrize("text", ["刚才去派出所报了案", "刚才警察到了", "刚才看到他在家"])
def test_whoever_comes_from_the_police_is_not_sent_there(chat: Chat, portal: Portal, text: str) -> None:
    raise_as(chat, "missing")
    assert "utter_call_first" not in names(chat.says(text, "out_of_scope", rule="out_of_scope"))


@pytest.mark.parametrize("text", ["门打开了 人还有气", "人还有气", "还有一口气", "他还有呼吸"])
@pytest.mark.parametrize("script", ["locked_in", "unconscious", "no_answer"])
def test_who_breathes_is_laid_on_the_side(text: str, script: str) -> None:
    assert read_aid(text, script) == "awake"


@pytest.mark.parametrize("text", ["没气了", "煤气还有气", "人没气了", "轮胎还有气"])
def test_who_does_not_is_not(text: str) -> None:
    assert read_aid(text, "unconscious") != "awake"


@pytest.mark.parametrize(
    "text",
    [
        "我妈回电话了", "我妈回电话了，她在楼下跳舞没听见", "我爸接电话了，手机没电了", "我妈回电话了，刚才在洗澡", "联系上了，他去钓鱼了", "我妈电话打通了，手机静音",
    ],
)  # fmt: skip
def test_who_answers_after_all_is_safe(text: str) -> None:
    assert all_clear.read_all_clear(text, "no_answer") == "safe"


@pytest.mark.parametrize(
    "text",
    [
        "我妈回电话了，说不舒服",
        "电话没打通",
        "我妈没回电话",
        "打通了，他说腿动不了",
        "手机没电了",
        "她在楼下跳舞",
        "打通了",
        "电话打通了",
        "刚打通",
        "在家",
    ],
)
def test_who_answers_in_need_is_not(text: str) -> None:
    assert all_clear.read_all_clear(text, "no_answer") != "safe"


def test_found_in_an_internet_cafe() -> None:
    assert all_clear.read_all_clear("找到了 在网吧", "missing") == "found"
    assert all_clear.read_all_clear("在网吧没找到", "missing") is None


@pytest.mark.parametrize("text", ["阳台空调架子快掉了，底下老有人走", "楼上空调外机支架松了快掉下来", "空调架子松了"])
def test_a_loose_bracket_is_no_child_on_a_ledge(text: str) -> None:
    assert scenes.script_of("other", text) != "ledge"


@pytest.mark.parametrize("text", ["孩子爬到空调外机上了", "小孩站在空调架上"])
def test_a_child_on_a_bracket_is(text: str) -> None:
    assert scenes.script_of("trapped", text) == "ledge"


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑6栋302，是我儿子锁的门",
        "我老公关的",
        "他们不让我出去",
        "媳妇把我手机也收走了我的手机",
        "护工绑的，她绑了我",
    ],
)
def test_whoever_turns_out_to_be_held_by_somebody_is_told_to_be_quiet(chat: Chat, portal: Portal, text: str) -> None:
    """The rescue of somebody stuck would bring noise to the door."""
    raise_as(chat, "trapped")
    told = chat.says(text, "out_of_scope", rule="detail")
    assert "utter_danger_home_violence_held" in names(told)
    assert chat.raised()["danger"] == "home_violence_held"
    assert any(body.get("no_push") for method, _, body, _ in portal.calls if method == "POST")


@pytest.mark.parametrize(
    "text", ["门锁坏了", "物业锁的门", "他去找开锁的了", "我妈在门口等", "是风关的门", "他把我锁在门外了"]
)
def test_a_lock_that_jams_holds_nobody(text: str) -> None:
    assert not scenes.script_if_shut_in("trapped", text)


@pytest.mark.parametrize(
    ("danger", "script", "text"),
    [("violence", "held_by_others", "老板锁了门不放我们走"), ("home_violence", "touched", "继父摸我，还脱我衣服"), ("home_violence", "home_violence_held", "儿媳把我锁在屋里不给饭")],
)  # fmt: skip
def test_whoever_may_be_watched_gets_no_link(chat: Chat, portal: Portal, danger: str, script: str, text: str) -> None:
    """By the situation, whatever its danger is named; and nothing is sent later."""
    told = chat.says(text, danger=danger, advice=script)
    assert names(told)[:2] == [f"utter_danger_{script}", "utter_danger_raised_quietly"]
    assert [say.link for say in told.says if say.link] == []
    assert any(body.get("no_push") for method, _, body, _ in portal.calls if method == "POST")
