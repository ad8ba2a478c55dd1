"""Those who wait, give up and report after all; who name another place; and who tell more beside the place."""

from __future__ import annotations

import pytest

from actions.conversation.turn import Talk
from actions.interpreting.open_questions import takes_up_dropped
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

WAITS = [
    "等等先别报",
    "先等一下别登记",
    "你先别急着报，我再想想",
    "慢着",
    "让我再想想",
    "等一会再报",
    "先不要提交，我商量一下",
]
GOES_AHEAD = ["还是报吧", "那就报吧", "想好了，报上去", "还是登记吧", "算了还是报吧", "就报上去吧"]


@pytest.mark.parametrize("wait", WAITS)
def test_who_asks_to_wait_loses_nothing(resident: Resident, portal: Portal, wait: str) -> None:
    resident.says("楼道灯坏了 桂花苑6栋")
    assert "记着" in texts(resident.says(wait))
    assert resident.says("还是报吧")["registered"]
    assert portal.cases[0]["place"] == "桂花苑6栋"


@pytest.mark.parametrize("decided", GOES_AHEAD)
def test_a_dropped_report_is_taken_up_again(resident: Resident, portal: Portal, decided: str) -> None:
    resident.says("楼道灯坏了 桂花苑6栋")
    assert "不报了" in texts(resident.says("算了"))
    answer = resident.says(decided)
    assert asked(answer) == "confirm"
    assert "楼道灯坏了 桂花苑6栋" in texts(answer)
    assert resident.says("是")["registered"]
    assert portal.cases[0]["place"] == "桂花苑6栋"


def test_to_go_ahead_adds_no_words(resident: Resident) -> None:
    """While a question waits, it is asked again."""
    resident.says("楼上装修太吵了，清河小区8栋")
    assert asked(resident.says("还是报吧")) == "time"
    assert "还是报吧" not in texts(resident.says("每天晚上"))


@pytest.mark.parametrize(
    ("first", "then", "place"),
    [
        ("翡翠湾花园三期门口垃圾堆了好几天了", "那算了，我说的是清河小区门口", "清河小区门口"),
        ("桂花苑6栋楼道灯坏了", "我说的是翠竹公寓6栋", "翠竹公寓6栋"),
        ("老菜场旁边路坑了", "我讲的是公园路那边", "公园路"),
        ("幸福家园二期的健身器材坏了", "我指的是桂花苑的", "桂花苑"),
        ("翠竹公寓3栋门禁坏了", "哎，我要说的是5栋", "翠竹公寓5栋"),
        ("清河小区8栋楼下有人乱停车 天天晚上", "我刚才说的是清河小区9栋", "清河小区9栋"),
    ],
)
def test_the_place_that_is_meant_replaces_the_other(
    resident: Resident, portal: Portal, first: str, then: str, place: str
) -> None:
    resident.says(first)
    resident.says(then)
    assert resident.says("是")["registered"]
    assert portal.cases[0]["place"].startswith(place)
    assert "、" not in portal.cases[0]["place"]


@pytest.mark.parametrize(
    ("answer", "place"),
    [
        ("翠竹公寓北门 黑得吓人", "翠竹公寓北门"),
        ("黑了三天啦 桂花苑6栋", "桂花苑6栋"),
        ("清河小区8栋，没人管", "清河小区8栋"),
        ("都看不见了！公园路12号", "公园路12号"),
        ("幸福家园二期 烦死了", "幸福家园二期"),
        ("太黑了翠竹公寓2栋", "翠竹公寓2栋"),
    ],
)
def test_what_is_told_beside_the_place_is_no_place(resident: Resident, portal: Portal, answer: str, place: str) -> None:
    assert asked(resident.says("路灯不亮")) == "place"
    resident.says(answer)
    assert resident.says("是")["registered"]
    assert portal.cases[0]["place"] == place


@pytest.mark.parametrize(
    "text",
    [
        "我报了几件了?",
        "我一共报过几件事",
        "我登记了多少件了",
        "我反映过几个问题了",
        "到现在我投诉了几件",
        "我报上去了几件啊",
    ],
)
def test_how_many_were_reported_is_no_detail_of_the_emergency(resident: Resident, portal: Portal, text: str) -> None:
    resident.says("翠竹公寓2栋一楼着火了")
    answer = resident.says(text)
    assert answer["messages"][0]["response"] == "utter_status"
    assert portal.details == []


LATER = ["刚才那个还是要报", "恢复刚才那个", "我反悔了", "还是报吧", "前面那个还是登记吧"]


@pytest.mark.parametrize("stop", ["算了", "撤回"])
@pytest.mark.parametrize("decided", LATER)
def test_a_dropped_report_is_taken_up_again_after_other_words(
    resident: Resident, portal: Portal, stop: str, decided: str
) -> None:
    """A greeting, a message out of scope, and a common question with its answer."""
    resident.says("楼道灯坏了 桂花苑6栋")
    resident.says(stop)
    resident.says("你好")
    resident.says("给我讲个笑话")
    resident.says("居住证怎么办")
    resident.says("清楚了，谢谢")
    answer = resident.says(decided)
    assert "楼道灯坏了 桂花苑6栋" in texts(answer)
    assert resident.says("是")["registered"]
    assert portal.cases[0]["place"] == "桂花苑6栋"


def test_a_dropped_report_is_kept_for_a_day() -> None:
    talk = Talk(dropped={"form": {"text": "楼道灯坏了"}, "until": "2026-11-25T09:00:00+08:00"})
    assert takes_up_dropped(talk, a_turn("刚才那个还是要报", sent_at="2026-11-25T08:59:00+08:00"))
    assert not takes_up_dropped(talk, a_turn("刚才那个还是要报", sent_at="2026-11-25T09:01:00+08:00"))


def test_beside_an_open_report_nothing_dropped_is_taken_up() -> None:
    """The open one is meant."""
    talk = Talk(form={"text": "门禁坏了"}, dropped={"form": {"text": "楼道灯坏了"}, "until": ""})
    assert not takes_up_dropped(talk, a_turn("还是报吧"))


def test_a_later_withdrawal_is_what_is_taken_back(resident: Resident, portal: Portal) -> None:
    """Not the report that was dropped before it."""
    portal.has_case()
    resident.says("楼道灯坏了 桂花苑6栋")
    resident.says("算了")
    resident.says("撤回桂花苑3栋路灯那件")
    resident.says("是")
    resident.says("我反悔了，不该撤的")
    assert portal.cases[0]["state"] == "reported"
