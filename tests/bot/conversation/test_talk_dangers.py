"""Dangers in whole conversations through the channel, with the trained agent."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

REPORT = "桂花苑3栋楼下的路灯不亮了"
DANGERS = [
    ("着火了，三楼厨房着火了快来人", "utter_danger_fire", "119"),
    ("家里煤气漏了味道很大怎么办", "utter_danger_gas", "119"),
    ("我被困在电梯里了", "utter_danger_lift", "119"),
    ("我老公打我，脸都打肿了", "utter_danger_home_violence", "110"),
    ("不解决我就从楼上跳下去", "utter_danger_self_harm", "110"),
]


@pytest.mark.parametrize(("text", "response", "number"), DANGERS)
def test_danger_is_answered_with_the_number_and_raised(
    resident: Resident, portal: Portal, text: str, response: str, number: str
) -> None:
    """The first line is whom to call; the case is made at once, without a form."""
    told = resident.says(text)
    assert told["messages"][0]["response"] == response
    assert number in told["messages"][0]["text"].splitlines()[0]
    assert told["registered"]
    assert len(portal.cases) == 1


@pytest.mark.parametrize(
    ("text", "response"),
    [("早上好，请问有人溺水怎么办", "utter_danger_water"), ("请问触电了怎么办？", "utter_danger_shock"), ("有没有不疼的死法", "utter_danger_self_harm")],
)  # fmt: skip
def test_a_question_about_a_danger_is_answered_with_the_number(
    resident: Resident, portal: Portal, text: str, response: str
) -> None:
    """Not by a common question; and it is asked whether somebody is in danger."""
    told = resident.says(text)
    assert [message["response"] for message in told["messages"]] == [response, "utter_not_told_yet", "utter_ask_danger"]


def test_who_hides_in_a_fire_is_told_of_smoke(resident: Resident, portal: Portal) -> None:
    """Not of blows at home."""
    resident.says("着火了")
    resident.new_epoch()
    assert resident.says("我躲厕所里了")["messages"][0]["response"] == "utter_danger_smoke"


def test_where_it_is_comes_after_and_joins_the_emergency(resident: Resident, portal: Portal) -> None:
    """Asked only because it was not said; the epoch has turned by then."""
    told = resident.says("着火了快来人啊")
    assert asked(told) == "place"
    resident.new_epoch()
    resident.says("幸福家园3栋2单元")
    assert portal.details == [("details", "幸福家园3栋2单元")]
    assert len(portal.cases) == 1


PLACES = [
    "翠竹公寓5栋门口",
    "翠竹公寓5栋302室",
    "桂花苑8栋2单元301",
    "5栋",
    "在家",
    "就在楼下",
    "3楼走廊",
    "在桂花苑8栋",
]


@pytest.mark.parametrize("alarm", ["有人晕倒了", "着火了"])
@pytest.mark.parametrize("where", PLACES)
def test_whatever_the_answer_to_where_is_it_reaches_the_alarm(
    resident: Resident, portal: Portal, alarm: str, where: str
) -> None:
    """As people say it, whatever the classifier makes of it; other requests are still answered, and the place still waits, also after
    words by which nobody could find it."""
    assert asked(resident.says(alarm)) == "place"
    resident.new_epoch()
    resident.says("你是谁")
    assert portal.details == []
    told = resident.says(where)
    assert portal.details == [("details", where)]
    assert told["messages"][0]["response"] == "utter_danger_added"
    assert asked(told) == (None if "苑" in where or "公寓" in where else "place")
    assert len(portal.cases) == 1


def test_the_place_goes_before_a_draft_that_was_open(resident: Resident, portal: Portal) -> None:
    """The alarm asked last; the draft's summary still waits, and its yes is its own."""
    resident.says(REPORT)
    assert asked(resident.says("着火了快来人啊")) == "place"
    resident.new_epoch(portal.drafts[17])
    told = resident.says("翠竹公寓5栋门口")
    assert portal.details == [("details", "翠竹公寓5栋门口")]
    assert asked(told) == "confirm"
    assert resident.says("是")["registered"]


