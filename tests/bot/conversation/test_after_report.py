"""What a message is to the case registered before it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from actions.conversation.turn import Talk, Wish
from actions.intake import after_report
from actions.interpreting import choosing, danger_signs
from actions.portal_client import CaseSummary
from actions.routes.after_report import topic_after_report
from actions.routing import topic_of
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
        "number": "",
        "kind": "request",
        "category": "0403",
        "reported_at": SENT,
        "handler": None,
        "likely": None,
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
    assert "这里没有能查的事" not in texts(told)
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
    assert "办事的单位看不到号码" in texts(told)
    assert "谁办谁也看得到" not in texts(told)


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


@pytest.mark.parametrize(
    "text",
    [
        "另一件：楼道窗户玻璃碎了", "还有一个，车棚顶漏雨", "顺便说下楼道灯不亮，你另外登一个吧", "另有一件事，水表箱没盖", "再一个：健身器松了", "车棚也漏雨，单独报一下吧",
        "还有一件，门口积水", "另一个问题是广场舞吵", "垃圾房很臭，麻烦你分开登记", "再有个事 长椅断了",
    ],
)  # fmt: skip
def test_what_is_announced_with_its_matter_is_another(text: str) -> None:
    """It is registered apart, without a question whether it is the same."""
    turn = a_turn(text, "add_detail", 0.6)
    assert after_report.tells_another_matter(text)
    assert not after_report.may_be_the_same_matter(turn, a_case())


@pytest.mark.parametrize("text", ["另一栋也不亮", "另外一边也坏了", "分开的那根线也断了", "再报一次", "还有一盏也灭了"])
def test_more_of_the_same_is_not_announced(text: str) -> None:
    """Nor is a mere announcement."""
    assert not after_report.tells_another_matter(text) or text == "再报一次"


@pytest.mark.parametrize(
    "text", ["把这个撤了吧，号码什么的都别留", "不报了，电话也给我删掉", "取消吧 手机号不要存", "撤回，别留我电话了"]
)
def test_a_case_is_withdrawn_and_the_number_deleted(text: str) -> None:
    """Two wishes in one message."""
    assert after_report.withdraws_and_deletes_number(a_turn(text))


@pytest.mark.parametrize("text", ["号码别留了", "把这个撤了吧", "别撤，号码别留", "电话删掉，事情还要办"])
def test_one_wish_is_one(text: str) -> None:
    """The other part is not guessed."""
    assert not after_report.withdraws_and_deletes_number(a_turn(text))


@pytest.mark.parametrize(
    "text",
    [
        "电话打不通就不要了，撤掉",
        "电话打不通撤了吧",
        "撤了吧，没有信息也不要紧",
        "物业电话打过了不用记着，撤了吧",
        "撤了吧，物业电话不用记",
        "撤了吧，号码不要写错",
        "我去了电话没人接，撤了吧",
    ],
)
def test_words_about_calls_delete_no_number(text: str) -> None:
    """It is to be said of the number itself, and of the sender's."""
    assert not after_report.wants_no_number(text)


def test_a_wish_beside_neighbours_is_about_the_case() -> None:
    """楼上楼下 is no place of another matter."""
    text = "别说是我讲的 我们楼上楼下住着 不好看"
    turn = a_turn(text, place=("楼上楼下",), wish=Wish("别说是我讲的", "我们楼上楼下住着 不好看"))
    assert after_report.wish_concerns_case(turn, a_case())


@pytest.mark.parametrize("text", ["哪个来修，要多久", "要几天", "啥时候来人啊", "谁弄？怎么联系"])
def test_nothing_but_questions_asks_how_far_it_is(text: str) -> None:
    """If it is read as that."""
    turn = a_turn(text, "ask_status", 0.3, act="status", act_score=0.6, kind="inquiry")
    assert topic_after_report(turn, "not_understood", a_case()) == "status"


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("刚碰了下杆子，手麻麻的", "live_wire"), ("还漏电", "live_wire"), ("这会儿冒火星了", "fire"), ("有股焦味出来", "fire"), ("还有煤气味", "gas"),
        ("没漏电", None), ("怕漏电", None), ("会不会着火", None), ("腿都站麻了", None), ("全是烟头", None),
    ],
)  # fmt: skip
def test_a_danger_in_more_words_is_heard(text: str, danger: str | None) -> None:
    """Of what was reported: it is asked about, not only added."""
    assert danger_signs.danger_told_of(text, "路灯不亮") == danger


def test_a_danger_told_after_a_report_is_asked_about() -> None:
    """Where the score alone decides nothing."""
    turn = a_turn("刚碰了下杆子，手麻麻的", "add_detail", 0.6)
    assert topic_of(turn, Talk(), "detail", a_case()) == "doubt"
