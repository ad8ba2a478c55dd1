"""Which of several cases is meant, where one tells of another thing, and that no words are lost when a question is left."""

from __future__ import annotations

from typing import Any

import pytest

from actions.intake import after_report
from actions.intake.draft_corrections import apply_correction
from actions.intake.flow import continue_report
from actions.intake.form import Form, to_registration
from actions.interpreting import choosing, open_questions, withdrawals
from actions.interpreting import short_answers as short
from actions.interpreting.matters import things
from bot.reading.classifying.bereaved import tells_of_a_death
from tests.bot.conversation.conftest import Resident, asked, texts
from tests.bot.conversation.drafts import a_draft, a_turn
from tests.bot.conversation.portal_stand_in import JUST_NOW, Portal
from tests.bot.conversation.test_after_report import a_case

LAMP: dict[str, Any] = {"title": "桂花苑1栋路灯坏了", "place": "桂花苑1栋", "reported_at": JUST_NOW}
DRAIN: dict[str, Any] = {"title": "幸福家园2栋下水道堵了", "place": "幸福家园2栋", "reported_at": JUST_NOW}
GATE: dict[str, Any] = {"title": "桂花苑2栋门禁坏了", "place": "桂花苑2栋", "reported_at": JUST_NOW, "category": "0401"}


def told(portal: Portal, verb: str) -> list[tuple[str, str]]:
    """The cases and words of what was written of one kind (the end of its path)."""
    calls = [call for call in portal.calls if call[1].endswith(f"/{verb}")]
    return [(path.split("/")[-2][-4:], body["text"]) for _, path, body, _ in calls]


# --- another thing in another building


@pytest.mark.parametrize(
    "text",
    [
        "桂花苑2栋井盖松了",
        "3栋井盖也松了",
        "还有我们小区健身器材也断了 在2栋旁边",
        "5栋电梯也停了",
        "幸福家园9栋垃圾没人收",
    ],
)
def test_another_thing_elsewhere_begins_a_report(resident: Resident, portal: Portal, text: str) -> None:
    """Nothing of it is added to the lamp's case."""
    portal.has_case(**LAMP)
    assert asked(resident.says(text)) in ("place", "confirm")
    assert portal.details == []


def test_what_follows_goes_where_it_went(resident: Resident, portal: Portal) -> None:
    """今天早上 is when the cover came loose."""
    portal.has_case(**LAMP)
    resident.says("桂花苑2栋井盖松了")
    assert "井盖松了，今天早上" in texts(resident.says("今天早上"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2栋也有一盏灯不亮", ("2栋",)),
        ("在3栋垃圾房旁边", ("3栋垃圾房旁边",)),
        ("不是1栋，是2栋的电梯口", ("1栋", "2栋的电梯口")),
        ("2栋井盖那个好了吗", ("2栋",)),
        ("井盖也松了", ()),
        ("1栋井盖也松了", ("1栋",)),
    ],
)
def test_the_same_thing_or_building_is_not_another(text: str, place: tuple[str, ...]) -> None:
    """Nor a thing that only says where, a correction, or a question."""
    assert not after_report.tells_another_thing(a_turn(text, place=place), a_case(**LAMP))


# --- the case that is named


def test_a_correction_is_of_the_case_that_is_named(resident: Resident, portal: Portal) -> None:
    """Though another was reported later."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("灯那个是2栋")
    assert told(portal, "details") == [("0001", "灯那个是2栋")]
    assert portal.made("detail")[0]["changes"] == {"place": "桂花苑2栋"}


def test_a_correction_right_after_a_withdrawal_is_one(resident: Resident, portal: Portal) -> None:
    """What was withdrawn asks no question."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("下水道那个撤了吧")
    resident.says("是")
    resident.says("灯那个是2栋")
    assert portal.made("detail")[0]["changes"] == {"place": "桂花苑2栋"}