@pytest.mark.parametrize("news", ["火已经灭了", "人已经出来了", "没事了", "不用来了", "快点来"])
def test_what_becomes_of_an_emergency_reaches_the_alarm(resident: Resident, portal: Portal, news: str) -> None:
    """Also once the place is told; a good-bye and a report of something else do not. That people are out of a fire is news, and no end of it."""
    resident.says("着火了")
    resident.new_epoch()
    resident.says("桂花苑8栋2单元301")
    resident.says(news)
    heard = "details" if news in ("快点来", "人已经出来了") else "all-clear"
    assert portal.details == [("details", "桂花苑8栋2单元301"), (heard, news)]
    resident.says("好的")
    assert asked(resident.says("桂花苑6栋楼道灯坏了")) == "confirm"
    assert len(portal.details) == 2


@pytest.mark.parametrize("answer", ["有", "有人晕倒了"])
def test_a_yes_after_an_all_clear_belongs_on_the_case_that_was_raised(
    resident: Resident, portal: Portal, answer: str
) -> None:
    """The doubtful words and the answer to the question about them raise that case again; no second one is made, and no draft stays."""
    assert resident.says("着火了，三楼厨房着火了快来人")["registered"]
    resident.new_epoch()
    resident.says("火灭了，没事了")
    assert asked(resident.says("我晕")) == "danger"
    resident.says(answer)
    assert len(portal.cases) == 1
    assert portal.made("detail")[-1]["danger"]
    assert "我晕" in portal.made("detail")[-1]["text"] or answer != "有"
    assert portal.drafts.get(resident.contact) is None


def test_violence_at_home_is_not_written_to_later(resident: Resident, portal: Portal) -> None:
    """Until the reporter allows it: the portal is told so, and the resident is."""
    told = resident.says("我老公打我，脸都打肿了")
    assert portal.made("report")[0]["no_push"] is True
    assert "不主动发消息" in texts(told)


@pytest.mark.parametrize("later", ["是我老公打的", "我老公又打我了", "我老公打我，头上流血了"])
def test_violence_at_home_told_later_is_not_written_to_either(resident: Resident, portal: Portal, later: str) -> None:
    """Whoever strikes may hold the phone, whatever the emergency began with."""
    resident.says("楼道里有人拿刀砍人")
    resident.new_epoch()
    resident.says(later)
    quiet = [*portal.made("detail"), *portal.made("report")[1:]]
    assert [one.get("no_push") for one in quiet] == [True]


def test_a_threat_to_ones_own_life_brings_a_person(resident: Resident, portal: Portal) -> None:
    """At once."""
    resident.says("不解决我就从楼上跳下去")
    assert [body["reason"] for body in portal.handovers] == ["self_harm"]


def test_an_emergency_leaves_the_open_draft(resident: Resident, portal: Portal) -> None:
    """Registering closes the portal's draft, so it is put back."""
    resident.says(REPORT)
    resident.says("着火了快来人啊")
    resident.new_epoch(portal.drafts[17])
    assert portal.drafts[17]["text"] == REPORT


CALLED = ["已经打119了", "已经报警了", "120叫了", "救护车叫了", "我们打过110了", "报过警了"]
CALLED_FOR = {
    "119": ["已经打119了", "119打过了", "消防叫了", "119和120都打了", "已经报警了", "报过警了"],
    "120": ["120叫了", "救护车叫了", "已经打120了", "119和120都打了", "已经报警了", "报过警了"],
}
CALLED_ANOTHER = {
    "119": ["120叫了", "救护车叫了", "我们打过110了"],
    "120": ["已经打119了", "消防叫了", "我们打过110了"],
}
FIRES_AND_FAINTS = [
    ("桂花苑3栋着火了，火很大", "utter_till_help_fire", "119"),
    ("桂花苑3栋有人晕倒了，叫不醒", "utter_till_help_unconscious", "120"),
    ("着火了", "utter_till_help_fire", "119"),
]
NUMBERS = ("110", "119", "120", "12356", "12338", "12110")


