"""What a message is to the case registered before it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.intake import after_report
from actions.interpreting import choosing
from actions.portal_client import CaseSummary
from tests.bot.conversation.conftest import SENT, Resident, asked, texts
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.portal_stand_in import Portal

REPORT = "桂花苑3栋楼下的路灯不亮了"


def a_case(**facts: Any) -> CaseSummary:
    case: Any = {
        "case_no": "LL-20261124-0001",
        "state": "reported",
        "state_label": "",
        "title": "路灯不亮",
        "place": "桂花苑3栋",
        "time": "",
        "kind": "request",
        "category": "0403",
        "reported_at": SENT,
        "handler": None,
        "due_at": None,
        "last": "",
        "link": "",
        "confidential": False,
        "kept_back": False,
    }
    found: CaseSummary = case | facts
    return found


@pytest.mark.parametrize("text", ["记得带梯子，灯很高", "晚上七点以后家里才有人", "还有一盏也快灭了", "就在垃圾桶旁边"])
def test_more_words_are_about_the_case(text: str) -> None:
    """Said within the hour, without another place."""
    turn = a_turn(text, "report_case", 0.5)
    assert after_report.read_relation(turn, a_case(), sure_of_other=False) == "adds"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("清河小区大门口垃圾堆成山没人收", "清河小区大门口"),
        ("再报一件，楼道里堆满了纸箱", "楼道"),
        ("另外想投诉小区里的狗", "小区"),
    ],
)
def test_another_matter_is_not(text: str, place: str) -> None:
    """Somewhere else, or said to be another."""
    turn = a_turn(text, "report_case", 0.9, place=(place,), category=("0404", ["城乡建设", "环境卫生"], 0.9))
    assert after_report.read_relation(turn, a_case(), sure_of_other=False) is None


def test_an_hour_later_only_what_says_so_is_about_it() -> None:
    """A correction and the same report again still are, for a day."""
    old = a_case(reported_at="2026-11-23T12:00:00+08:00", title="桂花苑3栋楼下的路灯不亮了")
    more = a_turn("灯罩也裂了一块", "report_case", 0.5, sent_at=SENT)
    assert after_report.read_relation(more, old, sure_of_other=False) is None
    again = a_turn(REPORT, "report_case", 0.9, place=("桂花苑3栋楼下",), sent_at=SENT)
    assert after_report.read_relation(again, old, sure_of_other=False) == "again"
    assert after_report.corrects(a_turn("写错了，是5栋", place=("5栋",), sent_at=SENT), old)


LINES = ["垃圾没人收（0002） LL-20261124-0002", "路灯不亮（0001） LL-20261124-0001"]


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("路灯那个", LINES[1:]),
        ("第一个", LINES[:1]),
        ("垃圾", LINES[:1]),
        ("都要", LINES),
        ("两件都说说", LINES),
        ("刚才那件", LINES[:1]),
        ("最早的", LINES[1:]),
        ("你们什么时候下班", []),
    ],
)
def test_whatever_a_person_would_say_chooses(said: str, chosen: list[str]) -> None:
    """The thing's name, a number, newest, oldest, all."""
    assert list(choosing.chosen_lines(said, LINES)) == chosen


def registered(resident: Resident, portal: Portal) -> None:
    resident.says(REPORT)
    resident.says("是")
    resident.new_epoch()
    portal.cases[0] |= {"title": REPORT, "place": "桂花苑3栋楼下", "reported_at": SENT}


def test_a_correction_after_the_report_changes_the_case(resident: Resident, portal: Portal) -> None:
    """And the answer says what the case says now."""
    registered(resident, portal)
    answer = resident.says("哎呀写错了，是5栋")
    assert portal.made("detail")[0]["changes"] == {"place": "桂花苑5栋楼下"}
    assert "桂花苑5栋楼下" in texts(answer)
    assert len(portal.cases) == 1


