"""Whole conversations through the channel, with the trained agent: reports, corrections, cases, persons."""

from __future__ import annotations

import pytest

from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Fault, Portal

REPORT = "桂花苑3栋楼下的路灯不亮了"
GUESSED = "幸福家园2栋电梯老是坏，物业不管"


def test_one_message_and_a_yes_register_a_case(resident: Resident, portal: Portal) -> None:
    """A message that says what and where is shown back in the resident's words, and 是 registers it."""
    shown = resident.says(REPORT)
    assert asked(shown) == "confirm"
    assert REPORT in texts(shown)
    done = resident.says("是")
    assert done["registered"]
    assert "LL-20261124-0001" in texts(done)
    assert "市政所" in texts(done)
    assert "12月1日" in texts(done)
    assert done["messages"][0]["link"].endswith("access=abcdefghij")


def test_the_open_draft_is_in_the_portal_from_the_first_turn(resident: Resident, portal: Portal) -> None:
    """A kill of the bot loses no draft."""
    resident.says(REPORT)
    assert portal.drafts[17]["text"] == REPORT


def test_a_correction_reaches_the_case(resident: Resident, portal: Portal) -> None:
    """ "不对，是5栋"."""
    resident.says(REPORT)
    resident.says("不对，是5栋")
    resident.says("对的，谢谢")
    assert portal.made("report")[0]["answers"]["place"].startswith("桂花苑5栋")


def test_what_is_missing_is_asked_once(resident: Resident, portal: Portal) -> None:
    """A place; 不知道 is accepted."""
    assert asked(resident.says("我家天花板漏水，物业一直不来修")) == "place"
    assert asked(resident.says("不知道")) == "confirm"
    assert resident.says("是")["registered"]


def test_two_matters_are_registered_one_after_the_other(resident: Resident, portal: Portal) -> None:
    """Across the turn of the epoch."""
    resident.says(REPORT)
    offered = resident.says("对了，另外清河小区门口垃圾桶满了没人收")
    assert asked(offered) == "which_case"
    resident.says("先办前一件")
    done = resident.says("是")
    assert done["registered"]
    assert asked(done) == "confirm"
    resident.new_epoch(portal.drafts[17])
    assert resident.says("是")["registered"]
    assert len(portal.cases) == 2


BOTH = f"{REPORT}，另外楼道里垃圾也没人收，电话13912345678"


def test_two_matters_in_one_message_are_two_cases(resident: Resident, portal: Portal) -> None:
    """Four taps for both; the second is not asked where, nor whom to call; each has a key of its own."""
    assert asked(resident.says(BOTH)) == "which_case"
    assert asked(resident.says("好")) == "confirm"
    done = resident.says("是")
    assert done["registered"]
    assert asked(done) == "confirm"
    resident.new_epoch(portal.drafts[17])
    assert resident.says("是")["registered"]
    first, second = portal.made("report")
    assert (first["text"], second["text"]) == (REPORT, "楼道里垃圾也没人收，电话13912345678")
    assert "桂花苑3栋楼下" in second["answers"]["place"]
    assert first["answers"]["contact"] == second["answers"]["contact"] == "13912345678"
    keys = {key for *_, key in portal.calls if key.endswith(":report")}
    assert len(keys) == 2


def test_a_kill_between_two_cases_loses_and_doubles_none(resident: Resident, portal: Portal) -> None:
    """The first case was made, the answer never left: the same message again goes on to the second."""
    resident.says(BOTH)
    resident.says("好")
    resident.new_epoch(portal.drafts[17])
    portal.faults.append(Fault(times=3, cut=True, after=True))
    assert resident.says("是")["retry"]
    resident.draft = None  # the portal keeps it no longer: the case was made
    done = resident.says("是", inbox_id=resident.inbox_id)
    assert done["registered"]
    assert asked(done) == "confirm"
    resident.new_epoch(portal.drafts[17])
    assert resident.says("是")["registered"]
    assert len(portal.cases) == 2


def test_one_case_after_all(resident: Resident, portal: Portal) -> None:
    """With every word of it."""
    resident.says(BOTH)
    assert asked(resident.says("就是一件事")) == "confirm"
    resident.says("是")
    assert [case["text"] for case in portal.cases] == [BOTH]