@pytest.mark.parametrize(
    ("call", "advice", "said"),
    [(call, advice, said) for call, advice, number in FIRES_AND_FAINTS for said in CALLED_FOR[number]],
)
def test_who_called_help_is_told_what_to_do_till_it_comes(
    resident: Resident, portal: Portal, call: str, advice: str, said: str
) -> None:
    """In the danger last spoken of, without another's number; the words join its case, and a place still asked for stays so."""
    asks = asked(resident.says(call))
    resident.new_epoch()
    told = resident.says(said)
    assert told["messages"][0]["response"] == advice
    assert not any(number in texts(told) for number in NUMBERS)
    assert portal.details == [("details", said)]
    assert len(portal.cases) == 1
    assert asked(told) == asks
    assert resident.expecting is not None
    assert resident.expecting.get("asks") == asks


@pytest.mark.parametrize(
    ("call", "advice", "number", "said"),
    [(call, advice, number, said) for call, advice, number in FIRES_AND_FAINTS for said in CALLED_ANOTHER[number]],
)
def test_who_called_another_number_is_told_the_one_still_needed_and_what_to_do(
    resident: Resident, portal: Portal, call: str, advice: str, number: str, said: str
) -> None:
    """The right number first, and no other; the rest as for whoever called it."""
    asks = asked(resident.says(call))
    resident.new_epoch()
    told = resident.says(said)
    assert [message["response"] for message in told["messages"]][:2] == ["utter_call_first", advice]
    assert [one for one in NUMBERS if one in texts(told)] == [number]
    assert portal.details == [("details", said)]
    assert len(portal.cases) == 1
    assert asked(told) == asks


@pytest.mark.parametrize("said", CALLED)
def test_who_called_help_for_nothing_yet_told_is_asked_what_and_where(
    resident: Resident, portal: Portal, said: str
) -> None:
    """No number, no emergency of a kind that nobody named; what they then say is taken."""
    told = resident.says(said)
    assert [message["response"] for message in told["messages"]] == ["utter_ask_what_danger"]
    assert not any(number in texts(told) for number in NUMBERS)
    assert portal.cases == []
    raised = resident.says("桂花苑3栋着火了")
    assert raised["messages"][0]["response"] == "utter_danger_fire"
    assert len(portal.cases) == 1


def test_a_call_that_is_still_to_be_made_is_danger(resident: Resident, portal: Portal) -> None:
    """Nobody has called: the number first."""
    assert resident.says("着火了，快帮我打119")["messages"][0]["response"] == "utter_danger_fire"


CALLS = [
    "我电话13900001234，有事打我", "打我手机就行", "有事打我13900003333", "随时打我，号码13900001234", "有事您打我", "打我这个号",
    "没有人打我，我是说打我的电话", "没有人打我，是打电话", "没人在打我", "我老公电话13900001234，打他就行",
]  # fmt: skip
BEATINGS = [
    "他打我，我电话13900001234", "他在打我 快来", "他又在打我，我电话13900001234", "老公打我13900001234", "他在打我，快打我电话13900001234",
    "老公喝酒，没事打我，我电话13900001234", "他有事没事打我", "打我手机被抢了快来", "我老公打我我的电话是13900001234",
]  # fmt: skip


def danger_of(told: dict[str, Any]) -> bool:
    return any(message["response"].startswith("utter_danger") for message in told["messages"])


@pytest.mark.parametrize("text", CALLS)
def test_a_telephone_call_is_no_beating(resident: Resident, portal: Portal, text: str) -> None:
    """有事打我 asks for a call: no case is made of it."""
    assert not danger_of(resident.says(text))
    assert portal.cases == []


@pytest.mark.parametrize("text", BEATINGS)
def test_a_beating_beside_a_telephone_number_is_danger(resident: Resident, portal: Portal, text: str) -> None:
    """Whoever leaves a number with it is in danger all the same."""
    told = resident.says(text)
    assert danger_of(told)
    assert told["registered"] or asked(told) == "danger"


