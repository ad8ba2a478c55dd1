"""Who thinks better of it: a number left after all, a report told after all, one of two cases given up; and a number in pieces in an emergency."""

from __future__ import annotations

import pytest

from actions.intake.corrections.reading import deletes_number, leaves_number
from actions.interpreting import follow_up_answers, withdrawals
from actions.interpreting.aid.asked import what_if
from actions.interpreting.all_clear import read_all_clear
from tests.bot.conversation.conftest import Resident
from tests.bot.conversation.portal_stand_in import Portal


@pytest.mark.parametrize(
    "said",
    [
        "刚刚问我要不要留电话我说不用，想想还是留一个吧 13800001111",
        "刚才说不留电话，还是留一个 13800001111",
        "前面说电话不要留了，那就留我的吧，13800001111",
        "我说过不留号码，现在留个电话13800001111",
        "问我留不留电话，还是留吧：13800001111",
        "刚才说别留我电话，想想给你们留个号码13800001111",
        "原来不想留手机的，决定留一下 13800001111",
        "不留电话怕你们找不到，还是记一下我的 13800001111",
        "我说电话不用留，又想留一个，13800001111",
        "刚才说不填电话 还是填上吧 13800001111",
    ],
)
def test_a_number_left_after_all_is_the_one_to_call(said: str) -> None:
    assert leaves_number(said)
    assert not deletes_number(said)


@pytest.mark.parametrize(
    "said",
    [
        "电话不要留了",
        "还是别留我电话了",
        "号码13800001111别留了，不要留电话",
        "不留电话了，还是留3栋的楼号吧",
        "把我的号码删掉",
        "想想还是不留电话了 13800001111",
        "算了电话别留",
        "手机号还是不要记了",
        "刚才留了号码，不要留电话了",
        "别记我电话 13800001111",
    ],
)
def test_a_number_that_is_to_go_is_not_left(said: str) -> None:
    assert not leaves_number(said)


def test_a_number_after_a_refusal_is_kept(resident: Resident, portal: Portal) -> None:
    portal.has_case(reported_at="2026-11-24T08:50:00+08:00")
    resident.says("刚刚问我要不要留电话我说不用，想想还是留一个吧 13800001111 姓方")
    assert portal.cases[0]["number"] == "13800001111"


@pytest.mark.parametrize("said", ["问我要不要留电话，我没看懂", "用不用留电话", "要不要写电话号码"])
def test_a_question_whether_to_leave_one_deletes_none(said: str) -> None:
    assert not deletes_number(said)


@pytest.mark.parametrize(
    "pieces", [("我电话1356812", "0934"), ("我手机135", "6812", "0934"), ("电话是13568", "120934")]
)
def test_a_number_in_pieces_in_an_emergency_is_the_one_to_call(
    resident: Resident, portal: Portal, pieces: tuple[str, ...]
) -> None:
    """Each piece is in the case at once, too: perhaps no other comes."""
    resident.says("桂花苑5栋门口快递柜漏电 手碰到麻了一下")
    for said in pieces:
        resident.says(said)
    assert portal.cases[0]["number"] == "13568120934"
    assert portal.details == [("details", one) for one in pieces]


@pytest.mark.parametrize("said", ["0934", "3楼", "119"])
def test_digits_alone_in_an_emergency_are_no_number(resident: Resident, portal: Portal, said: str) -> None:
    resident.says("桂花苑5栋门口快递柜漏电 手碰到麻了一下")
    resident.says(said)
    assert not portal.cases[0]["number"]


@pytest.mark.parametrize(
    "said",
    [
        "…不行 还是要讲",
        "不行，还是要说",
        "想来想去还是讲一下",
        "气不过，还是要反映",
        "算了 还是说吧",
        "唉 还是要报",
        "还是跟你们讲吧",
        "忍不住 还是要投诉",
        "我想了想 还是说一下",
        "不管了 还是要讲",
    ],
)
def test_a_report_is_told_after_all(said: str) -> None:
    assert follow_up_answers.wants_it_after_all(said)