def test_a_guessed_category_is_the_clerks(resident: Resident, portal: Portal) -> None:
    """No question."""
    assert asked(resident.says(GUESSED)) == "confirm"
    resident.says("是")
    assert portal.made("report")[0]["draft"]["missing"] == ["category"]


def test_when_it_will_be_mended_is_told_not_added(resident: Resident, portal: Portal) -> None:
    """At the summary."""
    resident.says(REPORT)
    told = resident.says("什么时候能修好")
    assert told["messages"][0]["response"] == "utter_what_comes"
    assert asked(told) == "confirm"
    resident.says("是")
    assert portal.cases[0]["text"] == REPORT


@pytest.mark.parametrize(
    ("said", "field", "value"),
    [
        ("不是投诉，是咨询", "kind", "咨询"),
        ("这是咨询不是投诉", "kind", "咨询"),
        ("不是噪音，是漏水", "category", "房屋质量与漏水"),
        ("时间不对，是昨天", "time", "昨天"),
        ("不是晚上，是早上", "time", "早上"),
        ("地址不对，应该是清河小区5栋", "place", "清河小区5栋"),
        ("不对，是5栋", "place", "桂花苑5栋"),
    ],
)
def test_plain_speech_corrects_what_it_means(
    resident: Resident, portal: Portal, said: str, field: str, value: str
) -> None:
    """With the trained agent."""
    resident.says("投诉桂花苑3栋每天晚上噪音太大")
    resident.says(said)
    resident.says("是")
    made = portal.made("report")[0]
    found = {
        "kind": made["draft"]["kind"]["label"],
        "category": made["draft"]["category"]["path"][-1],
        "time": made["answers"].get("time"),
        "place": made["answers"].get("place"),
    }
    assert str(found[field]).endswith(value)


def test_dropping_a_draft_drops_it_in_the_portal(resident: Resident, portal: Portal) -> None:
    """算了."""
    resident.says(REPORT)
    resident.says("算了")
    assert portal.drafts[17] is None
    assert not resident.says("是")["registered"]


def test_a_common_question_is_answered_or_registered(resident: Resident, portal: Portal) -> None:
    """With its source; 不是 leads on to a case."""
    told = resident.says("居住证怎么办")
    assert "依据" in texts(told)
    assert asked(told) == "answered"
    assert asked(resident.says("不是")) == "confirm"
    assert resident.says("是")["registered"]


def test_a_matter_of_another_town_is_registered_all_the_same(resident: Resident, portal: Portal) -> None:
    """The bot refuses nothing."""
    resident.says("萧山区新塘路上有盏路灯坏了，晚上看不见")
    assert resident.says("是")["registered"]


LATE_WISHES = [
    "别让物业知道", "别让物业知道是我说的", "别告诉楼上是我说的", "不要让物业知道是我", "请保密",
    "我不想让人知道是我报的", "匿名", "替我保密",
]  # fmt: skip


@pytest.mark.parametrize("wish", LATE_WISHES)
def test_a_wish_after_the_report_is_kept_with_the_latest_open_case(
    resident: Resident, portal: Portal, wish: str
) -> None:
    """And the answer says what was done, once sent what cannot be undone; a 好的 adds nothing."""
    portal.has_case(state="reported", title="老事", state_label="已登记")
    case_no = portal.has_case(state="accepted")
    portal.has_case(state="closed")
    assert portal.details == []
    resident.says("好的")
    assert portal.details == []
    told = resident.says(wish, wish="")
    assert portal.details == [("details", wish)]
    assert told["messages"][0]["response"] == "utter_kept_secret"
    assert case_no in texts(told)
    sent = next(case for case in portal.cases if case["case_no"] == case_no)
    sent |= {"state": "dispatched", "confidential": False}
    assert "可能看过" in texts(resident.says(wish, wish=""))


@pytest.mark.parametrize(("text", "rest"), [("请保密", ""), ("别让物业知道是我说的", ""), ("匿名", "")])
def test_a_wish_before_the_yes_is_registered_with_the_case(
    resident: Resident, portal: Portal, text: str, rest: str
) -> None:
    """It stands in the case's own words, the summary shows it, and the answer to the yes says that it was heard."""
    resident.says(REPORT)
    shown = resident.says(text, wish=rest)
    assert asked(shown) == "confirm"
    assert text in texts(shown)
    told = resident.says("是")
    assert told["registered"]
    assert text in portal.made("report")[0]["text"]
    assert "看不到您的名字" in texts(told)