def test_each_clause_is_the_answer_for_its_own_case(resident: Resident, portal: Portal) -> None:
    """The gate is mended, the drain is hurried."""
    portal.has_case(**DRAIN)
    portal.has_case(**GATE)
    resident.says("门禁好了 下水道没好")
    assert told(portal, "details") == [("0002", "门禁好了")]
    assert told(portal, "reminders") == [("0001", "下水道没好")]


def test_two_that_are_mended_are_both_told(resident: Resident, portal: Portal) -> None:
    """Each write has a key of its own."""
    portal.has_case(**DRAIN)
    portal.has_case(**GATE)
    resident.says("门禁好了，下水道也通了")
    assert told(portal, "details") == [("0002", "门禁好了"), ("0001", "下水道也通了")]
    assert len({key for *_, key in portal.calls if key}) == 2


@pytest.mark.parametrize("text", ["门禁好了，门也关得上了", "门禁修好了，谢谢师傅"])
def test_that_it_is_mended_withdraws_nothing(resident: Resident, portal: Portal, text: str) -> None:
    """However sure the act is; the desk learns it."""
    portal.has_case(**GATE)
    assert asked(resident.says(text)) is None
    assert told(portal, "details") == [("0001", text)]


@pytest.mark.parametrize("text", ["不用来了，门禁好了", "师傅不用跑了，门禁已经修好了", "门禁好了，撤了吧"])
def test_who_gives_up_what_is_mended_is_asked_whether_to_withdraw(
    resident: Resident, portal: Portal, text: str
) -> None:
    """The contrary: nobody need come any more."""
    portal.has_case(**GATE)
    assert "撤回" in texts(resident.says(text))
    assert told(portal, "details") == []


def test_a_case_is_hurried_by_its_thing(resident: Resident, portal: Portal) -> None:
    """没好 does not hide what is meant."""
    portal.has_case(**LAMP)
    portal.has_case(**GATE)
    resident.says("路灯的还没好，催一下")
    assert told(portal, "reminders") == [("0001", "路灯的还没好，催一下")]


def test_that_one_is_mended_is_written_on_it(resident: Resident, portal: Portal) -> None:
    """It is no question how it stands."""
    portal.has_case(**LAMP)
    portal.has_case(**GATE)
    resident.says("路灯那个修好了")
    assert told(portal, "details") == [("0001", "路灯那个修好了")]


@pytest.mark.parametrize(
    "text", ["井盖的还没好，催一下", "健身器材那个是4栋旁边 不是2栋", "电梯那个好了", "水管那件撤了吧"]
)
def test_a_thing_of_no_case_is_not_answered_as_if_it_were(resident: Resident, portal: Portal, text: str) -> None:
    """It is asked whether it is the only case's."""
    portal.has_case(**LAMP)
    assert asked(resident.says(text)) == "which_case"
    assert [call for call in portal.calls if call[0] == "POST"] == []


def test_words_of_another_thing_correct_nothing(resident: Resident, portal: Portal) -> None:
    """Even if they are said to be the same matter's."""
    portal.has_case(**LAMP)
    resident.says("健身器材那个是4栋旁边 不是2栋")
    resident.says("同一件")
    assert "changes" not in portal.made("detail")[0]


def test_of_several_it_is_asked_which(resident: Resident, portal: Portal) -> None:
    """They are listed."""
    portal.has_case(**LAMP)
    portal.has_case(**GATE)
    answer = resident.says("井盖的还没好，催一下")
    assert asked(answer) == "which_case"
    assert len(answer["messages"][-1]["buttons"]) == 2


@pytest.mark.parametrize("text", ["井盖松了", "垃圾没人收", "门口的树倒了", "灯那个是2栋", "催一下"])
def test_what_is_told_for_the_first_time_points_at_nothing(text: str) -> None:
    """Or names the case's own thing."""
    assert not things.names_none([a_case(**LAMP)], text)


def test_a_title_that_is_cut_may_hold_any_thing() -> None:
    """So nothing is said to be in no case."""
    cut = a_case(**{**LAMP, "title": "桂花苑1栋路灯坏了好几天晚上走路…"})
    assert not things.names_none([cut], "井盖那个还没好")


