"""A danger that comes from a person goes on whatever else befalls: blows, a wish to die; and words that only take a report back deny none."""

from __future__ import annotations

from typing import Any

import pytest

from actions.interpreting import after_danger, danger_signs, scenes, withdrawals
from actions.interpreting.aid.untold import asks_who_is_told
from actions.topics.danger.emergency import STAYS
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.portal_stand_in import Portal

AT_HOME = "我老公打我，在桂花苑3栋501"


def responses(answer: dict[str, Any]) -> list[str]:
    return [message["response"] for message in answer["messages"]]


def raised(resident: Resident, *said: str) -> dict[str, Any]:
    """Say these messages, the first of which raises an emergency; the answer to the last."""
    answer = resident.says(said[0])
    assert answer["registered"]
    resident.new_epoch()
    for text in said[1:]:
        answer = resident.says(text)
    return answer


# --- blows


@pytest.mark.parametrize("text", ["他进来了", "他进屋了", "他破门了", "他又来了 救我", "他冲进来了救救我"])
def test_whoever_strikes_and_comes_in_makes_it_worse(resident: Resident, portal: Portal, text: str) -> None:
    """Nothing is asked; the number again, and whoever is on call is told of the danger."""
    told = raised(resident, "有人打我", text)
    assert responses(told)[0] in ("utter_danger_violence", "utter_danger_home_violence")
    assert asked(told) != "danger"
    assert portal.details == [("details", text)]


@pytest.mark.parametrize("text", ["他进来了", "他破门了", "门被他踹开了", "他闯进来了救我"])
def test_whoever_hid_and_is_found_is_told_of_no_door(resident: Resident, portal: Portal, text: str) -> None:
    first = resident.says("他在砸门")
    assert responses(first)[0] == "utter_danger_home_violence_hiding"
    resident.new_epoch()
    assert responses(resident.says(text))[0] == "utter_danger_violence"


def test_the_police_who_come_are_not_whoever_strikes() -> None:
    assert not danger_signs.says_blows_are_back("警察进来了", "violence")
    assert danger_signs.may_say_that_blows_are_back("他们来了", "violence")


@pytest.mark.parametrize("text", ["我流血了", "流了好多血"])
def test_a_wound_after_blows_brings_120_beside_110_and_is_handed_on(
    resident: Resident, portal: Portal, text: str
) -> None:
    """In this order; the portal hears of an injury, which is news of the case."""
    told = raised(resident, AT_HOME, text)
    assert responses(told)[:2] == ["utter_danger_home_violence", "utter_danger_bleeding"]
    (written,) = portal.made("detail")
    assert written["danger"] == "injury"
    assert resident.expecting is not None
    assert resident.expecting["danger"] == "home_violence"


def test_a_wound_told_with_the_blows_brings_both_numbers(resident: Resident, portal: Portal) -> None:
    told = resident.says("我老公打我，流了好多血")
    assert responses(told)[:2] == ["utter_danger_home_violence", "utter_danger_bleeding"]
    assert len(portal.cases) == 1


def test_an_all_clear_after_blows_and_wounds_is_no_more_believed_than_before(
    resident: Resident, portal: Portal
) -> None:
    """Nor is anybody told to put on dry clothes."""
    told = raised(resident, AT_HOME, "我流血了", "好了没事了")
    assert responses(told) == ["utter_heard"]
    assert portal.cleared == [(False, False)]


def test_whoever_strikes_again_after_wounds_is_answered_with_110(resident: Resident, portal: Portal) -> None:
    told = raised(resident, "有人打我", "我流血了", "他又来了 救我")
    assert "110" in told["messages"][0]["text"].splitlines()[0]