def test_a_wish_with_the_yes_or_instead_of_the_place(resident: Resident, portal: Portal) -> None:
    """Neither is swallowed by the other; without a wish nothing is said of one."""
    assert asked(resident.says("我家天花板漏水，物业一直不来修")) == "place"
    assert asked(resident.says("请保密", wish="")) == "place"
    assert asked(resident.says("桂花苑3栋2单元501")) == "confirm"
    assert resident.says("是的，别让物业知道是我说的", wish="是的")["registered"]
    made = portal.made("report")[0]
    assert made["answers"]["place"] == "桂花苑3栋2单元501"
    assert "请保密" in made["text"]
    assert "别让物业知道是我说的" in made["text"]
    resident.new_epoch()
    resident.says(REPORT)
    assert "看不到您的名字" not in texts(resident.says("是"))


def test_a_wish_before_any_report_is_kept_for_it(resident: Resident, portal: Portal) -> None:
    """The matter is asked for, and registered with the wish."""
    assert asked(resident.says("请保密", wish="")) == "detail"
    assert asked(resident.says(REPORT)) == "confirm"
    assert resident.says("是")["registered"]
    assert "请保密" in portal.made("report")[0]["text"]


@pytest.mark.parametrize("matter", ["楼上漏水", "桂花苑6栋楼上漏水"])
def test_a_report_that_wishes_it_is_a_report(resident: Resident, portal: Portal, matter: str) -> None:
    """Not words about the case before."""
    portal.has_case()
    resident.says(f"{matter}，请保密", wish=matter)
    assert portal.details == []
    assert portal.drafts[17]["text"] == f"{matter}，请保密"


def test_a_matter_told_with_a_wish_is_not_answered_by_a_good_bye(resident: Resident, portal: Portal) -> None:
    """Read as a no by the classifier, for its 别; a matter all the same."""
    resident.says("物业骂人，别让他们知道是我说的", wish="物业骂人")
    assert portal.drafts[17]["text"] == "物业骂人，别让他们知道是我说的"


def test_no_body_is_named_from_a_category_that_is_a_guess(resident: Resident, portal: Portal) -> None:
    """The summary leaves it to the staff, and so does the answer; a sure one names whose it is."""
    resident.says("桂花苑3栋保安骂人")
    told = resident.says("是")
    assert told["registered"]
    guessed = "category" in portal.made("report")[0]["draft"]["missing"]
    assert ("市政所" in texts(told)) is not guessed
    resident.new_epoch()
    resident.says(REPORT)
    assert "市政所" in texts(resident.says("是"))


def test_how_a_case_stands(resident: Resident, portal: Portal) -> None:
    """Its state, the last thing that happened, its page."""
    portal.has_case()
    told = resident.says("我报的事怎么样了")
    assert "已派给承办单位" in texts(told)
    assert told["messages"][0]["link"]


def test_which_case_is_asked_with_buttons(resident: Resident, portal: Portal) -> None:
    """Where several are open; a tap sends the number."""
    portal.has_case()
    portal.has_case(title="楼道堆物", place="清河小区5栋")
    offered = resident.says("我报的事怎么样了")
    assert asked(offered) == "which_case"
    told = resident.says(offered["messages"][0]["buttons"][1]["payload"])
    assert "路灯不亮" in texts(told)


def test_hurrying_a_case(resident: Resident, portal: Portal) -> None:
    """The words go with it."""
    portal.has_case()
    told = resident.says("都好几天了，帮我催一下")
    assert portal.details == [("reminders", "都好几天了，帮我催一下")]
    assert "催过了" in texts(told)


def test_adding_to_a_case(resident: Resident, portal: Portal) -> None:
    """Words join the case."""
    portal.has_case()
    resident.says("补充一下，昨天晚上又灭了一盏")
    assert portal.details == [("details", "补充一下，昨天晚上又灭了一盏")]


def test_a_case_is_withdrawn_only_after_a_yes(resident: Resident, portal: Portal) -> None:
    """不是 leaves it."""
    portal.has_case()
    assert asked(resident.says("我要撤回之前的投诉")) == "confirm"
    resident.says("不是")
    assert portal.details == []
    resident.says("我要撤回之前的投诉")
    resident.says("是")
    assert portal.cases[0]["state"] == "withdrawn"


