"""Several matters in one message: offered as such, taken one after the other, nothing lost."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from actions.intake.answers.another_matter import take_waiting_matter
from actions.intake.flow import continue_report, start_report
from actions.intake.form import Form, place_of, time_of
from actions.intake.splitting import queue_behind
from actions.intake.step import Step
from tests.bot.conversation.drafts import a_draft, a_turn

LAMP, WASTE = "桂花苑3栋楼下的路灯不亮了", "垃圾也没人收"
TEXT = f"{LAMP}，另外{WASTE}"
LIGHTING = ("0403", ["城乡建设", "市政公用"], 0.9)
CLEANING = ("0404", ["城乡建设", "环境卫生"], 0.9)
PLACE = "桂花苑3栋楼下"
MATTERS = ((LAMP, {"place": (PLACE,), "category": LIGHTING}), (WASTE, {"category": CLEANING}))


def split(text: str = TEXT, **said: Any) -> Step:
    return start_report(a_turn(text, **({"place": (PLACE,), "matters": MATTERS} | said)))


def asks(step: Step) -> list[str | None]:
    return [say.asks for say in step.says]


def form_of(step: Step) -> Form:
    assert step.form is not None
    return step.form


def after(step: Step, text: str, intent: str = "affirm") -> Step:
    return continue_report(form_of(step), a_turn(text, intent))


def test_two_matters_are_offered_as_two() -> None:
    """In the resident's words; the draft is kept, all of it."""
    step = split()
    assert asks(step) == ["which_case"]
    assert step.says[0].params["count"] == "两"
    assert [part.params["matter"] for part in step.says[0].parts["lines"]] == [LAMP, WASTE]
    assert step.effect == "keep"
    assert form_of(step).text == TEXT


@pytest.mark.parametrize("text", ["好", "好的", "行", "先登记第一件", "1", "不知道", "好的，先登记第一件路灯的事吧"])
def test_a_yes_takes_the_first(text: str) -> None:
    """Its own words are shown; the other waits."""
    step = after(split(), text)
    assert asks(step) == ["confirm"]
    assert form_of(step).text == LAMP
    assert form_of(step).other is not None


@pytest.mark.parametrize("text", ["先登记第二件", "2", "第二件"])
def test_the_second_may_come_first(text: str) -> None:
    """Then the first follows."""
    step = after(split(), text)
    assert form_of(step).text == WASTE
    following = take_waiting_matter(form_of(step))
    assert following is not None
    assert form_of(following).text == LAMP


@pytest.mark.parametrize("text", ["就是一件事", "不", "不是两件事", "3"])
def test_a_no_makes_one_case_of_all_the_words(text: str) -> None:
    """The whole message, and nothing behind it."""
    step = after(split(), text, "deny")
    assert asks(step) == ["confirm"]
    assert (form_of(step).text, form_of(step).other) == (TEXT, None)


def test_the_second_is_not_asked_what_was_said() -> None:
    """Its place is the first's; the telephone number is for both."""
    step = after(split(f"{TEXT}，电话13912345678", phone=("13912345678",)), "好")
    following = take_waiting_matter(form_of(step))
    assert following is not None
    assert asks(following)[-1] == "confirm"
    assert place_of(form_of(following)) == PLACE
    assert form_of(following).answers["contact"] == "13912345678"


def test_the_second_is_not_asked_what_was_answered() -> None:
    """A place asked for once, and a time where it needs one."""
    noise = (LAMP, {"category": LIGHTING}), ("楼上太吵了", {"category": ("0501", ["环境保护", "噪声"], 0.9)})
    step = after(split(f"{LAMP}，另外楼上太吵了", place=(), matters=noise), "好")
    assert asks(step) == ["place"]
    step = continue_report(form_of(step), a_turn("清河小区5栋", place=("清河小区5栋",)))
    step = continue_report(form_of(step), a_turn("时间是每天晚上", "deny", time=("每天晚上",)))
    following = take_waiting_matter(form_of(step))
    assert following is not None
    assert asks(following)[-1] == "confirm"
    assert (place_of(form_of(following)), time_of(form_of(following))) == ("清河小区5栋", "每天晚上")


def test_not_knowing_where_holds_for_the_second_too() -> None:
    """不知道 is not asked for again."""
    step = after(split(place=(), matters=((LAMP, {"category": LIGHTING}), (WASTE, {"category": CLEANING}))), "好")
    step = after(step, "不知道", "deny")
    following = take_waiting_matter(form_of(step))
    assert following is not None
    assert asks(following)[-1] == "confirm"


def test_a_place_of_its_own_is_kept() -> None:
    """Only what is missing is taken over; a place that names nothing is told more closely."""
    own = ((LAMP, {"place": (PLACE,), "category": LIGHTING}), ("清河小区垃圾没人收", {"place": ("清河小区",), "category": CLEANING}))  # fmt: skip
    following = take_waiting_matter(form_of(after(split(f"{LAMP}，另外清河小区垃圾没人收", matters=own), "好")))
    assert following is not None
    assert place_of(form_of(following)) == "清河小区"
    vague = ((LAMP, {"place": (PLACE,), "category": LIGHTING}), ("楼道垃圾没人收", {"place": ("楼道",), "category": CLEANING}))  # fmt: skip
    following = take_waiting_matter(form_of(after(split(f"{LAMP}，另外楼道垃圾没人收", matters=vague), "好")))
    assert following is not None
    assert place_of(form_of(following)) == f"{PLACE}楼道"


