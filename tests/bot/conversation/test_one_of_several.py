"""Who gives up one of several matters told together loses no other."""

from __future__ import annotations

import pytest

from actions.intake.flow import continue_report, start_report
from actions.interpreting.matters.one_of_several import drops_only_one
from tests.bot.conversation.drafts import a_turn
from tests.bot.conversation.test_splitting import LAMP, WASTE, after, asks, form_of, split

TOLD = "幸福家园8栋 路灯不亮 垃圾没人收 烧烤摊半夜很吵"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("垃圾那件不用管了", TOLD), ("路灯的不用修了", TOLD), ("烧烤那个算了", TOLD), ("垃圾的那个不用管了", "电梯坏了 垃圾没人收"), ("电梯不用修了", "电梯坏了，垃圾没人收"), ("门禁那件先不报", "门禁坏了、井盖松了"),
        ("广告那件不用管了", "广告乱贴 楼道灯不亮"), ("垃圾已经收走了，那件不用管了", TOLD), ("水管那件撤了吧", "水管漏了，还有监控坏了"),
    ],
)  # fmt: skip
def test_one_of_several_is_given_up(text: str, told: str) -> None:
    assert drops_only_one(text, told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("不用管了", TOLD), ("算了", TOLD), ("都不用管了", TOLD), ("垃圾不用管了", "垃圾没人收 臭死了 好几天了"), ("路灯不用修了", "桂花苑3栋路灯不亮"), ("垃圾没人管", TOLD), ("垃圾特别臭", TOLD), ("路灯还没修", TOLD), ("灯不用修了", "楼道灯不亮 路灯也不亮"),
        ("井盖那件不用管了", TOLD), ("垃圾别处的", "垃圾没人收"), ("垃圾物业说不处理", TOLD), ("路灯的物业不管", TOLD), ("垃圾一直不处理", TOLD), ("垃圾再不处理要生虫了", TOLD), ("他们说垃圾不用管", TOLD), ("路灯不修怎么行", TOLD),
    ],
)  # fmt: skip
def test_all_of_it_or_none_is(text: str, told: str) -> None:
    assert not drops_only_one(text, told)


def test_the_others_stay_in_the_report() -> None:
    step = start_report(a_turn(TOLD, place=("幸福家园8栋",)))
    rest = continue_report(form_of(step), a_turn("垃圾那件不用管了", "withdraw", 0.9, act=("stop", 0.95)))
    assert asks(rest) == ["confirm"]
    assert form_of(rest).text == TOLD
    assert "垃圾那件不用管了" in form_of(rest).answers["detail"]
    assert "utter_dropped" not in [say.response for say in rest.says]


def test_a_waiting_one_goes_alone() -> None:
    step = after(split(), "好")
    rest = after(step, "垃圾那件不用管了", "withdraw")
    assert form_of(rest).text == LAMP
    assert form_of(rest).other is None
    assert "utter_dropped" in [say.response for say in rest.says]
    assert asks(rest)[-1:] == ["confirm"]


@pytest.mark.parametrize(
    "text", ["垃圾物业不管", "垃圾一直不处理", "垃圾再不处理要生虫了", "路灯物业说不修", "路灯的物业不管"]
)
def test_neither_goes_by_what_others_leave_undone(text: str) -> None:
    step = continue_report(form_of(after(split(), "好")), a_turn(text, "report_case", 0.6))
    assert "utter_dropped" not in [say.response for say in step.says]
    form = form_of(step)
    assert form.text.startswith(LAMP)
    assert form.other is not None


def test_the_first_goes_and_the_waiting_one_is_asked_about() -> None:
    rest = after(split(), "路灯那个不用管了", "withdraw")
    assert rest.says[0].response == "utter_dropped"
    assert form_of(rest).text == WASTE


def test_all_go_where_all_are_meant() -> None:
    step = start_report(a_turn(TOLD, place=("幸福家园8栋",)))
    assert continue_report(form_of(step), a_turn("都不用管了", "stop", 0.95, act=("stop", 0.95))).form is None