FOLLOW_UP = {"kind": "follow_up", "case_no": "LL-20261124-0001", "choices": {"1": "修好了", "2": "没修好"}}


@pytest.mark.parametrize(
    ("text", "state"), [("1", "closed"), ("好了谢谢", "closed"), ("2", "dispatched"), ("还是不亮", "dispatched")]
)
def test_the_follow_up_closes_or_reopens(resident: Resident, portal: Portal, text: str, state: str) -> None:
    """By number or in words; the question is over then."""
    portal.has_case(state="resolved")
    portal.has_case(state="resolved", title="另一件")
    resident.expecting = FOLLOW_UP
    resident.says(text)
    assert portal.cases[1]["state"] == state
    assert resident.expecting is None


def test_mended_without_being_asked_is_about_the_case_that_was_resolved(resident: Resident, portal: Portal) -> None:
    """The latest."""
    portal.has_case(state="resolved")
    portal.has_case()
    resident.says("修好了，谢谢")
    assert portal.cases[1]["state"] == "closed"


@pytest.mark.parametrize(
    ("text", "verb"), [("还没人来修啊，都一个星期了", "reminders"), ("已经修好了，谢谢师傅", "details")]
)
def test_an_answer_before_the_question_is_not_lost(resident: Resident, portal: Portal, text: str, verb: str) -> None:
    """Not mended: the case is hurried. Mended: the body reads it."""
    portal.has_case()
    resident.says(text)
    assert portal.details == [(verb, text)]


def test_whoever_has_no_case_and_tells_of_a_matter_is_reporting_it(resident: Resident, portal: Portal) -> None:
    """However it is put."""
    told = resident.says("催一下，桂花苑3栋的路灯怎么还不亮")
    assert asked(told) == "confirm"


def test_a_person_is_named_with_phone_and_hours(resident: Resident, portal: Portal) -> None:
    """And told."""
    told = resident.says("转人工")
    assert "0571-00000100" in texts(told)
    assert len(portal.handovers) == 1


def test_a_person_in_the_middle_of_a_form_leaves_the_form(resident: Resident, portal: Portal) -> None:
    """The summary still waits for its yes."""
    resident.says(REPORT)
    assert asked(resident.says("转人工")) == "confirm"
    assert resident.says("是")["registered"]


def test_after_the_second_failure_a_person_is_offered(resident: Resident, portal: Portal) -> None:
    """And a yes takes the offer."""
    assert resident.says("……")["messages"][0]["response"] == "utter_no_words"
    assert resident.says("😀")["messages"][0]["response"] == "utter_offer_human"
    resident.says("好的")
    assert [body["reason"] for body in portal.handovers] == ["misunderstood"]


def test_whoever_is_not_understood_even_then_is_handed_over(resident: Resident, portal: Portal) -> None:
    """Without a tap; with a case open too, which stays open."""
    for opening in ((), (REPORT,)):
        portal.handovers.clear()
        resident.new_epoch()
        for text in (*opening, "……", "😀", "？！"):
            told = resident.says(text)
        assert told["messages"][0]["response"] == "utter_handed_over"
        assert [body["reason"] for body in portal.handovers] == ["misunderstood"]
    assert asked(told) == "confirm"


def test_what_linli_can_do(resident: Resident) -> None:
    """By word or by the Y of the first notice."""
    assert texts(resident.says("Y")) == texts(resident.says("你能做什么"))


def test_sms_has_its_own_shorter_words(resident: Resident) -> None:
    """The channel's variant of a response."""
    resident.channel = "sms"
    assert texts(resident.says(REPORT)).startswith("记下：")


@pytest.mark.parametrize(
    ("confidential", "response"), [(False, "utter_detail_added"), (True, "utter_detail_kept_back")]
)
def test_who_reads_an_addition_is_told_as_the_portal_has_it(
    resident: Resident, portal: Portal, confidential: bool, response: str
) -> None:
    """Of a case in confidence the desk reads it, the body only that there is more."""
    portal.has_case(confidential=confidential)
    told = resident.says("补充一下，灯杆上有编号A7")["messages"]
    assert told[0]["response"] == response
    assert ("派给谁办谁也看得到" in told[0]["text"]) is not confidential
    assert "受理台看得到" in told[0]["text"]