@pytest.mark.parametrize(
    ("script", "text", "harm"),
    [
        ("violence", "流了好多血", "bleeding"), ("home_violence_child", "我妈晕倒了", "unconscious"), ("self_harm", "血止不住", "bleeding"),
        ("home_violence", "没有流血", ""), ("home_violence", "血不停地流", "bleeding"), ("violence", "我量了血压", ""), ("violence", "他在门口", ""),
        ("fire", "流了好多血", ""), ("home_violence_seen", "流了好多血", ""),
    ],
)  # fmt: skip
def test_which_wounds_are_told_of_beside_a_danger(script: str, text: str, harm: str) -> None:
    assert scenes.harm_beside(script, text) == harm


@pytest.mark.parametrize(
    ("before", "script", "kept"),
    [
        ("home_violence", "fire", "home_violence"), ("violence", "self_harm", "self_harm"), ("swallowed", "unconscious", "swallowed"),
        ("fire", "bleeding", "bleeding"), ("violence_seen", "fire", "fire"),
    ],
)  # fmt: skip
def test_which_danger_later_words_are_understood_by(before: str, script: str, kept: str) -> None:
    assert scenes.script_to_keep(before, script) == kept


@pytest.mark.parametrize(
    ("doubtful", "told", "danger"),
    [("home_violence", "injury", "home_violence"), ("self_harm", "trapped", "self_harm"), ("fire", "injury", "injury"), ("home_violence", "self_harm", "self_harm"), (None, None, "other")],
)  # fmt: skip
def test_wounds_in_answer_to_the_question_are_a_part_of_the_blows(
    doubtful: str | None, told: str | None, danger: str
) -> None:
    assert scenes.danger_after(doubtful, told) == danger


@pytest.mark.parametrize("first", ["有人打我", "有人在撬我家门"])
def test_blows_that_go_on_after_all_belong_to_the_first_case(resident: Resident, portal: Portal, first: str) -> None:
    """People are paged again; no second case is made."""
    told = raised(resident, first, "没事了", "我反悔了 他还在打")
    assert responses(told)[0] == "utter_danger_violence"
    assert len(portal.cases) == 1
    assert [case for case, _ in portal.raised_again] == [portal.cases[0]["case_no"]]


# --- whoever wants to die


@pytest.mark.parametrize("text", ["我站在楼顶了", "我要跳了", "我坐在窗台上不想活了"])
def test_whoever_stands_at_an_edge_is_told_to_step_back(resident: Resident, portal: Portal, text: str) -> None:
    told = resident.says(text)
    assert responses(told)[0] == "utter_danger_self_harm_edge"
    assert "往里退一步" in told["messages"][0]["text"]
    assert [body["reason"] for body in portal.handovers] == ["self_harm"]


def test_the_edge_is_not_forgotten(resident: Resident, portal: Portal) -> None:
    """Said again, the advice for whoever stands there goes on."""
    told = raised(resident, "我不想活了", "我站在楼顶了", "我不想活了")
    assert responses(told) == ["utter_call_first", "utter_till_help_self_harm_edge"]


@pytest.mark.parametrize("text", ["别来", "别过来", "别管我", "没人在乎我", "算了"])
def test_whoever_wants_to_die_is_listened_to_and_asked_nothing(resident: Resident, portal: Portal, text: str) -> None:
    """No menu; the words are on the case."""
    told = raised(resident, "我站在楼顶了", text)
    assert {*responses(told)} & {"utter_situation_answer", *(one.response for one in STAYS)}
    assert [message["buttons"] for message in told["messages"]] == [[]]
    assert portal.details == [("details", text)]


def test_blows_after_which_somebody_wants_to_die_bring_a_person(resident: Resident, portal: Portal) -> None:
    raised(resident, AT_HOME, "我不想活了")
    assert [body["reason"] for body in portal.handovers] == ["self_harm"]


# --- taken back