def test_what_stands_before_the_matters_is_of_both() -> None:
    """The place, and the words themselves."""
    text = "我住桂花苑3栋，有两件事：1、路灯不亮；2、垃圾没人收"
    matters = (("路灯不亮", {"category": LIGHTING}), ("垃圾没人收", {"category": CLEANING}))
    step = after(split(text, place=("桂花苑3栋",), matters=matters), "好")
    following = take_waiting_matter(form_of(step))
    assert following is not None
    for form in (form_of(step), form_of(following)):
        assert place_of(form) == "桂花苑3栋"
        assert form.answers["detail"].startswith("我住桂花苑3栋")


def test_stopping_the_first_leaves_the_second() -> None:
    """算了 is of the one that is open, at the offer too."""
    for step in (split(), after(split(), "好")):
        stopped = after(step, "算了", "stop")
        assert form_of(stopped).text == WASTE
        assert stopped.says[0].response == "utter_dropped"
        assert place_of(form_of(stopped)) == PLACE
        assert after(stopped, "算了", "stop").form is None


def test_other_words_at_the_offer_are_about_the_first() -> None:
    """A correction corrects it, the second still waits."""
    step = continue_report(form_of(split()), a_turn("不对，是5栋", "deny", place=("5栋",)))
    assert place_of(form_of(step)) == "桂花苑5栋楼下"
    assert form_of(step).other is not None


def test_three_matters_come_one_after_another() -> None:
    """None is lost, whichever comes first."""
    third = ("楼上漏水", {"category": ("0406", ["城乡建设", "房屋质量与漏水"], 0.9)})
    step: Step | None = split(f"{TEXT}，还有楼上漏水", matters=(*MATTERS, third))
    assert step is not None
    step = after(step, "先登记第二件")
    heard = []
    while step is not None:
        heard.append(form_of(step).text)
        step = take_waiting_matter(form_of(step))
    assert sorted(heard) == sorted([LAMP, WASTE, "楼上漏水"])


@pytest.mark.parametrize(
    "matters",
    [
        ((LAMP, {"category": LIGHTING}), (WASTE, {"category": LIGHTING})),
        ((LAMP, {"category": LIGHTING}), (WASTE, {"category": ("0404", ["城乡建设", "环境卫生"], 0.2)})),
    ],
)
def test_more_about_one_matter_is_one_case(matters: Any) -> None:
    """The same category, or words that say none."""
    assert asks(split(matters=matters)) == ["confirm"]


def test_a_letter_is_one_case() -> None:
    """Its points, which are not read apart, belong together."""
    turn = a_turn(TEXT, place=(PLACE,), matters=MATTERS)
    for matter in turn.draft["matters"]:
        del matter["draft"]
    assert asks(start_report(turn)) == ["confirm"]


def test_photos_go_with_each() -> None:
    """Nobody can say of which they are."""
    step = after(split(photos=("a.jpg",)), "好")
    following = take_waiting_matter(form_of(step))
    assert following is not None
    assert form_of(step).photos == form_of(following).photos == ("a.jpg",)


def test_the_offer_survives_its_json() -> None:
    """A kill in between: what the portal keeps is all of it."""
    form = form_of(split())
    kept = Form.from_json(json.loads(json.dumps(form.to_json())))
    assert kept == form
    assert form_of(continue_report(kept, a_turn("好", "affirm"))).text == LAMP


def test_one_more_matter_waits_its_turn() -> None:
    """A third, told while the first waits for its yes, comes last; many more join the last one's words."""
    step = after(split(), "好")
    for told in ("对了，另外楼上漏水漏到我家", "对了，另外门口停车停得出不去") * 3:
        step = continue_report(form_of(step), a_turn(told))
        assert [say.response for say in step.says] == ["utter_noted_another", "utter_still_open"]
    assert form_of(step).text == LAMP
    heard, following = "", take_waiting_matter(form_of(step))
    assert following is not None
    assert form_of(following).text == WASTE
    while following is not None:
        heard += form_of(following).text
        following = take_waiting_matter(form_of(following))
    assert heard.count("漏到我家") == heard.count("出不去") == 3


def test_another_days_offer_is_not_added_to() -> None:
    """Whoever begins anew may speak of something else."""
    form = replace(form_of(split()), restored=True)
    step = continue_report(form, a_turn("清河小区北门的井盖不见了", place=("清河小区北门",)))
    assert step.says[0].response == "utter_noted_another"
    assert form_of(step).answers.get("detail") is None


def test_the_photos_of_a_sixth_matter_stay() -> None:
    """Its words join those of the fifth that waits, and so do its photos."""
    waiting = Form("第一件", a_draft("第一件"))
    for number in range(6):
        waiting = queue_behind(waiting, Form(f"第{number}件", a_draft("灯坏了"), photos=(f"{number}.jpg",)))
    last = waiting
    while last.other is not None:
        last = Form.from_json(last.other)
    assert last.text.endswith("第5件")
    assert last.photos == ("4.jpg", "5.jpg")


def test_no_matter_is_queued_behind_more_than_may_wait() -> None:
    """Forms of an earlier version may hold more: the next joins the last all the same."""
    waiting = Form("第一件", a_draft("第一件"))
    for number in range(3):
        waiting = queue_behind(waiting, Form(f"第{number}件", a_draft("灯坏了")))
    waiting = queue_behind(waiting, Form("又一件", a_draft("灯坏了")), room=1)
    depth = 0
    while waiting.other is not None:
        waiting, depth = Form.from_json(waiting.other), depth + 1
    assert (depth, waiting.text) == (3, "第2件；又一件")
