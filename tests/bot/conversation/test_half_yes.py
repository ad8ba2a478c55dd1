"""An answer to "has it been fixed?" closes a case only if the whole of it says so; a half yes is asked about."""

from __future__ import annotations

import pytest

from actions.interpreting.follow_up_answers import read_fixed
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

FOLLOW_UP = {"kind": "follow_up", "case_no": "LL-20261124-0001", "choices": {"1": "修好了", "2": "没修好"}}
HALF = [
    "亮是亮了 就是一闪一闪的", "修是修好了，不过用的是旧零件", "好是好了，但是水有点小", "亮了 就是有点晃眼",
    "弄好了一半", "灯是换了 但是太暗", "亮倒是亮了 白天也亮着 浪费电", "通了，可水流很慢", "修好了两盏，剩下一盏",
    "修好了，墙上留了个洞", "不漏了，天花板发霉了", "清了，堆在门口", "处理了一下，味道很大", "换了，型号不对",
    "三楼的好了 五楼的呢", "好了八成", "解决了一部分", "基本好了", "勉强可以了", "好了两天", "修完了怎么声音这么大",
    "暂时好了", "有一盏亮了", "装了，装反了", "满意个屁", "知道了，但是我有意见", "修好了但声音大", "就换了个灯泡就算修好了",
    "一半亮了", "虽然修好了", "只有门口的亮了", "好了个锤子", "弄好了多少钱", "修好了找谁签字", "不漏了可是墙皮掉了",
    "好是好了", "亮倒是亮了", "通了一会儿", "换了灯罩", "说是修好了", "清了半边", "修好了，楼上的呢",
]  # fmt: skip
WHOLE = [
    "修好了，谢谢师傅", "灯亮了，谢谢", "都弄好了，很满意", "水管不漏了，师傅很负责", "处理好了，速度真快", "可以了可以了",
    "修好了，辛苦了", "我看了，好了", "嗯 修好了", "是的，修好了", "昨天就修好了", "刚刚去看了，亮了", "上午师傅来修好了",
    "确实好了", "彻底修好了", "非常满意，点赞", "真快，昨天下午就修好了", "3号楼门口的路灯亮了", "两盏都亮了",
    "好了好了，没事了", "已经解决了，感谢社区", "修好了！！", "谢谢，已经好了", "好了，不用再来了", "没问题了", "没事了，好了",
    "我家的水管通了", "王师傅来修好了，人很好", "对，修好了", "终于修好了", "清楚了，谢谢", "知道了，谢谢你们", "不吵了，谢谢",
    "修好了 以后有问题再找你们", "弄好了，表扬一下", "下水道通了，也不臭了", "好了，真及时", "太好了，修好了",
]  # fmt: skip
NOT = [
    "昨天亮的 今天又黑了",
    "亮了一晚上又灭了",
    "修好了又坏了",
    "又跳闸了",
    "亮了两天又暗了",
    "又停了",
    "又响了",
    "刚修好又断了",
]
NOT_SEEN = [
    "我还没去看 明天说",
    "我还没去看呢",
    "还没看呢",
    "没来得及看",
    "没空去看",
    "还没回去看",
    "我还没试",
    "没时间看，晚上说",
]
NO_ANSWER = ["嗯", "好的", "谢谢师傅", "谢谢", "好", "行", "嗯嗯，谢谢", "辛苦了"]


@pytest.mark.parametrize("text", [*HALF, *NOT_SEEN, *NO_ANSWER])
def test_what_is_no_whole_yes_closes_and_reopens_nothing(text: str) -> None:
    """Neither yes nor no."""
    assert read_fixed(text) is None


@pytest.mark.parametrize("text", WHOLE)
def test_a_whole_yes_is_one(text: str) -> None:
    """With thanks, praise, who came and when."""
    assert read_fixed(text) is True


@pytest.mark.parametrize(
    "text", [*NOT, "没看到有人来修", "还没看到动静", "修了没用", "没有好", "好是好了，但是水还是有点小", "没修好 谢谢"]
)
def test_a_no_is_one(text: str) -> None:
    """What was mended once and fails again; nobody seen."""
    assert read_fixed(text) is False


@pytest.mark.parametrize("text", ["亮是亮了 就是一闪一闪的", "弄好了一半", "装了，装反了", "修好了，墙上留了个洞"])
def test_a_half_yes_is_kept_on_the_case_and_asked(resident: Resident, portal: Portal, text: str) -> None:
    """Their words reach the desk though no button was tapped yet; 没好 then reopens it."""
    portal.has_case(state="resolved")
    resident.expecting = FOLLOW_UP
    told = resident.says(text)
    assert asked(told) == "fixed"
    assert portal.cases[0]["state"] == "resolved"
    assert portal.details == [("details", text)]
    resident.says("没好")
    assert portal.cases[0]["state"] == "dispatched"


@pytest.mark.parametrize("text", ["嗯", "谢谢师傅", "我还没去看呢"])
def test_no_answer_is_asked_again(resident: Resident, portal: Portal, text: str) -> None:
    """Thanks and a 嗯 may say no more than that the message came; there is nothing to keep."""
    portal.has_case(state="resolved")
    resident.expecting = FOLLOW_UP
    assert asked(resident.says(text)) == "fixed"
    assert (portal.cases[0]["state"], portal.details) == ("resolved", [])


def test_a_yes_to_the_question_asked_again_closes(resident: Resident, portal: Portal) -> None:
    """嗯 to 您看好了没有 is one."""
    portal.has_case(state="resolved")
    resident.expecting = FOLLOW_UP
    resident.says("嗯")
    resident.says("嗯")
    assert portal.cases[0]["state"] == "closed"


def test_another_report_is_no_half_yes(resident: Resident, portal: Portal) -> None:
    """Though a word of it sounds like one."""
    portal.has_case(state="resolved")
    resident.expecting = FOLLOW_UP
    told = resident.says("翠竹公寓2栋的门禁坏了三天，换了卡也打不开")
    assert asked(told) == "confirm"
    assert (portal.cases[0]["state"], portal.details) == ("resolved", [])


@pytest.mark.parametrize("text", ["修好了", "没修好"])
def test_an_answer_about_a_case_that_a_denied_call_reopened_is_handed_in(
    resident: Resident, portal: Portal, text: str
) -> None:
    """The portal notes what is said of the fix, and the case goes on."""
    portal.has_case(state="dispatched", fix_asked=True)
    resident.expecting = dict(FOLLOW_UP)
    assert "路灯不亮" in texts(resident.says(text))
    assert (portal.details, portal.cases[0]["state"]) == ([("follow-up", text)], "dispatched")


def test_an_answer_that_the_portal_does_not_ask_for_is_added_to_the_case(resident: Resident, portal: Portal) -> None:
    """Nothing is lost: it is added, as before."""
    portal.has_case(state="dispatched")
    resident.expecting = dict(FOLLOW_UP)
    resident.says("修好了")
    assert [name for name, _text in portal.details] == ["details"]