# --- all of them, one of them by its order, and the wrong one withdrawn


def test_both_are_hurried(resident: Resident, portal: Portal) -> None:
    """Each once."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("两件都催一下")
    assert {case for case, _ in told(portal, "reminders")} == {"0001", "0002"}


def test_both_are_withdrawn_after_a_yes(resident: Resident, portal: Portal) -> None:
    """Both are named in the question."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    question = texts(resident.says("两件都撤了吧"))
    assert "路灯" in question
    assert "下水道" in question
    resident.says("是")
    assert {case["state"] for case in portal.cases} == {"withdrawn"}


def test_after_a_no_both_stay(resident: Resident, portal: Portal) -> None:
    """Nothing is written."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    resident.says("两件都撤了吧")
    resident.says("不要")
    assert {case["state"] for case in portal.cases} == {"dispatched"}


@pytest.mark.parametrize("text", ["两件里撤一件", "第二件不用了", "撤第二件", "两件事", "那一件撤了"])
def test_one_of_them_is_not_all(text: str) -> None:
    """两件 alone does not withdraw both."""
    assert not choosing.acts_on_all(text)


@pytest.mark.parametrize(
    ("text", "state"), [("第二件不用了", "0002"), ("第一件撤了", "0001"), ("后面那件不用办了", "0002")]
)
def test_one_is_given_up_by_its_order(resident: Resident, portal: Portal, text: str, state: str) -> None:
    """In the order in which they were reported."""
    portal.has_case(**LAMP)
    portal.has_case(**DRAIN)
    question = texts(resident.says(text))
    assert f"{state}）吗" in question


def test_the_order_is_that_of_one_day(resident: Resident, portal: Portal) -> None:
    """A case of days before is none of those just told."""
    portal.has_case(state="dispatched", title="水管漏水", place="河畔人家2栋")
    portal.has_case(**{**LAMP, "reported_at": JUST_NOW})
    portal.has_case(**{**DRAIN, "reported_at": JUST_NOW})
    assert "0002）吗" in texts(resident.says("第一件不用了"))


@pytest.mark.parametrize("second", [{"title": "垃圾房旁边路灯不亮"}, {"place": "3栋、5栋"}])
def test_the_second_case_is_meant_though_it_has_two_things_or_places(
    resident: Resident, portal: Portal, second: dict[str, Any]
) -> None:
    """The order has said which case; it says nothing of what is within it."""
    portal.has_case(**DRAIN)
    portal.has_case(**LAMP | second)
    assert "0002）吗" in texts(resident.says("第二件不用了"))
    assert portal.details == []


def test_the_second_of_one_case_is_added(resident: Resident, portal: Portal) -> None:
    """The first of its two things goes on."""
    portal.has_case(**{**LAMP, "title": "3栋下水道堵了，另外4栋的路灯也不亮"})
    resident.says("第二件不用了")
    assert told(portal, "details") == [("0001", "第二件不用了")]


@pytest.mark.parametrize(
    "text", ["我刚才撤错了 灯的要办 撤下水道的", "撤错了，是撤下水道那件", "误撤了路灯，应该撤下水道的"]
)
def test_the_wrong_withdrawal_is_taken_back_and_the_other_asked(resident: Resident, portal: Portal, text: str) -> None:
    """The lamp is restored at once; the drain only after a yes."""
    portal.has_case(**{**LAMP, "state": "withdrawn"})
    portal.has_case(**DRAIN)
    assert "要撤回“幸福家园2栋下水道堵了”" in texts(resident.says(text))
    assert [case for case, _ in told(portal, "restoration")] == ["0001"]
    resident.says("是")
    assert [case for case, _ in told(portal, "withdrawal")] == ["0002"]


@pytest.mark.parametrize("text", ["撤错了", "撤错了 灯的还要办", "灯的撤了吧，门禁别撤", "撤路灯的", "取消撤回"])
def test_other_words_swap_nothing(text: str) -> None:
    """A withdrawal must be taken back and another one asked for."""
    assert withdrawals.read_swap(text) is None


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