@pytest.mark.parametrize("text", ["撤回", "算了", "不用了", "取消吧", "是的 不要了"])
def test_to_take_an_alarm_back_is_no_denial(resident: Resident, portal: Portal, text: str) -> None:
    """It is asked twice, the second time plainly; then a clerk is called, once. No all-clear is recorded."""
    raised(resident, "着火了", "撤回")
    assert responses(resident.says(text)) == ["utter_ask_danger_plainly"]
    assert "utter_danger_unsure" in responses(resident.says(text))
    resident.says(text)
    assert [body["reason"] for body in portal.handovers] == ["danger_unsure"]
    assert portal.cleared == []


@pytest.mark.parametrize("text", ["撤回", "算了", "不用了"])
def test_to_take_a_doubtful_danger_back_is_asked_about_once_more(resident: Resident, portal: Portal, text: str) -> None:
    """Then it is dropped, and a clerk sees that there was no answer."""
    assert asked(resident.says("楼道里有烟")) == "danger"
    assert responses(resident.says(text)) == ["utter_ask_danger_plainly"]
    assert responses(resident.says(text)) == ["utter_danger_unsure"]
    assert [body["reason"] for body in portal.handovers] == ["danger_unsure"]
    assert portal.drafts[17] is None


@pytest.mark.parametrize("text", ["有", "有 不要了", "有不要了"])
def test_a_yes_after_it_was_taken_back_raises_it(resident: Resident, portal: Portal, text: str) -> None:
    """Whatever else is said with it."""
    resident.says("楼道里有烟")
    resident.says("撤回")
    assert resident.says(text)["registered"]


def test_a_no_after_it_was_taken_back_is_a_no(resident: Resident, portal: Portal) -> None:
    raised(resident, "着火了", "撤回")
    assert responses(resident.says("没有"))[0] == "utter_all_clear"
    assert len(portal.cleared) == 1


@pytest.mark.parametrize("text", ["没事了", "不用来了", "撤回，火灭了", "有", "没有"])
def test_other_words_do_more_than_take_back(text: str) -> None:
    assert not after_danger.takes_back(text)


@pytest.mark.parametrize("text", ["已经散掉了", "散了散了，楼下烧烤的"])
def test_a_sure_all_clear_answers_the_question(resident: Resident, portal: Portal, text: str) -> None:
    """Though its words are no all-clear that is known."""
    assert asked(resident.says("楼道里有烟")) == "danger"
    assert responses(resident.says(text))[0] == "utter_no_danger"
    assert portal.cases == []


def test_a_sure_all_clear_after_the_question_ends_it(resident: Resident, portal: Portal) -> None:
    told = raised(resident, "着火了", "撤回", "已经扑灭了，大家都好")
    assert responses(told) == ["utter_all_clear"]


# --- other words


@pytest.mark.parametrize("text", ["我家着火了哈哈", "着火啦哈哈哈哈", "我家着火了哈哈哈哈哈"])
def test_a_danger_that_laughs_gets_the_number_and_then_the_question(
    resident: Resident, portal: Portal, text: str
) -> None:
    told = resident.says(text)
    assert responses(told) == ["utter_danger_fire", "utter_not_told_yet", "utter_ask_danger"]


@pytest.mark.parametrize("text", ["没有", "哈哈骗你的", "点错了"])
def test_a_prank_leaves_no_draft(resident: Resident, portal: Portal, text: str) -> None:
    """It is not asked about again when something else is reported."""
    resident.says("我家着火了哈哈")
    assert responses(resident.says(text)) == ["utter_no_danger_dropped"]
    assert portal.drafts[17] is None
    assert "着火" not in texts(resident.says("路灯坏了"))


@pytest.mark.parametrize("text", ["我反悔了", "点错了", "发错了不好意思"])
def test_first_words_that_take_back_open_no_report(resident: Resident, portal: Portal, text: str) -> None:
    assert responses(resident.says(text)) == ["utter_nothing_to_stop"]
    assert portal.drafts.get(17) is None