@pytest.mark.parametrize("text", ["我那个号码别留了，删掉", "号码不想留了，删掉", "号码删了吧", "不想留电话了"])
def test_a_number_is_deleted_and_the_case_stays(resident: Resident, portal: Portal, text: str) -> None:
    """It is no withdrawal."""
    registered(resident, portal)
    resident.says(text)
    assert portal.made("detail")[0]["changes"] == {"contact": ""}
    assert portal.made("withdraw") == []


def test_words_after_the_report_go_to_the_case_unless_it_is_another(resident: Resident, portal: Portal) -> None:
    """The answer says to which case; 另一件 makes a report of them."""
    registered(resident, portal)
    answer = resident.says("灯杆很高，师傅记得带梯子")
    assert "LL-20261124-0001" in texts(answer)
    assert portal.details == [("details", "灯杆很高，师傅记得带梯子")]
    assert asked(resident.says("另一件")) is not None
    assert len(portal.cases) == 1


def test_another_is_offered_only_where_it_is_heard(resident: Resident, portal: Portal) -> None:
    """Where words were added unasked; not after 补充一下, 同一件 or a correction, of which no other case is made."""
    portal.has_case(state="accepted")
    assert "另一件" not in texts(resident.says("补充一下，灯杆上有编号A7"))
    portal.cases.clear()
    registered(resident, portal)
    assert "另一件" not in texts(resident.says("不对不对，弄错了"))
    resident.says(REPORT)
    assert "另一件" not in texts(resident.says("同一件"))
    assert "回“另一件”" in texts(resident.says("灯杆很高，师傅记得带梯子"))
    assert len(portal.details) == 4


@pytest.mark.parametrize("added", ["灯杆很高，师傅记得带梯子", "13800005555", "补充一下，灯杆上有编号A7"])
def test_a_correction_after_an_addition_changes_the_case(resident: Resident, portal: Portal, added: str) -> None:
    """Also after one that 另一件 was offered beside: a place, a number; another case is still made when asked for."""
    registered(resident, portal)
    resident.says(added)
    told = resident.says("不对，是5栋")
    assert "改好了" in texts(told)
    assert portal.made("detail")[-1]["changes"] == {"place": "桂花苑5栋楼下"}
    resident.says("把我的号码删掉")
    assert portal.made("detail")[-1]["changes"] == {"contact": ""}
    assert len(portal.cases) == 1


@pytest.mark.parametrize(
    "said", ["里面关着个老太太，喘不上气", "我奶奶掉下去了", "救命", "有人晕过去了", "快来人，流了好多血"]
)
def test_danger_told_after_a_report_is_no_addition(resident: Resident, portal: Portal, said: str) -> None:
    """The number comes first, and the question or the alarm; the report before stays as it is."""
    registered(resident, portal)
    told = texts(resident.says(said))
    assert re.search("110|119|120", told.split("\n")[0])
    assert "加在" not in told
    assert portal.details == []


@pytest.mark.parametrize("said", ["昨天有个老人在这里摔了一跤", "再不修要摔死人的", "晚上黑得怕人", "灯罩掉下来了"])
def test_what_might_happen_is_an_addition(resident: Resident, portal: Portal, said: str) -> None:
    """Past, feared or about things."""
    registered(resident, portal)
    resident.says(said)
    assert len(portal.details) == 1


def test_the_same_that_the_case_takes_no_more_is_a_report(resident: Resident, portal: Portal) -> None:
    """The case is over meanwhile: what was said is not lost, nor the case denied."""
    registered(resident, portal)
    resident.says(REPORT)
    portal.refusals["/details"] = (409, "closed")
    told = resident.says("同一件")
    assert asked(told) == "confirm"
    assert "没有您报过的事" not in texts(told)
    assert resident.says("是")["registered"]
    assert [made["text"] for made in portal.made("report")] == [REPORT, REPORT]


