"""No words are lost when a question is left, put right, or answered by what is no yes; and what is said of who sees them."""

from __future__ import annotations

import pytest

from actions.intake.draft_corrections import apply_correction
from actions.intake.flow import continue_report
from actions.intake.form import Form, to_registration
from actions.interpreting import open_questions
from actions.interpreting import short_answers as short
from bot.reading.classifying.bereaved import tells_of_a_death
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.matters_world import LAMP, told
from tests.bot.conversation.portal_stand_in import Portal

# --- corrections that open like more, and questions that are left


@pytest.mark.parametrize("text", ["还有，是5栋不是1栋", "对了，是5栋不是1栋", "还有，是5栋，不是1栋"])
def test_a_correction_that_opens_like_more_is_one(resident: Resident, portal: Portal, text: str) -> None:
    """It is not asked whether it is the same matter."""
    portal.has_case(**LAMP)
    resident.says(text)
    assert portal.made("detail")[0]["changes"] == {"place": "桂花苑5栋"}


def test_a_question_left_once_is_asked_again(resident: Resident, portal: Portal) -> None:
    """The words about which it was asked wait."""
    portal.has_case(**LAMP)
    resident.says("井盖的还没好，催一下")
    assert asked(resident.says("办得怎么样了")) == "which_case"
    resident.says("同一件")
    assert told(portal, "details") == [("0001", "井盖的还没好，催一下")]


def test_words_of_a_question_left_twice_are_added(resident: Resident, portal: Portal) -> None:
    """They are not lost."""
    portal.has_case(**LAMP)
    resident.says("井盖的还没好，催一下")
    resident.says("办得怎么样了")
    resident.says("办得怎么样了")
    assert told(portal, "details") == [("0001", "井盖的还没好，催一下")]


def test_words_are_added_when_another_report_begins(resident: Resident, portal: Portal) -> None:
    """The report is taken in all the same."""
    portal.has_case(**LAMP)
    resident.says("井盖的还没好，催一下")
    assert asked(resident.says("河畔人家3栋半夜装修太吵")) == "confirm"
    assert told(portal, "details") == [("0001", "井盖的还没好，催一下")]


# --- what is a yes, and who spoke


@pytest.mark.parametrize("text", ["是在家里走的", "是昨天走的", "是他自己的"])
def test_a_statement_that_begins_with_shi_is_no_yes(text: str) -> None:
    """Whatever it is classified as."""
    assert not open_questions.confirms_summary(a_turn(text, "affirm"))
    assert not open_questions.confirms_action(a_turn(text, "affirm"))


@pytest.mark.parametrize("text", ["是", "是的", "是啊", "是的谢谢", "是对的", "对的没错", "嗯好的", "可以登记了"])
def test_a_yes_as_a_whole_is_one(text: str) -> None:
    """With its particles and thanks."""
    assert open_questions.confirms_summary(a_turn(text, "affirm"))


@pytest.mark.parametrize("text", ["是嘞", "是撒", "是正确的", "是没问题", "是确认"])
def test_shi_with_what_only_affirms_is_a_yes(text: str) -> None:
    """In dialect, or said in full."""
    assert open_questions.confirms_action(a_turn(text, "affirm"))


@pytest.mark.parametrize(
    "text",
    [
        "那是我孙子乱打的 别记",
        "刚才小孩乱按的，不好意思",
        "那是我儿子瞎打的",
        "你好 我是他老婆 刚才是我老公说的 我要说别的事",
    ],
)
def test_whoever_disowns_what_came_before_adds_nothing(resident: Resident, portal: Portal, text: str) -> None:
    """No word of it is written on the case."""
    portal.has_case(**LAMP)
    resident.says(text)
    assert portal.details == []


@pytest.mark.parametrize(
    "text", ["我是他老婆", "我孙子在楼下乱画", "孩子乱按电梯", "那是我儿子打的电话", "小孩乱扔垃圾"]
)
def test_what_tells_something_is_heard(text: str) -> None:
    """A child that does something is a matter."""
    assert not short.disowns_what_came_before(text)


# --- who sees what


def test_a_corrected_number_is_not_said_to_be_seen(resident: Resident, portal: Portal) -> None:
    """The new number is shown, and that only the desk reads it."""
    portal.has_case(**{**LAMP, "number": "13900001234"})
    answer = texts(resident.says("电话写错了，应该是13900001243"))
    assert "谁办谁也看得到" not in answer
    assert "13900001243" in answer
    assert "办事的单位看不到号码" in answer


@pytest.mark.parametrize("text", ["我姓张", "我叫王建国，住2单元"])
def test_a_name_is_not_said_to_be_seen(resident: Resident, portal: Portal, text: str) -> None:
    """Handlers do not read it."""
    portal.has_case(**LAMP)
    assert "谁办谁也看得到" not in texts(resident.says(text))


@pytest.mark.parametrize("text", ["可以打电话给我 但是别给物业", "改主意了，可以告诉物业我是谁", "电话别告诉物业"])
def test_a_wish_asks_for_no_number(resident: Resident, portal: Portal, text: str) -> None:
    """The property company's number answers nothing of it."""
    portal.has_case(**LAMP)
    assert "0571-" not in texts(resident.says(text))