@pytest.mark.parametrize("text", ["点错了按钮电梯不走", "我反悔了要投诉", "按错门铃的人天天来"])
def test_more_than_a_slip_is_no_mere_slip(text: str) -> None:
    assert not withdrawals.only_regrets(text)


@pytest.mark.parametrize("text", ["没有另外路灯也坏了", "对了还有路灯坏了"])
def test_another_matter_while_the_place_is_asked_is_taken_in(resident: Resident, portal: Portal, text: str) -> None:
    """It is no place, and no word about the fire."""
    told = raised(resident, "着火了", text)
    assert responses(told) == ["utter_ask_place"]
    assert portal.details == []


@pytest.mark.parametrize("text", ["我爸打我", "我爸打我妈", "我爸妈打架"])
def test_whoever_is_beaten_by_their_parents_is_told_nothing_for_parents(
    resident: Resident, portal: Portal, text: str
) -> None:
    """The words fit a child and a grown-up alike."""
    told = resident.says(text)["messages"][0]
    assert told["response"] == "utter_danger_home_violence_child"
    assert "孩子" not in told["text"]
    assert "您" not in told["text"]
    assert portal.made("report")[0]["no_push"] is True


@pytest.mark.parametrize("text", ["我爸打我孩子", "我老公打我妈", "邻居打孩子"])
def test_whoever_may_have_children_is_not_told_as_a_child(text: str) -> None:
    assert scenes.script_of("home_violence", text) != "home_violence_child"


@pytest.mark.parametrize("text", ["你会告诉我爸妈吗", "会不会告诉我老公", "我妈会知道吗", "你们会联系我家里人吗"])
def test_who_is_told_is_answered(resident: Resident, portal: Portal, text: str) -> None:
    """And the place still waits."""
    told = raised(resident, "我爸打我", text)
    assert responses(told) == ["utter_who_is_told", "utter_ask_danger_place"]
    assert portal.details == []


@pytest.mark.parametrize("text", ["怎么告诉我妈", "我告诉我老公了", "他会打死我吗", "别告诉我爸妈"])
def test_other_words_of_the_family_ask_for_no_such_thing(text: str) -> None:
    assert not asks_who_is_told(text)


def test_who_is_told_answers_no_question_of_danger(resident: Resident, portal: Portal) -> None:
    """It is asked again."""
    resident.says("楼道里有烟")
    assert responses(resident.says("你会告诉我爸妈吗")) == ["utter_who_is_told", "utter_ask_danger"]


@pytest.mark.parametrize(
    ("first", "number"), [("着火了", "119"), ("桂花苑3栋有人晕倒了", "120"), ("有人打我", "110"), ("楼道里有烟", "119")]
)
def test_a_person_in_a_danger_comes_after_the_number(
    resident: Resident, portal: Portal, first: str, number: str
) -> None:
    """Also while it is only asked whether there is one."""
    resident.says(first)
    told = resident.says("0")
    assert responses(told)[0] == "utter_handed_over_in_danger"
    assert number in told["messages"][0]["text"].splitlines()[0]


def test_whoever_is_sent_nothing_is_not_promised_a_call(resident: Resident, portal: Portal) -> None:
    told = texts(raised(resident, AT_HOME, "0"))
    assert "110" in told
    assert "会联系您" not in told
    assert "不会主动" in told


@pytest.mark.parametrize(
    ("text", "harm"),
    [
        ("他割了手腕 还要跳楼", "bleeding"), ("女儿割腕了 还说要跳楼", "bleeding"), ("他割了腕 在河边", "bleeding"),
        ("她要割腕", ""), ("他要从楼上跳下去了", ""), ("她威胁要把煤气打开", ""), ("差点割了手腕", ""),
    ],
)  # fmt: skip
def test_what_is_done_counts_beside_what_is_only_meant(text: str, harm: str) -> None:
    """A cut is none the less bound up because a leap is threatened."""
    assert scenes.harm_beside("self_harm_seen", text) == harm