@pytest.mark.parametrize("text", ["补充一下，灯杆上有编号A7", "催一下", "灯好像好了"])
def test_nobody_is_said_to_read_a_case_that_was_given_to_nobody(resident: Resident, portal: Portal, text: str) -> None:
    """Before it is dispatched only the desk reads it."""
    portal.has_case(state="reported", handler=None)
    told = texts(resident.says(text))
    assert "受理台看得到" in told
    assert "经办的人" not in told
    assert "办事的人看得到" not in told


def test_somebody_elses_number_after_registering_is_not_called_ones_own(resident: Resident, portal: Portal) -> None:
    """It is added, and nothing untrue is said of it."""
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    told = texts(resident.says("物业的电话是13912345678"))
    assert "您留的号码" not in told
    assert portal.details == [("details", "物业的电话是13912345678")]


@pytest.mark.parametrize("text", ["13900001112", "我的电话是13900009999，可以打给我", "我电话13900001234，有事打我"])
def test_a_number_after_registering_joins_the_case(resident: Resident, portal: Portal, text: str) -> None:
    """The portal keeps it as the contact; nobody is told 这个我不会."""
    resident.says(REPORT)
    assert resident.says("是")["registered"]
    resident.new_epoch()
    told = resident.says(text)
    assert [message["response"] for message in told["messages"]] == ["utter_detail_with_number"]
    assert portal.details == [("details", text)]


@pytest.mark.parametrize(
    "text",
    ["物业打我电话说修好了，其实没修", "你们说处理好了，根本没人来", "上次报的到现在还没修好", "说是办结了其实没解决"],
)
def test_what_is_not_mended_is_not_lost_where_no_case_is_known(resident: Resident, portal: Portal, text: str) -> None:
    """It becomes a report, and the answer says so; a bare 没好 is told that there is none."""
    told = resident.says(text)
    assert asked(told) in ("place", "detail", "time", "confirm")
    if asked(told) == "detail":
        told = resident.says("门禁坏了")
    if asked(told) == "place":
        resident.says("桂花苑3栋")
    for _ in range(3):
        if not portal.cases:
            resident.says("是")
    assert text in portal.made("report")[0]["text"]


def test_a_bare_no_where_no_case_is_known_opens_nothing(resident: Resident, portal: Portal) -> None:
    """It says nothing that could be registered."""
    resident.says("没好")
    assert portal.drafts.get(17) is None
    portal.has_case(state="resolved")
    resident.says("物业打我电话说修好了，其实没修")
    assert portal.details[0][0] in ("follow-up", "reminders", "details")


HARM = [
    "网格员小王上门骂老人",
    "网格员小王上门推老人",
    "社区的小李对老人大吼",
    "志愿者上门骂人，把老人气哭了",
    "桂花苑的保安老张打了老人",
]
PRAISE = ["感谢网格员小王，上门帮老人修灯", "表扬社区民警，制止了打人的", "网格员小王很热心，天天上门看老人"]


@pytest.mark.parametrize(("text", "praise"), [*((one, False) for one in HARM), *((one, True) for one in PRAISE)])
def test_who_treats_people_badly_is_not_praised(resident: Resident, portal: Portal, text: str, praise: bool) -> None:
    """Nor is praise that names the bad one taken for a complaint."""
    resident.says(text)
    for answer in ("桂花苑3栋", "不知道", "是", "是"):
        if not portal.cases:
            resident.says(answer)
    assert (portal.made("report")[0]["draft"]["kind"]["code"] == "praise") is praise


@pytest.mark.parametrize("text", ["催一下", "补充一下，灯杆上有编号A7"])
def test_what_the_portal_takes_no_more_of_today_is_said_and_not_called_an_outage(
    resident: Resident, portal: Portal, text: str
) -> None:
    """Once, in the portal's words, and it is not tried for days; the next message is heard."""
    portal.has_case()
    portal.refusals["/reminders"] = portal.refusals["/details"] = (429, "too-many")
    told = resident.says(text)
    assert [message["response"] for message in told["messages"]] == ["utter_too_many"]
    assert not told["retry"]
    portal.refusals.clear()
    assert resident.says(text)["messages"][0]["response"] in ("utter_reminded", "utter_detail_added")