# --- two matters of one category


def test_two_things_in_two_buildings_are_offered_as_two(resident: Resident, portal: Portal) -> None:
    """The second takes the estate of the first."""
    assert "1. “翠竹公寓3栋下水道堵了”" in texts(resident.says("翠竹公寓3栋下水道堵了，另外4栋的路灯也不亮"))
    resident.says("好")
    assert "翠竹公寓4栋" in texts(resident.says("是"))


@pytest.mark.parametrize("text", ["翠竹公寓3栋下水道堵了，还有路灯也不亮", "翠竹公寓3栋路灯不亮，另外4栋的路灯也不亮"])
def test_one_building_or_one_thing_is_one(resident: Resident, portal: Portal, text: str) -> None:
    """As before."""
    assert asked(resident.says(text)) == "confirm"


@pytest.mark.parametrize("text", ["蚊子太多了 天天打死几十个 气死我了", "老鼠到处乱窜，烦死人了"])
def test_a_complaint_in_anger_opens_a_report(resident: Resident, portal: Portal, text: str) -> None:
    """It is nothing that the bot cannot do."""
    assert asked(resident.says(text)) == "place"


# --- what else must not be lost


def test_who_may_know_after_all_is_added(resident: Resident, portal: Portal) -> None:
    """Staff decide what is told to whom."""
    portal.has_case(**LAMP)
    resident.says("改主意了，可以告诉物业我是谁")
    assert told(portal, "details") == [("0001", "改主意了，可以告诉物业我是谁")]


@pytest.mark.parametrize("text", ["我老伴没了", "我老伴昨天夜里没了", "我老伴走了", "我爸去世了", "我妈昨天夜里走了"])
def test_a_death_is_answered_with_help(resident: Resident, portal: Portal, text: str) -> None:
    """Not asked where."""
    assert "请节哀" in texts(resident.says(text))


@pytest.mark.parametrize(
    "text",
    [
        "我妈走了",
        "我儿子没了",
        "我孙子昨天走了",
        "钱没了",
        "我老伴走丢了",
        "我爸走了两个小时没回来",
        "我老伴没了气",
        "水没了",
        "我老公走了",
    ],
)
def test_whoever_may_have_gone_out_is_not_mourned(text: str) -> None:
    """Nor a child, who may be missing, nor a thing."""
    assert not tells_of_a_death(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("6栋地下车库有人乱停车", "不是乱停车，是堆了很多电瓶车电池"),
        ("有人乱停车在6栋地下车库", "不是乱停车，是堆了很多电池"),
        ("桂花苑3栋楼下路灯昨天晚上坏了", "不是路灯，是门禁坏了"),
        ("河畔人家1栋单元门昨晚坏了", "是门铃坏了，不是单元门"),
    ],
)
def test_the_words_that_are_put_right_stand_beside_the_first(text: str, said: str) -> None:
    """Both as they were said: of no words is made what nobody said."""
    form = Form(text, a_draft(text, place=("6栋地下车库",) if "6栋" in text else ()), stage="confirm")
    revised = apply_correction(form, said, a_turn(said))
    assert revised is not None
    assert revised.text == f"{text}，{said}"
    assert to_registration(revised)[0] == f"{text}，{said}"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("喇叭吵死人", "不是着火，是吵"),
        ("灯坏了", "不是灯，是门"),
        ("公园路边上的路灯" + "一直都不亮" * 10, "不是路灯，是红绿灯"),
    ],
)
def test_other_words_are_a_detail(text: str, said: str) -> None:
    """Where the first did not say what is denied, it is one character, or the summary would not show it."""
    form = Form(text, a_draft(text), stage="confirm")
    revised = apply_correction(form, said, a_turn(said))
    assert revised is not None
    assert (revised.text, revised.answers["detail"]) == (text, said)


def test_a_yes_to_what_is_it_says_what_is_missing() -> None:
    """And not that it is remembered."""
    form = Form("清河小区水沟那边", a_draft("清河小区水沟那边"), stage="detail", asked=("detail",))
    step = continue_report(form, a_turn("是", "affirm"))
    assert [say.response for say in step.says] == ["utter_again_detail"]
    assert not step.says[0].fallback


def test_the_number_goes_from_every_open_case(resident: Resident, portal: Portal) -> None:
    """However old they are."""
    portal.has_case(number="13900001234")
    portal.has_case(**{**LAMP, "number": "13900001234"})
    resident.says("把我电话删了")
    assert [body["changes"] for body in portal.made("detail")] == [{"contact": ""}]
    assert {case for case, _ in told(portal, "details")} == {"0001", "0002"}


def test_the_number_goes_from_the_older_case_if_only_that_has_one(resident: Resident, portal: Portal) -> None:
    """Though a newer one was reported today."""
    portal.has_case(number="13900001234")
    portal.has_case(**LAMP)
    resident.says("把我电话删了")
    assert {case for case, _ in told(portal, "details")} == {"0001"}