def test_the_denial_of_a_beating_raises_no_second_alarm(resident: Resident, portal: Portal) -> None:
    """It is news of the emergency."""
    resident.says("他在打我 快来")
    resident.new_epoch()
    told = resident.says("没有人打我，我是说打我的电话")
    assert told["messages"][0]["response"] == "utter_heard"
    assert portal.details == [("all-clear", "没有人打我，我是说打我的电话")]
    assert len(portal.cases) == 1


def test_a_number_while_an_emergency_has_no_place_leaves_the_place_asked(resident: Resident, portal: Portal) -> None:
    """It joins the alarm, and where it is is asked again."""
    assert asked(resident.says("着火了快来人啊")) == "place"
    resident.new_epoch()
    assert asked(resident.says("13900001112")) == "place"
    resident.says("幸福家园3栋2单元")
    assert portal.details == [("details", "13900001112"), ("details", "幸福家园3栋2单元")]


@pytest.mark.parametrize("text", ["2单元着火了", "3栋着火了快来人"])
def test_an_emergency_in_a_building_of_no_estate_is_asked_where(resident: Resident, portal: Portal, text: str) -> None:
    """Every estate has a 3栋; with its name nothing is asked."""
    assert asked(resident.says(text)) == "place"
    resident.new_epoch()
    assert asked(resident.says(f"幸福家园{text}")) is None


@pytest.mark.parametrize(
    "text", ["好的谢谢，我把农药喝了", "什么时候放假，我被人捅了", "居住证怎么办，我家着火了", "谢谢，着火了"]
)
def test_neither_thanks_nor_a_question_hides_a_danger(resident: Resident, text: str) -> None:
    """A number to call comes first, and the danger is raised or asked about."""
    says = resident.says(text)
    assert any(number in texts(says).splitlines()[0] for number in ("110", "119", "120"))


@pytest.mark.parametrize("text", ["孩子从窗户掉下去了玩具", "有人倒在我家门口一堆垃圾", "活够本了"])
def test_words_that_are_a_danger_by_their_order_alone_are_asked_about(
    resident: Resident, portal: Portal, text: str
) -> None:
    """Nothing is raised before the answer."""
    assert asked(resident.says(text)) == "danger"
    assert portal.cases == []


def test_another_matter_beside_a_no_waits(resident: Resident, portal: Portal) -> None:
    """After "is somebody in danger?"; it takes no place of the first's."""
    resident.says("电梯里好像有人被夹到手")
    answer = resident.says("没有，就是门关得太快，另外3栋楼下的路灯也不亮了")
    assert "这件我也记下了" in texts(answer)
    assert asked(answer) == "place"
    assert asked(resident.says("桂花苑5栋")) == "confirm"
    assert "接着办" in texts(resident.says("是"))
    assert resident.says("桂花苑")["messages"][-1]["asks"] == "confirm"
    assert portal.cases[0]["place"].startswith("桂花苑5栋")


def test_what_is_said_beside_a_no_is_kept(resident: Resident, portal: Portal) -> None:
    resident.says("电梯里好像有人被夹到手，桂花苑5栋")
    resident.says("没有，就是门关得太快。物业说下周修")
    resident.says("是")
    assert "物业说下周修" in str(portal.made("report")[0])


@pytest.mark.parametrize("text", ["刷卡没反应", "按了按钮没反应", "投诉了没反应", "物业没动静"])
def test_the_silence_of_a_thing_beside_a_report_is_no_sign(resident: Resident, portal: Portal, text: str) -> None:
    resident.says("桂花苑3栋门禁坏了")
    assert asked(resident.says(text)) != "danger"


@pytest.mark.parametrize("text", ["叫他没反应", "推了没反应", "老人没反应", "按了胸口没反应了"])
def test_the_silence_of_a_person_beside_a_report_is_asked_about(resident: Resident, portal: Portal, text: str) -> None:
    resident.says("桂花苑3栋门禁坏了")
    answer = resident.says(text)
    assert asked(answer) == "danger" or answer["registered"]