@pytest.mark.parametrize("confidential", [False, True])
def test_who_reads_a_correction_is_told_as_the_portal_has_it(
    resident: Resident, portal: Portal, confidential: bool
) -> None:
    """In confidence the desk alone reads the words; else also whoever the case is given to, which nobody may be yet."""
    registered(resident, portal)
    portal.cases[0] |= {"confidential": confidential, "state": "reported"}
    told = resident.says("哎呀写错了，是5栋")
    assert "桂花苑5栋楼下" in texts(told)
    assert "受理台看得到" in texts(told)
    assert "经办的人" not in texts(told)
    assert ("派给谁办谁也看得到" in texts(told)) is not confidential
    assert ("原话不给办事的单位看" in texts(told)) is confidential


def test_a_number_that_was_corrected_is_said_to_stay_at_the_desk(resident: Resident, portal: Portal) -> None:
    """No handler reads it; by SMS, too, the answer says which number it is now."""
    registered(resident, portal)
    told = resident.says("电话写错了，应该是13900001113")
    assert portal.made("detail")[0]["changes"] == {"contact": "13900001113"}
    assert "电话：13900001113" in texts(told)
    assert "不给办事的单位看" in texts(told)


@pytest.mark.parametrize(
    ("said", "now"), [("电话写错了，应该是13900001113", "电话：13900001113"), ("不是投诉，是建议", "建议")]
)
def test_an_sms_says_what_was_corrected(resident: Resident, portal: Portal, said: str, now: str) -> None:
    """Not 改好了 and then nothing."""
    registered(resident, portal)
    portal.cases[0]["kind"] = "complaint"
    resident.channel = "sms"
    assert now in texts(resident.says(said))


def test_no_number_is_said_to_be_deleted_where_there_may_have_been_none(resident: Resident, portal: Portal) -> None:
    """The answer says how it is now."""
    registered(resident, portal)
    told = texts(resident.says("我那个号码别留了，删掉"))
    assert "电话：不留号码" in told
    assert "已经删掉" not in told


def test_the_same_report_again_is_asked_about(resident: Resident, portal: Portal) -> None:
    """同一件 adds it; nothing is registered twice."""
    registered(resident, portal)
    assert asked(resident.says(REPORT)) == "which_case"
    resident.says("同一件")
    assert portal.details == [("details", REPORT)]
    assert len(portal.cases) == 1


def test_a_report_in_pieces_is_one_case_read_as_a_whole(resident: Resident, portal: Portal) -> None:
    """Estate, building, thing and trouble, a word each."""
    for piece in ("清河小区", "6栋", "楼道"):
        assert asked(resident.says(piece)) == "detail"
    assert asked(resident.says("感应灯不亮了")) == "confirm"
    resident.says("有半个月了")
    resident.says("是")
    made = portal.made("report")[0]
    assert "清河小区6栋" in made["text"]
    assert "感应灯" in made["text"]
    assert next(place["text"] for place in made["draft"]["places"]).startswith("清河小区6栋")


def test_what_is_no_place_is_kept_and_the_place_asked_again(resident: Resident, portal: Portal) -> None:
    """Kindly, and a place told then is taken."""
    assert asked(resident.says("路灯不亮了")) == "place"
    again = resident.says("一闪一闪的")
    assert asked(again) == "place"
    assert not any(message["fallback"] for message in again["messages"])
    assert asked(resident.says("清河小区6栋")) == "confirm"
    resident.says("是")
    made = portal.made("report")[0]
    assert "一闪一闪" in made["text"]
    assert made["answers"]["place"] == "清河小区6栋"


@pytest.mark.parametrize(
    ("said", "room"),
    [("别写门牌", ""), ("把302去掉", "302"), ("302别给人看", "302"), ("门牌号删了吧", ""), ("别把我家门牌写上去", "")],
)
def test_a_room_is_left_out_after_the_report(resident: Resident, portal: Portal, said: str, room: str) -> None:
    """The answer says so, and not that the old words stay for whoever sees to it."""
    resident.says("桂花苑3栋302漏水三天了")
    assert resident.says("是")["registered"]
    resident.new_epoch()
    told = resident.says(said)
    assert [message["response"] for message in told["messages"]] == ["utter_room_left_out"]
    assert portal.made("detail")[-1]["changes"]["room"] == room
    assert "也看得到" not in texts(told)