@pytest.mark.parametrize(
    "said",
    [
        "不行",
        "还是要讲道理",
        "还是要说清楚谁修",
        "我还是说不清",
        "还是要讲卫生",
        "还是要怎么讲",
        "算了",
        "想想",
        "说了还是不修",
        "还是要说几遍",
    ],
)
def test_what_only_speaks_of_telling_takes_nothing_up(said: str) -> None:
    assert not follow_up_answers.wants_it_after_all(said)


@pytest.mark.parametrize(
    "said",
    [
        "快递架的那个不用了 老板扶起来了 死鱼的继续",
        "快递架那件不用管了，死鱼的还要弄",
        "快递架的就算了，死鱼的继续办",
        "快递架那个不用修了 死鱼那个还是要处理",
        "快递架的不用了，死鱼的照旧",
    ],
)
def test_one_of_two_cases_is_given_up_by_its_name(resident: Resident, portal: Portal, said: str) -> None:
    """No third case is made of it; the one that goes is asked about."""
    portal.has_case(title="河道里好多死鱼", place="溪东小区", reported_at="2026-11-24T08:40:00+08:00")
    going = portal.has_case(title="快递架倒了", place="溪东小区4栋", reported_at="2026-11-24T08:50:00+08:00")
    told = resident.says(said)["messages"][0]
    assert told["response"] == "utter_ask_withdraw"
    assert told["params"]["case_no"] == going


@pytest.mark.parametrize(
    "said",
    [
        "快递架不用的时候收起来，死鱼的继续臭",
        "快递架的那个不用了",
        "死鱼的继续",
        "灯不用修了吗",
        "那个快递架没人用了 死鱼也没人捞",
    ],
)
def test_other_words_part_no_cases(said: str) -> None:
    assert withdrawals.read_parting(said) is None


@pytest.mark.parametrize(
    ("said", "response"),
    [
        ("我孙子作业问我 家里着火了打几号电话 是119还是110 我搞不灵清", "utter_if_fire"),
        ("教小孩 着火了该打什么电话", "utter_if_fire"),
        ("老师让背 触电打哪个号码", "utter_if_shock"),
        ("平时备着 煤气漏了打几号", "utter_if_gas"),
        ("考试题 溺水打120还是110", "utter_if_danger"),
        ("想记一下 电梯困人打什么电话", "utter_if_lift"),
        ("幼儿园教 起火要打哪个电话", "utter_if_fire"),
        ("老忘记到底是哪个 着火打119还是120 记不清", "utter_if_fire"),
    ],
)
def test_which_number_it_would_be_is_answered(said: str, response: str) -> None:
    assert what_if(said) == response


@pytest.mark.parametrize(
    "said",
    [
        "着火了打几号电话",
        "我家着火了 教教我打119还是110",
        "救命 着火了打什么电话 记不清",
        "孩子掉水里了打120还是110",
        "现在着火了 作业本烧了 打几号",
        "楼道着火打119还是110",
        "老师问什么时候停水",
        "作业太多了",
        "孩子问社区几点下班",
        "记一下 我电话是13800001111",
    ],
)
def test_a_danger_that_may_be_there_is_no_mere_question(said: str) -> None:
    assert what_if(said) == ""


@pytest.mark.parametrize(
    "said", ["没事了 解除吧", "没事了，可以解除警报了", "火灭了，解除吧", "没有危险了 解除报警", "都没事了，请解除"]
)
def test_a_call_to_stand_down_spoils_no_all_clear(said: str) -> None:
    assert read_all_clear(said, "fire") is not None


@pytest.mark.parametrize("said", ["能解除吗", "警报没解除", "解除不了", "还不能解除 火又起来了", "怎么解除"])
def test_other_words_of_standing_down_are_no_all_clear(said: str) -> None:
    assert read_all_clear(said, "fire") is None
